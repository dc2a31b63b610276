// What of diff the site uses.

export interface Hunk {
  oldStart: number;
  newStart: number;
  lines: string[];
}
export function structuredPatch(
  oldName: string,
  newName: string,
  oldText: string,
  newText: string,
  oldHeader: string | undefined,
  newHeader: string | undefined,
  options: { context: number },
): { hunks: Hunk[] };
