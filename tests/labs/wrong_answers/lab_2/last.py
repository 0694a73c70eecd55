"""Recorded answers to lab-2/last, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np


def right_last_loop(Y, mask):
    return [Y[i][mask[i]][-1] for i in range(len(Y))]


def right_last_einsum(Y, mask):
    last = mask & ~np.concatenate([mask[:, 1:], np.zeros((len(mask), 1), bool)], axis=1)
    return np.einsum("btu,bt->bu", Y, last)


def right_last_argmax(Y, mask):
    steps = mask.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return np.take_along_axis(Y, steps[:, None, None], axis=1)[:, 0]


def last_of_array(Y, mask):
    return Y[:, -1]


def last_off_by_one(Y, mask):
    return Y[np.arange(len(Y)), mask.sum(axis=1)]


def last_off_by_one_safely(Y, mask):
    return Y[np.arange(len(Y)), np.clip(mask.sum(axis=1), 0, Y.shape[1] - 1)]


def last_early(Y, mask):
    return np.array([Y[i, mask[i].sum() - 2] for i in range(len(Y))])


def last_all_pairs(Y, mask):
    return Y[:, mask.sum(axis=1) - 1]


def last_indexes_batch(Y, mask):
    return Y[np.array([sum(row) for row in mask]) - 1]


def last_of_flat(Y, mask):
    return Y[mask][-1]


def last_flat(Y, mask):
    return Y[mask]


def last_all_of_each(Y, mask):
    return np.stack([y[k] for y, k in zip(Y, mask, strict=True)])


def last_all_of_each_as_array(Y, mask):
    return np.array([Y[i, mask[i]] for i in range(len(Y))])


def last_mean(Y, mask):
    return np.array([y[m].mean(axis=0) for y, m in zip(Y, mask, strict=True)])


def last_mean_padded(Y, mask):
    return np.mean(Y, axis=1)


def last_zeroed(Y, mask):
    Y = Y.copy()
    Y[~mask] = 0
    return Y[:, -1]


def last_argmax(Y, mask):
    return Y[np.arange(len(Y)), np.argmax(mask, axis=1)]


def last_keeps_axis(Y, mask):
    return np.take_along_axis(Y, mask.sum(axis=1)[:, None, None] - 1, axis=1)


def last_first_length(Y, mask):
    return Y[:, mask[0].sum() - 1]


WRONG = [
    (last_of_array, "the last step of the array"),
    (last_off_by_one, "the step after the last real one. Steps count from 0"),
    (last_off_by_one_safely, "except in rows without padding"),
    (last_early, "the step before the last real one"),
    (last_all_pairs, "index both axes"),
    (last_indexes_batch, "a list of whole sequences"),
    (last_of_flat, "the last real step of the last sequence"),
    (last_flat, "in one long list"),
    (last_all_of_each, "One step per row is wanted"),
    (last_all_of_each_as_array, "One step per row is wanted"),
    (last_mean, "the mean over the real steps"),
    (last_mean_padded, "padding included"),
    (last_zeroed, "does not move it"),
    (last_argmax, "finds the first True"),
    (last_keeps_axis, "a time axis of length 1 is left over"),
    (last_first_length, "The smallest input that shows it"),
]

RIGHT = [right_last_loop, right_last_einsum, right_last_argmax]
