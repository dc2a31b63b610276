// The ladder of hints of a task: each press shows one more, as `learn.py hint` does.

import { h, sentence } from "../../shared/dom.js";
import { following, rungs, split } from "./ladder.js";

/** A part with a button; `task` has the hints, `failure` is that of the check. */
export function hints(task, failure, base) {
  const key = `lab-hints ${new URL(base).pathname} ${failure.step} ${task.slug}`;
  const list = h("ol", { class: "lab-hints" });
  const last = h("p", { hidden: true }, "That was the last hint of this task. To compare with our solution: Changes.");
  const button = h("button", { type: "button", class: "lab-button", onclick: more });
  const count = task.hints.length;

  function more() {
    const next = following(task.hints, remembered(key), failure);
    remember(key, next);
    show(next);
  }

  function show(seen) {
    list.replaceChildren(
      ...rungs(task.hints, seen, failure).map((position) => {
        const [question, answer] = split(task.hints[position]);
        const title = h("strong", {}, `Hint ${position + 1} of ${count}: ${question}`);
        return h("li", {}, title, " ", ...sentence(answer));
      }),
    );
    list.hidden = !seen;
    button.textContent = seen ? "One more hint" : "A hint";
    button.hidden = seen >= count;
    last.hidden = seen < count;
  }

  show(Math.min(remembered(key), count));
  return h("div", { class: "lab-hint" }, h("div", { "aria-live": "polite" }, list, last), button);
}

function remembered(key) {
  try {
    return Number(localStorage.getItem(key)) || 0;
  } catch {
    return 0;
  }
}

function remember(key, count) {
  try {
    localStorage.setItem(key, String(count));
  } catch {
    // A private window keeps nothing; the hints come from the first again.
  }
}
