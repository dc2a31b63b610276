// The right side of the lab: a strip of tabs, and a pane below each, loaded when shown.

import { h } from "../../shared/dom.js";
import { tabs } from "./tabs.js";

const PANES = {
  check: "Check",
  request: "Request",
  browse: "Browse",
  tables: "Tables",
  inspector: "Token",
  commands: "Commands",
  changes: "Changes",
};

export function panes({ id, lab, work, machine, runtime, replaced }) {
  // Those that need more of the lab than the others.
  const mine = {
    commands: async (panel) => {
      const { mount } = await import("./commands.js");
      return mount(panel, lab, { run: (lines, how) => machine.command(lines, how) });
    },
    changes: async (panel) => {
      const { mount } = await import("./changes.js");
      const end = () => runtime.stepFiles(lab.step, "end");
      const taken = (files) => replaced(files, { why: "before the solution", began: work.meta.began });
      return mount(panel, lab, { end, replaced: taken });
    },
  };

  async function fill(name, panel) {
    try {
      if (mine[name]) return await mine[name](panel);
      const { mount } = await import(`./${name}.js`);
      return await mount(panel, lab);
    } catch (error) {
      console.error(error);
      panel.replaceChildren(h("p", { role: "alert" }, `This part cannot be shown: ${error.message}`));
      return undefined;
    }
  }

  const strip = tabs(
    id,
    "What to do with the project",
    Object.entries(PANES).map(([name, title]) => ({ name, title, fill: (panel) => fill(name, panel) })),
  );
  const node = h("section", { class: "lab-panes", "aria-label": "Panes" }, strip.list, ...strip.panels);

  return { node, show: strip.show };
}
