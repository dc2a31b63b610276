// An editor for one text, such as that of a cell: a text field at once, and CodeMirror as
// soon as it is there. Where it cannot be loaded the text field stays.

import { h } from "../../shared/dom.js";
import { PlainEditor } from "./plain_editor.js";
import { loadStylesheets } from "../stylesheet.js";

const NAME = "text";
const HELP = "Tab indents. To leave the editor by the keyboard: Escape, then Tab.";
let count = 0;

/**
 * Put an editor into `parent`. `language` is "python", "plain" or another of rich_editor.js;
 * `label` names it for those who hear the page; `onChange(text)` hears every change and
 * `onSave()` Ctrl-S or ⌘S. Returns `{node, text, ready, focus, goTo, mark, end}`:
 * `text` can be set, `ready` resolves to whether CodeMirror is there, `mark` takes
 * `[{line, say, more}]`.
 *
 * @param {{parent: Element, text?: string, language?: string, label: string,
 *   onChange?: (text: string) => void, onSave?: () => void}} options
 */
export function makeEditor({ parent, text = "", language = "plain", label, onChange = () => {}, onSave }) {
  const help = `lab-single-${(count += 1)}`;
  const said = h("p", { class: "jwt-heard", role: "status" });
  let now = text;
  let marks = [];
  /** @type {import("./plain_editor.js").EditorOptions} */
  const options = {
    help,
    label,
    kind: language,
    onSave: onSave ?? (() => {}),
    onLeaving: (leaving) => (said.textContent = leaving ? "Tab leaves the editor now." : ""),
    onChange(_, changed) {
      if (changed === now) return;
      now = changed;
      onChange(now);
    },
  };
  /** @type {PlainEditor | import("./rich_editor.js").RichEditor} */
  let editor = new PlainEditor(options);
  const place = h("div", {}, editor.node);
  const node = h("div", { class: "lab lab-single" }, place, h("p", { class: "jwt-heard", id: help }, HELP), said);
  // CodeMirror answers it by itself.
  node.addEventListener("keydown", (event) => {
    const save = event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!onSave || !save || event.defaultPrevented) return;
    event.preventDefault();
    onSave();
  });
  editor.open(NAME, now);
  parent.append(node);

  let ended = false;
  const ready = Promise.all([import("./rich_editor.js"), loadStylesheets("lab.css", "editor/single_editor.css")]).then(
    ([{ RichEditor }]) => {
      if (ended) return false;
      const { place: where, focused } = /** @type {PlainEditor} */ (editor);
      editor = new RichEditor(options);
      place.replaceChildren(editor.node);
      editor.open(NAME, now);
      editor.takePlace(where);
      editor.mark(marks);
      if (focused) editor.focus();
      return true;
    },
    () => false,
  );

  return {
    node,
    ready,
    get text() {
      return now;
    },
    set text(value) {
      now = value;
      editor.open(NAME, value);
    },
    focus: () => editor.focus(),
    goTo: (line) => editor.goTo(line),
    mark(found) {
      marks = found;
      editor.mark(found);
    },
    /** Take it off the page. */
    end() {
      ended = true;
      editor.end();
      node.remove();
    },
  };
}
