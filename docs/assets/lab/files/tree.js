// The project's files as a tree, by the pattern of the ARIA guide.

import { h } from "../../shared/dom.js";
import { asTree } from "../model/paths.js";

/**
 * `onOpen(path)`, `onRename(path)` and `onRemove(path)` are called for files. Returns
 * `{node, show}`; `show({files, open, changed, marked})` draws it anew.
 */
export class FileTree {
  // Those who begin write elsewhere.
  #closed = new Set(["tests", "users/migrations"]);
  #now = { files: {}, open: null, changed: new Set(), marked: new Set() };
  #drawn = "";
  /**
   * The path at which the keyboard is.
   * @type {string | undefined}
   */
  #at;

  constructor({ onOpen, onRename, onRemove }) {
    this.on = { onOpen, onRename, onRemove };
    this.node = h("ul", {
      class: "lab-tree",
      role: "tree",
      "aria-label": "Files of the project",
      onkeydown: (event) => this.#key(event),
      onclick: (event) => this.#click(event),
    });
  }

  show(now) {
    const drawn = JSON.stringify([Object.keys(now.files), now.open, [...now.changed], [...now.marked]]);
    // Each key that is pressed in the editor asks for it.
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    // What is shown in the editor is seen in the tree.
    const other = now.open !== this.#now.open;
    if (other) this.#unfold(now.open ?? "");
    this.#now = now;
    const focused = this.node.contains(document.activeElement);
    const rows = asTree(Object.keys(now.files));
    this.node.replaceChildren(...rows.map((row) => this.#row(row, 1)));
    const known = this.#items().map((item) => item.dataset.path);
    if (!known.includes(this.#at)) this.#at = known.includes(now.open ?? "") ? now.open : known[0];
    this.#rove(this.#at, { focus: focused });
    if (other) this.#reveal(this.node.querySelector("[aria-selected=true] > .lab-item"));
  }

  /** Scroll the tree, and not the page. */
  #reveal(row) {
    if (!row) return;
    const [box, all] = [row.getBoundingClientRect(), this.node.getBoundingClientRect()];
    if (box.top < all.top) this.node.scrollTop -= all.top - box.top;
    if (box.bottom > all.bottom) this.node.scrollTop += box.bottom - all.bottom;
  }

  focus() {
    this.#rove(this.#at, { focus: true });
  }

  #row({ name, path, inside }, level) {
    const { open, changed, marked } = this.#now;
    const item = h(
      "li",
      {
        role: "treeitem",
        "aria-level": level,
        "aria-selected": String(path === open),
        "data-path": path,
        title: path,
        tabindex: "-1",
        class: inside ? "lab-folder" : "lab-file",
      },
      h("span", { class: "lab-item", style: `--level: ${level}` }, h("span", { class: "lab-name" }, name)),
    );
    const row = /** @type {HTMLElement} */ (item.firstChild);
    if (marked.has(path)) row.append(sign("!", "has a note of the check", "lab-sign--mark"));
    if (changed.has(path)) row.append(sign("●", "changed", "lab-sign--changed"));
    if (inside) {
      const closed = this.#closed.has(path);
      item.setAttribute("aria-expanded", String(!closed));
      const group = h("ul", { role: "group" }, ...inside.map((each) => this.#row(each, level + 1)));
      group.hidden = closed;
      item.append(group);
    }
    return item;
  }

  #unfold(path) {
    for (let at = path.indexOf("/"); at > 0; at = path.indexOf("/", at + 1)) {
      this.#closed.delete(path.slice(0, at));
    }
  }

  /** @returns {HTMLElement[]} */
  #all() {
    return [...this.node.querySelectorAll("[role=treeitem]")].map((item) => /** @type {HTMLElement} */ (item));
  }

  #items() {
    return this.#all().filter((item) => !item.parentElement?.closest("ul[hidden]"));
  }

  #rove(path, { focus }) {
    for (const item of this.#all()) {
      item.tabIndex = item.dataset.path === path ? 0 : -1;
      if (focus && item.tabIndex === 0) item.focus();
    }
    this.#at = path;
  }

  #fold(item, closed) {
    const { path } = item.dataset;
    if (closed) this.#closed.add(path);
    else this.#closed.delete(path);
    item.setAttribute("aria-expanded", String(!closed));
    item.querySelector("ul").hidden = closed;
  }

  #click({ target }) {
    const item = target.closest("[role=treeitem]");
    if (!item) return;
    this.#rove(item.dataset.path, { focus: true });
    if (item.hasAttribute("aria-expanded")) this.#fold(item, item.ariaExpanded === "true");
    else this.on.onOpen(item.dataset.path);
  }

  #key(event) {
    const items = this.#items();
    const here = items.findIndex((item) => item === document.activeElement);
    if (here < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = items[here];
    const { path } = item.dataset;
    const folder = item.ariaExpanded;
    const go = (other) => other && this.#rove(other.dataset.path, { focus: true });
    const keys = {
      ArrowDown: () => go(items[here + 1]),
      ArrowUp: () => go(items[here - 1]),
      Home: () => go(items[0]),
      End: () => go(items.at(-1)),
      ArrowRight: () => (folder === "false" ? this.#fold(item, false) : folder && go(items[here + 1])),
      ArrowLeft: () =>
        folder === "true" ? this.#fold(item, true) : go(item.parentElement?.closest("[role=treeitem]")),
      Enter: () => item.querySelector("span")?.click(),
      " ": () => item.querySelector("span")?.click(),
      F2: () => !folder && this.on.onRename(path),
      Delete: () => !folder && this.on.onRemove(path),
    };
    if (keys[event.key]) keys[event.key]();
    else if (/^\S$/u.test(event.key)) {
      const starts = (each) =>
        each.querySelector(".lab-name").textContent.toLowerCase().startsWith(event.key.toLowerCase());
      go([...items.slice(here + 1), ...items].find(starts));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

const sign = (mark, said, name) =>
  h("span", { class: `lab-sign ${name}` }, h("span", { "aria-hidden": "true" }, mark), h("span", { class: "jwt-heard" }, ` ${said}`));
