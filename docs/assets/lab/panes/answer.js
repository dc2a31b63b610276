// An answer of the project: status, the headers that matter, the body, its tokens.

import { h } from "../../decoder/dom.js";
import { pretty, tokensOf } from "./values.js";

const MATTER = ["www-authenticate", "allow", "content-type", "location", "set-cookie", "retry-after", "vary"];
// Characters of a body that are shown at once.
const SHOWN = 20_000;

/** The nodes of an answer to what was asked. */
export function answer(asked, got, lab) {
  const kind = got.status < 400 ? "good" : "bad";
  const header = (name) => got.headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? "";
  const first = got.headers.filter(([name]) => MATTER.includes(name.toLowerCase()));
  const rest = got.headers.filter(([name]) => !MATTER.includes(name.toLowerCase()));
  const nodes = [
    h(
      "p",
      { class: "lab-answer__status" },
      h("strong", { class: `lab-${kind}` }, `${got.status} ${got.reason}`),
      ` to ${asked.method} ${asked.path}, in ${got.ms < 10 ? got.ms.toFixed(1) : Math.round(got.ms)} ms`,
    ),
    list(first),
  ];
  if (rest.length) nodes.push(h("details", {}, h("summary", {}, `${rest.length} more headers`), list(rest)));
  const html = header("content-type").startsWith("text/html");
  if (html && lab.browse) {
    const open = () => lab.browse(asked.path);
    nodes.push(h("p", {}, h("button", { type: "button", class: "lab-button", onclick: open }, "Open it in Browse")));
  }
  const text = pretty(got.text);
  if (text) {
    const cut = text.length > SHOWN ? `${text.slice(0, SHOWN)}\n… ${text.length - SHOWN} more characters` : text;
    nodes.push(h("pre", { class: "lab-body", tabindex: "0", role: "group", "aria-label": "Body" }, h("code", {}, cut)));
  } else {
    nodes.push(h("p", {}, "It has no body."));
  }
  for (const token of tokensOf(got.text)) {
    const inspect = () => lab.inspect(token);
    const name = h("span", { class: "jwt-heard" }, ` token ${token.slice(0, 8)}…${token.slice(-6)}`);
    nodes.push(h("p", {}, h("button", { type: "button", class: "lab-button", onclick: inspect }, "Look into the token", name)));
  }
  return nodes;
}

function list(pairs) {
  return h("dl", { class: "lab-rows lab-headers" }, ...pairs.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, h("code", {}, value))]));
}
