"""Recorded answers to lab-7/scale, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_7._shared import SHAPE, SHOWN, result


def right_scale_loop(X, train, forecast, column):
    scaled = np.zeros(X.shape)
    for j in range(X.shape[2]):
        known = [x for w in train for x in X[w, :, j].tolist()]
        mean = sum(known) / len(known)
        sd = (sum((x - mean) ** 2 for x in known) / len(known)) ** 0.5
        sd = sd if len(set(known)) > 1 else 1.0
        scaled[:, :, j] = (X[:, :, j] - mean) / sd
        if j == column:
            units = mean + sd * forecast
    return scaled, units


def right_scale_rows(X, train, forecast, column):
    """Lay all training steps one under the other."""
    rows = X[train].reshape(-1, X.shape[2]).astype(float)
    mean, sd = np.average(rows, axis=0), np.sqrt(np.var(rows, axis=0))
    sd[np.ptp(rows, axis=0) == 0] = 1
    return [(X - mean) / sd, np.add(np.multiply(forecast, sd[column]), mean[column])]


def right_scale_mask(X, train, forecast, column):
    chosen = X[np.isin(np.arange(len(X)), train)]
    mean = chosen.mean(axis=(0, 1), keepdims=True)
    sd = chosen.std(axis=(0, 1), keepdims=True)
    varies = chosen.min(axis=(0, 1)) < chosen.max(axis=(0, 1))
    sd = np.where(varies, sd, 1)
    return (X - mean) / sd, forecast * sd[0, 0, column] + mean[0, 0, column]


def right_scale_function(X, train, forecast, column):
    """Make a map and its inverse, as one would for several parts."""
    mean = np.mean(X[train], axis=(0, 1))
    sd = np.std(X[train], axis=(0, 1))
    sd = [1.0 if s < 1e-12 else s for s in sd]

    def back(z, j):
        return z * sd[j] + mean[j]

    return np.stack([(X[..., j] - mean[j]) / sd[j] for j in range(len(sd))], -1), back(
        forecast, column
    )


def scale_of(rows=lambda X, train: X[train], mean=np.mean, sd=np.std, axis=(0, 1),
             zero=1.0, there=lambda X, m, s: (X - m) / s,
             back=lambda f, m, s, c: f * s[c] + m[c]):  # fmt: skip
    """Return an answer with one thing done otherwise."""

    def my_scale(X, train, forecast, column):
        with np.errstate(all="ignore"):
            chosen = rows(np.asarray(X, float), train)
            m, s = mean(chosen, axis=axis), sd(chosen, axis=axis)
            if axis is None:
                m, s = np.full(X.shape[2], m), np.full(X.shape[2], s)
            s = np.where(s < 1e-12, zero, s)
            return there(X, m, s), back(forecast, m, s, column)

    return my_scale


def lowest(rows, axis):
    return rows.min(axis=axis)


def reach(rows, axis):
    return rows.max(axis=axis) - rows.min(axis=axis)


def nothing(rows, axis):
    return np.zeros(rows.shape[2])


def one(rows, axis):
    return np.ones(rows.shape[2])


def sample(rows, axis):
    return rows.std(axis=axis, ddof=1)


def with_a_little(rows, axis):
    return rows.std(axis=axis) + 1e-8


def with_a_little_more(rows, axis):
    return rows.std(axis=axis) + 1e-7


def at_least_1(rows, axis):
    return np.maximum(rows.std(axis=axis), 1)


def scale_by_step(X, train, forecast, column):
    """A mean for each step and input, so that none for an input is left to put back by."""
    mean, sd = X[train].mean(axis=0), X[train].std(axis=0)
    return (X - mean) / sd, forecast * sd[:, column] + mean[:, column]


def scale_axis_0(X, train, forecast, column):
    mean, sd = X[train].mean(axis=0), X[train].std(axis=0)
    sd[sd == 0] = 1
    return (X - mean) / sd, forecast * sd[column] + mean[column]


def scale_axis_0_of_mean(X, train, forecast, column):
    mean, sd = X[train].mean(axis=0), X[train].std(axis=(0, 1))
    sd[sd == 0] = 1
    return (X - mean) / sd, forecast * sd[column] + mean[0, column]


def scale_axis_0_then_mean(X, train, forecast, column):
    mean, sd = X[train].mean(axis=0), X[train].std(axis=0)
    sd[sd == 0] = 1
    return (X - mean) / sd, forecast * sd.mean(axis=0)[column] + mean.mean(axis=0)[column]


def scale_axis_0_of_sd(X, train, forecast, column):
    mean, sd = X[train].mean(axis=(0, 1)), X[train].std(axis=0)
    sd[sd == 0] = 1
    return (X - mean) / sd, forecast * sd[-1, column] + mean[column]


def scale_compared_with_0(X, train, forecast, column):
    mean, sd = X[train].mean(axis=(0, 1)), X[train].std(axis=(0, 1))
    sd = np.where(sd > 0, sd, 1.0)
    return (X - mean) / sd, forecast * sd[column] + mean[column]


def scale_compared_with_0_loop(X, train, forecast, column):
    scaled = np.zeros(X.shape)
    for j in range(X.shape[2]):
        known = [x for w in train for x in X[w, :, j].tolist()]
        mean = sum(known) / len(known)
        sd = (sum((x - mean) ** 2 for x in known) / len(known)) ** 0.5 or 1.0
        scaled[:, :, j] = (X[:, :, j] - mean) / sd
        if j == column:
            units = mean + sd * forecast
    return scaled, units


def scale_in_place(X, train, forecast, column):
    mean, sd = X[train].mean(axis=(0, 1)), X[train].std(axis=(0, 1))
    sd[sd == 0] = 1
    X -= mean
    X /= sd
    return X, forecast * sd[column] + mean[column]


def scale_loop_in_place(X, train, forecast, column):
    scaled, units = right_scale_loop(X, train, forecast, column)
    for i in range(len(forecast)):
        forecast[i] = units[i]
    return scaled, forecast


def scale_like(X, train, forecast, column):
    """Write into an array of the windows' own type."""
    scaled, units = right_scale_loop(X, train, forecast, column)
    made = np.zeros_like(X)
    made[:] = scaled
    return made, units


