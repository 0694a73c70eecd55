"""Recorded answers to lab-1/resume, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np


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
    (resume_wrong_axis_state, "Y[-1] is the whole last sequence"),
    (resume_all_outputs_as_state, "You hand on the outputs of every step"),
    (resume_state_keeps_axis, "keeps the time axis"),
    (resume_stacked, "np.concatenate with axis=1"),
    (resume_returns_in_loop, "the first piece only"),
    (resume_whole_row, "X must have shape (batch, time, inputs), got shape (9, 2)"),
]

RIGHT = [right_resume_recursive, right_resume_step_by_step, right_resume_split]
