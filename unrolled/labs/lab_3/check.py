"""Exercise check of lab 3: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled._expect import expect
from unrolled.labs._answers import kind
from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw_params, draw_whole
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


def unit(direction):
    return RNNParams(*(d / length(direction) for d in direction))


def only(direction, *names):
    """Return the direction with zeros in all arrays but these."""
    pairs = zip(direction._fields, direction, strict=True)
    return RNNParams(*(d * (name in names) for name, d in pairs))


def array_by_array(together):
    """Return the task done for each array alone, and the errors put together."""

    def run(loss, params, grads, direction, step):
        parts = [only(direction, name) for name in direction._fields]
        errors = [relative_error(loss, params, grads, part, step) for part in parts]
        return together(errors)

    return run


def weight_by_weight(loss, params, grads, direction, step):
    """Move one weight at a time, and multiply the slopes found by the direction."""
    slopes = [np.zeros(w.shape) for w in params]
    for found, array in zip(slopes, range(3), strict=True):
        for place in np.ndindex(found.shape):
            here = [np.zeros(w.shape) for w in params]
            here[array][place] = 1.0
            found[place] = central(loss, params, RNNParams(*here), step)
    return compared(dot(slopes, direction), dot(grads, direction))


# The signs of numeric and analytic, and whether the numeric one is the larger in size.
SIGNS = [(1, 1, True), (-1, -1, True), (1, -1, True), (-1, 1, False)]
SIGNS += [(1, 1, False), (-1, -1, False), (1, -1, False), (-1, 1, True)]


def check_trials(rng):
    """Yield losses that are not quadratic, with gradients right and wrong, and large steps."""
    sizes = [(1, 1), (1, 2), (2, 1), (2, 3), (3, 2), (2, 2), (1, 3), (3, 1)]
    steps = [0.5, 0.5, 0.2, 0.1, 0.1, 1e-3, 0.2, 0.1]
    for size, step, signs in zip(sizes, steps, SIGNS, strict=True):
        yield drawn_until(signs, rng, *size, step)
    args = check_trial(rng, 2, 3, step=1e-5)
    yield *args[:2], gradient(*args[:2]), *args[3:]


def drawn_until(signs, rng, inputs, units, step):
    """Draw until the two sides have these signs and differ well in size."""
    while True:
        loss, params, grads, direction, _ = args = check_trial(rng, inputs, units, step)
        numeric, analytic = central(loss, params, direction, step), dot(grads, direction)
        sizes = sorted([abs(numeric), abs(analytic)])
        found = np.sign(numeric), np.sign(analytic), abs(numeric) > abs(analytic)
        if found == signs and 0.1 < 1.2 * sizes[0] < sizes[1]:
            return args


def check_trial(rng, inputs, units, step):
    """Draw a loss and a gradient that is wrong by another factor in every number."""
    loss, params, off, direction = (draw_params(rng, inputs, units) for _ in range(4))
    loss = CubicLoss(*loss)
    grads = (np.round(g * (0.5 + o), 2) for g, o in zip(gradient(loss, params), off, strict=True))
    return loss, params, RNNParams(*grads), direction, step


def gradient(loss, params):
    return RNNParams(*(w * (3 * p**2 + p) for w, p in zip(loss, params, strict=True)))


def check_further(rng):
    """Yield whole numbers, and a gradient of which everything was forgotten."""
    whole = (draw_whole(rng, *shape) for _ in range(3) for shape in [(1, 2), (2, 2), (2,)])
    params, grads, direction = (RNNParams(*parts) for parts in zip(*[whole] * 3, strict=True))
    yield CubicLoss(*draw_params(rng, 1, 2)), params, grads, direction, 0.5
    loss, params, grads, direction, step = check_trial(rng, 2, 1, step=0.1)
    yield loss, params, RNNParams(*(0 * g for g in grads)), direction, step


class CubicLoss(NamedTuple):
    """A loss whose gradient is known: the sum of w (p^3 + p^2 / 2) over all weights p."""

    W_x: np.ndarray  # the factors w of the weights in W_x, and so on
    W_y: np.ndarray
    b: np.ndarray

    def __call__(self, params):
        wanted = "be an RNNParams of three arrays"
        expect(isinstance(params, RNNParams), "the argument of loss", wanted, kind(params))
        pairs = zip(self, params, strict=True)
        return float(sum((w * (p**3 + p**2 / 2)).sum() for w, p in pairs))


SIZES_COMPARED = (
    "Where a number is negative, the divisor is not always the larger of the two sizes. Take the "
    "absolute value of each, and then the larger: max(abs(numeric), abs(analytic))."
)

TUPLE = (
    "RNNParams is a tuple of three arrays of different shapes, and neither * nor NumPy's functions "
    "treat a tuple or a list of such arrays as one array; + would join two tuples, not add them. "
    "Work on each array by itself: RNNParams(*(w + step * d for w, d in zip(params, direction)))."
)

CHECK = Exercise(
    name="lab-3/check",
    reference=relative_error,
    trials=check_trials,
    also=check_further,
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
        *(
            Mistake(f"larger by sign, {i}", compared_by(compare), SIZES_COMPARED)
            for i, compare in enumerate(
                [
                    lambda a, b: abs(a - b) / max(a, b),
                    lambda a, b: abs(a - b) / abs(max(a, b)),
                    lambda a, b: abs((a - b) / max(a, b)),
                    lambda a, b: abs(a - b) / max(abs(a), b),
                    lambda a, b: abs(a - b) / max(a, abs(b)),
                ]
            )
        ),
        Mistake(
            "difference of the sizes",
            compared_by(lambda a, b: abs(abs(a) - abs(b)) / max(abs(a), abs(b))),
            "The sizes of the two numbers were subtracted, not the numbers. A gradient of the "
            "wrong sign would pass as right: take abs after the subtraction.",
        ),
        Mistake(
            "divided by the size of the sum",
            compared_by(lambda a, b: abs(a - b) / abs(a + b)),
            "The difference was divided by the sum of the two numbers, which is near zero where "
            "their signs are opposite. Divide by the larger of their absolute values.",
        ),
        Mistake(
            "divided by the mean",
            compared_by(lambda a, b: 2 * abs(a - b) / (abs(a) + abs(b))),
            "The difference was divided by the mean of the two sizes. Divide by the larger one.",
        ),
        Mistake(
            "divided by the smaller",
            compared_by(lambda a, b: abs(a - b) / min(abs(a), abs(b))),
            "The difference was divided by the smaller of the two sizes. Divide by the larger one.",
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
            "mean of the products",
            analytic_by(lambda g, d: sum((a * b).mean() for a, b in zip(g, d, strict=True))),
            "The products of gradient and direction were averaged in each array. Every weight "
            "moves, and the loss rises by all of it together: sum.",
        ),
        Mistake(
            "lengths multiplied",
            analytic_by(lambda g, d: length(g) * length(d)),
            "The lengths of gradient and direction were multiplied. The loss rises at that rate "
            "only where the direction is that of the gradient: multiply number by number and sum.",
        ),
        Mistake(
            "length of the gradient",
            analytic_by(lambda g, d: length(g)),
            "The length of the gradient stands in place of its product with the direction. The "
            "loss rises at that rate only along the gradient itself: multiply number by number "
            "and sum.",
        ),
        *(
            Mistake(
                f"only {' and '.join(names)} moved",
                numeric_by(
                    lambda loss, params, direction, step, names=names: central(
                        loss, params, only(direction, *names), step
                    )
                ),
                f"Only {' and '.join(names)} moved in the difference of the losses. The direction "
                "has a part for each array: move all three.",
            )
            for names in [("W_x",), ("W_y",), ("b",), ("W_x", "W_y")]
        ),
        Mistake(
            "unit direction",
            lambda loss, params, grads, direction, step: relative_error(
                loss, params, grads, unit(direction), step
            ),
            "The direction was scaled to length 1 first, so the weights move another way than "
            "asked: w + step * d, with d as it is given.",
        ),
        Mistake(
            "unit direction in the difference",
            numeric_by(
                lambda loss, params, direction, step: central(loss, params, unit(direction), step)
            ),
            "The difference of the losses was taken along a direction scaled to length 1, and the "
            "product was not. Move by w + step * d, with d as it is given.",
        ),
        Mistake(
            "half a step",
            numeric_by(
                lambda loss, params, direction, step: central(loss, params, direction, step / 2)
            ),
            "The two losses lie half a step on either side of params. Take them a whole step "
            "ahead and a whole step behind, and divide by 2 * step.",
        ),
        Mistake(
            "weight by weight",
            weight_by_weight,
            "Every weight was moved by itself. That finds the same with a small step, at the price "
            "of two losses for each weight: move all of them at once along the direction.",
        ),
        *(
            Mistake(
                f"array by array, {together.__name__}",
                array_by_array(together),
                "The arrays were compared one by one, and the three errors put together. All "
                "weights move at once here: one difference of losses, one product summed over all "
                "three arrays.",
            )
            for together in (max, sum, np.mean)
        ),
        *(
            Mistake(f"tuple as an array, {i}", variant, TUPLE)
            for i, variant in enumerate(
                [
                    lambda loss, params, grads, direction, step: loss(params + step * direction),
                    lambda loss, params, grads, direction, step: grads * direction,
                    lambda loss, params, grads, direction, step: np.array(direction),
                ]
            )
        ),
    ],
)
