"""The bibliography: in the order in which a name is looked up, complete, with its capitals."""

import re
import sys

import pytest
from pybtex.backends.plaintext import Backend
from pybtex.database import parse_file

from book import ROOT

sys.path.insert(0, str(ROOT / "_ext"))
from bibliography import Style, folded, setup

SOURCE = ROOT / "reference" / "references.bib"
ENTRY = re.compile(
    r'<div class="citation" id="(\w+)">\s*<span class="label"><span class="fn-bracket">\[</span>'
    r"([^<]*)<"
)
LINK = re.compile(r'href="../reference/bibliography.html#(\w+)"[^>]*>([^<]*)</a>')


@pytest.fixture(scope="module")
def entries():
    return parse_file(SOURCE).entries


@pytest.fixture(scope="module")
def printed(entries):
    """What the page prints, entry by entry."""
    setup(app=None)
    return [entry.text.render(Backend()) for entry in Style().format_entries(entries.values())]


@pytest.fixture(scope="module")
def labels(entries):
    setup(app=None)
    return [entry.label for entry in Style().format_entries(entries.values())]


def test_the_page_is_in_alphabetical_order(entries):
    setup(app=None)
    names = [
        folded(str(entry.persons["author"][0])) for entry in Style().sort(list(entries.values()))
    ]
    assert names == sorted(names)
    looked_up = [n for n in names if n.startswith(("geron", "glorot", "unicode", "vinyals"))]
    assert [n.split()[0] for n in looked_up] == ["geron", "geron", "glorot", "unicode", "vinyals"]


@pytest.mark.parametrize(
    "label",
    [
        "Elman, 1990",
        "Géron, 2019",
        "Glorot and Bengio, 2010",
        "Ben Taieb et al., 2012",
        "van der Westhuizen and Lasenby, 2018",
    ],
)
def test_an_entry_is_labelled_by_names_and_year(labels, label):
    assert labels.count(label) == 1


def test_no_two_entries_are_cited_alike(labels):
    assert sorted(set(labels)) == sorted(labels)


@pytest.mark.site
def test_a_citation_reads_as_the_label_it_leads_to(site):
    page = (site / "reference" / "bibliography.html").read_text(encoding="utf-8")
    labels = dict(re.findall(ENTRY, page))
    pages = [path.read_text(encoding="utf-8") for path in sorted(site.glob("chapters/*.html"))]
    cited = [found for text in pages for found in re.findall(LINK, text)]
    assert len(cited) > 100
    # {cite:t} links the year alone
    wrong = [(key, text) for key, text in cited if text not in (labels[key], labels[key][-4:])]
    assert wrong == []


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
