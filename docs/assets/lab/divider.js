// The line between editor and panes, moved by the mouse or the arrow keys.

import { h } from "../shared/dom.js";

const LEAST = 20;
const MOST = 70;
const NAME = "lab-panes-width";

/** `main` takes the width of the panes, in percent, as `--panes`. */
export function divider(main) {
  const node = h("div", {
    class: "lab-divider",
    role: "separator",
    tabindex: "0",
    "aria-label": "Width of the panes",
    "aria-orientation": "vertical",
    "aria-valuemin": LEAST,
    "aria-valuemax": MOST,
    onkeydown(event) {
      const step = { ArrowLeft: 2, ArrowRight: -2 }[event.key];
      if (!step) return;
      event.preventDefault();
      set(width + step);
    },
    onpointerdown(event) {
      event.preventDefault();
      node.setPointerCapture(event.pointerId);
      node.classList.add("lab-divider--moves");
    },
    onpointermove(event) {
      if (!node.hasPointerCapture(event.pointerId)) return;
      const { right, width: all } = main.getBoundingClientRect();
      set(((right - event.clientX) / all) * 100);
    },
    onpointerup: () => node.classList.remove("lab-divider--moves"),
  });
  let width;

  function set(wanted) {
    width = Math.round(Math.min(MOST, Math.max(LEAST, wanted)));
    main.style.setProperty("--panes", `${width}%`);
    node.setAttribute("aria-valuenow", width);
    try {
      localStorage.setItem(NAME, width);
    } catch {
      // It is set for this time.
    }
  }

  let before = NaN;
  try {
    before = Number.parseInt(localStorage.getItem(NAME) ?? "", 10);
  } catch {
    // Storage is blocked.
  }
  set(before || 42);
  return node;
}
