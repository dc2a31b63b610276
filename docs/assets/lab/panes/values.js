// What stands in bodies: JSON that can be read or not, tokens, values to send again.

import { BadJson, readJson } from "../../shared/json.js";
import { report } from "../../decoder/report.js";

const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
// What Python's json module says, and Django's answer with it, in plain words.
const TOO_MANY = "there is a comma too many, before the closing bracket";
const WORDS = {
  "Expecting property name enclosed in double quotes": "a name in double quotation marks is expected",
  "Expecting ':' delimiter": "a colon is expected",
  "Expecting ',' delimiter": "a comma or a closing bracket is expected",
  "Expecting value": "a value is expected",
  "Extra data": "the JSON has ended before this",
  "Illegal trailing comma before end of object": TOO_MANY,
  "Illegal trailing comma before end of array": TOO_MANY,
  "Unterminated string starting at": "a text begins that has no closing quotation mark",
  "Invalid control character at": "a line break or a tab stands in a text, where JSON writes `\\n` and `\\t`",
  "Invalid \\escape": "a backslash stands before a letter that takes none",
};
const PYTHON = { True: "true", False: "false", None: "null" };

/** The tokens in a text, each once. */
export const tokensOf = (text) => [...new Set(text.match(TOKEN) ?? [])];

/** What a token says that it is for: "access", "refresh", or "". */
export function kindOf(token) {
  const kind = report(token, 0).payload?.get("token_type");
  return typeof kind === "string" ? kind : "";
}

/** Whether a token's time has come, in a sentence, at so many seconds since 1970; or "". */
export const lifeOf = (token, now) => report(token, now).times?.said ?? "";

/** Why a text is no JSON, in a sentence, or "". */
export function jsonTrouble(text) {
  if (!text.trim()) return "";
  try {
    readJson(text, JSON.stringify);
    return "";
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    return `${whereAndWhy(text, error)} It is sent as it stands.`;
  }
}

function whereAndWhy(text, { message, place }) {
  if (place === null) return `This is no sound JSON: ${message}.`;
  const lines = text.slice(0, place).split("\n");
  const said = `No JSON in line ${lines.length}, column ${lines.at(-1).length + 1}: ${WORDS[message] ?? message}.`;
  const rest = text.slice(place);
  const word = Object.keys(PYTHON).find((each) => rest.startsWith(each));
  if (word) return `${said} Python’s \`${word}\` is \`${PYTHON[word]}\` in JSON.`;
  const single = rest.startsWith("'") && !said.includes("double");
  return single ? `${said} JSON has double quotation marks only.` : said;
}

/** A body as it is read best: JSON with line breaks, the rest as it is. */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The texts at the top of an answer in JSON, by their names: its tokens, say. */
export function namedIn(text) {
  try {
    const found = Object.entries(JSON.parse(text) ?? {});
    return Object.fromEntries(found.filter(([, value]) => typeof value === "string"));
  } catch {
    return {};
  }
}

/** A text of the notes with what earlier answers gave for its {{names}}. */
export const filled = (text, values) =>
  text.replace(/\{\{(\w+)\}\}/g, (whole, name) => (Object.hasOwn(values, name) ? values[name] : whole));

/** Headers that are written a line each, as pairs; `bad` are the lines that are none. */
export function headersIn(text) {
  const lines = text.split("\n").filter((line) => line.trim());
  const found = lines.map((line) => line.match(/^\s*([\w!#$%&'*+.^`|~-]+)\s*:\s*(.*?)\s*$/));
  return {
    pairs: found.filter(Boolean).map(([, name, value]) => [name, value]),
    bad: lines.filter((_, position) => !found[position]),
  };
}
