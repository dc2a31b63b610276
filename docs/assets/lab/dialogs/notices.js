// Lines above the editor that stay until they are settled, with what can be done.

import { h } from "../../shared/dom.js";

export class Notices {
  #shown = new Map();

  /** `say` speaks to those who hear the page. */
  constructor(say) {
    this.say = say;
    this.node = h("div", { class: "lab-notices" });
  }

  /** Show a line under a name; `buttons` are `[{title, act}]`, and each puts it away. */
  show(name, text, buttons = [], { kind = "note" } = {}) {
    const row = h(
      "p",
      { class: `lab-notice lab-notice--${kind}` },
      h("span", {}, text),
      ...buttons.map(({ title, act, stays = false }) =>
        h(
          "button",
          {
            type: "button",
            class: "lab-button",
            onclick: () => {
              if (!stays) this.clear(name);
              act();
            },
          },
          title,
        ),
      ),
      h(
        "button",
        { type: "button", class: "lab-close", "aria-label": "Put this note away", onclick: () => this.clear(name) },
        "✕",
      ),
    );
    const old = this.#shown.get(name);
    if (old) old.replaceWith(row);
    else this.node.append(row);
    this.#shown.set(name, row);
    this.say(text);
  }

  clear(name) {
    this.#shown.get(name)?.remove();
    this.#shown.delete(name);
  }
}
