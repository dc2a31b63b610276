// What the learner is told where the work is not kept.

const SAID = {
  memory:
    "This browser keeps nothing for this page, as in a private window: export your files before you close it.",
  elsewhere:
    "This lab is open in another tab. What you type here is not kept: close the other tab and reload this page to work here.",
  failed: (work) => `Your last change could not be kept: ${work.trouble}.`,
};

/** Show a notice while the work is not kept; `download` exports it. */
export function storageNotices({ work, events, notices, download }) {
  const buttons = [{ title: "Export as a zip", act: download, stays: true }];
  let shown = "";

  function show() {
    const said = SAID[work.state];
    const text = typeof said === "function" ? said(work) : (said ?? "");
    // One that was put away does not come back for each key.
    if (text === shown) return;
    shown = text;
    if (text) notices.show("storage", text, buttons, { kind: "bad" });
    else notices.clear("storage");
  }

  events.addEventListener("kept", show);
  return show;
}
