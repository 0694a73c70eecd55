"""tests/mutants.py: each planted bug has exactly one place to go."""

import pytest

from book import ROOT
from tests.mutants import MUTANTS


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: f"{m.module}: {m.bug}")
def test_a_planted_bug_has_one_place(mutant):
    source = (ROOT / "unrolled" / f"{mutant.module}.py").read_text(encoding="utf-8")
    assert source.count(mutant.old) == 1 and mutant.new != mutant.old
