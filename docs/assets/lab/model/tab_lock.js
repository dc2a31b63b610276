// One tab writes what is kept of a lab. A second tab with the same lab has to take it over.

// A tab that the browser has put to sleep does not answer.
const PATIENCE = 1000;

/**
 * The right to write under a name. `onTaken({asked})` is called when another tab takes it
 * and may return a promise, which is waited for; `asked` is false where this tab was too
 * slow to answer, and must not write any more.
 */
export class Seat {
  #name;
  #onTaken;
  #channel;
  #given;
  #letGo;
  ours = false;

  constructor(name, onTaken) {
    this.#name = name;
    this.#onTaken = onTaken;
    this.#channel = globalThis.BroadcastChannel ? new BroadcastChannel(name) : null;
    this.#channel?.addEventListener("message", ({ data }) => this.#hear(data));
  }

  /** Whether this tab has it, or has got it now because no other tab has. */
  async sit() {
    if (this.ours) return true;
    if (navigator.locks) return this.#ask({ ifAvailable: true });
    // Pages over plain http have no locks: whoever has it says so.
    this.ours = true;
    this.#channel?.postMessage("who");
    return true;
  }

  /** Take it from the other tab, which writes down its own before. */
  async take() {
    const given = new Promise((resolve) => (this.#given = resolve));
    const asleep = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    this.#channel?.postMessage({ give: Date.now() });
    await Promise.race([given, asleep]);
    if (navigator.locks) await this.#ask({ steal: true });
    this.ours = true;
  }

  /**
   * Resolves when this tab knows whether it still has it: a tab that was asleep hears only
   * now that it was taken.
   */
  async confirmed() {
    await navigator.locks?.query();
    await new Promise((resolve) => setTimeout(resolve));
  }

  /** Leave it to the next. */
  leave() {
    this.ours = false;
    this.#letGo?.();
    this.#channel?.close();
  }

  #hear(said) {
    if (said === "given") this.#given?.();
    else if (!this.ours) return;
    else if (said === "who") this.#channel.postMessage("mine");
    else this.#lose({ asked: Date.now() - said.give < PATIENCE / 2 });
  }

  async #lose(how) {
    this.ours = false;
    await this.#onTaken(how);
    this.#letGo?.();
    this.#channel?.postMessage("given");
  }

  /** Ask for the lock and hold it; whether it was got. */
  #ask(options) {
    return new Promise((resolve) => {
      const hold = (lock) => {
        if (!lock) return resolve(false);
        this.ours = true;
        resolve(true);
        return new Promise((letGo) => (this.#letGo = letGo));
      };
      navigator.locks.request(this.#name, options, hold).catch(() => {
        // Taken by a tab that got no answer.
        if (this.ours) this.#lose({ asked: false });
        resolve(false);
      });
    });
  }
}
