// Which hints of a task are shown; course/commands/hint.py says the same on the terminal.

/** How many hints have been given once one more is; those that do not fit are passed over. */
export function following(all, seen, failure) {
  let next = seen;
  while (next < all.length - 1 && !fits(all[next], failure)) next += 1;
  return Math.min(next + 1, all.length);
}

/** The positions of the hints to show: after the last one all of them. */
export function rungs(all, seen, failure) {
  const positions = all.slice(0, seen).map((_, position) => position);
  if (seen >= all.length) return positions;
  return positions.filter((position) => fits(all[position], failure));
}

/** "Why 404? No path leads there." is a question and its answer. */
export function split(text) {
  const place = text.indexOf("? ");
  return place < 0 ? [text, ""] : [text.slice(0, place + 1), text.slice(place + 2)];
}

/** False for “Why 404?” where the project answered something else. */
export function fits(hint, failure) {
  const [question] = hint.split("?");
  const codes = question.startsWith("Why") ? (question.match(/\b\d{3}\b/g) ?? []) : [];
  if (!codes.length || !failure) return true;
  return codes.some((code) => `${failure.message} ${failure.happened}`.includes(code));
}
