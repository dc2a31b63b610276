// Which lines a check names, and what it came to.

/**
 * The marks of a report on these files: `[{path, line, say, more}]`, the most telling
 * first. What is in a file that the learner does not have is left out.
 */
export function marksOf(marks, files) {
  return marks
    .filter(({ file }) => file && Object.hasOwn(files, file))
    .map(({ file, line, say, more }) => ({ path: file, line: line ?? 1, say, more: more || "" }));
}

/** What a check came to, in a few words, and whether it passed. */
export function outcome({ error, status, sentences }) {
  if (error) return { passed: false, say: "not checked: something is in the way" };
  return { passed: status === "passed", say: sentences.outcome };
}
