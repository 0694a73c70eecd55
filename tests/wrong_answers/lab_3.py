"""Recorded answers to Lab 3, written as learners write them.

WRONG: exercise -> list of (answer, words that its diagnosis must contain).
RIGHT: exercise -> list of correct answers unlike the reference.
"""

import numpy as np

from unrolled.bptt import clip_by_global_norm, rnn_backward
from unrolled.bptt import output_gradients as book_output_gradients
from unrolled.layers import RNNParams

# ---------------------------------------- lab-3/output-gradients, lab-3/truncate


def right_og_book(Y, dY, W_y):
    return book_output_gradients(Y, dY, RNNParams(None, W_y, None))


def right_og_list(Y, dY, W_y):
    g, found = dY[:, -1], [dY[:, -1]]
    for t in range(Y.shape[1] - 2, -1, -1):
        g = dY[:, t] + np.einsum("bj,ij->bi", g * (1 - Y[:, t + 1] ** 2), W_y)
        found.append(g)
    return np.stack(found[::-1], axis=1)


def recursion(body):
    """Fill G from the last step back; `body(g, y)` makes what is handed to the step before."""

    def my_output_gradients(Y, dY, W_y):
        G, future = np.zeros_like(dY), 0.0
        for t in reversed(range(Y.shape[1])):
            G[:, t] = dY[:, t] + future
            future = body(G[:, t], Y[:, t], W_y)
        return G

    return my_output_gradients


og_no_slope = recursion(lambda g, y, W_y: g @ W_y.T)
og_turned = recursion(lambda g, y, W_y: (g * (1 - y**2)) @ W_y)
og_left = recursion(lambda g, y, W_y: W_y @ (g * (1 - y**2)))
og_sigmoid = recursion(lambda g, y, W_y: (g * y * (1 - y)) @ W_y.T)
og_half = recursion(lambda g, y, W_y: (g * (1 - y**2)) @ W_y.T / 2)


def og_own_slope(Y, dY, W_y):
    G = dY.copy()
    for t in range(Y.shape[1] - 2, -1, -1):
        G[:, t] += (G[:, t + 1] * (1 - Y[:, t] ** 2)) @ W_y.T
    return G


def og_forwards(Y, dY, W_y):
    G = dY.copy()
    for t in range(1, Y.shape[1]):
        G[:, t] += (G[:, t - 1] * (1 - Y[:, t - 1] ** 2)) @ W_y.T
    return G


def og_no_direct(Y, dY, W_y):
    G = dY.copy()
    for t in range(Y.shape[1] - 2, -1, -1):
        G[:, t] = (G[:, t + 1] * (1 - Y[:, t + 1] ** 2)) @ W_y.T
    return G


def og_in_place(Y, dY, W_y):
    for t in range(Y.shape[1] - 2, -1, -1):
        dY[:, t] += (dY[:, t + 1] * (1 - Y[:, t + 1] ** 2)) @ W_y.T
    return dY


def right_truncate(Y, dY, W_y, length):
    parts = range(0, Y.shape[1], length)
    found = [right_og_list(Y[:, i : i + length], dY[:, i : i + length], W_y) for i in parts]
    return np.concatenate(found, axis=1)


def cut_where(rule):
    def my_truncated(Y, dY, W_y, length):
        G, delta = np.zeros_like(dY), 0 * dY[:, 0]
        for t in reversed(range(Y.shape[1])):
            G[:, t] = dY[:, t] + delta @ W_y.T
            delta = G[:, t] * (1 - Y[:, t] ** 2)
            if rule(t, length, Y.shape[1]):
                delta = 0 * delta
        return G

    return my_truncated


# ---------------------------------------------------------------- lab-3/backward


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


# -------------------------------------------------- lab-3/check and lab-3/clip


def compare(difference=None, divide=None, product=None):
    def my_relative_error(loss, params, grads, d, step):
        def along(s):
            return loss(RNNParams(*(w + s * part for w, part in zip(params, d, strict=True))))

        numeric = (difference or (lambda f, e: (f(e) - f(-e)) / (2 * e)))(along, step)
        ours = (product or np.dot)(*(np.concatenate([a.ravel() for a in p]) for p in (grads, d)))
        return (divide or (lambda a, b: abs(a - b) / max(abs(a), abs(b))))(numeric, ours)

    return my_relative_error


def right_clip_book(grads, max_norm):
    return clip_by_global_norm(grads, max_norm)[0]


def right_clip_flat(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads]))
    return [g / max(1, norm / max_norm) for g in grads]


def clip_value(grads, max_norm):
    return RNNParams(*(np.clip(g, -max_norm, max_norm) for g in grads))


def clip_each(grads, max_norm):
    return RNNParams(*(g / max(1, np.linalg.norm(g) / max_norm) for g in grads))


