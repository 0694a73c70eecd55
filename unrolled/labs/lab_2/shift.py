"""Exercise shift of lab 2: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs.lab_2._shared import after


def shift(target, start):
    return np.concatenate([np.full_like(target[:, :1], start), target[:, :-1]], axis=1)


def shift_left(target, last):
    return np.concatenate([target[:, 1:], np.full_like(target[:, :1], last)], axis=1)


def shift_trials(rng):
    """Yield tokens from 3 on, a start token of 1, 2 or 9, and 0 behind shorter rows.

    In the last trial but one the tokens repeat, and the start token is among them.
    """
    rows = [(1, [2]), (1, [3]), (2, [2, 3]), (1, [4, 2, 3]), (2, [3, 3, 1]), (9, [1, 2])]
    for start, lengths in rows:
        mask = after(lengths, max(lengths))
        tokens = np.stack([rng.permutation(np.arange(3, 9))[: mask.shape[1]] for _ in lengths])
        yield np.where(mask, tokens, 0), start
    yield np.array([[4, 4, 3, 4, 2], [3, 3, 4, 2, 0]]), 4
    yield np.array([[5]]), 1


def shift_also(rng):
    """Yield several rows of one step, of equal lengths, and whole numbers kept as floats."""
    yield np.array([[5], [6], [2]]), 1
    yield np.array([[5, 6], [7, 2]]), 1
    yield np.array([[5.0, 6.0, 2.0], [7.0, 2.0, 0.0]]), 1


def started(first):
    return lambda target, start: np.concatenate([first(start), target[:, :-1]], axis=1)


COLUMN = (
    "Arrays that are joined side by side need equally many axes and rows. `start` is one number, "
    "and every row needs it: make a column of it first, np.full((batch, 1), start), and "
    "put it in front along axis 1."
)
SHIFTED_LEFT = (
    "The tokens moved the wrong way: each step reads the token after the one it has to name. The "
    "input is the target one step later, with `start` in front."
)

SHIFT = Exercise(
    name="lab-2/shift",
    reference=shift,
    trials=shift_trials,
    also=shift_also,
    note="At each step the decoder reads the token before the one it has to name.",
    mistakes=[
        Mistake(
            "not shifted",
            lambda target, start: target,
            "This is the target itself. The decoder would read at each step the very token it has "
            "to name, and would learn to copy it.",
        ),
        Mistake(
            "start over the first token",
            lambda target, start: np.concatenate([0 * target[:, :1] + start, target[:, 1:]], 1),
            "`start` replaces the first token and the others stay where they are, so from the "
            "second step on the decoder reads the token it has to name. Move them one step later.",
        ),
        Mistake(
            "rolled",
            lambda target, start: np.roll(target, 1, axis=1),
            "The last token comes round to the front, as np.roll brings it there, so the decoder "
            "begins by reading how the sequence ends. The first step reads `start`.",
        ),
        Mistake(
            "rolled along the whole array",
            lambda target, start: np.roll(target, 1),
            "The last token of each row moved to the front of the next, as np.roll without an axis "
            "moves it. Rows are separate, and the first step of each reads `start`.",
        ),
        Mistake("shifted left, start behind", shift_left, SHIFTED_LEFT),
        Mistake("shifted left, padded", lambda target, start: shift_left(target, 0), SHIFTED_LEFT),
        Mistake("rolled left", lambda target, start: np.roll(target, -1, axis=1), SHIFTED_LEFT),
        Mistake(
            "start as a list, hstack", lambda t, start: np.hstack([[start], t[:, :-1]]), COLUMN
        ),
        *(
            Mistake(f"start as {name}", started(first), COLUMN)
            for name, first in [
                ("a number", lambda start: start),
                ("a list", lambda start: [start]),
                ("a single row", lambda start: [[start]]),
            ]
        ),
        Mistake(
            "nothing dropped",
            lambda target, start: np.concatenate([0 * target[:, :1] + start, target], axis=1),
            "The rows are one step too long. The last token of the target is named by the last "
            "step and read by none: leave it out.",
        ),
        Mistake(
            "start missing",
            lambda target, start: target[:, :-1],
            "The last token is gone, which is right, but nothing stands in front: the first step "
            "has nothing to read. Put `start` there.",
        ),
        Mistake(
            "zero for start",
            lambda target, start: shift(target, 0),
            "The tokens are in their places, but the rows begin with 0, which stands for padding. "
            "They begin with `start`.",
        ),
        Mistake(
            "start token 1",
            lambda target, start: shift(target, 1),
            "The rows begin with 1 whatever `start` is. Use the argument.",
        ),
        Mistake(
            "nothing but start",
            lambda target, start: np.full_like(target, start),
            "Every step holds `start`. It stands at the first step; the others read the target.",
        ),
        Mistake(
            "nothing read at the padding",
            lambda target, start: np.where(target == 0, 0, shift(target, start)),
            "The result is right up to the stop token, which is missing: where the target is 0, so "
            "is the input. The target moves as a whole, whatever its last steps have left to name.",
        ),
        Mistake(
            "two steps",
            lambda target, start: shift(shift(target, start), start),
            "The tokens moved by two steps. One is enough: step t reads the token of step t - 1.",
        ),
        Mistake(
            "along the batch",
            lambda target, start: shift(target.T, start).T,
            "The shift goes along the batch: each row became its neighbour. Time is the second "
            "axis.",
        ),
        Mistake(
            "backwards",
            lambda target, start: shift(target[:, ::-1], start),
            "The target was reversed. It keeps its order and moves one step later.",
        ),
    ],
)
