"""The check engine: run an answer on every trial and put the verdict into words."""

import inspect
import textwrap
from typing import Any, NamedTuple

import numpy as np

from unrolled.labs import _answers as answers
from unrolled.labs._exercise import find

SEED = 1
WIDTH = 88
PAPER = (
    "Work it through on paper and find the first number where your code and your paper disagree."
)
UNSTEADY = (
    "{name} answers differently when it is called again with the same arguments. Something is "
    "drawn at random, survives from call to call, or is left unfilled in an np.empty array."
)
CHANGED = (
    "{name} changes {changed} while it runs, and its caller may still need {changed} as it was. "
    "Make a new array instead of writing into the one you were given."
)
WHOLE = (
    "Given whole numbers, {name} stops with an error, because a copy of whole numbers cannot take "
    "decimals; np.array(values, dtype=float) makes one that can."
)


class _Run(NamedTuple):
    """One trial: its arguments by name, what the answer gave, and what is right."""

    args: dict
    outcome: answers.Outcome
    right: Any
    tolerance: float

    @property
    def wrong(self):
        return not answers.same(self.outcome.value, self.right, self.tolerance)

    @property
    def sizes(self):
        """Count the different sizes above 1 among the axes of the arguments."""
        arrays = (value for _, value in answers.leaves(self.args))
        return len({size for a in arrays for size in getattr(a, "shape", ())} - {1})


def check(exercise, answer):
    """Print whether `answer` solves `exercise`, and if not, why.

    Parameters
    ----------
    exercise : str
        Its name, such as ``"lab-1/step"``.
    answer : callable or value
        The function itself, not a call of it; or the numbers the exercise asks for.

    Raises
    ------
    ValueError
        If no exercise has this name.
    """
    found = find(exercise)
    verdict = f"{found.name}: {_verdict(found, answer)}"
    print("\n\n".join(_wrapped(paragraph) for paragraph in verdict.split("\n\n")))


def _verdict(exercise, answer):
    """Return the check's answer as text, its paragraphs separated by blank lines."""
    is_function = callable(exercise.reference)
    if answers.blank(answer):
        return "not attempted. Replace each ... by your answer and run the cells again."
    if callable(answer) != is_function:
        return f"not yet. {_wrong_kind(exercise, answer)}"
    name = getattr(answer, "__name__", "your function")
    runs = _runs(exercise, answer, exercise.trials)
    if any(answers.blank(run.outcome.value) for run in runs):
        return f"not attempted. Replace the ... in {name}, run its cell, then this one again."
    known = (mistake.message for mistake in exercise.mistakes if _made(mistake, runs))
    problem = next(known, "") or _problem(answer, runs, name)
    if problem:
        return f"not yet. {problem}"
    further = _runs(exercise, answer, exercise.also)
    judged = [run for run in further if not answers.uncast(run.outcome.error)]
    if judged and (problem := _problem(answer, judged, name)):
        return f"not yet. {problem}"
    tried = len(runs) + len(judged)
    right = f"{name} is right on all {tried} inputs tried. " if is_function else ""
    stopped = WHOLE.format(name=name) if len(judged) < len(further) else ""
    return f"passed. {right}{exercise.note} {stopped}".rstrip()


def _runs(exercise, answer, trials):
    """Try `answer` and the reference on every trial, smallest first."""
    names = inspect.signature(exercise.reference).parameters if callable(answer) else ()
    runs = []
    for trial in trials(np.random.default_rng(SEED)):
        args = dict(zip(names, trial, strict=True))
        right = answers.attempt(exercise.reference, args).value
        tolerance = answers.tolerance(args, exercise.tolerance)
        runs.append(_Run(args, answers.attempt(answer, args), right, tolerance))
    return runs


