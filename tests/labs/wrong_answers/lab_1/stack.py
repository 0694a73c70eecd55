"""Recorded answers to lab-1/stack, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.layers import rnn_forward
from wrong_answers.lab_1._shared import right_step_einsum, run

SHOWN = "The smallest input that shows it"


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


def stack_made_like_X(X, lower, upper):
    Y_lower = np.empty((*X.shape[:2], len(lower.b)), dtype=X.dtype)
    y = np.zeros((len(X), len(lower.b)))
    for t in range(X.shape[1]):
        y = right_step_einsum(X[:, t], y, lower)
        Y_lower[:, t] = y
    return rnn_forward(Y_lower, upper)[:, -1]


def stack_unfilled(X, lower, upper):
    rnn_forward(rnn_forward(X, lower), upper)
    return np.empty((len(X), len(upper.b)))


def stack_last_step_unfilled(X, lower, upper):
    Y_lower = rnn_forward(X, lower)
    Y = np.empty((*X.shape[:2], len(upper.b)))
    y = np.zeros((len(X), len(upper.b)))
    for t in range(X.shape[1] - 1):
        Y[:, t] = y = right_step_einsum(Y_lower[:, t], y, upper)
    return Y[:, -1]


def between(change, cut=lambda Y: Y[:, -1]):
    """Return two layers with the outputs of the lower one changed on their way up."""
    return lambda X, lower, upper: cut(rnn_forward(change(rnn_forward(X, lower)), upper))


SLIPS = [
    (between(lambda Y: Y[:, ::-1]), SHOWN),
    (between(lambda Y: Y[::-1]), SHOWN),
    (between(lambda Y: -Y), SHOWN),
    (between(lambda Y: np.tanh(Y)), SHOWN),
    (between(lambda Y: np.arctanh(Y)), SHOWN),
    (between(lambda Y: np.maximum(Y, 0)), SHOWN),
    (between(lambda Y: np.cumsum(Y, axis=1)), SHOWN),
    (between(lambda Y: Y[:, : max(1, Y.shape[1] - 1)]), SHOWN),
    (between(lambda Y: Y[:, min(1, Y.shape[1] - 1) :]), SHOWN),
    (between(lambda Y: Y[:, :1]), "output at the first step"),
    (between(lambda Y: Y[:, 0]), "without a time axis"),
    (between(lambda Y: Y.mean(axis=1)), "without a time axis"),
    (between(lambda Y: Y, cut=lambda Y: Y.sum(axis=1)), "the sum of the outputs over time"),
    (between(lambda Y: Y, cut=lambda Y: Y.max(axis=1)), SHOWN),
    (between(lambda Y: Y, cut=lambda Y: Y[::-1, -1]), SHOWN),
    (between(lambda Y: Y, cut=lambda Y: Y[:, -1:]), "a time axis of length 1 is left over"),
    (between(lambda Y: Y, cut=lambda Y: Y[:, :, -1]), "The result has shape"),
    (lambda X, lower, upper: rnn_forward(X, lower), "outputs of the lower layer"),
    (lambda X, lower, upper: stack_swapped(X, upper, upper), "weights of `upper`"),
    (
        lambda X, lower, upper: between(lambda Y: rnn_forward(Y, upper))(X, lower, upper),
        "ran twice",
    ),
]


def right_stack_of_a_list(X, lower, upper):
    Y = X
    for layer in [lower, upper]:
        Y = rnn_forward(Y, layer)
    return [row[-1] for row in Y]


def right_stack_last_state(X, lower, upper):
    state = np.zeros((len(X), len(upper.b)))
    for y in rnn_forward(X, lower).transpose(1, 0, 2):
        state = np.tanh(upper.b + np.einsum("bi,iu->bu", y, upper.W_x) + state.dot(upper.W_y))
    return state


def right_stack_row_by_row(X, lower, upper):
    return np.vstack([rnn_forward(rnn_forward(x[None], lower), upper)[0, -1] for x in X])


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
    (stack_one_step_up, "last output only, one step in place of a sequence"),
    (stack_upper_reads_X, "The upper layer was given X itself"),
    (stack_swapped, "in the wrong order"),
    (stack_state_up, "starts from the lower layer's last output"),
    (stack_lower_only, "The upper layer has not run yet"),
    (stack_last_row, "of the last sequence in the batch"),
    (stack_flat, "stand side by side"),
    (stack_two_dimensions, "without a time axis, in place of a sequence"),
    (stack_second_last, "The smallest input that shows it"),
    (stack_made_like_X, "the lower layer's outputs lose their decimals"),
    (stack_unfilled, "never written"),
    (stack_last_step_unfilled, "never written"),
    *SLIPS,
]

RIGHT = [
    right_stack_in_one_loop,
    right_stack_single,
    right_stack_of_a_list,
    right_stack_last_state,
    right_stack_row_by_row,
]
