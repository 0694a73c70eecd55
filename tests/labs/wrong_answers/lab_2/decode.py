"""Recorded answers to lab-2/decode, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

from itertools import islice

import numpy as np

SHOWN = "The smallest input that shows it"


def right_decode_filled(decoder, vector, start, n_steps):
    Y = np.empty((len(start), n_steps, start.shape[1]))
    state = vector
    for t in range(n_steps):
        Y[:, t], state = decoder(Y[:, t - 1] if t else start, state)
    return Y


def right_decode_recursive(decoder, vector, start, n_steps):
    if n_steps == 0:
        return np.empty((len(start), 0, start.shape[1]))
    output, state = decoder(start, vector)
    rest = right_decode_recursive(decoder, state, output, n_steps - 1)
    return np.concatenate([output[:, None], rest], axis=1)


def decode_state_lost(decoder, vector, start, n_steps):
    outputs, x = [], start
    for _ in range(n_steps):
        x, _ = decoder(x, vector)
        outputs.append(x)
    return np.stack(outputs, axis=1)


def decode_reads_empty_row(decoder, vector, start, n_steps):
    Y, state = np.zeros((n_steps, *start.shape)), vector
    for t in range(n_steps):
        Y[t], state = decoder(Y[t], state)
    return Y.swapaxes(0, 1)


def decode_from_step_1(decoder, vector, start, n_steps):
    Y, x, state = np.zeros((len(start), n_steps, start.shape[1])), start, vector
    for t in range(1, n_steps):
        x, state = decoder(x, state)
        Y[:, t] = x
    return Y


def decode_swapped_unpacking(decoder, vector, start, n_steps):
    outputs, x, state = [], start, vector
    for _ in range(n_steps):
        state, x = decoder(x, state)
        outputs.append(x)
    return np.stack(outputs, axis=1)


def decode_swapped_unpacking_and_states(decoder, vector, start, n_steps):
    outputs, x, state = [], start, vector
    for _ in range(n_steps):
        state, x = decoder(x, state)
        outputs.append(state)
    return np.stack(outputs, axis=1)


def decode_swapped_call(decoder, vector, start, n_steps):
    outputs, x, state = [], start, vector
    for _ in range(n_steps):
        x, state = decoder(state, x)
        outputs.append(x)
    return np.stack(outputs, axis=1)


def decode_not_unpacked(decoder, vector, start, n_steps):
    outputs, x = [], start
    for _ in range(n_steps):
        x = decoder(x, vector)
        outputs.append(x)
    return np.stack(outputs, axis=1)


def decode_with_start(decoder, vector, start, n_steps):
    outputs, state = [start], vector
    for _ in range(n_steps):
        output, state = decoder(outputs[-1], state)
        outputs.append(output)
    return np.stack(outputs, axis=1)


def decode_with_start_n(decoder, vector, start, n_steps):
    outputs, state = [start], vector
    for _ in range(n_steps - 1):
        output, state = decoder(outputs[-1], state)
        outputs.append(output)
    return np.stack(outputs, axis=1)


def decode_list(decoder, vector, start, n_steps):
    outputs, x, state = [], start, vector
    for _ in range(n_steps):
        x, state = decoder(x, state)
        outputs.append(x)
    return np.array(outputs)


def decode_returns_in_loop(decoder, vector, start, n_steps):
    outputs, x, state = [], start, vector
    for _ in range(n_steps):
        x, state = decoder(x, state)
        outputs.append(x)
        return np.stack(outputs, axis=1)


def decode_flat(decoder, vector, start, n_steps):
    return np.concatenate(list(decode_list(decoder, vector, start, n_steps)), axis=1)


def decode_reshaped(decoder, vector, start, n_steps):
    return decode_list(decoder, vector, start, n_steps).reshape(len(vector), n_steps, -1)


def decode_made_like_start(decoder, vector, start, n_steps):
    Y, x = np.zeros((len(start), n_steps, start.shape[1]), dtype=start.dtype), start
    for t in range(n_steps):
        x, vector = decoder(x, vector)
        Y[:, t] = x
    return Y


def decode_made_like_start_and_read(decoder, vector, start, n_steps):
    Y = np.repeat(start[:, None], n_steps + 1, axis=1)
    for t in range(n_steps):
        Y[:, t + 1], vector = decoder(Y[:, t], vector)
    return Y[:, 1:]


def decode_one_start(decoder, vector, start, n_steps):
    outputs, x, state = [], np.tile(start[0], (len(vector), 1)), vector
    for _ in range(n_steps):
        x, state = decoder(x, state)
        outputs.append(x)
    return np.stack(outputs, axis=1)


def decode_two_steps_old(decoder, vector, start, n_steps):
    before, last, outputs = start, start, []
    for _ in range(n_steps):
        output, vector = decoder(before, vector)
        before, last = last, output
        outputs.append(output)
    return np.stack(outputs, axis=1)


def filled(steps):
    """Return the loop that fills the given steps of an array, and leaves the others."""

    def my_decode(decoder, vector, start, n_steps):
        Y = np.empty((len(start), n_steps, start.shape[1]))
        for t in steps(n_steps):
            Y[:, t], vector = decoder(Y[:, t - 1] if t else start, vector)
        return Y

    return my_decode


UNFILLED = [
    lambda n_steps: [],
    lambda n_steps: range(n_steps - 1),
    lambda n_steps: range(1, n_steps),
    lambda n_steps: range(0, n_steps, 2),
]


def loop(x=lambda x, output, state: output, state=lambda old, new: new, keep=None, first=None):
    """Return the loop with its input, its state or what it keeps chosen otherwise."""

    def my_decode(decoder, vector, start, n_steps):
        x_t, old = (first or (lambda start, vector: (start, vector)))(start, vector)
        outputs = []
        for _ in range(n_steps):
            output, new = decoder(x_t, old)
            outputs.append(keep(output, x_t, new) if keep else output)
            x_t, old = x(x_t, output, new), state(old, new)
        return np.stack(outputs, axis=1)

    return my_decode


SLIPS = [
    (loop(first=lambda start, vector: (0 * start, vector)), SHOWN),
    (loop(first=lambda start, vector: (start, 0 * vector)), "the same for every vector"),
    (loop(first=lambda start, vector: (start, np.tanh(vector))), SHOWN),
    (loop(first=lambda start, vector: (start, vector[::-1])), SHOWN),
    (loop(first=lambda start, vector: (start, vector[:1] + 0 * vector)), "first row of `vector`"),
    (loop(first=lambda start, vector: (-start, vector)), SHOWN),
    (loop(x=lambda x, output, new: np.tanh(output)), SHOWN),
    (loop(x=lambda x, output, new: -output), SHOWN),
    (loop(x=lambda x, output, new: x + output), "the sum of all outputs"),
    (loop(x=lambda x, output, new: (x + output) / 2), SHOWN),
    (loop(x=lambda x, output, new: output[::-1]), SHOWN),
    (loop(x=lambda x, output, new: np.round(output)), SHOWN),
    (loop(x=lambda x, output, new: output.mean(axis=0) + 0 * output), SHOWN),
    (loop(state=lambda old, new: old + new), SHOWN),
    (loop(state=lambda old, new: np.tanh(new)), SHOWN),
    (loop(state=lambda old, new: new[::-1]), SHOWN),
    (loop(state=lambda old, new: 0 * new), "The state is zero from the second step on"),
    (loop(keep=lambda output, x, new: x), "each input was kept in place of the output"),
    (loop(keep=lambda output, x, new: output - x), SHOWN),
    (loop(keep=lambda output, x, new: np.tanh(output)), SHOWN),
    (loop(keep=lambda output, x, new: np.abs(output)), SHOWN),
    (lambda d, v, s, n: right_decode_filled(d, v, s, n)[:, ::-1], SHOWN),
    (lambda d, v, s, n: right_decode_filled(d, v, s, n)[:, -1], "the last output only"),
    (lambda d, v, s, n: right_decode_filled(d, v, s, n + 1), "one step too many"),
    (lambda d, v, s, n: right_decode_filled(d, v, s, n)[:, : n - 1], "one step too few"),
    (lambda d, v, s, n: right_decode_filled(d, v, s, n + 1)[:, 1:], "The first output is left out"),
    (lambda d, v, s, n: np.cumsum(right_decode_filled(d, v, s, n), axis=1), SHOWN),
]


def right_decode_lists(decoder, vector, start, n_steps):
    rows = [[] for _ in start]
    for _ in range(n_steps):
        start, vector = decoder(start, vector)
        for row, output in zip(rows, start.tolist(), strict=True):
            row.append(output)
    return rows


def right_decode_generator(decoder, vector, start, n_steps):
    def steps(x, state):
        while True:
            x, state = decoder(x, state)
            yield x

    return np.stack(list(islice(steps(start, vector), n_steps)), axis=-2)


def right_decode_per_row(decoder, vector, start, n_steps):
    Y = np.zeros((len(start), n_steps, start.shape[1]))
    for i in range(len(start)):
        x, state = start[i : i + 1], vector[i : i + 1]
        for t in range(n_steps):
            x, state = decoder(x, state)
            Y[i, t] = x[0]
    return Y


def right_decode_grown(decoder, vector, start, n_steps):
    Y, state = decoder(start, vector)
    Y = Y[:, None, :]
    while Y.shape[1] < n_steps:
        output, state = decoder(Y[:, -1], state)
        Y = np.concatenate([Y, output[:, None]], axis=1)
    return Y


def right_decode_single(decoder, vector, start, n_steps):
    return right_decode_filled(decoder, vector, start, n_steps).astype(np.float32)


WRONG = [
    (loop(x=lambda x, output, new: x), "reads `start` at every step"),
    (decode_state_lost, "starts from `vector` again"),
    (loop(lambda x, output, new: x, lambda old, new: old), "Every step gives the same output"),
    (loop(first=lambda start, vector: (start, np.zeros_like(vector))), "the same for every vector"),
    (decode_reads_empty_row, "reads zeros at every step"),
    (decode_from_step_1, "everything comes one step late"),
    (decode_swapped_unpacking, "changed places when the decoder's result was unpacked"),
    (decode_swapped_unpacking_and_states, "changed places"),
    (decode_swapped_call, "decoder(x_t, state), the input first"),
    (decode_not_unpacked, "x_t must be an array of shape (batch, 2), got a tuple"),
    (loop(keep=lambda output, x, new: x), "each input was kept in place of the output"),
    (decode_with_start, "has one step too many. `start` was given"),
    (decode_with_start_n, "each input was kept in place of the output"),
    (loop(keep=lambda output, x, new: new), "These are the states"),
    (decode_list, "this is (time, batch, outputs)"),
    (decode_returns_in_loop, "A return inside the loop does that"),
    (decode_flat, "the time axis is gone"),
    (decode_reshaped, "reshape relabels the axes"),
    (decode_made_like_start, "its decimals are lost"),
    (decode_made_like_start_and_read, "holds whole numbers"),
    (decode_one_start, "begins with the first row of `start`"),
    (decode_two_steps_old, "one output too old"),
    *((filled(steps), "never written") for steps in UNFILLED),
    *SLIPS,
]

RIGHT = [
    right_decode_filled,
    right_decode_recursive,
    right_decode_lists,
    right_decode_generator,
    right_decode_per_row,
    right_decode_grown,
    right_decode_single,
]
