// The pane that sends requests to the project, and shows what it answers.

import { h, sentence } from "../../shared/dom.js";
import { AS_TYPED } from "../controls.js";
import { answer, inShort } from "./answer.js";
import { inLine, pathsOf, remembered, toFields, toRequest } from "./request_form.js";
import { clock } from "./clock.js";
import { responseHistory } from "./response_history.js";
import { upTo } from "./steps.js";
import { why } from "./trouble.js";
import { headersIn, jsonTrouble, lifeOf } from "./values.js";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
// How many of the requests that were sent can be chosen again.
const KEPT = 20;
// Milliseconds between two looks at how long the last token is good for.
const LOOK = 5000;

export async function mount(element, lab) {
  const tokens = responseHistory(lab);
  const infos = await upTo(lab.step);
  const templates = infos.at(-1)?.requests ?? [];
  const id = `lab-request-${lab.step}`;
  let history = [];
  let off = 0;
  let sending = false;

  const again = h("select", { id: `${id}-again`, onchange: choose });
  const method = h("select", { id: `${id}-method` }, ...METHODS.map((name) => h("option", {}, name)));
  const path = h("input", { id: `${id}-path`, type: "text", value: "/health/", required: true, list: `${id}-paths`, ...AS_TYPED });
  const paths = h("datalist", { id: `${id}-paths` }, ...pathsOf(infos).map((value) => h("option", { value })));
  const send = h("button", { type: "submit", class: "lab-button lab-button--primary" }, "Send");
  const token = h("input", { id: `${id}-token`, type: "checkbox" });
  const tokenLabel = h("label", { for: token.id });
  const trouble = h("p", { id: `${id}-trouble`, class: "lab-bad", role: "status" });
  const body = h("textarea", { id: `${id}-body`, rows: 5, "aria-describedby": trouble.id, oninput: look, ...AS_TYPED });
  const headers = h("textarea", { id: `${id}-headers`, rows: 2, "aria-describedby": trouble.id, oninput: look, ...AS_TYPED });
  const more = h("details", {}, h("summary", {}, "More headers"), field("One on each line, Name: value", headers));
  const shown = h("div", { class: "lab-answer", role: "region", "aria-label": "The answer" });
  const time = clock(lab);

  element.replaceChildren(
    h(
      "form",
      { class: "lab-request", onsubmit: submitted },
      field("Take a request of the notes, or one that you sent", again),
      h("div", { class: "lab-controls lab-controls--end" }, field("Method", method), field("Path", path), paths, send),
      h("p", { class: "lab-tick" }, token, tokenLabel),
      field("Body, as JSON", body),
      trouble,
      more,
    ),
    time.node,
    shown,
  );
  tokens.onChange(nameToken);
  lab.events.addEventListener("clock", ({ detail }) => {
    off = detail;
    nameToken();
  });
  const looks = setInterval(() => (element.isConnected ? nameToken() : clearInterval(looks)), LOOK);
  nameToken();
  offer();
  if (templates.length) take(toFields(templates[0], tokens.values));

  /** Refill the list: the notes' requests, then those that were sent, the last first. */
  function offer() {
    const option = (kind) => (one, position) => h("option", { value: `${kind} ${position}` }, inLine(one));
    /** @type {HTMLElement[]} */
    const groups = [h("option", { value: "" }, "choose …")];
    if (templates.length) groups.push(h("optgroup", { label: `Of the notes of step ${lab.step}` }, ...templates.map(option("notes"))));
    if (history.length) groups.push(h("optgroup", { label: "Sent" }, ...history.map(option("sent"))));
    again.replaceChildren(...groups);
  }

  function choose() {
    const [kind, position] = again.value.split(" ");
    if (kind === "sent") take(history[position]);
    if (kind === "notes") take(toFields(templates[position], tokens.values));
  }

  function take(fields) {
    method.value = fields.method;
    path.value = fields.path;
    headers.value = fields.headers;
    body.value = fields.body;
    token.checked = fields.token;
    more.open ||= /^(?!accept:)./im.test(fields.headers);
    look();
  }

  function look() {
    const { bad } = headersIn(headers.value);
    const told = [jsonTrouble(body.value), bad.length ? `No header, and left out: ${bad.join(" · ")}` : ""];
    trouble.replaceChildren(...sentence(told.filter(Boolean).join(" ")));
  }

  function nameToken() {
    const last = tokens.last();
    token.disabled = !last;
    const text = last
      ? `Send the last token. ${lifeOf(last, Date.now() / 1000 + off)}`
      : "Send the last token. There is none yet: log in.";
    if (tokenLabel.textContent !== text) tokenLabel.textContent = text;
  }

  async function submitted(event) {
    event.preventDefault();
    if (sending) return;
    const fields = { method: method.value, path: path.value, headers: headers.value, body: body.value, token: token.checked };
    const asked = toRequest(fields, tokens.last());
    history = remembered(history, fields, KEPT);
    offer();
    waits(true);
    const answering = (async () => (await lab.project()).request(asked))();
    lab.busy?.(`${asked.method} ${asked.path}`, answering);
    try {
      const got = await answering;
      tokens.hear(got.text);
      shown.replaceChildren(...answer(asked, got, lab));
      lab.say(inShort(got));
      lab.events.dispatchEvent(new Event("touched"));
    } catch (error) {
      const text = why(error);
      shown.replaceChildren(h("p", { class: "lab-bad" }, `✗ ${text}`));
      lab.say(text);
    } finally {
      waits(false);
    }
  }

  /** Whoever stands on the button keeps a place to stand on. */
  function waits(is) {
    sending = is;
    send.setAttribute("aria-disabled", String(is));
    shown.setAttribute("aria-busy", String(is));
  }

  return { refresh: time.refresh };
}

function field(name, control) {
  return h("p", { class: "lab-field" }, h("label", { for: control.id }, name), control);
}
