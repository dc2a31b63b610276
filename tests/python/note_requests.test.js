// How the requests of the notes are read, filled and answered.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fill, placeholders, readRequest, valuesOf, writeAnswer } from "./assets/python/note_requests.js";

const JSON_TYPE = ["Content-Type", "application/json"];

test("a request is read as it is written", () => {
  const text = 'post /user/login/ HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{"a":\n\n1}\n';

  assert.deepEqual(readRequest(text), {
    method: "POST",
    path: "/user/login/",
    headers: [JSON_TYPE],
    body: '{"a":\n\n1}',
  });
  assert.equal(readRequest("GET /health/").body, "");
});

for (const text of ["", "GET", "GET health/", "what is this?", "GET / HTTP/1.1\nno header"]) {
  test(`what is no request is told: ${JSON.stringify(text)}`, () => {
    assert.throws(() => readRequest(text), /first line|header/);
  });
}

test("a name between braces is filled where it is known", () => {
  const known = new Map([["access", "eyJ.$&.x"]]);

  assert.equal(fill("Bearer {{access}} {{refresh}}", known), "Bearer eyJ.$&.x {{refresh}}");
  assert.deepEqual(placeholders("{{a}} {{b}} {{a}}"), ["a", "b"]);
});

test("an answer gives the texts that it names", () => {
  const text = '{"access":"eyJ","expires_in":900}';

  assert.deepEqual(valuesOf({ headers: [JSON_TYPE], text }), [["access", "eyJ"]]);
  assert.deepEqual(valuesOf({ headers: [["content-type", "text/html"]], text }), []);
  assert.deepEqual(valuesOf({ headers: [JSON_TYPE], text: '["x"]' }), []);
  assert.deepEqual(valuesOf({ headers: [JSON_TYPE], text: '"text"' }), []);
  assert.deepEqual(valuesOf({ headers: [JSON_TYPE], text: "{" }), []);
});

test("an answer is written with the recorded headers, and those that tell more", () => {
  const headers = [JSON_TYPE, ["Vary", "Accept"], ["Allow", "POST"], ["WWW-Authenticate", "Bearer"]];
  const answer = { status: 401, reason: "Unauthorized", headers, text: '{"detail":"no"}' };

  assert.equal(
    writeAnswer(answer, "HTTP/1.1 200 OK\ncache-control: no-store\nVary: Accept\n\n{}"),
    'HTTP/1.1 401 Unauthorized\ncache-control: (none)\nVary: Accept\n' +
      'Content-Type: application/json\nWWW-Authenticate: Bearer\n\n{"detail":"no"}',
  );
  assert.match(writeAnswer({ ...answer, status: 405 }), /^Allow: POST$/m);
});

test("of a page there is but a mark, and of nothing nothing", () => {
  const html = { status: 200, reason: "OK", headers: [["Content-Type", "text/html; charset=utf-8"]], text: "<p>" };

  assert.equal(writeAnswer(html), "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n\n…");
  assert.equal(writeAnswer({ status: 204, reason: "No Content", headers: [], text: "" }), "HTTP/1.1 204 No Content");
});
