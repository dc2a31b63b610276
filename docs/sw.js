// The site's service worker: it keeps the site for when there is no network, and asks the
// page for what a lab's frame shows. It may be ended at any moment, so it remembers nothing.

import { answerFrame, sessionOf } from "./assets/offline/frame.js";
import { answerSite, forgetOld, keep, pathOf } from "./assets/offline/cache.js";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const { scope } = worker.registration;

worker.addEventListener("install", () => worker.skipWaiting());

worker.addEventListener("activate", (event) =>
  event.waitUntil(Promise.all([worker.clients.claim(), forgetOld(scope)])),
);

worker.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const asked = sessionOf(url, scope);
  if (asked) {
    event.respondWith(answerFrame(event.request, asked, scope));
    return;
  }
  const path = method === "GET" ? pathOf(url, scope) : null;
  if (path !== null) event.respondWith(answerSite(event, path, scope));
});

worker.addEventListener("message", (event) => {
  const { data, ports } = event;
  if (data?.kind !== "keep") return;
  const answered = keep(data.what, scope).then((kept) => ports[0].postMessage({ kept }));
  event.waitUntil(answered);
});
