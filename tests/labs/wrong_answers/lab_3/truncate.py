"""Recorded answers to lab-3/truncate, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_3._shared import right_og_list


def right_truncate(Y, dY, W_y, length):
    parts = range(0, Y.shape[1], length)
    found = [right_og_list(Y[:, i : i + length], dY[:, i : i + length], W_y) for i in parts]
    return np.concatenate(found, axis=1)


def cut_where(rule):
    def my_truncated(Y, dY, W_y, length):
        G, delta = np.zeros_like(dY), 0 * dY[:, 0]
        for t in reversed(range(Y.shape[1])):
            G[:, t] = dY[:, t] + delta @ W_y.T
            delta = G[:, t] * (1 - Y[:, t] ** 2)
            if rule(t, length, Y.shape[1]):
                delta = 0 * delta
        return G

    return my_truncated


WRONG = [
    (cut_where(lambda t, k, time: False), "Nothing was cut"),
    (cut_where(lambda t, k, time: True), "This is dY itself"),
    (cut_where(lambda t, k, time: t % k == 1 % k), "one step late"),
    (cut_where(lambda t, k, time: (t + 1) % k == 0), "one step early"),
    (cut_where(lambda t, k, time: (time - t) % k == 0), "counted from the end"),
    (cut_where(lambda t, k, time: t == k), "Only the first cut"),
    (cut_where(lambda t, k, time: t <= time - k), "a recursion of its own"),
]

RIGHT = [right_truncate, cut_where(lambda t, k, time: t % k == 0)]
