"""Exercise scale of lab 6: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole


class Scaled(NamedTuple):
    """The series as a network reads it, and a forecast as people read it."""

    scaled: np.ndarray
    in_units: np.ndarray


def scale(values, train, forecast):
    return by()(values, train, forecast)


def of_train(rule):
    """Return a statistic of the known values of each feature in the training rows."""
    return lambda values, train: rule(values[train], axis=0)


def standard(values, mean, sd):
    return (values - mean) / sd


def put_back(forecast, mean, sd):
    return forecast * sd[0] + mean[0]


MEAN, SD = of_train(np.nanmean), of_train(np.nanstd)


def by(mean=MEAN, sd=SD, scaled=standard, back=put_back):
    """Return the task with other statistics, scaled otherwise or put back otherwise."""

    def run(values, train, forecast):
        values = np.asarray(values, float)
        level, spread = mean(values, train), sd(values, train)
        return Scaled(scaled(values, level, spread), back(forecast, level, spread))

    return run


def both(rows, axis=0):
    """Return mean and standard deviation of the rows that `rows(values, train)` chooses."""

    def of(rule):
        def run(values, train):
            made = rule(rows(values, train), axis=axis)
            return np.broadcast_to(made, values.shape[1]) if axis is None else made

        return run

    return {"mean": of(np.nanmean), "sd": of(np.nanstd)}


def first_rows(values, train):
    return values[: len(train)]


def up_to_the_last(values, train):
    return values[: train[-1] + 1]


def between(values, train):
    return values[train[0] : train[-1] + 1]


def between_slice(values, train):
    return values[train[0] : train[-1]]


def the_others(values, train):
    return np.delete(values, train, axis=0)


def zeros_for_gaps(values, train):
    return np.nan_to_num(values[train])


def whole_rows(values, train):
    rows = values[train]
    return rows[~np.isnan(rows).any(axis=1)]


def separately(values, train):
    """Scale the training rows by themselves, and the others by themselves."""
    made = np.array(values, float)
    for rows in (train, np.setdiff1d(np.arange(len(values)), train)):
        if len(rows):
            made[rows] = standard(values[rows], *(f(values[rows], axis=0) for f in FITTED))
    return made


FITTED = (np.nanmean, np.nanstd)

STATISTICS = {
    "all rows": (
        both(lambda values, train: values),
        "Mean and standard deviation come from all rows, so the training inputs know something of "
        "the test. Take them from values[train].",
    ),
    "the other rows": (
        both(the_others),
        "Mean and standard deviation come from the rows that are *not* for training. Take them "
        "from values[train].",
    ),
    "as many from the start": (
        both(first_rows),
        "Mean and standard deviation come from as many rows as `train` is long, from the start. "
        "`train` holds row numbers and need not begin with 0: values[train].",
    ),
    "all to the last": (
        both(up_to_the_last),
        "Mean and standard deviation come from all rows up to the last of `train`. It holds row "
        "numbers, and some in between may be missing: values[train].",
    ),
    "first to last": (
        both(between),
        "Mean and standard deviation come from all rows between the first and the last of `train`. "
        "Some in between may belong to another part: values[train].",
    ),
    "first to last but one": (
        both(between_slice),
        "Mean and standard deviation come from the rows between the first and the last of `train`, "
        "without the last. Take the rows that `train` names: values[train].",
    ),
    "all features at once": (
        both(lambda values, train: values[train], axis=None),
        "One mean and one standard deviation were taken for all features together. Vehicles and "
        "degrees have nothing in common: a mean for each, axis=0.",
    ),
    "gaps as 0": (
        both(zeros_for_gaps),
        "Missing values were counted as 0. They pull the mean down and the spread up: leave them "
        "out, np.nanmean and np.nanstd.",
    ),
    "whole rows": (
        both(whole_rows),
        "Rows in which any feature is missing were left out for all features. Each feature has "
        "gaps of its own: np.nanmean and np.nanstd leave out its own alone.",
    ),
    "NaN": (
        {"mean": of_train(np.mean), "sd": of_train(np.std)},
        "A single missing value has made the mean NaN, and with it every value of its feature. "
        "np.nanmean and np.nanstd leave missing values out.",
    ),
    "sample standard deviation": (
        {"sd": of_train(lambda rows, axis: np.nanstd(rows, axis=axis, ddof=1))},
        "The standard deviation was divided by one less than the number of values. That makes "
        "little difference with a year of hours; asked for is the plain one, ddof=0.",
    ),
    "variance": (
        {"sd": of_train(np.nanvar)},
        "The values were divided by the variance, which has the square of their unit. Divide by "
        "its root, the standard deviation.",
    ),
    "median": (
        {"mean": of_train(np.nanmedian)},
        "The median was subtracted. Asked for is the mean.",
    ),
    "smallest and range": (
        {
            "mean": of_train(np.nanmin),
            "sd": of_train(lambda rows, axis: np.nanmax(rows, axis) - np.nanmin(rows, axis)),
        },
        "The values were scaled to run from 0 to 1. One odd hour decides such a scale; asked for "
        "are mean 0 and standard deviation 1 in the training rows.",
    ),
    "no mean": (
        {"mean": lambda values, train: np.zeros(values.shape[1])},
        "No mean was subtracted, nor added. Scaled, the training rows have mean 0.",
    ),
    "no standard deviation": (
        {"sd": lambda values, train: np.ones(values.shape[1])},
        "The values were not divided by the standard deviation, nor the forecast multiplied. "
        "Scaled, the training rows have standard deviation 1.",
    ),
}

BACK = {
    "without the mean": (
        lambda f, mean, sd: f * sd[0],
        "`in_units` lacks the mean. That is right for an *error*, from which the mean has "
        "cancelled; a forecast needs it again.",
    ),
    "without the standard deviation": (
        lambda f, mean, sd: f + mean[0],
        "`in_units` lacks the standard deviation: multiply by it, then add the mean.",
    ),
    "mean first": (
        lambda f, mean, sd: (f + mean[0]) * sd[0],
        "`in_units` undoes the two steps in the wrong order. The division came last, so its "
        "inverse comes first: multiply, then add.",
    ),
    "scaled again": (
        lambda f, mean, sd: (f - mean[0]) / sd[0],
        "`in_units` is scaled once more. Undo what was done to the series: multiply, then add.",
    ),
    "divided": (
        lambda f, mean, sd: f / sd[0] + mean[0],
        "`in_units` is divided by the standard deviation. The series was; the forecast is put back "
        "by multiplying.",
    ),
    "mean subtracted": (
        lambda f, mean, sd: f * sd[0] - mean[0],
        "`in_units` has the mean subtracted. The series had; the forecast is put back by adding "
        "it.",
    ),
    "last feature": (
        lambda f, mean, sd: f * sd[-1] + mean[-1],
        "`in_units` was put back by the statistics of the last feature. The forecast is of the "
        "first.",
    ),
    "mean of all features": (
        lambda f, mean, sd: f * np.mean(sd) + np.mean(mean),
        "`in_units` was put back by the mean of the statistics of all features. The forecast is of "
        "the first.",
    ),
    "by step": (
        lambda f, mean, sd: f * sd + mean,
        "`in_units` was put back with a mean for each *feature*, as though the steps ahead were "
        "features. All steps are of the first feature: mean[0] and sd[0].",
    ),
    "its own": (
        lambda f, mean, sd: (f - f.mean()) / f.std() * sd[0] + mean[0],
        "The forecast was standardised by itself before it was put back. It is in scaled units "
        "already: multiply, then add.",
    ),
    "not at all": (
        lambda f, mean, sd: f,
        "`in_units` is the forecast as it came. Nobody reads standard deviations: multiply, then "
        "add.",
    ),
}

SCALED = {
    "mean only": (
        lambda values, mean, sd: values - mean,
        "`scaled` is not divided by the standard deviation.",
    ),
    "standard deviation only": (
        lambda values, mean, sd: values / sd,
        "The mean is not subtracted in `scaled`.",
    ),
    "divided first": (
        lambda values, mean, sd: values / sd - mean,
        "`scaled` is divided before the mean is subtracted: the mean is in the units of the "
        "values. Brackets: (values - mean) / sd.",
    ),
    "no brackets": (
        lambda values, mean, sd: values - mean / sd,
        "Only the mean is divided in `scaled`. Brackets: (values - mean) / sd.",
    ),
    "0 for gaps": (
        lambda values, mean, sd: np.nan_to_num(standard(values, mean, sd)),
        "In `scaled` the gaps are filled with 0. That is the training mean, and a thing that can "
        "be done; but here what is missing stays NaN.",
    ),
    "0 for gaps before": (
        lambda values, mean, sd: standard(np.nan_to_num(values), mean, sd),
        "In `scaled` the gaps are filled: a missing value was taken for 0 and scaled. It stays "
        "NaN.",
    ),
    "first feature": (
        lambda values, mean, sd: standard(values, mean[0], sd[0]),
        "In `scaled` all features have the scale of the first. Each has a mean and a standard "
        "deviation of its own.",
    ),
    "not at all": (
        lambda values, mean, sd: values,
        "`scaled` is the series as it came.",
    ),
    "by itself": (
        lambda values, mean, sd: standard(values, *(f(values, axis=0) for f in FITTED)),
        "`scaled` has mean and standard deviation of all rows, and the forecast was put back by "
        "those of the training rows. Use the latter for both.",
    ),
}


def scale_trials(rng):
    """Yield features unlike in level and spread, training rows that need not begin with 0."""
    for time, features, train, windows, horizon, gone in [
        (4, 1, [0, 1], 1, 1, []),
        (5, 1, [0, 1, 2], 1, 2, [(1, 0)]),
        (6, 1, [1, 2, 3], 2, 1, [(5, 0)]),
        (6, 2, [0, 1, 2, 3], 1, 2, [(2, 1)]),
        (8, 2, [2, 3, 4, 5], 2, 2, [(3, 0), (7, 1)]),
        (10, 3, [0, 1, 2, 5, 6, 7], 2, 3, [(1, 0), (6, 1), (4, 2), (9, 0)]),
        (12, 2, [3, 4, 5, 8, 9], 3, 4, [(0, 0), (3, 1), (8, 0)]),
        (9, 4, [6, 7, 8, 5], 2, 4, [(5, 0), (8, 2), (1, 3)]),
    ]:
        yield scale_trial(rng, time, features, train, windows, horizon, gone)


def scale_trial(rng, time, features, train, windows, horizon, gone=()):
    """Draw features of other levels than the forecast; known training values differ."""
    while True:
        spread = rng.permutation(np.arange(1, features + 1)) + 1
        level = rng.choice([-1, 1], size=features) * (2 * spread[::-1] - 1)
        values = np.round(draw(rng, time, features) * spread + level, 1)
        for row, feature in gone:
            values[row, feature] = np.nan
        rows = values[train]
        apart = np.nanmax(rows, axis=0) - np.nanmin(rows, axis=0)
        if (apart > 0.5).all() and (np.abs(np.nanmean(rows, axis=0)) > 0.3).all():
            return values, np.array(train), draw(rng, windows, horizon)


def scale_further(rng):
    """Yield whole numbers without gaps, a whole forecast, and single precision."""
    values, train, forecast = scale_trial(rng, 7, 2, [1, 2, 4], 2, 3)
    yield np.round(10 * values).astype(int), train, forecast
    yield values, train, draw_whole(rng, 2, 2)
    yield values.astype(np.float32), train, forecast.astype(np.float32)


SCALE = Exercise(
    name="lab-6/scale",
    reference=scale,
    trials=scale_trials,
    also=scale_further,
    note="The scale knows the training rows only, and the forecast is back in its units.",
    mistakes=[
        *(Mistake(name, by(**rules), said) for name, (rules, said) in STATISTICS.items()),
        *(Mistake(f"put back: {name}", by(back=back), said) for name, (back, said) in BACK.items()),
        *(
            Mistake(f"scaled: {name}", by(scaled=scaled), said)
            for name, (scaled, said) in SCALED.items()
        ),
        *(
            Mistake(f"{name}; put back: {other}", by(back=back, **rules), f"{said} And {also}")
            for name, (rules, said) in STATISTICS.items()
            for other, (back, also) in BACK.items()
            if name[:2] != "no" and other in ("without the mean", "mean first", "not at all")
        ),
        *(
            Mistake(
                f"scaled: {name}; put back: {other}",
                by(scaled=scaled, back=BACK[other][0]),
                f"{said} And {BACK[other][1]}",
            )
            for name, (scaled, said) in SCALED.items()
            for other in ("mean first", "not at all")
            if name != "by itself"
        ),
        Mistake(
            "each part by itself",
            lambda values, train, forecast: Scaled(
                separately(values, train), scale(values, train, forecast).in_units
            ),
            "The training rows were scaled by their own statistics and the others by theirs. The "
            "same count then means one thing to the network in training and another afterwards. "
            "One scale for all rows, and it comes from the training rows.",
        ),
        Mistake(
            "training rows only",
            lambda values, train, forecast: scale(values, train, forecast)._replace(
                scaled=scale(values, train, forecast).scaled[train]
            ),
            "`scaled` holds the training rows alone. All rows are scaled, by statistics of the "
            "training rows.",
        ),
        Mistake(
            "exchanged",
            lambda *args: scale(*args)[::-1],
            "The two results are in the wrong order: `scaled` first, then `in_units`.",
        ),
        Mistake(
            "mean and standard deviation",
            lambda values, train, forecast: tuple(f(values[train], axis=0) for f in FITTED),
            "These are mean and standard deviation. Asked for are the scaled series, and the "
            "forecast in its units.",
        ),
    ],
)
