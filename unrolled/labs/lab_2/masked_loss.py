"""Exercise masked-loss of lab 2: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw
from unrolled.labs.lab_2._shared import after


def masked_loss(Y, target, mask):
    return np.mean((Y - target)[mask] ** 2)


def loss_with(rule):
    """Return the loss by `rule(squares, mask)`, mask with an axis for the outputs."""
    return lambda Y, target, mask: rule((Y - target) ** 2, mask[..., None])


def unaligned(rule):
    """Return the loss by `rule(squares, count)`, masked without an axis for the outputs."""
    return lambda Y, target, mask: rule((Y - target) ** 2 * mask, mask.sum() * Y.shape[2])


WITHOUT_AXIS = (
    "The mask, (batch, time), meets squares of shape (batch, time, outputs) and is laid along "
    "their last two axes, or fits nowhere. Write mask[..., None], or select with squares[mask]."
)


def loss_trials(rng):
    """Yield (lengths, time, outputs); the outputs over padding are far from the target there."""
    cases = [([2, 1], 2, 1), ([1, 2], 2, 2), ([3, 1], 3, 2), ([3, 1, 2], 3, 3)]
    for lengths, time, outputs in [*cases, ([4, 1, 6, 2], 6, 3), ([2, 5, 3], 5, 1)]:
        shape = len(lengths), time, outputs
        mask = after(lengths, time)
        yield draw(rng, *shape), np.where(mask[..., None], draw(rng, *shape), 0.0), mask


MASKED_LOSS = Exercise(
    name="lab-2/masked-loss",
    reference=masked_loss,
    trials=loss_trials,
    note="Every real step counted once, and the amount of padding not at all.",
    mistakes=[
        Mistake(
            "all steps",
            loss_with(lambda squares, mask: squares.mean()),
            "This is the mean over all steps. What the network says over padding is compared with "
            "a target that means nothing.",
        ),
        Mistake(
            "divided by all steps",
            loss_with(lambda squares, mask: (squares * mask).mean()),
            "The padding adds nothing to the sum, which is right, but the sum is divided by all "
            "steps, padded ones included. More padding would make the loss look smaller. Divide "
            "by what was added up.",
        ),
        Mistake(
            "mean of the sequences' means",
            loss_with(lambda s, m: ((s * m).sum((1, 2)) / (m.sum((1, 2)) * s.shape[2])).mean()),
            "This is the mean of the sequences' own means, in which every sequence counts the same "
            "and a step of a short one weighs more. It is the other common convention; asked for "
            "is the mean in which every real step counts the same.",
        ),
        Mistake(
            "mean of the steps' means",
            loss_with(lambda s, m: ((s * m).sum((0, 2)) / (m.sum((0, 2)) * s.shape[2])).mean()),
            "This is the mean of one mean per time step, in which a late step that few sequences "
            "reach weighs as much as an early one. Add up everything first and divide once.",
        ),
        Mistake(
            "sum",
            loss_with(lambda squares, mask: (squares * mask).sum()),
            "This is the sum over the real steps, which grows with the batch. Divide by the count "
            "of the numbers added up.",
        ),
        Mistake(
            "sum per sequence",
            loss_with(lambda squares, mask: (squares * mask).sum() / len(mask)),
            "The sum is divided by the number of sequences, so long sequences make it larger. "
            "Divide by the count of the numbers added up.",
        ),
        Mistake(
            "outputs not counted",
            loss_with(lambda squares, mask: (squares * mask).sum() / mask.sum()),
            "The sum is divided by the number of real steps, but each step has several outputs, "
            "and each of them added a square. Multiply the divisor by the number of outputs.",
        ),
        Mistake(
            "one mean per sequence",
            loss_with(lambda s, m: (s * m).sum((1, 2)) / (m.sum((1, 2)) * s.shape[2])),
            "This is one loss for each sequence. A loss to be minimised is one number: take the "
            "mean over all real steps of the batch at once.",
        ),
        Mistake(
            "nothing averaged",
            loss_with(lambda squares, mask: squares * mask),
            "These are the single squares. Add up those of the real steps and divide by their "
            "count.",
        ),
        Mistake(
            "mask inverted",
            loss_with(lambda s, m: (s * ~m).sum() / ((~m).sum() * s.shape[2])),
            "This is the loss over the padding alone. True marks a real step.",
        ),
        Mistake(
            "root",
            loss_with(lambda s, m: np.sqrt((s * m).sum() / (m.sum() * s.shape[2]))),
            "This is the root of the mean squared error. Leave the root off.",
        ),
        Mistake(
            "absolute",
            lambda Y, target, mask: np.abs(Y - target)[mask].mean(),
            "This is the mean absolute error. Asked for is the mean of the squares.",
        ),
        Mistake(
            "square of the mean",
            lambda Y, target, mask: (Y - target)[mask].mean() ** 2,
            "The errors were averaged first, so that positive and negative ones cancel. Square "
            "each of them, then take the mean.",
        ),
        Mistake(
            "not squared",
            lambda Y, target, mask: (Y - target)[mask].mean(),
            "This is the mean of the errors themselves, in which positive and negative ones "
            "cancel. Square each of them, then take the mean.",
        ),
        Mistake(
            "mask without an axis",
            unaligned(lambda s, n: s.sum() / n),
            WITHOUT_AXIS,
        ),
        Mistake("mask without an axis, mean", unaligned(lambda s, n: s.mean()), WITHOUT_AXIS),
        Mistake(
            "mask without an axis, outputs not counted",
            lambda Y, target, mask: ((Y - target) ** 2 * mask).sum() / mask.sum(),
            WITHOUT_AXIS,
        ),
        Mistake(
            "index with an axis too many",
            lambda Y, target, mask: np.mean((Y - target)[mask[..., None]] ** 2),
            "To select, the mask stands as it is: squares[mask] picks whole steps with all their "
            "outputs. The further axis of mask[..., None] is for multiplying.",
        ),
    ],
)
