"""Lab 2, wire the four shapes: references, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled._expect import expect
from unrolled.labs import Exercise, Mistake
from unrolled.labs._trials import draw, draw_params, single
from unrolled.layers import rnn_forward


def after(lengths, time):
    """Return the mask of sequences of these lengths, padded after their ends."""
    return np.arange(time) < np.reshape(lengths, (-1, 1))


def time_major(function):
    """Return the function with its result's first two axes exchanged."""
    return lambda *args: np.swapaxes(function(*args), 0, 1)


# ------------------------------------------------------------------ lab-2/pad


class Padded(NamedTuple):
    """Sequences of several lengths in one array, and which of its steps are real."""

    X: np.ndarray  # (batch, time, inputs)
    mask: np.ndarray  # (batch, time), True where a step is real


def pad(sequences, value, at_end, n_steps=max, kept=slice):
    time = n_steps(len(sequence) for sequence in sequences)
    X = np.full((len(sequences), time, sequences[0].shape[1]), value)
    for row, sequence in zip(X, sequences, strict=True):
        steps = min(len(sequence), time)
        row[slice(0, steps) if at_end else slice(time - steps, time)] = sequence[kept(steps)]
    mask = after([len(sequence) for sequence in sequences], time)
    return Padded(X, mask if at_end else mask[:, ::-1])


def pad_task(sequences, value, at_end):
    return pad(sequences, value, at_end)


def pad_trials(rng):
    """Yield lists of sequences; some real steps hold the padding value, in part or throughout."""
    cases = [([1, 2], 1), ([3, 1], 1), ([1, 3], 2), ([2, 4, 1], 3), ([3, 2, 3, 1], 2)]
    for at_end in (True, False):
        for lengths, inputs in cases:
            sequences = [draw(rng, length, inputs) for length in lengths]
            yield sequences, -2.0, at_end
        zeros = [np.zeros((2, 2)), draw(rng, 3, 2), draw(rng, 1, 2)]
        zeros[1][1] = [0.0, 0.7]
        yield zeros, 0.0, at_end


def with_mask(change):
    """Return the padding with a mask made otherwise from (X, mask, value)."""

    def variant(sequences, value, at_end):
        X, mask = pad(sequences, value, at_end)
        return Padded(X, change(X, mask, value))

    return variant


def pad_by_repeating(sequences, value, at_end):
    X, mask = pad(sequences, value, at_end)
    for row, real, sequence in zip(X, mask, sequences, strict=True):
        row[~real] = sequence[-1 if at_end else 0]
    return Padded(X, mask)


CUT = (
    "The sequences are cut to the length of the shortest, and what they held beyond it is lost. "
    "Padding makes the short ones longer: the time axis is as long as the longest."
)
FROM_VALUES = (
    "The mask was found by looking for the padding value in X. A real step may hold that value "
    "too, as some do in this check; the lengths of the sequences say which steps are real."
)
PER_STEP = (
    "The mask has an entry for every input. It says of a step as a whole whether it is real: one "
    "entry per step, shape (batch, time)."
)

PAD = Exercise(
    name="lab-2/pad",
    reference=pad_task,
    trials=pad_trials,
    note="The mask came from the lengths, so a real step may hold any value.",
    mistakes=[
        Mistake(
            "mask inverted",
            with_mask(lambda X, mask, value: ~mask),
            "X is right and the mask is inverted: it says True where there is padding. True marks "
            "a real step, here as in Keras.",
        ),
        Mistake("cut", lambda s, v, e: pad(s, v, e, min), CUT),
        Mistake(
            "cut, ends kept", lambda s, v, e: pad(s, v, e, min, lambda n: slice(-n, None)), CUT
        ),
        Mistake(
            "wrong end",
            lambda s, v, e: pad(s, v, not e),
            "The padding is at the wrong end. With at_end=True it comes after the sequence, with "
            "at_end=False before it.",
        ),
        Mistake(
            "always at the end",
            lambda s, v, e: pad(s, v, True),
            "at_end=True comes out right. With at_end=False the padding belongs before the "
            "sequence, so that every sequence ends at the last step.",
        ),
        Mistake(
            "always at the start",
            lambda s, v, e: pad(s, v, False),
            "at_end=False comes out right. With at_end=True the padding belongs after the "
            "sequence, so that every sequence begins at the first step.",
        ),
        Mistake(
            "mask at the wrong end",
            with_mask(lambda X, mask, value: mask[:, ::-1]),
            "X is right, but the mask has its padding at the other end.",
        ),
        Mistake(
            "mask always at the end",
            lambda s, v, e: Padded(pad(s, v, e).X, pad(s, v, True).mask),
            "X is right both ways, but the mask has its padding at the end even where at_end is "
            "False.",
        ),
        Mistake(
            "mask per input",
            with_mask(lambda X, mask, value: np.repeat(mask[..., None], X.shape[2], axis=2)),
            PER_STEP,
        ),
        Mistake("mask from single values", with_mask(lambda X, mask, value: value != X), PER_STEP),
        Mistake(
            "mask from values", with_mask(lambda X, mask, value: (value != X).any(2)), FROM_VALUES
        ),
        Mistake(
            "mask from all values",
            with_mask(lambda X, mask, value: (value != X).all(2)),
            FROM_VALUES,
        ),
        Mistake(
            "mask from the first input",
            with_mask(lambda X, mask, value: value != X[:, :, 0]),
            FROM_VALUES,
        ),
        Mistake(
            "lengths for a mask",
            with_mask(lambda X, mask, value: mask.sum(axis=1)),
            "These are the lengths. The mask has an entry for every step, shape (batch, time): "
            "compare np.arange(time) with each length.",
        ),
        Mistake(
            "everything real",
            with_mask(lambda X, mask, value: np.ones_like(mask)),
            "The mask is True everywhere, so nothing tells the padding from real steps.",
        ),
        Mistake(
            "padded with zeros",
            lambda s, v, e: pad(s, 0.0, e),
            "The padding holds zeros. Fill it with `value`.",
        ),
        Mistake(
            "last step repeated",
            pad_by_repeating,
            "The padding repeats a step of the sequence. Fill it with `value`.",
        ),
        Mistake(
            "mask first",
            lambda s, v, e: Padded(*reversed(pad(s, v, e))),
            "X and mask come back in the wrong order: return X, mask.",
        ),
        Mistake(
            "time-major",
            lambda s, v, e: Padded(*(part.swapaxes(0, 1) for part in pad(s, v, e))),
            "The axes are in the wrong order: this is (time, batch, inputs). Sequences come "
            "first, one in each row.",
        ),
        Mistake(
            "not padded",
            lambda s, v, e: Padded(np.array(s), np.ones((len(s), len(s[0])), bool)),
            "An array cannot be made of sequences of several lengths. Make the full array first, "
            "np.full((batch, time, inputs), value), and copy each sequence into its row.",
        ),
    ],
)


