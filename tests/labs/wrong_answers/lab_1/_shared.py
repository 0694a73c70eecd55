"""What the recorded answers of several exercises of lab 1 share."""

import numpy as np


def step_W_y_transposed(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t @ W_x + y_prev @ W_y.T + b)


def step_no_bias(x_t, y_prev, params):
    W_x, W_y, _ = params
    return np.tanh(x_t @ W_x + y_prev @ W_y)


def step_linear(x_t, y_prev, params):
    W_x, W_y, b = params
    return x_t @ W_x + y_prev @ W_y + b


def right_step_einsum(x_t, y_prev, params):
    W_x, W_y, b = params
    a = np.einsum("bi,iu->bu", x_t, W_x) + np.einsum("bv,vu->bu", y_prev, W_y)
    return np.tanh(a + b)


def right_step_single(x_t, y_prev, params):
    W_x, W_y, b = (w.astype(np.float32) for w in params)
    return np.tanh(x_t.astype(np.float32) @ W_x + y_prev.astype(np.float32) @ W_y + b)


def run(X, params, y, step=right_step_einsum):
    outputs = []
    for t in range(X.shape[1]):
        y = step(X[:, t], y, params)
        outputs.append(y)
    return np.stack(outputs, axis=1)
