"""Shared by the tests of the labs: a check and what it printed."""

import pytest

from unrolled.labs import check


@pytest.fixture
def answer_of(capsys):
    """Run a check and return what it printed."""

    def run(exercise, answer):
        verdict = check(exercise, answer)
        said = capsys.readouterr().out
        assert said.endswith(f"{verdict.text}\n")
        return said

    return run
