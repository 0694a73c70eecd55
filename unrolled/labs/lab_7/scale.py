"""Exercise scale of lab 7: reference, inputs, known mistakes and their diagnoses."""

from itertools import product
from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole


class Scaled(NamedTuple):
    """Windows as a network reads them, and its forecast as people read it."""

    scaled: np.ndarray
    in_units: np.ndarray


def scale(X, train, forecast, column):
    X = np.asarray(X, float)
    chosen = X[train]
    changes = chosen.max(axis=(0, 1)) > chosen.min(axis=(0, 1))
    mean, sd = MEAN(chosen), np.where(changes, SD(chosen), 1.0)
    return Scaled(standard(X, mean, sd), put_back(forecast, mean, sd, column))


def standard(X, mean, sd):
    return (X - mean) / sd


def put_back(forecast, mean, sd, column):
    return forecast * sd[column] + mean[column]


def whole_columns(rule):
    """Return a statistic of each input over all windows and steps."""
    return lambda X: rule(X, axis=(0, 1))


def one_if_flat(sd):
    """Put 1 where nothing varies; of a constant such as 0.1, rounding leaves a spread of 1e-17."""
    return np.where(sd > 1e-9, sd, 1.0)


MEAN, SD = whole_columns(np.mean), whole_columns(np.std)


def by(rows=lambda X, train: X[train], mean=MEAN, sd=SD, flat=one_if_flat,
       scaled=standard, back=put_back):  # fmt: skip
    """Return the task with other statistics, scaled otherwise or put back otherwise."""

    def run(X, train, forecast, column):
        X = np.asarray(X, float)
        chosen = rows(X, train)
        level, spread = mean(chosen), flat(sd(chosen))
        return Scaled(scaled(X, level, spread), back(forecast, level, spread, column))

    return run


def by_step(axes, pick, flat):
    """Take the mean, the spread or both over the windows alone, and put back by what is left."""

    def run(X, train, forecast, column):
        mean, sd = X[train].mean(axis=axes[0]), flat(X[train].std(axis=axes[1]))
        level, spread = (pick(part, column) if part.ndim == 2 else part[column] for part in
                         (mean, sd))  # fmt: skip
        return Scaled(standard(X, mean, sd), forecast * spread + level)

    return run


PICKS = {
    "put back by a step": lambda of_steps, column: of_steps[column],
    "put back by the first step": lambda of_steps, column: of_steps[0, column],
    "put back by the last step": lambda of_steps, column: of_steps[-1, column],
    "put back by the mean of steps": lambda of_steps, column: of_steps[:, column].mean(),
    "put back by all steps": lambda of_steps, column: of_steps[:, column],
}
WINDOWS_ALONE = {
    "over windows": (
        (0, 0),
        "Mean and standard deviation were taken over the windows alone, so each step of a window "
        "has its own. Take all windows and all steps of an input together: axis=(0, 1).",
    ),
    "mean over windows": (
        (0, (0, 1)),
        "The mean was taken over the windows alone, so each step of a window has its own. Take "
        "all windows and all steps of an input together: axis=(0, 1).",
    ),
    "standard deviation over windows": (
        ((0, 1), 0),
        "The standard deviation was taken over the windows alone, so each step of a window has "
        "its own. Take all windows and all steps of an input together: axis=(0, 1).",
    ),
}


def of_all_inputs(rule):
    return lambda X: np.full(X.shape[2], rule(X))


def of_first_step(rule):
    return lambda X: rule(X[:, 0], axis=0)


def of_last_step(rule):
    return lambda X: rule(X[:, -1], axis=0)


