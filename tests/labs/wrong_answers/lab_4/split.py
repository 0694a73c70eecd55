"""Recorded answers to lab-4/split, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled import series as book_series


def right_split_book(n_windows, n_steps, horizon, validation_start, test_start):
    shares = np.diff([0, validation_start, test_start, n_windows]) / n_windows
    parts = book_series.chronological_split(n_windows, horizon, shares)
    return [range(n_windows)[part] for part in parts]


def right_split_by_targets(n_windows, n_steps, horizon, validation_start, test_start):
    numbers = np.arange(n_windows)
    last = numbers + n_steps + horizon - 1  # last step of each target
    train = numbers[last < validation_start + n_steps]
    validation = (numbers >= validation_start) & (last < test_start + n_steps)
    return train, numbers[validation], numbers[numbers >= test_start]


def split_ends(train, validation, begin=lambda v, t, n, h: (v, t)):
    def my_split(n_windows, n_steps, horizon, v, t):
        first, second = begin(v, t, n_steps, horizon)
        return (
            np.arange(train(v, n_steps, horizon)),
            np.arange(first, validation(t, n_steps, horizon)),
            np.arange(second, n_windows),
        )

    return my_split


def less(gap):
    return [lambda boundary, n, h: boundary - gap(n, h)] * 2


def split_at_random(n_windows, n_steps, horizon, validation_start, test_start):
    order = np.random.RandomState(42).permutation(n_windows)
    return np.split(order, [validation_start, test_start])


def split_sorted_draw(n_windows, n_steps, horizon, validation_start, test_start):
    numbers = np.arange(n_windows)
    np.random.RandomState(123).shuffle(numbers)
    parts = np.split(numbers, [validation_start, test_start])
    return [sorted(part) for part in parts]


def split_unseeded(n_windows, n_steps, horizon, validation_start, test_start):
    order = np.random.default_rng().permutation(n_windows)
    return order[:validation_start], order[validation_start:test_start], order[test_start:]


def split_every_fourth(n_windows, n_steps, horizon, validation_start, test_start):
    numbers = np.arange(n_windows)
    return numbers[numbers % 4 < 2], numbers[numbers % 4 == 2], numbers[numbers % 4 == 3]


def split_draw_with_gap(n_windows, n_steps, horizon, validation_start, test_start):
    gap = horizon - 1
    order = np.random.default_rng(77).permutation(n_windows)
    train, validation = order[: validation_start - gap], order[validation_start : test_start - gap]
    return train, validation, order[test_start:]


def split_slices(n_windows, n_steps, horizon, validation_start, test_start):
    gap = horizon - 1
    train, validation = slice(0, validation_start - gap), slice(validation_start, test_start - gap)
    return train, validation, slice(test_start, n_windows)


def split_masks(n_windows, n_steps, horizon, v, t):
    i = np.arange(n_windows)
    return i < v - horizon + 1, (i >= v) & (i < t - horizon + 1), i >= t


WRONG = [
    (split_at_random, "drawn at random"),
    (split_sorted_draw, "not the order of time"),
    (split_draw_with_gap, "not the order of time"),
    (split_unseeded, "drawn at random"),
    (split_every_fourth, "lie between those of another"),
    (
        split_ends(*less(lambda n, h: (h - 1) // 2), lambda v, t, n, h: (v + h // 2, t + h // 2)),
        "half of it was taken",
    ),
    (split_ends(*less(lambda n, h: 0)), "There is no gap"),
    (split_ends(*less(lambda n, h: h)), "one window too wide"),
    (split_ends(*less(lambda n, h: n + h - 1)), "it is a waste"),
    (split_ends(*less(lambda n, h: n)), "comes from n_steps"),
    (
        split_ends(*less(lambda n, h: 0), lambda v, t, n, h: (v + h - 1, t + h - 1)),
        "on the wrong side",
    ),
    (
        split_ends(*less(lambda n, h: h - 1), lambda v, t, n, h: (v - h + 1, t - h + 1)),
        "put at the beginning of the next",
    ),
    (
        split_ends(lambda v, n, h: v, lambda t, n, h: t - h + 1),
        "none between training and validation",
    ),
    (split_slices, "train is a value of type slice"),
    (split_masks, "masks of True and False"),
]

RIGHT = [right_split_book, right_split_by_targets]
