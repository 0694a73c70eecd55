"""Recorded answers to lab-1/step, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_1._shared import (
    right_step_einsum,
    right_step_single,
    step_linear,
    step_no_bias,
    step_W_y_transposed,
)

SHOWN = "The smallest input that shows it"


def step_W_x_transposed(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t @ W_x.T + y_prev @ W_y + b)


def step_as_in_the_column_equation(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(np.einsum("bi,iu->bu", x_t, W_x) + np.einsum("uv,bv->bu", W_y, y_prev) + b)


def step_weights_left(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(W_x.T @ x_t + W_y.T @ y_prev + b)


def step_weights_left_as_they_are(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(W_x @ x_t + W_y @ y_prev + b)


def step_columns(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(W_x.T @ x_t.T + W_y.T @ y_prev.T + b[:, None])


def step_bias_in_both(x_t, y_prev, params):
    W_x, W_y, b = params
    from_input = x_t @ W_x + b
    from_state = y_prev @ W_y + b
    return np.tanh(from_input + from_state)


def step_two_tanhs(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t @ W_x) + np.tanh(y_prev @ W_y) + b


def step_bracket(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t @ W_x + b) + y_prev @ W_y


def step_dense(x_t, y_prev, params):
    W_x, _, b = params
    return np.tanh(x_t @ W_x + b)


def step_rows_interact(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t @ W_x + y_prev.sum(axis=0) @ W_y + b)


def step_minus(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t @ W_x - y_prev @ W_y + b)


def step_no_return(x_t, y_prev, params):
    W_x, W_y, b = params
    np.tanh(x_t @ W_x + y_prev @ W_y + b)


def step_elementwise(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t * W_x + y_prev * W_y + b)


def step_writes_into_y_prev(x_t, y_prev, params):
    W_x, W_y, b = params
    y_prev[:] = np.tanh(x_t @ W_x + y_prev @ W_y + b)
    return y_prev


def step_scales_input_in_place(x_t, y_prev, params):
    W_x, W_y, b = params
    x_t *= 2
    return np.tanh(x_t @ W_x / 2 + y_prev @ W_y + b)


def step_whole_numbers(x_t, y_prev, params):
    W_x, W_y, b = params
    y_t = np.zeros(y_prev.shape, dtype=int)
    y_t[:] = np.tanh(x_t @ W_x + y_prev @ W_y + b)
    return y_t


def step_first_row_only(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t[0] @ W_x + y_prev[0] @ W_y + b)


def step_nan(x_t, y_prev, params):
    W_x, W_y, b = params
    a = x_t @ W_x + y_prev @ W_y + b
    return np.exp(a) * np.nan


def step_rounded(x_t, y_prev, params):
    return np.round(right_step_einsum(x_t, y_prev, params), 3)


def step_logistic(x_t, y_prev, params):
    W_x, W_y, b = params
    return 1 / (1 + np.exp(-(x_t @ W_x + y_prev @ W_y + b)))


def step_relu(x_t, y_prev, params):
    a = step_linear(x_t, y_prev, params)
    return a * (a > 0)


def step_clipped(x_t, y_prev, params):
    return np.clip(step_linear(x_t, y_prev, params), -1, 1)


def step_weights_exchanged(x_t, y_prev, params):
    W_y, W_x, b = params
    return np.tanh(x_t @ W_x + y_prev @ W_y + b)


def step_residual(x_t, y_prev, params):
    y_t = y_prev.copy()
    y_t += right_step_einsum(x_t, y_prev, params)
    return y_t


def step_leaky(x_t, y_prev, params):
    return (y_prev + right_step_einsum(x_t, y_prev, params)) / 2


def step_absolute(x_t, y_prev, params):
    return np.tanh(np.abs(step_linear(x_t, y_prev, params)))


def step_diagonal(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t @ W_x + y_prev * np.diag(W_y) + b)


def step_one_input(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t[:, :1] * W_x[0] + y_prev @ W_y + b)


def step_one_bias(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t @ W_x + y_prev @ W_y + b[0])


def step_bias_per_row(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t @ W_x + y_prev @ W_y + b[:, None])


def step_batch_normalised(x_t, y_prev, params):
    a = step_linear(x_t, y_prev, params)
    return np.tanh(a - a.mean(axis=0) + params.b)


def step_twice(x_t, y_prev, params):
    return right_step_einsum(x_t, right_step_einsum(x_t, y_prev, params), params)


def step_tanh_of_inputs(x_t, y_prev, params):
    return np.tanh(step_linear(np.tanh(x_t), y_prev, params))


def step_made_like_y_prev(x_t, y_prev, params):
    y_t = np.zeros_like(y_prev)
    for i in range(len(x_t)):
        y_t[i] = np.tanh(x_t[i] @ params.W_x + y_prev[i] @ params.W_y + params.b)
    return y_t


def step_unfilled(x_t, y_prev, params):
    return np.empty((len(x_t), len(params.b)))


def step_last_row_unfilled(x_t, y_prev, params):
    y_t = np.empty((len(x_t), len(params.b)))
    for i in range(len(x_t) - 1):
        y_t[i] = np.tanh(x_t[i] @ params.W_x + y_prev[i] @ params.W_y + params.b)
    return y_t


def step_last_unit_missing(x_t, y_prev, params):
    y_t = np.zeros((len(x_t), len(params.b)))
    for j in range(len(params.b) - 1):
        y_t[:, j] = np.tanh(x_t @ params.W_x[:, j] + y_prev @ params.W_y[:, j] + params.b[j])
    return y_t


def right_step_side_by_side(x_t, y_prev, params):
    Z, W = np.hstack([x_t, y_prev]), np.vstack([params.W_x, params.W_y])
    return np.tanh(np.dot(Z, W) + params.b)


def right_step_in_place(x_t, y_prev, params):
    a = x_t @ params.W_x
    a += y_prev @ params.W_y
    a += params.b
    return np.tanh(a, out=a)


def right_step_number_by_number(x_t, y_prev, params):
    W_x, W_y, b = params
    rows = []
    for x, y in zip(x_t, y_prev, strict=True):
        row = []
        for j in range(len(b)):
            a = b[j] + sum(x[i] * W_x[i, j] for i in range(len(x)))
            a += sum(y[k] * W_y[k, j] for k in range(len(y)))
            row.append(np.tanh(a))
        rows.append(row)
    return rows


def right_step_columns(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(W_x.T @ x_t.T + W_y.T @ y_prev.T + b[:, None]).T


def right_step_per_row(x_t, y_prev, params):
    return np.array(
        [
            np.tanh(params.W_x.T @ x + params.W_y.T @ y + params.b)
            for x, y in zip(x_t, y_prev, strict=True)
        ]
    )


def right_step_exponentials(x_t, y_prev, params):
    W_x, W_y, b = params
    a = x_t @ W_x + y_prev @ W_y + b
    return (1 - np.exp(-2 * a)) / (1 + np.exp(-2 * a))


def right_step_nested_list(x_t, y_prev, params):
    return right_step_einsum(x_t, y_prev, params).tolist()


WRONG = [
    (step_W_y_transposed, "what W_y transposed gives"),
    (step_W_x_transposed, "what W_x transposed gives"),
    (step_as_in_the_column_equation, "what W_y transposed gives"),
    (step_weights_left, "stand on the left"),
    (step_weights_left_as_they_are, "stand on the left"),
    (step_columns, "they stand in columns"),
    (step_no_bias, "The bias is missing"),
    (step_bias_in_both, "The bias is counted twice"),
    (step_linear, "the sum a_t from before the activation"),
    (step_two_tanhs, "separately"),
    (step_bracket, "where the closing bracket stands"),
    (step_dense, "an ordinary dense layer"),
    (step_rows_interact, "added together"),
    (step_minus, SHOWN),
    (step_logistic, "the logistic function was applied"),
    (step_relu, "negative sums were set to zero"),
    (step_weights_exchanged, "The weights have changed places"),
    (step_residual, "y_prev itself is added"),
    (step_made_like_y_prev, "its decimals are lost"),
    *((slip, SHOWN) for slip in (step_rounded, step_clipped, step_leaky, step_absolute)),
    *((slip, SHOWN) for slip in (step_diagonal, step_one_input, step_one_bias, step_twice)),
    *((slip, SHOWN) for slip in (step_batch_normalised, step_tanh_of_inputs)),
    (step_bias_per_row, "The result has shape (2, 2); the shape expected is (1, 2)"),
    (step_unfilled, "never written"),
    (step_last_row_unfilled, "never written"),
    (step_last_unit_missing, SHOWN),
    (step_no_return, "without a return"),
    (step_elementwise, "taken number by number, with *"),
    (step_writes_into_y_prev, "changes y_prev while it runs"),
    (step_scales_input_in_place, "changes x_t while it runs"),
    (step_whole_numbers, "the decimals are lost"),
    (step_first_row_only, "has shape (3,); the shape expected is (4, 3)"),
    (step_nan, "holds NaN"),
    (np.ones((3, 2)), "without parentheses"),
]

RIGHT = [
    right_step_per_row,
    right_step_einsum,
    right_step_single,
    right_step_exponentials,
    right_step_nested_list,
    right_step_side_by_side,
    right_step_in_place,
    right_step_number_by_number,
    right_step_columns,
]