STATISTICS = {
    "all windows": (
        {"rows": lambda X, train: X},
        "Mean and standard deviation come from all windows, so the training inputs know something "
        "of the others. Take them from X[train].",
    ),
    "the other windows": (
        {"rows": lambda X, train: np.delete(X, train, axis=0)},
        "Mean and standard deviation come from the windows that are *not* for training. Take them "
        "from X[train].",
    ),
    "as many from the start": (
        {"rows": lambda X, train: X[: len(train)]},
        "Mean and standard deviation come from as many windows as `train` is long, from the start. "
        "`train` holds the numbers of windows and need not begin with 0: X[train].",
    ),
    "all to the last": (
        {"rows": lambda X, train: X[: np.max(train) + 1]},
        "Mean and standard deviation come from all windows up to the last of `train`. Some in "
        "between may belong to another part: X[train].",
    ),
    "all inputs at once": (
        {"mean": of_all_inputs(np.mean), "sd": of_all_inputs(np.std)},
        "One mean and one standard deviation were taken for all inputs together. Vehicles and "
        "degrees have nothing in common: one of each for every input, axis=(0, 1).",
    ),
    "first step": (
        {"mean": of_first_step(np.mean), "sd": of_first_step(np.std)},
        "Mean and standard deviation come from the first step of the windows alone. Take all "
        "windows and all steps of an input together: axis=(0, 1).",
    ),
    "last step": (
        {"mean": of_last_step(np.mean), "sd": of_last_step(np.std)},
        "Mean and standard deviation come from the last step of the windows alone. Take all "
        "windows and all steps of an input together: axis=(0, 1).",
    ),
    "standard deviation of window means": (
        {"sd": lambda X: X.mean(axis=1).std(axis=0)},
        "The standard deviation is that of the windows' means, which vary less than the values. "
        "Take all windows and all steps of an input together: axis=(0, 1).",
    ),
    "mean of standard deviations": (
        {"sd": lambda X: X.std(axis=1).mean(axis=0)},
        "The standard deviation is a mean over those of single windows. Take all windows and all "
        "steps of an input together: axis=(0, 1).",
    ),
    "sample standard deviation": (
        {"sd": lambda X: X.std(axis=(0, 1), ddof=1)},
        "The standard deviation was divided by one less than the number of values. Asked for is "
        "the plain one, ddof=0.",
    ),
    "variance": (
        {"sd": whole_columns(np.var)},
        "The values were divided by the variance, which has the square of their unit. Divide by "
        "its root, the standard deviation.",
    ),
    "median": (
        {"mean": whole_columns(np.median)},
        "The median was subtracted. Asked for is the mean.",
    ),
    "smallest and range": (
        {"mean": whole_columns(np.min), "sd": whole_columns(np.ptp)},
        "The values were scaled to run from 0 to 1. One odd hour decides such a scale; asked for "
        "are mean 0 and standard deviation 1 in the training windows.",
    ),
    "no mean": (
        {"mean": lambda X: np.zeros(X.shape[2])},
        "No mean was subtracted, nor added. Scaled, the training windows have mean 0.",
    ),
    "no standard deviation": (
        {"sd": lambda X: np.ones(X.shape[2])},
        "The values were not divided by the standard deviation, nor the forecast multiplied.",
    ),
    "divided by 0": (
        {"flat": lambda sd: sd},
        "An input that is the same in all training windows has a standard deviation of 0, and was "
        "divided by it. Divide an input whose largest and smallest value are the same by 1.",
    ),
    "a little added": (
        {"flat": lambda sd: sd + 1e-8},
        "A little was added to the standard deviation. An input that is the same in all training "
        "windows then becomes enormous where it first changes. Divide such an input by 1.",
    ),
    "a little added, 1e-7": (
        {"flat": lambda sd: sd + 1e-7},
        "A little was added to the standard deviation. An input that is the same in all training "
        "windows then becomes enormous where it first changes; such an input is divided by 1.",
    ),
    "at least 1": (
        {"flat": lambda sd: np.maximum(sd, 1.0)},
        "Every standard deviation below 1 was replaced by 1. Only that of an input which does not "
        "change in training is: one whose largest value there is its smallest.",
    ),
}

