// A button for every token in a page's blocks of code: it opens the decoder with it.

import { h } from "../shared/dom.js";

const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
// "access":"eyJ… tells what to call it.
const NAME = /["']?([a-z][a-z_]{0,30})["']?\s*[:=]\s*["']$/;
const BLOCKS = ".md-content pre > code";
const PAGE = new URL("../../decoder/", import.meta.url);

const load = () => import("./decoder.js");
/** @type {HTMLDialogElement | null} */
let dialog = null;

function decorate() {
  if (document.querySelector("jwt-decoder")) load();
  // The page has changed under the dialog.
  dialog?.close();
  decorateTokens(document);
}

/** Put the buttons below the blocks with tokens in a part of the page. */
export function decorateTokens(root) {
  for (const code of root.querySelectorAll(BLOCKS)) {
    const block = code.closest(".highlight") ?? code.parentElement;
    if (block.nextElementSibling?.matches(".jwt-buttons")) continue;
    const found = [...code.textContent.matchAll(TOKEN)];
    if (!found.length) continue;
    block.after(h("div", { class: "jwt-buttons", onclick: open }, ...found.map(button)));
  }
}

function button({ 0: token, index, input }) {
  const name = NAME.exec(input.slice(0, index))?.[1];
  return h(
    "button",
    { type: "button", class: "jwt-button", "data-token": token },
    "Decode",
    name ? ` ${name}` : "",
    h("span", { class: "jwt-heard" }, ` token ${token.slice(0, 8)}…${token.slice(-6)}`),
  );
}

/** @returns {any} the element, with what decoder.js makes of it */
const decoderIn = (place) => place?.querySelector("jwt-decoder");

async function open({ target, currentTarget }) {
  const pressed = target.closest("button");
  if (!pressed) return;
  const shown = { token: pressed.dataset.token, ...example(currentTarget) };
  await load();
  const here = decoderIn(document.querySelector(".md-content"));
  if (here) {
    here.show(shown);
    here.querySelector("textarea").focus();
    return;
  }
  const over = (dialog ??= makeDialog());
  decoderIn(over).show(shown);
  over.showModal();
  over.scrollTop = 0;
}

// An example has its key in a second block.
function example(buttons) {
  const whole = buttons.closest(".jwt-example");
  if (!whole) return {};
  const { algorithm, form } = whole.dataset;
  const [, key] = whole.querySelectorAll("pre > code");
  return { algorithm, form, key: key?.textContent.trim() };
}

function makeDialog() {
  const made = h(
    "dialog",
    { class: "jwt-dialog md-typeset", "aria-labelledby": "jwt-dialog-title" },
    h(
      "div",
      { class: "jwt-dialog__top" },
      h("h2", { id: "jwt-dialog-title", tabindex: "-1", autofocus: true }, "Token decoder"),
      h("button", { type: "button", class: "jwt-button", onclick: () => made.close() }, "Close"),
    ),
    h(
      "p",
      {},
      "Nothing leaves this page. ",
      h("a", { href: PAGE.href }, "About the decoder"),
      ".",
    ),
    h("jwt-decoder"),
  );
  made.addEventListener("close", () => decoderIn(made).show({}));
  // Outside of the box is the dialog itself; inside it is something of it.
  made.addEventListener("click", (event) => event.target === made && made.close());
  document.body.append(made);
  return made;
}

// With navigation.instant the script stays and the page changes.
if (window.document$) window.document$.subscribe(decorate);
else decorate();
