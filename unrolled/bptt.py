r"""Backpropagation through time: the gradient of a recurrent layer, and what training needs.

Everything follows from one recurrence. With :math:`a_t` the value before :math:`\phi` and
:math:`\delta_t = \partial L / \partial a_t`,

.. math::

    g_t = \frac{\partial L}{\partial y_t}\Big|_\text{direct} + W_y\,\delta_{t+1},
    \qquad \delta_t = g_t \odot \phi'(a_t),

read from the last step back; the weights are shared by all steps, so their gradients are sums
over sequences and steps (Werbos, 1990).
"""

from typing import NamedTuple

import numpy as np

from unrolled import _gates
from unrolled._expect import (
    as_float,
    expect,
    expect_activation,
    expect_batch,
    expect_count,
    expect_gated,
    expect_number,
    expect_positive,
    expect_rng,
    expect_rnn_params,
    expect_shape,
    expect_state,
    shown,
)
from unrolled._tree import leaves, like
from unrolled.layers import TANH, GRUParams, LSTMParams, RNNParams


def output_gradients(Y, dY, params, activation=TANH, length=None):
    r"""Total gradient of the loss with respect to every output: the reverse recurrence alone.

    ``dY[:, t]`` is what the loss says about :math:`y_t` directly. The future adds to it:
    :math:`g_t = dY_t + W_y\,(g_{t+1} \odot \phi'_{t+1})`.

    Parameters
    ----------
    Y : ndarray of shape (batch, time, units)
        Outputs, as `rnn_forward` returned them.
    dY : ndarray of shape (batch, time, units)
        Direct gradient at every output; zeros where the loss does not look.
    params : RNNParams
        Or a list of the three. Only ``W_y`` is used.
    activation : Activation, default TANH
    length : int, optional
        Truncate: gradients do not cross from one stretch of `length` steps into the one before.

    Returns
    -------
    G : ndarray of shape (batch, time, units)

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Examples
    --------
    >>> import numpy as np
    >>> from unrolled.layers import IDENTITY
    >>> params = RNNParams(W_x=np.ones((1, 1)), W_y=np.array([[0.5]]), b=np.zeros(1))
    >>> Y = np.zeros((1, 4, 1))
    >>> dY = np.array([[[0.0], [0.0], [0.0], [1.0]]])  # the loss looks at the last step
    >>> output_gradients(Y, dY, params, activation=IDENTITY)[0, :, 0]
    array([0.125, 0.25 , 0.5  , 1.   ])
    """
    three = isinstance(params, (list, tuple)) and len(params) == 3
    expect(three, "params", "be RNNParams, or a list of W_x, W_y and b", shown(params))
    G, _ = _reverse(Y, dY, params[1], activation, length)
    return G.swapaxes(0, 1)


def rnn_backward(X, Y, dY, params, Y_init=None, activation=TANH, length=None):
    """Gradients of the loss with respect to the weights of a simple recurrent layer.

    The weights are shared across time, so each gradient is a sum over sequences and steps.

    Parameters
    ----------
    X : ndarray of shape (batch, time, inputs)
    Y, dY : ndarray of shape (batch, time, units)
        Outputs of `rnn_forward`, and the direct gradient of the loss at each of them.
    params : RNNParams
        Or a list of the three.
    Y_init : ndarray of shape (batch, units), optional
        As given to `rnn_forward`.
    activation : Activation, default TANH
    length : int, optional
        Truncated backpropagation through time: see `output_gradients`.

    Returns
    -------
    RNNParams
        Of gradients, each in the shape of its weights.

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Examples
    --------
    >>> import numpy as np
    >>> from unrolled.layers import init_rnn_params, rnn_forward
    >>> rng = np.random.default_rng(0)
    >>> X, params = rng.normal(size=(2, 5, 1)), init_rnn_params(1, 3, rng=rng)
    >>> Y = rnn_forward(X, params)
    >>> def loss(params):
    ...     return (rnn_forward(X, params) ** 2).sum() / 2
    >>> gradient_check(loss, params, rnn_backward(X, Y, Y, params), rng) < 1e-7
    True
    """
    W_x, W_y, _ = expect_rnn_params(params)
    X, Y = as_float(expect_batch(X)), as_float(expect_batch(Y, "Y", "units"))
    _, dA = _reverse(Y, dY, W_y, activation, length)
    time, batch, units = dA.shape
    expected = (batch, time, len(W_x))
    expect(X.shape == expected, "X", f"have shape {expected}", f"shape {X.shape}")
    dW_y = _rows(Y[:, :-1]).T @ _rows(dA[1:].swapaxes(0, 1))
    if Y_init is not None:  # y_0 = 0 has no share in the sum
        dW_y = dW_y + expect_shape(Y_init, "Y_init", (batch, units)).T @ dA[0]
    return RNNParams(
        W_x=_rows(X).T @ dA.reshape(-1, units),
        W_y=dW_y,
        b=dA.sum(axis=(0, 1)),
    )


