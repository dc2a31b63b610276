// The pane that sends requests to the project, and shows what it answers.

import { h } from "../../decoder/dom.js";
import * as runtime from "../../live/runtime.js";
import { answer } from "./answer.js";
import { clock } from "./clock.js";
import { seen } from "./seen.js";
import { style } from "./style.js";
import { jsonTrouble, tokensOf } from "./values.js";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
// How many of the requests that were sent can be chosen again.
const KEPT = 20;

export async function mount(element, lab) {
  style();
  const tokens = seen(lab);
  const info = await runtime.stepInfo(lab.step);
  const id = `lab-request-${lab.step}`;
  const history = [];

  const method = h("select", { id: `${id}-method` }, ...METHODS.map((name) => h("option", {}, name)));
  const path = h("input", { id: `${id}-path`, type: "text", value: "/health/", spellcheck: "false", autocapitalize: "off", autocomplete: "off", list: `${id}-paths` });
  const paths = h("datalist", { id: `${id}-paths` }, ...pathsOf(info).map((value) => h("option", { value })));
  const withToken = h("input", { id: `${id}-token`, type: "checkbox" });
  const tokenLabel = h("label", { for: withToken.id });
  const headers = h("textarea", { id: `${id}-headers`, rows: 2, spellcheck: "false", autocapitalize: "off" });
  const body = h("textarea", { id: `${id}-body`, rows: 5, spellcheck: "false", autocapitalize: "off" });
  const trouble = h("p", { class: "lab-bad", id: `${id}-trouble`, role: "status" });
  body.setAttribute("aria-describedby", trouble.id);
  const again = h("select", { id: `${id}-again` });
  const send = h("button", { type: "submit", class: "lab-button lab-button--primary" }, "Send");
  const shown = h("div", { class: "lab-answer", role: "region", "aria-label": "The answer", "aria-live": "polite" });
  const time = clock(lab, id);

  const form = h(
    "form",
    { class: "lab-request", onsubmit: submitted },
    field("Take a request of the notes, or one that you sent", again),
    h("div", { class: "lab-line lab-line--end" }, field("Method", method), field("Path", path), paths, send),
    h("p", { class: "lab-tick" }, withToken, tokenLabel),
    field("Body, as JSON", body),
    trouble,
    h("details", {}, h("summary", {}, "More headers"), field("One on each line, Name: value", headers)),
  );
  element.replaceChildren(form, time.node, shown);

  const templates = info.requests ?? [];
  fill();
  tokens.onChange(nameToken);
  nameToken();
  body.addEventListener("input", () => (trouble.textContent = jsonTrouble(body.value)));
  again.addEventListener("change", () => {
    const [kind, position] = again.value.split(" ");
    if (kind) take((kind === "sent" ? history : templates)[Number(position)]);
  });
  if (templates.length) take(templates[0]);

  /** Refill the list: the notes' requests, then those that were sent, the last first. */
  function fill() {
    const option = (kind) => (one, position) =>
      h("option", { value: `${kind} ${position}` }, `${one.method} ${one.path}${about(one)}`);
    const groups = [h("option", { value: "" }, "choose …")];
    if (templates.length) groups.push(h("optgroup", { label: "Of the notes" }, ...templates.map(option("note"))));
    if (history.length) groups.push(h("optgroup", { label: "Sent" }, ...history.map(option("sent"))));
    again.replaceChildren(...groups);
  }

  function take({ method: name, path: to, headers: given, body: text }) {
    method.value = name;
    path.value = to;
    const bearer = given.find(([key, value]) => key.toLowerCase() === "authorization" && value.includes("{{"));
    withToken.checked = Boolean(bearer) || given.some(([key]) => key === "with token");
    const rest = given.filter(([key, value]) => !value.includes("{{") && key !== "with token" && key.toLowerCase() !== "content-type");
    headers.value = rest.map((pair) => pair.join(": ")).join("\n");
    body.value = text ?? "";
    trouble.textContent = jsonTrouble(body.value);
  }

  function nameToken() {
    const last = tokens.last();
    withToken.disabled = !last;
    if (!last) withToken.checked = withToken.checked && false;
    tokenLabel.textContent = last
      ? `Send the last token: Authorization: Bearer ${last.slice(0, 10)}…`
      : "Send the last token (there is none yet: log in)";
  }

  async function submitted(event) {
    event.preventDefault();
    const asked = { method: method.value, path: path.value.trim() || "/", headers: pairs(headers.value), body: body.value || null };
    const known = { ...asked, headers: [...asked.headers, ...(withToken.checked ? [["with token", ""]] : [])] };
    remember(known);
    if (withToken.checked && tokens.last()) asked.headers.push(["Authorization", `Bearer ${tokens.last()}`]);
    if (asked.body && !asked.headers.some(([name]) => name.toLowerCase() === "content-type")) {
      asked.headers.push(["Content-Type", "application/json"]);
    }
    if (!asked.path.startsWith("/")) asked.path = `/${asked.path}`;
    send.disabled = true;
    shown.setAttribute("aria-busy", "true");
    const sending = (async () => (await lab.project()).request(asked))();
    lab.busy?.(`${asked.method} ${asked.path}`, sending);
    try {
      const got = await sending;
      for (const token of tokensOf(got.text)) tokens.add(token);
      shown.replaceChildren(...answer(asked, got, lab));
      lab.events.dispatchEvent(new Event("touched"));
      time.refresh();
    } catch (error) {
      shown.replaceChildren(h("p", { class: "lab-bad" }, `✗ ${error.broken ? "The project does not load: " : ""}${error.message}`));
    } finally {
      send.disabled = false;
      shown.removeAttribute("aria-busy");
    }
  }

  function remember(asked) {
    const text = JSON.stringify(asked);
    const before = history.findIndex((one) => JSON.stringify(one) === text);
    if (before >= 0) history.splice(before, 1);
    history.unshift(asked);
    history.length = Math.min(history.length, KEPT);
    fill();
  }

  return { refresh: time.refresh };
}

/** "GET PUT /user/update/" and "/admin/" name paths. */
function pathsOf({ endpoints, requests = [] }) {
  const named = endpoints.map((text) => text.split(" ").at(-1));
  return [...new Set(["/health/", ...named, ...requests.map(({ path }) => path)])];
}

function about({ body }) {
  if (!body) return "";
  const text = body.replace(/\s+/g, " ");
  return ` ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`;
}

function pairs(text) {
  return text
    .split("\n")
    .filter((line) => line.includes(":"))
    .map((line) => [line.slice(0, line.indexOf(":")).trim(), line.slice(line.indexOf(":") + 1).trim()]);
}

function field(name, control) {
  return h("p", { class: "lab-field" }, h("label", { for: control.id }, name), control);
}
