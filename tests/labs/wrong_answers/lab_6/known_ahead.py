"""Recorded answers to lab-6/known-ahead, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from unrolled.series import make_windows
from wrong_answers.lab_6._shared import SHAPE, SHOWN, result


def right_known_loop(measured, calendar, n_steps, horizon):
    past, coming, target = [], [], []
    for i in range(len(measured) - n_steps - horizon + 1):
        j = i + n_steps
        past.append(np.hstack([measured[i:j], calendar[i:j]]))
        coming.append(calendar[j : j + horizon])
        target.append(measured[j : j + horizon, 0])
    return np.array(past), np.array(coming), np.array(target)


def right_known_book(measured, calendar, n_steps, horizon):
    rows = np.concatenate([measured, calendar], axis=1)
    past, ahead = make_windows(rows, n_steps, horizon)
    width = measured.shape[1]
    return past, ahead[:, :, width:], ahead[:, :, 0]


def right_known_views(measured, calendar, n_steps, horizon):
    rows = np.hstack([measured, calendar])
    whole = sliding_window_view(rows, n_steps + horizon, axis=0).swapaxes(1, 2)
    ahead = whole[:, n_steps:]
    return whole[:, :n_steps], ahead[:, :, measured.shape[1] :], ahead[:, :, 0]


def right_known_index(measured, calendar, n_steps, horizon):
    first = np.arange(len(measured) - n_steps - horizon + 1)[:, None]
    read, ahead = first + np.arange(n_steps), first + n_steps + np.arange(horizon)
    past = np.concatenate([measured[read], calendar[read]], axis=-1)
    return past, calendar[ahead], measured[:, 0][ahead]


def right_known_filled(measured, calendar, n_steps, horizon):
    """Fill arrays of NaN window by window, the last window first."""
    n = len(measured) - n_steps - horizon + 1
    width = measured.shape[1]
    past = np.full((n, n_steps, width + calendar.shape[1]), np.nan)
    coming = np.full((n, horizon, calendar.shape[1]), np.nan)
    target = np.full((n, horizon), np.nan)
    for i in reversed(range(n)):
        past[i, :, :width] = measured[i : i + n_steps]
        past[i, :, width:] = calendar[i : i + n_steps]
        for k in range(horizon):
            coming[i, k] = calendar[i + n_steps + k]
            target[i, k] = measured[i + n_steps + k, 0]
    return past, coming, target


def right_known_by_origin(measured, calendar, n_steps, horizon):
    windows = []
    for origin in range(n_steps - 1, len(measured) - horizon):
        before, after = slice(origin - n_steps + 1, origin + 1), slice(origin + 1, None)
        read = np.column_stack([measured[before], calendar[before]])
        windows.append((read, calendar[after][:horizon], measured[after][:horizon, 0]))
    return [np.stack(part) for part in zip(*windows, strict=True)]


def known(past=None, coming=None, target=None, first=0, last=0, every=None):
    """Return an answer with another part: functions of (measured, calendar, i, j, horizon).

    A window reads rows i to j - 1.
    """
    past = past or (lambda m, c, i, j, h: np.hstack([m[i:j], c[i:j]]))
    coming = coming or (lambda m, c, i, j, h: c[j : j + h])
    target = target or (lambda m, c, i, j, h: m[j : j + h, 0])

    def my_known_ahead(measured, calendar, n_steps, horizon):
        made = [], [], []
        stop = len(measured) - n_steps - horizon + 1 + last
        for i in range(first, stop, every(n_steps, horizon) if every else 1):
            args = measured, calendar, i, i + n_steps, horizon
            for part, make in zip(made, (past, coming, target), strict=True):
                part.append(make(*args))
        return tuple(np.array(part) for part in made)

    return my_known_ahead


def stacked(*parts):
    return lambda m, c, i, j, h: np.hstack([part(m, c)[i:j] for part in parts])


def ahead(*parts):
    return lambda m, c, i, j, h: np.hstack([part(m, c)[j : j + h] for part in parts])


def m_all(m, c):
    return m


def c_all(m, c):
    return c


def m_rest(m, c):
    return m[:, 1:]


def m_first(m, c):
    return m[:, :1]


def known_added(measured, calendar, n_steps, horizon):
    """Put what is known ahead beside the past, shifted by the horizon."""
    past, coming, target = right_known_loop(measured, calendar, n_steps, horizon)
    later = [calendar[i + horizon : i + horizon + n_steps] for i in range(len(past))]
    past = np.concatenate([past[:, :, : measured.shape[1]], np.array(later)], axis=2)
    return past, coming, target


def known_joined(measured, calendar, n_steps, horizon):
    """Put the calendar of the coming steps behind the past, as further rows."""
    past, coming, target = right_known_loop(measured, calendar, n_steps, horizon)
    rows = [np.vstack([p[:, -calendar.shape[1] :], c]) for p, c in zip(past, coming, strict=True)]
    return past, np.array(rows), target


def known_standardised(measured, calendar, n_steps, horizon):
    scaled = (measured - measured.mean(axis=0)) / measured.std(axis=0)
    return right_known_loop(scaled, calendar, n_steps, horizon)


def known_in_place(measured, calendar, n_steps, horizon):
    right = right_known_loop(measured, calendar, n_steps, horizon)
    measured -= measured.mean(axis=0)
    return right


def known_steps_last(measured, calendar, n_steps, horizon):
    rows = np.hstack([measured, calendar])
    whole = sliding_window_view(rows, n_steps + horizon, axis=0)
    width = measured.shape[1]
    return whole[:, :, :n_steps], whole[:, width:, n_steps:], whole[:, 0, n_steps:]


def known_zeros(measured, calendar, n_steps, horizon):
    """Give the coming steps rows like those of the past, with 0 for what is not measured."""
    past, coming, target = right_known_loop(measured, calendar, n_steps, horizon)
    nothing = np.zeros((len(coming), horizon, measured.shape[1]))
    return past, np.concatenate([nothing, coming], axis=2), target


def known_last_repeated(measured, calendar, n_steps, horizon):
    past, _, target = right_known_loop(measured, calendar, n_steps, horizon)
    return past, np.repeat(past[:, -1:, -calendar.shape[1] :], horizon, axis=1), target


def known_change(measured, calendar, n_steps, horizon):
    past, coming, target = right_known_loop(measured, calendar, n_steps, horizon)
    return past, coming, target - past[:, -1:, 0]


def known_axis_0(measured, calendar, n_steps, horizon):
    rows = np.concatenate([measured, calendar], axis=0)
    return right_known_loop(rows, calendar, n_steps, horizon)


def parts(*change):
    return result(right_known_loop, lambda r: tuple(c(p) for c, p in zip(change, r, strict=True)))


def same(part):
    return part


WRONG = [
    (known(coming=ahead(m_all, c_all)), "forecast, beside the calendar"),
    (known(coming=ahead(c_all, m_all)), "forecast, after the calendar"),
    (known(coming=ahead(m_all)), "in the place of the calendar"),
    (known(coming=ahead(m_rest, c_all)), "Tomorrow's temperature"),
    (known(coming=ahead(c_all, m_rest)), "but the one that is forecast, after"),
    (known(coming=ahead(m_first, c_all)), SHAPE),
    (known(coming=ahead(m_first)), SHAPE),
    (known(coming=lambda m, c, i, j, h: c[j - 1 : j - 1 + h]), "`coming` begins with the calendar"),
    (known(coming=lambda m, c, i, j, h: c[j + 1 : j + 1 + h], last=-1), "begins one row late"),
    (known(coming=lambda m, c, i, j, h: c[j + 1 : j + 1 + h]), "setting an array element"),
    (known(target=lambda m, c, i, j, h: m[j - 1 : j - 1 + h, 0]), "has been read already"),
    (
        known(
            target=lambda m, c, i, j, h: m[j - 1 : j - 1 + h, 0],
            coming=lambda m, c, i, j, h: c[j - 1 : j - 1 + h],
        ),
        "Both begin one row later",
    ),
    (
        known(past=lambda m, c, i, j, h: np.hstack([m[i - 1 : j - 1], c[i - 1 : j - 1]]), first=1),
        "belongs to neither",
    ),
    (
        known(past=lambda m, c, i, j, h: np.hstack([m[i + 1 : j + 1], c[i + 1 : j + 1]])),
        "reads one row too far",
    ),
    (known(past=lambda m, c, i, j, h: np.hstack([m[i : j + 1], c[i : j + 1]])), SHAPE),
    (known(past=lambda m, c, i, j, h: np.hstack([m[i : j + h], c[i : j + h]])), SHAPE),
    (known(past=stacked(m_all)), "lacks the calendar"),
    (known(past=stacked(c_all)), "the calendar alone"),
    (known(past=stacked(m_rest, c_all)), "lacks the column that is forecast"),
    (known(past=stacked(m_first, c_all)), "holds the first column only"),
    (known(past=stacked(m_first)), SHAPE),
    (known(past=stacked(c_all, m_all)), "in the wrong order: the measurements"),
    (known(coming=lambda m, c, i, j, h: c[j : j + h, :1]), "the first column of the calendar"),
    (known(coming=lambda m, c, i, j, h: c[j : j + 1]), "the first hour only"),
    (known(coming=lambda m, c, i, j, h: c[j]), SHAPE),
    (known(coming=lambda m, c, i, j, h: c[j + h - 1]), SHAPE),
    (known(coming=lambda m, c, i, j, h: c[i : j + h]), "the calendar of the whole window"),
    (known_joined, "the calendar of the whole window"),
    (known(coming=lambda m, c, i, j, h: c[j : j + (j - i)]), "`coming` is as long as `past`"),
    (known_added, "stands `horizon` rows early"),
    (
        known(past=lambda m, c, i, j, h: np.hstack([m[i:j], c[i + 1 : j + 1]])),
        "stands one row early",
    ),
    (known(target=lambda m, c, i, j, h: m[j : j + h, -1]), "the last column of `measured`"),
    (known(target=lambda m, c, i, j, h: m[j : j + h]), "The target holds all columns"),
    (known(target=lambda m, c, i, j, h: m[j : j + h, :1]), "one axis too many"),
    (known(target=lambda m, c, i, j, h: m[j + h - 1, 0]), SHAPE),
    (known(target=lambda m, c, i, j, h: m[j, 0]), SHAPE),
    (known(last=-1), "The last window is missing"),
    (known(first=1), "The first window is missing"),
    (known(last=1), "setting an array element with a sequence"),
    (known(every=lambda n, h: n + h), "target and all"),
    (known(every=lambda n, h: h), "`horizon` rows apart"),
    (known(every=lambda n, h: n), SHAPE),
    (result(right_known_loop, lambda r: (r[1], r[0], r[2])), "have changed places"),
    (result(right_known_loop, lambda r: (r[2], r[0], r[1])), "The three are in the wrong order"),
    (result(right_known_loop, lambda r: r[:2]), "must hold 3 things"),
    (result(right_known_loop, lambda r: (r[0], r[2])), "must hold 3 things"),
    (parts(lambda p: p[:, ::-1], same, same), "`past` runs backwards"),
    (parts(*[lambda p: p.reshape(len(p), -1)] * 3), "flattened to one row each"),
    (parts(lambda p: p.reshape(len(p), -1), same, same), SHAPE),
    (parts(same, lambda c: c[:, ::-1], same), SHOWN),
    (parts(same, same, lambda t: t.mean(axis=1)), SHAPE),
    (known_standardised, "statistics of all rows"),
    (known_in_place, "changes measured while it runs"),
    (known_steps_last, "puts the steps last"),
    (known_zeros, SHAPE),
    (known_last_repeated, SHOWN),
    (known_change, SHOWN),
    (known_axis_0, "must match exactly"),
]

RIGHT = [
    right_known_loop,
    right_known_book,
    right_known_views,
    right_known_index,
    right_known_filled,
    right_known_by_origin,
]
