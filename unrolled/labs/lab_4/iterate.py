"""Exercise iterate of lab 4: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled._expect import expect
from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole


class OneStep(NamedTuple):
    """A linear one-step forecaster of windows (batch, time, 1)."""

    weights: np.ndarray  # (time,)
    level: float

    def __call__(self, X):
        wanted = f"have shape (batch, {len(self.weights)}, 1)"
        fits = getattr(X, "ndim", 0) == 3 and X.shape[1:] == (len(self.weights), 1)
        expect(fits, "window", wanted, f"shape {np.shape(X)}")
        return X[:, :, 0] @ self.weights[:, None] + self.level


class Curved(OneStep):
    """The same with its forecasts squashed, as a network's are."""

    def __call__(self, X):
        return np.tanh(super().__call__(X))


def iterate(predict_one, X, horizon):
    return iterated(predict_one, X, horizon)


def shift(window, step):
    return np.concatenate([window[:, 1:], step[:, :, None]], axis=1)


def iterated(predict_one, X, horizon, update=shift):
    """Iterate; `update(window, step)` makes the next window."""
    window, steps = X, []
    for _ in range(horizon):
        steps.append(predict_one(window))
        window = update(window, steps[-1])
    return np.concatenate(steps, axis=1)


def updated(update):
    """Return the task with another next window."""
    return lambda predict_one, X, horizon: iterated(predict_one, X, horizon, update)


def result(change):
    """Return the task with its result changed."""
    return lambda predict_one, X, horizon: change(iterate(predict_one, X, horizon), X)


def last_replaced(window, step):
    return np.concatenate([window[:, :-1], step[:, :, None]], axis=1)


def repeated(predict_one, X, horizon):
    return np.repeat(predict_one(X), horizon, axis=1)


def stacked(axis):
    """Return the task with the steps stacked along a new axis."""

    def run(predict_one, X, horizon):
        steps = np.split(iterate(predict_one, X, horizon), horizon, axis=1)
        return np.stack(steps, axis=axis)

    return run


def first_again(predict_one, X, horizon):
    first = predict_one(X)
    return iterated(predict_one, X, horizon, lambda window, step: shift(window, first))


def with_the_last_value(predict_one, X, horizon):
    return np.concatenate([X[:, -1], iterate(predict_one, X, horizon)[:, :-1]], axis=1)


def rolled_before_asking(predict_one, X, horizon):
    window, steps = X.copy(), []
    for _ in range(horizon):
        window = np.roll(window, -1, axis=1)
        steps.append(predict_one(window))
        window[:, -1] = steps[-1]
    return np.concatenate(steps, axis=1)


def moved_before_asking(predict_one, X, horizon):
    window, steps = X, []
    for _ in range(horizon):
        window = shift(window, window[:, -1])
        steps.append(predict_one(window))
        window = np.concatenate([window[:, :-1], steps[-1][:, :, None]], axis=1)
    return np.concatenate(steps, axis=1)


def later(predict_one, X, horizon):
    return iterate(predict_one, X, horizon + 1)[:, 1:]


def one_short(predict_one, X, horizon):
    return iterate(predict_one, shift(X, predict_one(X)), horizon - 1)


def straight_on(predict_one, X, horizon):
    change = predict_one(X) - X[:, -1]
    return X[:, -1] + change * np.arange(1, horizon + 1)


def from_the_first_window(predict_one, X, horizon):
    """Put every forecast at the end of the window as it was given."""
    return iterated(predict_one, X, horizon, lambda window, step: shift(X, step))


def forecasts_behind_the_rest(predict_one, X, horizon):
    """Build each window from what is left of the first and all forecasts so far."""
    steps = []
    for k in range(horizon):
        parts = [X[:, k:], *(step[:, :, None] for step in steps)]
        steps.append(predict_one(np.concatenate(parts, axis=1)))
    return np.concatenate(steps, axis=1)


def in_a_copy(predict_one, X, horizon):
    """Write the forecasts into a copy of X, which holds whole numbers where X does."""
    window, steps = X.copy(), []
    for _ in range(horizon):
        steps.append(predict_one(window))
        window[:, :-1] = window[:, 1:].copy()
        window[:, -1] = steps[-1]
    return np.concatenate(steps, axis=1)


