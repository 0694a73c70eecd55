"""Recorded answers to lab-3/output-gradients, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.bptt import output_gradients as book_output_gradients
from unrolled.layers import RNNParams
from wrong_answers.lab_3._shared import right_og_list


def right_og_book(Y, dY, W_y):
    return book_output_gradients(Y, dY, RNNParams(None, W_y, None))


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


WRONG = [
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
]

RIGHT = [right_og_book, right_og_list]
