// What the names in a token mean, in words; times as this machine's local time.

import words from "./claim_words.js";
import { fromNow } from "./wording.js";

// A number above this is no second of a token's life, but a millisecond.
const MILLISECONDS = 100_000_000_000;
// The first of January of the year 1, in milliseconds since 1970.
const FIRST = -62_135_596_800_000;
/**
 * A Map, since a token may call a claim "constructor"; "" is for all others.
 * @param {Record<string, string>} entries
 */
const table = (entries) => new Map(Object.entries(entries));
const ALGORITHMS = table(words.alg);
const HEADER = table(words.header);
const TIMES = table(words.times);
const TOKEN_TYPES = table(words.token_type);
const CLAIMS = table(words.claims);

/** Whether a claim is a time, whose distance from now changes. */
export const isTime = (name) => TIMES.has(name);

/** What an entry of the header means. */
export function aboutHeader(name, value) {
  if (name !== "alg" || typeof value !== "string") return HEADER.get(name) ?? HEADER.get("");
  return ALGORITHMS.get(value.toLowerCase() === "none" ? "none" : value) ?? ALGORITHMS.get("");
}

/** What a claim means; a time with its distance from now. */
export function aboutClaim(name, value, now) {
  if (TIMES.has(name)) return `${TIMES.get(name)}: ${when(value, now)}.`;
  if (name === "token_type") {
    return (typeof value === "string" && TOKEN_TYPES.get(value)) || TOKEN_TYPES.get("");
  }
  const lower = name.toLowerCase();
  const kind = [words.secret, words.personal].find(({ names }) =>
    names.some((word) => lower.includes(word)),
  );
  return CLAIMS.get(name) ?? kind?.said ?? CLAIMS.get("");
}

/** A time of a token in words, or what is wrong with it. */
export function when(value, now) {
  const moment = seconds(value);
  if (moment === null) {
    const kind = typeof value === "string" ? "text" : "no number of seconds";
    return `${kind}, where seconds since 1970 belong`;
  }
  if (moment > MILLISECONDS) {
    return "too far off for seconds since 1970: are these milliseconds?";
  }
  const time = Math.floor(moment) * 1000;
  return time < FIRST ? "before all time" : `${local(time)}, ${fromNow(moment - now)}`;
}

function local(time) {
  const zone = -new Date(time).getTimezoneOffset();
  const shifted = new Date(time + zone * 60_000).toISOString();
  const [size, two] = [Math.abs(zone), (part) => String(Math.trunc(part)).padStart(2, "0")];
  const sign = zone < 0 ? "-" : "+";
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 19)} ${sign}${two(size / 60)}${two(size % 60)}`;
}

/** A NumericDate (RFC 7519, section 2), or null where it is none. */
export function seconds(value) {
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : null;
}

/**
 * Whether a server whose clock is this one takes the token now.
 *
 * `state`: "valid", "expired", "not yet", "endless", or "broken" where a time is none.
 */
export function verdict(payload, now) {
  for (const name of ["exp", "nbf", "iat"]) {
    if (payload.has(name) && seconds(payload.get(name)) === null) {
      return { state: "broken", said: `\`${name}\` is ${when(payload.get(name), now)}.` };
    }
  }
  const start = Math.max(...["nbf", "iat"].map((name) => seconds(payload.get(name)) ?? 0));
  if (!payload.has("exp")) {
    return { state: "endless", said: "It has no `exp`: it never expires." };
  }
  const end = Number(payload.get("exp"));
  if (end <= now) return { state: "expired", said: `It expired ${distance(end - now)}.` };
  if (start > now) {
    const said = start > MILLISECONDS ? "later" : fromNow(start - now);
    return { state: "not yet", said: `It is not valid yet: it starts ${said}.` };
  }
  if (end > MILLISECONDS) return { state: "broken", said: `\`exp\` is ${when(end, now)}` };
  const said = `Its times are fine: it expires ${fromNow(end - now)}.`;
  return { state: "valid", said };
}

const distance = (gone) => (Number.isFinite(gone) ? fromNow(gone) : "before all time");
