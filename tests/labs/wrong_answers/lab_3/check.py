"""Recorded answers to lab-3/check, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.layers import RNNParams


def compare(difference=None, divide=None, product=None):
    def my_relative_error(loss, params, grads, d, step):
        def along(s):
            return loss(RNNParams(*(w + s * part for w, part in zip(params, d, strict=True))))

        numeric = (difference or (lambda f, e: (f(e) - f(-e)) / (2 * e)))(along, step)
        ours = (product or np.dot)(*(np.concatenate([a.ravel() for a in p]) for p in (grads, d)))
        return (divide or (lambda a, b: abs(a - b) / max(abs(a), abs(b))))(numeric, ours)

    return my_relative_error


WRONG = [
    (compare(lambda f, e: (f(e) - f(0)) / e), "on one side, from params forwards"),
    (compare(lambda f, e: (f(0) - f(-e)) / e), "from params backwards"),
    (compare(lambda f, e: (f(e) - f(-e)) / e), "two steps apart"),
    (compare(lambda f, e: (f(e) - f(-e)) / 2 * e), "became a product"),
    (compare(divide=lambda a, b: abs(a - b)), "absolute difference"),
    (compare(divide=lambda a, b: abs(a - b) / (abs(a) + abs(b))), "divided by the sum"),
    (compare(divide=lambda a, b: abs(a - b) / abs(b)), "gradient's own number"),
    (compare(divide=lambda a, b: (a - b) / max(abs(a), abs(b))), "has a sign"),
    (compare(product=lambda g, d: np.linalg.norm(g)), "length of the gradient"),
    (compare(product=lambda g, d: g[0] * d[0]), "The smallest input that shows it"),
]

RIGHT = [compare()]
