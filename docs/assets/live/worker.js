// Runs Python in a worker: started by runtime.js from a blob that has the interpreter's
// script before this one. Everything that it needs comes in messages: it loads nothing from
// anywhere.

const PLACE = "https://tab.invalid/";
const TUTORIAL = "/tutorial";
const PROJECT = "/project";
const SITE_PACKAGES = "/lib/python3.14/site-packages";
const WAITS = "Suspending" in WebAssembly;

// The clock that Python asks, which can be moved and stopped.
const real = Date.now.bind(Date);
globalThis.tabClock = {
  offset: 0,
  stopped: null,
  set(moment, running) {
    this.stopped = running ? null : moment;
    this.offset = running ? moment - real() : this.offset;
  },
  move(seconds) {
    this.stopped = null;
    this.offset = seconds * 1000;
  },
  state() {
    return JSON.stringify([this.offset, this.stopped]);
  },
  restore(state) {
    [this.offset, this.stopped] = JSON.parse(state);
  },
};
Date.now = () => globalThis.tabClock.stopped ?? real() + globalThis.tabClock.offset;

let python;
let givePackages;
const packed = new Promise((resolve) => (givePackages = resolve));
let api;
let queue = Promise.resolve();

/** Make every folder and file of an archive, below `top`. */
function lay(FS, files, top) {
  const made = new Set();
  for (const [name, content] of Object.entries(files)) {
    const path = `${top}/${name}`;
    if (name.endsWith("/")) continue;
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(folder)) {
      FS.mkdirTree(folder);
      made.add(folder);
    }
    FS.writeFile(path, content, { canOwn: typeof content !== "string" });
  }
}

async function boot(order) {
  // Compiled once for all workers of the page.
  WebAssembly.instantiateStreaming = async (response, imports) => ({
    module: order.wasm,
    instance: await WebAssembly.instantiate(order.wasm, imports),
  });
  globalThis.fetch = async (url) =>
    new Response(String(url).endsWith("stdlib.zip") ? order.stdlib : new Uint8Array(), {
      headers: { "content-type": "application/wasm" },
    });
  const { unzip } = globalThis.interpreter;
  globalThis.tabClock.offset = (order.clock ?? 0) * 1000;
  python = await globalThis.interpreter.load({
    indexURL: PLACE,
    stdLibURL: `${PLACE}stdlib.zip`,
    stdout: (text) => postMessage({ event: "printed", text }),
    stderr: (text) => postMessage({ event: "printed", text }),
    env: { HOME: "/home", ...order.env },
  });
  // The interpreter runs; the packages may still be on their way.
  const { packages, tools, steps } = await packed;
  const { FS } = python;
  for (const archive of packages) lay(FS, unzip(archive), SITE_PACKAGES);
  lay(FS, unzip(tools), TUTORIAL);
  for (const [folder, archive] of Object.entries(steps)) {
    lay(FS, unzip(archive), `${TUTORIAL}/steps/${folder}`);
  }
  FS.mkdirTree(PROJECT);
  lay(FS, order.files, PROJECT);
  if (order.database) FS.writeFile(`${PROJECT}/db.sqlite3`, order.database);
  // What was looked for before the files were there is looked for again.
  python.runPython(`import importlib, sys; sys.path.append("${TUTORIAL}"); importlib.invalidate_caches()`);
  api = python.pyimport("course.tab.api");
  api.prepare();
}

/** Call a function of course/tab/api.py, one at a time: Python may wait inside. */
function call(name, ...values) {
  const run = () => (WAITS ? api[name].callPromising(...values) : api[name](...values));
  const answer = queue.then(run);
  queue = answer.catch(() => {});
  return answer;
}

const orders = {
  boot,
  packages: (found) => givePackages(found),
  begin: async (host) => JSON.parse(await call("begin", host)),
  notebook: () => call("begin_notebook"),
  async request(asked, body) {
    const bytes = python.toPy(body ?? new Uint8Array());
    const answer = await call("request", JSON.stringify(asked), bytes.tobytes?.() ?? bytes);
    const [head, content] = answer.toJs();
    answer.destroy();
    return { ...JSON.parse(head), body: content };
  },
  cell: async (code) => JSON.parse(await call("run_cell", code)),
  command: async (line) => JSON.parse(await call("command", line)),
  files: async (known) => JSON.parse(await call("files", JSON.stringify(known))),
  tables: async () => JSON.parse(await call("tables")),
  async check(number, patience) {
    const tell = (kind, count, line) => postMessage({ event: "record", kind, count, line });
    return JSON.parse(await call("check", number, patience, tell));
  },
  async judge(number, records, code) {
    python.FS.writeFile("/tmp/results.jsonl", records);
    return JSON.parse(await call("judge", number, code));
  },
  async database() {
    await queue;
    const file = `${PROJECT}/db.sqlite3`;
    return python.FS.analyzePath(file).exists ? python.FS.readFile(file) : null;
  },
  async putDatabase(bytes) {
    await queue;
    await call("close_database");
    const file = `${PROJECT}/db.sqlite3`;
    if (bytes) python.FS.writeFile(file, bytes);
    else if (python.FS.analyzePath(file).exists) python.FS.unlink(file);
  },
  async clock(seconds) {
    if (seconds !== undefined) globalThis.tabClock.move(seconds);
    return (Date.now() - real()) / 1000;
  },
};

onmessage = async ({ data: { id, order, values } }) => {
  try {
    postMessage({ id, value: await orders[order](...values) });
  } catch (error) {
    postMessage({ id, error: { message: String(error.message ?? error), type: error.type ?? error.name } });
  }
};
