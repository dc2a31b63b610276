// The part of the decoder that checks a signature.

import { h, marked } from "../shared/dom.js";
import { ALGORITHMS, FROM_HEADER, check } from "./signature.js";

const FORMS = [
  ["text", "text, as it stands in the settings"],
  ["base64url", "base64url or base64"],
  ["hex", "hex"],
];

/** Fields for a key, and what came of checking with it. `report` gives the token's report. */
export class KeyForm {
  constructor(id, report) {
    this.report = report;
    this.run = 0;
    this.answer = h("div", { class: "jwt-answer", role: "status" });
    this.key = h("textarea", {
      id: `${id}-key`,
      rows: 3,
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      oninput: () => this.reset(),
    });
    this.algorithm = this.select(`${id}-algorithm`, [
      ["", "choose …"],
      ...ALGORITHMS.map((name) => [name, name]),
      [FROM_HEADER, "the one in the header (wrong on a server)"],
    ]);
    this.form = this.select(`${id}-form`, FORMS);
    this.formField = field("The secret is written as", this.form);
    this.node = h(
      "fieldset",
      { class: "jwt-key" },
      h("legend", {}, "Check the signature"),
      field("Algorithm that you expect", this.algorithm),
      field("Key: a shared secret, or a public key as PEM or JWK", this.key),
      this.formField,
      h("button", { type: "button", class: "jwt-button", onclick: () => this.check() }, "Check"),
      this.answer,
    );
    this.reset();
  }

  select(id, options) {
    const made = options.map(([value, text]) => h("option", { value }, text));
    return h("select", { id, autocomplete: "off", onchange: () => this.reset() }, ...made);
  }

  fill({ key = "", algorithm = "", form = "text" }) {
    this.key.value = key;
    this.algorithm.value = algorithm;
    this.form.value = form;
    this.reset();
  }

  /** Forgets the last answer: it was for another token or key. */
  reset() {
    this.run += 1;
    this.answer.replaceChildren();
    const chosen = this.algorithm.value;
    this.formField.hidden = !["", FROM_HEADER].includes(chosen) && !chosen.startsWith("HS");
  }

  async check() {
    this.reset();
    const run = this.run;
    const { found, times } = this.report();
    const key = { text: this.key.value, form: this.form.value, algorithm: this.algorithm.value };
    const { fits, said, fix, forged } = await check(found, key);
    // Something else was typed in the meantime.
    if (run !== this.run) return;
    const kind = { true: "good", false: "bad", null: "note" }[fits];
    this.say(kind, forged ? `Forged, and taken. ${said}` : said);
    if (fits && ["expired", "not yet", "broken"].includes(times?.state)) {
      this.say("bad", `${times.said} A server refuses it, although the signature is good.`);
    }
    if (fix) this.say("next", fix);
  }

  say(kind, text) {
    this.answer.append(h("p", {}, ...marked(kind, text)));
  }
}

function field(name, control) {
  return h("p", { class: "jwt-field" }, h("label", { for: control.id }, name), control);
}
