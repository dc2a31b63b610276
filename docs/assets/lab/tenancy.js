// What the learner is told of where the work is kept, and of other tabs with this lab.

export function tenancy({ work, events, seat, notices, openAny, download }) {
  const exported = { title: "Export as a zip", act: download, stays: true };

  function elsewhere(text) {
    const take = { title: "Use this tab", act: () => seat.take() };
    notices.show("tab", text, [take, exported], { kind: "bad" });
  }

  /** This tab writes from now on; what the other tab wrote is read, or kept as a copy. */
  async function free() {
    work.ours = true;
    await work.readAgain({ mine: work.touched });
    notices.clear("tab");
    openAny();
  }

  events.addEventListener("kept", () => {
    if (work.state !== "failed") return notices.clear("failed");
    notices.show("failed", `Your last change could not be kept: ${work.trouble}.`, [exported], { kind: "bad" });
  });

  return {
    begin() {
      if (!work.ours) elsewhere("This lab is open in another tab. What you type here is not kept.");
      else if (work.state === "memory") {
        const text = "This browser keeps nothing for this page, as in a private window: export your files before you close it.";
        notices.show("memory", text, [exported], { kind: "bad" });
      }
    },
    taken: () => elsewhere("Another tab has this lab now. What you type here is not kept."),
    free,
  };
}
