// What of fflate the site uses.

export function unzipSync(
  zip: Uint8Array,
  options?: { filter(file: { name: string; originalSize: number }): boolean },
): Record<string, Uint8Array<ArrayBuffer>>;
export function zipSync(
  files: Record<string, Uint8Array>,
  options?: { mtime: string },
): Uint8Array<ArrayBuffer>;
