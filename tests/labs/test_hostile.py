"""Hostile answers, each given to every exercise: a clean verdict, and nothing left behind.

An answer may be anything: a function that raises what it likes, returns what cannot be read,
copied or printed, never ends, or changes what belongs to others.
"""

import asyncio
import contextlib
import functools
import itertools
import os
import random
import signal
import sys
import time
import types
import warnings

import numpy as np
import pytest

from unrolled.labs import _calls, _exercise, check, exercises


def refuse(*args, **options):
    raise RuntimeError("refused")


def leave(*args, **options):
    raise SystemExit(3)


def forever(*args, **options):
    while True:
        pass


pytestmark = pytest.mark.filterwarnings("ignore:the matrix subclass")  # one of the results

READ = ["__array__", "__len__", "__iter__", "__getitem__", "__float__", "__bool__", "__eq__"]
READ += ["__repr__", "__str__", "__hash__", "__copy__", "__deepcopy__", "__reduce_ex__"]
READ += ["__getattr__", "__array_ufunc__", "__array_function__", "__array_interface__"]


def made(does, base=object, names=READ):
    """Return an object whose every method does the same."""
    made_of = dict.fromkeys(names, does) | {"__class__": property(does)}
    return types.new_class("Hostile", (base,), exec_body=lambda body: body.update(made_of))


def holding_itself():
    found = []
    found.append(found)
    return found


def cycle():
    found = {}
    found["y"] = (found, [found])
    return found


def doubled(times):
    """Return lists in lists with 2 ** times ends, in no memory at all."""
    found = [0.0]
    for _ in range(times):
        found = [found, found]
    return found


class Endless:
    """A sequence that says it is long."""

    def __len__(self):
        return 10**15

    def __getitem__(self, i):
        return 0.0


class Matrix(np.ndarray):
    """An array that does nothing it is asked."""

    __array_wrap__ = None
    tolist = copy = astype = __deepcopy__ = refuse


async def coroutine():
    return 1


async def async_generator():
    yield 1


def filled(value):
    array = np.empty(2, dtype=object)
    array[0] = value
    return array


DEEP = functools.reduce(lambda found, _: [found], range(10**4), 0.0)
RESULTS = {
    "holds itself": holding_itself,
    "holds itself often": lambda: [holding_itself()] * 1000,
    "cycle": cycle,
    "tuple of cycles": lambda: (cycle(), holding_itself()),
    "deep": lambda: DEEP,
    "doubled": lambda: doubled(60),
    "named": lambda: types.SimpleNamespace(y=1),
    "refuses": lambda: made(refuse)(),
    "exits": lambda: made(leave)(),
    "list that refuses": lambda: made(refuse, list)([1.0]),
    "tuple that refuses": lambda: made(refuse, tuple)((1.0, 2.0)),
    "dict that refuses": lambda: made(refuse, dict)(y=1.0),
    "float that refuses": lambda: made(refuse, float)(1.0),
    "text that refuses": lambda: made(refuse, str)("y"),
    "array that refuses": lambda: np.zeros((2, 3)).view(Matrix),
    "array of what refuses": lambda: filled(made(refuse)()),
    "generator": lambda: (x for x in [1]),
    "generators": lambda: [(x for x in [1])] * 3,
    "coroutine": coroutine,
    "coroutines": lambda: (coroutine(), [coroutine()]),
    "async generator": async_generator,
    "endless": Endless,
    "iterator": lambda: iter([1.0]),
    "range": lambda: range(10**12),
    "set": lambda: {1.0, 2.0},
    "text": lambda: "y",
    "bytes": lambda: b"y",
    "class": lambda: list,
    "function": lambda: refuse,
    "module": lambda: np,
    "type": lambda: float,
    "not implemented": lambda: NotImplemented,
    "complex": lambda: 1j,
    "huge number": lambda: 10**5000,
    "huge numbers": lambda: [10**5000, 0.5],
    "nan": lambda: np.nan,
    "infinite": lambda: np.full((3, 3), np.inf),
    "no dimension": lambda: np.array(0.5),
    "empty": lambda: np.zeros((0, 3)),
    "no memory": lambda: np.broadcast_to(0.5, (10**6, 10**6, 10**6)),
    "bool": lambda: True,
    "half precision": lambda: np.float16(0.5),
    "long precision": lambda: np.longdouble(0.5),
    "dates": lambda: np.array(["2020-01-01"], "datetime64[D]"),
    "texts": lambda: np.array(["y"]),
    "records": lambda: np.zeros(3, [("y", float)]),
    "objects": lambda: np.array([None, "y", [1]], dtype=object),
    "masked": lambda: np.ma.masked,
    "masked numbers": lambda: np.ma.array([1, 2], mask=[True, False]),
    "matrix": lambda: np.asmatrix([[1.0]]),
    "ragged": lambda: [[1.0], [2.0, 3.0]],
    "memory": lambda: memoryview(b"12345678").cast("d"),
}


