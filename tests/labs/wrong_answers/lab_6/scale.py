"""Recorded answers to lab-6/scale, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_6._shared import SHAPE, SHOWN, result


def right_scale_loop(values, train, forecast):
    scaled, units = np.full(values.shape, np.nan), None
    for j in range(values.shape[1]):
        known = [values[t, j] for t in train if not np.isnan(values[t, j])]
        mean = sum(known) / len(known)
        sd = (sum((x - mean) ** 2 for x in known) / len(known)) ** 0.5
        scaled[:, j] = (values[:, j] - mean) / sd
        if j == 0:
            units = mean + sd * forecast
    return scaled, units


def right_scale_function(values, train, forecast):
    """Make a map and its inverse, as one would for several parts."""
    rows = values[train]
    mean, sd = np.nanmean(rows, 0), np.nanstd(rows, 0)

    def there(x):
        return (x - mean) / sd

    def back(z, feature):
        return z * sd[feature] + mean[feature]

    return there(values), back(forecast, 0)


def right_scale_masked(values, train, forecast):
    rows = np.ma.masked_invalid(np.asarray(values, float)[train])
    mean, sd = rows.mean(axis=0).data, rows.std(axis=0).data
    return (values - mean[None]) / sd[None], forecast * sd[0] + mean[0]


def right_scale_moments(values, train, forecast):
    rows = np.asarray(values, float)[train]
    known = ~np.isnan(rows)
    count, rows = known.sum(axis=0), np.where(known, rows, 0)
    mean = rows.sum(axis=0) / count
    sd = np.sqrt(np.where(known, (rows - mean) ** 2, 0).sum(axis=0) / count)
    return [values / sd - mean / sd, (forecast + mean[0] / sd[0]) * sd[0]]


def right_scale_mask(values, train, forecast):
    chosen = np.isin(np.arange(len(values)), train)
    mean = np.nanmean(values[chosen], axis=0, keepdims=True)
    sd = np.sqrt(np.nanvar(values[chosen], axis=0, keepdims=True))
    return (values - mean) / sd, forecast * sd[0, 0] + mean[0, 0]


def right_scale_columns(values, train, forecast):
    columns, scales = [], []
    for column in values.T:
        known = column[train][~np.isnan(column[train])]
        scales.append((np.average(known), np.std(known)))
        columns.append((column - scales[-1][0]) / scales[-1][1])
    mean, sd = scales[0]
    return np.column_stack(columns), np.add(np.multiply(forecast, sd), mean)


def scale_of(rows=lambda v, train: v[train], mean=np.nanmean, sd=np.nanstd, axis=0,
             there=lambda v, m, s: (v - m) / s, back=lambda f, m, s: f * s[0] + m[0]):  # fmt: skip
    """Return an answer with one thing done otherwise."""

    def my_scale(values, train, forecast):
        with np.errstate(all="ignore"):
            chosen = rows(np.asarray(values, float), train)
            m, s = mean(chosen, axis=axis), sd(chosen, axis=axis)
            if axis is None:
                m, s = np.full(values.shape[1], m), np.full(values.shape[1], s)
            return there(values, m, s), back(forecast, m, s)

    return my_scale


def lowest(rows, axis):
    return np.nanmin(rows, axis=axis)


def reach(rows, axis):
    return np.nanmax(rows, axis=axis) - np.nanmin(rows, axis=axis)


def largest(rows, axis):
    return np.nanmax(np.abs(rows), axis=axis)


def nothing(rows, axis):
    return np.zeros(rows.shape[1])


def one(rows, axis):
    return np.ones(rows.shape[1])


def sample(rows, axis):
    return np.nanstd(rows, axis=axis, ddof=1)


def quartiles(rows, axis):
    return np.subtract(*np.nanpercentile(rows, [75, 25], axis=axis))


def scale_by_parts(values, train, forecast):
    right, units = right_scale_loop(values, train, forecast)
    rest = np.setdiff1d(np.arange(len(values)), train)
    with np.errstate(all="ignore"):
        if len(rest):
            columns = values[rest]
            count = (~np.isnan(columns)).sum(axis=0)
            mean = np.nansum(columns, axis=0) / count
            sd = np.sqrt(np.nansum((columns - mean) ** 2, axis=0) / count)
            right[rest] = (columns - mean) / sd
    return right, units


def scale_in_place(values, train, forecast):
    mean, sd = np.nanmean(values[train], axis=0), np.nanstd(values[train], axis=0)
    values -= mean
    values /= sd
    return values, forecast * sd[0] + mean[0]


def scale_forecast_in_place(values, train, forecast):
    right = right_scale_loop(values, train, forecast)
    forecast *= 2
    return right


def scale_transposed(values, train, forecast):
    mean, sd = np.nanmean(values[train], axis=1), np.nanstd(values[train], axis=1)
    return (values - mean) / sd, forecast * sd[0] + mean[0]


def scale_rows_alone(values, train, forecast):
    right, units = right_scale_loop(values, train, forecast)
    return right[train], units


def scale_other_rows_alone(values, train, forecast):
    right, units = right_scale_loop(values, train, forecast)
    return np.delete(right, train, axis=0), units


def scale_gaps_dropped(values, train, forecast):
    rows = np.asarray(values)[~np.isnan(values).any(axis=1)]
    return right_scale_loop(rows, np.arange(min(len(train), len(rows))), forecast)


def scale_whole(values, train, forecast):
    scaled, units = right_scale_loop(values, train, forecast)
    return scaled, np.round(units).astype(int)


def scale_first_only(values, train, forecast):
    scaled, units = right_scale_loop(values, train, forecast)
    return scaled[:, 0], units


def scale_clipped(values, train, forecast):
    scaled, units = right_scale_loop(values, train, forecast)
    return scaled, np.maximum(units, 0)


def scale_of_forecast(values, train, forecast):
    """Put the forecast back by its own mean and spread."""
    scaled, _ = right_scale_loop(values, train, forecast)
    return scaled, forecast * forecast.std() + forecast.mean()


def scaled_only(values, mean, sd):
    return values


def filled_before(values, mean, sd):
    return (np.nan_to_num(values) - mean) / sd


def filled_after(values, mean, sd):
    return np.nan_to_num((values - mean) / sd)


WRONG = [
    (scale_of(lambda v, train: v), "come from all rows, so"),
    (scale_of(lambda v, train: v[: len(train)]), "as many rows as `train` is long"),
    (scale_of(lambda v, train: v[: train[-1] + 1]), "all rows up to the last"),
    (scale_of(lambda v, train: v[train[0] : train[-1] + 1]), "all rows between the first"),
    (scale_of(lambda v, train: v[train[0] : train[-1]]), "without the last"),
    (scale_of(lambda v, train: v[min(train) : max(train) + 1]), SHOWN),
    (scale_of(lambda v, train: v[train[1:]]), SHOWN),
    (scale_of(lambda v, train: v[train[:-1]]), SHOWN),
    (scale_of(lambda v, train: np.nan_to_num(v[train])), "counted as 0"),
    (scale_of(lambda v, train: v[train][~np.isnan(v[train]).any(axis=1)]), "for all features"),
    (scale_of(axis=None), "for all features together"),
    (scale_transposed, SHAPE),
    (scale_of(mean=np.mean, sd=np.std), "A single missing value"),
    (scale_of(mean=np.mean), "A single missing value"),
    (scale_of(sd=sample), "ddof=0"),
    (scale_of(sd=np.nanvar), "the square of their unit"),
    (scale_of(mean=np.nanmedian), "The median was subtracted"),
    (scale_of(mean=np.nanmedian, sd=quartiles), SHOWN),
    (scale_of(mean=lowest, sd=reach), "run from 0 to 1"),
    (scale_of(mean=nothing, sd=largest), SHOWN),
    (scale_of(mean=nothing), "No mean was subtracted"),
    (scale_of(sd=one), "were not divided by"),
    (scale_by_parts, "scaled by their own statistics"),
    (scale_of(there=lambda v, m, s: v - m), "is not divided by the standard deviation"),
    (scale_of(there=lambda v, m, s: v / s), "not subtracted in `scaled`"),
    (scale_of(there=lambda v, m, s: v / s - m), "divided before the mean"),
    (scale_of(there=lambda v, m, s: v - m / s), "Only the mean is divided"),
    (scale_of(there=lambda v, m, s: (v - m[0]) / s[0]), "the scale of the first"),
    (scale_of(there=lambda v, m, s: (m - v) / s), SHOWN),
    (scale_of(there=scaled_only), "the series as it came"),
    (scale_of(there=filled_before), "was taken for 0 and scaled"),
    (scale_of(there=filled_after), "gaps are filled with 0"),
    (scale_of(back=lambda f, m, s: f * s[0]), "right for an *error*"),
    (scale_of(back=lambda f, m, s: f + m[0]), "lacks the standard deviation"),
    (scale_of(back=lambda f, m, s: (f + m[0]) * s[0]), "in the wrong order"),
    (scale_of(back=lambda f, m, s: (f - m[0]) / s[0]), "scaled once more"),
    (scale_of(back=lambda f, m, s: f / s[0] + m[0]), "put back by multiplying"),
    (scale_of(back=lambda f, m, s: f * s[0] - m[0]), "put back by adding"),
    (scale_of(back=lambda f, m, s: f * s[-1] + m[-1]), "of the last feature"),
    (scale_of(back=lambda f, m, s: f * s.mean() + m.mean()), "of all features. The forecast"),
    (scale_of(back=lambda f, m, s: f * s + m), "as though the steps ahead were"),
    (scale_of(back=lambda f, m, s: f), "as it came. Nobody reads"),
    (scale_of(back=lambda f, m, s: f * s[0] ** 2 + m[0]), SHOWN),
    (scale_of(lambda v, train: v, back=lambda f, m, s: f * s[0]), "And `in_units` lacks the mean"),
    (scale_of(lambda v, train: v, back=lambda f, m, s: f), "And `in_units` is the forecast as it"),
    (scale_of(axis=None, back=lambda f, m, s: f * s[0]), "And `in_units` lacks the mean"),
    (scale_of(mean=lowest, sd=reach, back=lambda f, m, s: f * s[0]), "And `in_units` lacks the me"),
    (scale_of(there=filled_after, back=lambda f, m, s: f), "And `in_units` is the forecast as it"),
    (scale_of_forecast, SHOWN),
    (scale_in_place, "changes values while it runs"),
    (scale_forecast_in_place, "changes forecast while it runs"),
    (scale_rows_alone, "the training rows alone"),
    (scale_other_rows_alone, SHAPE),
    (scale_gaps_dropped, SHAPE),
    (scale_whole, "so the decimals are lost"),
    (scale_first_only, SHAPE),
    (scale_clipped, "Right already: scaled"),
    (result(right_scale_loop, lambda r: r[::-1]), "`scaled` first, then"),
    (result(right_scale_loop, lambda r: r[0]), "must hold 2 things"),
    (
        lambda values, train, forecast: (
            np.nanmean(values[train], axis=0),
            np.nanstd(values[train], axis=0),
        ),
        "These are mean and standard deviation",
    ),
]

RIGHT = [
    right_scale_loop,
    right_scale_function,
    right_scale_masked,
    right_scale_moments,
    right_scale_mask,
    right_scale_columns,
    scale_of(),
]
