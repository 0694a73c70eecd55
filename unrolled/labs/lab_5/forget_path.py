"""Exercise forget-path of lab 5: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole, single


def forget_path(dC, F):
    return by()(dC, F)


def by(gate=lambda F, t: F[:, t + 1], step=lambda direct, gate, after: direct + gate * after):
    """Return the recursion with another gate between t and t + 1, or another step."""

    def run(dC, F):
        G = np.array(dC, float)
        for t in reversed(range(G.shape[1] - 1)):
            G[:, t] = step(G[:, t], gate(F, t), G[:, t + 1])
        return G

    return run


def result(change):
    """Return the task with its result changed by `change(G, dC, F)`."""
    return lambda dC, F: change(forget_path(dC, F), dC, F)


def gates(change):
    """Return the task with other gates."""
    return lambda dC, F: forget_path(dC, change(F))


def forward(dC, F):
    """Go from the first step to the last, as the cell state itself does."""
    G = np.array(dC, float)
    for t in range(1, G.shape[1]):
        G[:, t] += F[:, t] * G[:, t - 1]
    return G


def with_the_last_gate(dC, F):
    """Begin with the last step's own gate, though nothing follows it."""
    G = np.array(dC, float)
    G[:, -1] *= F[:, -1]
    for t in reversed(range(G.shape[1] - 1)):
        G[:, t] = (G[:, t] + G[:, t + 1]) * F[:, t]
    return G


def around(dC, F):
    """Let the last step hear of the first one's gate and direct gradient, by index -1 or a roll."""
    return dC + np.roll(F * forget_path(dC, F), -1, axis=1)


def products(F):
    """Return the product of the gates after each step."""
    after = np.concatenate([F[:, 1:], np.ones_like(F[:, :1])], axis=1)
    return np.cumprod(after[:, ::-1], axis=1)[:, ::-1]


def by_ratios(dC, F):
    """Use one running product and its inverse, which needs gates that are not 0."""
    P = np.cumprod(F, axis=1)
    with np.errstate(all="ignore"):
        return np.cumsum((dC * P)[:, ::-1], axis=1)[:, ::-1] / P


def first_gate_of_each(dC, F):
    """Add all that comes later through the gate of the next step alone."""
    later = np.cumsum(dC[:, ::-1], axis=1)[:, ::-1]
    return dC + np.concatenate([F[:, 1:] * later[:, 1:], 0.0 * F[:, :1]], axis=1)


def in_a_copy(dC, F):
    """Write the gradients into a copy of dC, which holds whole numbers where dC does."""
    G = dC.copy()
    for t in reversed(range(dC.shape[1] - 1)):
        G[:, t] = dC[:, t] + F[:, t + 1] * G[:, t + 1]
    return G


def draw_gates(rng, *shape):
    """Draw forget gates, between 0 and 1, rounded to be worked by hand."""
    return np.round(rng.uniform(0.15, 0.95, size=shape), 2)


def path_trials(rng):
    """Yield one step, two, and more; then a gate that is shut, and one that is open."""
    sizes = [(1, 1, 1), (1, 2, 1), (1, 3, 1), (1, 3, 2), (2, 3, 1), (2, 2, 2), (3, 3, 3)]
    for size in [*sizes, (2, 4, 3), (3, 5, 2), (4, 6, 1), (5, 3, 4)]:
        yield draw(rng, *size), draw_gates(rng, *size)
    dC, F = draw(rng, 2, 5, 2), draw_gates(rng, 2, 5, 2)
    F[0, 2, 1], F[1, 3, 0] = 0.0, 1.0
    yield dC, F
    dC, F = draw(rng, 2, 6, 3), draw_gates(rng, 2, 6, 3)
    dC[:, :-1] = 0
    yield dC, F
    yield single((draw(rng, 3, 4, 2), draw_gates(rng, 3, 4, 2)))


def path_whole(rng):
    """Yield whole gradients, with gates in decimals and with gates that are shut or open."""
    yield draw_whole(rng, 1, 3, 1), draw_gates(rng, 1, 3, 1)
    yield draw_whole(rng, 2, 4, 3), draw_gates(rng, 2, 4, 3)
    yield draw_whole(rng, 2, 4, 2), rng.integers(0, 2, size=(2, 4, 2))


