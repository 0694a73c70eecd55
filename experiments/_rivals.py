"""What stands beside networks, chapter 11: two series, five origins, and the classical forecasters.

A forecaster is a function of a `Task`, an `Origin` and a dict of what may be chosen. It learns from
the values before the origin alone and returns, for every step that is the first to be forecast,
the forecasts of the steps from there on, and how many numbers it has learned.
"""

import functools
import itertools
from typing import NamedTuple

import numpy as np

from experiments._traffic import WEEK, hours_until, ridge

YEAR = 52  # weeks; the rest of a day and a quarter is left to the season's phase
MISSING = (
    "The classical rivals need statsmodels and scikit-learn, an extra of this project. Install it\n"
    "  .venv/bin/uv pip install --python .venv/bin/python --no-build-isolation -e '.[classical]'\n"
    "and record again. Nothing else in the book needs them."
)


class Origin(NamedTuple):
    """Where to stand: values before `split` are known, `first` are the steps to begin at."""

    split: int
    first: np.ndarray


class Task(NamedTuple):
    """A series with its calendar, and where it is to be forecast from."""

    values: np.ndarray  # (steps,) filled by what was known
    counted: np.ndarray  # (steps,) NaN where missing
    season: int  # steps
    grows: bool  # whether its level has to be forecast from where it is
    hour: np.ndarray  # (steps,) of the day; 0 in a weekly series
    day: np.ndarray  # (steps,) of the week, a day off being a Sunday; 0 in a weekly series
    off: np.ndarray  # (steps,) whether the day is off
    phase: np.ndarray  # (steps,) of the week or the year, from 0 to 1, a day off being a Sunday
    origins: list
    choice: Origin  # before the first of them, where everything is chosen


@functools.cache
def traffic(steps):
    """Return the I-94 traffic up to May 2018, to be forecast from every hour of five months."""
    hours = hours_until("2018-06-01")
    day = hours.calendar[:, 2:9].argmax(axis=1)
    hour = hours.time.astype(int) % 24

    def month(begin, end):
        begin, end = np.searchsorted(hours.time, np.array([begin, end], "datetime64[h]"))
        return Origin(int(begin), np.arange(begin, end - steps + 1))

    months = [f"2018-0{number}" for number in range(1, 7)]
    origins = [month(*pair) for pair in itertools.pairwise(months)]
    phase = (24 * day + hour) / WEEK
    choice = month("2017-11", "2018-01")
    return Task(
        hours.volume, hours.counted, WEEK, False, hour, day, hours.off, phase, origins, choice
    )


@functools.cache
def carbon_dioxide(steps, weeks=104):
    """Return weekly CO2 from August 1964 on, to be forecast from every week of ten years.

    A missing week becomes the one before, moved by what that week did a year earlier.
    """
    from unrolled.series import load_co2

    record = load_co2()
    late = record.time >= np.datetime64("1964-08-15")  # behind a gap of 18 weeks
    stamps, counted = record.time[late], record.co2[late]
    values = counted.copy()
    for t in np.flatnonzero(np.isnan(values)):
        values[t] = values[t - 1] + values[t - YEAR] - values[t - YEAR - 1]
    phase = (stamps - stamps[0]).astype(int) / 365.25 % 1
    nothing = np.zeros(len(values), int)
    begin = len(values) - steps + 1 - 5 * weeks
    splits = [begin + weeks * number for number in range(5)]
    origins = [Origin(split, np.arange(split, split + weeks)) for split in splits]
    before = begin - steps + 1 - weeks  # so that its last forecast ends before the first origin
    choice = Origin(before, np.arange(before, before + weeks))
    return Task(values, counted, YEAR, True, nothing, nothing, nothing > 0, phase, origins, choice)


TASKS = {"I-94": traffic, "CO2": carbon_dioxide}


def absolute_errors(task, origin, forecasts):
    """Return |target - forecast|, (first steps, steps ahead), NaN where nothing was counted."""
    return np.abs(task.counted[origin.first[:, None] + np.arange(forecasts.shape[1])] - forecasts)


def naive(task, origin, steps):
    """Forecast the last value."""
    return np.repeat(task.values[origin.first - 1, None], steps, axis=1), 0


