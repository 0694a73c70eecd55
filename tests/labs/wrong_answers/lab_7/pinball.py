"""Recorded answers to lab-7/pinball, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_7._shared import SHAPE, SHOWN, result


def right_pinball_loop(target, quantiles, levels):
    scores = []
    for i, p in enumerate(levels.tolist()):
        losses = []
        for row, made in zip(target.tolist(), quantiles[:, :, i].tolist(), strict=True):
            for x, q in zip(row, made, strict=True):
                losses.append(2 * p * (x - q) if x >= q else 2 * (1 - p) * (q - x))
        scores.append(sum(losses) / len(losses))
    return scores


def right_pinball_where(target, quantiles, levels):
    off = quantiles - target[..., np.newaxis]
    weight = np.where(off > 0, 1 - levels, levels)
    return 2 * np.mean(weight * np.abs(off), axis=(0, 1))


def right_pinball_indicator(target, quantiles, levels):
    """Weigh the error by the level less the share below: (p - 1[x < q]) (x - q)."""
    error = (target[:, :, None] - quantiles).reshape(-1, len(levels))
    return (2 * (levels - (error < 0)) * error).mean(axis=0)


def right_pinball_halves(target, quantiles, levels):
    """An absolute error, and a tilt of 2 p - 1."""
    error = target[:, :, None] - quantiles
    tilt = 2 * levels - 1
    return np.abs(error).mean(axis=(0, 1)) + tilt * error.mean(axis=(0, 1))


def right_pinball_columns(target, quantiles, levels):
    scores = np.zeros(len(levels))
    for i in range(len(levels)):
        e = target - quantiles[..., i]
        scores[i] = 2 * np.average(np.maximum(levels[i] * e, -(1 - levels[i]) * e))
    return scores


def pinball_of(loss=lambda e, p: np.maximum(p * e, (p - 1) * e), factor=2,
               reduce=lambda made: made.mean(axis=(0, 1))):  # fmt: skip
    """Return an answer with one thing done otherwise."""

    def my_pinball(target, quantiles, levels):
        return reduce(factor * loss(target[:, :, None] - quantiles, levels))

    return my_pinball


def pinball_reversed(e, p):
    return np.maximum(-p * e, (1 - p) * e)


def pinball_no_axis(target, quantiles, levels):
    error = target - quantiles
    return 2 * np.maximum(levels * error, (levels - 1) * error).mean(axis=(0, 1))


def pinball_one_quantile(target, quantiles, levels):
    error = (target - quantiles[:, :, len(levels) // 2])[:, :, None]
    return 2 * np.maximum(levels * error, (levels - 1) * error).mean(axis=(0, 1))


def pinball_below(target, quantiles, levels):
    return (target[:, :, None] <= quantiles).mean(axis=(0, 1))


def pinball_relative(target, quantiles, levels):
    return np.divide(right_pinball_loop(target, quantiles, levels), np.abs(target).mean())


def pinball_subtracted(target, quantiles, levels):
    quantiles -= target[:, :, None]
    return 2 * np.maximum(-levels * quantiles, (1 - levels) * quantiles).mean(axis=(0, 1))


def pinball_first(target, quantiles, levels):
    return np.array(right_pinball_loop(target[:, :1], quantiles[:, :1], levels))


WRONG = [
    (pinball_of(factor=1), "The factor 2 is missing"),
    (pinball_of(pinball_reversed), "have changed places"),
    (pinball_of(lambda e, p: np.maximum((1 - p) * e, -p * e)), "have changed places"),
    (pinball_of(pinball_reversed, 1), "And the factor 2 is missing"),
    (pinball_of(lambda e, p: np.abs(e), 1), "whatever the level"),
    (pinball_of(lambda e, p: np.abs(e)), "absolute errors, twice"),
    (pinball_of(lambda e, p: p * np.abs(e)), "Errors of either sign have the weight p"),
    (pinball_of(lambda e, p: np.maximum(p * e, (1 - p) * e)), "The second term is"),
    (pinball_of(lambda e, p: np.maximum(p * e, (1 - p) * e), 1), "And the factor 2"),
    (pinball_of(lambda e, p: np.where(e > 0, p * e, (1 - p) * e)), "a negative loss"),
    (pinball_of(lambda e, p: np.where(e >= 0, p, 1 - p) * e, 1), "And the factor 2"),
    (pinball_of(lambda e, p: p * e), "keep their signs and cancel"),
    (pinball_of(lambda e, p: p * np.maximum(e, 0)), "below the quantile cost nothing"),
    (pinball_of(lambda e, p: (1 - p) * np.maximum(-e, 0)), "above the quantile cost nothing"),
    (pinball_of(lambda e, p: np.minimum(p * e, (p - 1) * e)), "the negative one"),
    (pinball_of(lambda e, p: np.where(e > 0, p, 1 - p) * e**2), "smallest at an expectile"),
    (pinball_of(lambda e, p: np.maximum(p * e, (p - 1) * e) ** 2), SHOWN),
    (pinball_of(reduce=lambda made: made.sum(axis=(0, 1))), "The score is a sum"),
    (pinball_of(reduce=lambda made: made.sum(axis=1).mean(axis=0)), "the steps are added up"),
    (pinball_of(reduce=lambda made: made.mean(axis=1).sum(axis=0)), "the windows are added"),
    (pinball_of(factor=1, reduce=lambda made: made.sum(axis=(0, 1))), "And the factor 2"),
    (pinball_of(reduce=lambda made: np.median(made, axis=(0, 1))), "a median of losses"),
    (pinball_of(reduce=lambda made: made.mean()), "One number was made of all levels"),
    (pinball_of(factor=1, reduce=lambda made: made.mean()), "And the factor 2 is missing"),
    (pinball_of(reduce=lambda made: made.mean(axis=0)), "over the windows alone"),
    (pinball_of(reduce=lambda made: made.mean(axis=1)), "over the steps alone"),
    (pinball_of(reduce=lambda made: made.mean(axis=2)), "over the levels"),
    (pinball_of(factor=4), "is in it twice"),
    (pinball_of(factor=0.5), "The loss is halved"),
    (pinball_no_axis, "lined up from the last axis"),
    (pinball_one_quantile, "was scored at all levels"),
    (pinball_below, "whether the level is kept"),
    (pinball_relative, "divided by the mean size"),
    (pinball_subtracted, "changes quantiles while it runs"),
    (pinball_first, "Only the first step"),
    (result(right_pinball_loop, lambda r: r[::-1]), SHOWN),
    (result(right_pinball_loop, lambda r: np.array(r)[:, None]), SHAPE),
    (result(right_pinball_loop, lambda r: -np.array(r)), SHOWN),
]

RIGHT = [
    right_pinball_loop,
    right_pinball_where,
    right_pinball_indicator,
    right_pinball_halves,
    right_pinball_columns,
    pinball_of(),
]
