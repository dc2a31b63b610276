// Names of files: which are safe on every system, how they stand in a tree, what they hold.

// What no project is made of: the same as course/curriculum/project_files.py leaves out.
const FOLDERS = new Set([
  "__pycache__",
  ".git",
  ".hg",
  ".idea",
  ".ipynb_checkpoints",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".tox",
  ".venv",
  ".vscode",
  "node_modules",
]);
const FILES = new Set([".DS_Store", "Thumbs.db", ".coverage"]);
const ENDINGS = [".pyc", ".pyo", ".sqlite3", ".sqlite3-journal", ".swp", "~"];
// Names that Windows keeps for devices, whatever their ending.
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
const LONGEST = 120;
const DEEPEST = 8;

/** The file in an exported zip that says what the zip is. */
export const ABOUT = ".learn-lab.json";

/** Whether a path is a cache, a database or the like, and no part of a project. */
export function leftOut(path) {
  const parts = path.split("/");
  const name = parts.pop();
  return (
    parts.some((part) => FOLDERS.has(part) || part === "__MACOSX") ||
    FOLDERS.has(name) ||
    FILES.has(name) ||
    name.startsWith("._") ||
    ENDINGS.some((ending) => name.endsWith(ending))
  );
}

/** Why a path is not safe, as a sentence; "" where it is. */
export function unsafe(path) {
  if (!path) return "Type a name, such as users/forms.py.";
  if (path.includes("\\")) return "Folders are parted by /, not by \\.";
  if (path.startsWith("/")) return "A path begins inside of the project, without /.";
  // Letters that are not seen could make two names look like one.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(path)) return "The name has a character that cannot be seen.";
  if (/[<>:"|?*]/.test(path)) return 'Not every system takes < > : " | ? * in a name.';
  if (path.length > LONGEST) return `The path has more than ${LONGEST} characters.`;
  const parts = path.split("/");
  if (parts.length > DEEPEST) return `More than ${DEEPEST - 1} folders deep.`;
  for (const part of parts) {
    if (part === "") return "A folder has no name: there is one / too many.";
    if (part === "." || part === "..") return "A path stays inside of the project, without . and .. in it.";
    if (/^\s|[\s.]$/.test(part)) return "A name does not begin or end with a space, nor end with a dot.";
    if (DEVICE.test(part)) return `Windows keeps the name ${part} for a device.`;
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
  const wanted = path.toLowerCase();
  for (const other of Object.keys(files)) {
    const taken = other.toLowerCase();
    if (other === old) continue;
    if (other === path) return `${path} is there already.`;
    if (taken === wanted) return `${other} is there already: Windows and macOS take both names for one.`;
    if (taken.startsWith(`${wanted}/`)) return `${path} is a folder.`;
    if (wanted.startsWith(`${taken}/`)) return `${other} is a file, and cannot have files in it.`;
  }
  return "";
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
    Boolean(other.inside) - Boolean(one.inside) || (one.name < other.name ? -1 : 1);
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
