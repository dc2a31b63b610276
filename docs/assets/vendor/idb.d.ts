// What of idb the site uses.

export interface Change {
  store: { put(value: unknown): Promise<IDBValidKey>; delete(key: IDBValidKey): Promise<void> };
  commit(): void;
  done: Promise<void>;
}
export interface Database {
  get(store: string, key: IDBValidKey): Promise<any>;
  getAll(store: string): Promise<any[]>;
  transaction(store: string, mode: IDBTransactionMode): Change;
}
export function openDB(
  name: string,
  version: number,
  callbacks: { upgrade(database: IDBDatabase): void; terminated(): void },
): Promise<Database>;
