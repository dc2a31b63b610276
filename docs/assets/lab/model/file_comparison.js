// How two sets of files differ, in lines.

import { structuredPatch } from "../../vendor/diff.js";

const NO_END = "\\ No newline at end of file";

/** Whether two sets of files are the same. */
export function same(one, other) {
  const paths = Object.keys(one);
  return paths.length === Object.keys(other).length && paths.every((path) => one[path] === other[path]);
}

/** The paths that were added, changed or removed, sorted. */
export function changedPaths(before, after) {
  const all = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...all].filter((path) => before[path] !== after[path]).sort();
}

/**
 * What changed: `[{path, kind, added, removed, hunks: [{from, to, lines}]}]`. `kind` is
 * "added", "removed" or "changed"; a line is `{sign, text}` with the sign +, - or a space.
 */
export function compare(before, after) {
  return changedPaths(before, after).map((path) => {
    const patch = structuredPatch(path, path, before[path] ?? "", after[path] ?? "", "", "", { context: 3 });
    const hunks = patch.hunks.map((hunk) => ({
      from: hunk.oldStart,
      to: hunk.newStart,
      lines: hunk.lines.map((line) =>
        line === NO_END
          ? { sign: " ", text: "(no end of line here)" }
          : { sign: line[0], text: line.slice(1) },
      ),
    }));
    const count = (sign) => hunks.flatMap((hunk) => hunk.lines).filter((line) => line.sign === sign).length;
    const kind = !(path in before) ? "added" : path in after ? "changed" : "removed";
    return { path, kind, hunks, added: count("+"), removed: count("-") };
  });
}
