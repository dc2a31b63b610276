// What the tab loads to run Python: each bundle once a page, unpacked here.

/** The site's root. */
export const base = new URL("../../", import.meta.url);
const FOLDER = new URL("assets/runtime/", base);

// So few bytes before one group has arrived, the next is asked for: the line is never idle.
const AHEAD = 400_000;

const loaded = new Map();
/** @type {Promise<any> | undefined} */
let list;

/**
 * @typedef {object} Loading
 * @property {(said: {loaded: number, total: number, text?: string}) => void} [onProgress]
 * @property {AbortSignal} [signal]
 */

/** The list of the bundles; `built` is false where this site has none. */
export function manifest() {
  list ??= fetch(new URL("manifest.json", FOLDER), { cache: "no-cache" })
    .then((answer) => (answer.ok ? answer.json() : { built: false, steps: {} }))
    .catch((error) => {
      list = undefined;
      throw error;
    });
  return list;
}

/** Whether a bundle is in the memory of this page, or kept by the browser for the site. */
async function isHere(file) {
  if (loaded.get(file.name)?.done) return true;
  const store = globalThis.caches;
  return store ? Boolean(await store.match(new URL(file.name, FOLDER)).catch(() => false)) : false;
}

/** How many bytes these bundles still cost, and how many they are: `{bytes, total}`. */
export async function cost(names) {
  const { files } = await manifest();
  let bytes = 0;
  let total = 0;
  for (const name of names) {
    total += files[name].bytes;
    if (!(await isHere(files[name]))) bytes += files[name].bytes;
  }
  return { bytes, total };
}

/**
 * Load some bundles at once. `onProgress({loaded, total})` counts compressed bytes.
 * Returns `{name: content}`: bytes, for "python" the compiled module, for
 * "interpreter" its text. Throws what `fetch` throws, an AbortError when cancelled.
 */
export async function load(names, options) {
  return (await loadInTurn([names], options))[0];
}

/**
 * The same for groups of bundles: what is in the second is asked for when the first has
 * nearly arrived, so that a slow line brings first what is needed first. Returns a promise for
 * each group.
 *
 * @param {string[][]} groups
 * @param {Loading} [options]
 */
export async function loadInTurn(groups, { onProgress, signal } = {}) {
  const { files } = await manifest();
  const names = groups.flat();
  const total = names.reduce((sum, name) => sum + files[name].bytes, 0);
  const counts = new Map();
  /** @type {Promise<unknown>} */
  let before = Promise.resolve();
  return groups.map((group) => {
    const start = before;
    const arrivals = [];
    const contents = group.map((name) => {
      /** @type {(value?: unknown) => void} */
      let arrived = () => {};
      arrivals.push(new Promise((resolve) => (arrived = resolve)));
      const count = (bytes) => {
        counts.set(name, bytes);
        onProgress?.({ loaded: [...counts.values()].reduce((a, b) => a + b, 0), total });
        if (bytes >= files[name].bytes - AHEAD) arrived();
      };
      const content = start.then(() => one(files[name], name, count, signal));
      content.then(arrived, arrived);
      return content;
    });
    before = Promise.all(arrivals);
    const all = Promise.all(contents);
    // Whoever waits for the first group hears of the failure of the second later.
    all.catch(() => {});
    return all.then((found) => Object.fromEntries(group.map((name, at) => [name, found[at]])));
  });
}

async function one(file, name, count, signal) {
  const known = loaded.get(file.name);
  if (known) {
    const content = await abortable(known.promise, signal);
    count(file.bytes);
    return content;
  }
  const entry = { done: false, promise: fetched(file, name, count, signal) };
  loaded.set(file.name, entry);
  try {
    const content = await entry.promise;
    entry.done = true;
    return content;
  } catch (error) {
    loaded.delete(file.name);
    throw error;
  }
}

async function fetched(file, name, count, signal) {
  const answer = await fetch(new URL(file.name, FOLDER), { signal });
  if (!answer.ok) throw new Error(`${file.name}: the server answers ${answer.status}.`);
  let bytes = 0;
  const counted = /** @type {ReadableStream<Uint8Array>} */ (answer.body).pipeThrough(
    new TransformStream(
      {
        transform(chunk, sink) {
          bytes += chunk.byteLength;
          count(bytes);
          sink.enqueue(chunk);
        },
      },
      undefined,
      // What arrives is taken in at once, however long its unpacking takes.
      { highWaterMark: Infinity },
    ),
  );
  // Some servers unpack it on the way, for all their good will.
  const packed = !answer.headers.get("content-encoding");
  const stream = packed ? counted.pipeThrough(new DecompressionStream("gzip")) : counted;
  const headers = { "content-type": name === "python" ? "application/wasm" : "text/plain" };
  const content = new Response(stream, { headers });
  if (name === "python") return WebAssembly.compileStreaming(content);
  if (name === "interpreter") return content.text();
  return new Uint8Array(await content.arrayBuffer());
}

function abortable(promise, signal) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

let script;

/** The text of worker.js. */
export function workerScript() {
  script ??= fetch(new URL("worker.js", import.meta.url)).then((answer) => answer.text());
  return script;
}
