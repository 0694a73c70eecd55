r"""Recurrent and convolutional layers in NumPy, one equation per function.

Arrays are batch-first, as in Keras: ``X`` is (batch, time, inputs), ``Y`` is (batch, time, units).
Parameters are named after the book's equations and kept in Keras' order, so that
``layer.set_weights(list(params))`` and ``RNNParams(*layer.get_weights())`` both work.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from unrolled import _gates
from unrolled._expect import (
    as_float,
    expect,
    expect_activation,
    expect_batch,
    expect_count,
    expect_finite,
    expect_flag,
    expect_float,
    expect_gated,
    expect_rng,
    expect_rnn_params,
    expect_shape,
    expect_state,
    shown,
)
from unrolled._tree import leaves


class Activation(NamedTuple):
    r"""A function :math:`\phi` and its slope, the slope written in terms of the output.

    ``slope(phi(a))`` equals :math:`\phi'(a)`: backpropagation then needs only what the
    forward pass already stored.

    Examples
    --------
    >>> import numpy as np
    >>> y = TANH.phi(np.array([0.0, 1.0]))
    >>> y.round(3), TANH.slope(y).round(3)
    (array([0.   , 0.762]), array([1.  , 0.42]))
    """

    phi: Callable[[np.ndarray], np.ndarray]  #: from a to y
    slope: Callable[[np.ndarray], np.ndarray]  #: from y to the slope at a


def _relu_slope(y):
    y = as_float(y)
    return (y > 0).astype(y.dtype)


# Whole numbers become floats first: tanh of an int8 would be rounded to float16, 1 - y**2 of an
# unsigned one would wrap around.
#: The hyperbolic tangent.
TANH = Activation(lambda a: np.tanh(as_float(a)), lambda y: 1 - as_float(y) ** 2)
#: The rectified linear function, a where it is above 0, 0 elsewhere; its slope at 0 is 0.
RELU = Activation(lambda a: np.maximum(as_float(a), 0), _relu_slope)
#: No activation, y is a.
IDENTITY = Activation(as_float, lambda y: np.ones_like(as_float(y)))


class RNNParams(NamedTuple):
    """Weights of a simple recurrent layer, in the order of ``SimpleRNN.get_weights()``.

    Examples
    --------
    >>> import numpy as np
    >>> params = RNNParams(W_x=np.ones((1, 2)), W_y=np.eye(2), b=np.zeros(2))
    >>> [w.shape for w in params]
    [(1, 2), (2, 2), (2,)]
    """

    W_x: np.ndarray  #: (inputs, units)  from the input
    W_y: np.ndarray  #: (units, units)   from the layer's own previous output
    b: np.ndarray  #: (units,)


class LSTMParams(NamedTuple):
    """Weights of an LSTM layer, in the order of ``LSTM.get_weights()``.

    Columns stand in four blocks of `units`: input gate, forget gate, candidate, output gate.

    Examples
    --------
    >>> import numpy as np
    >>> params = init_lstm_params(inputs=1, units=2, rng=np.random.default_rng(0))
    >>> [w.shape for w in params]
    [(1, 8), (2, 8), (8,)]
    >>> np.split(params.b, 4)[1]  # of the forget gates
    array([1., 1.])
    """

    W_x: np.ndarray  #: (inputs, 4 * units)
    W_y: np.ndarray  #: (units, 4 * units)
    b: np.ndarray  #: (4 * units,)


class GRUParams(NamedTuple):
    """Weights of a GRU layer, in the order of ``GRU.get_weights()``.

    Columns stand in three blocks of `units`: update gate, reset gate, candidate.

    Examples
    --------
    >>> import numpy as np
    >>> params = init_gru_params(inputs=1, units=2, rng=np.random.default_rng(0))
    >>> [w.shape for w in params]
    [(1, 6), (2, 6), (2, 6)]
    """

    W_x: np.ndarray  #: (inputs, 3 * units)
    W_y: np.ndarray  #: (units, 3 * units)
    b: np.ndarray  #: (2, 3 * units), or (3 * units,) with reset_after=False


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

    Examples
    --------
    >>> import numpy as np
    >>> params = init_rnn_params(inputs=1, units=3, rng=np.random.default_rng(0))
    >>> np.allclose(params.W_y @ params.W_y.T, np.eye(3))
    True
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


def init_lstm_params(inputs, units, *, rng, forget_bias=1.0):
    r"""Draw starting weights as Keras' ``LSTM`` does, with a forget bias to choose.

    Parameters
    ----------
    inputs, units : int
        Width of ``x_t`` and of ``y_t``.
    rng : numpy.random.Generator
    forget_bias : float or ndarray of shape (units,), default 1.0
        Bias of the forget gates. Where nothing else moves the gate, a unit keeps
        ``sigmoid(forget_bias)`` of its cell state at every step. Keras has 1.

    Returns
    -------
    LSTMParams
        In float64. ``W_x`` is Glorot uniform as one matrix, the rows of ``W_y`` are orthonormal,
        ``b`` is zero but for the forget gates.

    Raises
    ------
    ValueError
        If a width is not a whole number of at least 1, `rng` cannot draw, or the bias is not
        finite or has another shape.

    Examples
    --------
    >>> import numpy as np
    >>> params = init_lstm_params(1, 2, rng=np.random.default_rng(0), forget_bias=3.0)
    >>> params.b
    array([0., 0., 3., 3., 0., 0., 0., 0.])
    """
    W_x, W_y = _draw_gated(inputs, units, 4, rng)
    return LSTMParams(W_x, W_y, _gate_bias(forget_bias, "forget_bias", units, (0, 1, 0, 0)))


def init_gru_params(inputs, units, *, rng, update_bias=0.0, reset_after=True):
    r"""Draw starting weights as Keras' ``GRU`` does, with an update bias to choose.

    Parameters
    ----------
    inputs, units : int
        Width of ``x_t`` and of ``y_t``.
    rng : numpy.random.Generator
    update_bias : float or ndarray of shape (units,), default 0.0
        Bias of the update gates, which say how much is *kept*: where nothing else moves the gate,
        a unit keeps ``sigmoid(update_bias)`` of its output at every step. Keras has 0.
    reset_after : bool, default True
        See `gru_forward`; decides the shape of ``b``.

    Returns
    -------
    GRUParams
        In float64, drawn as those of `init_lstm_params`.

    Raises
    ------
    ValueError
        As `init_lstm_params`.

    Examples
    --------
    >>> import numpy as np
    >>> params = init_gru_params(1, 2, rng=np.random.default_rng(0), update_bias=2.0)
    >>> params.b
    array([[2., 2., 0., 0., 0., 0.],
           [0., 0., 0., 0., 0., 0.]])
    >>> init_gru_params(1, 2, rng=np.random.default_rng(0), reset_after=False).b.shape
    (6,)
    """
    W_x, W_y = _draw_gated(inputs, units, 3, rng)
    b = _gate_bias(update_bias, "update_bias", units, (1, 0, 0))
    two_rows = expect_flag(reset_after, "reset_after")
    return GRUParams(W_x, W_y, np.stack([b, np.zeros_like(b)]) if two_rows else b)


def _draw_gated(inputs, units, gates, rng):
    """Draw the two matrices of a gated layer, each as one, as Keras does."""
    inputs, units = expect_count(inputs, "inputs"), expect_count(units, "units")
    expect_rng(rng)
    limit = np.sqrt(6 / (inputs + gates * units))
    Q, R = np.linalg.qr(rng.normal(size=(gates * units, units)))
    return (
        rng.uniform(-limit, limit, size=(inputs, gates * units)),
        np.sign(np.diag(R))[:, None] * Q.T,
    )


def _gate_bias(bias, name, units, which):
    """Return the bias of all gates: `bias` for one of them, zero for the others."""
    bias = expect_finite(bias, name).astype(float)
    shapes = f"be one number, or have shape ({units},)"
    expect(bias.shape in ((), (units,)), name, shapes, f"shape {bias.shape}")
    return np.outer(which, np.broadcast_to(bias, units)).ravel()


def n_params(params):
    """Count the numbers a layer learns: ``units * (inputs + units + 1)`` for a simple one.

    Parameters
    ----------
    params : NamedTuple, list or tuple of ndarray
        As from ``layer.get_weights()``.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If `params` is anything else.

    Examples
    --------
    >>> import numpy as np
    >>> n_params(init_rnn_params(inputs=1, units=20, rng=np.random.default_rng(0)))
    440
    >>> n_params(init_lstm_params(inputs=1, units=20, rng=np.random.default_rng(0)))
    1760
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

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[[1.0], [0.0], [0.0]]])  # one sequence, three steps, one input
    >>> params = RNNParams(W_x=np.array([[1.0]]), W_y=np.array([[0.5]]), b=np.zeros(1))
    >>> rnn_forward(X, params, activation=IDENTITY)[0, :, 0]
    array([1.  , 0.5 , 0.25])
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


