// Small helpers for what is shown; the same words as course/terminal.py has.

/** @type {[number, string][]} */
const SPANS = [
  [86_400, "day"],
  [3_600, "h"],
  [60, "min"],
  [1, "s"],
];
// Control characters, those that turn the direction of writing, unusual spaces.
const HIDDEN = /[\p{C}\p{Z}]/gu;
const SHORT = { "\r": "\\r", "\n": "\\n", "\t": "\\t" };

export const number = (count) => count.toLocaleString("en-US");

/** Characters as Python counts them: a pair of surrogates is one. */
export const letters = (text) => [...text].length;

/** The text with everything written out that would not be seen, as `\x1b`. */
export const printable = (text) =>
  text.replace(HIDDEN, (letter) => (" \n\t".includes(letter) ? letter : written(letter)));

function written(letter) {
  const code = letter.codePointAt(0);
  const digits = code.toString(16);
  if (letter in SHORT) return SHORT[letter];
  if (code < 0x100) return `\\x${digits.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

/** A text in the quotes that Python's repr() puts around it. */
export function quoted(text) {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = text.replaceAll("\\", "\\\\").replace(/[\n\t]/g, (letter) => SHORT[letter]);
  return mark + (mark === "'" ? inner.replaceAll("'", "\\'") : inner) + mark;
}

/** A value of a token as JSON: Maps are objects, whole numbers keep all their digits. */
export function asJson(value) {
  if (value instanceof Map) {
    const pairs = [...value].map(([name, each]) => `${JSON.stringify(name)}: ${asJson(each)}`);
    return `{${pairs.join(", ")}}`;
  }
  if (Array.isArray(value)) return `[${value.map(asJson).join(", ")}]`;
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
}

/** A length of time in words: "45 s", "2 h 5 min", "3 days". */
export function span(seconds) {
  let rest = Math.trunc(Math.abs(seconds));
  const words = [];
  for (const [size, unit] of SPANS) {
    const count = Math.trunc(rest / size);
    rest %= size;
    // Hours no longer matter then.
    if (unit === "day" && count) return `${number(count)} day${count > 1 ? "s" : ""}`;
    if (count) words.push(`${count} ${unit}`);
  }
  return words.slice(0, 2).join(" ") || "0 s";
}

/** "in 12 min" for a time ahead, "3 min ago" for one that has gone. */
export function fromNow(seconds) {
  if (Math.abs(seconds) < 1) return "now";
  return seconds > 0 ? `in ${span(seconds)}` : `${span(seconds)} ago`;
}
