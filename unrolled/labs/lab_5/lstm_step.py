"""Exercise lstm-step of lab 5: reference, inputs, known mistakes and their diagnoses."""

from itertools import permutations
from typing import NamedTuple

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
from unrolled.layers import LSTMParams


class State(NamedTuple):
    """What an LSTM hands on to its next step."""

    y_t: np.ndarray  # (batch, units)
    c_t: np.ndarray  # (batch, units)


def lstm_step(x_t, y_prev, c_prev, params):
    return by()(x_t, y_prev, c_prev, params)


def sums(x_t, y_prev, c_prev, params):
    W_x, W_y, b = params
    return x_t @ W_x + y_prev @ W_y + b


def content(i, f, c, o, c_prev, y_prev):
    return sigmoid(f) * c_prev + sigmoid(i) * np.tanh(c)


def shown(c_t, i, f, c, o, c_prev, y_prev):
    return sigmoid(o) * np.tanh(c_t)


def by(sums=sums, split=lambda A: blocks(A, 4), content=content, shown=shown):
    """Return the step with another sum, another split, or another use of the four blocks."""

    def run(x_t, y_prev, c_prev, params):
        parts = split(sums(x_t, y_prev, c_prev, params))
        c_t = content(*parts, c_prev, y_prev)
        return State(shown(c_t, *parts, c_prev, y_prev), c_t)

    return run


def given(change):
    """Return the step given changed (x_t, y_prev, c_prev, params)."""
    return lambda *args: lstm_step(*change(*args))


def result(change):
    """Return the step with its result changed by `change(y_t, c_t, c_prev)`."""
    return lambda x_t, y_prev, c_prev, p: State(*change(*lstm_step(x_t, y_prev, c_prev, p), c_prev))


def parameters(change):
    return given(lambda x_t, y_prev, c_prev, p: (x_t, y_prev, c_prev, change(p)))


def gates_by(gate, candidate=np.tanh):
    """Return the step with other activations."""
    return by(
        content=lambda i, f, c, o, c_prev, y_prev: gate(f) * c_prev + gate(i) * candidate(c),
        shown=lambda c_t, i, f, c, o, *_: gate(o) * np.tanh(c_t),
    )


def lstm_trials(rng):
    """Yield states that are not zero, and gates whose weights and biases all differ."""
    for size in SIZES:
        yield lstm_trial(rng, *size)
    yield single(lstm_trial(rng, 5, 3, 2))


def lstm_trial(rng, batch, inputs, units):
    states = draw(rng, batch, inputs), draw(rng, batch, units), 2 * draw(rng, batch, units)
    return *states, draw_gated(LSTMParams, rng, inputs, units)


def lstm_whole(rng):
    """Yield whole numbers, with as many inputs as units."""
    for batch, units in [(1, 1), (3, 2)]:
        states = (draw_whole(rng, batch, units) for _ in range(3))
        yield *states, draw_gated(LSTMParams, rng, units, units)


def orders():
    """Yield each wrong order of the four blocks, as the parts that they are used for."""
    yield from list(permutations(range(4)))[1:]


PARTS = "input gate", "forget gate", "candidate", "output gate"


def in_order(order):
    """Return a mistake: block k is used as part order[k]."""
    used = ", ".join(PARTS[k] for k in order)
    return Mistake(
        f"blocks used as {used}",
        by(split=lambda A: [part for _, part in sorted(zip(order, blocks(A, 4), strict=True),
                                                       key=lambda pair: pair[0])]),
        f"From left to right, the four blocks of columns were used as {used}. They stand in "
        "another order: input gate, forget gate, candidate, output gate.",
    )  # fmt: skip