def input_gradients(Y, dY, params, activation=TANH):
    """Gradients of the loss with respect to what came in: the inputs and the initial output.

    Parameters
    ----------
    Y, dY, params, activation
        As for `rnn_backward`.

    Returns
    -------
    dX : ndarray of shape (batch, time, inputs)
        Hand it to the layer below as its ``dY``.
    dY_init : ndarray of shape (batch, units)
        Hand it to the layer that computed the initial state, or learn the state by it.

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Examples
    --------
    >>> import numpy as np
    >>> from unrolled.layers import init_rnn_params, rnn_forward
    >>> rng = np.random.default_rng(0)
    >>> X, params = rng.normal(size=(2, 5, 1)), init_rnn_params(1, 3, rng=rng)
    >>> Y = rnn_forward(X, params)
    >>> dX, dY_init = input_gradients(Y, Y, params)
    >>> dX.shape, dY_init.shape
    ((2, 5, 1), (2, 3))
    """
    W_x, W_y, _ = expect_rnn_params(params)
    _, dA = _reverse(Y, dY, W_y, activation, None)
    return (dA @ W_x.T).swapaxes(0, 1), dA[0] @ W_y.T


def lstm_backward(X, Y, C, dY, params, state=None):
    """Gradients of the loss with respect to the weights of an LSTM layer.

    The gates are computed anew from `X` and `Y`, for all steps at once.

    Parameters
    ----------
    X : ndarray of shape (batch, time, inputs)
    Y, C : ndarray of shape (batch, time, units)
        Outputs and cell states, as `lstm_forward` returned them.
    dY : ndarray of shape (batch, time, units)
        Direct gradient at every output; zeros where the loss does not look.
    params : LSTMParams
        Or a list of the three.
    state : (Y_init, C_init), optional
        As given to `lstm_forward`.

    Returns
    -------
    LSTMParams
        Of gradients, each in the shape of its weights.

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Examples
    --------
    >>> import numpy as np
    >>> from unrolled.layers import init_lstm_params, lstm_forward
    >>> rng = np.random.default_rng(0)
    >>> X, params = rng.normal(size=(2, 5, 1)), init_lstm_params(1, 3, rng=rng)
    >>> Y, C = lstm_forward(X, params)
    >>> def loss(params):
    ...     return (lstm_forward(X, params)[0] ** 2).sum() / 2
    >>> gradient_check(loss, params, lstm_backward(X, Y, C, Y, params), rng) < 1e-7
    True
    """
    _, _, dA, inputs = _reverse_lstm(X, Y, C, dY, params, state)
    dW = inputs @ dA.T  # of x_t, of the 1 that b multiplies, of y_{t-1}
    width = len(dW) - len(dA) // 4 - 1
    return LSTMParams(W_x=dW[:width], W_y=dW[width + 1 :], b=dW[width])


