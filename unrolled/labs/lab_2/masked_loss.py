"""Exercise masked-loss of lab 2: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole, single
from unrolled.labs.lab_2._shared import marked


def masked_loss(Y, target, mask):
    return np.mean((Y - target)[mask] ** 2)


def quietly(rule):
    """Return the rule without NumPy's warnings where it divides by a count of zero."""

    def variant(*args):
        with np.errstate(divide="ignore", invalid="ignore"):
            return rule(*args)

    return variant


def loss_with(rule):
    """Return the loss by `rule(squares, mask)`, mask with an axis for the outputs."""
    return quietly(lambda Y, target, mask: rule((Y - target) ** 2, mask[..., None]))


def unaligned(rule):
    """Return the loss by `rule(squares, count)`, masked without an axis for the outputs."""
    return lambda Y, target, mask: rule((Y - target) ** 2 * mask, mask.sum() * Y.shape[2])


def where(real):
    """Return the loss over the outputs for which `real(Y, target)` holds, whatever the mask."""
    return quietly(lambda Y, target, mask: np.mean((Y - target)[real(Y, target)] ** 2))


def kept_whole(Y, target, mask):
    """Store the errors in an array made like the target, which may hold whole numbers."""
    return np.mean((Y - target).astype(target.dtype)[mask] ** 2)


def means_of(axes, rows=slice(None)):
    """Return the mean over what `axes` leave of the means along them."""

    def rule(squares, mask):
        sums, counts = (squares * mask).sum(axes), mask.sum(axes) * squares.shape[2]
        return (sums / counts)[rows if isinstance(rows, slice) else counts > 0].mean()

    return loss_with(rule)


WITHOUT_AXIS = (
    "The mask, (batch, time), meets squares of shape (batch, time, outputs) and is laid along "
    "their last two axes, or fits nowhere. Write mask[..., None], or select with squares[mask]."
)
FROM_VALUES = (
    "The steps were chosen by their values, by looking for zeros. A real target or a real error "
    "may be zero, and what stands over the filling need not be. The mask says which steps are real."
)
ONE_MEAN_EACH = (
    "This is the mean of the sequences' own means, in which every sequence counts the same and a "
    "step of a short one weighs more. It is the other common convention; asked for is the mean in "
    "which every real step counts the same."
)
ONE_MEAN_A_STEP = (
    "This is the mean of one mean per time step, in which a step that few sequences reach weighs "
    "as much as one that all do. Add up everything first and divide once."
)


def loss_trials(rng):
    """Yield (mask, outputs): filling behind, then before and between, then a row of nothing else.

    Outputs and targets over the filling are far apart and neither is zero. In the last trial but
    two, real targets, outputs and errors are zero.
    """
    cases = [(["11", "10"], 1), (["10", "11"], 2), (["111", "100"], 2), (["111", "100", "110"], 3)]
    cases += [(["111100", "100000", "111111", "110000"], 3), (["11000", "11111", "11100"], 1)]
    for rows, outputs in cases:
        yield loss_inputs(rng, marked(rows), outputs)
    Y, target, mask = loss_inputs(rng, marked(["1111", "1110", "1100"]), 2)
    Y[0, 0] = target[0, 1] = Y[1, 1, 0] = target[2, 0, 1] = 0
    Y[0, 2], Y[2, 1, 0] = target[0, 2], target[2, 1, 0]
    yield Y, target, mask
    yield loss_inputs(rng, marked(["0111", "1010", "0001"]), 2)
    yield loss_inputs(rng, marked(["110", "000", "101"]), 2)


def loss_also(rng):
    """Yield a single step, nothing padded, single precision, and targets in whole numbers."""
    yield loss_inputs(rng, marked(["1"]), 1)
    yield loss_inputs(rng, marked(["11", "11"]), 3)
    Y, target, mask = loss_inputs(rng, marked(["110", "100"]), 2)
    yield *single((Y, target)), mask
    yield Y, draw_whole(rng, *Y.shape), mask


def loss_inputs(rng, mask, outputs):
    """Draw outputs and targets; over the filling they are several units apart."""
    Y, target = draw(rng, *mask.shape, outputs), draw(rng, *mask.shape, outputs)
    return np.where(mask[..., None], Y, 4 * target), target, mask


MASKED_LOSS = Exercise(
    name="lab-2/masked-loss",
    reference=masked_loss,
    trials=loss_trials,
    also=loss_also,
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
        Mistake("mean of the sequences' means", means_of((1, 2)), ONE_MEAN_EACH),
        Mistake("mean of the means there are", means_of((1, 2), "real"), ONE_MEAN_EACH),
        Mistake("mean of the steps' means", means_of((0, 2)), ONE_MEAN_A_STEP),
        Mistake("mean of the steps' means there are", means_of((0, 2), "real"), ONE_MEAN_A_STEP),
        *(
            Mistake(f"real where {name}", where(real), FROM_VALUES)
            for name, real in [
                ("a target is not zero", lambda Y, target: target != 0),
                ("a step of the target is not zero", lambda Y, target: target.any(axis=2)),
                ("an output is not zero", lambda Y, target: Y != 0),
                ("an error is not zero", lambda Y, target: Y != target),
            ]
        ),
        Mistake(
            "real where a masked error is not zero",
            loss_with(lambda s, m: (s * m).sum() / np.count_nonzero(s * m)),
            "The sum is divided by the count of the squares that are not zero. A real error may be "
            "zero too, and counts. Divide by the number of outputs of the real steps.",
        ),
        Mistake(
            "only the target masked",
            lambda Y, target, mask: np.mean((Y - target * mask[..., None]) ** 2),
            "The target is set to zero over the padding and the outputs there still count, as "
            "though they should be zero. Leave the padded steps out of both, and of the count.",
        ),
        Mistake(
            "only the outputs masked",
            lambda Y, target, mask: np.mean((Y * mask[..., None] - target) ** 2),
            "The outputs are set to zero over the padding and the target there still counts. Leave "
            "the padded steps out of both, and of the count.",
        ),
        Mistake(
            "last real steps only",
            lambda Y, target, mask: np.mean(
                [
                    (y - t)[real][-1] ** 2
                    for y, t, real in zip(Y, target, mask, strict=True)
                    if any(real)
                ]
            ),
            "This is the loss at the last real step of each sequence. Here every real step has a "
            "target.",
        ),
        Mistake(
            "half",
            lambda Y, target, mask: masked_loss(Y, target, mask) / 2,
            "This is half the mean squared error. The factor 1/2, which makes its derivative "
            "shorter, is not part of it.",
        ),
        Mistake(
            "kept whole",
            kept_whole,
            "Where the target holds whole numbers, the errors lose their decimals. An array made "
            "like the target, as np.zeros_like does, takes over its type: make it with "
            "np.zeros(shape), or give it dtype=float.",
        ),
        Mistake(
            "divided by all steps, outputs not counted",
            loss_with(lambda squares, mask: (squares * mask).sum() / mask.size),
            "The padding adds nothing to the sum, which is right, but the sum is divided by the "
            "number of all steps, padded ones included. Divide by what was added up: the outputs "
            "of the real steps.",
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
