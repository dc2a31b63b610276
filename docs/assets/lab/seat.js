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
    this.#channel?.postMessage("give");
    if (!navigator.locks) {
      this.ours = true;
      return;
    }
    const free = new Promise((resolve) => (this.#waiting.got = resolve));
    const asleep = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    await Promise.race([free, asleep]);
    if (this.ours) return;
    this.#waiting.abort.abort();
    await this.#ask({ steal: true });
  }

  /** Leave it to the next. */
  leave() {
    this.ours = false;
    this.#waiting?.abort.abort();
    this.#letGo?.();
    this.#channel?.close();
  }

  async #hear(said) {
    if (said === "who" && this.ours) this.#channel.postMessage("mine");
    if (said === "mine" && this.ours) this.#lose();
    if (said === "give" && this.ours) this.#lose();
  }

  async #lose() {
    this.ours = false;
    await this.#onTaken();
    this.#letGo?.();
    if (navigator.locks) this.#queue();
  }

  #queue() {
    const abort = new AbortController();
    this.#waiting = { abort, got: () => {} };
    this.#ask({ signal: abort.signal }).then((got) => {
      if (!got) return;
      this.#waiting.got();
      this.#onFree();
    });
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
