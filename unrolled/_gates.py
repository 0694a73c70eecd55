"""How the gated layers are computed: one column for each sequence, and one tanh for all gates.

Inside, arrays are (width, columns). The columns are the sequences of one step or, where nothing
has to wait for the step before, those of all steps side by side. A bias is the weight of an input
that is always 1.
"""

import numpy as np

LSTM = (0.5, 0.5, 1.0, 0.5)  # input gate, forget gate, candidate, output gate
GRU = (0.5, 0.5, 1.0)  # update gate, reset gate, candidate


def halved(W, slopes):
    """Return weights with the columns of the sigmoid gates halved.

    sigmoid(a) is (1 + tanh(a / 2)) / 2, so that one tanh serves all gates, and cannot overflow.
    """
    return W * np.repeat(np.array(slopes, W.dtype), W.shape[-1] // len(slopes))


def flat(a):
    """Return (batch, time, width) as (width, time * batch)."""
    return a.transpose(2, 1, 0).reshape(a.shape[2], -1)


def flat_before(first, a):
    """Return, as `flat`, what stood before each step: (batch, width), then all but the last."""
    return flat(np.concatenate([first[:, None], a[:, :-1]], axis=1))


def with_one(a):
    """Return (width, columns) with a row of ones below."""
    return np.concatenate([a, np.ones((1, a.shape[1]), a.dtype)])


def steps(a, batch):
    """Return (..., width, time * batch) as (time, ..., width, batch)."""
    a = a.reshape(*a.shape[:-1], -1, batch)
    return np.ascontiguousarray(np.moveaxis(a, -2, 0))


def batch_first(a):
    """Return (time, width, batch) as (batch, time, width)."""
    return a.transpose(2, 0, 1)


def lstm_gates(a):
    """Return input gate, forget gate, candidate and output gate, (4, units, columns).

    ``a`` holds what halved weights gave, (4 * units, columns), and is overwritten.
    """
    gates = np.tanh(a, out=a).reshape(4, -1, a.shape[1])
    _finish(gates[:2])
    _finish(gates[3])
    return gates


def gru_gates(a, W_back, b_back, Y_prev, reset_after):
    """Return update gate, reset gate, candidate, and what the reset gate multiplies.

    ``a``, (3 * units, columns), is the input's share. ``W_back`` is ``W_y.T`` and ``b_back`` the
    bias inside the reset, both halved. Without `reset_after`, ``b_back`` is not used.
    """
    a = a.reshape(3, -1, a.shape[1])
    if reset_after:
        inner = (W_back @ Y_prev + b_back).reshape(a.shape)
        update, reset = _finish(np.tanh(a[:2] + inner[:2]))
        return update, reset, np.tanh(a[2] + reset * inner[2]), inner[2]
    split = 2 * len(Y_prev)
    inner = (W_back[:split] @ Y_prev).reshape(2, *Y_prev.shape)
    update, reset = _finish(np.tanh(a[:2] + inner))
    return update, reset, np.tanh(a[2] + W_back[split:] @ (reset * Y_prev)), Y_prev


def _finish(gates):
    """Turn tanh(a / 2) into sigmoid(a), in place."""
    gates *= 0.5
    gates += 0.5
    return gates
