// In the service worker: keeps the files of the site, which assets/offline.json lists with
// their hashes, and answers with them where the network does not. For a path that is not in
// the list nothing is ever kept or answered: a project of the reader's own may be served
// from the same host and port later.

const LIST = "assets/offline.json";
const RUNTIME = "assets/runtime/";
// A name that changes with what is in the file.
const HASHED = /^assets\/runtime\/.*-[0-9a-f]{8,}\.[\w.]+$/;
const HASH = "x-kept";
// At this path stands which version is kept in full.
const DONE = "assets/offline-kept/";
// Milliseconds that a server may take before what is kept is shown instead.
const PATIENCE = 4_000;
const AT_ONCE = 4;

/** The name of the cache: other sites of the same host have theirs. */
export const cacheName = (scope) => `site 1 ${new URL(scope).pathname}`;

/** Delete the caches of earlier forms of this. */
export async function forgetOld(scope) {
  const { pathname } = new URL(scope);
  const old = (await caches.keys()).filter(
    (name) => /^site \d+ /.test(name) && name.endsWith(` ${pathname}`),
  );
  await Promise.all(old.filter((name) => name !== cacheName(scope)).map((n) => caches.delete(n)));
}

/** The path of an address as the list writes it: "glossary/", "" for the home page; or null. */
export function pathOf(address, scope) {
  const url = new URL(address);
  url.search = url.hash = "";
  if (!url.href.startsWith(scope)) return null;
  return decodeURIComponent(url.href.slice(scope.length)).replace(/(^|\/)index\.html$/, "$1");
}

const addressOf = (path, scope) => new URL(encodeURI(path), scope).href;

/** Answer a GET of a file of the site. */
export async function answerSite(event, path, scope) {
  const { request } = event;
  const cache = await caches.open(cacheName(scope));
  const { files } = await listOf(cache, scope);
  if (!Object.hasOwn(files, path)) {
    const folder = `${path}/`;
    if (!Object.hasOwn(files, folder)) return fetch(request);
    return fetch(request).catch(() => Response.redirect(addressOf(folder, scope), 302));
  }
  const kept = await cache.match(addressOf(path, scope));
  if (!HASHED.test(path)) return freshest(request, kept, new URL(scope).hostname);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    const copy = answer.clone();
    event.waitUntil(put(cache, path, files[path], copy, scope).catch(() => {}));
  }
  return answer;
}

/** What the server says; what is kept only where it says nothing, or not in time. */
async function freshest(request, kept, host) {
  const answer = fetch(request);
  if (!kept) return answer;
  const late = isHere(host) ? [] : [after(PATIENCE)];
  answer.catch(() => {});
  return Promise.race([answer, ...late]).then(
    (first) => first ?? kept,
    () => kept,
  );
}

/** This machine answers at once, or works on it: no line to it is slow. */
export const isHere = (host) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function listOf(cache, scope) {
  const kept = await cache.match(addressOf(LIST, scope));
  return kept ? kept.json() : { version: null, files: {} };
}

/** @type {Promise<unknown>} */
let queue = Promise.resolve();

/** Keep the "pages", or "all" with what runs Python. Returns whether all of it is kept. */
export function keep(what, scope) {
  // One after the other: the site may have changed while it was being kept.
  queue = queue.then(() => keepNow(what, scope)).catch(() => false);
  return queue;
}

async function keepNow(what, scope) {
  const answer = await fetch(addressOf(LIST, scope), { cache: "no-cache" });
  if (!answer.ok) return false;
  const list = await answer.clone().json();
  const cache = await caches.open(cacheName(scope));
  const mark = addressOf(DONE + what, scope);
  const done = await cache.match(mark);
  if (done && (await done.text()) === list.version) return true;
  await cache.put(addressOf(LIST, scope), answer);
  const paths = Object.keys(list.files).filter(
    (path) => what === "all" || !path.startsWith(RUNTIME) || !HASHED.test(path),
  );
  const missing = [];
  for (const path of paths) {
    const kept = await cache.match(addressOf(path, scope));
    if (kept?.headers.get(HASH) !== list.files[path]) missing.push(path);
  }
  let all = true;
  const next = async () => {
    for (let path = missing.shift(); path !== undefined; path = missing.shift()) {
      const fetched = await fetch(addressOf(path, scope), { cache: "no-cache" });
      all = (await put(cache, path, list.files[path], fetched, scope)) && all;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  if (!all) return false;
  await cache.put(mark, new Response(list.version));
  await clean(cache, list, scope);
  return true;
}

/** Keep an answer, if it is the file that the list means. Returns whether it is. */
async function put(cache, path, hash, answer, scope) {
  if (!answer.ok) return false;
  const content = await answer.arrayBuffer();
  // A server that unpacks on the way gives other bytes, whose name is of the packed ones.
  const unpacked = path.endsWith(".gz") && answer.headers.has("content-encoding");
  if (!unpacked && (await hashOf(content)) !== hash) return false;
  const headers = { [HASH]: hash };
  for (const name of ["content-type", ...(unpacked ? ["content-encoding"] : [])]) {
    if (answer.headers.has(name)) headers[name] = answer.headers.get(name);
  }
  await cache.put(addressOf(path, scope), new Response(content, { headers }));
  return true;
}

/** The hash of a file as the list writes it. */
export async function hashOf(content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function clean(cache, { files }, scope) {
  for (const { url } of await cache.keys()) {
    const path = pathOf(url, scope) ?? "";
    const own = path === LIST || path.startsWith(DONE);
    if (!own && !Object.hasOwn(files, path)) await cache.delete(url);
  }
}
