// One part of a token: base64url without padding, and JSON in the first two.

import { BadJson, readJson } from "../shared/json.js";
import { letters, printable, quoted } from "./wording.js";

const OUTSIDE = /[^A-Za-z0-9_-]/u;
// How much of broken JSON is shown before and after the place.
const AROUND = 12;
const WHY = {
  "+": "base64url writes - for it (RFC 4648, section 5)",
  "/": "base64url writes _ for it (RFC 4648, section 5)",
  "=": "padding, and it stands in the middle",
  "%": "this was encoded for a URL; %3D is an =",
  "*": "asterisks may hide it",
  "…": "it may have been shortened for display",
};

/** Why a part cannot be read: a sentence. */
export class BadPart extends Error {}

export function toBase64url(data) {
  let text = "";
  for (const byte of data) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Decodes base64url; throws BadPart with the place of the first wrong character. */
export function readBytes(name, part, notes) {
  const bare = part.replace(/=+$/, "");
  if (!bare) throw new BadPart(`The ${name} is empty.`);
  if (bare !== part) {
    notes.push(
      `The ${name} ends in \`=\`. A JWT is written without (RFC 7515, section 2); some ` +
        "libraries take it all the same, others refuse it.",
    );
  }
  const wrong = OUTSIDE.exec(bare);
  if (wrong) {
    const why = WHY[wrong[0]] ?? "A-Z, a-z, 0-9, - and _ are all there is";
    throw new BadPart(
      `The ${name} is no base64url: character ${wrong.index + 1} of it is ` +
        `\`${printable(wrong[0])}\`; ${why}.`,
    );
  }
  if (bare.length % 4 === 1) {
    throw new BadPart(
      `The ${name} has ${bare.length} characters, a length that base64url never has: ` +
        "one was lost or added.",
    );
  }
  const text = atob(bare.replaceAll("-", "+").replaceAll("_", "/"));
  const data = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  if (toBase64url(data) !== bare) {
    notes.push(
      `The last character of the ${name} is not the one that an encoder writes, yet it ` +
        "decodes to the same bytes: two spellings of one token.",
    );
  }
  return data;
}

/** Decodes a part that is a JSON object, into a Map; throws BadPart with the place. */
export function readObject(name, part, notes) {
  const data = readBytes(name, part, notes);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(data);
  const wrong = firstWrong(data, text);
  if (wrong !== null) {
    throw new BadPart(
      `The ${name} decodes to ${data.length} bytes that are no text (UTF-8): byte ` +
        `${wrong + 1}. Was a character changed?`,
    );
  }
  let value;
  try {
    value = readJson(text, (each) => quoted(printable(each)));
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    throw new BadPart(whyNoJson(name, text, error));
  }
  if (!(value instanceof Map)) {
    throw new BadPart(`The ${name} is JSON, but no object with names and values.`);
  }
  return value;
}

function whyNoJson(name, text, error) {
  if (error.place === null) return `The ${name} is no JSON for a token: ${error.message}.`;
  const place = letters(text.slice(0, error.place));
  const near = [...text].slice(Math.max(0, place - AROUND), place + AROUND).join("");
  return (
    `The ${name} is no JSON: ${error.message} at character ${place + 1}, near ` +
    `\`${printable(near)}\`.`
  );
}

// The decoder writes U+FFFD for what is no text; where the bytes have it, it is meant.
function firstWrong(data, text) {
  let at = 0;
  for (const letter of text) {
    const meant = data[at] === 0xef && data[at + 1] === 0xbf && data[at + 2] === 0xbd;
    if (letter === "\ufffd" && !meant) return at;
    const code = letter.codePointAt(0);
    at += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return null;
}
