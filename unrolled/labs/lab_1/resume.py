"""Exercise resume of lab 1: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled._expect import expect
from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_params, draw_whole, single
from unrolled.layers import RNNParams, rnn_forward


class Layer:
    """A layer that takes at most `longest` steps in one call; its weights cannot be had."""

    def __init__(self, params, longest):
        self._params, self._longest = params, longest

    def __call__(self, X_piece, Y_init=None):
        steps = np.shape(X_piece)[1] if np.ndim(X_piece) == 3 else 0
        wanted = f"have at most length = {self._longest} steps"
        expect(steps <= self._longest, "X_piece", wanted, steps)
        return rnn_forward(X_piece, self._params, Y_init)

    def __repr__(self):
        """Show the weights where they are few enough to work with on paper."""
        inputs, units = self._params.W_x.shape
        if units > 2:
            return f"a layer of {units} units that reads {inputs} inputs"
        named = zip(RNNParams._fields, self._params, strict=True)
        weights = (f"{name} = {np.round(value, 4).tolist()}" for name, value in named)
        return f"a layer with {', '.join(weights)}"


def resume(layer, X, length):
    return rnn_forward(X, layer._params)


def resume_trials(rng):
    """Yield pieces of 1, pieces that fit, a shorter last piece, and one piece as long as X."""
    sizes = [(1, 2, 1, 1, 1), (1, 3, 1, 1, 2), (2, 4, 1, 1, 2), (1, 5, 1, 1, 2), (2, 3, 2, 2, 5)]
    sizes += [(2, 4, 1, 2, 4), (2, 7, 3, 2, 3), (3, 9, 2, 4, 3), (3, 10, 1, 3, 4), (1, 8, 2, 1, 1)]
    for batch, time, inputs, units, length in sizes:
        layer = Layer(draw_params(rng, inputs, units), length)
        yield layer, draw(rng, batch, time, inputs), length
    params, X = single((draw_params(rng, 2, 3), draw(rng, 2, 8, 2)))
    yield Layer(params, 3), X, 3


def resume_whole(rng):
    """Yield inputs that are whole numbers, as many as there are units."""
    for batch, time, units, length in [(1, 3, 1, 2), (2, 5, 3, 2)]:
        yield (
            Layer(draw_params(rng, units, units), length),
            draw_whole(rng, batch, time, units),
            length,
        )


def in_pieces(layer, X, length, *, cut=None, carry=lambda Y: Y[:, -1], join=None, stop=None):
    """Run in pieces with one thing changed: the cut, the state carried, the join, the end."""
    cut = cut or (lambda X, start: X[:, start : start + length])
    outputs, Y_init = [], None
    for start in range(0, stop(X.shape[1], length) if stop else X.shape[1], length):
        outputs.append(layer(cut(X, start), Y_init))
        Y_init = carry(outputs[-1])
    return join(outputs) if join else np.concatenate(outputs, axis=1)


def resume_with(**change):
    return lambda layer, X, length: in_pieces(layer, X, length, **change)


STACKED = (
    "The pieces were stacked, which puts them along a new axis and needs them equally long; "
    "np.array does the same. np.concatenate with axis=1 joins them along time."
)


def weights_taken(layer, X, length):
    W_x, W_y, b = layer
    return rnn_forward(X, RNNParams(W_x, W_y, b))


def kept_whole(layer, X, length):
    """Store the outputs in an array made like the inputs, which may hold whole numbers."""
    return in_pieces(layer, X, length).astype(X.dtype)


NO_WEIGHTS = (
    "`layer` is a function, not a set of weights: there is nothing to take out of it. Call it, "
    "layer(X_piece, Y_init)."
)
LAST_MISSING = "The last piece is missing. Look at where the loop over the starts ends."
STATE_SHAPE = (
    "The state handed on has the wrong shape. The state is (batch, units), one row for each "
    "sequence: Y[:, -1]. "
)

RESUME = Exercise(
    name="lab-1/resume",
    reference=resume,
    trials=resume_trials,
    also=resume_whole,
    note="The last output is all the layer knows of the past: handing it on loses nothing.",
    mistakes=[
        Mistake(
            "state reset",
            resume_with(carry=lambda Y: None),
            "Every piece starts from zeros, so the memory ends at each cut. Hand the state that "
            "one piece ends with to the next as Y_init.",
        ),
        Mistake(
            "state from the first step",
            resume_with(carry=lambda Y: Y[:, 0]),
            "Each piece continues from the first output of the piece before it. The state to hand "
            "on is what the layer put out last.",
        ),
        Mistake(
            "state averaged",
            resume_with(carry=lambda Y: Y.mean(axis=1)),
            "Each piece continues from the mean of the outputs before it. The state is the last "
            "output alone; it has the earlier ones in it already.",
        ),
        Mistake(
            "state set once",
            lambda layer, X, length: in_pieces(
                layer, X, length, carry=(lambda first: lambda Y: first.setdefault(0, Y[:, -1]))({})
            ),
            "Every later piece continues from the end of the first piece. Take the state anew "
            "after each piece.",
        ),
        Mistake(
            "all outputs as state",
            resume_with(carry=lambda Y: Y),
            STATE_SHAPE + "Yours has a time axis, as the outputs of every step have.",
        ),
        *(
            Mistake(
                f"row {row} as state",
                resume_with(carry=lambda Y, row=row: Y[row]),
                STATE_SHAPE + "An index on the first axis, as in Y[-1], picks a whole sequence.",
            )
            for row in (-1, 0)
        ),
        Mistake(
            "state with a time axis",
            resume_with(carry=lambda Y: Y[:, -1:]),
            STATE_SHAPE + "Yours still has a time axis, of length 1. A slice, as in Y[:, -1:], "
            "keeps its axis; the index -1 removes it.",
        ),
        Mistake("pieces stacked", resume_with(join=np.stack), STACKED),
        Mistake("pieces stacked, axis 1", resume_with(join=lambda o: np.stack(o, 1)), STACKED),
        Mistake(
            "first piece only",
            resume_with(stop=lambda time, length: 1),
            "This is the first piece only. A return inside the loop does that: it belongs below.",
        ),
        Mistake(
            "all at once",
            lambda layer, X, length: layer(X),
            "The layer was given more than `length` steps at once. Hand it a slice of X, "
            "X[:, start : start + length].",
        ),
        Mistake(
            "short piece dropped",
            resume_with(stop=lambda time, length: time - time % length),
            "The last piece is missing wherever the sequence does not divide into equal pieces. A "
            "shorter last piece needs no special treatment: a slice may reach past the end.",
        ),
        Mistake(
            "last piece dropped",
            resume_with(stop=lambda time, length: max(1, time - length)),
            LAST_MISSING,
        ),
        Mistake(
            "last piece dropped, nothing left",
            resume_with(stop=lambda time, length: time - length),
            LAST_MISSING,
        ),
        Mistake(
            "first piece dropped",
            lambda layer, X, length: resume(layer, X, length)[:, length:],
            "The first piece is missing. Keep its outputs too.",
        ),
        Mistake(
            "run by the book's layer", lambda layer, X, length: rnn_forward(X, layer), NO_WEIGHTS
        ),
        Mistake("unpacked", weights_taken, NO_WEIGHTS),
        Mistake("asked for W_x", lambda layer, X, length: X @ layer.W_x, NO_WEIGHTS),
        Mistake(
            "kept whole",
            kept_whole,
            "Where X holds whole numbers, so does the result, and its decimals are lost. An array "
            "made like X takes over its type: make it with np.zeros(shape), or join the pieces "
            "with np.concatenate.",
        ),
        Mistake(
            "last piece only",
            resume_with(join=lambda outputs: outputs[-1]),
            "This is the last piece only. Keep the outputs of every piece and join them.",
        ),
        Mistake(
            "joined along the batch",
            resume_with(join=lambda outputs: np.concatenate(outputs, axis=0)),
            "The pieces are joined along the batch, which turns every piece into further "
            "sequences. Join them along time, axis 1.",
        ),
        Mistake(
            "first piece again",
            lambda layer, X, length: in_pieces(
                layer, X, length, cut=lambda X, start: X[:, :length]
            ),
            "Each piece reads the first inputs of X again. The state moves on and so must the "
            "slice: a piece begins where the one before it ended.",
        ),
        Mistake(
            "last outputs only",
            resume_with(join=lambda outputs: np.stack([Y[:, -1] for Y in outputs], axis=1)),
            "This keeps one output for each piece. Keep the outputs of every step.",
        ),
    ],
)
