// Numbers and times as they are said on the lab page.

/** 4.2 of 9.1 MB */
export const loadedOf = (loaded, total) => `${mega(loaded)} of ${mega(total)} MB`;

export const mega = (bytes) => (bytes / 1e6).toFixed(1);

/** "1 file", "2 files" */
export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

/** 12:03 today, with the date otherwise; in the reader's own way. */
export function moment(when, now = new Date()) {
  const date = new Date(when);
  /** @type {Intl.DateTimeFormatOptions} */
  const time = { hour: "2-digit", minute: "2-digit" };
  if (date.toDateString() === now.toDateString()) return date.toLocaleTimeString([], time);
  return date.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}

/** "05" for 5. */
export const twoDigits = (number) => String(number).padStart(2, "0");
