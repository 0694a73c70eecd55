"""The pages of the labs: their cells, run as a reader runs them, and what their tasks show."""

import doctest
import re

import numpy as np
import pytest

from lab_pages import LABS, cells, execute, page
from unrolled.labs import exercises

every_lab = pytest.mark.parametrize("lab", LABS)


def of_lab(lab):
    return {name: e for name, e in exercises().items() if name.split("/")[0] == lab_name(lab)}


def lab_name(lab):
    return lab.replace("_", "-")


@every_lab
def test_page_and_engine_hold_the_same_exercises_in_the_same_order(lab):
    on_page = re.findall(r"^check\(\"(.+?)\"", page(lab), re.MULTILINE)
    assert list(dict.fromkeys(on_page)) == list(of_lab(lab))


@every_lab
def test_every_exercise_is_task_starter_check_solution(lab):
    every = cells(page(lab))
    for name in of_lab(lab):
        label = name.replace("/", "-")
        starter, checked, solution = (c for c in every if c.exercise == label)
        assert "..." in starter.source and "check(" not in starter.source
        assert re.fullmatch(rf'check\("{name}", .+\)\n', checked.source)
        assert not starter.solution and not checked.solution and solution.solution == label
        assert solution.source.endswith(checked.source)


@every_lab
def test_untouched_lab_says_not_attempted_everywhere(lab, capsys):
    namespace = {"__name__": "lab"}
    execute((c.source for c in cells(page(lab)) if not c.solution), namespace)
    said = capsys.readouterr().out
    assert len(re.findall(r": not attempted\. ", said)) == len(of_lab(lab))
    assert not re.search(": passed|: not yet", said)


@every_lab
def test_solutions_pass(lab, capsys):
    execute((c.source for c in cells(page(lab))), {"__name__": "lab"})
    said = capsys.readouterr().out
    for name in of_lab(lab):
        assert f"{name}: passed." in said
    assert ": not yet" not in said


def needed(cell):
    return not cell.exercise or cell.solution or cell.exercise.endswith("-capstone")


@every_lab
def test_examples_in_the_tasks_are_true(lab):
    namespace = {"__name__": "lab"}
    every = cells(page(lab))
    # The first cells import; the solutions define what the examples call. The last task needs
    # the data that its own cells load.
    execute((c.source for c in every if needed(c)), namespace)
    blocks = re.findall(r"^```python\n(>>>[\s\S]*?)^```", page(lab), re.MULTILINE)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for i, block in enumerate(blocks):
        example = doctest.DocTestParser().get_doctest(block, dict(namespace), str(i), lab, 0)
        runner.run(example)
    assert blocks and runner.summarize(verbose=False).failed == 0


def test_lab_1_quotes_the_checks_as_they_answer(answer_of):
    def untouched(x_t, y_prev, params):
        return ...

    def right(x_t, y_prev, params):
        return np.tanh(x_t @ params.W_x + y_prev @ params.W_y + params.b)

    def minus(x_t, y_prev, params):
        return np.tanh(x_t @ params.W_x - y_prev @ params.W_y + params.b)

    quoted = re.findall(r"^```text\n([\s\S]*?)^```", page("lab_1"), re.MULTILINE)
    for quote, my_step in zip(quoted, (untouched, right, minus), strict=True):
        my_step.__name__ = "my_step"
        assert answer_of("lab-1/step", my_step) == quote
