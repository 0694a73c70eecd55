"""Exercise difference of lab 7: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole


class Changes(NamedTuple):
    """What a network reads of a window, and what it is to forecast, both as changes."""

    changes: np.ndarray
    coming: np.ndarray


def difference(window, target, lag):
    return by()(window, target, lag)


def plain(later, earlier, lag):
    return later - earlier


def by(change=plain):
    """Return the task with another change from one value to the other."""

    def run(window, target, lag):
        path = joined(window, target)
        made = change(path[:, lag:], path[:, :-lag], lag)
        n = window.shape[1] - lag
        return Changes(made[:, :n], made[:, n:])

    return run


def joined(window, target):
    return np.concatenate([np.asarray(window, float), target], axis=1)


def coming_from(earlier):
    """Return the task with the target's changes measured from other values."""

    def run(window, target, lag):
        right = difference(window, target, lag)
        return right._replace(coming=target - earlier(np.asarray(window, float), target, lag))

    return run


def last_season(window, target, lag):
    return window[:, window.shape[1] - lag + np.arange(target.shape[1]) % lag]


def lag_of(rule):
    return lambda window, target, lag: difference(window, target, rule(lag))


def ordered(window, target, lag):
    """Difference as many times as the lag is long."""
    made = np.diff(joined(window, target), n=lag, axis=1)
    n = window.shape[1] - lag
    return Changes(made[:, :n], made[:, n:])


def ordered_window(window, target, lag):
    right = difference(window, target, lag)
    return right._replace(changes=np.diff(np.asarray(window, float), n=lag, axis=1))


def filled(first):
    """Return the task with changes as long as the window, its first ones made up."""

    def run(window, target, lag):
        right = difference(window, target, lag)
        return right._replace(changes=np.concatenate([first(window, lag), right.changes], axis=1))

    return run


def windows_apart(window, target, lag):
    """Difference from one window to another."""
    return Changes(window[lag:] - window[:-lag], target[lag:] - target[:-lag])


def by_itself(window, target, lag):
    return difference(window, target, lag)._replace(coming=target[:, lag:] - target[:, :-lag])


def cut(window, target, lag):
    right = difference(window, target, lag)
    return right._replace(changes=right.changes[:, 1:])


def difference_trials(rng):
    """Yield (window, target, lag): horizons longer than the lag and shorter, unequal sizes."""
    for batch, time, horizon, lag in [
        (1, 2, 1, 1), (1, 3, 2, 1), (1, 4, 1, 2), (2, 4, 3, 2), (3, 5, 2, 3), (2, 7, 4, 3),
        (4, 6, 5, 1), (3, 7, 6, 2), (2, 6, 9, 4),
    ]:  # fmt: skip
        while True:
            window, target = draw(rng, batch, time), draw(rng, batch, horizon)
            made = difference(window, target, lag)
            if all(np.abs(part).min() > 0.05 for part in made):
                yield window, target, lag
                break


def difference_further(rng):
    """Yield whole numbers, on either side or on both, and single precision."""
    yield draw(rng, 3, 4), draw_whole(rng, 3, 2), 1
    yield draw_whole(rng, 2, 5), draw_whole(rng, 2, 3), 2
    yield draw_whole(rng, 2, 5), draw(rng, 2, 3), 2
    yield draw(rng, 3, 4).astype(np.float32), draw(rng, 3, 2).astype(np.float32), 3


