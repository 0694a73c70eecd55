"""Exercise mase of lab 4: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole, single


def season_errors(history, season_length):
    """Return how far each value is from the one a season before it."""
    return np.abs(history[:, season_length:] - history[:, :-season_length])


def mase(target, forecast, history, season_length):
    errors = np.abs(target - forecast).mean(axis=1)
    return (errors / season_errors(history, season_length).mean(axis=1)).mean()


def scaled_by(scale):
    """Return the task with another scale for each series: (history, season_length, target)."""

    def run(target, forecast, history, season_length):
        errors = np.abs(target - forecast).mean(axis=1)
        return (errors / scale(history, season_length, target)).mean()

    return run


def compared_by(rule):
    """Return the task by `rule(errors, scales)`: signed errors, and the naive ones' sizes."""

    def run(target, forecast, history, season_length):
        return rule(target - forecast, season_errors(history, season_length))

    return run


def own_mean(values):
    return np.abs(values).mean(axis=1)


def around(history, m, target):
    return np.abs(history - np.roll(history, m, axis=1)).mean(axis=1)


def in_test(history, m, target):
    before = np.concatenate([history, target], axis=1)[:, -target.shape[1] - m : -m]
    return np.abs(target - before).mean(axis=1)


def within_target(history, m, target):
    """Return the seasonal naive error inside the targets, NaN where they are too short."""
    changes = season_errors(target, m)
    return changes.mean(axis=1) if changes.size else np.full(len(target), np.nan)


def rms(values, axis):
    return np.sqrt((values**2).mean(axis=axis))


def inverse_of(variant):
    return lambda *args: 1 / variant(*args)


def along_batch(mean):
    """Return the task with differences between series; without any the mean is NaN."""

    def run(target, forecast, history, m):
        changes = np.abs(history[m:] - history[:-m])
        return (own_mean(target - forecast) / (mean(changes) if len(changes) else np.nan)).mean()

    return run


def halves(history, m, target):
    """Return how far the values from step m on are from the first m; NaN where they do not fit."""
    last, first = history[:, m:], history[:, :m]
    fit = first.shape[1] in (1, last.shape[1])
    return np.abs(last - first).mean(axis=1) if fit else np.full(len(history), np.nan)


def over_two_seasons(history, m, target):
    """Return the error of going back two seasons, NaN where the history is too short."""
    return season_errors(history, 2 * m).mean(axis=1) if history.shape[1] > 2 * m else np.nan


def mase_trials(rng):
    """Yield (batch, horizon, time, season_length)."""
    cases = [(1, 1, 3, 1), (1, 2, 4, 2), (2, 1, 4, 1), (2, 3, 5, 2), (3, 2, 7, 3), (2, 4, 9, 2)]
    for case in [*cases, (4, 3, 10, 4), (3, 5, 8, 1), (3, 2, 8, 4)]:
        yield mase_trial(rng, *case)


def mase_trial(rng, batch, horizon, time, season_length):
    """Draw series of unequal size, all of which change over every season."""
    while True:
        history = draw(rng, batch, time) * np.arange(1, batch + 1)[:, None]
        target, error = draw(rng, batch, horizon), draw(rng, batch, horizon)
        if season_errors(history, season_length).all():
            return target, np.round(target + error, 1), history, season_length


def mase_further(rng):
    """Yield one seasonal difference, whole numbers, single precision, and very unequal sizes."""
    yield mase_trial(rng, 2, 3, 6, 5)
    target = draw_whole(rng, 2, 3)
    yield target, target + draw_whole(rng, 2, 3), np.cumsum(draw_whole(rng, 2, 8), axis=1), 3
    yield *single(mase_trial(rng, 3, 2, 7, 2)[:3]), 2
    *arrays, season_length = mase_trial(rng, 3, 2, 9, 4)
    yield *(np.array([[1e-3], [1.0], [1e4]]) * a for a in arrays), season_length
    target, forecast, *rest = mase_trial(rng, 2, 3, 7, 2)
    yield target, np.where([[True], [False]], target, forecast), *rest  # one without any error


BETWEEN_SERIES = (
    "The differences run along the first axis, the batch, as in history[m:] - history[:-m], and "
    "compare series with one another. Time is the second axis: history[:, m:] - history[:, :-m]."
)

