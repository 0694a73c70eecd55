"""Exercise split of lab 6: reference, inputs, known mistakes and their diagnoses."""

from itertools import product
from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs.lab_4.split import scattered


class Parts(NamedTuple):
    """The numbers of the windows for training, validation and test."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray


def first_target_in(origin, horizon, start):
    return origin + 1 >= start


def last_target_before(origin, horizon, start):
    return origin + horizon < start


def split(origin, horizon, validation_start, test_start):
    return by()(origin, horizon, validation_start, test_start)


def by(begins=first_target_in, ends=last_target_before, test_begins=None, validation_ends=None):
    """Return the task with other rules for where a part begins and where the one before ends."""

    def run(origin, horizon, v, t):
        begin_test, end_validation = test_begins or begins, validation_ends or ends
        train = ends(origin, horizon, v)
        validation = begins(origin, horizon, v) & end_validation(origin, horizon, t)
        return Parts(*map(np.flatnonzero, (train, validation, begin_test(origin, horizon, t))))

    return run


def counted(gap, by_target=True):
    """Return the task with so many *windows* left out before a boundary, as on a grid."""

    def run(origin, horizon, v, t):
        first = [int(np.sum(origin + by_target < start)) for start in (v, t)]
        n, w = len(origin), gap(horizon)
        return Parts(np.arange(first[0] - w), np.arange(first[0], first[1] - w), np.arange(
            first[1], n
        ))  # fmt: skip

    return run


def as_numbers(since_first):
    """Take the two starts for numbers of windows, perhaps counted from the first origin."""

    def run(origin, horizon, v, t):
        zero = origin[0] + 1 if since_first else 0
        v, t, gap = v - zero, t - zero, horizon - 1
        return Parts(np.arange(v - gap), np.arange(v, t - gap), np.arange(t, len(origin)))

    return run


def changed(change):
    return lambda *args: Parts(*(change(part, *args) for part in split(*args)))


def regular_only(*args):
    """Leave out windows beside a gap of the origins as well."""
    origin = args[0]
    beside = np.flatnonzero(np.diff(origin) > 1) + 1
    return Parts(*(np.setdiff1d(part, beside) for part in split(*args)))


def split_trials(rng):
    """Yield (origin, horizon, validation_start, test_start); origins with gaps, from no zero."""
    for n, horizon, gone in [
        (9, 1, []),
        (12, 2, []),
        (14, 2, [4]),
        (20, 3, [5, 6, 13]),
        (26, 4, [7, 8, 9, 18]),
        (30, 3, [2, 12, 20, 21, 22, 23, 27]),
        (34, 6, [3, 4, 12, 13, 20, 25]),
        (40, 5, [9, 11, 14, 15, 16, 24, 25, 28, 31]),
        (36, 1, [11, 12, 23]),
        (44, 7, [1, 2, 10, 13, 17, 26, 28, 33, 40]),
    ]:
        first = int(rng.integers(20, 90))
        every = np.arange(n)
        validation_start, test_start = first + n // 3 + 2, first + 2 * n // 3 + 2
        yield first + np.setdiff1d(every, gone), horizon, validation_start, test_start


def split_further(rng):
    """Yield starts that no origin lies near, and origins many steps apart."""
    yield 50 + np.r_[0:8, 20:28, 40:48], 3, 65, 85
    yield 7 + 6 * np.arange(14), 4, 36, 60
    yield 3 + np.r_[0:10, 12:22, 24:34], 2, 14, 26


BEGINS = {
    "": (first_target_in, ""),
    "by origin": (
        lambda o, h, start: o >= start,
        "Validation and test begin one step late, and lose the window that forecasts the very step "
        "at which they start. It is what is forecast that lies in a part, not the origin, and the "
        "first step forecast is origin + 1: origin + 1 >= start.",
    ),
    "after origin": (
        lambda o, h, start: o > start,
        "Validation and test begin two steps late. A window belongs to a part when its first "
        "target, at origin + 1, is at or after the start.",
    ),
    "by last target": (
        lambda o, h, start: o + h >= start,
        "Validation and test begin with windows that only reach into them, and whose first targets "
        "lie before the start. All targets of a window must lie in its part: origin + 1 >= start.",
    ),
    "after the last target": (
        lambda o, h, start: o + h > start,
        "Validation and test begin with windows whose last target lies in them and whose first "
        "ones need not. All targets of a window must lie in its part: origin + 1 >= start.",
    ),
    "a horizon late": (
        lambda o, h, start: o + 1 >= start + h - 1,
        "Windows are left out after the boundary. They are left out before it, of the earlier "
        "part: validation and test begin with origin + 1 >= start.",
    ),
}

ENDS = {
    "": (last_target_before, ""),
    "by origin": (
        lambda o, h, start: o < start,
        "Training and validation end by the *origin* of a window, and the targets of the last "
        "windows lie in the next part. The last target, at origin + horizon, must come before the "
        "start.",
    ),
    "by first target": (
        lambda o, h, start: o + 1 < start,
        "Training and validation keep windows whose first target comes before the boundary and "
        "whose later ones do not: values that the next part is judged by. The last target, at "
        "origin + horizon, must come before the start.",
    ),
    "one too many": (
        lambda o, h, start: o + h <= start,
        "Training and validation keep one step too much: a window whose last target *is* the first "
        "step of the next part. That step belongs to the next part, so origin + horizon < start.",
    ),
    "one too few": (
        lambda o, h, start: o + h < start - 1,
        "Training and validation end one step early. A last target right before the start is no "
        "leak: origin + horizon < start.",
    ),
    "twice the horizon": (
        lambda o, h, start: o + 2 * h < start + 1,
        "Training and validation end a whole horizon too early. No more is left out than it takes: "
        "origin + horizon < start.",
    ),
}


def both(one, other):
    return f"{one} And: {other}" if one and other else one or other


COUNTED = (
    "So many *windows* were left out before each boundary, as on a complete grid. Windows are "
    "missing here, so neighbours in the list can lie many steps apart: ask each for its last "
    "target, origin + horizon, and compare that with the start."
)
RANDOM = (
    "The windows were drawn at random, or in some other way that is not the order of time: windows "
    "of one part lie between those of another. Neighbours share targets, so the same value is "
    "learned from and judged by."
)

SPLIT = Exercise(
    name="lab-6/split",
    reference=split,
    trials=split_trials,
    also=split_further,
    note="No value is a target in two parts, and the stamps decide, gaps or not.",
    mistakes=[
        *(
            Mistake(f"begins {name}, ends {other}", by(begins, ends), both(said, also))
            for (name, (begins, said)), (other, (ends, also)) in product(
                BEGINS.items(), ENDS.items()
            )
            if name or other
        ),
        Mistake(
            "no gap before the test",
            by(validation_ends=ENDS["by first target"][0]),
            "Training ends as it should, and validation does not: its last windows have targets in "
            "the test. The last target, at origin + horizon, must come before test_start.",
        ),
        Mistake(
            "no gap before validation",
            by(ends=ENDS["by first target"][0], validation_ends=last_target_before),
            "Validation ends as it should, and training does not: its last windows have targets in "
            "validation. The last target, at origin + horizon, must come before validation_start.",
        ),
        *(
            Mistake(
                f"windows counted, gap of {name}, {by_target}", counted(gap, by_target), COUNTED
            )
            for name, gap in [("horizon - 1", lambda h: h - 1), ("horizon", lambda h: h)]
            for by_target in (True, False)
        ),
        *(
            Mistake(
                f"starts as numbers, {since_first}",
                as_numbers(since_first),
                "The starts were taken for numbers of windows. They are stamps, and windows are "
                "missing: compare them with `origin`.",
            )
            for since_first in (True, False)
        ),
        Mistake(
            "origins",
            changed(lambda part, origin, *rest: origin[part]),
            "These are the origins of the windows. Return their numbers, counted from 0 in the "
            "order of `origin`: np.flatnonzero(mask).",
        ),
        Mistake(
            "masks",
            changed(lambda part, origin, *rest: np.isin(np.arange(len(origin)), part)),
            "These are masks of True and False. Return the numbers of the windows: "
            "np.flatnonzero(mask).",
        ),
        Mistake(
            "sizes",
            changed(lambda part, *args: len(part)),
            "These are the sizes of the parts. Return the numbers of the windows in each: "
            "np.flatnonzero(mask).",
        ),
        Mistake(
            "counted from 1",
            changed(lambda part, *args: part + 1),
            "The windows are counted from 1. Their numbers count from 0.",
        ),
        Mistake(
            "hours since the first",
            changed(lambda part, origin, *rest: origin[part] - origin[0]),
            "These count the steps since the first origin, and windows are missing: the number of "
            "a window is its place in `origin`.",
        ),
        Mistake(
            "validation to the end",
            lambda origin, h, v, t: split(origin, h, v, t)._replace(
                validation=np.flatnonzero(origin + 1 >= v)
            ),
            "The validation part goes on to the end and holds the test. It ends before the test "
            "does begin: origin + horizon < test_start.",
        ),
        Mistake(
            "training to the test",
            lambda origin, h, v, t: split(origin, h, v, t)._replace(
                train=np.flatnonzero(origin + h < t)
            ),
            "The training part goes on to the test and holds the validation windows, which the "
            "choice is made on. It ends before validation begins.",
        ),
        Mistake(
            "beside a gap",
            regular_only,
            "The first window after each gap of `origin` was left out too. Its own steps are "
            "complete, or it would not be in the list; no more is left out than keeps targets "
            "apart.",
        ),
        Mistake(
            "test first",
            lambda *args: split(*args)[::-1],
            "The parts are in the wrong order: train, validation, test.",
        ),
        Mistake("drawn at random", scattered, RANDOM, of_result=True),
    ],
)
