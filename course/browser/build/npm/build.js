// Makes the interpreter's script, and compiles Python with the interpreter itself, whose
// version the machine's own Python need not have: node build.js FOLDER
//
// FOLDER/trees.json names folders of Python files and where each will be in the tab; each
// source file is replaced by its compiled form. The standard library is put there first.

import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { loadPyodide } from "pyodide";

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = path.resolve(process.argv[2]);
const pyodide = path.join(here, "node_modules/pyodide");

await build({
  absWorkingDir: here,
  entryPoints: ["interpreter.js"],
  outfile: path.join(folder, "interpreter.js"),
  bundle: true,
  format: "iife",
  minify: true,
  platform: "browser",
  target: "es2022",
  legalComments: "none",
  // Both are the halves for node, which a browser never comes to.
  external: ["node:*", "ws"],
  // Where the script came from: it is told everything that it would look for there.
  define: { "import.meta.url": "'interpreter.js'" },
  logLevel: "error",
});
await copyFile(path.join(pyodide, "pyodide.asm.wasm"), path.join(folder, "python.wasm"));

const python = await loadPyodide({ indexURL: `${pyodide}/` });
python.FS.mkdirTree("/build");
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/build");
await mkdir(path.join(folder, "stdlib"), { recursive: true });
const source = await readFile(path.join(here, "compile.py"), "utf8");
await python.runPythonAsync(source);
await writeFile(path.join(folder, "python.txt"), python.runPython("import platform; platform.python_version()"));
