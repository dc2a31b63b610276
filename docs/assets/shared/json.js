// Reads JSON as strictly as a token needs it, and says what is wrong and where.
//
// JSON.parse says it in other words in each browser, takes the last of two equal names,
// and rounds long numbers. Here objects become Maps, which keep the order of their names,
// and long whole numbers become BigInts. The words are those of Python's json module.

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
/** @type {[string, boolean | null][]} */
const WORDS = [
  ["null", null],
  ["true", true],
  ["false", false],
];
const CONSTANTS = ["NaN", "Infinity", "-Infinity"];
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const DEEPEST = 900;
// As Python has it.
const DIGITS = 4300;

/** Why this is no JSON, with the place; or no JSON for a token, without one. */
export class BadJson extends Error {
  /** @param {string} message @param {number | null} [place] */
  constructor(message, place = null) {
    super(message);
    this.place = place;
  }
}

/** The value that a text of JSON stands for; throws BadJson. */
export function readJson(text, quote) {
  if (text.startsWith("\ufeff")) {
    throw new BadJson("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0);
  }
  const reader = new Reader(text, quote);
  reader.space();
  const value = reader.value(0);
  reader.space();
  if (reader.at < text.length) throw new BadJson("Extra data", reader.at);
  return value;
}

class Reader {
  at = 0;

  constructor(text, quote) {
    this.text = text;
    this.quote = quote;
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text);
  }

  space() {
    this.at += this.match(SPACE)[0].length;
  }

  value(depth) {
    if (depth > DEEPEST) throw new BadJson("too deeply nested");
    const letter = this.text[this.at];
    if (letter === '"') return this.string();
    if (letter === "{") return this.object(depth);
    if (letter === "[") return this.array(depth);
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    const constant = CONSTANTS.find((word) => this.text.startsWith(word, this.at));
    if (constant) throw new BadJson(`${constant} is no number of JSON`);
    return this.number();
  }

  number() {
    const found = this.match(NUMBER);
    if (!found) throw new BadJson("Expecting value", this.at);
    this.at += found[0].length;
    const [text, whole, fraction, power] = found;
    const value = Number(text);
    const isWhole = fraction === undefined && power === undefined;
    if (isWhole ? whole.replace("-", "").length > DIGITS : !Number.isFinite(value)) {
      throw new BadJson(`${text.slice(0, 20)} is larger than any number a program can hold`);
    }
    return isWhole && !Number.isSafeInteger(value) ? BigInt(text) : value;
  }

  string() {
    const start = this.at;
    let made = "";
    for (this.at += 1; ; this.at += 1) {
      const letter = this.text[this.at];
      if (letter === undefined) throw new BadJson("Unterminated string starting at", start);
      if (letter === '"') break;
      if (letter <= "\x1f") throw new BadJson("Invalid control character at", this.at);
      made += letter === "\\" ? this.escape(start) : letter;
    }
    this.at += 1;
    return made;
  }

  escape(start) {
    this.at += 1;
    const letter = this.text[this.at];
    if (letter === undefined) throw new BadJson("Unterminated string starting at", start);
    if (letter !== "u") {
      if (!(letter in ESCAPES)) throw new BadJson("Invalid \\escape", this.at - 1);
      return ESCAPES[letter];
    }
    const digits = this.text.slice(this.at + 1, this.at + 5);
    if (!/^[0-9a-fA-F]{4}$/.test(digits) || this.at + 5 >= this.text.length) {
      throw new BadJson("Invalid \\uXXXX escape", this.at);
    }
    this.at += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }

  array(depth) {
    const values = [];
    this.items("]", "array", () => values.push(this.value(depth + 1)));
    return values;
  }

  object(depth) {
    const pairs = [];
    this.items("}", "object", () => {
      if (this.text[this.at] !== '"') {
        throw new BadJson("Expecting property name enclosed in double quotes", this.at);
      }
      const name = this.string();
      this.space();
      if (this.text[this.at] !== ":") throw new BadJson("Expecting ':' delimiter", this.at);
      this.at += 1;
      this.space();
      pairs.push([name, this.value(depth + 1)]);
    });
    return this.once(pairs);
  }

  items(end, kind, item) {
    this.at += 1;
    this.space();
    if (this.text[this.at] === end) {
      this.at += 1;
      return;
    }
    for (;;) {
      item();
      this.space();
      const comma = this.at;
      this.at += 1;
      if (this.text[comma] === end) return;
      if (this.text[comma] !== ",") throw new BadJson("Expecting ',' delimiter", comma);
      this.space();
      if (this.text[this.at] === end) {
        throw new BadJson(`Illegal trailing comma before end of ${kind}`, comma);
      }
    }
  }

  once(pairs) {
    // Two programs may each take another one of the two (RFC 7519, section 4).
    const made = new Map();
    for (const [name, value] of pairs) {
      if (made.has(name)) throw new BadJson(`the name ${this.quote(name)} stands there twice`);
      made.set(name, value);
    }
    return made;
  }
}
