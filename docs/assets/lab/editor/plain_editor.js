// The editor before CodeMirror is there, and where it cannot be loaded: a text field.

import { h, sentence } from "../../shared/dom.js";
import { AS_TYPED, button } from "../controls.js";

/**
 * @typedef {object} EditorOptions
 * @property {string} help the id of the element that says how to leave the editor
 * @property {string} [kind] the language of every text, where its path does not tell it
 * @property {string} [label] the name of every text, where it is not its path
 * @property {(path: string, text: string) => void} onChange
 * @property {(leaving: boolean) => void} onLeaving
 * @property {() => void} onSave
 */

export class PlainEditor {
  #texts = new Map();
  #leaving = false;
  path = "";

  /** @param {EditorOptions} options */
  constructor({ help, label, onChange, onLeaving }) {
    this.label = label;
    this.on = { onChange, onLeaving };
    this.field = h("textarea", {
      class: "lab-text",
      ...AS_TYPED,
      wrap: "off",
      "aria-describedby": help,
      oninput: () => this.#changed(),
      onkeydown: (event) => this.#key(event),
      onblur: () => this.#leave(false),
    });
    this.notes = h("ul", { class: "lab-notes" });
    this.node = h("div", { class: "lab-plain" }, this.field, this.notes);
  }

  open(path, text) {
    this.path = path;
    this.#texts.set(path, text);
    this.field.value = text;
    this.field.setSelectionRange(0, 0);
    this.field.setAttribute("aria-label", this.label ?? `${path}, editor`);
    this.notes.replaceChildren();
  }

  /** Where the caret and the page of text are, for another editor to go on. */
  get place() {
    const { selectionStart: from, selectionEnd: to, scrollTop } = this.field;
    return { from, to, scrollTop };
  }

  goTo(line) {
    const lines = this.field.value.split("\n");
    const from = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    this.field.focus();
    this.field.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
    const height = this.field.scrollHeight / lines.length;
    this.field.scrollTop = Math.max(0, height * (line - 5));
  }

  /** Show the sentences of a check below the text: `[{line, say, more}]`. */
  mark(marks) {
    this.notes.replaceChildren(
      ...marks.map(({ line, say, more }) =>
        h(
          "li",
          {},
          button(`Line ${line}`, () => this.goTo(line), { class: "lab-link" }),
          ": ",
          ...sentence(`${say} ${more}`),
        ),
      ),
    );
  }

  forget(path) {
    this.#texts.delete(path);
  }

  get text() {
    return this.field.value;
  }

  get focused() {
    return document.activeElement === this.field;
  }

  focus() {
    this.field.focus();
  }

  end() {}

  #changed() {
    this.#texts.set(this.path, this.field.value);
    this.on.onChange(this.path, this.field.value);
  }

  #key(event) {
    if (event.key === "Escape") return this.#leave(true);
    if (event.key === "Tab" && !this.#leaving && !event.shiftKey) {
      event.preventDefault();
      // Unlike setRangeText it can be undone; all browsers keep it for that.
      document.execCommand("insertText", false, "    ");
    } else if (event.key !== "Tab" && event.key !== "Shift") this.#leave(false);
  }

  #leave(leaving) {
    if (this.#leaving !== leaving) this.on.onLeaving(leaving);
    this.#leaving = leaving;
  }
}
