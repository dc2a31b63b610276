// Questions over the page, in the browser's own dialog: it keeps the keyboard inside,
// answers Escape, and gives the focus back.

import { h, sentence } from "../../shared/dom.js";
import { button } from "../controls.js";

let count = 0;

/**
 * @template T
 * @param {{title: string, text?: string[], content?: Node[],
 *   buttons: {title: string, value: T | null, primary?: boolean}[]}} question
 * @returns {Promise<T | null>}
 *
 * Ask something: `buttons` are `[{title, value, primary}]`, `content` elements below the
 * sentences. Resolves to the value of the button, null when it was put away.
 */
export function ask({ title, text = [], content = [], buttons }) {
  const id = `lab-dialog-${(count += 1)}`;
  return new Promise((resolve) => {
    /** @type {T | null} */
    let answer = null;
    const done = (value) => () => {
      answer = value;
      dialog.close();
    };
    // What is read first is the question, not a button that answers it.
    const heading = h("h2", { id, tabindex: "-1" }, title);
    const dialog = h(
      "dialog",
      { class: "lab-dialog md-typeset", "aria-labelledby": id },
      heading,
      ...text.map((each) => h("p", {}, ...sentence(each))),
      ...content,
      h(
        "p",
        { class: "lab-dialog__buttons" },
        ...buttons.map(({ title: name, value, primary = false }) =>
          button(name, done(value), primary ? { class: "lab-button lab-button--primary" } : {}),
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    heading.focus();
  });
}

const CANCEL = { title: "Cancel", value: null };

/** Ask whether to go on; resolves to true or false. */
export async function confirm({ title, text, yes }) {
  const buttons = [{ title: yes, value: true, primary: true }, CANCEL];
  return Boolean(await ask({ title, text, buttons }));
}

/** Tell something. */
export const tell = ({ title, text }) =>
  ask({ title, text, buttons: [{ title: "Close", value: null, primary: true }] });
