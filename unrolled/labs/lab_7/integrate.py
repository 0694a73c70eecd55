"""Exercise integrate of lab 7: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole


def integrate(window, changes, lag):
    return back(lag)(window, changes, lag)


def back(m, add=np.add):
    """Return the task with values added to those of `m` steps before."""

    def run(window, changes, lag):
        path = list(np.asarray(window, float).T)
        for change in np.asarray(changes).T:
            path.append(add(path[-m], change))
        return np.stack(path[window.shape[1] :], axis=1)

    return run


def season(window, changes, lag):
    """Return the last known season, again and again."""
    k = np.arange(changes.shape[1])
    return np.asarray(window, float)[:, window.shape[1] - lag + k % lag]


def first_season(window, changes, lag):
    """Return the first season of the window, again and again."""
    return np.asarray(window, float)[:, np.arange(changes.shape[1]) % lag]


def base(values, summed=np.cumsum):
    """Return the task with changes, summed up somehow, added to values of the window."""

    def run(window, changes, lag):
        of_window = values(np.asarray(window, float), changes, lag)
        return of_window + summed(changes, axis=1)

    return run


def single(changes, axis):
    return changes


def within_season(window, changes, lag):
    """Sum the changes up within each round of the season."""
    rounds = np.split(changes, np.arange(lag, changes.shape[1], lag), axis=1)
    return season(window, changes, lag) + np.concatenate(
        [np.cumsum(part, axis=1) for part in rounds], axis=1
    )


def from_the_front(window, changes, lag):
    return integrate(window[:, :lag], changes, lag)


def reversed_season(window, changes, lag):
    return integrate(window[:, ::-1], changes, lag)


def whole_path(window, changes, lag):
    return np.concatenate([window, integrate(window, changes, lag)], axis=1)


FIRST = (
    "The forecast stands on the first values of the window. The last ones are nearest: the first "
    "step ahead follows from the value `lag` steps before it."
)


def integrate_trials(rng):
    """Yield (window, changes, lag): horizons longer than the lag and shorter, unequal sizes."""
    for batch, time, horizon, lag in [
        (1, 1, 1, 1), (1, 2, 2, 1), (1, 3, 1, 2), (2, 3, 3, 2), (3, 4, 2, 3), (2, 5, 5, 2),
        (4, 3, 5, 1), (2, 6, 7, 3), (3, 4, 6, 4),
    ]:  # fmt: skip
        yield draw(rng, batch, time), draw(rng, batch, horizon), lag


def integrate_further(rng):
    """Yield whole numbers, on either side or on both, and single precision."""
    yield draw_whole(rng, 2, 5), draw_whole(rng, 2, 3), 2
    yield draw(rng, 2, 3), draw_whole(rng, 2, 4), 3
    yield draw_whole(rng, 2, 5), draw(rng, 2, 3), 2
    yield draw(rng, 3, 4).astype(np.float32), draw(rng, 3, 5).astype(np.float32), 3


INTEGRATE = Exercise(
    name="lab-7/integrate",
    reference=integrate,
    trials=integrate_trials,
    also=integrate_further,
    note="Each step stands on the value of one lag before, known or forecast.",
    mistakes=[
        Mistake(
            "from the last value",
            base(lambda window, changes, lag: window[:, -1:]),
            "All changes are summed up from the last known value. That is right for a lag of 1; "
            "with a longer one each change is added to the value of `lag` steps before.",
        ),
        Mistake(
            "last value, not summed",
            base(lambda window, changes, lag: window[:, -1:], single),
            "Every change is added to the last known value. From one lag ahead on, it is added to "
            "a forecast.",
        ),
        Mistake(
            "season, not summed",
            base(season, single),
            "Every change is added to a value of the last known season. Beyond one lag ahead the "
            "value of `lag` steps before is a forecast, and the change is added to that.",
        ),
        Mistake(
            "season and all changes",
            base(season),
            "All changes so far are added to the last known season. A change counts for the steps "
            "that lie a whole number of lags after it, and for no others.",
        ),
        Mistake(
            "summed within a season",
            within_season,
            "The changes are summed up within each season. With a lag of m, step k follows from "
            "step k - m and not from step k - 1.",
        ),
        Mistake(
            "one value",
            base(lambda window, changes, lag: window[:, -lag][:, None], single),
            "Every change is added to the same value, `lag` steps before the first. The value of "
            "`lag` steps before moves on with the step.",
        ),
        Mistake(
            "one value, summed",
            base(lambda window, changes, lag: window[:, -lag][:, None]),
            "All changes are summed up from one value, `lag` steps before the first. Each step "
            "has a value of its own `lag` steps before.",
        ),
        Mistake(
            "first values",
            from_the_front,
            FIRST,
        ),
        Mistake(
            "first values, not summed",
            base(first_season, single),
            f"{FIRST} And beyond one lag ahead the value of `lag` steps before is a forecast.",
        ),
        Mistake(
            "first values and all changes",
            base(first_season),
            f"{FIRST} And a change counts for the steps that lie a whole number of lags after it, "
            "for no others.",
        ),
        Mistake(
            "backwards",
            reversed_season,
            "The values of the window were taken from its end backwards. The first step ahead "
            "follows from the value `lag` steps before it, the second from the next.",
        ),
        Mistake(
            "mean of the window",
            base(lambda window, changes, lag: window.mean(axis=1, keepdims=True)),
            "The changes are summed up from the mean of the window. They are changes since single "
            "values: those of `lag` steps before.",
        ),
        Mistake(
            "lag 1, last value first",
            lambda window, changes, lag: back(1)(window, changes[:, ::-1], 1),
            "The changes are summed up from the last to the first. The first change leads to the "
            "first step ahead.",
        ),
        Mistake(
            "one step more",
            lambda window, changes, lag: back(lag + 1)(window, changes, lag),
            "Each change is added to the value of lag + 1 steps before. In a path that grows by "
            "one value each time, the value of `lag` steps before the next is path[-lag].",
        ),
        Mistake(
            "subtracted",
            lambda window, changes, lag: back(lag, np.subtract)(window, changes, lag),
            "The changes are subtracted. A change was the later value less the earlier one, so it "
            "is added to the earlier one.",
        ),
        Mistake(
            "no start",
            lambda window, changes, lag: np.cumsum(changes, axis=1),
            "The changes are summed up from 0. The sum starts at the last known values of the "
            "window.",
        ),
        Mistake(
            "no start, by the lag",
            lambda window, changes, lag: integrate(np.zeros((len(changes), lag)), changes, lag),
            "The changes are summed up from 0. The sum starts at the last known values of the "
            "window, each step at its own.",
        ),
        Mistake(
            "season alone",
            season,
            "This repeats the last known season and leaves the changes out.",
        ),
        Mistake(
            "not at all",
            lambda window, changes, lag: changes,
            "This is the forecast of changes as it came. Put it back: each change on top of the "
            "value of `lag` steps before.",
        ),
        Mistake(
            "differenced again",
            lambda window, changes, lag: changes - season(window, changes, lag),
            "The forecast was differenced once more. To undo a difference, add the value that was "
            "subtracted.",
        ),
        Mistake(
            "over windows",
            lambda window, changes, lag: window[:, -1:] + np.cumsum(changes, axis=0),
            "The changes are summed up over the windows, along axis 0. Time runs along axis 1.",
        ),
        Mistake(
            "in one go",
            lambda window, changes, lag: window[:, -1:] + np.cumsum(changes),
            "The changes of all windows were summed up in one go: np.cumsum without an axis reads "
            "the array as one long row. Time runs along axis 1.",
        ),
        Mistake(
            "with the window",
            whole_path,
            "The window stands before the forecast. Return the steps ahead alone.",
        ),
    ],
)
