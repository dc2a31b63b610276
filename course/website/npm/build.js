// Writes the bundles that the site serves: node build.js [folder]

import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ?? path.join(here, "../../../docs/assets/vendor");
const bundled = ["codemirror", "diff", "fflate", "idb", "jose"];
const PACKAGE = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//;

// Each text of a license, and the packages that are under it.
const licenses = new Map();

/** What a package is called, and its license; the text of it goes into LICENSES.txt. */
async function described(name) {
  const source = path.join(here, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(path.join(source, "package.json")));
  const [file] = (await readdir(source)).filter((each) => /^licen[cs]e/i.test(each));
  const text = (await readFile(path.join(source, file), "utf8")).trim();
  const under = licenses.get(text) ?? new Set();
  licenses.set(text, under.add(`${name} ${version}`));
  return `${name} ${version}, ${license} license`;
}

for (const name of bundled) {
  const made = await build({
    absWorkingDir: here,
    entryPoints: [`${name}.js`],
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
    write: false,
  });
  // Those that are in it, and not only looked at.
  const [{ inputs }] = Object.values(made.metafile.outputs);
  const taken = Object.keys(inputs).filter((file) => inputs[file].bytesInOutput);
  const packages = new Set(taken.map((file) => PACKAGE.exec(file)?.[1]).filter(Boolean));
  const said = [];
  for (const each of [...packages].sort()) said.push(await described(each));
  const text = `/*! ${said.join("; ")}: LICENSES.txt */\n${made.outputFiles[0].text}`;
  await writeFile(path.join(folder, `${name}.js`), text);
}
const parts = [...licenses].map(([text, under]) => `${[...under].join("\n")}\n\n${text}\n`);
await writeFile(path.join(folder, "LICENSES.txt"), parts.join(`\n${"-".repeat(72)}\n\n`));
