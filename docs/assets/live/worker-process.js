// One worker with an interpreter, as a process: it is given all it needs, called, ended.

import { load, manifest, workerScript } from "./bundles.js";

const ALWAYS = ["interpreter", "python", "stdlib", "core", "tools"];

/** The names of the bundles that a worker needs. */
export function needs({ steps = [], tests = false }) {
  return [...ALWAYS, ...(tests ? ["tests"] : []), ...steps.map((step) => `step-${step}`)];
}

/** What went wrong, by `name`: "Cancelled", "Missing", "Broken", "Stopped", "Failed". */
export class RuntimeError extends Error {
  constructor(name, message, more = {}) {
    super(message);
    this.name = name;
    Object.assign(this, more);
  }
}

export class Process {
  #worker;
  #waiting = new Map();
  #count = 0;
  #onEvent;

  /**
   * Start a worker and boot Python in it. `steps` are those whose files it has below
   * /tutorial/steps, `tests` whether it has pytest; `files` and `database` are those of
   * /project, `env` the variables, `clock` the seconds that its time is off.
   */
  static async start({
    steps = [],
    tests = false,
    files = {},
    database = null,
    clock = 0,
    env = {},
    onProgress = () => {},
    onEvent = () => {},
    signal,
  }) {
    const list = await manifest();
    if (!list.built) {
      throw new RuntimeError("Missing", "This site was built without its runtime.");
    }
    let parts;
    let script;
    try {
      const names = needs({ steps, tests });
      const told = (said) => onProgress({ ...said, text: "loading" });
      [parts, script] = await Promise.all([
        load(names, { onProgress: told, signal }),
        workerScript(),
      ]);
      signal?.throwIfAborted();
    } catch (error) {
      if (signal?.aborted) throw new RuntimeError("Cancelled", "Loading was cancelled.");
      throw new RuntimeError("Missing", `The runtime cannot be loaded: ${error.message}`);
    }
    onProgress({ loaded: 1, total: 1, text: "starting" });
    const process = new Process(`${parts.interpreter}\n${script}`, onEvent);
    const cancel = () => process.end("Cancelled", "It was cancelled.");
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      await process.call("boot", {
        wasm: parts.python,
        stdlib: parts.stdlib,
        packages: [parts.core, ...(tests ? [parts.tests] : [])],
        tools: parts.tools,
        steps: Object.fromEntries(
          steps.map((step) => [list.steps[step].name, parts[`step-${step}`]]),
        ),
        files,
        database,
        clock,
        env,
      });
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
    return process;
  }

  constructor(script, onEvent) {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    this.#onEvent = onEvent;
    this.#worker = new Worker(address, { type: "module" });
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.end("Failed", event.message || "The worker did not start.");
    };
    URL.revokeObjectURL(address);
  }

  get running() {
    return this.#worker !== null;
  }

  /** Have the worker do something, and return what it says. */
  call(order, ...values) {
    if (!this.running) return Promise.reject(new RuntimeError("Stopped", "It has ended."));
    const id = (this.#count += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, order, values });
    });
  }

  /** End the worker at once, whatever it does; who waits for an answer gets the error. */
  end(name = "Stopped", message = "It was stopped.") {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(new RuntimeError(name, message));
    this.#waiting.clear();
  }

  #hear(data) {
    if (data.event) return this.#onEvent(data);
    const waiting = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if (data.error) {
      waiting?.reject(new RuntimeError("Failed", data.error.message, { type: data.error.type }));
    } else {
      waiting?.resolve(data.value);
    }
  }
}
