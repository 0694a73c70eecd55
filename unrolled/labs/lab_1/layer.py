"""Exercise layer of lab 1: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_params, draw_whole, single
from unrolled.labs.lab_1.step import step
from unrolled.layers import IDENTITY, rnn_forward


def layer(X, params, Y_init):
    return rnn_forward(X, params, Y_init)


def layer_trials(rng):
    """Yield (batch, time, inputs, units); time equals batch or 1 where a mistake needs it.

    The last but one has a step whose inputs are all zero, which is a step like any other.
    """
    tiny = [(1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1), (1, 1, 1, 2), (1, 3, 1, 1), (2, 2, 1, 1)]
    sizes = [*tiny, (2, 2, 2, 2), (3, 3, 2, 4), (2, 5, 4, 3), (4, 3, 1, 2), (1, 6, 3, 2)]
    for batch, time, inputs, units in [*sizes, (5, 1, 2, 3), (3, 4, 2, 1)]:
        params = draw_params(rng, inputs, units)
        yield draw(rng, batch, time, inputs), params, draw(rng, batch, units)
    X = draw(rng, 2, 4, 2)
    X[:, 1] = 0
    yield X, draw_params(rng, 2, 3), draw(rng, 2, 3)
    yield single((draw(rng, 3, 7, 2), draw_params(rng, 2, 4), draw(rng, 3, 4)))


def layer_whole(rng):
    """Yield inputs that are whole numbers, as many as there are units."""
    for batch, time, units in [(1, 2, 1), (2, 4, 3)]:
        yield (
            draw_whole(rng, batch, time, units),
            draw_params(rng, units, units),
            draw(rng, batch, units),
        )


def time_first(X, params, Y_init):
    return layer(X, params, Y_init).swapaxes(0, 1)


def over_batch(X, params, Y_init, axis=0):
    """Loop over the first axis, as if X were (time, batch, inputs)."""
    outputs, Y_prev = [], Y_init
    for X_t in X:
        Y_prev = step(X_t, Y_prev, params)
        outputs.append(Y_prev)
    return np.stack(outputs, axis=axis)


def state_is_sum(X, params, Y_init):
    """Feed the sum back instead of the output."""
    outputs, A_prev = [], Y_init
    for t in range(X.shape[1]):
        A_prev = X[:, t] @ params.W_x + A_prev @ params.W_y + params.b
        outputs.append(np.tanh(A_prev))
    return np.stack(outputs, axis=1)


def from_second_step(X, params, Y_first):
    """Take `Y_first` for the first output and run from the second step on."""
    rest = [rnn_forward(X[:, 1:], params, Y_first)] if X.shape[1] > 1 else []
    return np.concatenate([Y_first[:, None], *rest], axis=1)


def row_after_row(X, params, Y_init):
    """Run row by row and start each row where the one before it ended."""
    rows, y = [], Y_init[:1]
    for x in X:
        rows.append(layer(x[None], params, y)[0])
        y = rows[-1][-1:]
    return np.stack(rows)


def with_inputs(change):
    """Return the layer run on inputs changed along the time axis."""
    return lambda X, p, Y_init: layer(change(X), p, Y_init)


def from_the_end(X, params, Y_init):
    """Read from the last step to the first, and store each output at its own step."""
    return layer(X[:, ::-1], params, Y_init)[:, ::-1]


def without_last(X, params, Y_init):
    """Leave the last step of an array of zeros as it was."""
    Y = layer(X, params, Y_init).copy()
    Y[:, -1] = 0
    return Y


def kept_whole(X, params, Y_init):
    """Store the outputs in an array made like the inputs, which may hold whole numbers."""
    return layer(X, params, Y_init).astype(X.dtype)


MIXED_AXES = (
    "The loop runs over the batch instead of over time. In X of shape (batch, time, inputs) the "
    "step t of all sequences is X[:, t]; X[t] is the whole sequence number t."
)

RETURNS_EARLY = (
    "Only the first step is there. A return inside the loop does that, since it ends the function "
    "at the first pass: it belongs below the loop."
)
BACKWARDS = "The sequence was read from its end. The first step reads X[:, 0]."

LAYER = Exercise(
    name="lab-1/layer",
    reference=layer,
    trials=layer_trials,
    also=layer_whole,
    note="This is SimpleRNN with return_sequences=True. The number of steps appears in no weight.",
    mistakes=[
        Mistake(
            "W_y transposed",
            lambda X, p, Y_init: layer(X, p._replace(W_y=p.W_y.T), Y_init),
            "This is what W_y transposed gives at every step. With one sequence per row the "
            "previous output stands to the left of W_y, as it is.",
        ),
        Mistake(
            "W_x transposed",
            lambda X, p, Y_init: layer(X, p._replace(W_x=p.W_x.T), Y_init),
            "This is what W_x transposed gives at every step. W_x has shape (inputs, units) and "
            "stands to the right of the inputs, as it is.",
        ),
        Mistake(
            "Y_init forgotten",
            lambda X, p, Y_init: layer(X, p, 0 * Y_init),
            "The layer starts from zeros. The first step must continue from Y_init, which is not "
            "zero in this check.",
        ),
        Mistake(
            "state never updated",
            lambda X, p, Y_init: np.stack(
                [step(X[:, t], Y_init, p) for t in range(X.shape[1])], axis=1
            ),
            "Every step continues from Y_init. After a step, its output becomes the previous "
            "output of the next one: the variable has to be assigned anew inside the loop.",
        ),
        Mistake(
            "first output forever",
            lambda X, p, Y_init: np.concatenate(
                [(first := layer(X[:, :1], p, Y_init))]
                + [step(X[:, t], first[:, 0], p)[:, None] for t in range(1, X.shape[1])],
                axis=1,
            ),
            "From the second step on, every step continues from the first output. The previous "
            "output at step t is the one of step t - 1.",
        ),
        Mistake(
            "zero at every step",
            lambda X, p, Y_init: np.tanh(X @ p.W_x + p.b),
            "No step hears the one before it: either W_y is left out, or the previous output is "
            "set to zeros again at each step. It is set before the loop, once, and carried along "
            "inside.",
        ),
        Mistake("loop over the batch", over_batch, MIXED_AXES),
        Mistake("loop over the batch, stacked", lambda *a: over_batch(*a, axis=1), MIXED_AXES),
        Mistake(
            "time-major",
            time_first,
            "The numbers are right and their axes are not: this is (time, batch, units). A list "
            "with one array per step has time first; np.stack(outputs, axis=1) puts the new axis "
            "second.",
        ),
        Mistake(
            "reshaped",
            lambda X, p, Y_init: time_first(X, p, Y_init).reshape(*X.shape[:2], -1),
            "The shape is right, but the numbers have changed places. A list with one array per "
            "step is (time, batch, units), and reshape relabels the axes, it does not move them: "
            "use np.stack(outputs, axis=1), or swapaxes(0, 1).",
        ),
        Mistake(
            "side by side",
            lambda X, p, Y_init: layer(X, p, Y_init).reshape(len(X), -1),
            "The outputs of all steps stand side by side in one row, and the time axis is gone. "
            "Concatenating lengthens an axis; stacking makes a new one, for time.",
        ),
        Mistake(
            "last output only",
            lambda X, p, Y_init: layer(X, p, Y_init)[:, -1],
            "This is the last output only, what Keras returns with return_sequences=False. Keep "
            "the output of every step.",
        ),
        Mistake(
            "first output only",
            lambda X, p, Y_init: layer(X, p, Y_init)[:, 0],
            RETURNS_EARLY,
        ),
        Mistake("returns early", lambda X, *a: layer(X[:, :1], *a), RETURNS_EARLY),
        Mistake("returns early, list", lambda X, *a: time_first(X[:, :1], *a), RETURNS_EARLY),
        Mistake(
            "first step skipped",
            lambda X, p, Y_init: from_second_step(X, p, 0 * Y_init),
            "The first output is zero, so the first step was left out. It reads X[:, 0] and "
            "continues from Y_init, like every other step from the one before it.",
        ),
        Mistake(
            "first step replaced",
            lambda X, p, Y_init: from_second_step(X, p, Y_init),
            "Y_init stands in the place of the first output, and the first input is never read. "
            "Y_init comes from before the first step, which reads X[:, 0].",
        ),
        Mistake(
            "one buffer",
            lambda X, p, Y_init: np.repeat(layer(X, p, Y_init)[:, -1:], X.shape[1], axis=1),
            "Every step holds the last output. Store each output at its own step, inside the loop. "
            "A list that is given one array again and again holds the same array many times.",
        ),
        Mistake(
            "one late",
            lambda X, p, Y_init: np.concatenate([Y_init[:, None], layer(X, p, Y_init)], 1)[:, :-1],
            "The outputs are one step late: the result begins with Y_init and lacks the last "
            "output. Store the output after the step, not before it.",
        ),
        Mistake(
            "Y_init included",
            lambda X, p, Y_init: np.concatenate([Y_init[:, None], layer(X, p, Y_init)], axis=1),
            "The result begins with Y_init and so has one step too many. Y_init comes from before "
            "the first step and is no output of this layer.",
        ),
        Mistake(
            "inputs late",
            with_inputs(lambda X: np.roll(X, 1, axis=1)),
            "Step t reads the input of step t - 1, and the first step reads the last input: X[:, "
            "-1] is no error in NumPy. The previous output is one step old; the input is not.",
        ),
        Mistake(
            "inputs late, but the first",
            with_inputs(lambda X: np.concatenate([X[:, :1], X[:, :-1]], axis=1)),
            "From the second step on, step t reads the input of step t - 1. The previous output is "
            "one step old; the input is not.",
        ),
        Mistake(
            "inputs early",
            with_inputs(lambda X: np.roll(X, -1, axis=1)),
            "Step t reads the input of step t + 1, and the last step the first input. The output "
            "at step t comes from X[:, t].",
        ),
        Mistake("backwards", with_inputs(lambda X: X[:, ::-1]), BACKWARDS),
        Mistake("backwards, stored at its own step", from_the_end, BACKWARDS),
        Mistake(
            "outputs reversed",
            lambda X, p, Y_init: layer(X, p, Y_init)[:, ::-1],
            "The outputs are right and stand in reverse order: the first of them is the output of "
            "the last step.",
        ),
        Mistake(
            "last step left out",
            without_last,
            "The last step holds zeros: the loop ends one step early. range(n) already leaves out "
            "n itself.",
        ),
        Mistake(
            "kept whole",
            kept_whole,
            "Where X holds whole numbers, so does the result, and its decimals are lost. An array "
            "made like X, as np.zeros_like does, takes over its type: make it with "
            "np.zeros(shape), or give it dtype=float.",
        ),
        Mistake(
            "sums fed back",
            state_is_sum,
            "What comes back at each step is the sum from before the tanh. The next step needs "
            "the output, after the tanh.",
        ),
        Mistake(
            "no tanh",
            lambda X, p, Y_init: rnn_forward(X, p, Y_init, activation=IDENTITY),
            "The tanh is missing: these are the outputs of a linear layer.",
        ),
        Mistake(
            "no bias",
            lambda X, p, Y_init: layer(X, p._replace(b=0 * p.b), Y_init),
            "The bias is missing. It is added at every step.",
        ),
        Mistake(
            "row after row",
            row_after_row,
            "The state leaks from one row of the batch into the next: a row starts where the row "
            "above it ended. Every row starts from its own row of Y_init.",
        ),
        Mistake(
            "first row's start",
            lambda X, p, Y_init: layer(X, p, np.repeat(Y_init[:1], len(X), axis=0)),
            "All rows start from the first row of Y_init. Each has its own.",
        ),
    ],
)
