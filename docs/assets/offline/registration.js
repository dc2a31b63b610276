// On a page: registers the service worker (sw.js), and has it keep the site.

const ROOT = new URL("../../", import.meta.url);

/** @type {Promise<ServiceWorkerRegistration> | undefined} */
let registration;

/** The site's service worker, registered and active. Rejects where there can be none. */
export function registered() {
  registration ??= register().catch((error) => {
    registration = undefined;
    throw error;
  });
  return registration;
}

async function register() {
  if (!navigator.serviceWorker) throw new Error("This browser has no service workers here.");
  /** @type {RegistrationOptions} */
  const options = { scope: ROOT.pathname, type: "module", updateViaCache: "none" };
  const made = await navigator.serviceWorker.register(new URL("sw.js", ROOT), options);
  if (made.active) return made;
  const worker = /** @type {ServiceWorker} */ (made.installing ?? made.waiting);
  await new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve(null);
      if (worker.state === "redundant") reject(new Error("The service worker did not start."));
    });
    if (worker.state === "activated") resolve(null);
  });
  return made;
}

/**
 * Have the whole site kept, in the background: its pages first, then what runs Python. The
 * `data-kept` of the document says how far that is: "pages", "all". Does nothing where there
 * are no service workers, or no way to keep anything.
 */
export async function keepSite() {
  if (location.protocol === "file:" || !navigator.serviceWorker) return;
  try {
    await idle();
    const { active } = await registered();
    if (!(await ask(active, "pages"))) return;
    document.documentElement.dataset.kept = "pages";
    if (navigator.connection?.saveData) return;
    await idle();
    if (await ask(active, "all")) document.documentElement.dataset.kept = "all";
  } catch {
    // The page is all there without it.
  }
}

function ask(worker, what) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data.kept);
    };
    worker.postMessage({ kind: "keep", what }, [port2]);
  });
}

/** When the page has loaded, and has nothing else to do. */
async function idle() {
  if (document.readyState !== "complete") {
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  }
  const later = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 500));
  await new Promise((resolve) => later(resolve));
}
