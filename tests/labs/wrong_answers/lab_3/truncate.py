"""Recorded answers to lab-3/truncate, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.bptt import output_gradients as book_output_gradients
from unrolled.layers import RNNParams
from wrong_answers.lab_3._shared import right_og_list


def right_truncate(Y, dY, W_y, length):
    parts = range(0, Y.shape[1], length)
    found = [right_og_list(Y[:, i : i + length], dY[:, i : i + length], W_y) for i in parts]
    return np.concatenate(found, axis=1)


def right_truncate_book(Y, dY, W_y, length):
    return book_output_gradients(Y, dY, RNNParams(None, W_y, None), length=length)


def right_truncate_split(Y, dY, W_y, length):
    cuts = np.arange(length, Y.shape[1], length)
    parts = zip(np.split(Y, cuts, axis=1), np.split(dY, cuts, axis=1), strict=True)
    return np.hstack([right_og_list(y, d, W_y) for y, d in parts])


def right_truncate_padded(Y, dY, W_y, length):
    """Fill up the last stretch, go back through all stretches at once, and cut it again."""
    batch, time, units = Y.shape
    rest = -time % length
    Y, dY = (np.pad(a, [(0, 0), (0, rest), (0, 0)]).reshape(-1, length, units) for a in (Y, dY))
    return right_og_list(Y, dY, W_y).reshape(batch, time + rest, units)[:, :time]


def right_truncate_from_inside(Y, dY, W_y, length):
    """Let every step collect from the rest of its own stretch."""
    G = []
    for t in range(Y.shape[1]):
        end = min((t // length + 1) * length, Y.shape[1])
        G.append(right_og_list(Y[:, t:end], dY[:, t:end], W_y)[:, 0])
    return np.stack(G, axis=1)


def right_truncate_single(Y, dY, W_y, length):
    return right_truncate(*(a.astype(np.float32) for a in (Y, dY, W_y)), length)


def cut_where(rule, back=lambda g, y, W_y: (g * (1 - y**2)) @ W_y.T, G=np.zeros):
    def my_truncated(Y, dY, W_y, length):
        filled, future = G(dY.shape), 0.0
        for t in reversed(range(Y.shape[1])):
            filled[:, t] = dY[:, t] + future
            future = back(filled[:, t], Y[:, t], W_y)
            if rule(t, length, Y.shape[1]):
                future = 0.0
        return filled

    return my_truncated


def at_starts(t, k, time):
    return t % k == 0


def by_stretches(n_stretches, G=np.zeros, length=lambda k: k):
    def my_truncated(Y, dY, W_y, k):
        filled, k = G(dY.shape), length(k)
        for i in range(n_stretches(Y.shape[1], k)):
            part = slice(i * k, (i + 1) * k)
            filled[:, part] = right_og_list(Y[:, part], dY[:, part], W_y)
        return filled

    return my_truncated


def truncated_reset_of_g(Y, dY, W_y, length):
    G, delta = np.zeros(dY.shape), np.zeros(dY[:, 0].shape)
    for t in reversed(range(Y.shape[1])):
        G[:, t] = dY[:, t] + delta @ W_y.T
        delta = G[:, t] * (1 - Y[:, t] ** 2)
        if t % length == 0:
            G[:, t] = 0
            delta = 0 * delta
    return G


def truncated_direct_lost_at_cuts(Y, dY, W_y, length):
    G, delta = np.zeros(dY.shape), np.zeros(dY[:, 0].shape)
    for t in reversed(range(Y.shape[1])):
        G[:, t] = delta @ W_y.T + (dY[:, t] if t % length else 0)
        delta = G[:, t] * (1 - Y[:, t] ** 2) if t % length else 0 * delta
    return G


def truncated_recent(Y, dY, W_y, length):
    G = np.zeros(dY.shape)
    G[:, -length:] = right_og_list(Y, dY, W_y)[:, -length:]
    return G


def truncated_window(Y, dY, W_y, length):
    parts = [(Y[:, t : t + length], dY[:, t : t + length]) for t in range(Y.shape[1])]
    return np.stack([right_og_list(*part, W_y)[:, 0] for part in parts], axis=1)


def truncated_equal_parts(Y, dY, W_y, length):
    parts = zip(*(np.array_split(a, length, axis=1) for a in (Y, dY)), strict=True)
    return np.concatenate([right_og_list(*part, W_y) for part in parts if part[0].size], axis=1)


def truncated_whole(Y, dY, W_y, length):
    G = np.empty_like(dY)
    delta = np.zeros_like(dY[:, 0])
    for t in reversed(range(Y.shape[1])):
        G[:, t] = dY[:, t] + delta @ W_y.T
        delta = G[:, t] * (1 - Y[:, t] ** 2) if t % length else 0 * delta
    return G


def truncated_only_where_the_loss_looks(Y, dY, W_y, length):
    G = right_truncate(Y, dY, W_y, length)
    return G * dY.any(axis=(0, 2))[:, None]


def truncated_in_place(Y, dY, W_y, length):
    for t in range(Y.shape[1] - 1, 0, -1):
        if t % length:
            dY[:, t - 1] += (dY[:, t] * (1 - Y[:, t] ** 2)) @ W_y.T
    return dY


def truncated_only_whole_stretches_returned(Y, dY, W_y, length):
    n = Y.shape[1] // length
    parts = [slice(i * length, (i + 1) * length) for i in range(n)]
    found = [right_og_list(Y[:, part], dY[:, part], W_y) for part in parts]
    return np.concatenate(found, axis=1) if found else dY[:, :0]


def truncated_by_reshape(Y, dY, W_y, length):
    batch, time, units = Y.shape
    Y, dY = (a.reshape(-1, length, units) for a in (Y, dY))
    return right_og_list(Y, dY, W_y).reshape(batch, time, units)


def truncated_unfilled(Y, dY, W_y, length):
    return np.empty(dY.shape)


WRONG = [
    (cut_where(lambda t, k, time: False), "Nothing was cut"),
    (cut_where(lambda t, k, time: True), "This is dY itself"),
    (cut_where(lambda t, k, time: t % k == 1 % k), "one step late"),
    (cut_where(lambda t, k, time: (t + 1) % k == 0), "one step early"),
    (cut_where(lambda t, k, time: (time - t) % k == 0), "counted from the end"),
    (cut_where(lambda t, k, time: (time - 1 - t) % k == 0), ""),
    (cut_where(lambda t, k, time: t == k), "Only the first cut"),
    (cut_where(lambda t, k, time: t <= time - k), "a recursion of its own"),
    (cut_where(lambda t, k, time: t % (k + 1) == 0), "one step too long"),
    (cut_where(lambda t, k, time: t % max(k - 1, 1) == 0), "The smallest input that shows it"),
    (cut_where(lambda t, k, time: t % k == 0 and t <= time - k), "was joined to the stretch"),
    (cut_where(lambda t, k, time: t % 2 == 0), "The smallest input that shows it"),
    (cut_where(lambda t, k, time: t // k == 0), ""),
    (cut_where(at_starts, lambda g, y, W_y: g @ W_y.T), "the slope of tanh is missing"),
    (cut_where(at_starts, lambda g, y, W_y: g * (1 - y**2)), "W_y is missing"),
    (cut_where(at_starts, lambda g, y, W_y: (g * (1 - y**2)) @ W_y), "lacks its transpose"),
    (cut_where(at_starts, lambda g, y, W_y: (g @ W_y.T) * (1 - y**2)), "The smallest input"),
    (by_stretches(lambda time, k: time // k), "shorter than the others"),
    (by_stretches(lambda time, k: time // k, np.empty), ""),
    (by_stretches(lambda time, k: 1), "after the first stretch is zero"),
    (by_stretches(lambda time, k: 1, np.empty), ""),
    (truncated_only_whole_stretches_returned, "shorter than the others"),
    (truncated_by_reshape, "cannot reshape array"),
    (truncated_reset_of_g, "The gradient at the first step of every stretch is zero"),
    (truncated_direct_lost_at_cuts, "the direct gradient is lost"),
    (truncated_recent, "Everything before the last"),
    (truncated_window, "across the cuts"),
    (truncated_equal_parts, "were cut into `length` stretches"),
    (truncated_only_where_the_loss_looks, "The smallest input that shows it"),
    (truncated_in_place, "changes dY while it runs"),
    (truncated_whole, "Where dY holds whole numbers"),
    (truncated_unfilled, ""),
]

RIGHT = [
    right_truncate,
    right_truncate_book,
    right_truncate_split,
    right_truncate_padded,
    right_truncate_from_inside,
    right_truncate_single,
    cut_where(at_starts),
]
