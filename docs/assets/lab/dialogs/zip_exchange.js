// The learner's files as a zip: to take them along, and to bring them in.

import { h } from "../../shared/dom.js";
import { confirm, tell } from "./dialog.js";
import { count, moment } from "../formats.js";
import { ImportError, pack, unpack } from "../model/zip.js";

const LARGEST = 10_000_000;

/** `{download, upload}`; `replaced` puts files into place, `kept()` says where the old ones are. */
export function zipExchange({ lab, work, store, replaced, kept }) {
  const { step } = lab;

  async function download() {
    const passed = new Set([...(await store.passed()), ...work.meta.claimed]);
    if (work.meta.passed) passed.add(step);
    const saved = new Date().toISOString();
    const bytes = pack({ files: work.files, step, passed: [...passed].sort(), saved });
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
    h("a", { href: address, download: `lab-${step}.zip` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    work.exported = work.files;
    lab.say(`Exported as lab-${step}.zip. On your machine: python3 learn.py start --from lab-${step}.zip`);
  }

  function upload() {
    const field = h("input", { type: "file", accept: ".zip,application/zip" });
    field.addEventListener("change", () => field.files?.[0] && take(field.files[0]));
    field.click();
  }

  async function take(file) {
    let found;
    try {
      if (file.size > LARGEST) throw new ImportError("The zip has more than 10 MB: is it one of a project?");
      found = unpack(new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      await tell({ title: `${file.name} was not imported`, text: [error.message, "Your files are as they were."] });
      return;
    }
    const yes = await confirm({ title: `Import ${file.name}?`, text: told(found), yes: "Import" });
    if (!yes) return;
    await replaced(found.files, { why: "before the import" });
    work.claim(found.passed);
    lab.say(`Imported ${count(Object.keys(found.files).length, "file")}.`);
  }

  function told({ files, step: of, saved, leftOut, top }) {
    const text = [`${count(Object.keys(files).length, "file")}${saved ? `, saved ${moment(saved)}` : ""}.`];
    if (of && of !== step) text.push(`They are of step ${of}, and this is the lab of step ${step}.`);
    if (top) text.push(`They are taken out of the folder \`${top}\`.`);
    if (leftOut.length) text.push(`No text, and left out: ${leftOut.map((path) => `\`${path}\``).join(", ")}.`);
    text.push(work.changed ? `They replace yours. ${kept()}` : "They replace the files of this lab.");
    return text;
  }

  return { download, upload };
}
