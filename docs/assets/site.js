// Tokens in blocks of code can be taken apart on the spot.
import "./decoder/inline.js";

// A dialog needs a name for those who hear the page.
document.querySelector("[data-md-component=search]")?.setAttribute("aria-label", "Search");

// Each block of code gets its copy button in a <nav>: too many landmarks to walk through.
const demote = () =>
  document
    .querySelectorAll("nav.md-code__nav:not([role])")
    .forEach((nav) => nav.setAttribute("role", "none"));
new MutationObserver(demote).observe(document.body, { childList: true, subtree: true });
demote();
