"""The sources of the pages: what a build cannot see and a reader would."""

import re

import pytest
import yaml

from book import PAGES, PAGES_WITH_CODE, ROOT
from unrolled.plots import STYLE

CHAPTERS_AND_LABS = {ROOT / "index.md", *ROOT.glob("chapters/*.md"), *ROOT.glob("labs/*.md")}
SOURCES = sorted(CHAPTERS_AND_LABS.union(PAGES_WITH_CODE))
CELL = re.compile(r"^```\{code-cell\} ipython3\n(.*?)^```$", re.M | re.S)
HEADER = re.compile(r"\A---\n(.*?)^---\n", re.M | re.S)
ADMONITIONS = {"Predict", "Watch out", "Going further"}


def cells(text):
    """Return (options, code) of every code cell."""
    found = []
    for body in CELL.findall(text):
        match = HEADER.match(body)
        options = yaml.safe_load(match[1]) if match else {}
        found.append((options, body[match.end() :] if match else body))
    return found


@pytest.fixture(params=SOURCES, ids=lambda path: path.stem)
def text(request):
    return request.param.read_text(encoding="utf-8")


def test_every_page_is_in_the_table_of_contents():
    pages = {*SOURCES, *ROOT.glob("reference/*.md")}
    assert {str(p.relative_to(ROOT).with_suffix("")) for p in pages} == set(PAGES)


def test_code_fits_the_column(text):
    long = [line for _, code in cells(text) for line in code.splitlines() if len(line) > 80]
    assert not long


def test_cells_are_short(text):
    long = [code for _, code in cells(text) if len(code.strip().splitlines()) > 22]
    assert not long


def test_letters_of_figures_are_legible_on_a_telephone(text):
    """Ten pixels, where it shows a figure 380 pixels wide: what the book's style gives."""
    code = "\n".join(code for _, code in cells(text))
    widths = [float(width) for width in re.findall(r"figsize=\(([\d.]+)", code)]
    assert [w for w in widths if STYLE["font.size"] * 380 / (72 * w) < 10] == []
    assert "fontsize" not in code


def test_unrolled_is_imported_before_keras(text):
    """It sets what TensorFlow reads when it is first imported; the other order changes digits."""
    code = "\n".join(code for _, code in cells(text))
    keras = re.search(r"^\s*(import|from) (keras|tensorflow)", code, re.M)
    ours = re.search(r"^\s*(import|from) unrolled", code, re.M)
    assert ours or not code
    assert keras is None or ours.start() < keras.start()


def test_every_figure_of_a_cell_has_name_caption_and_alt_text(text):
    for options, code in cells(text):
        draws = "plots." in code.replace("plots.use_book_style", "")
        if not draws:
            continue
        meta = options.get("mystnb", {})
        assert meta.get("figure", {}).get("name"), code
        assert len(meta["figure"].get("caption", "")) > 30, code
        assert len(meta.get("image", {}).get("alt", "")) > 40, code


def test_every_diagram_has_a_name_and_alt_text(text):
    for directive in re.findall(r"^:::\{figure\}.*?^:::$", text, re.M | re.S):
        assert re.search(r"^:name: \S+", directive, re.M), directive
        assert re.search(r"^:alt: .{40,}", directive, re.M), directive


def test_admonitions_are_the_three_or_fold(text):
    for title, body in re.findall(r"^:{3,}\{admonition\} (.*)\n(.*)$", text, re.M):
        assert title in ADMONITIONS or body == ":class: dropdown", title


def test_every_exercise_has_a_solution(text):
    labels = re.findall(r"^:label: (\S+)$", text, re.M)
    assert labels == re.findall(r"\{solution-start\} (\S+)$", text, re.M)
    assert labels or "Exercise" not in text


def test_watch_for_filler(text):
    prose = CELL.sub("", text)
    filler = r"\b(simply|obviously|clearly|of course|let's|delve|powerful|seamless(ly)?)\b"
    assert not re.findall(filler, prose, re.I)
