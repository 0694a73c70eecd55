"""What a learner's code gave, turned at once into plain data that can do nothing of its own.

A result may refuse to be copied, compared or printed, hold itself, or never end. `freeze` and
`failure` read it once, under the time limit of its call; everything after that works on arrays,
numbers, text, tuples, lists and dicts of these, and on `Unreadable` for all the rest.
"""

import linecache
import os
import sysconfig
import traceback
import types
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

DEEPEST = 20  # lists in lists; one that holds itself is deeper
MOST_PARTS = 10**4
MOST_NUMBERS = 10**6
LONGEST_TEXT = 1000

LIBRARIES = [sysconfig.get_path(p) for p in ("stdlib", "platstdlib", "purelib", "platlib")]
LIBRARIES += [Path(os.__file__).parent, Path(np.__file__).parent.parent]
BOOK = Path(__file__).parent.parent
FOREIGN = (  # with a separator at the end, lest a learner's folder begins with the same letters
    *(os.path.join(folder, "") for folder in {*LIBRARIES, BOOK}),
    "<frozen",
    "<__array_function__",
)


class TimeUp(BaseException):
    """The time is spent. Not an Exception, so that the learner's code does not handle it."""


@dataclass(frozen=True)
class Unreadable:
    """Stands for what holds no numbers: `kind` names it, `why` and `hint` say more."""

    kind: str
    why: str = "which cannot be read as an array of numbers"
    hint: str = ""


class Line(NamedTuple):
    """A line of the learner's own code, and where it stands."""

    number: int
    source: str
    place: str


class Failure(NamedTuple):
    """An error that a call ended in."""

    kind: type
    text: str
    line: Line | None


class Outcome(NamedTuple):
    """What one call gave: a value or an error, and the argument it changed, if any."""

    value: Any = None
    error: Failure | None = None
    changed: str = ""


GENERATOR = Unreadable(
    "a generator", hint="Collect its values in a list first, or return where it says yield."
)
COROUTINE = Unreadable("a coroutine", hint="Write def without async; then the call computes.")
LAZY = {
    types.GeneratorType: GENERATOR,
    types.CoroutineType: COROUTINE,
    types.AsyncGeneratorType: COROUTINE,
}


def freeze(value):
    """Return `value` as plain data. Types are asked, never the object, which may lie."""
    try:
        return _frozen(value, count(), 0)
    except _TooMuch:
        return Unreadable(f"a {type(value).__name__} that holds itself, or far too much")


class _TooMuch(Exception):
    pass


def _frozen(value, parts, depth):
    kind = type(value)
    if depth > DEEPEST or next(parts) > MOST_PARTS:
        raise _TooMuch
    if value is None or value is ... or kind in (bool, int, float, complex, str):
        return value
    inner = partial(_frozen, parts=parts, depth=depth + 1)
    if issubclass(kind, dict):
        return {_key(key): inner(part) for key, part in dict.items(value)}
    if issubclass(kind, list):
        return [inner(part) for part in list.__iter__(value)]
    if issubclass(kind, tuple):
        frozen = [inner(part) for part in tuple.__iter__(value)]
        ours = kind.__module__.startswith("unrolled.") and hasattr(kind, "_make")
        return kind._make(frozen) if ours else tuple(frozen)
    if kind in LAZY:
        getattr(value, "close", bool)()  # else Python warns that it was never awaited
        return LAZY[kind]
    return _as_array(value, inner)


def _key(key):
    return key if type(key) in (str, int) else Unreadable("a key")


def _as_array(value, inner):
    """Return what holds numbers as a plain array; a masked number is not a number."""
    array = value if issubclass(type(value), np.ndarray) else _read(value)
    if np.ma.is_masked(array):
        array = array.astype(float).filled(np.nan)
    if array is None or (array.dtype.kind == "O" and array is not value):
        return Unreadable(f"a value of type {type(value).__name__}")
    if array.size > MOST_NUMBERS:
        return Unreadable(f"an array of shape {array.shape}", "far larger than it should be")
    if array.dtype.kind == "O":
        return inner(array.tolist())
    return np.array(array)[()] if issubclass(type(value), np.generic) else np.array(array)


def _read(value):
    try:
        return np.asarray(value)
    except Exception:  # ragged lists, tensors that refuse
        return None


def failure(error):
    """Return an exception as text, with the line of the learner's own code that it came from."""
    try:
        text = _text(type(error), error)
    except (TimeUp, KeyboardInterrupt):
        raise
    except BaseException:  # raised by the error itself
        text = "an error that cannot be shown"
    return Failure(type(error), text, _own_line(error.__traceback__))


def _text(kind, error):
    """Return type and message as a traceback ends with them."""
    home = "" if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}."
    name, said = f"{home}{kind.__qualname__}", str(error).strip()
    if len(said) > LONGEST_TEXT:
        said = f"{said[:LONGEST_TEXT]} ..."
    return f"{name}: {said}" if said else name


def _own_line(trace):
    """Return the last line that is neither the helper's nor a library's, or None."""
    steps = [(step, step.f_code.co_filename, n) for step, n in traceback.walk_tb(trace)]
    own = [step for step in steps if not step[1].startswith(FOREIGN)]
    if not own:
        return None
    frame, file, number = own[-1]
    source = linecache.getline(file, number, frame.f_globals).strip()
    place = "its cell"
    if file != own[0][1]:  # not where the function that was called stands
        cell = f"the cell that defines {frame.f_code.co_name}"
        place = os.path.basename(file) if os.path.exists(file) else cell
    return Line(number, source, place)
