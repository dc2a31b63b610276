// Which names of files are taken, and how they stand in the tree.
// tests/curriculum/test_file_names.py goes through the same table of names.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { asTree, kindOf, leftOut, Names, refusal, unsafe } from "./assets/lab/model/paths.js";

const NAMES = JSON.parse(readFileSync("file_names.json"));

const UNSAFE = {
  "": "Type a name",
  "/etc/passwd": "without /",
  "../settings.py": "inside of the project",
  "users/../../x.py": "inside of the project",
  "users/./x.py": "inside of the project",
  "users//x.py": "one / too many",
  "users/": "one / too many",
  "users\\forms.py": "not by \\",
  "C:/x.py": "Not every system",
  "what?.py": "Not every system",
  "nul.py": "Windows keeps the name nul.py",
  "users/COM1": "Windows keeps the name COM1",
  "users/x.": "nor end with a dot",
  " x.py": "begin or end with a space",
  "x\u0000.py": "cannot be seen",
  "x\u202egp.py": "cannot be seen",
  "x\u200b.py": "cannot be seen",
  "a/b/c/d/e/f/g/h/x.py": "folders deep",
  [`${"x".repeat(200)}.py`]: "characters",
};

test("a name that is not safe is refused with its reason", () => {
  for (const [path, reason] of Object.entries(UNSAFE)) {
    assert.match(unsafe(path), new RegExp(reason.replace(/[\\.]/g, "\\$&")), path);
  }
});

test("a name that some system cannot have is refused", () => {
  for (const path of NAMES.refused) assert.notEqual(unsafe(path), "", JSON.stringify(path));
});

test("a name that every system can have is taken", () => {
  for (const path of NAMES.taken) {
    assert.equal(unsafe(path), "", path);
    assert.equal(refusal(path, {}), "", path);
  }
});

test("two names that are one to some system are refused", () => {
  for (const [one, other] of NAMES.clashes) {
    const names = new Names();
    names.add(one);
    assert.notEqual(names.clash(other), "", `${one} and ${other}`);
  }
});

test("a new name does not take the place of another file", () => {
  const files = { "manage.py": "", "users/views.py": "" };
  assert.match(refusal("manage.py", files), /is there already/);
  assert.match(refusal("Manage.py", files), /Windows and macOS/);
  assert.match(refusal("users", files), /is a folder/);
  assert.match(refusal("manage.py/x.py", files), /cannot have files in it/);
  assert.equal(refusal("users/forms.py", files), "");
});

test("a file may be renamed to its own name in other letters", () => {
  assert.equal(refusal("Manage.py", { "manage.py": "" }, "manage.py"), "");
  assert.equal(refusal("manage.py/old.py", { "manage.py": "" }, "manage.py"), "");
});

test("what is no part of a project cannot be made", () => {
  for (const path of ["db.sqlite3", ".venv/x.py", "users/__pycache__/x.pyc", ".learn-lab.json", "x.py~"]) {
    assert.match(refusal(path, {}), /no part of a project/, path);
  }
});

test("caches, environments and databases are left out, at any depth", () => {
  for (const path of [...NAMES.left_out, ...NAMES.databases]) assert.equal(leftOut(path), true, path);
  for (const path of NAMES.taken) assert.equal(leftOut(path), false, path);
});

test("the tree has folders first, and each file where it is", () => {
  const tree = asTree(["manage.py", "users/views.py", "config/urls.py", "users/migrations/__init__.py", "Zoo.py"]);
  const shape = (entries) => entries.map(({ name, inside }) => (inside ? [name, shape(inside)] : name));
  assert.deepEqual(shape(tree), [
    ["config", ["urls.py"]],
    ["users", [["migrations", ["__init__.py"]], "views.py"]],
    "Zoo.py",
    "manage.py",
  ]);
  assert.equal(tree[1].inside[0].path, "users/migrations");
});

test("names of objects are names of files like others", () => {
  const tree = asTree(["constructor/__proto__.py", "toString"]);
  assert.equal(tree[0].inside[0].path, "constructor/__proto__.py");
  assert.equal(kindOf("constructor"), "plain");
});

test("the ending tells what a file holds", () => {
  assert.deepEqual(["a.py", "a.HTML", "a.toml", "pytest.ini", "a.b"].map(kindOf), ["python", "html", "toml", "ini", "plain"]);
});
