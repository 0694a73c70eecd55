"""Recorded answers to lab-3/clip, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import math

import numpy as np

from unrolled.bptt import clip_by_global_norm
from unrolled.layers import RNNParams
from wrong_answers.lab_3._shared import total


def norm_of(grads):
    return np.sqrt(total(grads))


def right_clip_book(grads, max_norm):
    return clip_by_global_norm(grads, max_norm)[0]


def right_clip_flat(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads]))
    return [g / max(1, norm / max_norm) for g in grads]


def right_clip_norm_of_norms(grads, max_norm):
    norm = np.linalg.norm([np.linalg.norm(g) for g in grads])
    return grads if norm <= max_norm else grads._make(g / norm * max_norm for g in grads)


def right_clip_in_loops(grads, max_norm):
    squares = 0.0
    for g in grads:
        for value in g.ravel():
            squares += float(value) ** 2
    if squares <= max_norm**2:
        return tuple(g.copy() for g in grads)
    return tuple(max_norm * g / math.sqrt(squares) for g in grads)


def right_clip_dots(grads, max_norm):
    norm = math.sqrt(sum(np.vdot(g, g) for g in grads))
    return tuple(np.where(norm > max_norm, g * max_norm / (norm + 1e-12), g) for g in grads)


def right_clip_copies_scaled(grads, max_norm):
    clipped = [g.copy() for g in grads]
    for g in clipped:
        g *= min(1.0, max_norm / norm_of(grads)) if norm_of(grads) else 1.0
    return clipped


def right_clip_single(grads, max_norm):
    return [g.astype(np.float32) for g in right_clip_flat(grads, max_norm)]


def clip_value(grads, max_norm):
    return RNNParams(*(np.clip(g, -max_norm, max_norm) for g in grads))


def clip_from_above(grads, max_norm):
    return RNNParams(*(np.minimum(g, max_norm) for g in grads))


def clip_each(grads, max_norm):
    return RNNParams(*(g / max(1, np.linalg.norm(g) / max_norm) for g in grads))


def clip_rows(grads, max_norm):
    norms = [np.linalg.norm(g, axis=-1, keepdims=True) for g in grads]
    return RNNParams(*(g / np.maximum(1, n / max_norm) for g, n in zip(grads, norms, strict=True)))


def factor(norm, scale=lambda norm, c: min(1, c / norm)):
    def my_clip(grads, max_norm):
        return RNNParams(*(g * scale(norm(grads), max_norm) for g in grads))

    return my_clip


def clip_when(long):
    def my_clip(grads, max_norm):
        scale = max_norm / norm_of(grads) if long(grads, max_norm) else 1.0
        return RNNParams(*(g * scale for g in grads))

    return my_clip


def clip_leaving(*names):
    def my_clip(grads, max_norm):
        scale = min(1.0, max_norm / norm_of(grads))
        parts = {n: g * scale for n, g in grads._asdict().items() if n not in names}
        return grads._replace(**parts)

    return my_clip


def clip_without_b(grads, max_norm):
    norm = np.sqrt(np.sum(grads.W_x**2) + np.sum(grads.W_y**2))
    scale = min(1.0, max_norm / norm)
    return RNNParams(grads.W_x * scale, grads.W_y * scale, grads.b)


def clip_in_place(grads, max_norm):
    scale = min(1, max_norm / norm_of(grads))
    for g in grads:
        g *= scale
    return grads


def clip_with_norm(grads, max_norm):
    return clip_by_global_norm(grads, max_norm)


def clip_tuple_always(grads, max_norm):
    norm = norm_of(grads)
    return grads * (max_norm / norm if norm > max_norm else 1.0)


def clip_tuple_if_long(grads, max_norm):
    norm = norm_of(grads)
    if norm > max_norm:
        grads = grads * max_norm / norm
    return grads


def clip_norm_of_tuple(grads, max_norm):
    norm = np.linalg.norm(grads)
    return RNNParams(*(g * min(1.0, max_norm / norm) for g in grads))


def clip_tuple_squared(grads, max_norm):
    norm = np.sqrt(np.sum(grads**2))
    return RNNParams(*(g * min(1.0, max_norm / norm) for g in grads))


def clip_zero_over_zero(grads, max_norm):
    norm = norm_of(grads)
    return RNNParams(*(g / norm * min(norm, max_norm) for g in grads))


def clip_back_to_whole(grads, max_norm):
    scale = min(1.0, max_norm / norm_of(grads))
    return RNNParams(*((g * scale).astype(g.dtype) for g in grads))


def clip_into_unfilled(grads, max_norm):
    """Fill the new arrays only where something has to be clipped."""
    norm, clipped = norm_of(grads), [np.empty(g.shape) for g in grads]
    if norm > max_norm:
        for new, g in zip(clipped, grads, strict=True):
            new[...] = g * max_norm / norm
    return clipped


def clip_unfilled(grads, max_norm):
    return RNNParams(*(np.empty(g.shape) for g in grads))


def spectral(grads):
    return np.sqrt(sum(np.linalg.norm(g, 2) ** 2 for g in grads))


def above_squared(grads, max_norm):
    return total(grads) > max_norm


WRONG = [
    (lambda grads, max_norm: grads, "as they came"),
    (clip_value, "clips by value"),
    (clip_from_above, "The smallest input that shows it"),
    (clip_each, "by its own norm"),
    (clip_rows, "along the last axis"),
    (factor(norm_of, lambda n, c: c / n), "stretched to max_norm"),
    (factor(norm_of, lambda n, c: max(1, c / n)), "the wrong way round"),
    (factor(norm_of, lambda n, c: 1 / n if n > c else 1), "length 1 whatever max_norm is"),
    (factor(norm_of, lambda n, c: c if n > c else 1), "without being divided by their norm"),
    (factor(norm_of, lambda n, c: n / c if n > c else 1), "upside down"),
    (factor(norm_of, lambda n, c: 0 if n > c else 1), "became zero"),
    (factor(norm_of, lambda n, c: min(1, np.sqrt(c / n))), "the root of max_norm / norm"),
    (factor(norm_of, lambda n, c: min(1, c / n**2) if n > c else 1), ""),
    (factor(norm_of, lambda n, c: c / n**2 if n > c else 1), "holds the square of the norm"),
    (factor(norm_of, lambda n, c: 1 - c / n if n > c else 1), "The smallest input"),
    (factor(norm_of, lambda n, c: min(1, c - n)), "The smallest input"),
    (factor(total), "The root is missing"),
    (clip_when(above_squared), "is decided by the square of the norm"),
    (clip_when(lambda g, c: max(abs(part).max() for part in g) > c), "The smallest input"),
    (clip_when(lambda g, c: any(norm_of([part]) > c for part in g)), "The smallest input"),
    (clip_when(lambda g, c: norm_of(g[:2]) > c), "The smallest input"),
    (factor(spectral), "its largest singular value"),
    (factor(lambda g: sum(np.linalg.norm(part, 2) for part in g)), "singular values of the arrays"),
    (factor(lambda g: sum(np.linalg.norm(part) for part in g)), "norms of the three arrays"),
    (factor(lambda g: max(np.linalg.norm(part) for part in g)), "largest of the three norms"),
    (factor(lambda g: np.mean([np.linalg.norm(part) for part in g])), "The smallest input"),
    (factor(lambda g: max(abs(part).max() for part in g)), "largest number"),
    (factor(lambda g: sum(abs(part).sum() for part in g)), "absolute values were added"),
    (factor(lambda g: norm_of(g[:2])), "b is left out of the norm"),
    (clip_without_b, "b is left out of the norm"),
    (factor(lambda g: norm_of(g[1:])), "The smallest input"),
    (factor(lambda g: norm_of(g[:1])), "The norm is that of W_x alone"),
    (factor(lambda g: np.sqrt(total(g) / sum(part.size for part in g))), "root mean square"),
    (clip_leaving("b"), "b stayed as it was"),
    (clip_leaving("W_y"), "W_y stayed as it was"),
    (clip_tuple_always, "`grads` is a tuple"),
    (clip_tuple_if_long, "`grads` is a tuple"),
    (clip_norm_of_tuple, "`grads` is a tuple"),
    (clip_tuple_squared, "`grads` is a tuple"),
    (clip_with_norm, "must hold 3 things"),
    (lambda grads, c: right_clip_flat(grads, c)[:2], "must hold 3 things"),
    (clip_in_place, "changes grads.W_x while it runs"),
    (clip_zero_over_zero, "A gradient of zeros became NaN"),
    (clip_back_to_whole, "holds whole numbers"),
    (clip_unfilled, ""),
    (clip_into_unfilled, ""),
]

RIGHT = [
    right_clip_book,
    right_clip_flat,
    right_clip_norm_of_norms,
    right_clip_in_loops,
    right_clip_dots,
    right_clip_copies_scaled,
    right_clip_single,
]
