// One tab has a lab, whether the browser has locks or the tabs have to ask each other.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { lockName, TabLock } from "./assets/lab/model/tab_lock.js";

const locks = [];

/** A lock as of another tab; node has no navigator.locks. */
function tab(name, onLost) {
  const lock = new TabLock(name, onLost);
  locks.push(lock);
  return lock;
}

globalThis.navigator ??= {};
afterEach(() => locks.splice(0).forEach((lock) => lock.free()));

/** Keep this thread busy, as a tab that sleeps. */
function sleep(milliseconds) {
  const begin = Date.now();
  while (Date.now() - begin < milliseconds);
}

test("a lab has one name at one address", () => {
  assert.equal(lockName("https://example.org/course/", "05"), "lab /course/ 05");
});

test("the first tab gets it, a second does not", async () => {
  assert.equal(await tab("one").take(), true);
  assert.equal(await tab("one").take(), false);
  assert.equal(await tab("another").take(), true);
});

test("when the first is closed a third gets it, not the second", async () => {
  const first = tab("closed");
  await first.take();
  assert.equal(await tab("closed").take(), false);

  first.free();

  assert.equal(await tab("closed").take(), true);
});

test("of tabs that are opened at once one gets it", async () => {
  let holders = 0;
  const taken = await Promise.all([1, 2, 3].map(() => tab("at once", () => (holders -= 1)).take()));
  holders += taken.filter(Boolean).length;
  // On a busy machine one hears too late of another.
  await new Promise((resolve) => setTimeout(resolve, 100));

  assert.equal(holders, 1);
});

test("a tab that was asleep leaves it to the one that came in the meantime", async () => {
  let lost = 0;
  assert.equal(await tab("asleep", () => (lost += 1)).take(), true);

  const taking = tab("asleep").take();
  sleep(500);

  assert.equal(await taking, true);
  // What was said in the meantime is heard now.
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(lost, 1);
  assert.equal(await tab("asleep").take(), false);
});

test("a browser without IndexedDB may refuse its locks too", async () => {
  const request = async () => {
    throw new DOMException("no", "SecurityError");
  };
  Object.defineProperty(navigator, "locks", { value: { request }, configurable: true });
  try {
    assert.equal(await tab("refused").take(), true);
  } finally {
    delete navigator.locks;
  }
});
