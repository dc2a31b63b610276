// The interpreter as one script: Pyodide with its compiled half, and what unpacks zips.

import { unzipSync } from "fflate";
import { loadPyodide } from "pyodide/pyodide.mjs";
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { info } from "pyodide/pyodide-lock.json";

// No package is ever loaded from elsewhere.
const lockFileContents = JSON.stringify({ info, packages: {} });

// Pyodide asks for the memory of a snapshot by a setting that its compiled half, which
// brings its memory along, passes over.
const PAGE = 65536;

function createModule(settings) {
  const { instantiateWasm } = settings;
  settings.instantiateWasm = (imports, done) =>
    instantiateWasm(imports, (instance, module) => {
      const { memory } = instance.exports;
      const lacking = (settings.INITIAL_MEMORY ?? 0) - memory.buffer.byteLength;
      if (lacking > 0) memory.grow(Math.ceil(lacking / PAGE));
      done(instance, module);
    });
  return createPyodideModule(settings);
}

/**
 * Start Python. With `snapshot`, the bytes of an earlier `makeMemorySnapshot()`, it goes
 * on from there; without, one can be made.
 */
function load({ snapshot, ...options }) {
  const memory = snapshot ? { _loadSnapshot: snapshot } : { _makeSnapshot: true };
  return loadPyodide({ ...options, ...memory, createPyodideModule: createModule, lockFileContents });
}

globalThis.interpreter = { unzip: unzipSync, load };
