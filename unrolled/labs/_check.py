"""The check engine: run an answer on every trial and put the verdict into words."""

import inspect
import os
import sys
import textwrap
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from unrolled.labs import _answers as answers
from unrolled.labs._calls import Calls, is_late, printable, tried, undisturbed
from unrolled.labs._exercise import find
from unrolled.labs._results import Outcome

SEED = 1
WIDTH = 88
PASSED, NOT_YET, NOT_ATTEMPTED = "passed", "not yet", "not attempted"
PAPER = (
    "Work it through on paper and find the first number where your code and your paper disagree."
)
SLOW = (
    "{name} did not come to an end within {seconds} seconds, and was stopped{where}. Inputs are "
    "small here and take a moment, so look for a loop that never ends."
)
UNFILLED = (
    "{name} uses numbers that were never written: np.empty leaves in an array whatever the memory "
    "held before. Look at the first and the last pass of the loop that fills it."
)
UNSTEADY = (
    "{name} answers differently when it is called again with the same arguments. Something is "
    "drawn at random, survives from call to call, or is never written."
)
CHANGED = (
    "{name} changes {changed} while it runs, and its caller may still need {changed} as it was. "
    "Make a new array instead of writing into the one you were given."
)
WHOLE = (
    "Given whole numbers, {name} stops with an error, because a copy of whole numbers cannot take "
    "decimals; np.array(values, dtype=float) makes one that can."
)

HERE_WHOLE = (
    "There are whole numbers in {names} here. What is written into a copy of such an array, or "
    "into one that np.zeros_like makes from it, loses its decimals; dtype=float keeps them."
)


@dataclass(frozen=True)
class Verdict:
    """What a check answered; a notebook shows nothing of it below the printed text.

    Examples
    --------
    >>> Verdict("lab-1/step", "passed", "lab-1/step: passed.").status
    'passed'
    """

    exercise: str  #: such as "lab-1/step"
    status: str  #: "passed", "not yet" or "not attempted"
    text: str  #: what was printed

    def _ipython_display_(self):
        pass


class NotPassed(AssertionError):
    """Raised by a check that did not pass, in grading mode.

    Examples
    --------
    >>> issubclass(NotPassed, AssertionError)
    True
    """


class _Run(NamedTuple):
    """One trial: its arguments by name, what the answer gave, and what is right."""

    args: dict
    outcome: Outcome
    right: Any
    tolerance: float

    @property
    def wrong(self):
        return not answers.same(self.outcome.value, self.right, self.tolerance)

    @property
    def faulty(self):
        return self.outcome.error is not None or self.outcome.changed or self.wrong

    @property
    def sizes(self):
        """Count the different sizes above 1 among the axes of the arguments."""
        arrays = (value for _, value in answers.leaves(self.args))
        return len({size for a in arrays for size in getattr(a, "shape", ())} - {1})


def check(exercise, answer):
    """Print whether `answer` solves `exercise`, and if not, why.

    A function is called on small inputs and stopped when it has not come to an end after ten
    seconds, where the system has an alarm signal. On Windows and outside the main thread an endless
    loop has to be interrupted by hand; on a page in the browser, *Stop* ends it. What its first
    call prints is printed.

    Parameters
    ----------
    exercise : str
        Its name, such as ``"lab-1/step"``.
    answer : callable or value
        The function itself, not a call of it; or the numbers the exercise asks for.

    Returns
    -------
    Verdict
        With `exercise`, `status` ("passed", "not yet" or "not attempted") and the printed `text`.

    Raises
    ------
    ValueError
        If no exercise has this name.
    NotPassed
        With the text, unless the answer passed, where the environment variable
        ``UNROLLED_GRADING`` is 1.

    Examples
    --------
    >>> verdict = check("lab-1/step", ...)
    lab-1/step: not attempted. Replace each ... by your answer and run the cells again.
    >>> verdict.status
    'not attempted'
    """
    found, calls = find(exercise), Calls(answer)
    verdict = judge(found, calls)
    calls.repeat()
    if os.environ.get("UNROLLED_GRADING") == "1" and verdict.status != PASSED:
        raise NotPassed(verdict.text)
    sys.stdout.write(f"{verdict.text}\n")  # in one piece, so that a notebook stores one output
    return verdict


