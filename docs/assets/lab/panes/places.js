// Where the frame is, as the project knows it.

/** The path of a frame's address below the project's, or null where it is elsewhere. */
export function inFrame(href, address) {
  const { pathname, search, origin } = new URL(href);
  const top = new URL(address);
  if (origin !== top.origin || !pathname.startsWith(top.pathname)) return null;
  // `next=` of a login is a path of the project too.
  const query = search.replaceAll(top.pathname, "/").replaceAll(encodeURIComponent(top.pathname), "%2F");
  return `/${pathname.slice(top.pathname.length)}${query}`;
}

/** The last line of what a command has printed: the error, where it ended with one. */
export const lastLine = (output) => output.trim().split("\n").at(-1);
