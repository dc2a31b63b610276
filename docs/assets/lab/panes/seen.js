// The tokens that this lab has seen, the last one first.

import { renews } from "./values.js";

const KEPT = 10;
const known = new WeakMap();

/** The list of a lab: `add(token)`, `last()`, `all()`, `onChange(act)`. */
export function seen(lab) {
  if (!known.has(lab)) known.set(lab, made());
  return known.get(lab);
}

export function made() {
  const tokens = [];
  const acts = [];
  return {
    /** The last one that a request can carry, or null. */
    last: () => tokens.find((token) => !renews(token)) ?? null,
    all: () => [...tokens],
    onChange: (act) => acts.push(act),
    add(token) {
      const before = tokens.indexOf(token);
      if (before >= 0) tokens.splice(before, 1);
      tokens.unshift(token);
      tokens.length = Math.min(tokens.length, KEPT);
      for (const act of acts) act();
    },
  };
}
