// A table of the text that is wider than a telephone is set one block a row, each value beside the
// heading of its column (book.css, .stacked). What a cell computed stays a table to compare by: it
// scrolls, and is reachable from the keyboard, as what scrolls must be.

const boxes = [...document.querySelectorAll("article .pst-scrollable-table-container")];

const label = (table) => {
  if (table.dataset.labelled) return;
  table.dataset.labelled = "yes";
  const heads = [...table.querySelectorAll("thead tr:last-child > *")];
  for (const row of table.tBodies[0].rows) {
    [...row.cells].forEach((cell, column) => {
      const value = document.createElement("span");
      value.className = "cell-value";
      value.append(...cell.childNodes);
      const name = document.createElement("span");
      name.className = "cell-label";
      name.setAttribute("aria-hidden", "true"); // a screen reader has the header itself
      name.append(...(heads[column]?.cloneNode(true).childNodes ?? []));
      cell.append(name, value);
    });
  }
};

const fit = () => {
  for (const [number, box] of boxes.entries()) {
    const table = box.querySelector("table");
    table.classList.remove("stacked");
    const wide = box.scrollWidth > box.clientWidth + 1;
    if (wide && innerWidth <= 600 && table.tHead && !box.closest(".cell_output")) {
      label(table);
      table.classList.add("stacked");
    }
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", `Table ${number + 1} of this page, scrolls sideways`);
    } else for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
  }
};

// Fonts and formulas change how wide a table is.
fit();
document.fonts?.ready.then(fit);
addEventListener("load", () => (window.MathJax?.startup?.promise ?? Promise.resolve()).then(fit));
addEventListener("resize", fit);
