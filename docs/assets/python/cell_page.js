// What the live cells of a page share: one session, and what this browser is missing.

import { h } from "../shared/dom.js";
import { Project, support, toLoad } from "./runtime.js";
import { Session } from "./session.js";

const pages = new WeakMap();
// Without these a cell runs all the same.
const NO_MATTER = new Set(["serviceworker", "storage", "memory", "secure"]);

export class CellPage {
  #session = new Session(Project);
  #cells = new Set();
  #ready;
  /** @type {Element | null} */
  #bar = null;

  /** The page that a cell stands on. */
  static of(cell) {
    const article = cell.closest("article") ?? document.body;
    if (!pages.has(article)) pages.set(article, new CellPage(article));
    return pages.get(article);
  }

  constructor(article) {
    this.article = article;
  }

  /** Whether cells can run here; where they cannot, the page says why. */
  ready() {
    this.#ready ??= this.#look();
    return this.#ready;
  }

  async #look() {
    const { ok, missing } = await support();
    if (ok) return true;
    const [{ say }] = missing.filter(({ what }) => !NO_MATTER.has(what));
    const line = h(
      "p",
      { class: "cell-gate" },
      `The blocks of this page do not run here. ${say} On your own machine: `,
      h("code", {}, this.#command()),
    );
    this.article.querySelector("h1")?.after(line);
    return false;
  }

  /** The last cell is of the page's own step: the first may be of the one before. */
  #command() {
    const { kind, step } = [...this.article.querySelectorAll("live-cell")].at(-1);
    return `python3 learn.py ${kind === "python" ? "notebook" : "run"} ${Number(step)}`;
  }

  /** A cell has got its buttons. */
  follow(cell) {
    this.#cells.add(cell);
  }

  /** A cell has gone, with the whole page as a rule: then nothing is left to run. */
  left() {
    if (![...this.#cells].some((cell) => cell.isConnected)) this.#session.stop();
  }

  async run(cell, onProgress) {
    const cells = [...this.article.querySelectorAll("live-cell")];
    this.#bar = cell.bar;
    try {
      await this.#session.run(cell, cells, onProgress);
    } finally {
      for (const each of this.#cells) {
        each.clears.hidden = !this.#session.started;
        this.weigh(each);
      }
    }
  }

  /** Tell a cell how many bytes a run of it still loads. */
  async weigh(cell) {
    const { bytes } = await toLoad(cell.step).catch(() => ({ bytes: 0 }));
    cell.costs(bytes);
  }

  /** Change something above the block that was pressed, which stays where it is seen. */
  inPlace(change) {
    const top = () => this.#bar?.getBoundingClientRect().top ?? 0;
    const before = top();
    change();
    const moved = top() - before;
    if (moved) scrollBy({ top: moved, behavior: "instant" });
  }

  stop() {
    this.#session.stop();
  }

  /** Forget all that has run. */
  restart() {
    this.#session.stop();
    for (const each of this.#cells) {
      each.clear();
      each.clears.hidden = true;
    }
  }
}
