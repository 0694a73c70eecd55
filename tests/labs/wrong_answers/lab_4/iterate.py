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


WRONG = [
    (moving(lambda window, step: window), "The first forecast is repeated"),
    (moving(lambda w, s: np.concatenate([w, s], axis=1)), "The window grows"),
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
]

RIGHT = [right_iterate_book, right_iterate_long]
