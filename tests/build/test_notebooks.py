"""The notebooks that readers download, as files. nbval executes them: `make test`."""

import base64
import re

import nbformat
import pytest
from myst_nb.core.read import read_myst_markdown_notebook

from book import PAGES, PAGES_WITH_CODE, ROOT
from contents import pages
from leaks import leaks, links
from make_notebooks import FOLDED, READER, first_lines

pytestmark = pytest.mark.site
FOLDER = ROOT / "_build" / "notebooks"
NOTEBOOKS = sorted(FOLDER.rglob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: str(path.relative_to(FOLDER)))
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def is_lab(path):
    """Tell labs, which have two editions, from other pages, the project among them."""
    return path.parent.name == "labs" and path.name.startswith("lab-")


def prose(notebook):
    return "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")


def test_there_is_one_for_every_page_with_code():
    expected = {p.relative_to(ROOT).with_suffix("") for p in PAGES_WITH_CODE}
    expected |= {(ROOT / "teacher" / p).relative_to(ROOT) for p in expected if is_lab(p)}
    assert {p.relative_to(FOLDER).with_suffix("") for p in NOTEBOOKS} == expected


def test_tests_and_tool_read_the_same_table_of_contents():
    assert list(pages(ROOT)) == PAGES


def test_outputs_are_stored(notebook):
    """A notebook without outputs would give nbval nothing to compare."""
    code = [c for c in notebook.cells if c.cell_type == "code"]
    printing = [c for c in code if "print(" in c.source or "check(" in c.source]
    assert any(c.outputs for c in code)
    assert all(c.outputs for c in printing if re.search(r"^(print|check)\(", c.source, re.M))


def test_outputs_are_clean(notebook):
    for cell in (c for c in notebook.cells if c.cell_type == "code"):
        for output in cell.outputs:
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", cell.source
            text = str(output.get("text", "")) + str(output.get("data", {}).get("text/plain", ""))
            assert " object at 0x" not in text, cell.source


def test_no_markup_leaks(notebook):
    for cell in (c for c in notebook.cells if c.cell_type == "markdown"):
        assert leaks(cell.source) == []


def test_pictures_travel_with_the_notebook(notebook):
    for cell in notebook.cells:
        assert "attachments" not in cell  # Colab shows none
        if cell.cell_type == "markdown":
            images = [target for tag, target in links(cell.source) if tag == "img"]
            assert all(target.startswith("data:image/png;base64,") for target in images)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: str(path.relative_to(FOLDER)))
def test_links_lead_to_a_notebook_of_the_same_edition(path):
    cells = nbformat.read(path, as_version=4).cells
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    targets = [target for text in texts for tag, target in links(text) if tag == "a"]
    near = [target for target in targets if not re.match(r"https?:|mailto:", target)]
    goals = [(path.parent / target).resolve() for target in near]
    assert [goal for goal in goals if goal not in NOTEBOOKS] == []
    teacher = path.is_relative_to(FOLDER / "teacher")
    labs = [goal for goal in goals if is_lab(goal)]
    assert all(goal.is_relative_to(FOLDER / "teacher") == teacher for goal in labs)
    leads_on = near or path.parent.name == "reference"
    assert leads_on, "no link to another page: [chapter 5](05-unstable-gradients.md), for instance"


def test_every_plot_is_stored_as_png_too(notebook):
    """A notebook that is not trusted shows no SVG."""
    for output in (o for cell in notebook.cells for o in cell.get("outputs", [])):
        data = output.get("data", {})
        assert ("image/svg+xml" in data) == ("image/png" in data)
        if "image/png" in data:
            assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
            assert 400 < output.metadata["image/png"]["width"] < 700


def test_no_notebook_is_heavy(notebook):
    assert len(nbformat.writes(notebook)) < 1_300_000  # figures are most of it


def test_learner_edition_has_no_solution_and_teacher_edition_has():
    for learner in (p for p in NOTEBOOKS if is_lab(p) and "teacher" not in p.parts):
        teacher = nbformat.read(FOLDER / "teacher" / learner.relative_to(FOLDER), as_version=4)
        learner = nbformat.read(learner, as_version=4)
        assert "**Solution to Exercise 1**" in prose(teacher) and "Solution" not in prose(learner)
        assert "<details><summary>Solution" not in prose(teacher)
        said = [o.get("text", "") for c in learner.cells for o in c.get("outputs", [])]
        assert any("not attempted" in text for text in said)
        assert not any(re.match(r"lab-\d+/\S+: passed", text) for text in said)
        passed = [o.get("text", "") for c in teacher.cells for o in c.get("outputs", [])]
        checks = {m for t in said for m in re.findall(r"^(lab-\d+/\S+): not attempted", t, re.M)}
        assert all(any(re.search(rf"^{c}: passed", t, re.M) for t in passed) for c in checks)


def inside_solutions(notebook):
    """Yield the cells that follow a solution's title, up to the next exercise or heading."""
    inside = False
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            opened = "<summary>Solution to Exercise" in cell.source
            inside = opened or (inside and not re.match(r"#|\*\*Exercise", cell.source))
        if inside:
            yield cell


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: str(path.relative_to(FOLDER)))
def test_solutions_of_a_chapter_are_folded(path):
    notebook = nbformat.read(path, as_version=4)
    folded = [c for c in notebook.cells if c.metadata.get("jupyter", {}).get("outputs_hidden")]
    if path.parent.name != "chapters":
        assert folded == [] and "<summary>Solution" not in prose(notebook)
        return
    exercises = re.findall(r"^\*\*(Exercise [\d.]+): ", prose(notebook), re.M)
    solved = re.findall(r"<summary>Solution to (Exercise [\d.]+)</summary>", prose(notebook))
    assert exercises == solved
    assert solved or path.stem == "00-a-first-forecast"  # which asks no questions yet
    cells = list(inside_solutions(notebook))
    code = [c for c in cells if c.cell_type == "code"]
    assert [c.id for c in code] == [c.id for c in folded]
    assert code or not solved
    for cell in code:
        assert cell.metadata.items() >= FOLDED.items()
        assert re.match(r"# Solution to Exercise [\d.]+\n", cell.source)  # JupyterLab shows a line
    for cell in (c for c in cells if c.cell_type == "markdown"):
        assert cell.source.startswith("<details>") and cell.source.endswith("</details>")


def test_what_the_site_folds_is_folded_in_jupyter(notebook):
    """The code alone: what it draws or says stays open, but for that of solutions."""
    for cell in (c for c in notebook.cells if c.cell_type == "code"):
        jupyter = cell.metadata.get("jupyter", {})
        tagged = {"hide-input", "hide-cell", "remove-cell"} & set(cell.metadata.get("tags", []))
        if not jupyter.get("outputs_hidden"):
            assert jupyter == ({"source_hidden": True} if tagged else {})


def test_notebooks_beside_the_site_are_the_same(site):
    for path in NOTEBOOKS:
        copy = site / "notebooks" / path.relative_to(FOLDER)
        assert copy.read_bytes() == path.read_bytes()


def test_lines_of_cells_are_those_of_the_page():
    for path in PAGES_WITH_CODE:
        text = path.read_text(encoding="utf-8")
        read = read_myst_markdown_notebook(text, config=READER, add_source_map=True)
        lines = text.splitlines()
        for cell, line in zip(read.cells, first_lines(read, lines), strict=True):
            first = cell.source.split("\n")[0] if cell.cell_type == "markdown" else "```{code-cell}"
            assert lines[line - 1].startswith(first), (path.stem, line)
