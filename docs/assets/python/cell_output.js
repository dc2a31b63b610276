// What a cell has printed, as elements. Text stays text; a drawing is an image, in which no
// script runs.

import { h } from "../shared/dom.js";

// Longer texts would make the page slow.
const LONGEST = 50_000;
// How a terminal colors text; a page shows the words.
// eslint-disable-next-line no-control-regex -- it is what begins a color
const ANSI = /\x1b\[[0-9;]*[A-Za-z]/g;
const TITLES = { error: "error in the tab", http: "answer in the tab" };
const NAMELESS = "The picture that this cell draws";

/** The elements of `[{kind, text}]`. */
export function shown(outputs) {
  return outputs.map(({ kind, text }) => {
    if (kind === "svg") return picture(text);
    if (kind === "note") return h("p", { class: "cell-note" }, text);
    return block(kind, text);
  });
}

/** Whether the outputs say what was recorded, whatever the space between the words. */
export function says(outputs, recorded) {
  const words = (text) => text.replace(/\s+/g, " ").trim();
  const texts = outputs.filter(({ kind }) => kind !== "svg" && kind !== "note");
  return texts.length > 0 && words(texts.map(({ text }) => text).join("\n")) === words(recorded);
}

function block(kind, said) {
  const text = said.replace(ANSI, "");
  const language = kind === "http" ? "language-http" : "language-text";
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}\n… (${text.length} characters in all)` : text;
  return h(
    "div",
    { class: `${language} highlight${kind === "error" ? " cell-error" : ""}` },
    h("span", { class: "filename" }, TITLES[kind] ?? "output in the tab"),
    h("pre", {}, h("code", {}, cut.trimEnd())),
  );
}

function picture(source) {
  const drawing = source.slice(Math.max(0, source.indexOf("<svg")));
  const read = new DOMParser().parseFromString(drawing, "image/svg+xml").documentElement;
  const name = read.querySelector("title")?.textContent || read.getAttribute("aria-label") || NAMELESS;
  const src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
  return h("div", { class: "drawn" }, h("img", { src, alt: name.trim() }));
}
