"""Recorded answers to lab-7/difference, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_7._shared import SHAPE, SHOWN, result


def right_difference_loop(window, target, lag):
    changes, coming = [], []
    for known, future in zip(window.tolist(), target.tolist(), strict=True):
        path = known + future
        made = [path[t] - path[t - lag] for t in range(lag, len(path))]
        changes.append(made[: len(known) - lag])
        coming.append(made[len(known) - lag :])
    return np.array(changes), np.array(coming)


def right_difference_apart(window, target, lag):
    """Window and target each by themselves; the first changes ahead lead out of the window."""
    changes = window[:, lag:] - window[:, :-lag]
    before = np.hstack([window[:, -lag:], target])[:, : target.shape[1]]
    return [changes, target - before]


def right_difference_take(window, target, lag):
    path = np.concatenate([window, target], axis=1)
    later = np.arange(lag, path.shape[1])
    made = np.take(path, later, axis=1) - np.take(path, later - lag, axis=1)
    return tuple(np.split(made, [window.shape[1] - lag], axis=1))


def right_difference_transposed(window, target, lag):
    path = np.vstack([window.T, target.T])
    made = (path - np.roll(path, lag, axis=0))[lag:]
    return made[: -target.shape[1]].T, made[-target.shape[1] :].T


def difference_of(later=lambda p, m: p[:, m:], earlier=lambda p, m: p[:, :-m],
                  change=lambda a, b, m: a - b):  # fmt: skip
    """Return an answer that joins window and target, with one thing done otherwise."""

    def my_difference(window, target, lag):
        path = np.concatenate([window, target], axis=1)
        made = change(later(path, lag), earlier(path, lag), lag)
        horizon = target.shape[1]
        return made[:, :-horizon], made[:, -horizon:]

    return my_difference


def difference_coming(rule):
    """Return an answer that measures the target from something else."""

    def my_difference(window, target, lag):
        return right_difference_loop(window, target, lag)[0], target - rule(window, target, lag)

    return my_difference


def difference_changes(rule):
    """Return an answer whose changes of the window are something else."""

    def my_difference(window, target, lag):
        right = right_difference_loop(window, target, lag)
        return rule(window, right[0], lag), right[1]

    return my_difference


def difference_ordered(window, target, lag):
    made = np.diff(np.hstack([window, target]), lag)
    return made[:, : window.shape[1] - lag], made[:, window.shape[1] - lag :]


def difference_repeated(window, target, lag):
    path = np.hstack([window, target])
    for _ in range(lag):
        path = path[:, 1:] - path[:, :-1]
    n = window.shape[1] - lag
    return path[:, :n], path[:, n:]


def difference_rows(window, target, lag):
    return window[lag:] - window[:-lag], target[lag:] - target[:-lag]


def difference_target_alone(window, target, lag):
    return window[:, lag:] - window[:, :-lag], target[:, lag:] - target[:, :-lag]


def difference_written(window, target, lag):
    """Write over the window from the end, so that each value is used before it is lost."""
    n = window.shape[1]
    coming = right_difference_loop(window, target, lag)[1]
    for t in range(n - 1, lag - 1, -1):
        window[:, t] -= window[:, t - lag]
    return window[:, lag:], coming


def difference_summed_up(window, target, lag):
    """Take the sum back instead of the difference."""
    path = np.cumsum(np.hstack([window, target]), axis=1)[:, lag:]
    return path[:, : window.shape[1] - lag], path[:, window.shape[1] - lag :]


def difference_last_season(window, target, lag):
    season = window[:, -lag:]
    repeats = -(-target.shape[1] // lag)
    return window[:, lag:] - window[:, :-lag], target - np.tile(season, repeats)[
        :, : target.shape[1]
    ]


def difference_path(window, target, lag):
    path = np.hstack([window, target])
    return path[:, lag:] - path[:, :-lag]


WRONG = [
    (difference_of(change=lambda a, b, m: b - a), "the opposite sign"),
    (difference_of(change=lambda a, b, m: abs(a - b)), "lost their signs"),
    (difference_of(change=lambda a, b, m: a / b - 1), "shares of the earlier value"),
    (difference_of(change=lambda a, b, m: (a - b) / m), "divided by the lag"),
    (difference_of(change=lambda a, b, m: a + b), "The two values were added"),
    (difference_of(change=lambda a, b, m: a), SHOWN),
    (difference_of(change=lambda a, b, m: b), SHOWN),
    (difference_ordered, "np.diff with n=lag"),
    (difference_repeated, "again and again"),
    (difference_changes(lambda w, made, m: np.diff(w, m)), "In `changes` the difference to"),
    (lambda w, t, m: (np.diff(w, m), t - w[:, -1:]), "And in `coming` all steps"),
    (difference_of(lambda p, m: p[:, 1:], lambda p, m: p[:, :-1]), "from one step to the next"),
    (
        difference_of(lambda p, m: p[:, m + 1 :], lambda p, m: p[:, : -m - 1]),
        "one step too far back",
    ),
    (difference_coming(lambda w, t, m: w[:, -1:]), "from the last known value"),
    (difference_coming(lambda w, t, m: w[:, -m, None]), "measured from one value"),
    (difference_last_season, "measured from the window again"),
    (
        difference_coming(lambda w, t, m: w[:, np.arange(t.shape[1]) % m]),
        "first values of the window",
    ),
    (difference_coming(lambda w, t, m: 0), "the target as it came"),
    (difference_coming(lambda w, t, m: w.mean(axis=1, keepdims=True)), "Right already: changes"),
    (difference_target_alone, "differenced by itself"),
    (difference_changes(lambda w, made, m: w), "`changes` is the window as it came"),
    (
        difference_changes(lambda w, made, m: np.pad(made, ((0, 0), (m, 0)))),
        "were made up as 0",
    ),
    (
        difference_changes(lambda w, made, m: np.hstack([w[:, :m], made])),
        "values of the window stand before",
    ),
    (
        difference_changes(
            lambda w, made, m: np.pad(made, ((0, 0), (m, 0)), constant_values=np.nan)
        ),
        "a network cannot read NaN",
    ),
    (difference_changes(lambda w, made, m: w - np.roll(w, m, axis=1)), "np.roll brings"),
    (difference_changes(lambda w, made, m: made[:, 1:]), "The first change of the window"),
    (difference_changes(lambda w, made, m: made[:, :-1]), SHAPE),
    (difference_changes(lambda w, made, m: np.round(made).astype(int)), "decimals are lost"),
    (difference_rows, "between windows"),
    (difference_written, "changes window while it runs"),
    (difference_summed_up, SHOWN),
    (difference_path, "must hold 2 things"),
    (result(right_difference_loop, lambda r: r[::-1]), "`changes` of the window first"),
    (result(right_difference_loop, lambda r: r[1]), "must hold 2 things"),
]

RIGHT = [
    right_difference_loop,
    right_difference_apart,
    right_difference_take,
    right_difference_transposed,
    difference_of(),
]
