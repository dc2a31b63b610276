// One worker with an interpreter, as a process: it is given all it needs, called, ended.

import { loadInTurn, manifest, workerScript } from "./bundles.js";

// With these the interpreter starts; the rest arrives meanwhile.
const FIRST = ["interpreter", "python", "stdlib"];
const ALWAYS = [...FIRST, "core", "tools"];

// Each engine has its own words for it.
const NO_MEMORY = /out of memory|allocate memory|memory allocation|array buffer allocation/i;
const LITTLE_MEMORY =
  "This tab did not get the memory that Python needs, some 300 MB. Close other tabs and start again, " +
  "or work on your own machine: python3 learn.py start.";

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
    if (typeof WebAssembly !== "object") {
      throw new RuntimeError("Missing", "Python cannot run here: this browser has no WebAssembly, or it is turned off.");
    }
    const list = await manifest();
    if (!list.built) {
      throw new RuntimeError("Missing", "This site was built without its runtime.");
    }
    const rest = needs({ steps, tests }).filter((name) => !FIRST.includes(name));
    const told = (said) => onProgress({ ...said, text: "loading" });
    const [engine, packages] = await loadInTurn([FIRST, rest], { onProgress: told, signal });
    const lost = (error) => {
      if (signal?.aborted) return new RuntimeError("Cancelled", "Loading was cancelled.");
      return new RuntimeError("Missing", `The runtime cannot be loaded: ${error.message}`);
    };
    packages.catch(() => {});
    let process;
    try {
      const [{ interpreter, python, stdlib }, script] = await Promise.all([engine, workerScript()]);
      signal?.throwIfAborted();
      process = new Process(`${interpreter}\n${script}`, onEvent);
      const plain = { wasm: python, stdlib, files, database, clock, env };
      process.booting = process.call("boot", plain);
      process.booting.catch(() => {});
      const found = await packages;
      signal?.throwIfAborted();
      const given = process.call("packages", {
        packages: [found.core, ...(tests ? [found.tests] : [])],
        tools: found.tools,
        steps: Object.fromEntries(
          steps.map((step) => [list.steps[step].name, found[`step-${step}`]]),
        ),
      });
      given.catch(() => {});
    } catch (error) {
      process?.end();
      throw error instanceof RuntimeError ? error : lost(error);
    }
    onProgress({ loaded: 1, total: 1, text: "starting" });
    const cancel = () => process.end("Cancelled", "It was cancelled.");
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      await process.booting;
    } catch (error) {
      process.end();
      throw NO_MEMORY.test(error.message) ? new RuntimeError("Failed", LITTLE_MEMORY) : error;
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
