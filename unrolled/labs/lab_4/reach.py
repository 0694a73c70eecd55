"""Exercise reach of lab 4: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole, single


class Reach(NamedTuple):
    """How a forecast compares with a baseline, step by step, and how far it stays ahead."""

    skill: np.ndarray  # (horizon,)
    reach: int


def squares(target, forecast):
    return (target - forecast) ** 2


def leading(ahead):
    """Count the steps before the first at which a forecast is not ahead."""
    return int(np.cumprod(ahead).sum())


def reach(target, forecast, baseline):
    return skill_by(lambda e, e0: 1 - e.mean(axis=0) / e0.mean(axis=0))(target, forecast, baseline)


def skill_by(rule, error=squares, follows=True):
    """Return the task by `rule(errors, baseline_errors)`; the reach follows from its sign."""

    def run(target, forecast, baseline):
        skill = rule(error(target, forecast), error(target, baseline))
        if not follows:
            return Reach(skill, reach(target, forecast, baseline).reach)
        return Reach(skill, leading(np.atleast_1d(skill) > 0))

    return run


def reach_by(rule):
    """Return the task with another count, made from the right skill."""

    def run(target, forecast, baseline):
        right = reach(target, forecast, baseline)
        return right._replace(reach=int(rule(right.skill > 0)))

    return run


def r_squared(variance, follows):
    """Return the task with `variance(target)` in the place of the baseline's error."""

    def run(target, forecast, baseline):
        e, divisor = squares(target, forecast), variance(target)
        with np.errstate(divide="ignore"):  # targets that happen to be equal
            skill = 1 - (e.mean(axis=0) if np.ndim(divisor) else e.mean()) / divisor
        if not follows:
            return Reach(skill, reach(target, forecast, baseline).reach)
        return Reach(skill, leading(np.atleast_1d(skill) > 0))

    return run


VARIANCES = {
    "each step": lambda target: target.var(axis=0),
    "each step, ddof=1": lambda target: target.var(axis=0, ddof=1),
    "around the overall mean": lambda target: squares(target, target.mean()).mean(axis=0),
    "around each series' mean": lambda target: squares(
        target, target.mean(axis=1, keepdims=True)
    ).mean(axis=0),
    "over all": lambda target: target.var(),
}


def longest(ahead):
    """Return the length of the longest run of steps ahead, wherever it begins."""
    behind = np.flatnonzero(np.r_[True, ~ahead, True])
    return np.diff(behind).max() - 1


def running(e):
    """Return the mean error up to each step."""
    return e.mean(axis=0).cumsum() / np.arange(1, e.shape[1] + 1)


# At which steps the forecast of each trial is ahead.
AHEAD = ["1", "10", "0", "11", "1101", "110", "01", "1110", "10110", "111", "0011", "111011"]


def reach_trials(rng):
    """Yield forecasts that are ahead where `AHEAD` says so, by a margin."""
    for i, pattern in enumerate(AHEAD):
        yield reach_trial(rng, 2 + i % 3, pattern)
    # As good as the baseline at the third step and better elsewhere; in eighths, which are exact.
    target = np.array([[1.0, 2.0, 0.0, 3.0], [2.0, 0.0, 1.0, -1.0]])
    off = np.round(8 * draw(rng, 2, 4)) / 8
    yield target, target + off, target + off * [2, -3, -1, 2]


def reach_trial(rng, batch, pattern):
    ahead = np.array([digit == "1" for digit in pattern])
    while True:
        target, off, off_0 = (draw(rng, batch, len(ahead)) for _ in range(3))
        skill = reach(target, target + off, target + off_0).skill
        if ((skill > 0) == ahead).all() and (np.abs(skill) > 0.1).all():
            return target, np.round(target + off, 1), np.round(target + off_0, 1)


