"""Recorded answers to Lab 2, written as learners write them.

WRONG: exercise -> list of (answer, words that its diagnosis must contain).
RIGHT: exercise -> list of correct answers unlike the reference.
"""

import numpy as np

from unrolled.layers import rnn_forward

# ----------------------------------------------------------------- lab-2/pad


def right_pad_columns(sequences, value, at_end):
    time = max(map(len, sequences))
    rows, real = [], []
    for s in sequences:
        filling = np.full((time - len(s), s.shape[1]), value)
        rows.append(np.concatenate([s, filling] if at_end else [filling, s]))
        marks = [1] * len(s), [0] * (time - len(s))
        real.append(marks[0] + marks[1] if at_end else marks[1] + marks[0])
    return np.stack(rows), np.array(real)


def right_pad_np_pad(sequences, value, at_end):
    time = max(len(s) for s in sequences)
    missing = [time - len(s) for s in sequences]
    widths = [((0, m), (0, 0)) if at_end else ((m, 0), (0, 0)) for m in missing]
    X = [
        np.pad(s, w, constant_values=value).tolist() for s, w in zip(sequences, widths, strict=True)
    ]
    steps = np.arange(time) if at_end else np.arange(time)[::-1]
    return X, steps < np.array([[len(s)] for s in sequences])


def pad_inverted(sequences, value, at_end):
    X, mask = right_pad_np_pad(sequences, value, at_end)
    return X, ~mask


def pad_shortest(sequences, value, at_end):
    time = min(len(s) for s in sequences)
    return np.stack([s[:time] for s in sequences]), np.ones((len(sequences), time), bool)


def pad_np_array(sequences, value, at_end):
    X = np.array(sequences)
    return X, X != value


def pad_mask_from_values(sequences, value, at_end):
    X = np.array(right_pad_np_pad(sequences, value, at_end)[0])
    return X, np.any(X != value, axis=-1)


def pad_mask_per_feature(sequences, value, at_end):
    X = np.array(right_pad_np_pad(sequences, value, at_end)[0])
    return X, X != value


def pad_always_after(sequences, value, at_end):
    return right_pad_columns(sequences, value, True)


def pad_other_end(sequences, value, at_end):
    return right_pad_columns(sequences, value, not at_end)


def pad_mask_always_after(sequences, value, at_end):
    X, mask = right_pad_columns(sequences, value, at_end)
    return X, np.arange(X.shape[1]) < mask.sum(1, keepdims=True)


def pad_with_zeros(sequences, value, at_end):
    return right_pad_columns(sequences, 0.0, at_end)


def pad_lengths(sequences, value, at_end):
    return right_pad_columns(sequences, value, at_end)[0], np.array([len(s) for s in sequences])


def pad_whole_numbers(sequences, value, at_end):
    X, mask = right_pad_columns(sequences, value, at_end)
    return X.astype(int), mask


def pad_in_place(sequences, value, at_end):
    longest = max(map(len, sequences))
    for s in sequences:
        s *= 1.5
    X, mask = right_pad_columns(sequences, value, at_end)
    assert X.shape[1] == longest
    return np.where(mask[..., None] == 1, X / 1.5, value), mask


# -------------------------------------------------------- lab-2/masked-layer


def loop(X, mask, params, body):
    """Run `body(t, new, old)` -> (output, state) over the steps."""
    W_x, W_y, b = params
    old, outputs = np.zeros((len(X), len(b))), []
    for t in range(X.shape[1]):
        new = np.tanh(X[:, t] @ W_x + old @ W_y + b)
        output, old = body(t, new, old)
        outputs.append(output)
    return np.stack(outputs, axis=1)


def right_masked_by_product(X, mask, params):
    m = mask[..., None].astype(float)

    def body(t, new, old):
        y = m[:, t] * new + (1 - m[:, t]) * old
        return y, y

    return loop(X, mask, params, body)


def right_masked_per_row(X, mask, params):
    W_x, W_y, b = params
    Y = np.zeros((*mask.shape, len(b)))
    for i in range(len(X)):
        y = np.zeros(len(b))
        for t in range(X.shape[1]):
            if mask[i, t]:
                y = np.tanh(X[i, t] @ W_x + y @ W_y + b)
            Y[i, t] = y
    return Y


