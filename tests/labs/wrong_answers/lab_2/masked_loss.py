"""Recorded answers to lab-2/masked-loss, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

SHOWN = "The smallest input that shows it"


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


def loss_where_target_is_not_zero(Y, target, mask):
    return np.mean((Y - target)[target != 0] ** 2)


def loss_of_errors_not_zero(Y, target, mask):
    errors = (Y - target) * mask[..., None]
    return np.mean(errors[errors != 0] ** 2)


def loss_made_like_target(Y, target, mask):
    errors = np.zeros_like(target)
    errors[mask] = (Y - target)[mask]
    return np.sum(errors**2) / (mask.sum() * Y.shape[-1])


def loss_mean_of_means_there_are(Y, target, mask):
    pairs = zip(Y - target, mask, strict=True)
    return np.mean([np.mean(error[m] ** 2) for error, m in pairs if m.any()])


def loss_unfilled(Y, target, mask):
    errors = np.empty(Y.shape)
    errors[mask] = (Y - target)[mask]
    return np.sum(errors**2) / (mask.sum() * Y.shape[2])


def of(change):
    """Return the loss of errors and mask that were changed."""

    def my_masked_loss(Y, target, mask):
        errors, real = change(Y - target, mask)
        return np.mean(errors[real] ** 2)

    return my_masked_loss


SLIPS = [
    (of(lambda e, m: (e, m[:, ::-1])), SHOWN),
    (of(lambda e, m: (e, np.ones_like(m))), "the mean over all steps"),
    (of(lambda e, m: (e, np.arange(m.shape[1]) < m.sum(1, keepdims=True))), SHOWN),
    (of(lambda e, m: (e, np.repeat(m[:1], len(m), axis=0))), SHOWN),
    (of(lambda e, m: (e, np.repeat(m.all(axis=0)[None], len(m), axis=0))), SHOWN),
    (of(lambda e, m: (e, e != 0)), "chosen by their values"),
    (of(lambda e, m: (e[:, :, :1], m)), SHOWN),
    (of(lambda e, m: (e[:1], m[:1])), SHOWN),
    (of(lambda e, m: (e[:, 1:], m[:, 1:])), SHOWN),
    (of(lambda e, m: (e[:, :-1], m[:, :-1])), SHOWN),
    (of(lambda e, m: (e - e[m].mean(), m)), SHOWN),
    (of(lambda e, m: (np.round(e), m)), SHOWN),
    (of(lambda e, m: (np.maximum(e, 0), m)), SHOWN),
    (lambda Y, t, m: np.mean((Y - t)[t.any(axis=2)] ** 2), "chosen by their values"),
    (lambda Y, t, m: np.mean((Y - t)[Y != 0] ** 2), "chosen by their values"),
    (lambda Y, t, m: np.mean((Y - t * m[..., None]) ** 2), "The target is set to zero"),
    (lambda Y, t, m: np.mean((Y * m[..., None] - t) ** 2), "The outputs are set to zero"),
    (lambda Y, t, m: np.mean(Y[m] ** 2 - t[m] ** 2), SHOWN),
    (lambda Y, t, m: np.mean(Y[m] + t[m]) ** 2, SHOWN),
    (lambda Y, t, m: np.mean((Y + t)[m] ** 2), SHOWN),
    (lambda Y, t, m: np.median((Y - t)[m] ** 2), SHOWN),
    (lambda Y, t, m: np.max((Y - t)[m] ** 2), SHOWN),
    (lambda Y, t, m: np.var((Y - t)[m]), SHOWN),
    (lambda Y, t, m: np.sum((Y - t)[m] ** 2) / m.size, "number of all steps"),
    (lambda Y, t, m: np.sum((Y - t)[m] ** 2) / (m.sum() * 2), SHOWN),
    (lambda Y, t, m: np.sum((Y - t)[m] ** 2) / (m.sum() * Y.shape[2] - 1), SHOWN),
    (lambda Y, t, m: np.mean(np.mean((Y - t)[m] ** 2, axis=1) * Y.shape[2]), "Multiply"),
    (lambda Y, t, m: np.mean((Y - t)[m] ** 2, axis=0), "The result has shape"),
    (lambda Y, t, m: np.linalg.norm((Y - t)[m]), SHOWN),
    (lambda Y, t, m: np.mean((Y - t)[m]) ** 2, "positive and negative ones cancel"),
    (lambda Y, t, m: np.mean(np.abs((Y - t)[m])), "the mean absolute error"),
]


def right_loss_product(Y, target, mask):
    m = mask[:, :, None]
    return (((Y - target) * m) ** 2).sum() / (m.sum() * Y.shape[-1])


def right_loss_in_place(Y, target, mask):
    errors = Y.copy()
    errors -= target
    errors[~mask] = 0
    errors **= 2
    return errors.sum() / np.count_nonzero(np.broadcast_to(mask[..., None], Y.shape))


def right_loss_masked_array(Y, target, mask):
    hidden = np.broadcast_to(~mask[..., None], Y.shape)
    return np.ma.mean(np.ma.array((Y - target) ** 2, mask=hidden))


def right_loss_einsum(Y, target, mask):
    errors = Y - target
    return np.einsum("bto,bto,bt->", errors, errors, mask) / mask.sum() / Y.shape[2]


def right_loss_mean_of_outputs(Y, target, mask):
    per_step = np.square(Y - target).mean(axis=-1)
    return np.average(per_step, weights=mask)


def right_loss_single(Y, target, mask):
    return np.float32(right_loss_product(Y.astype("float32"), target, mask))


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
    (loss_half, "half the mean squared error"),
    (loss_squares_all, "the shape expected is ()"),
    (loss_where_target_is_not_zero, "chosen by their values"),
    (loss_of_errors_not_zero, "the squares that are not zero"),
    (loss_made_like_target, "the errors lose their decimals"),
    (loss_mean_of_means_there_are, "the other common convention"),
    (loss_unfilled, "never written"),
    *SLIPS,
]

RIGHT = [
    right_loss_weights,
    right_loss_loop,
    right_loss_product,
    right_loss_in_place,
    right_loss_masked_array,
    right_loss_einsum,
    right_loss_mean_of_outputs,
    right_loss_single,
]
