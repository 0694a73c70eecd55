"""Recorded answers to lab-3/clip, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.bptt import clip_by_global_norm
from unrolled.layers import RNNParams
from wrong_answers.lab_3._shared import total


def right_clip_book(grads, max_norm):
    return clip_by_global_norm(grads, max_norm)[0]


def right_clip_flat(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads]))
    return [g / max(1, norm / max_norm) for g in grads]


def clip_value(grads, max_norm):
    return RNNParams(*(np.clip(g, -max_norm, max_norm) for g in grads))


def clip_each(grads, max_norm):
    return RNNParams(*(g / max(1, np.linalg.norm(g) / max_norm) for g in grads))


def factor(norm, scale=lambda norm, c: min(1, c / norm)):
    def my_clip(grads, max_norm):
        return RNNParams(*(g * scale(norm(grads), max_norm) for g in grads))

    return my_clip


def clip_in_place(grads, max_norm):
    scale = min(1, max_norm / np.sqrt(total(grads)))
    for g in grads:
        g *= scale
    return grads


WRONG = [
    (lambda grads, max_norm: grads, "as they came"),
    (clip_value, "clips by value"),
    (clip_each, "by its own norm"),
    (factor(lambda g: np.sqrt(total(g)), lambda n, c: c / n), "stretched to max_norm"),
    (factor(total), "The root is missing"),
    (factor(lambda g: sum(np.linalg.norm(part) for part in g)), "norms of the three arrays"),
    (factor(lambda g: max(abs(part).max() for part in g)), "largest number"),
    (clip_in_place, "changes grads.W_x while it runs"),
]

RIGHT = [right_clip_book, right_clip_flat]