def right_masked_by_index(X, mask, params):
    W_x, W_y, b = params
    Y, y = np.zeros((*mask.shape, len(b))), np.zeros((len(X), len(b)))
    for t in range(X.shape[1]):
        real = mask[:, t]
        y[real] = np.tanh(X[real, t] @ W_x + y[real] @ W_y + b)
        Y[:, t] = y
    return Y


def masked_ignored(X, mask, params):
    return rnn_forward(X, params)


def masked_zero_output(X, mask, params):
    Y = right_masked_per_row(X, mask, params)
    Y[~mask] = 0
    return Y


def masked_reset(X, mask, params):
    def body(t, new, old):
        y = new * mask[:, t, None]
        return y, y

    return loop(X, mask, params, body)


def masked_skips_storing(X, mask, params):
    W_x, W_y, b = params
    Y = np.zeros((*mask.shape, len(b)))
    for i in range(len(X)):
        y = np.zeros(len(b))
        for t in range(X.shape[1]):
            if not mask[i, t]:
                continue
            y = np.tanh(X[i, t] @ W_x + y @ W_y + b)
            Y[i, t] = y
    return Y


def masked_inputs(X, mask, params):
    X = X.copy()
    X[~mask] = 0
    return rnn_forward(X, params)


def masked_afterwards(X, mask, params):
    Y = np.array(rnn_forward(X, params))
    for t in range(1, X.shape[1]):
        Y[:, t] = np.where(mask[:, t][:, None], Y[:, t], Y[:, t - 1])
    return Y


def masked_afterwards_zero(X, mask, params):
    return np.where(mask[..., None], rnn_forward(X, params), 0)


def masked_state_goes_on(X, mask, params):
    return loop(X, mask, params, lambda t, new, old: (np.where(mask[:, [t]], new, old), new))


def masked_output_computed(X, mask, params):
    return loop(X, mask, params, lambda t, new, old: (new, np.where(mask[:, [t]], new, old)))


def masked_late(X, mask, params):
    def body(t, new, old):
        y = np.where(mask[:, t - 1, None], new, old)
        return y, y

    return loop(X, mask, params, body)


def masked_no_axis(X, mask, params):
    def body(t, new, old):
        y = np.where(mask[:, t], new, old)
        return y, y

    return loop(X, mask, params, body)


def masked_product_no_axis(X, mask, params):
    def body(t, new, old):
        y = mask[:, t] * new + (1 - mask[:, t]) * old
        return y, y

    return loop(X, mask, params, body)


def masked_if(X, mask, params):
    def body(t, new, old):
        y = new if mask[:, t] else old
        return y, y

    return loop(X, mask, params, body)


def masked_if_all(X, mask, params):
    def body(t, new, old):
        y = new if mask[:, t].all() else old
        return y, y

    return loop(X, mask, params, body)


def masked_real_steps_only(X, mask, params):
    return rnn_forward(X[mask][None], params)


# ---------------------------------------------------------------- lab-2/last


def right_last_loop(Y, mask):
    return [Y[i][mask[i]][-1] for i in range(len(Y))]


def right_last_einsum(Y, mask):
    last = mask & ~np.concatenate([mask[:, 1:], np.zeros((len(mask), 1), bool)], axis=1)
    return np.einsum("btu,bt->bu", Y, last)


def right_last_argmax(Y, mask):
    steps = mask.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return np.take_along_axis(Y, steps[:, None, None], axis=1)[:, 0]


def last_of_array(Y, mask):
    return Y[:, -1]


def last_off_by_one(Y, mask):
    return Y[np.arange(len(Y)), mask.sum(axis=1)]


def last_off_by_one_safely(Y, mask):
    return Y[np.arange(len(Y)), np.clip(mask.sum(axis=1), 0, Y.shape[1] - 1)]


def last_early(Y, mask):
    return np.array([Y[i, mask[i].sum() - 2] for i in range(len(Y))])


def last_all_pairs(Y, mask):
    return Y[:, mask.sum(axis=1) - 1]


def last_indexes_batch(Y, mask):
    return Y[np.array([sum(row) for row in mask]) - 1]