IN_TARGET = (
    "The scale was taken from the target. Nobody knows it when the forecast is made, and it holds "
    "few values. The scale comes from the history alone: "
    "|history[t] - history[t - season_length]|."
)

MASE = Exercise(
    name="lab-4/mase",
    reference=mase,
    trials=mase_trials,
    also=mase_further,
    note="It has no unit, and every series was measured by its own history.",
    mistakes=[
        Mistake(
            "scale from the test",
            scaled_by(in_test),
            "The scale is what the naive forecast errs over the targets. It comes from the "
            "history alone, which is known when the forecast is made and holds more values: "
            "|history[t] - history[t - season_length]|.",
        ),
        Mistake(
            "scale from both",
            scaled_by(
                lambda h, m, t: season_errors(np.concatenate([h, t], axis=1), m).mean(axis=1)
            ),
            "The targets were joined to the history before the scale was taken. Take it from the "
            "history alone.",
        ),
        *(
            Mistake(f"scale inside the target, {name}", scaled_by(scale), IN_TARGET)
            for name, scale in [
                ("seasonal", within_target),
                ("naive", lambda h, m, t: within_target(h, 1, t)),
            ]
        ),
        *(
            Mistake(f"scale as the target's {name}", scaled_by(scale), IN_TARGET)
            for name, scale in [
                ("level", lambda h, m, t: own_mean(t)),
                (
                    "spread",
                    lambda h, m, t: t.std(axis=1) if t.shape[1] > 1 else np.full(len(t), np.nan),
                ),
            ]
        ),
        Mistake(
            "scale from the last season",
            scaled_by(lambda h, m, t: season_errors(h, m)[:, -m:].mean(axis=1)),
            "The scale comes from the last season of the history alone, so a single odd day can "
            "make it large or small. Take the mean over all the history has: "
            "history[:, m:] - history[:, :-m].",
        ),
        Mistake(
            "scale as the last season's level",
            scaled_by(lambda h, m, t: own_mean(h[:, -m:])),
            "The scale is the mean size of the last season's values. It should be the mean size of "
            "the changes from season to season, over the whole history.",
        ),
        Mistake(
            "season ignored",
            scaled_by(lambda h, m, t: season_errors(h, 1).mean(axis=1)),
            "The scale compares each value with the one before it, whatever season_length is. "
            "Compare with the one a season before.",
        ),
        Mistake(
            "two seasons back",
            scaled_by(over_two_seasons),
            "The scale compares each value with the one two seasons before it. Compare with the "
            "one a single season before: history[:, m:] - history[:, :-m].",
        ),
        Mistake(
            "first season for all",
            scaled_by(halves),
            "Every value was compared with the first season, history[:, :m]. The values a season "
            "earlier are history[:, :-m]: all but the last season.",
        ),
        *(
            Mistake(
                f"scale as the {name} change",
                compared_by(lambda e, s, of=of: (own_mean(e) / of(s, axis=1)).mean()),
                f"The scale is the {name} of the seasonal differences. It is their mean.",
            )
            for name, of in [("median", np.median), ("largest", np.max), ("root mean square", rms)]
        ),
        Mistake(
            "np.diff, n times",
            scaled_by(lambda h, m, t: np.abs(np.diff(h, n=m, axis=1)).mean(axis=1)),
            "These are differences of differences, season_length times over, as np.diff(history, "
            "season_length) takes them. Asked for is one difference over so many steps: "
            "history[:, m:] - history[:, :-m].",
        ),
        Mistake(
            "rolled",
            scaled_by(around),
            "The last values were brought round to the front, as np.roll does, and compared with "
            "the first. Leave the first season out: history[:, m:] - history[:, :-m].",
        ),
        Mistake(
            "divided by the whole length",
            scaled_by(lambda h, m, t: season_errors(h, m).sum(axis=1) / h.shape[1]),
            "The differences were added up and divided by the length of the history. There are "
            "only time - season_length of them: take their mean.",
        ),
        Mistake(
            "scale without absolute values",
            scaled_by(lambda h, m, t: np.abs((h[:, m:] - h[:, :-m]).mean(axis=1))),
            "In the scale, rises and falls were averaged before their sizes were taken, and "
            "cancel. Take np.abs of each difference first, then the mean.",
        ),
        Mistake(
            "scale as a standard deviation",
            scaled_by(lambda h, m, t: h.std(axis=1)),
            "The scale is the standard deviation of the history, which says how widely it spreads "
            "and not how hard it is to forecast. Use the errors of the seasonal naive forecast.",
        ),
        Mistake(
            "scale as the level",
            scaled_by(lambda h, m, t: own_mean(h)),
            "The scale is the mean size of the history's values. It should be the mean size of "
            "their changes over a season.",
        ),
        Mistake(
            "one scale for all",
            compared_by(lambda e, s: np.abs(e).mean() / s.mean()),
            "The errors of all series were averaged before they were divided, so the series with "
            "the largest numbers decides. Divide each series' error by its own scale, then "
            "average.",
        ),
        Mistake(
            "not averaged",
            compared_by(lambda e, s: own_mean(e) / own_mean(s)),
            "This is one number for each series, and each is right. The result is their mean.",
        ),
        Mistake(
            "nothing averaged over the horizon",
            compared_by(lambda e, s: np.abs(e) / own_mean(s)[:, None]),
            "These are the scaled errors one by one. Take their mean over everything.",
        ),
        Mistake(
            "sum",
            compared_by(lambda e, s: (own_mean(e) / own_mean(s)).sum()),
            "The scaled errors of the series were added up. Take their mean, or more series would "
            "make it worse.",
        ),
        Mistake(
            "sums over sums",
            compared_by(lambda e, s: (np.abs(e).sum(axis=1) / s.sum(axis=1)).mean()),
            "Errors and differences were added up before the division, and there are not as many "
            "of one as of the other. Take the mean of each.",
        ),
        Mistake(
            "median over the series",
            compared_by(lambda e, s: np.median(own_mean(e) / own_mean(s))),
            "This is the median over the series. Take the mean.",
        ),
        Mistake(
            "not scaled",
            compared_by(lambda e, s: np.abs(e).mean()),
            "This is the mean absolute error, in the unit of the series. Divide each series' "
            "error by what the seasonal naive forecast errs in its history.",
        ),
        Mistake("between series", along_batch(np.mean), BETWEEN_SERIES),
        Mistake("between series, by row", along_batch(own_mean), BETWEEN_SERIES),
        Mistake(
            "percent",
            lambda target, forecast, history, m: np.abs((target - forecast) / target).mean(),
            "This is the MAPE: each error as a share of its target. Where a target is near zero "
            "it becomes huge and means nothing. Divide by the scale of the history instead.",
        ),
        Mistake(
            "squares",
            compared_by(lambda e, s: ((e**2).mean(axis=1) / (s**2).mean(axis=1)).mean()),
            "Errors and scale were squared. The A of MASE is for absolute.",
        ),
        Mistake(
            "root of squares",
            compared_by(lambda e, s: np.sqrt((e**2).mean(axis=1) / (s**2).mean(axis=1)).mean()),
            "These are root mean squares on both sides, which is the RMSSE. The A of MASE is for "
            "absolute.",
        ),
        Mistake(
            "errors without absolute values",
            compared_by(lambda e, s: np.abs(e.mean(axis=1) / own_mean(s)).mean()),
            "The errors were averaged before their sizes were taken, so that too high and too low "
            "cancel. Take np.abs of each error first.",
        ),
        Mistake(
            "signed",
            compared_by(lambda e, s: (e.mean(axis=1) / own_mean(s)).mean()),
            "The errors have kept their signs, so that too high and too low cancel. Take np.abs "
            "of each error first.",
        ),
        Mistake(
            "upside down",
            compared_by(lambda e, s: (own_mean(s) / own_mean(e)).mean()),
            "The fraction is upside down: the scale was divided by the error, and a better "
            "forecast gets a larger number.",
        ),
        Mistake(
            "inverse",
            inverse_of(mase),
            "This is 1 over the MASE, and a better forecast gets a larger number. Leave the "
            "inverse off: the forecast's error stands above, the scale below.",
        ),
        Mistake(
            "inverse, one scale for all",
            compared_by(lambda e, s: s.mean() / np.abs(e).mean()),
            "The fraction is upside down, and it is one of two overall means, in which the series "
            "with the largest numbers decides. Divide each series' error by its own scale, then "
            "average.",
        ),
        Mistake(
            "skill",
            compared_by(lambda e, s: 1 - (own_mean(e) / own_mean(s)).mean()),
            "This is 1 less the MASE, a kind of skill. The MASE is the ratio itself, and small is "
            "good.",
        ),
    ],
)
