// What the names in a token mean, in words; times as this machine's local time.

import { fromNow } from "./wording.js";

// A number above this is no second of a token's life, but a millisecond.
const MILLISECONDS = 100_000_000_000;
// The first of January of the year 1, in milliseconds since 1970.
const FIRST = -62_135_596_800_000;
const ALGORITHMS = new Map([
  ["HS", (size) => `HMAC with SHA-${size}: one secret key signs and checks.`],
  ["RS", (size) => `RSA with SHA-${size}: a private key signs, its public key checks.`],
  ["PS", (size) => `RSA-PSS with SHA-${size}: a private key signs, its public key checks.`],
  ["ES", (size) => `ECDSA with SHA-${size}: a private key signs, its public key checks.`],
]);
const HEADER = new Map([
  ["typ", "What kind of thing this is."],
  ["kid", "Which key signed it, by its name."],
  ["cty", "What is inside, if it is another token."],
  ["crit", "Names that the reader must understand, or refuse the token."],
  ["enc", "How the content is encrypted."],
  ["zip", "The content is compressed."],
  ["b64", "Whether the content is written in base64url (RFC 7797)."],
  ["jwk", "A key that the token brings along: never to be trusted (RFC 8725, 3.10)."],
  ["jku", "Where its keys are: never fetched unasked (RFC 8725, 3.10)."],
  ["x5u", "Where its certificate is: never fetched unasked (RFC 8725, 3.10)."],
  ["x5c", "A certificate that the token brings along."],
]);
// RFC 7519, section 4.1, and others in use.
const CLAIMS = new Map([
  ["iss", "Issuer: who made it."],
  ["sub", "Subject: whom it is about."],
  ["aud", "Audience: for whom it is meant; others refuse it."],
  ["jti", "The token's own number, different in each."],
  ["user_id", "simplejwt: the primary key of the user, as text."],
  ["scope", "What its bearer may do (RFC 8693)."],
  ["azp", "The client that it was given to (OpenID Connect)."],
  ["client_id", "The client that it was given to (RFC 8693)."],
  ["nonce", "Ties it to one login (OpenID Connect)."],
]);
const TIMES = new Map([
  ["exp", "Expires"],
  ["nbf", "Not before"],
  ["iat", "Issued at"],
  ["auth_time", "When the person logged in"],
  ["refresh_exp", "simplejwt: until when a sliding token is refreshed"],
]);
const TOKEN_TYPES = new Map([
  ["access", "simplejwt: an access token, sent with each request."],
  ["refresh", "simplejwt: a refresh token, only good for a new access token."],
  ["sliding", "simplejwt: a sliding token, access and refresh in one."],
]);
const PERSONAL = ["email", "name", "phone", "address", "birth", "first_name", "last_name"];
const SECRET = ["password", "passwd", "secret", "hash"];

/** Whether a claim is a time, whose distance from now changes. */
export const isTime = (name) => TIMES.has(name);

/** What an entry of the header means. */
export function aboutHeader(name, value) {
  if (name !== "alg" || typeof value !== "string") {
    return HEADER.get(name) ?? "Not one of the usual names.";
  }
  const told = ALGORITHMS.get(value.slice(0, 2));
  if (told && ["256", "384", "512"].includes(value.slice(2))) return told(value.slice(2));
  if (value === "EdDSA") return "EdDSA: a private key signs, its public key checks.";
  if (value.toLowerCase() === "none") return "Not signed at all: anybody can write it.";
  return "How it is signed, or how its key is encrypted.";
}

/** What a claim means; a time with its distance from now. */
export function aboutClaim(name, value, now) {
  if (TIMES.has(name)) return `${TIMES.get(name)}: ${when(value, now)}.`;
  if (name === "token_type") {
    const kind = typeof value === "string" ? TOKEN_TYPES.get(value) : undefined;
    return kind ?? "Which kind of token it is.";
  }
  if (CLAIMS.has(name)) return CLAIMS.get(name);
  const lower = name.toLowerCase();
  if (SECRET.some((word) => lower.includes(word))) {
    return "A secret does not belong here: whoever sees the token reads it.";
  }
  if (PERSONAL.some((word) => lower.includes(word))) {
    return "Personal: whoever sees the token reads it.";
  }
  return "The service's own: its meaning is between it and its clients.";
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
  const end = seconds(payload.get("exp"));
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
