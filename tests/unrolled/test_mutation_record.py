"""What is recorded of the mutation runs: bugs by hand are all caught, survivors have a reason."""

import json

import pytest

from book import ROOT

BY_HAND = json.loads((ROOT / "tests" / "mutation-score.json").read_text(encoding="utf-8"))
BY_MUTMUT = json.loads((ROOT / "tests" / "mechanical-score.json").read_text(encoding="utf-8"))


def test_every_bug_seeded_by_hand_is_caught():
    assert BY_HAND["caught"] == BY_HAND["mutants"] == len(BY_HAND["results"]) > 150
    assert all(result["caught_by"] for result in BY_HAND["results"])


@pytest.mark.parametrize("module", BY_MUTMUT["modules"])
def test_every_mechanical_survivor_has_a_reason(module):
    entry = BY_MUTMUT["modules"][module]
    assert entry["caught"] + len(entry["survivors"]) == entry["mutants"]
    bare = [survivor for survivor in entry["survivors"] if not survivor["reason"]]
    assert not bare, "python tests/mechanical_mutants.py --reasons lists them"
