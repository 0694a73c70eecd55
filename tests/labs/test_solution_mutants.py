"""A page solution changed in one place is refused, or listed with the reason why it is as good.

Here a sample is tried; ``python tests/labs/solution_mutants.py`` tries every change.
"""

import pytest

from solution_mutants import Solution, equivalents, mutants, passes, solutions
from unrolled.labs import exercises

SOLUTIONS = solutions()
STRIDE = 8  # every eighth change: five seconds instead of forty
every_solution = pytest.mark.parametrize("solution", SOLUTIONS.values(), ids=SOLUTIONS)


def test_every_exercise_has_a_solution_that_passes_unchanged():
    assert list(SOLUTIONS) == list(exercises())
    assert all(passes(solution, solution.source) for solution in SOLUTIONS.values())


@every_solution
def test_changed_solution_is_refused_or_listed(solution):
    listed = equivalents().get(solution.exercise, {})
    tried = [m for m in mutants(solution)[::STRIDE] if m.key not in listed]
    passing = [m.key for m in tried if passes(solution, m.source)]
    assert not passing, f"add trials, or list: tests/labs/solution_mutants.py {solution.exercise}"


@every_solution
def test_every_listed_change_is_made_and_passes(solution):
    listed = equivalents().get(solution.exercise, {})
    passing = {m.key for m in mutants(solution) if m.key in listed and passes(solution, m.source)}
    assert not listed.keys() - passing
    assert all(len(reason.split()) > 2 for reason in listed.values())


def test_changes_are_of_every_kind():
    source = """
def f(x, y):
    total = np.zeros(2)
    x = np.dot(x, y)
    y = x + y
    for t in range(len(x)):
        if t > 0:
            total += y.mean(axis=0) - 2 * x[t]
    return total[:-1]
""".strip()
    made = {m.key for m in mutants(Solution("toy", (), source, "f"))}
    expected = {
        "if t >= 0:": "comparison",
        "for t in range(len(x) - 1):": "bound of a range",
        "for t in list(range(len(x)))[1:]:": "first pass left out",
        "return total[:-2]": "bound of a slice",
        "return total": "slice dropped",
        "without: total += y.mean(axis=0) - 2 * x[t]": "statement dropped",
        "total = y.mean(axis=0) - 2 * x[t]": "sum not kept",
        "total += y.mean(axis=0) + 2 * x[t]": "sign",
        "total += y.mean(axis=0) - x[t]": "operand dropped",
        "total += y.mean(axis=1) - 2 * x[t]": "axis",
        "total += y.mean(axis=0, keepdims=True) - 2 * x[t]": "axis kept",
        "total += y.sum(axis=0) - 2 * x[t]": "sum for mean",
        "total += y - 2 * x[t]": "call dropped",
        "total += x.mean(axis=0) - 2 * x[t]": "wrong variable",
        "total = np.empty(2)": "unfilled",
        "x = np.dot(y, x)": "order of the arguments",
        "earlier: y = x + y": "order of the statements",
    }
    assert not [kind for line, kind in expected.items() if line not in made]
