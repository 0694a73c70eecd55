"""Exercise truncate of lab 3: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw
from unrolled.labs.lab_3._shared import flat_slope, slope
from unrolled.labs.lab_3.output_gradients import draw_outputs, output_gradients, shifted_back


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


def truncate_trials(rng):
    sizes = [(1, 2, 1, 1), (1, 3, 1, 2), (1, 4, 1, 2), (1, 4, 2, 3), (2, 5, 2, 2), (2, 7, 3, 3)]
    for *size, cut in [*sizes, (5, 6, 2, 4), (3, 8, 4, 3), (2, 3, 2, 5), (3, 4, 3, 1)]:
        yield draw_outputs(rng, *size), draw(rng, *size), draw(rng, size[2], size[2]), cut


TRUNCATE = Exercise(
    name="lab-3/truncate",
    reference=truncate,
    trials=truncate_trials,
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
        Mistake(
            "W_y not transposed",
            truncated(inside, through=lambda delta, W_y: delta @ W_y),
            "The cuts are right, and W_y lacks its transpose: delta @ W_y.T.",
        ),
    ],
)
