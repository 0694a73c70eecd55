"""Exercise check of lab 3: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw_params
from unrolled.layers import RNNParams


def relative_error(loss, params, grads, direction, step):
    numeric = central(loss, params, direction, step)
    return compared(numeric, dot(grads, direction))


def moved(params, direction, distance):
    return RNNParams(*(w + distance * d for w, d in zip(params, direction, strict=True)))


def central(loss, params, direction, step):
    ahead, behind = (loss(moved(params, direction, sign * step)) for sign in (1, -1))
    return (ahead - behind) / (2 * step)


def forward(loss, params, direction, step):
    return (loss(moved(params, direction, step)) - loss(params)) / step


def backward_difference(loss, params, direction, step):
    return (loss(params) - loss(moved(params, direction, -step))) / step


def dot(grads, direction):
    return sum((g * d).sum() for g, d in zip(grads, direction, strict=True))


def compared(numeric, analytic):
    return abs(numeric - analytic) / max(abs(numeric), abs(analytic))


def numeric_by(difference):
    """Return the task with another difference."""
    return lambda loss, params, grads, direction, step: compared(
        difference(loss, params, direction, step), dot(grads, direction)
    )


def analytic_by(product):
    """Return the task with another number in place of the dot product."""
    return lambda loss, params, grads, direction, step: compared(
        central(loss, params, direction, step), product(grads, direction)
    )


def compared_by(compare):
    """Return the task with another comparison of the two numbers."""
    return lambda loss, params, grads, direction, step: compare(
        central(loss, params, direction, step), dot(grads, direction)
    )


def length(arrays):
    return np.sqrt(sum((a**2).sum() for a in arrays))


def check_trials(rng):
    """Yield losses that are not quadratic, with gradients right and wrong, and large steps."""
    for inputs, units, step, bug in [
        (1, 1, 0.5, 1.5),
        (1, 2, 0.5, -0.5),
        (2, 1, 0.1, 1.0),
        (2, 3, 0.1, 0.7),
        (3, 2, 1e-3, 2.0),
        (2, 3, 1e-5, 1.0),
        (2, 2, 0.2, -1.5),
    ]:
        params, weights = draw_params(rng, inputs, units), draw_params(rng, inputs, units)
        grads = RNNParams(*(w * (3 * p**2 + p) for w, p in zip(weights, params, strict=True)))
        grads = grads._replace(W_y=bug * grads.W_y)
        direction = draw_params(rng, inputs, units)
        size = length(direction)
        yield CubicLoss(*weights), params, grads, RNNParams(*(d / size for d in direction)), step


class CubicLoss(NamedTuple):
    """A loss whose gradient is known: the sum of w (p^3 + p^2 / 2) over all weights p."""

    W_x: np.ndarray  # the factors w of the weights in W_x, and so on
    W_y: np.ndarray
    b: np.ndarray

    def __call__(self, params):
        pairs = zip(self, params, strict=True)
        return float(sum((w * (p**3 + p**2 / 2)).sum() for w, p in pairs))


CHECK = Exercise(
    name="lab-3/check",
    reference=relative_error,
    trials=check_trials,
    note="It tells a wrong gradient from a right one, and knows nothing of how either was made.",
    mistakes=[
        Mistake(
            "forward difference",
            numeric_by(forward),
            "The difference was taken on one side, from params forwards. Take it on both sides, "
            "the loss at +step less the loss at -step: its error is much smaller.",
        ),
        Mistake(
            "backward difference",
            numeric_by(backward_difference),
            "The difference was taken on one side, from params backwards. Take it on both sides, "
            "the loss at +step less the loss at -step.",
        ),
        Mistake(
            "2 forgotten",
            numeric_by(lambda *args: 2 * central(*args)),
            "The difference was divided by the step. The two points lie two steps apart: divide "
            "by 2 * step.",
        ),
        Mistake(
            "divided by 2 only",
            numeric_by(lambda *args: args[3] * central(*args)),
            "The difference of the two losses was not divided by the step. Divide by 2 * step.",
        ),
        Mistake(
            "multiplied by the step",
            numeric_by(lambda *args: args[3] ** 2 * central(*args)),
            "The division by step became a product: Python reads a / 2 * step as (a / 2) * step. "
            "Write a / (2 * step).",
        ),
        Mistake(
            "move not undone",
            numeric_by(lambda *args: forward(*args) / 2),
            "The two losses lie one step apart, and their difference was divided by two: one of "
            "them is the loss at params itself. Take one step ahead of params and one behind.",
        ),
        Mistake(
            "sign of the difference",
            numeric_by(lambda *args: -central(*args)),
            "The difference has the wrong sign: it is the loss ahead less the loss behind.",
        ),
        Mistake(
            "absolute",
            compared_by(lambda numeric, analytic: abs(numeric - analytic)),
            "This is the absolute difference. Whether 0.01 is much depends on the gradient: "
            "divide by the larger of the two absolute values.",
        ),
        Mistake(
            "signed",
            compared_by(lambda a, b: (a - b) / max(abs(a), abs(b))),
            "The error has a sign. Take the absolute value of the difference.",
        ),
        Mistake(
            "larger without absolute values",
            compared_by(lambda a, b: abs(a - b) / max(a, b)),
            "The divisor is the larger of the two numbers, which is the smaller in size when both "
            "are negative. Compare their absolute values.",
        ),
        Mistake(
            "divided by the sum",
            compared_by(lambda a, b: abs(a - b) / (abs(a) + abs(b))),
            "The difference was divided by the sum of the two sizes. Divide by the larger one.",
        ),
        Mistake(
            "divided by the numeric one",
            compared_by(lambda a, b: abs(a - b) / abs(a)),
            "The difference was divided by the finite difference. Divide by whichever of the two "
            "is larger, so that neither can be near zero there.",
        ),
        Mistake(
            "divided by the analytic one",
            compared_by(lambda a, b: abs(a - b) / abs(b)),
            "The difference was divided by the gradient's own number. Divide by whichever of the "
            "two is larger, so that neither can be near zero there.",
        ),
        Mistake(
            "bias missing in the product",
            analytic_by(lambda g, d: dot(g[:2], d[:2])),
            "The product of gradient and direction leaves out b, although b moves too. Sum over "
            "all three arrays.",
        ),
        Mistake(
            "W_x only in the product",
            analytic_by(lambda g, d: dot(g[:1], d[:1])),
            "The product of gradient and direction holds W_x only. All three arrays move, so sum "
            "over all three.",
        ),
        Mistake(
            "lengths multiplied",
            analytic_by(lambda g, d: length(g)),
            "The length of the gradient stands in place of its product with the direction. The "
            "loss rises at that rate only along the gradient itself: multiply number by number "
            "and sum.",
        ),
        Mistake(
            "only W_y moved",
            numeric_by(
                lambda loss, params, direction, step: central(
                    loss, params, RNNParams(0, direction.W_y, 0), step
                )
            ),
            "Only W_y was moved. The direction has a part for each array: move all three.",
        ),
    ],
)
