"""Recorded answers to lab-6/split, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_6._shared import SHAPE, SHOWN, result


def right_split_loop(origin, horizon, validation_start, test_start):
    train, validation, test = [], [], []
    for i, o in enumerate(origin.tolist()):
        first, last = o + 1, o + horizon
        if last < validation_start:
            train.append(i)
        elif first >= validation_start and last < test_start:
            validation.append(i)
        elif first >= test_start:
            test.append(i)
    return train, validation, test


def right_split_search(origin, horizon, validation_start, test_start):
    """Look the four boundaries up; origins are in the order of time."""
    a = np.searchsorted(origin, validation_start - horizon)
    b = np.searchsorted(origin, validation_start - 1)
    c = np.searchsorted(origin, test_start - horizon)
    d = np.searchsorted(origin, test_start - 1)
    return range(a), range(b, max(b, c)), range(d, len(origin))


def right_split_part_of_each_target(origin, horizon, validation_start, test_start):
    """Say of every target value in which part it lies; keep windows that are all in one."""
    steps = origin[:, None] + np.arange(1, horizon + 1)
    part = np.digitize(steps, [validation_start, test_start])
    whole = part.min(axis=1) == part.max(axis=1)
    return [np.flatnonzero(whole & (part[:, 0] == k)) for k in range(3)]


def right_split_sets(origin, horizon, validation_start, test_start):
    end = int(origin[-1]) + horizon + 1
    parts = [range(validation_start), range(validation_start, test_start), range(test_start, end)]
    targets = [set(range(o + 1, o + horizon + 1)) for o in origin.tolist()]
    return [np.array([i for i, t in enumerate(targets) if t <= set(part)]) for part in parts]


def right_split_where(origin, horizon, v, t):
    number = np.arange(len(origin))
    validation = np.logical_and(origin > v - 2, origin < t - horizon)
    return number[origin < v - horizon], number[validation], number[origin > t - 2]


def right_split_dict(origin, horizon, v, t):
    first, last = origin + 1, origin + horizon
    masks = {"train": last < v, "validation": (first >= v) & (last < t), "test": first >= t}
    return tuple(np.nonzero(mask)[0] for mask in masks.values())


def first_in(o, h, start):
    return o + 1 >= start


def last_before(o, h, start):
    return o + h < start


def split_of(begin=first_in, end=last_before, begin_test=None, end_validation=None):
    """Return an answer with other rules, asked window by window."""

    def my_split(origin, horizon, validation_start, test_start):
        parts, n = ([], [], []), len(origin)
        for i in range(n):
            args = origin[i], horizon
            if end(*args, validation_start):
                parts[0].append(i)
            if begin(*args, validation_start) and (end_validation or end)(*args, test_start):
                parts[1].append(i)
            if (begin_test or begin)(*args, test_start):
                parts[2].append(i)
        return parts

    return my_split


def split_counted(gap, side="left", shift=1):
    def my_split(origin, horizon, validation_start, test_start):
        v, t = np.searchsorted(origin, [validation_start - shift, test_start - shift], side=side)
        w = gap(horizon)
        return np.arange(v - w), np.arange(v, t - w), np.arange(t, len(origin))

    return my_split


def split_lab_4(origin, horizon, validation_start, test_start):
    gap, n = horizon - 1, len(origin)
    return (
        np.arange(validation_start - gap),
        np.arange(validation_start, test_start - gap),
        np.arange(test_start, n),
    )


def split_at_random(origin, horizon, validation_start, test_start):
    order = np.random.RandomState(0).permutation(len(origin))
    v, t = np.searchsorted(origin, [validation_start, test_start])
    return np.split(order, [v, t])


def split_random_train(origin, horizon, validation_start, test_start):
    train, validation, test = right_split_loop(origin, horizon, validation_start, test_start)
    rest = np.random.RandomState(8).permutation(train + validation)
    return np.sort(rest[: len(train)]), np.sort(rest[len(train) :]), test


def split_every_third(origin, horizon, validation_start, test_start):
    i = np.arange(len(origin))
    return i[i % 3 == 0], i[i % 3 == 1], i[i % 3 == 2]


def split_by_shares(origin, horizon, validation_start, test_start):
    n = len(origin)
    return np.split(np.arange(n), [n // 3, 2 * n // 3])


def split_sorted_stamps(origin, horizon, validation_start, test_start):
    origin.sort()
    origin += 1
    train = np.flatnonzero(origin + horizon - 1 < validation_start)
    inside = (origin >= validation_start) & (origin + horizon - 1 < test_start)
    return train, np.flatnonzero(inside), np.flatnonzero(origin >= test_start)


def split_and(origin, horizon, validation_start, test_start):
    """Join two masks by `and`, which arrays refuse."""
    return (
        np.flatnonzero(origin + horizon < validation_start),
        np.flatnonzero(origin + 1 >= validation_start and origin + horizon < test_start),
        np.flatnonzero(origin + 1 >= test_start),
    )


def split_tuples(origin, horizon, validation_start, test_start):
    """Leave the tuple that np.where returns as it is."""
    return [np.where(np.isin(np.arange(len(origin)), part)) for part in
            right_split_loop(origin, horizon, validation_start, test_start)]  # fmt: skip


def split_without_gaps(origin, horizon, validation_start, test_start):
    """Also drop windows that come after a gap of the origins."""
    complete = np.r_[True, np.diff(origin) == 1]
    parts = right_split_loop(origin, horizon, validation_start, test_start)
    return [[i for i in part if complete[i]] for part in parts]


def each(change):
    """Change every part of the right answer: a function of (part, origin)."""
    return lambda origin, *rest: [
        change(np.array(part), origin) for part in right_split_loop(origin, *rest)
    ]


def part(number, change):
    def my_split(origin, horizon, v, t):
        parts = right_split_loop(origin, horizon, v, t)
        parts[number][:] = change(origin, horizon, v, t)
        return parts

    return my_split


def windows(mask):
    return np.flatnonzero(mask).tolist()


LATE = "begin one step late"
EARLY = "only reach into them"

WRONG = [
    (split_of(begin=lambda o, h, s: o >= s), LATE),
    (split_of(begin=lambda o, h, s: o + 1 > s), LATE),
    (split_of(begin=lambda o, h, s: o > s), "begin two steps late"),
    (split_of(begin=lambda o, h, s: o + h >= s), EARLY),
    (split_of(begin=lambda o, h, s: o + h > s), "whose first ones need not"),
    (split_of(begin=lambda o, h, s: o + 1 >= s + h - 1), "left out after the boundary"),
    (split_of(begin=lambda o, h, s: o + 2 >= s), SHAPE),
    (split_of(begin=lambda o, h, s: o >= s + h), SHAPE),
    (split_of(end=lambda o, h, s: o < s), "end by the *origin* of a window"),
    (split_of(end=lambda o, h, s: o + 1 < s), "values that the next part is judged by"),
    (split_of(end=lambda o, h, s: o + h <= s), "keep one step too much"),
    (split_of(end=lambda o, h, s: o + h < s - 1), "end one step early"),
    (split_of(end=lambda o, h, s: o + h + 1 < s), "end one step early"),
    (split_of(end=lambda o, h, s: o + 2 * h <= s), "a whole horizon too early"),
    (split_of(end=lambda o, h, s: o <= s), SHAPE),
    (
        split_of(lambda o, h, s: o >= s, lambda o, h, s: o < s),
        "And: Training and validation end by",
    ),
    (split_of(lambda o, h, s: o >= s, lambda o, h, s: o + h < s), LATE),
    (
        split_of(lambda o, h, s: o >= s, lambda o, h, s: o + h <= s),
        "And: Training and validation ke",
    ),
    (
        split_of(lambda o, h, s: o > s, lambda o, h, s: o + h < s - 1),
        "And: Training and validation",
    ),
    (split_of(lambda o, h, s: o + h >= s, lambda o, h, s: o + h <= s), "only reach into them"),
    (
        split_of(lambda o, h, s: o + h >= s, lambda o, h, s: o < s),
        "And: Training and validation end",
    ),
    (split_of(lambda o, h, s: o + 1 >= s + h - 1, lambda o, h, s: o + 1 < s), "after the boundary"),
    (split_of(end_validation=lambda o, h, s: o + 1 < s), "targets in the test"),
    (split_of(end=lambda o, h, s: o + 1 < s, end_validation=last_before), "targets in validation"),
    (split_of(begin_test=lambda o, h, s: o >= s), SHAPE),
    (split_counted(lambda h: h - 1), "So many *windows* were left out"),
    (split_counted(lambda h: h), "So many *windows* were left out"),
    (split_counted(lambda h: h - 1, shift=0), "So many *windows* were left out"),
    (split_counted(lambda h: h, shift=0), "So many *windows* were left out"),
    (split_counted(lambda h: 0), "values that the next part is judged by"),
    (split_counted(lambda h: 0, shift=0), "And: Training and validation end by"),
    (split_counted(lambda h: 1), SHAPE),
    (
        lambda o, h, v, t: split_lab_4(o, h, v - o[0] - 1, t - o[0] - 1),
        "taken for numbers of windows",
    ),
    (split_lab_4, "taken for numbers of windows"),
    (split_at_random, "not the order of time"),
    (split_random_train, "not the order of time"),
    (split_every_third, "not the order of time"),
    (split_by_shares, SHAPE),
    (split_sorted_stamps, "changes origin while it runs"),
    (split_and, "is ambiguous"),
    (split_tuples, SHAPE),
    (split_without_gaps, "after each gap of `origin`"),
    (each(lambda p, origin: origin[p]), "These are the origins"),
    (each(lambda p, origin: origin[p] + 1), SHOWN),
    (each(lambda p, origin: origin[p] - origin[0]), "since the first origin"),
    (each(lambda p, origin: np.isin(np.arange(len(origin)), p)), "masks of True and False"),
    (each(lambda p, origin: len(p)), "sizes of the parts"),
    (each(lambda p, origin: p + 1), "counted from 1"),
    (each(lambda p, origin: p[::-1]), SHOWN),
    (each(lambda p, origin: (p[0], p[-1])), SHAPE),
    (each(lambda p, origin: slice(p[0], p[-1] + 1)), "a value of type slice"),
    (each(lambda p, origin: p[:-1]), SHAPE),
    (part(1, lambda o, h, v, t: windows(o + 1 >= v)), "holds the test"),
    (part(0, lambda o, h, v, t: windows(o + h < t)), "holds the validation windows"),
    (part(2, lambda o, h, v, t: windows(o + h < 0)), SHAPE),
    (part(0, lambda o, h, v, t: windows((o + h < v) & (o - o[0] > h))), SHAPE),
    (result(right_split_loop, lambda r: r[::-1]), "train, validation, test"),
    (result(right_split_loop, lambda r: r[:2]), "must hold 3 things"),
    (result(right_split_loop, lambda r: (r[0] + r[1], r[2])), "must hold 3 things"),
]

RIGHT = [
    right_split_loop,
    right_split_search,
    right_split_part_of_each_target,
    right_split_sets,
    right_split_where,
    right_split_dict,
    split_of(),
]
