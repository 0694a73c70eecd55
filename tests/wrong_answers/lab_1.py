"""Recorded answers to Lab 1, written as learners write them.

WRONG: exercise -> list of (answer, words that its diagnosis must contain).
RIGHT: exercise -> list of correct answers unlike the reference.
"""

import numpy as np

from unrolled.layers import rnn_forward

# ---------------------------------------------------------------- lab-1/step


def step_W_y_transposed(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t @ W_x + y_prev @ W_y.T + b)


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


def step_no_bias(x_t, y_prev, params):
    W_x, W_y, _ = params
    return np.tanh(x_t @ W_x + y_prev @ W_y)


def step_bias_in_both(x_t, y_prev, params):
    W_x, W_y, b = params
    from_input = x_t @ W_x + b
    from_state = y_prev @ W_y + b
    return np.tanh(from_input + from_state)


def step_linear(x_t, y_prev, params):
    W_x, W_y, b = params
    return x_t @ W_x + y_prev @ W_y + b


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


def right_step_per_row(x_t, y_prev, params):
    return np.array(
        [
            np.tanh(params.W_x.T @ x + params.W_y.T @ y + params.b)
            for x, y in zip(x_t, y_prev, strict=True)
        ]
    )


def right_step_einsum(x_t, y_prev, params):
    W_x, W_y, b = params
    a = np.einsum("bi,iu->bu", x_t, W_x) + np.einsum("bv,vu->bu", y_prev, W_y)
    return np.tanh(a + b)


def right_step_single(x_t, y_prev, params):
    W_x, W_y, b = (w.astype(np.float32) for w in params)
    return np.tanh(x_t.astype(np.float32) @ W_x + y_prev.astype(np.float32) @ W_y + b)


def right_step_exponentials(x_t, y_prev, params):
    W_x, W_y, b = params
    a = x_t @ W_x + y_prev @ W_y + b
    return (1 - np.exp(-2 * a)) / (1 + np.exp(-2 * a))


def right_step_nested_list(x_t, y_prev, params):
    return right_step_einsum(x_t, y_prev, params).tolist()


# ---------------------------------------------------------------- lab-1/layer


def run(X, params, y, step=right_step_einsum):
    outputs = []
    for t in range(X.shape[1]):
        y = step(X[:, t], y, params)
        outputs.append(y)
    return np.stack(outputs, axis=1)


def layer_W_y_transposed(X, params, Y_init):
    return run(X, params, Y_init, step_W_y_transposed)


def layer_no_bias(X, params, Y_init):
    return run(X, params, Y_init, step_no_bias)


def layer_from_zeros(X, params, Y_init):
    return run(X, params, np.zeros_like(Y_init))


def layer_never_updates(X, params, Y_init):
    outputs = []
    for t in range(X.shape[1]):
        outputs.append(right_step_einsum(X[:, t], Y_init, params))
    return np.stack(outputs, axis=1)


def layer_over_batch(X, params, Y_init):
    outputs, y = [], Y_init
    for t in range(X.shape[0]):
        y = right_step_einsum(X[t], y, params)
        outputs.append(y)
    return np.stack(outputs)


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


def layer_concatenated(X, params, Y_init):
    return np.concatenate(list(run(X, params, Y_init).swapaxes(0, 1)), axis=1)


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


# ---------------------------------------------------------------- lab-1/one-matrix


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


# ---------------------------------------------------------------- lab-1/count


def count_times_steps(n_steps, inputs, units):
    return n_steps * right_count_recursive(n_steps, inputs, units)


def count_flattened(n_steps, inputs, units):
    return right_count_recursive(n_steps, n_steps * inputs, units)


def count_no_bias(n_steps, inputs, units):
    total = 0
    for u in units:
        total += inputs * u + u * u
        inputs = u
    return total


def count_dense(n_steps, inputs, units):
    total = 0
    for u in units:
        total += inputs * u + u
        inputs = u
    return total


def count_inputs_twice(n_steps, inputs, units):
    total = 0
    for u in units:
        total += 2 * inputs * u + u
        inputs = u
    return total


def count_lstm(n_steps, inputs, units):
    return 4 * right_count_recursive(n_steps, inputs, units)


def count_all_read_X(n_steps, inputs, units):
    return sum(u * (inputs + u + 1) for u in units)


def count_first(n_steps, inputs, units):
    return units[0] * (inputs + units[0] + 1)


def count_self_only(n_steps, inputs, units):
    total = 0
    for u in units:
        total += inputs * u + u + u
        inputs = u
    return total


def count_inputs_biased(n_steps, inputs, units):
    return right_count_recursive(n_steps, inputs, units) + inputs


def count_eats_list(n_steps, inputs, units):
    total = 0
    while units:
        u = units.pop(0)
        total += u * (inputs + u + 1)
        inputs = u
    return total


