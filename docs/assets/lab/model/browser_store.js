// Where the browser keeps things of this site: IndexedDB, or the memory of this page.

import { openDB } from "../../vendor/idb.js";

const STORES = { work: "step", databases: "step", copies: "id" };

// Survives going on to another page of the site, where the page itself is kept.
let memory;

/**
 * The store of the site at this address: `{kept, get, put, drop, all}`. `kept` is false
 * where the browser keeps nothing. `onLost` is called when it is gone later.
 */
export async function openStore(base, { onLost = () => {} } = {}) {
  try {
    return inDatabase(await opened(base, onLost));
  } catch {
    memory ??= inMemory();
    return memory;
  }
}

function opened(base, onLost) {
  // Other sites may stand at the same host under other paths.
  return openDB(`lab ${new URL(base).pathname}`, 1, {
    upgrade(db) {
      for (const [name, keyPath] of Object.entries(STORES)) {
        db.createObjectStore(name, { keyPath, autoIncrement: keyPath === "id" });
      }
    },
    terminated: onLost,
  });
}

function inDatabase(db) {
  // Committed at once, and not when the answer is there: the page may be gone by then.
  const change = (name, what) => {
    const writing = db.transaction(name, "readwrite");
    const asked = what(writing.store);
    writing.commit();
    return Promise.all([asked, writing.done]).then(([answer]) => answer);
  };
  return {
    kept: true,
    get: (name, key) => db.get(name, key),
    all: (name) => db.getAll(name),
    put: (name, value) => change(name, (store) => store.put(value)),
    drop: (name, key) => change(name, (store) => store.delete(key)),
  };
}

function inMemory() {
  const stores = { work: new Map(), databases: new Map(), copies: new Map() };
  let count = 0;
  return {
    kept: false,
    get: async (name, key) => structuredClone(stores[name].get(key)),
    all: async (name) => structuredClone([...stores[name].values()]),
    async put(name, value) {
      const key = (value[STORES[name]] ??= count += 1);
      stores[name].set(key, structuredClone(value));
      return key;
    },
    drop: async (name, key) => void stores[name].delete(key),
  };
}
