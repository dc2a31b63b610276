// Styles that no other page loads: each is put into the page once.

import { h } from "../shared/dom.js";

const put = new Map();

/** Put a style of this folder, such as "lab.css", into the page; resolves when it is there. */
export function loadStylesheet(name) {
  if (!put.has(name)) {
    const loaded = new Promise((resolve) => {
      const href = new URL(name, import.meta.url).href;
      document.head.append(h("link", { rel: "stylesheet", href, onload: resolve, onerror: resolve }));
    });
    put.set(name, loaded);
  }
  return put.get(name);
}