def right_count_recursive(n_steps, inputs, units):
    if not units:
        return 0
    first, *rest = units
    return first * (inputs + first + 1) + right_count_recursive(n_steps, first, rest)


def right_count_arrays(n_steps, inputs, units):
    below = np.array([inputs, *units])[:-1]
    return np.sum(np.array(units) * (below + units + 1))


# ---------------------------------------------------------------- lab-1/resume


def resume_reset(layer, X, length):
    starts = range(0, X.shape[1], length)
    return np.concatenate([layer(X[:, s : s + length]) for s in starts], axis=1)


def resume_first_state(layer, X, length):
    outputs, y = [], None
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], y))
        y = outputs[-1][:, 0]
    return np.concatenate(outputs, axis=1)


def resume_drops_rest(layer, X, length):
    outputs, y = [], None
    for k in range(X.shape[1] // length):
        outputs.append(layer(X[:, k * length : (k + 1) * length], y))
        y = outputs[-1][:, -1]
    return np.concatenate(outputs, axis=1) if outputs else layer(X[:, :0])


def resume_drops_rest_carefully(layer, X, length):
    Y, y = [], None
    for start in range(0, X.shape[1] - X.shape[1] % length, length):
        Y.append(layer(X[:, start : start + length], y))
        y = Y[-1][:, -1]
    return np.concatenate(Y, axis=1)


def resume_same_piece(layer, X, length):
    outputs, y = [], None
    for _ in range(0, X.shape[1], length):
        outputs.append(layer(X[:, :length], y))
        y = outputs[-1][:, -1]
    return np.concatenate(outputs, axis=1)


def resume_last_piece(layer, X, length):
    y = None
    for s in range(0, X.shape[1], length):
        Y = layer(X[:, s : s + length], y)
        y = Y[:, -1]
    return Y


def resume_batch_axis(layer, X, length):
    outputs, y = [], None
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], y))
        y = outputs[-1][:, -1]
    return np.concatenate(outputs)


def resume_state_set_once(layer, X, length):
    outputs, y = [], None
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], y))
        if y is None:
            y = outputs[-1][:, -1]
    return np.concatenate(outputs, axis=1)


def resume_all_at_once(layer, X, length):
    return layer(X)


def resume_all_outputs_as_state(layer, X, length):
    outputs, Y = [], None
    for s in range(0, X.shape[1], length):
        Y = layer(X[:, s : s + length], Y)
        outputs.append(Y)
    return np.concatenate(outputs, axis=1)


def resume_state_keeps_axis(layer, X, length):
    outputs, y = [], None
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], y))
        y = outputs[-1][:, -1:]
    return np.concatenate(outputs, axis=1)


def resume_stacked(layer, X, length):
    outputs, y = [], None
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], y))
        y = outputs[-1][:, -1]
    return np.stack(outputs, axis=1)


def resume_returns_in_loop(layer, X, length):
    outputs, y = [], None
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], y))
        y = outputs[-1][:, -1]
        return np.concatenate(outputs, axis=1)


def resume_whole_row(layer, X, length):
    return layer(X[0], None)


def resume_wrong_axis_state(layer, X, length):
    outputs, y = [], None
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], y))
        y = outputs[-1][-1]
    return np.concatenate(outputs, axis=1)


def right_resume_recursive(layer, X, length, Y_init=None):
    Y = layer(X[:, :length], Y_init)
    if X.shape[1] <= length:
        return Y
    return np.concatenate([Y, right_resume_recursive(layer, X[:, length:], length, Y[:, -1])], 1)


def right_resume_step_by_step(layer, X, length):
    outputs, y = [], None
    for t in range(X.shape[1]):
        outputs.append(layer(X[:, t : t + 1], y))
        y = outputs[-1][:, 0]
    return np.concatenate(outputs, axis=1)


def right_resume_split(layer, X, length):
    outputs, y = [], None
    for piece in np.array_split(X, range(length, X.shape[1], length), axis=1):
        outputs.append(layer(piece, y).astype(np.float32))
        y = outputs[-1][:, -1]
    return np.concatenate(outputs, axis=1)


# ---------------------------------------------------------------- lab-1/stack


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


# What the diagnosis must say. Values are what a learner types for lab-1/by-hand.

