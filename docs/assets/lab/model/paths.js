// Names of files: which are safe on every system, how they stand in a tree, what they hold.

import RULES from "./file_names.js";

const FOLDERS = new Set(RULES.left_out_folders);
const FILES = new Set([...RULES.left_out_folders, ...RULES.left_out_files]);
const ENDINGS = [...RULES.left_out_endings, ...RULES.database_endings];
const DEVICES = new Set([
  ...RULES.devices,
  ...RULES.numbered_devices.flatMap((port) => [...RULES.device_numbers].map((number) => port + number)),
]);
const INVISIBLE = new RegExp(`[${RULES.invisible_categories.map((each) => `\\p{${each}}`).join("")}]`, "u");
const FORBIDDEN = [...RULES.forbidden_characters];
const DEEPEST = RULES.in_the_lab.folders;

/** The file in an exported zip that says what the zip is. */
export const ABOUT = ".learn-lab.json";

/** Whether a path is a cache, a database or the like, and no part of a project. */
export function leftOut(path) {
  const folders = path.toLowerCase().split("/");
  const name = folders.pop();
  return (
    folders.some((folder) => FOLDERS.has(folder)) ||
    FILES.has(name) ||
    RULES.left_out_beginnings.some((beginning) => name.startsWith(beginning)) ||
    ENDINGS.some((ending) => name.endsWith(ending))
  );
}

/** Why a path is not safe, as a sentence; "" where it is. */
export function unsafe(path) {
  if (!path) return "Type a name, such as users/forms.py.";
  if (path.includes("\\")) return "Folders are parted by /, not by \\.";
  if (path.startsWith("/")) return "A path begins inside of the project, without /.";
  if (INVISIBLE.test(path)) return "The name has a character that cannot be seen.";
  if (FORBIDDEN.some((sign) => path.includes(sign))) return 'Not every system takes < > : " | ? * in a name.';
  if (path.length > RULES.longest_path) return `The path has more than ${RULES.longest_path} characters.`;
  const parts = path.split("/");
  if (parts.length > DEEPEST + 1) return `More than ${DEEPEST} folders deep.`;
  for (const part of parts) {
    if (part === "") return "A folder has no name: there is one / too many.";
    if (part === "." || part === "..") return "A path stays inside of the project, without . and .. in it.";
    if (/^\s|[\s.]$/.test(part)) return "A name does not begin or end with a space, nor end with a dot.";
    if (DEVICES.has(part.split(".")[0].trimEnd().toLowerCase())) {
      return `Windows keeps the name ${part} for a device.`;
    }
  }
  return "";
}

/**
 * Why a file cannot be called so among these files, as a sentence; "" where it can.
 * `old` is the name that it has so far.
 */
export function refusal(path, files, old = "") {
  const why = unsafe(path);
  if (why) return why;
  if (leftOut(path) || path === ABOUT) return `${path} is no part of a project: it is neither checked nor exported.`;
  const names = new Names();
  for (const other of Object.keys(files)) if (other !== old) names.add(other);
  return names.clash(path);
}

/** Names of files and folders, as a system compares them that tells no capitals apart. */
export class Names {
  #seen = new Map();

  add(path) {
    for (const entry of withFolders(path)) this.#seen.set(entry.key, entry);
  }

  /** Why no file can be called so beside those; "" where it can. */
  clash(path) {
    for (const { key, at, folder } of withFolders(path)) {
      const other = this.#seen.get(key);
      if (!other || (folder && other.folder && other.at === at)) continue;
      if (folder && !other.folder) return `${other.at} is a file, and cannot have files in it.`;
      if (other.folder && !folder) return `${at} is a folder.`;
      if (other.at === at) return `${at} is there already.`;
      return `${other.at} is there already: Windows and macOS take both names for one.`;
    }
    return "";
  }
}

/** The folders of a path and the path itself, each with what some systems compare. */
function withFolders(path) {
  const parts = path.split("/");
  return parts.map((_, place) => {
    const at = parts.slice(0, place + 1).join("/");
    // Some letters have no capital of their own: ß becomes ss.
    const key = at.normalize("NFC").toUpperCase().toLowerCase();
    return { key, at, folder: place < parts.length - 1 };
  });
}

/** Paths as a tree: `[{name, path, inside}]`, folders first; `inside` is null for a file. */
export function asTree(paths) {
  const top = { inside: new Map() };
  for (const path of paths) {
    const parts = path.split("/");
    const name = parts.pop();
    let here = top;
    parts.forEach((part, depth) => {
      if (!here.inside.has(part)) {
        const folder = parts.slice(0, depth + 1).join("/");
        here.inside.set(part, { name: part, path: folder, inside: new Map() });
      }
      here = here.inside.get(part);
    });
    here.inside.set(name, { name, path, inside: null });
  }
  return sorted(top.inside);
}

function sorted(entries) {
  const order = (one, other) =>
    Number(Boolean(other.inside)) - Number(Boolean(one.inside)) || (one.name < other.name ? -1 : 1);
  return [...entries.values()]
    .map((entry) => ({ ...entry, inside: entry.inside && sorted(entry.inside) }))
    .sort(order);
}

/** What a file holds, by its ending. */
export function kindOf(path) {
  const ending = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  const kinds = {
    py: "python",
    html: "html",
    js: "javascript",
    css: "css",
    toml: "toml",
    yml: "yaml",
    yaml: "yaml",
    ini: "ini",
    cfg: "ini",
    conf: "ini",
    env: "ini",
  };
  return Object.hasOwn(kinds, ending) ? kinds[ending] : "plain";
}

// Where the learner writes first.
const FIRST = ["users/views.py", "users/models.py", "config/settings.py", "manage.py"];

/** The file to show when nobody has chosen one, or null. */
export function firstOf(files) {
  const paths = Object.keys(files).sort();
  return FIRST.find((path) => path in files) ?? paths[0] ?? null;
}
