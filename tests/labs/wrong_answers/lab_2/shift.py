"""Recorded answers to lab-2/shift, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np


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


WRONG = [
    (shift_none, "the target itself"),
    (shift_left, "the token after the one it has to name"),
    (shift_left_roll, "the token after the one it has to name"),
    (shift_left_with_start, "The tokens moved the wrong way"),
    (shift_roll, "np.roll brings the last token round"),
    (shift_roll_flat, "np.roll without an axis"),
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
]

RIGHT = [right_shift_roll, right_shift_lists, right_shift_pad]
