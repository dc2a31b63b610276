// What is kept of a learner's work, and that nothing of it is lost.

import assert from "node:assert/strict";
import { test } from "node:test";

import { LabStore } from "./assets/lab/model/lab_store.js";
import { openStore } from "./assets/lab/model/browser_store.js";
import { Work } from "./assets/lab/model/work.js";

/** In the place of localStorage. */
function someDrafts() {
  const all = new Map();
  return { get: (name) => all.get(name) ?? null, put: (name, record) => all.set(name, record), drop: (name) => all.delete(name) };
}

const START = { "manage.py": "start\n", "users/views.py": "start\n" };
let step = 0;

/** A lab of its own for each test: without IndexedDB all of them share a memory. */
async function begun(record = null) {
  const store = new LabStore(await openStore("http://127.0.0.1/"), someDrafts());
  const events = new EventTarget();
  const heard = [];
  for (const name of ["files", "kept"]) events.addEventListener(name, (event) => heard.push([name, event.detail]));
  step += 1;
  const name = String(step).padStart(2, "0");
  const work = new Work({ step: name, store, events, start: START, record, database: null });
  return { store, work, heard, step: name };
}

test("without IndexedDB it works in memory, and says so", async () => {
  const { store, work } = await begun();

  assert.equal(store.kept, false);
  assert.equal(work.state, "memory");
});

test("what is changed is written down, and told", async () => {
  const { store, work, heard, step: name } = await begun();
  const before = work.files;

  work.write("users/forms.py", "new\n");
  await work.flush();

  assert.deepEqual((await store.read(name)).files, { ...START, "users/forms.py": "new\n" });
  assert.deepEqual(heard.find(([event]) => event === "files")[1].paths, ["users/forms.py"]);
  assert.deepEqual(before, START);
  assert.equal(work.changed, true);
});

test("what is not changed is not written", async () => {
  const { store, work, step: name } = await begun();

  work.write("manage.py", "start\n");
  await work.flush();

  assert.equal(await store.read(name), null);
  assert.equal(work.changed, false);
});

test("a tab that leaves the lab to another writes nothing", async () => {
  const { store, work, step: name } = await begun();
  const other = new LabStore(await openStore("http://127.0.0.1/"), someDrafts());
  const theirs = { step: name, files: { "manage.py": "theirs\n" } };
  await other.write(theirs);
  await other.writeDatabase(name, new Uint8Array([1]));

  store.leaveToOtherTab();
  work.write("manage.py", "mine\n");
  work.leave();
  await work.noteDatabase(new Uint8Array([2]));
  await work.replace({ "manage.py": "replaced\n" }, { why: "before the import" });
  await work.forget();

  assert.equal(work.state, "elsewhere");
  assert.deepEqual((await other.read(name)).files, theirs.files);
  assert.deepEqual(await other.database(name), new Uint8Array([1]));
  assert.deepEqual(await other.copies(name), []);
});

test("what is typed in a tab that writes nothing is at risk until it is exported", async () => {
  const { store, work } = await begun();
  store.leaveToOtherTab();
  assert.equal(work.atRisk, false);

  work.write("manage.py", "mine\n");
  assert.equal(work.atRisk, true);
  work.exported = work.files;
  assert.equal(work.atRisk, false);
});

test("a file that is removed or renamed can be brought back", async () => {
  const { work } = await begun();

  const text = work.remove("manage.py");
  assert.deepEqual(Object.keys(work.files), ["users/views.py"]);
  work.write("manage.py", text);
  work.rename("users/views.py", "users/api.py");

  assert.deepEqual(work.files, { "manage.py": "start\n", "users/api.py": "start\n" });
});

test("before files are replaced a copy of them is kept", async () => {
  const { store, work, step: name } = await begun();
  work.write("manage.py", "mine\n");

  await work.replace({ "other.py": "" }, { why: "before the import" });

  const [copy, ...others] = await store.copies(name);
  assert.equal(others.length, 0);
  assert.equal(copy.files["manage.py"], "mine\n");
  assert.equal(copy.why, "before the import");
  assert.deepEqual((await store.read(name)).files, { "other.py": "" });
});

test("of what is nobody's own no copy is kept", async () => {
  const { store, work, step: name } = await begun();

  await work.replace({ "other.py": "" }, { why: "before the import" });

  assert.deepEqual(await store.copies(name), []);
});

test("the last ten copies are kept, and none twice", async () => {
  const { store, work, step: name } = await begun();
  for (let count = 0; count < 13; count += 1) {
    work.write("manage.py", `${count}\n`);
    await work.copy(`copy ${count}`);
    await work.copy(`copy ${count} again`);
  }

  const copies = await store.copies(name);
  assert.equal(copies.length, 10);
  assert.equal(copies[0].why, "copy 12 again");
  assert.equal(copies.at(-1).why, "copy 3 again");
});

test("a check is remembered until something changes", async () => {
  const { work } = await begun();

  work.noteCheck({ passed: false, say: "1 of 2 tasks done" }, work.files);
  assert.equal(work.meta.tried, true);
  work.noteCheck({ passed: true, say: "passed" }, work.files);
  assert.ok(work.meta.passed);
  work.write("manage.py", "mine\n");

  assert.equal(work.meta.checked, null);
  assert.ok(work.meta.passed);
  assert.equal(work.meta.tried, true);
});

test("what was typed while a check ran was not checked", async () => {
  const { work } = await begun();
  const judged = work.files;
  work.write("manage.py", "mine\n");

  work.noteCheck({ passed: false, say: "0 of 2 tasks done" }, judged);

  assert.equal(work.meta.checked, null);
  assert.equal(work.meta.tried, true);
});

test("what is deleted is gone with its copies and its database", async () => {
  const { store, work, step: name } = await begun();
  work.write("manage.py", "mine\n");
  await work.noteDatabase(new Uint8Array([1]));
  await work.copy("a copy");
  await work.flush();

  await work.forget();

  assert.equal(await store.read(name), null);
  assert.equal(await store.database(name), null);
  assert.deepEqual(await store.copies(name), []);
  assert.deepEqual(work.files, START);
});

test("what was written in the last moment of a page counts where it is newer", async () => {
  const { store, work, step: name } = await begun();
  const slow = { kept: true, get: (_, key) => store.read(key), put: async () => {}, all: async () => [], drop: async () => {} };
  const places = someDrafts();
  const lasting = new LabStore(slow, places);

  work.write("manage.py", "older\n");
  await work.flush();
  lasting.draft({ step: name, files: { "manage.py": "newer\n" } });
  const newer = await lasting.read(name);
  await lasting.write({ step: name, files: {} });

  assert.equal(newer.files["manage.py"], "newer\n");
  assert.equal(places.get(name), null);
});
