// <live-cell kind="python" step="05" number="3">: a block of the page, which runs in the tab.
// Until somebody presses Run, it is the block, and nothing is loaded.

import { h } from "../shared/dom.js";
import { decorateTokens } from "../decoder/token_buttons.js";
import { CellEditor } from "./cell_editor.js";
import { CellPage } from "./cell_page.js";
import { says, shown } from "./cell_output.js";

const MEGABYTE = 1e6;
const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(1);

class LiveCell extends HTMLElement {
  /** @type {CellEditor} */
  editing;
  /** @type {HTMLButtonElement} */
  runs;
  /** @type {HTMLButtonElement} */
  stops;
  /** @type {HTMLElement} */
  weighs;
  /** @type {HTMLProgressElement} */
  progress;
  /** @type {HTMLElement} */
  status;
  /** @type {HTMLElement} */
  output;
  done = "";

  async connectedCallback() {
    this.kind = this.getAttribute("kind");
    this.step = this.getAttribute("step");
    this.number = this.getAttribute("number");
    this.at = Number(this.getAttribute("at") ?? 0);
    this.page = CellPage.of(this);
    const runs = await this.page.ready();
    // Where nothing can run there is nothing to press.
    if (!runs || !this.isConnected || this.bar) return;
    this.#build();
    this.page.weigh(this);
  }

  disconnectedCallback() {
    this.page.left();
  }

  #build() {
    this.code = /** @type {HTMLElement} */ (this.querySelector("pre > code"));
    this.original = this.code.textContent.trimEnd();
    const recorded = this.querySelectorAll(".cell-bar ~ .highlight pre > code");
    this.recorded = [...recorded].map((code) => code.textContent.trimEnd()).join("\n");
    const heard = () => h("span", { class: "jwt-heard" }, ` block ${this.number}`);
    const button = (text, onclick, more = {}) =>
      h("button", { type: "button", class: "cell-button", onclick, ...more }, text, heard());
    this.runs = button("Run", () => this.run());
    this.edits = button("Edit", () => this.editing.toggle());
    this.stops = button("Stop", () => this.page.stop(), { hidden: true });
    this.clears = button("Start again", () => this.page.restart(), { hidden: true });
    this.weighs = h("span", { class: "cell-weight" });
    this.progress = h("progress", { "aria-label": "Loading", hidden: true });
    this.status = h("span", { class: "cell-status", role: "status" });
    this.bar = /** @type {Element} */ (this.querySelector(".cell-bar"));
    this.bar.replaceChildren(
      ...[this.runs, this.stops, this.edits, this.clears, this.weighs, this.progress, this.status],
    );
    this.output = h("div", {
      class: "cell-output",
      role: "region",
      "aria-label": `Output of block ${this.number} in the tab`,
      "aria-live": "polite",
      hidden: true,
    });
    this.append(this.output);
    this.editing = new CellEditor(this);
    this.page.follow(this);
  }

  /** What it says now: the block, or what was made of it. */
  get source() {
    return this.editing.text ?? this.original;
  }

  /** Say how many bytes the first Run loads. */
  costs(bytes) {
    const much = bytes >= MEGABYTE / 10;
    this.weighs.textContent = much ? `The first run loads ${megabytes(bytes)} MB.` : "";
  }

  async run() {
    if (this.stops.hidden === false) return;
    this.#busy(true);
    this.weighs.textContent = "";
    this.status.textContent = "Starting …";
    try {
      await this.page.run(this, (said) => this.#loading(said));
      this.status.textContent = this.done;
    } catch (error) {
      // What it showed was of another run.
      this.clear();
      this.status.textContent = this.#why(error);
    } finally {
      this.#busy(false);
    }
  }

  #busy(busy) {
    // Whoever is at one button goes on at the other.
    const focused = document.activeElement;
    this.stops.hidden = !busy;
    this.runs.hidden = busy;
    this.progress.hidden = true;
    if (busy && focused === this.runs) this.stops.focus();
    if (!busy && focused === this.stops) this.runs.focus();
  }

  #loading({ loaded, total, text }) {
    const loads = text === "loading" && loaded < total;
    this.progress.hidden = !loads;
    this.progress.max = total;
    this.progress.value = loaded;
    const said = loads ? `Loading ${megabytes(total)} MB …` : "Starting …";
    if (this.status.textContent !== said) this.status.textContent = said;
  }

  #why(error) {
    if (error.name === "Cancelled") return "Cancelled.";
    if (error.name === "Stopped") return "Stopped. The next run begins anew.";
    if (error.name === "Failed") return `Python has ended: ${error.message || "nobody knows why"}. The next run begins anew.`;
    if (error.name === "Above") return `Not run: ${error.message}`;
    return error.message;
  }

  /** The session calls it when the cell begins; `above` is how many ran before it. */
  begin(above) {
    this.done = above > 0 ? `Done, after the ${above === 1 ? "block" : `${above} blocks`} above.` : "Done.";
    this.progress.hidden = true;
    this.status.textContent = "Running …";
  }

  /** The session calls it with what the cell has printed. */
  show(outputs) {
    const same = says(outputs, this.recorded);
    const told = same ? outputs.filter(({ kind }) => kind === "svg" || kind === "note") : outputs;
    if (same) told.unshift({ kind: "note", text: "Run here, it says the same as what is printed above." });
    if (!told.length) told.push({ kind: "note", text: "Run here, it prints nothing." });
    this.page.inPlace(() => {
      this.output.replaceChildren(...shown(told));
      this.output.hidden = false;
      decorateTokens(this.output);
    });
    if (outputs.some(({ kind }) => kind === "error")) this.done = "Done, with an error.";
    this.status.textContent = this.done;
  }

  /** Everything was cleared. */
  clear() {
    this.output.replaceChildren();
    this.output.hidden = true;
    this.status.textContent = "";
  }
}

customElements.define("live-cell", LiveCell);
