// How the decoder tells what is in a token.

import { isTime } from "./claims.js";
import { h, marked, sentence } from "../shared/dom.js";
import { timeline } from "./timeline.js";
import { asJson, number, printable } from "./wording.js";

// Characters of a value that are shown, and entries of a part.
const SHOWN = 300;
const ENTRIES = 200;
const NAMES = ["header", "payload", "signature"];
const UNVERIFIED =
  "Decoded, not verified: anybody can write a token that reads like this. The signature tells " +
  "who made it.";

/**
 * The nodes that tell a report; `tick(report)` brings the times up to date in them.
 */
export function telling(told) {
  const moving = [];
  const nodes = [findings(told, moving), parts(told.found)];
  nodes.push(entries("Header", told.header, told.meaning.header, () => {}));
  nodes.push(
    entries("Payload", told.payload, told.meaning.payload, (name, cell) => {
      if (isTime(name)) moving.push([cell, (now) => sentence(now.meaning.payload.get(name))]);
    }),
  );
  if (told.payload) {
    const line = h("div", {});
    moving.push([line, (now) => [timeline(now.payload, now.now)].filter(Boolean)]);
    nodes.push(line);
  }
  const tick = (now) => {
    for (const [node, content] of moving) {
      const made = h("div", {}, ...content(now));
      if (made.innerHTML !== node.innerHTML) node.replaceChildren(...made.childNodes);
    }
  };
  tick(told);
  return { nodes: nodes.filter((node) => node !== null), tick };
}

/** One sentence for those who hear the page. */
export function summary(told) {
  const what = { JWT: "A JWT", JWE: "An encrypted token", other: "No JWT" }[told.kind];
  const algorithm = told.found.algorithm && `, ${told.found.algorithm}`;
  const wrong = told.problems.length;
  const problems = wrong ? ` ${wrong} ${wrong > 1 ? "things are" : "thing is"} wrong with it.` : "";
  return `${what}${printable(algorithm)}.${problems} ${told.times?.said ?? ""}`.trim();
}

export const kindOfTimes = ({ state }) =>
  state === "valid" ? "good" : state === "endless" ? "note" : "bad";

function findings(told, moving) {
  const list = h("ul", { class: "jwt-findings" });
  const item = (kind, text) => list.append(h("li", {}, ...marked(kind, text)));
  for (const note of told.notes) item("note", note);
  for (const problem of told.problems) item("bad", problem);
  if (told.times) {
    const times = h("li", { class: "jwt-times" });
    moving.push([times, (now) => marked(kindOfTimes(now.times), now.times.said)]);
    list.append(times);
  }
  if (told.kind === "JWT" && !told.problems.length) item("note", UNVERIFIED);
  return list;
}

// The token itself, with its three parts told apart.
function parts(found) {
  if (found.kind !== "JWT") return null;
  const line = h("p", { class: "jwt-parts" });
  found.token.split(".").forEach((part, index) => {
    const name = NAMES[index];
    const wrong = found.bad.includes(name);
    const text = wrong ? `${name}, broken` : name;
    line.append(
      index ? "." : "",
      h(
        "span",
        { class: `jwt-part jwt-part--${name}`, title: text },
        h("span", { class: "jwt-name" }, text),
        shortened(printable(part)),
      ),
    );
  });
  return line;
}

function entries(title, data, meanings, each) {
  if (!data) return null;
  const rows = [...data].slice(0, ENTRIES).map(([name, value]) => {
    const meaning = h("div", {}, ...sentence(meanings.get(name)));
    each(name, meaning);
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, h("code", {}, shortened(printable(name)))),
      h("td", {}, h("code", {}, shortened(printable(asJson(value)))), meaning),
    );
  });
  const more = data.size - rows.length;
  return h(
    "table",
    { class: "jwt-table" },
    h("caption", {}, title, data.size ? "" : " (empty)", more > 0 ? `, ${number(more)} more` : ""),
    h("tbody", {}, ...rows),
  );
}

function shortened(text) {
  if (text.length <= SHOWN) return text;
  return `${text.slice(0, SHOWN)} and ${number(text.length - SHOWN)} characters more`;
}
