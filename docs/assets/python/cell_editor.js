// Editing a cell: an editor in place of the block's code, and the way back to it.

import { h } from "../shared/dom.js";
import { makeEditor } from "../lab/editor/single_editor.js";

const HELP = "Ctrl and Enter runs it. Escape leaves the editor.";

export class CellEditor {
  /** @type {ReturnType<typeof makeEditor> | null} */
  #editor = null;
  #node = h("div", { class: "cell-edit" });

  constructor(cell) {
    this.cell = cell;
    // Its block, without the bar; of a request all tabs.
    this.place = cell.code.closest(".tabbed-set") ?? cell.code.closest(".highlight") ?? cell.code.parentElement;
    this.#node.addEventListener("keydown", (event) => this.#key(event), { capture: true });
  }

  /** What was made of the block, or null where it is as it was. */
  get text() {
    return this.#editor?.text ?? null;
  }

  /** Open the editor; where it is open, go back to the block as it was. */
  toggle() {
    if (this.#editor) this.#close();
    else this.#open();
  }

  #open() {
    const { original, kind, number, edits } = this.cell;
    this.place.hidden = true;
    this.place.after(this.#node);
    this.#editor = makeEditor({
      parent: this.#node,
      text: original,
      language: kind === "python" ? "python" : "plain",
      label: `Block ${number}, editor`,
    });
    this.#node.append(h("p", { class: "cell-help" }, HELP));
    edits.firstChild.data = "Undo edit";
    this.#editor.focus();
  }

  #close() {
    this.#editor?.end();
    this.#editor = null;
    this.#node.remove();
    this.#node.replaceChildren();
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
