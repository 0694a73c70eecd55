"""Recorded answers to lab-5/forget-bias, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_5._shared import SHOWN, sigmoid


def right_bias_logit(b, half_lives):
    f = 0.5 ** (1 / half_lives)
    i, _, c, o = np.split(b, 4)
    return np.concatenate([i, np.log(f / (1 - f)), c, o])


def right_bias_expm1(b, half_lives):
    made, units = np.array(b, dtype=float), len(half_lives)
    made[units : 2 * units] = -np.log(np.expm1(np.log(2) / half_lives))
    return made


def right_bias_loop(b, half_lives):
    made = [float(number) for number in b]
    for j, k in enumerate(half_lives.tolist()):
        f = np.exp(-np.log(2) / k)
        made[len(half_lives) + j] = -np.log(1 / f - 1)
    return made


def right_bias_rows(b, half_lives):
    blocks = b.reshape(4, -1).astype(float)
    f = 2.0 ** (-1 / half_lives)
    blocks[1] = np.log(f) - np.log1p(-f)
    return blocks.ravel()


def right_bias_searched(b, half_lives):
    """Halve an interval until the sigmoid to the power k is a half."""
    low, high = np.full(len(half_lives), -30.0), np.full(len(half_lives), 30.0)
    for _ in range(80):
        middle = (low + high) / 2
        kept = sigmoid(middle) ** half_lives
        low, high = np.where(kept < 0.5, middle, low), np.where(kept < 0.5, high, middle)
    return np.r_[b[: len(low)], middle, b[2 * len(low) :]]


def right_bias_arctanh(b, half_lives):
    """The inverse of the sigmoid by that of tanh: sigmoid(a) = (1 + tanh(a / 2)) / 2."""
    made = b.astype(float)
    np.split(made, 4)[1][:] = 2 * np.arctanh(2 * 0.5 ** (1 / half_lives) - 1)
    return made


def right_bias_single(b, half_lives):
    return np.float32(right_bias_logit(b.astype(np.float32), half_lives.astype(np.float32)))


def bias_by(rule, place=lambda units: slice(units, 2 * units)):
    """Return the answer with `rule(k)` at a place of a copy."""

    def my_forget_bias(b, half_lives):
        made = np.array(b, dtype=float)
        made[place(len(half_lives))] = rule(np.array(half_lives, dtype=float))
        return made

    return my_forget_bias


def from_gate(gate):
    def rule(k):
        f = gate(k)
        return np.log(f) - np.log(1 - f)

    return bias_by(rule)


def solved(k):
    return -np.log(2 ** (1 / k) - 1)


def bias_block(n):
    return bias_by(solved, lambda units: slice(n * units, (n + 1) * units))


def bias_in_place(b, half_lives):
    units = len(half_lives)
    b[units : 2 * units] = solved(half_lives)
    return b


def bias_copy(b, half_lives):
    made, units = b.copy(), len(half_lives)
    made[units : 2 * units] = solved(half_lives)
    return made


def bias_zeros(b, half_lives):
    made, units = np.zeros(len(b)), len(half_lives)
    made[units : 2 * units] = solved(half_lives)
    return made


def bias_unfilled(b, half_lives):
    made, units = np.empty(len(b)), len(half_lives)
    made[units : 2 * units] = solved(half_lives)
    return made


def bias_added(b, half_lives):
    made, units = b.astype(float), len(half_lives)
    made[units : 2 * units] += solved(half_lives)
    return made


def bias_appended(b, half_lives):
    return np.concatenate([b, solved(half_lives)])


def bias_inserted(b, half_lives):
    units = len(half_lives)
    return np.concatenate([b[:units], solved(half_lives), b[units:]])


def bias_of_a_gru(b, half_lives):
    made = b.astype(float)
    np.array_split(made, 3)[0][: len(half_lives)] = solved(half_lives)
    return made


def bias_first(b, half_lives):
    made, units = b.astype(float), len(half_lives)
    made[units : 2 * units] = solved(half_lives[0])
    return made


def bias_table(b, half_lives):
    return np.stack(
        [part if n != 1 else solved(half_lives) for n, part in enumerate(np.split(b, 4))]
    )


WRONG = [
    (bias_block(0), "the block of the input gate"),
    (bias_block(2), "the block of the candidate"),
    (bias_block(3), "the block of the output gate"),
    (bias_by(solved, lambda units: slice(1, None, 4)), "at every fourth place"),
    (bias_by(solved, lambda units: slice(2, None, 4)), SHOWN),
    (lambda b, k: np.tile(solved(k), 4), "All four blocks"),
    (lambda b, k: np.repeat(solved(k), 4), SHOWN),
    (lambda b, k: solved(k), "These are the biases of the forget gate"),
    (bias_zeros, "have lost their biases"),
    (bias_added, "added to those that stood there"),
    (bias_appended, "The result has shape"),
    (bias_inserted, "The result has shape"),
    (bias_of_a_gru, "the block of the input gate"),
    (bias_table, "The result has shape"),
    (bias_by(lambda k: np.log(2 ** (1 / k) - 1)), "the wrong sign"),
    (bias_by(np.log), "This is ln k"),
    (bias_by(lambda k: np.log(k - 1)), "from f = 1 - 1/k"),
    (from_gate(lambda k: 1 - 1 / k), "from f = 1 - 1/k"),
    (from_gate(lambda k: 1 - 1 / (2 * k)), "from f = 1 - 1/(2k)"),
    (from_gate(lambda k: 1 - np.log(2) / k), "from f = 1 - 0.69/k"),
    (bias_by(lambda k: np.log(k / np.log(2))), "This is ln(k / 0.69)"),
    (bias_by(lambda k: 0.5 ** (1 / k)), "These are the gates themselves"),
    (bias_by(lambda k: sigmoid(0.5 ** (1 / k))), "The sigmoid was applied to the gate"),
    (bias_by(lambda k: np.log(0.5) / k), "This is the logarithm of the gate"),
    (bias_by(lambda k: np.log(0.5 ** (1 / k))), "This is the logarithm of the gate"),
    (bias_by(lambda k: -np.log(2 ** (1 / k))), "This is the logarithm of the gate"),
    (bias_by(lambda k: 1 - np.log(2 ** (1 / k))), "The 1 was taken from the logarithm"),
    (bias_by(lambda k: -np.log(2 ** (1 / k) + 1)), "This has 2 ** (1/k) + 1"),
    (from_gate(lambda k: 0.5**k), "The gate is 0.5 ** k"),
    (from_gate(lambda k: 1 - 0.5**k), "The gate is 1 - 0.5 ** k"),
    (from_gate(lambda k: np.exp(-1 / k)), "After k steps 1/e is left"),
    (from_gate(lambda k: 0.5 ** (1 / (k + 1))), "After k + 1 steps"),
    (from_gate(lambda k: 0.1 ** (1 / k)), SHOWN),
    (from_gate(lambda k: 0.5 / k), SHOWN),
    (from_gate(lambda k: 1 - 0.5 ** (1 / k)), "the wrong sign"),
    (bias_by(lambda k: np.arctanh(0.5 ** (1 / k))), "The inverse of tanh"),
    (bias_by(lambda k: -np.log2(2 ** (1 / k) - 1)), "The logarithm is to base 2"),
    (bias_by(lambda k: -np.log10(2 ** (1 / k) - 1)), "The logarithm is to base 10"),
    (bias_by(lambda k: k), SHOWN),
    (bias_by(lambda k: 1.0), SHOWN),
    (bias_by(lambda k: solved(k).round(1)), SHOWN),
    (bias_by(lambda k: solved(k.mean())), "All units have one bias"),
    (bias_by(lambda k: solved(k[::-1])), "The biases stand in reverse order"),
    (bias_by(lambda k: solved(np.sort(k))), SHOWN),
    (bias_by(lambda k: np.maximum(solved(k), 0)), SHOWN),
    (bias_by(lambda k: np.abs(solved(k))), SHOWN),
    (bias_by(lambda k: solved(k // 1)), SHOWN),
    (bias_first, "the bias of the first"),
    (bias_in_place, "changes b while it runs"),
    (bias_copy, "its decimals are lost"),
    (bias_unfilled, "never written"),
    (lambda b, k: None, "without a return"),
]

RIGHT = [
    right_bias_logit,
    right_bias_expm1,
    right_bias_loop,
    right_bias_rows,
    right_bias_searched,
    right_bias_arctanh,
    right_bias_single,
]
