// The tables of the project's database, the users first.

import { h } from "../../decoder/dom.js";
import { style } from "./style.js";

// Letters of a value that are shown at once.
const SHOWN = 40;
// Django's own tables say little to a learner.
const OWN = /^(auth|django)_/;

export function mount(element, lab) {
  style();
  let open = new Set();
  const refresh = h("button", { type: "button", class: "lab-button", onclick: () => show() }, "Refresh");
  const state = h("p", { class: "lab-tables__state" }, "The project starts when its tables are looked at.");
  const list = h("div", { class: "lab-tables" });
  element.replaceChildren(h("p", { class: "lab-line" }, refresh), state, list);

  async function show({ quiet = false } = {}) {
    try {
      const found = await (await lab.project()).tables();
      state.textContent = found.length ? "" : "There are no tables yet.";
      list.replaceChildren(...sorted(found).map(part));
    } catch (error) {
      if (!quiet) state.textContent = error.message;
    }
  }

  function part(table) {
    const title = `${table.name}, ${table.total} ${table.total === 1 ? "row" : "rows"}`;
    const mine = !OWN.test(table.name) && table.total > 0;
    const details = h("details", { open: open.has(table.name) || mine }, h("summary", {}, title));
    details.addEventListener("toggle", () => open[details.open ? "add" : "delete"](table.name));
    if (table.rows.length) {
      details.append(h("div", { class: "lab-scroll", role: "region", tabindex: "0", "aria-label": title }, grid(table, title)));
    }
    return details;
  }

  const again = () => !element.hidden && show({ quiet: true });
  for (const name of ["touched", "restarted"]) lab.events.addEventListener(name, again);
  show();
  return { refresh: show };
}

function sorted(tables) {
  const rank = ({ name }) => (name.endsWith("_user") && !OWN.test(name) ? 0 : OWN.test(name) ? 2 : 1);
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
  const rest = h("code", {}, text);
  return [h("details", { class: "lab-long" }, h("summary", {}, `${text.slice(0, SHOWN - 10)}…`), rest)];
}
