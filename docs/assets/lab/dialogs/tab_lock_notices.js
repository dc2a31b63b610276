// What the learner is told of where the work is kept, and of other tabs with this lab.

const PRIVATE =
  "This browser keeps nothing for this page, as in a private window: export your files before you close it.";

export function tenancy({ work, events, seat, notices, openAny, download }) {
  const exported = { title: "Export as a zip", act: download, stays: true };
  const gone = new AbortController();

  function elsewhere(text) {
    const use = { title: "Use this tab", act: take, stays: true };
    notices.show("tab", text, [use, exported], { kind: "bad" });
  }

  async function take() {
    await seat.take();
    await takeOver();
  }

  /** This tab writes from now on; what the other tab wrote is read, or kept as a copy. */
  async function takeOver() {
    await work.takeOver();
    notices.clear("tab");
    openAny();
  }

  /** Whoever comes back to this tab after the other was closed goes on here. */
  async function seen() {
    if (work.ours || work.touched || !navigator.locks) return;
    if (document.visibilityState === "visible" && (await seat.sit())) await takeOver();
  }

  events.addEventListener("kept", () => {
    if (work.state !== "failed") return notices.clear("failed");
    notices.show("failed", `Your last change could not be kept: ${work.trouble}.`, [exported], { kind: "bad" });
  });
  events.addEventListener("taken", () => {
    elsewhere("Another tab has this lab now. What you type here is not kept.");
  });
  window.addEventListener("focus", seen, { signal: gone.signal });
  document.addEventListener("visibilitychange", seen, { signal: gone.signal });

  return {
    begin() {
      if (!work.ours) elsewhere("This lab is open in another tab. What you type here is not kept.");
      else if (work.state === "memory") notices.show("memory", PRIVATE, [exported], { kind: "bad" });
    },
    end: () => gone.abort(),
  };
}
