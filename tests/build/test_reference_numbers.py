"""Numbers of chapters, figures, equations and exercises: kept, and the same in all forms.

`reference_numbers.json` holds them as they were before the labs moved into their parts. A new
figure may get a new number; an old one that changes breaks what readers have written down. Where
that is meant, change the record with it and say so in the changelog.
"""

import json
import re

import nbformat
import pytest

from book import ROOT
from lab_numbers import restarted

pytestmark = pytest.mark.site
RECORDED = json.loads(
    (ROOT / "tests" / "build" / "reference_numbers.json").read_text(encoding="utf-8")
)
LABS = sorted(path.stem for path in (ROOT / "labs").glob("lab-*.md"))
CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.md"))
FIRST_FORECAST = "00-a-first-forecast"  # stands before chapter 1, without a number
NUMBERED = [name for name in CHAPTERS if name != FIRST_FORECAST]


@pytest.fixture(scope="module")
def references(site):
    return json.loads((site.parent / "references.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", RECORDED)
def test_recorded_numbers_are_kept(references, kind):
    now = references[kind]
    changed = {k: (old, now.get(k)) for k, old in RECORDED[kind].items() if now.get(k) != old}
    assert changed == {}, (
        "numbers that readers may have written down are others now: put the new page or figure "
        "behind these, or, where it is meant, change them in tests/build/reference_numbers.json "
        "and say so in CHANGELOG.md"
    )


def exercises_on_site(site, page):
    """Return the exercises' numbers as a reader of the site sees them."""
    text = (site / f"{page}.html").read_text(encoding="utf-8")
    return re.findall(r'caption-number">(Exercise [\d.]+) </span>', text)


def exercises_in_notebook(site, page):
    notebook = nbformat.read(site / "notebooks" / f"{page}.ipynb", as_version=4)
    prose = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    return re.findall(r"^\*\*(Exercise [\d.]+): ", prose, re.M)


@pytest.mark.parametrize("lab", LABS)
def test_exercises_of_a_lab_count_from_one(site, lab):
    expected = [f"Exercise {n}" for n in range(1, 1 + len(exercises_on_site(site, f"labs/{lab}")))]
    assert expected
    for page in (f"labs/{lab}", f"teacher/labs/{lab}"):
        assert exercises_in_notebook(site, page) == expected
    assert exercises_on_site(site, f"labs/{lab}") == expected


@pytest.mark.parametrize("chapter", NUMBERED)
def test_exercises_of_a_chapter_carry_its_number(site, references, chapter):
    number = references["chapters"][f"chapters/{chapter}"]
    shown = exercises_on_site(site, f"chapters/{chapter}")
    assert shown == [f"Exercise {number}.{n}" for n in range(1, 1 + len(shown))]
    assert shown == exercises_in_notebook(site, f"chapters/{chapter}")


def test_solutions_name_the_exercise_by_its_number(site):
    """The solution's title is made from a reference: it must follow."""
    for page in [f"labs/{lab}" for lab in LABS] + [f"chapters/{name}" for name in CHAPTERS]:
        text = (site / f"{page}.html").read_text(encoding="utf-8")
        named = re.findall(r"Solution to (Exercise [\d.]+)", text)
        assert named == exercises_on_site(site, page)


def test_equations_have_the_same_number_on_site_and_in_notebook(site, references):
    for chapter in CHAPTERS:
        page = (site / "chapters" / f"{chapter}.html").read_text(encoding="utf-8")
        notebook = (site / "notebooks" / "chapters" / f"{chapter}.ipynb").read_text("utf-8")
        shown = re.findall(r'class="eqno">\(([\d.]+)\)', page)
        assert shown == re.findall(r"\\\\tag\{([\d.]+)\}", notebook), chapter


def test_labs_stand_unnumbered_under_their_chapters(site, references):
    assert sorted(references["chapters"]) == [f"chapters/{name}" for name in NUMBERED]
    menu = (site / "index.html").read_text(encoding="utf-8")
    entry = r'class="toctree-l(\d)[^"]*"><a class="[^"]*" href="(?:chapters|labs)/([^".]*)\.html"'
    levels = {name: level for level, name in re.findall(entry, menu)}
    under = sorted(path.stem for path in (ROOT / "labs").glob("*.md"))  # the project, too
    assert {name: "2" if name in under else "1" for name in under + CHAPTERS} == levels


def test_a_lab_follows_its_chapter(site):
    """The links at the foot of the pages lead from the chapter to its lab and on."""
    for lab in LABS:
        text = (site / "labs" / f"{lab}.html").read_text(encoding="utf-8")
        before = re.search(r'rel="prev" title="[^"]*" href="\.\./chapters/([^".]*)', text)[1]
        chapter = (site / "chapters" / f"{before}.html").read_text(encoding="utf-8")
        assert f'href="../labs/{lab}.html"' in re.search(r"<link rel=.next.*", chapter)[0]


def test_numbers_restart_kind_by_kind_in_the_order_of_the_page():
    counted_on = {"exercise": {"a": (3, 4), "b": (3, 5)}, "figure": {"f": (3, 16)}}
    assert restarted(counted_on) == {"exercise": {"a": (1,), "b": (2,)}, "figure": {"f": (1,)}}
