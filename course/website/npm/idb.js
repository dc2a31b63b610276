// What the lab takes of idb: IndexedDB with promises.
export { openDB } from "idb";
