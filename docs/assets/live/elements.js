// On every page: keeps the site for when there is no network, and loads the modules of the
// live elements that a page has.

import { keepSite } from "../offline/page.js";

// The module that defines each element.
const ELEMENTS = {
  "live-cell": "./cell.js",
  "step-lab": "../lab/lab.js",
};

function load() {
  for (const [tag, module] of Object.entries(ELEMENTS)) {
    if (document.querySelector(tag)) import(module);
  }
}

// With navigation.instant the script stays and the page changes.
if (window.document$) window.document$.subscribe(load);
else load();

keepSite();
