// Puts the parts of a lab together, and has them know of each other.

import { h } from "../shared/dom.js";
import { actions } from "./dialogs/actions.js";
import { bar } from "./bar.js";
import { EditorPanel } from "./editor/editor.js";
import { filesPanel } from "./files/files.js";
import { followResults } from "./check_results.js";
import { menu } from "./dialogs/menu.js";
import { Notices } from "./dialogs/notices.js";
import { goOn } from "./dialogs/next_step.js";
import { panes } from "./panes/panes.js";
import { firstOf } from "./model/paths.js";
import { divider } from "./divider.js";
import { storageNotices } from "./dialogs/storage_notices.js";
import { twoDigits } from "./formats.js";

export function labController({ lab, work, machine, store, info, support, runtime }) {
  const id = `lab-${lab.step}`;
  const { events } = lab;
  const spoken = h("p", { class: "jwt-heard", role: "status" });
  const say = (text) => (spoken.textContent = text);
  const notices = new Notices(say);
  const stops = new Set();

  const open = (path, how) => editor.open(path, how);
  const openAny = () => open(editor.path && editor.path in work.files ? editor.path : firstOf(work.files));
  const editor = new EditorPanel({
    id,
    work,
    events,
    say,
    onSave: check,
    onOpen: (path) => files.show({ open: path }),
    onCommand: runCommand,
  });
  const files = filesPanel({ id, work, events, open, tell: told });
  const todo = actions({ lab, work, store, machine, showSolution, open: openAny });
  const more = menu("Menu", "Lab menu", todo.items);
  const top = bar({ work, machine, events, menu: more.node, act: { start, check, stop } });
  const right = panes({ id, lab, work, machine, runtime, replaced: todo.replaced });
  const main = h("div", { class: "lab-main" }, files.node, editor.node);
  main.append(divider(main), right.node);
  const gate = h("div", { class: "lab-gate" });
  const node = h("div", { class: "lab" }, top.node, gate, notices.node, spoken, main);
  const showStorage = storageNotices({ work, events, notices, download: todo.download });

  Object.assign(lab, {
    say,
    work,
    show(path, line) {
      if (!(path in work.files)) return say(`There is no file ${path}.`);
      open(path, { line: line ?? 1 });
      editor.node.scrollIntoView({ block: "nearest" });
    },
    async inspect(token) {
      const pane = await right.show("inspector");
      pane?.show(token);
    },
    async browse(path) {
      const pane = await right.show("browse");
      pane?.open(path);
    },
    busy(text, promise, stopIt) {
      if (stopIt) stops.add(stopIt);
      const over = () => stops.delete(stopIt);
      promise.then(over, over);
      return top.busy(text, promise);
    },
  });

  function told(text, undo) {
    notices.show("done", text, [{ title: "Undo", act: undo }]);
  }

  async function start() {
    say("Starting.");
    try {
      await lab.project();
      say("The project runs.");
    } catch (error) {
      if (error.name !== "Cancelled") say(error.message);
      if (error.name === "Missing" || error.name === "Failed") notices.show("trouble", error.message, [], { kind: "bad" });
    }
  }

  async function check() {
    const pane = await right.show("check");
    reach(right.node, editor.node);
    await pane?.check();
  }

  async function runCommand(line) {
    const pane = await right.show("commands");
    await pane?.run(line);
  }

  function stop() {
    for (const each of stops) each();
    machine.stop();
    say("Stopped. Your files are as they were.");
  }

  async function showSolution() {
    const pane = await right.show("changes");
    pane?.show("solution");
  }

  followResults({ lab, work, editor, files, notices, passed });

  async function weigh() {
    top.costs(await runtime.toLoad(lab.step));
  }
  events.addEventListener("checked", weigh);

  async function passed() {
    const next = twoDigits(Number(lab.step) + 1);
    const following = await runtime.stepInfo(next);
    const text = `Step ${lab.step} is done: ${info.title}.`;
    const act = () => goOn({ lab, work, store, machine, next });
    const buttons = following ? [{ title: `Go on with step ${next}`, act, stays: true }] : [];
    notices.show("passed", following ? text : `${text} It was the last one.`, buttons, { kind: "good" });
  }

  return {
    node,
    /** Once it is on the page. */
    async begin() {
      openAny();
      showStorage();
      right.show("check");
      const { mount } = await import("./panes/gate.js");
      mount(gate, { step: lab.step, support });
      whenQuiet(() => editor.enrich());
      await weigh();
    },
    end() {
      more.end();
      editor.end();
    },
  };
}

/** On a narrow screen the panes are below the editor: go there. */
function reach(panes, above) {
  if (panes.getBoundingClientRect().top < above.getBoundingClientRect().bottom - 1) return;
  panes.scrollIntoView({ block: "start" });
}

/** The page is shown first, and readers who save on data load what they ask for. */
function whenQuiet(act) {
  if (navigator.connection?.saveData) return;
  requestAnimationFrame(() => setTimeout(act));
}