BACK = {
    "without the mean": (
        lambda f, mean, sd, c: f * sd[c],
        "`in_units` lacks the mean. That is right for an *error*, from which the mean has "
        "cancelled; a forecast needs it again.",
    ),
    "without the standard deviation": (
        lambda f, mean, sd, c: f + mean[c],
        "`in_units` lacks the standard deviation: multiply by it, then add the mean.",
    ),
    "mean first": (
        lambda f, mean, sd, c: (f + mean[c]) * sd[c],
        "`in_units` undoes the two steps in the wrong order. The division came last, so its "
        "inverse comes first: multiply, then add.",
    ),
    "scaled again": (
        lambda f, mean, sd, c: (f - mean[c]) / sd[c],
        "`in_units` is scaled once more. Undo what was done to the windows: multiply, then add.",
    ),
    "divided": (
        lambda f, mean, sd, c: f / sd[c] + mean[c],
        "`in_units` is divided by the standard deviation. The windows were; the forecast is put "
        "back by multiplying.",
    ),
    "mean subtracted": (
        lambda f, mean, sd, c: f * sd[c] - mean[c],
        "`in_units` has the mean subtracted. The windows had; the forecast is put back by adding "
        "it.",
    ),
    "first input": (
        lambda f, mean, sd, c: f * sd[0] + mean[0],
        "`in_units` was put back by the statistics of the first input. The forecast is of the "
        "input that `column` names.",
    ),
    "last input": (
        lambda f, mean, sd, c: f * sd[-1] + mean[-1],
        "`in_units` was put back by the statistics of the last input. The forecast is of the "
        "input that `column` names.",
    ),
    "mean of all inputs": (
        lambda f, mean, sd, c: f * np.mean(sd) + np.mean(mean),
        "`in_units` was put back by the mean of the statistics of all inputs. The forecast is of "
        "the one that `column` names.",
    ),
    "by step": (
        lambda f, mean, sd, c: f * sd + mean,
        "`in_units` was put back with a mean for each *input*, as though the steps ahead were "
        "inputs. All steps are of one input: mean[column] and sd[column].",
    ),
    "its own": (
        lambda f, mean, sd, c: (f - f.mean()) / f.std() * sd[c] + mean[c],
        "The forecast was standardised by itself before it was put back. It is in scaled units "
        "already: multiply, then add.",
    ),
    "not at all": (
        lambda f, mean, sd, c: f,
        "`in_units` is the forecast as it came. Nobody reads standard deviations: multiply, then "
        "add.",
    ),
}

SCALED = {
    "mean only": (
        lambda X, mean, sd: X - mean,
        "`scaled` is not divided by the standard deviation.",
    ),
    "standard deviation only": (
        lambda X, mean, sd: X / sd,
        "The mean is not subtracted in `scaled`.",
    ),
    "no brackets": (
        lambda X, mean, sd: X - mean / sd,
        "Only the mean is divided in `scaled`. Brackets: (X - mean) / sd.",
    ),
    "first input": (
        lambda X, mean, sd: standard(X, mean[0], sd[0]),
        "In `scaled` all inputs have the scale of the first. Each has a mean and a standard "
        "deviation of its own.",
    ),
    "each window": (
        lambda X, mean, sd: (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True),
        "In `scaled` each window has a mean and a standard deviation of its own. That takes the "
        "level out of every window; asked for is one scale, from all training windows.",
    ),
    "not at all": (lambda X, mean, sd: X, "`scaled` holds the windows as they came."),
}


def scale_trials(rng):
    """Yield inputs unlike in level and spread; some do not change in the training windows."""
    for size in [
        (2, 2, 1, [0], 1, 1, 0, None),
        (3, 2, 1, [1, 2], 1, 2, 0, None),
        (3, 2, 2, [0, 1], 2, 1, 1, None),
        (4, 3, 2, [0, 1], 1, 2, 0, 1),
        (4, 2, 3, [1, 2], 2, 4, 1, None),
        (5, 3, 3, [1, 3], 3, 2, 2, 0),
        (6, 2, 3, [2, 5, 3], 2, 3, 1, 1),
        (7, 4, 4, [1, 2, 5], 3, 4, 2, 3),
    ]:
        yield scale_trial(rng, *size)


