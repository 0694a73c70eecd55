"""Recorded answers to lab-5/lstm-step, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.layers import lstm_forward
from wrong_answers.lab_5._shared import SHOWN, logistic_by_tanh, sigmoid


def right_lstm_helper(x_t, y_prev, c_prev, params):
    Y, C = lstm_forward(x_t[:, None], params, (y_prev, c_prev))
    return Y[:, 0], C[:, 0]


def right_lstm_einsum(x_t, y_prev, c_prev, params):
    W_x, W_y, b = params
    A = np.einsum("bi,iu->bu", x_t, W_x) + np.einsum("bv,vu->bu", y_prev, W_y) + b
    i, f, c, o = A.reshape(len(A), 4, -1).swapaxes(0, 1)
    c_t = logistic_by_tanh(f) * c_prev + logistic_by_tanh(i) * np.tanh(c)
    return [logistic_by_tanh(o) * np.tanh(c_t), c_t]


def right_lstm_single(x_t, y_prev, c_prev, params):
    x_t, y_prev, c_prev, W_x, W_y, b = (
        a.astype(np.float32) for a in (x_t, y_prev, c_prev, *params)
    )
    i, f, c, o = np.hsplit(x_t @ W_x + y_prev @ W_y + b, 4)
    c_t = sigmoid(f) * c_prev + sigmoid(i) * np.tanh(c)
    return sigmoid(o) * np.tanh(c_t), c_t


def right_lstm_number_by_number(x_t, y_prev, c_prev, params):
    W_x, W_y, b = (w.tolist() for w in params)
    units = len(y_prev[0])
    Y, C = [], []
    for x, y, c in zip(x_t, y_prev, c_prev, strict=True):
        a = [
            b[k]
            + sum(x[m] * W_x[m][k] for m in range(len(x)))
            + sum(y[m] * W_y[m][k] for m in range(units))
            for k in range(4 * units)
        ]
        row_y, row_c = [], []
        for j in range(units):
            i, f, o = (sigmoid(a[block * units + j]) for block in (0, 1, 3))
            new = f * c[j] + i * np.tanh(a[2 * units + j])
            row_c.append(new)
            row_y.append(o * np.tanh(new))
        Y.append(row_y)
        C.append(row_c)
    return Y, C


def right_lstm_one_matrix(x_t, y_prev, c_prev, params):
    Z, W = np.hstack([x_t, y_prev]), np.vstack([params.W_x, params.W_y])
    units = y_prev.shape[1]
    A = Z @ W + params.b
    gates = sigmoid(A)
    i, f, o = (gates[:, k * units : (k + 1) * units] for k in (0, 1, 3))
    c_t = f * c_prev + i * np.tanh(A[:, 2 * units : 3 * units])
    return np.array([o * np.tanh(c_t), c_t])


def right_lstm_by_row(x_t, y_prev, c_prev, params):
    rows = []
    for x, y, c in zip(x_t, y_prev, c_prev, strict=True):
        a = params.W_x.T @ x + params.W_y.T @ y + params.b
        i, f, g, o = np.array_split(a, 4)
        new = c * sigmoid(f) + np.tanh(g) * sigmoid(i)
        rows.append((np.tanh(new) * sigmoid(o), new))
    return tuple(np.array(part) for part in zip(*rows, strict=True))


def right_lstm_filled(x_t, y_prev, c_prev, params):
    y_t, c_t = np.empty(y_prev.shape), np.empty(c_prev.shape)
    i, f, c, o = np.split(x_t @ params.W_x + y_prev @ params.W_y + params.b, 4, axis=1)
    np.multiply(sigmoid(f), c_prev, out=c_t)
    c_t += sigmoid(i) * np.tanh(c)
    np.multiply(sigmoid(o), np.tanh(c_t), out=y_t)
    return y_t, c_t


def lstm(rule, affine=lambda x, y, c, p: x @ p.W_x + y @ p.W_y + p.b):
    """Return a step by `rule(i, f, c, o, c_prev)`, given the four sums in Keras' order."""

    def my_lstm_step(x_t, y_prev, c_prev, params):
        return rule(*np.split(affine(x_t, y_prev, c_prev, params), 4, axis=1), c_prev)

    return my_lstm_step


def finished(i, f, c, o, c_prev):
    c_t = sigmoid(f) * c_prev + sigmoid(i) * np.tanh(c)
    return sigmoid(o) * np.tanh(c_t), c_t


def ordered(order):
    """Return the step of one who takes the blocks to stand in this order."""

    def rule(*args):
        *parts, c_prev = args
        named = dict(zip(order, parts, strict=True))
        return finished(*(named[name] for name in "ifco"), c_prev)

    return lstm(rule)


def lstm_c(content):
    """Return the step with another cell state, by `content(i, f, c, c_prev)` of finished gates."""

    def rule(i, f, c, o, c_prev):
        c_t = content(sigmoid(i), sigmoid(f), np.tanh(c), c_prev)
        return sigmoid(o) * np.tanh(c_t), c_t

    return lstm(rule)


