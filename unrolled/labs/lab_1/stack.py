"""Exercise stack of lab 1: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_params, draw_whole, single
from unrolled.layers import rnn_forward


def stack(X, lower, upper):
    return rnn_forward(rnn_forward(X, lower), upper)[:, -1]


def stack_trials(rng):
    """Yield (batch, time, inputs, lower units, upper units), with equal widths among them."""
    sizes = [(1, 1, 1, 1, 1), (1, 2, 1, 1, 1), (2, 1, 1, 1, 1), (1, 2, 1, 1, 2), (1, 3, 1, 1, 1)]
    sizes += [(2, 3, 2, 2, 2), (2, 4, 3, 2, 5), (4, 3, 1, 3, 2), (3, 5, 2, 4, 1), (3, 1, 2, 3, 2)]
    for batch, time, inputs, low, high in sizes:
        params = draw_params(rng, inputs, low), draw_params(rng, low, high)
        yield draw(rng, batch, time, inputs), *params
    yield single((draw(rng, 3, 6, 2), draw_params(rng, 2, 3), draw_params(rng, 3, 4)))


def stack_whole(rng):
    """Yield inputs that are whole numbers, as many as there are units in both layers."""
    yield draw_whole(rng, 1, 2, 1), draw_params(rng, 1, 1), draw_params(rng, 1, 1)
    yield draw_whole(rng, 2, 3, 2), draw_params(rng, 2, 2), draw_params(rng, 2, 2)


def kept_whole(X, lower, upper):
    """Store the lower layer's outputs in an array made like the inputs."""
    return stack_on(rnn_forward(X, lower).astype(X.dtype), upper)


def stack_on(Y_lower, upper):
    return rnn_forward(Y_lower, upper)[:, -1]


PASS_ON = (
    "Between the layers every output is passed on, return_sequences=True; only the upper layer's "
    "outputs are cut with [:, -1]."
)

STACK = Exercise(
    name="lab-1/stack",
    reference=stack,
    trials=stack_trials,
    also=stack_whole,
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
            "one step handed up",
            lambda X, low, up: stack_on(rnn_forward(X, low)[:, -1], up),
            "The upper layer was given an array of shape (batch, units), without a time axis, in "
            f"place of a sequence of shape (batch, time, units). {PASS_ON}",
        ),
        Mistake(
            "one step handed up, as a sequence",
            lambda X, low, up: stack_on(rnn_forward(X, low)[:, -1:], up),
            "The upper layer was given the lower layer's last output only, one step in place of a "
            f"sequence. {PASS_ON}",
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
            "upper layer twice",
            lambda X, low, up: stack(X, up, up),
            "Both layers ran with the weights of `upper`. The lower one has weights of its own.",
        ),
        Mistake(
            "upper layer upon itself",
            lambda X, low, up: stack_on(rnn_forward(rnn_forward(X, low), up), up),
            "The upper layer ran twice, the second time over its own outputs. There are two layers "
            "here, and each runs once.",
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
            "sum over time",
            lambda X, low, up: rnn_forward(rnn_forward(X, low), up).sum(axis=1),
            "This is the sum of the outputs over time. Take the last one: it has seen the whole "
            "sequence.",
        ),
        Mistake(
            "lower outputs",
            lambda X, low, up: rnn_forward(X, low),
            "These are the outputs of the lower layer. The upper layer has not run yet.",
        ),
        Mistake(
            "kept whole",
            kept_whole,
            "Where X holds whole numbers, the lower layer's outputs lose their decimals. An array "
            "made like X, as np.zeros_like does, takes over its type: make it with "
            "np.zeros(shape), or give it dtype=float.",
        ),
        Mistake(
            "mean over time",
            lambda X, low, up: rnn_forward(rnn_forward(X, low), up).mean(axis=1),
            "This is the mean of the outputs over time. Take the last one: it has seen the whole "
            "sequence.",
        ),
    ],
)
