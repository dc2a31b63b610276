// Buttons and fields as the lab has them.

import { h } from "../shared/dom.js";

/** A button; `more` are other attributes, or other values of those that it has. */
export const button = (text, onclick, more = {}) =>
  h("button", { type: "button", class: "lab-button", onclick, ...more }, text);

/** Attributes of a field whose text is code, and nothing to be corrected. */
export const AS_TYPED = { spellcheck: "false", autocapitalize: "off", autocomplete: "off" };