class Mute(Exception):
    __str__ = __repr__ = __getattr__ = leave


class Loud(BaseException):
    pass


def recurse(*args):
    return recurse(*args)


def recurse_by_itself(*args):
    return [recurse_by_itself(*args) for _ in range(2)]


def warn_as_error():
    warnings.simplefilter("error")
    warnings.warn("odd", stacklevel=1)


def raises(error):
    def answer(*args):
        raise error

    return answer


ERRORS = {
    "sys.exit": lambda *args: sys.exit(),
    "exit": leave,
    "recursion": recurse,
    "recursion in a list": recurse_by_itself,
    "memory": lambda *args: np.zeros(10**14),
    "memory error": raises(MemoryError()),
    "generator exit": raises(GeneratorExit()),
    "cancelled": raises(asyncio.CancelledError()),
    "stop": raises(StopIteration()),
    "of its own": raises(Loud()),
    "mute": raises(Mute()),
    "half a pair": raises(ValueError("\ud800")),
    "endless text": raises(ValueError("x" * 10**6)),
    "many lines": raises(ValueError("x\n" * 10**5)),
    "group": raises(ExceptionGroup("several", [ValueError("one"), KeyError("two")])),
    "syntax": lambda *args: exec("a b"),
    "warning": lambda *args: warn_as_error(),
    "not to be raised": lambda *args: exec("raise 1"),
    "assertion": raises(AssertionError()),
    "of the alarm": raises(_calls.TimeUp()),
    "failing file": lambda *args: open("/no/such/file"),
}


def keyword_only(*, x):
    return x


ANSWERS = {
    "lambda": lambda: 1,
    "keyword only": keyword_only,
    "partial": functools.partial(refuse, 1),
    "bound": [].append,
    "builtin": len,
    "ufunc": np.tanh,
    "class": dict,
    "class that refuses": made(refuse),
    "metaclass": types.new_class("Meta", (type,), {}, lambda body: body.update(__call__=refuse)),
    "object": made(refuse, names=["__call__", "__getattr__", "__eq__", "__bool__", "__repr__"])(),
    "not callable": made(refuse)(),
    "nameless": functools.partial(print, end=""),
    "async": coroutine,
    "async generator": async_generator,
    "generator": (x for x in [1]),
    "everything": [holding_itself(), cycle(), made(refuse)(), np.nan, "y", {1}],
    "module": np,
    "source lost": types.FunctionType(compile("1", "gone", "eval"), {}),
}


def meddle(*args):
    """Change all that can be changed, arguments first."""
    for arg in args:
        with contextlib.suppress(Exception):
            arg[...] = 0
        with contextlib.suppress(Exception):
            arg.append(holding_itself())
        with contextlib.suppress(Exception):
            arg.clear()
    np.seterr(all="raise")
    np.random.seed(0)  # noqa: NPY002
    random.seed(0)
    np.set_printoptions(precision=1, formatter={"all": refuse})
    warnings.simplefilter("error")
    np.empty = np.empty_like = refuse
    signal.setitimer(signal.ITIMER_REAL, 0)
    sys.stdout.close()
    sys.stdout = sys.stderr = None


