"""Exercise truncate of lab 3: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole, single
from unrolled.labs.lab_3._shared import flat_slope, slope
from unrolled.labs.lab_3.output_gradients import (
    WHOLE,
    draw_outputs,
    in_the_type_of_dY,
    looked_at,
    output_gradients,
    shifted_back,
)


def truncate(Y, dY, W_y, length):
    return output_gradients(Y, dY, W_y, crosses=lambda t: t % length)


def truncated(crosses, **changed):
    """Return the task with cuts elsewhere: `crosses(t, length, time)`."""

    def run(Y, dY, W_y, length):
        here = {"crosses": lambda t: crosses(t, length, Y.shape[1]), **changed}
        return output_gradients(Y, dY, W_y, **here)

    return run


def inside(t, length, time):
    return t % length


def last_stretch(Y, dY, W_y, length):
    recent = np.arange(Y.shape[1])[:, None] >= Y.shape[1] - length
    return np.where(recent, output_gradients(Y, dY, W_y), 0)


def without_direct_at_cuts(Y, dY, W_y, length):
    starts = np.arange(Y.shape[1])[:, None] % length == 0
    return output_gradients(Y, np.where(starts, 0, dY), W_y, crosses=lambda t: t % length)


def moving_window(Y, dY, W_y, length):
    """Let every step hear of the `length` - 1 steps after it, wherever it stands."""
    G = np.array(dY, dtype=float)
    for _ in range(length - 1):
        G = dY + shifted_back((G * slope(Y)) @ W_y.T)
    return G


def whole_stretches_only(Y, dY, W_y, length):
    """Leave the steps of a short last stretch at zero."""
    whole = Y.shape[1] // length * length
    G = np.zeros(dY.shape)
    G[:, :whole] = truncate(Y, dY, W_y, length)[:, :whole]
    return G


def without_short_rest(Y, dY, W_y, length):
    whole = Y.shape[1] // length * length
    return truncate(Y, dY, W_y, length)[:, :whole]


def last_stretch_longer(Y, dY, W_y, length):
    """Join what is left over to the stretch before it."""
    last = max(Y.shape[1] // length - 1, 0) * length
    return output_gradients(Y, dY, W_y, crosses=lambda t: t % length or t > last)


def so_many_stretches(Y, dY, W_y, length):
    """Cut into `length` stretches of about the same length."""
    starts = {part[0] for part in np.array_split(np.arange(Y.shape[1]), length) if len(part)}
    return output_gradients(Y, dY, W_y, crosses=lambda t: t not in starts)


def cut_steps_zero(Y, dY, W_y, length):
    """Set the whole gradient to zero where a stretch begins."""
    starts = np.arange(Y.shape[1])[:, None] % length == 0
    return np.where(starts, 0, truncate(Y, dY, W_y, length))


def first_stretch_only(Y, dY, W_y, length):
    return np.where(np.arange(Y.shape[1])[:, None] < length, truncate(Y, dY, W_y, length), 0)


def truncate_trials(rng):
    """Yield (batch, time, units, length): lengths that divide the time, and that do not."""
    sizes = [(1, 2, 1, 1), (1, 3, 1, 2), (1, 4, 1, 2), (1, 4, 2, 3), (2, 5, 2, 2), (2, 7, 3, 3)]
    sizes += [(5, 6, 2, 4), (3, 8, 4, 3), (2, 3, 2, 5), (3, 4, 3, 1), (2, 9, 2, 3), (3, 11, 2, 4)]
    for *size, cut in sizes:
        yield draw_outputs(rng, *size), draw(rng, *size), draw(rng, size[2], size[2]), cut
    yield *single((draw_outputs(rng, 2, 7, 3), draw(rng, 2, 7, 3), draw(rng, 3, 3))), 3
    seen = [0, 0, 1, 0, 0, 0, 0, 1]
    yield draw_outputs(rng, 2, 8, 3), looked_at(seen, draw(rng, 2, 8, 3)), draw(rng, 3, 3), 3


def truncate_further(rng):
    """Yield whole numbers in dY, a single step, and a stretch as long as all."""
    yield draw_outputs(rng, 1, 3, 1), draw_whole(rng, 1, 3, 1), draw(rng, 1, 1), 2
    yield draw_outputs(rng, 2, 5, 3), draw_whole(rng, 2, 5, 3), draw_whole(rng, 3, 3), 2
    yield draw_outputs(rng, 3, 1, 2), draw(rng, 3, 1, 2), draw(rng, 2, 2), 2
    yield draw_outputs(rng, 2, 4, 3), draw(rng, 2, 4, 3), draw(rng, 3, 3), 4


TRUNCATE = Exercise(
    name="lab-3/truncate",
    reference=truncate,
    trials=truncate_trials,
    also=truncate_further,
    note="Inside a stretch nothing is lost, and across a cut nothing comes back.",
    mistakes=[
        Mistake(
            "no cut",
            truncated(lambda t, length, time: True),
            "Nothing was cut: the gradient runs back through all steps. Where a new stretch "
            "begins, what comes from the future counts as zero.",
        ),
        Mistake(
            "only direct",
            truncated(lambda t, length, time: False),
            "This is dY itself: nothing was carried back, not even inside a stretch.",
        ),
        Mistake(
            "one late",
            truncated(lambda t, length, time: (t - 1) % length),
            "The cuts stand one step late. The first stretch holds the steps 0 to length - 1 in "
            "code, so the first cut lies between length - 1 and length.",
        ),
        Mistake(
            "one early",
            truncated(lambda t, length, time: (t + 1) % length),
            "The cuts stand one step early, so the first stretch is one step too short. It holds "
            "the steps 0 to length - 1 in code: the first cut lies behind step length - 1.",
        ),
        Mistake(
            "from the end",
            truncated(lambda t, length, time: (time - t) % length),
            "The stretches were counted from the end. They begin at the first step, and the last "
            "one may be shorter.",
        ),
        *(
            Mistake(
                f"rest forgotten, {variant.__name__}",
                variant,
                "The last stretch is missing where it is shorter than the others. Where `length` "
                "does not divide the number of steps, the steps left over form a stretch too.",
            )
            for variant in (whole_stretches_only, without_short_rest)
        ),
        Mistake(
            "rest joined",
            last_stretch_longer,
            "What is left over at the end was joined to the stretch before it. It is a shorter "
            "stretch by itself.",
        ),
        Mistake(
            "so many stretches",
            so_many_stretches,
            "The steps were cut into `length` stretches. `length` is how many steps each of them "
            "has.",
        ),
        Mistake(
            "one longer",
            truncated(lambda t, length, time: t % (length + 1)),
            "The stretches are one step too long: there is a cut after every `length` steps.",
        ),
        Mistake(
            "first stretch only",
            first_stretch_only,
            "Everything after the first stretch is zero. Every stretch has a recursion of its own.",
        ),
        Mistake(
            "zero where a stretch begins",
            cut_steps_zero,
            "The gradient at the first step of every stretch is zero. Only what is handed back "
            "across the cut counts as zero; g itself stays.",
        ),
        Mistake(
            "one cut",
            truncated(lambda t, length, time: t != length),
            "Only the first cut was made. There is one every `length` steps.",
        ),
        Mistake(
            "one cut near the end",
            truncated(lambda t, length, time: t > time - length),
            "Only the last `length` steps form a stretch; before them nothing is carried back. "
            "Every stretch has a recursion of its own.",
        ),
        Mistake(
            "last stretch only",
            last_stretch,
            "Everything before the last `length` steps is zero. Truncation forgets no part of "
            "the loss: each stretch goes back from its own last step.",
        ),
        Mistake(
            "direct part lost",
            without_direct_at_cuts,
            "At the first step of a stretch the direct gradient is lost. Only what comes across "
            "the cut counts as zero; dY enters at every step.",
        ),
        Mistake(
            "moving window",
            moving_window,
            "Here every step hears of the length - 1 steps after it, across the cuts. The "
            "stretches are fixed: a step hears of the rest of its own stretch.",
        ),
        Mistake(
            "no slope",
            truncated(inside, slope=flat_slope),
            "The cuts are right, and the slope of tanh is missing: carry g * (1 - Y ** 2) of the "
            "step after.",
        ),
        *(
            Mistake(
                f"whole numbers, {'exact' if exact else 'carried'}",
                lambda Y, dY, W_y, length, exact=exact: in_the_type_of_dY(
                    Y, dY, W_y, crosses=lambda t: t % length, exact=exact
                ),
                WHOLE,
            )
            for exact in (False, True)
        ),
        Mistake(
            "W_y left out",
            truncated(inside, through=lambda delta, W_y: delta),
            "The cuts are right, and W_y is missing: hand back delta @ W_y.T.",
        ),
        Mistake(
            "W_y not transposed",
            truncated(inside, through=lambda delta, W_y: delta @ W_y),
            "The cuts are right, and W_y lacks its transpose: delta @ W_y.T.",
        ),
    ],
)
