"""Recorded answers to lab-5/gru-step, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.layers import gru_forward
from wrong_answers.lab_5._shared import SHOWN, logistic_by_tanh, sigmoid


def right_gru_helper(x_t, y_prev, params):
    return gru_forward(x_t[:, None], params, y_prev)[:, 0]


def right_gru_einsum(x_t, y_prev, params):
    W_x, W_y, b = params
    A = np.einsum("bi,iu->bu", x_t, W_x) + b[0]
    P = np.einsum("bv,vu->bu", y_prev, W_y) + b[1]
    A, P = (M.reshape(len(M), 3, -1) for M in (A, P))
    z, r = logistic_by_tanh(A[:, 0] + P[:, 0]), logistic_by_tanh(A[:, 1] + P[:, 1])
    new = np.tanh(A[:, 2] + r * P[:, 2])
    return new + z * (y_prev - new)


def right_gru_single(x_t, y_prev, params):
    x_t, y_prev, *weights = (a.astype(np.float32) for a in (x_t, y_prev, *params))
    return right_gru_slices(x_t, y_prev, params._make(weights))


def right_gru_slices(x_t, y_prev, params):
    units = y_prev.shape[1]
    (b_x, b_y), blocks = params.b, [slice(k * units, (k + 1) * units) for k in range(3)]
    here = [x_t @ params.W_x[:, block] + b_x[block] for block in blocks]
    back = [y_prev @ params.W_y[:, block] + b_y[block] for block in blocks]
    z, r = sigmoid(here[0] + back[0]), sigmoid(here[1] + back[1])
    return (1 - z) * np.tanh(here[2] + r * back[2]) + z * y_prev


def right_gru_number_by_number(x_t, y_prev, params):
    W_x, W_y, (b_x, b_y) = (w.tolist() for w in params)
    units, rows = y_prev.shape[1], []
    for x, y in zip(x_t.tolist(), y_prev.tolist(), strict=True):
        row = []
        for j in range(units):
            a = [
                b_x[k * units + j] + sum(x[m] * W_x[m][k * units + j] for m in range(len(x)))
                for k in range(3)
            ]
            p = [
                b_y[k * units + j] + sum(y[m] * W_y[m][k * units + j] for m in range(units))
                for k in range(3)
            ]
            z, r = sigmoid(a[0] + p[0]), sigmoid(a[1] + p[1])
            row.append(z * y[j] + (1 - z) * np.tanh(a[2] + r * p[2]))
        rows.append(row)
    return rows  # fmt: skip


def right_gru_shut(x_t, y_prev, params):
    """Write 1 - z as the sigmoid of the negative sum."""
    z_x, r_x, new_x = np.split(x_t @ params.W_x + params.b[0], 3, axis=1)
    z_y, r_y, new_y = np.hsplit(y_prev @ params.W_y + params.b[1], 3)
    new = np.tanh(new_x + new_y * sigmoid(r_x + r_y))
    return y_prev * sigmoid(z_x + z_y) + new * sigmoid(-z_x - z_y)


def right_gru_by_row(x_t, y_prev, params):
    rows = []
    for x, y in zip(x_t, y_prev, strict=True):
        a, p = params.W_x.T @ x + params.b[0], params.W_y.T @ y + params.b[1]
        (a_z, a_r, a_y), (p_z, p_r, p_y) = np.array_split(a, 3), np.array_split(p, 3)
        z = sigmoid(a_z + p_z)
        rows.append(z * y + (1 - z) * np.tanh(a_y + sigmoid(a_r + p_r) * p_y))
    return np.vstack(rows)


def right_gru_in_place(x_t, y_prev, params):
    A, P = x_t @ params.W_x, y_prev @ params.W_y
    A += params.b[0]
    P += params.b[1]
    units = y_prev.shape[1]
    gates = sigmoid(A[:, : 2 * units] + P[:, : 2 * units])
    P[:, 2 * units :] *= gates[:, units:]
    new = np.tanh(A[:, 2 * units :] + P[:, 2 * units :])
    return gates[:, :units] * y_prev + (1 - gates[:, :units]) * new


def gru(
    candidate=lambda new, r, past: np.tanh(new + r * past),
    mix=lambda z, new, y: z * y + (1 - z) * new,
    order="zrn",
    gate=sigmoid,
):
    """Return a step with another candidate, mixture, order of the blocks, or activation."""

    def my_gru_step(x_t, y_prev, params):
        W_x, W_y, (b_x, b_y) = params
        here = dict(zip(order, np.split(x_t @ W_x + b_x, 3, axis=1), strict=True))
        back = dict(zip(order, np.split(y_prev @ W_y + b_y, 3, axis=1), strict=True))
        z, r = gate(here["z"] + back["z"]), gate(here["r"] + back["r"])
        return mix(z, candidate(here["n"], r, back["n"]), y_prev)

    return my_gru_step  # fmt: skip


def with_biases(change):
    """Return the step of one who makes other two biases of b."""
    return lambda x_t, y_prev, p: right_gru_slices(x_t, y_prev, p._replace(b=change(*p.b)))


def paper(inner):
    """Return the step with the reset before the matrix, `inner(r, b_y)` being added."""

    def my_gru_step(x_t, y_prev, params):
        W_x, W_y, (b_x, b_y) = params
        units = y_prev.shape[1]
        A, P = x_t @ W_x + b_x, y_prev @ W_y + b_y
        z, r = (sigmoid(A[:, s] + P[:, s]) for s in (slice(units), slice(units, 2 * units)))
        past = np.dot(r * y_prev, W_y[:, 2 * units :]) + inner(r, b_y[2 * units :])
        return z * y_prev + (1 - z) * np.tanh(A[:, 2 * units :] + past)

    return my_gru_step


def gru_every_third(x_t, y_prev, params):
    W_x, W_y, (b_x, b_y) = params
    z, r, new = (x_t @ W_x + b_x).reshape(*y_prev.shape, 3).transpose(2, 0, 1)
    z_y, r_y, past = (y_prev @ W_y + b_y).reshape(*y_prev.shape, 3).transpose(2, 0, 1)
    z, r = sigmoid(z + z_y), sigmoid(r + r_y)
    return z * y_prev + (1 - z) * np.tanh(new + r * past)


def gru_transposed_blocks(x_t, y_prev, params):
    turned = np.hstack([W.T for W in np.split(params.W_y, 3, axis=1)])
    return right_gru_slices(x_t, y_prev, params._replace(W_y=turned))


def gru_bias_as_it_is(x_t, y_prev, params):
    z, _, new = np.split(x_t @ params.W_x + y_prev @ params.W_y + params.b, 3, axis=1)
    return sigmoid(z) * y_prev + (1 - sigmoid(z)) * np.tanh(new)


def gru_bias_outside(x_t, y_prev, params):
    W_x, W_y, b = params
    z, r, new = np.split(x_t @ W_x + b.sum(axis=0), 3, axis=1)
    z_y, r_y, past = np.split(y_prev @ W_y, 3, axis=1)
    z, r = sigmoid(z + z_y), sigmoid(r + r_y)
    return z * y_prev + (1 - z) * np.tanh(new + r * past)


def gru_deaf_gates(x_t, y_prev, params):
    z, r, new = np.split(x_t @ params.W_x + params.b[0], 3, axis=1)
    z_b, r_b, _ = np.split(params.b[1], 3)
    past = np.split(y_prev @ params.W_y + params.b[1], 3, axis=1)[2]
    z, r = sigmoid(z + z_b), sigmoid(r + r_b)
    return z * y_prev + (1 - z) * np.tanh(new + r * past)


def gru_made_like_y(x_t, y_prev, params):
    y_t = np.zeros_like(y_prev)
    y_t[:] = right_gru_slices(x_t, y_prev, params)
    return y_t


def gru_in_place(x_t, y_prev, params):
    y_t = right_gru_slices(x_t, y_prev, params)
    y_prev[:] = y_t
    return y_t


def gru_last_unit_unfilled(x_t, y_prev, params):
    y_t = np.empty(y_prev.shape)
    y_t[:, :-1] = right_gru_slices(x_t, y_prev, params)[:, :-1]
    return y_t


def gru_first_row(x_t, y_prev, params):
    return right_gru_slices(x_t, np.repeat(y_prev[:1], len(x_t), axis=0), params)


def gru_with_state(x_t, y_prev, params):
    y_t = right_gru_slices(x_t, y_prev, params)
    return y_t, y_t


def gru_old_reset(x_t, y_prev, params):
    y_t = right_gru_slices(x_t, y_prev, params)
    return right_gru_slices(x_t, y_t, params)


WRONG = [
    (gru(order="rzn"), "used as reset gate, update gate, candidate"),
    (gru(order="znr"), "used as update gate, candidate, reset gate"),
    (gru(order="nrz"), "used as candidate, reset gate, update gate"),
    (gru(order="rnz"), "used as reset gate, candidate, update gate"),
    (gru(order="nzr"), "used as candidate, update gate, reset gate"),
    (gru_every_third, "Every third column"),
    (gru(mix=lambda z, new, y: (1 - z) * y + z * new), "z and 1 - z have changed places"),
    (gru(mix=lambda z, new, y: new), "This is the candidate"),
    (gru(mix=lambda z, new, y: z * y + new), "The candidate is added as it is"),
    (gru(mix=lambda z, new, y: y + (1 - z) * new), "is kept as a whole"),
    (gru(mix=lambda z, new, y: (1 - z) * new), "Nothing of the previous output is kept"),
    (gru(mix=lambda z, new, y: z * (y + new)), "z multiplies both"),
    (gru(mix=lambda z, new, y: z * y - (1 - z) * new), SHOWN),
    (gru(mix=lambda z, new, y: z * y), SHOWN),
    (gru(mix=lambda z, new, y: (y + new) / 2), SHOWN),
    (gru(mix=lambda z, new, y: np.tanh(z * y + (1 - z) * new)), SHOWN),
    (gru(mix=lambda z, new, y: np.where(z > 0.5, y, new)), SHOWN),
    (paper(lambda r, b_y: b_y), "multiplies the previous output before the matrix does"),
    (paper(lambda r, b_y: r * b_y), "multiplies the previous output before the matrix does"),
    (paper(lambda r, b_y: 0), "multiplies the previous output before the matrix does"),
    (gru_bias_outside, "second bias stands outside the reset"),
    (gru_bias_as_it_is, "The result has shape (2, 1)"),
    (with_biases(lambda b_x, b_y: (0 * b_x, b_y)), "The first bias, b_x, is missing"),
    (with_biases(lambda b_x, b_y: (b_x, 0 * b_y)), "The second bias, b_y, is missing"),
    (with_biases(lambda b_x, b_y: (0 * b_x, 0 * b_y)), "Both biases are missing"),
    (with_biases(lambda b_x, b_y: (b_y, b_x)), "The two biases have changed places"),
    (with_biases(lambda b_x, b_y: (b_x, b_x)), SHOWN),
    (with_biases(lambda b_x, b_y: (b_x + b_y, b_x + b_y)), "both to the past's"),
    (with_biases(lambda b_x, b_y: (0 * b_x, b_x + b_y)), "Both biases of the candidate"),
    (gru(lambda new, r, past: np.tanh(new + past)), "The reset gate has no influence"),
    (gru(lambda new, r, past: np.tanh(r * (new + past))), "multiplies the whole sum"),
    (gru(lambda new, r, past: np.tanh(r * new + past)), "multiplies the input's share"),
    (gru(lambda new, r, past: r * np.tanh(new + past)), "multiplies the finished candidate"),
    (gru(lambda new, r, past: np.tanh(new + (1 - r) * past)), "multiplied by 1 - r"),
    (gru(lambda new, r, past: np.tanh(new) + r * np.tanh(past)), "went through a tanh each"),
    (gru(lambda new, r, past: sigmoid(new + r * past)), "candidate went through a sigmoid"),
    (gru(lambda new, r, past: new + r * past), "sum from before its tanh"),
    (gru(lambda new, r, past: np.tanh(new)), SHOWN),
    (gru(lambda new, r, past: np.tanh(r * past)), SHOWN),
    (gru(lambda new, r, past: np.maximum(new + r * past, 0)), SHOWN),
    (gru(gate=np.tanh), "The gates went through tanh"),
    (gru(gate=lambda a: a), "sums from before their sigmoid"),
    (gru(gate=lambda a: np.clip(0.2 * a + 0.5, 0, 1)), "straight line cut off"),
    (gru(gate=lambda a: 1 / (1 + np.exp(a))), "The sigmoid has the wrong sign"),
    (gru_transposed_blocks, "each block of W_y is transposed"),
    (gru_deaf_gates, "The gates do not hear the previous output"),
    (gru_made_like_y, "its decimals are lost"),
    (gru_in_place, "changes y_prev while it runs"),
    (gru_last_unit_unfilled, "never written"),
    (gru_first_row, "first row's previous output"),
    (gru_with_state, "The result has shape (2, 4, 3)"),
    (gru_old_reset, SHOWN),
    (lambda x_t, y_prev, p: right_gru_slices(x_t, 0 * y_prev, p), SHOWN),
    (lambda x_t, y_prev, p: right_gru_slices(x_t, y_prev, p).T, "The result has shape"),
    (lambda x_t, y_prev, p: right_gru_slices(x_t, y_prev, p).round(3), SHOWN),
    (lambda *args: None, "without a return"),
]

RIGHT = [
    right_gru_helper,
    right_gru_einsum,
    right_gru_single,
    right_gru_slices,
    right_gru_number_by_number,
    right_gru_shut,
    right_gru_by_row,
    right_gru_in_place,
]
