"""Recorded answers to lab-1/resume, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.layers import rnn_forward

SHOWN = "The smallest input that shows it"


def resume_reset(layer, X, length):
    starts = range(0, X.shape[1], length)
    return np.concatenate([layer(X[:, s : s + length]) for s in starts], axis=1)


def resume_first_state(layer, X, length):
    outputs, y = [], None
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], y))
        y = outputs[-1][:, 0]
    return np.concatenate(outputs, axis=1)


def resume_drops_rest(layer, X, length):
    outputs, y = [], None
    for k in range(X.shape[1] // length):
        outputs.append(layer(X[:, k * length : (k + 1) * length], y))
        y = outputs[-1][:, -1]
    return np.concatenate(outputs, axis=1) if outputs else layer(X[:, :0])


def resume_drops_rest_carefully(layer, X, length):
    Y, y = [], None
    for start in range(0, X.shape[1] - X.shape[1] % length, length):
        Y.append(layer(X[:, start : start + length], y))
        y = Y[-1][:, -1]
    return np.concatenate(Y, axis=1)


def resume_same_piece(layer, X, length):
    outputs, y = [], None
    for _ in range(0, X.shape[1], length):
        outputs.append(layer(X[:, :length], y))
        y = outputs[-1][:, -1]
    return np.concatenate(outputs, axis=1)


def resume_last_piece(layer, X, length):
    y = None
    for s in range(0, X.shape[1], length):
        Y = layer(X[:, s : s + length], y)
        y = Y[:, -1]
    return Y


def resume_batch_axis(layer, X, length):
    outputs, y = [], None
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], y))
        y = outputs[-1][:, -1]
    return np.concatenate(outputs)


def resume_state_set_once(layer, X, length):
    outputs, y = [], None
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], y))
        if y is None:
            y = outputs[-1][:, -1]
    return np.concatenate(outputs, axis=1)


def resume_all_at_once(layer, X, length):
    return layer(X)


def resume_all_outputs_as_state(layer, X, length):
    outputs, Y = [], None
    for s in range(0, X.shape[1], length):
        Y = layer(X[:, s : s + length], Y)
        outputs.append(Y)
    return np.concatenate(outputs, axis=1)


def resume_state_keeps_axis(layer, X, length):
    outputs, y = [], None
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], y))
        y = outputs[-1][:, -1:]
    return np.concatenate(outputs, axis=1)


def resume_stacked(layer, X, length):
    outputs, y = [], None
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], y))
        y = outputs[-1][:, -1]
    return np.stack(outputs, axis=1)


def resume_returns_in_loop(layer, X, length):
    outputs, y = [], None
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], y))
        y = outputs[-1][:, -1]
        return np.concatenate(outputs, axis=1)


def resume_whole_row(layer, X, length):
    return layer(X[0], None)


def resume_wrong_axis_state(layer, X, length):
    outputs, y = [], None
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], y))
        y = outputs[-1][-1]
    return np.concatenate(outputs, axis=1)


def resume_with_the_books_layer(layer, X, length):
    return rnn_forward(X, layer)


def resume_unpacks_layer(layer, X, length):
    W_x, W_y, b = layer
    Y = np.zeros((*X.shape[:2], len(b)))
    for t in range(X.shape[1]):
        Y[:, t] = np.tanh(X[:, t] @ W_x + (Y[:, t - 1] if t else 0) @ W_y + b)
    return Y


def pieces(starts=None, cut=None, carry=lambda Y: Y[:, -1], join=None):
    """Return the loop over the pieces with one thing done otherwise."""

    def my_resume(layer, X, length):
        starts_ = starts(X.shape[1], length) if starts else range(0, X.shape[1], length)
        outputs, y = [], None
        for start in starts_:
            piece = cut(X, start, length) if cut else X[:, start : start + length]
            outputs.append(layer(piece, y))
            y = carry(outputs[-1])
        return join(outputs) if join else np.concatenate(outputs, axis=1)

    return my_resume


def in_array(stop, made="zeros"):
    """Return the loop that writes its pieces into one array, up to `stop`."""

    def my_resume(layer, X, length):
        y, Y = None, None
        for start in range(0, stop(X.shape[1], length), length):
            piece = layer(X[:, start : start + length], y)
            Y = getattr(np, made)((*X.shape[:2], piece.shape[2])) if Y is None else Y
            Y[:, start : start + length] = piece
            y = piece[:, -1]
        return Y

    return my_resume


def resume_first_rows_state(layer, X, length):
    outputs, y = [], None
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], y))
        y = np.repeat(outputs[-1][:1, -1], len(X), axis=0)
    return np.concatenate(outputs, axis=1)


def resume_state_two_pieces_old(layer, X, length):
    outputs, states = [], [None, None]
    for s in range(0, X.shape[1], length):
        outputs.append(layer(X[:, s : s + length], states[-2]))
        states.append(outputs[-1][:, -1])
    return np.concatenate(outputs, axis=1)


def resume_made_like_X(layer, X, length):
    y, Y = None, None
    for s in range(0, X.shape[1], length):
        piece = layer(X[:, s : s + length], y)
        if Y is None:
            Y = np.zeros((*X.shape[:2], piece.shape[2]), dtype=X.dtype)
        Y[:, s : s + length] = piece
        y = piece[:, -1]
    return Y


def right_resume_while(layer, X, length):
    Y = layer(X[:, :length])
    while Y.shape[1] < X.shape[1]:
        done = Y.shape[1]
        piece = layer(X_piece=X[:, done : done + length], Y_init=Y[:, -1])
        Y = np.concatenate((Y, piece), axis=1)
    return Y


def right_resume_lists(layer, X, length):
    rows = [[] for _ in X]
    y = None
    for s in range(0, X.shape[1], length):
        piece = layer(X[:, s : min(s + length, X.shape[1])], y)
        for row, new in zip(rows, piece.tolist(), strict=True):
            row += new
        y = np.array([row[-1] for row in rows])
    return rows


def right_resume_recursive(layer, X, length, Y_init=None):
    Y = layer(X[:, :length], Y_init)
    if X.shape[1] <= length:
        return Y
    return np.concatenate([Y, right_resume_recursive(layer, X[:, length:], length, Y[:, -1])], 1)


def right_resume_step_by_step(layer, X, length):
    outputs, y = [], None
    for t in range(X.shape[1]):
        outputs.append(layer(X[:, t : t + 1], y))
        y = outputs[-1][:, 0]
    return np.concatenate(outputs, axis=1)


def right_resume_split(layer, X, length):
    outputs, y = [], None
    for piece in np.array_split(X, range(length, X.shape[1], length), axis=1):
        outputs.append(layer(piece, y).astype(np.float32))
        y = outputs[-1][:, -1]
    return np.concatenate(outputs, axis=1)


STOPS = [
    lambda time, length: time - length,  # the last piece is forgotten
    lambda time, length: time - length + 1,  # the short one is
    lambda time, length: max(1, time - time % length),
    lambda time, length: time - 1,  # one of a single step is
    lambda time, length: 1,
]

SLIPS = [
    (pieces(starts=lambda time, length: range(0, time - length, length)), "last piece is missing"),
    (pieces(starts=lambda time, length: range(0, max(1, time - length), length)), "missing"),
    (pieces(starts=lambda time, length: range(0, time, length + 1)), "The result has shape"),
    (pieces(starts=lambda time, length: range(0, time)), "The result has shape"),
    (pieces(starts=lambda time, length: range(length, time, length)), "The result has shape"),
    (pieces(starts=lambda time, length: range(0, time - 1, length)), "The result has shape"),
    (
        pieces(cut=lambda X, s, n: X[:, s : s + n + 1]),
        "X_piece must have at most length = 3 steps, got 4",
    ),
    (pieces(cut=lambda X, s, n: X[:, s:]), "more than `length` steps at once"),
    (pieces(cut=lambda X, s, n: X[:, max(0, s - 1) : s + n - 1]), "An error stopped"),
    (pieces(cut=lambda X, s, n: X[s : s + n]), "more than `length` steps at once"),
    (pieces(cut=lambda X, s, n: X[:, s : s + n][:, ::-1]), SHOWN),
    (pieces(carry=lambda Y: np.zeros_like(Y[:, -1])), "Every piece starts from zeros"),
    (pieces(carry=lambda Y: -Y[:, -1]), SHOWN),
    (pieces(carry=lambda Y: Y.sum(axis=1)), SHOWN),
    (pieces(carry=lambda Y: Y.max(axis=1)), SHOWN),
    (pieces(carry=lambda Y: Y[:, max(-2, -Y.shape[1])]), SHOWN),
    (pieces(carry=lambda Y: np.tanh(Y[:, -1])), SHOWN),
    (pieces(carry=lambda Y: Y[::-1, -1]), SHOWN),
    (pieces(carry=lambda Y: Y[0]), "picks a whole sequence"),
    (pieces(carry=lambda Y: Y[:, :1]), "still has a time axis, of length 1"),
    (pieces(join=np.array), "The pieces were stacked"),
    (pieces(join=lambda outputs: np.concatenate(outputs[::-1], axis=1)), SHOWN),
    (pieces(join=lambda outputs: np.concatenate(outputs, axis=2)), "The result has shape"),
    (pieces(join=lambda outputs: outputs), "type list"),
]

WRONG = [
    (resume_reset, "Every piece starts from zeros"),
    (resume_first_state, "continues from the first output of the piece before"),
    (resume_drops_rest, "does not divide into equal pieces"),
    (resume_drops_rest_carefully, "does not divide into equal pieces"),
    (resume_same_piece, "reads the first inputs of X again"),
    (resume_last_piece, "This is the last piece only"),
    (resume_batch_axis, "joined along the batch"),
    (resume_state_set_once, "the end of the first piece"),
    (resume_all_at_once, "more than `length` steps at once"),
    (resume_wrong_axis_state, "as in Y[-1], picks a whole sequence"),
    (resume_all_outputs_as_state, "as the outputs of every step have"),
    (resume_state_keeps_axis, "still has a time axis, of length 1"),
    (resume_stacked, "np.concatenate with axis=1"),
    (resume_returns_in_loop, "This is the first piece only"),
    (resume_whole_row, "X must have shape (batch, time, inputs), got shape (7, 3)"),
    (resume_with_the_books_layer, "`layer` is a function, not a set of weights"),
    (resume_unpacks_layer, "`layer` is a function, not a set of weights"),
    (lambda layer, X, length: layer.W_x, "`layer` is a function, not a set of weights"),
    (resume_made_like_X, "its decimals are lost"),
    (resume_first_rows_state, SHOWN),
    (resume_state_two_pieces_old, SHOWN),
    *SLIPS,
    (in_array(lambda time, length: time - length + 1), "The result"),
    *((in_array(stop, "empty"), "never written") for stop in STOPS),
]

RIGHT = [
    right_resume_recursive,
    right_resume_step_by_step,
    right_resume_split,
    right_resume_while,
    right_resume_lists,
    in_array(lambda time, length: time),
]
