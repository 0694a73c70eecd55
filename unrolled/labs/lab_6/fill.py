"""Exercise fill of lab 6: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole


class Filled(NamedTuple):
    """Values without gaps, and the steps since each was last seen."""

    filled: np.ndarray
    since: np.ndarray


def fill(values, start):
    return by()(values, start)


def last_seen(values):
    """Return the step at which each value was last known, -1 where it never was."""
    steps = np.arange(len(values))[:, None]
    return np.maximum.accumulate(np.where(np.isnan(values), -1, steps))


def from_last(values, start, last):
    """Return the values of the steps `last`, `start` where there is none."""
    return np.where(last >= 0, np.take_along_axis(values, np.maximum(last, 0), axis=0), start)


def carried(values, start):
    return from_last(values, start, last_seen(values))


def age(values, start):
    return np.arange(len(values))[:, None] - last_seen(values)


def by(filled=carried, since=age):
    """Return the task with other values in the gaps, or with something else beside them."""

    def run(values, start):
        given = np.array(values, float)
        return Filled(filled(given, start), since(given, start))

    return run


def put(value):
    """Return values with `value(values, start)` in every gap."""
    return lambda values, start: np.where(np.isnan(values), value(values, start), values)


def column_means(values, start):
    count = np.maximum((~np.isnan(values)).sum(axis=0), 1)
    return np.nansum(values, axis=0) / count


def means_so_far(values, start):
    known = ~np.isnan(values)
    counts = np.cumsum(known, axis=0)
    sums = np.cumsum(np.where(known, values, 0), axis=0)
    return np.where(counts > 0, sums / np.maximum(counts, 1), start)


def carried_back(values, start):
    made = carried(values[::-1], np.full(values.shape[1], np.nan))[::-1]
    return np.where(np.isnan(made), carried(values, start), made)


def straight(values, start):
    """Return straight lines across the gaps, `start` before the first known value."""
    made = carried(values, start)
    for j, column in enumerate(values.T):
        known = np.flatnonzero(~np.isnan(column))
        if len(known):
            within = np.arange(known[0], len(column))
            made[within, j] = np.interp(within, known, column[known])
    return made


def first_known_first(values, start):
    """Return the first known value before it was known, and forward from there."""
    made = carried(values, np.full(values.shape[1], np.nan))
    known = ~np.isnan(values)
    firsts = np.take_along_axis(values, known.argmax(axis=0)[None], axis=0)
    return np.where(np.isnan(made), np.where(np.isnan(firsts), start, firsts), made)


def one_step(values, start):
    before = np.concatenate([np.reshape(start, (1, -1)), values[:-1]])
    return np.where(np.isnan(values), np.where(np.isnan(before), start, before), values)


def one_step_only(values, start):
    before = np.concatenate([np.reshape(start, (1, -1)), values[:-1]])
    return np.where(np.isnan(values), before, values)


def in_reading_order(values, start):
    """Carry along rows, from the last feature of a step to the first of the next."""
    flat = values.reshape(-1, 1)
    return carried(flat, np.asarray(start)[:1]).reshape(values.shape)


def across(values, start):
    """Carry from feature to feature of one step."""
    return carried(values.T, np.full((1, len(values)), np.nan)).T


def before_it(values, start):
    """Return what was known one step earlier, at every step."""
    made = carried(values, start)
    return np.concatenate([np.reshape(start, (1, -1)), made[:-1]])


def to_start(values, start):
    """Fill with what `start` is for the first feature."""
    return from_last(values, np.asarray(start)[0], last_seen(values))


def missing(values):
    return np.isnan(values)


def total(values, start):
    return np.cumsum(missing(values), axis=0)


def age_back(values, start):
    return age(values[::-1], start)[::-1]


def row_age(values, start):
    """Count since a step at which all features were known."""
    whole = np.where(np.isnan(values).any(axis=1, keepdims=True), np.nan, 0.0)
    return np.repeat(age(whole, start), values.shape[1], axis=1)


def row_age_any(values, start):
    """Count since a step at which any feature was known."""
    whole = np.where(np.isnan(values).all(axis=1, keepdims=True), np.nan, 0.0)
    return np.repeat(age(whole, start), values.shape[1], axis=1)


def gap_length(values, start):
    """Return for each missing step how long its gap is in all."""
    gone = missing(values)
    return np.where(gone, age(values, start) + age_back(values, start) - 1, 0)


def aged(change):
    """Return `change(age, values)` in the place of the age."""
    return lambda values, start: change(age(values, start), values)


FILLS = {
    "0": (
        put(lambda values, start: 0.0),
        "The gaps were filled with 0, which is a value like any other: an empty road. Carry the "
        "last known value forward.",
    ),
    "start": (
        put(lambda values, start: np.asarray(start, float)),
        "Every gap was filled with `start`. That is for the steps before anything was known; "
        "later the last known value is carried forward.",
    ),
    "mean": (
        put(column_means),
        "The gaps were filled with the mean of the column, which knows the values that come later. "
        "Carry the last known value forward.",
    ),
    "mean so far": (
        put(means_so_far),
        "The gaps were filled with the mean of what was known so far. That looks at the past only, "
        "but asked for is the last known value.",
    ),
    "back": (
        carried_back,
        "The gaps were filled with the next known value, which was not known yet. Carry the last "
        "known value forward.",
    ),
    "line": (
        straight,
        "The gaps were filled by straight lines, and the far end of a line is a value that comes "
        "after the gap: nobody knew it then. Carry the last known value forward.",
    ),
    "first back": (
        first_known_first,
        "Before the first known value stands that value, which was not known yet. `start` "
        "belongs there.",
    ),
    "NaN": (
        lambda values, start: carried(values, np.nan),
        "Before the first known value there is still NaN. `start` belongs there, one number for "
        "each feature.",
    ),
    "0 at first": (
        lambda values, start: carried(values, 0.0),
        "Before the first known value stands 0. `start` belongs there, one number for each "
        "feature.",
    ),
    "first of start": (
        to_start,
        "Before the first known value every feature has the first number of `start`. It holds one "
        "for each feature.",
    ),
    "one step, then start": (
        one_step,
        "A value is carried one step and no further, and longer gaps go back to `start`. Carry it "
        "to the end of the gap.",
    ),
    "one step": (
        one_step_only,
        "A value is carried one step and no further, so a longer gap still holds NaN. What is "
        "carried must be the filled value of the step before, not the given one.",
    ),
    "reading order": (
        in_reading_order,
        "A value was carried from one feature to another: the array was filled in reading order. "
        "Each feature is a series of its own, down its column.",
    ),
    "across": (
        across,
        "A value was carried from one feature to another of the same step. Each feature is a "
        "series of its own, down its column.",
    ),
    "late": (
        before_it,
        "The filled values are one step late: a value that is known stays where it is.",
    ),
    "not at all": (
        lambda values, start: values,
        "`filled` still holds every gap. Carry the last known value forward, and put `start` "
        "where there is none.",
    ),
}

AGES = {
    "0": (
        lambda values, start: np.zeros(values.shape),
        "`since` is 0 everywhere. If it was meant to find NaN by ==, it finds none: NaN equals "
        "nothing, not even itself. np.isnan does.",
    ),
    "mask": (
        lambda values, start: missing(values),
        "`since` says whether a value is missing, 1 or 0. Asked is how long it has been so: 1 at "
        "the first missing step, 2 at the second.",
    ),
    "known": (
        lambda values, start: ~missing(values),
        "`since` says whether a value is known, 1 or 0. Asked is for how many steps it has not "
        "been: 0 where it is known.",
    ),
    "total": (
        total,
        "`since` counts all missing steps so far. It begins again at 0 wherever a value is known.",
    ),
    "total in the gap": (
        lambda values, start: total(values, start) * missing(values),
        "`since` counts all missing steps so far and goes on where the last gap ended. In every "
        "gap it begins with 1.",
    ),
    "back": (
        age_back,
        "`since` counts towards the next known value, which nobody knew of. It counts from the "
        "last one: 1, 2, 3.",
    ),
    "length": (
        gap_length,
        "`since` is the length of the whole gap at each of its steps, and nobody knew then when it "
        "would end. It counts from the last known value: 1, 2, 3.",
    ),
    "one more": (
        aged(lambda made, values: made + 1),
        "`since` is one too large everywhere. Where a value is known it is 0.",
    ),
    "one less": (
        aged(lambda made, values: np.maximum(made - 1, 0)),
        "`since` begins with 0 at the first missing step, as though the value were still there. "
        "It is 1 there, and 0 where the value is known.",
    ),
    "0 before the first": (
        aged(lambda made, values: np.where(last_seen(values) < 0, 0, made)),
        "Before anything was known `since` is 0, as though it had been. It counts from the "
        "beginning of the array: 1, 2, 3.",
    ),
    "from 0 before the first": (
        aged(lambda made, values: np.where(last_seen(values) < 0, made - 1, made)),
        "Before anything was known `since` begins with 0. A missing value has been missing for 1 "
        "step at least, at the first step too.",
    ),
    "-1 before the first": (
        aged(lambda made, values: np.where(last_seen(values) < 0, -1, made)),
        "Before anything was known `since` is -1. It counts from the beginning of the array: 1, 2, "
        "3.",
    ),
    "constant before the first": (
        aged(lambda made, values: np.where(last_seen(values) < 0, len(values), made)),
        "Before anything was known `since` is the length of the array. It counts from the "
        "beginning of the array: 1, 2, 3.",
    ),
    "NaN before the first": (
        aged(lambda made, values: np.where(last_seen(values) < 0, np.nan, made)),
        "Before anything was known `since` is NaN. It counts from the beginning of the array: 1, "
        "2, 3.",
    ),
    "rows, all": (
        row_age,
        "`since` counts from the last step at which *all* features were known. Each feature has a "
        "count of its own.",
    ),
    "rows, any": (
        row_age_any,
        "`since` counts from the last step at which *any* feature was known. Each feature has a "
        "count of its own.",
    ),
    "first feature": (
        lambda values, start: np.repeat(age(values, start)[:, :1], values.shape[1], axis=1),
        "`since` is that of the first feature, in every column. Each feature has a count of its "
        "own.",
    ),
    "last seen": (
        lambda values, start: last_seen(values),
        "`since` is the step at which the value was last known. Asked is how many steps ago that "
        "was.",
    ),
}

# Those that are recognised beside any other slip.
TOGETHER = ("0", "mask", "known", "total", "one less")
TOGETHER += ("0 before the first", "from 0 before the first")


def fill_trials(rng):
    """Yield series with gaps inside, at the beginning and at the end, unlike in each feature."""
    for time, features, gone in [
        (3, 1, [(1, 2, 0)]),
        (4, 1, [(0, 2, 0)]),
        (6, 1, [(1, 3, 0), (4, 6, 0)]),
        (5, 2, [(0, 1, 1), (2, 4, 0)]),
        (7, 2, [(0, 2, 0), (3, 6, 0), (1, 3, 1), (6, 7, 1)]),
        (9, 3, [(2, 3, 0), (5, 8, 0), (0, 3, 1), (4, 5, 1), (3, 5, 2), (6, 7, 2), (8, 9, 2)]),
        (11, 2, [(1, 2, 0), (3, 4, 0), (6, 10, 0), (0, 1, 1), (2, 3, 1), (8, 11, 1)]),
        (8, 4, [(0, 8, 2), (1, 2, 0), (4, 7, 0), (0, 4, 3), (5, 7, 3), (6, 7, 1)]),
    ]:
        values = draw(rng, time, features)
        for first, end, feature in gone:
            values[first:end, feature] = np.nan
        yield values, draw(rng, features)


def fill_further(rng):
    """Yield a single missing step, no gap among whole numbers, a whole start, single precision."""
    yield np.array([[np.nan, 0.5]]), draw(rng, 2)
    yield draw_whole(rng, 3, 2), draw(rng, 2)
    values = draw(rng, 5, 2)
    values[:2, 0] = values[3:, 1] = np.nan
    yield values, draw_whole(rng, 2)
    yield values.astype(np.float32), draw(rng, 2).astype(np.float32)


FILL = Exercise(
    name="lab-6/fill",
    reference=fill,
    trials=fill_trials,
    also=fill_further,
    note="Nothing in a row knows of a later one, and the network is told how old each value is.",
    mistakes=[
        *(Mistake(name, by(filled=filled), said) for name, (filled, said) in FILLS.items()),
        *(Mistake(f"since {name}", by(since=since), said) for name, (since, said) in AGES.items()),
        *(
            Mistake(f"{name}, since {other}", by(filled, since), f"{said} And {also}")
            for name, (filled, said) in FILLS.items()
            for other, (since, also) in AGES.items()
            if other in TOGETHER
        ),
        Mistake(
            "exchanged",
            lambda values, start: tuple(reversed(fill(values, start))),
            "The two results are in the wrong order: `filled` first, then `since`.",
        ),
        Mistake(
            "transposed",
            lambda values, start: tuple(part.T for part in fill(values, start)),
            "The axes are exchanged. Each row of the results belongs to a row of `values`.",
        ),
        Mistake(
            "side by side",
            lambda values, start: np.concatenate(fill(values, start), axis=1),
            "The two results are right and stand side by side in one array. Return them as two: "
            "filled, since.",
        ),
        Mistake(
            "filled only",
            lambda values, start: fill(values, start).filled,
            "`filled` is right, and `since` is missing: return filled, since.",
        ),
    ],
)
