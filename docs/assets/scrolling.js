// Code and tables that are wider than their frame can be scrolled with the keyboard as well:
// the frame is a stop of the tab key, and only as long as there is something to scroll.
const measure = () => {
  for (const frame of document.querySelectorAll(
    ".md-typeset pre > code, .md-typeset__scrollwrap",
  )) {
    if (frame.scrollWidth > frame.clientWidth) {
      frame.setAttribute("tabindex", "0");
    } else {
      frame.removeAttribute("tabindex");
    }
  }
};

// The theme tells of every page that it shows, the first one too. Where its script did not
// come, there is one page.
if (window.document$) window.document$.subscribe(measure);
else measure();
window.addEventListener("resize", measure);
// What is folded has no width. The event of a fold does not bubble.
document.addEventListener("toggle", measure, true);
// The theme puts tables into their frames after it has told of the page.
new MutationObserver(measure).observe(document.body, { childList: true, subtree: true });
