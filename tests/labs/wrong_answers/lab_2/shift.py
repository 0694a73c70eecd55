"""Recorded answers to lab-2/shift, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

SHOWN = "The smallest input that shows it"


def right_shift_roll(target, start):
    shifted = np.roll(target, 1, axis=1)
    shifted[:, 0] = start
    return shifted


def right_shift_lists(target, start):
    return [[start, *row[:-1]] for row in target.tolist()]


def right_shift_pad(target, start):
    return np.pad(target, ((0, 0), (1, 0)), constant_values=start)[:, :-1]


def shift_none(target, start):
    return target


def shift_left(target, start):
    return np.concatenate([target[:, 1:], np.zeros((len(target), 1), int)], axis=1)


def shift_left_roll(target, start):
    return np.roll(target, -1, axis=1)


def shift_left_with_start(target, start):
    return np.concatenate([target[:, 1:], np.full((len(target), 1), start)], axis=1)


def shift_roll(target, start):
    return np.roll(target, 1, axis=1)


def shift_roll_flat(target, start):
    return np.roll(target, 1)


def shift_start_over_first(target, start):
    shifted = target.copy()
    shifted[:, 0] = start
    return shifted


def shift_in_place(target, start):
    target[:, 1:] = target[:, :-1].copy()
    target[:, 0] = start
    return target


def shift_number_in_front(target, start):
    return np.concatenate([start, target[:, :-1]], axis=1)


def shift_hstack(target, start):
    return np.hstack([np.array([start]), target[:, :-1]])


def shift_one_row_in_front(target, start):
    return np.hstack([[[start]], target[:, :-1]])


def shift_too_long(target, start):
    return np.insert(target, 0, start, axis=1)


def shift_too_short(target, start):
    return target[:, :-1]


def shift_zero(target, start):
    shifted = np.zeros_like(target)
    shifted[:, 1:] = target[:, :-1]
    return shifted


def shift_one(target, start):
    shifted = np.ones_like(target)
    shifted[:, 1:] = target[:, :-1]
    return shifted


def shift_copies_forward(target, start):
    shifted = target.copy()
    for t in range(1, target.shape[1]):
        shifted[:, t] = shifted[:, t - 1]
    shifted[:, 0] = start
    return shifted


def shift_unfilled(target, start):
    return np.empty_like(target)


def shift_first_unfilled(target, start):
    shifted = np.empty_like(target)
    shifted[:, 1:] = target[:, :-1]
    return shifted


def shift_last_step_unfilled(target, start):
    shifted = np.empty(target.shape, dtype=int)
    shifted[:, 0] = start
    for t in range(1, target.shape[1] - 1):
        shifted[:, t] = target[:, t - 1]
    return shifted


def shift_padding_apart(target, start):
    shifted = right_shift_pad(target, start)
    shifted[target == 0] = 0
    return shifted


def shift_start_twice(target, start):
    shifted = right_shift_pad(target, start)
    shifted[:, 1:2] = start
    return shifted


SLIPS = [
    (lambda target, start: np.full_like(target, start), "Every step holds `start`"),
    (lambda target, start: np.insert(target[1:], 0, start, axis=0), SHOWN),
    (lambda target, start: np.insert(target[:, 1:], 0, start, axis=1), "others stay where they"),
    (lambda target, start: np.insert(target[:, :-1], -1, start, axis=1), SHOWN),
    (lambda target, start: np.sort(right_shift_pad(target, start), axis=1), SHOWN),
    (lambda target, start: right_shift_pad(target[::-1], start), SHOWN),
    (lambda target, start: right_shift_pad(target[:, ::-1], start), "The target was reversed"),
    (lambda target, start: right_shift_pad(target, start)[:, ::-1], SHOWN),
    (lambda target, start: right_shift_pad(target, start + 1), SHOWN),
    (lambda target, start: right_shift_pad(target, -start), SHOWN),
    (lambda target, start: right_shift_pad(target - start, start), SHOWN),
    (lambda target, start: right_shift_pad(np.maximum(target, 1), start), SHOWN),
    (lambda target, start: right_shift_pad(np.where(target == 2, 0, target), start), SHOWN),
    (lambda target, start: np.where(target == start, 0, right_shift_pad(target, start)), SHOWN),
    (lambda target, start: right_shift_pad(target[:1].repeat(len(target), 0), start), SHOWN),
    (lambda target, start: right_shift_pad(target, start).ravel(), "The result has shape"),
    (lambda target, start: right_shift_pad(target, start).T, "The result has shape"),
    (lambda target, start: right_shift_pad(target, start)[0], "The result has shape"),
    (lambda target, start: right_shift_pad(target, start)[..., None], "The result has shape"),
    (lambda target, start: np.concatenate([target[:, 1:], start], axis=1), "make a column of it"),
]


def right_shift_insert(target, start):
    return np.delete(np.insert(target, 0, start, axis=1), -1, axis=1)


def right_shift_filled(target, start):
    shifted = np.full(target.shape, start)
    for t in range(1, target.shape[1]):
        shifted[:, t] = target[:, t - 1]
    return shifted


def right_shift_columns(target, start):
    return np.c_[np.ones(len(target), int) * start, target[:, :-1]]


def right_shift_floats(target, start):
    return np.hstack([np.zeros((len(target), 1)) + start, target])[:, :-1]


def right_shift_in_place_on_a_copy(target, start):
    shifted = target.copy()
    shifted[:, 1:] = target[:, :-1]
    shifted[:, :1] = start
    return shifted


WRONG = [
    (shift_none, "the target itself"),
    (shift_left, "the token after the one it has to name"),
    (shift_left_roll, "the token after the one it has to name"),
    (shift_left_with_start, "The tokens moved the wrong way"),
    (shift_roll, "The last token comes round to the front"),
    (shift_roll_flat, "as np.roll without an axis moves it"),
    (shift_start_over_first, "the others stay where they are"),
    (shift_in_place, "changes target while it runs"),
    (shift_number_in_front, "make a column of it first"),
    (shift_hstack, "make a column of it first"),
    (shift_one_row_in_front, "make a column of it first"),
    (shift_too_long, "one step too long"),
    (shift_too_short, "nothing stands in front"),
    (shift_zero, "the rows begin with 0"),
    (shift_one, "begin with 1 whatever"),
    (shift_copies_forward, "The smallest input that shows it"),
    (shift_unfilled, "never written"),
    (shift_first_unfilled, "never written"),
    (shift_last_step_unfilled, "never written"),
    (shift_padding_apart, "which is missing"),
    (shift_start_twice, SHOWN),
    *SLIPS,
]

RIGHT = [
    right_shift_roll,
    right_shift_lists,
    right_shift_pad,
    right_shift_insert,
    right_shift_filled,
    right_shift_columns,
    right_shift_floats,
    right_shift_in_place_on_a_copy,
]
