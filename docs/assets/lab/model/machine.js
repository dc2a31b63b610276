// The project of the learner's files: started when it is needed, again when they change.

import { changedPaths, same } from "./file_comparison.js";

// What a project does can change its database: it is kept after as many quiet ms.
const QUIET = 1000;
// A project in an endless loop does not give its database out.
const PATIENCE = 2000;
const TOUCHES = ["request", "run", "manage"];

/**
 * @typedef {import("../../python/runtime.js").Project} Project
 * @typedef {{files: Record<string, string>, abort: AbortController, project: Project | null,
 *   promise?: Promise<Project>}} Run
 */

export class Machine {
  #runtime;
  #work;
  #events;
  /** @type {Run | null} */
  #run = null;
  #timer;
  /** "off", "loading", "starting", "on", "broken" or "stopped". */
  state = "off";
  progress = { loaded: 0, total: 1 };

  /** `runtime` is python/runtime.js; `events` hear "machine", "restarted", "stopped", "broken". */
  constructor({ runtime, work, events }) {
    this.#runtime = runtime;
    this.#work = work;
    this.#events = events;
  }

  /** Whether the project that runs is one of the files as they are now. */
  get current() {
    return this.state === "on" && same(this.#run?.files, this.#work.files);
  }

  /** The running project of the current files. Throws what Project.start throws. */
  project() {
    const before = this.#run;
    const usable = before && (!before.project || before.project.running);
    if (usable && same(before.files, this.#work.files)) return before.promise;
    /** @type {Run} */
    const run = { files: this.#work.files, abort: new AbortController(), project: null };
    this.#run = run;
    run.promise = this.#begin(run, before);
    run.promise.catch(() => {
      if (this.#run === run) this.#run = null;
    });
    return run.promise;
  }

  /** End it at once, whatever it does. The database stays as it was kept last. */
  stop() {
    const run = this.#run;
    this.#run = null;
    clearTimeout(this.#timer);
    run?.abort.abort();
    run?.project?.stop();
    if (run) this.#tell("stopped");
    this.#events.dispatchEvent(new Event("stopped"));
  }

  /** Keep the database as it is now. */
  async keepDatabase() {
    clearTimeout(this.#timer);
    const project = this.#run?.project;
    if (!project?.running) return;
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    const bytes = await Promise.race([project.database(), late]).catch(() => undefined);
    if (bytes !== undefined && this.#run?.project === project) await this.#work.noteDatabase(bytes);
  }

  /**
   * Run lines of a terminal on the files: what they write is taken over, the database
   * too. Returns `{code, output, paths, ms}`, the paths those that changed.
   */
  async command(lines, { onProgress, signal }) {
    await this.keepDatabase();
    const { step, files, database, meta } = this.#work;
    const { clock } = meta;
    const asked = { step, files, database, clock, lines, onProgress, signal };
    const { files: after, database: bytes, ...done } = await this.#runtime.commands(asked);
    const paths = changedPaths(files, after);
    for (const path of paths) {
      if (path in after) this.#work.write(path, after[path]);
      else this.#work.remove(path);
    }
    // Before it is asked for its own, which is the one from before.
    const project = this.#run?.project;
    if (project?.running) await project.setDatabase(bytes);
    await this.#work.noteDatabase(bytes);
    return { ...done, paths };
  }

  async #begin(run, before) {
    if (before) await this.#end(before);
    const { step, database, meta } = this.#work;
    const { signal } = run.abort;
    try {
      signal.throwIfAborted();
      const project = await this.#runtime.Project.start({
        step,
        files: run.files,
        database,
        clock: meta.clock,
        signal,
        onProgress: (progress) => this.#hear(run, progress),
      });
      if (signal.aborted) project.stop();
      signal.throwIfAborted();
      run.project = project;
      this.#watch(project);
      this.#tell("on");
      this.#events.dispatchEvent(new Event("restarted"));
      return project;
    } catch (error) {
      if (this.#run === run) {
        this.#tell(error.name === "Broken" ? "broken" : "off");
        if (error.broken) this.#events.dispatchEvent(new CustomEvent("broken", { detail: error.broken }));
      }
      throw error;
    }
  }

  async #end(run) {
    run.abort.abort();
    if (!run.project) return;
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    const bytes = run.project.running
      ? await Promise.race([run.project.database(), late]).catch(() => undefined)
      : undefined;
    if (bytes !== undefined) await this.#work.noteDatabase(bytes);
    run.project.stop();
  }

  #hear(run, { loaded, total, text }) {
    if (this.#run !== run) return;
    this.progress = { loaded, total };
    this.#tell(text === "loading" && loaded < total ? "loading" : "starting");
  }

  /** Hear of what may change its database, and of its clock. */
  #watch(project) {
    for (const name of TOUCHES) {
      const real = project[name].bind(project);
      project[name] = async (...values) => {
        try {
          return await real(...values);
        } finally {
          this.#touched();
        }
      };
    }
    const clock = project.clock.bind(project);
    project.clock = async (seconds) => {
      const moved = await clock(seconds);
      if (seconds !== undefined) this.#work.noteClock(seconds);
      return moved;
    };
  }

  #touched() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.keepDatabase(), QUIET);
  }

  #tell(state) {
    this.state = state;
    this.#events.dispatchEvent(new Event("machine"));
  }
}
