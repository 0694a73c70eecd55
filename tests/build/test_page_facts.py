"""The line under each title: what is counted, and what comes of it."""

import sys

import pytest
from docutils import nodes

from book import ROOT

sys.path.insert(0, str(ROOT / "_ext"))
from page_facts import count_words, facts, minutes_of_work


def cell(code, *tags, caption=""):
    """A code cell as MyST-NB hands it on, with a caption under its figure."""
    inside = nodes.container("", nodes.literal_block(code, code), classes=["cell_input"])
    figure = nodes.figure("", nodes.caption("", caption))
    return nodes.container("", inside, figure, classes=["cell", *(f"tag_{t}" for t in tags)])


def paragraph(text):
    return nodes.paragraph("", text)


def page(*parts):
    return nodes.section("", *parts)


FORMULA = nodes.math_block("y = x + 1", "y = x + 1")
PREDICT = nodes.admonition(
    "", nodes.title("", "Predict"), paragraph("Which one?"), classes=["admonition-predict"]
)
FOLDED = nodes.admonition(
    "", paragraph("An answer."), FORMULA.deepcopy(), cell("a = 1"), classes=["dropdown"]
)


def test_words_are_those_that_stand_open():
    doctree = page(
        nodes.title("", "One two"),
        nodes.paragraph("", "three ", nodes.math("", "x + y"), nodes.emphasis("", "four five")),
        cell("not = this", caption="Six seven"),
        cell("nor = this", "hide-input", caption="eight"),
        FORMULA.deepcopy(),
        FOLDED.deepcopy(),
    )
    assert count_words(doctree) == 8


@pytest.mark.parametrize(
    "part, minutes",
    [
        (cell("a = 1\n\nb = 2\nc = 3\nd = 4"), 0.5),
        (cell("a = 1\nb = 2", "hide-input"), 0),
        (cell("a = 1\nb = 2", "nbval-ignore-output"), 0.25),
        (nodes.literal_block("an example", "an example"), 0),
        (FORMULA, 0.5),
        (PREDICT, 2),
        (FOLDED, 0),
    ],
    ids=["cell", "folded cell", "tagged cell", "example", "formula", "predict", "folded box"],
)
def test_work_is_counted_by_documented_rates(part, minutes):
    doctree = page(paragraph("words words"), part.deepcopy(), part.deepcopy())
    assert minutes_of_work(doctree) == 2 * minutes


def test_the_line():
    assert facts(4200, work=61, predictions=6, run_seconds=12.4) == (
        "21 min read · about 80 min with its cells and predictions · runs in 12 s"
    )
    assert facts(40, work=0.1, predictions=0, run_seconds=0.2) == (
        "1 min read · about 5 min with its cells · runs in 1 s"
    )
    assert facts(1400, work=3, predictions=0, run_seconds=None) == "7 min read"
