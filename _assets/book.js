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

// Browsers load no module from a disk, so that the figures to push stay pictures there.
if (location.protocol === "file:") {
  for (const told of document.querySelectorAll("[data-explorable] > p")) {
    told.textContent =
      "A still picture: a browser does not start this figure from a file. You can push it on the " +
      "published site, or on one served by python tools/serve.py or python -m http.server.";
  }
}
