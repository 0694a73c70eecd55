"""Write the notebooks that readers download; `build_book` calls this when the site is built.

Each MyST page with code becomes an ``.ipynb`` that runs anywhere: directives and roles turned into
plain Markdown (tools/plain_markdown.py), outputs taken from the book's own execution, a first
cell that sees to the helper package (tools/first_cell.py). A lab becomes two: the learner's
edition, without solutions, and the teacher's, under ``teacher/``.
"""

import json
import os
import shutil

import nbformat
from jupyter_cache import get_cache
from myst_nb.core.read import read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig

import pictures
from contents import pages
from first_cell import first_cell
from myst_tokens import EXTENSIONS
from plain_markdown import Book, Page, PageError, details

READER = MdParserConfig(enable_extensions=EXTENSIONS)  # pages are cut into cells as for the site
# A chapter's solutions are folded until the reader asks for them. JupyterLab and Notebook 7 go by
# `jupyter`, Colab hides the code of a form, the classic notebook folds outputs, by `collapsed`.
FOLDED = {
    "cellView": "form",
    "collapsed": True,
    "jupyter": {"outputs_hidden": True, "source_hidden": True},
}


def executed(source, page, cache):
    """Return the page as a notebook with the outputs of the build, or None if it has no code."""
    text = (source / f"{page}.md").read_text(encoding="utf-8")
    if "{code-cell}" not in text:
        return None
    read = read_myst_markdown_notebook(text, config=READER, add_source_map=True)
    try:
        _, notebook = cache.merge_match_into_notebook(read)
    except KeyError:
        raise PageError(f"{page} has not been executed: run `make book` first") from None
    notebook.metadata["lines"] = first_lines(read, text.splitlines())
    return notebook


def first_lines(read, lines):
    """Return the line of the page on which each cell begins, counted from 1."""
    starts = []
    for cell, start in zip(read.cells, read.metadata["source_map"], strict=True):
        while cell.cell_type == "markdown" and not lines[start]:
            start += 1  # the reader drops empty lines and does not count them
        starts.append(start + (cell.cell_type == "markdown"))
    return starts


def edition(notebook, page, solutions, requirement):
    """Return one edition of a notebook as nbformat, every cell plain.

    `solutions` are ``"left out"``, ``"folded"`` or ``"open"``.
    """
    cells = list(plain_cells(notebook, page, solutions))
    install = first_cell(requirement, numpy_alone=page.name.startswith("labs/lab-"))
    cells.insert(1, nbformat.v4.new_code_cell(install))
    number_cells(cells)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


def plain_cells(notebook, page, solutions):
    """Yield the cells of one edition."""
    page.define(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    solved = ""  # the exercise whose solution we are in
    for cell, line in zip(notebook.cells, notebook.metadata["lines"], strict=True):
        if cell.cell_type == "code":
            if not solved or solutions != "left out":
                folded = solved if solutions == "folded" else ""
                yield code_cell(cell, folded, page.book.kept)
                yield from caption_cells(cell, page, line, folded)
            continue
        for piece in page.pieces(cell.source, line):
            solved = piece.exercise if piece.gate else solved
            if not solved and piece.text.strip():
                yield nbformat.v4.new_markdown_cell(piece.text.strip())
            elif solved and solutions != "left out":
                yield from solution_cells(piece, solutions == "folded")


def solution_cells(piece, folded):
    """Return a solution's text as a cell, under the exercise's number where the solution opens."""
    text = piece.text.strip()
    title = f"Solution to {piece.exercise}" if piece.exercise else ""
    if folded and (title or text):
        text = details(title or "The solution goes on", text or "It is the code below.")
    elif title:
        text = f"**{title}**\n\n{text}"
    return [nbformat.v4.new_markdown_cell(text.strip())] if text else []


def number_cells(cells):
    """Give cells the same ids in every build, and code cells their place in the execution."""
    count = 0
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"  # random by default
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = count


def caption_cells(cell, page, line, folded):
    """Return the caption of the figure that a code cell draws, as a cell of its own."""
    figure = cell.metadata.get("mystnb", {}).get("figure")
    if not figure:
        return []
    text = page.cell_caption(figure, line)
    return [nbformat.v4.new_markdown_cell(details("Caption", text) if folded else text)]


def code_cell(cell, folded, kept):
    """Return a clean copy of an executed code cell; of its metadata only the tags are kept.

    What the site folds (`hide-input`) is folded in Jupyter too, and what it leaves out. A cell that
    is `folded` away says in its first line, which JupyterLab still shows, which exercise it solves.
    """
    tags, source = cell.metadata.get("tags", []), cell.source
    metadata = {"tags": list(tags)} if tags else {}
    if {"hide-input", "hide-cell", "remove-cell"} & set(tags):
        metadata["jupyter"] = {"source_hidden": True}
    if folded:
        metadata |= FOLDED
        source = f"# Solution to {folded}\n{source}"
    outputs = [with_png(nbformat.from_dict(output), kept) for output in cell.outputs]
    return nbformat.v4.new_code_cell(source, metadata=metadata, outputs=outputs)


def with_png(output, kept):
    """Lay a PNG beside the SVG of a plot: an untrusted notebook shows no SVG."""
    svg = output.get("data", {}).get("image/svg+xml")
    if svg:
        picture = pictures.picture(svg, kept)
        output.data["image/png"] = picture.base64
        output.metadata["image/png"] = {"height": picture.height, "width": picture.width}
    return output


def write(notebook, path):
    """Write a notebook that stores what it computes; refuse one that stores nothing."""
    nbformat.validate(notebook)
    if not any(cell.get("outputs") for cell in notebook.cells):
        raise PageError(f"{path.name}: no stored outputs, nothing to compare")
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def make_notebooks(source):
    """Write every notebook under ``_build/notebooks`` and beside the built site."""
    # what pip installs where the helper is missing: only the publish workflow knows an address
    requirement = os.environ.get("UNROLLED_REQUIREMENT", "")
    build = source / "_build"
    cache = get_cache(str(build / ".jupyter_cache"))
    book = Book(source)
    out = build / "notebooks"
    shutil.rmtree(out, ignore_errors=True)
    notebooks = {name: executed(source, name, cache) for name in pages(source)}
    notebooks = {name: notebook for name, notebook in notebooks.items() if notebook}
    for notebook in notebooks.values():
        book.collect_glued(notebook)
    for name, notebook in notebooks.items():
        is_lab = name.startswith("labs/lab-")  # the project has no solutions
        solutions = "left out" if is_lab else "folded"
        learner = edition(notebook, Page(book, name), solutions, requirement)
        write(learner, out / f"{name}.ipynb")
        if is_lab:
            teacher = edition(notebook, Page(book, name, teacher=True), "open", requirement)
            write(teacher, out / "teacher" / f"{name}.ipynb")
    shutil.copytree(out, build / "html" / "notebooks")
    return sorted(out.rglob("*.ipynb"))
