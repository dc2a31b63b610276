// <step-lab step="05">: a step's files, an editor, and panes that run the project.
//
// Nothing of it leaves the tab: it is kept in this browser, and run here.

import { h } from "../shared/dom.js";
import * as runtime from "../python/runtime.js";
import { drafts } from "./model/drafts.js";
import { LabStore } from "./model/lab_store.js";
import { lockName, TabLock } from "./model/tab_lock.js";
import { loadStylesheets } from "./stylesheet.js";
import { labController } from "./lab_controller.js";
import { openStore } from "./model/browser_store.js";
import { Work } from "./model/work.js";
import { Machine } from "./model/machine.js";

const base = new URL("../../", import.meta.url).href;

// Done when the lab that was on the page before has been written down.
let leaving = Promise.resolve();

class StepLab extends HTMLElement {
  #connection = new AbortController();

  async connectedCallback() {
    const { signal } = (this.#connection = new AbortController());
    try {
      await this.#build(signal);
    } catch (error) {
      console.error(error);
      if (!signal.aborted) this.append(h("p", { role: "alert" }, `The lab cannot be shown: ${error.message}`));
    }
  }

  disconnectedCallback() {
    this.#connection.abort();
  }

  async #build(signal) {
    // The one that was here before may still write.
    await leaving;
    const step = this.getAttribute("step");
    const support = await runtime.support();
    // The files themselves come packed.
    const noFiles = !support.runtime || support.missing.some(({ what }) => what === "unpacking");
    if (noFiles) return this.#gate(support, signal);
    const opened = await openStore(base, { onLost: () => this.work?.lost() });
    const store = new LabStore(opened, drafts(base));
    const events = new EventTarget();
    const elsewhere = () => {
      store.leaveToOtherTab();
      events.dispatchEvent(new Event("kept"));
    };
    const lock = new TabLock(lockName(base, step), elsewhere);
    if (!(await lock.take())) elsewhere();
    const [start, record, database, info] = await Promise.all([
      runtime.stepFiles(step, "start"),
      store.read(step),
      store.database(step),
      runtime.stepInfo(step),
    ]);
    if (signal.aborted) return lock.free();
    const work = (this.work = new Work({ step, store, events, start, record, database }));
    const machine = (this.machine = new Machine({ runtime, work, events }));
    this.lab = makeLab({ step, events, work, machine });
    const controller = labController({ lab: this.lab, work, machine, store, info, support, runtime });
    await loadStylesheets("lab.css", "panes/panes.css");
    if (signal.aborted) return lock.free();
    this.replaceChildren(controller.node);
    controller.begin();
    keepUntilGone({ work, machine, signal });
    signal.addEventListener("abort", () => {
      controller.end();
      leaving = Promise.all([work.flush(), machine.keepDatabase()]).then(() => {
        machine.stop();
        lock.free();
      });
    });
  }

  async #gate(support, signal) {
    const { mount } = await import("./panes/gate.js");
    await loadStylesheets("lab.css", "panes/panes.css");
    if (signal.aborted) return;
    const place = h("div", { class: "lab-gate" });
    this.replaceChildren(place);
    mount(place, { step: this.getAttribute("step"), support });
  }
}

/** Write down what is typed before the page is gone, whichever way it goes. */
function keepUntilGone({ work, machine, signal }) {
  const hidden = () => {
    if (document.visibilityState !== "hidden") return;
    work.leave();
    machine.keepDatabase();
  };
  document.addEventListener("visibilitychange", hidden, { signal });
  window.addEventListener("pagehide", () => work.leave(), { signal });
  // The browser asks whether to leave where that would lose what was typed.
  const asks = (event) => work.atRisk && event.preventDefault();
  window.addEventListener("beforeunload", asks, { signal });
}

/** What the panes are given. */
function makeLab({ step, events, work, machine }) {
  return {
    step,
    base,
    events,
    get files() {
      return work.files;
    },
    /** Whether the project runs: what is only looked at starts nothing. */
    get running() {
      return machine.state === "on";
    },
    project: () => machine.project(),
    // The rest is the controller's: show, inspect, browse, say, busy.
  };
}

customElements.define("step-lab", StepLab);
