"""Exercise gru-step of lab 5: reference, inputs, known mistakes and their diagnoses."""

from itertools import permutations

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole, single
from unrolled.labs.lab_5._shared import (
    SIZES,
    blocks,
    draw_gated,
    each_block_transposed,
    interleaved,
    kept_whole,
    sigmoid,
    turned_sigmoid,
)
from unrolled.layers import GRUParams


def gru_step(x_t, y_prev, params):
    return by()(x_t, y_prev, params)


def candidate(new, r, past):
    return np.tanh(new + r * past)


def mixed(z, new, y_prev):
    return z * y_prev + (1 - z) * new


def by(candidate=candidate, mixed=mixed, gate=sigmoid, split=blocks, order=(0, 1, 2)):
    """Return the step with another candidate, mixture, activation, or use of the three blocks."""

    def run(x_t, y_prev, params):
        W_x, W_y, (b_x, b_y) = params
        here = split(x_t @ W_x + b_x, 3)
        back = split(y_prev @ W_y + b_y, 3)
        (z, r, new), (z_y, r_y, past) = ([part[k] for k in order] for part in (here, back))
        z, r = gate(z + z_y), gate(r + r_y)
        return mixed(z, candidate(new, r, past), y_prev)

    return run


def before(x_t, y_prev, params, inner=lambda r, b_y: b_y):
    """Apply the reset gate before the matrix; `inner(r, b_y)` is what becomes of the bias."""
    W_x, W_y, (b_x, b_y) = params
    z, r, new = blocks(x_t @ W_x + b_x, 3)
    z_y, r_y, _ = blocks(y_prev @ W_y + b_y, 3)
    z, r = sigmoid(z + z_y), sigmoid(r + r_y)
    past = (r * y_prev) @ blocks(W_y, 3)[2] + inner(r, blocks(b_y, 3)[2])
    return mixed(z, np.tanh(new + past), y_prev)


def bias_of_the_candidate(change):
    """Return the step with other biases of the candidate: `change(b_x, b_y)` gives both."""

    def run(x_t, y_prev, params):
        b = np.array(params.b, float)
        units = y_prev.shape[1]
        b[:, 2 * units :] = change(*b[:, 2 * units :])
        return gru_step(x_t, y_prev, params._replace(b=b))

    return run


def parameters(change):
    return lambda x_t, y_prev, p: gru_step(x_t, y_prev, change(p))


def rows(change):
    """Return the step with other rows of the bias."""
    return parameters(lambda p: p._replace(b=change(p.b)))


def one_gate(block):
    """Return the step with one gate, read from this block, for both purposes."""

    def run(x_t, y_prev, params):
        W_x, W_y, (b_x, b_y) = params
        here, back = blocks(x_t @ W_x + b_x, 3), blocks(y_prev @ W_y + b_y, 3)
        gate = sigmoid(here[block] + back[block])
        return mixed(gate, candidate(here[2], gate, back[2]), y_prev)

    return run


def previous(gates=True, inner=True):
    """Return the step with the previous output left out of the gates or of the candidate."""

    def run(x_t, y_prev, params):
        W_x, W_y, (b_x, b_y) = params
        here = blocks(x_t @ W_x + b_x, 3)
        shares = blocks(y_prev @ W_y, 3), blocks(b_y, 3)
        (z_y, r_y, past), (z_b, r_b, past_b) = shares
        z, r = sigmoid(here[0] + gates * z_y + z_b), sigmoid(here[1] + gates * r_y + r_b)
        return mixed(z, candidate(here[2], r, inner * past + past_b), y_prev)

    return run


def gru_trials(rng):
    """Yield previous outputs that are not zero, and gates whose weights and biases all differ."""
    for size in SIZES:
        yield gru_trial(rng, *size)
    yield single(gru_trial(rng, 5, 3, 2))


def gru_trial(rng, batch, inputs, units):
    # The gates of units that are far from their candidate show best what becomes of it.
    states = draw(rng, batch, inputs), 2 * draw(rng, batch, units)
    return *states, draw_gated(GRUParams, rng, inputs, units, rows=(2,))


def gru_whole(rng):
    """Yield whole numbers, with as many inputs as units."""
    for batch, units in [(1, 1), (3, 2)]:
        states = (draw_whole(rng, batch, units) for _ in range(2))
        yield *states, draw_gated(GRUParams, rng, units, units, rows=(2,))


PARTS = "update gate", "reset gate", "candidate"


