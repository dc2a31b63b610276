// What stands in bodies and headers: JSON that can be read or not, tokens, pairs.

import { report } from "../../decoder/report.js";

const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** The tokens in a text, each once. */
export const tokensOf = (text) => [...new Set(text.match(TOKEN) ?? [])];

/** Whether a token is one to renew another, and no request is to carry it. */
export const renews = (token) => report(token, 0).payload?.get("token_type") === "refresh";

/** How long a token is good for by a clock, such as "it expires in 4 min", or "". */
export function life(token, now) {
  const { times } = report(token, now);
  return times?.said.match(/it expire[sd] .*(?=\.$)/i)?.[0].replace(/^It/, "it") ?? "";
}

/** Why a text is no JSON, in a sentence, or "". */
export function jsonTrouble(text) {
  if (!text.trim()) return "";
  try {
    JSON.parse(text);
    return "";
  } catch (error) {
    const hints = Object.entries(HINTS).filter(([, pattern]) => pattern.test(text));
    return ["This is no JSON.", ...hints.map(([hint]) => hint), said(error), "It is sent as it stands."]
      .filter(Boolean)
      .join(" ");
  }
}

const HINTS = {
  "Texts stand in double quotation marks.": /(^|[{[,:])\s*'/,
  "There is no comma before a closing bracket.": /,\s*[}\]]/,
  "Names stand in double quotation marks.": /[{,]\s*[A-Za-z_]\w*\s*:/,
  "It is `true`, `false` and `null` there, in small letters.": /[:[,]\s*(True|False|None)\b/,
};

/** What the browser says of it, each in its own words. */
function said({ message }) {
  const short = message
    .replace(/^JSON\.parse: |^JSON Parse error: /, "")
    .replace(/ \(line (\d+) column (\d+)\)| of the JSON data/g, (all, line) => (line ? `, line ${line}` : ""))
    .replace(/, \.{0,3}".*" is not valid JSON$/s, "");
  return short ? `The browser says: ${short.replace(/\.$/, "")}.` : "";
}

/** A body as it is read best: JSON with line breaks, the rest as it is. */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Headers that were written a line each, as pairs, and the lines that are none. */
export function headersOf(text) {
  const lines = text.split("\n").filter((line) => line.trim());
  const [good, bad] = [lines.filter(isHeader), lines.filter((line) => !isHeader(line))];
  const pairs = good.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
  return { pairs, bad };
}

const isHeader = (line) => /^\s*[\w!#$%&'*+.^`|~-]+\s*:/.test(line);
