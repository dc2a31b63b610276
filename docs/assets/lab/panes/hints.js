// The ladder of hints of a task: each press shows one more, as `learn.py hint` does.

import { h, sentence } from "../../decoder/dom.js";

/** A part with a button; `info` is the task with its hints, `document` the check. */
export function hints(info, document) {
  const key = `lab-hints ${document.step.number} ${info.slug}`;
  const list = h("ol", { class: "lab-hints" });
  const button = h("button", { type: "button", class: "lab-button" });
  const part = h("div", { class: "lab-hint", "aria-live": "polite" }, list, button);
  const { failure } = document;

  function show(count) {
    list.replaceChildren(
      ...shown(info.hints, count).map(({ position, text }) => {
        const [question, answer] = split(text);
        return h("li", { value: position + 1 }, h("strong", {}, question), " ", ...sentence(answer));
      }),
    );
    const left = count < info.hints.length;
    button.textContent = count ? "One more hint" : "A hint";
    button.hidden = !left;
    if (!left) part.append(h("p", {}, "That was the last hint of this task."));
  }

  button.addEventListener("click", () => {
    const next = following(info.hints, remembered(key), failure);
    remember(key, next);
    show(next);
  });
  show(Math.min(remembered(key), info.hints.length));
  return part;
}

/** How many hints have been given once one more is; those that do not fit are passed over. */
export function following(all, seen, failure) {
  let next = seen;
  while (next < all.length - 1 && !fits(all[next], failure)) next += 1;
  return Math.min(next + 1, all.length);
}

const shown = (all, count) => all.slice(0, count).map((text, position) => ({ position, text }));

/** "Why 404? No path leads there." is a question and its answer. */
export function split(text) {
  const place = text.indexOf("? ");
  return place < 0 ? ["", text] : [text.slice(0, place + 1), text.slice(place + 2)];
}

/** False for “Why 404?” where the project answered something else. */
export function fits(hint, failure) {
  const [question] = split(hint);
  const codes = question.startsWith("Why") ? (question.match(/\b\d{3}\b/g) ?? []) : [];
  if (!codes.length || !failure) return true;
  return codes.some((code) => `${failure.message} ${failure.happened}`.includes(code));
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
