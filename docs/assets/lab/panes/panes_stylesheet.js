// The style of the panes, which no other page loads.

import { h } from "../../shared/dom.js";

const ADDRESS = new URL("panes.css", import.meta.url).href;
let put = false;

export function loadPanesStylesheet() {
  if (put) return;
  put = true;
  document.head.append(h("link", { rel: "stylesheet", href: ADDRESS }));
}
