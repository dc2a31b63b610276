// Lines above the editor that stay until they are settled, with what can be done.

import { h } from "../../shared/dom.js";
import { button } from "../controls.js";

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
        button(title, () => {
          if (!stays) this.clear(name);
          act();
        }),
      ),
      button("✕", () => this.clear(name), { class: "lab-close", "aria-label": "Put this note away" }),
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
