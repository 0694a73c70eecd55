"""Recorded answers to lab-4/mase, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled import forecast as book


def right_mase_book(target, forecast, history, season_length):
    return book.mase(target, forecast, history[:, :, None], season_length)


def right_mase_loop(target, forecast, history, season_length):
    found = []
    for x, x_hat, past in zip(target, forecast, history, strict=True):
        changes = [abs(past[t] - past[t - season_length]) for t in range(season_length, len(past))]
        found.append(np.mean(abs(x - x_hat)) / np.mean(changes))
    return sum(found) / len(found)


def mase_by(scale):
    def my_mase(target, forecast, history, season_length):
        error = np.mean(np.abs(target - forecast), axis=1)
        return np.mean(error / scale(target, history, season_length))

    return my_mase


def mase_between_series(target, forecast, history, m):
    changes = [abs(a - b).mean() for a, b in zip(history[m:], history, strict=False)]
    return (
        np.abs(target - forecast).mean(axis=1) / (np.mean(changes) if changes else np.nan)
    ).mean()


def mase_pooled(target, forecast, history, m):
    naive = np.mean(np.abs(history[:, m:] - history[:, :-m]))
    return np.mean(np.abs(target - forecast)) / naive


def mase_squares(target, forecast, history, m):
    naive = ((history[:, m:] - history[:, :-m]) ** 2).mean(axis=1)
    return (((target - forecast) ** 2).mean(axis=1) / naive).mean()


def mase_mape(target, forecast, history, season_length):
    return np.mean(np.abs((target - forecast) / target))


def mase_inverted(target, forecast, history, m):
    naive = np.abs(history[:, m:] - history[:, :-m]).mean(axis=1)
    return (naive / np.abs(target - forecast).mean(axis=1)).mean()


def mase_for_each(target, forecast, history, m):
    naive = np.abs(history[:, m:] - history[:, :-m]).mean(axis=1)
    return np.abs(target - forecast).mean(axis=1) / naive


def naive_inside(target, history, m):
    if target.shape[1] <= m:
        return np.full(len(target), np.nan)
    return np.abs(target[:, m:] - target[:, :-m]).mean(axis=1)


def mase_one_over(target, forecast, history, season_length):
    return 1 / right_mase_book(target, forecast, history, season_length)


def mase_pooled_inverted(target, forecast, history, m):
    return 1 / mase_pooled(target, forecast, history, m)


def mase_twice(target, forecast, history, season_length):
    return 2 * right_mase_book(target, forecast, history, season_length)


WRONG = [
    (
        mase_by(lambda target, history, m: np.abs(np.diff(history)).mean(axis=1)),
        "whatever season_length is",
    ),
    (
        mase_by(lambda target, history, m: np.abs(np.diff(history, m)).mean(axis=1)),
        "differences of differences",
    ),
    (
        mase_by(lambda target, history, m: np.abs(history - np.roll(history, m, 1)).mean(axis=1)),
        "np.roll brings",
    ),
    (
        mase_by(
            lambda target, history, m: np.abs(
                target - np.hstack([history, target])[:, -m - target.shape[1] : -m]
            ).mean(axis=1)
        ),
        "errs over the targets",
    ),
    (mase_by(lambda target, history, m: history.std(axis=1)), "standard deviation"),
    (mase_by(lambda target, history, m: 1), "This is the mean absolute error"),
    (mase_between_series, "compares series with one another"),
    (mase_pooled, "the largest numbers decides"),
    (mase_by(naive_inside), "was taken from the target"),
    (mase_by(lambda target, history, m: naive_inside(target, history, 1)), "from the target"),
    (mase_by(lambda target, history, m: abs(target).mean(1)), "was taken from the target"),
    (
        mase_by(lambda target, h, m: abs(h[:, -m:] - h[:, -2 * m : -m]).mean(axis=1)),
        "the last season of the history alone",
    ),
    (
        mase_by(lambda target, history, m: np.abs(history[:, -m:]).mean(axis=1)),
        "the last season's values",
    ),
    (mase_one_over, "This is 1 over the MASE"),
    (mase_pooled_inverted, "one of two overall means"),
    (mase_squares, "were squared"),
    (mase_mape, "This is the MAPE"),
    (mase_inverted, "upside down"),
    (mase_for_each, "one number for each series"),
    (mase_twice, "The smallest input that shows it"),
]

RIGHT = [right_mase_book, right_mase_loop]
