// In the service worker: what is below lab/app/<session>/ is asked of the page whose project
// it is. The page's half of this is python/frame_server.js.

// Milliseconds: how long a page may say nothing, and how long the owner may work.
const SILENCE = 8_000;
const WORK = 180_000;
const NO_BODY = new Set([101, 204, 205, 304]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
// What would keep the answer out of the frame, is of no use there, or is no longer so.
const LEFT_OUT = new Set([
  "content-encoding",
  "content-length",
  "content-security-policy",
  "set-cookie",
  "transfer-encoding",
  "x-frame-options",
]);
// A page of the project stays in the frame, and on this host.
const POLICY =
  "default-src 'self' 'unsafe-inline' data:; form-action 'self'; frame-ancestors 'self'";

/** `{session, prefix, path}` of an address below a session, or null. */
export function sessionOf(address, scope) {
  const url = new URL(address);
  const top = new URL("lab/app/", scope);
  if (url.origin !== top.origin || !url.pathname.startsWith(top.pathname)) return null;
  const [session, ...rest] = url.pathname.slice(top.pathname.length).split("/");
  if (!session) return null;
  const prefix = `${top.pathname}${session}`;
  return { session, prefix, path: `/${rest.join("/")}${url.search}` };
}

/** Answer a request of the frame: what the owner of the session says, or why nobody does. */
export async function answerFrame(request, { session, prefix, path }, scope) {
  if (new URL(request.url).pathname === prefix) {
    return Response.redirect(new URL(`${prefix}/`, scope), 302);
  }
  const reads = request.method === "GET" || request.method === "HEAD";
  const message = {
    kind: "lab-request",
    session,
    method: request.method,
    path,
    headers: headersOf(request),
    body: reads ? null : await request.arrayBuffer(),
  };
  const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
  const clients = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const app = new URL("lab/app/", scope).href;
  // The frame itself is a window too, and never the owner.
  const pages = clients.filter(({ url }) => url.startsWith(scope) && !url.startsWith(app));
  try {
    return toResponse(await Promise.any(pages.map((page) => ask(page, message))), request, prefix);
  } catch {
    return nobody();
  }
}

function headersOf(request) {
  const { host, protocol } = new URL(request.url);
  const pairs = [...request.headers].filter(([name]) => name !== "host");
  pairs.push(["host", host], ["x-tab-scheme", protocol.replace(":", "")]);
  if (!request.referrer || request.referrer === "about:client") return pairs;
  pairs.push(["referer", request.referrer]);
  // A browser adds it after this: Django wants to know where a form comes from.
  if (!request.headers.has("origin") && !["GET", "HEAD"].includes(request.method)) {
    pairs.push(["origin", new URL(request.referrer).origin]);
  }
  return pairs;
}

/** What a page answers. It rejects where the session is not one of that page. */
function ask(page, message) {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    const end = (settle, value) => {
      clearTimeout(timer);
      port1.close();
      settle(value);
    };
    let timer = setTimeout(end, SILENCE, reject, new Error("It says nothing."));
    port1.onmessage = ({ data }) => {
      if (data.unknown) {
        end(reject, new Error("It does not know the session."));
      } else if (data.known) {
        clearTimeout(timer);
        timer = setTimeout(end, WORK, reject, new Error("It takes too long."));
      } else {
        end(resolve, data);
      }
    };
    page.postMessage(message, [port2]);
  });
}

/** The answer of a project as the frame gets it. */
export function toResponse({ status, reason, headers: said, body }, request, prefix) {
  const headers = new Headers();
  for (const [name, value] of said) {
    if (!LEFT_OUT.has(name.toLowerCase())) headers.append(name, value);
  }
  const location = headers.get("location");
  if (REDIRECTS.has(status) && location !== null) {
    // A made answer has no address of its own, against which a browser could read it.
    headers.set("location", placeOf(location, request.url, prefix));
  }
  headers.set("content-security-policy", POLICY);
  headers.set("cache-control", "no-store");
  const shown = NO_BODY.has(status) || request.method === "HEAD" ? null : body;
  return new Response(shown, { status, statusText: reason, headers });
}

/** Where a redirect leads, as a whole address: the frame stays below its session. */
export function placeOf(location, from, prefix) {
  const url = new URL(location, from);
  const inside = url.pathname === prefix || url.pathname.startsWith(`${prefix}/`);
  if (url.origin !== new URL(from).origin) return url.href;
  // A project may write a path that begins at its own root.
  return inside ? url.href : new URL(`${prefix}${url.pathname}${url.search}${url.hash}`, from).href;
}

function nobody() {
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The project is not running</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 1rem/1.5 system-ui; margin: 2rem auto; max-width: 36rem; padding: 0 1rem; }
</style>
<h1>The project is not running</h1>
<p>It runs in the tab of its lab, and that tab was closed, loaded again or has stopped the
project. Open the lab again, and start the project there.</p>
</html>
`;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
  };
  return new Response(page, { status: 503, statusText: "Service Unavailable", headers });
}
