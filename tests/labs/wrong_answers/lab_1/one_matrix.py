"""Recorded answers to lab-1/one-matrix, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

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


def right_one_matrix_stack(x_t, y_prev, params):
    return [np.hstack([x_t, y_prev]), np.vstack(params[:2])]


def right_one_matrix_filled(x_t, y_prev, params):
    inputs, units = params.W_x.shape
    Z, W = np.empty((len(x_t), inputs + units)), np.empty((inputs + units, units))
    Z[:, :inputs], Z[:, inputs:] = x_t, y_prev
    W[:inputs], W[inputs:] = params.W_x, params.W_y
    return Z, W


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
]

RIGHT = [right_one_matrix_stack, right_one_matrix_filled]
