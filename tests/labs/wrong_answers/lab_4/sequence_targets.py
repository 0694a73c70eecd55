"""Recorded answers to lab-4/sequence-targets, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from unrolled import series as book_series


def right_sequence_book(series, n_steps, horizon):
    return book_series.sequence_targets(series, n_steps, horizon)[1]


def right_sequence_loop(series, n_steps, horizon):
    target = np.empty((len(series), n_steps, horizon))
    for t in range(n_steps):
        target[:, t] = series[:, t + 1 : t + 1 + horizon, 0]
    return target


def sequence(first, shape=lambda stacked: np.moveaxis(stacked, 0, -1)):
    def my_sequence_targets(series, n_steps, horizon):
        return shape(
            np.stack([series[:, k + first : k + first + n_steps, 0] for k in range(horizon)])
        )

    return my_sequence_targets


def sequence_reshaped(series, n_steps, horizon):
    later = np.stack([series[:, k : k + n_steps, 0] for k in range(1, horizon + 1)])
    return later.reshape(len(series), n_steps, horizon)


def sequence_short(series, n_steps, horizon):
    return np.stack([series[:, t + 1 : t + horizon, 0] for t in range(n_steps)], axis=1)


def sequence_last(series, n_steps, horizon):
    return series[:, n_steps:, 0]


def sequence_same_everywhere(series, n_steps, horizon):
    return np.tile(series[:, None, n_steps:, 0], (1, n_steps, 1))


def sequence_next_only(series, n_steps, horizon):
    return series[:, 1 : n_steps + 1]


def sequence_third_axis(series, n_steps, horizon):
    return np.stack([series[:, k : k + n_steps] for k in range(1, horizon + 1)], axis=2)


def sequence_sliding(series, n_steps, horizon):
    return sliding_window_view(series[:, :, 0], horizon, axis=1)


def sequence_rows(begin, stop, pack=lambda rows: np.stack(rows, axis=1)):
    def my_sequence_targets(series, n_steps, horizon):
        steps = range(stop(n_steps))
        first = [begin(t, horizon) for t in steps]
        return pack([series[:, i : i + horizon, 0] for i in first])

    return my_sequence_targets


def sequence_from_the_second(series, n_steps, horizon):
    return sliding_window_view(series[:, 2:, 0], horizon, axis=1)


def sequence_filled_after_the_horizon(series, n_steps, horizon):
    made = np.zeros((len(series), n_steps, horizon))
    for t in range(n_steps):
        made[:, t, :] = series[:, t + horizon : t + horizon + horizon, 0]
    return made


def sequence_shifted_series(series, n_steps, horizon):
    return series[:, horizon:, 0]


def sequence_minus(series, n_steps, horizon):
    return -right_sequence_loop(series, n_steps, horizon)


WRONG = [
    (sequence(0), "which the network has just read"),
    (sequence(2), "two steps after their step"),
    (sequence(1, shape=lambda stacked: stacked), "form the first axis"),
    (sequence(1, shape=lambda stacked: stacked.swapaxes(0, 1)), "have changed places"),
    (sequence(1, shape=lambda stacked: stacked.T), "Time comes first"),
    (sequence_reshaped, "reshape does not move axes"),
    (sequence_short, "one value too few"),
    (sequence_last, "the targets of the last step"),
    (sequence_same_everywhere, "Every step has the targets of the last one"),
    (sequence_next_only, "the next value only"),
    (sequence_third_axis, "axis of length 1 left over"),
    (sequence_sliding, "a row too many, the first"),
    (sequence_rows(lambda t, h: t + 1, lambda n: n + 1), "a row too many, the last"),
    (sequence_rows(lambda t, h: t + 1, lambda n: n - 1), "The last row is missing"),
    (sequence_from_the_second, "The first row is missing"),
    (sequence_rows(lambda t, h: t + h, lambda n: n), "`horizon` steps after their step"),
    (sequence_filled_after_the_horizon, "`horizon` steps after their step"),
    (sequence_shifted_series, "was shifted by `horizon`"),
    (sequence_minus, "The smallest input that shows it"),
]

RIGHT = [right_sequence_book, right_sequence_loop]
