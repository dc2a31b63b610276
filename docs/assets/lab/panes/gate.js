// What this browser lacks, what still works, and which command does it on one's machine.

import { h, sentence } from "../../shared/dom.js";
import { browserLimits, commandsOf } from "./browser_limits.js";

/** Fill `element` with what is missing; `support` is that of runtime.js. */
export function mount(element, { step, support }) {
  const found = browserLimits(support);
  if (!found) {
    element.replaceChildren();
    return;
  }
  const items = found.items.map(({ what, say, means }) =>
    h("li", { "data-gate": what }, h("strong", {}, say), " ", ...sentence(means)),
  );
  element.replaceChildren(
    h(
      "details",
      { class: `lab-gate__box lab-gate__box--${support.ok ? "some" : "all"}`, open: !support.ok },
      h("summary", {}, found.title),
      h("ul", {}, ...items),
      h("p", {}, "On your own machine, in a copy of the repository, these do the same:"),
      h("pre", {}, h("code", {}, commandsOf(step))),
    ),
  );
}
