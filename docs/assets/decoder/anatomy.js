// A token taken apart (RFC 7515, RFC 7519), and what is wrong with each part.
// Of what is broken this says more than `learn.py decode`, which names this page.

import { BadPart, readBytes, readObject } from "./token_part.js";
import { clean } from "./pasted_text.js";
import { letters, number } from "./wording.js";

// The bytes of a signature, where the algorithm fixes them.
const LENGTHS = new Map([
  ["HS256", 32],
  ["HS384", 48],
  ["HS512", 64],
  ["ES256", 64],
  ["ES384", 96],
  ["ES512", 132],
  ["EdDSA", 64],
]);
// Characters. A header of HTTP ends at 8,000 in most servers.
export const LONGEST = 100_000;
const NO_END =
  "It has two parts; a JWT has three: header, payload, signature. Was the end cut off when " +
  "it was copied?";

/**
 * Takes a token apart; anything at all may be given, and nothing is thrown.
 *
 * `kind` is "JWT", "JWE" (encrypted, five parts) or "other". `problems` make it no token
 * that a server accepts, `notes` are things worth knowing. `bad` names the broken parts.
 */
export function dissect(pasted) {
  const length = pasted.length > LONGEST ? letters(pasted) : 0;
  if (length > LONGEST) {
    const problem = `It is ${number(length)} characters long: no server takes such a token.`;
    return anatomy("", "other", { problems: [problem] });
  }
  const { token, notes } = clean(pasted);
  const parts = token.split(".");
  if (parts.length === 5 && parts.every((part, index) => part || index === 1)) {
    return encrypted(token, parts, notes);
  }
  if (/…|\.\.\./.test(token)) {
    const said = "It was shortened for display: the dots stand for what is missing.";
    return anatomy(token, "other", { problems: [said], notes });
  }
  if (parts.length === 2 && parts.every(Boolean)) {
    return threeParts(`${token}.`, [...parts, ""], [NO_END], notes);
  }
  if (parts.length !== 3) {
    return anatomy(token, "other", { problems: [wrongCount(token, parts)], notes });
  }
  return threeParts(token, parts, [], notes);
}

function anatomy(token, kind, more) {
  const found = {
    token,
    kind,
    header: null,
    payload: null,
    signature: null,
    problems: [],
    notes: [],
    bad: [],
    ...more,
  };
  const name = found.header?.get("alg");
  found.algorithm = typeof name === "string" ? name : "";
  found.unsigned = found.algorithm.toLowerCase() === "none";
  found.signed = token.slice(0, Math.max(0, token.lastIndexOf(".")));
  return found;
}

function threeParts(token, parts, wrong, notes) {
  const problems = [...wrong];
  const bad = wrong.length ? ["signature"] : [];
  const read = (how, name, part, otherwise) => {
    try {
      return how(name, part, notes);
    } catch (error) {
      if (!(error instanceof BadPart)) throw error;
      problems.push(error.message);
      bad.push(name);
      return otherwise;
    }
  };
  const header = read(readObject, "header", parts[0], null);
  const payload = read(readObject, "payload", parts[1], null);
  const none = new Uint8Array();
  const signature = parts[2] ? read(readBytes, "signature", parts[2], none) : none;
  const found = anatomy(token, "JWT", { header, payload, signature, problems, notes, bad });
  if (header && !wrong.length) problems.push(...aboutHeader(found, parts[2]));
  return found;
}

function aboutHeader(found, third) {
  const length = found.signature.length;
  const wanted = LENGTHS.get(found.algorithm) ?? length;
  if (!found.header.has("alg")) {
    return ["The header has no `alg`: it must say how it is signed."];
  }
  if (!found.algorithm) return ["The header's `alg` is no name of an algorithm."];
  if (found.unsigned) {
    const said =
      "`alg` is none: the token is not signed, anybody can write it. A server must refuse it " +
      "(RFC 8725, section 3.2).";
    return length ? [said, "There is a signature all the same."] : [said];
  }
  if (!third) return ["The signature, the third part, is empty: was it cut off?"];
  if (length && length !== wanted) {
    return [
      `The signature has ${length} bytes, ${found.algorithm} makes ${wanted}: was something ` +
        "cut off or added?",
    ];
  }
  return [];
}

function encrypted(token, parts, notes) {
  let header;
  try {
    header = readObject("header", parts[0], notes);
  } catch (error) {
    if (!(error instanceof BadPart)) throw error;
    const said = `It has five parts, as an encrypted token (JWE). ${error.message}`;
    return anatomy(token, "other", { problems: [said], notes });
  }
  notes.push(
    "It has five parts: an encrypted token, a JWE (RFC 7516). Who holds its key can read what " +
      "it says, and nobody else.",
  );
  return anatomy(token, "JWE", { header, notes });
}

function wrongCount(token, parts) {
  if (!token) return "There is nothing in it.";
  if (/^[0-9a-f]{40}$/.test(token)) {
    return (
      "40 digits of 0-9 and a-f: not a JWT, but a key as DRF's own TokenAuthentication makes " +
      "it. It says nothing to anybody but its server."
    );
  }
  if (parts.length === 1) {
    return (
      "It is in one piece, and a JWT has three parts with dots between them. It is another " +
      `kind of token, or one part of a JWT.${whatItReads(token)}`
    );
  }
  return `It has ${parts.length} parts; a JWT has three: header, payload, signature.`;
}

function whatItReads(token) {
  try {
    const name = readObject("part", token, []).has("alg") ? "header" : "payload";
    return ` It reads as the ${name} of one.`;
  } catch (error) {
    if (!(error instanceof BadPart)) throw error;
    return "";
  }
}
