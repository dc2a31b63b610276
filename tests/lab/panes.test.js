// What the panes of a lab say and send, without a page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { sorted as headers } from "./assets/lab/panes/answer.js";
import { inLine, pathsOf, remembered, toFields, toRequest } from "./assets/lab/panes/request_form.js";
import { inWords } from "./assets/lab/panes/clock.js";
import { browserLimits } from "./assets/lab/panes/browser_limits.js";
import { seenNext, shownHints } from "./assets/lab/panes/hints.js";
import { made } from "./assets/lab/panes/response_history.js";
import { sorted as tables } from "./assets/lab/panes/tables.js";
import { FrameHistory, pathBelow } from "./assets/lab/panes/frame_history.js";
import { filled, headersIn, jsonTrouble, kindOf, tokensOf } from "./assets/lab/panes/values.js";

const HINTS = [{ number: 1, passed_over: true }, { number: 2 }, { number: 3 }];
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = (kind, number = 1) => `${part({ alg: "HS256" })}.${part({ token_type: kind, jti: number })}.c2lnbmVk`;
const LOGIN = {
  method: "GET",
  path: "/user/update/",
  headers: [["Accept", "application/json"], ["Authorization", "Bearer {{access}}"]],
  body: "",
};

test("hints come one at a time, and one that does not fit only with all, after the last", () => {
  const numbers = (seen) => shownHints(HINTS, seen).map(({ number }) => number);

  assert.deepEqual([0, 1, 2, 3].map((seen) => seenNext(HINTS, seen)), [2, 2, 3, 3]);
  assert.deepEqual([0, 1, 2, 3, 9].map(numbers), [[], [], [2], [1, 2, 3], [1, 2, 3]]);
});

test("what is no JSON is told with its place and in plain words", () => {
  assert.equal(jsonTrouble(' {"a": [1, null]} '), "");
  assert.equal(jsonTrouble(""), "");
  assert.match(jsonTrouble("{'a': 1}"), /^No JSON in line 1, column 2: a name in double quotation marks/);
  assert.match(jsonTrouble('{"a": 1,\n "b" 2}'), /line 2, column 6: a colon is expected\./);
  assert.match(jsonTrouble('{"a": 1,}'), /a comma too many/);
  assert.match(jsonTrouble('{"a": True}'), /Python’s `True` is `true`/);
  assert.match(jsonTrouble('{"a": \'b\'}'), /JSON has double quotation marks only/);
  assert.match(jsonTrouble('{"a": 1, "a": 2}'), /stands there twice/);
});

test("the last token is one that opens something; a refresh token is kept in the list", () => {
  const seen = made();
  const [access, refresh] = [token("access"), token("refresh")];
  assert.equal(seen.last(), null);

  seen.hear(JSON.stringify({ refresh, access, expires_in: 900 }));

  assert.equal(seen.last(), access);
  assert.deepEqual(new Set(seen.all()), new Set([access, refresh]));
  assert.equal(seen.values.refresh, refresh);
  assert.deepEqual([kindOf(refresh), kindOf("eyJ.x.y")], ["refresh", ""]);
  assert.deepEqual(tokensOf(`"${access}" and ${access}`), [access]);
});

test("a request of the notes becomes one of the form, and is sent with the last token", () => {
  const fields = toFields(LOGIN, {});

  assert.deepEqual(fields, { method: "GET", path: "/user/update/", headers: "Accept: application/json", body: "", token: true });
  const asked = toRequest(fields, token("access"));
  assert.deepEqual(asked.headers, [["Accept", "application/json"], ["Authorization", `Bearer ${token("access")}`]]);
  assert.equal(asked.body, null);
  assert.deepEqual(toRequest(fields, null).headers, [["Accept", "application/json"]]);
});

test("a body is sent as JSON unless a header says otherwise, a path from the root", () => {
  const fields = { method: "POST", path: " user/login/ ", headers: "", body: "{}", token: false };

  const asked = toRequest(fields, token("access"));
  assert.deepEqual(asked, { method: "POST", path: "/user/login/", headers: [["Content-Type", "application/json"]], body: "{}" });
  const plain = toRequest({ ...fields, headers: "content-type: text/plain" }, null);
  assert.deepEqual(plain.headers, [["content-type", "text/plain"]]);
});

test("the token that is ticked takes the place of a header", () => {
  const fields = { method: "GET", path: "/", headers: "authorization: Bearer stale", body: "", token: true };

  assert.deepEqual(toRequest(fields, "new").headers, [["Authorization", "Bearer new"]]);
  assert.deepEqual(toRequest({ ...fields, token: false }, "new").headers, [["authorization", "Bearer stale"]]);
});

