// The times of a token and now, on a line.

import { seconds } from "./claims.js";
import { svg } from "../shared/dom.js";
import { fromNow } from "./wording.js";

const [WIDTH, HEIGHT, MARGIN, LINE] = [320, 62, 14, 32];
// Names that stand closer would cover each other.
const CLOSE = 52;
// From 1970 to the year 5138; what is beyond is no second of a token's life.
const LAST = 100_000_000_000;

/** The picture, or null where there is no time to be shown. */
export function timeline(payload, now) {
  const times = ["iat", "nbf", "exp"]
    .map((name) => ({ name, at: seconds(payload.get(name)) }))
    .filter(/** @returns {one is {name: string, at: number}} */ (one) => one.at !== null && one.at >= 0 && one.at <= LAST);
  if (!times.length) return null;
  const all = [...times, { name: "now", at: now }].sort((a, b) => a.at - b.at);
  const [first, length] = [all[0].at, all[all.length - 1].at - all[0].at];
  const place = (at) => MARGIN + (length ? (at - first) / length : 0.5) * (WIDTH - 2 * MARGIN);
  const told = all.map(({ name, at }) => (name === "now" ? name : `${name} ${fromNow(at - now)}`));
  return svg(
    "svg",
    {
      class: "jwt-timeline",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: "img",
      "aria-label": `Time line: ${told.join(", ")}.`,
    },
    svg("line", { x1: 2, x2: WIDTH - 2, y1: LINE, y2: LINE }),
    ...life(times, place),
    ...times.map(({ at }) => svg("circle", { cx: place(at), cy: LINE, r: 4 })),
    ...together(times, place).map(({ names, x }) => label(names.join(", "), x, LINE - 12)),
    svg("path", { class: "jwt-now", d: `M${place(now)} ${LINE + 3}l5 9h-10z` }),
    label("now", place(now), LINE + 25),
  );
}

// The thick piece of the line: where a server takes the token.
function life(times, place) {
  const end = times.find(({ name }) => name === "exp");
  const starts = times.filter(({ name }) => name !== "exp").map(({ at }) => at);
  if (!end || !starts.length || Math.max(...starts) >= end.at) return [];
  const [x1, x2] = [place(Math.max(...starts)), place(end.at)];
  return [svg("line", { class: "jwt-life", x1, x2, y1: LINE, y2: LINE })];
}

function together(times, place) {
  const groups = [];
  for (const { name, at } of [...times].sort((a, b) => a.at - b.at)) {
    const last = groups.at(-1);
    if (last && place(at) - last.x < CLOSE) last.names.push(name);
    else groups.push({ names: [name], x: place(at) });
  }
  return groups;
}

function label(text, x, y) {
  const anchor = x < 60 ? "start" : x > WIDTH - 60 ? "end" : "middle";
  const edge = { start: Math.max(2, x - 6), middle: x, end: Math.min(WIDTH - 2, x + 6) };
  return svg("text", { x: edge[anchor], y, "text-anchor": anchor }, text);
}