def judge(exercise, calls):
    """Return the `Verdict` on the answer that `calls` calls, here or in another process."""
    with undisturbed():
        status, words = _verdict(exercise, calls)
    paragraphs = printable(f"{exercise.name}: {status}. {words}").split("\n\n")
    return Verdict(exercise.name, status, "\n\n".join(map(_wrapped, paragraphs)))


def _verdict(exercise, calls):
    """Return the status and the reason for it, paragraphs separated by blank lines."""
    is_function, given = callable(exercise.reference), None
    if not callable(calls.answer):
        given = calls({}).value
        if answers.blank(given):
            return NOT_ATTEMPTED, "Replace each ... by your answer and run the cells again."
    if callable(calls.answer) != is_function:
        return NOT_YET, _wrong_kind(exercise, calls.answer, given)
    trials, also = inputs(exercise, exercise.trials), inputs(exercise, exercise.also)
    outcomes, name = calls.through(trials + also), calls.name()  # before the reference is called
    if is_late(outcomes[-1]):
        return NOT_YET, _slow(outcomes[-1].error, calls.seconds, name)
    every = [_run(exercise, *pair) for pair in zip(trials + also, outcomes, strict=True)]
    runs, further = every[: len(trials)], every[len(trials) :]
    if any(answers.blank(run.outcome.value) for run in runs):
        return NOT_ATTEMPTED, f"Replace the ... in {name}, run its cell, then this one again."
    judged = runs + [run for run in further if not answers.uncast(run.outcome.error)]
    problem = _problem(exercise, calls, runs, name) or _problem(exercise, calls, judged, name)
    problem = problem or next(filter(None, (_unsteady(calls, run, name) for run in judged)), "")
    if problem:
        return NOT_YET, problem
    right = f"{name} is right on all {len(judged)} inputs tried. " if is_function else ""
    stopped = WHOLE.format(name=name) if len(judged) < len(every) else ""
    return PASSED, f"{right}{exercise.note} {stopped}".rstrip()


def inputs(exercise, make):
    """Return the arguments of every trial by name, smallest first."""
    is_function = callable(exercise.reference)
    names = inspect.signature(exercise.reference).parameters if is_function else ()
    trials = make(np.random.default_rng(SEED))
    return [dict(zip(names, trial, strict=True)) for trial in trials]


def _run(exercise, args, outcome):
    right = tried(exercise.reference, args).value
    return _Run(args, outcome, right, answers.tolerance(args, exercise.tolerance))


def _problem(exercise, calls, runs, name):
    """Return what is wrong with the runs, or an empty text."""
    faulty = [run for run in runs if run.faulty]
    if not faulty:
        return ""
    ways = {}
    for mistake in exercise.mistakes:
        match = _match(mistake, runs)
        if match == "results":
            return mistake.message
        if match == "error":
            ways[mistake.message] = None
    return _fault(calls, faulty[0], runs, name, ways)


def _match(mistake, runs):
    """Tell by what the runs match a mistake: ``results``, the text of an ``error``, or nothing."""
    pairs = []
    for run in runs:
        result = {"answer": run.outcome.value}
        variant = tried(mistake.variant, result if mistake.of_result else run.args or result)
        if not answers.alike(run.outcome, variant, run.tolerance):
            return ""
        pairs.append((run, variant))
    if any(variant.error is None and run.wrong for run, variant in pairs):
        return "results"
    failed = [(run.outcome.error, variant.error) for run, variant in pairs if variant.error]
    return "error" if failed and all(own.text == other.text for own, other in failed) else ""


def _fault(calls, run, runs, name, ways):
    """Return what the first faulty run shows."""
    if run.outcome.error is not None:
        failed = [run for run in runs if run.outcome.error is not None]
        return _error(max(failed, key=lambda run: run.sizes), name, ways) + _stray(calls.answer)
    if run.outcome.changed:
        return CHANGED.format(name=name, changed=run.outcome.changed)
    return _unsteady(calls, run, name) or _difference(run, runs) + _stray(calls.answer)