test("values of earlier answers are put in, others stay as they are", () => {
  assert.equal(filled('{"refresh": "{{refresh}}"}', { refresh: "r" }), '{"refresh": "r"}');
  assert.equal(filled("{{constructor}}", {}), "{{constructor}}");
  assert.deepEqual(headersIn("A: b: c\n\nno header\nX-Y:z"), { pairs: [["A", "b: c"], ["X-Y", "z"]], bad: ["no header"] });
});

test("a request that was sent again comes first, and stands there once", () => {
  const [one, two] = [{ path: "/1" }, { path: "/2" }];

  assert.deepEqual(remembered(remembered([one], two, 5), one, 5), [one, two]);
  assert.deepEqual(remembered([one], two, 1), [two]);
  assert.equal(inLine(LOGIN), "GET /user/update/ with a token");
  assert.deepEqual(pathsOf([{ endpoints: ["GET PUT /user/update/"], requests: [LOGIN, { path: "/x/" }] }]), ["/user/update/", "/x/"]);
});

test("headers that matter come first, in one order", () => {
  const [first, rest] = headers([["Vary", "Accept"], ["X-Frame-Options", "DENY"], ["WWW-Authenticate", "Bearer"]]);

  assert.deepEqual(first.map(([name]) => name), ["WWW-Authenticate", "Vary"]);
  assert.deepEqual(rest.map(([name]) => name), ["X-Frame-Options"]);
});

test("the users come first, Django's own tables last", () => {
  const names = ["auth_user_groups", "django_session", "users_address", "users_user", "auth_user"];

  const found = tables(names.map((name) => ({ name }))).map(({ name }) => name);
  assert.deepEqual(found, ["users_user", "users_address", "auth_user", "auth_user_groups", "django_session"]);
});

test("the frame's pages are walked back and on, and a new one ends what lay ahead", () => {
  const history = new FrameHistory();
  for (const path of ["/1", "/2", "/2", "/3"]) history.visit(path);

  assert.deepEqual([history.go(-1), history.go(-1), history.canGoBack, history.go(-1)], ["/2", "/1", false, "/1"]);
  history.visit("/1");
  history.visit("/4");
  assert.deepEqual([history.canGoOn, history.go(-1)], [false, "/1"]);
  // That page leads on to another one, which is what is there now.
  history.visit("/5");
  assert.deepEqual([history.canGoBack, history.go(1), history.go(-1)], [false, "/4", "/5"]);
});

test("the frame's address is told as the project's own", () => {
  const root = "/lab/app/12/";

  assert.equal(pathBelow(root, { pathname: "/lab/app/12/admin/login/", search: "?next=/lab/app/12/admin/" }), "/admin/login/?next=/admin/");
  assert.equal(pathBelow(root, { pathname: "/lab/app/12/", search: "?next=%2Flab%2Fapp%2F12%2Fx" }), "/?next=%2Fx");
  assert.equal(pathBelow(root, { pathname: "/glossary/", search: "" }), null);
});

test("the project's clock is told beside one's own", () => {
  const now = new Date(2026, 10, 25, 9, 0);

  assert.match(inWords(900, now), /15.* 15 min ahead of yours$/);
  assert.match(inWords(0, now), /as your own$/);
});

test("a gate says what is missing, and whether anything runs", () => {
  const lack = (what) => ({ ok: true, jspi: true, missing: [{ what, say: "It lacks." }] });

  assert.equal(browserLimits({ ok: true, jspi: true, missing: [] }), null);
  assert.match(browserLimits({ ...lack("wasm"), ok: false }).title, /does not run in this browser/);
  assert.match(browserLimits({ ...lack("runtime"), ok: false }).title, /does not run on this site/);
  assert.match(browserLimits(lack("serviceworker")).title, /A part of the lab/);
  assert.match(browserLimits(lack("storage")).title, /with a limit/);
  const slow = browserLimits({ ok: true, jspi: false, missing: [] });
  assert.deepEqual(slow.items.map(({ what }) => what), ["jspi"]);
  assert.match(slow.items[0].means, /some two seconds/);
  // Plain http says that of the hash already.
  assert.equal(browserLimits({ ...lack("secure"), jspi: false }).items.length, 1);
  for (const what of ["wasm", "worker", "unpacking", "secure", "serviceworker", "storage", "memory", "runtime"]) {
    assert.ok(browserLimits(lack(what)).items[0].means, what);
  }
});
