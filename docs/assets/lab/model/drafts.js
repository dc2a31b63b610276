// What is written down in the last moment of a page, when a database is too slow: its
// transactions end with the page, and what is in localStorage does not.

/** The drafts of the site at this address: `{get, put, drop}`, by the step. */
export function drafts(base) {
  const name = (step) => `lab-draft ${new URL(base).pathname} ${step}`;
  const safely = (act) => {
    try {
      return act() ?? null;
    } catch {
      // Blocked, full, or not ours.
      return null;
    }
  };
  return {
    get: (step) => safely(() => JSON.parse(localStorage.getItem(name(step)) ?? "null")),
    put: (step, record) => safely(() => localStorage.setItem(name(step), JSON.stringify(record))),
    drop: (step) => safely(() => localStorage.removeItem(name(step))),
  };
}