def last_of_flat(Y, mask):
    return Y[mask][-1]


def last_flat(Y, mask):
    return Y[mask]


def last_all_of_each(Y, mask):
    return np.stack([y[k] for y, k in zip(Y, mask, strict=True)])


def last_all_of_each_as_array(Y, mask):
    return np.array([Y[i, mask[i]] for i in range(len(Y))])


def last_mean(Y, mask):
    return np.array([y[m].mean(axis=0) for y, m in zip(Y, mask, strict=True)])


def last_mean_padded(Y, mask):
    return np.mean(Y, axis=1)


def last_zeroed(Y, mask):
    Y = Y.copy()
    Y[~mask] = 0
    return Y[:, -1]


def last_argmax(Y, mask):
    return Y[np.arange(len(Y)), np.argmax(mask, axis=1)]


def last_keeps_axis(Y, mask):
    return np.take_along_axis(Y, mask.sum(axis=1)[:, None, None] - 1, axis=1)


def last_first_length(Y, mask):
    return Y[:, mask[0].sum() - 1]


# --------------------------------------------------------- lab-2/masked-loss


def right_loss_weights(Y, target, mask):
    weights = np.broadcast_to(mask[..., None], Y.shape)
    return np.average((Y - target) ** 2, weights=weights)


def right_loss_loop(Y, target, mask):
    total, n = 0.0, 0
    for i, t in np.argwhere(mask):
        total += ((Y[i, t] - target[i, t]) ** 2).sum()
        n += Y.shape[2]
    return total / n


def loss_everything(Y, target, mask):
    return np.mean((Y - target) ** 2)


def loss_zeroed_mean(Y, target, mask):
    return np.mean((Y - target) ** 2 * mask[:, :, None])


def loss_of_masked_arrays(Y, target, mask):
    m = mask[:, :, None]
    return np.mean((Y * m - target * m) ** 2)


def loss_mean_of_means(Y, target, mask):
    return np.mean([np.mean((y - t)[m] ** 2) for y, t, m in zip(Y, target, mask, strict=True)])


def loss_per_sequence(Y, target, mask):
    return [np.mean((y - t)[m] ** 2) for y, t, m in zip(Y, target, mask, strict=True)]


def loss_sum(Y, target, mask):
    return np.sum((Y - target)[mask] ** 2)


def loss_sum_over_batch(Y, target, mask):
    return np.sum((Y - target)[mask] ** 2) / len(Y)


def loss_over_mask_sum(Y, target, mask):
    return np.sum((Y - target) ** 2 * mask[..., None]) / mask.sum()


def loss_no_axis(Y, target, mask):
    error = (Y - target) * mask
    return (error**2).sum() / (mask.sum() * Y.shape[-1])


def loss_no_axis_mask_sum(Y, target, mask):
    return np.sum((Y - target) ** 2 * mask) / np.sum(mask)


def loss_index_axis(Y, target, mask):
    return np.mean((Y - target)[mask[..., np.newaxis]] ** 2)


def loss_not_squared(Y, target, mask):
    return np.mean(Y[mask] - target[mask])


def loss_root(Y, target, mask):
    return np.sqrt(np.mean((Y - target)[mask] ** 2))


def loss_inverted(Y, target, mask):
    return np.mean((Y - target)[~mask] ** 2)


def loss_half(Y, target, mask):
    return np.mean((Y - target)[mask] ** 2) / 2


def loss_squares_all(Y, target, mask):
    return (Y - target)[mask] ** 2


# -------------------------------------------------------------- lab-2/decode


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


# --------------------------------------------------------------- lab-2/shift


def right_shift_roll(target, start):
    shifted = np.roll(target, 1, axis=1)
    shifted[:, 0] = start
    return shifted


def right_shift_lists(target, start):
    return [[start, *row[:-1]] for row in target.tolist()]


def right_shift_pad(target, start):
    return np.pad(target, ((0, 0), (1, 0)), constant_values=start)[:, :-1]


def shift_none(target, start):
    return target


def shift_left(target, start):
    return np.concatenate([target[:, 1:], np.zeros((len(target), 1), int)], axis=1)


def shift_left_roll(target, start):
    return np.roll(target, -1, axis=1)


