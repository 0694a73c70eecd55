"""One recurrent layer computed in several ways, each ready to be timed.

A way is a function that takes a cell, its weights as NumPy arrays in Keras' order, an input and the
gradient that arrives at every output, and returns a `Layer`. Frameworks are imported inside, so
that a process holds the one that it computes with and no other.
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np

from unrolled import bptt, layers

CELLS = ("SimpleRNN", "LSTM", "GRU")
BLOCKS = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}  # of columns in the weights


class Layer(NamedTuple):
    """A layer with its weights and data: call a pass, then read what came of it."""

    forward: Callable  # outputs at all steps
    step: Callable  # forward, then the gradients of all weights
    read: Callable  # what a pass returned, as a list of NumPy arrays in Keras' order


def by_numpy(cell, weights, X, dY):
    """Use the helper: `rnn_forward` and `rnn_backward`, and those of the gated cells."""
    forward, backward, kind = {
        "SimpleRNN": (layers.rnn_forward, bptt.rnn_backward, layers.RNNParams),
        "LSTM": (layers.lstm_forward, bptt.lstm_backward, layers.LSTMParams),
        "GRU": (layers.gru_forward, bptt.gru_backward, layers.GRUParams),
    }[cell]
    params = kind(*weights)

    def outputs():
        found = forward(X, params)
        return found if isinstance(found, tuple) else (found,)  # of an LSTM, the cell state too

    return Layer(lambda: outputs()[0], lambda: backward(X, *outputs(), dY, params), as_arrays)


def by_keras(cell, weights, X, dY, unroll=False, jit_compile=False):
    """Use the layer of Keras under ``tf.function``."""
    import keras
    import tensorflow as tf

    units = weights[1].shape[0]
    layer = getattr(keras.layers, cell)(units, return_sequences=True, unroll=unroll)
    layer.build(X.shape)
    layer.set_weights(weights)
    X, dY = tf.constant(X), tf.constant(dY)

    @tf.function(jit_compile=jit_compile)
    def forward(X):
        return layer(X)

    @tf.function(jit_compile=jit_compile)
    def step(X, dY):
        with tf.GradientTape() as tape:
            Y = layer(X)
        return tape.gradient(Y, layer.trainable_variables, output_gradients=dY)

    return Layer(lambda: forward(X), lambda: step(X, dY), as_arrays)


def by_keras_unrolled(cell, weights, X, dY):
    """Use the layer of Keras with all steps written out."""
    return by_keras(cell, weights, X, dY, unroll=True)


def by_keras_xla(cell, weights, X, dY):
    """Use the layer of Keras compiled by XLA."""
    return by_keras(cell, weights, X, dY, jit_compile=True)


def by_torch(cell, weights, X, dY):
    """Use the layer of PyTorch, whose two biases come to one unless a reset gate is between them.

    Its weights are the transposes of Keras', and its GRU has the reset gate first.
    """
    import torch

    torch.set_num_threads(1)
    order = [1, 0, 2] if cell == "GRU" else range(BLOCKS[cell])
    W_x, W_y, b = (_in_order(w, order) for w in weights)
    kind = {"SimpleRNN": torch.nn.RNN}.get(cell) or getattr(torch.nn, cell)
    layer = kind(len(W_x), len(W_y), batch_first=True)
    biases = b if b.ndim == 2 else (b, np.zeros_like(b))
    with torch.no_grad():
        for tensor, w in zip(layer.parameters(), (W_x.T, W_y.T, *biases), strict=True):
            tensor.copy_(torch.from_numpy(np.ascontiguousarray(w)))
    X, dY, parameters = torch.from_numpy(X), torch.from_numpy(dY), list(layer.parameters())

    def forward():
        with torch.no_grad():
            return layer(X)[0]

    def step():
        return torch.autograd.grad(layer(X)[0], parameters, grad_outputs=dY)

    def read(found):
        if isinstance(found, torch.Tensor):
            return [found.numpy()]
        dW_x, dW_y, *d_biases = (gradient.numpy() for gradient in found)
        db = np.stack(d_biases) if b.ndim == 2 else d_biases[0]
        return [_in_order(gradient, order) for gradient in (dW_x.T, dW_y.T, db)]

    return Layer(forward, step, read)


def by_jax(cell, weights, X, dY):
    """Write the equations for JAX: ``lax.scan`` under ``jit``, and ``grad``."""
    import jax
    from jax import lax
    from jax import numpy as jnp

    def simple(state, a, W_y, _):
        Y = jnp.tanh(a + state[0] @ W_y)
        return (Y,), Y

    def lstm(state, a, W_y, _):
        enter, keep, candidate, show = jnp.split(a + state[0] @ W_y, 4, axis=-1)
        C = jax.nn.sigmoid(keep) * state[1] + jax.nn.sigmoid(enter) * jnp.tanh(candidate)
        Y = jax.nn.sigmoid(show) * jnp.tanh(C)
        return (Y, C), Y

    def gru(state, a, W_y, b_y):
        update, reset, candidate = jnp.split(a, 3, axis=-1)
        inner = jnp.split(state[0] @ W_y + b_y, 3, axis=-1)
        update, reset = jax.nn.sigmoid(update + inner[0]), jax.nn.sigmoid(reset + inner[1])
        Y = update * state[0] + (1 - update) * jnp.tanh(candidate + reset * inner[2])
        return (Y,), Y

    tick = {"SimpleRNN": simple, "LSTM": lstm, "GRU": gru}[cell]

    def outputs(weights, X):
        W_x, W_y, b = weights
        b_x, b_y = b if b.ndim == 2 else (b, None)
        start = (jnp.zeros((len(X), len(W_y)), X.dtype),) * (2 if cell == "LSTM" else 1)
        by_step = jnp.swapaxes(X, 0, 1) @ W_x + b_x
        _, Y = lax.scan(lambda state, a: tick(state, a, W_y, b_y), start, by_step)
        return jnp.swapaxes(Y, 0, 1)

    forward = jax.jit(outputs)
    step = jax.jit(jax.grad(lambda weights, X, dY: jnp.vdot(outputs(weights, X), dY)))
    weights, X, dY = [jnp.asarray(w) for w in weights], jnp.asarray(X), jnp.asarray(dY)
    ready = jax.block_until_ready  # a call returns before the answer is there
    return Layer(lambda: ready(forward(weights, X)), lambda: ready(step(weights, X, dY)), as_arrays)


WAYS = {
    "numpy": by_numpy,
    "keras": by_keras,
    "unrolled": by_keras_unrolled,
    "xla": by_keras_xla,
    "torch": by_torch,
    "jax": by_jax,
}


def installed():
    """Return the names of the ways that can be had here: PyTorch and JAX where installed."""
    return [way for way in WAYS if way not in ("torch", "jax") or find_spec(way)]


def as_arrays(found):
    """Return what a pass gave, one array or several, as a list of NumPy arrays."""
    several = isinstance(found, (list, tuple))
    return [np.asarray(array) for array in (found if several else [found])]


def _in_order(w, order):
    """Return weights with the blocks of their last axis in another order."""
    blocks = np.split(w, len(order), axis=-1)
    return np.concatenate([blocks[place] for place in order], axis=-1)
