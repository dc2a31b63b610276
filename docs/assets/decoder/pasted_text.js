// What people paste along with a token, taken off it.

import { letters } from "./wording.js";

// What Python takes for space.
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const GAP = new RegExp(SPACE, "u");
// The last two are the curly single ones of a word processor.
const QUOTES = "\"'`“”„«»\u2018\u2019";
// "access": "eyJ…, access=eyJ…, Authorization: Bearer eyJ…
const LABEL = new RegExp(
  `^["']?[\\p{L}\\p{N}_\\-]{1,40}["']?${SPACE}*[:=]${SPACE}*(?!${SPACE}|$)`,
  "u",
);
const SCHEME = new RegExp(
  `^([A-Za-z]{2,20})${SPACE}+(?=["'“]?(?:ey|[\\p{L}\\p{N}_\\-]+\\.))`,
  "u",
);
const KEYS = ["access", "refresh", "token", "access_token", "refresh_token", "id_token"];
const PASTED = "Quotes or a comma were pasted along. Left out.";

/** The token alone, and a sentence for each thing that was taken off it. */
export function clean(pasted) {
  let text = trim(pasted, "\ufeff\0 \t\r\n");
  const notes = [];
  const found = inJson(text);
  if (found) {
    text = found.text;
    notes.push(`That is a whole answer in JSON; this is its \`${found.key}\`.`);
  }
  text = withoutLabels(text, notes);
  const gap = GAP.exec(text);
  if (gap) {
    const what = "\r\n".includes(gap[0]) ? "line break" : "space";
    notes.push(
      `A ${what} was pasted along, after character ${letters(text.slice(0, gap.index))}: a ` +
        "token has none. Left out.",
    );
    text = text.replace(new RegExp(SPACE, "gu"), "");
  }
  return { token: text, notes };
}

function withoutLabels(pasted, notes) {
  for (let text = pasted; ; ) {
    const bare = trimEnd(trim(text, `${QUOTES} \t\r\n`), `,;${QUOTES}`);
    const spaceless = text.replace(new RegExp(`^${SPACE}+|${SPACE}+$`, "gu"), "");
    if (bare !== spaceless && !notes.includes(PASTED)) notes.push(PASTED);
    const scheme = SCHEME.exec(bare);
    const label = scheme ? null : LABEL.exec(bare);
    if (scheme) {
      notes.push(
        `\`${scheme[1]} \` stands before the token in the header and does not belong to it. ` +
          "Left out.",
      );
    } else if (label) {
      notes.push(`\`${label[0].trim()}\` does not belong to the token. Left out.`);
    } else {
      return bare;
    }
    text = bare.slice((scheme ?? label ?? [""])[0].length);
  }
}

function trim(text, unwanted) {
  let start = 0;
  while (start < text.length && unwanted.includes(text[start])) start += 1;
  return trimEnd(text.slice(start), unwanted);
}

function trimEnd(text, unwanted) {
  let end = text.length;
  while (end && unwanted.includes(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

function inJson(text) {
  if (!text.startsWith("{")) return null;
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  const key = KEYS.find((name) => Object.hasOwn(data, name) && typeof data[name] === "string");
  return key ? { key, text: data[key] } : null;
}
