// The token inspector: the site's decoder, the tokens of this lab, the project's key.

import { h } from "../../decoder/dom.js";
import "../../decoder/element.js";
import { seen } from "./seen.js";
import { style } from "./style.js";

const KEY = "from django.conf import settings; print(getattr(settings, 'JWT_SIGNING_KEY', '') or settings.SECRET_KEY)";

export function mount(element, lab) {
  style();
  const tokens = seen(lab);
  const id = `lab-token-${lab.step}`;
  const choice = h("select", { id });
  const withKey = h("button", { type: "button", class: "lab-button", onclick: check }, "Check with the project’s key");
  const state = h("p", { role: "status" });
  const decoder = h("jwt-decoder");
  let clock = 0;
  decoder.clock = () => clock;
  element.replaceChildren(
    h("p", { class: "lab-field" }, h("label", { for: id }, "Tokens that this lab has seen"), choice),
    h("p", { class: "lab-line" }, withKey),
    state,
    decoder,
  );

  function fill() {
    const all = tokens.all();
    choice.replaceChildren(
      h("option", { value: "" }, all.length ? "choose …" : "none yet: log in"),
      ...all.map((token, position) => h("option", { value: token }, `${position ? "" : "the last one: "}${token.slice(0, 12)}…${token.slice(-8)}`)),
    );
    choice.disabled = !all.length;
  }

  function show(token) {
    tokens.add(token);
    choice.value = token;
    state.textContent = "";
    decoder.show({ token });
  }

  async function check() {
    const token = decoder.text.value.trim();
    if (!token) {
      state.textContent = "Put a token in first.";
      return;
    }
    try {
      const project = await lab.project();
      clock = await project.clock();
      const { outputs } = await project.run(KEY);
      const printed = outputs.find(({ kind }) => kind === "stdout")?.text.trim();
      if (!printed) throw new Error(outputs[0]?.text ?? "The settings name no key.");
      state.textContent = "";
      await decoder.show({ token, key: printed, algorithm: "HS256", form: "text" });
    } catch (error) {
      state.textContent = error.message;
    }
  }

  choice.addEventListener("change", () => choice.value && show(choice.value));
  lab.events.addEventListener("clock", ({ detail }) => {
    clock = detail;
    decoder.tick();
  });
  tokens.onChange(fill);
  fill();
  return { show };
}
