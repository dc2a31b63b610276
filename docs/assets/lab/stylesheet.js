// Styles that no other page loads: each is put into the page once.

import { h } from "../shared/dom.js";

/** @type {Map<string, Promise<unknown>>} */
const put = new Map();

/** Put styles of this folder, such as "lab.css", into the page; resolves when they are there. */
export const loadStylesheets = (...names) => Promise.all(names.map(load));

function load(name) {
  if (!put.has(name)) {
    const loaded = new Promise((resolve) => {
      const href = new URL(name, import.meta.url).href;
      document.head.append(h("link", { rel: "stylesheet", href, onload: resolve, onerror: resolve }));
    });
    put.set(name, loaded);
  }
  return put.get(name);
}
