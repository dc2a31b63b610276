// Tabs by the pattern of the ARIA guide: arrows move, Enter shows, Tab goes on into the panel.
// What a panel does when it is shown may cost something, so that moving shows none.

import { h } from "../../shared/dom.js";

/**
 * `panes` are `[{name, title, fill}]`; `fill(panel)` is called when a pane is shown for
 * the first time and may return a promise; the panel hears "shown" each time. Returns
 * `{list, panels, show}`.
 */
export function tabs(id, label, panes) {
  const filled = new Map();
  const made = panes.map(({ name, title, fill }) => {
    const panel = h("div", {
      class: "lab-pane",
      id: `${id}-${name}`,
      role: "tabpanel",
      "aria-labelledby": `${id}-tab-${name}`,
      tabindex: "0",
      hidden: true,
    });
    const tab = h(
      "button",
      {
        type: "button",
        class: "lab-tab",
        id: `${id}-tab-${name}`,
        role: "tab",
        "aria-controls": panel.id,
        "aria-selected": "false",
        tabindex: "-1",
        onclick: () => show(name),
      },
      title,
    );
    return { name, tab, panel, fill };
  });

  /** Show a pane; returns what `fill` made of it. */
  function show(name) {
    for (const { name: other, tab, panel } of made) {
      const chosen = other === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      panel.hidden = !chosen;
      // The strip alone: on a phone the page itself stays where it is.
      if (chosen) list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.clientWidth) / 2;
    }
    const { panel, fill } = made.find((each) => each.name === name);
    if (!filled.has(name)) filled.set(name, Promise.resolve(fill(panel)));
    panel.dispatchEvent(new Event("shown"));
    return filled.get(name);
  }

  const list = h(
    "div",
    {
      class: "lab-tabs",
      role: "tablist",
      "aria-label": label,
      onkeydown(event) {
        const here = made.findIndex(({ tab }) => tab === event.target);
        const steps = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: made.length - 1 };
        if (here < 0 || !(event.key in steps)) return;
        event.preventDefault();
        const { tab } = made.at(steps[event.key] % made.length);
        tab.focus();
      },
    },
    ...made.map(({ tab }) => tab),
  );
  return { list, panels: made.map(({ panel }) => panel), show };
}
