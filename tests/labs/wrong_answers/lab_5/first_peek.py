"""Recorded answers to lab-5/first-peek, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_5._shared import SHOWN


def right_peek_one_by_one(network, X):
    """Change one input after the other and note which earlier outputs move."""
    Y, time = network(X), X.shape[1]
    first = time
    for s in range(1, time):
        changed = X.astype(float)
        changed[:, s] += 1
        moved = ~np.isclose(network(changed), Y).all(axis=(0, 2))
        if moved[:s].any():
            first = min(first, int(moved.argmax()))
    return first if first < time else -1


def right_peek_cut(network, X):
    """Cut the window off after step t: what is not there cannot be read."""
    Y = network(X)
    for t in range(X.shape[1]):
        if not np.allclose(network(X[:, : t + 1])[:, -1], Y[:, t]):
            return t
    return -1


def right_peek_backwards(network, X):
    found, Y = -1, network(X)
    rng = np.random.default_rng(7)
    for t in range(X.shape[1] - 1, -1, -1):
        rest = rng.normal(size=X[:, t + 1 :].shape)
        other = network(np.concatenate([X[:, : t + 1], rest], axis=1))
        if np.abs(other[:, t] - Y[:, t]).sum() > 1e-6:
            found = t
    return found


def right_peek_each_number(network, X):
    """Nudge every single number of the first sequence by itself."""
    X = X[:1].astype(float)
    Y, peeking = network(X)[0], set()
    for s in range(X.shape[1]):
        for m in range(X.shape[2]):
            X[0, s, m] += 0.5
            moved = np.flatnonzero(np.abs(network(X)[0] - Y).max(axis=1) > 1e-6)
            peeking |= {int(t) for t in moved if t < s}
            X[0, s, m] -= 0.5
    return min(peeking, default=-1)


def right_peek_one_batch(network, X):
    """Put all changed windows into one batch, and ask the network once."""
    time = X.shape[1]
    base = X[0].astype(float)
    X = np.concatenate([base[None], base + np.eye(time)[:, :, None]])
    Y = network(X)
    moved = (np.abs(Y[1:] - Y[0]) > 1e-6).any(axis=2)
    early = np.triu(moved.T, k=1).any(axis=1)
    return np.argmax(early) if early.any() else -1


def right_peek_far_off(network, X):
    Y = network(X)
    for t in range(X.shape[1] - 1):
        other = np.array(X, dtype=float)
        other[:, t + 1 :] = 10 ** np.arange(1, X.shape[1] - t)[:, None]
        if not np.allclose(network(other)[:, t], Y[:, t], atol=1e-6):
            return float(t)
    return -1


def peek(where=lambda t, time: slice(t + 1, time), change=None, moved=None, asked=None, none=-1):
    """Return an answer that changes other steps, in another way, or looks elsewhere."""

    def my_first_peek(network, X):
        rng, Y, time = np.random.default_rng(3), network(X), X.shape[1]
        for t in (asked or (lambda time: range(time - 1)))(time):
            other, steps = np.array(X, dtype=float), where(t, time)
            if other[:, steps].size:
                old = other[:, steps]
                noise = rng.normal(size=old.shape)
                other[:, steps] = change(old, noise) if change else old + noise
            difference = np.abs(network(other) - Y)
            if (moved or (lambda d, t: d[:, t].max() > 1e-6))(difference, t):
                return t
        return none

    return my_first_peek


def answered(change):
    return lambda network, X: change(right_peek_cut(network, X), X)


def pairs(network, X):
    """Return (input, output) of every peek."""
    Y, found = network(X), []
    for s in range(1, X.shape[1]):
        other = np.array(X, dtype=float)
        other[:, s] += 0.7
        moved = np.flatnonzero(np.abs(network(other) - Y).max(axis=(0, 2)) > 1e-6)
        found += [(s, int(t)) for t in moved if t < s]
    return found


def by_pairs(rule):
    def my_first_peek(network, X):
        found = pairs(network, X)
        return rule(found) if found else -1

    return my_first_peek


def peek_whole(network, X):
    Y = network(X)
    for t in range(X.shape[1] - 1):
        X[:, t + 1 :] = X[:, t + 1 :] + 1.5
        if np.abs(network(X) - Y)[:, t].max() > 1e-6:
            return t
    return -1


def peek_cut_before(network, X):
    Y = network(X)
    for t in range(1, X.shape[1]):
        if not np.allclose(network(X[:, :t])[:, -1], Y[:, t]):
            return t
    return -1


def peek_not_a_number(network, X):
    for t in range(X.shape[1] - 1):
        other = np.array(X, dtype=float)
        other[:, t + 1 :] = np.nan
        if np.isnan(network(other)[:, t]).any():
            return t
    return -1


def peek_rows(network, X):
    for row in X:
        found = right_peek_cut(network, row)
        if found >= 0:
            return found
    return -1


def peek_mean(network, X):
    Y = network(X)
    for t in range(X.shape[1] - 1):
        other = np.array(X, dtype=float)
        other[:, t + 1 :] += np.random.default_rng(0).normal(size=other[:, t + 1 :].shape)
        if abs((network(other) - Y)[:, t].mean()) > 0.05:
            return t
    return -1


def peek_no_end(network, X):
    Y, t = network(X), 0
    while np.allclose(
        network(np.concatenate([X[:, : t + 1], 0 * X[:, t + 1 :]], 1))[:, t], Y[:, t]
    ):
        t += 1
    return t


def peek_none_is_none(network, X):
    found = right_peek_cut(network, X)
    return found if found >= 0 else None


def peek_random_draw(network, X):
    return int(np.random.default_rng().integers(0, 10**6))


WRONG = [
    (peek(lambda t, time: slice(t, time)), "Output 0 is named whatever the network is"),
    (peek(lambda t, time: slice(t, time), asked=range), "Output 0 is named whatever"),
    (peek(lambda t, time: slice(0, time), asked=range), "Output 0 is named whatever"),
    (peek(lambda t, time: slice(0, t), asked=range), "Output 1 is named whatever"),
    (peek(lambda t, time: slice(t + 1, t + 2)), "Only the next step was changed"),
    (peek(lambda t, time: slice(time - 1, time)), "Only the last step was changed"),
    (peek(lambda t, time: slice(t + 2, time)), "The steps from t + 2 on were changed"),
    (peek(lambda t, time: slice(t + 1, time - 1)), SHOWN),
    (peek(lambda t, time: slice(t + 1, t + 3)), SHOWN),
    (peek(change=lambda old, noise: old + 1), "moved by the same amount"),
    (peek(change=lambda old, noise: old + 0.1), "moved by the same amount"),
    (peek(change=lambda old, noise: old[:, ::-1]), "put into reverse order"),
    (peek(change=lambda old, noise: old), SHOWN),
    (peek(change=lambda old, noise: old + noise * np.eye(old.shape[2])[0]), "first of the inputs"),
    (peek(change=lambda old, noise: old + noise * np.eye(old.shape[2])[-1]), "last of the inputs"),
    (peek(change=lambda old, noise: old + 1e-9 * noise), SHOWN),
    (peek(change=lambda old, noise: old + (np.arange(old.shape[1]) == 0)[:, None]), "next step"),
    (peek(moved=lambda d, t: d[:, t, 0].max() > 1e-6), "Only the first unit"),
    (peek(moved=lambda d, t: d[:, t, -1].max() > 1e-6), "Only the last unit"),
    (peek(moved=lambda d, t: (d[:, t] > 1e-6).all()), "only where all of its numbers moved"),
    (peek(moved=lambda d, t: (d[:, t] > 0).any()), "compared to the last digit"),
    (peek(moved=lambda d, t: d.max() > 1e-6), "Output 0 is named"),
    (peek(moved=lambda d, t: d[:, t + 1].max() > 1e-6), "Output 0 is named"),
    (peek(moved=lambda d, t: d[:, t - 1].max() > 1e-6), "Output 0 is named"),
    (peek(moved=lambda d, t: d[:, -1].max() > 1e-6), "Output 0 is named"),
    (peek(moved=lambda d, t: d[:, t].max() < 1e-6), SHOWN),
    (peek(asked=lambda time: range(time - 2, time - 1) if time > 1 else []),
     "output before the last was asked"),
    (peek(asked=lambda time: range(min(1, time - 1))), "Only the first output was asked"),
    (peek(asked=lambda time: range(1, time - 1)), "The first output was not asked"),
    (peek(asked=lambda time: range(time - 2)), "it still has one step to peek at"),
    (peek(asked=lambda time: range(time - 2, -1, -1)), "Asked is the first"),
    (peek(asked=lambda time: range(0, time - 1, 2)), SHOWN),
    (peek(none=0), "Where no output peeks the answer is 0"),
    (peek(none=None), "is None"),
    (answered(lambda t, X: t + 1 if t >= 0 else t), "counted from 1"),
    (answered(lambda t, X: t + 1), "one too large everywhere"),
    (answered(lambda t, X: t if t >= 0 else X.shape[1]), "the number of steps. It is -1"),
    (answered(lambda t, X: t if t >= 0 else X.shape[1] - 1), "the answer is the last step"),
    (answered(lambda t, X: t < 0), "whether the network is causal"),
    (answered(lambda t, X: t >= 0), "whether the network peeks"),
    (answered(lambda t, X: (t >= 0, t)), "has shape (2,)"),
    (answered(lambda t, X: [t]), "has shape (1,)"),
    (by_pairs(lambda found: max(t for _, t in found)), "the last output that peeks"),
    (by_pairs(lambda found: min(s for s, _ in found)), "is read too early"),
    (by_pairs(lambda found: found[0][1]), "A later input may be noticed by an earlier output"),
    (by_pairs(lambda found: min(found, key=lambda pair: pair[1])[0]),
     "the first peeking output reads"),
    (by_pairs(lambda found: len({t for _, t in found})), "how many outputs peek"),
    (by_pairs(lambda found: max(s - t for s, t in found)), SHOWN),
    (peek_whole, "changes X while it runs"),
    (peek_cut_before, "Output 1 is named"),
    (peek_not_a_number, "NaN was put in"),
    (peek_rows, "An error stopped"),
    (peek_mean, SHOWN),
    (peek_no_end, "An error stopped"),
    (peek_none_is_none, "is None"),
    (peek_random_draw, "answers differently"),
    (lambda network, X: -1, SHOWN),
    (lambda network, X: network(X), "has shape"),
]  # fmt: skip

RIGHT = [
    right_peek_one_by_one,
    right_peek_cut,
    right_peek_backwards,
    right_peek_each_number,
    right_peek_one_batch,
    right_peek_far_off,
]
