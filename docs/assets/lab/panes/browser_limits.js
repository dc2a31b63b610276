// What this browser lacks, in words: what is missing, what works all the same.

// For each thing that can be missing: what that means here.
const MEANS = {
  runtime: "The notes of this step can be read, and nothing runs here. Whoever serves this site makes the missing part with `python3 learn.py author runtime`, which takes Node with npm.",
  wasm: "The files can be read and changed, and Python cannot run in this tab. Lockdown modes and some company settings turn WebAssembly off; another browser, or another profile, has it.",
  worker: "The files can be read and changed, and Python cannot run in this tab. A newer browser can.",
  unpacking: "The notes of this step can be read, and nothing runs here. A newer browser can: Chrome and Edge 80, Firefox 113, Safari 16.4.",
  secure: "Files, requests, tables and Check work. The frame with the admin does not, and a password is hashed in Python, which takes some two seconds: browsers give both to https and to your own machine only.",
  serviceworker: "Files, requests, tables and Check work; the frame with the browsable API and the admin does not. A private window is the usual reason.",
  storage: "All works, and nothing is kept: export your files before you close the tab. A private window or blocked cookies are the usual reason.",
  memory: "It may work: close other tabs first. Each start takes some 300 MB.",
  jspi: "All works, and a password is hashed in Python: a registration or a login takes some two seconds.",
};
const JSPI = { what: "jspi", say: "This browser cannot let Python wait for its own hash." };
// With these missing all panes are there.
const SMALL = new Set(["storage", "memory", "jspi"]);

/** What `support()` of runtime.js came to: `{title, items: [{what, say, means}]}`, or null. */
export function browserLimits({ ok, missing, jspi }) {
  const found = [...missing];
  // Where nothing runs, or over plain http, the hash is no news.
  if (ok && !jspi && !found.some(({ what }) => what === "secure")) found.push(JSPI);
  if (!found.length) return null;
  const items = found.map(({ what, say }) => ({ what, say, means: MEANS[what] ?? "" }));
  if (!ok) return { title: `The lab does not run ${found[0].what === "runtime" ? "on this site" : "in this browser"}`, items };
  const small = found.every(({ what }) => SMALL.has(what));
  return { title: small ? "The lab works here, with a limit" : "A part of the lab does not work here", items };
}

/** The commands that do the same on one's own machine. */
export const commandsOf = (step) => `python3 learn.py start ${Number(step)}\npython3 learn.py check\npython3 learn.py run`;
