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


def right_mase_diff(target, forecast, history, season_length):
    errors = np.average(np.absolute(np.subtract(forecast, target)), axis=-1)
    t = np.arange(season_length, history.shape[1])
    naive = np.average(np.absolute(history[:, t] - history[:, t - season_length]), axis=-1)
    return (errors / naive).sum() / len(target)


def right_mase_each_alone(target, forecast, history, season_length):
    def one(x, x_hat, past):
        return np.mean(abs(x - x_hat)) / np.mean(abs(past[season_length:] - past[:-season_length]))

    return np.mean([one(*series) for series in zip(target, forecast, history, strict=True)])


def right_mase_scaled_first(target, forecast, history, season_length):
    past = history[:, : history.shape[1] - season_length]
    scale = np.abs(history[:, season_length:] - past).mean(axis=1, keepdims=True)
    return np.abs(target / scale - forecast / scale).mean()


def right_mase_lists(target, forecast, history, season_length):
    total = 0.0
    for x, x_hat, past in zip(*(a.tolist() for a in (target, forecast, history)), strict=True):
        error = sum(abs(a - b) for a, b in zip(x, x_hat, strict=True)) / len(x)
        steps = [abs(b - a) for a, b in zip(past, past[season_length:], strict=False)]
        total += error * len(steps) / sum(steps)
    return [total / len(target)][0]


def right_mase_rolled(target, forecast, history, season_length):
    changes = np.abs(history - np.roll(history, season_length, axis=1))[:, season_length:]
    return np.float32(np.mean(np.abs(target - forecast).mean(1) / changes.mean(1)))


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


def mase_from(rule):
    """Return `rule(errors, differences)` of the absolute errors and seasonal differences."""

    def my_mase(target, forecast, history, m):
        return rule(np.abs(target - forecast), np.abs(history[:, m:] - history[:, :-m]))

    return my_mase


def mase_first_season_for_all(target, forecast, history, m):
    first, last = history[:, :m], history[:, m:]
    if m not in (1, last.shape[1]):
        return np.nan
    return (np.abs(target - forecast).mean(1) / np.abs(last - first).mean(1)).mean()


def mase_of_the_first_series(target, forecast, history, m):
    return right_mase_loop(target[:1], forecast[:1], history[:1], m)


def mase_one_season_later(target, forecast, history, m):
    changes = np.abs(history[:, m + 1 :] - history[:, : -m - 1])
    changes = changes if changes.size else np.full((len(history), 1), np.nan)
    return (np.abs(target - forecast).mean(1) / changes.mean(1)).mean()


def mase_signed(target, forecast, history, m):
    naive = np.abs(history[:, m:] - history[:, :-m]).mean(axis=1)
    return ((target - forecast).mean(axis=1) / naive).mean()


def mase_cancelling(target, forecast, history, m):
    naive = np.abs(history[:, m:] - history[:, :-m]).mean(axis=1)
    return (np.abs((target - forecast).mean(axis=1)) / naive).mean()


def mase_scale_cancelling(target, forecast, history, m):
    naive = np.abs((history[:, m:] - history[:, :-m]).mean(axis=1))
    return (np.abs(target - forecast).mean(axis=1) / naive).mean()


def mase_two_seasons_back(target, forecast, history, m):
    if history.shape[1] <= 2 * m:
        return np.nan
    return right_mase_loop(target, forecast, history, 2 * m)


def mase_joined(target, forecast, history, m):
    return right_mase_loop(target, forecast, np.hstack([history, target]), m)


def mase_of_the_target(target, forecast, history, m):
    return (np.abs(target - forecast).mean(1) / np.abs(target).mean(1)).mean()


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
        "as np.roll does",
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
    (mase_between_series, "compare series with one another"),
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
    (mase_from(lambda e, s: e.sum(1) / s.sum(1)), "shape"),
    (mase_from(lambda e, s: (e.sum(1) / s.sum(1)).mean()), "added up before the division"),
    (mase_from(lambda e, s: (e.mean(1) / s.mean(1)).sum()), "were added up. Take their mean"),
    (mase_from(lambda e, s: np.median(e.mean(1) / s.mean(1))), "the median over the series"),
    (mase_from(lambda e, s: (e.mean(1) / s.mean(1)).max()), "The smallest input that shows it"),
    (mase_from(lambda e, s: (e.mean(1) / np.median(s, axis=1)).mean()), "is the median of"),
    (mase_from(lambda e, s: (e.mean(1) / s.max(1)).mean()), "is the largest of"),
    (mase_from(lambda e, s: (e.mean(1) / np.sqrt((s**2).mean(1))).mean()), "root mean square of"),
    (mase_from(lambda e, s: (e.mean(1) / s[:, -1]).mean()), "The smallest input that shows it"),
    (mase_from(lambda e, s: (np.median(e, axis=1) / s.mean(1)).mean()), "The smallest input"),
    (mase_from(lambda e, s: (e[:, -1] / s.mean(1)).mean()), "The smallest input that shows it"),
    (mase_from(lambda e, s: (e.mean(1) / (s.mean(1) + 1e-3)).mean()), "The smallest input"),
    (mase_from(lambda e, s: (e.mean(1) / (s.sum(1) / (s.shape[1] - 1 or 1))).mean()), ""),
    (mase_from(lambda e, s: e / s.mean(1, keepdims=True)), "These are the scaled errors"),
    (mase_from(lambda e, s: 1 - (e.mean(1) / s.mean(1)).mean()), "This is 1 less the MASE"),
    (mase_from(lambda e, s: np.empty(())), ""),
    (mase_first_season_for_all, "was compared with the first season"),
    (mase_of_the_first_series, "The smallest input that shows it"),
    (mase_one_season_later, ""),
    (mase_signed, "have kept their signs"),
    (mase_cancelling, "averaged before their sizes were taken"),
    (mase_scale_cancelling, "In the scale, rises and falls"),
    (mase_two_seasons_back, "the one two seasons before it"),
    (mase_joined, "joined to the history"),
    (mase_of_the_target, "was taken from the target"),
    (mase_by(lambda target, history, m: abs(history).mean(1)), "mean size of the history's"),
    (mase_by(lambda target, history, m: np.ptp(history, axis=1)), "The smallest input"),
    (
        mase_by(
            lambda target, h, m: np.abs(h[:, m:] - h[:, :-m]).sum(axis=1) / h.shape[1],
        ),
        "divided by the length of the history",
    ),
]

RIGHT = [
    right_mase_book,
    right_mase_loop,
    right_mase_diff,
    right_mase_each_alone,
    right_mase_scaled_first,
    right_mase_lists,
    right_mase_rolled,
]
