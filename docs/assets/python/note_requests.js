// The requests of the notes: read as they are written, filled with the values of earlier
// answers, and their answers written as the notes write theirs. No page, no network.

const PLACEHOLDER = /\{\{(\w+)\}\}/g;
// Headers of an answer that are shown though the recorded one does not have them.
const TELLING = ["content-type", "www-authenticate", "location", "retry-after"];

/** `{method, path, headers: [[name, value]], body}` of a request, or throws what is wrong. */
export function readRequest(text) {
  const [head, ...rest] = text.replace(/\r\n/g, "\n").trim().split(/\n[ \t]*\n/);
  const [first, ...lines] = head.split("\n");
  const [method, path] = first.trim().split(/\s+/);
  if (!/^[A-Za-z]+$/.test(method ?? "") || !path?.startsWith("/")) {
    throw new Error(`The first line has to be a method and a path, as GET /health/ is. It is: ${first}`);
  }
  const headers = lines.map((line) => {
    const found = /^([^\s:]+):[ \t]*(.*)$/.exec(line.trim());
    if (!found) throw new Error(`A header is a name, a colon and a value. This is none: ${line}`);
    return [found[1], found[2]];
  });
  return { method: method.toUpperCase(), path, headers, body: rest.join("\n\n").trim() };
}

/** The names of the earlier values that a request needs, each once. */
export function placeholders(text) {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name]) => name))];
}

/** The text with the values that are known by these names. */
export function fill(text, known) {
  return text.replace(PLACEHOLDER, (whole, name) => known.get(name) ?? whole);
}

/** The texts that an answer gives by name: the tokens among them. */
export function valuesOf({ headers, text }) {
  if (!headerOf(headers, "content-type").startsWith("application/json")) return [];
  try {
    const data = JSON.parse(text);
    const named = typeof data === "object" && data !== null && !Array.isArray(data);
    const pairs = named ? Object.entries(data) : [];
    return pairs.filter(([, value]) => typeof value === "string");
  } catch {
    return [];
  }
}

/** An answer as the notes write one, with the headers that the `recorded` answer has. */
export function writeAnswer({ status, reason, headers, text }, recorded = "") {
  const [head] = recorded.split("\n\n");
  const asked = head.split("\n").slice(1).map((line) => line.split(":")[0].trim());
  const telling = [...TELLING, ...(status === 405 ? ["allow"] : [])];
  const known = new Set(asked.map((name) => name.toLowerCase()));
  const shown = asked.map((name) => [name, headerOf(headers, name) || "(none)"]);
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (telling.includes(lower) && !known.has(lower)) shown.push([name, value]);
  }
  const lines = [`HTTP/1.1 ${status} ${reason}`, ...shown.map(([name, value]) => `${name}: ${value}`)];
  const page = headerOf(headers, "content-type").startsWith("text/html");
  const body = page && text ? "…" : text;
  return lines.join("\n") + (body ? `\n\n${body}` : "");
}

function headerOf(headers, name) {
  const found = headers.find(([each]) => each.toLowerCase() === name.toLowerCase());
  return found ? found[1] : "";
}