def _made(mistake, runs):
    """Tell whether the runs give what the mistake gives, and not only where that is right."""
    wrong, same_error = [], []
    for run in runs:
        result = {"answer": run.outcome.value}
        given = result if mistake.of_result else run.args or result
        variant = answers.attempt(mistake.variant, given)
        if not answers.alike(run.outcome, variant, run.tolerance):
            return False
        if variant.error is None:
            wrong.append(run.wrong)
        else:
            texts = {answers.described(e, WIDTH) for e in (variant.error, run.outcome.error)}
            same_error.append(len(texts) == 1)
    return any(wrong) or (any(same_error) and all(same_error))


def _problem(answer, runs, name):
    """Return what the first faulty run shows, or an empty text."""
    unsteady = UNSTEADY.format(name=name) if _unsteady(answer, runs[0]) else ""
    for run in runs:
        if run.outcome.error is not None:
            failed = [run for run in runs if run.outcome.error is not None]
            return _error(max(failed, key=lambda run: run.sizes), name) + _stray(answer)
        if run.outcome.changed:
            return CHANGED.format(name=name, changed=run.outcome.changed)
        if run.wrong:
            return unsteady or _difference(run, runs) + _stray(answer)
    return unsteady


def _unsteady(answer, run):
    """Tell whether a second call gives other numbers; what holds no numbers is not judged here."""
    first, again = run.outcome, answers.attempt(answer, run.args)
    numeric = answers.alike(first, first, run.tolerance)
    return numeric and not answers.alike(again, first, run.tolerance)


def _error(run, name):
    """Report an exception with the learner's own line and the shapes it met."""
    line = answers.own_line(run.outcome.error)
    text = _indented(answers.described(run.outcome.error, WIDTH - 4))
    if line is None:
        return f"Calling {name}({', '.join(run.args)}) stopped with an error.\n\n{text}"
    source = f"\n\n{_indented(line.line)}" if line.line else ""
    return (
        f"An error stopped {name} in line {line.lineno} of its cell:{source}\n\n{text}{_met(run)}"
    )


def _met(run):
    return f"\n\nIt was given\n\n{_indented(answers.shapes(run.args))}" if run.args else ""


def _difference(run, runs):
    """Say what differs in a wrong result; show it, unless that would give the answer away."""
    if run.args and run.outcome.value is None:
        return "The result is None. Did the function end without a return?"
    unfit = [r for r in runs if not (r.outcome.error or answers.fits(r.outcome.value, r.right))]
    run = max(unfit, key=lambda run: run.sizes, default=run)
    value, right = run.outcome.value, run.right
    what = answers.difference(value, right, run.tolerance)
    if not answers.fits(value, right):
        return what + _met(run)
    if not run.args:
        return f"{what} Work it through once more and write every intermediate value down."
    if hasattr(right, "_fields"):
        value = right._make(value)  # so that both are shown under the same names
    results = answers.shown({"your result": value, "expected": right})
    return (
        f"{what} The smallest input that shows it:\n\n{_indented(answers.shown(run.args))}\n\n"
        f"{_indented(results)}\n\n{PAPER}"
    )


def _stray(answer):
    """Warn of arrays that a function takes from the notebook: it then ignores its inputs."""
    stray = ", ".join(answers.notebook_arrays(answer))
    return stray and (
        f"\n\nThe function also uses {stray} from elsewhere in the notebook. It should "
        "work from its arguments alone."
    )


def _wrong_kind(exercise, answer):
    if callable(answer):
        return "This exercise asks for values, and was given a function."
    call = f"my_{exercise.name.rpartition('/')[2].replace('-', '_')}"
    return (
        f"This check calls the function itself, on inputs of its own, and was given "
        f"{answers.kind(answer)}. Pass the function's name without parentheses: "
        f'check("{exercise.name}", {call}).'
    )


def _indented(text):
    return textwrap.indent(text, "    ")


def _wrapped(paragraph):
    if paragraph.startswith("    "):
        return paragraph
    return textwrap.fill(paragraph, WIDTH, break_long_words=False, break_on_hyphens=False)
