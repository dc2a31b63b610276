// In which order the cells of a page run, and what they share.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Session } from "./assets/python/session.js";

const OK = { status: 200, reason: "OK", headers: [["Content-Type", "application/json"]] };

/** A session whose project writes down what it is asked, and cells for it. */
function made(answers = {}) {
  const log = [];
  class Project {
    running = true;
    static async start({ step, notebook, signal }) {
      log.push(`start ${step}${notebook ? " notebook" : ""}`);
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted) throw Object.assign(new Error("cancelled"), { name: "Cancelled" });
      return new Project();
    }
    stop() {
      this.running = false;
      log.push("stop");
    }
    async run(code) {
      log.push(code);
      return { outputs: answers[code] ?? [] };
    }
    async clock(seconds) {
      if (seconds) log.push(`clock ${seconds}`);
    }
    async request({ method, path, headers }) {
      log.push([method, path, ...headers.flat()].join(" "));
      return { ...OK, text: answers[path] ?? "{}" };
    }
    async manage(lines) {
      log.push(lines);
      return answers[lines] ?? { code: 0, output: "" };
    }
  }
  return { log, session: new Session(Project) };
}

const cell = (kind, number, source, more = {}) => ({
  kind,
  number,
  source,
  step: "05",
  at: 0,
  recorded: "",
  told: [],
  begin(above) {
    this.told.push(above);
  },
  show(outputs) {
    this.shown = outputs;
  },
  ...more,
});
const notebook = (...sources) => sources.map((source, index) => cell("python", index + 1, source));

test("a cell runs after those above it, each once", async () => {
  const { log, session } = made();
  const cells = notebook("one", "two", "three", "four");

  await session.run(cells[2], cells);
  await session.run(cells[2], cells);
  await session.run(cells[3], cells);

  assert.deepEqual(log, ["start 05 notebook", "one", "two", "three", "three", "four"]);
  assert.deepEqual(cells[2].told, [2, 0]);
  assert.deepEqual(cells[0].told, [-1]);
});

test("where one above fails, the cell does not run, and it is said", async () => {
  const { log, session } = made({ one: [{ kind: "error", text: "NameError" }] });
  const cells = notebook("one", "two");

  await assert.rejects(session.run(cells[1], cells), { name: "Above", message: /Block 1 above failed/ });

  assert.deepEqual(log, ["start 05 notebook", "one"]);
  assert.equal(cells[0].shown[0].text, "NameError");
});

test("two that are pressed at once run one after the other in one project", async () => {
  const { log, session } = made();
  const cells = notebook("one", "two");

  await Promise.all([session.run(cells[1], cells), session.run(cells[0], cells)]);

  assert.deepEqual(log, ["start 05 notebook", "one", "two", "one"]);
});

test("a request is filled with what an answer has given, at its time", async () => {
  const { log, session } = made({ "/login/": '{"access":"eyJ"}' });
  const cells = [
    cell("http", 1, "POST /login/ HTTP/1.1"),
    cell("http", 2, "GET /me/ HTTP/1.1\nAuthorization: Bearer {{access}}", { at: 960 }),
  ];

  await session.run(cells[1], cells);

  assert.deepEqual(log.slice(1), ["POST /login/", "clock 960", "GET /me/ Authorization Bearer eyJ"]);
  assert.match(cells[1].shown[0].text, /^HTTP\/1.1 200 OK/);
});

test("a value that nobody has given, and a request that is none, are told", async () => {
  const { log, session } = made();
  const cells = [cell("http", 1, "GET /{{id}}/"), cell("http", 2, "nonsense")];

  await session.run(cells[0], [cells[0]]);
  await session.run(cells[1], [cells[1]]);

  assert.match(cells[0].shown[0].text, /\{\{id\}\}/);
  assert.match(cells[1].shown[0].text, /first line/);
  assert.deepEqual(log, ["start 05"]);
});

test("a command that fails is shown with its code, and nothing is wrong with that", async () => {
  const { session } = made({ x: { code: 1, output: "SystemCheckError" } });
  const command = cell("console", 1, "x");

  await session.run(command, [command]);

  assert.deepEqual(command.shown.map(({ kind }) => kind), ["stdout", "note"]);
});

test("cells of another step have a project of their own, one at a time", async () => {
  const { log, session } = made();
  const before = cell("http", 1, "GET /a/", { step: "04" });
  const cells = [before, cell("http", 2, "GET /b/"), cell("http", 3, "GET /c/")];

  await session.run(before, cells);
  await session.run(cells[2], cells);

  assert.deepEqual(log, ["start 04", "GET /a/", "stop", "start 05", "GET /b/", "GET /c/"]);
});

test("what is loading is given up, and the next run begins anew", async () => {
  const { log, session } = made();
  const cells = notebook("one");

  const running = session.run(cells[0], cells);
  await Promise.resolve();
  await Promise.resolve();
  session.stop();
  await assert.rejects(running, { name: "Cancelled" });
  assert.equal(session.started, false);
  await session.run(cells[0], cells);

  assert.deepEqual(log, ["start 05 notebook", "start 05 notebook", "one"]);
  assert.equal(session.started, true);
});

test("what has been loaded too late to be given up is ended", async () => {
  const { log, session } = made();
  const { start } = session.Project;
  session.Project.start = ({ step }) => start({ step, signal: {} });
  const cells = notebook("one");

  const running = session.run(cells[0], cells);
  await Promise.resolve();
  await Promise.resolve();
  session.stop();

  await assert.rejects(running, { name: "Cancelled" });
  assert.deepEqual(log, ["start 05", "stop"]);
  assert.equal(session.started, false);
});

test("what waits when all is stopped does not run", async () => {
  const { log, session } = made();
  const cells = notebook("one", "two");

  const both = [session.run(cells[0], cells), session.run(cells[1], cells)];
  await Promise.resolve();
  session.stop();
  const ended = await Promise.allSettled(both);

  assert.deepEqual(ended.map(({ reason }) => reason?.name), ["Cancelled", "Cancelled"]);
  assert.ok(!log.includes("one") && !log.includes("two"));
});
