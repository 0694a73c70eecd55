"""Recorded answers to lab-2/masked-loss, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np


def right_loss_weights(Y, target, mask):
    weights = np.broadcast_to(mask[..., None], Y.shape)
    return np.average((Y - target) ** 2, weights=weights)


def right_loss_loop(Y, target, mask):
    total, n = 0.0, 0
    for i, t in np.argwhere(mask):
        total += ((Y[i, t] - target[i, t]) ** 2).sum()
        n += Y.shape[2]
    return total / n


def loss_everything(Y, target, mask):
    return np.mean((Y - target) ** 2)


def loss_zeroed_mean(Y, target, mask):
    return np.mean((Y - target) ** 2 * mask[:, :, None])


def loss_of_masked_arrays(Y, target, mask):
    m = mask[:, :, None]
    return np.mean((Y * m - target * m) ** 2)


def loss_mean_of_means(Y, target, mask):
    return np.mean([np.mean((y - t)[m] ** 2) for y, t, m in zip(Y, target, mask, strict=True)])


def loss_per_sequence(Y, target, mask):
    return [np.mean((y - t)[m] ** 2) for y, t, m in zip(Y, target, mask, strict=True)]


def loss_sum(Y, target, mask):
    return np.sum((Y - target)[mask] ** 2)


def loss_sum_over_batch(Y, target, mask):
    return np.sum((Y - target)[mask] ** 2) / len(Y)


def loss_over_mask_sum(Y, target, mask):
    return np.sum((Y - target) ** 2 * mask[..., None]) / mask.sum()


def loss_no_axis(Y, target, mask):
    error = (Y - target) * mask
    return (error**2).sum() / (mask.sum() * Y.shape[-1])


def loss_no_axis_mask_sum(Y, target, mask):
    return np.sum((Y - target) ** 2 * mask) / np.sum(mask)


def loss_index_axis(Y, target, mask):
    return np.mean((Y - target)[mask[..., np.newaxis]] ** 2)


def loss_not_squared(Y, target, mask):
    return np.mean(Y[mask] - target[mask])


def loss_root(Y, target, mask):
    return np.sqrt(np.mean((Y - target)[mask] ** 2))


def loss_inverted(Y, target, mask):
    return np.mean((Y - target)[~mask] ** 2)


def loss_half(Y, target, mask):
    return np.mean((Y - target)[mask] ** 2) / 2


def loss_squares_all(Y, target, mask):
    return (Y - target)[mask] ** 2


WRONG = [
    (loss_everything, "the mean over all steps"),
    (loss_zeroed_mean, "is divided by all steps"),
    (loss_of_masked_arrays, "is divided by all steps"),
    (loss_mean_of_means, "the other common convention"),
    (loss_per_sequence, "one loss for each sequence"),
    (loss_sum, "the sum over the real steps"),
    (loss_sum_over_batch, "divided by the number of sequences"),
    (loss_over_mask_sum, "Multiply the divisor by the number of outputs"),
    (loss_no_axis, "Write mask[..., None]"),
    (loss_no_axis_mask_sum, "Write mask[..., None]"),
    (loss_index_axis, "the mask stands as it is"),
    (loss_not_squared, "positive and negative ones cancel"),
    (loss_root, "Leave the root off"),
    (loss_inverted, "over the padding alone"),
    (loss_half, "The smallest input that shows it"),
    (loss_squares_all, "the shape expected is ()"),
]

RIGHT = [right_loss_weights, right_loss_loop]
