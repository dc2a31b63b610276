// <jwt-decoder>: paste a token, read what it says, check its signature.
//
// Nothing leaves the page: no request is made, nothing is stored, the address stays.

import { h } from "../shared/dom.js";
import { KeyForm } from "./key_form.js";
import { report } from "./report.js";
import { summary, telling } from "./token_report_view.js";

let count = 0;

class JwtDecoder extends HTMLElement {
  /** @type {HTMLTextAreaElement} */
  text;
  /** @type {HTMLElement} */
  status;
  /** @type {HTMLElement} */
  result;
  /** @type {KeyForm} */
  keys;
  /** @type {(told: any) => void} */
  bringUpToDate = () => {};

  connectedCallback() {
    if (!this.text) this.build();
    // Once a second is enough for times in seconds.
    this.timer = setInterval(() => this.tick(), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  build() {
    const id = `jwt-${(count += 1)}`;
    this.text = h("textarea", {
      id,
      rows: 5,
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      placeholder: "eyJ…",
      oninput: () => this.decode(),
    });
    this.status = h("p", { class: "jwt-heard", role: "status" });
    this.result = h("div", { class: "jwt-result" });
    this.keys = new KeyForm(id, () => report(this.text.value, this.now()));
    const clear = () => {
      this.show({});
      this.text.focus();
    };
    this.replaceChildren(
      h("p", { class: "jwt-field" }, h("label", { for: id }, "Token"), this.text),
      h("button", { type: "button", class: "jwt-button", onclick: clear }, "Clear"),
      this.status,
      this.result,
      this.keys.node,
    );
  }

  /** Puts a token in, and a key to check it with: { token, key, algorithm, form }. */
  async show({ token = "", ...key }) {
    this.text.value = token;
    this.keys.fill(key);
    this.decode();
    if (key.key) await this.keys.check();
  }

  decode() {
    this.keys.reset();
    this.told = this.text.value.trim() ? this.report() : null;
    const { nodes, tick } = this.told ? telling(this.told) : { nodes: [], tick: () => {} };
    this.bringUpToDate = tick;
    this.result.replaceChildren(...nodes);
    this.status.textContent = this.told ? summary(this.told) : "";
  }

  /** The seconds since 1970; a lab's clock may be off by those of `clock()`. */
  now() {
    return Date.now() / 1000 + (/** @type {any} */ (this).clock?.() ?? 0);
  }

  report() {
    const now = this.now();
    return { ...report(this.text.value, now), now };
  }

  tick() {
    if (!this.told?.times) return;
    const state = this.told.times.state;
    this.told = this.report();
    this.bringUpToDate(this.told);
    // Those who hear the page are told when it expires, and not every second.
    if (this.told.times.state !== state) this.status.textContent = summary(this.told);
  }
}

customElements.define("jwt-decoder", JwtDecoder);