def in_order(order):
    """Return a mistake: part k is read from block order[k]."""
    used = ", ".join(PARTS[order.index(k)] for k in range(3))
    return Mistake(
        f"blocks used as {used}",
        by(order=order),
        f"From left to right, the three blocks of columns were used as {used}. They stand in "
        "another order: update gate, reset gate, candidate.",
    )


BEFORE = (
    "The reset gate multiplies the previous output before the matrix does, as in the published "
    "paper. Here, as Keras has it by default, it comes after: r * (y_prev @ W_y + b_y), with the "
    "columns of the candidate."
)

GRU_STEP = Exercise(
    name="lab-5/gru-step",
    reference=gru_step,
    trials=gru_trials,
    also=gru_whole,
    note="What is kept and what is let in add up to 1, so no output leaves the range of the two.",
    mistakes=[
        *map(in_order, list(permutations(range(3)))[1:]),
        Mistake(
            "interleaved",
            by(split=interleaved),
            "Every third column was taken, as if the three numbers of a unit stood together. The "
            "columns stand in blocks: the first `units` columns are the update gates of all units.",
        ),
        Mistake(
            "z and 1 - z",
            by(mixed=lambda z, new, y_prev: (1 - z) * y_prev + z * new),
            "z and 1 - z have changed places. Here, as in Keras, the update gate says how much of "
            "the previous output is kept.",
        ),
        Mistake("reset before the matrix", before, BEFORE),
        Mistake(
            "reset before the matrix, bias inside",
            lambda *args: before(*args, inner=lambda r, b_y: r * b_y),
            BEFORE,
        ),
        Mistake(
            "reset before the matrix, one bias",
            lambda *args: before(*args, inner=lambda r, b_y: 0),
            BEFORE,
        ),
        Mistake(
            "second bias outside",
            bias_of_the_candidate(lambda b_x, b_y: (b_x + b_y, 0 * b_y)),
            "The candidate's second bias stands outside the reset. The gate multiplies all that "
            "comes from the past, the bias b_y included: r * (y_prev @ W_y + b_y).",
        ),
        Mistake(
            "both biases inside",
            bias_of_the_candidate(lambda b_x, b_y: (0 * b_x, b_x + b_y)),
            "Both biases of the candidate stand inside the reset. The first one, b_x, belongs to "
            "the input's share, which the reset gate leaves alone.",
        ),
        Mistake(
            "no second bias in the candidate",
            bias_of_the_candidate(lambda b_x, b_y: (b_x, 0 * b_y)),
            "The gates are right. The candidate's second bias is missing: it stands inside the "
            "reset, r * (y_prev @ W_y + b_y).",
        ),
        Mistake(
            "no reset",
            by(candidate=lambda new, r, past: np.tanh(new + past)),
            "The reset gate has no influence. It multiplies what the candidate has from the past.",
        ),
        Mistake(
            "reset over all",
            by(candidate=lambda new, r, past: np.tanh(r * (new + past))),
            "The reset gate multiplies the whole sum. It multiplies what comes from the past and "
            "leaves the input's share alone.",
        ),
        Mistake(
            "reset over the input",
            by(candidate=lambda new, r, past: np.tanh(r * new + past)),
            "The reset gate multiplies the input's share. It multiplies what comes from the past.",
        ),
        Mistake(
            "reset after tanh",
            by(candidate=lambda new, r, past: r * np.tanh(new + past)),
            "The reset gate multiplies the finished candidate. It works inside the tanh, on what "
            "comes from the past.",
        ),
        Mistake(
            "1 - r",
            by(candidate=lambda new, r, past: np.tanh(new + (1 - r) * past)),
            "The past is multiplied by 1 - r. Where the reset gate is 1, the candidate sees all of "
            "it.",
        ),
        Mistake(
            "update gate for the reset",
            one_gate(0),
            "The update gate multiplies the past inside the candidate, where the reset gate "
            "belongs.",
        ),
        Mistake(
            "reset gate for the update",
            one_gate(1),
            "The reset gate mixes old and new, where the update gate belongs.",
        ),
        Mistake(
            "candidate alone",
            by(mixed=lambda z, new, y_prev: new),
            "This is the candidate. The output is a mixture of it with the previous output.",
        ),
        Mistake(
            "candidate not weighted",
            by(mixed=lambda z, new, y_prev: z * y_prev + new),
            "The candidate is added as it is. It is let in by 1 - z: what is kept and what is let "
            "in add up to 1.",
        ),
        Mistake(
            "previous output not weighted",
            by(mixed=lambda z, new, y_prev: y_prev + (1 - z) * new),
            "The previous output is kept as a whole. It is multiplied by z.",
        ),
        Mistake(
            "nothing kept",
            by(mixed=lambda z, new, y_prev: (1 - z) * new),
            "Nothing of the previous output is kept. The output has a second term, z * y_prev.",
        ),
        Mistake(
            "z for both",
            by(mixed=lambda z, new, y_prev: z * y_prev + z * new),
            "z multiplies both. What is kept has z, and what is let in has 1 - z.",
        ),
        Mistake(
            "gates by tanh",
            by(gate=np.tanh),
            "The gates went through tanh. A door is between 0, shut, and 1, open: that is a "
            "sigmoid. Only the candidate goes through tanh.",
        ),
        Mistake(
            "gates as they are",
            by(gate=lambda a: a),
            "The gates are sums from before their sigmoid: they can be negative, or above 1.",
        ),
        Mistake(
            "gates by hard sigmoid",
            by(gate=lambda a: np.clip(0.2 * a + 0.5, 0, 1)),
            "The gates went through a straight line cut off at 0 and 1, as in early versions of "
            "Keras. Here they go through the sigmoid, 1 / (1 + exp(-a)).",
        ),
        Mistake(
            "sign of the sigmoid",
            by(gate=turned_sigmoid),
            "The sigmoid has the wrong sign: it is 1 / (1 + exp(-a)), near 1 where a is large.",
        ),
        Mistake(
            "candidate by sigmoid",
            by(candidate=lambda new, r, past: sigmoid(new + r * past)),
            "The candidate went through a sigmoid like the gates. It goes through tanh.",
        ),
        Mistake(
            "candidate as it is",
            by(candidate=lambda new, r, past: new + r * past),
            "The candidate is the sum from before its tanh.",
        ),
        Mistake(
            "two tanhs",
            by(candidate=lambda new, r, past: np.tanh(new) + r * np.tanh(past)),
            "Input's share and past went through a tanh each. Both are added first, and one tanh "
            "squashes the sum.",
        ),
        Mistake(
            "no first bias",
            rows(lambda b: b * [[0], [1]]),
            "The first bias, b_x, is missing everywhere.",
        ),
        Mistake(
            "no second bias",
            rows(lambda b: b * [[1], [0]]),
            "The second bias, b_y, is missing everywhere. It is added to y_prev @ W_y.",
        ),
        Mistake(
            "no bias",
            rows(lambda b: 0 * b),
            "Both biases are missing: b holds two rows, b_x and b_y.",
        ),
        Mistake(
            "rows exchanged",
            rows(lambda b: b[::-1]),
            "The two biases have changed places. The first row is b_x and belongs to x_t @ W_x, "
            "the second is b_y and belongs to y_prev @ W_y. For the gates only their sum counts; "
            "for the candidate the second stands inside the reset.",
        ),
        Mistake(
            "both rows twice",
            rows(lambda b: b + b[::-1]),
            "Both biases were added to the input's share, and both to the past's. Each has one.",
        ),
        Mistake(
            "W_y blocks transposed",
            parameters(lambda p: p._replace(W_y=each_block_transposed(p.W_y, 3))),
            "This is what comes out when each block of W_y is transposed. They are square, so "
            "NumPy could not warn you; with one sequence per row, y_prev stands to the left of "
            "W_y and no transpose is needed.",
        ),
        Mistake(
            "past ignored in the gates",
            previous(gates=False),
            "The gates do not hear the previous output. Their sums have a share from it too.",
        ),
        Mistake(
            "past ignored in the candidate",
            previous(inner=False),
            "The gates are right. The candidate does not hear the previous output, only the bias "
            "beside it.",
        ),
        Mistake(
            "kept whole",
            kept_whole(gru_step),
            "Where the arguments hold whole numbers, so does the result, and its decimals are "
            "lost. An array made like another, as np.zeros_like does, takes over its type: make it "
            "with np.zeros(shape), or give it dtype=float.",
        ),
        Mistake(
            "first row's memory",
            lambda x_t, y_prev, p: gru_step(x_t, y_prev[:1], p),
            "Every row continues from the first row's previous output. Rows are separate "
            "sequences: each has its own row in y_prev.",
        ),
    ],
)
