// Writes the bundles that the site serves: node build.js [folder]

import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ?? path.join(here, "../../../docs/assets/vendor");
const bundled = ["fflate", "jose"];

const licenses = [];
for (const name of bundled) {
  const source = path.join(here, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(path.join(source, "package.json")));
  await build({
    absWorkingDir: here,
    entryPoints: [`${name}.js`],
    outfile: path.join(folder, `${name}.js`),
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2022",
    legalComments: "none",
    banner: { js: `/*! ${name} ${version}, ${license} license: LICENSES.txt */` },
    logLevel: "warning",
  });
  const [file] = (await readdir(source)).filter((each) => /^licen[cs]e/i.test(each));
  const text = (await readFile(path.join(source, file), "utf8")).trim();
  licenses.push(`${name} ${version}\n\n${text}\n`);
}
await writeFile(path.join(folder, "LICENSES.txt"), licenses.join(`\n${"-".repeat(72)}\n\n`));
