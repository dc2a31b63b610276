// A lab's files as a zip, as `learn.py start --from` takes it, and back.

import { unzipSync, zipSync } from "../../vendor/fflate.js";
import RULES from "./file_names.js";
import { ABOUT, leftOut, Names, unsafe } from "./paths.js";
import { twoDigits } from "../formats.js";

export const FORMAT = 1;
const MOST = RULES.in_the_lab;

/** Why a zip is not taken; its message is a sentence for the learner. */
export class ImportError extends Error {}

/** The bytes of a zip: the files at its top, and beside them what it is. */
export function pack({ files, step, passed, saved }) {
  const about = { format: FORMAT, step, saved, passed: passed.map(Number) };
  const all = { ...files, [ABOUT]: `${JSON.stringify(about)}\n` };
  const encoder = new TextEncoder();
  const content = Object.keys(all)
    .sort()
    .map((path) => [path, encoder.encode(all[path])]);
  return zipSync(Object.fromEntries(content), { mtime: saved });
}

/**
 * What is in a zip of this lab, or of a `work/` folder:
 * `{files, step, passed, saved, leftOut, top}`. `step` is null where the zip does not
 * tell, `leftOut` names what is no text, `top` is the folder that all of it was in.
 * Throws ImportError.
 */
export function unpack(bytes) {
  const found = texts(entries(bytes));
  const { top, files } = unwrapped(found.files);
  const about = told(files);
  delete files[ABOUT];
  const paths = Object.keys(files);
  if (!paths.length) throw new ImportError("There is no file of a project in this zip.");
  const names = new Names();
  for (const path of paths) {
    const why = unsafe(path);
    if (why) throw new ImportError(`The zip has a file named “${shown(path)}”, which is not safe. ${why}`);
    const twin = names.clash(path);
    if (twin) throw new ImportError(`The zip has a file named “${shown(path)}”: ${twin}`);
    names.add(path);
  }
  return { files, ...about, leftOut: found.leftOut, top };
}

/** The files of the zip as bytes, without what is no part of a project. */
function entries(bytes) {
  let altogether = 0;
  let count = 0;
  const filter = ({ name, originalSize }) => {
    if (name.endsWith("/") || leftOut(plain(name))) return false;
    if (originalSize > MOST.bytes_of_a_file) {
      throw new ImportError(`${shown(name)} has ${megabytes(originalSize)}: more than a file of a project may have (1 MB).`);
    }
    altogether += originalSize;
    count += 1;
    if (count > MOST.files) throw new ImportError(`There are more than ${MOST.files} files in this zip: is it one of a project?`);
    if (altogether > MOST.bytes) throw new ImportError("The files of this zip have more than 5 MB: is it one of a project?");
    return true;
  };
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError("This file is no zip, or it was cut off. Choose a file that ends in .zip.");
  }
}

/** Those that are text, by paths with forward slashes. */
function texts(found) {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const files = Object.create(null);
  const out = [];
  for (const [name, content] of Object.entries(found)) {
    const path = plain(name);
    try {
      const text = decoder.decode(content);
      if (text.includes("\0")) throw new TypeError("no text");
      files[path] = text.replace(/\r\n?/g, "\n");
    } catch {
      out.push(path);
    }
  }
  return { files, leftOut: out.sort() };
}

/** The files without the one folder that all of them are in; a zip of `work/` has it. */
function unwrapped(files) {
  const paths = Object.keys(files);
  const top = paths[0]?.includes("/") ? paths[0].slice(0, paths[0].indexOf("/") + 1) : "";
  const inside = top && top !== "/" && paths.every((path) => path.startsWith(top));
  // A project of one package alone stays what it is: its folder is named in imports.
  const known = [`${top}manage.py`, `${top}${ABOUT}`];
  const project = top === "work/" || paths.some((path) => known.includes(path));
  if (!inside || !project) return { top: "", files: { ...files } };
  const rest = paths.map((path) => [path.slice(top.length), files[path]]);
  return { top: top.slice(0, -1), files: Object.fromEntries(rest) };
}

/** What the zip says about itself. */
function told(files) {
  const nothing = { step: null, passed: [], saved: null };
  if (!(ABOUT in files)) return nothing;
  let about;
  try {
    about = JSON.parse(files[ABOUT]);
  } catch {
    return nothing;
  }
  if (about?.format > FORMAT) {
    throw new ImportError("This zip comes from a newer version of the tutorial. Reload this page, or take the newer site.");
  }
  const step = /^\d\d$/.test(about?.step) ? about.step : null;
  const numbers = Array.isArray(about?.passed) ? about.passed.filter(Number.isInteger) : [];
  const passed = numbers.filter((each) => each > 0 && each < 100).map(twoDigits);
  const saved = Number.isNaN(Date.parse(about?.saved)) ? null : about.saved;
  return { step, passed, saved };
}

/** Some programs of Windows write backslashes into a zip. */
const plain = (name) => (name.includes("/") ? name : name.replaceAll("\\", "/"));
const shown = (name) => name.replace(/[^\x20-\x7e]/g, "�").slice(0, 80);
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
