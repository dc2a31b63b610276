// The pane Commands: lines of a terminal, run on the learner's files.

import { h } from "../../shared/dom.js";
import { AS_TYPED, button } from "../controls.js";
import { count, loadedOf } from "../formats.js";

const MOST = 20;

/**
 * The commands to offer for these files: those that the tutorial's steps ask for, the
 * next one first.
 */
export function offered(files) {
  if (!("manage.py" in files)) return ["django-admin startproject config ."];
  const app = Object.keys(files).some((path) => path.startsWith("users/"));
  return [
    ...(app ? [] : ["python manage.py startapp users"]),
    ...(app ? ["python manage.py makemigrations users"] : []),
    "python manage.py migrate",
    "python manage.py check",
    'python manage.py shell --verbosity 0 --command "print(1 + 1)"',
  ];
}

/** `run(lines, {onProgress, signal})` returns `{code, output, paths, ms}`. */
export function mount(element, lab, { run }) {
  const id = `${element.id}-line`;
  const said = [];
  let place = 0;
  /** @type {AbortController | null} */
  let abort = null;

  const field = h("input", {
    id,
    class: "lab-line",
    type: "text",
    ...AS_TYPED,
    "aria-describedby": `${id}-help`,
    onkeydown: (event) => walk(event),
  });
  const go = h("button", { class: "lab-button" }, "Run");
  const state = h("span", { class: "lab-line__state" });
  const offers = h("p", { class: "lab-offers", role: "group", "aria-label": "Commands of this step" });
  const log = h("div", { class: "lab-log", role: "log", "aria-label": "What the commands printed" });
  element.append(
    h(
      "form",
      { class: "lab-line__form", onsubmit: submit },
      h("label", { for: id }, "Command"),
      field,
      go,
      state,
    ),
    h(
      "p",
      { class: "lab-help", id: `${id}-help` },
      "In the folder of your project: python, django-admin and pytest. What a command writes comes into your files.",
    ),
    offers,
    log,
  );

  function offer() {
    const use = (line) => () => {
      field.value = line;
      field.focus();
    };
    offers.replaceChildren(
      ...offered(lab.files).map((line) => button(line, use(line), { class: "lab-link lab-offer" })),
    );
  }

  /** The arrow keys bring back what was typed before. */
  function walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !said.length) return;
    event.preventDefault();
    place = Math.min(said.length, Math.max(0, place + step));
    field.value = said[place] ?? "";
    field.setSelectionRange(field.value.length, field.value.length);
  }

  function submit(event) {
    event.preventDefault();
    const line = field.value.trim();
    if (!line || abort) return;
    field.value = "";
    perform(line);
  }

  /** Run a line; returns whether it went well. */
  async function perform(line) {
    if (said.at(-1) !== line) said.push(line);
    place = said.length;
    abort = new AbortController();
    go.disabled = true;
    state.textContent = "Running …";
    const onProgress = ({ loaded, total, text }) => {
      state.textContent = text === "loading" && loaded < total ? `Loading ${loadedOf(loaded, total)}` : "Running …";
    };
    const running = run(line, { onProgress, signal: abort.signal });
    try {
      const done = await lab.busy("Running the command", running, () => abort?.abort());
      show(line, done.output, told(done), done.paths);
      return done.code === 0;
    } catch (error) {
      show(line, "", error.name === "Cancelled" ? "Stopped." : error.message, []);
      return false;
    } finally {
      abort = null;
      go.disabled = false;
      state.textContent = "";
    }
  }

  function show(line, output, end, paths) {
    const links = paths
      .filter((path) => path in lab.files)
      .map((path) => button(path, () => lab.show(path, 1), { class: "lab-link" }));
    log.prepend(
      h(
        "div",
        { class: "lab-log__entry" },
        h("p", {}, h("code", {}, line)),
        ...(output ? [h("pre", { tabindex: "0", "aria-label": "Output" }, output.trimEnd())] : []),
        h("p", {}, end, ...links.flatMap((link) => [" ", link])),
      ),
    );
    while (log.children.length > MOST) log.lastChild?.remove();
  }

  lab.events.addEventListener("files", offer);
  lab.events.addEventListener("stopped", () => abort?.abort());
  offer();
  return { run: perform };
}

function told({ code, output, paths }) {
  const parts = [];
  if (code) parts.push(`It ended with the code ${code}.`);
  else if (!output) parts.push("Done; it printed nothing.");
  if (paths.length) parts.push(`${count(paths.length, "file")} changed:`);
  return parts.join(" ");
}
