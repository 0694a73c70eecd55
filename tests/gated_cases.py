"""The gated layers as the tests of their outputs and of their gradients need them."""

import numpy as np
import pytest

from unrolled.layers import GRUParams, LSTMParams, gru_forward, lstm_forward

GATES = {"LSTM": 4, "GRU": 3, "GRU before": 3}  # the GRU whose reset comes before the matrix

every_kind = pytest.mark.parametrize("kind", GATES)
every_start = pytest.mark.parametrize("start", ["zeros", "given"])


def random_params(rng, kind, inputs, units):
    """Return weights without any symmetry, in float64."""
    width = GATES[kind] * units
    W_x = rng.normal(size=(inputs, width)) / np.sqrt(inputs)
    W_y = rng.normal(size=(units, width)) / np.sqrt(units)
    b = rng.normal(size=(2, width) if kind == "GRU" else width)
    return (LSTMParams if kind == "LSTM" else GRUParams)(W_x, W_y, b)


def forward(kind, X, params, state=None):
    """Return [Y, C] of an LSTM, [Y] of a GRU."""
    if kind == "LSTM":
        return list(lstm_forward(X, params, state))
    Y_init = None if state is None else state[0]
    return [gru_forward(X, params, Y_init, reset_after=kind == "GRU")]


def layer_for(kind, units, dtype="float32", **options):
    """Return the Keras layer of this kind."""
    import keras

    options |= {"return_sequences": True, "dtype": dtype}
    if kind == "LSTM":
        return keras.layers.LSTM(units, **options)
    return keras.layers.GRU(units, reset_after=kind == "GRU", **options)
