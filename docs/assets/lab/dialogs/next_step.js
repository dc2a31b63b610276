// From one step to the next: the learner's files go along.

import { h } from "../../shared/dom.js";
import { same } from "../model/file_comparison.js";
import { lockName, TabLock } from "../model/tab_lock.js";
import { ask, tell } from "./dialog.js";

/** Carry the files into the lab of the step `next`, and go there. */
export async function goOn({ lab, work, store, machine, next }) {
  if (store.elsewhere) {
    return tell({
      title: "This tab keeps nothing",
      text: [`Lab ${lab.step} is open in another tab: go on there, or export your files as a zip.`],
    });
  }
  const there = await store.read(next);
  const choice = there && !same(there.files, work.files) ? await asked(lab.step, next) : "take";
  if (choice === null) return;
  if (choice === "take") {
    const lock = new TabLock(lockName(lab.base, next));
    const free = await lock.take();
    if (free) await carry({ work, store, machine, next, there });
    lock.free();
    if (!free) {
      return tell({
        title: `Lab ${next} is open in another tab`,
        text: ["Close that tab first: your files would be changed under its hands."],
      });
    }
  }
  // As a link of the page: what is in its memory stays there.
  const link = h("a", { href: new URL(`lab/${next}/`, lab.base).href, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
}

const asked = (step, next) =>
  ask({
    title: `Lab ${next} has files of yours already`,
    text: [`Take those of step ${step} there, and keep a copy of what is there? Or open it as it is?`],
    buttons: [
      { title: `Take my files of step ${step}`, value: "take", primary: true },
      { title: "Open it as it is", value: "open" },
      { title: "Cancel", value: null },
    ],
  });

async function carry({ work, store, machine, next, there }) {
  await machine.keepDatabase();
  await work.flush();
  if (there) await store.copy(there, await store.database(next), `before the files of step ${work.step} came`);
  const { files, meta } = work;
  const { passed = null, tried = false } = there ?? {};
  const record = { step: next, files, began: files, checked: null, tried, passed };
  await store.write({ ...record, claimed: meta.claimed, clock: meta.clock });
  await store.writeDatabase(next, work.database);
}
