// What of jose the site uses.

export type Key = CryptoKey | Uint8Array;
export function compactVerify(
  token: string,
  key: Key,
  options?: { algorithms: string[]; crit?: Record<string, boolean> },
): Promise<{ payload: Uint8Array }>;
export function importJWK(key: object, algorithm?: string): Promise<Key>;
export function importSPKI(pem: string, algorithm: string): Promise<Key>;