def lstm_state_gradients(X, Y, C, dY, params, state=None):
    r"""Total gradients of the loss with respect to the two states of an LSTM at every step.

    With :math:`g_t = dL/dy_t`, :math:`\tilde g_t = dL/dc_t` and :math:`\delta_t` the gradient at
    the four values before the gates' activations,

    .. math::

        \begin{aligned}
        g_t &= \frac{\partial L}{\partial y_t} + W_y\, \delta_{t+1}, \\
        \tilde g_t &= g_t \odot o_t \odot (1 - \tanh^2 c_t) + f_{t+1} \odot \tilde g_{t+1}.
        \end{aligned}

    Parameters
    ----------
    X, Y, C, dY, params, state
        As for `lstm_backward`.

    Returns
    -------
    G, G_C : ndarray of shape (batch, time, units)
        Total gradient at every output and at every cell state.

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Examples
    --------
    >>> import numpy as np
    >>> from unrolled.layers import init_lstm_params, lstm_forward
    >>> rng = np.random.default_rng(0)
    >>> X, params = rng.normal(size=(1, 5, 1)), init_lstm_params(1, 3, rng=rng)
    >>> Y, C = lstm_forward(X, params)
    >>> dY = np.zeros_like(Y)
    >>> dY[:, -1] = 1.0  # the loss looks at the last step
    >>> G, G_C = lstm_state_gradients(X, Y, C, dY, params)
    >>> G.shape, G_C.shape
    ((1, 5, 3), (1, 5, 3))
    """
    G, G_C, *_ = _reverse_lstm(X, Y, C, dY, params, state)
    return _gates.batch_first(G), _gates.batch_first(G_C)


def gru_backward(X, Y, dY, params, Y_init=None):
    """Gradients of the loss with respect to the weights of a GRU layer.

    Parameters
    ----------
    X : ndarray of shape (batch, time, inputs)
    Y, dY : ndarray of shape (batch, time, units)
        Outputs of `gru_forward`, and the direct gradient of the loss at each of them.
    params : GRUParams
        Or a list of the three. A ``b`` of one axis says ``reset_after=False``.
    Y_init : ndarray of shape (batch, units), optional
        As given to `gru_forward`.

    Returns
    -------
    GRUParams
        Of gradients, each in the shape of its weights.

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Examples
    --------
    >>> import numpy as np
    >>> from unrolled.layers import gru_forward, init_gru_params
    >>> rng = np.random.default_rng(0)
    >>> X, params = rng.normal(size=(2, 5, 1)), init_gru_params(1, 3, rng=rng)
    >>> Y = gru_forward(X, params)
    >>> def loss(params):
    ...     return (gru_forward(X, params) ** 2).sum() / 2
    >>> gradient_check(loss, params, gru_backward(X, Y, Y, params), rng) < 1e-7
    True
    """
    G, dA, to_candidate, inputs, befores = _reverse_gru(X, Y, dY, params, Y_init)
    d_back = np.split(_as_rows(dA), 3)
    d_input = np.concatenate([*d_back[:2], to_candidate * _as_rows(G[:, None])])
    dW_x = inputs @ d_input.T  # of x_t, and of the 1 that b multiplies
    dW_y = [before @ d.T for before, d in zip(befores, d_back, strict=True)]
    b = dW_x[-1]
    if np.ndim(params[2]) == 2:
        b = np.stack([b, np.concatenate(d_back).sum(axis=1)])
    return GRUParams(W_x=dW_x[:-1], W_y=np.concatenate(dW_y, axis=1), b=b)