# --------------------------------------------------------- lab-2/masked-layer


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


def masked_layer_trials(rng):
    """Yield padding after, before and in the middle; it holds 3.0, which must leave no trace."""
    cases = [(1, [[1, 0]], 1, 1), (1, [[0, 1]], 1, 1), (1, [[1, 0, 1]], 1, 1), (2, None, 1, 1)]
    cases += [(2, None, 2, 2), (3, None, 3, 3), (4, None, 2, 3), (3, None, 1, 4), (2, None, 3, 1)]
    for batch, rows, inputs, units in cases:
        mask = np.array(rows, bool) if rows else rng.random((batch, 3 + batch)) < 0.6
        mask[0, 1] = mask[0, 1] and rows is not None  # at least one step is masked
        X = np.where(mask[..., None], draw(rng, *mask.shape, inputs), 3.0)
        yield X, mask, draw_params(rng, inputs, units)
    mask = after([5, 2, 4], 5)
    X = np.where(mask[..., None], draw(rng, 3, 5, 2), 3.0)
    X, params = single((X, draw_params(rng, 2, 4)))
    yield X, mask, params


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


READ_AND_REPLACED = (
    "The layer has read the padding, and the outputs there were replaced afterwards. A real step "
    "that comes after padding continues from what was read there. The choice between new and "
    "previous output belongs inside the loop."
)

