"""Exercise step of lab 1: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_params, draw_whole, single


def step(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t @ W_x + y_prev @ W_y + b)


def step_trials(rng):
    """Yield (batch, inputs, units) from tiny to unequal, then equal ones and single precision."""
    sizes = [(1, 1, 1), (2, 1, 1), (1, 2, 1), (1, 1, 2), (1, 2, 2), (2, 2, 2), (3, 3, 3)]
    for batch, inputs, units in [*sizes, (4, 2, 3), (2, 5, 3), (6, 1, 4), (3, 4, 2)]:
        yield draw(rng, batch, inputs), draw(rng, batch, units), draw_params(rng, inputs, units)
    yield single((draw(rng, 5, 3), draw(rng, 5, 2), draw_params(rng, 3, 2)))


def step_whole(rng):
    """Yield whole numbers, with as many inputs as units."""
    for batch, units in [(1, 1), (3, 2)]:
        yield (
            draw_whole(rng, batch, units),
            draw_whole(rng, batch, units),
            draw_params(rng, units, units),
        )


def kept_whole(x_t, y_prev, p):
    """Store the outputs in an array made like an argument, which may hold whole numbers."""
    return step(x_t, y_prev, p).astype(y_prev.dtype)


def columns(turned):
    """Return the step with the weights on the left, as for one column vector."""
    return lambda x_t, y_prev, p: np.tanh(turned(p.W_x) @ x_t + turned(p.W_y) @ y_prev + p.b)


WEIGHTS_LEFT = (
    "The weights stand on the left, as in the equation for one column vector. With one sequence "
    "per row the rows come first and no transpose is needed: write x_t @ W_x, and y_prev @ W_y."
)

STEP = Exercise(
    name="lab-1/step",
    reference=step,
    trials=step_trials,
    also=step_whole,
    note="Every row of the batch took its step at once, and none of them saw another.",
    mistakes=[
        Mistake(
            "W_y transposed",
            lambda x_t, y_prev, p: step(x_t, y_prev, p._replace(W_y=p.W_y.T)),
            "This is what W_y transposed gives. The equation for one column vector has the "
            "transpose; with one sequence per row, y_prev stands to the left of W_y and the "
            "transpose is gone. W_y is square, so NumPy could not warn you.",
        ),
        Mistake(
            "W_x transposed",
            lambda x_t, y_prev, p: np.tanh(x_t @ p.W_x.T + y_prev @ p.W_y + p.b),
            "This is what W_x transposed gives. W_x has shape (inputs, units), and x_t has one "
            "sequence per row: look at which order makes the inner sizes meet as they are.",
        ),
        Mistake(
            "both transposed",
            lambda x_t, y_prev, p: np.tanh(x_t @ p.W_x.T + y_prev @ p.W_y.T + p.b),
            "Both matrices are transposed. That is right for one column vector; with one sequence "
            "per row the vectors stand on the left and both transposes are gone.",
        ),
        Mistake("weights on the left", columns(lambda W: W.T), WEIGHTS_LEFT),
        Mistake("weights on the left, as they are", columns(lambda W: W), WEIGHTS_LEFT),
        Mistake(
            "one sequence per column",
            lambda x_t, y_prev, p: step(x_t, y_prev, p).T,
            "The numbers are right, but they stand in columns: this has shape (units, batch). "
            "With x_t @ W_x, weights on the right, every sequence keeps its row.",
        ),
        Mistake(
            "number by number",
            lambda x_t, y_prev, p: np.tanh(x_t * p.W_x + y_prev * p.W_y + p.b),
            "The products are taken number by number, with *. Every unit adds up all inputs and "
            "all previous outputs, each with its weight: that is the matrix product, @.",
        ),
        Mistake(
            "no bias",
            lambda x_t, y_prev, p: step(x_t, y_prev, p._replace(b=0 * p.b)),
            "The bias is missing: b is added once to the sum, before the tanh.",
        ),
        Mistake(
            "bias twice",
            lambda x_t, y_prev, p: step(x_t, y_prev, p._replace(b=2 * p.b)),
            "The bias is counted twice. Input and previous output have a matrix each, but the "
            "unit has a single b.",
        ),
        Mistake(
            "bias after tanh",
            lambda x_t, y_prev, p: step(x_t, y_prev, p._replace(b=0 * p.b)) + p.b,
            "The bias is added after the tanh. It belongs to the sum that tanh is applied to.",
        ),
        Mistake(
            "bias subtracted",
            lambda x_t, y_prev, p: step(x_t, y_prev, p._replace(b=-p.b)),
            "The bias enters with the wrong sign.",
        ),
        Mistake(
            "no tanh",
            lambda x_t, y_prev, p: x_t @ p.W_x + y_prev @ p.W_y + p.b,
            "This is the sum a_t from before the activation. The output is its tanh; without it "
            "the layer is linear in time.",
        ),
        Mistake(
            "tanh of each part",
            lambda x_t, y_prev, p: np.tanh(x_t @ p.W_x) + np.tanh(y_prev @ p.W_y) + p.b,
            "The tanh was applied to the input's share and to the previous output's share "
            "separately. Both are added first; one tanh squashes the whole sum.",
        ),
        Mistake(
            "tanh of each part, bias with the input",
            lambda x_t, y_prev, p: np.tanh(x_t @ p.W_x + p.b) + np.tanh(y_prev @ p.W_y),
            "Two tanh are added. Input, previous output and bias make one sum, and one tanh "
            "squashes it: an output never leaves the range from -1 to 1.",
        ),
        Mistake(
            "tanh of the input's part",
            lambda x_t, y_prev, p: np.tanh(x_t @ p.W_x + p.b) + y_prev @ p.W_y,
            "The tanh covers only the input's share; the previous output was added after it. "
            "Check where the closing bracket stands.",
        ),
        Mistake(
            "previous output ignored",
            lambda x_t, y_prev, p: step(x_t, 0 * y_prev, p),
            "The previous output has no influence here, which leaves an ordinary dense layer. "
            "y_prev and W_y belong in the sum.",
        ),
        Mistake(
            "previous output not weighted",
            lambda x_t, y_prev, p: np.tanh(x_t @ p.W_x + y_prev + p.b),
            "The previous output was added as it is. It passes through W_y first, so that every "
            "unit can hear every other.",
        ),
        Mistake(
            "weights exchanged",
            lambda x_t, y_prev, p: np.tanh(x_t @ p.W_y + y_prev @ p.W_x + p.b),
            "The weights have changed places: W_x belongs to the input and W_y to the previous "
            "output.",
        ),
        Mistake(
            "previous output added behind",
            lambda x_t, y_prev, p: y_prev + step(x_t, y_prev, p),
            "y_prev itself is added to the result. The previous output enters through W_y, inside "
            "the tanh, and nowhere else.",
        ),
        Mistake(
            "logistic",
            lambda x_t, y_prev, p: 1 / (1 + np.exp(-(x_t @ p.W_x + y_prev @ p.W_y + p.b))),
            "The sum is right, and the logistic function was applied to it. This layer has a tanh.",
        ),
        Mistake(
            "relu",
            lambda x_t, y_prev, p: np.maximum(0, x_t @ p.W_x + y_prev @ p.W_y + p.b),
            "The sum is right, and negative sums were set to zero. This layer has a tanh.",
        ),
        Mistake(
            "kept whole",
            kept_whole,
            "Where the arguments hold whole numbers, so does the result, and its decimals are "
            "lost. An array made like another, as np.zeros_like does, takes over its type: make it "
            "with np.zeros(shape), or give it dtype=float.",
        ),
        Mistake(
            "first row's memory",
            lambda x_t, y_prev, p: step(x_t, y_prev[:1], p),
            "Every row continues from the first row's previous output. Rows are separate "
            "sequences: each has its own row in y_prev.",
        ),
        Mistake(
            "batch summed",
            lambda x_t, y_prev, p: step(x_t, y_prev.sum(axis=0, keepdims=True), p),
            "The previous outputs of all rows were added together. Rows are separate sequences "
            "that never hear one another.",
        ),
    ],
)
