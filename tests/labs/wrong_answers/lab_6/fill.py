"""Recorded answers to lab-6/fill, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_6._shared import SHAPE, SHOWN, result


def right_fill_loop(values, start):
    filled, since = np.array(values, float), np.zeros(values.shape)
    for j in range(values.shape[1]):
        last, age = start[j], 0
        for t in range(len(values)):
            if np.isnan(values[t, j]):
                age += 1
                filled[t, j] = last
            else:
                last, age = values[t, j], 0
            since[t, j] = age
    return filled, since


def right_fill_row_in_front(values, start):
    """Put `start` in front as a row of its own, and take it off at the end."""
    rows = np.concatenate([np.reshape(start, (1, -1)), values])
    t = np.arange(len(rows))[:, None]
    seen = np.maximum.accumulate(np.where(np.isnan(rows), 0, t), axis=0)
    return np.take_along_axis(rows, seen, axis=0)[1:], (t - seen)[1:]


def right_fill_previous_row(values, start):
    filled, since = values.astype(float), np.isnan(values).astype(int)
    before, age = np.asarray(start, float), np.zeros(len(start), int)
    for row, ages in zip(filled, since, strict=True):
        gone = np.isnan(row)
        row[gone] = before[gone]
        ages[gone] += age[gone]
        before, age = row, ages
    return filled, since


def right_fill_recursive(values, start):
    if not len(values):
        return np.zeros((0, len(start))), np.zeros((0, len(start)))
    filled, since = right_fill_recursive(values[:-1], start)
    last = filled[-1] if len(filled) else start
    age = since[-1] if len(since) else np.zeros(len(start))
    gone = np.isnan(values[-1])
    return (
        np.vstack([filled, np.where(gone, last, values[-1])]),
        np.vstack([since, np.where(gone, age + 1, 0)]),
    )


def right_fill_search(values, start):
    filled, since = [], []
    for column, first in zip(values.T, start, strict=True):
        known = np.flatnonzero(~np.isnan(column))
        which = np.searchsorted(known, np.arange(len(column)), side="right")
        filled.append(np.concatenate([[first], column[known]])[which])
        since.append(np.arange(len(column)) - np.concatenate([[-1], known])[which])
    return np.array(filled).T, np.array(since).T


def right_fill_dict(values, start):
    filled, since = right_fill_loop(values, start)
    return [filled.tolist(), since.tolist()]


def fill_of(gap=None, age=None, first=lambda start, j: start[j], count=0):
    """Return an answer that goes down each column, with other rules for gap and age."""
    gap = gap or (lambda last, column, t: last)
    age = age or (lambda age: age + 1)

    def my_fill(values, start):
        filled, since = np.array(values, float), np.zeros(values.shape)
        for j, column in enumerate(np.array(values, float).T):
            last, steps = first(start, j), count
            for t, value in enumerate(column):
                if np.isnan(value):
                    steps = age(steps)
                    filled[t, j] = gap(last, column, t)
                else:
                    last, steps = value, 0
                since[t, j] = steps
        return filled, since

    return my_fill


def with_since(since):
    """Return the right filled values and other ages, made from `values` and the right ages."""

    def my_fill(values, start):
        filled, right = right_fill_loop(values, start)
        return filled, since(np.array(values, float), right)

    return my_fill


def with_filled(filled):
    return lambda values, start: (
        filled(np.array(values, float), start),
        right_fill_loop(values, start)[1],
    )


def both(filled, since):
    return lambda values, start: (
        with_filled(filled)(values, start)[0],
        with_since(since)(values, start)[1],
    )


def zeros(values, start):
    return np.nan_to_num(values)


def starts(values, start):
    return np.where(np.isnan(values), start, values)


def means(values, start):
    filled = values.copy()
    for j, column in enumerate(filled.T):
        known = column[~np.isnan(column)]
        column[np.isnan(column)] = known.mean() if len(known) else 0
        filled[:, j] = column
    return filled


def backward(values, start):
    filled = values.copy()
    for t in reversed(range(len(filled) - 1)):
        gone = np.isnan(filled[t])
        filled[t, gone] = filled[t + 1, gone]
    return right_fill_loop(filled, start)[0]


def lines(values, start):
    filled, steps = right_fill_loop(values, start)[0], np.arange(len(values))
    for j, column in enumerate(values.T):
        known = np.flatnonzero(~np.isnan(column))
        if len(known):
            inside = np.interp(steps, known, column[known])
            filled[known[0] :, j] = inside[known[0] :]
    return filled


def lines_everywhere(values, start):
    filled, steps = right_fill_loop(values, start)[0], np.arange(len(values))
    for j, column in enumerate(values.T):
        known = np.flatnonzero(~np.isnan(column))
        if len(known):
            filled[:, j] = np.interp(steps, known, column[known])
    return filled


def no_start(values, start):
    return right_fill_loop(values, np.full(len(start), np.nan))[0]


def one_back(values, start):
    filled = values.copy()
    for t in range(1, len(values)):
        gone = np.isnan(values[t])
        filled[t, gone] = values[t - 1, gone]
    filled[0] = np.where(np.isnan(filled[0]), start, filled[0])
    return filled


def one_back_then_start(values, start):
    filled = one_back(values, start)
    return np.where(np.isnan(filled), start, filled)


def flat(values, start):
    line = values.ravel()
    t = np.arange(line.size)
    seen = np.maximum.accumulate(np.where(np.isnan(line), -1, t))
    return np.where(seen >= 0, line[np.maximum(seen, 0)], start[0]).reshape(values.shape)


def running_mean(values, start):
    filled = values.copy()
    for j, column in enumerate(values.T):
        for t in np.flatnonzero(np.isnan(column)):
            known = column[:t][~np.isnan(column[:t])]
            filled[t, j] = known.mean() if len(known) else start[j]
    return filled


def shifted(values, start):
    filled = right_fill_loop(values, start)[0]
    return np.vstack([np.reshape(start, (1, -1)), filled[:-1]])


def first_known(values, start):
    filled = no_start(values, start)
    for j, column in enumerate(values.T):
        known = column[~np.isnan(column)]
        filled[np.isnan(filled[:, j]), j] = known[0] if len(known) else start[j]
    return filled


def forever(values, right):
    return np.cumsum(np.isnan(values), axis=0)


def mask(values, right):
    return np.isnan(values).astype(float)


def towards(values, right):
    return right_fill_loop(values[::-1], np.zeros(values.shape[1]))[1][::-1]


def lengths(values, right):
    made = right.copy()
    for t in reversed(range(len(made) - 1)):
        grows = made[t + 1] > made[t]
        inside = grows & (made[t] > 0)
        made[t, inside] = made[t + 1, inside]
    return made


def never(values, right):
    return np.cumsum(~np.isnan(values), axis=0) == 0


def rows_all(values, right):
    ages, age = [], 0
    for row in values:
        age = age + 1 if np.isnan(row).any() else 0
        ages.append(np.full(len(row), age))
    return ages


def rows_any(values, right):
    ages, age = [], 0
    for row in values:
        age = age + 1 if np.isnan(row).all() else 0
        ages.append(np.full(len(row), age))
    return ages


def steps_seen(values, right):
    return np.arange(len(values))[:, None] - right


def fill_in_place(values, start):
    last = np.array(start, float)
    since = np.zeros(values.shape)
    age = np.zeros(len(last))
    for t in range(len(values)):
        gone = np.isnan(values[t])
        values[t, gone] = last[gone]
        age = np.where(gone, age + 1, 0)
        last, since[t] = values[t].copy(), age
    return values, since


def fill_one_age(values, start):
    """Keep one array of ages, which every row of the list then is."""
    age, since = np.zeros(len(start)), []
    for row in values:
        age[:] = np.where(np.isnan(row), age + 1, 0)
        since.append(age)
    return right_fill_loop(values, start)[0], np.array(since)


def fill_unwritten(values, start):
    """Write the age of missing values only."""
    filled, right = right_fill_loop(values, start)
    since = np.empty(values.shape)
    since[right > 0] = right[right > 0]
    return filled, since


def fill_compares(values, start):
    """Look for NaN with ==, which nothing equals, NaN neither."""
    return np.where(values == np.nan, start, values), np.where(values == np.nan, 1, 0)


def fill_backwards_age(values, start):
    filled, since = right_fill_loop(values, start)
    return filled, -since


def fill_ages_as_hours(values, start):
    filled, since = right_fill_loop(values, start)
    return filled, since / 24


def fill_whole(values, start):
    filled, since = right_fill_loop(values, start)
    return filled.astype(int), since


def fill_start_in_place(values, start):
    filled, since = np.array(values, float), np.zeros(values.shape)
    age = np.zeros(len(start))
    for t, row in enumerate(filled):
        gone = np.isnan(row)
        start[~gone] = row[~gone]
        filled[t] = start
        age = np.where(gone, age + 1, 0)
        since[t] = age
    return filled, since


FIRST = "count from the beginning of the array"

WRONG = [
    (with_filled(zeros), "an empty road"),
    (both(zeros, mask), "And `since` says whether a value is missing"),
    (both(zeros, forever), "And `since` counts all missing steps"),
    (with_filled(starts), "Every gap was filled with `start`"),
    (fill_of(gap=lambda last, column, t: 0.0), "an empty road"),
    (with_filled(means), "the mean of the column"),
    (both(means, mask), "And `since` says whether a value is missing"),
    (with_filled(backward), "the next known value"),
    (with_filled(lines), "by straight lines"),
    (with_filled(lines_everywhere), SHOWN),
    (with_filled(first_known), "stands that value"),
    (with_filled(no_start), "there is still NaN"),
    (fill_of(first=lambda start, j: np.nan), "there is still NaN"),
    (fill_of(first=lambda start, j: 0.0), "stands 0"),
    (fill_of(first=lambda start, j: start[0]), "the first number of `start`"),
    (fill_of(first=lambda start, j: start[-1]), SHOWN),
    (with_filled(one_back), "so a longer gap still holds NaN"),
    (with_filled(one_back_then_start), "longer gaps go back to `start`"),
    (with_filled(flat), "filled in reading order"),
    (with_filled(running_mean), "looks at the past only"),
    (with_filled(shifted), "one step late"),
    (with_filled(lambda values, start: values), "still holds every gap"),
    (both(lambda values, start: values, mask), "And `since` says whether"),
    (fill_of(gap=lambda last, column, t: last / 2), SHOWN),
    (with_since(mask), "1 or 0. Asked is how long"),
    (with_since(lambda values, right: np.isnan(values)), "1 or 0. Asked is how long"),
    (with_since(lambda values, right: ~np.isnan(values)), "says whether a value is known"),
    (with_since(forever), "It begins again at 0"),
    (with_since(lambda v, r: forever(v, r) * mask(v, r)), "where the last gap ended"),
    (with_since(towards), "counts towards the next known"),
    (with_since(lengths), "the length of the whole gap"),
    (with_since(lambda v, r: r + 1), "one too large everywhere"),
    (with_since(lambda v, r: np.maximum(r - 1, 0)), "as though the value were still there"),
    (fill_of(age=lambda age: age + 1, count=-1), "begins with 0"),
    (with_since(lambda v, r: np.where(never(v, r), 0, r)), "as though it had been"),
    (with_since(lambda v, r: np.where(never(v, r), -1, r)), "`since` is -1"),
    (with_since(lambda v, r: np.where(never(v, r), np.nan, r)), "`since` is NaN"),
    (with_since(lambda v, r: np.where(never(v, r), len(v), r)), "is the length of the array"),
    (with_since(lambda v, r: np.where(never(v, r), 999, r)), SHOWN),
    (with_since(rows_all), "at which *all* features"),
    (with_since(rows_any), "at which *any* feature"),
    (with_since(lambda v, r: np.repeat(r[:, :1], v.shape[1], axis=1)), "that of the first feature"),
    (with_since(steps_seen), "is the step at which"),
    (with_since(lambda v, r: r[:, 0]), SHAPE),
    (with_since(lambda v, r: r.max(axis=1)), SHAPE),
    (fill_backwards_age, "Right already: filled"),
    (fill_ages_as_hours, "Right already: filled"),
    (fill_whole, "so the decimals are lost"),
    (fill_in_place, "changes values while it runs"),
    (fill_start_in_place, "changes start while it runs"),
    (fill_one_age, "Right already: filled"),
    (fill_unwritten, "were never written"),
    (fill_compares, "NaN equals nothing"),
    (fill_of(count=1), SHOWN),
    (fill_of(age=lambda age: 2 * age + 1), SHOWN),
    (result(right_fill_loop, lambda r: r[0]), "`since` is missing"),
    (result(right_fill_loop, lambda r: r[::-1]), "in the wrong order"),
    (result(right_fill_loop, lambda r: (r[0].T, r[1].T)), "The axes are exchanged"),
    (result(right_fill_loop, lambda r: np.hstack(r)), "side by side in one array"),
    (result(right_fill_loop, lambda r: (*r, np.isnan(r[0]))), "must hold 2 things"),
]

RIGHT = [
    right_fill_loop,
    right_fill_row_in_front,
    right_fill_previous_row,
    right_fill_recursive,
    right_fill_search,
    right_fill_dict,
    fill_of(),
]
