// What this browser lacks, what still works, and which command does it on one's machine.

import { h, sentence } from "../../decoder/dom.js";
import { style } from "./style.js";

// What is missing, what that means here, and whether anything works without it.
const MEANS = {
  runtime: "The files of this step can be read in its notes, and nothing runs here. Who serves this site makes the part with `python3 learn.py author runtime`; it takes Node with npm.",
  wasm: "Python cannot run in this tab. Lockdown modes and some company settings turn WebAssembly off; another browser, or another profile, has it.",
  worker: "Python cannot run in this tab. A newer browser can.",
  unpacking: "Python cannot run in this tab. A newer browser can: Chrome and Edge 80, Firefox 113, Safari 16.4.",
  secure: "Files, requests, tables and Check work. The frame of the admin does not, and a password is hashed in Python, which takes some two seconds: browsers give both to https and to your own machine only.",
  serviceworker: "Files, requests, tables and Check work; the frame with the browsable API and the admin does not. A private window is the usual reason.",
  storage: "All works, and nothing is kept: export your files before you close the tab.",
  memory: "It may work: close other tabs. Each start takes some 300 MB.",
  jspi: "All works; a password is hashed in Python, which takes some two seconds a login.",
};

/** Fill `element` with what is missing; `support` is that of runtime.js. */
export function mount(element, { step, support }) {
  style();
  const missing = [...support.missing];
  if (support.ok && !support.jspi && !missing.some(({ what }) => what === "secure")) {
    missing.push({ what: "jspi", say: "This browser cannot let Python wait for its own hash." });
  }
  if (!missing.length) {
    element.replaceChildren();
    return;
  }
  const items = missing.map(({ what, say }) =>
    h("li", {}, h("strong", {}, say), " ", ...sentence(MEANS[what] ?? "")),
  );
  const title = support.ok ? "Some of the lab does not work in this browser" : "The lab does not run in this browser";
  const commands = `python3 learn.py start ${Number(step)}\npython3 learn.py check\npython3 learn.py run`;
  element.replaceChildren(
    h(
      "details",
      { class: `lab-gate__box lab-gate__box--${support.ok ? "some" : "all"}`, open: !support.ok },
      h("summary", {}, title),
      h("ul", {}, ...items),
      h("p", {}, "On your own machine, in a copy of the repository, the same is done by:"),
      h("pre", {}, h("code", {}, commands)),
    ),
  );
}
