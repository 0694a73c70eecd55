"""Exercise skill of lab 6: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole


class Compared(NamedTuple):
    """The error of each baseline, and the skill of the forecast against the best of them."""

    errors: np.ndarray
    skill: float


def skill(series, origins, forecast, seasons):
    return by()(series, origins, forecast, seasons)


def repeated(origins, k, m):
    """Return which rows a seasonal naive forecast reads for k = 0, 1, ... steps after the next."""
    return origins[:, None] + 1 - m + k % m


def absolute(difference):
    return np.mean(np.abs(difference))


def of_best(own, errors):
    return 1 - own / np.min(errors)


def by(reads=repeated, loss=absolute, formula=of_best, target_from=1, errors=lambda made: made):
    """Return the task with other baselines, another loss, another formula for the skill."""

    def run(series, origins, forecast, seasons):
        series = np.asarray(series, float)
        k = np.arange(forecast.shape[1])
        target = series[origins[:, None] + target_from + k]
        made = [loss(target - series[reads(origins, k, m)]) for m in seasons]
        return Compared(errors(np.array(made)), formula(loss(target - forecast), np.array(made)))

    return run


def per_case(axis):
    """Return the task with the skill worked out for each window or step, and then averaged."""

    def run(series, origins, forecast, seasons):
        k = np.arange(forecast.shape[1])
        target = series[origins[:, None] + 1 + k]
        naive = [np.abs(target - series[repeated(origins, k, m)]) for m in seasons]
        errors = np.array([np.mean(made) for made in naive])
        own = np.abs(target - forecast).mean(axis=axis)
        return Compared(errors, np.mean(1 - own / naive[int(np.argmin(errors))].mean(axis=axis)))

    return run


def best_of_each(axis):
    """Return the task against whichever baseline is best in each window, or at each step."""

    def run(series, origins, forecast, seasons):
        k = np.arange(forecast.shape[1])
        target = series[origins[:, None] + 1 + k]
        naive = np.array(
            [np.abs(target - series[repeated(origins, k, m)]).mean(axis=axis) for m in seasons]
        )
        own = np.abs(target - forecast).mean()
        return Compared(skill(series, origins, forecast, seasons).errors,
                        1 - own / naive.min(axis=0).mean())  # fmt: skip

    return run


def by_season(series, origins, forecast, seasons):
    return [skill(series, origins, forecast, [m]).skill for m in seasons]


def history(series, origins, forecast, seasons):
    """Return the task with the baselines' errors in all of the series, as MASE has them."""
    errors = np.array([np.abs(series[m:] - series[:-m]).mean() for m in seasons])
    k = np.arange(forecast.shape[1])
    own = np.abs(series[origins[:, None] + 1 + k] - forecast).mean()
    return Compared(errors, of_best(own, errors))


def first_step(series, origins, forecast, seasons):
    return skill(series, origins, forecast[:, :1], seasons)


def last_step(series, origins, forecast, seasons):
    later = origins + forecast.shape[1] - 1
    k = np.zeros(1, int)
    target = series[later[:, None] + 1 + k]
    n = forecast.shape[1] - 1
    made = [absolute(target - series[repeated(origins, np.array([n]), m)]) for m in seasons]
    return Compared(np.array(made), of_best(absolute(target - forecast[:, -1:]), made))


def first_window(series, origins, forecast, seasons):
    return skill(series, origins[:1], forecast[:1], seasons)


SIZES = [  # (time, origins, horizon, seasons)
    (4, [1], 1, [1, 2]),
    (5, [2], 2, [3, 1]),
    (6, [2, 3], 1, [2, 1]),
    (8, [3, 4], 3, [1, 4]),
    (11, [4, 6], 4, [2, 3]),
    (14, [5, 9, 7], 4, [1, 3, 6]),
    (18, [6, 10, 12], 5, [7, 2, 4]),
    (20, [8, 13, 11, 10], 6, [4, 9, 1]),
    (16, [7, 9], 6, [3, 2, 5, 8]),
]


def skill_trials(rng):
    """Yield (series, origins, forecast, seasons): horizons longer than a season and shorter."""
    for size in SIZES:
        yield skill_trial(rng, *size)


def skill_trial(rng, time, origins, horizon, seasons):
    """Draw a series, and a forecast that errs by something; no two baselines are equally good."""
    while True:
        series, origins = draw(rng, time), np.array(origins)
        forecast = np.round(draw(rng, len(origins), horizon) * 0.7, 1)
        errors = np.sort(skill(series, origins, forecast, seasons).errors)
        k = np.arange(horizon)
        naive = np.array([series[repeated(origins, k, m)] for m in seasons])
        off = np.abs(series[origins[:, None] + 1 + k] - naive)
        if errors[0] > 0.1 and np.diff(errors).min() > 0.05 and (off.mean(axis=-1) > 0.05).all():
            return series, origins, forecast, seasons