def gru_state_gradients(X, Y, dY, params, Y_init=None):
    r"""Total gradient of the loss with respect to every output of a GRU.

    With :math:`\delta_t` the gradient at what the recurrent weights put out,

    .. math::

        g_t = \frac{\partial L}{\partial y_t} + z_{t+1} \odot g_{t+1} + W_y\, \delta_{t+1}.

    Parameters
    ----------
    X, Y, dY, params, Y_init
        As for `gru_backward`.

    Returns
    -------
    G : ndarray of shape (batch, time, units)

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Examples
    --------
    >>> import numpy as np
    >>> from unrolled.layers import gru_forward, init_gru_params
    >>> rng = np.random.default_rng(0)
    >>> X, params = rng.normal(size=(1, 5, 1)), init_gru_params(1, 3, rng=rng, update_bias=99.0)
    >>> Y = gru_forward(X, params)
    >>> dY = np.zeros_like(Y)
    >>> dY[:, -1] = 1.0  # the loss looks at the last step, and the gates keep everything
    >>> gru_state_gradients(X, Y, dY, params)[0, :, 0]
    array([1., 1., 1., 1., 1.])
    """
    return _gates.batch_first(_reverse_gru(X, Y, dY, params, Y_init)[0])


def gradient_check(loss, params, grads, rng, step=1e-6):
    r"""Compare a gradient with finite differences along one random direction.

    Central differences: :math:`(L(\theta + \epsilon d) - L(\theta - \epsilon d)) / 2\epsilon`
    against :math:`\nabla L \cdot d`, for a random unit vector d over all weights at once.

    Parameters
    ----------
    loss : callable
        From parameters like `params` to a number.
    params : NamedTuple, list or tuple of ndarray
        In float64: float32 has too few digits for a difference. Whole numbers count as float64.
    grads : NamedTuple, list or tuple of ndarray
        The gradient to be checked, in the shapes of `params`.
    rng : numpy.random.Generator
    step : float, default 1e-6

    Returns
    -------
    float
        Relative error. About 1e-8 for a right gradient, above 1e-4 for a wrong one.

    Raises
    ------
    ValueError
        If the shapes differ, the parameters are not float64, or the loss is no single number.

    Examples
    --------
    >>> import numpy as np
    >>> def loss(params):
    ...     return (params[0] ** 2).sum()
    >>> w = np.array([1.0, 2.0, 3.0])
    >>> gradient_check(loss, [w], [2 * w], np.random.default_rng(0)) < 1e-8
    True
    >>> gradient_check(loss, [w], [w], np.random.default_rng(0)) > 1e-4
    True
    """
    expect(callable(loss), "loss", "be a function of the parameters", shown(loss))
    step = expect_positive(step, "step")
    expect_rng(rng)
    weights, grads = _matched(params, grads)
    for (name, w), (_, g) in zip(weights, grads, strict=True):
        expect(g.shape == w.shape, "grads", f"be {w.shape} for {name}", g.shape)
        expect(w.dtype == np.float64, "params", "be float64", w.dtype)
    direction = [rng.normal(size=w.shape) for _, w in weights]
    size = np.sqrt(sum((d**2).sum() for d in direction))
    direction = [d / size for d in direction]

    def along(distance):
        moved = (w + distance * d for (_, w), d in zip(weights, direction, strict=True))
        value = np.asarray(loss(like(params, moved)))
        single = value.size == 1 and value.dtype.kind in "biuf"
        expect(single, "loss", "return one number", shown(value))
        return float(value.item())

    numeric = (along(step) - along(-step)) / (2 * step)
    analytic = sum((g * d).sum() for (_, g), d in zip(grads, direction, strict=True))
    return float(abs(numeric - analytic) / max(abs(numeric), abs(analytic), 1e-12))


