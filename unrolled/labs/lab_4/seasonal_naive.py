"""Exercise seasonal-naive of lab 4: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole, single


def seasonal_naive(series, origin, season_length, horizon):
    return series[:, origin - season_length + np.arange(horizon) % season_length]


def values_at(steps):
    """Return the forecast that takes the values at `steps(origin, season_length, k, horizon)`."""

    def run(series, origin, season_length, horizon):
        return series[:, steps(origin, season_length, np.arange(horizon), horizon)]

    return run


def season_made(change):
    """Return the forecast made by `change(season, season_length, horizon)`."""

    def run(series, origin, season_length, horizon):
        season = series[:, origin - season_length : origin]
        return change(season, season_length, horizon)

    return run


def rounds(season_length, horizon):
    """Return how many seasons it takes to cover the horizon."""
    return -(-horizon // season_length)


def constant(part):
    """Return the mean of a part of the known values, repeated."""

    def run(series, origin, season_length, horizon):
        mean = part(series[:, :origin], season_length).mean(axis=1, keepdims=True)
        return np.repeat(mean, horizon, axis=1)

    return run


def last_values(series, origin, season_length, horizon):
    return series[:, :origin][:, -horizon:]


def mean_season(series, origin, season_length, horizon):
    """Average every place in the season over all that is known of it."""
    places = range(origin, origin + season_length)
    means = [series[:, :origin][:, p % season_length :: season_length].mean(axis=1) for p in places]
    return np.stack(means, axis=1)[:, np.arange(horizon) % season_length]


def seasonal_trials(rng):
    """Yield series that go on after the forecast; two seasons and a step of them are known."""
    cases = [(1, 8, 5, 2, 1), (1, 9, 5, 2, 3), (1, 6, 3, 1, 2), (1, 11, 7, 3, 2), (2, 10, 5, 2, 4)]
    cases += [(2, 14, 7, 3, 5), (3, 16, 8, 3, 7), (2, 21, 9, 4, 10), (4, 12, 6, 2, 3)]
    for batch, time, origin, season_length, horizon in cases:
        yield draw(rng, batch, time), origin, season_length, horizon
    yield single(draw(rng, 3, 15)), 7, 3, 4
    yield draw(rng, 2, 20), 13, 5, 3
    yield draw(rng, 3, 12), 7, 3, 3
    yield draw(rng, 2, 16), 5, 2, 9


def seasonal_further(rng):
    """Yield a single known season, nothing after the origin, NaN after it, and whole numbers."""
    yield draw(rng, 2, 5), 3, 3, 2
    yield draw(rng, 3, 7), 7, 3, 5
    series = draw(rng, 2, 9)
    series[:, 6:] = np.nan
    yield series, 6, 4, 5
    yield draw_whole(rng, 2, 9), 5, 2, 3


ROUNDS = [
    ("as many as it takes", rounds),
    ("one more than fit", lambda m, h: h // m + 1),
    ("one a step", lambda m, h: h),
]
HORIZON = (
    "The last `horizon` values were taken, where the season is wanted: `horizon` is how far to "
    "forecast. The season is the last season_length values, and begins again when it ends."
)
REPEATED = (
    "Each value of the season is repeated before the next one comes, as np.repeat does. The "
    "season as a whole is repeated: np.tile, or an index with k % season_length."
)
NOT_CUT = (
    "The season is repeated often enough, and the result was not cut: it holds whole seasons. "
    "Keep the first `horizon` steps."
)

SEASONAL_NAIVE = Exercise(
    name="lab-4/seasonal-naive",
    reference=seasonal_naive,
    trials=seasonal_trials,
    also=seasonal_further,
    note="However far the horizon reaches, only values from before the origin were used.",
    mistakes=[
        Mistake(
            "actual values in between",
            values_at(lambda origin, m, k, h: origin - m + k),
            "The first season of the forecast is right. After it, values from after the origin "
            "are read, one season before the step that is forecast, and at the origin nobody "
            "knows them yet. Repeat the last known season instead.",
        ),
        Mistake(
            "the values themselves",
            values_at(lambda origin, m, k, h: origin + k),
            "These are the very values that are to be forecast. They are in `series` for the "
            "comparison afterwards; a forecast may read the steps before `origin` only.",
        ),
        Mistake(
            "first season",
            values_at(lambda origin, m, k, h: k % m),
            "This repeats the first season of the series. Take the last one that is known: the "
            "season_length values before `origin`.",
        ),
        Mistake(
            "end of the series",
            lambda series, origin, m, h: series[:, -m:][:, np.arange(h) % m],
            "The season was taken from the end of the array, which lies after the origin. Only "
            "the steps before `origin` are known: cut series[:, :origin] first.",
        ),
        Mistake(
            "one early",
            values_at(lambda origin, m, k, h: origin - 1 - m + k % m),
            "The season ends one step too early: the last known value, at step origin - 1, is "
            "left out. It begins at origin - season_length.",
        ),
        Mistake(
            "one late",
            values_at(lambda origin, m, k, h: origin + 1 - m + k % m),
            "The season was taken one step too late and ends with the value at `origin`, which "
            "is the first one to be forecast. It begins at origin - season_length.",
        ),
        Mistake(
            "last value",
            values_at(lambda origin, m, k, h: origin - 1 + 0 * k),
            "This is the naive forecast, the last value repeated. The seasonal one repeats the "
            "last season, season_length values in their order.",
        ),
        Mistake(
            "one value of the season",
            values_at(lambda origin, m, k, h: origin - m + 0 * k),
            "The value one season before the first step is repeated at all steps. Each step has "
            "its own: move along the season with k.",
        ),
        Mistake(
            "stuck at the season's end",
            values_at(lambda origin, m, k, h: origin - m + np.minimum(k, m - 1)),
            "After the first season the forecast stays at its last value. Begin the season again: "
            "k % season_length.",
        ),
        Mistake(
            "two seasons ago",
            values_at(lambda origin, m, k, h: origin - 2 * m + k % m),
            "This is the season before the last. Take the latest that is known.",
        ),
        Mistake(
            "phase of the series",
            values_at(lambda origin, m, k, h: origin - m + (origin + k) % m),
            "The values of the last season are all there, but it is entered at the wrong place: "
            "(origin + k) % season_length counts from the start of the series. The first "
            "forecast is the season's first value, so count from there: k % season_length.",
        ),
        *(
            Mistake(
                f"entered {where}",
                values_at(lambda origin, m, k, h, by=by: origin - m + (k + by) % m),
                "The values of the last season are all there, but it is entered one step too "
                f"{where}. The first forecast is the season's first value: k counts from 0, and "
                "k % season_length is the place in the season.",
            )
            for where, by in [("late", 1), ("early", -1)]
        ),
        Mistake(
            "backwards",
            values_at(lambda origin, m, k, h: origin - 1 - k % m),
            "The season runs backwards. It keeps its order: the first forecast is the value "
            "season_length steps before.",
        ),
        *(
            Mistake(f"horizon for season, {name}", variant, HORIZON)
            for name, variant in [
                ("sliced", last_values),
                ("indexed", lambda *args: last_values(*args)[:, np.arange(args[3]) % args[2]]),
                ("by steps", values_at(lambda origin, m, k, h: origin - h + k)),
                ("by steps, in rounds", values_at(lambda origin, m, k, h: origin - h + k % m)),
            ]
        ),
        Mistake(
            "index beyond the season",
            season_made(lambda s, m, h: s[:, np.arange(h)]),
            "Where the horizon is longer than the season, the index runs beyond its last value. "
            "Begin the season again: k % season_length.",
        ),
        Mistake(
            "mean of all seasons",
            mean_season,
            "Each place in the season is the mean over all the seasons known. The seasonal naive "
            "forecast repeats the last one as it was.",
        ),
        *(
            Mistake(
                f"np.repeat, {name}",
                season_made(lambda s, m, h, n=n: np.repeat(s, n(m, h), axis=1)[:, :h]),
                REPEATED,
            )
            for name, n in ROUNDS[:2]
        ),
        Mistake(
            "mean of the season",
            constant(lambda known, m: known[:, -m:]),
            "This is the mean of the last season at every step. A seasonal forecast keeps the "
            "season's shape.",
        ),
        Mistake(
            "mean of everything",
            constant(lambda known, m: known),
            "This is the mean of all known values at every step. Repeat the last season.",
        ),
        Mistake(
            "one season long",
            season_made(lambda s, m, h: s[:, :h]),
            "The forecast ends with the season, and the horizon is longer. Begin the season again "
            "until there are `horizon` values.",
        ),
        Mistake(
            "the season as it is",
            season_made(lambda s, m, h: s),
            "This is the season itself, whatever `horizon` is. Repeat it where the horizon is "
            "longer and cut it where it is shorter.",
        ),
        Mistake(
            "too few",
            season_made(lambda s, m, h: np.tile(s, (1, h // m))),
            "The season was repeated horizon // season_length times, and // rounds down: the last "
            "part of a season is missing. Repeat it once more, and keep the first `horizon` steps.",
        ),
        *(
            Mistake(
                f"not cut, {name}",
                season_made(lambda s, m, h, n=n: np.tile(s, (1, n(m, h)))),
                NOT_CUT,
            )
            for name, n in ROUNDS
        ),
        Mistake(
            "np.resize",
            season_made(lambda s, m, h: np.resize(s, (len(s), h))),
            "Rows are filled with the season of the next series, as np.resize fills them, which "
            "reads the whole array on from row to row. That is right for a single series only. "
            "Repeat along time: np.tile, or an index with k % season_length.",
        ),
        Mistake(
            "np.resize, one row",
            season_made(lambda s, m, h: np.resize(s, h)),
            "The whole batch has become one row, as np.resize makes it. There is one row for each "
            "series, shape (batch, horizon): np.tile along time, or an index with "
            "k % season_length.",
        ),
        Mistake(
            "tiled downwards",
            season_made(lambda s, m, h: np.tile(s, (rounds(m, h), 1))[:, :h]),
            "The season was repeated along the batch, which makes new rows. Repeat it along time: "
            "np.tile(season, (1, n)).",
        ),
        Mistake(
            "time-major",
            lambda *args: seasonal_naive(*args).T,
            "The numbers are right and the axes are not: this is (horizon, batch). One row for "
            "each series.",
        ),
    ],
)
