// What is kept of a learner's work, one record a step, and the copies of earlier states.

import { same } from "./file_comparison.js";

const MOST_COPIES = 10;

/** The kept work of all steps. */
export class LabStore {
  #store;
  #drafts;
  /** Whether another tab writes, and this one only reads. */
  elsewhere = false;

  /** `store` is what browser_store.js opens, `drafts` those of drafts.js. */
  constructor(store, drafts) {
    this.#store = store;
    this.#drafts = drafts;
  }

  /** Whether it is still there when the browser is opened again. */
  get kept() {
    return this.#store.kept;
  }

  /** Write nothing any more: another tab has the lab. */
  leaveToOtherTab() {
    this.elsewhere = true;
    this.#store = { ...this.#store, kept: false, put: async () => {}, drop: async () => {} };
    this.#drafts = { ...this.#drafts, put() {}, drop() {} };
  }

  /**
   * The record of a step, or null: `{step, files, began, checked, tried, passed, when,
   * clock}`. `began` is what the learner started with, where that is not the end of the
   * step before.
   */
  async read(step) {
    const record = (await this.#store.get("work", step)) ?? null;
    const draft = this.#drafts.get(step);
    return draft && !(record?.when > draft.when) ? draft : record;
  }

  /** The bytes of the project's database, or null. */
  async database(step) {
    return (await this.#store.get("databases", step))?.bytes ?? null;
  }

  async write(record) {
    const when = Date.now();
    await this.#store.put("work", { ...record, when });
    if (this.#drafts.get(record.step)?.when <= when) this.#drafts.drop(record.step);
  }

  /** Write a record where it is there at once, also when the page ends now. */
  draft(record) {
    if (this.kept) this.#drafts.put(record.step, { ...record, when: Date.now() });
  }

  async writeDatabase(step, bytes) {
    if (bytes) await this.#store.put("databases", { step, bytes });
    else await this.#store.drop("databases", step);
  }

  /** The steps whose check has passed, such as ["04", "05"]. */
  async passed() {
    const records = await this.#store.all("work");
    return records.filter((record) => record.passed).map((record) => record.step).sort();
  }

  /** Keep a copy of this state, and say why; the oldest of more than ten goes. */
  async copy(record, database, why) {
    const before = await this.copies(record.step);
    const { step, files, began, clock } = record;
    const twin = before.find((copy) => same(copy.files, files));
    await this.#store.put("copies", { step, files, began, clock, database, why, when: Date.now() });
    const gone = twin ? [twin] : before.slice(MOST_COPIES - 1);
    for (const copy of gone) await this.#store.drop("copies", copy.id);
  }

  /** The copies of a step, the newest first. */
  async copies(step) {
    const all = await this.#store.all("copies");
    return all.filter((copy) => copy.step === step).sort((one, other) => other.id - one.id);
  }

  /** Delete all that is kept of a step. */
  async forget(step) {
    for (const copy of await this.copies(step)) await this.#store.drop("copies", copy.id);
    await this.#store.drop("databases", step);
    await this.#store.drop("work", step);
    this.#drafts.drop(step);
  }
}
