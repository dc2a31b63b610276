// The ladder of hints of a task: each press shows one more, as `learn.py hint` does. Which
// they are, and which are passed over, is said in the report of the check.

import { h, sentence } from "../../shared/dom.js";

/** The hints to show to somebody who has seen so many; after the last one all of them. */
export function shownHints(hints, seen) {
  if (seen >= hints.length) return hints;
  return hints.filter(({ number, passed_over: passedOver }) => number <= seen && !passedOver);
}

/** How many are seen once one more is. */
export function seenNext(hints, seen) {
  const next = hints.find(({ number, passed_over: passedOver }) => number > seen && !passedOver);
  return next?.number ?? hints.length;
}

/** A part with a button that shows the hints of a report one by one. */
export function ladder({ step, task, hints, last }, base) {
  const key = `lab-hints ${new URL(base).pathname} ${step} ${task}`;
  const list = h("ol", { class: "lab-hints" });
  const after = h("p", { hidden: true }, last.map(({ text, command }) => (command ? `${text}: Changes.` : text)).join(" "));
  const button = h("button", { type: "button", class: "lab-button", onclick: more });

  function more() {
    const next = seenNext(hints, remembered(key));
    remember(key, next);
    show(next);
  }

  function show(seen) {
    list.replaceChildren(
      ...shownHints(hints, seen).map(({ title, text = "" }) =>
        h("li", {}, h("strong", {}, title), " ", ...sentence(text)),
      ),
    );
    list.hidden = !seen;
    button.textContent = seen ? "One more hint" : "A hint";
    button.hidden = seen >= hints.length;
    after.hidden = seen < hints.length;
  }

  show(remembered(key));
  return h("div", { class: "lab-hint" }, h("div", { "aria-live": "polite" }, list, after), button);
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