LSTM_STEP = Exercise(
    name="lab-5/lstm-step",
    reference=lstm_step,
    trials=lstm_trials,
    also=lstm_whole,
    note="What was in the cell met one product and one sum, and no matrix.",
    mistakes=[
        *map(in_order, orders()),
        Mistake(
            "interleaved",
            by(split=lambda A: interleaved(A, 4)),
            "Every fourth column was taken, as if the four numbers of a unit stood together. The "
            "columns stand in blocks: the first `units` columns are the input gates of all units.",
        ),
        Mistake(
            "no forget gate",
            by(content=lambda i, f, c, o, c_prev, y_prev: c_prev + sigmoid(i) * np.tanh(c)),
            "The old cell state is added as it is. It is multiplied by the forget gate first.",
        ),
        Mistake(
            "not carried",
            by(content=lambda i, f, c, o, c_prev, y_prev: sigmoid(i) * np.tanh(c)),
            "Nothing of the old cell state is left: c_t is only what is let in. The sum has a "
            "second term, f * c_prev.",
        ),
        Mistake(
            "no input gate",
            by(content=lambda i, f, c, o, c_prev, y_prev: sigmoid(f) * c_prev + np.tanh(c)),
            "The candidate is added as it is. It is multiplied by the input gate first.",
        ),
        Mistake(
            "nothing let in",
            by(content=lambda i, f, c, o, c_prev, y_prev: sigmoid(f) * c_prev),
            "Nothing is let in: c_t is only what is kept. The sum has a second term, the input "
            "gate times the candidate.",
        ),
        Mistake(
            "coupled gates",
            by(
                content=lambda i, f, c, o, c_prev, y_prev: (
                    sigmoid(f) * c_prev + (1 - sigmoid(f)) * np.tanh(c)
                )
            ),
            "What is let in is 1 - f here, as in a GRU. The LSTM has an input gate of its own.",
        ),
        Mistake(
            "forget gate forgets",
            by(
                content=lambda i, f, c, o, c_prev, y_prev: (
                    (1 - sigmoid(f)) * c_prev + sigmoid(i) * np.tanh(c)
                )
            ),
            "The old cell state is multiplied by 1 - f. In spite of its name the forget gate says "
            "how much is kept.",
        ),
        Mistake(
            "forget gate over all",
            by(
                content=lambda i, f, c, o, c_prev, y_prev: (
                    sigmoid(f) * (c_prev + sigmoid(i) * np.tanh(c))
                )
            ),
            "The forget gate multiplies the whole sum. It multiplies only what was there before; "
            "what is let in has the input gate.",
        ),
        Mistake(
            "product for the sum",
            by(
                content=lambda i, f, c, o, c_prev, y_prev: (
                    sigmoid(f) * c_prev * sigmoid(i) * np.tanh(c)
                )
            ),
            "What is kept and what is let in were multiplied with one another. They are added.",
        ),
        Mistake(
            "cell state squashed",
            result(lambda y_t, c_t, c_prev: (y_t, np.tanh(c_t))),
            "y_t is right. The cell state that comes back with it has gone through tanh, and would "
            "do so at every step. The tanh belongs to the output alone: c_t stays the sum.",
        ),
        Mistake(
            "squashed twice",
            by(content=lambda *args: np.tanh(content(*args))),
            "The cell state went through tanh before it was stored, and through another for the "
            "output. The tanh belongs to the output alone; c_t is the sum as it is.",
        ),
        Mistake(
            "no tanh on the way out",
            by(shown=lambda c_t, i, f, c, o, *_: sigmoid(o) * c_t),
            "c_t is right. The output is the cell state as it is, times the output gate; the tanh "
            "of the cell state is missing.",
        ),
        Mistake(
            "sigmoid on the way out",
            by(shown=lambda c_t, i, f, c, o, *_: sigmoid(o) * sigmoid(c_t)),
            "c_t is right. For the output it went through a sigmoid; this is a tanh.",
        ),
        Mistake(
            "no output gate",
            by(shown=lambda c_t, *_: np.tanh(c_t)),
            "c_t is right. The output gate is missing from the output: y_t = o * tanh(c_t).",
        ),
        Mistake(
            "tanh of the product",
            by(shown=lambda c_t, i, f, c, o, *_: np.tanh(sigmoid(o) * c_t)),
            "c_t is right. The output gate was multiplied in before the tanh. The cell state goes "
            "through tanh first, and the gate multiplies what comes out.",
        ),
        Mistake(
            "old cell state shown",
            by(shown=lambda c_t, i, f, c, o, c_prev, y_prev: sigmoid(o) * np.tanh(c_prev)),
            "c_t is right. The output shows the old cell state, c_prev. It shows the new one.",
        ),
        Mistake(
            "candidate shown",
            by(shown=lambda c_t, i, f, c, o, *_: sigmoid(o) * np.tanh(c)),
            "c_t is right. The output shows the candidate. It shows the new cell state.",
        ),
        Mistake(
            "gates by tanh",
            gates_by(np.tanh),
            "The gates went through tanh. A door is between 0, shut, and 1, open: that is a "
            "sigmoid. Only the candidate and the cell state go through tanh.",
        ),
        Mistake(
            "candidate by sigmoid",
            gates_by(sigmoid, candidate=sigmoid),
            "The candidate went through a sigmoid like the gates, so that nothing could ever be "
            "subtracted from the cell state. The candidate goes through tanh.",
        ),
        Mistake(
            "candidate as it is",
            gates_by(sigmoid, candidate=lambda a: a),
            "The candidate is the sum from before its tanh.",
        ),
        Mistake(
            "candidate by relu",
            gates_by(sigmoid, candidate=lambda a: np.maximum(a, 0)),
            "Negative candidates were set to zero. The candidate goes through tanh.",
        ),
        Mistake(
            "gates as they are",
            gates_by(lambda a: a),
            "The gates are sums from before their sigmoid: they can be negative, or above 1.",
        ),
        Mistake(
            "gates by hard sigmoid",
            gates_by(lambda a: np.clip(0.2 * a + 0.5, 0, 1)),
            "The gates went through a straight line cut off at 0 and 1, as in early versions of "
            "Keras. Here they go through the sigmoid, 1 / (1 + exp(-a)).",
        ),
        Mistake(
            "sign of the sigmoid",
            gates_by(turned_sigmoid),
            "The sigmoid has the wrong sign: it is 1 / (1 + exp(-a)), near 1 where a is large.",
        ),
        Mistake(
            "no bias",
            parameters(lambda p: p._replace(b=0 * p.b)),
            "The bias is missing. Each of the four sums has one.",
        ),
        Mistake(
            "bias twice",
            parameters(lambda p: p._replace(b=2 * p.b)),
            "The bias is counted twice. Input and previous output have a matrix each, but there is "
            "a single b.",
        ),
        Mistake(
            "extra forget bias",
            by(content=lambda i, f, c, o, c_prev, y_prev: content(i, f + 1, c, o, c_prev, y_prev)),
            "The forget gates have an extra bias of 1. That 1 is a value that b may *start* from; "
            "here it is in b already, or is not wanted.",
        ),
        Mistake(
            "bias subtracted",
            parameters(lambda p: p._replace(b=-p.b)),
            "The bias enters with the wrong sign.",
        ),
        Mistake(
            "W_y blocks transposed",
            parameters(lambda p: p._replace(W_y=each_block_transposed(p.W_y, 4))),
            "This is what comes out when each block of W_y is transposed. They are square, so "
            "NumPy could not warn you; with one sequence per row, y_prev stands to the left of "
            "W_y and no transpose is needed.",
        ),
        Mistake(
            "previous output ignored",
            given(lambda x_t, y_prev, c_prev, p: (x_t, 0 * y_prev, c_prev, p)),
            "The previous output has no influence here. All four sums have a share from it, "
            "y_prev @ W_y.",
        ),
        Mistake(
            "input ignored",
            given(lambda x_t, y_prev, c_prev, p: (0 * x_t, y_prev, c_prev, p)),
            "The input has no influence here. All four sums have a share from it, x_t @ W_x.",
        ),
        Mistake(
            "gates read the cell state",
            by(sums=lambda x_t, y_prev, c_prev, p: sums(x_t, c_prev, c_prev, p)),
            "The four sums read the old cell state where they should read the previous output. "
            "The cell state meets no matrix: y_prev @ W_y.",
        ),
        Mistake(
            "output kept for the cell state",
            by(content=lambda i, f, c, o, c_prev, y_prev: content(i, f, c, o, y_prev, y_prev)),
            "The forget gate multiplies the previous output. What it keeps is the old cell state, "
            "c_prev.",
        ),
        Mistake(
            "states exchanged",
            given(lambda x_t, y_prev, c_prev, p: (x_t, c_prev, y_prev, p)),
            "y_prev and c_prev have changed places on the way in: W_y multiplies y_prev, and the "
            "forget gate keeps c_prev.",
        ),
        Mistake(
            "weights number by number",
            by(sums=lambda x_t, y_prev, c_prev, p: x_t * p.W_x + y_prev * p.W_y + p.b),
            "The products are taken number by number, with *. Every sum adds up all inputs and all "
            "previous outputs, each with its weight: that is the matrix product, @.",
        ),
        Mistake(
            "order of the result",
            lambda *args: State(*reversed(lstm_step(*args))),
            "Both arrays are right and come back in the wrong order: first y_t, then c_t.",
        ),
        Mistake(
            "old cell state returned",
            result(lambda y_t, c_t, c_prev: (y_t, c_prev)),
            "y_t is right. What comes back with it is the old cell state; the next step needs the "
            "new one.",
        ),
        Mistake(
            "output twice",
            result(lambda y_t, c_t, c_prev: (y_t, y_t)),
            "y_t is right, and comes back twice. The second array is the cell state, c_t.",
        ),
        Mistake(
            "kept whole",
            kept_whole(lstm_step),
            "Where the arguments hold whole numbers, so does the result, and its decimals are "
            "lost. An array made like another, as np.zeros_like does, takes over its type: make it "
            "with np.zeros(shape), or give it dtype=float.",
        ),
        Mistake(
            "first row's memory",
            given(lambda x_t, y_prev, c_prev, p: (x_t, y_prev[:1], c_prev[:1], p)),
            "Every row continues from the first row's state. Rows are separate sequences: each has "
            "its own row in y_prev and c_prev.",
        ),
    ],
)