def lstm_forward(X, params, state=None):
    r"""Run an LSTM layer over a batch of sequences.

    With one sequence per row, and a superscript for a block of columns,

    .. math::

        \begin{aligned}
        I_t &= \operatorname{sigmoid}(X_t W_x^i + Y_{t-1} W_y^i + b^i), \\
        F_t, O_t &\text{ likewise}, \\
        \tilde C_t &= \tanh(X_t W_x^c + Y_{t-1} W_y^c + b^c), \\
        C_t &= F_t \odot C_{t-1} + I_t \odot \tilde C_t, \\
        Y_t &= O_t \odot \tanh(C_t)
        \end{aligned}

    (Hochreiter & Schmidhuber, 1997; the forget gate :math:`F_t` by Gers et al., 2000). The
    input's share of all time steps is one matrix product; only the recurrence loops.

    Parameters
    ----------
    X : ndarray of shape (batch, time, inputs)
    params : LSTMParams
        Or a list of the three, as from ``layer.get_weights()``.
    state : (Y_init, C_init), optional
        Output and cell state before the first step, each (batch, units); zeros by default.

    Returns
    -------
    Y, C : ndarray of shape (batch, time, units)
        Output and cell state at every step, in the common dtype of all arguments; whole numbers
        count as float64. ``(Y[:, -1], C[:, -1])`` resumes the sequence when passed as `state`.

    Raises
    ------
    ValueError
        If a shape does not fit, or a batch or sequence is empty.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> X, params = rng.normal(size=(2, 5, 1)), init_lstm_params(1, 3, rng=rng)
    >>> Y, C = lstm_forward(X, params)
    >>> Y.shape, C.shape
    ((2, 5, 3), (2, 5, 3))
    >>> later, _ = lstm_forward(X[:, 3:], params, state=(Y[:, 2], C[:, 2]))
    >>> np.allclose(later, Y[:, 3:])
    True
    """
    X, (W_x, W_y, b), shape = expect_gated(X, params, "LSTMParams", 4)
    start = np.zeros((2, *shape), X.dtype) if state is None else expect_state(state, shape)
    A, dtype = _from_input(X, W_x, b, _gates.LSTM), np.result_type(X, W_x, b, W_y, *start)
    W_back = np.ascontiguousarray(_gates.halved(W_y, _gates.LSTM).T)
    Y, C = (np.empty((len(A) + 1, *shape[::-1]), dtype) for _ in range(2))  # from step 0
    Y[0], C[0] = (first.T for first in start)
    for t in range(len(A)):
        enter, keep, candidate, show = _gates.lstm_gates(A[t] + W_back @ Y[t])
        C[t + 1] = keep * C[t] + enter * candidate
        Y[t + 1] = show * np.tanh(C[t + 1])
    return _gates.batch_first(Y[1:]), _gates.batch_first(C[1:])


