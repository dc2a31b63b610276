// The token inspector: the site's decoder, the tokens of this lab, the project's key.

import { h } from "../../shared/dom.js";
import { button } from "../controls.js";
import "../../decoder/decoder.js";
import { responseHistory } from "./response_history.js";
import { why } from "./trouble.js";
import { kindOf } from "./values.js";

// What simplejwt itself checks with: the public key, where there is one.
const KEY = `import json
from rest_framework_simplejwt.settings import api_settings as jwt
shared = jwt.ALGORITHM.startswith("HS")
print(json.dumps([jwt.ALGORITHM, jwt.SIGNING_KEY if shared else jwt.VERIFYING_KEY]))`;

export function mount(element, lab) {
  const tokens = responseHistory(lab);
  const id = `lab-token-${lab.step}`;
  let clock = 0;
  const choice = h("select", { id, onchange: () => choice.value && show(choice.value) });
  const withKey = button("Check with the project’s key", check);
  const state = h("p", { role: "status" });
  const decoder = h("jwt-decoder");
  decoder.clock = () => clock;
  element.replaceChildren(
    h("p", { class: "lab-field" }, h("label", { for: id }, "Tokens that this lab has seen"), choice),
    h("p", { class: "lab-controls" }, withKey),
    state,
    decoder,
  );

  function offer() {
    const all = tokens.all();
    const option = (token, position) =>
      h("option", { value: token }, `${position ? "" : "the last one: "}${kindOf(token)} ${token.slice(0, 12)}…${token.slice(-8)}`);
    choice.replaceChildren(h("option", { value: "" }, all.length ? "choose …" : "none yet: log in"), ...all.map(option));
    choice.disabled = !all.length;
  }

  async function show(token) {
    tokens.add(token);
    choice.value = token;
    state.textContent = "";
    await decoder.show({ token });
    if (lab.running) await askClock();
  }

  /** The time that counts is the project's. */
  async function askClock() {
    try {
      moved(await (await lab.project()).clock());
    } catch {
      // It does not run any more: its clock is as it was.
    }
  }

  function moved(seconds) {
    clock = seconds;
    const minutes = Math.round(seconds / 60);
    state.textContent = minutes ? `Times are those of the project’s clock, ${minutes} min ahead of yours.` : "";
    decoder.tick();
  }

  async function check() {
    const token = decoder.text.value.trim();
    if (!token) {
      state.textContent = "Put a token in first.";
      return;
    }
    const asking = (async () => (await lab.project()).run(KEY))();
    lab.busy?.("Asking for the key", asking);
    try {
      const { outputs } = await asking;
      await askClock();
      const printed = outputs.find(({ kind }) => kind === "stdout")?.text;
      if (!printed) throw new Error("The settings of this project name no key for tokens.");
      const [algorithm, key] = JSON.parse(printed);
      await decoder.show({ token, key, algorithm, form: "text" });
      // It stands below the whole token.
      decoder.keys.answer.scrollIntoView({ block: "nearest" });
    } catch (error) {
      state.textContent = why(error);
    }
  }

  lab.events.addEventListener("clock", ({ detail }) => moved(detail));
  tokens.onChange(offer);
  offer();
  const last = tokens.last();
  if (last) show(last);
  return { show };
}
