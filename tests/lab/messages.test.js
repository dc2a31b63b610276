// What the lab says: of a check, of changes, of numbers, of commands.

import assert from "node:assert/strict";
import { test } from "node:test";

import { offered } from "./assets/lab/panes/commands.js";
import { changedPaths, compare, same } from "./assets/lab/model/file_comparison.js";
import { marksOf, outcome } from "./assets/lab/editor/check_marks.js";
import { count, loadedOf, moment, twoDigits } from "./assets/lab/formats.js";

const FILES = { "users/views.py": "", "config/settings.py": "" };

test("a line is marked in the learner's files, and in no other", () => {
  const mark = { file: "users/views.py", line: 7, say: "The view is open.", more: "Name the permission." };

  assert.deepEqual(marksOf([mark, { ...mark, line: null, more: "" }], FILES), [
    { path: "users/views.py", line: 7, say: "The view is open.", more: "Name the permission." },
    { path: "users/views.py", line: 1, say: "The view is open.", more: "" },
  ]);
  for (const file of [null, "tests/test_login.py", "constructor"]) {
    assert.deepEqual(marksOf([{ ...mark, file }], FILES), []);
  }
});

test("what a check came to is said in a few words", () => {
  const sentences = { outcome: "1 of 2 tasks done" };

  assert.deepEqual(outcome({ status: "passed", sentences }), { passed: true, say: "1 of 2 tasks done" });
  assert.deepEqual(outcome({ status: "not yet", sentences }), { passed: false, say: "1 of 2 tasks done" });
  assert.equal(outcome({ error: { message: "x" } }).passed, false);
});

test("what changed is counted and shown line by line", () => {
  const before = { "a.py": "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "gone.py": "x\n", "same.py": "" };
  const after = { "a.py": "1\n2\n3\n4\n5\nsix\n7\n8\n9\n", "new.py": "y", "same.py": "" };

  const [changed, removed, added] = compare(before, after);
  assert.deepEqual([changed.path, changed.kind, changed.added, changed.removed], ["a.py", "changed", 1, 1]);
  assert.deepEqual(
    changed.hunks[0].lines.map(({ sign, text }) => sign + text),
    [" 3", " 4", " 5", "-6", "+six", " 7", " 8", " 9"],
  );
  assert.deepEqual([removed.path, removed.kind, removed.removed], ["gone.py", "removed", 1]);
  assert.deepEqual([added.path, added.kind, added.added], ["new.py", "added", 1]);
  assert.equal(added.hunks[0].lines.at(-1).text, "(no end of line here)");
});

test("an empty file that came or went has no lines, and is named", () => {
  const [empty] = compare({}, { "users/__init__.py": "" });

  assert.deepEqual(empty, { path: "users/__init__.py", kind: "added", hunks: [], added: 0, removed: 0 });
});

test("two sets of files are the same or not", () => {
  assert.equal(same({ a: "1", b: "" }, { b: "", a: "1" }), true);
  assert.equal(same({ a: "1" }, { a: "1", b: "" }), false);
  assert.equal(same({ a: "1" }, { b: "1" }), false);
  assert.deepEqual(changedPaths({ a: "1", b: "2" }, { b: "3", c: "" }), ["a", "b", "c"]);
});

test("the command that comes next is offered first", () => {
  assert.deepEqual(offered({}), ["django-admin startproject config ."]);
  assert.equal(offered({ "manage.py": "" })[0], "python manage.py startapp users");
  assert.equal(offered({ "manage.py": "", "users/models.py": "" })[0], "python manage.py makemigrations users");
});

test("numbers and times are said in words", () => {
  assert.equal(loadedOf(4_210_000, 9_080_000), "4.2 of 9.1 MB");
  assert.deepEqual([count(1, "file"), count(2, "file"), count(2, "copy", "copies")], ["1 file", "2 files", "2 copies"]);
  assert.equal(twoDigits(5), "05");
  const now = new Date(2026, 10, 25, 12, 3);
  assert.ok(moment(now.getTime(), now).length < moment(now.getTime() - 3e9, now).length);
});
