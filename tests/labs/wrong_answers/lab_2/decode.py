"""Recorded answers to lab-2/decode, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np


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


def decode_same_start(decoder, vector, start, n_steps):
    outputs, state = [], vector
    for _ in range(n_steps):
        output, state = decoder(start, state)
        outputs.append(output)
    return np.stack(outputs, axis=1)


def decode_state_lost(decoder, vector, start, n_steps):
    outputs, x = [], start
    for _ in range(n_steps):
        x, _ = decoder(x, vector)
        outputs.append(x)
    return np.stack(outputs, axis=1)


def decode_nothing_carried(decoder, vector, start, n_steps):
    return np.stack([decoder(start, vector)[0] for _ in range(n_steps)], axis=1)


def decode_from_zeros(decoder, vector, start, n_steps):
    outputs, x, state = [], start, np.zeros_like(vector)
    for _ in range(n_steps):
        x, state = decoder(x, state)
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


def decode_stored_early(decoder, vector, start, n_steps):
    outputs, x, state = [], start, vector
    for _ in range(n_steps):
        outputs.append(x)
        x, state = decoder(x, state)
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


def decode_states(decoder, vector, start, n_steps):
    states, x, state = [], start, vector
    for _ in range(n_steps):
        x, state = decoder(x, state)
        states.append(state)
    return np.stack(states, axis=1)


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


WRONG = [
    (decode_same_start, "reads `start` at every step"),
    (decode_state_lost, "starts from `vector` again"),
    (decode_nothing_carried, "Every step gives the same output"),
    (decode_from_zeros, "the same for every vector"),
    (decode_reads_empty_row, "reads zeros at every step"),
    (decode_from_step_1, "everything comes one step late"),
    (decode_swapped_unpacking, "changed places when the decoder's result was unpacked"),
    (decode_swapped_unpacking_and_states, "changed places"),
    (decode_swapped_call, "decoder(x_t, state), the input first"),
    (decode_not_unpacked, "x_t must be an array of shape (batch, 2), got a tuple"),
    (decode_stored_early, "each input was kept in place of the output"),
    (decode_with_start, "has one step too many. `start` was given"),
    (decode_with_start_n, "each input was kept in place of the output"),
    (decode_states, "These are the states"),
    (decode_list, "this is (time, batch, outputs)"),
    (decode_returns_in_loop, "the return stands inside the loop"),
    (decode_flat, "the time axis is gone"),
    (decode_reshaped, "reshape relabels the axes"),
]

RIGHT = [right_decode_filled, right_decode_recursive]