WRONG = {
    "lab-1/by-hand": [
        ((0.800, -0.380), "without memory"),
        ((0.516, -0.722), "The bias is missing"),
        ((0.670, -0.936), "These are the sums"),
        ((0.551, -0.714), "what came back at the next step was the sum"),
        ((0.585, -0.680), "you fed y_1 back once more"),
        ((0.910, 0.317), "sign of w_y"),
        ((0.169, 0.746), "one step late"),
        ((0.59, -0.70), "given to two decimals"),
        ((0.58, -0.70), "given to two decimals"),
        ((0.670, -0.868), "these are their sums"),
        ((-0.843, 0.445), "The two weights have changed places"),
        ((0.63, -0.717), "y_3 follows from it"),
        ((0.585, 0.701), "y_3 is not right. Right already: y_2."),
        ((0.585,), "must hold 2 things: y_2, y_3"),
        (("0.585", "-0.700"), "type str"),
        (right_step_einsum, "asks for values"),
    ],
    "lab-1/step": [
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
        (step_minus, "The smallest input that shows it"),
        (step_no_return, "without a return"),
        (step_elementwise, "taken number by number, with *"),
        (step_writes_into_y_prev, "changes y_prev while it runs"),
        (step_scales_input_in_place, "changes x_t while it runs"),
        (step_whole_numbers, "the decimals are lost"),
        (step_first_row_only, "has shape (3,); the shape expected is (4, 3)"),
        (step_nan, "holds NaN"),
        (np.ones((3, 2)), "without parentheses"),
    ],
    "lab-1/layer": [
        (layer_W_y_transposed, "what W_y transposed gives at every step"),
        (layer_no_bias, "The bias is missing"),
        (layer_from_zeros, "The layer starts from zeros"),
        (layer_never_updates, "Every step continues from Y_init"),
        (layer_over_batch, "The loop runs over the batch"),
        (layer_over_batch_stacked, "The loop runs over the batch"),
        (layer_time_major, "this is (time, batch, units)"),
        (layer_concatenated, "the time axis is gone"),
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
        (layer_returns_stack_in_loop, "the return stands inside the loop"),
        (layer_returns_in_loop, "the return stands inside the loop"),
        (layer_from_second_step, "the first step was left out"),
        (layer_first_is_Y_init, "the first input is never read"),
        (layer_stops_early, "The smallest input that shows it"),
    ],
    "lab-1/one-matrix": [
        (one_matrix_Z_swapped, "In Z the previous output comes first"),
        (one_matrix_W_swapped, "but W begins with W_y"),
        (one_matrix_both_swapped, "exchange the order in both"),
        (one_matrix_side_by_side, "stand side by side; that needs equally many rows"),
        (one_matrix_below, "In Z the previous outputs stand below the inputs"),
        (one_matrix_W_y_transposed, "W_y stands transposed in W"),
        (one_matrix_with_bias, "took the bias in as well"),
        (one_matrix_Z_only, "must hold 2 things: Z, W"),
        (one_matrix_W_Z, "wrong order: return Z, W"),
    ],
    "lab-1/count": [
        (count_times_steps, "The count grows with n_steps"),
        (count_flattened, "one wide input"),
        (count_no_bias, "The biases are missing"),
        (count_dense, "the count of a dense layer"),
        (count_inputs_twice, "counted twice"),
        (count_lstm, "four times too many"),
        (count_all_read_X, "as if it read the original input"),
        (count_first, "Only the first layer is counted"),
        (count_self_only, "one recurrent weight here, from itself"),
        (count_inputs_biased, "The smallest input that shows it"),
        (count_eats_list, "changes units while it runs"),
    ],
    "lab-1/resume": [
        (resume_reset, "Every piece starts from zeros"),
        (resume_first_state, "continues from the first output of the piece before"),
        (resume_drops_rest, "does not divide into equal pieces"),
        (resume_drops_rest_carefully, "does not divide into equal pieces"),
        (resume_same_piece, "reads the first inputs of X again"),
        (resume_last_piece, "This is the last piece only"),
        (resume_batch_axis, "joined along the batch"),
        (resume_state_set_once, "the end of the first piece"),
        (resume_all_at_once, "more than `length` steps at once"),
        (resume_wrong_axis_state, "Y[-1] is the whole last sequence"),
        (resume_all_outputs_as_state, "You hand on the outputs of every step"),
        (resume_state_keeps_axis, "keeps the time axis"),
        (resume_stacked, "np.concatenate with axis=1"),
        (resume_returns_in_loop, "the first piece only"),
        (resume_whole_row, "X must have shape (batch, time, inputs), got shape (9, 2)"),
    ],
    "lab-1/stack": [
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
    ],
}

RIGHT = {
    "lab-1/by-hand": [(0.585, -0.700), [0.5852, -0.7005], np.array([0.585, -0.7])],
    "lab-1/step": [
        right_step_per_row,
        right_step_einsum,
        right_step_single,
        right_step_exponentials,
        right_step_nested_list,
    ],
    "lab-1/layer": [
        right_layer_per_row,
        right_layer_time_major,
        right_layer_single,
        right_layer_recursive,
    ],
    "lab-1/one-matrix": [right_one_matrix_stack, right_one_matrix_filled],
    "lab-1/count": [right_count_recursive, right_count_arrays],
    "lab-1/resume": [right_resume_recursive, right_resume_step_by_step, right_resume_split],
    "lab-1/stack": [right_stack_in_one_loop, right_stack_single],
}
