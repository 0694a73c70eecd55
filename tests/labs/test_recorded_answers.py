"""Recorded answers of learners: the wrong refused, each with its diagnosis, the right accepted."""

import importlib
import time

import pytest

from lab_pages import flat
from unrolled.labs import exercises

every_exercise = pytest.mark.parametrize("exercise", exercises().values(), ids=exercises())


def records(name):
    """Return the module of recorded answers of an exercise."""
    return importlib.import_module(f"wrong_answers.{name.replace('/', '.').replace('-', '_')}")


def recorded(kind):
    """Return (exercise, record) for every record of this kind of every exercise."""
    return [(name, record) for name in exercises() for record in kind(records(name))]


every_record = pytest.mark.parametrize(
    ("name", "answer", "words"),
    [(name, *record) for name, record in recorded(lambda module: module.WRONG)],
    ids=lambda value: getattr(value, "__name__", None),
)
every_right = pytest.mark.parametrize(
    ("name", "answer"),
    recorded(lambda module: module.RIGHT),
    ids=lambda value: getattr(value, "__name__", None),
)


@every_record
def test_wrong_answer_is_refused_with_its_diagnosis(name, answer, words, answer_of):
    said = answer_of(name, answer)
    assert said.startswith(f"{name}: not yet.")
    assert words in flat(said)
    prose = [line for line in said.splitlines() if not line.startswith("    ")]
    assert max(map(len, prose)) <= 88


@every_exercise
def test_a_check_says_the_same_again(exercise, answer_of):
    for answer, _ in records(exercise.name).WRONG[::6]:
        assert answer_of(exercise.name, answer) == answer_of(exercise.name, answer)


@every_right
def test_right_answer_written_another_way_passes(name, answer, answer_of):
    assert answer_of(name, answer).startswith(f"{name}: passed.")


@every_exercise
def test_enough_different_wrong_answers_are_recorded(exercise):
    told_apart = len({words for _, words in records(exercise.name).WRONG})
    assert told_apart >= 6, "record at least six wrong answers whose diagnoses differ"
    assert records(exercise.name).RIGHT, "record right answers that are written in other ways"


@every_exercise
def test_every_known_mistake_is_told_from_every_other_and_at_once(exercise, answer_of):
    slowest = 0
    for mistake in exercise.mistakes:
        if callable(mistake.variant) and not callable(exercise.reference):
            continue  # what one wrong value does to the next; see the recorded answers
        if mistake.of_result:
            continue  # it recognises results and makes none
        start = time.process_time()
        said = answer_of(exercise.name, mistake.variant)
        slowest = max(slowest, time.process_time() - start)
        assert flat(mistake.message) in flat(said), mistake.name
    assert slowest < 2


@every_exercise
def test_the_reference_passes_at_once(exercise, answer_of):
    start = time.process_time()
    assert answer_of(exercise.name, exercise.reference).startswith(f"{exercise.name}: passed.")
    assert time.process_time() - start < 2
