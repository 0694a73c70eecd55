// A formula wider than the page scrolls sideways; make it reachable from the keyboard, as what
// scrolls must be. Which ones do is known only once MathJax has set them.
const markWide = () => {
  for (const formula of document.querySelectorAll('mjx-container[display="true"]')) {
    if (formula.scrollWidth > formula.clientWidth) formula.setAttribute("tabindex", "0");
    else formula.removeAttribute("tabindex");
  }
};

const whenSet = () =>
  window.MathJax?.startup?.promise?.then(markWide) ?? setTimeout(whenSet, 100);

if (document.querySelector(".math")) {
  window.addEventListener("load", whenSet);
  window.addEventListener("resize", markWide);
}

// The theme opens its panels from the first button of each kind, and that one stands in the header
// that book.css hides. A click on any other is passed on to it.
for (const side of ["primary", "secondary"]) {
  const [bound, ...shown] = document.querySelectorAll(`.${side}-toggle`);
  for (const button of shown) button.addEventListener("click", () => bound.click());
}

// A panel that stays open hides the section it was asked to lead to.
for (const panel of document.querySelectorAll('dialog[id$="-sidebar-modal"]')) {
  panel.addEventListener("click", (event) => {
    if (event.target.closest('a[href^="#"]')) panel.close();
  });
}
