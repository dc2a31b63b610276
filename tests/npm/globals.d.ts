// What the pages have that no library of TypeScript describes.

interface Window {
  /** Material's, where it changes pages without loading them anew. */
  document$?: { subscribe(listener: () => void): void };
}
interface Navigator {
  connection?: { saveData: boolean };
  deviceMemory?: number;
}
