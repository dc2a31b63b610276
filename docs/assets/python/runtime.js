// The tutorial's Python in this tab: a step's project that answers, and its check.

import { base, cost, load, manifest } from "./bundles.js";
import { needs, RuntimeError, WorkerProcess } from "./worker_process.js";
import { unzipSync as unzip } from "../vendor/fflate.js";

export { base, RuntimeError };

// Seconds for each test, and for the project to load; and how much later than that a
// check is given up which has not said a word.
const PATIENCE = 30;
const SILENCE = 30;
// How a worker's error is called where the project has ended Python: by os._exit, by an
// interrupt, or by a recursion without an end.
const ENDS = new Set(["Exit", "KeyboardInterrupt", "RangeError", "InternalError", "RuntimeError"]);
const decoder = new TextDecoder();

/**
 * @typedef {import("./bundles.js").Loading} Loading
 * @typedef {import("./worker_process.js").Files} Files
 * @typedef {import("./worker_process.js").Bytes} Bytes
 */

/** What of this browser is missing: `{ok, missing: [{what, say}], jspi, runtime}`. */
export async function support() {
  /** @type {{what: string, say: string}[]} */
  const missing = [];
  const lacks = (what, say) => missing.push({ what, say });
  const runtime = await manifest().then(
    ({ built }) => Boolean(built),
    () => false,
  );
  if (!runtime) lacks("runtime", "This site was built without the part that runs Python in a tab.");
  if (typeof WebAssembly !== "object" || !WebAssembly.compileStreaming) {
    lacks("wasm", "This browser has no WebAssembly, or it is turned off.");
  }
  if (typeof Worker !== "function") lacks("worker", "This browser has no workers.");
  if (typeof DecompressionStream !== "function") {
    lacks("unpacking", "This browser cannot unpack what is loaded.");
  }
  const fatal = missing.length > 0;
  if (!globalThis.isSecureContext) {
    lacks("secure", "This page came over plain http from another machine.");
  } else if (!navigator.serviceWorker) {
    lacks("serviceworker", "This browser has no service workers, or not in this window.");
  }
  if (!(await storage())) lacks("storage", "This browser keeps nothing for this page.");
  if ((navigator.deviceMemory ?? 8) <= 2) lacks("memory", "This machine has little memory.");
  const jspi = typeof WebAssembly === "object" && "Suspending" in WebAssembly;
  return { ok: !fatal, missing, jspi, runtime };
}

async function storage() {
  try {
    return await new Promise((resolve) => {
      const opening = indexedDB.open("keeps-something");
      opening.onsuccess = () => {
        opening.result.close();
        resolve(true);
      };
      opening.onerror = () => resolve(false);
    });
  } catch {
    return false;
  }
}

/** Compressed bytes that a step's project, or its check, still has to load. */
export async function toLoad(step, { tests = false } = {}) {
  return cost(needs({ steps: [step], tests }));
}

/** The step's number, name, title, endpoints and requests. */
export async function stepInfo(step) {
  return (await manifest()).steps[step];
}

/** The files of a step's project at its "start" or its "end", by their paths. */
export async function stepFiles(step, which = "end") {
  const number = Number(step) - (which === "start" ? 1 : 0);
  if (number < 1) return {};
  const name = `step-${String(number).padStart(2, "0")}`;
  const files = unzip((await load([name]))[name]);
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [path, decoder.decode(content)]),
  );
}

/**
 * The database that `migrate` would make for these files, or null where it has to: the
 * site has those of the steps, by a hash of their Python files (course/browser/build/databases.py).
 */
async function migratedDatabase(files) {
  const own = Object.entries(files).filter(([path]) => path.endsWith(".py") && !path.startsWith("tests/"));
  const text = JSON.stringify(own.sort(([one], [other]) => (one < other ? -1 : 1)));
  try {
    // Browsers have this for https and one's own machine only.
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
    const name = (await manifest()).databases[Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("")];
    return name ? (await load([name]))[name] : null;
  } catch {
    return null;
  }
}

/** One project, served by a worker of its own. */
export class Project {
  #process;
  #options;
  #clock = 0;

