// Makes elements; text is set as text, so that nothing a token says becomes a tag.

/**
 * h("p", { class: "a", onclick: f }, "text", element): an element with its content.
 *
 * @template {string} Name
 * @param {Name} name
 * @param {Record<string, any>} [attributes]
 * @param {(Node | string)[]} content
 * @returns {Name extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Name] : any}
 */
export function h(name, attributes = {}, ...content) {
  return filled(document.createElement(name), attributes, content);
}

/** The same for the elements of a picture. */
export function svg(name, attributes = {}, ...content) {
  const space = "http://www.w3.org/2000/svg";
  return filled(document.createElementNS(space, name), attributes, content);
}

function filled(element, attributes, content) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...content);
  return element;
}

/** A sentence whose names stand between backticks, as nodes. */
export const sentence = (text) =>
  text
    .split(/`([^`]+)`/)
    .map((piece, index) => (index % 2 ? h("code", {}, piece) : piece))
    .filter((piece) => piece !== "");

const KINDS = {
  good: ["✓", "Good: "],
  bad: ["✗", "Wrong: "],
  note: ["·", "Note: "],
  next: ["→", "What to do: "],
};

/** The content of a finding: a mark for the eye, a word for the ear, a sentence. */
export function marked(kind, text) {
  const [mark, word] = KINDS[kind];
  return [
    h("span", { class: `jwt-mark jwt-mark--${kind}`, "aria-hidden": "true" }, mark),
    h("span", {}, h("span", { class: "jwt-heard" }, word), ...sentence(text)),
  ];
}
