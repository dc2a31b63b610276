// The clock of the project: it can be moved on, so that one lives through an expiry.

import { h } from "../../decoder/dom.js";

const MINUTES = [5, 15, 60];

/** The control; `refresh()` shows the time as the project has it. */
export function clock(lab, id) {
  const shown = h("output", { id: `${id}-clock`, class: "lab-clock__time" }, "as your own");
  const button = (text, act) => h("button", { type: "button", class: "lab-button", onclick: act }, text);
  const node = h(
    "div",
    { class: "lab-clock", role: "group", "aria-label": "The clock of the project" },
    h("span", {}, "The project’s clock: ", shown),
    ...MINUTES.map((count) => button(`${count} min on`, () => move(count * 60))),
    button("Back to now", () => move(null)),
  );

  async function move(seconds) {
    try {
      const project = await lab.project();
      const before = await project.clock();
      const off = await project.clock(seconds === null ? 0 : Math.round(before + seconds));
      tell(off);
      lab.say(`The project’s clock: ${shown.textContent}.`);
    } catch (error) {
      lab.say(error.message);
    }
  }

  function tell(off) {
    const minutes = Math.round(off / 60);
    const time = new Date(Date.now() + off * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    shown.textContent = minutes ? `${time}, ${minutes} min ahead of yours` : `${time}, as your own`;
    lab.events.dispatchEvent(new CustomEvent("clock", { detail: off }));
  }

  async function refresh() {
    try {
      tell(await (await lab.project()).clock());
    } catch {
      // It does not run: the time is shown when it does.
    }
  }

  lab.events.addEventListener("restarted", refresh);
  return { node, refresh };
}
