"""_ext/cards and _ext/folded: what a chapter ends with, and what opens."""

import re
from types import SimpleNamespace

import pytest
from docutils import nodes

import cards
import folded
from book import PAGES, ROOT


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It takes between 75 and 90\nminutes.", "75\N{EN DASH}90 min"),
        ("The lab has eight exercises and takes about two hours.", "about two hours"),
        ("A step takes an output. It takes a little under three hours; rest.", "a little under"),
    ],
)
def test_a_lab_says_how_long_it_takes(text, told):
    assert cards.time_of(text, "labs/lab-9").startswith(told)


def test_a_lab_that_does_not_say_fails_the_build():
    with pytest.raises(cards.NoCard, match="labs/lab-9 does not say"):
        cards.time_of("A step takes an output and gives the next one.", "labs/lab-9")


@pytest.mark.parametrize(
    ("page", "labs", "follows"),
    [
        ("chapters/00-a-first-forecast", [], "chapters/01-recurrent-neurons"),
        (
            "chapters/05-unstable-gradients",
            ["labs/lab-3-backpropagate-by-hand"],
            "chapters/06-the-forecasting-problem",
        ),
        (
            "chapters/15-forecast-tomorrow",
            ["labs/lab-7-ready-for-tomorrow"],
            "labs/project-your-own-series",
        ),
        (PAGES[-1], [], None),
    ],
)
def test_what_comes_next(page, labs, follows):
    assert cards.next_page(PAGES, page, labs) == follows


def test_how_much_of_a_lab_is_about_a_chapter():
    assert cards.share(1, 6) == "1 of its 6 exercises practises"
    assert cards.share(5, 6) == "5 of its 6 exercises practise"
    assert cards.share(7, 7) == "All of its 7 exercises practise"


def test_times_are_those_that_teachers_are_told():
    """The table for teachers says it again, so both have to say the same."""
    table = (ROOT / "reference" / "teaching.md").read_text(encoding="utf-8")
    for path in sorted((ROOT / "labs").glob("lab-*.md")):
        told = cards.time_of(path.read_text(encoding="utf-8"), path.stem).removeprefix("about ")
        row = next((line for line in table.splitlines() if f"{path.name})" in line), None)
        assert row, f"reference/teaching.md has no row for {path.stem}"
        minutes = re.sub(r" min$", " minutes", told.replace("\N{EN DASH}", " to "))
        assert f"| {minutes} |" in row, f"{path.stem} takes {minutes}, its row says otherwise"


def page_with_a_fold():
    link = nodes.reference("", "Exercise 1.1", refuri="#ex")
    title = nodes.title("", "", nodes.Text("Solution to "), link)
    content = nodes.section("", nodes.paragraph("", "Seven."), ids=["solution-content"])
    box = nodes.admonition("", title, content, classes=["dropdown"], ids=["answer"])
    return nodes.section("", box, nodes.admonition("", nodes.title("", "Predict")))


def test_a_fold_is_native_and_its_title_leads_nowhere():
    page = page_with_a_fold()
    folded.fold(SimpleNamespace(builder=SimpleNamespace(format="html")), page, "chapters/x")
    box, other = page.children
    assert isinstance(box, folded.folded) and box["ids"] == ["answer"]
    assert box["classes"] == ["folded"]
    assert [type(child).__name__ for child in box] == ["summary", "paragraph"]
    assert box[0].astext() == "Solution to Exercise 1.1"
    assert not list(box.findall(nodes.reference))
    assert isinstance(other, nodes.admonition)
