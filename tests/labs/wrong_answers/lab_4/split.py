"""Recorded answers to lab-4/split, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

from itertools import pairwise

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


def right_split_loop(n_windows, n_steps, horizon, validation_start, test_start):
    """Ask of every window whether its target touches one of the next part."""
    parts = [], [], []
    for i in range(n_windows):
        if i >= test_start:
            parts[2].append(i)
        elif i >= validation_start:
            if i + horizon <= test_start:
                parts[1].append(i)
        elif i + horizon <= validation_start:
            parts[0].append(i)
    return parts


def right_split_cut(n_windows, n_steps, horizon, validation_start, test_start):
    first, second, third = np.split(np.arange(n_windows), [validation_start, test_start])
    gap = horizon - 1
    return first[: len(first) - gap], second[: len(second) - gap], third


def right_split_sets(n_windows, n_steps, horizon, validation_start, test_start):
    """Leave out every window that has a target value in common with the part after it."""

    def targets(windows):
        return {i + n_steps + k for i in windows for k in range(horizon)}

    starts = [0, validation_start, test_start, n_windows]
    parts = [range(a, b) for a, b in pairwise(starts)]
    for i, after in [(0, parts[1]), (1, parts[2])]:
        parts[i] = [w for w in parts[i] if not targets([w]) & targets(after)]
    return {"train": parts[0], "validation": parts[1], "test": parts[2]}.values()


def right_split_flatnonzero(n_windows, n_steps, horizon, v, t):
    i = np.arange(n_windows)
    parts = i < v - horizon + 1, (i >= v) & (i <= t - horizon), i >= t
    return [np.flatnonzero(part) for part in parts]


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


def split_test_in_time(n_windows, n_steps, horizon, validation_start, test_start):
    """Draw training and validation at random, and keep the end for the test."""
    gap = horizon - 1
    order = np.random.default_rng(5).permutation(test_start - gap)
    cut = validation_start - gap
    return np.sort(order[:cut]), np.sort(order[cut:]), np.arange(test_start, n_windows)


def split_every_second(n_windows, n_steps, horizon, validation_start, test_start):
    gap = horizon - 1
    train = np.arange(0, validation_start - gap, 2)
    return train, np.arange(validation_start, test_start - gap), np.arange(test_start, n_windows)


def split_side_by_side(n_windows, n_steps, horizon, v, t):
    """Keep windows whose targets touch none of their neighbours'."""
    return [np.arange(*ends, horizon) for ends in [(0, v), (v, t), (t, n_windows)]]


def split_overlapping(n_windows, n_steps, horizon, v, t):
    w = horizon - 1
    return np.arange(0, v), np.arange(v - w, t), np.arange(t - w, n_windows)


def split_by_shares(n_windows, n_steps, horizon, validation_start, test_start):
    first, second, gap = int(0.6 * n_windows), int(0.8 * n_windows), horizon - 1
    return np.arange(first - gap), np.arange(first, second - gap), np.arange(second, n_windows)


def split_two_parts(n_windows, n_steps, horizon, validation_start, test_start):
    return np.arange(validation_start - horizon + 1), np.arange(test_start, n_windows)


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
    (split_test_in_time, "lie between those of another"),
    (split_every_second, "the shape expected is"),
    (split_side_by_side, "the shape expected is"),
    (split_overlapping, "the shape expected is"),
    (split_by_shares, "the shape expected is"),
    (split_two_parts, "must hold 3 things"),
    (split_ends(*less(lambda n, h: 1)), "One window is left out at each boundary"),
    (split_ends(*less(lambda n, h: n - 1)), "comes from n_steps"),
    (split_ends(*less(lambda n, h: n + h)), "a whole window and its target wide"),
    (split_ends(*less(lambda n, h: h + 1)), "the shape expected is"),
    (split_ends(*less(lambda n, h: h - 2)), "end one window too late"),
    (split_ends(*less(lambda n, h: max(n, h) - 1)), "the shape expected is"),
    (split_ends(*less(lambda n, h: 2 * (h - 1))), "the shape expected is"),
    (
        split_ends(lambda v, n, h: v - h + 1, lambda t, n, h: t),
        "There is a gap before validation, and none before the test",
    ),
    (
        split_ends(*less(lambda n, h: h - 1), lambda v, t, n, h: (v + h - 1, t + h - 1)),
        "on both sides of each boundary",
    ),
    (
        split_ends(*less(lambda n, h: h - 1), lambda v, t, n, h: (v + 1, t + 1)),
        "begin one window late",
    ),
    (
        lambda n, *args: right_split_cut(n - 1, *args),
        "The last window is missing in the test part",
    ),
    (
        lambda *args: [part[i == 0 :] for i, part in enumerate(right_split_cut(*args))],
        "The first window is missing",
    ),
    (
        lambda n, n_steps, *args: [part + n_steps for part in right_split_cut(n, n_steps, *args)],
        "These are time steps",
    ),
    (lambda *args: [len(part) for part in right_split_cut(*args)], "the sizes of the parts"),
    (lambda *args: [(p[0], p[-1] + 1) for p in right_split_cut(*args)], "the ends of each part"),
    (lambda *args: [p[::-1] for p in right_split_cut(*args)], "not the right numbers"),
    (lambda n, *args: split_ends(*less(lambda n, h: h - 1))(n, *args)[:2], "3 things"),
    (
        lambda n, n_steps, h, v, t: (
            np.arange(v - h + 1),
            np.arange(v, t),
            np.arange(t, n - h + 1),
        ),
        "validation has shape",
    ),
]

RIGHT = [
    right_split_book,
    right_split_by_targets,
    right_split_loop,
    right_split_cut,
    lambda *args: list(right_split_sets(*args)),
    right_split_flatnonzero,
]