def gru_forward(X, params, Y_init=None, reset_after=True):
    r"""Run a GRU layer over a batch of sequences.

    With one sequence per row, and a superscript for a block of columns,

    .. math::

        \begin{aligned}
        Z_t &= \operatorname{sigmoid}(X_t W_x^z + b_x^z + Y_{t-1} W_y^z + b_y^z), \\
        R_t &\text{ likewise}, \\
        \tilde Y_t &= \tanh\bigl(X_t W_x^y + b_x^y \\
            &\qquad {} + R_t \odot (Y_{t-1} W_y^y + b_y^y)\bigr), \\
        Y_t &= Z_t \odot Y_{t-1} + (1 - Z_t) \odot \tilde Y_t
        \end{aligned}

    (Cho et al., 2014). With ``reset_after=False`` the reset gate is applied before the matrix, as
    in that paper, :math:`(R_t \odot Y_{t-1}) W_y^y`, and there is one bias. Where :math:`Z_t` is
    1 the previous output is kept; some books have it the other way round.

    Parameters
    ----------
    X : ndarray of shape (batch, time, inputs)
    params : GRUParams
        Or a list of the three, as from ``layer.get_weights()``.
    Y_init : ndarray of shape (batch, units), optional
        Output before the first step; zeros by default.
    reset_after : bool, default True
        The reset gate comes after the recurrent matrix and its bias, and ``b`` has two rows.

    Returns
    -------
    Y : ndarray of shape (batch, time, units)
        Output at every step, in the common dtype of all arguments; whole numbers count as float64.
        ``Y[:, -1]`` resumes the sequence when passed as `Y_init`.

    Raises
    ------
    ValueError
        If a shape does not fit, or a batch or sequence is empty.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> X, params = rng.normal(size=(2, 5, 1)), init_gru_params(1, 3, rng=rng)
    >>> Y = gru_forward(X, params)
    >>> Y.shape
    (2, 5, 3)
    >>> np.allclose(gru_forward(X[:, 3:], params, Y_init=Y[:, 2]), Y[:, 3:])
    True
    """
    X, (W_x, W_y, b), shape = expect_gated(X, params, "GRUParams", 3)
    reset_after = expect_flag(reset_after, "reset_after")
    wanted = (2, len(b.T)) if reset_after else b.shape[-1:]
    said = f"have shape {wanted} with reset_after={reset_after}"
    expect(b.shape == wanted, "b", said, f"shape {b.shape}")
    start = np.zeros(shape, X.dtype) if Y_init is None else expect_shape(Y_init, "Y_init", shape)
    b_x, b_y = b if reset_after else (b, b)
    A, dtype = _from_input(X, W_x, b_x, _gates.GRU), np.result_type(X, W_x, b, W_y, start)
    W_back = np.ascontiguousarray(_gates.halved(W_y, _gates.GRU).T)
    b_back = _gates.halved(b_y, _gates.GRU)[:, None]
    Y = np.empty((len(A) + 1, *shape[::-1]), dtype)  # from step 0
    Y[0] = start.T
    for t in range(len(A)):
        update, _, candidate, _ = _gates.gru_gates(A[t], W_back, b_back, Y[t], reset_after)
        Y[t + 1] = candidate + update * (Y[t] - candidate)
    return _gates.batch_first(Y[1:])


def _from_input(X, W_x, b, slopes):
    """Return the input's share of all gates and steps: (time, gates * units, batch)."""
    W = _gates.halved(np.concatenate([W_x, b[None]]), slopes)
    return _gates.steps(W.T @ _gates.with_one(_gates.flat(X)), len(X))


def conv1d_forward(X, kernel, b, stride=1, dilation=1, padding="causal"):
    r"""Run a one-dimensional convolution over a batch of sequences.

    Computes :math:`y_t = b + \sum_{i=0}^{k-1} K_i^\top x_{t - (k-1-i)\,d}` with one sequence per
    row, where :math:`K_i` is ``kernel[i]``, :math:`k` the width of the kernel and :math:`d` the
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

    Examples
    --------
    >>> import numpy as np
    >>> X = np.arange(1.0, 6.0).reshape(1, 5, 1)
    >>> kernel, b = np.array([-1.0, 1.0]).reshape(2, 1, 1), np.zeros(1)
    >>> conv1d_forward(X, kernel, b)[0, :, 0]  # the change from step to step, from 0 at first
    array([1., 1., 1., 1., 1.])
    >>> conv1d_forward(X, kernel, b, dilation=2, padding="valid")[0, :, 0]
    array([2., 2., 2.])
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
