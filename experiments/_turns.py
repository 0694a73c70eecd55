"""Time several ways of computing the same thing in turns, each in a process of its own.

In turns, because a machine is faster in one minute than in the next: whatever slows it down then
hits all of them. In processes of their own, because frameworks keep threads and settings that
others would feel. All share one core, on which only one of them works at a time.
"""

import contextlib
import multiprocessing
import os
import signal
import threading
import time
import timeit
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

import numpy as np

from experiments._ways import WAYS
from tools.one_thread import ONE_THREAD

BURST = 0.01  # seconds that one way computes before it is the next one's turn
_built = {}  # in a worker: the layer that it was given last


class First(NamedTuple):
    """What the first call of a pass gave."""

    arrays: list
    seconds: float  # with tracing and compilation


class Timing(NamedTuple):
    """What one way took for one pass."""

    milliseconds: float  # median over the turns
    spread: float  # range of the middle half of the turns, as a share of the median


class Worker:
    """A process that computes in one way; it starts when it is first given something."""

    def __init__(self, way):
        self.way = way
        start = multiprocessing.get_context("spawn")  # a fork would inherit threads and imports
        self.process = ProcessPoolExecutor(1, mp_context=start, initializer=_settle)

    def build(self, *arguments):
        """Have the layer made: `cell`, `weights`, `X` and `dY` of a way."""
        self.process.submit(_build, self.way, *arguments).result()

    def first(self, what):
        """Call a pass, "forward" or "step", for the first time; return a `First`."""
        return self.process.submit(_first, what).result()

    def timed(self, what, calls):
        """Return the seconds that a call takes, over as many of them."""
        return self.process.submit(_timed, what, calls).result()

    def close(self):
        self.process.shutdown()


def start(ways):
    """Start a worker for every way; return them by name.

    Each computes something tiny first: what a framework sets up once is no part of compilation.
    """
    with _one_thread():
        workers = {way: Worker(way) for way in ways}
        for worker in workers.values():
            one = np.ones((1, 1), np.float32)
            worker.build("SimpleRNN", [one, one, one[0]], one[None], one[None])
            for what in ("forward", "step"):
                worker.first(what)
    return workers


def expect_equal(answers, reference, tolerance):
    """Return, for every way, how far its answers lie from the reference; refuse what is too far.

    Parameters
    ----------
    answers : dict of str to list of ndarray
    reference : list of ndarray
    tolerance : float
        Largest difference that is allowed, as a share of the array's largest entry.

    Raises
    ------
    ValueError
        If a way gives other shapes, or differs by more: then it computes something else, and how
        long that takes is of no interest.
    """
    return {way: _difference(way, arrays, reference, tolerance) for way, arrays in answers.items()}


def _difference(way, arrays, reference, tolerance):
    shapes, wanted = [a.shape for a in arrays], [a.shape for a in reference]
    if shapes != wanted:
        raise ValueError(f"{way} must give arrays of shapes {wanted}, got {shapes}")
    pairs = zip(arrays, reference, strict=True)
    worst = max(float(np.abs(a - r).max() / np.abs(r).max()) for a, r in pairs)
    if not worst <= tolerance:  # nor NaN
        raise ValueError(
            f"{way} must differ from the reference by at most {tolerance:g} of its largest entry, "
            f"got {worst:.2g}"
        )
    return worst


def in_turns(measures, turns):
    """Call functions in turns; return what each gave, by name, in the order of the turns.

    Parameters
    ----------
    measures : dict of str to callable
    turns : int
        Every turn begins with another of them, so that none always follows the same one.
    """
    names = list(measures)
    found = {name: [] for name in names}
    for turn in range(turns):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            found[name].append(measures[name]())
    return found


def summary(seconds):
    """Return the `Timing` of one way, from the seconds that its turns took."""
    low, median, high = np.quantile(seconds, [0.25, 0.5, 0.75])
    return Timing(1e3 * float(median), float((high - low) / median))


def calls_in(burst, seconds):
    """Return how many calls of so many seconds fill a burst, at least one."""
    return max(1, round(burst / seconds))


def time_in_turns(workers, what, turns):
    """Return the `Timing` of a pass for every worker, after calls that are not counted."""
    measures = {}
    for way, worker in workers.items():
        calls = calls_in(BURST, min(worker.timed(what, 1) for _ in range(3)))
        measures[way] = lambda worker=worker, calls=calls: worker.timed(what, calls)
    return {way: summary(seconds) for way, seconds in in_turns(measures, turns).items()}


@contextlib.contextmanager
def _one_thread():
    """Have processes that are started meanwhile compute with one thread."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def _settle():
    """Stay on one core, where the system allows it: not every framework has a setting for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _end_with_parent():
    """Leave when the parent does, however it ends."""
    multiprocessing.parent_process().join()
    os._exit(1)


def _build(way, *arguments):
    _built["layer"] = WAYS[way](*arguments)


def _first(what):
    call = getattr(_built["layer"], what)
    begin = time.perf_counter()
    found = call()
    return First(_built["layer"].read(found), time.perf_counter() - begin)


def _timed(what, calls):
    call = getattr(_built["layer"], what)
    call()  # another process had the core, and its caches
    return timeit.timeit(call, number=calls) / calls
