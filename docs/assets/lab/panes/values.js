// What stands in bodies: JSON that can be read or not, tokens, HTML.

const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** The tokens in a text, each once. */
export const tokensOf = (text) => [...new Set(text.match(TOKEN) ?? [])];

/** Why a text is no JSON, in a sentence, or "". */
export function jsonTrouble(text) {
  if (!text.trim()) return "";
  try {
    JSON.parse(text);
    return "";
  } catch (error) {
    const said = error.message.replace(/^JSON\.parse: /, "").replace(/ in JSON at position.*$/, "");
    const hint = text.includes("'") && !text.includes('"') ? " JSON has double quotation marks." : "";
    const comma = /,\s*[}\]]/.test(text) ? " JSON has no comma before a closing bracket." : "";
    return `This is no JSON: ${said}.${hint}${comma} It is sent as it stands.`;
  }
}

/** A body as it is read best: JSON with line breaks, the rest as it is. */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
