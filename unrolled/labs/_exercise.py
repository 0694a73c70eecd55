"""What an exercise is, and where the exercises are.

Adding a lab
------------
An exercise's name is its path: ``lab-N/double`` is declared in ``unrolled/labs/lab_N/double.py``,
taught in a section of ``labs/lab-N-some-title.md``, and has its recorded answers in
``tests/labs/wrong_answers/lab_N/double.py``. ``lab_N/__init__.py`` lists them as ``EXERCISES`` in
the order of the page; nothing else registers them. One that is answered with a *function*::

    Exercise(
        name="lab-N/double",
        reference=lambda x: 2 * x,
        trials=lambda rng: [(rng.normal(size=n),) for n in (1, 2, 5)],  # argument tuples
        mistakes=[Mistake("squared", lambda x: x**2, "This is the square of x, ...")],
        note="Doubling is linear.",  # printed after "passed"
    )

An exercise answered with *values* has the values as its reference and its variants, and needs no
trials. A reference that returns several things returns a NamedTuple: its field names say what
differs. Arguments are arrays, numbers, lists, functions, or (named) tuples and dicts of these.

A variant there may also be a function of the answer, for what one wrong value does to the next.
So may one of a function, with ``of_result=True``: it is given the result instead of the arguments,
and returns it where it is a case of the mistake; otherwise it raises.

Order trials from small to large, with unequal sizes and weights without symmetry. A mistake that
raises on some trials is recognised by its results on the others. Where it is wrong by its errors
alone, other code may raise the same: an answer with errors of the same text is shown its own error,
and the message as a mistake that gives it. Write such a variant as a learner would.

``also`` gives inputs on which an answer is tried when it is right on all trials: whole numbers, a
single row, nothing left over. One who made a known mistake hears of it, whatever the function does
with whole numbers; a mistake that only ``also`` shows is recognised by both together. An answer
that NumPy stops because a copy of whole numbers cannot take decimals is not refused for it: it
loses nothing.
"""

import difflib
import importlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np


class Mistake(NamedTuple):
    """A known wrong answer: what it computes, and the diagnosis it is given.

    Examples
    --------
    >>> mistake = Mistake("squared", lambda x: x**2, "This is the square of x, not twice x.")
    >>> mistake.variant(3)
    9
    """

    name: str  #: in a word or two, for those who write exercises
    variant: Any  #: a function like the reference, or a value where the reference is one
    message: str  #: the diagnosis that the learner reads
    of_result: bool = False  #: the variant is a function of the answer's result


class Exercise(NamedTuple):
    """One checked exercise; the module docstring shows how to write one.

    Examples
    --------
    >>> exercise = Exercise("lab-9/double", reference=lambda x: 2 * x)
    >>> exercise.reference(3)
    6
    """

    name: str  #: such as "lab-1/step"
    reference: Any  #: a function, or the values asked for
    #: makes the arguments of every trial
    trials: Callable[[np.random.Generator], Iterable[tuple]] = lambda rng: [()]
    mistakes: Sequence[Mistake] = ()  #: known wrong answers
    note: str = ""  #: printed after "passed"
    tolerance: float = 1e-6  #: relative and absolute; 1e-4 where float32 is involved
    also: Callable[[np.random.Generator], Iterable[tuple]] = lambda rng: ()  #: further trials


@cache
def exercises():
    """Return every exercise of every lab, by name.

    Returns
    -------
    dict of str to Exercise

    Examples
    --------
    >>> list(exercises())[:2]
    ['lab-1/by-hand', 'lab-1/step']
    """
    found = sorted(path.parent.name for path in Path(__file__).parent.glob("lab_*/__init__.py"))
    modules = [importlib.import_module(f"{__package__}.{lab}") for lab in found]
    return {exercise.name: exercise for module in modules for exercise in module.EXERCISES}


def find(name):
    """Return the exercise called `name`.

    Parameters
    ----------
    name : str
        Such as ``"lab-1/step"``.

    Returns
    -------
    Exercise

    Raises
    ------
    ValueError
        If there is none; the message names the nearest.

    Examples
    --------
    >>> find("lab-1/step").name
    'lab-1/step'
    """
    known = exercises()
    if not isinstance(name, str) or name not in known:
        near = difflib.get_close_matches(str(name), known, n=1)
        meant = f". Did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"exercise must be one of {', '.join(known)}, got {name!r}{meant}")
    return known[name]
