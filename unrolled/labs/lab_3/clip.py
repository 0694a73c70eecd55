"""Exercise clip of lab 3: reference, inputs, known mistakes and their diagnoses."""

from itertools import combinations

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw_params, draw_whole, single
from unrolled.labs.lab_3.check import length
from unrolled.layers import RNNParams


def clip(grads, max_norm, norm=length, condition=None):
    """Rescale to `max_norm`; `condition` may be judged by something else than the norm."""
    found = norm(grads)
    long = (condition or norm)(grads) > max_norm
    scale = max_norm / found if long else 1.0
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


def squared(grads):
    return length(grads) ** 2


def spectral(grads):
    """Return the root of the sum of the squares of the largest singular values."""
    return np.sqrt(sum(np.linalg.norm(g, 2) ** 2 for g in grads))


def root_mean_square(grads):
    return length(grads) / np.sqrt(sum(g.size for g in grads))


def without_b(grads):
    return length(grads[:2])


def left_as_it_was(*names):
    """Return the task with some of the arrays never rescaled."""
    return lambda grads, c: clip(grads, c)._replace(**{n: getattr(grads, n) for n in names})


def clip_trials(rng):
    """Yield gradients and limits: the norm, its square and the arrays' norms on either side."""
    sizes = [(1, 1, 0.5), (1, 1, 5.0), (1, 2, 0.8), (2, 1, 1.0), (2, 2, 0.7), (2, 3, 1.5)]
    for inputs, units, max_norm in [*sizes, (3, 2, 9.0), (4, 3, 2.5), (1, 4, 0.1)]:
        yield draw_params(rng, inputs, units), max_norm
    yield single(draw_params(rng, 2, 3)), 1.5
    yield RNNParams(*(1e-3 * g for g in draw_params(rng, 2, 3))), 1.0
    for inputs, units, norm, max_norm in [
        (1, 1, 1.6, 2.0),  # short, and its square is above the limit
        (1, 2, 0.8, 0.7),  # long, and its square is below the limit
        (3, 2, 2.4, 3.0),
        (2, 3, 0.6, 0.5),
    ]:
        yield of_length(norm, draw_params(rng, inputs, units)), max_norm
    yield long_only_together(rng, 2, 3, norm=2.4, max_norm=2.2)


def of_length(norm, grads):
    """Return a gradient of about this length, its numbers rounded to be worked by hand."""
    return RNNParams(*(np.round(g * norm / length(grads), 2) for g in grads))


def long_only_together(rng, inputs, units, norm, max_norm):
    """Draw a gradient that is long, although no two of its arrays are."""
    while True:
        grads = of_length(norm, draw_params(rng, inputs, units))
        if max(length(two) for two in combinations(grads, 2)) < max_norm:
            return grads, max_norm


def clip_further(rng):
    """Yield whole numbers, a gradient of zeros, and one exactly as long as the limit."""
    yield RNNParams(*(draw_whole(rng, *shape) for shape in [(1, 2), (2, 2), (2,)])), 2.5
    yield RNNParams(*(0 * g for g in draw_params(rng, 2, 2))), 1.5
    yield RNNParams(np.array([[3.0, 0.0]]), np.array([[-4.0, 0.0], [0.0, 0.0]]), np.zeros(2)), 5.0


TUPLE = (
    "`grads` is a tuple of three arrays of different shapes, and neither arithmetic nor "
    "np.linalg.norm treats a tuple as NumPy treats an array. Work on each array by itself, and put "
    "the results together: RNNParams(*(g * scale for g in grads))."
)

CLIP = Exercise(
    name="lab-3/clip",
    reference=clip_task,
    trials=clip_trials,
    also=clip_further,
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
            clipped_by(squared),
            "The root is missing: the norm is the square root of the sum of squares.",
        ),
        Mistake(
            "squared norm in the condition",
            lambda grads, c: clip(grads, c, condition=squared),
            "The factor is right, and whether to use it is decided by the square of the norm: "
            "above 1 a short gradient can be stretched, below 1 a long one left alone. Compare the "
            "norm itself with max_norm.",
        ),
        Mistake(
            "squared norm in the factor",
            lambda grads, c: clip(grads, c, norm=squared, condition=length),
            "The right gradients were rescaled, by the wrong factor: it holds the square of the "
            "norm. It is max_norm / norm.",
        ),
        Mistake(
            "root of the limit",
            scaled_by(lambda norm, c: np.sqrt(c / norm)),
            "The factor is the root of max_norm / norm, so the result is still too long. Multiply "
            "by max_norm / norm itself.",
        ),
        Mistake(
            "spectral norm",
            clipped_by(spectral),
            "The norm of a matrix was taken as its largest singular value, which np.linalg.norm "
            "gives for ord=2. Here it is the length of all its numbers as one long vector: the "
            "root of the sum of squares, np.linalg.norm(g) without ord.",
        ),
        Mistake(
            "spectral norms in a sum",
            clipped_by(lambda grads: sum(np.linalg.norm(g, 2) for g in grads)),
            "The largest singular values of the arrays were added. The global norm is the root of "
            "the sum of all squares.",
        ),
        *(
            Mistake(
                f"b left out of the norm, {'scaled' if scaled else 'not scaled'}",
                lambda grads, c, scaled=scaled: clip(grads, c, norm=without_b)._replace(
                    **({} if scaled else {"b": grads.b})
                ),
                "b is left out of the norm. The global norm is taken over all numbers of all three "
                "arrays.",
            )
            for scaled in (True, False)
        ),
        *(
            Mistake(
                f"{name} left out of the norm",
                clipped_by(lambda grads, name=name: length([getattr(grads, name)])),
                f"The norm is that of {name} alone. The global norm is taken over all numbers of "
                "all three arrays.",
            )
            for name in RNNParams._fields
        ),
        *(
            Mistake(
                f"{' and '.join(names)} not scaled",
                left_as_it_was(*names),
                f"The norm is right, and {' and '.join(names)} stayed as it was: all three arrays "
                "are multiplied by the same factor, or the gradient turns.",
            )
            for names in [("b",), ("W_x",), ("W_y",)]
        ),
        Mistake(
            "zero over zero",
            lambda grads, c: RNNParams(*(g / length(grads) * min(length(grads), c) for g in grads)),
            "A gradient of zeros became NaN: it was divided by its length. It is not longer "
            "than max_norm, so it stays as it is: divide only where the norm is above max_norm.",
        ),
        Mistake(
            "root mean square",
            clipped_by(root_mean_square),
            "The squares were averaged, not added: this is the root mean square. The norm is the "
            "root of their sum.",
        ),
        *(
            Mistake(f"tuple as an array, {i}", variant, TUPLE)
            for i, variant in enumerate(
                [
                    lambda grads, c: grads * (c / length(grads)),
                    lambda grads, c: grads * min(1.0, c / length(grads)),
                    lambda grads, c: grads * (c / length(grads)) if length(grads) > c else grads,
                    lambda grads, c: grads * c / length(grads),
                    lambda grads, c: grads * c / length(grads) if length(grads) > c else grads,
                    lambda grads, c: np.linalg.norm(grads),
                    lambda grads, c: grads / length(grads) if length(grads) > c else grads,
                    lambda grads, c: np.sqrt((grads**2).sum()),
                ]
            )
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