def scale_each_window(X, train, forecast, column):
    with np.errstate(all="ignore"):
        own = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
    return own, right_scale_loop(X, train, forecast, column)[1]


def scale_rest(X, train):
    return X[[i for i in range(len(X)) if i not in train]]


def first(X, m, s):
    return (X - m[0]) / s[0]


WRONG = [
    (scale_of(lambda X, train: X), "come from all windows, so"),
    (scale_of(lambda X, train: X[: len(train)]), "as many windows as `train` is long"),
    (scale_of(lambda X, train: X[: max(train) + 1]), "all windows up to the last"),
    (scale_of(lambda X, train: X[min(train) : max(train) + 1]), SHOWN),
    (scale_of(scale_rest), "that are *not* for training"),
    (scale_of(axis=None), "for all inputs together"),
    (scale_of(lambda X, train: X[train][:, :1]), "the first step of the windows"),
    (scale_of(lambda X, train: X[train][:, -1:]), "the last step of the windows"),
    (scale_of(sd=sample), "ddof=0"),
    (scale_of(sd=np.var), "the square of their unit"),
    (scale_of(mean=np.median), "The median was subtracted"),
    (scale_of(mean=lowest, sd=reach), "run from 0 to 1"),
    (scale_of(mean=nothing), "No mean was subtracted"),
    (scale_of(sd=one), "were not divided by"),
    (scale_of(zero=0.0), "has a standard deviation of 0"),
    (scale_of(zero=0.1), SHOWN),
    (scale_of(sd=with_a_little), "A little was added"),
    (scale_of(sd=with_a_little_more), "A little was added"),
    (scale_of(sd=at_least_1), "Every standard deviation below 1"),
    (scale_by_step, "standard deviation were taken over the windows alone"),
    (scale_axis_0, "over the windows alone"),
    (scale_axis_0_of_mean, "The mean was taken over the windows alone"),
    (scale_axis_0_then_mean, "standard deviation were taken over the windows alone"),
    (scale_axis_0_of_sd, "The standard deviation was taken over the windows alone"),
    (scale_compared_with_0, "need not come out as 0"),
    (scale_compared_with_0_loop, "need not come out as 0"),
    (scale_of(there=lambda X, m, s: X - m), "is not divided by the standard deviation"),
    (scale_of(there=lambda X, m, s: X / s), "not subtracted in `scaled`"),
    (scale_of(there=lambda X, m, s: X - m / s), "Only the mean is divided"),
    (scale_of(there=first), "the scale of the first"),
    (scale_of(there=lambda X, m, s: (m - X) / s), SHOWN),
    (scale_of(there=lambda X, m, s: X), "the windows as they came"),
    (scale_of(there=lambda X, m, s: np.where(s == 1, 0, (X - m) / s)), SHOWN),
    (scale_each_window, "of its own. That takes the level"),
    (scale_of(back=lambda f, m, s, c: f * s[c]), "right for an *error*"),
    (scale_of(back=lambda f, m, s, c: f + m[c]), "lacks the standard deviation"),
    (scale_of(back=lambda f, m, s, c: (f + m[c]) * s[c]), "in the wrong order"),
    (scale_of(back=lambda f, m, s, c: (f - m[c]) / s[c]), "scaled once more"),
    (scale_of(back=lambda f, m, s, c: f / s[c] + m[c]), "put back by multiplying"),
    (scale_of(back=lambda f, m, s, c: f * s[c] - m[c]), "put back by adding"),
    (scale_of(back=lambda f, m, s, c: f * s[0] + m[0]), "of the first input"),
    (scale_of(back=lambda f, m, s, c: f * s[-1] + m[-1]), "of the last input"),
    (scale_of(back=lambda f, m, s, c: f * s.mean() + m.mean()), "of all inputs. The forecast"),
    (scale_of(back=lambda f, m, s, c: f * s + m), "as though the steps ahead were"),
    (scale_of(back=lambda f, m, s, c: f), "as it came. Nobody reads"),
    (scale_of(lambda X, t: X, back=lambda f, m, s, c: f * s[c]), "And `in_units` lacks the mean"),
    (scale_of(sd=sample, back=lambda f, m, s, c: f), "And `in_units` is the forecast as it"),
    (scale_in_place, "changes X while it runs"),
    (scale_loop_in_place, "changes forecast while it runs"),
    (scale_like, "so the decimals are lost"),
    (result(right_scale_loop, lambda r: (r[0], np.round(r[1]).astype(int))), "decimals are lost"),
    (result(right_scale_loop, lambda r: (r[0][..., 0], r[1])), SHAPE),
    (result(right_scale_loop, lambda r: r[::-1]), "`scaled` first, then"),
    (result(right_scale_loop, lambda r: r[0]), "must hold 2 things"),
    (
        lambda X, train, f, c: (right_scale_loop(X, train, f, c)[0][train], f * 0),
        SHAPE,
    ),
]

RIGHT = [right_scale_loop, right_scale_rows, right_scale_mask, right_scale_function, scale_of()]
