// The pane that checks the project: the same tests, tasks and mistakes as `learn.py
// check`, in the same words and order.

import { h } from "../../shared/dom.js";
import * as runtime from "../../python/runtime.js";
import { reportNodes } from "./check_report.js";

export function mount(element, lab) {
  /** @type {AbortController | null} */
  let abort = null;
  const start = h("button", { type: "button", class: "lab-button lab-button--primary" }, "Check");
  const stop = h("button", { type: "button", class: "lab-button", hidden: true }, "Stop");
  const bar = h("progress", { class: "lab-progress", max: "1", hidden: true, "aria-label": "Check" });
  const state = h("p", { class: "lab-check__state" }, "The same tests as python learn.py check.");
  const result = h("div", { class: "lab-check__result" });
  start.addEventListener("click", check);
  stop.addEventListener("click", () => abort?.abort());
  element.replaceChildren(h("p", { class: "lab-controls" }, start, stop), bar, state, result);

  async function check() {
    if (abort) return null;
    abort = new AbortController();
    const { signal } = abort;
    const files = { ...lab.files };
    running(true);
    lab.events.dispatchEvent(new Event("checking"));
    const checking = runtime.check({ step: lab.step, files, onProgress: progress, signal });
    lab.busy?.("Checking", checking, () => abort?.abort());
    try {
      const document = await checking;
      show(document, files);
      state.textContent = "";
      lab.say(document.sentences.summary);
      lab.events.dispatchEvent(new CustomEvent("checked", { detail: document }));
      return document;
    } catch (error) {
      const cancelled = error.name === "Cancelled" || signal.aborted;
      const text = cancelled ? "The check was stopped. Nothing has changed." : error.message;
      state.textContent = text;
      lab.say(text);
      if (!cancelled) {
        lab.events.dispatchEvent(new CustomEvent("checked", { detail: { error: text } }));
      }
      return null;
    } finally {
      abort = null;
      running(false);
    }
  }

  function running(is) {
    // Whoever stands on a button keeps a place to stand on.
    start.setAttribute("aria-disabled", String(is));
    if (!is && stop.matches(":focus")) start.focus();
    stop.hidden = !is;
    bar.hidden = !is;
    bar.removeAttribute("value");
    if (is) state.textContent = "The tests start …";
  }

  function progress({ loaded, total, done, text }) {
    // What was being loaded may still arrive when the check has failed.
    if (!abort) return;
    if (text === "testing") {
      bar.value = total ? done / total : 0;
      state.textContent = `${done} of ${total} tests have run.`;
    } else if (text === "loading" && loaded < total) {
      bar.value = loaded / total;
      state.textContent = `Loading ${mega(loaded)} of ${mega(total)} MB, once.`;
    } else {
      bar.removeAttribute("value");
      state.textContent = "The tests start …";
    }
  }

  function show({ sentences }, files) {
    result.replaceChildren(...reportNodes(sentences, { again, show: lab.show, base: lab.base, files }));
  }

  /** From a button of the report that is about to go. */
  function again() {
    start.focus();
    return check();
  }

  lab.events.addEventListener("files", () => {
    if (!abort && result.children.length) state.textContent = "Your files have changed since this check.";
  });
  return { check };
}

const mega = (bytes) => (bytes / 1e6).toFixed(1);
