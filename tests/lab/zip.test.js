// What comes out of the lab as a zip comes back from it; what is not safe does not come in.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ImportError, pack, unpack } from "./assets/lab/model/zip.js";
import { unzipSync, zipSync } from "./assets/vendor/fflate.js";

const FILES = { "manage.py": "print('é')\n", "users/__init__.py": "", "users/views.py": "x = 1\n" };
const SAVED = "2026-11-25T12:00:00.000Z";
const bytes = (text) => new TextEncoder().encode(text);
const zip = (files) => zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, bytes(text)])));

function refused(content, message) {
  assert.throws(() => unpack(content), (error) => error instanceof ImportError && message.test(error.message));
}

test("an exported zip comes back as it was", () => {
  const packed = pack({ files: FILES, step: "05", passed: ["04"], saved: SAVED });

  assert.deepEqual(unpack(packed), { files: FILES, step: "05", passed: ["04"], saved: SAVED, leftOut: [], top: "" });
});

test("an exported zip has the files at its top and says what it is", () => {
  const inside = unzipSync(pack({ files: FILES, step: "05", passed: ["01", "02"], saved: SAVED }));

  assert.deepEqual(Object.keys(inside).sort(), [".learn-lab.json", ...Object.keys(FILES)]);
  const about = JSON.parse(new TextDecoder().decode(inside[".learn-lab.json"]));
  assert.deepEqual(about, { format: 1, step: "05", saved: SAVED, passed: [1, 2] });
});

test("a zip of a work folder is unwrapped, its caches and databases left out", () => {
  const found = unpack(
    zip({
      "work/manage.py": "x",
      "work/users/views.py": "a\r\nb\r\n",
      "work/db.sqlite3": "SQLite",
      "work/.venv/lib/a.py": "",
      "work/users/__pycache__/views.pyc": "",
      "__MACOSX/work/._manage.py": "",
    }),
  );

  assert.deepEqual(found.files, { "manage.py": "x", "users/views.py": "a\nb\n" });
  assert.equal(found.top, "work");
  assert.equal(found.step, null);
});

test("a project with a folder of any name is unwrapped, a lone package is not", () => {
  assert.deepEqual(unpack(zip({ "my project/manage.py": "", "my project/users/a.py": "" })).files, {
    "manage.py": "",
    "users/a.py": "",
  });
  assert.deepEqual(unpack(zip({ "users/a.py": "" })).files, { "users/a.py": "" });
});

test("names with backslashes are those of Windows", () => {
  assert.deepEqual(unpack(zip({ "users\\views.py": "x", "manage.py": "" })).files, { "users/views.py": "x", "manage.py": "" });
});

test("what is no text is named and left out", () => {
  const content = zipSync({ "manage.py": bytes("x"), "logo.png": new Uint8Array([0x89, 0x50, 0xff]), "nul.bin": bytes("a\0b") });

  assert.deepEqual(unpack(content).leftOut, ["logo.png", "nul.bin"]);
});

test("a name that leads out of the project is refused", () => {
  for (const path of ["../x.py", "a/../../x.py", "/etc/x.py", "a\u202e.py", "con.py"]) {
    refused(zip({ "manage.py": "", [path]: "" }), /which is not safe/);
  }
});

test("two names that are one elsewhere are refused", () => {
  refused(zip({ "Users.py": "", "users.py": "" }), /Users.py is there already: Windows and macOS/);
  refused(zip({ "Users/a.py": "", "users/b.py": "" }), /Users is there already: Windows and macOS/);
  refused(zip({ users: "", "users/a.py": "", "manage.py": "" }), /users is a file, and cannot have files/);
});

test("what is too large is refused before it is unpacked", () => {
  refused(zip({ "big.py": "x".repeat(1_000_001) }), /more than a file of a project may have/);
  const some = Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`${at}.py`, "x".repeat(999_999)]));
  refused(zip(some), /more than 5 MB/);
  const many = Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`${at}.py`, ""]));
  refused(zip(many), /more than 500 files/);
});

test("what is no zip is told in words", () => {
  refused(bytes("no zip at all"), /is no zip/);
  refused(zip(FILES).subarray(0, 40), /is no zip/);
  refused(new Uint8Array(), /is no zip/);
  refused(zip({ "db.sqlite3": "x" }), /no file of a project/);
});

test("what a zip says of itself is believed as far as it makes sense", () => {
  const about = (text) => zip({ "manage.py": "", ".learn-lab.json": text });

  refused(about('{"format": 2}'), /newer version/);
  const nothing = { step: null, passed: [], saved: null };
  for (const text of ["{", "7", "null", '{"format": 1, "step": 5, "passed": "01", "saved": "soon"}']) {
    const { step, passed, saved, files } = unpack(about(text));
    assert.deepEqual({ step, passed, saved }, nothing, text);
    assert.deepEqual(Object.keys(files), ["manage.py"]);
  }
});
