// One worker with an interpreter, as a process: it is given all it needs, called, ended.

import { loadInTurn, manifest, workerScript } from "./bundles.js";
import * as snapshot from "./snapshot.js";

// In the order in which Python asks for them.
const FIRST = ["interpreter"];
const ENGINE = ["python", "stdlib"];
const CORE = ["core", "tools"];
const ALWAYS = [...FIRST, ...ENGINE, ...CORE, "more"];

// Each engine has its own words for it.
const NO_MEMORY = /out of memory|allocate memory|memory allocation|array buffer allocation/i;
const LITTLE_MEMORY =
  "This tab did not get the memory that Python needs, some 300 MB. Close other tabs and start again, " +
  "or work on your own machine: python3 learn.py start.";

/**
 * The names of the bundles that a worker needs.
 *
 * @param {{steps?: string[], tests?: boolean}} what
 */
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

/**
 * @typedef {Record<string, string>} Files the texts by their paths
 * @typedef {Uint8Array | null} Bytes of a database
 * @typedef {object} Own
 * @property {string[]} [steps] those whose files it has below /tutorial/steps
 * @property {boolean} [tests] whether it has pytest
 * @property {Files | Promise<Files>} [files] those of /project
 * @property {Bytes | Promise<Bytes>} [database]
 * @property {Record<string, string>} [env]
 * @property {number} [clock] the seconds that its time is off
 * @property {(said: any) => void} [onEvent]
 */

export class WorkerProcess {
  #worker;
  #waiting = new Map();
  #count = 0;
  #onEvent;

  /**
   * Start a worker and boot Python in it.
   *
   * @param {Own & import("./bundles.js").Loading} options
   * @returns {Promise<WorkerProcess>}
   */
  static async start(options) {
    if (typeof WebAssembly !== "object") {
      throw new RuntimeError("Missing", "Python cannot run here: this browser has no WebAssembly, or it is turned off.");
    }
    const list = await manifest();
    if (!list.built) {
      throw new RuntimeError("Missing", "This site was built without its runtime.");
    }
    const { onProgress, signal } = options;
    const process = await WorkerProcess.#given(list, options);
    onProgress?.({ loaded: 1, total: 1, text: "starting" });
    const cancel = () => process.end("Cancelled", "It was cancelled.");
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      await process.booting;
    } catch (error) {
      process.end();
      if (process.remembered && error.name !== "Cancelled") {
        // Whatever is wrong with that memory: without it there is another way to the same.
        await snapshot.forget(list);
        return WorkerProcess.start(options);
      }
      throw NO_MEMORY.test(error.message) ? new RuntimeError("Failed", LITTLE_MEMORY) : error;
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
    if (process.fresh && snapshot.clashes(await snapshot.find(list), (await options.files) ?? {})) {
      // Only now is it known that the project has a module which is loaded already.
      process.end();
      return WorkerProcess.start(options);
    }
    return process;
  }

  /**
   * A worker that boots: it is given one part after the other, as they arrive.
   *
   * @param {any} list of the bundles
   * @param {Own & import("./bundles.js").Loading} options
   */
  static async #given(list, { steps = [], tests = false, files = {}, database = null, clock = 0, env = {}, onEvent, onProgress, signal }) {
    let process;
    try {
      const found = await snapshot.find(list);
      // With a memory of its own Python starts without the library.
      /** @type {string[][]} */
      const turns = found?.memory ? [FIRST, ["python"], ["stdlib", ...CORE]] : [FIRST, ENGINE, CORE];
      const rest = needs({ steps, tests }).filter((name) => !turns.flat().includes(name));
      const told = (said) => onProgress?.({ ...said, text: "loading" });
      const loading = await loadInTurn([...turns, rest], { onProgress: told, signal });
      for (const each of loading) each.catch(() => {});
      const [first, engine, core, others] = loading;
      const [script, { interpreter }] = await Promise.all([workerScript(), first]);
      signal?.throwIfAborted();
      // The worker gets ready while what it will run is still on its way.
      process = new WorkerProcess(`${interpreter}\n${script}`, (said) =>
        said.event === "snapshot" ? snapshot.keep(list, said) : onEvent?.(said),
      );
      const own = await files;
      const alone = snapshot.clashes(found, own);
      const memory = alone ? null : await (found?.memory?.catch(() => null) ?? null);
      process.remembered = memory !== null;
      process.fresh = !alone && !process.remembered;
      const { python, stdlib = memory ? null : (await core).stdlib } = await engine;
      const tables = await database;
      const plain = { wasm: python, stdlib, snapshot: memory, alone, files: own, database: tables, clock, env };
      signal?.throwIfAborted();
      process.booting = process.call("boot", plain);
      process.booting.catch(() => {});
      const arrived = (part, content) => {
        signal?.throwIfAborted();
        process.call("arrive", part, content).catch(() => {});
      };
      arrived("core", await core);
      const { more, tests: pytest, ...archives } = await others;
      arrived("rest", {
        packages: pytest ? [more, pytest] : [more],
        steps: Object.fromEntries(steps.map((step) => [list.steps[step].name, archives[`step-${step}`]])),
      });
      return process;
    } catch (error) {
      process?.end();
      if (error instanceof RuntimeError) throw error;
      if (signal?.aborted) throw new RuntimeError("Cancelled", "Loading was cancelled.");
      throw new RuntimeError("Missing", `The runtime cannot be loaded: ${error.message}`);
    }
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
