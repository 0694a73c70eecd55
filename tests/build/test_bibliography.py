"""The bibliography: in the order in which a name is looked up, complete, with its capitals."""

import sys

import pytest
from pybtex.backends.plaintext import Backend
from pybtex.database import parse_file

from book import ROOT

sys.path.insert(0, str(ROOT / "_ext"))
from bibliography import Style, folded, setup

SOURCE = ROOT / "reference" / "references.bib"


@pytest.fixture(scope="module")
def entries():
    return parse_file(SOURCE).entries


@pytest.fixture(scope="module")
def printed(entries):
    """What the page prints, entry by entry."""
    setup(app=None)
    return [entry.text.render(Backend()) for entry in Style().format_entries(entries.values())]


def test_the_page_is_in_alphabetical_order(entries):
    setup(app=None)
    names = [
        folded(str(entry.persons["author"][0])) for entry in Style().sort(list(entries.values()))
    ]
    assert names == sorted(names)
    looked_up = [n for n in names if n.startswith(("geron", "glorot", "unicode", "vinyals"))]
    assert [n.split()[0] for n in looked_up] == ["geron", "geron", "glorot", "unicode", "vinyals"]


def test_all_authors_are_named(entries):
    short = [k for k, e in entries.items() if "others" in map(str, e.persons["author"])]
    assert short == []


def test_every_paper_says_where_it_is(entries):
    """An article has a volume and pages; what is neither paper nor book has an address."""
    for key, entry in entries.items():
        if entry.type == "article":
            assert {"volume", "pages"} <= set(entry.fields), key
        if entry.type == "misc":
            assert {"url", "doi", "howpublished"} & set(entry.fields), key


@pytest.mark.parametrize(
    "words",
    [
        "dynamischen neuronalen Netzen. Diploma thesis, Technische Universität München",
        "Metro Interstate Traffic Volume",
        "Unicode Common Locale Data Repository. Version 47, 2025",
        "(EMNLP-IJCNLP)",
        "GMD Report 152",
        "Foresight: The International Journal of Applied Forecasting, 4:43–46",
    ],
)
def test_names_are_printed_as_they_are_spelt(printed, words):
    assert any(words in text for text in printed)
