"""Recorded answers to lab-3/output-gradients, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.bptt import output_gradients as book_output_gradients
from unrolled.layers import RNNParams
from wrong_answers.lab_3._shared import right_og_list


def right_og_book(Y, dY, W_y):
    return book_output_gradients(Y, dY, RNNParams(None, W_y, None))


def right_og_added(Y, dY, W_y):
    G = np.array(dY, dtype=float)
    for t in range(Y.shape[1] - 2, -1, -1):
        G[:, t] += (G[:, t + 1] * (1 - Y[:, t + 1] ** 2)) @ W_y.T
    return G


def right_og_copy_of_whole_numbers_refused(Y, dY, W_y):
    G = dY.copy()
    for t in range(Y.shape[1] - 2, -1, -1):
        G[:, t] += (G[:, t + 1] * (1 - Y[:, t + 1] ** 2)) @ W_y.T
    return G


def right_og_recursive(Y, dY, W_y):
    first = dY[:, :1]
    if Y.shape[1] == 1:
        return first
    rest = right_og_recursive(Y[:, 1:], dY[:, 1:], W_y)
    back = (rest[:, :1] * (1 - Y[:, 1:2] ** 2)) @ W_y.T
    return np.concatenate([first + back, rest], axis=1)


def right_og_every_path(Y, dY, W_y):
    """Send every direct gradient back by itself, and add up what arrives."""
    G = np.zeros(dY.shape)
    for start in range(Y.shape[1]):
        g = dY[:, start]
        for t in range(start, -1, -1):
            G[:, t] += g
            g = np.einsum("bu,vu->bv", g * (1 - Y[:, t] ** 2), W_y)
    return G


def right_og_one_by_one(Y, dY, W_y):
    G = dY.tolist()
    batch, time, units = Y.shape
    for b in range(batch):
        for t in range(time - 2, -1, -1):
            for i in range(units):
                for j in range(units):
                    G[b][t][i] += G[b][t + 1][j] * (1 - Y[b, t + 1, j] ** 2) * W_y[i, j]
    return G


def right_og_single(Y, dY, W_y):
    return right_og_list(*(a.astype(np.float32) for a in (Y, dY, W_y)))


def recursion(body, steps=lambda time: range(time), G=np.zeros):
    """Fill G from the last step back; `body(g, y)` makes what is handed to the step before."""

    def my_output_gradients(Y, dY, W_y):
        filled, future = G(dY.shape), 0.0
        for t in reversed(steps(Y.shape[1])):
            filled[:, t] = dY[:, t] + future
            future = body(filled[:, t], Y[:, t], W_y)
        return filled

    return my_output_gradients


def tanh_back(g, y, W_y):
    return (g * (1 - y**2)) @ W_y.T


og_no_slope = recursion(lambda g, y, W_y: g @ W_y.T)
og_no_W_y = recursion(lambda g, y, W_y: g * (1 - y**2))
og_turned = recursion(lambda g, y, W_y: (g * (1 - y**2)) @ W_y)
og_left = recursion(lambda g, y, W_y: W_y @ (g * (1 - y**2)))
og_sigmoid = recursion(lambda g, y, W_y: (g * y * (1 - y)) @ W_y.T)
og_half = recursion(lambda g, y, W_y: (g * (1 - y**2)) @ W_y.T / 2)
og_after = recursion(lambda g, y, W_y: (g @ W_y.T) * (1 - y**2))
og_twice = recursion(lambda g, y, W_y: (g * (1 - y**2) ** 2) @ W_y.T)
og_minus = recursion(lambda g, y, W_y: (g * (y**2 - 1)) @ W_y.T)
og_square = recursion(lambda g, y, W_y: (g * (1 - y) ** 2) @ W_y.T)
og_one_minus = recursion(lambda g, y, W_y: (g * (1 - y)) @ W_y.T)
og_tanh_again = recursion(lambda g, y, W_y: (g * (1 - np.tanh(y) ** 2)) @ W_y.T)
og_one_plus = recursion(lambda g, y, W_y: (g * (1 + y**2)) @ W_y.T)
og_mean_of_batch = recursion(lambda g, y, W_y: tanh_back(g, y, W_y).mean(axis=0))
og_diagonal = recursion(lambda g, y, W_y: g * (1 - y**2) * np.diag(W_y))
og_first_unit = recursion(lambda g, y, W_y: tanh_back(g, y, W_y)[:, :1])
og_first_missing = recursion(tanh_back, steps=lambda time: range(1, time))
og_first_unfilled = recursion(tanh_back, lambda time: range(1, time), np.empty)
og_last_missing = recursion(tanh_back, steps=lambda time: range(time - 1))
og_last_unfilled = recursion(tanh_back, lambda time: range(time - 1), np.empty)


def og_unfilled(Y, dY, W_y):
    return np.empty(dY.shape)


def og_unfilled_like(Y, dY, W_y):
    return np.empty_like(dY)


def og_whole(Y, dY, W_y):
    G = np.zeros_like(dY)
    delta = np.zeros_like(dY[:, 0])
    for t in reversed(range(Y.shape[1])):
        G[:, t] = dY[:, t] + delta @ W_y.T
        delta = G[:, t] * (1 - Y[:, t] ** 2)
    return G


def og_whole_at_the_end(Y, dY, W_y):
    G = dY.copy()
    G[...] = right_og_list(Y, dY, W_y)
    return G


def og_last_kept_zero(Y, dY, W_y):
    G = np.zeros_like(dY)
    for t in range(Y.shape[1] - 2, -1, -1):
        G[:, t] = dY[:, t] + (G[:, t + 1] * (1 - Y[:, t + 1] ** 2)) @ W_y.T
    return G


def og_direct_twice(Y, dY, W_y):
    G = dY.copy()
    for t in range(Y.shape[1] - 2, -1, -1):
        G[:, t] += dY[:, t] + (G[:, t + 1] * (1 - Y[:, t + 1] ** 2)) @ W_y.T
    return G


def og_own_slope(Y, dY, W_y):
    G = dY.copy()
    for t in range(Y.shape[1] - 2, -1, -1):
        G[:, t] += (G[:, t + 1] * (1 - Y[:, t] ** 2)) @ W_y.T
    return G


def og_own_slope_after(Y, dY, W_y):
    G = dY.copy()
    for t in range(Y.shape[1] - 2, -1, -1):
        G[:, t] += (G[:, t + 1] @ W_y.T) * (1 - Y[:, t] ** 2)
    return G


def og_forwards(Y, dY, W_y):
    G = dY.copy()
    for t in range(1, Y.shape[1]):
        G[:, t] += (G[:, t - 1] * (1 - Y[:, t - 1] ** 2)) @ W_y.T
    return G


def og_direct_of_next_only(Y, dY, W_y):
    G = dY.copy()
    for t in range(Y.shape[1] - 1):
        G[:, t] += (dY[:, t + 1] * (1 - Y[:, t + 1] ** 2)) @ W_y.T
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


def og_not_turned_round(Y, dY, W_y):
    return right_og_list(Y, dY, W_y)[:, ::-1]


def og_stacked_in_front(Y, dY, W_y):
    return list(right_og_list(Y, dY, W_y).swapaxes(0, 1))


def og_deltas(Y, dY, W_y):
    return right_og_list(Y, dY, W_y) * (1 - Y**2)


def og_future(Y, dY, W_y):
    return right_og_list(Y, dY, W_y) - dY


def og_only_where_the_loss_looks(Y, dY, W_y):
    """Skip the steps at which the loss does not look."""
    G, delta = np.zeros(dY.shape), np.zeros(dY[:, 0].shape)
    for t in reversed(range(Y.shape[1])):
        if not dY[:, t].any():
            continue
        G[:, t] = dY[:, t] + delta @ W_y.T
        delta = G[:, t] * (1 - Y[:, t] ** 2)
    return G


def og_first_step_only(Y, dY, W_y):
    return right_og_list(Y, dY, W_y)[:, 0]


WRONG = [
    (lambda Y, dY, W_y: dY, "This is dY itself"),
    (og_no_slope, "The slope of tanh is missing"),
    (og_no_W_y, "W_y is missing"),
    (og_turned, "without its transpose"),
    (og_left, "stands on the left"),
    (og_sigmoid, "slope of the sigmoid"),
    (og_after, "it is that of step t + 1, multiplied after W_y"),
    (og_twice, "enters twice"),
    (og_minus, "The sign of what comes back"),
    (og_square, "only y is squared"),
    (og_one_minus, "was taken as 1 - y."),
    (og_tanh_again, "tanh was applied to Y once more"),
    (og_diagonal, "hears only from itself"),
    (og_own_slope, "where the gradient arrives"),
    (og_own_slope_after, "it is that of step t, multiplied after W_y"),
    (og_forwards, "forwards in time"),
    (og_direct_of_next_only, "Each step hears of the next one only"),
    (og_no_direct, "replaces what the loss says"),
    (og_direct_twice, "counted twice"),
    (og_last_missing, "about the last output is lost"),
    (og_last_kept_zero, "about the last output is lost"),
    (og_first_missing, "The first step was never reached"),
    (og_future, "only the part that comes from the future"),
    (og_deltas, "These are the deltas"),
    (og_not_turned_round, "last step first"),
    (og_stacked_in_front, "the axes are not"),
    (og_first_step_only, "the shape expected is"),
    (og_in_place, "changes dY while it runs"),
    (og_whole, "Where dY holds whole numbers"),
    (og_whole_at_the_end, "Where dY holds whole numbers"),
    (og_unfilled, ""),
    (og_unfilled_like, ""),
    (og_first_unfilled, ""),
    (og_last_unfilled, ""),
    (og_only_where_the_loss_looks, "The smallest input that shows it"),
    (og_half, "The smallest input that shows it"),
    (og_one_plus, "The smallest input that shows it"),
    (og_mean_of_batch, "The smallest input that shows it"),
    (og_first_unit, "The smallest input that shows it"),
]

RIGHT = [
    right_og_book,
    right_og_list,
    right_og_added,
    right_og_copy_of_whole_numbers_refused,
    right_og_recursive,
    right_og_every_path,
    right_og_one_by_one,
    right_og_single,
]
