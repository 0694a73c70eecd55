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