def as_changes(predict_one, X, horizon):
    """Take each forecast for a change, and add it to the last value."""
    window, steps = X, []
    for _ in range(horizon):
        steps.append(window[:, -1] + predict_one(window))
        window = shift(window, steps[-1])
    return np.concatenate(steps, axis=1)


def iterate_trials(rng):
    """Yield (batch, time, horizon), the horizon shorter and longer than the window."""
    cases = [(1, 2, 1), (1, 2, 2), (1, 2, 3), (2, 3, 2), (1, 3, 4), (3, 2, 4), (2, 4, 3), (4, 3, 5)]
    for batch, time, horizon in [*cases, (3, 5, 8)]:
        yield one_step(rng, time), draw(rng, batch, time, 1), horizon


def one_step(rng, time):
    """Draw a forecaster that weighs the newest value unlike the oldest."""
    while True:
        weights = draw(rng, time)
        if time == 1 or abs(weights[0] - weights[-1]) > 0.2:
            return OneStep(weights, float(draw(rng)))


def iterate_further(rng):
    """Yield whole numbers, windows of a single step, single precision, and a curved forecaster."""
    yield one_step(rng, 2), draw_whole(rng, 1, 2, 1), 3
    yield one_step(rng, 3), draw_whole(rng, 3, 3, 1), 5
    yield one_step(rng, 1), draw(rng, 2, 1, 1), 3
    yield one_step(rng, 4), draw(rng, 2, 4, 1).astype(np.float32), 3
    yield Curved(*one_step(rng, 3)), draw(rng, 2, 3, 1), 4


GROWING = (
    "The window grows: each forecast is put into it and nothing is dropped, and the forecaster "
    "takes windows of one length only. Drop the oldest value, window[:, 1:], and put the forecast "
    "at the end."
)

TOO_SOON = (
    "The window moves before the forecaster is asked, so the first question is about a window "
    "whose last place holds no new value yet. Ask first, with X as it is; then drop the oldest "
    "value and put the forecast at the end."
)

