"""Recorded answers to lab-2/pad, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

from itertools import zip_longest

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


def right_pad_where(sequences, value, at_end):
    lengths = np.array([[len(s)] for s in sequences])
    steps = np.arange(lengths.max())
    mask = steps < lengths if at_end else steps >= lengths.max() - lengths
    X = np.full((*mask.shape, sequences[0].shape[1]), float(value))
    X[mask] = np.concatenate(sequences)
    return X, mask


def right_pad_lists(sequences, value, at_end):
    longest, inputs = max(map(len, sequences)), sequences[0].shape[1]
    X, mask = [], []
    for s in sequences:
        missing = longest - len(s)
        rows, filling = s.tolist(), [[value] * inputs] * missing
        X.append(rows + filling if at_end else filling + rows)
        mask.append([True] * len(s) + [False] * missing)
        if not at_end:
            mask[-1].reverse()
    return [X, mask]


def right_pad_single(sequences, value, at_end):
    time = max(len(s) for s in sequences)
    X = np.zeros((len(sequences), time, sequences[0].shape[1]), "float32") + value
    mask = np.zeros(X.shape[:2], dtype=bool)
    for i, s in enumerate(sequences):
        if at_end:
            X[i, : len(s)], mask[i, : len(s)] = s, True
        else:
            X[i, -len(s) :], mask[i, -len(s) :] = s, True
    return X, mask


def right_pad_zip_longest(sequences, value, at_end):
    turn = slice(None) if at_end else slice(None, None, -1)
    filling = [value] * sequences[0].shape[1]
    X = np.array(list(zip_longest(*(s[turn] for s in sequences), fillvalue=filling)))
    real = [np.ones(len(s), bool)[turn] for s in sequences]
    mask = np.array(list(zip_longest(*real, fillvalue=False)))
    return X.swapaxes(0, 1)[:, turn], mask.T[:, turn]


def pad_type_of_value(sequences, value, at_end):
    time, inputs = max(map(len, sequences)), sequences[0].shape[1]
    X, mask = np.full((len(sequences), time, inputs), value), np.zeros((len(sequences), time), bool)
    for i, s in enumerate(sequences):
        steps = slice(0, len(s)) if at_end else slice(time - len(s), time)
        X[i, steps], mask[i, steps] = s, True
    return X, mask


def pad_type_of_first(sequences, value, at_end):
    X, mask = right_pad_where(sequences, value, at_end)
    return X.astype(sequences[0].dtype), mask


def filled(made=None, order=None, pairs=lambda s: enumerate(s), take=lambda s: s, late=0):
    """Return the loop over the sequences with one thing done otherwise."""

    def my_pad(sequences, value, at_end):
        shape = len(sequences), max(map(len, sequences)), sequences[0].shape[1]
        X = made(shape, value) if made else np.full(shape, float(value))
        mask = np.zeros(shape[:2], dtype=bool)
        for i, s in pairs(sequences):
            first = late if at_end else shape[1] - len(s) - late
            X[i, first : first + len(s)] = take(s)[: shape[1] - first]
            mask[i, first : first + len(s)] = True
        return X, mask

    return my_pad


def pad_unfilled(sequences, value, at_end):
    shape = len(sequences), max(map(len, sequences))
    return np.empty((*shape, sequences[0].shape[1])), np.zeros(shape, bool)


def pad_negative_missing(sequences, value, at_end):
    X, mask = right_pad_where(sequences, value, at_end)
    mask[:] = True
    for i, s in enumerate(sequences):
        missing = mask.shape[1] - len(s)
        mask[i, slice(-missing, None) if at_end else slice(0, missing)] = False
    return X, mask


def pad_filling_on_both_sides(sequences, value, at_end):
    time = max(map(len, sequences))
    X = [
        np.pad(s, (((time - len(s)) // 2, time - len(s) - (time - len(s)) // 2), (0, 0)))
        for s in sequences
    ]
    return np.array(X), right_pad_where(sequences, value, at_end)[1]


def pad_to_ten(sequences, value, at_end):
    X, mask = right_pad_where([*sequences, np.zeros((10, sequences[0].shape[1]))], value, at_end)
    return X[:-1], mask[:-1]


def pad_length_of_first(sequences, value, at_end):
    time = len(sequences[0])
    X, mask = right_pad_where(sequences, value, at_end)
    return (X[:, :time], mask[:, :time]) if at_end else (X[:, -time:], mask[:, -time:])


def pad_rows_sorted(sequences, value, at_end):
    return right_pad_where(sorted(sequences, key=len, reverse=True), value, at_end)


def pad_rows_reversed(sequences, value, at_end):
    return right_pad_where([s[::-1] for s in sequences], value, at_end)


def pad_front_by_reversing(sequences, value, at_end):
    X, mask = right_pad_where(sequences, value, True)
    return (X, mask) if at_end else (X[:, ::-1], mask[:, ::-1])


def pad_nan_mask(sequences, value, at_end):
    X, _ = right_pad_where(sequences, value, at_end)
    return X, ~np.isnan(X).any(axis=2)


def pad_mask_from_zero(sequences, value, at_end):
    X, mask = right_pad_where(sequences, 0.0, at_end)
    return np.where(mask[..., None], X, value), (X != 0).any(axis=2)


def pad_one_step_too_many(sequences, value, at_end):
    longer = [*sequences, np.zeros((max(map(len, sequences)) + 1, sequences[0].shape[1]))]
    X, mask = right_pad_where(longer, value, at_end)
    return X[:-1], mask[:-1]


SLIPS = [
    (filled(made=lambda shape, value: np.empty(shape)), "never written"),
    (filled(made=lambda shape, value: np.zeros(shape)), "The padding holds zeros"),
    (filled(made=lambda shape, value: np.ones(shape)), "X has the right shape"),
    (filled(made=lambda shape, value: np.full(shape, -value)), "X has the right shape"),
    (filled(made=lambda shape, value: np.full(shape, abs(value))), "X has the right shape"),
    (filled(made=lambda shape, value: np.full(shape, -2.0)), "X has the right shape"),
    (filled(made=lambda shape, value: np.full(shape, np.nan)), "X holds NaN"),
    (filled(pairs=lambda s: list(enumerate(s))[1:]), "The smallest input that shows it"),
    (filled(pairs=lambda s: list(enumerate(s))[:-1]), "The smallest input that shows it"),
    (filled(pairs=lambda s: enumerate(s[::-1])), "The smallest input that shows it"),
    (filled(pairs=lambda s: enumerate([s[0]] * len(s))), "has the right shape"),
    (filled(take=lambda s: s[:1]), "X has the right shape"),
    (filled(take=lambda s: s[:, :1]), "X has the right shape"),
    (filled(take=lambda s: s[::-1]), "X has the right shape"),
    (filled(take=lambda s: np.sort(s, axis=0)), "X has the right shape"),
    (filled(take=lambda s: s - s.mean(axis=0)), "X has the right shape"),
    (filled(take=lambda s: np.abs(s)), "X has the right shape"),
]


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
    (pad_mask_per_feature, "an axis too many"),
    (pad_always_after, "With at_end=False the padding belongs before"),
    (pad_other_end, "at the wrong end"),
    (pad_mask_always_after, "X is right both ways"),
    (pad_with_zeros, "The padding holds zeros"),
    (pad_lengths, "These are the lengths"),
    (pad_whole_numbers, "the decimals are lost"),
    (pad_in_place, "changes sequences[0] while it runs"),
    (pad_type_of_value, "Add dtype=float"),
    (pad_type_of_first, "Where the first sequence holds whole numbers"),
    (pad_unfilled, "never written"),
    (pad_negative_missing, "mask has the right shape"),
    (pad_filling_on_both_sides, "X has the right shape"),
    (pad_to_ten, "the shape expected is"),
    (pad_length_of_first, "the shape expected is"),
    (pad_rows_sorted, "were sorted by their lengths"),
    (pad_rows_reversed, "X has the right shape"),
    (pad_front_by_reversing, "X has the right shape"),
    (pad_nan_mask, "The mask is True everywhere"),
    (pad_mask_from_zero, "mask has the right shape"),
    (pad_one_step_too_many, "one step too many"),
    *SLIPS,
]

RIGHT = [
    right_pad_columns,
    right_pad_np_pad,
    right_pad_where,
    right_pad_lists,
    right_pad_single,
    right_pad_zip_longest,
    filled(),
]
