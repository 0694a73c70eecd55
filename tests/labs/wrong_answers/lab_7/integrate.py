"""Recorded answers to lab-7/integrate, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_7._shared import SHAPE, SHOWN, result


def right_integrate_loop(window, changes, lag):
    made = []
    for known, steps in zip(window.tolist(), changes.tolist(), strict=True):
        path = list(known)
        for step in steps:
            path.append(path[len(path) - lag] + step)
        made.append(path[len(known) :])
    return np.array(made)


def right_integrate_phases(window, changes, lag):
    """Sum up each place of the season by itself."""
    season = window[:, window.shape[1] - lag :]
    forecast = np.zeros(changes.shape)
    for phase in range(min(lag, changes.shape[1])):
        forecast[:, phase::lag] = np.cumsum(changes[:, phase::lag], axis=1)
        forecast[:, phase::lag] += season[:, phase, None]
    return forecast


def right_integrate_rounds(window, changes, lag):
    horizon = changes.shape[1]
    rounds = -(-horizon // lag)
    filled = np.pad(changes, ((0, 0), (0, rounds * lag - horizon)))
    summed = filled.reshape(len(changes), rounds, lag).cumsum(axis=1)
    return (summed + window[:, None, -lag:]).reshape(len(changes), -1)[:, :horizon]


def right_integrate_array(window, changes, lag):
    n = window.shape[1]
    path = np.concatenate([window, changes], axis=1)
    for t in range(n, path.shape[1]):
        path[:, t] = path[:, t] + path[:, t - lag]
    return path[:, n:]


def integrate_from(start, summed=lambda c: np.cumsum(c, axis=1)):
    """Return an answer that adds the changes, summed up, to values of the window."""

    def my_integrate(window, changes, lag):
        return start(window, lag, np.arange(changes.shape[1])) + summed(changes)

    return my_integrate


def integrate_path(before, sign=1):
    """Return an answer that grows a path by what lies `before(lag)` places from its end."""

    def my_integrate(window, changes, lag):
        path = [window[:, t] for t in range(window.shape[1])]
        for k in range(changes.shape[1]):
            path.append(path[-before(lag)] + sign * changes[:, k])
        return np.array(path[window.shape[1] :]).T

    return my_integrate


def as_they_are(changes):
    return changes


def last(window, lag, k):
    return window[:, -1:]


def season(window, lag, k):
    return window[:, window.shape[1] - lag + k % lag]


def first_season(window, lag, k):
    return window[:, k % lag]


def integrate_each_round(window, changes, lag):
    made = []
    for k in range(changes.shape[1]):
        before = window[:, -lag] if k == 0 else made[-1]
        if k % lag == 0:
            before = window[:, -lag]
        made.append(before + changes[:, k])
    return np.stack(made, axis=1)


def integrate_season_restarted(window, changes, lag):
    made = []
    for k in range(changes.shape[1]):
        start = k // lag * lag
        made.append(season(window, lag, k) + changes[:, start : k + 1].sum(axis=1))
    return np.stack(made, axis=1)


def integrate_whole_type(window, changes, lag):
    """Write into an array of the window's own type."""
    n = window.shape[1]
    path = np.zeros((len(window), n + changes.shape[1]), window.dtype)
    path[:, :n] = window
    for t in range(n, path.shape[1]):
        path[:, t] = path[:, t - lag] + changes[:, t - n]
    return path[:, n:]


def integrate_like_changes(window, changes, lag):
    """Write into an array of the changes' own type."""
    made = np.zeros_like(changes)
    for k in range(changes.shape[1]):
        made[:, k] = changes[:, k] + (made[:, k - lag] if k >= lag else window[:, k - lag])
    return made


def integrate_in_place(window, changes, lag):
    for k in range(changes.shape[1]):
        before = window[:, k - lag] if k < lag else changes[:, k - lag]
        changes[:, k] += before
    return changes


def integrate_unfilled(window, changes, lag):
    forecast = np.empty(changes.shape)
    forecast[:, 0] = window[:, -lag] + changes[:, 0]
    for k in range(1, changes.shape[1] - 1):
        before = forecast[:, k - lag] if k >= lag else window[:, k - lag]
        forecast[:, k] = before + changes[:, k]
    return forecast


def integrate_both(window, changes, lag):
    return np.concatenate([window, right_integrate_loop(window, changes, lag)], axis=1)


def integrate_late(window, changes, lag):
    """Begin with the last known value itself."""
    made = right_integrate_loop(window, changes, lag)
    return np.concatenate([window[:, -1:], made[:, :-1]], axis=1)


WRONG = [
    (integrate_from(last), "That is right for a lag of 1"),
    (integrate_from(last, as_they_are), "added to the last known value. From one lag"),
    (integrate_from(season, as_they_are), "a value of the last known season"),
    (integrate_from(season), "All changes so far are added"),
    (integrate_season_restarted, "within each season"),
    (integrate_each_round, SHOWN),
    (integrate_from(lambda w, m, k: w[:, -m, None], as_they_are), "added to the same value"),
    (integrate_from(lambda w, m, k: w[:, -m, None]), "from one value"),
    (lambda w, c, m: right_integrate_loop(w[:, :m], c, m), "the first values of the window"),
    (integrate_from(first_season, as_they_are), "first values of the window. The last ones"),
    (integrate_from(first_season), "nearest: the first step ahead follows"),
    (lambda w, c, m: right_integrate_loop(w[:, ::-1], c, m), "from its end backwards"),
    (integrate_from(lambda w, m, k: w.mean(axis=1, keepdims=True)), "the mean of the window"),
    (integrate_from(last, lambda c: np.cumsum(c[:, ::-1], axis=1)), "from the last to the first"),
    (integrate_path(lambda lag: lag + 1), "lag + 1 steps before"),
    (integrate_path(lambda lag: 1), "That is right for a lag of 1"),
    (integrate_path(lambda lag: max(1, lag - 1)), SHOWN),
    (integrate_path(lambda lag: lag, -1), "The changes are subtracted"),
    (lambda w, c, m: np.cumsum(c, axis=1), "are summed up from 0"),
    (lambda w, c, m: right_integrate_loop(0 * w, c, m), "from 0. The sum starts"),
    (lambda w, c, m: right_integrate_loop(w, 0 * c, m), "leaves the changes out"),
    (lambda w, c, m: c, "as it came. Put it back"),
    (integrate_from(season, lambda c: 0 * c), "leaves the changes out"),
    (lambda w, c, m: c - season(w, m, np.arange(c.shape[1])), "differenced once more"),
    (integrate_from(last, lambda c: np.cumsum(c, axis=0)), "over the windows"),
    (integrate_from(last, lambda c: np.cumsum(c)), "in one go"),
    (integrate_whole_type, "loses its decimals"),
    (integrate_like_changes, "loses its decimals"),
    (integrate_in_place, "changes changes while it runs"),
    (integrate_unfilled, "never written"),
    (integrate_both, "The window stands before"),
    (integrate_late, SHOWN),
    (result(right_integrate_loop, lambda r: r[:, -1:]), SHAPE),
    (result(right_integrate_loop, lambda r: r.T), SHAPE),
    (result(right_integrate_loop, lambda r: r[:, ::-1]), SHOWN),
]

RIGHT = [
    right_integrate_loop,
    right_integrate_phases,
    right_integrate_rounds,
    right_integrate_array,
    integrate_path(lambda lag: lag),
]
