// The pages that a frame has shown, to go back and forth between them. The browser's own
// history would leave the lab: a frame shares it with the page around it.

export class FrameHistory {
  #paths = [];
  #place = -1;
  #walking = false;

  /**
   * A page is shown; what lay ahead of it is gone, unless it is the one that is there. After
   * `go` it is the page there, wherever that has led on to: a login leads to what is behind it.
   */
  visit(path) {
    if (this.#walking) {
      this.#walking = false;
      this.#paths[this.#place] = path;
      return;
    }
    if (this.#paths[this.#place] === path) return;
    this.#place += 1;
    this.#paths.splice(this.#place, Infinity, path);
  }

  get canGoBack() {
    return this.#place > 0;
  }

  get canGoOn() {
    return this.#place < this.#paths.length - 1;
  }

  /** Go so many pages on (back: -1), and return the path there. */
  go(by) {
    this.#walking = true;
    this.#place = Math.min(Math.max(this.#place + by, 0), this.#paths.length - 1);
    return this.#paths[this.#place];
  }
}

/**
 * The path of a project's page below `root`, as its own server would have it: without
 * what the lab puts before it, here and in its query. Null for another page.
 */
export function pathBelow(root, { pathname, search }) {
  if (!pathname.startsWith(root)) return null;
  const written = search.replaceAll(root, "/").replaceAll(encodeURIComponent(root), "%2F");
  return `/${pathname.slice(root.length)}${written}`;
}
