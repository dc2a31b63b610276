// The left side of the lab: the tree, and what is done to files.

import { h } from "../../shared/dom.js";
import { AS_TYPED, button } from "../controls.js";
import { changedPaths } from "../model/file_comparison.js";
import { refusal } from "../model/paths.js";
import { FileTree } from "./tree.js";

/**
 * `work` holds the files; `open(path)` shows one in the editor, `tell(text, undo)` says
 * what was done. Returns `{node, show}`.
 */
export function filesPanel({ id, work, events, open, tell }) {
  /** @type {{open: string | null, marked: Set<string>}} */
  let now = { open: null, marked: new Set() };
  const tree = new FileTree({ onOpen: open, onRename: rename, onRemove: remove });
  const form = h("div", { class: "lab-form" });
  const on = (act) => () => (now.open ? act(now.open) : undefined);
  const renames = tool("Rename the open file", "Rename", on(rename));
  const removes = tool("Delete the open file", "Delete", on(remove));
  const tools = h(
    "div",
    { class: "lab-files__tools", role: "group", "aria-label": "Files" },
    tool("New file", "New", create),
    renames,
    removes,
  );
  const node = h("section", { class: "lab-files", "aria-label": "Files" }, tools, form, tree.node);

  function draw() {
    const changed = new Set(changedPaths(work.began, work.files));
    tree.show({ files: work.files, open: now.open, changed, marked: now.marked });
    renames.disabled = removes.disabled = !now.open;
  }
  events.addEventListener("files", draw);

  function create() {
    const folder = now.open?.includes("/") ? now.open.slice(0, now.open.lastIndexOf("/") + 1) : "";
    ask("Path of the new file", folder, "Create", "", (path) => {
      work.write(path, "");
      open(path, { focus: true });
    });
  }

  function rename(old) {
    ask(`New path of ${old}`, old, "Rename", old, (path) => {
      const was = now.open === old;
      work.rename(old, path);
      if (was) open(path);
      tell(`${old} is ${path} now.`, () => work.rename(path, old));
    });
  }

  function remove(path) {
    const was = now.open === path;
    const text = work.remove(path);
    if (was) open(nearest(path));
    tell(`${path} is deleted.`, () => {
      work.write(path, text);
      open(path);
    });
    tree.focus();
  }

  /** The file to show where one has gone. */
  function nearest(path) {
    const rest = Object.keys(work.files).sort();
    return rest.find((each) => each > path) ?? rest.at(-1) ?? null;
  }

  function ask(label, value, yes, old, done) {
    const field = h("input", {
      id: `${id}-path`,
      type: "text",
      value,
      ...AS_TYPED,
      "aria-describedby": `${id}-why`,
    });
    const why = h("p", { class: "lab-why", id: `${id}-why`, role: "alert" });
    const close = () => {
      form.replaceChildren();
      tree.focus();
    };
    const submit = (event) => {
      event.preventDefault();
      const path = field.value.trim();
      const reason = refusal(path, work.files, old);
      why.textContent = reason;
      field.setAttribute("aria-invalid", String(Boolean(reason)));
      if (reason) return field.focus();
      close();
      if (path !== old) done(path);
    };
    const made = h(
      "form",
      {
        onsubmit: submit,
        onkeydown: (event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          close();
        },
      },
      h("label", { for: field.id }, label),
      field,
      why,
      h("button", { class: "lab-button lab-button--primary" }, yes),
      button("Cancel", close),
    );
    form.replaceChildren(made);
    field.focus();
    field.setSelectionRange(value.lastIndexOf("/") + 1, value.length);
  }

  return {
    node,
    /** The file that is open, and those that a check has marked. */
    show(changes) {
      now = { ...now, ...changes };
      draw();
    },
  };
}

const tool = (name, text, onclick) =>
  button(text, onclick, { class: "lab-tool", "aria-label": name, title: name });
