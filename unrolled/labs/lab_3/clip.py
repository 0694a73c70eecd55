"""Exercise clip of lab 3: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw_params, single
from unrolled.labs.lab_3.check import length
from unrolled.layers import RNNParams


def clip(grads, max_norm, norm=length):
    scale = min(1.0, max_norm / norm(grads))
    return RNNParams(*(g * scale for g in grads))


def clip_task(grads, max_norm):
    return clip(grads, max_norm)


def clipped_by(norm):
    """Return the task with something else in place of the global norm."""
    return lambda grads, max_norm: clip(grads, max_norm, norm)


def scaled_by(scale):
    """Return the task with another factor, a function of the norm and its limit."""

    def run(grads, max_norm):
        norm = length(grads)
        factor = scale(norm, max_norm) if norm > max_norm else 1.0
        return RNNParams(*(g * factor for g in grads))

    return run


def each(function):
    """Return the task done on each array by itself."""
    return lambda grads, max_norm: RNNParams(*(function(g, max_norm) for g in grads))


def clip_rows(g, max_norm):
    norm = np.sqrt((g**2).sum(axis=-1, keepdims=True))
    return g * np.minimum(1.0, max_norm / norm)


def clip_trials(rng):
    """Yield gradients longer than the limit and shorter; some arrays are longer, some not."""
    sizes = [(1, 1, 0.5), (1, 1, 5.0), (1, 2, 0.8), (2, 1, 1.0), (2, 2, 0.7), (2, 3, 1.5)]
    for inputs, units, max_norm in [*sizes, (3, 2, 9.0), (4, 3, 2.5), (1, 4, 0.1)]:
        yield draw_params(rng, inputs, units), max_norm
    yield single(draw_params(rng, 2, 3)), 1.5
    yield RNNParams(*(1e-3 * g for g in draw_params(rng, 2, 3))), 1.0


CLIP = Exercise(
    name="lab-3/clip",
    reference=clip_task,
    trials=clip_trials,
    note="The direction stayed as it was, and short gradients were left alone.",
    mistakes=[
        Mistake(
            "not clipped",
            lambda grads, max_norm: grads,
            "These are the gradients as they came. When their global norm is above max_norm, "
            "multiply all of them by max_norm / norm.",
        ),
        Mistake(
            "by value",
            each(lambda g, c: np.clip(g, -c, c)),
            "This clips by value: each number was cut by itself, which turns the gradient. "
            "Multiply all numbers by the same factor.",
        ),
        Mistake(
            "each array",
            each(lambda g, c: g * min(1.0, c / np.sqrt((g**2).sum()))),
            "Each array was clipped by its own norm, which changes their shares in the whole and "
            "turns the gradient. Take one norm over all three arrays together.",
        ),
        Mistake(
            "each row",
            each(clip_rows),
            "The norm was taken along the last axis, one for each row. Take one norm over all "
            "numbers of all arrays.",
        ),
        Mistake(
            "always",
            lambda grads, c: RNNParams(*(g * (c / length(grads)) for g in grads)),
            "Short gradients are stretched to max_norm. They should stay as they are: rescale "
            "only when the norm is above max_norm.",
        ),
        Mistake(
            "only short ones",
            lambda grads, c: RNNParams(*(g * max(1.0, c / length(grads)) for g in grads)),
            "The comparison is the wrong way round: short gradients are stretched and long ones "
            "left alone.",
        ),
        Mistake(
            "squared norm",
            clipped_by(lambda grads: length(grads) ** 2),
            "The root is missing: the norm is the square root of the sum of squares.",
        ),
        Mistake(
            "sum of norms",
            clipped_by(lambda grads: sum(length([g]) for g in grads)),
            "The norms of the three arrays were added. Add their squares and take the root of "
            "the sum.",
        ),
        Mistake(
            "largest norm",
            clipped_by(lambda grads: max(length([g]) for g in grads)),
            "The largest of the three norms was used. The global norm is the root of the sum of "
            "all squares.",
        ),
        Mistake(
            "largest entry",
            clipped_by(lambda grads: max(abs(g).max() for g in grads)),
            "The largest number was held against max_norm. The norm is the root of the sum of "
            "all squares.",
        ),
        Mistake(
            "absolute sum",
            clipped_by(lambda grads: sum(abs(g).sum() for g in grads)),
            "The absolute values were added. The norm is the root of the sum of squares.",
        ),
        Mistake(
            "unit length",
            scaled_by(lambda norm, c: 1 / norm),
            "Long gradients get length 1 whatever max_norm is. Multiply by max_norm / norm.",
        ),
        Mistake(
            "times max_norm",
            scaled_by(lambda norm, c: c),
            "Long gradients were multiplied by max_norm without being divided by their norm.",
        ),
        Mistake(
            "inverted",
            scaled_by(lambda norm, c: norm / c),
            "The factor is upside down: long gradients grew. It is max_norm / norm.",
        ),
        Mistake(
            "dropped",
            scaled_by(lambda norm, c: 0.0),
            "Long gradients became zero. Their direction is good: shorten them to max_norm.",
        ),
    ],
)
