r"""Recurrent and convolutional layers in NumPy, one equation per function.

Arrays are batch-first, as in Keras: ``X`` is (batch, time, inputs), ``Y`` is (batch, time, units).
Parameters are named after the book's equations and kept in Keras' order, so that
``layer.set_weights(list(params))`` and ``RNNParams(*layer.get_weights())`` both work.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from unrolled._expect import (
    as_float,
    expect,
    expect_activation,
    expect_batch,
    expect_count,
    expect_float,
    expect_rng,
    expect_rnn_params,
    expect_shape,
    shown,
)
from unrolled._tree import leaves


class Activation(NamedTuple):
    r"""A function :math:`\phi` and its slope, the slope written in terms of the output.

    ``slope(phi(a))`` equals :math:`\phi'(a)`: backpropagation then needs only what the
    forward pass already stored.
    """

    phi: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]


def _relu_slope(y):
    y = as_float(y)
    return (y > 0).astype(y.dtype)


# Whole numbers become floats first: tanh of an int8 would be rounded to float16, 1 - y**2 of an
# unsigned one would wrap around.
TANH = Activation(lambda a: np.tanh(as_float(a)), lambda y: 1 - as_float(y) ** 2)
RELU = Activation(lambda a: np.maximum(as_float(a), 0), _relu_slope)
IDENTITY = Activation(as_float, lambda y: np.ones_like(as_float(y)))


class RNNParams(NamedTuple):
    """Weights of a simple recurrent layer, in the order of ``SimpleRNN.get_weights()``."""

    W_x: np.ndarray  # (inputs, units)  from the input
    W_y: np.ndarray  # (units, units)   from the layer's own previous output
    b: np.ndarray  # (units,)


def init_rnn_params(inputs, units, *, rng):
    r"""Draw starting weights as Keras' ``SimpleRNN`` does.

    Parameters
    ----------
    inputs, units : int
        Width of ``x_t`` and of ``y_t``.
    rng : numpy.random.Generator

    Returns
    -------
    RNNParams
        In float64. ``W_x`` is Glorot uniform (Glorot & Bengio, 2010), ``W_y`` a random
        orthogonal matrix (Saxe et al., 2014), ``b`` zero.

    Raises
    ------
    ValueError
        If a width is not a whole number of at least 1, or `rng` cannot draw.
    """
    inputs, units = expect_count(inputs, "inputs"), expect_count(units, "units")
    expect_rng(rng)
    limit = np.sqrt(6 / (inputs + units))
    Q, R = np.linalg.qr(rng.normal(size=(units, units)))
    return RNNParams(
        W_x=rng.uniform(-limit, limit, size=(inputs, units)),
        W_y=Q * np.sign(np.diag(R)),  # without the signs Q is not uniformly distributed
        b=np.zeros(units),
    )


def n_params(params):
    """Count the numbers a layer learns: ``units * (inputs + units + 1)`` for a simple one.

    `params` is a NamedTuple, list or tuple of arrays, as from ``layer.get_weights()``; anything
    else is refused with a ``ValueError``.
    """
    return sum(weights.size for _, weights in leaves(params, "params"))


def rnn_forward(X, params, Y_init=None, activation=TANH):
    r"""Run a simple recurrent layer over a batch of sequences.

    Computes :math:`y_t = \phi(W_x^\top x_t + W_y^\top y_{t-1} + b)` with one sequence per
    row, so the transposes disappear: ``phi(X_t @ W_x + Y_prev @ W_y + b)``. The input's share
    of all time steps is one matrix product; only the recurrence loops.

    Parameters
    ----------
    X : ndarray of shape (batch, time, inputs)
    params : RNNParams
        Or a list of the three, as from ``layer.get_weights()``.
    Y_init : ndarray of shape (batch, units), optional
        Output before the first step; zeros by default.
    activation : Activation, default TANH

    Returns
    -------
    Y : ndarray of shape (batch, time, units)
        Output at every step, in the common dtype of `X`, `params` and `Y_init`; whole numbers
        count as float64. ``Y[:, -1]`` resumes the sequence when passed as `Y_init`.

    Raises
    ------
    ValueError
        If a shape does not fit, or a batch or sequence is empty.
    """
    X, activation = as_float(expect_batch(X)), expect_activation(activation)
    W_x, W_y, b = expect_rnn_params(params)
    batch, time, inputs = X.shape
    units = len(b)
    expect(inputs == len(W_x), "X", f"have shape (batch, time, {len(W_x)})", f"shape {X.shape}")

    A = X.swapaxes(0, 1) @ W_x + b  # (time, batch, units)
    Y_prev = np.zeros((batch, units), A.dtype)
    if Y_init is not None:
        Y_prev = expect_shape(Y_init, "Y_init", (batch, units))
    Y = np.empty((time, batch, units), np.result_type(A, W_y, Y_prev))
    for t in range(time):
        Y[t] = Y_prev = activation.phi(A[t] + Y_prev @ W_y)
    return Y.swapaxes(0, 1)


def conv1d_forward(X, kernel, b, stride=1, dilation=1, padding="causal"):
    r"""Run a one-dimensional convolution over a batch of sequences.

    Computes :math:`y_t = b + \sum_{i=0}^{k-1} V_i^\top x_{t - (k-1-i)\,d}` with one sequence per
    row, where :math:`V_i` is ``kernel[i]``, :math:`k` the width of the kernel and :math:`d` the
    `dilation`: ``kernel[-1]`` meets the latest of the inputs that an output reads, ``kernel[0]``
    the earliest, :math:`(k-1)\,d` steps before it. Every output comes from the inputs alone, none
    from another output, so only the few places of the kernel are looped over.

    Parameters
    ----------
    X : ndarray of shape (batch, time, inputs)
    kernel : ndarray of shape (width, inputs, filters)
        As Keras keeps it: ``conv1d_forward(X, *layer.get_weights())``.
    b : ndarray of shape (filters,)
    stride : int, default 1
        Only every `stride`-th output is computed, beginning with the first.
    dilation : int, default 1
        Steps between two neighbouring inputs that an output reads.
    padding : {"causal", "valid", "same"}, default "causal"
        Zeros before the sequence, so that no output reads what comes after it; none; or zeros on
        both sides, so that outputs read both past and future.

    Returns
    -------
    Y : ndarray of shape (batch, outputs, filters)
        With `reach` :math:`= (k-1)\,d + 1`, outputs number ``ceil(time / stride)`` for "causal"
        and "same", ``(time - reach) // stride + 1`` for "valid". In the common dtype of `X`,
        `kernel` and `b`; whole numbers count as float64.

    Raises
    ------
    ValueError
        If a shape does not fit, a batch, sequence or kernel is empty, `padding` is none of the
        three, or a sequence without padding is shorter than the reach.

    Notes
    -----
    As in Keras this is a cross-correlation: the kernel is not turned round, as mathematicians do
    (Goodfellow et al., 2016, section 9.1). Keras refuses a stride together with a dilation; the
    equation does not mind.
    """
    X, (kernel, b) = as_float(expect_batch(X)), _expect_kernel(kernel, b)
    stride, dilation = expect_count(stride, "stride"), expect_count(dilation, "dilation")
    (time, inputs), width = X.shape[1:], len(kernel)
    wanted = f"have shape (batch, time, {kernel.shape[1]}), as wide as kernel reads"
    expect(inputs == kernel.shape[1], "X", wanted, f"shape {X.shape}")
    reach = (width - 1) * dilation + 1
    before, after = _zeros_around(time, reach, stride, padding)
    X = np.pad(X, ((0, 0), (before, after), (0, 0)))
    starts = np.arange(0, X.shape[1] - reach + 1, stride)  # where the window of each output begins
    Y = np.full((len(X), len(starts), len(b)), b, np.result_type(X, kernel, b))
    for i in range(width):
        Y += X[:, starts + i * dilation] @ kernel[i]  # (batch, outputs, filters)
    return Y


def _zeros_around(time, reach, stride, padding):
    """Return how many zeros a sequence gets before it and after it."""
    paddings = ("causal", "valid", "same")
    one = isinstance(padding, str) and padding in paddings
    expect(one, "padding", f"be one of {', '.join(paddings)}", shown(padding))
    if padding == "causal":
        return reach - 1, 0
    if padding == "same":
        outputs = -(-time // stride)
        zeros = max((outputs - 1) * stride + reach - time, 0)
        return zeros // 2, zeros - zeros // 2  # an odd one goes behind, as in Keras
    steps = f"{reach} steps, the reach of kernel and dilation"
    expect(time >= reach, "X", f"hold at least {steps}", f"{time} steps")
    return 0, 0


def _expect_kernel(kernel, b):
    """Return kernel and bias as float arrays whose shapes fit one another."""
    kernel, shape = expect_float(kernel, "kernel"), "(width, inputs, filters)"
    expect(kernel.ndim == 3, "kernel", f"have shape {shape}", f"shape {kernel.shape}")
    one = "hold at least one step, input and filter"
    expect(kernel.size > 0, "kernel", one, f"shape {kernel.shape}")
    b, filters = expect_float(b, "b"), kernel.shape[2]
    wanted = f"have shape ({filters},), one for each filter of kernel"
    expect(b.shape == (filters,), "b", wanted, f"shape {b.shape}")
    return kernel, b
