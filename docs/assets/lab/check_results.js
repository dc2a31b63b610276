// What a check or a start has found: its lines are marked, and what it came to is kept.

import { marksOf, outcome } from "./editor/check_marks.js";

/** Follow the events of `lab`; `passed()` is called when a check has passed. */
export function followResults({ lab, work, editor, files, notices, passed }) {
  const { events } = lab;
  let judged = work.files;
  let marker = "";

  /** Mark lines; `by` is who has found them, the check or a start. */
  function mark(marks, by) {
    marker = by;
    editor.mark(marks);
    files.show({ marked: new Set(marks.map(({ path }) => path)) });
  }

  function look({ file, line }) {
    if (!file || !(file in work.files)) return [];
    return [{ title: `Show ${file}`, act: () => lab.show(file, line), stays: true }];
  }

  events.addEventListener("checking", () => (judged = work.files));
  events.addEventListener("checked", ({ detail }) => {
    const result = outcome(detail);
    // What was typed in the meantime was not checked.
    if (!detail.error) work.noteCheck(result, judged);
    mark(marksOf(detail.sentences?.marks ?? [], work.files), "check");
    if (result.passed) passed();
    else notices.clear("passed");
  });
  events.addEventListener("broken", ({ detail }) => {
    mark(marksOf([{ ...detail, say: detail.message, more: detail.next_action }], work.files), "start");
    notices.show("broken", `The project does not load. ${detail.message}`, look(detail), { kind: "bad" });
  });
  events.addEventListener("restarted", () => {
    notices.clear("broken");
    if (marker === "start") mark([], "");
  });
}