def shift_left_with_start(target, start):
    return np.concatenate([target[:, 1:], np.full((len(target), 1), start)], axis=1)


def shift_roll(target, start):
    return np.roll(target, 1, axis=1)


def shift_roll_flat(target, start):
    return np.roll(target, 1)


def shift_start_over_first(target, start):
    shifted = target.copy()
    shifted[:, 0] = start
    return shifted


def shift_in_place(target, start):
    target[:, 1:] = target[:, :-1].copy()
    target[:, 0] = start
    return target


def shift_number_in_front(target, start):
    return np.concatenate([start, target[:, :-1]], axis=1)


def shift_hstack(target, start):
    return np.hstack([np.array([start]), target[:, :-1]])


def shift_one_row_in_front(target, start):
    return np.hstack([[[start]], target[:, :-1]])


def shift_too_long(target, start):
    return np.insert(target, 0, start, axis=1)


def shift_too_short(target, start):
    return target[:, :-1]


def shift_zero(target, start):
    shifted = np.zeros_like(target)
    shifted[:, 1:] = target[:, :-1]
    return shifted


def shift_one(target, start):
    shifted = np.ones_like(target)
    shifted[:, 1:] = target[:, :-1]
    return shifted


def shift_copies_forward(target, start):
    shifted = target.copy()
    for t in range(1, target.shape[1]):
        shifted[:, t] = shifted[:, t - 1]
    shifted[:, 0] = start
    return shifted


# ------------------------------------------------------------ lab-2/free-run


