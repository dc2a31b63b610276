// Lays out reports of a check as the lab does, without a page: a line of JSON in, with the
// document and the learner's files, and one out, with the texts in their order.

import { createInterface } from "node:readline";

import { reportNodes } from "./assets/lab/panes/check_report.js";

const BLOCKS = ["H2", "H3", "P", "PRE", "DT", "DD", "SPAN", "BUTTON"];

/** As much of an element as the lab's panes ask for. */
class Element {
  constructor(name) {
    this.name = name.toUpperCase();
    this.content = [];
    this.listeners = {};
    this.hidden = false;
  }
  setAttribute(name) {
    if (name === "hidden") this.hidden = true;
  }
  addEventListener(name, listener) {
    this.listeners[name] = listener;
  }
  append(...content) {
    this.content.push(...content);
  }
  replaceChildren(...content) {
    this.content = content;
  }
  get textContent() {
    return this.content.map((each) => each.textContent ?? each).join("");
  }
  set textContent(text) {
    this.content = [text];
  }
  /** This element and all below it. */
  *all() {
    yield this;
    for (const each of this.content) if (each instanceof Element) yield* each.all();
  }
}

globalThis.document = { createElement: (name) => new Element(name) };
const store = {};
Object.defineProperty(globalThis, "localStorage", {
  value: { getItem: (key) => store[key], setItem: (key, value) => (store[key] = value) },
});

function layOut({ document: { sentences }, files }) {
  for (const key of Object.keys(store)) delete store[key];
  const place = new Element("div");
  const again = () => {};
  const show = () => {};
  place.append(...reportNodes(sentences, { files, show, again, base: "http://127.0.0.1/" }));
  const ladder = [...place.all()].find(({ name, listeners }) => name === "BUTTON" && listeners.click.name === "more");
  let pressed = 0;
  while (ladder && !ladder.hidden && pressed < 20) {
    ladder.listeners.click();
    pressed += 1;
  }
  return texts(place);
}

/** The texts of the innermost blocks; a list item may have several. */
function texts(element) {
  if (element.hidden) return [];
  const parts = element.content.filter((each) => each instanceof Element);
  const hasText = parts.length < element.content.length;
  return BLOCKS.includes(element.name) || hasText ? [element.textContent] : parts.flatMap(texts);
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(layOut(JSON.parse(line))));
}
