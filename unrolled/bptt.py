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

from unrolled._expect import expect, expect_batch, expect_count
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
        Only ``W_y`` is used.
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
    G, _ = _reverse(Y, dY, params, activation, length)
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
    X, Y = expect_batch(X), np.asarray(Y)
    _, dA = _reverse(Y, dY, params, activation, length)
    time, batch, units = dA.shape
    shape = f"shape {X.shape}"
    expected = (batch, time, len(params.W_x))
    expect(X.shape == expected, "X", f"have shape {expected}", shape)
    dW_y = _rows(Y[:, :-1]).T @ _rows(dA[1:].swapaxes(0, 1))
    if Y_init is not None:  # y_0 = 0 has no share in the sum
        Y_init = np.asarray(Y_init)
        shape = f"shape {Y_init.shape}"
        expect(Y_init.shape == (batch, units), "Y_init", f"have shape ({batch}, {units})", shape)
        dW_y += Y_init.T @ dA[0]
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
    """
    _, dA = _reverse(Y, dY, params, activation, None)
    return (dA @ params.W_x.T).swapaxes(0, 1), dA[0] @ params.W_y.T


def gradient_check(loss, params, grads, rng, step=1e-6):
    r"""Compare a gradient with finite differences along one random direction.

    Central differences: :math:`(L(\theta + \epsilon d) - L(\theta - \epsilon d)) / 2\epsilon`
    against :math:`\nabla L \cdot d`, for a random unit vector d over all weights at once.

    Parameters
    ----------
    loss : callable
        From parameters like `params` to a number.
    params : NamedTuple of ndarray
        In float64: float32 has too few digits for a difference.
    grads : NamedTuple of ndarray
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
        If the shapes differ or the parameters are not float64.
    """
    for weights, grad in zip(params, grads, strict=True):
        expect(np.shape(grad) == np.shape(weights), "grads", f"be {np.shape(weights)}", grad.shape)
        expect(weights.dtype == np.float64, "params", "be float64", weights.dtype)
    direction = [rng.normal(size=weights.shape) for weights in params]
    size = np.sqrt(sum((d**2).sum() for d in direction))
    direction = [d / size for d in direction]

    def along(distance):
        moved = (w + distance * d for w, d in zip(params, direction, strict=True))
        return loss(type(params)(*moved))

    numeric = (along(step) - along(-step)) / (2 * step)
    analytic = sum((g * d).sum() for g, d in zip(grads, direction, strict=True))
    return float(abs(numeric - analytic) / max(abs(numeric), abs(analytic), 1e-12))


def clip_by_global_norm(grads, max_norm):
    """Shorten a gradient that is longer than `max_norm`, keeping its direction.

    Parameters
    ----------
    grads : NamedTuple of ndarray
    max_norm : float

    Returns
    -------
    grads : the same kind of NamedTuple
        Unchanged if short enough.
    norm : float
        The length before clipping, over all arrays together. NaN stays NaN: clipping cures no NaN.

    Raises
    ------
    ValueError
        If `max_norm` is not positive.
    """
    expect(max_norm > 0, "max_norm", "be positive", max_norm)
    norm = float(np.sqrt(sum(float((g**2).sum()) for g in grads)))
    scale = max_norm / norm if norm > max_norm else 1.0
    return type(grads)(*(g * np.asarray(scale, g.dtype) for g in grads)), norm


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
    epsilon : float, default 1e-7
    """

    def __init__(self, learning_rate=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        expect(learning_rate > 0, "learning_rate", "be positive", learning_rate)
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.beta_1, self.beta_2 = beta_1, beta_2
        self.n_updates = 0
        self._moments = None

    def update(self, params, grads):
        """Return the parameters after one update; neither argument is changed."""
        if self._moments is None:
            self._moments = _Moments(*([np.zeros_like(w) for w in params] for _ in range(2)))
        shapes = [np.shape(m) for m in self._moments.mean]
        given = [np.shape(g) for g in grads]
        expect(given == shapes, "grads", f"have the shapes {shapes}", given)
        self.n_updates += 1
        n, b1, b2 = self.n_updates, self.beta_1, self.beta_2
        rate = self.learning_rate * np.sqrt(1 - b2**n) / (1 - b1**n)
        updated = []
        for weights, g, m, v in zip(params, grads, *self._moments, strict=True):
            m += (1 - b1) * (g - m)
            v += (1 - b2) * (g * g - v)
            change = rate * m / (np.sqrt(v) + self.epsilon)
            updated.append(weights - change.astype(weights.dtype))
        return type(params)(*updated)


def _reverse(Y, dY, params, activation, length):
    """Return g_t and delta_t of all steps, both (time, batch, units): the recurrence itself."""
    Y, dY = expect_batch(Y, "Y", "units"), expect_batch(dY, "dY", "units")
    expect(dY.shape == Y.shape, "dY", f"have Y's shape {Y.shape}", f"shape {dY.shape}")
    _, time, units = Y.shape
    W_y = np.asarray(params.W_y)
    shape = f"shape {W_y.shape}"
    expect(W_y.shape == (units, units), "W_y", f"have shape ({units}, {units})", shape)
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
