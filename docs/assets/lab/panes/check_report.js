// Lays out the report of a check. Its sentences are made in course/checking/sentences.py;
// course/checking/report_schema.json says what their roles and fields mean.

import { h, sentence } from "../../shared/dom.js";
import { ladder } from "./hints.js";

const SYMBOLS = { pass: "✓", fail: "✗", skip: "·" };
const CLASSES = { pass: "lab-good", fail: "lab-bad" };
const TITLES = { head: "h2", title: "h3" };
const CODE = new Set(["expected", "happened", "printed"]);
const REGIONS = { mistake: "The mistake", failure: "The first failure" };
// For these the lab has buttons: that of the ladder, and those of a step that is done.
const BY_BUTTON = new Set(["hint", "go_on"]);

/**
 * The nodes of a report, `sentences` of a check's document. `show(path, line)` opens a
 * file, `again()` checks again; `files` are the learner's.
 */
export function reportNodes({ sections, hints }, context) {
  return sections.flatMap(({ role, lines }) => {
    const shown = lines.filter((line) => !BY_BUTTON.has(line.role));
    const rows = shown.filter(({ label }) => label);
    const nodes = shown.filter(({ label }) => !label).map((line) => block(line, context));
    if (rows.length) nodes.push(role === "tasks" ? tasks(rows) : table(rows, context));
    if (role === "failure" && hints) nodes.push(ladder(hints, context.base));
    if (!(role in REGIONS)) return nodes;
    return [h("section", { class: `lab-${role}`, "aria-label": REGIONS[role] }, ...nodes)];
  });
}

/** A title, or a paragraph with what it is about, what to do, and how. */
function block(line, context) {
  const { role, state, notes, command } = line;
  const nodes = words(line, context);
  if (role in TITLES) return h(TITLES[role], { class: "lab-title" }, ...nodes);
  const mark = SYMBOLS[state] ?? (notes || command || role === "action" ? "→" : "");
  const paragraph = h("p", { class: CLASSES[state] ?? false }, mark && `${mark} `, ...nodes);
  if (role === "again") {
    paragraph.append(": ", h("button", { type: "button", class: "lab-link", onclick: context.again }, "Check again"));
  }
  if (role !== "action" || !command) return paragraph;
  return h("div", {}, paragraph, h("pre", {}, h("code", {}, command)));
}

function tasks(lines) {
  const items = lines.map(({ text, label, state }) =>
    h(
      "li",
      { class: `lab-task lab-task--${label.replace(" ", "-")}` },
      h("span", { class: "lab-task__status" }, `${SYMBOLS[state]} ${label}`),
      h("span", {}, ...sentence(text)),
    ),
  );
  return h("ul", { class: "lab-tasks" }, ...items);
}

function table(lines, context) {
  const rows = lines.flatMap((line) => [h("dt", {}, line.label), h("dd", {}, ...words(line, context))]);
  return h("dl", { class: "lab-rows" }, ...rows);
}

/** The nodes of a sentence; a place of the learner's with which it begins is a button. */
function words({ role, text, place, notes }, { show, files, base }) {
  if (notes) return [h("a", { href: new URL(`steps/${notes}/`, base).href }, text)];
  const own = place && !place.folder && Object.hasOwn(files, place.file);
  const rest = own ? text.slice(place.text.length) : text;
  const nodes = CODE.has(role) ? [h("code", {}, rest)] : sentence(rest);
  if (!own) return nodes;
  const open = () => show(place.file, place.line);
  return [h("button", { type: "button", class: "lab-link", onclick: open }, place.text), ...nodes];
}