def lstm_y(output):
    """Return the step with another output, by `output(o, c_t, c_prev)`."""

    def rule(i, f, c, o, c_prev):
        _, c_t = finished(i, f, c, o, c_prev)
        return output(sigmoid(o), c_t, c_prev), c_t

    return lstm(rule)


def activated(gate, candidate=np.tanh):
    def rule(i, f, c, o, c_prev):
        c_t = gate(f) * c_prev + gate(i) * candidate(c)
        return gate(o) * np.tanh(c_t), c_t

    return lstm(rule)


def lstm_every_fourth(x_t, y_prev, c_prev, params):
    A = x_t @ params.W_x + y_prev @ params.W_y + params.b
    return finished(*A.reshape(*y_prev.shape, 4).transpose(2, 0, 1), c_prev)


def lstm_peepholes(x_t, y_prev, c_prev, params):
    A = x_t @ params.W_x + y_prev @ params.W_y + params.b
    i, f, c, o = np.split(A, 4, axis=1)
    return finished(i + c_prev, f + c_prev, c, o, c_prev)


def lstm_transposed_blocks(x_t, y_prev, c_prev, params):
    parts = []
    for W, V, b in zip(*(np.split(w, 4, axis=-1) for w in params), strict=True):
        parts.append(x_t @ W + y_prev @ V.T + b)
    return finished(*parts, c_prev)


def lstm_made_like_c(x_t, y_prev, c_prev, params):
    y_t, c_t = np.zeros_like(y_prev), np.zeros_like(c_prev)
    y_t[:], c_t[:] = right_lstm_helper(x_t, y_prev, c_prev, params)
    return y_t, c_t


def lstm_in_place(x_t, y_prev, c_prev, params):
    i, f, c, o = np.split(x_t @ params.W_x + y_prev @ params.W_y + params.b, 4, axis=1)
    c_prev[:] = sigmoid(f) * c_prev + sigmoid(i) * np.tanh(c)
    return sigmoid(o) * np.tanh(c_prev), c_prev


def lstm_last_unit_unfilled(x_t, y_prev, c_prev, params):
    y_t, c_t = np.empty(y_prev.shape), np.empty(c_prev.shape)
    right = right_lstm_helper(x_t, y_prev, c_prev, params)
    y_t[:, :-1], c_t[:, :-1] = (part[:, :-1] for part in right)
    return y_t, c_t


def lstm_uses_new_output(x_t, y_prev, c_prev, params):
    y_t, _ = right_lstm_helper(x_t, y_prev, c_prev, params)
    return right_lstm_helper(x_t, y_t, c_prev, params)


def lstm_two_steps(x_t, y_prev, c_prev, params):
    return right_lstm_helper(x_t, *right_lstm_helper(x_t, y_prev, c_prev, params), params)


def lstm_split_rows(x_t, y_prev, c_prev, params):
    i, f, c, o = np.split(x_t @ params.W_x + y_prev @ params.W_y + params.b, 4)
    return finished(i, f, c, o, c_prev)


def lstm_first_row(x_t, y_prev, c_prev, params):
    return right_lstm_helper(
        x_t, np.repeat(y_prev[:1], len(x_t), 0), np.repeat(c_prev[:1], len(x_t), 0), params
    )


def lstm_reset_at_the_start(x_t, y_prev, c_prev, params):
    return right_lstm_helper(x_t, 0 * y_prev, 0 * c_prev, params)


