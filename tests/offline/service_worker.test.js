// Which requests the service worker answers, and how those of a lab's frame.

import assert from "node:assert/strict";
import { test } from "node:test";

import { placeOf, sessionOf, toResponse } from "./assets/offline/frame.js";
import { cacheName, hashOf, isHere, pathOf } from "./assets/offline/cache.js";

const SCOPE = "https://host.example/some/where/";
const PREFIX = "/some/where/lab/app/17";
const FROM = `https://host.example${PREFIX}/admin/`;

test("what is below a session is the frame's", () => {
  assert.deepEqual(sessionOf(`${SCOPE}lab/app/17/admin/?next=/#top`, SCOPE), {
    session: "17",
    prefix: PREFIX,
    path: "/admin/?next=/",
  });
  assert.equal(sessionOf(`${SCOPE}lab/app/17`, SCOPE).path, "/");
  for (const other of ["lab/app/", "lab/05/", "lab/application/17/", ""]) {
    assert.equal(sessionOf(SCOPE + other, SCOPE), null, other);
  }
  assert.equal(sessionOf("https://other.example/some/where/lab/app/17/", SCOPE), null);
});

test("a redirect stays below its session, in whatever form it is written", () => {
  const top = `https://host.example${PREFIX}`;
  for (const [location, place] of [
    [`${PREFIX}/admin/login/?next=${PREFIX}/admin/`, `${top}/admin/login/?next=${PREFIX}/admin/`],
    ["/user/create/", `${top}/user/create/`],
    ["../user/#x", `${top}/user/#x`],
    [`${top}/admin/`, `${top}/admin/`],
    ["https://other.example/", "https://other.example/"],
  ]) {
    assert.equal(placeOf(location, FROM, PREFIX), place);
  }
});

test("an answer loses what would keep it out of the frame, and gets a policy", () => {
  const request = { url: FROM, method: "GET" };
  const headers = [
    ["Content-Type", "text/html"],
    ["X-Frame-Options", "DENY"],
    ["Set-Cookie", "a=b"],
    ["Content-Length", "5"],
    ["Location", "/there/"],
  ];
  const moved = toResponse({ status: 302, reason: "Found", headers, body: null }, request, PREFIX);
  const empty = toResponse({ status: 204, reason: "", headers: [], body: new Uint8Array(1) }, request, PREFIX);

  assert.equal(moved.status, 302);
  assert.equal(moved.headers.get("location"), `https://host.example${PREFIX}/there/`);
  assert.deepEqual([...moved.headers.keys()].sort(), [
    "cache-control",
    "content-security-policy",
    "content-type",
    "location",
  ]);
  assert.match(moved.headers.get("content-security-policy"), /form-action 'self'/);
  assert.equal(empty.body, null);
});

test("a page is known by its address, without its query", () => {
  assert.equal(pathOf(`${SCOPE}glossary/?q=1#token`, SCOPE), "glossary/");
  assert.equal(pathOf(`${SCOPE}glossary/index.html`, SCOPE), "glossary/");
  assert.equal(pathOf(SCOPE, SCOPE), "");
  assert.equal(pathOf("https://host.example/other/", SCOPE), null);
});

test("each site of a host has a cache of its own", () => {
  assert.notEqual(cacheName(SCOPE), cacheName("https://host.example/"));
});

test("no patience is needed with this machine", () => {
  assert.ok(["localhost", "127.0.0.1", "[::1]"].every(isHere));
  assert.ok(!["example.com", "127.0.0.1.example.com", "192.168.1.7"].some(isHere));
});

test("a hash is what the build writes", async () => {
  assert.equal(await hashOf(new TextEncoder().encode("abc")), "ba7816bf8f01cfea");
});
