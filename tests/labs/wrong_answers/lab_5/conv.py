"""Recorded answers to lab-5/conv, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.layers import conv1d_forward
from wrong_answers.lab_5._shared import SHOWN


def right_conv_helper(X, kernel, b, stride, dilation):
    return conv1d_forward(X, kernel, b, stride, dilation)


def right_conv_by_output(X, kernel, b, stride, dilation):
    outputs = []
    for t in range(0, X.shape[1], stride):
        y = np.tile(b.astype(float), (len(X), 1))
        for i in range(len(kernel)):
            s = t - (len(kernel) - 1 - i) * dilation
            if s >= 0:
                y += X[:, s] @ kernel[i]
        outputs.append(y)
    return np.stack(outputs, axis=1)


def right_conv_einsum(X, kernel, b, stride, dilation):
    reach = (len(kernel) - 1) * dilation + 1
    zeros = np.zeros((len(X), reach - 1, X.shape[2]))
    padded = np.concatenate([zeros, X], axis=1)
    windows = np.lib.stride_tricks.sliding_window_view(padded, reach, axis=1)
    return np.einsum("btik,kif->btf", windows[:, ::stride, :, ::dilation], kernel) + b


def right_conv_numbers(X, kernel, b, stride, dilation):
    width, inputs, filters = kernel.shape
    Y = []
    for row in X.tolist():
        Y.append([])
        for t in range(0, len(row), stride):
            y = list(b)
            for back in range(width):
                if t - back * dilation < 0:
                    break
                for m in range(inputs):
                    for f in range(filters):
                        y[f] += row[t - back * dilation][m] * kernel[width - 1 - back, m, f]
            Y[-1].append(y)
    return Y


def right_conv_shifted(X, kernel, b, stride, dilation):
    """Shift the whole series back for every place, and pick the outputs at the end."""
    total = np.zeros((*X.shape[:2], kernel.shape[2])) + b
    for back, V in enumerate(kernel[::-1]):
        shift = back * dilation
        total[:, shift:] += (X @ V)[:, : max(X.shape[1] - shift, 0)]
    return total[:, ::stride]


def right_conv_numpy(X, kernel, b, stride, dilation):
    """Let np.convolve do it, with the holes of the dilation filled by zeros."""
    width, inputs, filters = kernel.shape
    spread = np.zeros(((width - 1) * dilation + 1, inputs, filters))
    spread[::dilation] = kernel
    Y = np.zeros((*X.shape[:2], filters)) + b
    for n in range(len(X)):
        for m in range(inputs):
            for f in range(filters):
                full = np.convolve(X[n, :, m], spread[::-1, m, f])
                Y[n, :, f] += full[: X.shape[1]]
    return Y[:, ::stride]


def right_conv_matrix(X, kernel, b, stride, dilation):
    """Write the layer as one matrix from all steps to all steps."""
    time = X.shape[1]
    M = np.zeros((time, X.shape[2], time, kernel.shape[2]))
    for t in range(time):
        for i, V in enumerate(kernel):
            s = t - (len(kernel) - 1 - i) * dilation
            if 0 <= s:
                M[s, :, t] += V
    return np.tensordot(X, M, axes=([1, 2], [0, 1]))[:, ::stride] + b


def right_conv_single(X, kernel, b, stride, dilation):
    single = (a.astype(np.float32) for a in (X, kernel, b))
    return right_conv_shifted(*single, stride, dilation).astype(np.float32)


def padded(front, behind=lambda k, d: 0):
    """Return a layer with so many zeros in front and behind."""

    def my_conv(X, kernel, b, stride, dilation):
        k, Y = len(kernel), b
        around = (front(k, dilation), behind(k, dilation))
        X = np.pad(X, ((0, 0), around, (0, 0)))
        count = X.shape[1] - (k - 1) * dilation
        starts = np.arange(0, count, stride)
        for i in range(k):
            Y = Y + X[:, starts + i * dilation] @ kernel[i]
        return Y

    return my_conv


def places(pick):
    """Return a layer whose outputs are picked by pick(time, stride, zeros)."""

    def my_conv(X, kernel, b, stride, dilation):
        every = right_conv_helper(X, kernel, b, 1, dilation)
        return every[:, pick(X.shape[1], stride, (len(kernel) - 1) * dilation)]

    return my_conv


def given(change):
    return lambda *args: right_conv_shifted(*change(*args))


def after(change):
    return lambda *args: change(right_conv_shifted(*args))


def conv_negative_index(X, kernel, b, stride, dilation):
    outputs = []
    for t in range(0, X.shape[1], stride):
        y = b
        for i in range(len(kernel)):
            y = y + X[:, (t - (len(kernel) - 1 - i) * dilation) % X.shape[1]] @ kernel[i]
        outputs.append(y)
    return np.stack(outputs, axis=1)


def conv_no_guard(X, kernel, b, stride, dilation):
    outputs = []
    for t in range(0, X.shape[1], stride):
        y = b
        for i in range(len(kernel)):
            y = y + X[:, t + i * dilation] @ kernel[i]
        outputs.append(y)
    return np.stack(outputs, axis=1)


def conv_ahead(X, kernel, b, stride, dilation):
    Y = np.zeros((*X.shape[:2], kernel.shape[2])) + b
    for i, V in enumerate(kernel):
        for t in range(X.shape[1] - i * dilation):
            Y[:, t] += X[:, t + i * dilation] @ V
    return Y[:, ::stride]


def conv_same(X, kernel, b, stride, dilation):
    return conv1d_forward(X, kernel, b, stride, dilation, padding="same")


def conv_valid(X, kernel, b, stride, dilation):
    reach = (len(kernel) - 1) * dilation + 1
    windows = [X[:, s : s + reach : dilation] for s in range(0, X.shape[1] - reach + 1, stride)]
    made = [np.einsum("bki,kif->bf", window, kernel) + b for window in windows]
    return np.stack(made, axis=1) if made else np.zeros((len(X), 0, len(b)))


def conv_stride_first(X, kernel, b, stride, dilation):
    return right_conv_shifted(X[:, ::stride], kernel, b, 1, dilation)


def conv_skips_partial(X, kernel, b, stride, dilation):
    """Leave the outputs at the bias where some place of the kernel would meet no input."""
    Y = right_conv_shifted(X, kernel, b, 1, dilation)
    Y[:, : (len(kernel) - 1) * dilation] = b
    return Y[:, ::stride]


def conv_edge(X, kernel, b, stride, dilation):
    n = (len(kernel) - 1) * dilation
    longer = np.pad(X, ((0, 0), (n, 0), (0, 0)), mode="edge")
    return right_conv_shifted(longer, kernel, b, 1, dilation)[:, n::stride]


def conv_mirrored(X, kernel, b, stride, dilation):
    n = (len(kernel) - 1) * dilation
    longer = np.pad(X, ((0, 0), (n, 0), (0, 0)), mode="symmetric")
    return right_conv_shifted(longer, kernel, b, 1, dilation)[:, n::stride]


def conv_bias_in_the_loop(X, kernel, b, stride, dilation):
    Y = 0
    X = np.pad(X, ((0, 0), ((len(kernel) - 1) * dilation, 0), (0, 0)))
    starts = np.arange(0, X.shape[1] - (len(kernel) - 1) * dilation, stride)
    for i in range(len(kernel)):
        Y = Y + X[:, starts + i * dilation] @ kernel[i] + b
    return Y


def conv_like_X(X, kernel, b, stride, dilation):
    Y = np.zeros((*X.shape[:2], len(b)), dtype=X.dtype)
    Y[:] = right_conv_shifted(X, kernel, b, 1, dilation)
    return Y[:, ::stride]


def conv_unfilled(X, kernel, b, stride, dilation):
    right = right_conv_shifted(X, kernel, b, stride, dilation)
    Y = np.empty(right.shape)
    Y[:, 1:] = right[:, 1:]
    return Y


def conv_in_place(X, kernel, b, stride, dilation):
    Y = right_conv_shifted(X, kernel, b, stride, dilation)
    X[:, 0] = 0
    return Y


def conv_recurrent(X, kernel, b, stride, dilation):
    Y = right_conv_shifted(X, kernel, b, stride, dilation)
    for t in range(1, Y.shape[1]):
        Y[:, t] += Y[:, t - 1]
    return Y


def conv_kernel_as_keras_2d(X, kernel, b, stride, dilation):
    return np.einsum("bti,fif->btf", X, kernel)[:, ::stride] + b


WRONG = [
    (given(lambda X, K, b, s, d: (X, K[::-1], b, s, d)), "The kernel is turned round"),
    (padded(lambda k, d: (k - 1) * d // 2, lambda k, d: -(-(k - 1) * d // 2)), "both sides"),
    (padded(lambda k, d: -(-(k - 1) * d // 2), lambda k, d: (k - 1) * d // 2), SHOWN),
    (conv_same, "divided between both sides"),
    (conv_ahead, "stand behind the sequence"),
    (conv_no_guard, "An error stopped"),
    (conv_valid, "The first outputs are missing"),
    (padded(lambda k, d: k - 1), "There are width - 1 zeros"),
    (padded(lambda k, d: k * d), "There are width * dilation zeros"),
    (padded(lambda k, d: k), "The result has shape"),
    (padded(lambda k, d: (k - 1) * d, lambda k, d: (k - 1) * d), "The result has shape"),
    (given(lambda X, K, b, s, d: (X, K, b, s, 1)), "The dilation has no influence"),
    (given(lambda X, K, b, s, d: (X, K, b, s, d + 1)), "steps *between*"),
    (given(lambda X, K, b, s, d: (X, K, b, s, max(d - 1, 1))), SHOWN),
    (given(lambda X, K, b, s, d: (X, K, b, s, s * d)), "times too many steps"),
    (given(lambda X, K, b, s, d: (X, K, b, 1, d)), "The stride has no influence"),
    (given(lambda X, K, b, s, d: (X, K, b, d, s)), "have changed places"),
    (given(lambda X, K, b, s, d: (X, K, b, s + 1, d)), "The result has shape"),
    (given(lambda X, K, b, s, d: (X[:, ::-1], K, b, s, d)), SHOWN),
    (conv_stride_first, "Was the stride applied to the inputs?"),
    (places(lambda time, s, zeros: np.arange(s - 1, time, s)), "stands at step stride - 1"),
    (places(lambda time, s, zeros: np.arange((time - 1) % s, time, s)), "the last step is among"),
    (places(lambda time, s, zeros: np.arange(zeros, time, s)), "The first outputs are missing"),
    (places(lambda time, s, zeros: s * np.arange(time // s)), "An output is missing where"),
    (places(lambda time, s, zeros: np.arange(0, time - 1, s)), "The last step is never reached"),
    (places(lambda time, s, zeros: np.arange(time)[::-s]), SHOWN),
    (given(lambda X, K, b, s, d: (X, K, 0 * b, s, d)), "The bias is missing"),
    (conv_bias_in_the_loop, "once for every place"),
    (given(lambda X, K, b, s, d: (X, K, -b, s, d)), SHOWN),
    (given(lambda X, K, b, s, d: (X, K, b.mean() + 0 * b, s, d)), SHOWN),
    (given(lambda X, K, b, s, d: (X, K[-1:], b, s, d)), "which makes a dense layer"),
    (given(lambda X, K, b, s, d: (X, K[:-1], b, s, d)), SHOWN),
    (given(lambda X, K, b, s, d: (X, K / len(K), b, s, d)), "averaged over the places"),
    (given(lambda X, K, b, s, d: (X / X.shape[2], K, b, s, d)), SHOWN),
    (given(lambda X, K, b, s, d: (X[..., :1], K[:, :1], b, s, d)), SHOWN),
    (given(lambda X, K, b, s, d: (X.sum(2)[..., None], K.sum(1)[:, None], b, s, d)),
     "over the inputs"),
    (given(lambda X, K, b, s, d: (X, K[:, ::-1], b, s, d)), SHOWN),
    (given(lambda X, K, b, s, d: (X, K[:, :, ::-1], b, s, d)), SHOWN),
    (given(lambda X, K, b, s, d: (X, K[:1] * 0 + K.sum(axis=0), b, s, d)), SHOWN),
    (lambda X, K, b, s, d: right_conv_shifted(X, K.swapaxes(1, 2), b, s, d), "An error stopped"),
    (after(np.tanh), "went through tanh"),
    (after(lambda Y: np.maximum(Y, 0)), "Negative sums"),
    (after(lambda Y: Y.swapaxes(1, 2)), "the last two axes"),
    (after(lambda Y: Y.swapaxes(0, 1)), "time comes first"),
    (after(lambda Y: Y[:, -1]), "The result has shape"),
    (after(lambda Y: Y.round(2)), SHOWN),
    (after(lambda Y: Y.sum(axis=2, keepdims=True)), "The result has shape"),
    (lambda X, K, b, s, d: right_conv_shifted(
        np.concatenate([0 * X[:, :1], X[:, :-1]], axis=1), K, b, s, d), "one step earlier"),
    (conv_negative_index, "leads around the corner"),
    (conv_skips_partial, SHOWN),
    (conv_edge, "the first value, repeated"),
    (conv_mirrored, SHOWN),
    (conv_like_X, "its decimals are lost"),
    (conv_unfilled, "never written"),
    (conv_in_place, "changes X while it runs"),
    (conv_recurrent, SHOWN),
    (conv_kernel_as_keras_2d, "An error stopped"),
    (lambda *args: None, "without a return"),
]  # fmt: skip

RIGHT = [
    right_conv_helper,
    right_conv_by_output,
    right_conv_einsum,
    right_conv_numbers,
    right_conv_shifted,
    right_conv_numpy,
    right_conv_matrix,
    right_conv_single,
]
