// Editing a cell: an editor in place of the block's code, and the way back to it.

import { h } from "../decoder/dom.js";
import { Plain } from "../lab/plain.js";

const STYLE = new URL("../lab/lab.css", import.meta.url).href;
const HELP = "Ctrl and Enter runs it. Escape leaves the editor.";

export class Editing {
  #editor = null;
  #node = null;
  /** What was made of the block, or null where it is as it was. */
  text = null;

  constructor(cell) {
    this.cell = cell;
    // Its block, without the bar: the first of the requests' tabs.
    this.place = cell.code.closest(".tabbed-set") ?? cell.code.closest(".highlight") ?? cell.code.parentElement;
  }

  get open() {
    return this.#node !== null;
  }

  /** Open the editor; where it is open, go back to the block as it was. */
  async toggle() {
    if (this.open) this.#close();
    else await this.#open();
  }

  async #open() {
    const { cell } = this;
    const id = `cell-help-${cell.number}`;
    const options = {
      help: id,
      onChange: (path, text) => (this.text = text),
      onSave: () => {},
      onLeaving: () => {},
    };
    await style();
    this.#editor = await editorOf(cell.kind, options);
    const lines = cell.original.split("\n").length;
    this.#node = h(
      "div",
      { class: "lab cell-edit" },
      this.#editor.node,
      h("p", { class: "cell-help", id }, HELP),
    );
    this.#node.style.setProperty("--lines", Math.max(lines, 3));
    this.#node.addEventListener("keydown", (event) => this.#key(event), { capture: true });
    this.place.hidden = true;
    this.place.after(this.#node);
    this.text = cell.original;
    this.#editor.open(`block ${cell.number}${cell.kind === "python" ? ".py" : ""}`, cell.original);
    cell.edits.firstChild.data = "Undo edit";
    this.#editor.focus();
  }

  #close() {
    this.#editor.end();
    this.#node.remove();
    this.#node = this.#editor = this.text = null;
    this.place.hidden = false;
    this.cell.edits.firstChild.data = "Edit";
  }

  #key(event) {
    const runs = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    // A list or a search of the editor's own closes first.
    const leaves = event.key === "Escape" && !this.#node.querySelector(".cm-panel, .cm-tooltip");
    if (!runs && !leaves) return;
    event.preventDefault();
    event.stopPropagation();
    if (runs) this.cell.run();
    else this.cell.runs.focus();
  }
}

/** CodeMirror for Python, and a text field for all else and where it cannot be loaded. */
async function editorOf(kind, options) {
  if (kind !== "python") return new Plain(options);
  try {
    const { Rich } = await import("../lab/rich.js");
    return new Rich(options);
  } catch {
    return new Plain(options);
  }
}

let styled;

function style() {
  styled ??= new Promise((resolve) => {
    if (document.querySelector(`link[href="${STYLE}"]`)) return resolve();
    const link = h("link", { rel: "stylesheet", href: STYLE, onload: resolve, onerror: resolve });
    document.head.append(link);
  });
  return styled;
}