def talk(*args):
    print("y" * 10**6)
    print("y" * 10**6, file=sys.stderr)
    os.write(sys.stdout.fileno(), b"y")


ENDLESS = {
    "loop": forever,
    "sleep": lambda *args: time.sleep(60),
    "reading": lambda *args: made(forever)(),
    "error": lambda *args: raises(made(forever, Exception)())(),
    "printing": lambda *args: [print("y" * 1000) for _ in iter(int, 1)],
    "generator": lambda *args: sum(1 for _ in iter(int, 1)),
}


def state():
    """Return what a check has to leave as it was."""
    settings = np.geterr(), random.getstate(), warnings.filters[:], sys.gettrace()
    places = np.empty, np.empty_like, sys.stdout, sys.stderr, signal.getsignal(signal.SIGALRM)
    numpy_state = np.random.get_state()[1].tolist()  # noqa: NPY002
    return settings, places, numpy_state, signal.getitimer(signal.ITIMER_REAL)


@pytest.fixture(autouse=True)
def two_trials(monkeypatch):
    """Shorten every exercise, for time, and put back what `meddle` set for printing."""
    short = {
        name: exercise._replace(trials=first_two(exercise.trials), also=lambda rng: ())
        for name, exercise in exercises().items()
    }
    monkeypatch.setattr(_exercise, "exercises", lambda: short)
    with np.printoptions():
        yield


FUNCTIONS = [exercise for exercise in exercises().values() if callable(exercise.reference)]


def first_two(trials):
    return lambda rng: list(itertools.islice(trials(rng), 2))


def assert_clean(make, capsys, every=1):
    """Give an answer, made anew, to every exercise, and look at what is said and what is left."""
    before = state()
    for name in [*exercises()][::every]:
        answer = make()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            verdict = check(name, answer)
            del answer
        said = capsys.readouterr()
        assert verdict.status == "not yet" and verdict.exercise == name
        assert said.out.endswith(f"{verdict.text}\n") and len(verdict.text) < 6000
        assert "never awaited" not in said.err + "".join(str(w.message) for w in caught)
        assert state() == before, name


def each(kinds):
    return pytest.mark.parametrize("kind", kinds)


@each(RESULTS)
def test_result(kind, capsys):
    assert_clean(lambda: lambda *args: RESULTS[kind](), capsys)


@each(RESULTS)
def test_value(kind, capsys):
    assert_clean(RESULTS[kind], capsys)


@each(ERRORS)
def test_error(kind, capsys):
    assert_clean(lambda: ERRORS[kind], capsys)


@each(ANSWERS)
def test_answer(kind, capsys):
    assert_clean(lambda: ANSWERS[kind], capsys)


@pytest.mark.parametrize("answer", [meddle, talk])
def test_meddling(answer, capsys):
    assert_clean(lambda: answer, capsys)


@pytest.mark.parametrize("axis", range(3))
@pytest.mark.parametrize("exercise", FUNCTIONS, ids=[exercise.name for exercise in FUNCTIONS])
def test_last_stretch_left_unfilled(exercise, axis, capsys):
    def answer(*args):
        return hollow(exercise.reference(*args), axis)

    said = {check(exercise.name, answer).status for _ in range(2)}
    assert said == {"not yet"}


def hollow(right, axis):
    """Return the right numbers, the last along an axis left as np.empty made them."""
    if isinstance(right, tuple):
        return tuple(hollow(part, axis) for part in right)
    right = np.asarray(right)
    left = np.empty(right.shape, right.dtype)
    axis = min(axis, right.ndim - 1)
    kept = (slice(None),) * axis + (slice(None, -1),)
    if axis >= 0:
        left[kept] = right[kept]
    return left


@each(ENDLESS)
def test_endless(kind, capsys, monkeypatch):
    monkeypatch.setattr(_calls, "SECONDS", 0.02)
    assert_clean(lambda: ENDLESS[kind], capsys, every=7)
