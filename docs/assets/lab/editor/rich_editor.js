// The editor with CodeMirror: colors, search, marks, undo for each file.

import * as cm from "../../vendor/codemirror.js";
import { kindOf } from "../model/paths.js";
import { lineMarks, setMarks } from "./line_marks.js";

const { EditorState, EditorView } = cm;
const stream = (mode) => cm.StreamLanguage.define(mode);
const LANGUAGES = {
  python: () => cm.python(),
  html: () => stream(cm.html),
  javascript: () => stream(cm.javascript),
  css: () => stream(cm.css),
  toml: () => stream(cm.toml),
  yaml: () => stream(cm.yaml),
  ini: () => stream(cm.properties),
  plain: () => [],
};
const NARROW = new Set(["html", "javascript", "css", "yaml"]);

export class RichEditor {
  #states = new Map();
  #leaving = false;
  path = "";

  /** @param {import("./plain_editor.js").EditorOptions} options */
  constructor({ help, kind, label, onChange, onLeaving, onSave }) {
    this.of = (path) => ({ kind: kind ?? kindOf(path), label: label ?? `${path}, editor` });
    this.on = { onChange, onLeaving, onSave };
    this.help = help;
    this.view = new EditorView();
    this.node = this.view.dom;
  }

  open(path, text) {
    if (this.path === path) return this.#replace(text);
    if (this.path) this.#states.set(this.path, [this.view.state, this.view.scrollSnapshot()]);
    const [known, scroll] = this.#states.get(path) ?? [];
    this.path = path;
    // Its undo is kept as long as nobody but this editor has changed the text.
    const keeps = known?.doc.toString() === text;
    this.view.setState(keeps ? known : this.#state(path, text));
    if (keeps) this.view.dispatch({ effects: scroll });
  }

  /** Go on where another editor was. */
  takePlace({ from, to, scrollTop }) {
    const end = this.view.state.doc.length;
    this.view.dispatch({ selection: { anchor: Math.min(from, end), head: Math.min(to, end) } });
    this.view.requestMeasure({ read: () => {}, write: () => (this.view.scrollDOM.scrollTop = scrollTop) });
  }

  goTo(number) {
    const { doc } = this.view.state;
    const { from, to } = doc.line(Math.min(Math.max(number, 1), doc.lines));
    const effects = EditorView.scrollIntoView(from, { y: "center" });
    this.view.dispatch({ selection: { anchor: from, head: to }, effects });
    this.view.focus();
  }

  mark(marks) {
    this.view.dispatch({ effects: setMarks.of(marks) });
  }

  forget(path) {
    this.#states.delete(path);
    if (this.path === path) this.path = "";
  }

  get text() {
    return this.view.state.doc.toString();
  }

  get focused() {
    return this.view.hasFocus;
  }

  focus() {
    this.view.focus();
  }

  find() {
    cm.openSearchPanel(this.view);
  }

  askForLine() {
    cm.gotoLine(this.view);
  }

  end() {
    this.view.destroy();
  }

  /** A new text for the same file: one change, which undo takes back. */
  #replace(text) {
    const { doc } = this.view.state;
    if (doc.toString() === text) return;
    this.view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
  }

  #state(path, text) {
    const { kind, label } = this.of(path);
    const keys = [
      { key: "Mod-s", preventDefault: true, run: () => (this.on.onSave(), true) },
      cm.indentWithTab,
      ...cm.defaultKeymap,
      ...cm.historyKeymap,
      ...cm.searchKeymap,
    ];
    return EditorState.create({
      doc: text,
      extensions: [
        EditorView.domEventHandlers({
          keydown: (event) => this.#key(event),
          blur: () => this.#leave(false),
        }),
        cm.lineNumbers(),
        cm.highlightActiveLineGutter(),
        cm.highlightSpecialChars(),
        cm.history(),
        cm.drawSelection(),
        cm.indentOnInput(),
        cm.bracketMatching(),
        cm.highlightActiveLine(),
        cm.highlightSelectionMatches(),
        cm.search({ top: true }),
        cm.syntaxHighlighting(cm.classHighlighter),
        cm.keymap.of(keys),
        cm.indentUnit.of(NARROW.has(kind) ? "  " : "    "),
        LANGUAGES[kind](),
        lineMarks,
        EditorView.contentAttributes.of({
          "aria-label": label,
          "aria-describedby": this.help,
          tabindex: "0",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this.on.onChange(this.path, update.state.doc.toString());
        }),
      ],
    });
  }

  /** Escape opens the way out for the next Tab; every other key closes it. */
  #key(event) {
    if (event.key === "Escape") this.#leave(true);
    else if (event.key !== "Tab" && event.key !== "Shift") this.#leave(false);
    return false;
  }

  #leave(leaving) {
    if (this.#leaving === leaving) return;
    this.#leaving = leaving;
    this.view.setTabFocusMode(leaving);
    this.on.onLeaving(leaving);
  }
}
