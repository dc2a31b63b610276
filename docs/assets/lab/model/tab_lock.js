// One tab at a time writes what is kept of a lab; a second one finds it locked.

// Milliseconds to wait for it; a tab that answers later was asleep, and another may write by then.
const PATIENCE = 300;

/** The name under which a lab of the site at this address is locked. */
export const lockName = (base, step) => `lab ${new URL(base).pathname} ${step}`;

/** The right to write under a name, until `free()` or until the tab is gone. */
export class TabLock {
  #name;
  #onLost;
  /** @type {(done?: unknown) => void} */
  #free = () => {};

  /** `onLost()` is called where this tab had it, and another has it now. */
  constructor(name, onLost = () => {}) {
    this.#name = name;
    this.#onLost = onLost;
  }

  /** Try to get it; resolves to whether this tab has it. */
  take() {
    // Pages over plain http have no locks: there the tabs talk to each other.
    return navigator.locks ? this.#lock() : this.#claim();
  }

  /** Leave it to the next tab. */
  free() {
    this.#free();
  }

  #lock() {
    // A page that is reloaded waits for the one before it.
    const signal = AbortSignal.timeout(PATIENCE);
    return new Promise((resolve) => {
      let held = false;
      const hold = () => {
        resolve((held = true));
        return new Promise((free) => (this.#free = free));
      };
      navigator.locks.request(this.#name, { signal }, hold).catch(() => {
        // An older page of this site can take it; where locks are blocked, nothing is kept either.
        if (held) this.#onLost();
        else resolve(!signal.aborted);
      });
    });
  }

  /** Say when this tab came: who came before refuses, or leaves it where it hears of this too late. */
  #claim() {
    const channel = new BroadcastChannel(this.#name);
    this.#free = () => channel.close();
    const mine = Date.now() + Math.random();
    /** @type {boolean | null} */
    let held = null;
    return new Promise((resolve) => {
      const lose = () => {
        if (held) this.#onLost();
        held = false;
        resolve(false);
      };
      channel.onmessage = ({ data: { claim, refused } }) => {
        if (refused === mine) lose();
        else if (held === false || !claim) return;
        // It may have missed that this tab is here.
        else if (claim < mine) return held || channel.postMessage({ claim: mine });
        else if (Date.now() - claim > PATIENCE) lose();
        else channel.postMessage({ refused: claim });
      };
      channel.postMessage({ claim: mine });
      setTimeout(() => resolve((held ??= true)), PATIENCE);
    });
  }
}