  /**
   * Start the project of a step: its own end, or the `files` that are given. With
   * `notebook` nothing is served: cells run where the notebooks stand. Throws
   * RuntimeError; where the project does not load, its name is "Broken" and `broken` says
   * why. `onPrint(line)` is told what the project prints, as a server's terminal is.
   *
   * @param {Loading & {step: string, files?: Files, database?: Bytes, clock?: number, notebook?: boolean,
   *   env?: Record<string, string>, onPrint?: (line: string) => void}} options
   */
  static async start({ step, files, database = null, clock = 0, notebook = false, env = {}, onPrint, onProgress, signal }) {
    const project = new Project();
    const all = Promise.resolve(files ?? stepFiles(step));
    const asIs = database || notebook || Object.keys(env).length;
    const ready = asIs ? Promise.resolve(null) : all.then(migratedDatabase);
    for (const each of [all, ready]) each.catch(() => {});
    project.#clock = clock;
    project.#process = await WorkerProcess.start({
      steps: [step],
      files: all,
      database: ready.then((made) => made ?? database),
      clock,
      env,
      onProgress,
      onEvent: ({ event, text }) => event === "printed" && onPrint?.(text),
      signal,
    });
    project.#options = { step, files: await all, env };
    if (notebook) {
      await project.#process.call("notebook");
      return project;
    }
    const broken = await project.#process.call("begin", location.host, Boolean(await ready));
    if (broken) {
      project.stop();
      throw new RuntimeError("Broken", broken.message, { broken });
    }
    return project;
  }

  constructor() {
    this.session = crypto.getRandomValues(new Uint32Array(2)).join("");
  }

  get running() {
    return this.#process?.running ?? false;
  }

  /**
   * Send a request: `{method, path, headers, body, jar}`, the headers an object or
   * pairs, the body text, bytes or null. With `jar` cookies are kept and sent again, and
   * the project stands under the path of this session.
   */
  async request({ method = "GET", path = "/", headers = {}, body = null, jar = false }) {
    const begin = performance.now();
    const pairs = Array.isArray(headers) ? headers : Object.entries(headers);
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    const asked = { method, path, headers: pairs, browser: jar };
    if (jar) asked.prefix = new URL(this.address).pathname.replace(/\/$/, "");
    const answer = await this.#process.call("request", asked, bytes && new Uint8Array(bytes));
    const ms = performance.now() - begin;
    return { ...answer, text: decoder.decode(answer.body), ms };
  }

  /** Where the frame finds the project: `…/lab/app/<session>/`. */
  get address() {
    return new URL(`lab/app/${this.session}/`, base).href;
  }

  /** Run a cell of Python: `{outputs: [{kind, text}], ms}`. */
  async run(code) {
    const begin = performance.now();
    const outputs = await this.#process.call("cell", code);
    return { outputs, ms: performance.now() - begin };
  }

  /**
   * Run lines of a terminal, each in a process of its own that has the project's files
   * and database: `{code, output, files, ms}`. The lines after one that fails do not run.
   */
  async manage(lines, loading = {}) {
    const { step, files, env } = this.#options;
    const database = await this.database();
    const asked = { step, files, database, env, clock: this.#clock, lines };
    const { database: after, ...result } = await commands({ ...asked, ...loading });
    await this.setDatabase(after);
    return result;
  }

  /** The database's tables: `[{name, columns, rows, total}]`. */
  tables() {
    return this.#process.call("tables");
  }

  /** The file of the database, or null. */
  database() {
    return this.#process.call("database");
  }

  /** Put another file in the place of the database, or none. */
  setDatabase(bytes) {
    return this.#process.call("putDatabase", bytes);
  }

  /** Move the project's clock by so many seconds from the real time; returns them. */
  async clock(seconds) {
    if (seconds !== undefined) this.#clock = seconds;
    return this.#process.call("clock", seconds);
  }

  /** End the worker at once, also in an endless loop. */
  stop() {
    this.#process?.end();
  }
}

/**
 * Run lines of a terminal on files, each in a process of its own, without a project that
 * is served: `{code, output, files, database, ms}`, the last two as the lines leave them.
 * The lines after one that fails do not run.
 *
 * @param {Loading & {step: string, files: Files, database?: Bytes, lines: string,
 *   env?: Record<string, string>, clock?: number}} options
 */
export async function commands({ step, files, database = null, lines, env = {}, clock = 0, onProgress, signal }) {
  const begin = performance.now();
  let result = { code: 0, output: "", files, database };
  for (const line of lines.split("\n").map((each) => each.trim()).filter(Boolean)) {
    const { files: before, database: old } = result;
    const tests = /\bpytest\b/.test(line);
    const options = { steps: [step], files: before, database: old, env, tests, clock };
    const process = await WorkerProcess.start({ ...options, onProgress, signal });
    const cancel = () => process.end("Cancelled", "The command was stopped.");
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      const { code, output } = await process.call("command", line);
      const after = await process.call("files", Object.keys(before));
      const bytes = await process.call("database");
      result = { code, output: result.output + output, files: after, database: bytes };
    } finally {
      signal?.removeEventListener("abort", cancel);
      process.end();
    }
    if (result.code) break;
  }
  return { ...result, ms: performance.now() - begin };
}

/**
 * Run a step's tests against the files, in a worker of its own. Returns the document of
 * `learn.py check --json`; `onProgress({done, total, text})` counts tests. A test may
 * take `patience` seconds.
 *
 * @param {{step: string, files: Files, patience?: number, signal?: AbortSignal, onProgress?: (said: any) => void}} options
 */
export async function check({ step, files, patience = PATIENCE, onProgress = () => {}, signal }) {
  const records = [];
  let total = 0;
  let done = 0;
  let timer;
  let giveUp;
  const silent = new Promise((_, reject) => (giveUp = reject));
  silent.catch(() => {});
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => giveUp(new RuntimeError("Silent", "")), (patience + SILENCE) * 1000);
  };
  const listen = ({ event, kind, count, line }) => {
    if (event !== "record") return;
    wait();
    records.push(line);
    if (kind === "collected") total = count;
    if (kind === "result") onProgress({ done: (done += 1), total, text: "testing" });
    if (kind === "stuck") giveUp(new RuntimeError("Stuck", ""));
  };
  const options = { steps: [step], files, tests: true, onProgress, signal };
  const process = await WorkerProcess.start({ ...options, onEvent: listen });
  const cancel = () => process.end("Cancelled", "The check was stopped.");
  signal?.addEventListener("abort", cancel, { once: true });
  wait();
  try {
    return await Promise.race([process.call("check", Number(step), patience), silent]);
  } catch (error) {
    process.end();
    if (error.name === "Cancelled" || signal?.aborted) throw error;
    // What the tutorial's own code raises says nothing about the project.
    if (error.type && !ENDS.has(error.type)) throw error;
    // Python has ended, or never would: what it wrote down until then is judged.
    const exit = /exit\((\d+)\)/.exec(error.message);
    const code = { Silent: null, Stuck: 97 }[error.name] ?? Number(exit?.[1] ?? 1);
    const judge = await WorkerProcess.start({ steps: [step], files, onProgress, signal });
    try {
      return await judge.call("judge", Number(step), records.join(""), code);
    } finally {
      judge.end();
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cancel);
    process.end();
  }
}
