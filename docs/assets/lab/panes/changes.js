// The pane Changes: the learner's files against the start of the step, and its end.

import { h } from "../../shared/dom.js";
import { button } from "../controls.js";
import { compare } from "../model/file_comparison.js";
import { confirm } from "../dialogs/dialog.js";
import { count } from "../formats.js";

const WORDS = { added: "new", removed: "removed", changed: "changed" };
const NOT_YET = "The solution is shown once you have tried: after a check that did not pass, or after the step has passed.";

/** `lab.work` holds the files; `end()` resolves to the files of the step's end. */
export function mount(element, lab, { end, replaced }) {
  const { work } = lab;
  let view = "mine";
  let drawn = "";
  const name = `${element.id}-view`;
  const list = h("div", { class: "lab-diffs" });
  const choice = (value, text) => {
    const id = `${name}-${value}`;
    const field = h("input", { type: "radio", name, id, value, onchange: () => show(value) });
    field.checked = value === view;
    return h("span", { class: "lab-choice" }, field, h("label", { for: id }, text));
  };
  const choices = h(
    "fieldset",
    { class: "lab-choices" },
    h("legend", {}, "Show"),
    choice("mine", "What I changed"),
    choice("solution", "From mine to the solution"),
  );
  element.append(choices, list);

  async function show(value = view) {
    view = value;
    element.querySelector(`[value=${value}]`).checked = true;
    if (element.hidden) return;
    if (view === "mine") return draw(compare(work.began, work.files), "You have changed nothing yet.");
    if (!work.meta.tried && !work.meta.passed) {
      list.replaceChildren(h("p", {}, NOT_YET));
      return;
    }
    const solution = await end();
    if (view !== value) return;
    draw(compare(work.files, solution), "Your files are those of the solution.", solution);
  }

  function draw(found, nothing, solution) {
    const open = new Set([...list.querySelectorAll("details[open]")].map((each) => each.getAttribute("data-path")));
    const first = drawn !== view;
    drawn = view;
    list.replaceChildren(
      h("p", {}, found.length ? summary(found) : nothing),
      ...(solution && found.length ? [all(solution)] : []),
      ...found.map((change) => file(change, first ? found.length < 4 : open.has(change.path), solution)),
    );
  }

  function all(solution) {
    const take = async () => {
      const yes = await confirm({
        title: "Put the solution into your files?",
        text: ["All of your files become those of the solution. A copy of yours is kept: Menu, Saved copies."],
        yes: "Put it in",
      });
      if (!yes) return;
      await replaced(solution);
      lab.say("Your files are those of the solution now.");
    };
    return h("p", {}, button("Put all of it into my files", take));
  }

  function file({ path, kind, added, removed, hunks }, open, solution) {
    const body = hunks.map((hunk) => [
      h("span", { class: "hunk" }, `Line ${hunk.to || 1}`),
      ...hunk.lines.map(row),
    ]);
    const text = hunks.length ? h("code", {}, ...body.flat()) : h("code", {}, "An empty file.");
    const heading = h(
      "summary",
      {},
      h("code", {}, path),
      ` ${WORDS[kind]}`,
      h("span", { class: "count" }, ` · ${count(added, "line")} added, ${removed} removed`),
    );
    const details = h(
      "details",
      { class: "lab-diff", "data-path": path, open },
      heading,
      ...(solution ? [h("p", {}, taking(path, solution))] : opening(path)),
      h("div", { class: "diff" }, h("pre", {}, text)),
    );
    return details;
  }

  function opening(path) {
    if (!(path in work.files)) return [];
    return [h("p", {}, button("Open in the editor", () => lab.show(path, 1)))];
  }

  function taking(path, solution) {
    const act = async () => {
      await work.copy(`before the solution of ${path}`);
      if (path in solution) work.write(path, solution[path]);
      else work.remove(path);
      lab.say(`${path} is the one of the solution now.`);
    };
    return button("Put this into my files", act);
  }

  // What changed while it was not seen.
  element.addEventListener("shown", () => show());
  lab.events.addEventListener("files", () => show());
  lab.events.addEventListener("checked", () => show());
  show();
  return { show };
}

function row({ sign, text }) {
  const tag = { "+": "ins", "-": "del" }[sign] ?? "span";
  // Those who hear the page are told by the elements ins and del.
  return h(tag, { class: "line" }, h("span", { class: "sign" }, sign), text || "");
}

function summary(found) {
  const sum = (name) => found.reduce((total, each) => total + each[name], 0);
  return `${count(found.length, "file")}: ${count(sum("added"), "line")} added, ${sum("removed")} removed.`;
}
