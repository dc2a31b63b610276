// The pane with the project's own pages: the browsable API and the admin, in a frame.

import { h } from "../../decoder/dom.js";
import { serve } from "../../live/serving.js";
import { style } from "./style.js";

const SUPERUSER = { email: "grace@example.com", password: "correct horse battery staple" };

export function mount(element, lab) {
  style();
  const id = `lab-browse-${lab.step}`;
  let project = null;
  let unserve = null;

  const path = h("input", { id, type: "text", value: lab.step < "02" ? "/health/" : "/admin/", spellcheck: "false", autocapitalize: "off", autocomplete: "off" });
  const state = h("p", { class: "lab-browse__state", role: "status" });
  const frame = h("iframe", {
    class: "lab-frame",
    title: "The project’s pages",
    hidden: true,
  });
  const tool = (text, name, act) => h("button", { type: "button", class: "lab-button", "aria-label": name, title: name, onclick: act }, text);
  const button = (text, act) => h("button", { type: "button", class: "lab-button", onclick: act }, text);
  const superuser = button("Make a superuser", makeSuperuser);
  const go = h("button", { type: "submit", class: "lab-button lab-button--primary" }, "Open");

  element.replaceChildren(
    h(
      "form",
      { class: "lab-line lab-line--end", onsubmit: (event) => (event.preventDefault(), open(path.value)) },
      tool("←", "Back", () => frame.contentWindow?.history.back()),
      tool("→", "Forward", () => frame.contentWindow?.history.forward()),
      tool("↻", "Reload", () => open(path.value)),
      h("p", { class: "lab-field lab-field--wide" }, h("label", { for: id }, "Path"), path),
      go,
    ),
    h("p", { class: "lab-line" }, ...places(lab).map(([name, to]) => button(name, () => open(to))), ...(lab.step < "02" ? [] : [superuser])),
    state,
    frame,
  );
  frame.addEventListener("load", loaded);

  /** Show a path of the project in the frame. */
  async function open(to) {
    path.value = to.startsWith("/") ? to : `/${to}`;
    state.textContent = "The project starts …";
    try {
      await ready();
      state.textContent = "";
      frame.hidden = false;
      frame.src = new URL(path.value.slice(1), project.address).href;
    } catch (error) {
      frame.hidden = true;
      state.textContent = error.broken ? `The project does not load: ${error.message}` : error.message;
    }
  }

  async function ready() {
    const started = lab.project();
    lab.busy?.("Starting the project", started);
    const now = await started;
    if (now === project) return;
    unserve?.();
    project = now;
    try {
      unserve = await serve(project);
    } catch {
      throw new Error("This window has no service worker, so that the project’s pages have no address here. The Request pane shows what they answer.");
    }
  }

  /** Follow the frame: only the path of the project is of interest. */
  function loaded() {
    if (frame.hidden || !project) return;
    try {
      const { href, pathname, search } = frame.contentWindow.location;
      const prefix = new URL(project.address).pathname;
      if (href === "about:blank") return;
      if (pathname.startsWith(prefix)) path.value = `/${pathname.slice(prefix.length)}${search}`;
      frame.title = `The project’s pages: ${frame.contentDocument.title || path.value}`;
      lab.events.dispatchEvent(new Event("touched"));
    } catch {
      // A page of another origin, which the policy does not let in.
    }
  }

  async function makeSuperuser() {
    superuser.disabled = true;
    state.textContent = "A superuser is made …";
    const { email, password } = SUPERUSER;
    try {
      const running = await lab.project();
      const making = running.manage(`DJANGO_SUPERUSER_PASSWORD="${password}" python manage.py createsuperuser --noinput --email ${email} --first_name Grace`);
      lab.busy?.("Making a superuser", making);
      const { code, output } = await making;
      const there = /exist/.test(output);
      state.textContent =
        code === 0 || there
          ? `Log in as ${email} with the password ${password}.`
          : `That did not work: ${output.trim().split("\n").at(-1)}`;
      lab.events.dispatchEvent(new Event("touched"));
    } catch (error) {
      state.textContent = error.message;
    } finally {
      superuser.disabled = false;
    }
  }

  // A project that was started anew has another address.
  lab.events.addEventListener("restarted", () => frame.hidden || open(path.value));
  return { open };
}

/** Paths worth a button: those of the step that a browser can show. */
function places({ step }) {
  const all = [
    ["Health", "/health/", "01"],
    ["Admin", "/admin/", "02"],
    ["Registration", "/user/create/", "04"],
    ["Login", "/user/login/", "05"],
    ["Update", "/user/update/", "06"],
  ];
  return all.filter(([, , from]) => step >= from);
}
