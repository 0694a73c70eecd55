"""Recorded answers to lab-6/grid, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.series import regular_grid
from wrong_answers.lab_6._shared import SHAPE, SHOWN, result


def right_grid_book(time, values, step):
    time, rows = np.unique(time, return_index=True)
    return regular_grid(time, values[rows], step).values


def right_grid_backwards(time, values, step):
    """Write the rows from the last to the first, so that the first has the last word."""
    grid = np.full((max(time) - min(time)) // step + 1, np.nan)
    grid[(time[::-1] - min(time)) // step] = values[::-1]
    return grid


def right_grid_dict(time, values, step):
    known = {}
    for stamp, value in zip(time.tolist(), values.tolist(), strict=True):
        known.setdefault(stamp, value)
    return [known.get(t, float("nan")) for t in range(min(known), max(known) + 1, step)]


def right_grid_loop(time, values, step):
    first = time.min()
    grid = np.ones((time.max() - first) // step + 1) * np.nan
    for stamp, value in zip(time, values, strict=True):
        place = (stamp - first) // step
        if np.isnan(grid[place]):
            grid[place] = value
    return grid


def right_grid_search(time, values, step):
    order = np.argsort(time, kind="stable")
    stamps = np.arange(time.min(), time.max() + step, step)
    at = np.searchsorted(time[order], stamps)
    return np.where(time[order][at] == stamps, values[order][at], np.nan)


def right_grid_table(time, values, step):
    stamps = np.arange(time.min(), time.max() + 1, step)
    hits = stamps[:, None] == time
    return np.where(hits.any(axis=1), np.asarray(values)[hits.argmax(axis=1)], np.nan)


def grid_of(fill=np.nan, first=np.min, size=lambda last, first, step: (last - first) // step + 1,
            place=lambda t, first, step: (t - first) // step):  # fmt: skip
    """Return an answer that assigns all rows at once: the last of a stamp stays."""

    def my_grid(time, values, step):
        time, rows = np.unique(time, return_index=True) if first is np.min else (time, ...)
        begin = first(time)
        grid = np.full(size(time.max(), begin, step), fill, dtype=float)
        grid[place(time, begin, step)] = values[rows]
        return grid

    return my_grid


def grid_last_wins(time, values, step):
    grid = np.full((time.max() - time.min()) // step + 1, np.nan)
    grid[(time - time.min()) // step] = values
    return grid


def grid_last_wins_zero(time, values, step):
    grid = np.zeros((time.max() - time.min()) // step + 1)
    grid[(time - time.min()) // step] = values
    return grid


def grid_dict_last(time, values, step):
    known = dict(zip(time, values, strict=True))
    return [known.get(t, np.nan) for t in range(time.min(), time.max() + 1, step)]


def grid_added(time, values, step):
    grid = np.zeros((time.max() - time.min()) // step + 1)
    np.add.at(grid, (time - time.min()) // step, values)
    return grid


def grid_added_nan(time, values, step):
    place = (time - time.min()) // step
    total, count = np.bincount(place, values), np.bincount(place)
    return np.where(count > 0, total, np.nan)


def grid_mean(time, values, step):
    place = (time - time.min()) // step
    with np.errstate(all="ignore"):
        return np.bincount(place, values) / np.bincount(place)


def grid_mean_zero(time, values, step):
    place = (time - time.min()) // step
    return np.bincount(place, values) / np.maximum(np.bincount(place), 1)


def grid_grouped(choose):
    def my_grid(time, values, step):
        stamps = range(time.min(), time.max() + 1, step)
        return [choose(values[time == t]) if t in time else np.nan for t in stamps]

    return my_grid


def grid_thrown_away(time, values, step):
    stamps, counts = np.unique(time, return_counts=True)
    known = [
        values[time == t][0] if c == 1 else np.nan for t, c in zip(stamps, counts, strict=True)
    ]
    grid = np.full((stamps[-1] - stamps[0]) // step + 1, np.nan)
    grid[(stamps - stamps[0]) // step] = known
    return grid


def grid_forward(time, values, step):
    grid = right_grid_loop(time, values, step)
    for i in range(1, len(grid)):
        if np.isnan(grid[i]):
            grid[i] = grid[i - 1]
    return grid


def grid_backward(time, values, step):
    grid = right_grid_loop(time, values, step)
    for i in reversed(range(len(grid) - 1)):
        if np.isnan(grid[i]):
            grid[i] = grid[i + 1]
    return grid


def grid_interpolated(time, values, step):
    stamps, rows = np.unique(time, return_index=True)
    return np.interp(np.arange(stamps[0], stamps[-1] + 1, step), stamps, values[rows])


def grid_mean_filled(time, values, step):
    grid = right_grid_loop(time, values, step)
    grid[np.isnan(grid)] = np.nanmean(grid)
    return grid


def grid_unique_only(time, values, step):
    return values[np.unique(time, return_index=True)[1]]


def grid_unique_unsorted(time, values, step):
    seen, kept = set(), []
    for stamp, value in zip(time.tolist(), values, strict=True):
        if stamp not in seen:
            seen.add(stamp)
            kept.append(value)
    return np.array(kept)


def grid_sorted_only(time, values, step):
    return [value for _, value in sorted(zip(time, values, strict=True), key=lambda row: row[0])]


def grid_one_nan(time, values, step):
    stamps, rows = np.unique(time, return_index=True)
    made = []
    for i, stamp in enumerate(stamps):
        if i and stamp - stamps[i - 1] > step:
            made.append(np.nan)
        made.append(values[rows[i]])
    return np.array(made)


def grid_from_first_row(time, values, step):
    grid = np.full((time.max() - time[0]) // step + 1, np.nan)
    for stamp, value in zip(time[::-1], values[::-1], strict=True):
        grid[(stamp - time[0]) // step] = value
    return grid


def grid_to_last_row(time, values, step):
    grid = np.full((time[-1] - time.min()) // step + 1, np.nan)
    for stamp, value in zip(time, values, strict=True):
        if np.isnan(grid[(stamp - time.min()) // step]):
            grid[(stamp - time.min()) // step] = value
    return grid


def grid_taken_as_sorted(time, values, step):
    grid = np.full((time[-1] - time[0]) // step + 1, np.nan)
    for stamp, value in zip(time[::-1], values[::-1], strict=True):
        grid[(stamp - time[0]) // step] = value
    return grid


def grid_every_unit(time, values, step):
    return right_grid_loop(time, values, 1)


def grid_from_zero(time, values, step):
    grid = np.full(time.max() // step + 1, np.nan)
    for stamp, value in zip(time[::-1], values[::-1], strict=True):
        grid[stamp // step] = value
    return grid


def grid_short(time, values, step):
    stamps = np.arange(time.min(), time.max(), step)  # leaves the last out
    return np.array([values[time == t][0] if t in time else np.nan for t in stamps])


def grid_by_position(time, values, step):
    grid = np.full((time.max() - time.min()) // step + 1, np.nan)
    rows = values[np.argsort(time, kind="stable")][: len(grid)]
    grid[: len(rows)] = rows
    return grid


def grid_empty(time, values, step):
    grid = np.empty((time.max() - time.min()) // step + 1)
    grid[(time[::-1] - time.min()) // step] = values[::-1]
    return grid


def grid_sorts_the_rows(time, values, step):
    order = np.argsort(time, kind="stable")
    time[:], values[:] = time[order], values[order]
    return right_grid_loop(time, values, step)


def grid_whole(time, values, step):
    return right_grid_loop(time, values.astype(int), step)


def grid_unstable(time, values, step):
    """Sort by value too, so that the smallest of a stamp comes first."""
    rows = sorted(zip(time.tolist(), values.tolist(), strict=True))
    return right_grid_loop(*(np.array(column) for column in zip(*rows, strict=True)), step)


def grid_none(time, values, step):
    grid = right_grid_loop(time, values, step)
    grid = [None if np.isnan(v) else v for v in grid]
    return grid


def grid_text(time, values, step):
    return ["" if np.isnan(v) else v for v in right_grid_loop(time, values, step)]


def grid_holes_dropped(time, values, step):
    grid = right_grid_loop(time, values, step)
    return grid[~np.isnan(grid)]


def grid_not_returned(time, values, step):
    right_grid_loop(time, values, step)


def grid_index_error(time, values, step):
    grid = np.full(len(time), np.nan)
    grid[time] = values
    return grid


def grid_divided(time, values, step):
    grid = np.full((time.max() - time.min()) // step + 1, np.nan)
    grid[(time - time.min()) / step] = values
    return grid


WRONG = [
    (grid_last_wins, "the row listed last wins"),
    (grid_dict_last, "the row listed last wins"),
    (grid_grouped(lambda rows: rows[-1]), "the row listed last wins"),
    (grid_last_wins_zero, "has been given a number, 0"),
    (grid_added, "And where a stamp comes more than once"),
    (grid_added_nan, "its rows were added up"),
    (grid_mean, "the mean of its rows"),
    (grid_mean_zero, "And where a stamp comes more than once"),
    (grid_grouped(np.median), "the median of its rows"),
    (grid_grouped(max), "the largest of its rows"),
    (grid_grouped(min), "the smallest of its rows"),
    (grid_unstable, "the smallest of its rows"),
    (grid_grouped(lambda rows: rows[:2][-1]), "the second of its rows"),
    (grid_thrown_away, "thrown away"),
    (grid_of(fill=0), "has been given a number, 0"),
    (grid_of(fill=-1), "has been given a number, -1"),
    (grid_of(fill=-9999), "a code such as -9999"),
    (grid_of(fill=1), "has been given a number, 1"),
    (grid_of(fill=np.inf), SHOWN),
    (grid_of(fill=999), SHOWN),
    (grid_forward, "that of the step before"),
    (grid_backward, "that of the step after"),
    (grid_interpolated, "straight line"),
    (grid_mean_filled, "the mean of the others"),
    (result(right_grid_loop, np.nan_to_num), "has been given a number, 0"),
    (grid_unique_only, "everything after a gap has moved"),
    (grid_holes_dropped, "everything after a gap has moved"),
    (grid_unique_unsorted, "as they were listed"),
    (lambda time, values, step: values, SHAPE),
    (grid_sorted_only, "were sorted and nothing else"),
    (grid_one_nan, "Each gap has one NaN"),
    (grid_from_first_row, "from the first stamp in the list"),
    (grid_to_last_row, "from the last stamp in the list"),
    (grid_taken_as_sorted, "from the first stamp to the last"),
    (grid_every_unit, "a place for every unit of time"),
    (grid_of(first=lambda time: 0), SHAPE),
    (grid_from_zero, "begins at time 0"),
    (grid_short, "The last step is missing"),
    (grid_of(size=lambda last, first, step: (last - first) // step), "out of bounds"),
    (grid_of(size=lambda last, first, step: (last - first) // step + 2), "too many at the end"),
    (grid_of(size=lambda last, first, step: last - first + 1), SHAPE),
    (grid_of(place=lambda t, first, step: (t - first) // step + 1), "one place too far"),
    (grid_of(place=lambda t, first, step: t - first), "out of bounds"),
    (grid_by_position, "one after the other"),
    (grid_empty, "were never written"),
    (grid_sorts_the_rows, "changes time while it runs"),
    (grid_whole, "decimals are lost"),
    (result(right_grid_loop, np.trunc), "decimals are lost"),
    (grid_none, "which cannot be read"),
    (grid_text, "which cannot be read"),
    (grid_not_returned, "result is None"),
    (grid_index_error, "out of bounds"),
    (grid_divided, "An error stopped"),
    (result(right_grid_loop, lambda grid: grid[::-1]), "runs backwards"),
    (result(right_grid_loop, np.isnan), "which steps are absent"),
    (result(right_grid_loop, np.isfinite), "which steps are known"),
    (lambda time, values, step: (time - time.min()) // step, "the places of the rows"),
    (lambda time, values, step: np.arange(time.min(), time.max() + 1, step), "the stamps of the"),
    (
        lambda *args: (
            np.arange(args[0].min(), args[0].max() + 1, args[2]),
            right_grid_loop(*args),
        ),
        "Return the values alone",
    ),
    (result(right_grid_loop, lambda grid: grid[:, None]), SHAPE),
    (result(right_grid_loop, lambda grid: grid[1:]), SHAPE),
]

RIGHT = [
    right_grid_book,
    right_grid_backwards,
    right_grid_dict,
    right_grid_loop,
    right_grid_search,
    right_grid_table,
    lambda time, values, step: np.array([grid_of()(time, values, step)]).ravel(),
]
