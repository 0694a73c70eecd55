// A table of the text that is wider than a telephone is set one block a row, each value beside the
// heading of its column (book.css, .stacked). A table of numbers, or one that a cell computed, stays
// a table to compare by: it gets smaller. One that still has to scroll is reachable from the
// keyboard.

{ // names of its own: predict.js has some of the same
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
      // the header itself keeps its links and ids: nothing hidden may take the focus
      for (const link of name.querySelectorAll("a")) link.replaceWith(...link.childNodes);
      for (const part of name.querySelectorAll("[id], [tabindex]")) {
        part.removeAttribute("id");
        part.removeAttribute("tabindex");
      }
      cell.append(name, value);
    });
  }
};

const isOfNumbers = (table) => {
  const cells = [...table.querySelectorAll("tbody td")];
  return cells.filter((c) => /^\s*[−+-]?[\d.,\s]+\s*$/.test(c.textContent)).length * 2 > cells.length;
};

const fit = () => {
  for (const [number, box] of boxes.entries()) {
    const table = box.querySelector("table");
    const isWide = () => box.scrollWidth > box.clientWidth + 1;
    table.classList.remove("tight", "tighter", "stacked");
    if (innerWidth <= 600) {
      const computed = box.closest(".cell_output") || isOfNumbers(table);
      const ways = computed || !table.tHead ? ["tight", "tighter"] : ["stacked"];
      for (const way of ways) {
        if (!isWide()) break;
        if (way === "stacked") label(table);
        table.classList.add(way);
      }
    }
    if (isWide()) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", `Table ${number + 1} of this page, scrolls sideways`);
    } else for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
  }
};

// Fonts and formulas change how wide a table is.
fit();
document.fonts?.ready.then(fit);
addEventListener("load", fit);
addEventListener("resize", fit);
}