MASKED_LAYER = Exercise(
    name="lab-2/masked-layer",
    reference=masked_layer_task,
    trials=masked_layer_trials,
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
            "An if decides for the whole batch at once, and mask[:, t] holds one answer for each "
            "row. np.where(mask[:, t, None], new, previous) chooses row by row.",
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


# ------------------------------------------------------------------ lab-2/last


def last(Y, mask):
    return Y[np.arange(len(Y)), mask.sum(axis=1) - 1]


def at(steps):
    """Return the output of each row at the step that `steps(mask)` names."""
    return lambda Y, mask: Y[np.arange(len(Y)), steps(mask)]


def real_steps_by_row(pack):
    """Return all real steps of each row; rows of several lengths are an error of `pack`."""
    return lambda Y, mask: pack([y[real] for y, real in zip(Y, mask, strict=True)])


def last_trials(rng):
    """Yield (lengths, time, units): all rows shorter than time, some as long, one row."""
    cases = [([1], 2, 1), ([2], 3, 1), ([2, 1], 2, 1), ([1, 2], 3, 2), ([3, 1], 4, 2)]
    cases += [([2, 3, 1], 3, 3), ([2, 5, 3], 6, 4), ([4, 2, 4, 1], 5, 2), ([3, 3], 3, 4)]
    for lengths, time, units in cases:
        yield draw(rng, len(lengths), time, units), after(lengths, time)


ALL_REAL = (
    "Y[i][mask[i]] is every real step of row i, and rows of several lengths do not fit into one "
    "array. One step per row is wanted, the last of these: Y[i][mask[i]][-1]."
)

LAST = Exercise(
    name="lab-2/last",
    reference=last,
    trials=last_trials,
    note="Many to one: each sequence answers where it ends, wherever the batch ends.",
    mistakes=[
        Mistake(
            "last step of the array",
            lambda Y, mask: Y[:, -1],
            "This is the last step of the array, which for a shorter sequence is padding. Each "
            "row has a last real step of its own.",
        ),
        Mistake(
            "one too late",
            at(lambda mask: mask.sum(axis=1)),
            "This is the step after the last real one. Steps count from 0, so a sequence of "
            "length n ends at step n - 1.",
        ),
        Mistake(
            "one too late, at most the last",
            at(lambda mask: np.minimum(mask.sum(axis=1), mask.shape[1] - 1)),
            "This is the step after the last real one, except in rows without padding. A "
            "sequence of length n ends at step n - 1.",
        ),
        Mistake(
            "one too early",
            at(lambda mask: mask.sum(axis=1) - 2),
            "This is the step before the last real one, or the last of the array for a sequence "
            "of length 1. A sequence of length n ends at step n - 1.",
        ),
        Mistake(
            "every row at every length",
            lambda Y, mask: Y[:, mask.sum(axis=1) - 1],
            "Y[:, steps] takes all the steps from every row. To pair row i with its own step, "
            "index both axes: Y[np.arange(batch), steps].",
        ),
        Mistake(
            "steps as rows",
            lambda Y, mask: Y[mask.sum(axis=1) - 1],
            "A single index picks along the first axis, the batch: this is a list of whole "
            "sequences. Index both axes, the row and its step: Y[np.arange(batch), steps].",
        ),
        Mistake(
            "last of all real steps",
            lambda Y, mask: Y[mask][-1],
            "This is the last real step of the last sequence. Each row has one of its own.",
        ),
        Mistake(
            "all real steps",
            lambda Y, mask: Y[mask],
            "Y[mask] is every real step of every sequence in one long list. One step is asked "
            "for per sequence.",
        ),
        *(
            Mistake(f"all real steps by row, {pack.__name__}", real_steps_by_row(pack), ALL_REAL)
            for pack in (np.stack, np.array)
        ),
        Mistake(
            "shortest decides",
            lambda Y, mask: Y[:, mask.sum(axis=1).min() - 1],
            "Every row was read at the length of the shortest sequence. Each has its own length.",
        ),
        Mistake(
            "longest decides",
            lambda Y, mask: Y[:, mask.sum(axis=1).max() - 1],
            "Every row was read at the length of the longest sequence. Each has its own length.",
        ),
        Mistake(
            "first step",
            lambda Y, mask: Y[:, 0],
            "This is the first step. np.argmax(mask, axis=1) finds the first True; the last one "
            "is the length less one.",
        ),
        Mistake(
            "zeroed",
            lambda Y, mask: (Y * mask[..., None])[:, -1],
            "Setting the padding to zero does not move it: the last step of the array is still "
            "padding, now with zeros in it.",
        ),
        Mistake(
            "mean of everything",
            lambda Y, mask: Y.mean(axis=1),
            "This is the mean over all steps, padding included. One step is asked for.",
        ),
        Mistake(
            "mean of the real steps",
            lambda Y, mask: (Y * mask[..., None]).sum(1) / mask.sum(1)[:, None],
            "This is the mean over the real steps. It is a fair summary of a sequence, but another "
            "one; here the last real step alone is asked for.",
        ),
        Mistake(
            "sum of the real steps",
            lambda Y, mask: (Y * mask[..., None]).sum(1),
            "This adds up all the real steps. To pick out one step, only its own entry of the "
            "mask may be left True.",
        ),
        Mistake(
            "time axis kept",
            lambda Y, mask: last(Y, mask)[:, None],
            "The numbers are right, but a time axis of length 1 is left over. The result has "
            "shape (batch, units).",
        ),
        Mistake(
            "last row",
            lambda Y, mask: Y[-1],
            "This is every step of the last sequence in the batch. The time axis is the second.",
        ),
    ],
)


# ----------------------------------------------------------- lab-2/masked-loss


def masked_loss(Y, target, mask):
    return np.mean((Y - target)[mask] ** 2)


def loss_with(rule):
    """Return the loss by `rule(squares, mask)`, mask with an axis for the outputs."""
    return lambda Y, target, mask: rule((Y - target) ** 2, mask[..., None])


def unaligned(rule):
    """Return the loss by `rule(squares, count)`, masked without an axis for the outputs."""
    return lambda Y, target, mask: rule((Y - target) ** 2 * mask, mask.sum() * Y.shape[2])


WITHOUT_AXIS = (
    "The mask, (batch, time), meets squares of shape (batch, time, outputs) and is laid along "
    "their last two axes, or fits nowhere. Write mask[..., None], or select with squares[mask]."
)


def loss_trials(rng):
    """Yield (lengths, time, outputs); the outputs over padding are far from the target there."""
    cases = [([2, 1], 2, 1), ([1, 2], 2, 2), ([3, 1], 3, 2), ([3, 1, 2], 3, 3)]
    for lengths, time, outputs in [*cases, ([4, 1, 6, 2], 6, 3), ([2, 5, 3], 5, 1)]:
        shape = len(lengths), time, outputs
        mask = after(lengths, time)
        yield draw(rng, *shape), np.where(mask[..., None], draw(rng, *shape), 0.0), mask


MASKED_LOSS = Exercise(
    name="lab-2/masked-loss",
    reference=masked_loss,
    trials=loss_trials,
    note="Every real step counted once, and the amount of padding not at all.",
    mistakes=[
        Mistake(
            "all steps",
            loss_with(lambda squares, mask: squares.mean()),
            "This is the mean over all steps. What the network says over padding is compared with "
            "a target that means nothing.",
        ),
        Mistake(
            "divided by all steps",
            loss_with(lambda squares, mask: (squares * mask).mean()),
            "The padding adds nothing to the sum, which is right, but the sum is divided by all "
            "steps, padded ones included. More padding would make the loss look smaller. Divide "
            "by what was added up.",
        ),
        Mistake(
            "mean of the sequences' means",
            loss_with(lambda s, m: ((s * m).sum((1, 2)) / (m.sum((1, 2)) * s.shape[2])).mean()),
            "This is the mean of the sequences' own means, in which every sequence counts the same "
            "and a step of a short one weighs more. It is the other common convention; asked for "
            "is the mean in which every real step counts the same.",
        ),
        Mistake(
            "mean of the steps' means",
            loss_with(lambda s, m: ((s * m).sum((0, 2)) / (m.sum((0, 2)) * s.shape[2])).mean()),
            "This is the mean of one mean per time step, in which a late step that few sequences "
            "reach weighs as much as an early one. Add up everything first and divide once.",
        ),
        Mistake(
            "sum",
            loss_with(lambda squares, mask: (squares * mask).sum()),
            "This is the sum over the real steps, which grows with the batch. Divide by the count "
            "of the numbers added up.",
        ),
        Mistake(
            "sum per sequence",
            loss_with(lambda squares, mask: (squares * mask).sum() / len(mask)),
            "The sum is divided by the number of sequences, so long sequences make it larger. "
            "Divide by the count of the numbers added up.",
        ),
        Mistake(
            "outputs not counted",
            loss_with(lambda squares, mask: (squares * mask).sum() / mask.sum()),
            "The sum is divided by the number of real steps, but each step has several outputs, "
            "and each of them added a square. Multiply the divisor by the number of outputs.",
        ),
        Mistake(
            "one mean per sequence",
            loss_with(lambda s, m: (s * m).sum((1, 2)) / (m.sum((1, 2)) * s.shape[2])),
            "This is one loss for each sequence. A loss to be minimised is one number: take the "
            "mean over all real steps of the batch at once.",
        ),
        Mistake(
            "nothing averaged",
            loss_with(lambda squares, mask: squares * mask),
            "These are the single squares. Add up those of the real steps and divide by their "
            "count.",
        ),
        Mistake(
            "mask inverted",
            loss_with(lambda s, m: (s * ~m).sum() / ((~m).sum() * s.shape[2])),
            "This is the loss over the padding alone. True marks a real step.",
        ),
        Mistake(
            "root",
            loss_with(lambda s, m: np.sqrt((s * m).sum() / (m.sum() * s.shape[2]))),
            "This is the root of the mean squared error. Leave the root off.",
        ),
        Mistake(
            "absolute",
            lambda Y, target, mask: np.abs(Y - target)[mask].mean(),
            "This is the mean absolute error. Asked for is the mean of the squares.",
        ),
        Mistake(
            "square of the mean",
            lambda Y, target, mask: (Y - target)[mask].mean() ** 2,
            "The errors were averaged first, so that positive and negative ones cancel. Square "
            "each of them, then take the mean.",
        ),
        Mistake(
            "not squared",
            lambda Y, target, mask: (Y - target)[mask].mean(),
            "This is the mean of the errors themselves, in which positive and negative ones "
            "cancel. Square each of them, then take the mean.",
        ),
        Mistake(
            "mask without an axis",
            unaligned(lambda s, n: s.sum() / n),
            WITHOUT_AXIS,
        ),
        Mistake("mask without an axis, mean", unaligned(lambda s, n: s.mean()), WITHOUT_AXIS),
        Mistake(
            "mask without an axis, outputs not counted",
            lambda Y, target, mask: ((Y - target) ** 2 * mask).sum() / mask.sum(),
            WITHOUT_AXIS,
        ),
        Mistake(
            "index with an axis too many",
            lambda Y, target, mask: np.mean((Y - target)[mask[..., None]] ** 2),
            "To select, the mask stands as it is: squares[mask] picks whole steps with all their "
            "outputs. The further axis of mask[..., None] is for multiplying.",
        ),
    ],
)


# ---------------------------------------------------------------- lab-2/decode


class Decoder(NamedTuple):
    """A recurrent neuron layer with outputs of its own: (x_t, state) -> (output, state)."""

    W_x: np.ndarray  # (outputs, units)
    W_y: np.ndarray  # (units, units)
    W_out: np.ndarray  # (units, outputs)

    def __call__(self, x_t, state):
        x_t, state = expect_rows(x_t, "x_t", self.W_x), expect_rows(state, "state", self.W_y)
        state = np.tanh(x_t @ self.W_x + state @ self.W_y)
        return state @ self.W_out, state


def expect_rows(a, name, weights):
    """Return `a` as an array that these weights can multiply, one sequence per row."""
    wanted = f"be an array of shape (batch, {len(weights)})"
    expect(not isinstance(a, tuple | list), name, wanted, f"a {type(a).__name__}")
    a = np.asarray(a)
    expect(a.ndim == 2 and a.shape[1] == len(weights), name, wanted, f"shape {a.shape}")
    return a


def decode(decoder, vector, start, n_steps):
    return decoding()(decoder, vector, start, n_steps)


def decoding(
    feed=lambda x, output, state: output,
    carry=lambda vector, state: state,
    join=lambda outputs, states, start: np.stack(outputs, axis=1),
    extra=0,
):
    """Return a decoding loop with its input, its state or its result chosen otherwise."""

    def run(decoder, vector, start, n_steps):
        x_t, state, outputs, states = start, vector, [], []
        for _ in range(n_steps + extra):
            output, state = decoder(x_t, state)
            outputs.append(output)
            states.append(state)
            x_t, state = feed(x_t, output, state), carry(vector, state)
        return join(outputs, states, start)

    return run


def unpacked_wrongly(kept):
    """Return the loop with output and state exchanged, and one of the two kept."""

    def run(decoder, vector, start, n_steps):
        x_t, state, outputs = start, vector, []
        for _ in range(n_steps):
            state, x_t = decoder(x_t, state)
            outputs.append((x_t, state)[kept])
        return np.stack(outputs, axis=1)

    return run


UNPACKED = (
    "Output and state changed places when the decoder's result was unpacked. It returns (output, "
    "state), in this order."
)


def decode_trials(rng):
    """Yield (batch, outputs, units, n_steps); outputs equal units where a mistake needs it."""
    cases = [(1, 1, 1, 2), (2, 1, 1, 3), (2, 2, 2, 3), (1, 3, 3, 2), (3, 2, 4, 5), (2, 4, 3, 2)]
    for batch, outputs, units, n_steps in [*cases, (4, 1, 5, 6), (3, 2, 3, 1)]:
        sizes = [(outputs, units), (units, units), (units, outputs)]
        decoder = Decoder(*(draw(rng, *size) for size in sizes))
        start = np.repeat(draw(rng, 1, outputs), batch, axis=0)
        yield decoder, draw(rng, batch, units), start, n_steps


DECODE = Exercise(
    name="lab-2/decode",
    reference=decode,
    trials=decode_trials,
    note="One vector in, as many steps out as you ask for.",
    mistakes=[
        Mistake(
            "start at every step",
            decoding(feed=lambda x, output, state: x),
            "The decoder reads `start` at every step. From the second step on it reads its own "
            "output of the step before.",
        ),
        Mistake(
            "nothing fed back",
            decoding(feed=lambda x, output, state: 0 * output),
            "After the first step the decoder reads zeros. It reads its own output of the step "
            "before.",
        ),
        Mistake(
            "start never read",
            lambda decoder, vector, start, n: decoding(feed=lambda x, output, state: 0 * output)(
                decoder, vector, 0 * start, n
            ),
            "The decoder reads zeros at every step. It reads `start` first, and then its own "
            "output of the step before.",
        ),
        Mistake(
            "first step left at zero",
            decoding(join=lambda outputs, *_: np.stack([0 * outputs[0], *outputs[:-1]], axis=1)),
            "The first step holds zeros and everything comes one step late. The decoder's answer "
            "to `start` is step 0 of the result: the loop begins there.",
        ),
        Mistake(
            "state never updated",
            decoding(carry=lambda vector, state: vector),
            "Every step starts from `vector` again. The state that the decoder returns goes into "
            "its next call.",
        ),
        Mistake(
            "state forgotten",
            decoding(carry=lambda vector, state: 0 * state),
            "The state is zero from the second step on. The state that the decoder returns goes "
            "into its next call.",
        ),
        Mistake(
            "nothing carried on",
            decoding(feed=lambda x, output, state: x, carry=lambda vector, state: vector),
            "Every step gives the same output, because every call gets `start` and `vector` "
            "again. The output goes back in as the next input and the state as the next state.",
        ),
        Mistake(
            "vector ignored",
            lambda decoder, vector, start, n: decode(decoder, 0 * vector, start, n),
            "The decoder starts from zeros, so the result is the same for every vector. The "
            "vector is the state before the first step.",
        ),
        Mistake(
            "state fed back",
            decoding(feed=lambda x, output, state: state),
            "The state was fed back as the next input. What goes back in is the output.",
        ),
        Mistake("unpacked in the wrong order", unpacked_wrongly(0), UNPACKED),
        Mistake("unpacked in the wrong order, state kept", unpacked_wrongly(1), UNPACKED),
        Mistake(
            "called in the wrong order",
            lambda d, vector, start, n: decoding()(lambda x, s: d(s, x), vector, start, n),
            "The decoder's arguments are in the wrong order: decoder(x_t, state), the input first.",
        ),
        Mistake(
            "vector as input",
            lambda decoder, vector, start, n: decode(decoder, start, vector, n),
            "The vector went in as the first input and `start` as the state. It is the other way "
            "round.",
        ),
        Mistake(
            "start included",
            decoding(join=lambda outputs, states, start: np.stack([start, *outputs], axis=1)),
            "The result begins with `start` and has one step too many. `start` was given to the "
            "decoder; it is not among what it puts out.",
        ),
        Mistake(
            "start included, last left out",
            decoding(join=lambda outputs, states, start: np.stack([start, *outputs[:-1]], axis=1)),
            "The result begins with `start`, and the last output is missing: each input was kept "
            "in place of the output. Keep what the decoder returns.",
        ),
        Mistake(
            "one step short",
            decoding(
                join=lambda outputs, *_: np.reshape(outputs[:-1], (-1, *outputs[0].shape)).swapaxes(
                    0, 1
                )
            ),
            "There is one step too few. The first call, which reads `start`, already gives a step "
            "of the result.",
        ),
        Mistake(
            "first output dropped",
            decoding(extra=1, join=lambda outputs, *_: np.stack(outputs[1:], axis=1)),
            "The first output is left out and the result begins with the second. What the decoder "
            "answers to `start` is the first step of the result.",
        ),
        Mistake(
            "one step too many",
            decoding(extra=1),
            "There is one step too many: the decoder is called n_steps times in all, the call "
            "that reads `start` included.",
        ),
        Mistake(
            "states",
            decoding(join=lambda outputs, states, start: np.stack(states, axis=1)),
            "These are the states. Keep the outputs, the first of the two things that the decoder "
            "returns.",
        ),
        Mistake(
            "last output only",
            decoding(join=lambda outputs, *_: outputs[-1]),
            "This is the last output only. Keep the output of every step.",
        ),
        Mistake(
            "returns early",
            decoding(join=lambda outputs, *_: outputs[0][:, None]),
            "Only the first step is there: the return stands inside the loop.",
        ),
        Mistake(
            "time-major",
            decoding(join=lambda outputs, *_: np.stack(outputs)),
            "The numbers are right and their axes are not: this is (time, batch, outputs). "
            "np.stack(outputs, axis=1) puts time second.",
        ),
        Mistake(
            "reshaped",
            decoding(
                join=lambda outputs, *_: np.reshape(
                    outputs, (*outputs[0].shape[:1], len(outputs), -1)
                )
            ),
            "The shape is right, but the numbers have changed places. A list with one array per "
            "step is (time, batch, outputs), and reshape relabels the axes, it does not move "
            "them: use np.stack(outputs, axis=1), or swapaxes(0, 1).",
        ),
        Mistake(
            "side by side",
            decoding(join=lambda outputs, *_: np.concatenate(outputs, axis=1)),
            "The outputs stand side by side in one row, and the time axis is gone. Concatenating "
            "lengthens an axis; stacking makes a new one, for time.",
        ),
    ],
)


# ----------------------------------------------------------------- lab-2/shift


def shift(target, start):
    return np.concatenate([np.full_like(target[:, :1], start), target[:, :-1]], axis=1)


def shift_left(target, last):
    return np.concatenate([target[:, 1:], np.full_like(target[:, :1], last)], axis=1)


def shift_trials(rng):
    """Yield tokens from 3 on and a start token of 1 or 2; 0 pads shorter rows."""
    rows = [(1, [2]), (1, [3]), (2, [2, 3]), (1, [4, 2, 3]), (2, [3, 3, 1]), (1, [1])]
    for start, lengths in rows:
        mask = after(lengths, max(lengths))
        tokens = np.stack([rng.permutation(np.arange(3, 9))[: mask.shape[1]] for _ in lengths])
        yield np.where(mask, tokens, 0), start


def started(first):
    return lambda target, start: np.concatenate([first(start), target[:, :-1]], axis=1)


COLUMN = (
    "`start` is one number, and every row needs it: make a column of it first, np.full((batch, 1), "
    "start), which np.concatenate can put in front along axis 1."
)
SHIFTED_LEFT = (
    "The tokens moved the wrong way: each step reads the token after the one it has to name. The "
    "input is the target one step later, with `start` in front."
)

SHIFT = Exercise(
    name="lab-2/shift",
    reference=shift,
    trials=shift_trials,
    note="At each step the decoder reads the token before the one it has to name.",
    mistakes=[
        Mistake(
            "not shifted",
            lambda target, start: target,
            "This is the target itself. The decoder would read at each step the very token it has "
            "to name, and would learn to copy it.",
        ),
        Mistake(
            "start over the first token",
            lambda target, start: np.concatenate([0 * target[:, :1] + start, target[:, 1:]], 1),
            "`start` replaces the first token and the others stay where they are, so from the "
            "second step on the decoder reads the token it has to name. Move them one step later.",
        ),
        Mistake(
            "rolled",
            lambda target, start: np.roll(target, 1, axis=1),
            "np.roll brings the last token round to the front, so the decoder begins by reading "
            "how the sequence ends. The first step reads `start`.",
        ),
        Mistake(
            "rolled along the whole array",
            lambda target, start: np.roll(target, 1),
            "np.roll without an axis moves tokens from the end of one row to the front of the "
            "next. Rows are separate, and the first step of each reads `start`.",
        ),
        Mistake("shifted left, start behind", shift_left, SHIFTED_LEFT),
        Mistake("shifted left, padded", lambda target, start: shift_left(target, 0), SHIFTED_LEFT),
        Mistake("rolled left", lambda target, start: np.roll(target, -1, axis=1), SHIFTED_LEFT),
        Mistake(
            "start as a list, hstack", lambda t, start: np.hstack([[start], t[:, :-1]]), COLUMN
        ),
        *(
            Mistake(f"start as {name}", started(first), COLUMN)
            for name, first in [
                ("a number", lambda start: start),
                ("a list", lambda start: [start]),
                ("a single row", lambda start: [[start]]),
            ]
        ),
        Mistake(
            "nothing dropped",
            lambda target, start: np.concatenate([0 * target[:, :1] + start, target], axis=1),
            "The rows are one step too long. The last token of the target is named by the last "
            "step and read by none: leave it out.",
        ),
        Mistake(
            "start missing",
            lambda target, start: target[:, :-1],
            "The last token is gone, which is right, but nothing stands in front: the first step "
            "has nothing to read. Put `start` there.",
        ),
        Mistake(
            "zero for start",
            lambda target, start: shift(target, 0),
            "The tokens are in their places, but the rows begin with 0, which stands for padding. "
            "They begin with `start`.",
        ),
        Mistake(
            "start token 1",
            lambda target, start: shift(target, 1),
            "The rows begin with 1 whatever `start` is. Use the argument.",
        ),
        Mistake(
            "two steps",
            lambda target, start: shift(shift(target, start), start),
            "The tokens moved by two steps. One is enough: step t reads the token of step t - 1.",
        ),
        Mistake(
            "along the batch",
            lambda target, start: shift(target.T, start).T,
            "The shift goes along the batch: each row became its neighbour. Time is the second "
            "axis.",
        ),
        Mistake(
            "backwards",
            lambda target, start: shift(target[:, ::-1], start),
            "The target was reversed. It keeps its order and moves one step later.",
        ),
    ],
)


# -------------------------------------------------------------- lab-2/free-run


class TokenDecoder(NamedTuple):
    """A decoder over tokens: (tokens, state) -> (scores, state)."""

    W_x: np.ndarray  # (vocabulary, units): one row for each token
    W_y: np.ndarray  # (units, units)
    W_out: np.ndarray  # (units, vocabulary)

    def __call__(self, tokens, state):
        tokens, state = np.asarray(tokens), expect_rows(state, "state", self.W_y)
        given = f"{tokens.dtype} of shape {tokens.shape}"
        wanted = f"be whole numbers of shape ({len(state)},)"
        whole = tokens.dtype.kind in "iu" and tokens.shape == state.shape[:1]
        expect(whole, "tokens", wanted, given)
        state = np.tanh(self.W_x[tokens] + state @ self.W_y)
        return state @ self.W_out, state


PAD_TOKEN = 0


def free_run(decoder, state, start, stop, n_steps):
    said = unstopped(decoder, state, start, n_steps)
    return np.where(ended(said, stop), PAD_TOKEN, said)


def unstopped(decoder, state, start, n_steps, feed=True, carry=True):
    """Decode greedily to the last step; `feed` and `carry` say what goes back in."""
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, new = decoder(tokens, state)
        said.append(scores.argmax(axis=1))
        tokens, state = (said[-1] if feed else tokens), (new if carry else state)
    return np.stack(said, axis=1)


def ended(said, stop):
    """Mark the steps after the first stop of each row."""
    is_stop = said == stop
    return np.cumsum(is_stop, axis=1) - is_stop > 0


def written(rule, **wires):
    """Return decoding to the last step, and `rule(said, ended, stop)` to make the result of it."""

    def run(decoder, state, start, stop, n_steps):
        said = unstopped(decoder, state, start, n_steps, **wires)
        return rule(said, ended(said, stop), stop)

    return run


def padded(said, over, stop=None):
    return np.where(over, PAD_TOKEN, said)


def delayed(over):
    """Return the mask one step later."""
    return np.pad(over, ((0, 0), (1, 0)))[:, :-1]


def done(said, stop):
    """Mark the steps at whose end every row has said stop."""
    return (ended(said, stop) | (said == stop)).all(axis=0)


def after_stop_at_once(said, stop):
    """Mark the steps after the first in which all rows say stop together."""
    return ended((said == stop).all(axis=0, keepdims=True), True)[0]


def when_all_say_stop_at_once(said, over, stop):
    return padded(said, after_stop_at_once(said, stop))


def start_in_front(decoder, state, start, stop, n_steps):
    said = free_run(decoder, state, start, stop, n_steps)
    return np.concatenate([np.full_like(said[:, :1], start), said], axis=1)


def wrongly_chosen(choose):
    """Return decoding that feeds back what `choose` makes of the scores."""

    def run(decoder, state, start, stop, n_steps):
        tokens, said = np.full(len(state), start), []
        for _ in range(n_steps):
            scores, state = decoder(tokens, state)
            tokens = choose(scores)
            said.append(tokens)
        return np.stack(said, axis=1)

    return run


def stopped_by_an_if(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        said.append(tokens)
        if tokens == stop:
            break
    return np.stack(said, axis=1)


def free_run_trials(rng):
    """Yield decoders whose rows end at the steps listed; the last step is n_steps - 1."""
    cases = [([1], 2, 4, 1), ([0, 2], 3, 4, 1), ([2, 1], 4, 4, 2), ([1, 3, 0], 5, 4, 3)]
    for ends, n_steps, vocabulary, units in [*cases, ([1, 5, 2, 3], 5, 4, 4), ([2, 0, 1], 6, 3, 3)]:
        start, stop = (1, 2) if units < 3 else (2, 1)
        state = []
        while len(state) < len(ends):
            sizes = [(vocabulary, units), (units, units), (units, vocabulary)]
            decoder = TokenDecoder(*(draw(rng, *size) for size in sizes))
            state = ending(decoder, draw(rng, 200, units), start, stop, n_steps, ends)
        yield decoder, np.array(state), start, stop, n_steps


def ending(decoder, states, start, stop, n_steps, ends):
    """Return a state for each of `ends` at which its row says stop, and goes on to say more."""
    said = unstopped(decoder, states, start, n_steps)
    found = n_steps - ended(said, stop).sum(axis=1) - 1
    found += ~(said == stop).any(axis=1)  # never, which counts as step n_steps
    good = (said != PAD_TOKEN).all(axis=1) & ((said[:, -1] != stop) | (found == n_steps - 1))
    return [states[good & (found == end)][0] for end in ends if (good & (found == end)).any()]


FREE_RUN = Exercise(
    name="lab-2/free-run",
    reference=free_run,
    trials=free_run_trials,
    note="Each row ended when it said so, and none waited for another.",
    mistakes=[
        Mistake(
            "never stops",
            written(lambda said, over, stop: said),
            "Rows go on after they have said `stop`. From the step after `stop` on, a row holds "
            "only 0.",
        ),
        Mistake(
            "stops when all stop at once",
            written(when_all_say_stop_at_once),
            "The end was taken to be a step in which all rows say `stop` together, which may never "
            "come. Remember for each row whether it has said `stop`: one array of shape (batch,), "
            "updated at every step.",
        ),
        Mistake(
            "forgotten again",
            written(lambda said, over, stop: padded(said, delayed(said == stop))),
            "A row falls silent only in the step right after `stop`, and then speaks again. That "
            "it has finished must be remembered: finished = finished | (tokens == stop).",
        ),
        Mistake(
            "one row stops all",
            written(lambda said, over, stop: padded(said, over.any(axis=0))),
            "All rows end as soon as one of them has said `stop`. Keep a note for each row: one "
            "array of True and False, shape (batch,).",
        ),
        Mistake(
            "one row stops all, shorter",
            written(lambda said, over, stop: said[:, ~over.any(axis=0)]),
            "The loop ends as soon as one row has said `stop`. The others have more to say.",
        ),
        Mistake(
            "waits for the slowest",
            written(lambda said, over, stop: padded(said, over.all(axis=0))),
            "A row that has said `stop` goes on until the last row has said it too. Each row "
            "holds 0 from the step after its own `stop`.",
        ),
        Mistake(
            "waits for the slowest, shorter",
            written(lambda said, over, stop: said[:, ~over.all(axis=0)]),
            "The loop ends when all rows have said `stop`; until then, each goes on after its "
            "own. A row holds 0 from the step after its own `stop`, and the result always has "
            "n_steps steps.",
        ),
        Mistake(
            "first row decides",
            written(lambda said, over, stop: padded(said, over[:1])),
            "All rows end when the first row has said `stop`. Each row has its own end.",
        ),
        Mistake(
            "not filled up",
            written(lambda said, over, stop: padded(said, over)[:, ~over.all(axis=0)]),
            "The rows are right as far as they go, but the result is shorter than n_steps: the "
            "loop ended when all rows had said `stop`. Fill the rest with 0.",
        ),
        *(
            Mistake(
                f"left before the last stop was kept, {name}",
                written(lambda said, over, stop, make=make: make(said, over)[:, ~done(said, stop)]),
                "All rows had finished, and the loop was left before their last `stop` was kept. "
                "Keep that step, then fill the remaining steps with 0: a row that has finished "
                "holds 0 up to n_steps.",
            )
            for name, make in [("padded", padded), ("as said", lambda said, over: said)]
        ),
        Mistake(
            "left when all stop at once, shorter",
            written(lambda said, over, stop: said[:, ~after_stop_at_once(said, stop)]),
            "The loop is left in a step in which all rows say `stop` together, which may never "
            "come. Remember for each row whether it has said `stop`. Once all rows have finished, "
            "fill the remaining steps with 0.",
        ),
        Mistake(
            "stop left out",
            written(lambda said, over, stop: padded(said, over | (said == stop))),
            "`stop` itself was replaced by 0. It is the last thing a row says and stays in the "
            "result; the padding begins one step later.",
        ),
        Mistake(
            "padding one late",
            written(lambda said, over, stop: padded(said, delayed(over))),
            "The padding begins one step late: a row says one more token after `stop`. Note which "
            "rows have stopped at the end of the step, before the next one.",
        ),
        Mistake(
            "filled with stop",
            written(lambda said, over, stop: np.where(over, stop, said)),
            "After `stop` a row says `stop` again and again. It holds 0 there.",
        ),
        Mistake(
            "start at every step",
            written(padded, feed=False),
            "The decoder reads `start` at every step. It reads what it said one step before.",
        ),
        Mistake(
            "state never updated",
            written(padded, carry=False),
            "Every step starts from the encoder's state again. The state that the decoder returns "
            "goes into its next call.",
        ),
        Mistake(
            "if",
            stopped_by_an_if,
            "An if decides for the whole batch at once, and tokens == stop holds one answer for "
            "each row. Keep one note for each row, finished = finished | (tokens == stop), and "
            "choose with np.where.",
        ),
        Mistake(
            "argmax along the batch",
            wrongly_chosen(lambda scores: scores.argmax(axis=0)),
            "The argmax runs along the batch and compares rows with one another. Each row chooses "
            "among its own scores: axis=1.",
        ),
        Mistake(
            "one token for all",
            wrongly_chosen(np.argmax),
            "The decoder was given one token for the whole batch, but reads one for each row, an "
            "array of shape (batch,). np.full(len(state), start) makes the first ones, "
            "scores.argmax(axis=1) the later ones.",
        ),
        Mistake(
            "scores fed back",
            wrongly_chosen(lambda scores: scores),
            "The scores went back in as they are. The decoder reads a token, so take the argmax "
            "of each row first.",
        ),
        Mistake(
            "start in front",
            start_in_front,
            "The result begins with `start` and has one step too many. `start` is what the "
            "decoder first reads; it does not say it.",
        ),
        Mistake(
            "start in front, last left out",
            lambda *args: start_in_front(*args)[:, :-1],
            "The result begins with `start`: each token was kept when it was read, one step late. "
            "Keep what the decoder says.",
        ),
        Mistake(
            "time-major",
            time_major(free_run),
            "The tokens are right and their axes are not: this is (time, batch). One row for each "
            "sequence: np.stack(tokens, axis=1).",
        ),
    ],
)


EXERCISES = [PAD, MASKED_LAYER, LAST, MASKED_LOSS, DECODE, SHIFT, FREE_RUN]
