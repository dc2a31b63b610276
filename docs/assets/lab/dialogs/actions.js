// What the menu does: start again, take files from elsewhere, take them along.

import { ask, confirm, tell } from "./dialog.js";
import { count, moment, twoDigits } from "../formats.js";
import { zipExchange } from "./zip_exchange.js";

const KEPT = "A copy of yours is kept: Menu, Saved copies.";

/** `{items}` for the menu, and `{replaced, download}` for others. */
export function actions({ lab, work, store, machine, showSolution, open }) {
  const { step } = lab;
  const before = Number(step) > 1 ? twoDigits(step - 1) : null;
  const kept = () => (work.changed && !store.elsewhere ? KEPT : "");
  const from = before ? `the end of step ${before}` : "an empty folder";

  /** Put files into the place of the learner's; the project of the old ones ends. */
  async function replaced(files, how) {
    machine.stop();
    await work.replace(files, how);
    open();
  }

  const { download, upload } = zipExchange({ lab, work, store, replaced, kept });

  async function again() {
    const yes = await confirm({
      title: `Start again from ${from}?`,
      text: [`Your files and the database of this lab are replaced by ${from}. ${kept()}`],
      yes: "Start again",
    });
    if (!yes) return;
    await replaced({ ...work.start }, { why: "before starting again" });
    lab.say(`Your files are ${from} now.`);
  }

  async function takeMine() {
    const record = await store.read(before);
    if (!record) {
      await tell({
        title: `No files of step ${before}`,
        text: [`This browser has kept no files of lab ${before}. Menu, Import a zip takes them from a file.`],
      });
      return;
    }
    const yes = await confirm({
      title: `Go on with your own files of step ${before}?`,
      text: [
        `Your ${count(Object.keys(record.files).length, "file")} of lab ${before}, and its database, come into this lab. ` +
          kept(),
      ],
      yes: "Take them",
    });
    if (!yes) return;
    const { files, clock } = record;
    const how = { why: `before the files of step ${before} came`, began: files, clock };
    await replaced(files, { ...how, database: await store.database(before) });
    lab.say(`Your files are those of lab ${before} now.`);
  }

  async function copies() {
    const all = await store.copies(step);
    if (!all.length) {
      await tell({
        title: "Saved copies",
        text: ["There is none yet. Before your files are replaced a copy of them is kept here, the last ten."],
      });
      return;
    }
    const chosen = await ask({
      title: "Saved copies",
      text: ["Your files as they were, the newest first. To bring one back keeps a copy of the present ones."],
      buttons: [
        ...all.map((copy) => ({
          title: `${moment(copy.when)}, ${copy.why} (${count(Object.keys(copy.files).length, "file")})`,
          value: copy,
        })),
        { title: "Close", value: null, primary: true },
      ],
    });
    if (!chosen) return;
    const { files, began, database, clock } = chosen;
    await replaced(files, { why: "before a copy was brought back", began, database, clock });
    lab.say("Your files are those of the copy now.");
  }

  async function forget() {
    const number = (await store.copies(step)).length;
    const yes = await confirm({
      title: "Delete what is kept of this lab?",
      text: [
        `Your files of this lab, its database and ${count(number, "saved copy", "saved copies")} are deleted from this browser. ` +
          "Nothing brings them back but a zip that you have exported.",
      ],
      yes: "Delete",
    });
    if (!yes) return;
    machine.stop();
    await work.forget();
    open();
    lab.say("Deleted. Nothing of this lab is kept.");
  }

  const items = () => [
    { title: `Start again from ${from}`, act: again },
    ...(before ? [{ title: `Take my own files of step ${before}`, act: takeMine }] : []),
    { title: "Show the solution", act: showSolution },
    null,
    { title: "Export as a zip", act: download },
    { title: "Import a zip", act: upload },
    { title: "Saved copies", act: copies },
    ...(store.elsewhere ? [] : [null, { title: "Delete what is kept here", act: forget }]),
  ];
  return { items, replaced, download };
}
