"""Recorded answers to lab-2/pad, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np


def right_pad_columns(sequences, value, at_end):
    time = max(map(len, sequences))
    rows, real = [], []
    for s in sequences:
        filling = np.full((time - len(s), s.shape[1]), value)
        rows.append(np.concatenate([s, filling] if at_end else [filling, s]))
        marks = [1] * len(s), [0] * (time - len(s))
        real.append(marks[0] + marks[1] if at_end else marks[1] + marks[0])
    return np.stack(rows), np.array(real)


def right_pad_np_pad(sequences, value, at_end):
    time = max(len(s) for s in sequences)
    missing = [time - len(s) for s in sequences]
    widths = [((0, m), (0, 0)) if at_end else ((m, 0), (0, 0)) for m in missing]
    X = [
        np.pad(s, w, constant_values=value).tolist() for s, w in zip(sequences, widths, strict=True)
    ]
    steps = np.arange(time) if at_end else np.arange(time)[::-1]
    return X, steps < np.array([[len(s)] for s in sequences])


def pad_inverted(sequences, value, at_end):
    X, mask = right_pad_np_pad(sequences, value, at_end)
    return X, ~mask


def pad_shortest(sequences, value, at_end):
    time = min(len(s) for s in sequences)
    return np.stack([s[:time] for s in sequences]), np.ones((len(sequences), time), bool)


def pad_np_array(sequences, value, at_end):
    X = np.array(sequences)
    return X, X != value


def pad_mask_from_values(sequences, value, at_end):
    X = np.array(right_pad_np_pad(sequences, value, at_end)[0])
    return X, np.any(X != value, axis=-1)


def pad_mask_per_feature(sequences, value, at_end):
    X = np.array(right_pad_np_pad(sequences, value, at_end)[0])
    return X, X != value


def pad_always_after(sequences, value, at_end):
    return right_pad_columns(sequences, value, True)


def pad_other_end(sequences, value, at_end):
    return right_pad_columns(sequences, value, not at_end)


def pad_mask_always_after(sequences, value, at_end):
    X, mask = right_pad_columns(sequences, value, at_end)
    return X, np.arange(X.shape[1]) < mask.sum(1, keepdims=True)


def pad_with_zeros(sequences, value, at_end):
    return right_pad_columns(sequences, 0.0, at_end)


def pad_lengths(sequences, value, at_end):
    return right_pad_columns(sequences, value, at_end)[0], np.array([len(s) for s in sequences])


def pad_whole_numbers(sequences, value, at_end):
    X, mask = right_pad_columns(sequences, value, at_end)
    return X.astype(int), mask


def pad_in_place(sequences, value, at_end):
    longest = max(map(len, sequences))
    for s in sequences:
        s *= 1.5
    X, mask = right_pad_columns(sequences, value, at_end)
    assert X.shape[1] == longest
    return np.where(mask[..., None] == 1, X / 1.5, value), mask


WRONG = [
    (pad_inverted, "the mask is inverted"),
    (pad_shortest, "cut to the length of the shortest"),
    (pad_np_array, "Make the full array first"),
    (pad_mask_from_values, "by looking for the padding value"),
    (pad_mask_per_feature, "one entry per step"),
    (pad_always_after, "With at_end=False the padding belongs before"),
    (pad_other_end, "at the wrong end"),
    (pad_mask_always_after, "X is right both ways"),
    (pad_with_zeros, "The padding holds zeros"),
    (pad_lengths, "These are the lengths"),
    (pad_whole_numbers, "the decimals are lost"),
    (pad_in_place, "changes sequences[0] while it runs"),
]

RIGHT = [right_pad_columns, right_pad_np_pad]