def scale_trial(rng, windows, time, inputs, train, new, horizon, column, flat):
    """Draw windows whose training part has another level and spread in every input."""
    while True:
        spread = rng.permutation(np.arange(1, inputs + 1)) + 1
        level = rng.choice([-1, 1], size=inputs) * (2 * spread[::-1] - 1)
        X = np.round(draw(rng, windows, time, inputs) * spread + level, 1)
        if flat is not None:
            X[train, :, flat] = -2.5
        sd = X[train].std(axis=(0, 1))
        varied = (np.delete(sd, [] if flat is None else flat) > 0.4).all()
        if varied and (np.abs(X[train].mean(axis=(0, 1))) > 0.3).all():
            return X, np.array(train), draw(rng, new, horizon), column


def scale_further(rng):
    """Yield whole numbers, a whole forecast, single precision, and constants that are rounded.

    The standard deviation of three times 0.1 is not 0 but 1.4e-17, in whatever order they are
    added up; with more of them it depends on the order.
    """
    X, train, forecast, column = scale_trial(rng, 5, 3, 2, [1, 2, 4], 2, 3, 1, None)
    yield np.round(10 * X).astype(int), train, forecast, column
    yield X, train, draw_whole(rng, 2, 2), column
    yield X.astype(np.float32), train, forecast.astype(np.float32), column
    for windows, time, train, constants in [
        (4, 1, [0, 1, 2], [0.1]),
        (3, 3, [1], [0.1, 0.7]),
        (5, 1, [1, 2, 4], [0.3, -0.1, 1.4]),
    ]:
        X = np.round(draw(rng, windows, time, len(constants) + 1) + 2, 1)
        X[train, :, :-1] = constants
        yield X, np.array(train), draw(rng, 2, 2), len(constants) - 1


SCALE = Exercise(
    name="lab-7/scale",
    reference=scale,
    trials=scale_trials,
    also=scale_further,
    note="One scale for each input, from the training windows, and the way back.",
    mistakes=[
        *(Mistake(name, by(**rules), said) for name, (rules, said) in STATISTICS.items()),
        *(Mistake(f"put back: {name}", by(back=back), said) for name, (back, said) in BACK.items()),
        *(
            Mistake(f"scaled: {name}", by(scaled=scaled), said)
            for name, (scaled, said) in SCALED.items()
        ),
        *(
            Mistake(f"{name}; put back: {other}", by(back=BACK[other][0], **rules),
                    f"{said} And {BACK[other][1]}")
            for name, (rules, said) in STATISTICS.items()
            for other in ("without the mean", "first input", "not at all")
            if name not in ("no mean", "no standard deviation", "all inputs at once")
        ),
        Mistake(
            "training windows only",
            lambda X, train, forecast, column: scale(X, train, forecast, column)._replace(
                scaled=scale(X, train, forecast, column).scaled[train]
            ),
            "`scaled` holds the training windows alone. All windows are scaled, by statistics of "
            "the training windows.",
        ),
        *(
            Mistake(f"{name}, {picked}{kept}", by_step(axes, pick, flat), said)
            for (name, (axes, said)), (picked, pick), (kept, flat) in product(
                WINDOWS_ALONE.items(),
                PICKS.items(),
                [("", one_if_flat), (", divided by 0", lambda sd: sd)],
            )
        ),
        Mistake(
            "spread compared with 0",
            by(flat=lambda sd: np.where(sd > 0, sd, 1.0)),
            "An input that does not change was divided by almost nothing. The standard deviation "
            "of a constant need not come out as 0: that of 0.1 can be 1.4e-17, because the mean is "
            "rounded. Ask the values instead: where the largest is the smallest, divide by 1.",
        ),
        Mistake(
            "exchanged",
            lambda *args: scale(*args)[::-1],
            "The two results are in the wrong order: `scaled` first, then `in_units`.",
        ),
    ],
)  # fmt: skip
