// The interpreter as one script: Pyodide with its compiled half, and what unpacks zips.

import { unzipSync } from "fflate";
import { loadPyodide } from "pyodide/pyodide.mjs";
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { info } from "pyodide/pyodide-lock.json";

// No package is ever loaded from elsewhere.
const lockFileContents = JSON.stringify({ info, packages: {} });

globalThis.interpreter = {
  unzip: unzipSync,
  load: (options) => loadPyodide({ ...options, createPyodideModule, lockFileContents }),
};
