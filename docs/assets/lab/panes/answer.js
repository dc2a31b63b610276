// An answer of the project: status, the headers that matter, the body, its tokens.

import { h } from "../../shared/dom.js";
import { button } from "../controls.js";
import { kindOf, pretty, tokensOf } from "./values.js";

const MATTER = ["www-authenticate", "allow", "content-type", "location", "set-cookie", "retry-after", "vary"];
// Characters of a body that are shown at once.
const SHOWN = 20_000;

/** What came back, in a few words. */
export const inShort = ({ status, reason, ms }) => `${status} ${reason}, in ${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

/** The headers in two lists: those that matter to a client of an API, and the rest. */
export function sorted(headers) {
  const rank = ([name]) => MATTER.indexOf(name.toLowerCase());
  const first = headers.filter((pair) => rank(pair) >= 0).sort((one, other) => rank(one) - rank(other));
  return [first, headers.filter((pair) => rank(pair) < 0)];
}

/** The nodes of an answer to what was asked. */
export function answer(asked, got, lab) {
  const [first, rest] = sorted(got.headers);
  const good = got.status < 400;
  /** @type {Node[]} */
  const nodes = [
    h(
      "p",
      { class: "lab-answer__status" },
      h("strong", { class: good ? "lab-good" : "lab-bad" }, `${good ? "✓" : "✗"} ${inShort(got)}`),
      ` for ${asked.method} ${asked.path}`,
    ),
    list(first),
  ];
  if (rest.length) nodes.push(h("details", {}, h("summary", {}, `${rest.length} more headers`), list(rest)));
  const html = got.headers.some(([name, value]) => name.toLowerCase() === "content-type" && value.startsWith("text/html"));
  // The frame asks once more, which is the same for a GET alone.
  if (html && asked.method === "GET" && lab.browse) nodes.push(offer("Open it in Browse", () => lab.browse(asked.path)));
  nodes.push(body(pretty(got.text)));
  for (const token of tokensOf(got.text)) {
    const short = h("code", {}, `${token.slice(0, 8)}…${token.slice(-6)}`);
    nodes.push(offer(`Look into the ${`${kindOf(token)} token`.trim()}`, () => lab.inspect(token), short));
  }
  return nodes;
}

function body(text) {
  if (!text) return h("p", {}, "It has no body.");
  const cut = text.length > SHOWN ? `${text.slice(0, SHOWN)}\n… ${text.length - SHOWN} more characters` : text;
  return h("pre", { class: "lab-body", tabindex: "0", role: "group", "aria-label": "Body" }, h("code", {}, cut));
}

function offer(text, onclick, ...more) {
  return h("p", { class: "lab-controls" }, button(text, onclick), ...more);
}

function list(pairs) {
  const rows = pairs.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, h("code", {}, value))]);
  return h("dl", { class: "lab-rows lab-headers" }, ...rows);
}
