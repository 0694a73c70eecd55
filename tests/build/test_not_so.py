"""The page *Things that are not so*: every sentence is answered and led to where it is settled."""

import re

from book import ROOT

PAGE = (ROOT / "reference" / "not-so.md").read_text(encoding="utf-8")


def entries():
    """Return (sentence, answer) of every entry."""
    return re.findall(r'^(\*".+)\n((?:[:] .+\n)(?:  .+\n)*)', PAGE, re.M)


def test_there_are_as_many_as_were_collected():
    assert len(entries()) >= 50
    sentences = [sentence for sentence, _ in entries()]
    assert len(set(sentences)) == len(sentences) == PAGE.count("\n: ")


def test_every_entry_leads_to_the_place_that_settles_it():
    for sentence, answer in entries():
        assert re.search(r"\{ref\}`[a-z-]+`", answer), sentence
        assert len(answer.split()) >= 4, sentence
