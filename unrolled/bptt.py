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

from unrolled._expect import (
    as_float,
    expect,
    expect_activation,
    expect_batch,
    expect_count,
    expect_number,
    expect_positive,
    expect_rng,
    expect_rnn_params,
    expect_shape,
    shown,
)
from unrolled._tree import leaves, like
from unrolled.layers import TANH, RNNParams


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
    """
    W_x, W_y, _ = expect_rnn_params(params)
    _, dA = _reverse(Y, dY, W_y, activation, None)
    return (dA @ W_x.T).swapaxes(0, 1), dA[0] @ W_y.T


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

        m \leftarrow \beta_1 m + (1 - \beta_1) g, \quad v \leftarrow \beta_2 v + (1 - \beta_2) g^2,
        \quad \theta \leftarrow \theta - \eta \frac{\sqrt{1 - \beta_2^n}}{1 - \beta_1^n}
        \frac{m}{\sqrt{v} + \epsilon}

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


def _rows(a):
    """Return (batch, time, width) as rows, time-major, so that all share one order."""
    return a.swapaxes(0, 1).reshape(-1, a.shape[2])