def clip_by_global_norm(grads, max_norm):
    """Shorten a gradient that is longer than `max_norm`, keeping its direction.

    The length is summed in float64 and in units of the largest entry, so that neither gradients
    of 1e200 nor float32 ones of 1e20 overflow.

    Parameters
    ----------
    grads : NamedTuple, list or tuple of ndarray
        Lists of lists are read too: whatever ``tape.gradient`` returns for such weights.
    max_norm : float
        Above 0; ``inf`` only measures.

    Returns
    -------
    grads : the same kind as given
        Unchanged if short enough. Each array keeps its float dtype.
    norm : float
        The length before clipping, over all arrays together; ``inf`` if no float can hold it.
        One NaN makes it NaN, and nothing is changed: clipping cures no NaN. An infinite entry
        becomes NaN and all others 0, as infinity over infinity and a number over infinity are.

    Raises
    ------
    ValueError
        If `max_norm` is not positive, or `grads` holds no arrays of numbers.

    Examples
    --------
    >>> import numpy as np
    >>> grads, norm = clip_by_global_norm([np.array([3.0]), np.array([4.0])], max_norm=1.0)
    >>> norm
    5.0
    >>> [g.round(6) for g in grads]
    [array([0.6]), array([0.8])]
    """
    max_norm = expect_number(max_norm, "max_norm", "be positive", lambda value: value > 0)
    given = [g for _, g in leaves(grads, "grads")]
    arrays = [g.astype(float) for g in given]
    largest = np.max([np.abs(g).max(initial=0) for g in arrays])
    # a power of two, so that dividing by it rounds nothing
    unit = 2.0 ** int(np.frexp(largest)[1] - 1) if 0 < largest < np.inf else 1.0
    length = float(np.sqrt(sum(float(((g / unit) ** 2).sum()) for g in arrays)))
    norm = length * unit
    with np.errstate(invalid="ignore"):  # infinity times 0
        if norm > max_norm:
            arrays = [g / unit * (max_norm / length) for g in arrays]
    return like(grads, (g.astype(old.dtype) for g, old in zip(arrays, given, strict=True))), norm


def _matched(params, grads):
    """Return the arrays of both, refusing a gradient of more or of fewer arrays."""
    weights, grads = leaves(params, "params"), leaves(grads, "grads")
    same = len(weights) == len(grads)
    expect(same, "grads", f"hold {len(weights)} arrays, as params", f"{len(grads)}")
    return weights, grads


class _Moments(NamedTuple):
    mean: list  # of the gradient
    square: list  # of its square