DIFFERENCE = Exercise(
    name="lab-7/difference",
    reference=difference,
    trials=difference_trials,
    also=difference_further,
    note="The level is gone: what is left is by how much, since one lag before.",
    mistakes=[
        Mistake(
            "sign",
            by(change=lambda later, earlier, lag: earlier - later),
            "The changes have the opposite sign. A change is the later value less the earlier one.",
        ),
        Mistake(
            "absolute",
            by(change=lambda later, earlier, lag: np.abs(later - earlier)),
            "The changes have lost their signs. A fall is a negative change.",
        ),
        Mistake(
            "share",
            by(change=lambda later, earlier, lag: (later - earlier) / earlier),
            "The changes are shares of the earlier value. Asked for is the difference alone.",
        ),
        Mistake(
            "each step",
            by(change=lambda later, earlier, lag: (later - earlier) / lag),
            "The changes were divided by the lag. Asked for is the whole difference of the two "
            "values.",
        ),
        Mistake(
            "sum",
            by(change=lambda later, earlier, lag: later + earlier),
            "The two values were added. A change is their difference, the later less the earlier.",
        ),
        Mistake(
            "as many times",
            ordered,
            "The difference to the step before was taken again and again, `lag` times: np.diff "
            "with n=lag. Asked for is a single difference, between values that lie `lag` apart.",
        ),
        Mistake(
            "changes: as many times",
            ordered_window,
            "In `changes` the difference to the step before was taken again and again, `lag` "
            "times: np.diff with n=lag. Asked for is a single difference, between values that lie "
            "`lag` apart.",
        ),
        Mistake(
            "changes: as many times; coming: last known",
            lambda *args: ordered_window(*args)._replace(
                coming=args[1] - np.asarray(args[0], float)[:, -1:]
            ),
            "In `changes` the difference to the step before was taken again and again, `lag` "
            "times: np.diff with n=lag. Asked for is a single difference, between values that lie "
            "`lag` apart. And in `coming` all steps are measured from the last known value: the "
            "value of `lag` steps before moves on with the step.",
        ),
        Mistake(
            "lag 1",
            lag_of(lambda lag: 1),
            "The changes are those from one step to the next, whatever the lag is. Subtract the "
            "value of `lag` steps before.",
        ),
        Mistake(
            "one more",
            lag_of(lambda lag: lag + 1),
            "The values that are subtracted lie one step too far back: lag + 1 instead of lag.",
        ),
        Mistake(
            "coming: last known",
            coming_from(lambda window, target, lag: window[:, -1:]),
            "In `coming` all steps are measured from the last known value. The value of `lag` "
            "steps before moves on with the step.",
        ),
        Mistake(
            "coming: a lag before the first",
            coming_from(lambda window, target, lag: window[:, -lag][:, None]),
            "In `coming` all steps are measured from one value, `lag` steps before the first. It "
            "moves on with the step.",
        ),
        Mistake(
            "coming: last season",
            coming_from(last_season),
            "Beyond one lag ahead `coming` is measured from the window again. The value of `lag` "
            "steps before is then itself one of the target: join the two before you subtract.",
        ),
        Mistake(
            "coming: first of the window",
            coming_from(lambda window, target, lag: window[:, np.arange(target.shape[1]) % lag]),
            "`coming` is measured from the first values of the window. Those `lag` steps before "
            "the target stand at its end.",
        ),
        Mistake(
            "coming: not at all",
            coming_from(lambda window, target, lag: 0),
            "`coming` is the target as it came. It is turned into changes, too: that is what the "
            "network forecasts.",
        ),
        Mistake(
            "coming: by itself",
            by_itself,
            "The target was differenced by itself, so that its first `lag` changes are lost. They "
            "lead from the last values of the window: join the two before you subtract.",
        ),
        Mistake(
            "changes: not at all",
            lambda window, target, lag: Changes(window, difference(window, target, lag).coming),
            "`changes` is the window as it came.",
        ),
        Mistake(
            "filled with 0",
            filled(lambda window, lag: np.zeros_like(window[:, :lag])),
            "The first `lag` changes of the window were made up as 0. They are not known, so "
            "`changes` is shorter than the window by `lag` steps.",
        ),
        Mistake(
            "filled with values",
            filled(lambda window, lag: window[:, :lag]),
            "The first `lag` values of the window stand before its changes. `changes` is shorter "
            "than the window by `lag` steps.",
        ),
        Mistake(
            "filled with NaN",
            filled(lambda window, lag: np.full_like(window[:, :lag], np.nan, dtype=float)),
            "The first `lag` changes of the window are NaN. They are not known, and a network "
            "cannot read NaN: `changes` is shorter than the window by `lag` steps.",
        ),
        Mistake(
            "wrapped",
            filled(lambda window, lag: window[:, :lag] - window[:, -lag:]),
            "The first changes of the window were measured from its last values: np.roll brings "
            "the end round to the beginning. `changes` is shorter than the window by `lag` steps.",
        ),
        Mistake(
            "one short",
            cut,
            "The first change of the window is missing. There are `lag` fewer changes than values.",
        ),
        Mistake(
            "between windows",
            windows_apart,
            "The difference was taken between windows, along axis 0. Time runs along axis 1.",
        ),
        Mistake(
            "exchanged",
            lambda *args: difference(*args)[::-1],
            "The two results are in the wrong order: `changes` of the window first, then `coming`.",
        ),
    ],
)