def seasonal_naive(task, origin, steps):
    """Forecast the value a season before, and if it grows, as much more as the last one has.

    The season is the week for traffic and the year for CO2.
    """
    ahead = origin.first[:, None] + np.arange(steps)
    forecasts = task.values[ahead - task.season * (1 + np.arange(steps) // task.season)]
    if task.grows:
        last = origin.first - 1
        forecasts = forecasts + (task.values[last] - task.values[last - task.season])[:, None]
    return forecasts, 0


def harmonics(phase, pairs):
    """Return sines and cosines of the first `pairs` harmonics of a season, without the constant."""
    angle = 2 * np.pi * phase[:, None] * np.arange(1, pairs + 1)
    return np.hstack([np.sin(angle), np.cos(angle)])


def learned(task, origin, steps, reach):
    """Return the first steps of all examples before the origin that have `reach` steps before."""
    first = np.arange(reach, origin.split - steps + 1)
    return first[np.isfinite(task.counted[first[:, None] + np.arange(steps)]).all(axis=1)]


def linear(task, origin, steps, lags, penalty, pairs=0):
    """Forecast all steps by ridge regressions on what a network of `classical_networks` reads.

    Of traffic: the last `lags` hours, the hours to come as they were a week ago, and the kinds of
    day of the first and the last of them, one regression for each hour of the day to begin at. Of
    CO2: how each of the last `lags` weeks differs from the last, and `pairs` harmonics of the year;
    forecast is the difference from there.
    """
    scale = task.values[: origin.split].std()

    def rows(first):
        past = task.values[first[:, None] - np.arange(1, lags + 1)]
        if task.grows:
            change = (past[:, 1:] - past[:, :1]) / scale
            return np.hstack([change, harmonics(task.phase[first], pairs)]), past[:, 0]
        known = task.values[first[:, None] + np.arange(steps) - WEEK]
        days = [np.eye(7)[task.day[first + ahead]] for ahead in sorted({0, steps - 1})]
        level = np.zeros(len(first))
        return np.hstack([past / scale, known / scale, *days]), level

    examples = learned(task, origin, steps, max(lags, task.season))
    forecasts, count = np.full((len(origin.first), steps), np.nan), 0
    for hour in range(24):  # all are 0 in a weekly series
        own, asked = (first[task.hour[first] == hour] for first in (examples, origin.first))
        if len(own):
            read, level = rows(own)
            targets = task.values[own[:, None] + np.arange(steps)] - level[:, None]
            weights, constant = ridge(read, targets, penalty)
            read, level = rows(asked)
            forecasts[task.hour[origin.first] == hour] = read @ weights + constant + level[:, None]
            count += weights.size + constant.size
    return forecasts, count


def exponential_smoothing(task, origin, steps, season, trend, seasons=0):
    """Forecast by the additive error, trend and season of Holt and Winters, smoothed to each step.

    The smoothing parameters are those of the greatest likelihood before the origin, or in as many
    `seasons` before it. `trend` is "none", "additive" or "damped".
    """
    ETSModel = need("statsmodels.tsa.exponential_smoothing.ets").ETSModel

    begin = max(0, origin.split - seasons * season) if seasons else 0
    values, first = task.values[begin:], origin.first - begin
    model = ETSModel(
        values[: origin.split - begin],
        trend=None if trend == "none" else "add",
        damped_trend=trend == "damped",
        seasonal="add",
        seasonal_periods=season,
        initialization_method="heuristic",
    )
    found = model.fit(disp=False)
    alpha, gamma = found.smoothing_level, found.smoothing_seasonal
    beta = 0.0 if trend == "none" else found.smoothing_trend
    damping = found.damping_trend if trend == "damped" else 1.0
    level, slope = found.initial_level, 0.0 if trend == "none" else found.initial_trend
    last = first[-1]
    course = np.concatenate([found.initial_seasonal, np.zeros(last)])  # step t is at t
    levels, slopes = np.empty(last + 1), np.empty(last + 1)  # what is known before each step
    for t in range(last + 1):
        levels[t], slopes[t] = level, slope
        if t < last:
            error = values[t] - level - damping * slope - course[t]
            level, slope = level + damping * slope + alpha * error, damping * slope + beta * error
            course[t + season] = course[t] + gamma * error
    ahead = np.arange(steps)
    reach = np.cumsum(damping ** (ahead + 1.0))  # as many slopes as steps, where not damped
    seasonal = course[first[:, None] + ahead % season]
    forecasts = levels[first, None] + slopes[first, None] * reach + seasonal
    return forecasts, len(model.param_names)


def regressors_of(task, of_season, of_day):
    """Return harmonics of the season and, of traffic, of the day, and whether the day is off.

    A day off has the harmonics of a Sunday. Every seventh harmonic of the week is one of the day
    and stands here once.
    """
    columns = harmonics(task.phase, of_season)
    if not of_day:
        return columns
    columns = columns[:, np.tile(np.arange(1, of_season + 1) % 7 > 0, 2)]
    return np.hstack([columns, harmonics(task.hour / 24, of_day), task.off[:, None]])


@functools.lru_cache(maxsize=8)  # one fit for all that is forecast from an origin
def dynamic_regression(series, split, pairs, order):
    """Fit a regression whose errors are an ARMA; return weights, phi, theta, AICc and the scale.

    By feasible generalised least squares: errors of least squares give phi and theta by maximum
    likelihood, these make the errors white, and so again, four times. The AICc is that of the
    Gaussian likelihood given the first values.
    """
    estimate = need("statsmodels.tsa.arima.estimators.innovations").innovations_mle
    lfilter = need("scipy.signal").lfilter

    task, (p, q) = TASKS[series](1), order
    scale = task.values[:split].std()
    known, rows = task.values[:split] / scale, regressors_of(task, *pairs)[:split]
    if task.grows:
        known, rows = np.diff(known), np.diff(rows, axis=0)
    rows = np.hstack([np.ones((len(rows), 1)), rows])
    weights = np.linalg.lstsq(rows, known, rcond=None)[0]
    for _ in range(4):
        found, _ = estimate(known - rows @ weights, order=(p, 0, q), demean=False)
        phi, theta = np.array(found.ar_params), np.array(found.ma_params)
        white = [lfilter(np.r_[1, -phi], np.r_[1, theta], part, axis=0) for part in (rows, known)]
        weights = np.linalg.lstsq(*white, rcond=None)[0]
    n, k = len(known), len(weights) + p + q + 1  # and the variance
    variance = np.mean((white[1] - white[0] @ weights) ** 2)
    aicc = n * (np.log(2 * np.pi * variance) + 1) + 2 * k + 2 * k * (k + 1) / (n - k - 1)
    return weights, phi, theta, float(aicc), scale


def arima(task, origin, steps, pairs, order):
    """Forecast by a regression on harmonics with errors that are an ARIMA; return its AICc as well.

    What Hyndman & Athanasopoulos (2021), 10.5, call dynamic harmonic regression. `pairs` are the
    harmonics of the season and of the day, `order` is (p, q). Of a series that grows all is
    differenced, and the constant is a drift.
    """
    series = "CO2" if task.grows else "I-94"
    weights, phi, theta, aicc, scale = dynamic_regression(series, origin.split, pairs, order)
    values, rows = task.values / scale, regressors_of(task, *pairs)
    shift = int(task.grows)  # row t of what is differenced belongs to step t + 1
    if task.grows:
        values, rows = np.diff(values), np.diff(rows, axis=0)
    regression = weights[0] + rows @ weights[1:]
    first = origin.first - shift
    forecasts = arma_forecasts(values - regression, phi, theta, first, steps)
    forecasts = forecasts + regression[first[:, None] + np.arange(steps)]
    if task.grows:
        forecasts = np.cumsum(forecasts, axis=1) + task.values[origin.first - 1, None] / scale
    return forecasts * scale, len(weights) + sum(order) + 1, aicc


def arma_forecasts(values, phi, theta, first, steps):
    """Return the forecasts of an ARMA from each of the steps `first`, shape (first, steps).

    Each is the sum of the last values or forecasts times `phi` and of the last errors times
    `theta`; errors to come count as 0, as do those before the beginning.
    """
    p, q = len(phi), len(theta)
    errors = np.zeros(len(values))
    for t in range(max(p, q), first[-1]):
        errors[t] = values[t] - phi @ values[t - p : t][::-1] - theta @ errors[t - q : t][::-1]
    past = values[first[:, None] + np.arange(-p, 0)]  # (first, p)
    wrong = errors[first[:, None] + np.arange(-q, 0)]  # (first, q)
    for _ in range(steps):
        new = past[:, past.shape[1] - p :] @ phi[::-1]
        new = new + wrong[:, wrong.shape[1] - q :] @ theta[::-1]
        past = np.hstack([past, new[:, None]])
        wrong = np.hstack([wrong, np.zeros((len(first), 1))])
    return past[:, p:]


def trees(task, origin, steps, iterations, leaves, every=1):
    """Forecast by gradient-boosted trees; how many steps ahead is one of their inputs.

    They read the last 24 values, the step to come a season ago and the two beside it, a day ago and
    two seasons ago, and its calendar. Of a series that grows all values are differences from the
    last one, and so is the forecast: a tree says nothing that it was not shown. Of all examples of
    several steps `every` so-many-th is learned from.
    """
    Trees = need("sklearn.ensemble").HistGradientBoostingRegressor

    def rows(first, ahead):
        step, last = first + ahead, first - 1
        level = task.values[last] if task.grows else np.zeros(len(first))
        back = task.season * (1 + ahead // task.season)
        columns = [task.values[first - k] for k in range(1, 25)]
        columns += [task.values[np.minimum(step - back + k, last)] for k in (-1, 0, 1)]
        columns += [task.values[step - back - task.season]]
        if not task.grows:
            columns += [task.values[step - 24 * (1 + ahead // 24)]]
        columns = [column - level for column in columns]
        columns += [ahead, task.hour[step], task.day[step], task.off[step], task.phase[step]]
        return np.column_stack(columns), level

    first = learned(task, origin, steps, 2 * task.season)
    first, ahead = (a.ravel() for a in np.meshgrid(first, np.arange(steps), indexing="ij"))
    first, ahead = first[::every], ahead[::every]
    read, level = rows(first, ahead)
    model = Trees(max_iter=iterations, max_leaf_nodes=leaves, early_stopping=False, random_state=0)
    model.fit(read, task.values[first + ahead] - level)
    first, ahead = (a.ravel() for a in np.meshgrid(origin.first, np.arange(steps), indexing="ij"))
    read, level = rows(first, ahead)
    forecasts = (model.predict(read) + level).reshape(-1, steps)
    return forecasts, iterations * leaves


def traffic_network(task, origin, steps, seed):
    """Forecast by the network of `traffic_ahead`, which is told the calendar."""
    from experiments import traffic_ahead
    from experiments._traffic import N_STEPS, cut, scale_of, train_network

    hours = hours_until("2018-06-01")  # rows of it are steps of the task
    scale = scale_of(hours, slice(origin.split))
    first = learned(task, origin, steps, WEEK + N_STEPS)
    learn, judge = (
        cut(hours, scale, "own+calendar", steps, chosen) for chosen in (first, origin.first)
    )
    forecasts, about = train_network(scale, learn, judge, seed, traffic_ahead.CONSTANTS)
    return forecasts, about["parameters"]


def carbon_network(task, origin, steps, seed, epochs, learning_rate, units=16, lags=52, pairs=3):
    """Forecast by a GRU that reads how each of the last weeks differs from the last, and the year.

    The same inputs as those of `linear`; what it forecasts are differences from the last week, too.
    """
    import keras
    from keras import layers

    from unrolled.training import fit, set_seed

    def rows(first):
        """Return what is read, one column of changes and the year beside it, and the last weeks."""
        past = task.values[first[:, None] - np.arange(lags, 0, -1)]
        year = np.repeat(harmonics(task.phase[first], pairs)[:, None], lags, axis=1)
        change = (past - past[:, -1:])[..., None] / scale
        return np.concatenate([change, year], axis=2).astype("float32"), past[:, -1:]

    first = learned(task, origin, steps, lags)
    target = task.values[first[:, None] + np.arange(steps)] - task.values[first - 1, None]
    scale = target.std()
    set_seed(seed)
    X = keras.Input((lags, 1 + 2 * pairs))
    joined = layers.Concatenate()([layers.GRU(units)(X[:, :, :1]), X[:, -1, 1:]])
    hidden = layers.Dense(64, activation="relu")(joined)
    model = keras.Model(X, layers.Dense(steps)(hidden))
    goal = (target / scale).astype("float32")
    fit(model, rows(first)[0], goal, epochs=epochs, learning_rate=learning_rate)
    read, last = rows(origin.first)
    output = model.predict(read, batch_size=1024, verbose=0).astype(float)
    return output * scale + last, model.count_params()


def need(name):
    """Import a module of the extra, or leave with a sentence that says how to get it."""
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError:
        raise SystemExit(MISSING) from None


RIVALS = {
    "naive": naive,
    "seasonal naive": seasonal_naive,
    "linear": linear,
    "ETS": exponential_smoothing,
    "ARIMA": arima,
    "trees": trees,
}
