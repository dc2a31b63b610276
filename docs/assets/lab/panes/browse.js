// The pane with the project's own pages: the browsable API and the admin, in a frame.

import { h } from "../../shared/dom.js";
import { AS_TYPED, button } from "../controls.js";
import { serve } from "../../python/frame_server.js";
import { pathsOf } from "./request_form.js";
import { upTo } from "./steps.js";
import { FrameHistory, pathBelow } from "./frame_history.js";
import { why } from "./trouble.js";

const SUPERUSER = { email: "grace@example.com", password: "correct horse battery staple" };
// Whichever of these the user model of the learner asks for.
const FIELDS = { EMAIL: SUPERUSER.email, USERNAME: "grace", FIRST_NAME: "Grace", LAST_NAME: "Hopper", PASSWORD: SUPERUSER.password };
const MAKE = `${Object.entries(FIELDS)
  .map(([name, value]) => `DJANGO_SUPERUSER_${name}="${value}"`)
  .join(" ")} python manage.py createsuperuser --noinput`;
const NO_WORKER =
  "This window has no service worker, so the project’s pages have no address here. The Request pane shows what they answer.";

export async function mount(element, lab) {
  const id = `lab-browse-${lab.step}`;
  const paths = pathsOf(await upTo(lab.step));
  const history = new FrameHistory();
  /** @type {import("../../python/runtime.js").Project | null} */
  let project = null;
  /** @type {(() => void) | null} */
  let unserve = null;

  const path = h("input", { id, type: "text", value: paths.includes("/admin/") ? "/admin/" : "/", ...AS_TYPED });
  const state = h("p", { class: "lab-browse__state", role: "status" });
  const person = h("p", { class: "lab-browse__person", role: "status" });
  const frame = h("iframe", { class: "lab-frame", title: "The project’s pages", hidden: true });
  const tool = (text, name, onclick) => button(text, onclick, { "aria-label": name, title: name });
  const back = tool("←", "Back", () => open(history.go(-1)));
  const forward = tool("→", "Forward", () => open(history.go(1)));
  const superuser = button("Make a superuser", makeSuperuser);
  const go = h("button", { type: "submit", class: "lab-button lab-button--primary" }, "Open");

  element.replaceChildren(
    h(
      "form",
      { class: "lab-controls lab-controls--end", onsubmit: (event) => (event.preventDefault(), open(path.value)) },
      back,
      forward,
      tool("↻", "Reload", () => open(path.value)),
      h("p", { class: "lab-field" }, h("label", { for: id }, "Path"), path),
      go,
    ),
    h("p", { class: "lab-controls" }, ...paths.map((to) => button(to, () => open(to))), ...(paths.includes("/admin/") ? [superuser] : [])),
    person,
    state,
    frame,
  );
  frame.addEventListener("load", loaded);
  walkable();

  /** Show a path of the project in the frame. */
  async function open(to) {
    path.value = to.startsWith("/") ? to : `/${to}`;
    if (!lab.running) state.textContent = "The project starts …";
    try {
      const now = await ready();
      state.textContent = "";
      frame.hidden = false;
      // In the place of the page before: the browser's own Back is that of the lab's page.
      frame.contentWindow?.location.replace(new URL(path.value.slice(1), now.address).href);
    } catch (error) {
      frame.hidden = true;
      state.textContent = why(error);
    }
  }

  /** The project, which answers its frame from now on. */
  async function ready() {
    const starting = lab.project();
    if (!lab.running) lab.busy?.("Starting the project", starting);
    const now = await starting;
    if (now === project) return now;
    unserve?.();
    project = now;
    unserve = await serve(now).catch(() => {
      project = null;
      throw new Error(NO_WORKER);
    });
    return now;
  }

  /** Follow the frame: only the path of the project is of interest. */
  function loaded() {
    if (frame.hidden || !project) return;
    try {
      const { location, document } = /** @type {Window} */ (frame.contentWindow);
      if (location.href === "about:blank") return;
      const { title } = document;
      path.value = pathBelow(new URL(project.address).pathname, location) ?? path.value;
      history.visit(path.value);
      walkable();
      frame.title = `The project’s pages: ${title || path.value}`;
      lab.say(title || path.value);
      lab.events.dispatchEvent(new Event("touched"));
    } catch {
      // A page of another origin, which the policy does not let in.
    }
  }

  function walkable() {
    back.disabled = !history.canGoBack;
    forward.disabled = !history.canGoOn;
  }

  async function makeSuperuser() {
    superuser.disabled = true;
    person.textContent = "A superuser is made …";
    const making = (async () => (await lab.project()).manage(MAKE))();
    lab.busy?.("Making a superuser", making);
    try {
      const { code, output } = await making;
      person.textContent = madeOf(code, output.trim());
      lab.events.dispatchEvent(new Event("touched"));
    } catch (error) {
      person.textContent = why(error);
    } finally {
      superuser.disabled = false;
    }
  }

  // A project that was started anew has another address.
  lab.events.addEventListener("restarted", async () => {
    const before = project;
    if (!frame.hidden && (await lab.project()) !== before) open(path.value);
  });
  return { open };
}

/** What came of making the superuser, in a sentence. */
function madeOf(code, output) {
  const { email, password } = SUPERUSER;
  if (code === 0) return `Log in as ${email} with the password: ${password}`;
  if (output.includes("already")) return `${email} is there already. Made by this button, it has the password: ${password}`;
  return `That did not work: ${output.split("\n").at(-1)}`;
}
