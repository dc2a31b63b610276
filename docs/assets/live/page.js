// What the live cells of a page share: one session, and what this browser is missing.

import { h } from "../decoder/dom.js";
import { Project, support, toLoad } from "./runtime.js";
import { Session } from "./session.js";

const pages = new WeakMap();
// Without these a cell runs all the same.
const NO_MATTER = new Set(["serviceworker", "storage", "memory", "secure"]);

export class Page {
  #session = new Session(Project);
  #cells = new Set();
  #ready;

  /** The page that a cell stands on. */
  static of(cell) {
    const article = cell.closest("article") ?? document.body;
    if (!pages.has(article)) pages.set(article, new Page(article, cell));
    return pages.get(article);
  }

  constructor(article, { kind, step }) {
    this.article = article;
    const verb = kind === "python" ? "notebook" : "run";
    this.command = `python3 learn.py ${verb} ${Number(step)}`;
    this.step = step;
  }

  /** How many bytes the first run loads; null where nothing can run, which the page says. */
  ready() {
    this.#ready ??= this.#look();
    return this.#ready;
  }

  async #look() {
    const { ok, missing } = await support();
    if (ok) return (await toLoad(this.step)).bytes;
    const [{ say }] = missing.filter(({ what }) => !NO_MATTER.has(what));
    const line = h(
      "p",
      { class: "cell-gate" },
      `The blocks of this page do not run here. ${say} On your own machine: `,
      h("code", {}, this.command),
    );
    this.article.querySelector("h1")?.after(line);
    return null;
  }

  /** A cell has got its buttons. */
  follow(cell) {
    this.#cells.add(cell);
  }

  /** A cell has gone, with the whole page as a rule: then nothing is left to run. */
  left() {
    if (![...this.#cells].some((cell) => cell.isConnected)) this.#session.end();
  }

  async run(cell, onProgress) {
    const cells = [...this.article.querySelectorAll("live-cell")];
    try {
      await this.#session.run(cell, cells, onProgress);
    } finally {
      const { bytes } = await toLoad(this.step).catch(() => ({ bytes: 0 }));
      for (const each of this.#cells) {
        each.costs(bytes);
        each.clears.hidden = !this.#session.started;
      }
    }
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
