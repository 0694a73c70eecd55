"""Recorded answers to lab-7/global-windows, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_7._shared import SHAPE, result


def right_windows_loop(series, n_steps, horizon):
    X, target, which = [], [], []
    for number, values in enumerate(series):
        start = 0
        while start + n_steps + horizon <= len(values):
            X.append([values[start + i] for i in range(n_steps)])
            target.append([values[start + n_steps + i] for i in range(horizon)])
            which.append(number)
            start += 1
    return np.array(X), np.array(target), np.array(which)


def right_windows_views(series, n_steps, horizon):
    """Cut input and target in one piece, then take them apart."""
    length = n_steps + horizon
    long = [(i, s) for i, s in enumerate(series) if len(s) >= length]
    parts = [np.lib.stride_tricks.sliding_window_view(s, length) for _, s in long]
    whole = np.concatenate(parts)
    which = np.repeat([i for i, _ in long], [len(part) for part in parts])
    return whole[:, :n_steps], whole[:, n_steps:], which


def right_windows_joined(series, n_steps, horizon):
    """Join the series and throw away what mixes two."""
    values = np.concatenate(series)
    owner = np.concatenate([[i] * len(s) for i, s in enumerate(series)])
    n = len(values) - n_steps - horizon + 1
    rows = np.arange(n)[:, None] + np.arange(n_steps + horizon)
    pure = owner[rows[:, 0]] == owner[rows[:, -1]]
    rows = rows[pure]
    return values[rows[:, :n_steps]], values[rows[:, n_steps:]], owner[rows[:, 0]]


def right_windows_lists(series, n_steps, horizon):
    starts = [
        (i, t)
        for i, s in enumerate(series)
        for t in range(len(s))
        if t + n_steps + horizon <= len(s)
    ]
    return (
        np.stack([series[i][t : t + n_steps] for i, t in starts]),
        np.stack([series[i][t + n_steps :][:horizon] for i, t in starts]),
        [i for i, _ in starts],
    )


def windows_of(count=lambda n, s, h: n - s - h + 1, step=lambda s, h: 1,
               chosen=lambda series: series, number=lambda i, t: i, late=0):  # fmt: skip
    """Return an answer with one thing done otherwise."""

    def my_global_windows(series, n_steps, horizon):
        X, target, which = [], [], []
        for i, values in enumerate(chosen(series)):
            for t in range(0, count(len(values), n_steps, horizon), step(n_steps, horizon)):
                end = t + n_steps
                X.append(values[t:end])
                target.append(values[end + late :][:horizon])
                which.append(number(i, t))
        return np.stack(X), np.stack(target), np.array(which)

    return my_global_windows


def windows_joined(series, n_steps, horizon):
    values = np.concatenate(series)
    owner = np.repeat(range(len(series)), [len(s) for s in series])
    X, target, _ = right_windows_loop([values], n_steps, horizon)
    return X, target, owner[: len(X)]


def windows_joined_zero(series, n_steps, horizon):
    return right_windows_loop([np.concatenate(series)], n_steps, horizon)


def windows_joined_by_first_target(series, n_steps, horizon):
    owner = np.repeat(range(len(series)), [len(s) for s in series])
    X, target, _ = windows_joined_zero(series, n_steps, horizon)
    return X, target, [owner[t + n_steps] for t in range(len(X))]


def windows_target_across(series, n_steps, horizon):
    values = np.concatenate(series)
    owner = np.repeat(range(len(series)), [len(s) for s in series])
    X, target, which = [], [], []
    for t in range(len(values) - n_steps - horizon + 1):
        if owner[t] == owner[t + n_steps - 1]:
            X.append(values[t : t + n_steps])
            target.append(values[t + n_steps : t + n_steps + horizon])
            which.append(owner[t])
    return np.array(X), np.array(target), np.array(which)


def windows_kept(series, n_steps, horizon):
    long = [s for s in series if len(s) >= n_steps + horizon]
    return right_windows_loop(long, n_steps, horizon)


def windows_padded(series, n_steps, horizon):
    longest = max(len(s) for s in series)
    return right_windows_loop([np.pad(s, (longest - len(s), 0)) for s in series], n_steps, horizon)


def windows_stacked(series, n_steps, horizon):
    """Take for granted that all series are equally long."""
    values = np.stack(series)
    rows = range(values.shape[1] - n_steps - horizon + 1)
    return (
        np.concatenate([values[:, t : t + n_steps] for t in rows]),
        np.concatenate([values[:, t + n_steps : t + n_steps + horizon] for t in rows]),
        np.tile(np.arange(len(series)), len(rows)),
    )


def windows_zip(series, n_steps, horizon):
    shortest = min(len(s) for s in series)
    return right_windows_loop([s[:shortest] for s in series], n_steps, horizon)


def windows_by_row(series, n_steps, horizon):
    found = []
    for t in range(max(map(len, series))):
        for i, s in enumerate(series):
            if t + n_steps + horizon <= len(s):
                found.append((s[t : t + n_steps], s[t + n_steps : t + n_steps + horizon], i))
    return tuple(np.array(part) for part in zip(*found, strict=True))


def windows_backwards(series, n_steps, horizon):
    X, target, which = right_windows_loop(series, n_steps, horizon)
    return X[:, ::-1], target, which


def windows_counted(series, n_steps, horizon):
    X, target, which = right_windows_loop(series, n_steps, horizon)
    return X, target, np.bincount(which, minlength=len(series))


def windows_last(series, n_steps, horizon):
    """Write each series over the one before."""
    for i, values in enumerate(series):
        n = len(values) - n_steps - horizon + 1
        X = np.array([values[t : t + n_steps] for t in range(n)])
        target = np.array([values[t + n_steps : t + n_steps + horizon] for t in range(n)])
        which = np.full(max(n, 0), i)
    return X, target, which


def windows_in_lists(series, n_steps, horizon):
    made = [
        right_windows_loop([s], n_steps, horizon) for s in series if len(s) >= n_steps + horizon
    ]
    return [m[0] for m in made], [m[1] for m in made], list(range(len(made)))


def change_series(series, n_steps, horizon):
    made = right_windows_loop(series, n_steps, horizon)
    series[0][:] = 0
    return made


WRONG = [
    (windows_joined, "The series were joined"),
    (windows_joined_zero, "The series were joined"),
    (windows_joined_by_first_target, "The series were joined"),
    (windows_target_across, "some targets in the next"),
    (windows_of(lambda n, s, h: n - s - h), "The last window of each series is missing"),
    (windows_of(step=lambda s, h: s), "lie side by side"),
    (windows_of(step=lambda s, h: h), "`horizon` rows apart"),
    (windows_of(step=lambda s, h: s + h), "share no value"),
    (windows_of(lambda n, s, h: min(1, n - s - h + 1)), "one window for each series, the first"),
    (windows_zip, "the length of the shortest"),
    (windows_stacked, "An error stopped"),
    (windows_padded, "filled up with zeros"),
    (windows_of(chosen=lambda series: series[:1]), "from the first series alone"),
    (windows_of(late=-1), "which is known"),
    (windows_of(lambda n, s, h: n - s - h, late=1), "A value is left out"),
    (windows_kept, "keeps its number"),
    (windows_of(number=lambda i, t: i + 1), "from 1"),
    (windows_of(number=lambda i, t: t), "the row that a window begins with"),
    (windows_by_row, "ordered by the row"),
    (windows_backwards, "Right already: target, which"),
    (windows_last, SHAPE),
    (windows_in_lists, "which cannot be read as an array"),
    (change_series, "changes series[0] while it runs"),
    (result(right_windows_loop, lambda r: (r[0], r[1][:, 0], r[2])), "one number for each window"),
    (result(right_windows_loop, lambda r: (r[0], r[1][:, -1], r[2])), "the last step alone"),
    (result(right_windows_loop, lambda r: (r[0], r[1], range(len(r[2])))), "numbers the windows"),
    (windows_counted, "how many windows"),
    (result(right_windows_loop, lambda r: (r[1], r[0], r[2])), "have changed places"),
    (result(right_windows_loop, lambda r: (r[2], r[0], r[1])), "in the wrong order"),
    (result(right_windows_loop, lambda r: (r[0][:, :, None], r[1], r[2])), SHAPE),
    (result(right_windows_loop, lambda r: r[:2]), "must hold 3 things"),
    (
        result(right_windows_loop, lambda r: (r[0].astype(int), r[1], r[2])),
        "so the decimals are lost",
    ),
]

RIGHT = [
    right_windows_loop,
    right_windows_views,
    right_windows_joined,
    right_windows_lists,
    windows_of(),
]
