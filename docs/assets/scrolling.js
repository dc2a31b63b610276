// Code that is wider than its frame can be scrolled with the keyboard as well: it is a
// stop of the tab key, and only as long as there is something to scroll.
const measure = () => {
  for (const code of document.querySelectorAll(".md-typeset pre > code")) {
    if (code.scrollWidth > code.clientWidth) {
      code.setAttribute("tabindex", "0");
    } else {
      code.removeAttribute("tabindex");
    }
  }
};

// The theme tells of every page that it shows, the first one too.
window.document$.subscribe(measure);
window.addEventListener("resize", measure);
// What is folded has no width. The event of a fold does not bubble.
document.addEventListener("toggle", measure, true);
