// Reads lines of {text, now, key} and writes what the site's decoder says of each.

import { webcrypto } from "node:crypto";
import { createInterface } from "node:readline";

import { report } from "./assets/decoder/report.js";
import { check } from "./assets/decoder/signature.js";
import { asJson } from "./assets/decoder/wording.js";

// Node 18 has it, but not by this name.
globalThis.crypto ??= webcrypto;

for await (const line of createInterface({ input: process.stdin })) {
  const { text, now, key } = JSON.parse(line);
  const { found, ...told } = report(text, now);
  const algorithm = found.algorithm || "HS256";
  const signature = key && (await check(found, { form: "text", algorithm, ...key }));
  const all = new Map(Object.entries({ ...told, signature }));
  for (const name of ["meaning", "times", "signature"]) {
    all.set(name, all.get(name) && new Map(Object.entries(all.get(name))));
  }
  console.log(asJson(all));
}
