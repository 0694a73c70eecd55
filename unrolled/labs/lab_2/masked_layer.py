"""Exercise masked-layer of lab 2: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_params, draw_whole, single
from unrolled.labs.lab_2._shared import after, marked, time_major
from unrolled.layers import rnn_forward


def keep(real, new, old):
    return np.where(real, new, old)


def zero(real, new, old):
    return np.where(real, new, 0)


def computed(real, new, old):
    return new


def masked_layer(X, mask, params, state=keep, output=keep):
    """Run the layer; `state` and `output` say what a masked step carries on and puts out."""
    W_x, W_y, b = params
    outputs, Y_prev = [], np.zeros((len(X), len(b)))
    for t in range(X.shape[1]):
        Y_new = np.tanh(X[:, t] @ W_x + Y_prev @ W_y + b)
        real = mask[:, t, None]
        outputs.append(output(real, Y_new, Y_prev))
        Y_prev = state(real, Y_new, Y_prev)
    return np.stack(outputs, axis=1)


def masked_layer_task(X, mask, params):
    return masked_layer(X, mask, params)


def masked_with(change=lambda mask: mask, **rules):
    return lambda X, mask, params: masked_layer(X, change(mask), params, **rules)


MASKS = [  # with inputs and units; 1 marks a real step
    (["10"], 1, 1),
    (["01"], 1, 1),
    (["101"], 1, 1),
    (["110", "101"], 1, 1),
    (["0110", "1011"], 2, 2),
    (["1011", "0101", "1100"], 3, 3),
    (["11100", "01011", "00000", "11111"], 2, 3),
    (["10010", "00111", "01100"], 1, 4),
    (["001001", "111011"], 3, 1),
]


def masked_layer_trials(rng):
    """Yield padding after, before and between real steps, in all of a row and in none of it.

    What stands there differs from step to step and must leave no trace. In the last trial but one
    it is zero, and so is a real step.
    """
    for rows, inputs, units in MASKS:
        mask = marked(rows)
        X = np.where(mask[..., None], draw(rng, *mask.shape, inputs), 3 * draw(rng, *mask.shape, 1))
        yield X, mask, draw_params(rng, inputs, units)
    mask = marked(["1101", "0111"])
    X = draw(rng, 2, 4, 2) * mask[..., None]
    X[:, 1] = 0
    yield X, mask, draw_params(rng, 2, 3)
    mask = after([5, 2, 4], 5)
    X = np.where(mask[..., None], draw(rng, 3, 5, 2), 3.0)
    X, params = single((X, draw_params(rng, 2, 4)))
    yield X, mask, params


def masked_layer_also(rng):
    """Yield masks without padding, a single step, and inputs that are whole numbers."""
    for rows, units in [(["111"], 2), (["1", "0"], 2)]:
        mask = marked(rows)
        yield draw(rng, *mask.shape, units), mask, draw_params(rng, units, units)
    for rows, units in [(["101"], 1), (["1101", "0110"], 3)]:
        mask = marked(rows)
        yield draw_whole(rng, *mask.shape, units), mask, draw_params(rng, units, units)


def kept_whole(X, mask, params):
    """Store the outputs in an array made like the inputs, which may hold whole numbers."""
    return masked_layer(X, mask, params).astype(X.dtype)


def filled_in_afterwards(first):
    """Repeat outputs over masked steps, after a layer that has read the padding."""

    def run(X, mask, params):
        Y = rnn_forward(X, params).copy()
        for t in range(first, Y.shape[1]):
            before = Y[:, t - 1] if t else 0
            Y[:, t] = np.where(mask[:, t, None], Y[:, t], before)
        return Y

    return run


def without_axis(real, new, old):
    return np.where(real[:, 0], new, old)


def by_an_if(real, new, old):
    return new if real[:, 0] else old


def moved_to_the_front(X, mask, params):
    """Give the outputs of the real steps first, and repeat the last of them."""
    Y = masked_layer(X, mask, params)
    for outputs, real in zip(Y, mask, strict=True):
        steps = np.flatnonzero(real)
        if len(steps):
            outputs[:] = outputs[[*steps, *[steps[-1]] * (len(real) - len(steps))]]
    return Y


READ_AND_REPLACED = (
    "The layer has read the padding, and the outputs there were replaced afterwards. A real step "
    "that comes after padding continues from what was read there. The choice between new and "
    "previous output belongs inside the loop."
)

MASKED_LAYER = Exercise(
    name="lab-2/masked-layer",
    reference=masked_layer_task,
    trials=masked_layer_trials,
    also=masked_layer_also,
    note="The padding left no trace: this is what a Keras layer does with a mask.",
    mistakes=[
        Mistake(
            "zero output",
            masked_with(output=zero),
            "The state is carried over the masked steps as it should be, but their outputs are "
            "zero. In Keras that is the option zero_output_for_mask=True; by default a masked "
            "step repeats the output before it.",
        ),
        Mistake(
            "state reset",
            masked_with(state=zero, output=zero),
            "A masked step sets output and state to zero, so the layer forgets what came before "
            "it. Nothing is read at a masked step and nothing is forgotten: carry the previous "
            "output on.",
        ),
        Mistake(
            "mask ignored",
            lambda X, mask, params: rnn_forward(X, params),
            "The mask has no effect: the layer reads the padding like any other input.",
        ),
        Mistake(
            "inputs zeroed",
            lambda X, mask, params: rnn_forward(X * mask[..., None], params),
            "The masked inputs are set to zero, but the layer still takes the step: W_y and b act "
            "on the state. A masked step leaves the state as it is.",
        ),
        Mistake(
            "outputs zeroed afterwards",
            lambda X, mask, params: rnn_forward(X, params) * mask[..., None],
            "The layer has read the padding, and its outputs there were set to zero afterwards. "
            "Later steps still continue from what it read. Decide inside the loop which output "
            "is carried on.",
        ),
        Mistake(
            "inputs and outputs zeroed",
            lambda X, mask, p: rnn_forward(X * mask[..., None], p) * mask[..., None],
            "Inputs and outputs of masked steps are zero, but between them the layer took the "
            "step, and the next one continues from it. A masked step leaves the state as it is.",
        ),
        Mistake("filled in afterwards", filled_in_afterwards(0), READ_AND_REPLACED),
        Mistake("filled in from step 1 on", filled_in_afterwards(1), READ_AND_REPLACED),
        Mistake(
            "repeated, but the state goes on",
            masked_with(state=computed),
            "The masked step puts out the previous state, but the state itself goes on as if the "
            "padding had been read. What is carried on must be chosen by the mask too.",
        ),
        Mistake(
            "computed, but the state is kept",
            masked_with(output=computed),
            "The state skips the padding, but the output at a masked step was computed from it. "
            "Store the output after the mask has chosen.",
        ),
        Mistake(
            "mask one late",
            masked_with(lambda mask: np.roll(mask, 1, axis=1)),
            "The mask is one step late: step t asks mask[:, t - 1], and the first step asks the "
            "last. Take mask[:, t].",
        ),
        Mistake(
            "mask one early",
            masked_with(lambda mask: np.roll(mask, -1, axis=1)),
            "The mask is one step early: step t asks mask[:, t + 1], and the last step the first "
            "entry. Take mask[:, t].",
        ),
        Mistake(
            "mask inverted",
            masked_with(lambda mask: ~mask),
            "The mask is read the wrong way round: real steps are skipped and padding is read. "
            "True marks a real step.",
        ),
        Mistake(
            "mask without an axis",
            masked_with(state=without_axis, output=without_axis),
            "mask[:, t] has shape (batch,) and meets (batch, units): it is laid along the units, "
            "or fits nowhere. Write mask[:, t, None], one column, so that each row keeps its own.",
        ),
        Mistake(
            "if",
            masked_with(state=by_an_if, output=by_an_if),
            "An if, and also `and`, `or` and `not`, wants one True or False, and mask[:, t] holds "
            "one for each row. np.where(mask[:, t, None], new, previous) chooses row by row.",
        ),
        Mistake(
            "all rows wait",
            masked_with(lambda mask: mask & mask.all(axis=0)),
            "As soon as one row is masked, all rows stop. Rows are separate: choose row by row.",
        ),
        Mistake(
            "one real row is enough",
            masked_with(lambda mask: mask | mask.any(axis=0)),
            "A step is taken by all rows as soon as it is real for one of them. Rows are "
            "separate: choose row by row.",
        ),
        Mistake(
            "first row's mask",
            masked_with(lambda mask: np.repeat(mask[:1], len(mask), axis=0)),
            "Every row follows the first row's mask. Each has its own.",
        ),
        Mistake(
            "padding passed over",
            moved_to_the_front,
            "The padding is passed over as it should be, but the outputs move together: those of "
            "the real steps come first. The output at step t stays at step t.",
        ),
        Mistake(
            "W_y transposed",
            lambda X, mask, p: masked_layer(X, mask, p._replace(W_y=p.W_y.T)),
            "This is what W_y transposed gives. With one sequence per row, the previous output "
            "stands to the left of W_y, as it is.",
        ),
        Mistake(
            "no bias",
            lambda X, mask, p: masked_layer(X, mask, p._replace(b=0 * p.b)),
            "The bias is missing. It is added at every real step.",
        ),
        Mistake(
            "nothing remembered",
            lambda X, mask, p: masked_layer(X, mask, p._replace(W_y=0 * p.W_y)),
            "The mask is right, but real steps do not hear the output before them: W_y is missing.",
        ),
        Mistake(
            "kept whole",
            kept_whole,
            "Where X holds whole numbers, so does the result, and its decimals are lost. An array "
            "made like X, as np.zeros_like does, takes over its type: make it with "
            "np.zeros(shape), or give it dtype=float.",
        ),
        Mistake(
            "time-major",
            time_major(masked_layer),
            "The numbers are right and their axes are not: this is (time, batch, units). "
            "np.stack(outputs, axis=1) puts time second.",
        ),
        Mistake(
            "last output only",
            lambda X, mask, params: masked_layer(X, mask, params)[:, -1],
            "This is the last output only. Return the output of every step.",
        ),
    ],
)
