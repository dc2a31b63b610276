// The learner's files of one step: what is done to them, and that it is kept.

import { same } from "./file_comparison.js";

// Milliseconds of quiet before what was typed is written down.
const QUIET = 300;

/**
 * @typedef {Record<string, string>} Files the texts by their paths
 * @typedef {{passed: boolean, say: string}} Outcome of a check
 * @typedef {object} Meta
 * @property {Files | null} began what the learner began with, where that is not the end of the step before
 * @property {Outcome | null} checked of these files
 * @property {boolean} tried whether a check has not passed
 * @property {string | null} passed when a check has passed
 * @property {string[]} claimed the steps that have passed elsewhere
 * @property {number} clock the seconds by which the project's time is off
 */

export class Work {
  #store;
  #events;
  #timer;
  #saving = Promise.resolve();
  #dirty = false;
  /**
   * The files by their paths; replaced and never changed, so that it tells a state.
   * @type {Files}
   */
  files = {};
  /** @type {Meta} */
  meta = { began: null, checked: null, tried: false, passed: null, claimed: [], clock: 0 };
  #writing = 0;
  /** The files as they were exported last. */
  exported = null;
  /** Whether anything was changed in this tab. */
  touched = false;
  /** Why the last attempt to write failed, or "". */
  trouble = "";

  /**
   * `start` is the end of the step before; `record` and `database` are what was kept, or
   * null. What changes is told to `events`: "files" with `{paths}`, "kept".
   */
  constructor({ step, store, events, start, record, database }) {
    this.step = step;
    this.start = start;
    this.#store = store;
    this.#events = events;
    this.#take(record, database);
  }

  #take(record, database) {
    const { files, began = null, checked = null, tried = false, passed = null } = record ?? {};
    const { claimed = [], clock = 0 } = record ?? {};
    this.files = files ?? { ...this.start };
    this.meta = { began, checked, tried, passed, claimed, clock };
    this.database = database;
    /** Whether there is a record of it. */
    this.recorded = Boolean(record);
    this.touched = false;
  }

  /** What the learner began with. */
  get began() {
    return this.meta.began ?? this.start;
  }

  /** Whether there is anything of the learner's own. */
  get changed() {
    return !same(this.files, this.began);
  }

  /** Whether what was typed here is lost with this page. */
  get atRisk() {
    if (this.files === this.exported || ["kept", "saving"].includes(this.state)) return false;
    return this.state === "memory" ? this.changed : this.touched;
  }

  get record() {
    return { step: this.step, files: this.files, ...this.meta };
  }

  /** How it is kept: "kept", "saving", "memory", "elsewhere" or "failed". */
  get state() {
    if (this.#store.elsewhere) return "elsewhere";
    if (this.trouble) return "failed";
    if (!this.#store.kept) return "memory";
    return this.#dirty || this.#writing ? "saving" : "kept";
  }

  write(path, text) {
    if (this.files[path] === text) return;
    this.#change({ ...this.files, [path]: text }, [path]);
  }

  remove(path) {
    const { [path]: text, ...rest } = this.files;
    this.#change(rest, [path]);
    return text;
  }

  rename(old, path) {
    const pairs = Object.entries(this.files).map(([name, text]) => [name === old ? path : name, text]);
    this.#change(Object.fromEntries(pairs), [old, path]);
  }

  /** Other files in their place; what was there is kept as a copy, with the reason. */
  async replace(files, { why, began = null, database = null, clock = 0 }) {
    await this.copy(why);
    this.database = database;
    this.meta = { ...this.meta, began, clock, checked: null };
    await this.#keepDatabase();
    this.#change(files, [...new Set([...Object.keys(this.files), ...Object.keys(files)])]);
    await this.flush();
  }

  /** Keep a copy of the files as they are; the copies of a step are the last ten. */
  async copy(why) {
    if (this.changed) await this.#store.copy(this.record, this.database, why);
  }

  /** What a check of these files came to, `{passed, say}`. */
  noteCheck(outcome, files) {
    const passed = outcome.passed ? new Date().toISOString() : this.meta.passed;
    const tried = this.meta.tried || !outcome.passed;
    const checked = same(files, this.files) ? outcome : null;
    this.meta = { ...this.meta, checked, tried, passed };
    this.#soon();
  }

  /** Steps that passed elsewhere, as an imported zip says. */
  claim(steps) {
    this.meta = { ...this.meta, claimed: [...new Set([...this.meta.claimed, ...steps])] };
    this.#soon();
  }

  noteClock(seconds) {
    this.meta = { ...this.meta, clock: seconds };
    this.#soon();
  }

  /** The project's database as it is now. */
  async noteDatabase(bytes) {
    if (sameBytes(bytes, this.database)) return;
    this.database = bytes;
    await this.#keepDatabase();
  }

  /** Write down at once what is not written down yet. */
  flush() {
    clearTimeout(this.#timer);
    if (!this.#dirty) return this.#saving;
    this.#dirty = false;
    this.recorded = true;
    this.#writing += 1;
    this.#saving = this.#attempt(() => this.#store.write(this.record)).then((done) => {
      this.#writing -= 1;
      this.#dirty ||= !done;
      this.#events.dispatchEvent(new Event("kept"));
    });
    return this.#saving;
  }

  /** The page may end now: what is not surely written goes where it takes no moment. */
  leave() {
    if (this.#dirty || this.#writing) this.#store.draft(this.record);
    return this.flush();
  }

  /** The browser has thrown away what it kept. */
  lost() {
    this.trouble = "the browser has cleared what it kept of this site";
    this.#events.dispatchEvent(new Event("kept"));
  }

  /** Delete all that is kept of this step, and begin again. */
  async forget() {
    clearTimeout(this.#timer);
    this.#dirty = false;
    await this.#saving;
    await this.#attempt(() => this.#store.forget(this.step));
    const before = Object.keys(this.files);
    this.#take(null, null);
    this.#tell([...new Set([...before, ...Object.keys(this.files)])]);
  }

  #change(files, paths) {
    this.files = files;
    this.touched = true;
    this.meta = { ...this.meta, checked: null };
    this.#soon();
    this.#tell(paths);
  }

  #tell(paths) {
    this.#events.dispatchEvent(new CustomEvent("files", { detail: { paths } }));
  }

  #soon() {
    this.#dirty = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), QUIET);
    this.#events.dispatchEvent(new Event("kept"));
  }

  #keepDatabase() {
    return this.#attempt(() => this.#store.writeDatabase(this.step, this.database));
  }

  /** Try to write; whether it went well. */
  async #attempt(write) {
    try {
      await write();
      this.trouble = "";
      return true;
    } catch (error) {
      this.trouble = error.name === "QuotaExceededError" ? "the space of this browser is full" : error.message;
      this.#events.dispatchEvent(new Event("kept"));
      return false;
    }
  }
}

function sameBytes(one, other) {
  if (!one || !other || one.length !== other.length) return one === other;
  return one.every((byte, position) => byte === other[position]);
}
