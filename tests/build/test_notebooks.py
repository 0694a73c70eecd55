"""The notebooks that readers download, as files. nbval executes them: `make test`."""

import re

import nbformat
import pytest

from book import PAGES_WITH_CODE, ROOT

pytestmark = pytest.mark.site
FOLDER = ROOT / "_build" / "notebooks"
NOTEBOOKS = sorted(FOLDER.rglob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: str(path.relative_to(FOLDER)))
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def prose(notebook):
    return "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")


def test_there_is_one_for_every_page_with_code():
    expected = {p.relative_to(ROOT).with_suffix("") for p in PAGES_WITH_CODE}
    expected |= {(ROOT / "teacher" / p).relative_to(ROOT) for p in expected if p.parts[0] == "labs"}
    assert {p.relative_to(FOLDER).with_suffix("") for p in NOTEBOOKS} == expected


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
    text = re.sub(r"\$\$.*?\$\$|\$[^$]*\$|```.*?```|`[^`\n]*`", "", prose(notebook), flags=re.S)
    assert not re.search(r"\{[a-z][\w:-]*\}|^:::|^\([\w-]+\)=|^:[\w-]+:", text, re.M)


def test_images_travel_with_the_notebook(notebook):
    for cell in notebook.cells:
        for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", cell.source):
            assert target.startswith("attachment:")
            assert target.removeprefix("attachment:") in cell.attachments


def test_first_code_cell_installs_on_colab_only(notebook):
    first = next(c for c in notebook.cells if c.cell_type == "code")
    assert "find_spec" in first.source and "COLAB" in first.source
    assert first.outputs == []


def test_learner_edition_has_no_solution_and_teacher_edition_has():
    for learner in (p for p in NOTEBOOKS if p.relative_to(FOLDER).parts[0] == "labs"):
        teacher = nbformat.read(FOLDER / "teacher" / learner.relative_to(FOLDER), as_version=4)
        learner = nbformat.read(learner, as_version=4)
        assert "**Solution**" in prose(teacher) and "Solution" not in prose(learner)
        said = [o.get("text", "") for c in learner.cells for o in c.get("outputs", [])]
        assert any("not attempted" in text for text in said)
        assert not any(re.match(r"lab-\d+/\S+: passed", text) for text in said)
        passed = [o.get("text", "") for c in teacher.cells for o in c.get("outputs", [])]
        checks = {m for t in said for m in re.findall(r"^(lab-\d+/\S+): not attempted", t, re.M)}
        assert all(any(re.search(rf"^{c}: passed", t, re.M) for t in passed) for c in checks)


def test_notebooks_beside_the_site_are_the_same(site):
    for path in NOTEBOOKS:
        copy = site / "notebooks" / path.relative_to(FOLDER)
        assert copy.read_bytes() == path.read_bytes()
