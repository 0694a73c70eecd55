"""Recorded answers to lab-1/one-matrix, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

from collections import namedtuple

import numpy as np


def one_matrix_Z_swapped(x_t, y_prev, params):
    return np.hstack([y_prev, x_t]), np.vstack([params.W_x, params.W_y])


def one_matrix_W_swapped(x_t, y_prev, params):
    return np.hstack([x_t, y_prev]), np.vstack([params.W_y, params.W_x])


def one_matrix_both_swapped(x_t, y_prev, params):
    return np.hstack([y_prev, x_t]), np.vstack([params.W_y, params.W_x])


def one_matrix_side_by_side(x_t, y_prev, params):
    return np.hstack([x_t, y_prev]), np.hstack([params.W_x, params.W_y])


def one_matrix_below(x_t, y_prev, params):
    return np.concatenate([x_t, y_prev]), np.concatenate([params.W_x, params.W_y])


def one_matrix_W_y_transposed(x_t, y_prev, params):
    return np.hstack([x_t, y_prev]), np.vstack([params.W_x, params.W_y.T])


def one_matrix_with_bias(x_t, y_prev, params):
    ones = np.ones((len(x_t), 1))
    return np.hstack([x_t, y_prev, ones]), np.vstack([params.W_x, params.W_y, params.b])


def one_matrix_Z_only(x_t, y_prev, params):
    return np.hstack([x_t, y_prev])


def one_matrix_W_Z(x_t, y_prev, params):
    return np.vstack([params.W_x, params.W_y]), np.hstack([x_t, y_prev])


def one_matrix_made_like_x_t(x_t, y_prev, params):
    inputs = x_t.shape[1]
    Z = np.zeros((len(x_t), inputs + y_prev.shape[1]), dtype=x_t.dtype)
    Z[:, :inputs] = x_t
    Z[:, inputs:] = y_prev
    return Z, np.vstack([params.W_x, params.W_y])


def one_matrix_half_filled(x_t, y_prev, params):
    Z, W = right_one_matrix_filled(x_t, y_prev, params)
    Z_half = np.empty(Z.shape)
    Z_half[:, : x_t.shape[1]] = x_t
    return Z_half, W


def one_matrix_unfilled(x_t, y_prev, params):
    inputs, units = params.W_x.shape
    return np.empty((len(x_t), inputs + units)), np.empty((inputs + units, units))


def one_matrix_in_rows(x_t, y_prev, params):
    pairs = zip(x_t, y_prev, strict=True)
    return [np.concatenate([y, x]) for x, y in pairs], np.vstack([params.W_x, params.W_y])


def with_parts(Z=lambda x, y: np.hstack([x, y]), W=lambda W_x, W_y: np.vstack([W_x, W_y])):
    """Return an answer that puts Z or W together in another way."""
    return lambda x_t, y_prev, params: (Z(x_t, y_prev), W(params.W_x, params.W_y))


SLIPS = [
    (with_parts(Z=lambda x, y: np.hstack([x, x])), "Z has"),
    (with_parts(Z=lambda x, y: np.hstack([x, 0 * y])), "Z has the right shape"),
    (with_parts(Z=lambda x, y: np.hstack([x, -y])), "Z has the right shape"),
    (with_parts(Z=lambda x, y: np.hstack([x, y[::-1]])), "Z has the right shape"),
    (with_parts(Z=lambda x, y: np.hstack([x, y])[:, ::-1]), "Z has the right shape"),
    (with_parts(Z=lambda x, y: np.hstack([x, np.tanh(y)])), "Z has the right shape"),
    (with_parts(Z=lambda x, y: np.hstack([x[:1], y[:1]])), "Z has shape (1, 5)"),
    (with_parts(Z=lambda x, y: np.hstack([x, y]).ravel()), "Z has shape"),
    (with_parts(Z=lambda x, y: np.hstack([x, y]).T), "Z is transposed"),
    (with_parts(W=lambda W_x, W_y: np.vstack([W_x, W_y[::-1]])), "W has the right shape"),
    (with_parts(W=lambda W_x, W_y: np.vstack([W_x, np.diag(np.diag(W_y))])), "W has the right"),
    (with_parts(W=lambda W_x, W_y: np.vstack([W_x, W_x])), "W has shape"),
    (with_parts(W=lambda W_x, W_y: np.vstack([W_x, W_y])[::-1]), "W has the right shape"),
    (with_parts(W=lambda W_x, W_y: np.vstack([W_x, W_y]).T), "W is transposed"),
    (
        with_parts(lambda x, y: np.hstack([x, y]).T, lambda U, V: np.vstack([U, V]).T),
        "both transposed",
    ),
    (with_parts(np.add, np.add), "The parts were added"),
    (with_parts(lambda x, y: [x, y], lambda W_x, W_y: [W_x, W_y]), "Z is a value of type list"),
]


def right_one_matrix_stack(x_t, y_prev, params):
    return [np.hstack([x_t, y_prev]), np.vstack(params[:2])]


def right_one_matrix_filled(x_t, y_prev, params):
    inputs, units = params.W_x.shape
    Z, W = np.empty((len(x_t), inputs + units)), np.empty((inputs + units, units))
    Z[:, :inputs], Z[:, inputs:] = x_t, y_prev
    W[:inputs], W[inputs:] = params.W_x, params.W_y
    return Z, W


def right_one_matrix_names(x_t, y_prev, params):
    Answer = namedtuple("Answer", "Z W")
    return Answer(np.c_[x_t, y_prev], np.r_[params.W_x, params.W_y])


def right_one_matrix_lists(x_t, y_prev, params):
    Z = [[*x, *y] for x, y in zip(x_t.tolist(), y_prev.tolist(), strict=True)]
    return Z, params.W_x.tolist() + params.W_y.tolist()


def right_one_matrix_single(x_t, y_prev, params):
    Z, W = right_one_matrix_filled(x_t, y_prev, params)
    return Z.astype("float32"), W.astype("float32")


WRONG = [
    (one_matrix_Z_swapped, "In Z the previous output comes first"),
    (one_matrix_W_swapped, "but W begins with W_y"),
    (one_matrix_both_swapped, "exchange the order in both"),
    (one_matrix_side_by_side, "stand side by side; that needs equally many rows"),
    (one_matrix_below, "In Z the previous outputs stand below the inputs"),
    (one_matrix_W_y_transposed, "W_y stands transposed in W"),
    (one_matrix_with_bias, "took the bias in as well"),
    (one_matrix_Z_only, "must hold 2 things: Z, W"),
    (one_matrix_W_Z, "wrong order: return Z, W"),
    (one_matrix_made_like_x_t, "the previous outputs lose their decimals"),
    (one_matrix_in_rows, "In Z the previous output comes first"),
    (one_matrix_half_filled, "never written"),
    (one_matrix_unfilled, "never written"),
    *SLIPS,
]

RIGHT = [
    right_one_matrix_stack,
    right_one_matrix_filled,
    right_one_matrix_names,
    right_one_matrix_lists,
    right_one_matrix_single,
]
