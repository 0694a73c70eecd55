"""Exercise last of lab 2: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole
from unrolled.labs.lab_2._shared import after


def last(Y, mask):
    return Y[np.arange(len(Y)), mask.sum(axis=1) - 1]


def at(steps):
    """Return the output of each row at the step that `steps(mask)` names."""
    return lambda Y, mask: Y[np.arange(len(Y)), steps(mask)]


def real_steps_by_row(pack):
    """Return all real steps of each row; rows of several lengths are an error of `pack`."""
    return lambda Y, mask: pack([y[real] for y, real in zip(Y, mask, strict=True)])


def last_trials(rng):
    """Yield (lengths, time, units): all rows shorter than time, some as long, one row.

    In the last trial, last outputs are zero and the filling is large.
    """
    cases = [([1], 2, 1), ([2], 3, 1), ([2, 1], 2, 1), ([1, 2], 3, 2), ([3, 1], 4, 2)]
    cases += [([2, 3, 1], 3, 3), ([2, 5, 3], 6, 4), ([4, 2, 4, 1], 5, 2), ([3, 3], 3, 4)]
    for lengths, time, units in cases:
        yield draw(rng, len(lengths), time, units), after(lengths, time)
    Y, mask = 9 * draw(rng, 3, 4, 2), after([3, 1, 2], 4)
    Y[mask] /= 9
    Y[0, 2] = Y[2, 1, 1] = 0
    yield Y, mask


def last_also(rng):
    """Yield a single step, rows without filling, single precision and whole numbers."""
    yield draw(rng, 1, 1, 2), after([1], 1)
    yield draw(rng, 3, 2, 1), after([2, 2, 2], 2)
    yield draw(rng, 2, 3, 2).astype(np.float32), after([1, 2], 3)
    yield draw_whole(rng, 2, 3, 2), after([1, 2], 3)


def only_last(mask):
    """Mark the last real step of each row."""
    return np.arange(mask.shape[1]) == mask.sum(axis=1)[:, None] - 1


ALL_REAL = (
    "Y[i][mask[i]] is every real step of row i, and rows of several lengths do not fit into one "
    "array. One step per row is wanted, the last of these: Y[i][mask[i]][-1]."
)

LAST = Exercise(
    name="lab-2/last",
    reference=last,
    trials=last_trials,
    also=last_also,
    note="Many to one: each sequence answers where it ends, wherever the batch ends.",
    mistakes=[
        Mistake(
            "last step of the array",
            lambda Y, mask: Y[:, -1],
            "This is the last step of the array, which for a shorter sequence is padding. Each "
            "row has a last real step of its own.",
        ),
        Mistake(
            "one too late",
            at(lambda mask: mask.sum(axis=1)),
            "This is the step after the last real one. Steps count from 0, so a sequence of "
            "length n ends at step n - 1.",
        ),
        Mistake(
            "one too late, at most the last",
            at(lambda mask: np.minimum(mask.sum(axis=1), mask.shape[1] - 1)),
            "This is the step after the last real one, except in rows without padding. A "
            "sequence of length n ends at step n - 1.",
        ),
        Mistake(
            "first False",
            at(lambda mask: np.argmin(mask, axis=1)),
            "This is the first step of the filling, and in rows without filling the first step of "
            "all, because np.argmin finds no False there. The last real step is one before it.",
        ),
        Mistake(
            "one too early",
            at(lambda mask: mask.sum(axis=1) - 2),
            "This is the step before the last real one, or the last of the array for a sequence "
            "of length 1. A sequence of length n ends at step n - 1.",
        ),
        Mistake(
            "every row at every length",
            lambda Y, mask: Y[:, mask.sum(axis=1) - 1],
            "Y[:, steps] takes all the steps from every row. To pair row i with its own step, "
            "index both axes: Y[np.arange(batch), steps].",
        ),
        Mistake(
            "steps as rows",
            lambda Y, mask: Y[mask.sum(axis=1) - 1],
            "A single index picks along the first axis, the batch: this is a list of whole "
            "sequences. Index both axes, the row and its step: Y[np.arange(batch), steps].",
        ),
        Mistake(
            "last of all real steps",
            lambda Y, mask: Y[mask][-1],
            "This is the last real step of the last sequence. Each row has one of its own.",
        ),
        Mistake(
            "all real steps",
            lambda Y, mask: Y[mask],
            "Y[mask] is every real step of every sequence in one long list. One step is asked "
            "for per sequence.",
        ),
        *(
            Mistake(f"all real steps by row, {pack.__name__}", real_steps_by_row(pack), ALL_REAL)
            for pack in (np.stack, np.array)
        ),
        Mistake(
            "shortest decides",
            lambda Y, mask: Y[:, mask.sum(axis=1).min() - 1],
            "Every row was read at the length of the shortest sequence. Each has its own length.",
        ),
        Mistake(
            "longest decides",
            lambda Y, mask: Y[:, mask.sum(axis=1).max() - 1],
            "Every row was read at the length of the longest sequence. Each has its own length.",
        ),
        Mistake(
            "first step",
            lambda Y, mask: Y[:, 0],
            "This is the first step, which np.argmax(mask, axis=1) finds too: the first True. The "
            "last real step is the length less one.",
        ),
        Mistake(
            "zeroed",
            lambda Y, mask: (Y * mask[..., None])[:, -1],
            "Setting the padding to zero does not move it: the last step of the array is still "
            "padding, now with zeros in it.",
        ),
        Mistake(
            "largest of the real steps",
            lambda Y, mask: np.where(mask[..., None], Y, -np.inf).max(axis=1),
            "This is the largest output of the real steps, unit by unit. Take the last one, "
            "whatever its size.",
        ),
        Mistake(
            "largest of everything",
            lambda Y, mask: Y.max(axis=1),
            "This is the largest output over all steps, padding included. One step is asked for.",
        ),
        Mistake(
            "everything but the last zeroed",
            lambda Y, mask: Y * only_last(mask)[..., None],
            "The last real steps are where they were and all others are zero. Only they are asked "
            "for: add up over time, or index.",
        ),
        Mistake(
            "mean of everything",
            lambda Y, mask: Y.mean(axis=1),
            "This is the mean over all steps, padding included. One step is asked for.",
        ),
        Mistake(
            "mean of the real steps",
            lambda Y, mask: (Y * mask[..., None]).sum(1) / mask.sum(1)[:, None],
            "This is the mean over the real steps. It is a fair summary of a sequence, but another "
            "one; here the last real step alone is asked for.",
        ),
        Mistake(
            "sum of the real steps",
            lambda Y, mask: (Y * mask[..., None]).sum(1),
            "This adds up all the real steps. To pick out one step, only its own entry of the "
            "mask may be left True.",
        ),
        Mistake(
            "time axis kept",
            lambda Y, mask: last(Y, mask)[:, None],
            "The numbers are right, but a time axis of length 1 is left over. The result has "
            "shape (batch, units).",
        ),
        Mistake(
            "last row",
            lambda Y, mask: Y[-1],
            "This is every step of the last sequence in the batch. The time axis is the second.",
        ),
    ],
)