def factor(norm, scale=lambda norm, c: min(1, c / norm)):
    def my_clip(grads, max_norm):
        return RNNParams(*(g * scale(norm(grads), max_norm) for g in grads))

    return my_clip


def total(grads):
    return sum((g**2).sum() for g in grads)


def clip_in_place(grads, max_norm):
    scale = min(1, max_norm / np.sqrt(total(grads)))
    for g in grads:
        g *= scale
    return grads


WRONG = {
    "lab-3/by-hand": [
        ((1.8, -1.44, 3.16, 0.382, -0.64), "missing everywhere"),
        ((1.408, -1.126, 2.2, 0.458, -0.228), "missing at steps 2 and 1"),
        ((0.926, -0.527, 3.075, 0.171, -0.333), "with the total gradients g instead"),
        ((0.389, 0.222, 1.51, -0.089, 0.101), "sign of w_y"),
        ((0.268, -0.153, 0.894, -0.154, -0.394), "The direct gradient at y_2 is missing"),
        ((0.926, -0.527, 0.51, -0.298, -0.51), "count the last step only"),
        ((0.926, -0.527, 0.612, 0.066, -0.037), "means over the three steps"),
        ((0.926, -0.527, 1.835, 0.616, -0.111), "output of its own step"),
        ((0.8, -0.455, 1.655, 0.131, -0.165), "delta_2 is not right"),
        ((0.926, -0.527, 1.835, 0.199, 0.5), "db is not right"),
    ],
    "lab-3/output-gradients": [
        (lambda Y, dY, W_y: dY, "This is dY itself"),
        (og_no_slope, "The slope of tanh is missing"),
        (og_turned, "without its transpose"),
        (og_left, "stands on the left"),
        (og_sigmoid, "slope of the sigmoid"),
        (og_own_slope, "where the gradient arrives"),
        (og_forwards, "forwards in time"),
        (og_no_direct, "replaces what the loss says"),
        (og_in_place, "changes dY while it runs"),
        (og_half, "The smallest input that shows it"),
    ],
    "lab-3/backward": [
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
    ],
    "lab-3/check": [
        (compare(lambda f, e: (f(e) - f(0)) / e), "on one side, from params forwards"),
        (compare(lambda f, e: (f(0) - f(-e)) / e), "from params backwards"),
        (compare(lambda f, e: (f(e) - f(-e)) / e), "two steps apart"),
        (compare(lambda f, e: (f(e) - f(-e)) / 2 * e), "became a product"),
        (compare(divide=lambda a, b: abs(a - b)), "absolute difference"),
        (compare(divide=lambda a, b: abs(a - b) / (abs(a) + abs(b))), "divided by the sum"),
        (compare(divide=lambda a, b: abs(a - b) / abs(b)), "gradient's own number"),
        (compare(divide=lambda a, b: (a - b) / max(abs(a), abs(b))), "has a sign"),
        (compare(product=lambda g, d: np.linalg.norm(g)), "length of the gradient"),
        (compare(product=lambda g, d: g[0] * d[0]), "The smallest input that shows it"),
    ],
    "lab-3/clip": [
        (lambda grads, max_norm: grads, "as they came"),
        (clip_value, "clips by value"),
        (clip_each, "by its own norm"),
        (factor(lambda g: np.sqrt(total(g)), lambda n, c: c / n), "stretched to max_norm"),
        (factor(total), "The root is missing"),
        (factor(lambda g: sum(np.linalg.norm(part) for part in g)), "norms of the three arrays"),
        (factor(lambda g: max(abs(part).max() for part in g)), "largest number"),
        (clip_in_place, "changes grads.W_x while it runs"),
    ],
    "lab-3/truncate": [
        (cut_where(lambda t, k, time: False), "Nothing was cut"),
        (cut_where(lambda t, k, time: True), "This is dY itself"),
        (cut_where(lambda t, k, time: t % k == 1 % k), "one step late"),
        (cut_where(lambda t, k, time: (t + 1) % k == 0), "one step early"),
        (cut_where(lambda t, k, time: (time - t) % k == 0), "counted from the end"),
        (cut_where(lambda t, k, time: t == k), "Only the first cut"),
        (cut_where(lambda t, k, time: t <= time - k), "a recursion of its own"),
    ],
}

RIGHT = {
    "lab-3/by-hand": [
        (0.926, -0.527, 1.835, 0.199, -0.111),
        [0.9261, -0.5273, 1.835, 0.199, -0.111],
    ],
    "lab-3/output-gradients": [right_og_book, right_og_list],
    "lab-3/backward": [right_backward_book, right_backward_rows],
    "lab-3/check": [compare()],
    "lab-3/clip": [right_clip_book, right_clip_flat],
    "lab-3/truncate": [right_truncate, cut_where(lambda t, k, time: t % k == 0)],
}
