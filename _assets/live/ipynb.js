// The page as a notebook with the reader's text in it.

// The notebook that the book offers has one code cell more, the first, which installs the helper,
// and leaves out the solutions; the others stand in the page's order.
export async function notebookOf(page, cells) {
  const address = new URL(`../../notebooks/${page}.ipynb`, import.meta.url);
  const open = cells.filter((cell) => !cell.solution);
  const answer = await fetch(address).catch(() => null);
  const book = answer?.ok ? await answer.json() : null;
  const code = book?.cells.filter((cell) => cell.cell_type === "code").slice(1);
  if (code?.length !== open.length) return bare(open);
  open.forEach((cell, n) => {
    if (cell.outputs) Object.assign(code[n], { outputs: cell.outputs, execution_count: null });
    if (cell.text !== cell.source) code[n].source = lines(cell.text);
  });
  return book;
}

// Where the site has no notebook: the cells alone.
function bare(cells) {
  return {
    cells: cells.map((cell) => ({
      cell_type: "code",
      id: `cell-${cell.number}`,
      metadata: {},
      execution_count: null,
      outputs: cell.outputs ?? [],
      source: lines(cell.text),
    })),
    metadata: {
      kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
      language_info: { name: "python" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

const lines = (text) => text.split(/(?<=\n)/);

export function save(notebook, name) {
  const text = `${JSON.stringify(notebook, null, 1)}\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
