// The bar of the lab: what its state is, and what can be done.

import { h } from "../shared/dom.js";
import { button } from "./controls.js";
import { loadedOf, mega } from "./formats.js";

const LITTLE = 100_000;
const KEPT = {
  kept: ["✓", "Kept in this browser"],
  saving: ["…", "Keeping"],
  memory: ["!", "Not kept: this browser keeps nothing here"],
  elsewhere: ["!", "Not kept: open in another tab"],
  failed: ["!", "Not kept"],
};

/**
 * `work` and `machine` are what is told of; `act` has `start`, `check` and `stop`.
 * Returns `{node, busy, costs}`: `busy(text, promise)` shows that something runs,
 * `costs({bytes})` what a start would load.
 */
export function bar({ work, machine, events, act, menu }) {
  /** @type {{bytes: number} | null} */
  let cost = null;
  /** @type {{text: string}[]} */
  let running = [];
  const project = h("span", { class: "lab-state__project" });
  const checked = h("span", { class: "lab-state__check" });
  const kept = h("span", { class: "lab-state__kept" });
  const progress = h("progress", { class: "lab-progress", "aria-label": "Loading", max: 1, hidden: true });
  const start = button("Start", act.start);
  const check = button("Check", act.check, {
    class: "lab-button lab-button--primary",
    title: "Ctrl-S or ⌘S in the editor",
  });
  const stop = button("Stop", act.stop);
  const node = h(
    "div",
    { class: "lab-bar" },
    h("div", { class: "lab-bar__buttons", role: "group", "aria-label": "Lab" }, start, check, stop, menu),
    h("p", { class: "lab-state" }, project, checked, kept),
    progress,
  );

  function draw() {
    const { state } = machine;
    const loads = state === "loading" || state === "starting";
    const now = running.at(-1);
    project.textContent = now && !loads ? `${now.text} …` : said(state);
    checked.textContent = judged();
    const [mark, text] = KEPT[work.state];
    kept.replaceChildren(
      h("span", { "aria-hidden": "true" }, `${mark} `),
      work.state === "failed" ? `${text}: ${work.trouble}` : text,
    );
    kept.classList.toggle("lab-state--bad", !["kept", "saving"].includes(work.state));
    kept.hidden = work.state === "kept" && !work.recorded;
    progress.hidden = state !== "loading";
    if (state === "loading") progress.value = machine.progress.loaded / machine.progress.total;
    start.textContent = state === "on" ? "Restart" : "Start";
    start.disabled = loads || machine.current;
    stop.disabled = !running.length && !loads && state !== "on";
  }

  function said(state) {
    if (state === "loading") return `Loading ${loadedOf(machine.progress.loaded, machine.progress.total)}`;
    if (state === "starting") return "Starting Python";
    if (state === "on") return machine.current ? "Running" : "Running with the files from before your change";
    if (state === "broken") return "The project does not load";
    if (state === "stopped") return "Stopped";
    if (!cost) return "Not started";
    // Less is loaded before it is said.
    return cost.bytes > LITTLE ? `Not started. Start loads ${mega(cost.bytes)} MB` : "Not started";
  }

  function judged() {
    const { checked: outcome, tried, passed } = work.meta;
    if (outcome) return `Check: ${outcome.say}`;
    return tried || passed || work.changed ? "Changed, not yet checked" : "Not yet checked";
  }

  for (const name of ["machine", "files", "kept", "checked"]) events.addEventListener(name, draw);
  draw();
  return {
    node,
    costs(bytes) {
      cost = bytes;
      draw();
    },
    busy(text, promise) {
      const entry = { text };
      running.push(entry);
      draw();
      const over = () => {
        running = running.filter((each) => each !== entry);
        draw();
      };
      promise.then(over, over);
      return promise;
    },
  };
}
