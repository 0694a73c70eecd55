"""Recorded answers to lab-3/backward, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.bptt import rnn_backward
from unrolled.layers import RNNParams


def right_backward_book(X, Y, dY, params, Y_init):
    return rnn_backward(X, Y, dY, params, Y_init)


def right_backward_rows(X, Y, dY, params, Y_init):
    args = [a[:, None] for a in (X, Y, dY, Y_init)]
    rows = [rnn_backward(x, y, d, params, i) for x, y, d, i in zip(*args, strict=True)]
    return [sum(parts) for parts in zip(*rows, strict=True)]


def loop(
    carry="delta",
    use="delta",
    turned=True,
    before=lambda Y, t, Y_init: Y[:, t - 1] if t else Y_init,
    steps=lambda time: range(time),
    scale=lambda batch, time: 1,
):
    def my_backward(X, Y, dY, params, Y_init):
        batch, time, _ = Y.shape
        dW_x, dW_y, db = (np.zeros_like(w) for w in params)
        carried = np.zeros_like(Y_init)
        for t in reversed(range(time)):
            g = dY[:, t] + carried @ (params.W_y.T if turned else params.W_y)
            values = {"g": g, "delta": g * (1 - Y[:, t] ** 2)}
            carried = values[carry]
            if t in steps(time):
                dW_x += X[:, t].T @ values[use]
                dW_y += before(Y, t, Y_init).T @ values[use]
                db += values[use].sum(axis=0)
        return RNNParams(*(g * scale(batch, time) for g in (dW_x, dW_y, db)))

    return my_backward


def backward_bias_rows(X, Y, dY, params, Y_init):
    delta, total = np.zeros_like(Y_init), np.zeros_like(Y_init)
    for t in reversed(range(Y.shape[1])):
        delta = (dY[:, t] + delta @ params.W_y.T) * (1 - Y[:, t] ** 2)
        total += delta
    return rnn_backward(X, Y, dY, params, Y_init)._replace(b=total)


def backward_dW_y_turned(X, Y, dY, params, Y_init):
    grads = rnn_backward(X, Y, dY, params, Y_init)
    return grads.W_x, grads.W_y.T, grads.b


WRONG = [
    (loop(carry="g", use="g"), "missing everywhere"),
    (loop(carry="g"), "missing in the recursion"),
    (loop(use="g"), "missing in the sums"),
    (loop(turned=False), "without its transpose"),
    (loop(before=lambda Y, t, first: Y[:, t]), "the output of its own step"),
    (loop(before=lambda Y, t, first: Y[:, t - 1]), "quietly means the last step"),
    (loop(before=lambda Y, t, first: Y[:, t - 1] * (t > 0)), "Y_init is missing"),
    (loop(scale=lambda batch, time: 1 / batch), "means over the batch"),
    (loop(scale=lambda batch, time: 1 / time), "means over the steps"),
    (loop(scale=lambda batch, time: 1 / (batch * time)), "means over sequences and steps"),
    (
        loop(before=lambda Y, t, first: np.pad(Y, ((0, 0), (0, 1), (0, 0)))[:, t + 1]),
        "one step later",
    ),
    (loop(scale=lambda batch, time: -1), "wrong sign"),
    (loop(steps=lambda time: [time - 1]), "Only the last step counts"),
    (loop(steps=lambda time: [0]), "each pass overwrites"),
    (backward_bias_rows, "one row for each sequence"),
    (backward_dW_y_turned, "The gradient of W_y is transposed"),
]

RIGHT = [right_backward_book, right_backward_rows]
