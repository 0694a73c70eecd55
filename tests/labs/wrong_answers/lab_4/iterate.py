"""Recorded answers to lab-4/iterate, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled import forecast as book


def right_iterate_book(predict_one, X, horizon):
    return book.iterate(predict_one, X, horizon)


def right_iterate_long(predict_one, X, horizon):
    n_steps = X.shape[1]
    series = np.concatenate([X, np.empty((len(X), horizon, 1))], axis=1)
    for k in range(horizon):
        series[:, n_steps + k] = predict_one(series[:, k : k + n_steps])
    return series[:, n_steps:, 0]


def right_iterate_recursive(predict_one, X, horizon):
    step = predict_one(X)
    if horizon == 1:
        return step
    rest = right_iterate_recursive(predict_one, on(X, step[..., None]), horizon - 1)
    return np.hstack([step, rest])


def right_iterate_rolled(predict_one, X, horizon):
    window, found = X.astype(float), np.zeros((len(X), horizon))
    for k in range(horizon):
        found[:, k : k + 1] = predict_one(window)
        window = np.roll(window, -1, axis=1)
        window[:, -1, 0] = found[:, k]
    return found


def right_iterate_row_by_row(predict_one, X, horizon):
    found = []
    for row in X[:, :, 0].tolist():
        values = list(row)
        for _ in range(horizon):
            window = np.array(values[-X.shape[1] :]).reshape(1, -1, 1)
            values.append(predict_one(window).item())
        found.append(values[X.shape[1] :])
    return found


def right_iterate_appended(predict_one, X, horizon):
    series = X
    while series.shape[1] < X.shape[1] + horizon:
        window = series[:, series.shape[1] - X.shape[1] :]
        series = np.append(series, predict_one(window)[:, None], axis=1)
    return series[:, X.shape[1] :].squeeze(axis=2)


def right_iterate_single(predict_one, X, horizon):
    return right_iterate_appended(predict_one, X.astype(np.float32), horizon)


def moving(move, keep=lambda steps: np.concatenate(steps, axis=1)):
    def my_iterate(predict_one, X, horizon):
        window, steps = X.copy(), []
        for _ in range(horizon):
            step = predict_one(window)
            steps.append(step)
            window = move(window, step.reshape(-1, 1, 1))
        return keep(steps)

    return my_iterate


def on(window, step):
    return np.concatenate([window[:, 1:], step], axis=1)


def over_the_last(window, step):
    window[:, -1:] = step
    return window


def iterate_in_place(predict_one, X, horizon):
    steps = []
    for _ in range(horizon):
        steps.append(predict_one(X))
        X[:, :-1] = X[:, 1:].copy()
        X[:, -1] = steps[-1]
    return np.concatenate(steps, axis=1)


def iterate_two_axes(predict_one, X, horizon):
    window, steps = X, []
    for _ in range(horizon):
        step = predict_one(window)
        steps.append(step)
        window = np.concatenate([window[:, 1:], step], axis=1)
    return np.hstack(steps)


def iterate_window(predict_one, X, horizon):
    window = X
    for _ in range(horizon):
        window = np.concatenate([window[:, 1:], predict_one(window)[..., None]], axis=1)
    return window[:, :, 0]


def iterate_roll_first(predict_one, X, horizon):
    window, steps = X.copy(), np.zeros((len(X), horizon))
    for k in range(horizon):
        window = np.roll(window, -1, axis=1)
        window[:, -1] = predict_one(window)
        steps[:, k] = window[:, -1, 0]
    return steps


def iterate_from_the_second(predict_one, X, horizon):
    window, steps = X, []
    for _ in range(horizon):
        window = on(window, predict_one(window)[:, :, None])
        steps.append(predict_one(window))
    return np.concatenate(steps, axis=1)


def iterate_without_the_first(predict_one, X, horizon):
    return right_iterate_book(predict_one, X, horizon)[:, 1:]


def iterate_kept_after_moving(predict_one, X, horizon):
    window, steps = on(X, predict_one(X)[..., None]), []
    while len(steps) < horizon - 1:
        steps.append(predict_one(window))
        window = on(window, steps[-1][..., None])
    return np.concatenate(steps, axis=1)


def iterate_first_outside_the_loop(predict_one, X, horizon):
    steps = [predict_one(X)]
    window = X
    for _ in range(horizon):
        window = on(window, steps[-1][..., None])
        steps.append(predict_one(window))
    return np.hstack(steps)


def iterate_known_first(predict_one, X, horizon):
    window, steps = X, []
    for _ in range(horizon):
        steps.append(window[:, -1])
        window = np.concatenate([window[:, 1:], predict_one(window)[..., None]], axis=1)
    return np.hstack(steps)


def iterate_from_X(predict_one, X, horizon):
    steps, window = [], X
    for _ in range(horizon):
        steps.append(predict_one(window))
        window = np.concatenate([X[:, 1:], steps[-1][:, :, None]], axis=1)
    return np.concatenate(steps, axis=1)


def iterate_all_kept(predict_one, X, horizon):
    found = np.zeros((len(X), 0))
    for k in range(horizon):
        window = np.concatenate([X[:, k:], found[:, :, None]], axis=1)
        found = np.concatenate([found, predict_one(window)], axis=1)
    return found


def iterate_added(predict_one, X, horizon):
    window, steps = X, []
    for _ in range(horizon):
        steps.append(predict_one(window) + window[:, -1])
        window = on(window, steps[-1][..., None])
    return np.hstack(steps)


def iterate_straight(predict_one, X, horizon):
    step = predict_one(X)
    return step + (step - X[:, -1]) * np.arange(horizon)


def iterate_whole(predict_one, X, horizon):
    window, steps = X.copy(), []
    for _ in range(horizon):
        steps.append(predict_one(window))
        window[:, :-1] = window[:, 1:].copy()
        window[:, -1] = steps[-1]
    return np.concatenate(steps, axis=1)


def iterate_whole_series(predict_one, X, horizon):
    n_steps = X.shape[1]
    series = np.concatenate([X, np.zeros((len(X), horizon, 1), X.dtype)], axis=1)
    for k in range(horizon):
        series[:, n_steps + k] = predict_one(series[:, k : k + n_steps])
    return series[:, n_steps:, 0]


def iterate_first_row(predict_one, X, horizon):
    return np.repeat(right_iterate_book(predict_one, X[:1], horizon), len(X), axis=0)


def iterate_last_unfilled(predict_one, X, horizon):
    found = np.empty((len(X), horizon))
    found[:, :-1] = right_iterate_appended(predict_one, X, horizon)[:, :-1]
    return found


def iterate_as_far_as_the_window(predict_one, X, horizon):
    found, n = np.empty((len(X), horizon)), min(horizon, X.shape[1])
    found[:, :n] = right_iterate_appended(predict_one, X, n)
    return found


def iterate_two_at_a_time(predict_one, X, horizon):
    """Drop two values and append the forecast twice."""
    window, steps = X, []
    for _ in range(horizon):
        steps.append(predict_one(window))
        step = steps[-1][..., None]
        window = np.concatenate([window[:, 2:], step, step], axis=1)
    return np.hstack(steps)


WRONG = [
    (moving(lambda window, step: window), "The first forecast is repeated"),
    (moving(lambda w, s: np.concatenate([w, s], axis=1)), "The window grows"),
    (moving(lambda w, s: np.concatenate([s, w], axis=1)), "The window grows"),
    (moving(over_the_last), "replaces the newest value"),
    (moving(lambda w, s: np.concatenate([s, w[:, :-1]], axis=1)), "moves the wrong way"),
    (moving(lambda w, s: np.concatenate([s, w[:, 1:]], axis=1)), "was put in front"),
    (moving(lambda w, s: np.roll(w, -1, axis=1)), "never enters it"),
    (moving(on, keep=lambda steps: steps[-1]), "the last step alone"),
    (moving(on, keep=np.stack), "adds an axis in front"),
    (moving(on, keep=lambda steps: np.array(steps).squeeze()), "squeeze drops every axis"),
    (iterate_in_place, "changes X while it runs"),
    (iterate_two_axes, "your forecast[:, :, None]"),
    (iterate_window, "the last window"),
    (iterate_known_first, "the last value of the window, which is known"),
    (iterate_roll_first, "moves before the forecaster is asked"),
    (iterate_from_the_second, "The first step is missing"),
    (iterate_without_the_first, "The first step is missing"),
    (iterate_kept_after_moving, "The first step is missing"),
    (iterate_first_outside_the_loop, "one step too many at the end"),
    (iterate_from_X, "Each window is made from X anew"),
    (iterate_all_kept, "nothing is left of X"),
    (iterate_added, "Each forecast was added to the last value"),
    (iterate_straight, "along a straight line"),
    (moving(lambda w, s: on(w, 0 * s)), "with a zero at its end"),
    (moving(lambda w, s: on(w, w[:, -1:])), "its own last value repeated"),
    (moving(lambda w, s: on(w, s.mean() + 0 * s)), "the mean of their forecasts"),
    (moving(lambda w, s: on(w, s[:1] + 0 * s)), "the forecast of the first row"),
    (moving(lambda w, s: on(w, s / 2)), "The smallest input that shows it"),
    (moving(lambda w, s: on(w, (w[:, -1:] + s) / 2)), "The smallest input that shows it"),
    (moving(on, keep=lambda steps: np.concatenate(steps, axis=0)), "the shape expected is"),
    (moving(on, keep=lambda steps: np.stack(steps, axis=1)), "an axis of length 1 left over"),
    (moving(on, keep=lambda steps: np.hstack(steps)[:, ::-1]), "in reverse order"),
    (moving(on, keep=lambda steps: np.hstack(steps).T), "the axes are not"),
    (moving(on, keep=lambda steps: np.hstack(steps).mean(axis=1)), "the shape expected is"),
    (moving(on, keep=lambda steps: np.hstack(steps).cumsum(axis=1)), "The smallest input"),
    (iterate_two_at_a_time, ""),
    (iterate_whole, "Where X holds whole numbers"),
    (iterate_whole_series, "holds whole numbers"),
    (iterate_first_row, "The smallest input that shows it"),
    (iterate_last_unfilled, ""),
    (iterate_as_far_as_the_window, ""),
    (lambda predict_one, X, horizon: np.empty((len(X), horizon)), ""),
    (lambda predict_one, X, horizon: predict_one(X), "the shape expected is"),
]

RIGHT = [
    right_iterate_book,
    right_iterate_long,
    right_iterate_recursive,
    right_iterate_rolled,
    right_iterate_row_by_row,
    right_iterate_appended,
    right_iterate_single,
]
