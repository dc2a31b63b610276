// What there is to say of a token: as `learn.py decode --json`, with more of what is wrong.

import { dissect } from "./anatomy.js";
import { aboutClaim, aboutHeader, verdict } from "./claims.js";

const meanings = (entries, about) =>
  new Map([...(entries ?? [])].map(([name, value]) => [name, about(name, value)]));

/** A token as it is told, without its signature; `now` is in seconds since 1970. */
export function report(text, now) {
  const found = dissect(text);
  return {
    found,
    kind: found.kind,
    header: found.header,
    payload: found.payload,
    meaning: {
      header: meanings(found.header, aboutHeader),
      payload: meanings(found.payload, (name, value) => aboutClaim(name, value, now)),
    },
    times: found.payload && verdict(found.payload, now),
    problems: found.problems,
    notes: found.notes,
  };
}
