// Which lines a check names, and what is said of them.

/**
 * The marks of a check's document on these files: `[{path, line, say, more}]`, the most
 * telling first. What stands in a file that the learner does not have is left out.
 */
export function marksOf(document, files) {
  const { mistake, broken, failure } = document;
  const found = [];
  if (mistake) found.push({ ...mistake, more: mistake.fix });
  if (broken) found.push({ ...broken, say: broken.message, more: broken.next_action });
  // A mistake says what a failure shows; the second sentence would say less.
  if (failure && !found.length) {
    found.push({ ...failure, say: failure.rule || failure.message, more: failure.why });
  }
  return found
    .filter(({ file }) => file && Object.hasOwn(files, file))
    .map(({ file, line, say, more }) => ({ path: file, line: line ?? 1, say, more: more || "" }));
}

/** What a check came to, in a few words, and whether it passed. */
export function outcome(document) {
  if (document.error) return { passed: false, say: "not checked: something is in the way" };
  if (document.status === "passed") return { passed: true, say: "passed" };
  if (document.status === "broken") return { passed: false, say: "the project does not load" };
  const done = document.tasks.filter((task) => task.status === "passed").length;
  return { passed: false, say: `${done} of ${document.tasks.length} tasks done` };
}
