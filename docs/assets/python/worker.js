// Runs Python in a worker: started by runtime.js from a blob that has the interpreter's
// script before this one. Everything that it needs comes in messages: it loads nothing from
// anywhere.

const PLACE = "https://tab.invalid/";
const TUTORIAL = "/tutorial";
const PROJECT = "/project";
const STDLIB = "/lib/python314.zip";
const SITE_PACKAGES = "/lib/python3.14/site-packages";
// The names of all modules that are loaded, without what is inside of packages.
const NAMES = `
import json, sys
json.dumps(sorted({name.partition(".")[0] for name in sys.modules}))
`;
// What Django takes of the standard library: loaded while Django itself is on its way.
const EARLY = `
import asyncio, concurrent.futures, difflib, email.generator, gettext, html.parser
import http.client, http.cookies, ipaddress, logging.config, shutil, sqlite3, tempfile
import urllib.request, uuid, wsgiref.simple_server, zoneinfo
`;
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
// What arrives while the interpreter starts: the library and Django, then the rest.
const gives = {};
const arrives = Object.fromEntries(
  ["core", "rest"].map((part) => [part, new Promise((resolve) => (gives[part] = resolve))]),
);
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
  WebAssembly.instantiateStreaming = /** @type {any} */ (
    async (response, imports) => ({
      module: order.wasm,
      instance: await WebAssembly.instantiate(order.wasm, imports),
    })
  );
  globalThis.fetch = async (url) =>
    new Response(String(url).endsWith("stdlib.zip") ? order.stdlib : null, {
      headers: { "content-type": "application/wasm" },
    });
  const { unzip } = globalThis.interpreter;
  globalThis.tabClock.offset = (order.clock ?? 0) * 1000;
  python = await globalThis.interpreter.load({
    indexURL: PLACE,
    stdLibURL: `${PLACE}stdlib.zip`,
    stdout: (text) => postMessage({ event: "printed", text }),
    stderr: (text) => postMessage({ event: "printed", text }),
    env: { HOME: "/home" },
    snapshot: order.snapshot,
  });
  // Before anything of the learner's is there.
  const plain = order.snapshot ? null : new Set(names());
  if (plain && !order.alone) python.runPython(EARLY);
  const { FS } = python;
  const { stdlib, core, tools } = await arrives.core;
  // What begins with a snapshot has read what it needs of the library.
  if (stdlib) FS.writeFile(STDLIB, stdlib);
  lay(FS, unzip(core), SITE_PACKAGES);
  lay(FS, unzip(tools), TUTORIAL);
  if (plain) {
    look();
    python.runPython(`import sys; sys.path.append("${TUTORIAL}")`);
    python.runPython("from course.browser.python import api; api.prepare()");
    if (!order.alone) python.runPython("api.load(api.DJANGO)");
  }
  const { packages, steps } = await arrives.rest;
  for (const archive of packages) lay(FS, unzip(archive), SITE_PACKAGES);
  for (const [folder, archive] of Object.entries(steps)) {
    lay(FS, unzip(archive), `${TUTORIAL}/steps/${folder}`);
  }
  look();
  if (plain) {
    if (!order.alone) {
      python.runPython("api.load(api.PACKAGES)");
      remember(names().filter((name) => !plain.has(name)));
    }
    // While a snapshot could be made, Python had a stand-in for it, which noted every way.
    python.unregisterJsModule("js");
    python.registerJsModule("js", globalThis);
  }
  api = python.pyimport("course.browser.python.api");
  api.begin_process(JSON.stringify(order.env));
  FS.mkdirTree(PROJECT);
  lay(FS, order.files, PROJECT);
  if (order.database) FS.writeFile(`${PROJECT}/db.sqlite3`, order.database);
}

/** What was looked for before the files were there is looked for again. */
function look() {
  python.runPython("import importlib; importlib.invalidate_caches()");
}

function names() {
  return JSON.parse(python.runPython(NAMES));
}

/**
 * Give the page the memory of this Python, for those that it starts later, with the names
 * of the modules that are loaded there and would not be at the beginning.
 */
function remember(modules) {
  /** @type {Uint8Array | null} */
  let memory = null;
  try {
    memory = python.makeMemorySnapshot();
  } catch (error) {
    // They start from the beginning, too.
    console.debug(error);
  }
  postMessage({ event: "snapshot", memory, modules }, memory ? [memory.buffer] : []);
}

/** Call a function of course/browser/python/api.py, one at a time: Python may wait inside. */
function call(name, ...values) {
  const run = () => (WAITS ? api[name].callPromising(...values) : api[name](...values));
  const answer = queue.then(run);
  queue = answer.catch(() => {});
  return answer;
}

const orders = {
  boot,
  arrive: (part, found) => gives[part](found),
  begin: async (host, migrated) => JSON.parse(await call("begin", host, migrated)),
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