def _unsteady(calls, run, name):
    """Say why a second call gives other numbers; what holds no numbers is not judged here."""
    first = run.outcome
    if not run.args or not answers.fits(first.value, run.right):
        return ""
    if isinstance(run.right, tuple):
        first = first._replace(value=tuple(first.value))  # a list of arrays is compared by part
    others = calls.again(run.args, first), calls(run.args)
    alike = [is_late(o) or answers.alike(o, first, run.tolerance) for o in others]
    if all(alike):
        return ""
    # `again` fills what np.empty makes otherwise. Twice the same with either filling is no chance.
    more = [(calls.again(run.args, first), others[0]), (calls(run.args), first)]
    unfilled = alike == [False, True] and all(answers.alike(*o, run.tolerance) for o in more)
    return (UNFILLED if unfilled else UNSTEADY).format(name=name)


def _slow(error, seconds, name):
    line = error.line
    where = f" in line {line.number} of {line.place}" if line else ""
    source = f"\n\n{_indented(line.source)}" if line and line.source else ""
    return SLOW.format(name=name, seconds=seconds, where=where) + source


def _error(run, name, ways):
    """Report an exception with the learner's own line, the shapes it met, and ways to get it."""
    error, line = run.outcome.error, run.outcome.error.line
    text = _indented(answers.described(error, WIDTH - 4))
    hints = "".join(f"\n\nA mistake that gives this error: {message}" for message in ways)
    if line is None:
        call = f"{name}({', '.join(run.args)})"
        return f"Calling {call} stopped with an error.\n\n{text}{hints}"
    source = f"\n\n{_indented(line.source)}" if line.source else ""
    stopped = f"An error stopped {name} in line {line.number} of {line.place}:"
    return f"{stopped}{source}\n\n{text}{_met(run)}{hints}"


def _met(run):
    return f"\n\nIt was given\n\n{_indented(answers.shapes(run.args))}" if run.args else ""


def _difference(run, runs):
    """Say what differs in a wrong result; show it, unless that would give the answer away."""
    if run.args and run.outcome.value is None:
        return "The result is None. Did the function end without a return?"
    unfit = [r for r in runs if not (r.outcome.error or answers.fits(r.outcome.value, r.right))]
    run = max(unfit, key=lambda run: run.sizes, default=run)
    value, right = run.outcome.value, run.right
    done = answers.settled([(r.outcome.value, r.right) for r in runs], run.tolerance)
    what = answers.difference(value, right, run.tolerance, done)
    if whole := answers.whole_here(run.args, runs[0].args):
        what += f" {HERE_WHOLE.format(names=', '.join(whole))}"
    if not answers.fits(value, right):
        return what + _met(run)
    if not run.args:
        return f"{what} Work it through once more and write every intermediate value down."
    return (
        f"{what} The smallest input that shows it:\n\n{_indented(answers.shown(run.args))}\n\n"
        f"{_indented(answers.compared(value, right, run.tolerance))}\n\n{PAPER}"
    )


def _stray(answer):
    """Warn of arrays that a function takes from the notebook: it then ignores its inputs."""
    stray = ", ".join(answers.notebook_arrays(answer))
    return stray and (
        f"\n\nThe function also uses {stray} from elsewhere in the notebook. It should "
        "work from its arguments alone."
    )


def _wrong_kind(exercise, answer, given):
    if callable(answer):
        return "This exercise asks for values, and was given a function."
    call = f"my_{exercise.name.rpartition('/')[2].replace('-', '_')}"
    return (
        f"This check calls the function itself, on inputs of its own, and was given "
        f"{answers.kind(given)}. Pass the function's name without parentheses: "
        f'check("{exercise.name}", {call}).'
    )


def _indented(text):
    return textwrap.indent(text, "    ")


def _wrapped(paragraph):
    if paragraph.startswith("    "):
        return paragraph
    return textwrap.fill(paragraph, WIDTH, break_long_words=False, break_on_hyphens=False)
