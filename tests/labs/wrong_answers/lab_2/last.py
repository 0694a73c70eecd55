"""Recorded answers to lab-2/last, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

SHOWN = "The smallest input that shows it"


def right_last_loop(Y, mask):
    return [Y[i][mask[i]][-1] for i in range(len(Y))]


def right_last_einsum(Y, mask):
    last = mask & ~np.concatenate([mask[:, 1:], np.zeros((len(mask), 1), bool)], axis=1)
    return np.einsum("btu,bt->bu", Y, last)


def right_last_argmax(Y, mask):
    steps = mask.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return np.take_along_axis(Y, steps[:, None, None], axis=1)[:, 0]


def right_last_argmin(Y, mask):
    return Y[np.arange(len(Y)), np.argmin(mask, axis=1) - 1]  # -1, the last, where there is none


def right_last_flat(Y, mask):
    return Y[mask][np.cumsum(mask.sum(axis=1)) - 1]


def right_last_steps_overwritten(Y, mask):
    result = Y[:, 0].copy()
    for t in range(Y.shape[1]):
        result[mask[:, t]] = Y[mask[:, t], t]
    return result


def right_last_as_lists(Y, mask):
    return [y[sum(m) - 1].tolist() for y, m in zip(Y, mask.tolist(), strict=True)]


def right_last_diff(Y, mask):
    ends = np.diff(mask.astype(int), axis=1, append=0) == -1
    return (Y * ends[:, :, np.newaxis]).sum(axis=1).astype(np.float32)


def last_first_false(Y, mask):
    return np.array([y[np.argmin(m)] for y, m in zip(Y, mask, strict=True)])


def last_unfilled(Y, mask):
    return np.empty((len(Y), Y.shape[2]))


def last_row_forgotten(Y, mask):
    result = np.empty((len(Y), Y.shape[2]))
    for i in range(len(Y) - 1):
        result[i] = Y[i, mask[i].sum() - 1]
    return result


def last_not_zero(Y, mask):
    Y = Y * mask[..., None]
    steps = Y.shape[1] - 1 - np.argmax((Y != 0).any(axis=2)[:, ::-1], axis=1)
    return Y[np.arange(len(Y)), steps]


def last_one_hot_only(Y, mask):
    ends = np.diff(mask.astype(int), axis=1, append=0) == -1
    return Y * ends[:, :, np.newaxis]


def at(steps):
    """Return the answer that takes the step `steps(mask)` of each row."""
    return lambda Y, mask: np.array([y[k] for y, k in zip(Y, steps(mask), strict=True)])


SLIPS = [
    (at(lambda mask: mask.sum(axis=1) // 2), SHOWN),
    (at(lambda mask: mask.sum(axis=1) * 0 - 1), "the last step of the array"),
    (at(lambda mask: -mask.sum(axis=1)), SHOWN),
    (at(lambda mask: mask.sum(axis=1)[::-1] - 1), SHOWN),
    (at(lambda mask: (~mask).sum(axis=1) - 1), SHOWN),
    (at(lambda mask: np.cumsum(mask.sum(axis=1)) % mask.shape[1]), SHOWN),
    (at(lambda mask: np.repeat(mask.sum(axis=1).max() - 1, len(mask))), "the longest sequence"),
    (at(lambda mask: np.repeat(mask.sum(axis=1).min() - 1, len(mask))), "the shortest sequence"),
    (at(lambda mask: np.repeat(int(mask.sum(axis=1).mean()) - 1, len(mask))), SHOWN),
    (at(lambda mask: np.argmax(mask[:, ::-1], axis=1)), SHOWN),
    (at(lambda mask: np.minimum(mask.sum(axis=1), 3) - 1), SHOWN),
    (lambda Y, mask: Y[range(len(Y)), mask.sum(axis=0)[: len(Y)] - 1], SHOWN),
    (lambda Y, mask: Y.max(axis=1), "padding included"),
    (lambda Y, mask: np.array([y[m].max(0) for y, m in zip(Y, mask, strict=True)]), "the largest"),
    (lambda Y, mask: np.array([y[m].min(0) for y, m in zip(Y, mask, strict=True)]), SHOWN),
    (lambda Y, mask: np.array([y[m].sum(0) for y, m in zip(Y, mask, strict=True)]), "adds up all"),
    (lambda Y, mask: right_last_flat(Y, mask)[::-1], SHOWN),
    (lambda Y, mask: right_last_flat(Y, mask)[:, ::-1], SHOWN),
    (lambda Y, mask: np.abs(right_last_flat(Y, mask)), SHOWN),
    (lambda Y, mask: right_last_flat(Y, mask).astype(int), "holds whole numbers"),
    (lambda Y, mask: right_last_flat(Y, mask).T, "The result has shape"),
    (lambda Y, mask: right_last_flat(Y, mask)[:1], "The result has shape"),
]


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
    (last_argmax, "finds too: the first True"),
    (last_keeps_axis, "a time axis of length 1 is left over"),
    (last_first_length, SHOWN),
    (last_first_false, "the first step of the filling"),
    (last_unfilled, "never written"),
    (last_row_forgotten, "never written"),
    (last_not_zero, SHOWN),
    (last_one_hot_only, "are where they were"),
    *SLIPS,
]

RIGHT = [
    right_last_loop,
    right_last_einsum,
    right_last_argmax,
    right_last_argmin,
    right_last_flat,
    right_last_steps_overwritten,
    right_last_as_lists,
    right_last_diff,
]
