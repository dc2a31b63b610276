// The clock of the project: it can be moved on, so that one lives through an expiry.

import { h } from "../../shared/dom.js";
import { button } from "../controls.js";
import { why } from "./trouble.js";

const MINUTES = [5, 15, 60];

/** The control; `refresh()` shows the time as the running project has it. */
export function clock(lab) {
  let off = null;
  const shown = h("strong", { class: "lab-clock__time" });
  const trouble = h("p", { class: "lab-bad" });
  const node = h(
    "div",
    { class: "lab-clock lab-controls", role: "group", "aria-label": "The clock of the project" },
    h("span", {}, "The project’s clock: ", shown),
    ...MINUTES.map((count) => button(`${count} min on`, () => move(count * 60))),
    button("Back to now", () => move(null)),
    trouble,
  );

  async function move(seconds) {
    trouble.textContent = "";
    try {
      const project = await lab.project();
      tell(await project.clock(seconds === null ? 0 : Math.round((await project.clock()) + seconds)));
      lab.say(`The project’s clock: ${shown.textContent}.`);
      lab.events.dispatchEvent(new CustomEvent("clock", { detail: off }));
    } catch (error) {
      trouble.textContent = why(error);
      lab.say(trouble.textContent);
    }
  }

  function tell(seconds) {
    off = seconds;
    const text = off === null ? "shown once the project runs" : inWords(off, new Date());
    if (shown.textContent !== text) shown.textContent = text;
  }

  async function refresh() {
    try {
      tell(await (await lab.project()).clock());
      lab.events.dispatchEvent(new CustomEvent("clock", { detail: off }));
    } catch {
      // It does not run: the time is shown when it does.
    }
  }

  const ticks = setInterval(() => (node.isConnected ? tell(off) : clearInterval(ticks)), 1000);
  lab.events.addEventListener("restarted", refresh);
  lab.events.addEventListener("stopped", () => tell(null));
  if (lab.running) refresh();
  tell(null);
  return { node, refresh };
}

/** A clock's time, `off` seconds from `now`: "14:05, 15 min ahead of yours". */
export function inWords(off, now) {
  const minutes = Math.round(off / 60);
  const time = new Date(now.getTime() + off * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return minutes ? `${time}, ${minutes} min ahead of yours` : `${time}, as your own`;
}