def skill_further(rng):
    """Yield whole numbers, a single baseline, and single precision."""
    series = np.cumsum(draw_whole(rng, 12))
    yield series, np.array([4, 7]), series[[[5, 6], [8, 9]]] + draw_whole(rng, 2, 2), [3, 1]
    series, origins, forecast, _ = skill_trial(rng, 9, [4, 5], 3, [2, 1])
    yield series, origins, forecast, [2]
    yield series.astype(np.float32), origins, forecast.astype(np.float32), [1, 4]


PEEKS = (
    "A baseline reads values that it is meant to forecast: beyond one season ahead, the value one "
    "season before lies after the origin. Repeat the *last known* season: k % m."
)
SHORT = (
    "The skill is 1 - own / best, where `own` is the error of the forecast and `best` the lowest "
)
SHORT += "error of a baseline."

READS = {
    "peeks": (lambda o, k, m: o[:, None] + 1 + k - m, PEEKS),
    "late": (
        lambda o, k, m: o[:, None] - m + k % m,
        "The baselines are one step late. Counted from the first step ahead, k = 0, they read "
        "origin + 1 - m + k % m: with m = 1 that is the origin itself.",
    ),
    "early": (
        lambda o, k, m: o[:, None] + 2 - m + k % m,
        "The baselines are one step early, and at the end of each season they read a step that is "
        "not known. Counted from the first step ahead, k = 0, they read origin + 1 - m + k % m.",
    ),
    "the first of the season": (
        lambda o, k, m: o[:, None] + 1 - m + 0 * k,
        "Each baseline repeats a single value, that of a season before the first step. At the next "
        "step it reads the next: k % m runs through the season.",
    ),
    "naive for all": (
        lambda o, k, m: o[:, None] + 0 * k,
        "Each baseline repeats the last known value, whatever its season is. The value a season "
        "before is m steps back.",
    ),
    "held at the end": (
        lambda o, k, m: o[:, None] + 1 - m + np.minimum(k, m - 1),
        "Beyond one season a baseline repeats its last value. It begins the season again: k % m.",
    ),
    "backwards": (
        lambda o, k, m: o[:, None] - k % m,
        "The baselines run back through the last season. They run forward, from a season before "
        "the first step ahead.",
    ),
    "season counted from 0": (
        lambda o, k, m: k % m + 0 * o[:, None],
        "The baselines read the first season of the series. They read the last one before each "
        "origin.",
    ),
    "by the calendar of the array": (
        lambda o, k, m: o[:, None] - m + (k + 1) % m,
        "The baselines are in the wrong phase: a season is read from its second value on. The "
        "first step ahead, k = 0, repeats the value of m steps before it.",
    ),
}

LOSSES = {
    "squared": (
        lambda d: np.mean(d**2),
        "The errors are mean *squared* errors. Asked for are mean absolute ones.",
    ),
    "root": (
        lambda d: np.sqrt(np.mean(d**2)),
        "The errors are roots of mean squared errors. Asked for are mean absolute ones.",
    ),
    "signed": (
        lambda d: np.mean(d),
        "The errors keep their signs and cancel. Take the absolute value of each before the mean.",
    ),
    "absolute of the mean": (
        lambda d: np.abs(np.mean(d)),
        "The absolute value was taken of the mean, in which errors have cancelled. Take it of "
        "each, and then the mean.",
    ),
    "summed": (
        lambda d: np.sum(np.abs(d)),
        "The errors are sums. Asked for are means over all windows and steps.",
    ),
    "median": (
        lambda d: np.median(np.abs(d)),
        "The errors are medians. Asked for are means.",
    ),
    "largest": (
        lambda d: np.max(np.abs(d)),
        "The errors are the largest of all. Asked for are means.",
    ),
}

FORMULAS = {
    "first": (
        lambda own, e: 1 - own / e[0],
        "The skill is held against the first baseline. A forecast has to be better than the best "
        "of them.",
    ),
    "last": (
        lambda own, e: 1 - own / e[-1],
        "The skill is held against the last baseline. A forecast has to be better than the best "
        "of them.",
    ),
    "worst": (
        lambda own, e: 1 - own / np.max(e),
        "The skill is held against the worst baseline, which is the easiest to beat. Take the "
        "best.",
    ),
    "mean": (
        lambda own, e: 1 - own / np.mean(e),
        "The skill is held against the mean of the baselines. Take the best of them.",
    ),
    "each": (
        lambda own, e: 1 - own / e,
        "This is the skill against each baseline. Asked for is one number, against the best of "
        "them.",
    ),
    "ratio": (
        lambda own, e: own / np.min(e),
        "This is the ratio of the errors, which is *small* for a good forecast. " + SHORT,
    ),
    "upside down": (
        lambda own, e: 1 - np.min(e) / own,
        "The fraction is upside down. " + SHORT,
    ),
    "gain": (
        lambda own, e: np.min(e) - own,
        "This is the difference of the errors, in the unit of the series. " + SHORT,
    ),
    "by own": (
        lambda own, e: (np.min(e) - own) / own,
        "The difference was divided by the error of the forecast. " + SHORT,
    ),
    "sign": (
        lambda own, e: own / np.min(e) - 1,
        "The sign is wrong: a forecast that errs less than the baseline has a positive skill. "
        + SHORT,
    ),
    "percent": (
        lambda own, e: 100 * (1 - own / np.min(e)),
        "This is the skill in percent. Return the share itself.",
    ),
    "not below 0": (
        lambda own, e: max(0.0, 1 - own / np.min(e)),
        "The skill is never below 0. A forecast that is worse than the baseline has a negative "
        "one, and a report says so.",
    ),
    "absolute": (
        lambda own, e: abs(1 - own / np.min(e)),
        "The skill is never negative. A forecast that is worse than the baseline has a negative "
        "one, and a report says so.",
    ),
    "whether": (
        lambda own, e: own < np.min(e),
        "This says whether the forecast is better. Asked for is by how much: " + SHORT,
    ),
    "error": (
        lambda own, e: own,
        "This is the error of the forecast. " + SHORT,
    ),
}