FORGET_PATH = Exercise(
    name="lab-5/forget-path",
    reference=forget_path,
    trials=path_trials,
    also=path_whole,
    note="One factor a step, and each unit by itself: no matrix stands on this way.",
    mistakes=[
        Mistake(
            "gate of the same step",
            by(gate=lambda F, t: F[:, t]),
            "Each step back is multiplied by the gate of the step that it arrives at. From c_{t+1} "
            "to c_t it goes through f_{t+1}, the gate of the step that it comes from.",
        ),
        Mistake(
            "last gate too",
            with_the_last_gate,
            "The gradients are those of the state one step earlier: every one of them has gone "
            "through the gate of its own step as well. The last cell state has no gate after it.",
        ),
        Mistake(
            "two steps on",
            by(gate=lambda F, t: F[:, min(t + 2, F.shape[1] - 1)]),
            "The gates come from one step too late. From c_{t+1} to c_t it goes through f_{t+1}.",
        ),
        Mistake(
            "forward",
            forward,
            "The recursion runs from the first step to the last, as the cell state does. A "
            "gradient comes from what is later: begin at the last step and go back.",
        ),
        Mistake(
            "gates backwards",
            gates(lambda F: F[:, ::-1]),
            "The gates stand in reverse order, the last step's first.",
        ),
        Mistake(
            "result backwards",
            result(lambda G, dC, F: G[:, ::-1]),
            "The numbers are right and stand in reverse order: the first belongs to the first "
            "step, although it is found last.",
        ),
        Mistake(
            "direct part forgotten on the way",
            by(step=lambda direct, gate, after: gate * after),
            "Only the last step's direct gradient comes back. The loss may look at every cell "
            "state: add dC[:, t] at each step.",
        ),
        Mistake(
            "direct gradients only",
            lambda dC, F: 1.0 * dC,
            "This is dC as it was: nothing comes from later steps.",
        ),
        Mistake(
            "one step only",
            lambda dC, F: dC + np.concatenate([(F * dC)[:, 1:], 0.0 * F[:, :1]], axis=1),
            "Each step hears of the direct gradient one step later and of nothing after that. "
            "Hand back the total gradient of the later step, which holds what it has heard itself: "
            "it has to be there first, so begin at the end.",
        ),
        Mistake(
            "direct part through the gate too",
            by(step=lambda direct, gate, after: gate * (direct + after)),
            "The gate multiplies the direct gradient as well. It multiplies what comes from the "
            "later step; what the loss says about c_t itself has gone through no gate.",
        ),
        Mistake(
            "no gate",
            by(step=lambda direct, gate, after: direct + after),
            "The gradients of later steps come back whole, as though every gate were open. Each "
            "step back is multiplied by a forget gate.",
        ),
        Mistake(
            "1 - f",
            gates(lambda F: 1 - F),
            "The gradient is multiplied by 1 - f. The forget gate says how much is kept, and as "
            "much of the gradient comes back.",
        ),
        Mistake(
            "slope of the gate",
            gates(lambda F: F * (1 - F)),
            "The gradient is multiplied by f (1 - f), the slope of the sigmoid. Along the sum the "
            "gates are fixed numbers, and the factor is f itself.",
        ),
        Mistake(
            "slope of tanh",
            gates(lambda F: 1 - F**2),
            "The gradient is multiplied by 1 - f^2, as though f were an output behind a tanh. "
            "Along the sum there is no activation, and the factor is f itself.",
        ),
        Mistake(
            "squared",
            gates(lambda F: F**2),
            "The gates are squared. Each step back is multiplied by its gate once.",
        ),
        Mistake(
            "added",
            by(step=lambda direct, gate, after: direct + gate + after),
            "The gate is added. It multiplies what comes from the later step.",
        ),
        Mistake(
            "mean of the units",
            gates(lambda F: np.broadcast_to(F.mean(axis=2, keepdims=True), F.shape)),
            "One gate serves all units, their mean. Each unit has its own.",
        ),
        Mistake(
            "first row's gates",
            gates(lambda F: np.broadcast_to(F[:1], F.shape)),
            "The first row's gates are used for every row. Rows are separate sequences, with gates "
            "of their own.",
        ),
        Mistake(
            "rows together",
            result(lambda G, dC, F: np.broadcast_to(G.sum(axis=0, keepdims=True), G.shape)),
            "The gradients of all rows are added up. Here nothing is shared between the rows: each "
            "has cell states of its own.",
        ),
        Mistake(
            "units together",
            by(step=lambda direct, gate, after: direct + (gate * after).sum(axis=1, keepdims=True)),
            "What comes from the later step is added up over the units. Along the sum no unit "
            "hears another: each gradient comes back through its own gate.",
        ),
        Mistake(
            "products of gates",
            lambda dC, F: products(F),
            "These are the products of the gates between each step and the last. Multiply what the "
            "loss says by them: dC is not used here.",
        ),
        Mistake(
            "direct times product",
            lambda dC, F: dC * products(F),
            "Each step's own direct gradient is multiplied by the gates after it. It is the "
            "gradients of later steps that come back through those gates, and they are added.",
        ),
        Mistake(
            "product of the wrong gates",
            lambda dC, F: dC[:, -1:] * products(F),
            "Only the last step's direct gradient comes back. The loss may look at every cell "
            "state: add dC[:, t] at each step.",
        ),
        Mistake(
            "one gate for all that follows",
            first_gate_of_each,
            "All later direct gradients come back through the next step's gate alone. Each has to "
            "pass the gates of all the steps between.",
        ),
        Mistake(
            "around the corner",
            around,
            "The last step hears of the first. np.roll, or an index that begins anew, leads around "
            "the corner: after the last step nothing follows.",
        ),
        Mistake(
            "ratios of products",
            by_ratios,
            "Right as long as no gate is quite shut: dividing by a running product of gates fails "
            "where one of them is 0. A step back needs a product only.",
        ),
        Mistake(
            "first step only",
            lambda dC, F: forget_path(dC, F)[:, 0],
            "Only the gradient at the first step comes back. Return that of every step.",
        ),
        Mistake(
            "sign",
            result(lambda G, dC, F: -G),
            "The gradients have the wrong sign.",
        ),
        Mistake(
            "kept whole",
            in_a_copy,
            "Where dC holds whole numbers, so does the result, and its decimals are lost. An array "
            "made like another, as np.zeros_like and copy do, takes over its type: make it with "
            "np.zeros(shape), or give it dtype=float.",
        ),
    ],
)
