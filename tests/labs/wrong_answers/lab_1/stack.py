"""Recorded answers to lab-1/stack, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.layers import rnn_forward
from wrong_answers.lab_1._shared import right_step_einsum, run


def stack_everything(X, lower, upper):
    return rnn_forward(rnn_forward(X, lower), upper)


def stack_one_step_up(X, lower, upper):
    Y_lower = rnn_forward(X, lower)[:, -1:]
    return rnn_forward(Y_lower, upper)[:, -1]


def stack_upper_reads_X(X, lower, upper):
    rnn_forward(X, lower)
    return rnn_forward(X, upper)[:, -1]


def stack_swapped(X, lower, upper):
    return rnn_forward(rnn_forward(X, upper), lower)[:, -1]


def stack_state_up(X, lower, upper):
    Y = rnn_forward(X, lower)
    return rnn_forward(Y, upper, Y[:, -1])[:, -1]


def stack_lower_only(X, lower, upper):
    return rnn_forward(X, lower)[:, -1]


def stack_last_row(X, lower, upper):
    return rnn_forward(rnn_forward(X, lower), upper)[-1]


def stack_flat(X, lower, upper):
    Y = rnn_forward(rnn_forward(X, lower), upper)
    return Y.reshape(Y.shape[0], -1)


def stack_two_dimensions(X, lower, upper):
    y = rnn_forward(X, lower)[:, -1]
    return rnn_forward(y, upper)[:, -1]


def stack_second_last(X, lower, upper):
    Y = rnn_forward(rnn_forward(X, lower), upper)
    return Y[:, -2] if X.shape[1] > 1 else Y[:, -1]


def right_stack_in_one_loop(X, lower, upper):
    y_low = np.zeros((len(X), len(lower.b)))
    y_up = np.zeros((len(X), len(upper.b)))
    for t in range(X.shape[1]):
        y_low = right_step_einsum(X[:, t], y_low, lower)
        y_up = right_step_einsum(y_low, y_up, upper)
    return y_up


def right_stack_single(X, lower, upper):
    y = np.zeros((len(X), len(lower.b)), dtype=np.float32)
    return run(run(X, lower, y), upper, np.zeros((len(X), len(upper.b))))[:, -1].astype(np.float32)


WRONG = [
    (stack_everything, "output at every step"),
    (stack_one_step_up, "one step in place of a sequence"),
    (stack_upper_reads_X, "The upper layer was given X itself"),
    (stack_swapped, "in the wrong order"),
    (stack_state_up, "starts from the lower layer's last output"),
    (stack_lower_only, "The upper layer has not run yet"),
    (stack_last_row, "of the last sequence in the batch"),
    (stack_flat, "stand side by side"),
    (stack_two_dimensions, "one step in place of a sequence"),
    (stack_second_last, "The smallest input that shows it"),
]

RIGHT = [right_stack_in_one_loop, right_stack_single]
