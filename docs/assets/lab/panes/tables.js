// The tables of the project's database, the users first.

import { h } from "../../shared/dom.js";
import { button } from "../controls.js";
import { why } from "./trouble.js";

// Letters of a value that are shown at once.
const SHOWN = 40;
// Django's own tables say little to a learner.
const OWN = /^(auth|django)_/;

export function mount(element, lab) {
  const chosen = new Map();
  let stale = false;
  const load = button("Show the tables", () => show());
  const state = h("p", { class: "lab-tables__state", role: "status" }, "The project starts when its tables are asked for.");
  const list = h("div", { class: "lab-tables" });
  element.replaceChildren(h("p", { class: "lab-controls" }, load), state, list);

  async function show() {
    stale = false;
    try {
      const finding = (async () => (await lab.project()).tables())();
      if (!lab.running) lab.busy?.("Starting the project", finding);
      const found = await finding;
      load.textContent = "Refresh";
      state.textContent = found.length ? "" : "There are no tables yet.";
      list.replaceChildren(...sorted(found).map(part));
    } catch (error) {
      state.textContent = why(error);
    }
  }

  function part(table) {
    const title = `${table.name}, ${table.total} ${table.total === 1 ? "row" : "rows"}`;
    const open = chosen.get(table.name) ?? (!OWN.test(table.name) && table.total > 0);
    const summary = h("summary", {}, title);
    const details = h("details", { open }, summary);
    // The reader's own choice, not that of this function.
    summary.addEventListener("click", () => chosen.set(table.name, !details.open));
    if (table.rows.length) {
      details.append(h("div", { class: "lab-scroll", role: "region", tabindex: "0", "aria-label": title }, grid(table, title)));
    } else {
      details.append(h("p", {}, `Its columns: ${table.columns.join(", ")}.`));
    }
    return details;
  }

  /** What is not looked at is read anew when it is. */
  function touched() {
    stale = true;
    if (!element.hidden && list.children.length) show();
  }

  const shown = () => !element.hidden && stale && list.children.length && show();
  new MutationObserver(shown).observe(element, { attributes: true, attributeFilter: ["hidden"] });
  for (const name of ["touched", "restarted"]) lab.events.addEventListener(name, touched);
  if (lab.running) show();
  return { refresh: show };
}

/** The tables of the learner's own apps first, the users before all. */
export function sorted(tables) {
  const rank = ({ name }) => (OWN.test(name) ? 2 : name.endsWith("_user") ? 0 : 1);
  return [...tables].sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}

function grid({ columns, rows, total }, title) {
  const more = total > rows.length ? `, the first ${rows.length}` : "";
  return h(
    "table",
    {},
    h("caption", { class: "jwt-heard" }, title + more),
    h("thead", {}, h("tr", {}, ...columns.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((value) => h("td", {}, ...cell(value)))))),
  );
}

function cell(value) {
  if (value === null) return [h("em", {}, "null")];
  const text = String(value);
  if (text.length <= SHOWN) return [text];
  return [h("details", { class: "lab-long" }, h("summary", {}, `${text.slice(0, SHOWN - 10)}…`), h("code", {}, text))];
}
