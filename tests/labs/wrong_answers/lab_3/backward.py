"""Recorded answers to lab-3/backward, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.bptt import rnn_backward
from unrolled.layers import RNNParams, rnn_forward
from wrong_answers.lab_3._shared import right_og_list


def right_backward_rows(X, Y, dY, params, Y_init):
    args = [a[:, None] for a in (X, Y, dY, Y_init)]
    rows = [rnn_backward(x, y, d, params, i) for x, y, d, i in zip(*args, strict=True)]
    return [sum(parts) for parts in zip(*rows, strict=True)]


def right_backward_padded(X, Y, dY, params, Y_init):
    delta = right_og_list(Y, dY, params.W_y) * (1 - Y**2)
    Y_prev = np.concatenate([Y_init[:, None], Y], axis=1)[:, :-1]
    dW_x = np.tensordot(X, delta, axes=([0, 1], [0, 1]))
    return dW_x, np.tensordot(Y_prev, delta, axes=([0, 1], [0, 1])), delta.sum((0, 1))


def right_backward_flat(X, Y, dY, params, Y_init):
    units = Y.shape[2]
    delta = (right_og_list(Y, dY, params.W_y) * (1 - np.square(Y))).reshape(-1, units)
    Y_prev = np.hstack([Y_init[:, None], Y[:, :-1]]).reshape(-1, units)
    return [X.reshape(len(delta), -1).T @ delta, Y_prev.T @ delta, np.ones(len(delta)) @ delta]


def right_backward_outer(X, Y, dY, params, Y_init):
    """Sum the outer products of every sequence and step, in plain loops."""
    dW_x, dW_y, db = 0.0, 0.0, 0.0
    for x, y, d, y_prev in zip(X, Y, dY, Y_init, strict=True):
        carried = np.zeros(len(params.b))
        for t in reversed(range(len(x))):
            delta = (d[t] + params.W_y @ carried) * (1 - y[t] ** 2)
            carried = delta
            dW_x = dW_x + np.outer(x[t], delta)
            dW_y = dW_y + np.outer(y[t - 1] if t else y_prev, delta)
            db = db + delta
    return RNNParams(dW_x, dW_y, db)


def right_backward_forward_order(X, Y, dY, params, Y_init):
    G = right_og_list(Y, dY, params.W_y)
    shares, before = [], Y_init
    for t in range(X.shape[1]):
        delta = G[:, t] * (1 - Y[:, t] ** 2)
        shares.append((X[:, t].T @ delta, before.T @ delta, delta.sum(axis=0)))
        before = Y[:, t]
    return tuple(np.sum(part, axis=0) for part in zip(*shares, strict=True))


def right_backward_recomputed(X, Y, dY, params, Y_init):
    """Run the layer again, and pair its outputs with the one before them."""
    params = RNNParams(*(np.asarray(w, dtype=float) for w in params))
    again = rnn_forward(np.asarray(X, dtype=float), params, np.asarray(Y_init, dtype=float))
    return right_backward_padded(X, again, dY, params, Y_init)


def right_backward_single(X, Y, dY, params, Y_init):
    grads = rnn_backward(X, Y, dY, params, Y_init)
    return RNNParams(*(grad.astype(np.float32) for grad in grads))


def loop(
    carry="delta",
    use="delta",
    back=lambda delta, W_y: delta @ W_y.T,
    before=lambda Y, t, Y_init: Y[:, t - 1] if t else Y_init,
    steps=lambda time: range(time),
    scale=lambda batch, time: 1,
    inputs=lambda X, t: X[:, t],
    begin=lambda weights: np.zeros(weights.shape),
):
    def my_backward(X, Y, dY, params, Y_init):
        batch, time, _ = Y.shape
        dW_x, dW_y, db = (begin(w) for w in params)
        carried = np.zeros(Y_init.shape)
        for t in reversed(range(time)):
            g = dY[:, t] + back(carried, params.W_y)
            values = {"g": g, "delta": g * (1 - Y[:, t] ** 2)}
            carried = values[carry]
            if t in steps(time):
                dW_x += inputs(X, t).T @ values[use]
                dW_y += before(Y, t, Y_init).T @ values[use]
                db += values[use].sum(axis=0)
        return RNNParams(*(g * scale(batch, time) for g in (dW_x, dW_y, db)))

    return my_backward


def with_part(**parts):
    """Return an answer with one gradient made by `part(delta)`, (batch, time, units)."""

    def my_backward(X, Y, dY, params, Y_init):
        g = right_og_list(Y, dY, params.W_y)
        grads = rnn_backward(X, Y, dY, params, Y_init)
        values = {"X": X, "g": g, "delta": g * (1 - Y**2)}
        return grads._replace(**{name: part(grads, values) for name, part in parts.items()})

    return my_backward


def backward_truncating(X, Y, dY, params, Y_init):
    W_x, W_y, b = (np.zeros_like(w) for w in params)
    delta = np.zeros_like(Y_init)
    for t in reversed(range(Y.shape[1])):
        delta = (dY[:, t] + delta @ params.W_y.T) * (1 - Y[:, t] ** 2)
        Y_prev = Y[:, t - 1] if t > 0 else Y_init
        W_x[...] = W_x + X[:, t].T @ delta
        W_y[...] = W_y + Y_prev.T @ delta
        b[...] = b + delta.sum(axis=0)
    return RNNParams(W_x, W_y, b)


def backward_unfilled(X, Y, dY, params, Y_init):
    return RNNParams(*(np.empty(w.shape) for w in params))


def backward_bias_unfilled(X, Y, dY, params, Y_init):
    return rnn_backward(X, Y, dY, params, Y_init)._replace(b=np.empty(len(params.b)))


def backward_from_last_but_one(X, Y, dY, params, Y_init):
    dW_x, dW_y, db = (np.zeros(w.shape) for w in params)
    delta = np.zeros(Y_init.shape)
    for t in range(Y.shape[1] - 2, -1, -1):
        delta = (dY[:, t] + delta @ params.W_y.T) * (1 - Y[:, t] ** 2)
        dW_x += X[:, t].T @ delta
        dW_y += (Y[:, t - 1] if t else Y_init).T @ delta
        db += delta.sum(axis=0)
    return dW_x, dW_y, db


def backward_without_start(X, Y, dY, params, Y_init):
    return rnn_backward(X, Y, dY, params)


def backward_in_another_order(X, Y, dY, params, Y_init):
    grads = rnn_backward(X, Y, dY, params, Y_init)
    return grads.b, grads.W_x, grads.W_y


def backward_weights_exchanged(X, Y, dY, params, Y_init):
    grads = rnn_backward(X, Y, dY, params, Y_init)
    return grads.W_y, grads.W_x, grads.b


def backward_only_where_the_loss_looks(X, Y, dY, params, Y_init):
    seen = dY.any(axis=(0, 2))
    Y_prev = np.concatenate([Y_init[:, None], Y[:, :-1]], axis=1)
    delta = right_og_list(Y, dY, params.W_y) * (1 - Y**2) * seen[:, None]
    return RNNParams(
        np.einsum("bti,btu->iu", X, delta),
        np.einsum("btv,btu->vu", Y_prev, delta),
        delta.sum(axis=(0, 1)),
    )


def backward_updated(X, Y, dY, params, Y_init):
    for weights, grad in zip(params, rnn_backward(X, Y, dY, params, Y_init), strict=True):
        weights -= 0.1 * grad
    return params


WRONG = [
    (loop(carry="g", use="g"), "missing everywhere"),
    (loop(carry="g"), "missing in the recursion"),
    (loop(use="g"), "missing in the sums"),
    (loop(back=lambda delta, W_y: delta @ W_y), "without its transpose"),
    (loop(back=lambda delta, W_y: delta), "W_y is missing in the recursion"),
    (loop(back=lambda delta, W_y: 0), "Nothing is carried back"),
    (loop(before=lambda Y, t, first: Y[:, t]), "the output of its own step"),
    (loop(before=lambda Y, t, first: Y[:, t - 1]), "quietly means the last step"),
    (loop(before=lambda Y, t, first: Y[:, t - 1] * (t > 0)), "Y_init is missing"),
    (backward_without_start, "Y_init is missing"),
    (loop(before=lambda Y, t, first: Y[:, max(t - 1, 0)]), "meets the first output"),
    (loop(before=lambda Y, t, first: first), "Y_init stands in the gradient"),
    (
        loop(before=lambda Y, t, first: np.pad(Y, ((0, 0), (0, 1), (0, 0)))[:, t + 1]),
        "one step later",
    ),
    (loop(inputs=lambda X, t: X[:, t - 1]), "the input one step earlier"),
    (loop(scale=lambda batch, time: 1 / batch), "means over the batch"),
    (loop(scale=lambda batch, time: 1 / time), "means over the steps"),
    (loop(scale=lambda batch, time: 1 / (batch * time)), "means over sequences and steps"),
    (loop(scale=lambda batch, time: -1), "wrong sign"),
    (loop(steps=lambda time: [time - 1]), "Only the last step counts"),
    (loop(steps=lambda time: [0]), "each pass overwrites"),
    (loop(steps=lambda time: range(1, time)), "The first step is missing in the sums"),
    (loop(steps=lambda time: range(time - 1)), "The last step is missing in the sums"),
    (backward_from_last_but_one, "The last step is missing altogether"),
    (with_part(b=lambda grads, v: v["delta"].sum(axis=1)), "one row for each sequence"),
    (with_part(b=lambda grads, v: v["delta"].sum()), "down to one number"),
    (with_part(b=lambda grads, v: v["delta"].mean(axis=(0, 1))), "b is a mean of the deltas"),
    (with_part(b=lambda grads, v: v["delta"].mean(0).sum(0)), "b is a mean over the batch"),
    (with_part(b=lambda grads, v: v["delta"].sum(0).mean(0)), "b is a mean over the steps"),
    (with_part(b=lambda grads, v: v["delta"][:, 0].sum(0)), "one step only, the first"),
    (with_part(b=lambda grads, v: v["delta"][:, -1].sum(0)), "one step only, the last"),
    (with_part(b=lambda grads, v: v["g"].sum((0, 1))), "b was summed from g"),
    (
        with_part(W_x=lambda grads, v: np.einsum("bti,btu->iu", v["X"], v["g"])),
        "W_x was summed from g",
    ),
    (with_part(W_y=lambda grads, v: grads.W_y.T), "The gradient of W_y is transposed"),
    (with_part(W_x=lambda grads, v: grads.W_x.T), "The gradient of W_x is transposed"),
    (
        with_part(W_x=lambda grads, v: grads.W_x.T, W_y=lambda grads, v: grads.W_y.T),
        "W_x and W_y are both transposed",
    ),
    (backward_weights_exchanged, "have changed places"),
    (with_part(W_y=lambda grads, v: grads.W_y / 2), "W_y has the right shape"),
    (with_part(b=lambda grads, v: None), "b is None"),
    (backward_in_another_order, "the shape expected is"),
    (backward_updated, "changes params.W_x while it runs"),
    (backward_truncating, "holds whole numbers"),
    (backward_only_where_the_loss_looks, "The smallest input that shows it"),
    (backward_unfilled, ""),
    (backward_bias_unfilled, ""),
]

RIGHT = [
    rnn_backward,
    right_backward_rows,
    right_backward_padded,
    right_backward_flat,
    right_backward_outer,
    right_backward_forward_order,
    right_backward_recomputed,
    right_backward_single,
    loop(begin=lambda weights: 0 * weights),  # NumPy stops it where the weights are whole numbers
]
