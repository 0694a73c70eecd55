"""Lab 1, build a recurrent layer: references, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs import Exercise, Mistake
from unrolled.labs._trials import draw, draw_params, single
from unrolled.layers import IDENTITY, RNNParams, rnn_forward

# ---------------------------------------------------------------- lab-1/by-hand


class ThreeSteps(NamedTuple):
    """The outputs of one neuron after its first step, which the page works out."""

    y_2: float
    y_3: float


def by_hand(x=(2.0, -1.0), w_x=0.5, w_y=-0.8, b=0.1, y_1=0.537, phi=np.tanh):
    y_2 = phi(w_x * x[0] + w_y * y_1 + b)
    return ThreeSteps(y_2, phi(w_x * x[1] + w_y * y_2 + b))


def by_hand_from_sums():
    a_2 = 0.5 * 2.0 - 0.8 * 0.6 + 0.1
    return ThreeSteps(np.tanh(a_2), np.tanh(0.5 * -1.0 - 0.8 * a_2 + 0.1))


def two_decimals(y_2):
    return Mistake(
        "two decimals",
        ThreeSteps(y_2, -0.70),
        "Close. These are given to two decimals; give three, and carry at least three from step "
        "to step.",
    )


BY_HAND = Exercise(
    name="lab-1/by-hand",
    reference=by_hand(),
    tolerance=1e-3,
    note="Inputs in another order would have left other outputs: this neuron notices order.",
    mistakes=[
        Mistake(
            "no memory",
            by_hand(w_y=0.0),
            "These are the outputs of a neuron without memory: the term with w_y is missing. At "
            "step 2 the previous output is y_1 = 0.537, no longer 0.",
        ),
        Mistake(
            "no bias",
            by_hand(b=0.0),
            "The bias is missing. b = 0.1 is added at every step, not at the first one only.",
        ),
        Mistake(
            "no tanh",
            by_hand(phi=lambda a: a),
            "These are the sums a_2 and a_3. An output is the tanh of its sum, and the output is "
            "what comes back at the next step.",
        ),
        Mistake(
            "tanh on the way out only",
            by_hand_from_sums(),
            "The tanh was applied, but what came back at the next step was the sum a, from before "
            "the tanh. The neuron hears its own output y.",
        ),
        Mistake(
            "first output forever",
            by_hand()._replace(y_3=np.tanh(0.5 * -1.0 - 0.8 * 0.537 + 0.1)),
            "y_2 is right. At step 3 you fed y_1 back once more; the output one step earlier is "
            "now y_2.",
        ),
        Mistake(
            "sign of w_y",
            by_hand(w_y=0.8),
            "The sign of w_y got lost: w_y is -0.8, so a positive output holds the next one down.",
        ),
        Mistake(
            "late inputs",
            by_hand(x=(1.0, 2.0)),
            "The inputs are one step late: step 2 reads x_2 = 2 and step 3 reads x_3 = -1.",
        ),
        Mistake(
            "sums handed in",
            ThreeSteps(*np.arctanh(by_hand())),
            "Your steps are right, and these are their sums. Hand in the outputs: y_2 and y_3 "
            "are the tanh of the two sums.",
        ),
        Mistake(
            "weights swapped",
            by_hand(w_x=-0.8, w_y=0.5),
            "The two weights have changed places: w_x = 0.5 goes with the input x, and w_y = -0.8 "
            "with the previous output.",
        ),
        two_decimals(0.59),
        two_decimals(0.58),
        Mistake(
            "y_2 carried on",
            lambda y: ThreeSteps(y[0], np.tanh(0.5 * -1.0 - 0.8 * y[0] + 0.1)),
            "y_2 is not right. y_3 follows from it as it should, so step 2 is the one to look at: "
            "write down its three terms one by one.",
        ),
    ],
)


# ---------------------------------------------------------------- lab-1/step


def step(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t @ W_x + y_prev @ W_y + b)


def step_trials(rng):
    """Yield (batch, inputs, units) from tiny to unequal, then equal ones and single precision."""
    sizes = [(1, 1, 1), (2, 1, 1), (1, 2, 1), (1, 1, 2), (1, 2, 2), (2, 2, 2), (3, 3, 3)]
    for batch, inputs, units in [*sizes, (4, 2, 3), (2, 5, 3), (6, 1, 4), (3, 4, 2)]:
        yield draw(rng, batch, inputs), draw(rng, batch, units), draw_params(rng, inputs, units)
    yield single((draw(rng, 5, 3), draw(rng, 5, 2), draw_params(rng, 3, 2)))


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


# ---------------------------------------------------------------- lab-1/layer


def layer(X, params, Y_init):
    return rnn_forward(X, params, Y_init)


def layer_trials(rng):
    """Yield (batch, time, inputs, units); time equals batch or 1 where a mistake needs it."""
    tiny = [(1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1), (1, 1, 1, 2), (1, 3, 1, 1), (2, 2, 1, 1)]
    sizes = [*tiny, (2, 2, 2, 2), (3, 3, 2, 4), (2, 5, 4, 3), (4, 3, 1, 2), (1, 6, 3, 2)]
    for batch, time, inputs, units in [*sizes, (5, 1, 2, 3), (3, 4, 2, 1)]:
        params = draw_params(rng, inputs, units)
        yield draw(rng, batch, time, inputs), params, draw(rng, batch, units)
    yield single((draw(rng, 3, 7, 2), draw_params(rng, 2, 4), draw(rng, 3, 4)))


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


MIXED_AXES = (
    "The loop runs over the batch instead of over time. In X of shape (batch, time, inputs) the "
    "step t of all sequences is X[:, t]; X[t] is the whole sequence number t."
)

RETURNS_EARLY = (
    "Only the first step is there: the return stands inside the loop and ends the function at "
    "its first pass. Move it out, below the loop."
)

LAYER = Exercise(
    name="lab-1/layer",
    reference=layer,
    trials=layer_trials,
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
            "Each step starts from zeros, so nothing is remembered. The previous output is set "
            "before the loop, once, and carried along inside it.",
        ),
        Mistake("loop over the batch", over_batch, MIXED_AXES),
        Mistake("loop over the batch, stacked", lambda *a: over_batch(*a, axis=1), MIXED_AXES),
        Mistake(
            "time-major",
            time_first,
            "The numbers are right and their axes are not: this is (time, batch, units), because "
            "a list with one array per step has time first. np.stack(outputs, axis=1) puts the "
            "new axis second.",
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
            "Every step holds the last output. Either the result is built after the loop, or the "
            "list holds one array many times because each step writes into the same one.",
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
            "backwards",
            with_inputs(lambda X: X[:, ::-1]),
            "The sequence was read from its end. The first step reads X[:, 0].",
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


# ---------------------------------------------------------------- lab-1/one-matrix


class OneMatrix(NamedTuple):
    """Input and previous output side by side, and the weights that fit them."""

    Z: np.ndarray  # (batch, inputs + units)
    W: np.ndarray  # (inputs + units, units)


def one_matrix(x_t, y_prev, params):
    return OneMatrix(
        np.concatenate([x_t, y_prev], axis=1), np.concatenate([params.W_x, params.W_y], axis=0)
    )


def one_matrix_swapped(x_t, y_prev, params):
    return OneMatrix(
        np.concatenate([y_prev, x_t], axis=1), np.concatenate([params.W_y, params.W_x], axis=0)
    )


def mixed(Z_from, W_from):
    """Take Z as one function builds it and W as another does."""
    return lambda *args: OneMatrix(Z_from(*args).Z, W_from(*args).W)


def changed(Z=lambda x, y, p: one_matrix(x, y, p).Z, W=lambda x, y, p: one_matrix(x, y, p).W):
    return lambda *args: OneMatrix(Z(*args), W(*args))


ONE_MATRIX = Exercise(
    name="lab-1/one-matrix",
    reference=one_matrix,
    trials=step_trials,
    note="tanh(Z @ W + b) is the whole step: a dense layer that also reads its own output.",
    mistakes=[
        Mistake(
            "Z swapped",
            mixed(one_matrix_swapped, one_matrix),
            "In Z the previous output comes first, in W the input's weights do. Column k of Z "
            "meets row k of W, so here W_x is multiplied with outputs. Give both the same order: "
            "inputs first.",
        ),
        Mistake(
            "W swapped",
            mixed(one_matrix, one_matrix_swapped),
            "Z begins with the inputs, but W begins with W_y. Row k of W meets column k of Z: "
            "stack W in the order of Z.",
        ),
        Mistake(
            "both swapped",
            one_matrix_swapped,
            "Your Z @ W is right, because both have the previous output first. The book, like "
            "most texts, puts the input first; exchange the order in both.",
        ),
        Mistake(
            "W, Z",
            lambda x, y, p: OneMatrix(*reversed(one_matrix(x, y, p))),
            "Z and W come back in the wrong order: return Z, W.",
        ),
        Mistake(
            "W_y transposed",
            lambda x, y, p: one_matrix(x, y, p._replace(W_y=p.W_y.T)),
            "W_y stands transposed in W. It goes in as it is, below W_x.",
        ),
        Mistake(
            "W transposed",
            changed(W=lambda x, y, p: one_matrix(x, y, p).W.T),
            "W is transposed: it should have inputs + units rows, one for each column of Z, and "
            "units columns.",
        ),
        Mistake(
            "weights side by side",
            changed(W=lambda x, y, p: np.concatenate([p.W_x, p.W_y], axis=1)),
            "The weight matrices stand side by side; that needs equally many rows and gives twice "
            "the columns. They share their columns, the units: put W_y below W_x.",
        ),
        Mistake(
            "rows below each other",
            changed(Z=lambda x, y, p: np.concatenate([x, y], axis=0)),
            "In Z the previous outputs stand below the inputs, as if they were further sequences. "
            "Each sequence keeps one row: put them to the right.",
        ),
        Mistake(
            "added",
            lambda x, y, p: OneMatrix(x + y, p.W_x + p.W_y),
            "The parts were added. Side by side they keep their own weights; the matrix product "
            "does the adding.",
        ),
        Mistake(
            "bias row",
            lambda x, y, p: OneMatrix(
                np.concatenate([x, y, np.ones_like(x[:, :1])], axis=1),
                np.concatenate([p.W_x, p.W_y, p.b[None]], axis=0),
            ),
            "You took the bias in as well, with a column of ones. That works, and it is how the "
            "parameter count gets its + 1; here keep b outside, so that the step is "
            "tanh(Z @ W + b).",
        ),
    ],
)


# ---------------------------------------------------------------- lab-1/count


def pairs(inputs, units):
    """Return (width of the input, units) of each layer of a stack."""
    return list(zip([inputs, *units[:-1]], units, strict=True))


def counted(per_layer, widths=pairs):
    """Count by a formula for one layer, summed over the stack."""
    return lambda n_steps, inputs, units: sum(per_layer(i, u) for i, u in widths(inputs, units))


def same_inputs(inputs, units):
    return [(inputs, u) for u in units]


def simple(i, u):
    return u * (i + u + 1)


def count(n_steps, inputs, units):
    return counted(simple)(n_steps, inputs, units)


def count_trials(rng):
    stacks = [(1, 1, [1]), (2, 1, [1]), (1, 2, [1]), (1, 1, [2]), (3, 2, [5]), (50, 1, [20])]
    return [*stacks, (2, 1, [1, 1]), (4, 3, [2, 5]), (50, 1, [20, 20]), (24, 7, [6, 3, 4])]


COUNT = Exercise(
    name="lab-1/count",
    reference=count,
    trials=count_trials,
    note="The number of steps plays no part: the same weights serve every step.",
    mistakes=[
        Mistake(
            "times the steps",
            lambda n_steps, inputs, units: n_steps * count(n_steps, inputs, units),
            "The count grows with n_steps. Each step uses the same weights again; a longer "
            "sequence needs no new ones.",
        ),
        Mistake(
            "steps are inputs",
            lambda n_steps, inputs, units: count(n_steps, n_steps * inputs, units),
            "This treats the whole window as one wide input, as a dense layer on a flattened "
            "window would. A recurrent layer reads `inputs` numbers at a time.",
        ),
        Mistake(
            "units are steps",
            lambda n_steps, inputs, units: count(n_steps, inputs, [n_steps] * len(units)),
            "The number of units was taken from n_steps. How many units a layer has is chosen "
            "freely and has nothing to do with the length of the sequence.",
        ),
        Mistake(
            "no bias",
            counted(lambda i, u: u * (i + u)),
            "The biases are missing: every unit has one.",
        ),
        Mistake(
            "one bias per layer",
            counted(lambda i, u: u * (i + u) + 1),
            "There is one bias for each layer here. Every unit has its own.",
        ),
        Mistake(
            "bias twice",
            counted(lambda i, u: u * (i + u + 2)),
            "Every unit has two biases here, as though W_x and W_y each brought one. A unit adds "
            "up everything it hears and has a single bias.",
        ),
        Mistake(
            "no recurrent weights",
            counted(lambda i, u: u * (i + 1)),
            "This is the count of a dense layer: the weights from the units back to themselves "
            "are missing.",
        ),
        Mistake(
            "one wire back per unit",
            counted(lambda i, u: u * (i + 2)),
            "Every unit has one recurrent weight here, from itself. It hears the previous output "
            "of all the units, itself included.",
        ),
        Mistake(
            "inputs twice",
            counted(lambda i, u: u * (2 * i + 1)),
            "The weights from the input are counted twice and those from the previous output not "
            "at all. The previous output is as wide as the layer, not as its input.",
        ),
        Mistake(
            "LSTM",
            counted(lambda i, u: 4 * simple(i, u)),
            "This is four times too many: the count of an LSTM, which computes four such sums. "
            "The simple layer computes one.",
        ),
        Mistake(
            "GRU",
            counted(lambda i, u: 3 * simple(i, u)),
            "This is three times too many: three such sums are what a GRU computes. The simple "
            "layer computes one.",
        ),
        Mistake(
            "every layer reads X",
            counted(simple, same_inputs),
            "One layer comes out right, a stack does not: every layer is counted as if it read "
            "the original input. An upper layer reads the outputs of the layer below.",
        ),
        Mistake(
            "first layer only",
            lambda n_steps, inputs, units: simple(inputs, units[0]),
            "Only the first layer is counted. Add up the whole list.",
        ),
        Mistake(
            "last layer only",
            lambda n_steps, inputs, units: simple(*pairs(inputs, units)[-1]),
            "Only the last layer is counted. Add up the whole list.",
        ),
        Mistake(
            "one wide layer",
            lambda n_steps, inputs, units: simple(inputs, sum(units)),
            "The stack is counted as one wide layer. Units of different layers have no recurrent "
            "weights between them; count layer by layer.",
        ),
    ],
)


# ---------------------------------------------------------------- lab-1/resume


class Layer(RNNParams):
    """A layer that takes at most `longest` steps in one call, like a small memory."""

    longest = 0

    def __call__(self, X, Y_init=None):
        if np.ndim(X) == 3 and np.shape(X)[1] > self.longest:
            steps = np.shape(X)[1]
            raise ValueError(f"this layer takes {self.longest} steps at a time, got {steps}")
        return rnn_forward(X, self, Y_init)


def limited(params, longest):
    layer = Layer(*params)
    layer.longest = longest
    return layer


def resume(layer, X, length):
    return rnn_forward(X, layer)


def resume_trials(rng):
    """Yield pieces of 1, pieces that fit, a shorter last piece, and one piece longer than X."""
    sizes = [(1, 2, 1, 1, 1), (1, 3, 1, 1, 2), (2, 4, 1, 1, 2), (1, 5, 1, 1, 2), (2, 3, 2, 2, 5)]
    sizes += [(2, 7, 3, 2, 3), (3, 9, 2, 4, 3), (3, 10, 1, 3, 4), (1, 8, 2, 1, 1)]
    for batch, time, inputs, units, length in sizes:
        layer = limited(draw_params(rng, inputs, units), length)
        yield layer, draw(rng, batch, time, inputs), length
    params, X = single((draw_params(rng, 2, 3), draw(rng, 2, 8, 2)))
    yield limited(params, 3), X, 3


def in_pieces(layer, X, length, *, cut=None, carry=lambda Y: Y[:, -1], join=None, stop=None):
    """Run in pieces with one thing changed: the cut, the state carried, the join, the end."""
    cut = cut or (lambda X, start: X[:, start : start + length])
    outputs, Y_init = [], None
    for start in range(0, stop(X.shape[1], length) if stop else X.shape[1], length):
        outputs.append(layer(cut(X, start), Y_init))
        Y_init = carry(outputs[-1])
    return join(outputs) if join else np.concatenate(outputs, axis=1)


def resume_with(**change):
    return lambda layer, X, length: in_pieces(layer, X, length, **change)


STACKED = (
    "np.stack puts the pieces along a new axis, and needs them equally long. np.concatenate with "
    "axis=1 joins them along time."
)
STATE_SHAPE = (
    "The state handed on has the wrong shape. The state is (batch, units), one row for each "
    "sequence: Y[:, -1]. "
)

RESUME = Exercise(
    name="lab-1/resume",
    reference=resume,
    trials=resume_trials,
    note="The last output is all the layer knows of the past: handing it on loses nothing.",
    mistakes=[
        Mistake(
            "state reset",
            resume_with(carry=lambda Y: None),
            "Every piece starts from zeros, so the memory ends at each cut. Hand the state that "
            "one piece ends with to the next as Y_init.",
        ),
        Mistake(
            "state from the first step",
            resume_with(carry=lambda Y: Y[:, 0]),
            "Each piece continues from the first output of the piece before it. The state to hand "
            "on is what the layer put out last.",
        ),
        Mistake(
            "state averaged",
            resume_with(carry=lambda Y: Y.mean(axis=1)),
            "Each piece continues from the mean of the outputs before it. The state is the last "
            "output alone; it has the earlier ones in it already.",
        ),
        Mistake(
            "state set once",
            lambda layer, X, length: in_pieces(
                layer, X, length, carry=(lambda first: lambda Y: first.setdefault(0, Y[:, -1]))({})
            ),
            "Every later piece continues from the end of the first piece. Take the state anew "
            "after each piece.",
        ),
        Mistake(
            "all outputs as state",
            resume_with(carry=lambda Y: Y),
            STATE_SHAPE + "You hand on the outputs of every step.",
        ),
        Mistake(
            "last row as state",
            resume_with(carry=lambda Y: Y[-1]),
            STATE_SHAPE + "Y[-1] is the whole last sequence of the batch.",
        ),
        Mistake(
            "state with a time axis",
            resume_with(carry=lambda Y: Y[:, -1:]),
            STATE_SHAPE + "The slice -1: keeps the time axis; the index -1 removes it.",
        ),
        Mistake("pieces stacked", resume_with(join=np.stack), STACKED),
        Mistake("pieces stacked, axis 1", resume_with(join=lambda o: np.stack(o, 1)), STACKED),
        Mistake(
            "first piece only",
            resume_with(stop=lambda time, length: 1),
            "This is the first piece only: the return stands inside the loop.",
        ),
        Mistake(
            "all at once",
            lambda layer, X, length: layer(X),
            "The layer was given more than `length` steps at once. Hand it a slice of X, "
            "X[:, start : start + length].",
        ),
        Mistake(
            "short piece dropped",
            resume_with(stop=lambda time, length: time - time % length),
            "The last piece is missing wherever the sequence does not divide into equal pieces. A "
            "shorter last piece needs no special treatment: a slice may reach past the end.",
        ),
        Mistake(
            "last piece dropped",
            resume_with(stop=lambda time, length: max(1, time - length)),
            "The last piece is missing. Look at where the loop over the starts ends.",
        ),
        Mistake(
            "last piece only",
            resume_with(join=lambda outputs: outputs[-1]),
            "This is the last piece only. Keep the outputs of every piece and join them.",
        ),
        Mistake(
            "joined along the batch",
            resume_with(join=lambda outputs: np.concatenate(outputs, axis=0)),
            "The pieces are joined along the batch, which turns every piece into further "
            "sequences. Join them along time, axis 1.",
        ),
        Mistake(
            "first piece again",
            lambda layer, X, length: in_pieces(
                layer, X, length, cut=lambda X, start: X[:, :length]
            ),
            "Each piece reads the first inputs of X again. The state moves on and so must the "
            "slice: a piece begins where the one before it ended.",
        ),
        Mistake(
            "last outputs only",
            resume_with(join=lambda outputs: np.stack([Y[:, -1] for Y in outputs], axis=1)),
            "This keeps one output for each piece. Keep the outputs of every step.",
        ),
    ],
)


# ---------------------------------------------------------------- lab-1/stack


def stack(X, lower, upper):
    return rnn_forward(rnn_forward(X, lower), upper)[:, -1]


def stack_trials(rng):
    """Yield (batch, time, inputs, lower units, upper units), with equal widths among them."""
    sizes = [(1, 1, 1, 1, 1), (1, 2, 1, 1, 1), (2, 1, 1, 1, 1), (1, 2, 1, 1, 2), (1, 3, 1, 1, 1)]
    sizes += [(2, 3, 2, 2, 2), (2, 4, 3, 2, 5), (4, 3, 1, 3, 2), (3, 5, 2, 4, 1)]
    for batch, time, inputs, low, high in sizes:
        params = draw_params(rng, inputs, low), draw_params(rng, low, high)
        yield draw(rng, batch, time, inputs), *params
    yield single((draw(rng, 3, 6, 2), draw_params(rng, 2, 3), draw_params(rng, 3, 4)))


def stack_on(Y_lower, upper):
    return rnn_forward(Y_lower, upper)[:, -1]


UP = (
    "The upper layer was given the lower layer's last output only, one step in place of a "
    "sequence of shape (batch, time, units). Between the layers every output is passed on, "
    "return_sequences=True; only the upper layer's outputs are cut with [:, -1]."
)

STACK = Exercise(
    name="lab-1/stack",
    reference=stack,
    trials=stack_trials,
    note="In Keras: SimpleRNN(..., return_sequences=True), then SimpleRNN(...).",
    mistakes=[
        Mistake(
            "every output",
            lambda X, low, up: rnn_forward(rnn_forward(X, low), up),
            "This holds the upper layer's output at every step. The exercise asks for the last "
            "step only, of shape (batch, units).",
        ),
        Mistake(
            "time axis kept",
            lambda X, low, up: stack(X, low, up)[:, None],
            "The numbers are right, but a time axis of length 1 is left over. A slice such as "
            "-1: keeps its axis; the index -1 removes it.",
        ),
        Mistake(
            "flattened",
            lambda X, low, up: rnn_forward(rnn_forward(X, low), up).reshape(len(X), -1),
            "All outputs of the upper layer stand side by side. Without return_sequences a layer "
            "does not flatten its outputs: it gives the last one alone.",
        ),
        Mistake(
            "lower layer only",
            lambda X, low, up: rnn_forward(X, low)[:, -1],
            "This is the last output of the lower layer. The upper layer has not run yet.",
        ),
        Mistake(
            "one step handed up", lambda X, low, up: stack_on(rnn_forward(X, low)[:, -1], up), UP
        ),
        Mistake(
            "one step handed up, as a sequence",
            lambda X, low, up: stack_on(rnn_forward(X, low)[:, -1:], up),
            UP,
        ),
        Mistake(
            "last output repeated",
            lambda X, low, up: stack_on(
                np.repeat(rnn_forward(X, low)[:, -1:], X.shape[1], axis=1), up
            ),
            "The upper layer was given the lower layer's last output at every step. Pass on the "
            "sequence of outputs.",
        ),
        Mistake(
            "upper layer reads X",
            lambda X, low, up: stack_on(X, up),
            "The upper layer was given X itself, as if the lower one were not there. It reads "
            "what the lower one puts out.",
        ),
        Mistake(
            "layers swapped",
            lambda X, low, up: stack(X, up, low),
            "The layers are in the wrong order: X goes into `lower`, its outputs into `upper`.",
        ),
        Mistake(
            "lower layer twice",
            lambda X, low, up: stack(X, low, low),
            "Both layers ran with the weights of `lower`. Weights are shared between the steps of "
            "a layer, not between layers.",
        ),
        Mistake(
            "state handed up",
            lambda X, low, up: rnn_forward(Y := rnn_forward(X, low), up, Y[:, -1])[:, -1],
            "The upper layer starts from the lower layer's last output. It has a state of its "
            "own, which starts from zeros.",
        ),
        Mistake(
            "first step",
            lambda X, low, up: rnn_forward(rnn_forward(X, low), up)[:, 0],
            "This is the upper layer's output at the first step, which has seen one input. Take "
            "the last one.",
        ),
        Mistake(
            "last row",
            lambda X, low, up: rnn_forward(rnn_forward(X, low), up)[-1],
            "This is every output of the last sequence in the batch. The index -1 went to the "
            "batch axis; the time axis is the second.",
        ),
        Mistake(
            "mean over time",
            lambda X, low, up: rnn_forward(rnn_forward(X, low), up).mean(axis=1),
            "This is the mean of the outputs over time. Take the last one: it has seen the whole "
            "sequence.",
        ),
    ],
)


EXERCISES = [BY_HAND, STEP, LAYER, ONE_MATRIX, COUNT, RESUME, STACK]