ITERATE = Exercise(
    name="lab-4/iterate",
    reference=iterate,
    trials=iterate_trials,
    also=iterate_further,
    note="From the second step on the forecaster read its own words, and nothing from the future.",
    mistakes=[
        Mistake(
            "same forecast repeated",
            repeated,
            "The first forecast is repeated: every step reads the same window. After each step "
            "the window moves on, with the new forecast at its end.",
        ),
        Mistake(
            "window grows",
            updated(lambda w, s: np.concatenate([w, s[:, :, None]], axis=1)),
            GROWING,
        ),
        Mistake(
            "last value replaced",
            updated(last_replaced),
            "Each forecast replaces the newest value of the window, and the others stay where "
            "they are. It is the oldest that goes: window[:, 1:], then the forecast.",
        ),
        Mistake(
            "forecast put in front",
            updated(lambda w, s: np.concatenate([s[:, :, None], w[:, 1:]], axis=1)),
            "The forecast was put in front, in the place of the oldest value. The newest value "
            "stands at the end of a window.",
        ),
        Mistake(
            "shifted the wrong way",
            updated(lambda w, s: np.concatenate([s[:, :, None], w[:, :-1]], axis=1)),
            "The window moves the wrong way: the forecast enters in front and the newest value is "
            "dropped. Drop the oldest, window[:, 1:], and append at the end.",
        ),
        Mistake(
            "rolled",
            updated(lambda w, s: np.roll(w, -1, axis=1)),
            "The window is rolled and the forecast never enters it: the oldest value comes round "
            "to the end. Write the forecast there.",
        ),
        Mistake("rolled before asking", rolled_before_asking, TOO_SOON),
        Mistake("moved before asking", moved_before_asking, TOO_SOON),
        Mistake(
            "zero at the end",
            updated(lambda w, s: shift(w, 0 * s)),
            "The window moves on with a zero at its end. The forecast belongs there.",
        ),
        Mistake(
            "last value again",
            updated(lambda w, s: shift(w, w[:, -1])),
            "The window moves on with its own last value repeated at the end. The forecast "
            "belongs there.",
        ),
        Mistake(
            "first forecast again",
            first_again,
            "The window moves on, and it is always the first forecast that is appended. Append "
            "the one just made.",
        ),
        Mistake(
            "from the first window",
            from_the_first_window,
            "Each window is made from X anew, so it holds the newest forecast and none of those "
            "before it. Go on from the window of the step before.",
        ),
        Mistake(
            "all forecasts behind the rest",
            forecasts_behind_the_rest,
            "While the horizon is not longer than the window this is right. After that nothing is "
            "left of X, and the forecasts alone are longer than a window: keep the newest of them, "
            "as many as X has steps.",
        ),
        Mistake(
            "taken for changes",
            as_changes,
            "Each forecast was added to the last value of its window. The forecaster gives the "
            "next value itself, not how far it lies from the last.",
        ),
        Mistake(
            "whole numbers",
            in_a_copy,
            "Where X holds whole numbers this goes wrong from the second step on: a copy of X has "
            "whole numbers too, and a forecast written into it loses its decimals. Write into "
            "X.astype(float), or join the pieces with np.concatenate.",
        ),
        Mistake(
            "mean over the batch",
            updated(lambda w, s: shift(w, np.full_like(s, s.mean()))),
            "All rows append the same number, the mean of their forecasts. Rows are separate: "
            "each appends its own.",
        ),
        Mistake(
            "first row's forecast",
            updated(lambda w, s: shift(w, np.full_like(s, s[0, 0]))),
            "All rows append the forecast of the first row. Each appends its own.",
        ),
        Mistake(
            "no axis",
            updated(lambda w, s: np.concatenate([w[:, 1:], s], axis=1)),
            "The window has three axes and the forecast has two, (batch, 1). Give it the third "
            "before they are joined: your forecast[:, :, None].",
        ),
        Mistake(
            "same change carried on",
            straight_on,
            "One forecast was made, and its change carried on along a straight line. Ask the "
            "forecaster again at each step, with a window that has moved on.",
        ),
        Mistake(
            "last value first",
            with_the_last_value,
            "The result begins with the last value of the window, which is known. Keep the "
            "forecast of each step, from the first on.",
        ),
        *(
            Mistake(
                f"first step skipped, {name}",
                variant,
                "The first step is missing: the result begins with the second forecast. Keep each "
                "forecast as soon as it is made, before the window moves on.",
            )
            for name, variant in [
                ("one more at the end", later),
                ("one short", result(lambda forecast, X: forecast[:, 1:])),
                ("one short, in a list", one_short),
            ]
        ),
        Mistake(
            "one step too many",
            lambda predict_one, X, horizon: iterate(predict_one, X, horizon + 1),
            "There is one step too many at the end. The forecaster is asked `horizon` times, the "
            "first time about the window as it was given.",
        ),
        Mistake(
            "last step only",
            result(lambda forecast, X: forecast[:, -1:]),
            "This is the last step alone. Keep the forecast of every step.",
        ),
        Mistake(
            "window instead of the forecasts",
            lambda predict_one, X, horizon: np.concatenate(
                [X[:, :, 0], iterate(predict_one, X, horizon)], axis=1
            )[:, -X.shape[1] :],
            "This is the last window, which holds known values where the horizon is short and "
            "has lost forecasts where it is long. Keep the forecasts in a list of their own.",
        ),
        Mistake(
            "third axis kept",
            result(lambda forecast, X: forecast[:, :, None]),
            "The numbers are right, with an axis of length 1 left over. The result has shape "
            "(batch, horizon).",
        ),
        Mistake(
            "stacked along a new axis",
            stacked(0),
            "Each forecast has shape (batch, 1) already, and np.stack adds an axis in front. "
            "np.concatenate(steps, axis=1) puts them side by side.",
        ),
        Mistake(
            "squeezed",
            result(lambda forecast, X: forecast.T[:, :, None].squeeze()),
            "The steps stand in front, as np.array(steps) puts them, and squeeze drops every axis "
            "of length 1, that of a batch with one row as well. np.concatenate(steps, axis=1) "
            "needs neither.",
        ),
        Mistake(
            "time-major",
            result(lambda forecast, X: forecast.T),
            "The numbers are right and the axes are not: this is (horizon, batch). One row for "
            "each window.",
        ),
        Mistake(
            "backwards",
            result(lambda forecast, X: forecast[:, ::-1]),
            "The steps stand in reverse order. The first forecast comes first.",
        ),
    ],
)
