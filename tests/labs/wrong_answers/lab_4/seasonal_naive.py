"""Recorded answers to lab-4/seasonal-naive, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled import forecast as book
from wrong_answers.lab_4._shared import steps


def right_seasonal_book(series, origin, season_length, horizon):
    return book.seasonal_naive(series[:, :origin, None], season_length, horizon)


def right_seasonal_grown(series, origin, season_length, horizon):
    grown = series[:, :origin]
    for _ in range(horizon):
        grown = np.append(grown, grown[:, -season_length, None], axis=1)
    return grown[:, origin:]


def right_seasonal_tiled(series, origin, season_length, horizon):
    season = series[:, origin - season_length : origin]
    return np.tile(season, -(-horizon // season_length))[:, :horizon]


def right_seasonal_by_row(series, origin, season_length, horizon):
    return np.array([np.resize(row[origin - season_length : origin], horizon) for row in series])


def right_seasonal_lists(series, origin, season_length, horizon):
    found = []
    for row in series.tolist():
        season = row[:origin][-season_length:]
        found.append([season[k % season_length] for k in range(horizon)])
    return found


def right_seasonal_take(series, origin, season_length, horizon):
    season = series[:, :origin][:, -season_length:]
    return np.take(season, range(horizon), axis=1, mode="wrap").astype(np.float32)


def right_seasonal_filled(series, origin, season_length, horizon):
    forecast = np.empty((len(series), horizon))
    for k in range(horizon):
        earlier = origin + k - season_length
        forecast[:, k] = series[:, earlier] if earlier < origin else forecast[:, k - season_length]
    return forecast


right_seasonal_going_back = steps(
    lambda origin, m, k: next(t for t in range(origin + k - m, -1, -m) if t < origin)
)


def seasonal_slice(series, origin, season_length, horizon):
    start = origin - season_length
    return series[:, start : start + horizon]


def seasonal_season(series, origin, season_length, horizon):
    return series[:, origin - season_length : origin][:, :horizon]


def seasonal_repeat(series, origin, season_length, horizon):
    season = series[:, :origin][:, -season_length:]
    return np.repeat(season, horizon // season_length + 1, axis=1)[:, :horizon]


def seasonal_resize(series, origin, season_length, horizon):
    season = series[:, origin - season_length : origin]
    return np.resize(season, (len(series), horizon))


def seasonal_resize_flat(series, origin, season_length, horizon):
    return np.resize(series[:, :origin][:, -season_length:], horizon)


def seasonal_tile_uncut(series, origin, season_length, horizon):
    season = series[:, origin - season_length : origin]
    return np.tile(season, int(np.ceil(horizon / season_length)))


def seasonal_of_the_whole_array(series, origin, season_length, horizon):
    return np.tile(series[:, -season_length:], horizon)[:, :horizon]


def seasonal_by(season, index=lambda k, m, h: k % m):
    """Return `season(known, season_length, horizon)` read at `index(k, season_length, horizon)`."""

    def my_seasonal_naive(series, origin, season_length, horizon):
        values = season(series[:, :origin], season_length, horizon)
        return values[:, index(np.arange(horizon), season_length, horizon)]

    return my_seasonal_naive


def last_season(known, m, h):
    return known[:, -m:]


def seasonal_last_horizon(series, origin, season_length, horizon):
    known = series[:, :origin]
    return known[:, -horizon:]


def seasonal_tiled_too_few(series, origin, season_length, horizon):
    season = series[:, origin - season_length : origin]
    return np.tile(season, horizon // season_length)[:, :horizon]


def seasonal_filled_once(series, origin, season_length, horizon):
    """Fill the first season and forget to begin it again."""
    forecast = np.empty((len(series), horizon))
    for k in range(min(season_length, horizon)):
        forecast[:, k] = series[:, origin - season_length + k]
    return forecast


def seasonal_last_step_unfilled(series, origin, season_length, horizon):
    forecast = np.empty((len(series), horizon))
    for k in range(horizon - 1):
        forecast[:, k] = series[:, origin - season_length + k % season_length]
    return forecast


def seasonal_first_value_forgotten(series, origin, season_length, horizon):
    known = series[:, 1:origin]
    return known[:, -season_length:][:, np.arange(horizon) % season_length]


def seasonal_mean_of_all(series, origin, season_length, horizon):
    known = series[:, :origin]
    columns = []
    for k in range(horizon):
        same = [t for t in range(origin) if (t - origin - k) % season_length == 0]
        columns.append(known[:, same].mean(axis=1))
    return np.column_stack(columns)


def seasonal_change_added(series, origin, season_length, horizon):
    known = series[:, :origin]
    k = np.arange(horizon) % season_length
    two = known[:, -2 * season_length :]
    return two[:, season_length:][:, k] + (two[:, season_length:] - two[:, :season_length])[:, k]


def seasonal_to_the_end(series, origin, season_length, horizon):
    k = np.arange(series.shape[1] - origin)
    return series[:, origin - season_length + k % season_length]


def seasonal_first_row(series, origin, season_length, horizon):
    right = right_seasonal_tiled(series, origin, season_length, horizon)
    return np.repeat(right[:1], len(series), axis=0)


WRONG = [
    (seasonal_slice, "values from after the origin are read"),
    (steps(lambda origin, m, k: origin - m + k), "values from after the origin are read"),
    (steps(lambda origin, m, k: origin + k), "the very values that are to be forecast"),
    (steps(lambda origin, m, k: k % m), "the first season of the series"),
    (steps(lambda origin, m, k: origin - 1), "the naive forecast"),
    (steps(lambda origin, m, k: origin - m + 1 + k % m), "one step too late"),
    (steps(lambda origin, m, k: origin - m - 1 + k % m), "one step too early"),
    (steps(lambda origin, m, k: origin - m + (origin + k) % m), "entered at the wrong place"),
    (steps(lambda origin, m, k: origin - m + (k + 1) % m), "entered one step too late"),
    (steps(lambda origin, m, k: origin - m + (k - 1) % m), "entered one step too early"),
    (steps(lambda origin, m, k: origin - 1 - k % m), "backwards"),
    (seasonal_resize, "with the season of the next series"),
    (seasonal_resize_flat, "The whole batch has become one row"),
    (seasonal_season, "The forecast ends with the season"),
    (seasonal_repeat, "as np.repeat does"),
    (seasonal_tile_uncut, "holds whole seasons"),
    (seasonal_of_the_whole_array, "from the end of the array"),
    (seasonal_last_horizon, "The last `horizon` values were taken"),
    (seasonal_by(lambda known, m, h: known[:, -h:]), "The last `horizon` values were taken"),
    (steps(lambda origin, m, k: origin - 2 * m + k % m), "the season before the last"),
    (steps(lambda origin, m, k: origin - m + min(k, m - 1)), "stays at its last value"),
    (steps(lambda origin, m, k: origin - m), "one season before the first step"),
    (seasonal_by(last_season, lambda k, m, h: k), "the index runs beyond its last value"),
    (seasonal_by(last_season, lambda k, m, h: k % h), "the index runs beyond its last value"),
    (seasonal_by(last_season, lambda k, m, h: k // m), ""),
    (seasonal_by(last_season, lambda k, m, h: -(k % m) - 1), "backwards"),
    (seasonal_by(last_season, lambda k, m, h: (h + k) % m), "The smallest input that shows it"),
    (seasonal_by(lambda known, m, h: known[:, :m]), "the first season of the series"),
    (seasonal_by(lambda known, m, h: known[:, -m - 1 :]), "one step too early"),
    (seasonal_tiled_too_few, "// rounds down"),
    (seasonal_filled_once, ""),
    (seasonal_last_step_unfilled, ""),
    (lambda s, origin, m, h: np.empty((len(s), h)), ""),
    (seasonal_first_value_forgotten, ""),
    (seasonal_mean_of_all, "the mean over all the seasons known"),
    (lambda s, o, m, h: s[:, o - m : o].mean(1)[:, None].repeat(h, 1), "mean of the last season"),
    (lambda s, o, m, h: s[:, :o].mean(1)[:, None].repeat(h, 1), "mean of all known values"),
    (lambda *args: right_seasonal_tiled(*args).T, "the axes are not"),
    (lambda *args: right_seasonal_tiled(*args)[:, :, None], "the shape expected is"),
    (seasonal_change_added, "The smallest input that shows it"),
    (seasonal_to_the_end, "the shape expected is"),
    (seasonal_first_row, "The smallest input that shows it"),
]

RIGHT = [
    right_seasonal_book,
    right_seasonal_grown,
    right_seasonal_tiled,
    right_seasonal_by_row,
    right_seasonal_lists,
    right_seasonal_take,
    right_seasonal_filled,
    right_seasonal_going_back,
]