SKILL = Exercise(
    name="lab-6/skill",
    reference=skill,
    trials=skill_trials,
    also=skill_further,
    note="Held against the best of the cheap forecasts, on the same hours.",
    mistakes=[
        *(Mistake(f"reads {name}", by(reads=r), said) for name, (r, said) in READS.items()),
        *(Mistake(f"loss {name}", by(loss=f), said) for name, (f, said) in LOSSES.items()),
        *(Mistake(f"skill {name}", by(formula=f), said) for name, (f, said) in FORMULAS.items()),
        *(
            Mistake(
                f"reads {name}, skill {other}",
                by(reads=READS[name][0], formula=FORMULAS[other][0]),
                f"{READS[name][1]} And: {FORMULAS[other][1]}",
            )
            for name in ("peeks", "late", "held at the end")
            for other in ("first", "worst", "mean", "ratio", "upside down")
        ),
        *(
            Mistake(
                f"loss {name}, skill {other}",
                by(loss=LOSSES[name][0], formula=FORMULAS[other][0]),
                f"{LOSSES[name][1]} And: {FORMULAS[other][1]}",
            )
            for name in ("squared", "root")
            for other in ("first", "worst", "mean", "ratio")
        ),
        *(
            Mistake(
                f"{name}, peeks, loss",
                by(reads=READS["peeks"][0], loss=LOSSES[name][0]),
                f"{PEEKS} And: {LOSSES[name][1]}",
            )
            for name in ("squared", "root")
        ),
        Mistake(
            "target from the origin",
            by(target_from=0),
            "The targets begin with the origin, which is known. The first step forecast is the "
            "one after it, origin + 1.",
        ),
        Mistake(
            "target late",
            by(target_from=2),
            "The targets begin two steps after the origin. The first step forecast is the one "
            "after it, origin + 1.",
        ),
        *(
            Mistake(
                f"mean of the skills, {axis}",
                per_case(axis),
                "The skill was worked out for each window, or each step, and averaged. One window "
                "in which the baseline happens to err little decides such a mean. Take the mean "
                "errors first, and one fraction of them.",
            )
            for axis in (0, 1)
        ),
        *(
            Mistake(
                f"best of each, {axis}",
                best_of_each(axis),
                "The forecast is held against whichever baseline is best in each window, or at "
                "each step. Nobody knows that beforehand; the best baseline is the one with the "
                "lowest mean error over all.",
            )
            for axis in (0, 1)
        ),
        Mistake(
            "errors in the history",
            history,
            "The errors of the baselines are those of one season ahead in the whole series, as "
            "MASE takes them from a history. Hold forecast and baselines against each other on the "
            "same windows and steps.",
        ),
        Mistake(
            "first step only",
            first_step,
            "Only the first step ahead was compared. The errors are means over all steps.",
        ),
        Mistake(
            "last step only",
            last_step,
            "Only the last step ahead was compared. The errors are means over all steps.",
        ),
        Mistake(
            "first window only",
            first_window,
            "Only the first window was compared. The errors are means over all windows.",
        ),
        Mistake(
            "the lowest error",
            by(errors=np.min),
            "`errors` is the lowest error. Asked for are the errors of all baselines, in the order "
            "of `seasons`.",
        ),
        Mistake(
            "sorted",
            by(errors=np.sort),
            "`errors` is sorted. It stands in the order of `seasons`.",
        ),
        Mistake(
            "which is best",
            by(errors=np.argmin),
            "`errors` says which baseline is best. Asked for are the errors of all baselines, in "
            "the order of `seasons`.",
        ),
        Mistake(
            "exchanged",
            lambda *args: skill(*args)[::-1],
            "The two results are in the wrong order: `errors` first, then `skill`.",
        ),
        Mistake(
            "skill only",
            lambda *args: skill(*args).skill,
            "`skill` is right, and `errors` is missing: return errors, skill.",
        ),
    ],
)