def reach_further(rng):
    """Yield a single series, single precision, and whole numbers."""
    yield reach_trial(rng, 1, "1101")
    yield single(reach_trial(rng, 3, "11011"))
    target, off = draw_whole(rng, 3, 4), draw_whole(rng, 3, 4)
    yield target, target + off, target + off * [2, 3, 0, 2] + [0, 0, 4, 0]


R_SQUARED = (
    "The error was divided by the variance of the targets. That is R squared, a comparison with "
    "the mean of values nobody knew. Divide by the baseline's error."
)

REACH = Exercise(
    name="lab-4/reach",
    reference=reach,
    trials=reach_trials,
    also=reach_further,
    note="One number for each step shows what one number for all of them hides.",
    mistakes=[
        Mistake(
            "ratio",
            skill_by(lambda e, e0: e.mean(axis=0) / e0.mean(axis=0), follows=False),
            "This is the ratio of the two errors, of which small is good. The skill is 1 less the "
            "ratio: the share of the baseline's error that the forecast does away with.",
        ),
        Mistake(
            "upside down",
            skill_by(lambda e, e0: 1 - e0.mean(axis=0) / e.mean(axis=0)),
            "The fraction is upside down, or forecast and baseline have changed places: the "
            "forecast's error is divided by the baseline's.",
        ),
        *(
            Mistake(
                f"quotient inverted, {name}",
                skill_by(rule, follows=follows),
                "The quotient is inverted: the baseline's error was divided by the forecast's, and "
                "that grows without limit as the forecast gets better. Divide the forecast's error "
                "by the baseline's: 1 - e / e0.",
            )
            for name, rule, follows in [
                ("1 less, reach right", lambda e, e0: 1 - e0.mean(axis=0) / e.mean(axis=0), False),
                ("less 1", lambda e, e0: e0.mean(axis=0) / e.mean(axis=0) - 1, True),
                ("bare", lambda e, e0: e0.mean(axis=0) / e.mean(axis=0), True),
                ("bare, reach right", lambda e, e0: e0.mean(axis=0) / e.mean(axis=0), False),
            ]
        ),
        Mistake(
            "sign",
            skill_by(lambda e, e0: e.mean(axis=0) / e0.mean(axis=0) - 1, follows=False),
            "The skill has the wrong sign: above 0 the forecast should be better than the "
            "baseline. It is 1 - e / e0.",
        ),
        Mistake(
            "difference",
            skill_by(lambda e, e0: e0.mean(axis=0) - e.mean(axis=0)),
            "This is the difference of the two errors, in the square of the series' unit. Divide "
            "it by the baseline's error.",
        ),
        Mistake(
            "absolute",
            skill_by(
                lambda e, e0: 1 - e.mean(axis=0) / e0.mean(axis=0),
                error=lambda target, forecast: np.abs(target - forecast),
            ),
            "These are mean absolute errors. Here the skill is one of mean squared errors.",
        ),
        Mistake(
            "root",
            skill_by(lambda e, e0: 1 - np.sqrt(e.mean(axis=0) / e0.mean(axis=0))),
            "These are roots of the mean squared errors. Leave the roots off.",
        ),
        Mistake(
            "for each series",
            skill_by(lambda e, e0: 1 - e.mean(axis=1) / e0.mean(axis=1)),
            "The means run over the horizon, so there is one skill for each series. Average over "
            "the series, axis=0, and keep the steps.",
        ),
        Mistake(
            "mean of the ratios",
            skill_by(lambda e, e0: (1 - e / e0).mean(axis=0)),
            "Each error was divided by the baseline's at the same place, and the ratios averaged. "
            "Where the baseline happens to be nearly right a ratio is huge. Average both errors "
            "over the series first, then divide.",
        ),
        Mistake(
            "one for all steps",
            skill_by(lambda e, e0: 1 - e.mean() / e0.mean(), follows=False),
            "This is one skill for the whole horizon. Average over the series only, axis=0, so "
            "that one is left for each step.",
        ),
        Mistake(
            "up to each step",
            skill_by(lambda e, e0: 1 - running(e) / running(e0)),
            "These are the skills *up to* each step, in which a good first step hides bad later "
            "ones. Each step stands for itself.",
        ),
        Mistake(
            "divided by the whole baseline",
            skill_by(lambda e, e0: 1 - e.mean(axis=0) / e0.mean()),
            "Each step's error was divided by the baseline's error over all steps. The baseline "
            "gets worse with the horizon too: compare step with step.",
        ),
        *(
            Mistake(f"R squared, {name}", r_squared(variance, follows), R_SQUARED)
            for name, variance in VARIANCES.items()
            for follows in (True, False)
        ),
        Mistake(
            "cut off at 0",
            skill_by(lambda e, e0: np.maximum(1 - e.mean(axis=0) / e0.mean(axis=0), 0)),
            "A negative skill was set to 0. It says by how much the forecast is worse than the "
            "baseline: leave it as it is.",
        ),
        Mistake(
            "percent",
            skill_by(lambda e, e0: 100 * (1 - e.mean(axis=0) / e0.mean(axis=0))),
            "The skill is in percent. Leave the factor of 100 off.",
        ),
        Mistake(
            "all steps counted",
            reach_by(np.sum),
            "The skill is right. The reach counts every step at which the forecast is ahead, also "
            "those after it has fallen behind once. Count up to the first step at which it is not.",
        ),
        Mistake(
            "level counted as ahead",
            lambda *args: Reach(skill := reach(*args).skill, leading(skill >= 0)),
            "The skill is right. The reach counts a step at which the forecast is only as good as "
            "the baseline. Count the steps whose skill is above 0.",
        ),
        Mistake(
            "argmax",
            reach_by(lambda ahead: np.argmax(~ahead)),
            "The skill is right, and the reach too where the forecast falls behind. Where it "
            "never does the answer is 0, as that of np.argmax is where it finds no True; the reach "
            "is then the whole horizon.",
        ),
        Mistake(
            "first of none",
            reach_by(lambda ahead: np.flatnonzero(~ahead)[0]),
            "The skill is right, and the reach too where the forecast falls behind. Where it "
            "never does there is no first step behind to be named, and index 0 of nothing is an "
            "error; the reach is then the whole horizon.",
        ),
        Mistake(
            "first step behind",
            reach_by(lambda ahead: leading(ahead) + 1),
            "The skill is right. The reach is one too large: it names the first step at which the "
            "forecast is behind. Count the steps before it.",
        ),
        Mistake(
            "last index",
            reach_by(lambda ahead: leading(ahead) - 1),
            "The skill is right. The reach is one too small: it is the index, counted from 0, of "
            "the last step ahead. Count the steps.",
        ),
        Mistake(
            "last step ahead",
            reach_by(lambda ahead: max(np.flatnonzero(ahead) + 1, default=0)),
            "The skill is right. The reach names the last step at which the forecast is ahead, "
            "whatever came before it. Stop at the first at which it is not.",
        ),
        Mistake(
            "counted from behind",
            reach_by(lambda ahead: (~ahead).sum()),
            "The skill is right. The reach counts the steps at which the forecast is behind. "
            "Count those before the first of them.",
        ),
        Mistake(
            "longest run",
            reach_by(longest),
            "The skill is right. The reach is the longest run of steps ahead, wherever it begins. "
            "It begins at the first step: where that is not ahead, the reach is 0.",
        ),
        Mistake(
            "product of the skills",
            lambda *args: Reach(skill := reach(*args).skill, np.cumprod(skill).sum()),
            "The skill is right. For the reach the skills themselves were multiplied. Multiply the "
            "answers to skill > 0, which count as 1 and 0.",
        ),
        Mistake(
            "order of the result",
            lambda *args: tuple(reversed(reach(*args))),
            "Skill and reach come back in the wrong order: return skill, reach.",
        ),
    ],
)
