// What the answers in this lab have said: its tokens, the last one first, and its values.

import { kindOf, namedIn, tokensOf } from "./values.js";

const KEPT = 10;
const known = new WeakMap();

/** Of a lab: `hear(text)`, `add(token)`, `last()`, `all()`, `values`, `onChange(act)`. */
export function responseHistory(lab) {
  if (!known.has(lab)) known.set(lab, made());
  return known.get(lab);
}

export function made() {
  const tokens = [];
  const acts = [];
  const values = {};

  function add(token) {
    const before = tokens.indexOf(token);
    if (before >= 0) tokens.splice(before, 1);
    tokens.unshift(token);
    tokens.length = Math.min(tokens.length, KEPT);
    for (const act of acts) act();
  }

  return {
    add,
    values,
    all: () => [...tokens],
    onChange: (act) => acts.push(act),
    /** The last one that opens something, or null: a refresh token does not. */
    last: () => tokens.find((token) => kindOf(token) !== "refresh") ?? null,
    /** Take what the body of an answer brings. */
    hear(text) {
      Object.assign(values, namedIn(text));
      for (const token of tokensOf(text).reverse()) add(token);
    },
  };
}
