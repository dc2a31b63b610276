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

// Once a frame: a change of the page brings many at a time, and each look costs a layout.
let asked = false;
const soon = () => {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    measure();
  });
};

// The theme replaces the page's content, and puts tables into their frames, as it goes.
new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
window.addEventListener("resize", soon);
// What is folded has no width. The event of a fold does not bubble.
document.addEventListener("toggle", soon, true);
soon();