WRONG = [
    (ordered("fico"), "used as forget gate, input gate, candidate, output gate"),
    (ordered("icfo"), "used as input gate, candidate, forget gate, output gate"),
    (ordered("ifoc"), "used as input gate, forget gate, output gate, candidate"),
    (ordered("iofc"), "used as input gate, output gate, forget gate, candidate"),
    (ordered("cifo"), "used as candidate, input gate, forget gate, output gate"),
    (ordered("fioc"), "used as forget gate, input gate, output gate, candidate"),
    (ordered("ofic"), "used as output gate, forget gate, input gate, candidate"),
    (lstm_every_fourth, "Every fourth column"),
    (lstm_c(lambda i, f, c, c_prev: i * c_prev + f * c), "used as forget gate, input gate"),
    (lstm_c(lambda i, f, c, c_prev: c_prev + i * c), "old cell state is added as it is"),
    (lstm_c(lambda i, f, c, c_prev: i * c), "Nothing of the old cell state is left"),
    (lstm_c(lambda i, f, c, c_prev: f * c_prev + c), "The candidate is added as it is"),
    (lstm_c(lambda i, f, c, c_prev: f * c_prev), "Nothing is let in"),
    (lstm_c(lambda i, f, c, c_prev: f * c_prev + (1 - f) * c), "as in a GRU"),
    (lstm_c(lambda i, f, c, c_prev: (1 - f) * c_prev + i * c), "how much is kept"),
    (lstm_c(lambda i, f, c, c_prev: f * (c_prev + i * c)), "multiplies the whole sum"),
    (lstm_c(lambda i, f, c, c_prev: f * c_prev * i * c), "multiplied with one another"),
    (lstm_c(lambda i, f, c, c_prev: np.tanh(f * c_prev + i * c)), "through another for the output"),
    (lstm_c(lambda i, f, c, c_prev: f * c_prev - i * c), SHOWN),
    (lstm_c(lambda i, f, c, c_prev: np.clip(f * c_prev + i * c, -1, 1)), SHOWN),
    (lstm_c(lambda i, f, c, c_prev: (f * c_prev + i * c) / 2), SHOWN),
    (lstm_c(lambda i, f, c, c_prev: f + c_prev + i * c), SHOWN),
    (lstm_c(lambda i, f, c, c_prev: (f @ c_prev.T) @ np.ones(c.shape) + i * c), "shape"),
    (lstm_y(lambda o, c_t, c_prev: o * c_t), "tanh of the cell state is missing"),
    (lstm_y(lambda o, c_t, c_prev: np.tanh(c_t)), "The output gate is missing"),
    (lstm_y(lambda o, c_t, c_prev: np.tanh(o * c_t)), "multiplied in before the tanh"),
    (lstm_y(lambda o, c_t, c_prev: o * np.tanh(c_prev)), "shows the old cell state"),
    (lstm_y(lambda o, c_t, c_prev: o * sigmoid(c_t)), "went through a sigmoid; this is a tanh"),
    (lstm_y(lambda o, c_t, c_prev: o + np.tanh(c_t)), "Right already: c_t"),
    (lstm_y(lambda o, c_t, c_prev: (1 - o) * np.tanh(c_t)), "Right already: c_t"),
    (lstm_y(lambda o, c_t, c_prev: c_t), "Right already: c_t"),
    (lstm_y(lambda o, c_t, c_prev: o), "Right already: c_t"),
    (activated(np.tanh), "The gates went through tanh"),
    (activated(sigmoid, sigmoid), "candidate went through a sigmoid"),
    (activated(sigmoid, lambda a: a), "sum from before its tanh"),
    (activated(sigmoid, lambda a: np.maximum(a, 0)), "Negative candidates"),
    (activated(lambda a: a), "sums from before their sigmoid"),
    (activated(lambda a: np.clip(0.2 * a + 0.5, 0, 1)), "straight line cut off"),
    (activated(lambda a: np.clip(a / 6 + 0.5, 0, 1)), SHOWN),
    (activated(lambda a: 1 / (1 + np.exp(a))), "The sigmoid has the wrong sign"),
    (activated(lambda a: a > 0), SHOWN),
    (lstm(finished, lambda x, y, c, p: x @ p.W_x + y @ p.W_y), "The bias is missing"),
    (lstm(finished, lambda x, y, c, p: x @ p.W_x + p.b + y @ p.W_y + p.b), "counted twice"),
    (lstm(finished, lambda x, y, c, p: x @ p.W_x + y @ p.W_y - p.b), "the wrong sign"),
    (lstm(finished, lambda x, y, c, p: x @ p.W_x + p.b), "previous output has no influence"),
    (lstm(finished, lambda x, y, c, p: y @ p.W_y + p.b), "input has no influence"),
    (lstm(finished, lambda x, y, c, p: x @ p.W_x + c @ p.W_y + p.b), "read the old cell state"),
    (lstm(finished, lambda x, y, c, p: x @ p.W_x - y @ p.W_y + p.b), SHOWN),
    (lstm(lambda i, f, c, o, c_prev: finished(i, f + 1, c, o, c_prev)), "extra bias of 1"),
    (lstm(lambda *args: finished(*args)[::-1]), "in the wrong order"),
    (lstm(lambda *args: finished(*args)[0]), "must hold 2 things"),
    (lstm(lambda *args: (finished(*args)[0], args[-1])), "the old cell state; the next step"),
    (lstm(lambda *args: finished(*args)[:1] * 2), "comes back twice"),
    (lstm(lambda *args: (finished(*args)[0], np.tanh(finished(*args)[1]))), "gone through tanh"),
    (lstm(lambda *args: (*finished(*args), args[-1])), "must hold 2 things"),
    (lambda x, y, c, p: right_lstm_helper(x, c, y, p), "have changed places on the way in"),
    (
        lambda x, y, c, p: right_lstm_helper(x, y, y, p),
        "forget gate multiplies the previous output",
    ),
    (lambda *args: [part.round(2) for part in right_lstm_helper(*args)], SHOWN),
    (lambda *args: [part.mean(axis=0) for part in right_lstm_helper(*args)], "has shape"),
    (lstm_transposed_blocks, "each block of W_y is transposed"),
    (lstm_peepholes, SHOWN),
    (lstm_made_like_c, "its decimals are lost"),
    (lstm_in_place, "changes c_prev while it runs"),
    (lstm_last_unit_unfilled, "never written"),
    (lstm_uses_new_output, SHOWN),
    (lstm_two_steps, SHOWN),
    (lstm_split_rows, "An error stopped"),
    (lstm_first_row, "first row's state"),
    (lstm_reset_at_the_start, SHOWN),
    (lambda *args: None, "without a return"),
]

RIGHT = [
    right_lstm_helper,
    right_lstm_einsum,
    right_lstm_single,
    right_lstm_number_by_number,
    right_lstm_one_matrix,
    right_lstm_by_row,
    right_lstm_filled,
]
