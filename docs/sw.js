// The site's service worker: it asks the page for what a lab's frame shows. It may be ended
// at any moment, so it remembers nothing.

import { answerFrame, sessionOf } from "./assets/offline/frame.js";

const { scope } = self.registration;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const asked = sessionOf(event.request.url, scope);
  if (asked) event.respondWith(answerFrame(event.request, asked, scope));
});
