// The middle of the lab: one file, in a text field first and in CodeMirror soon after.

import { h } from "../../shared/dom.js";
import { button } from "../controls.js";
import { firstOf } from "../model/paths.js";
import { PlainEditor } from "./plain_editor.js";

export { makeEditor } from "./single_editor.js";

// What begins a project.
const FIRST = "django-admin startproject config .";
const HELP = "Tab indents. To leave the editor by the keyboard: Escape, then Tab.";

/**
 * `work` holds the files; `onSave` is Ctrl-S or ⌘S; `onOpen(path)` is told what is
 * shown; `say` speaks to those who hear the page.
 */
export class EditorPanel {
  #marks = [];
  #loading;

  constructor({ id, work, events, onSave, onOpen, onCommand, say }) {
    this.work = work;
    this.on = { onSave, onOpen, onCommand };
    const help = `${id}-help`;
    /** @type {import("./plain_editor.js").EditorOptions} */
    this.options = {
      help,
      onChange: (path, text) => work.write(path, text),
      onSave,
      onLeaving: (leaving) => leaving && say("Tab leaves the editor now."),
    };
    this.name = h("span", { class: "lab-edit__name" });
    this.find = tool("Find", () => this.#rich((editor) => editor.find()));
    this.line = tool("Go to line", () => this.#rich((editor) => editor.askForLine()));
    this.place = h("div", { class: "lab-edit__place" });
    this.node = h(
      "section",
      {
        class: "lab-edit",
        "aria-label": "Editor",
        onkeydown: (event) => this.#key(event),
        oncompositionstart: () => (this.composing = true),
        oncompositionend: () => (this.composing = false),
      },
      h("div", { class: "lab-edit__top" }, this.name, this.find, this.line),
      this.place,
      h("p", { class: "lab-edit__help", id: help }, HELP),
    );
    /** @type {PlainEditor | import("./rich_editor.js").RichEditor} */
    this.editor = new PlainEditor(this.options);
    /** @type {string | null} */
    this.path = null;
    events.addEventListener("files", ({ detail }) => this.#follow(detail.paths));
  }

  /**
   * Show a file, at a line if one is named; null where there is none.
   *
   * @param {string | null} path
   * @param {{line?: number, focus?: boolean}} [how]
   */
  open(path, { line, focus = false } = {}) {
    this.path = path;
    this.name.textContent = path ?? "No file";
    this.find.disabled = this.line.disabled = path === null;
    if (path === null) {
      this.place.replaceChildren(...this.#nothing());
    } else {
      if (!this.place.contains(this.editor.node)) this.place.replaceChildren(this.editor.node);
      this.editor.open(path, this.work.files[path]);
      this.#showMarks();
      if (line) this.editor.goTo(line);
      else if (focus) this.editor.focus();
    }
    this.on.onOpen(path);
  }

  /** What stands in the place of a file. */
  #nothing() {
    if (Object.keys(this.work.files).length) return [h("p", { class: "lab-empty" }, "Choose a file.")];
    return [
      h("p", { class: "lab-empty" }, "The project has no files yet. Have Django lay down the first ones, or make one with New."),
      h("p", { class: "lab-empty" }, button(FIRST, () => this.on.onCommand(FIRST))),
    ];
  }

  /** Mark the lines that a check names: `[{path, line, say, more}]`. */
  mark(marks) {
    this.#marks = marks;
    if (this.path !== null) this.#showMarks();
  }

  /** Load CodeMirror and go on with it; without it the text field stays. */
  enrich() {
    this.#loading ??= import("./rich_editor.js").then(
      async ({ RichEditor }) => {
        await this.#composed();
        const { place, focused } = /** @type {PlainEditor} */ (this.editor);
        this.editor = new RichEditor(this.options);
        if (this.path === null) return;
        this.place.replaceChildren(this.editor.node);
        this.editor.open(this.path, this.work.files[this.path]);
        this.editor.takePlace(place);
        this.#showMarks();
        if (focused) this.editor.focus();
      },
      () => {
        // Offline and never loaded, or stopped by an extension of the browser.
        this.find.hidden = this.line.hidden = true;
      },
    );
    return this.#loading;
  }

  end() {
    this.editor.end();
  }

  /** Letters that are put together of several keys are not torn apart. */
  #composed() {
    return new Promise((resolve) => {
      if (!this.composing) return resolve(null);
      this.node.addEventListener("compositionend", () => setTimeout(resolve), { once: true });
    });
  }

  async #rich(act) {
    await this.enrich();
    if (!this.find.hidden) act(this.editor);
  }

  #showMarks() {
    this.editor.mark(this.#marks.filter(({ path }) => path === this.path));
  }

  /** What was changed elsewhere is shown here. */
  #follow(paths) {
    for (const path of paths) {
      if (path !== this.path && !(path in this.work.files)) this.editor.forget(path);
    }
    if (this.path === null) return this.open(firstOf(this.work.files));
    if (!paths.includes(this.path)) return;
    const text = this.work.files[this.path];
    if (text === undefined) this.open(null);
    else if (text !== this.editor.text) this.editor.open(this.path, text);
  }

  #key(event) {
    // CodeMirror has answered it already where it is there.
    if (event.defaultPrevented || event.key.toLowerCase() !== "s") return;
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    this.on.onSave();
  }
}

const tool = (text, onclick) => button(text, onclick, { class: "lab-tool" });
