"""Exercise one-matrix of lab 1: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_params, draw_whole
from unrolled.labs.lab_1.step import step_trials


class OneMatrix(NamedTuple):
    """Input and previous output side by side, and the weights that fit them."""

    Z: np.ndarray  # (batch, inputs + units)
    W: np.ndarray  # (inputs + units, units)


def one_matrix(x_t, y_prev, params):
    return OneMatrix(
        np.concatenate([x_t, y_prev], axis=1), np.concatenate([params.W_x, params.W_y], axis=0)
    )


def one_matrix_whole(rng):
    """Yield inputs that are whole numbers beside outputs that are not."""
    yield draw_whole(rng, 2, 2), draw(rng, 2, 2), draw_params(rng, 2, 2)


def kept_whole(x_t, y_prev, params):
    """Store Z in an array made like the inputs, which may hold whole numbers."""
    Z, W = one_matrix(x_t, y_prev, params)
    return OneMatrix(Z.astype(x_t.dtype), W)


def one_matrix_swapped(x_t, y_prev, params):
    return OneMatrix(
        np.concatenate([y_prev, x_t], axis=1), np.concatenate([params.W_y, params.W_x], axis=0)
    )


def mixed(Z_from, W_from):
    """Take Z as one function builds it and W as another does."""
    return lambda *args: OneMatrix(Z_from(*args).Z, W_from(*args).W)


def changed(Z=lambda x, y, p: one_matrix(x, y, p).Z, W=lambda x, y, p: one_matrix(x, y, p).W):
    return lambda *args: OneMatrix(Z(*args), W(*args))


ONE_MATRIX = Exercise(
    name="lab-1/one-matrix",
    reference=one_matrix,
    trials=step_trials,
    also=one_matrix_whole,
    note="tanh(Z @ W + b) is the whole step: a dense layer that also reads its own output.",
    mistakes=[
        Mistake(
            "Z swapped",
            mixed(one_matrix_swapped, one_matrix),
            "In Z the previous output comes first, in W the input's weights do. Column k of Z "
            "meets row k of W, so here W_x is multiplied with outputs. Give both the same order: "
            "inputs first.",
        ),
        Mistake(
            "W swapped",
            mixed(one_matrix, one_matrix_swapped),
            "Z begins with the inputs, but W begins with W_y. Row k of W meets column k of Z: "
            "stack W in the order of Z.",
        ),
        Mistake(
            "both swapped",
            one_matrix_swapped,
            "Your Z @ W is right, because both have the previous output first. The book, like "
            "most texts, puts the input first; exchange the order in both.",
        ),
        Mistake(
            "W, Z",
            lambda x, y, p: OneMatrix(*reversed(one_matrix(x, y, p))),
            "Z and W come back in the wrong order: return Z, W.",
        ),
        Mistake(
            "W_y transposed",
            lambda x, y, p: one_matrix(x, y, p._replace(W_y=p.W_y.T)),
            "W_y stands transposed in W. It goes in as it is, below W_x.",
        ),
        Mistake(
            "W transposed",
            changed(W=lambda x, y, p: one_matrix(x, y, p).W.T),
            "W is transposed: it should have inputs + units rows, one for each column of Z, and "
            "units columns.",
        ),
        Mistake(
            "Z transposed",
            changed(Z=lambda x, y, p: one_matrix(x, y, p).Z.T),
            "Z is transposed: it should have one row for each sequence, and inputs + units "
            "columns.",
        ),
        Mistake(
            "both transposed",
            lambda x, y, p: OneMatrix(*(part.T for part in one_matrix(x, y, p))),
            "Z and W are both transposed. With one sequence per row, Z has a row for each "
            "sequence and W a column for each unit.",
        ),
        Mistake(
            "weights side by side",
            changed(W=lambda x, y, p: np.concatenate([p.W_x, p.W_y], axis=1)),
            "The weight matrices stand side by side; that needs equally many rows and gives twice "
            "the columns. They share their columns, the units: put W_y below W_x.",
        ),
        Mistake(
            "rows below each other",
            changed(Z=lambda x, y, p: np.concatenate([x, y], axis=0)),
            "In Z the previous outputs stand below the inputs, as if they were further sequences. "
            "Each sequence keeps one row: put them to the right.",
        ),
        Mistake(
            "added",
            lambda x, y, p: OneMatrix(x + y, p.W_x + p.W_y),
            "The parts were added. Side by side they keep their own weights; the matrix product "
            "does the adding.",
        ),
        Mistake(
            "kept whole",
            kept_whole,
            "Where the inputs are whole numbers, so is all of Z, and the previous outputs lose "
            "their decimals. An array made with the dtype of another takes over its type: make it "
            "with np.zeros(shape), or use np.concatenate.",
        ),
        Mistake(
            "bias row",
            lambda x, y, p: OneMatrix(
                np.concatenate([x, y, np.ones_like(x[:, :1])], axis=1),
                np.concatenate([p.W_x, p.W_y, p.b[None]], axis=0),
            ),
            "You took the bias in as well, with a column of ones. That works, and it is how the "
            "parameter count gets its + 1; here keep b outside, so that the step is "
            "tanh(Z @ W + b).",
        ),
    ],
)
