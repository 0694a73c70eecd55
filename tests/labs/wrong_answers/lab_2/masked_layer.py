"""Recorded answers to lab-2/masked-layer, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.layers import rnn_forward

SHOWN = "The smallest input that shows it"


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


def masked_real_steps_only(X, mask, params):
    return rnn_forward(X[mask][None], params)


def masked_made_like_X(X, mask, params):
    Y = np.zeros((*mask.shape, len(params.b)), dtype=X.dtype)
    y = np.zeros((len(X), len(params.b)))
    for t in range(X.shape[1]):
        new = np.tanh(X[:, t] @ params.W_x + y @ params.W_y + params.b)
        y = np.where(mask[:, t, None], new, y)
        Y[:, t] = y
    return Y


def masked_to_the_front(X, mask, params):
    Y = np.zeros((*mask.shape, len(params.b)))
    for y, x, m in zip(Y, X, mask, strict=True):
        if m.any():
            real = rnn_forward(x[m][None], params)[0]
            y[: len(real)], y[len(real) :] = real, real[-1]
    return Y


def masked_stored_where_real(X, mask, params):
    Y = np.empty((*mask.shape, len(params.b)))
    Y[mask] = right_masked_per_row(X, mask, params)[mask]
    return Y


def filled(steps):
    """Return the layer that fills the given steps of an array, and leaves the others."""

    def my_masked_layer(X, mask, params):
        Y = np.empty((*mask.shape, len(params.b)))
        right = right_masked_per_row(X, mask, params)
        for t in steps(X.shape[1]):
            Y[:, t] = right[:, t]
        return Y

    return my_masked_layer


UNFILLED = [
    lambda time: [],
    lambda time: range(time - 1),
    lambda time: range(1, time),
    lambda time: range(0, time, 2),
]


def body(output=None, state=None):
    """Return the layer with what a step puts out, or carries on, chosen otherwise."""

    def keep(real, new, old, start):
        return np.where(real, new, old)

    def my_masked_layer(X, mask, params):
        W_x, W_y, b = params
        old = start = np.zeros((len(X), len(b)))
        outputs = []
        for t in range(X.shape[1]):
            new = np.tanh(X[:, t] @ W_x + old @ W_y + b)
            real = mask[:, t, None]
            outputs.append((output or keep)(real, new, old, start))
            old = (state or keep)(real, new, old, start)
        return np.stack(outputs, axis=1)

    return my_masked_layer


def masked(change):
    """Return the right layer with another mask."""
    return lambda X, mask, params: right_masked_per_row(X, change(mask), params)


SLIPS = [
    (masked(lambda m: np.roll(m, -1, axis=1)), "one step early"),
    (masked(lambda m: ~m), "the wrong way round"),
    (masked(lambda m: m[:, ::-1]), SHOWN),
    (masked(lambda m: m & m[:, :1]), SHOWN),  # rows that begin with padding are left out
    (masked(lambda m: np.logical_and.accumulate(m, axis=1)), SHOWN),  # all behind the first padding
    (masked(lambda m: m[::-1]), SHOWN),
    (masked(lambda m: np.sort(m, axis=1)[:, ::-1]), SHOWN),
    (masked(lambda m: np.repeat(m[:1], len(m), axis=0)), "the first row's mask"),
    (masked(lambda m: np.repeat(m[:, :1], m.shape[1], axis=1)), SHOWN),
    (masked(lambda m: m | (np.cumsum(m, axis=1) == 0)), SHOWN),  # padding in front is read
    (masked(lambda m: m | (np.cumsum(m[:, ::-1], axis=1)[:, ::-1] > 0)), SHOWN),  # all but behind
    (masked(lambda m: np.logical_or.accumulate(m, axis=1)), SHOWN),  # all but in front
    (masked(lambda m: m | ~m.any(axis=1, keepdims=True)), SHOWN),  # rows of padding only are read
    (body(output=lambda real, new, old, start: np.where(real, new, start)), "zero_output_for_mask"),
    (body(state=lambda real, new, old, start: np.where(real, new, start)), SHOWN),
    (body(output=lambda real, new, old, start: np.where(real, new, np.nan)), "holds NaN"),
    (body(output=lambda real, new, old, start: real * new + old), SHOWN),
    (body(output=lambda real, new, old, start: real * new), "zero_output_for_mask"),
    (body(output=lambda real, new, old, start: old), SHOWN),
    (body(state=lambda real, new, old, start: real * new + (1 - real) * old / 2), SHOWN),
    (lambda X, mask, p: masked_reset(X, mask, p)[:, -1], "The result has shape"),
    (lambda X, mask, p: right_masked_per_row(X, (X != 0).any(axis=2), p), SHOWN),
    (lambda X, mask, p: right_masked_per_row(X, mask & (X != 0).any(axis=2), p), SHOWN),
    (lambda X, mask, p: right_masked_per_row(X, mask & (X != 3).all(axis=2), p), SHOWN),
    (lambda X, mask, p: right_masked_per_row(X, mask, p).round(3), SHOWN),
    (lambda X, mask, p: right_masked_per_row(X, mask, p._replace(b=0 * p.b)), "bias is missing"),
    (lambda X, mask, p: right_masked_per_row(X, mask, p)[mask], "The result has shape"),
]


def right_masked_forward_fill(X, mask, params):
    """Run over the real steps of each row, and repeat each output until the next."""
    Y = []
    for x, m in zip(X, mask, strict=True):
        start = np.zeros((1, len(params.b)))
        real = rnn_forward(x[m][None], params)[0] if m.any() else start[:0]
        Y.append(np.concatenate([start, real])[np.cumsum(m)])
    return np.array(Y)


def right_masked_lists(X, mask, params):
    y = [np.zeros(len(params.b)) for _ in X]
    Y = [[] for _ in X]
    for t in range(X.shape[1]):
        for i in range(len(X)):
            if mask[i][t]:
                y[i] = np.tanh(params.W_x.T @ X[i, t] + params.W_y.T @ y[i] + params.b)
            Y[i].append(y[i].tolist())
    return Y


def right_masked_single(X, mask, params):
    single = params._make(weights.astype(np.float32) for weights in params)
    return right_masked_by_product(X.astype(np.float32), mask, single).astype(np.float32)


def right_masked_in_place(X, mask, params):
    A = X @ params.W_x
    A += params.b
    for t in range(X.shape[1]):
        before = A[:, t - 1] if t else np.zeros_like(A[:, 0])
        A[:, t] = np.tanh(A[:, t] + before @ params.W_y)
        np.copyto(A[:, t], before, where=~mask[:, t][:, None])
    return A


WRONG = [
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
    (masked_if, "wants one True or False"),
    (masked(lambda m: m & m.all(axis=0)), "all rows stop"),
    (masked_real_steps_only, "The result has shape"),
    (masked_made_like_X, "its decimals are lost"),
    (masked_to_the_front, "the outputs move together"),
    (masked_stored_where_real, "never written"),
    *((filled(steps), "never written") for steps in UNFILLED),
    *SLIPS,
]

RIGHT = [
    right_masked_by_product,
    right_masked_per_row,
    right_masked_by_index,
    right_masked_forward_fill,
    right_masked_lists,
    right_masked_single,
    right_masked_in_place,
]