def greedy(decoder, state, start, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        said.append(tokens)
    return np.stack(said, axis=1)


def right_free_run_cut_afterwards(decoder, state, start, stop, n_steps):
    said = greedy(decoder, state, start, n_steps)
    stopped = np.cumsum(said == stop, axis=1) - (said == stop)
    return np.where(stopped > 0, 0, said)


def right_free_run_per_row(decoder, state, start, stop, n_steps):
    said = np.zeros((len(state), n_steps), int)
    for i in range(len(state)):
        token, h = np.array([start]), state[i : i + 1]
        for t in range(n_steps):
            scores, h = decoder(token, h)
            token = scores.argmax(axis=-1)
            said[i, t] = token[0]
            if token[0] == stop:
                break
    return said


def right_free_run_breaks(decoder, state, start, stop, n_steps):
    said = np.zeros((len(state), n_steps))
    tokens, going = np.full(len(state), start), np.ones(len(state), bool)
    for t in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = np.argmax(scores, axis=1) * going
        said[:, t] = tokens
        going &= tokens != stop
        if not going.any():
            break
    return said


def free_run_never_stops(decoder, state, start, stop, n_steps):
    return greedy(decoder, state, start, n_steps)


def free_run_any(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        said.append(tokens)
        if (tokens == stop).any():
            break
    return np.stack(said, axis=1)


def free_run_any_filled(decoder, state, start, stop, n_steps):
    said = np.zeros((len(state), n_steps), int)
    short = free_run_any(decoder, state, start, stop, n_steps)
    said[:, : short.shape[1]] = short
    return said


def free_run_all(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    finished = np.zeros(len(state), bool)
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        said.append(tokens)
        finished |= tokens == stop
        if finished.all():
            break
    return np.stack(said, axis=1)


def free_run_all_in_one_step(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), np.zeros((len(state), n_steps), int)
    for t in range(n_steps):
        scores, state = decoder(tokens, state)
        said[:, t] = tokens = scores.argmax(axis=1)
        if (tokens == stop).all():
            break
    return said


def free_run_if_on_array(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        said.append(tokens)
        if tokens == stop:
            break
    return np.stack(said, axis=1)


def free_run_not_filled(decoder, state, start, stop, n_steps):
    said = right_free_run_breaks(decoder, state, start, stop, n_steps)
    return said[:, : (said > 0).any(axis=0).sum()]


def free_run_left_at_once(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    finished = np.zeros(len(state), bool)
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = np.where(finished, 0, scores.argmax(axis=1))
        finished |= tokens == stop
        if finished.all():
            break
        said.append(tokens)
    return np.array(said).T


def free_run_left_at_once_unfilled(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    finished = np.zeros(len(state), bool)
    while len(said) < n_steps:
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        finished |= tokens == stop
        if finished.all():
            break
        said.append(tokens)
    return np.stack(said, axis=1)


def free_run_left_together(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        said.append(tokens)
        if (tokens == stop).all():
            break
    return np.stack(said, axis=1)


def free_run_no_stop(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    finished = np.zeros(len(state), bool)
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        finished |= tokens == stop
        said.append(np.where(finished, 0, tokens))
    return np.stack(said, axis=1)


def free_run_late(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    finished = np.zeros(len(state), bool)
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        new = scores.argmax(axis=1)
        said.append(np.where(finished, 0, new))
        finished |= tokens == stop
        tokens = new
    return np.stack(said, axis=1)


def free_run_forgets_finished(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        best = scores.argmax(axis=1)
        said.append(np.where(tokens == stop, 0, best))
        tokens = best
    return np.stack(said, axis=1)


def free_run_start_again(decoder, state, start, stop, n_steps):
    said = []
    for _ in range(n_steps):
        scores, state = decoder(np.full(len(state), start), state)
        said.append(scores.argmax(axis=1))
    said = np.stack(said, axis=1)
    return np.where(np.cumsum(said == stop, axis=1) - (said == stop) > 0, 0, said)


def free_run_scores(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        tokens, state = decoder(tokens, state)
        said.append(tokens.argmax(axis=1))
    return np.stack(said, axis=1)


def free_run_argmax_rows(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=0)
        said.append(tokens)
    return np.stack(said, axis=1)


def free_run_argmax_flat(decoder, state, start, stop, n_steps):
    tokens, said = np.full(len(state), start), []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax()
        said.append(tokens)
    return np.stack(said)


def free_run_one_start(decoder, state, start, stop, n_steps):
    tokens, said = start, []
    for _ in range(n_steps):
        scores, state = decoder(tokens, state)
        tokens = scores.argmax(axis=1)
        said.append(tokens)
    return np.stack(said, axis=1)


def free_run_list(decoder, state, start, stop, n_steps):
    return list(np.transpose(right_free_run_breaks(decoder, state, start, stop, n_steps)))


WRONG = {
    "lab-2/pad": [
        (pad_inverted, "the mask is inverted"),
        (pad_shortest, "cut to the length of the shortest"),
        (pad_np_array, "Make the full array first"),
        (pad_mask_from_values, "by looking for the padding value"),
        (pad_mask_per_feature, "one entry per step"),
        (pad_always_after, "With at_end=False the padding belongs before"),
        (pad_other_end, "at the wrong end"),
        (pad_mask_always_after, "X is right both ways"),
        (pad_with_zeros, "The padding holds zeros"),
        (pad_lengths, "These are the lengths"),
        (pad_whole_numbers, "the decimals are lost"),
        (pad_in_place, "changes sequences[0] while it runs"),
    ],
    "lab-2/masked-layer": [
        (masked_ignored, "The mask has no effect"),
        (masked_zero_output, "zero_output_for_mask=True"),
        (masked_skips_storing, "zero_output_for_mask=True"),
        (masked_reset, "nothing is forgotten"),
        (masked_inputs, "the layer still takes the step"),
        (masked_afterwards, "the outputs there were replaced afterwards"),
        (masked_afterwards_zero, "set to zero afterwards"),
        (masked_state_goes_on, "the state itself goes on"),
        (masked_output_computed, "Store the output after the mask has chosen"),
        (masked_late, "one step late"),
        (masked_no_axis, "Write mask[:, t, None]"),
        (masked_product_no_axis, "Write mask[:, t, None]"),
        (masked_if, "An if decides for the whole batch"),
        (masked_if_all, "all rows stop"),
        (masked_real_steps_only, "The result has shape"),
    ],
    "lab-2/last": [
        (last_of_array, "the last step of the array"),
        (last_off_by_one, "the step after the last real one. Steps count from 0"),
        (last_off_by_one_safely, "except in rows without padding"),
        (last_early, "the step before the last real one"),
        (last_all_pairs, "index both axes"),
        (last_indexes_batch, "a list of whole sequences"),
        (last_of_flat, "the last real step of the last sequence"),
        (last_flat, "in one long list"),
        (last_all_of_each, "One step per row is wanted"),
        (last_all_of_each_as_array, "One step per row is wanted"),
        (last_mean, "the mean over the real steps"),
        (last_mean_padded, "padding included"),
        (last_zeroed, "does not move it"),
        (last_argmax, "finds the first True"),
        (last_keeps_axis, "a time axis of length 1 is left over"),
        (last_first_length, "The smallest input that shows it"),
    ],
    "lab-2/masked-loss": [
        (loss_everything, "the mean over all steps"),
        (loss_zeroed_mean, "is divided by all steps"),
        (loss_of_masked_arrays, "is divided by all steps"),
        (loss_mean_of_means, "the other common convention"),
        (loss_per_sequence, "one loss for each sequence"),
        (loss_sum, "the sum over the real steps"),
        (loss_sum_over_batch, "divided by the number of sequences"),
        (loss_over_mask_sum, "Multiply the divisor by the number of outputs"),
        (loss_no_axis, "Write mask[..., None]"),
        (loss_no_axis_mask_sum, "Write mask[..., None]"),
        (loss_index_axis, "the mask stands as it is"),
        (loss_not_squared, "positive and negative ones cancel"),
        (loss_root, "Leave the root off"),
        (loss_inverted, "over the padding alone"),
        (loss_half, "The smallest input that shows it"),
        (loss_squares_all, "the shape expected is ()"),
    ],
    "lab-2/decode": [
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
    ],
    "lab-2/shift": [
        (shift_none, "the target itself"),
        (shift_left, "the token after the one it has to name"),
        (shift_left_roll, "the token after the one it has to name"),
        (shift_left_with_start, "The tokens moved the wrong way"),
        (shift_roll, "np.roll brings the last token round"),
        (shift_roll_flat, "np.roll without an axis"),
        (shift_start_over_first, "the others stay where they are"),
        (shift_in_place, "changes target while it runs"),
        (shift_number_in_front, "make a column of it first"),
        (shift_hstack, "make a column of it first"),
        (shift_one_row_in_front, "make a column of it first"),
        (shift_too_long, "one step too long"),
        (shift_too_short, "nothing stands in front"),
        (shift_zero, "the rows begin with 0"),
        (shift_one, "begin with 1 whatever"),
        (shift_copies_forward, "The smallest input that shows it"),
    ],
    "lab-2/free-run": [
        (free_run_never_stops, "go on after they have said `stop`"),
        (free_run_any, "The others have more to say"),
        (free_run_any_filled, "as soon as one of them has said `stop`"),
        (free_run_all, "each goes on after its own"),
        (free_run_all_in_one_step, "all rows say `stop` together"),
        (free_run_if_on_array, "An if decides for the whole batch"),
        (free_run_not_filled, "Fill the rest with 0"),
        (free_run_left_at_once, "All rows had finished"),
        (free_run_left_at_once_unfilled, "fill the remaining steps with 0"),
        (free_run_left_together, "which may never come"),
        (free_run_no_stop, "replaced by 0"),
        (free_run_late, "one step late"),
        (free_run_forgets_finished, "only in the step right after"),
        (free_run_start_again, "The decoder reads `start` at every step"),
        (free_run_scores, "The scores went back in"),
        (free_run_argmax_rows, "Each row chooses among its own scores"),
        (free_run_argmax_flat, "one token for the whole batch"),
        (free_run_one_start, "makes the first ones"),
        (free_run_list, "this is (time, batch)"),
    ],
}

RIGHT = {
    "lab-2/pad": [right_pad_columns, right_pad_np_pad],
    "lab-2/masked-layer": [right_masked_by_product, right_masked_per_row, right_masked_by_index],
    "lab-2/last": [right_last_loop, right_last_einsum, right_last_argmax],
    "lab-2/masked-loss": [right_loss_weights, right_loss_loop],
    "lab-2/decode": [right_decode_filled, right_decode_recursive],
    "lab-2/shift": [right_shift_roll, right_shift_lists, right_shift_pad],
    "lab-2/free-run": [
        right_free_run_cut_afterwards,
        right_free_run_per_row,
        right_free_run_breaks,
    ],
}
