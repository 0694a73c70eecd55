"""Exercise split of lab 4: reference, inputs, known mistakes and their diagnoses."""

from itertools import permutations
from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake


class Parts(NamedTuple):
    """The numbers of the windows for training, validation and test."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray


def split(n_windows, n_steps, horizon, validation_start, test_start):
    gap = horizon - 1
    return between(
        (0, validation_start - gap), (validation_start, test_start - gap), (test_start, n_windows)
    )


def between(*ends):
    """Return the three parts from the ends of each."""
    return Parts(*(np.arange(*pair) for pair in ends))


def gap_of(width, before_validation=True, before_test=True):
    """Return the task with another width, a function of (n_steps, horizon)."""

    def run(n_windows, n_steps, horizon, v, t):
        w = width(n_steps, horizon)
        return between((0, v - w * before_validation), (v, t - w * before_test), (t, n_windows))

    return run


def beginning_late(and_ending_early):
    """Return the task with the gap after each boundary, and perhaps before it as well."""

    def run(n_windows, n_steps, horizon, v, t):
        w = horizon - 1
        early = w * and_ending_early
        return between((0, v - early), (v + w, t - early), (t + w, n_windows))

    return run


def gap_shared(before):
    """Return the task with `before(gap)` windows left out before a boundary, the rest after it."""

    def run(n_windows, n_steps, horizon, v, t):
        early = before(horizon - 1)
        late = horizon - 1 - early
        return between((0, v - early), (v + late, t - early), (t + late, n_windows))

    return run


def handed_on(n_windows, n_steps, horizon, v, t):
    w = horizon - 1
    return between((0, v - w), (v - w, t - w), (t - w, n_windows))


def test_cut_short(*args):
    right = split(*args)
    return right._replace(test=right.test[: len(right.test) - args[2] + 1])


def scattered(parts):
    """Return the parts if windows of one lie between those of another, in any order."""
    parts = tuple(np.ravel(part) for part in parts)
    for part, other in permutations(parts, 2):
        amid = other[(other > part.min()) & (other < part.max())]
        if np.setdiff1d(amid, part).size:
            return parts
    raise ValueError("the parts follow one another")


def as_masks(*args):
    return Parts(*(np.isin(np.arange(args[0]), part) for part in split(*args)))


def as_steps(n_windows, n_steps, *rest):
    return Parts(*(part + n_steps for part in split(n_windows, n_steps, *rest)))


def split_trials(rng):
    """Yield (n_windows, n_steps, horizon, validation_start, test_start); every part stays full."""
    yield from [(9, 2, 1, 5, 7), (12, 3, 2, 6, 9), (20, 2, 3, 9, 15), (30, 4, 2, 16, 23)]
    yield from [(48, 5, 6, 20, 35), (70, 8, 3, 41, 59), (90, 3, 7, 50, 71), (60, 6, 1, 30, 45)]
    yield from [(40, 3, 3, 11, 31), (33, 1, 4, 14, 20)]


RANDOM = (
    "The windows were drawn at random, or in some other way that is not the order of time: windows "
    "of one part lie between those of another. Neighbouring windows are nearly the same, so a "
    "window of one part then has near copies of itself in another, often with parts of its target. "
    "Split in time: the earliest windows for training, the latest for the test."
)

HALVED = (
    "The gap is wide enough in all, but half of it was taken from the part after the boundary. "
    "Validation and test begin at the windows given; the part before a boundary ends "
    "horizon - 1 windows early."
)

SPLIT = Exercise(
    name="lab-4/split",
    reference=split,
    trials=split_trials,
    note="No target has a value in two parts, and no window was given up that could be kept.",
    mistakes=[
        Mistake(
            "no gap",
            gap_of(lambda n, h: 0),
            "There is no gap. The last training windows have targets that reach into those of the "
            "first validation windows: two neighbours share horizon - 1 values. Leave so many "
            "windows out before each boundary.",
        ),
        Mistake(
            "gap of horizon",
            gap_of(lambda n, h: h),
            "The gap is one window too wide. Targets of windows that lie `horizon` apart touch "
            "without sharing a value, so horizon - 1 windows are enough; with a horizon of 1 "
            "nothing has to be left out.",
        ),
        Mistake(
            "history forbidden",
            gap_of(lambda n, h: n + h - 1),
            "The gap also keeps the *inputs* apart. That is no leak, it is a waste of n_steps "
            "windows at each boundary: when a forecast is made, the past is known, whichever "
            "part it was used in. Only targets must not be shared.",
        ),
        Mistake(
            "history forbidden, targets too",
            gap_of(lambda n, h: n + h),
            "The gap is a whole window and its target wide. Inputs may overlap, since the past is "
            "known when a forecast is made; only targets must not be shared, and for this "
            "horizon - 1 windows are enough.",
        ),
        *(
            Mistake(
                f"gap of {name}",
                gap_of(width),
                "The width of the gap comes from n_steps, the length of the inputs. Inputs may "
                "overlap; it is the targets that must not, and they are `horizon` long.",
            )
            for name, width in [("n_steps", lambda n, h: n), ("n_steps - 1", lambda n, h: n - 1)]
        ),
        Mistake(
            "gap of 1",
            gap_of(lambda n, h: 1),
            "One window is left out at each boundary, whatever the horizon. How many targets "
            "reach across depends on how long they are: horizon - 1.",
        ),
        Mistake(
            "gap before the test only",
            gap_of(lambda n, h: h - 1, before_validation=False),
            "There is a gap before the test, and none between training and validation. A model "
            "chosen on values it was trained on is chosen for its memory: leave horizon - 1 "
            "windows out there as well.",
        ),
        Mistake(
            "gap before validation only",
            gap_of(lambda n, h: h - 1, before_test=False),
            "There is a gap before validation, and none before the test. Leave horizon - 1 "
            "windows out there as well.",
        ),
        Mistake(
            "gap after the boundary",
            beginning_late(False),
            "The gap is wide enough and on the wrong side: validation and test begin late. They "
            "begin at the windows given, and the part before a boundary ends early.",
        ),
        Mistake(
            "gap on both sides",
            beginning_late(True),
            "Windows are left out on both sides of each boundary. One side is enough: end the "
            "part before it horizon - 1 windows early.",
        ),
        Mistake(
            "handed on",
            handed_on,
            "The windows taken from the end of one part were put at the beginning of the next, "
            "where their targets overlap with those of their neighbours again. They belong to no "
            "part: validation and test begin at the windows given.",
        ),
        Mistake(
            "test cut short",
            test_cut_short,
            "The test part has lost its last windows. Nothing comes after it that they could "
            "overlap with: it goes on to window n_windows - 1.",
        ),
        Mistake(
            "one too many",
            gap_of(lambda n, h: h - 2),
            "Training and validation end one window too late, and share one value with what "
            "follows. In np.arange(start, stop) the stop is left out already, so it is the "
            "boundary less horizon - 1.",
        ),
        Mistake(
            "first window of the next part",
            lambda n_windows, n_steps, horizon, v, t: between(
                (0, v - horizon + 1), (v + 1, t - horizon + 1), (t + 1, n_windows)
            ),
            "Validation and test begin one window late. They begin at the windows given, which "
            "belong to them.",
        ),
        Mistake(
            "last window lost",
            lambda n_windows, *args: split(n_windows - 1, *args),
            "The last window is missing in the test part. Windows count from 0, so the last is "
            "n_windows - 1, and np.arange(start, stop) leaves its stop out.",
        ),
        Mistake(
            "counted from 1",
            lambda n_windows, n_steps, horizon, v, t: between(
                (1, v - horizon + 1), (v, t - horizon + 1), (t, n_windows)
            ),
            "The first window is missing in the training part. Windows count from 0.",
        ),
        *(
            Mistake(f"gap halved, {name}", gap_shared(before), HALVED)
            for name, before in [("rounded down", lambda w: w // 2), ("up", lambda w: w - w // 2)]
        ),
        Mistake(
            "masks",
            as_masks,
            "These are masks of True and False. Return the numbers of the windows: "
            "np.flatnonzero(mask), or np.arange from the first to the last.",
        ),
        Mistake(
            "steps for windows",
            as_steps,
            "These are time steps, at which the targets begin. Everything here is counted in "
            "windows, and window 0 is the first.",
        ),
        Mistake(
            "sizes",
            lambda *args: tuple(len(part) for part in split(*args)),
            "These are the sizes of the parts. Return the numbers of the windows in each: "
            "np.arange(first, last + 1).",
        ),
        Mistake(
            "first and last",
            lambda *args: tuple((part[0], part[-1] + 1) for part in split(*args)),
            "These are the ends of each part. Return the numbers of all its windows: np.arange "
            "makes them from the ends.",
        ),
        Mistake("drawn at random", scattered, RANDOM, of_result=True),
    ],
)
