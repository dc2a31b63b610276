// The project that the cells of a page share: started by the first one that runs, and for
// one step at a time. Cells run in the order of the page: what stands above has run before.

import { fill, placeholders, readRequest, valuesOf, writeAnswer } from "./note_requests.js";

export class Session {
  /** @type {import("./runtime.js").Project | null} */
  #project = null;
  #ran = new Set();
  #known = new Map();
  #kind = "";
  /** @type {AbortController | null} */
  #abort = null;
  #busy = Promise.resolve();
  #stops = 0;

  /** `Project` is that of runtime.js. */
  constructor(Project) {
    this.Project = Project;
  }

  /** Whether a project runs, whose state "start again" would clear. */
  get started() {
    return this.#project?.running ?? false;
  }

  /**
   * Run a cell, and before it those of `cells`, in their order, that stand above it and
   * have not run yet. A cell has {kind, step, at, source, recorded, begin(), show()}. Throws
   * what the runtime throws; `onProgress({loaded, total, text})`.
   */
  run(cell, cells, onProgress) {
    const stops = this.#stops;
    const work = this.#busy.then(() => {
      // It had to wait, and was stopped meanwhile.
      if (stops !== this.#stops) throw cancelled();
      return this.#run(cell, cells, onProgress);
    });
    this.#busy = work.catch(() => {});
    return work;
  }

  async #run(cell, cells, onProgress) {
    const { signal } = (this.#abort = new AbortController());
    try {
      const project = await this.#ready(cell, { onProgress, signal });
      const above = cells.slice(0, cells.indexOf(cell)).filter((each) => this.#isMissing(each, cell));
      for (const each of [...above, cell]) {
        each.begin(each === cell ? above.length : -1);
        const outputs = await this.#execute(project, each, { onProgress, signal });
        this.#ran.add(each);
        each.show(outputs);
        if (each !== cell && outputs.some(({ kind }) => kind === "error")) {
          throw Object.assign(new Error(`Block ${each.number} above failed.`), { name: "Above" });
        }
      }
    } catch (error) {
      // Python has ended, by os._exit() for one: the next run begins anew.
      if (error.name === "Failed") this.end();
      throw error;
    } finally {
      this.#abort = null;
    }
  }

  #isMissing(each, cell) {
    return this.#kindOf(each) === this.#kindOf(cell) && !this.#ran.has(each);
  }

  #kindOf({ kind, step }) {
    return `${kind === "python" ? "notebook" : "project"} ${step}`;
  }

  async #ready(cell, { onProgress, signal }) {
    if (this.#project?.running && this.#kind === this.#kindOf(cell)) return this.#project;
    this.end();
    this.#kind = this.#kindOf(cell);
    const notebook = cell.kind === "python";
    const project = await this.Project.start({ step: cell.step, notebook, onProgress, signal });
    if (signal.aborted) {
      project.stop();
      throw cancelled();
    }
    this.#project = project;
    return project;
  }

  async #execute(project, cell, loading) {
    if (cell.kind === "http") return this.#request(project, cell);
    if (cell.kind === "python") return (await project.run(cell.source)).outputs;
    const { code, output } = await project.manage(cell.source, loading);
    // Some commands of the notes are to fail: that is no error of the cell.
    const failed = code ? [{ kind: "note", text: `It ended with code ${code}.` }] : [];
    return [...(output ? [{ kind: "stdout", text: output }] : []), ...failed];
  }

  async #request(project, { source, recorded, at }) {
    let asked;
    try {
      asked = readRequest(fill(source, this.#known));
    } catch (error) {
      return [{ kind: "error", text: error.message }];
    }
    const [missing] = placeholders(fill(source, this.#known));
    if (missing) {
      const text = `No answer so far has given a value for {{${missing}}}.`;
      return [{ kind: "error", text }];
    }
    await project.clock(at);
    const answer = await project.request({ ...asked, body: asked.body || null });
    for (const [name, value] of valuesOf(answer)) this.#known.set(name, value);
    return [{ kind: "http", text: writeAnswer(answer, recorded) }];
  }

  /**
   * Give up what is being loaded, or end the project in the midst of a cell; what waits
   * for that does not run either.
   */
  stop() {
    this.#stops += 1;
    this.#abort?.abort();
    this.end();
  }

  /** End the project; the next cell begins with a new one. */
  end() {
    this.#project?.stop();
    this.#project = null;
    this.#ran.clear();
    this.#known.clear();
    this.#kind = "";
  }
}

function cancelled() {
  return Object.assign(new Error("It was cancelled."), { name: "Cancelled" });
}
