"""Recorded answers to lab-2/masked-layer, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.layers import rnn_forward


def loop(X, mask, params, body):
    """Run `body(t, new, old)` -> (output, state) over the steps."""
    W_x, W_y, b = params
    old, outputs = np.zeros((len(X), len(b))), []
    for t in range(X.shape[1]):
        new = np.tanh(X[:, t] @ W_x + old @ W_y + b)
        output, old = body(t, new, old)
        outputs.append(output)
    return np.stack(outputs, axis=1)


def right_masked_by_product(X, mask, params):
    m = mask[..., None].astype(float)

    def body(t, new, old):
        y = m[:, t] * new + (1 - m[:, t]) * old
        return y, y

    return loop(X, mask, params, body)


def right_masked_per_row(X, mask, params):
    W_x, W_y, b = params
    Y = np.zeros((*mask.shape, len(b)))
    for i in range(len(X)):
        y = np.zeros(len(b))
        for t in range(X.shape[1]):
            if mask[i, t]:
                y = np.tanh(X[i, t] @ W_x + y @ W_y + b)
            Y[i, t] = y
    return Y


def right_masked_by_index(X, mask, params):
    W_x, W_y, b = params
    Y, y = np.zeros((*mask.shape, len(b))), np.zeros((len(X), len(b)))
    for t in range(X.shape[1]):
        real = mask[:, t]
        y[real] = np.tanh(X[real, t] @ W_x + y[real] @ W_y + b)
        Y[:, t] = y
    return Y


def masked_ignored(X, mask, params):
    return rnn_forward(X, params)


def masked_zero_output(X, mask, params):
    Y = right_masked_per_row(X, mask, params)
    Y[~mask] = 0
    return Y


def masked_reset(X, mask, params):
    def body(t, new, old):
        y = new * mask[:, t, None]
        return y, y

    return loop(X, mask, params, body)


def masked_skips_storing(X, mask, params):
    W_x, W_y, b = params
    Y = np.zeros((*mask.shape, len(b)))
    for i in range(len(X)):
        y = np.zeros(len(b))
        for t in range(X.shape[1]):
            if not mask[i, t]:
                continue
            y = np.tanh(X[i, t] @ W_x + y @ W_y + b)
            Y[i, t] = y
    return Y


def masked_inputs(X, mask, params):
    X = X.copy()
    X[~mask] = 0
    return rnn_forward(X, params)


def masked_afterwards(X, mask, params):
    Y = np.array(rnn_forward(X, params))
    for t in range(1, X.shape[1]):
        Y[:, t] = np.where(mask[:, t][:, None], Y[:, t], Y[:, t - 1])
    return Y


def masked_afterwards_zero(X, mask, params):
    return np.where(mask[..., None], rnn_forward(X, params), 0)


def masked_state_goes_on(X, mask, params):
    return loop(X, mask, params, lambda t, new, old: (np.where(mask[:, [t]], new, old), new))


def masked_output_computed(X, mask, params):
    return loop(X, mask, params, lambda t, new, old: (new, np.where(mask[:, [t]], new, old)))


def masked_late(X, mask, params):
    def body(t, new, old):
        y = np.where(mask[:, t - 1, None], new, old)
        return y, y

    return loop(X, mask, params, body)


def masked_no_axis(X, mask, params):
    def body(t, new, old):
        y = np.where(mask[:, t], new, old)
        return y, y

    return loop(X, mask, params, body)


def masked_product_no_axis(X, mask, params):
    def body(t, new, old):
        y = mask[:, t] * new + (1 - mask[:, t]) * old
        return y, y

    return loop(X, mask, params, body)


def masked_if(X, mask, params):
    def body(t, new, old):
        y = new if mask[:, t] else old
        return y, y

    return loop(X, mask, params, body)


def masked_if_all(X, mask, params):
    def body(t, new, old):
        y = new if mask[:, t].all() else old
        return y, y

    return loop(X, mask, params, body)


def masked_real_steps_only(X, mask, params):
    return rnn_forward(X[mask][None], params)


WRONG = [
    (masked_ignored, "The mask has no effect"),
    (masked_zero_output, "zero_output_for_mask=True"),
    (masked_skips_storing, "zero_output_for_mask=True"),
    (masked_reset, "nothing is forgotten"),
    (masked_inputs, "the layer still takes the step"),
    (masked_afterwards, "the outputs there were replaced afterwards"),
    (masked_afterwards_zero, "set to zero afterwards"),
    (masked_state_goes_on, "the state itself goes on"),
    (masked_output_computed, "Store the output after the mask has chosen"),
    (masked_late, "one step late"),
    (masked_no_axis, "Write mask[:, t, None]"),
    (masked_product_no_axis, "Write mask[:, t, None]"),
    (masked_if, "An if decides for the whole batch"),
    (masked_if_all, "all rows stop"),
    (masked_real_steps_only, "The result has shape"),
]

RIGHT = [right_masked_by_product, right_masked_per_row, right_masked_by_index]
