// Tells the document of `check --json` in the words of the terminal (course/checking/console_report.py).

import { h, sentence } from "../../shared/dom.js";
import { hints } from "./hints.js";

const SYMBOLS = { passed: "✓", "not yet": "✗", skipped: "·", untested: "·" };
// Characters of what the project printed that are shown.
const PRINTED = 300;

const twoDigits = (number) => String(number).padStart(2, "0");

/**
 * The nodes that tell a check. `infos` has what stepInfo says of the steps it speaks of,
 * `after` of the step after it; `show(path, line)` opens a file; `files` are the
 * learner's.
 */
export function told(document, context) {
  const number = twoDigits(document.step.number);
  const title = h("h2", { class: "lab-title" }, `Step ${number}: ${document.step.title}`);
  if (document.broken) return [title, ...broken(document, context)];
  const nodes = [title, ...earlier(document, context), tasks(document.tasks)];
  if (document.status === "passed") return [...nodes, ...passed(document, context)];
  if (document.mistake) nodes.push(mistake(document.mistake, context));
  if (document.failure) nodes.push(failure(document, context));
  return nodes;
}

function broken(document, context) {
  const { mistake: known, broken: why } = document;
  const nodes = [h("p", { class: "lab-bad" }, "✗ No test can run against the project")];
  if (known) nodes.push(mistake(known, context));
  nodes.push(rows([["What happened", [why.message]], ["In your file", place(why, context)]]));
  if (!known) {
    const [action, command] = why.next_action.split("\n");
    nodes.push(h("p", {}, `→ ${action}`));
    if (command) nodes.push(h("pre", {}, h("code", {}, command)));
  }
  return nodes;
}

/** The tasks of earlier steps that are not met; a step left out altogether in one line. */
function earlier(document, { infos }) {
  const missed = document.earlier.filter((task) => task.status === "not yet");
  const lines = [...new Set(missed.map((task) => task.step))].flatMap((number) => {
    const those = missed.filter((task) => task.step === number);
    const { title, tasks: all } = infos[number];
    if (those.length === all.length && all.length > 1) {
      return [`step ${twoDigits(number)}, ${title}, is missing: none of its ${all.length} tasks is met.`];
    }
    return those.map(({ slug, title: task }) => {
      const name = slug ? `task \`${slug}\`` : "a test";
      return `${name} of ${twoDigits(number)} is not met: ${task}`;
    });
  });
  const start = `You are on ${twoDigits(document.step.number)}; `;
  return lines.map((line, position) => {
    const text = position ? line[0].toUpperCase() + line.slice(1) : start + line;
    return h("p", { class: "lab-bad" }, "✗ ", ...sentence(text));
  });
}

function tasks(found) {
  const items = found.map((task) =>
    h(
      "li",
      { class: `lab-task lab-task--${task.status.replace(" ", "-")}` },
      h("span", { class: "lab-task__status" }, `${SYMBOLS[task.status]} ${task.status}`),
      h("span", {}, ...sentence(task.title)),
    ),
  );
  return h("ul", { class: "lab-tasks" }, ...items);
}

function passed(document, { after, base }) {
  const number = twoDigits(document.step.number);
  const count = [...document.tasks, ...document.earlier].flatMap((task) => task.tests).length;
  const nodes = [h("p", { class: "lab-good" }, `✓ Step ${number} passes: ${plural(count, "test")}.`)];
  if (!after) {
    const all = document.tasks.length + document.earlier.length;
    nodes.push(
      h("p", {}, `It was the last step, and it looks at all before it too: all ${all} tasks are met. You have built the whole service.`),
    );
    return nodes;
  }
  if (document.earlier.length) {
    nodes.push(h("p", {}, `The ${document.earlier.length} tasks of the steps before are met as well.`));
  }
  nodes.push(h("p", {}, `Next is step ${twoDigits(after.number)}, `, notes(after, base), "."));
  return nodes;
}

function mistake(found, context) {
  return h(
    "section",
    { class: "lab-mistake", "aria-label": "The mistake" },
    h("h3", { class: "lab-title" }, ...sentence(found.title)),
    rows([
      ["In your file", place(found, context)],
      ["What is wrong", sentence(found.say)],
      ["To change", sentence(found.fix)],
      ["Why", sentence(found.why)],
    ]),
  );
}

function failure(document, context) {
  const { failure: said } = document;
  const all = [...document.tasks, ...document.earlier];
  const task = all.find((each) => each.slug === said.task && each.step === said.step);
  const others = task ? task.tests.filter((test) => test.status === "failed").length - 1 : 0;
  const [file, name] = said.test.split("::");
  const nodes = [
    h("h3", { class: "lab-title" }, ...sentence(task?.title ?? "A test fails")),
    rows([
      ["The rule", [said.rule]],
      ["Why", sentence(said.why)],
      ["Expected", code(said.expected)],
      ["What happened", code(said.happened || said.message)],
      ["In your file", place(said, context)],
      ["It printed", code(said.printed.trim().slice(-PRINTED))],
      ["The test", [`${name} (tests/${file})`]],
      ["Also failing", others > 0 ? [`${others} more ${others === 1 ? "test" : "tests"} of this task`] : []],
    ]),
  ];
  const info = context.infos[said.step]?.tasks.find((each) => each.slug === said.task);
  if (info?.hints.length) nodes.push(hints(info, said, context.base));
  if (said.step < document.step.number) nodes.push(h("p", {}, "→ The notes of that step: ", notes(context.infos[said.step], context.base)));
  return h("section", { class: "lab-failure", "aria-label": "The first failure" }, ...nodes);
}

/** Rows of a label and what it says; those that say nothing are left out. */
function rows(pairs) {
  const shown = pairs.filter(([, nodes]) => nodes.some((node) => node !== ""));
  return h(
    "dl",
    { class: "lab-rows" },
    ...shown.flatMap(([label, nodes]) => [h("dt", {}, label), h("dd", {}, ...nodes)]),
  );
}

const notes = ({ name, title }, base) => h("a", { href: new URL(`steps/${name}/`, base).href }, title);

const code = (text) => (text ? [h("code", {}, text)] : []);

const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

function place({ file, line }, { show, files }) {
  if (!file) return [];
  const text = line ? `${file}, line ${line}` : file;
  if (!Object.hasOwn(files, file)) return [text];
  return [h("button", { type: "button", class: "lab-link", onclick: () => show(file, line) }, text)];
}
