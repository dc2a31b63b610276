// What the theme leaves out for those who do not use a mouse or a screen. Material keeps the
// header from page to page and replaces the rest, so that every change is looked at.

// Tokens in blocks of code can be taken apart on the spot.
import "./decoder/token_buttons.js";

// A dialog needs a name for those who hear the page.
document.querySelector("[data-md-component=search]")?.setAttribute("aria-label", "Search");

const elementOf = (event) => /** @type {HTMLInputElement} */ (event.target);

// Now and then Material takes the way to the content for one to another page, builds the page
// anew, and the keyboard is back at the top. So it is gone here, before Material hears of it.
document.addEventListener(
  "click",
  (event) => {
    const article = document.querySelector("article");
    if (!article || !elementOf(event).closest(".md-skip")) return;
    event.preventDefault();
    event.stopPropagation();
    article.tabIndex = -1;
    article.focus();
  },
  { capture: true },
);

// Material's switches are checkboxes, out of sight and out of reach for a keyboard.
const switchOf = (name) => /** @type {HTMLInputElement} */ (document.getElementById(name));

// The label that opens the menu of a narrow window becomes a button.
const menu = document.createElement("button");
const label = document.querySelector(".md-header__button[for=__drawer]");
if (label) {
  menu.type = "button";
  menu.className = `${label.className} menu-button`;
  menu.ariaLabel = "Menu";
  menu.ariaExpanded = "false";
  menu.append(...label.childNodes);
  menu.addEventListener("click", () => switchOf("__drawer").click());
  label.replaceWith(menu);
}

// Its panels open and close by labels; Material answers Enter on those with a tab stop.
const PANELS = ".md-sidebar--primary :is(.md-nav__link[for], .md-nav .md-nav .md-nav__title)";

function mend() {
  // Each block of code gets its copy button in a <nav>: too many landmarks to walk through.
  for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])"))
    nav.setAttribute("role", "none");
  for (const panel of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(PANELS))) panel.tabIndex = 0;
}

document.addEventListener("keydown", (event) => {
  if (event.key === " " && elementOf(event).matches("label[tabindex]")) {
    event.preventDefault();
    elementOf(event).click();
  } else if (event.key === "Escape" && switchOf("__drawer").checked) {
    switchOf("__drawer").click();
    menu.focus();
  }
});

document.addEventListener("change", (event) => {
  const target = elementOf(event);
  if (target.id === "__drawer") menu.ariaExpanded = String(target.checked);
  if (!target.matches(".md-nav__toggle")) return;
  // One label is hidden now: the keyboard goes on at the other one.
  const labels = [...(target.labels ?? [])];
  if (!labels.some((one) => one === document.activeElement)) return;
  const seen = (one) => one.checkVisibility({ visibilityProperty: true });
  labels.find((one) => one.tabIndex === 0 && seen(one))?.focus();
});

new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
mend();
