"""Exercise pinball of lab 7: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole


def pinball(target, quantiles, levels):
    return by()(target, quantiles, levels)


def tilted(error, p):
    return np.maximum(p * error, (p - 1) * error)


def by(loss=tilted, factor=2, reduce=np.mean, axis=(0, 1)):
    """Return the task with another loss of an error target - quantile, or reduced otherwise."""

    def run(target, quantiles, levels):
        error = np.asarray(target, float)[:, :, None] - quantiles
        return reduce(factor * loss(error, np.asarray(levels)), axis=axis)

    return run


def swapped(error, p):
    return tilted(error, 1 - p)


def share_below(target, quantiles, levels):
    return np.mean(target[:, :, None] <= quantiles, axis=(0, 1))


def middle(target, quantiles, levels):
    """Score one quantile as though it stood for all levels."""
    only = quantiles[:, :, quantiles.shape[2] // 2, None]
    return pinball(target, np.broadcast_to(only, quantiles.shape), levels)


def no_new_axis(target, quantiles, levels):
    return np.mean(2 * tilted(target - quantiles, levels), axis=(0, 1))


def first_step(target, quantiles, levels):
    return pinball(target[:, :1], quantiles[:, :1], levels)


def relative(target, quantiles, levels):
    return pinball(target, quantiles, levels) / np.mean(np.abs(target))


SAID = {
    "without the factor": "The factor 2 is missing. Many definitions leave it out; this book has "
    "it, so that the score of a median is the mean absolute error.",
    "swapped": "The two weights have changed places: a high quantile is to cost most where the "
    "target lies *above* it. Above it the weight is p, below it 1 - p.",
}
LOSSES = {
    "swapped": (swapped, SAID["swapped"]),
    "absolute": (
        lambda e, p: 0.5 * np.abs(e),
        "This is the mean absolute error, whatever the level. Errors above the quantile weigh p, "
        "errors below it 1 - p.",
    ),
    "absolute, doubled": (
        lambda e, p: np.abs(e),
        "These are absolute errors, twice. Errors above the quantile weigh p, errors below it "
        "1 - p.",
    ),
    "absolute times p": (
        lambda e, p: p * np.abs(e),
        "Errors of either sign have the weight p. That is for those above the quantile; below it "
        "the weight is 1 - p.",
    ),
    "no sign": (
        lambda e, p: np.maximum(p * e, (1 - p) * e),
        "Below the quantile the loss is negative, or too small: the error is negative there. The "
        "second term is (1 - p) * (q - x), or (p - 1) * (x - q).",
    ),
    "negative below": (
        lambda e, p: np.where(e > 0, p * e, (1 - p) * e),
        "Targets below the quantile have a negative loss: x - q is negative there, and was "
        "multiplied by 1 - p as it is. They cost (1 - p) * (q - x).",
    ),
    "signed": (
        lambda e, p: p * e,
        "The errors keep their signs and cancel. Below the quantile the loss is "
        "(1 - p) * (q - x), which is positive.",
    ),
    "above only": (
        lambda e, p: p * np.maximum(e, 0),
        "Targets below the quantile cost nothing. They cost (1 - p) * (q - x).",
    ),
    "below only": (
        lambda e, p: (1 - p) * np.maximum(-e, 0),
        "Targets above the quantile cost nothing. They cost p * (x - q).",
    ),
    "smaller": (
        lambda e, p: np.minimum(p * e, (p - 1) * e),
        "The smaller of the two terms was taken, which is the negative one. Take the larger, "
        "np.maximum.",
    ),
    "squared": (
        lambda e, p: np.where(e > 0, p, 1 - p) * e**2,
        "The errors are squared. Such a score is smallest at an expectile; that of a quantile has "
        "plain errors.",
    ),
}
REDUCED = {
    "sum": (
        {"reduce": np.sum},
        "The score is a sum. Asked for is the mean over all windows and steps.",
    ),
    "sum over steps": (
        {"reduce": lambda loss, axis: loss.sum(axis=1).mean(axis=0)},
        "The losses of the steps are added up. Asked for is the mean over all windows and steps.",
    ),
    "sum over windows": (
        {"reduce": lambda loss, axis: loss.sum(axis=0).mean(axis=0)},
        "The losses of the windows are added up. Asked for is the mean over all windows and steps.",
    ),
    "median": (
        {"reduce": np.median},
        "The score is a median of losses. Asked for is the mean.",
    ),
    "everything": (
        {"axis": None},
        "One number was made of all levels. A score for each level says at which of them the "
        "forecast fails: axis=(0, 1).",
    ),
    "by step": (
        {"axis": 0},
        "The mean was taken over the windows alone. Take it over windows and steps, axis=(0, 1).",
    ),
    "by window": (
        {"axis": 1},
        "The mean was taken over the steps alone. Take it over windows and steps, axis=(0, 1).",
    ),
    "by window and step": (
        {"axis": 2},
        "The mean was taken over the levels. Take it over windows and steps, axis=(0, 1), so that "
        "each level keeps its score.",
    ),
    "squared factor": (
        {"factor": 4},
        "The factor 2 is in it twice.",
    ),
    "half": (
        {"factor": 0.5},
        "The loss is halved. The factor is 2, so that the score of a median is the mean absolute "
        "error.",
    ),
}


def pinball_trials(rng):
    """Yield (target, quantiles, levels): levels without symmetry, errors of either sign."""
    for batch, horizon, levels in [
        (1, 1, [0.9]), (2, 1, [0.2]), (2, 2, [0.1, 0.6]), (3, 2, [0.25, 0.7, 0.95]),
        (2, 4, [0.05, 0.3, 0.8]), (5, 3, [0.1, 0.5, 0.7, 0.95]), (4, 3, [0.15, 0.85]),
    ]:  # fmt: skip
        yield pinball_trial(rng, batch, horizon, levels)


def pinball_trial(rng, batch, horizon, levels):
    """Draw targets some of which lie above their quantiles and some below."""
    while True:
        target = draw(rng, batch, horizon)
        quantiles = np.round(target[:, :, None] + draw(rng, batch, horizon, len(levels)), 1)
        quantiles = np.sort(quantiles, axis=2)
        error = target[:, :, None] - quantiles
        both = (error.min(axis=(0, 1)) < -0.1) & (error.max(axis=(0, 1)) > 0.1)
        if np.abs(error).min() > 0.05 and (both.all() or batch * horizon == 1):
            return target, quantiles, np.array(levels)


def pinball_further(rng):
    """Yield whole numbers, an exact forecast, and single precision."""
    target, quantiles = draw_whole(rng, 3, 2), np.sort(draw_whole(rng, 3, 2, 2), axis=2)
    yield target, quantiles, np.array([0.1, 0.8])
    target, quantiles, levels = pinball_trial(rng, 3, 2, [0.3, 0.9])
    yield np.round(5 * target).astype(int), quantiles, levels
    yield target, np.repeat(target[:, :, None], 2, axis=2), levels
    yield target.astype(np.float32), quantiles.astype(np.float32), levels.astype(np.float32)


PINBALL = Exercise(
    name="lab-7/pinball",
    reference=pinball,
    trials=pinball_trials,
    also=pinball_further,
    note="At level 0.5 this is the mean absolute error; at others one side weighs more.",
    mistakes=[
        Mistake("without the factor", by(factor=1), SAID["without the factor"]),
        Mistake(
            "swapped, without the factor",
            by(swapped, factor=1),
            f"{SAID['swapped']} And the factor 2 is missing.",
        ),
        *(Mistake(name, by(loss), said) for name, (loss, said) in LOSSES.items()),
        *(Mistake(name, by(**rule), said) for name, (rule, said) in REDUCED.items()),
        *(
            Mistake(
                f"{name}, without the factor",
                by(**{"factor": 1} | REDUCED[name][0]),
                f"{REDUCED[name][1]} And the factor 2 is missing.",
            )
            for name in ("sum", "everything", "sum over steps", "by step")
        ),
        *(
            Mistake(
                f"{name}, without the factor",
                by(LOSSES[name][0], factor=1),
                f"{LOSSES[name][1]} And the factor 2 is missing.",
            )
            for name in ("no sign", "negative below")
        ),
        Mistake(
            "share below",
            share_below,
            "This is the share of targets that lie below each quantile. It says whether the level "
            "is kept, but not how far off a quantile is: asked for is the mean loss.",
        ),
        Mistake(
            "one quantile",
            middle,
            "The quantile of one level was scored at all levels. Each level has its own, along the "
            "last axis.",
        ),
        Mistake(
            "no new axis",
            no_new_axis,
            "`target` has two axes and `quantiles` three, and they are lined up from the last axis "
            "on: steps were subtracted from levels. Give the target an axis of levels first: "
            "target[:, :, None].",
        ),
        Mistake(
            "first step",
            first_step,
            "Only the first step was scored. The mean is over all windows and steps.",
        ),
        Mistake(
            "relative",
            relative,
            "The score was divided by the mean size of the targets. Asked for is the score in the "
            "unit of the series.",
        ),
    ],
)
