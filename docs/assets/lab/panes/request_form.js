// Requests as the form has them, and as they are sent.

import { filled, headersIn } from "./values.js";

const isName = (name) => ([key]) => key.toLowerCase() === name;
const stands = (value) => value.includes("{{");

/**
 * A request of the notes as the form's fields have it; `values` are those of earlier
 * answers. A header that waits for a token is the tick.
 */
export function toFields({ method, path, headers, body }, values) {
  const rest = headers.filter(([name, value]) => !isName("content-type")([name]) && !stands(value));
  return {
    method,
    path: filled(path, values),
    headers: rest.map((pair) => pair.join(": ")).join("\n"),
    body: filled(body ?? "", values),
    token: headers.some(([name, value]) => isName("authorization")([name]) && stands(value)),
  };
}

/** What is sent for the form's fields; `token` is the last one, or null. */
export function toRequest(fields, token) {
  const path = fields.path.trim();
  let headers = headersIn(fields.headers).pairs;
  if (fields.token && token) {
    headers = [...headers.filter((pair) => !isName("authorization")(pair)), ["Authorization", `Bearer ${token}`]];
  }
  const body = fields.body.trim() ? fields.body : null;
  if (body && !headers.some(isName("content-type"))) headers.push(["Content-Type", "application/json"]);
  return { method: fields.method, path: path.startsWith("/") ? path : `/${path}`, headers, body };
}

/** The requests sent, the last one first, each once, at most so many. */
export function remembered(history, fields, most) {
  const text = JSON.stringify(fields);
  return [fields, ...history.filter((one) => JSON.stringify(one) !== text)].slice(0, most);
}

/** A request in a line; `token` or a header says whether it carries one. */
export function inLine({ method, path, body, headers, token }) {
  const carries = token || (Array.isArray(headers) && headers.some(isName("authorization")));
  const text = (body || "").replace(/\s+/g, " ");
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return [method, path, short, carries ? "with a token" : ""].filter(Boolean).join(" ");
}

/** Paths worth suggesting: those of the steps' endpoints ("GET PUT /user/update/") and notes. */
export function pathsOf(infos) {
  const named = infos.flatMap(({ endpoints, requests = [] }) => [
    ...endpoints.map((text) => text.split(" ").at(-1)),
    ...requests.map(({ path }) => path),
  ]);
  return [...new Set(named)];
}
