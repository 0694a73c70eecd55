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
