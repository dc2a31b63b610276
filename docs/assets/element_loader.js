// On every page: keeps the site for when there is no network, and loads the modules of those
// elements that the page has.

import { keepSite } from "./offline/registration.js";

const MODULES = {
  "live-cell": "./python/cell.js",
  "step-lab": "./lab/lab.js",
};

function look() {
  for (const [name, module] of Object.entries(MODULES)) {
    if (document.querySelector(name)) import(new URL(module, import.meta.url).href);
  }
}

// With navigation.instant the script stays and the page changes.
if (window.document$) window.document$.subscribe(look);
else look();

keepSite();
