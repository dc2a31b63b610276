// The memory of a Python that has loaded what every project needs. The first worker that
// starts makes it, before anything of the learner's is there; those after it begin with
// it, also on later visits, as far as the browser keeps something for this site.

import { base } from "./bundles.js";

// What it is made of: with any other of these it is another.
const PARTS = ["interpreter", "python", "stdlib", "core", "more", "tools"];
const CACHE = `python ${base.pathname}`;
// Milliseconds after which it is put away: the project is to start first.
const LATER = 3000;

/** @typedef {{address: string, memory: Promise<Uint8Array<ArrayBuffer>> | null, modules: string[]}} Snapshot */

/** @type {Snapshot | null} */
let here = null;

function addressOf({ files }) {
  const names = PARTS.map((part) => files[part].name).join(" ");
  return new URL(`assets/runtime/snapshot?${encodeURIComponent(names)}`, base).href;
}

/** What is kept: `{memory, modules}`, a promise of the bytes and names; null if nothing. */
export async function find(list) {
  const address = addressOf(list);
  if (here?.address !== address) here = await stored(address);
  return here;
}

/**
 * Whether a project of these files starts without it, and without anything loaded before
 * the project: a file that is called like one of the modules would be loaded in its place.
 */
export function clashes(found, files) {
  const own = new Set(Object.keys(files).map((path) => path.split("/")[0].replace(/\.py$/, "")));
  return Boolean(found?.modules.some((name) => own.has(name)));
}

/** Keep what a worker has sent. */
export function keep(list, { memory, modules }) {
  const address = addressOf(list);
  if (here?.address === address && here.memory) return;
  here = { address, memory: memory && Promise.resolve(memory), modules };
  if (memory) setTimeout(() => store(address, memory, modules).catch(() => {}), LATER);
}

/** Forget it, in the browser and here, where the next Python may leave another. */
export async function forget(list) {
  here = { address: addressOf(list), memory: null, modules: [] };
  await globalThis.caches?.delete(CACHE).catch(() => {});
}

async function stored(address) {
  try {
    const cache = await caches.open(CACHE);
    const answer = await cache.match(address);
    if (!answer) return null;
    const memory = answer.arrayBuffer().then((bytes) => new Uint8Array(bytes));
    memory.catch(() => {});
    return { address, memory, modules: JSON.parse(answer.headers.get("x-modules") ?? "[]") };
  } catch {
    // A browser that keeps nothing, or plain http.
    return null;
  }
}

async function store(address, memory, modules) {
  await caches.delete(CACHE);
  const cache = await caches.open(CACHE);
  const headers = { "content-type": "application/octet-stream", "x-modules": JSON.stringify(modules) };
  await cache.put(address, new Response(memory, { headers }));
}
