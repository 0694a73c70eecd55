"""What several exercises of lab 5 share."""

import numpy as np

from unrolled.labs._trials import draw

# (batch, inputs, units), from tiny to unequal; where all are equal, more slips fit the shapes
SIZES = [(1, 1, 1), (2, 1, 1), (1, 2, 1), (1, 1, 2), (1, 2, 2), (2, 2, 2), (3, 3, 3)]
SIZES += [(4, 2, 3), (2, 5, 3), (6, 1, 4), (3, 4, 2), (4, 4, 1)]


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def turned_sigmoid(a):
    """Return the sigmoid with its sign lost."""
    return 1 / (1 + np.exp(a))


def draw_gated(kind, rng, inputs, units, rows=()):
    """Draw the weights of a gated layer; `rows` is (2,) for a second bias."""
    wide = units * {"LSTMParams": 4, "GRUParams": 3}[kind.__name__]
    return kind(draw(rng, inputs, wide), draw(rng, units, wide), draw(rng, *rows, wide))


def blocks(A, n):
    """Split columns into `n` blocks, side by side."""
    return np.split(A, n, axis=-1)


def interleaved(A, n):
    """Take every n-th column, as though the gates of a unit stood together."""
    return [A[..., k::n] for k in range(n)]


def each_block_transposed(W, n):
    return np.concatenate([block.T for block in blocks(W, n)], axis=1)


def kept_whole(function):
    """Return the function with results in the type of the state it is given, `y_prev`."""

    def run(x_t, y_prev, *others):
        right = function(x_t, y_prev, *others)
        if isinstance(right, tuple):
            return type(right)(*(part.astype(y_prev.dtype) for part in right))
        return right.astype(y_prev.dtype)

    return run