class Adam:
    r"""The Adam optimiser (Kingma & Ba, 2015), step for step as Keras computes it.

    .. math::

        \begin{aligned}
        m &\leftarrow \beta_1 m + (1 - \beta_1) g, \\
        v &\leftarrow \beta_2 v + (1 - \beta_2) g^2, \\
        \theta &\leftarrow \theta - \eta \frac{\sqrt{1 - \beta_2^n}}{1 - \beta_1^n}
            \frac{m}{\sqrt{v} + \epsilon}
        \end{aligned}

    A class because the moments must stay with the parameters they belong to.

    Parameters
    ----------
    learning_rate : float, default 1e-3
    beta_1, beta_2 : float, default 0.9 and 0.999
        At least 0 and below 1.
    epsilon : float, default 1e-7

    Raises
    ------
    ValueError
        If a setting is out of its range.

    Examples
    --------
    >>> import numpy as np
    >>> adam, params = Adam(learning_rate=0.1), [np.array([1.0, -1.0])]
    >>> params = adam.update(params, [np.array([0.5, -20.0])])  # a first step has the rate's length
    >>> params[0].round(3)
    array([ 0.9, -0.9])
    >>> adam.n_updates
    1
    """

    def __init__(self, learning_rate=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate = expect_positive(learning_rate, "learning_rate")
        self.epsilon = expect_positive(epsilon, "epsilon")
        share = "be at least 0 and below 1"
        self.beta_1, self.beta_2 = (
            expect_number(beta, name, share, lambda value: 0 <= value < 1)
            for beta, name in ((beta_1, "beta_1"), (beta_2, "beta_2"))
        )
        self.n_updates = 0
        self._moments = None

    def update(self, params, grads):
        """Return the parameters after one update; neither argument is changed.

        Parameters
        ----------
        params, grads : NamedTuple, list or tuple of ndarray
            Of the same shapes, at every call those of the first.

        Returns
        -------
        params : the same kind as given
            Each array keeps its float dtype; whole numbers become float64.

        Raises
        ------
        ValueError
            If the shapes are not those of the first call: the moments belong to these parameters.
        """
        weights, grads = ([a for _, a in pairs] for pairs in _matched(params, grads))
        if self._moments is None:
            self._moments = _Moments(*([np.zeros_like(w) for w in weights] for _ in range(2)))
        shapes = [m.shape for m in self._moments.mean]
        for name, arrays in (("grads", grads), ("params", weights)):
            given = [a.shape for a in arrays]
            expect(given == shapes, name, f"have the shapes {shapes}", given)
        self.n_updates += 1
        n, b1, b2 = self.n_updates, self.beta_1, self.beta_2
        rate = self.learning_rate * np.sqrt(1 - b2**n) / (1 - b1**n)
        updated = []
        for w, g, m, v in zip(weights, grads, *self._moments, strict=True):
            m += (1 - b1) * (g - m)
            v += (1 - b2) * (g * g - v)
            change = rate * m / (np.sqrt(v) + self.epsilon)
            updated.append(w - change.astype(w.dtype))
        return like(params, updated)


def _reverse(Y, dY, W_y, activation, length):
    """Return g_t and delta_t of all steps, both (time, batch, units): the recurrence itself."""
    Y, dY = (as_float(expect_batch(a, name, "units")) for a, name in ((Y, "Y"), (dY, "dY")))
    expect(dY.shape == Y.shape, "dY", f"have Y's shape {Y.shape}", f"shape {dY.shape}")
    _, time, units = Y.shape
    W_y = expect_shape(W_y, "W_y", (units, units))
    activation = expect_activation(activation)
    length = time if length is None else expect_count(length, "length")

    slope = activation.slope(Y).swapaxes(0, 1)  # (time, batch, units)
    G = np.array(dY.swapaxes(0, 1), dtype=np.result_type(slope, dY, W_y), order="C")
    dA = np.empty_like(G)
    W_back = np.ascontiguousarray(W_y.T)
    for t in reversed(range(time)):
        if t + 1 < time and (t + 1) % length:  # step t + 1 does not begin a new stretch
            G[t] += dA[t + 1] @ W_back
        np.multiply(G[t], slope[t], out=dA[t])
    return G, dA


def _reverse_lstm(X, Y, C, dY, params, state):
    """Return dL/dy_t and dL/dc_t, (time, units, batch), then the deltas and what they multiply."""
    X, (W_x, W_y, b), (batch, units) = expect_gated(X, params, "LSTMParams", 4)
    start = np.zeros((2, batch, units), X.dtype)
    if state is not None:
        start = expect_state(state, (batch, units))
    shape = (*X.shape[:2], units)
    Y, C, dY = (expect_shape(a, name, shape) for a, name in ((Y, "Y"), (C, "C"), (dY, "dY")))
    Y_prev, C_prev = _gates.flat_before(start[0], Y), _gates.flat_before(start[1], C)
    inputs = np.concatenate([_gates.with_one(_gates.flat(X)), Y_prev])
    W = _gates.halved(np.concatenate([W_x, b[None], W_y]), _gates.LSTM)
    enter, keep, candidate, show = _gates.lstm_gates(W.T @ inputs)
    seen = np.tanh(_gates.flat(C))

    slopes = np.empty((4, *seen.shape), np.result_type(inputs, W, C_prev, C, dY))
    slopes[0] = candidate * enter * (1 - enter)  # what c_t owes to each gate
    slopes[1] = C_prev * keep * (1 - keep)
    slopes[2] = enter * (1 - candidate**2)
    slopes[3] = seen * show * (1 - show)  # what y_t owes to its gate
    to_cell = show * (1 - seen**2)
    slopes, to_cell, keep = (_gates.steps(a, batch) for a in (slopes, to_cell, keep))

    G = np.array(dY.transpose(1, 2, 0), slopes.dtype, order="C")
    G_C, dA, kept = np.empty_like(G), np.empty_like(slopes), 0
    for t in range(len(G) - 1, -1, -1):
        G_C[t] = G[t] * to_cell[t] + kept
        np.multiply(slopes[t, :3], G_C[t], out=dA[t, :3])
        np.multiply(slopes[t, 3], G[t], out=dA[t, 3])
        if t > 0:
            G[t - 1] += W_y @ dA[t].reshape(W_y.shape[1], -1)
            kept = keep[t] * G_C[t]
    return G, G_C, _as_rows(dA), inputs


def _reverse_gru(X, Y, dY, params, Y_init):
    """Return dL/dy_t, the deltas, and what it takes to turn them into gradients of weights.

    G is (time, units, batch), the deltas (time, 3, units, batch) are those of the two gates and of
    what W_y puts out for the candidate. Then the candidate's slope, the inputs with their 1, and
    what each of the three blocks of W_y multiplies.
    """
    X, (W_x, W_y, b), (batch, units) = expect_gated(X, params, "GRUParams", 3)
    first = np.zeros((batch, units), X.dtype)
    if Y_init is not None:
        first = expect_shape(Y_init, "Y_init", (batch, units))
    Y, dY = (expect_shape(a, n, (*X.shape[:2], units)) for a, n in ((Y, "Y"), (dY, "dY")))
    reset_after, Y_prev = b.ndim == 2, _gates.flat_before(first, Y)
    b_x, b_y = b if reset_after else (b, b)
    inputs = _gates.with_one(_gates.flat(X))
    W, W_back, b_back = (
        _gates.halved(w, _gates.GRU) for w in (np.concatenate([W_x, b_x[None]]), W_y, b_y)
    )
    update, reset, candidate, inner = _gates.gru_gates(
        W.T @ inputs, W_back.T, b_back[:, None], Y_prev, reset_after
    )
    to_candidate = (1 - update) * (1 - candidate**2)
    slopes = (Y_prev - candidate) * update * (1 - update), inner * reset * (1 - reset), to_candidate
    to_gates, keep, passed = (_gates.steps(a, batch) for a in (np.stack(slopes), update, reset))

    G = np.array(dY.transpose(1, 2, 0), np.result_type(to_gates, W_y, dY), order="C")
    dA = np.empty(to_gates.shape, G.dtype)
    for t in range(len(G) - 1, -1, -1):
        np.multiply(G[t], to_gates[t, ::2], out=dA[t, ::2])  # update gate and candidate
        if reset_after:
            np.multiply(dA[t, 2], to_gates[t, 1], out=dA[t, 1])
            dA[t, 2] *= passed[t]
            back = W_y @ dA[t].reshape(-1, batch)
        else:
            inner = W_y[:, 2 * units :] @ dA[t, 2]
            np.multiply(inner, to_gates[t, 1], out=dA[t, 1])
            back = W_y[:, : 2 * units] @ dA[t, :2].reshape(-1, batch) + passed[t] * inner
        if t > 0:
            G[t - 1] += back + keep[t] * G[t]
    befores = [Y_prev, Y_prev, Y_prev if reset_after else reset * Y_prev]
    return G, dA, to_candidate, inputs, befores


def _as_rows(a):
    """Return (time, gates, units, batch) as (gates * units, time * batch)."""
    return np.moveaxis(a, 0, -2).reshape(a.shape[1] * a.shape[2], -1)


def _rows(a):
    """Return (batch, time, width) as rows, time-major, so that all share one order."""
    return a.swapaxes(0, 1).reshape(-1, a.shape[2])
