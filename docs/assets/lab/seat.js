// One tab writes what is kept of a lab. A second tab with the same lab has to ask for it.

// A tab that the browser has put to sleep does not answer.
const PATIENCE = 1000;

/**
 * The right to write under a name. `onTaken` is called when another tab asks for it and
 * may return a promise, which is waited for; `onFree` when this tab has got it after all.
 */
export class Seat {
  #name;
  #onTaken;
  #onFree;
  #channel;
  #given;
  #letGo;
  #waiting;
  ours = false;

  constructor(name, { onTaken, onFree }) {
    this.#name = name;
    this.#onTaken = onTaken;
    this.#onFree = onFree;
    this.#channel = globalThis.BroadcastChannel ? new BroadcastChannel(name) : null;
    this.#channel?.addEventListener("message", ({ data }) => this.#hear(data));
  }

  /** Whether this tab has it now. If not, it waits until the other tab is closed. */
  async sit() {
    if (!navigator.locks) {
      // Pages over plain http have no locks: whoever has it says so.
      this.ours = true;
      this.#channel?.postMessage("who");
      return true;
    }
    const got = await this.#ask({ ifAvailable: true });
    if (!got) this.#queue();
    return got;
  }

  /** Take it from the other tab, which writes down its own before. */
  async take() {
    if (this.ours) return;
    const given = new Promise((resolve) => (this.#given = resolve));
    const asleep = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    this.#channel?.postMessage("give");
    await Promise.race([given, asleep]);
    // With locks this tab was the next in the queue.
    if (this.ours) return;
    this.#waiting?.abort();
    if (navigator.locks) await this.#ask({ steal: true });
    else this.ours = true;
    await this.#onFree();
  }

  /** Leave it to the next. */
  leave() {
    this.ours = false;
    this.#waiting?.abort();
    this.#letGo?.();
    this.#channel?.close();
  }

  #hear(said) {
    if (said === "given") this.#given?.();
    else if (!this.ours) return;
    else if (said === "who") this.#channel.postMessage("mine");
    else this.#lose();
  }

  async #lose() {
    this.ours = false;
    await this.#onTaken();
    this.#letGo?.();
    if (navigator.locks) this.#queue();
    else this.#channel?.postMessage("given");
  }

  /** Wait until the other tab leaves it. */
  async #queue() {
    this.#waiting = new AbortController();
    if (!(await this.#ask({ signal: this.#waiting.signal }))) return;
    await this.#onFree();
    this.#given?.();
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
        // Stolen by a tab that got no answer, or given up.
        if (this.ours) this.#lose();
        resolve(false);
      });
    });
  }
}
