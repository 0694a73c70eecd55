"""Recorded answers to lab-1/layer, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

from itertools import accumulate

import numpy as np

from wrong_answers.lab_1._shared import (
    right_step_einsum,
    right_step_single,
    run,
    step_linear,
    step_no_bias,
    step_W_y_transposed,
)

SHOWN = "The smallest input that shows it"


def layer_never_updates(X, params, Y_init):
    outputs = []
    for t in range(X.shape[1]):
        outputs.append(right_step_einsum(X[:, t], Y_init, params))
    return np.stack(outputs, axis=1)


def layer_over_batch_stacked(X, params, Y_init):
    W_x, W_y, b = params
    outputs, y = [], Y_init
    for x in X:
        y = np.tanh(x @ W_x + y @ W_y + b)
        outputs.append(y)
    return np.stack(outputs, axis=1)


def layer_time_major(X, params, Y_init):
    outputs, y = [], Y_init
    for t in range(X.shape[1]):
        y = right_step_einsum(X[:, t], y, params)
        outputs.append(y)
    return outputs


def layer_last_only(X, params, Y_init):
    y = Y_init
    for t in range(X.shape[1]):
        y = right_step_einsum(X[:, t], y, params)
    return y


def layer_one_buffer(X, params, Y_init):
    y, outputs = Y_init.copy(), []
    for t in range(X.shape[1]):
        y[:] = right_step_einsum(X[:, t], y, params)
        outputs.append(y)
    return np.stack(outputs, axis=1)


def layer_stored_too_early(X, params, Y_init):
    outputs, y = [], Y_init
    for t in range(X.shape[1]):
        outputs.append(y)
        y = right_step_einsum(X[:, t], y, params)
    return np.stack(outputs, axis=1)


def layer_starts_with_Y_init(X, params, Y_init):
    outputs = [Y_init]
    for t in range(X.shape[1]):
        outputs.append(right_step_einsum(X[:, t], outputs[-1], params))
    return np.stack(outputs, axis=1)


def layer_input_late(X, params, Y_init):
    outputs, y = [], Y_init
    for t in range(X.shape[1]):
        y = right_step_einsum(X[:, t - 1], y, params)
        outputs.append(y)
    return np.stack(outputs, axis=1)


def layer_uses_first_output(X, params, Y_init):
    Y = np.empty((*X.shape[:2], len(params.b)))
    Y[:, 0] = right_step_einsum(X[:, 0], Y_init, params)
    for t in range(1, X.shape[1]):
        Y[:, t] = right_step_einsum(X[:, t], Y[:, 0], params)
    return Y


def layer_sum_fed_back(X, params, Y_init):
    outputs, a = [], Y_init
    for t in range(X.shape[1]):
        a = step_linear(X[:, t], a, params)
        outputs.append(np.tanh(a))
    return np.stack(outputs, axis=1)


def layer_rows_leak(X, params, Y_init):
    Y = np.empty((*X.shape[:2], len(params.b)))
    y = Y_init[0]
    for i in range(X.shape[0]):
        for t in range(X.shape[1]):
            y = np.tanh(X[i, t] @ params.W_x + y @ params.W_y + params.b)
            Y[i, t] = y
    return Y


def layer_writes_into_Y_init(X, params, Y_init):
    Y = np.empty((*X.shape[:2], len(params.b)))
    for t in range(X.shape[1]):
        Y_init[:] = right_step_einsum(X[:, t], Y_init, params)
        Y[:, t] = Y_init
    return Y


def layer_returns_in_loop(X, params, Y_init):
    for t in range(X.shape[1]):
        Y_init = right_step_einsum(X[:, t], Y_init, params)
        return Y_init


def layer_reshaped(X, params, Y_init):
    batch, time, _ = X.shape
    out = []
    for t in range(time):
        Y_init = right_step_einsum(X[:, t], Y_init, params)
        out.append(Y_init)
    return np.array(out).reshape(batch, time, -1)


def layer_returns_stack_in_loop(X, params, Y_init):
    outputs = []
    for t in range(X.shape[1]):
        Y_init = right_step_einsum(X[:, t], Y_init, params)
        outputs.append(Y_init)
        return np.stack(outputs, axis=1)


def layer_from_second_step(X, params, Y_init):
    Y = np.zeros((*X.shape[:2], len(params.b)))
    for t in range(1, X.shape[1]):
        Y[:, t] = right_step_einsum(X[:, t], Y[:, t - 1], params)
    return Y


def layer_first_is_Y_init(X, params, Y_init):
    Y = np.zeros((*X.shape[:2], len(params.b)))
    Y[:, 0] = Y_init
    for t in range(1, X.shape[1]):
        Y[:, t] = right_step_einsum(X[:, t], Y[:, t - 1], params)
    return Y


def layer_stops_early(X, params, Y_init):
    Y, y = np.zeros((*X.shape[:2], len(params.b))), Y_init
    for t in range(X.shape[1] - 1):
        Y[:, t] = y = right_step_einsum(X[:, t], y, params)
    return Y


def filled(steps, made="empty"):
    """Return the layer that fills the given steps of an array, and leaves the others."""

    def my_layer(X, params, Y_init):
        Y, y = getattr(np, made)((*X.shape[:2], len(params.b))), Y_init
        for t in steps(X.shape[1]):
            Y[:, t] = y = right_step_einsum(X[:, t], y, params)
        return Y

    return my_layer


def layer_skips_zeros(X, params, Y_init):
    outputs, y = [], Y_init
    for t in range(X.shape[1]):
        if X[:, t].any():
            y = right_step_einsum(X[:, t], y, params)
        outputs.append(y)
    return np.stack(outputs, axis=1)


def layer_backwards(X, params, Y_init):
    Y, y = np.zeros((*X.shape[:2], len(params.b))), Y_init
    for t in range(X.shape[1] - 1, -1, -1):
        Y[:, t] = y = right_step_einsum(X[:, t], y, params)
    return Y


def layer_reversed_outputs(X, params, Y_init):
    outputs, y = [], Y_init
    for t in range(X.shape[1]):
        y = right_step_einsum(X[:, t], y, params)
        outputs.insert(0, y)
    return np.stack(outputs, axis=1)


def layer_two_steps_back(X, params, Y_init):
    outputs = [Y_init, Y_init]
    for t in range(X.shape[1]):
        outputs.append(right_step_einsum(X[:, t], outputs[-2], params))
    return np.stack(outputs[2:], axis=1)


def layer_made_like_X(X, params, Y_init):
    W_x, W_y, b = params
    Y, y = np.zeros((*X.shape[:2], len(b)), X.dtype), Y_init
    for t in range(X.shape[1]):
        y = np.tanh(X[:, t] @ W_x + y @ W_y + b)
        Y[:, t] = y
    return Y


def layer_made_like_X_and_read(X, params, Y_init):
    W_x, W_y, b = params
    Y, y = np.zeros((*X.shape[:2], len(b)), X.dtype), Y_init
    for t in range(X.shape[1]):
        Y[:, t] = np.tanh(X[:, t] @ W_x + y @ W_y + b)
        y = Y[:, t]
    return Y


def step_one_input(x_t, y_prev, params):
    return right_step_einsum(x_t[:, :1], y_prev, params)


def right_layer_padded(X, params, Y_init):
    Y = np.empty((len(X), X.shape[1] + 1, len(params.b)))
    Y[:, 0] = Y_init
    for t in range(X.shape[1]):
        Y[:, t + 1] = right_step_einsum(X[:, t], Y[:, t], params)
    return Y[:, 1:]


def right_layer_in_place(X, params, Y_init):
    y, outputs = Y_init.copy(), []
    for x_t in np.moveaxis(X, 1, 0):
        y[:] = np.tanh(x_t @ params.W_x + y @ params.W_y + params.b)
        outputs.append(y.copy())
    return np.array(outputs).transpose(1, 0, 2)


def right_layer_lists(X, params, Y_init):
    return run(X, params, Y_init).tolist()


def right_layer_accumulate(X, params, Y_init):
    steps = accumulate(
        X.swapaxes(0, 1), lambda y, x: right_step_einsum(x, y, params), initial=Y_init
    )
    return np.stack(list(steps)[1:], axis=1)


def right_layer_per_row(X, params, Y_init):
    Y = np.empty((X.shape[0], X.shape[1], len(params.b)))
    for i, x in enumerate(X):
        y = Y_init[i]
        for t, x_t in enumerate(x):
            Y[i, t] = y = np.tanh(params.W_x.T @ x_t + params.W_y.T @ y + params.b)
    return Y


def right_layer_time_major(X, params, Y_init):
    W_x, W_y, b = params
    A = np.swapaxes(X, 0, 1) @ W_x + b
    for t in range(len(A)):
        A[t] = np.tanh(A[t] + (A[t - 1] if t else Y_init) @ W_y)
    return A.swapaxes(0, 1)


def right_layer_single(X, params, Y_init):
    return run(X, params, Y_init, right_step_single).astype(np.float32)


def right_layer_recursive(X, params, Y_init):
    y = right_step_einsum(X[:, 0], Y_init, params)[:, None]
    if X.shape[1] == 1:
        return y
    return np.concatenate([y, right_layer_recursive(X[:, 1:], params, y[:, 0])], axis=1)


UNFILLED = [
    lambda time: [],
    lambda time: range(time - 1),
    lambda time: range(1, time),
    lambda time: range(0, time, 2),
]

SLIPS = [
    (lambda X, p, y: run(np.roll(X, -1, axis=1), p, y), "the last step the first input"),
    (
        lambda X, p, y: run(np.concatenate([X[:, :1], X[:, :-1]], axis=1), p, y),
        "From the second step on, step t reads the input of step t - 1",
    ),
    (lambda X, p, y: run(X * (np.arange(X.shape[1]) == 0)[:, None], p, y), SHOWN),
    (lambda X, p, y: run(np.repeat(X[:, :1], X.shape[1], axis=1), p, y), SHOWN),
    (lambda X, p, y: run(X, p, y).round(2), SHOWN),
    (lambda X, p, y: np.cumsum(run(X, p, y), axis=1), SHOWN),
    (lambda X, p, y: np.tanh(run(X, p, y, step_linear)), "the sum from before the tanh"),
    (lambda X, p, y: run(X, p, np.broadcast_to(y.mean(axis=0), y.shape)), SHOWN),
    (lambda X, p, y: run(X, p, y, lambda x, z, p: right_step_einsum(x, z + y, p)), SHOWN),
    (lambda X, p, y: run(X, p._replace(W_y=np.abs(p.W_y)), y), SHOWN),
    (lambda X, p, y: run(X, p._replace(W_y=-p.W_y), y), SHOWN),
    (lambda X, p, y: run(X, p._replace(W_x=p.W_x[:1]), y, step_one_input), SHOWN),
]

WRONG = [
    (lambda X, p, y: run(X, p, y, step_W_y_transposed), "what W_y transposed gives at every step"),
    (lambda X, p, y: run(X, p, y, step_no_bias), "The bias is missing"),
    (lambda X, p, y: run(X, p, np.zeros_like(y)), "The layer starts from zeros"),
    (layer_never_updates, "Every step continues from Y_init"),
    (lambda X, p, y: run(X.swapaxes(0, 1), p, y).swapaxes(0, 1), "The loop runs over the batch"),
    (layer_over_batch_stacked, "The loop runs over the batch"),
    (layer_time_major, "this is (time, batch, units)"),
    (
        lambda X, p, y: np.concatenate(list(run(X, p, y).swapaxes(0, 1)), axis=1),
        "the time axis is gone",
    ),
    (layer_last_only, "return_sequences=False"),
    (layer_one_buffer, "Every step holds the last output"),
    (layer_stored_too_early, "one step late"),
    (layer_starts_with_Y_init, "one step too many"),
    (layer_input_late, "Step t reads the input of step t - 1"),
    (layer_uses_first_output, "continues from the first output"),
    (layer_sum_fed_back, "the sum from before the tanh"),
    (layer_rows_leak, "leaks from one row"),
    (layer_writes_into_Y_init, "changes Y_init while it runs"),
    (layer_reshaped, "reshape relabels the axes"),
    (layer_returns_stack_in_loop, "A return inside the loop does that"),
    (layer_returns_in_loop, "A return inside the loop does that"),
    (layer_from_second_step, "the first step was left out"),
    (layer_first_is_Y_init, "the first input is never read"),
    (layer_stops_early, "The last step holds zeros"),
    (layer_backwards, "read from its end"),
    (layer_reversed_outputs, "in reverse order"),
    (layer_made_like_X, "its decimals are lost"),
    (layer_made_like_X_and_read, "holds whole numbers"),
    (layer_skips_zeros, SHOWN),
    (layer_two_steps_back, SHOWN),
    *((filled(steps), "never written") for steps in UNFILLED),
    *SLIPS,
]

RIGHT = [
    right_layer_per_row,
    right_layer_time_major,
    right_layer_single,
    right_layer_recursive,
    right_layer_padded,
    right_layer_in_place,
    right_layer_lists,
    right_layer_accumulate,
]
