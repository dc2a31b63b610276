// The page's half of the bridge to a lab's frame: the service worker (offline/frame.js) asks
// for what is below lab/app/<session>/, and the project of that session answers.

import { registered } from "../offline/registration.js";

const projects = new Map();
let listening = false;

/**
 * Let a project answer its frame, at `project.address`. Returns a function that ends that.
 * Throws where this page has no service worker.
 */
export async function serve(project) {
  await registered();
  projects.set(project.session, project);
  if (!listening) {
    navigator.serviceWorker.addEventListener("message", hear);
    navigator.serviceWorker.startMessages();
    listening = true;
  }
  return () => projects.delete(project.session);
}

/** @param {MessageEvent} event */
async function hear({ data, ports: [port] }) {
  if (data?.kind !== "lab-request") return;
  const project = projects.get(data.session);
  if (!project?.running) {
    port.postMessage({ unknown: true });
    return;
  }
  port.postMessage({ known: true });
  const { method, path, headers, body } = data;
  try {
    const { status, reason, headers: said, body: content } = await project.request({
      method,
      path,
      headers,
      body: body && new Uint8Array(body),
      jar: true,
    });
    port.postMessage({ status, reason, headers: said, body: content });
  } catch {
    // It was stopped meanwhile: then it is nobody's.
    port.postMessage({ unknown: true });
  }
}
