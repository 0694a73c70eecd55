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


def right_sequence_windows(series, n_steps, horizon):
    return sliding_window_view(series[:, 1:, 0], horizon, axis=1)


def right_sequence_index(series, n_steps, horizon):
    t, k = np.ogrid[:n_steps, 1 : horizon + 1]
    return series[:, t + k, 0]


def right_sequence_lists(series, n_steps, horizon):
    rows = series[:, :, 0].tolist()
    return [[row[t + 1 : t + 1 + horizon] for t in range(n_steps)] for row in rows]


def right_sequence_rolled(series, n_steps, horizon):
    flat = series[..., 0]
    later = [np.roll(flat, -k, axis=1)[:, :n_steps] for k in range(1, 1 + horizon)]
    return np.array(later).transpose(1, 2, 0)


def right_sequence_joined(series, n_steps, horizon):
    later = [series[:, k : n_steps + k] for k in range(1, horizon + 1)]
    return np.concatenate(later, axis=2).astype(np.float32)


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


def sequence_one_column_too_many(series, n_steps, horizon):
    columns = [series[:, k : k + n_steps, 0] for k in range(1, horizon + 2)]
    return np.stack(columns, axis=-1)


def sequence_minus(series, n_steps, horizon):
    return -right_sequence_loop(series, n_steps, horizon)


def sequence_made_of(change):
    def my_sequence_targets(series, n_steps, horizon):
        return change(right_sequence_index(series, n_steps, horizon))

    return my_sequence_targets


def sequence_rolled_forward(series, n_steps, horizon):
    later = [np.roll(series[:, :, 0], k, axis=1)[:, :n_steps] for k in range(1, horizon + 1)]
    return np.stack(later, axis=-1)


def sequence_changes(series, n_steps, horizon):
    return right_sequence_index(series, n_steps, horizon) - series[:, :n_steps]


def sequence_own_in_front(series, n_steps, horizon):
    return sliding_window_view(series[:, :, 0], horizon + 1, axis=1)


def sequence_last_unfilled(series, n_steps, horizon):
    target = np.empty((len(series), n_steps, horizon))
    for t in range(n_steps - 1):
        target[:, t] = series[:, t + 1 : t + 1 + horizon, 0]
    return target


def sequence_far_end(series, n_steps, horizon):
    return series[:, horizon:]


def sequence_first_series(series, n_steps, horizon):
    right = right_sequence_index(series, n_steps, horizon)
    return np.repeat(right[:1], len(series), axis=0)


def sequence_cycled(series, n_steps, horizon):
    """Stay inside what the network reads, and begin again at its end."""
    t, k = np.ogrid[:n_steps, 1 : horizon + 1]
    return series[:, (t + k) % n_steps, 0]


def sequence_standing_still(series, n_steps, horizon):
    """Stop at the last value that the network reads."""
    t, k = np.ogrid[:n_steps, 1 : horizon + 1]
    return series[:, np.minimum(t + k, n_steps - 1), 0]


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
    (sequence_rows(lambda t, h: t + 1, lambda n: n + 1), "The pieces differ in length"),
    (sequence_rows(lambda t, h: t + 1, lambda n: n - 1), "The last row is missing"),
    (sequence_from_the_second, "The first row is missing"),
    (sequence_rows(lambda t, h: t + h, lambda n: n), "With a horizon of 1 this is right"),
    (sequence_one_column_too_many, "The pieces differ in length"),
    (sequence_filled_after_the_horizon, "`horizon` steps after their step"),
    (sequence_shifted_series, "was shifted by `horizon`"),
    (sequence_minus, "The smallest input that shows it"),
    (sequence_rolled_forward, "moved the wrong way"),
    (sequence_changes, "These are the changes"),
    (sequence_own_in_front, "stands in front"),
    (sequence_made_of(lambda target: target[:, :, ::-1]), "in reverse order"),
    (sequence_made_of(lambda target: target[:, ::-1]), "The smallest input that shows it"),
    (sequence_made_of(lambda target: target.swapaxes(0, 1)), "Time comes first"),
    (sequence_made_of(lambda target: target.reshape(len(target), -1)), "the shape expected is"),
    (sequence_made_of(lambda target: target.mean(axis=2)), "the shape expected is"),
    (sequence_made_of(lambda target: target.cumsum(axis=2)), "The smallest input that shows it"),
    (sequence_made_of(lambda target: target.astype(int)), "holds whole numbers"),
    (sequence_made_of(lambda target: target[:, :, :1]), "the next value only"),
    (sequence_made_of(lambda target: target[:, :, -1:]), "only the value `horizon` steps ahead"),
    (sequence_far_end, "only the value `horizon` steps ahead"),
    (sequence_last_unfilled, ""),
    (lambda series, n_steps, horizon: np.empty((len(series), n_steps, horizon)), ""),
    (sequence_first_series, "The smallest input that shows it"),
    (sequence_cycled, "The smallest input that shows it"),
    (sequence_standing_still, "The smallest input that shows it"),
    (lambda series, n_steps, horizon: series[:, :n_steps], "the shape expected is"),
]

RIGHT = [
    right_sequence_book,
    right_sequence_loop,
    right_sequence_windows,
    right_sequence_index,
    right_sequence_lists,
    right_sequence_rolled,
    right_sequence_joined,
]
