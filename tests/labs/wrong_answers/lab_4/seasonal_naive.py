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
    (seasonal_resize_flat, "one row of the whole batch"),
    (seasonal_season, "The forecast ends with the season"),
    (seasonal_repeat, "as np.repeat does"),
    (seasonal_tile_uncut, "holds whole seasons"),
    (seasonal_of_the_whole_array, "from the end of the array"),
]

RIGHT = [right_seasonal_book, right_seasonal_grown]
