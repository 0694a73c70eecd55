"""Write the notebooks that readers download; `build_book` calls this when the site is built.

Each MyST page with code becomes an ``.ipynb`` that runs anywhere: directives and roles turned into
plain Markdown (tools/plain_markdown.py), outputs taken from the book's own execution, an
install cell that acts on Colab only. A lab becomes two: the learner's edition, without solutions,
and the teacher's, under ``teacher/``.
"""

import json
import os
import shutil

import nbformat
import yaml
from jupyter_cache import get_cache
from myst_nb.core.read import read_myst_markdown_notebook

from plain_markdown import Book, Page, PageError

INSTALL = """\
# Google Colab lacks the book's helper package. This cell installs it there, and only there.
import importlib.util, os

if importlib.util.find_spec("unrolled") is None and "COLAB_RELEASE_TAG" in os.environ:
    %pip install --quiet {requirement}
"""


def pages(source):
    """Yield the pages of the table of contents, by name, in reading order."""
    toc = yaml.safe_load((source / "_toc.yml").read_text(encoding="utf-8"))
    yield toc["root"]
    for part in toc.get("parts", []):
        for chapter in part["chapters"]:
            yield chapter["file"]


def executed(source, page, cache):
    """Return the page as a notebook with the outputs of the build, or None if it has no code."""
    text = (source / f"{page}.md").read_text(encoding="utf-8")
    if "{code-cell}" not in text:
        return None
    try:
        _, notebook = cache.merge_match_into_notebook(read_myst_markdown_notebook(text))
    except KeyError:
        raise PageError(f"{page} has not been executed: run `make book` first") from None
    return notebook


def edition(notebook, page, teacher, requirement):
    """Return one edition of a notebook as nbformat, every cell plain."""
    cells, hidden = [], False
    for cell in notebook.cells:
        if cell.cell_type == "code":
            if not hidden:
                cells.append(code_cell(cell))
                cells.extend(caption_cells(cell, page))
            continue
        for piece in page.pieces(cell.source):
            if piece.gate == "solution-start":
                hidden = not teacher
            elif piece.gate == "solution-end":
                hidden = False
            if piece.text.strip() and not hidden:
                cells.append(markdown_cell(piece))
    install = nbformat.v4.new_code_cell(INSTALL.format(requirement=requirement))
    cells.insert(1, install)
    count = 0
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"  # random by default, and every build would differ
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = count
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


def caption_cells(cell, page):
    """Return the caption of the figure that a code cell draws, as a cell of its own."""
    figure = cell.metadata.get("mystnb", {}).get("figure")
    if not figure:
        return []
    return [nbformat.v4.new_markdown_cell(page.caption(figure["name"], figure["caption"]))]


def code_cell(cell):
    """Return a clean copy of an executed code cell; of its metadata only the tags are kept."""
    tags = cell.metadata.get("tags", [])
    metadata = {"tags": list(tags)} if tags else {}
    outputs = [nbformat.from_dict(output) for output in cell.outputs]
    return nbformat.v4.new_code_cell(cell.source, metadata=metadata, outputs=outputs)


def markdown_cell(piece):
    """Return a Markdown cell that carries its own images."""
    cell = nbformat.v4.new_markdown_cell(piece.text.strip())
    if piece.attachments:
        cell.attachments = piece.attachments
    return cell


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
    # what pip installs on Colab: the publish workflow gives the repository's address
    requirement = os.environ.get("UNROLLED_REQUIREMENT", "unrolled")
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
        is_lab = name.startswith("labs/")
        learner = edition(notebook, Page(book, name), not is_lab, requirement)
        write(learner, out / f"{name}.ipynb")
        if is_lab:
            teacher = edition(notebook, Page(book, name), True, requirement)
            write(teacher, out / "teacher" / f"{name}.ipynb")
    shutil.copytree(out, build / "html" / "notebooks")
    return sorted(out.rglob("*.ipynb"))
