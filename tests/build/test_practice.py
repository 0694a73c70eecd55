"""_ext/practice: every exercise of a lab is led to from a section that it practises."""

import re
from types import SimpleNamespace

import pytest
from docutils import nodes
from sphinx_exercise.nodes import exercise_node, exercise_subtitle

import practice
from book import ROOT

LABELS = [
    label
    for path in sorted((ROOT / "labs").glob("lab-*.md"))
    for label in re.findall(r"^:label: (lab-\d+-\S+)$", path.read_text(encoding="utf-8"), re.M)
]


def test_every_exercise_is_led_to_once():
    led_to = [
        label for table in practice.PRACTICE.values() for ls in table.values() for label in ls
    ]
    assert len(LABELS) > 50
    expected = sorted(label for label in LABELS if not label.endswith("capstone"))
    assert sorted(led_to) == expected, "PRACTICE in _ext/practice.py names them, each once"


@pytest.mark.parametrize("page", practice.PRACTICE)
def test_the_sections_are_there(page):
    text = (ROOT / f"{page}.md").read_text(encoding="utf-8")
    titles = re.findall(r"^##+ (.*)$", text, re.M)
    assert set(practice.PRACTICE[page]) <= set(titles)


def application(**exercises):
    registry = {}
    for label, title in exercises.items():
        node = exercise_node()
        node += exercise_subtitle("", title)
        registry[label.replace("_", "-")] = {"docname": "labs/lab-1", "node": node}
    builder = SimpleNamespace(name="html", get_relative_uri=lambda page, to: f"../{to}.html")
    return SimpleNamespace(builder=builder, env=SimpleNamespace(sphinx_exercise_registry=registry))


def page_with(title):
    inner = nodes.section("", nodes.title("", "Under it"), nodes.paragraph("", "More."))
    outer = nodes.section("", nodes.title("", title), nodes.paragraph("", "Text."), inner)
    document = nodes.section("", nodes.title("", "Page"), outer)
    return document, outer


def test_links_stand_before_what_is_under_the_section(monkeypatch):
    monkeypatch.setattr(practice, "PRACTICE", {"chapters/x": {"Today's wire": ["lab-1-step"]}})
    document, section = page_with("Today\u2019s wire")
    practice.lead_on(application(lab_1_step="One step"), document, "chapters/x")
    kinds = [type(child).__name__ for child in section]
    assert kinds == ["title", "paragraph", "paragraph", "section"]
    (reference,) = section.findall(nodes.reference)
    assert reference["refuri"] == "../labs/lab-1.html#lab-1-step"
    assert section[2].astext() == "Practise: lab 1, One step"


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ({"Another": ["lab-1-step"]}, "chapters/x has no section 'Another'"),
        ({"Wire": ["lab-1-stp"]}, "there is no exercise 'lab-1-stp'"),
    ],
)
def test_what_is_not_there_fails_the_build(monkeypatch, table, problem):
    monkeypatch.setattr(practice, "PRACTICE", {"chapters/x": table})
    with pytest.raises(practice.NothingToPractise, match=problem):
        practice.lead_on(application(lab_1_step="One step"), page_with("Wire")[0], "chapters/x")


def test_other_pages_are_left_alone(monkeypatch):
    document, section = page_with("Wire")
    practice.lead_on(application(), document, "reference/notation")
    assert len(section) == 3
