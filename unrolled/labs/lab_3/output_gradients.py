"""Exercise output-gradients of lab 3: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole, single
from unrolled.labs.lab_3._shared import earlier, flat_slope, slope


def back(delta, W_y):
    return delta @ W_y.T


def output_gradients(Y, dY, W_y, slope=slope, through=back, crosses=lambda t: True):
    """Run the reverse recurrence; `crosses(t)` says whether step t hands back to step t - 1."""
    G, slopes = np.array(dY, dtype=float), slope(Y)
    for t in reversed(range(1, Y.shape[1])):
        if crosses(t):
            G[:, t - 1] += through(G[:, t] * slopes[:, t], W_y)
    return G


def reverse_task(Y, dY, W_y):
    return output_gradients(Y, dY, W_y)


def reverse(**changed):
    """Return the task with part of the recurrence changed."""
    return lambda Y, dY, W_y: output_gradients(Y, dY, W_y, **changed)


def forwards_in_time(Y, dY, W_y):
    G = np.array(dY, dtype=float)
    for t in range(1, Y.shape[1]):
        G[:, t] += (G[:, t - 1] * slope(Y[:, t - 1])) @ W_y.T
    return G


def in_forward_order(Y, dY, W_y):
    """Take the steps in the wrong order: every step hears the direct part of the next only."""
    return dY + shifted_back((dY * slope(Y)) @ W_y.T)


def shifted_back(A):
    """Move everything one step earlier; zeros come in at the end."""
    return np.concatenate([A[:, 1:], 0 * A[:, :1]], axis=1)


def reverse_without_direct(Y, dY, W_y):
    G = np.array(dY, dtype=float)
    for t in reversed(range(1, Y.shape[1])):
        G[:, t - 1] = (G[:, t] * slope(Y[:, t])) @ W_y.T
    return G


def from_the_future(Y, dY, W_y):
    return output_gradients(Y, dY, W_y) - dY


def deltas_of(Y, dY, W_y):
    return output_gradients(Y, dY, W_y) * slope(Y)


def with_the_last_lost(Y, dY, W_y):
    """Start from zeros at the last step, so that what the loss says there is lost."""
    last = np.arange(Y.shape[1])[:, None] == Y.shape[1] - 1
    return output_gradients(Y, np.where(last, 0, dY), W_y)


def without_the_first(Y, dY, W_y):
    """Stop before the first step, which stays at zero."""
    G = output_gradients(Y, dY, W_y)
    G[:, 0] = 0
    return G


def direct_twice(Y, dY, W_y):
    later = np.arange(Y.shape[1])[:, None] == Y.shape[1] - 1
    return output_gradients(Y, np.where(later, dY, 2 * dY), W_y)


def in_the_type_of_dY(Y, dY, W_y, crosses=lambda t: True, exact=False):
    """Fill an array of the type of dY; what is carried is read from it, or kept `exact`."""
    G, carried = np.empty_like(dY), np.zeros(dY[:, 0].shape)
    for t in reversed(range(Y.shape[1])):
        g = dY[:, t] + carried
        G[:, t] = g
        carried = back((g if exact else G[:, t]) * slope(Y[:, t]), W_y) * bool(crosses(t))
    return G


def slope_after_W_y(Y, dY, W_y):
    G = np.array(dY, dtype=float)
    for t in reversed(range(1, Y.shape[1])):
        G[:, t - 1] += (G[:, t] @ W_y.T) * slope(Y[:, t])
    return G


def slope_of_own_step(Y, dY, W_y):
    G = np.array(dY, dtype=float)
    for t in reversed(range(1, Y.shape[1])):
        G[:, t - 1] += (G[:, t] @ W_y.T) * slope(Y[:, t - 1])
    return G


def draw_outputs(rng, *shape):
    """Draw outputs of tanh, to one decimal."""
    return np.round(rng.choice([-1, 1], size=shape) * rng.uniform(0.25, 0.9, size=shape), 1)


SIZES = [(1, 1, 1), (1, 2, 1), (2, 2, 1), (1, 3, 1), (1, 2, 2), (1, 3, 2), (2, 2, 2), (2, 4, 3)]
SIZES += [(5, 3, 2), (3, 5, 4), (3, 3, 3)]  # batch, time, units


def reverse_trials(rng):
    for size in SIZES:
        yield draw_outputs(rng, *size), draw(rng, *size), draw(rng, size[2], size[2])
    yield single((draw_outputs(rng, 4, 6, 3), draw(rng, 4, 6, 3), draw(rng, 3, 3)))
    for seen in ([0, 0, 0, 1], [0, 1, 0, 0, 1, 0]):
        size = 2, len(seen), 3
        yield draw_outputs(rng, *size), looked_at(seen, draw(rng, *size)), draw(rng, 3, 3)


def looked_at(seen, dY):
    """Return a direct gradient that is zero wherever the loss does not look."""
    return dY * np.array(seen)[:, None]


def reverse_further(rng):
    """Yield whole numbers in dY, and in W_y too, and a single step of several sequences."""
    yield draw_outputs(rng, 1, 2, 1), draw_whole(rng, 1, 2, 1), draw(rng, 1, 1)
    yield draw_outputs(rng, 2, 4, 3), draw_whole(rng, 2, 4, 3), draw_whole(rng, 3, 3)
    yield draw_outputs(rng, 4, 1, 3), draw(rng, 4, 1, 3), draw(rng, 3, 3)


TURNED = (
    "This is what W_y gives without its transpose. Forwards, the previous output met W_y; on the "
    "way back a unit collects from all units it had sent to, which is delta @ W_y.T."
)
LEFT = (
    "W_y stands on the left, as in the equation for one column vector. Here each sequence is one "
    "row, and the weights stand on the right: delta @ W_y.T."
)

WHOLE = (
    "Where dY holds whole numbers the result does too, and its decimals are cut off. That is how "
    "np.zeros_like(dY), np.empty_like(dY) and a copy of dY behave; np.zeros(dY.shape) holds "
    "decimals."
)

OUTPUT_GRADIENTS = Exercise(
    name="lab-3/output-gradients",
    reference=reverse_task,
    trials=reverse_trials,
    also=reverse_further,
    note="What the loss said late has reached every earlier step.",
    mistakes=[
        Mistake(
            "only direct",
            lambda Y, dY, W_y: dY,
            "This is dY itself, what the loss says directly. Each output also feeds the next "
            "step, so from the last step back every step adds what comes from the one after it.",
        ),
        Mistake(
            "no slope",
            reverse(slope=flat_slope),
            "The slope of tanh is missing. The way from step t + 1 back to step t goes through "
            "the tanh of step t + 1: multiply g by 1 - Y[:, t + 1] ** 2 before W_y.",
        ),
        Mistake(
            "W_y left out",
            reverse(through=lambda delta, W_y: delta),
            "W_y is missing: the delta of step t + 1 was handed back as it is. Each unit collects "
            "from all units it had sent to: delta @ W_y.T.",
        ),
        Mistake("W_y not transposed", reverse(through=lambda delta, W_y: delta @ W_y), TURNED),
        Mistake("W_y on the left", reverse(through=lambda delta, W_y: W_y @ delta), LEFT),
        Mistake("W_y.T on the left", reverse(through=lambda delta, W_y: W_y.T @ delta), LEFT),
        Mistake(
            "number by number",
            reverse(through=lambda delta, W_y: delta * np.diag(W_y)),
            "Each unit hears only from itself: the diagonal of W_y was used. A unit sends to all "
            "units, so a matrix product is needed.",
        ),
        Mistake(
            "slope of step t, before W_y",
            reverse(slope=lambda Y: slope(earlier(Y, Y[:, :1]))),
            "The slope is that of the step where the gradient arrives. It belongs to the step "
            "that it leaves: what comes back from step t + 1 was multiplied by "
            "1 - Y[:, t + 1] ** 2.",
        ),
        Mistake(
            "slope of step t, after W_y",
            slope_of_own_step,
            "The slope stands on the wrong side of W_y: it is that of step t, multiplied after "
            "W_y. Going back from step t + 1, the slope of step t + 1 comes first, then W_y.",
        ),
        Mistake(
            "slope after W_y",
            slope_after_W_y,
            "The slope stands on the wrong side of W_y: it is that of step t + 1, multiplied after "
            "W_y. The way back meets the tanh of step t + 1 first, then W_y.",
        ),
        Mistake(
            "slope twice",
            reverse(slope=lambda Y: slope(Y) ** 2),
            "The slope of step t + 1 enters twice. What is carried back is g times the slope, "
            "once, and then W_y.",
        ),
        Mistake(
            "sign of the slope",
            reverse(slope=lambda Y: -slope(Y)),
            "The sign of what comes back is wrong. The slope of tanh is never negative, "
            "1 - y ** 2, and what comes back is added.",
        ),
        Mistake(
            "slope (1 - y) ** 2",
            reverse(slope=lambda Y: (1 - Y) ** 2),
            "The slope was taken as (1 - y) ** 2. For tanh it is 1 - y ** 2: only y is squared.",
        ),
        Mistake(
            "slope 1 - y",
            reverse(slope=lambda Y: 1 - Y),
            "The slope was taken as 1 - y. For tanh it is 1 - y ** 2.",
        ),
        Mistake(
            "slope of the sigmoid",
            reverse(slope=lambda Y: Y * (1 - Y)),
            "y * (1 - y) is the slope of the sigmoid. For tanh it is 1 - y ** 2.",
        ),
        Mistake(
            "tanh once more",
            reverse(slope=lambda Y: 1 - np.tanh(Y) ** 2),
            "tanh was applied to Y once more. Y holds the outputs, which already are the tanh of "
            "something, so the slope is 1 - Y ** 2.",
        ),
        Mistake(
            "forwards in time",
            forwards_in_time,
            "The gradients run forwards in time, each step adding what the step before it holds. "
            "An output acts on later steps, so its gradient comes from later steps: start at "
            "the last.",
        ),
        Mistake(
            "one step ahead only",
            in_forward_order,
            "Each step hears of the next one only what the loss says there directly. It must hear "
            "the total: go from the last step back, and use the g just computed.",
        ),
        Mistake(
            "direct part overwritten",
            reverse_without_direct,
            "Before the last step, what comes from the future replaces what the loss says "
            "directly. The two are added: dY[:, t] + ...",
        ),
        Mistake(
            "direct part twice",
            direct_twice,
            "Before the last step, what the loss says directly is counted twice. Each step has it "
            "once, and adds what comes back from the step after it.",
        ),
        Mistake(
            "last step lost",
            with_the_last_lost,
            "What the loss says about the last output is lost: its gradient is zero here, so "
            "nothing of it is carried back either. At the last step g is dY[:, -1].",
        ),
        Mistake(
            "first step lost",
            without_the_first,
            "The first step was never reached and is zero. The recursion goes back to step 0: "
            "range(time - 1, 0, -1) leaves it out, reversed(range(time)) does not.",
        ),
        Mistake(
            "direct part left out of the result",
            from_the_future,
            "This is only the part that comes from the future. The total gradient also has "
            "dY[:, t], at every step.",
        ),
        Mistake(
            "deltas",
            deltas_of,
            "These are the deltas, the gradients before the tanh. Asked for are the total "
            "gradients g at the outputs, before they are multiplied by the slope.",
        ),
        Mistake(
            "reversed",
            lambda Y, dY, W_y: output_gradients(Y, dY, W_y)[:, ::-1],
            "The numbers are right, and the steps stand in the order in which they were computed, "
            "last step first. Turn them round.",
        ),
        *(
            Mistake(
                f"whole numbers, {'exact' if exact else 'carried'}",
                lambda Y, dY, W_y, exact=exact: in_the_type_of_dY(Y, dY, W_y, exact=exact),
                WHOLE,
            )
            for exact in (False, True)
        ),
        Mistake(
            "time-major",
            lambda Y, dY, W_y: output_gradients(Y, dY, W_y).swapaxes(0, 1),
            "The numbers are right and the axes are not: this is (time, batch, units). Stack "
            "along axis 1.",
        ),
    ],
)
