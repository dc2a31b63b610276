// The right side of the lab: a strip of tabs, and a pane below each, loaded when shown.

import { h } from "../decoder/dom.js";
import { tabs } from "./tabs.js";

const PANES = {
  check: "Check",
  request: "Request",
  browse: "Browse",
  tables: "Tables",
  inspector: "Token",
  changes: "Changes",
};

export function panes({ id, lab, work, runtime, support, replaced }) {
  const mine = {
    changes: async (panel) => {
      const { mount } = await import("./changes.js");
      const end = () => runtime.stepFiles(lab.step, "end");
      const taken = (files) => replaced(files, { why: "before the solution", began: work.began });
      return mount(panel, lab, { end, replaced: taken });
    },
  };

  async function fill(name, panel) {
    try {
      if (mine[name]) return await mine[name](panel);
      const { mount } = await import(`./panes/${name}.js`);
      return await mount(panel, lab);
    } catch (error) {
      panel.replaceChildren(h("p", { role: "alert" }, `This part cannot be shown: ${error.message}`));
      return undefined;
    }
  }

  const strip = tabs(
    id,
    "What to do with the project",
    Object.entries(PANES).map(([name, title]) => ({ name, title, fill: (panel) => fill(name, panel) })),
  );
  const clock = h("div", { class: "lab-clock" });
  const gate = h("div", { class: "lab-gate" });
  const node = h("section", { class: "lab-panes", "aria-label": "Panes" }, strip.list, gate, ...strip.panels, clock);

  return {
    node,
    show: strip.show,
    async begin() {
      strip.show("check");
    },
    async check() {
      const pane = await strip.show("check");
      return pane?.check?.();
    },
    async inspect(token) {
      const pane = await strip.show("inspector");
      pane?.show?.(token);
    },
  };
}
