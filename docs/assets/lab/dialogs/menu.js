// A button that opens a menu, by the pattern of the ARIA guide.

import { h } from "../../shared/dom.js";

/** `name` is what the button is called where `title` is not seen; `items()` returns `[{title, act}]` as they are now; null stands for a line between. */
export function menu(title, name, items) {
  const list = h("ul", { class: "lab-menu__list", role: "menu", "aria-label": name, hidden: true });
  const button = h(
    "button",
    {
      type: "button",
      class: "lab-button",
      "aria-label": name,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => (list.hidden ? open(0) : close()),
      onkeydown(event) {
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        event.preventDefault();
        open(event.key === "ArrowDown" ? 0 : -1);
      },
    },
    title,
    h("span", { "aria-hidden": "true" }, " ▾"),
  );
  const entries = () => [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[role=menuitem]"))];

  function open(place) {
    list.replaceChildren(
      ...items().map((item) =>
        item
          ? h("li", { role: "none" }, entry(item))
          : h("li", { role: "separator", class: "lab-menu__line" }),
      ),
    );
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    entries().at(place)?.focus();
  }

  function entry({ title: text, act }) {
    const choose = () => {
      close();
      button.focus();
      act();
    };
    return h("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: choose }, text);
  }

  function close() {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
  }

  list.addEventListener("keydown", (event) => {
    const all = entries();
    const here = all.findIndex((each) => each === document.activeElement);
    const steps = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: -1 };
    if (event.key in steps) all.at(steps[event.key] % all.length)?.focus();
    else if (event.key === "Escape") button.focus();
    else if (event.key === "Tab") return close();
    else if (/^\S$/u.test(event.key) && !event.ctrlKey && !event.metaKey) {
      const starts = (each) => each.textContent.toLowerCase().startsWith(event.key.toLowerCase());
      [...all.slice(here + 1), ...all].find(starts)?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") close();
  });
  const node = h("div", { class: "lab-menu" }, button, list);
  node.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !node.contains(/** @type {Node} */ (relatedTarget))) close();
  });
  // A click outside of it moves no focus where there is nothing to focus.
  /** @param {any} event */
  const outside = ({ target }) => node.isConnected && !node.contains(target) && close();
  document.addEventListener("pointerdown", outside);
  return { node, end: () => document.removeEventListener("pointerdown", outside) };
}
