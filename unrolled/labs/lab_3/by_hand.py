"""Exercise by-hand of lab 3: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake


class Gradients(NamedTuple):
    """What three steps of one neuron give on the way back; delta_3 is worked out on the page."""

    delta_2: float
    delta_1: float
    dw_x: float
    dw_y: float
    db: float


X_HAND, Y_HAND, DIRECT = (1.0, 2.0, -1.0), (0.0, 0.537, 0.585, -0.700), (0.0, 1.0, -1.0)
SLOPES = tuple(1 - y**2 for y in Y_HAND[1:])


def by_hand(direct=DIRECT, w_y=-0.8, carried=SLOPES, summed=SLOPES):
    """Go back from step 3; `carried` holds the slopes of the recursion, `summed` of the sums."""
    delta, shares = 0.0, []
    for t in (2, 1, 0):
        g = direct[t] + w_y * delta
        delta = g * carried[t]
        shares.append(g * summed[t])
    return with_sums(shares[1], shares[2], shares[0])


def with_sums(delta_2, delta_1, delta_3=-0.51, y_prev=Y_HAND[:3]):
    deltas = delta_1, delta_2, delta_3
    dw_x, dw_y = (sum(np.multiply(deltas, values)) for values in (X_HAND, y_prev))
    return Gradients(delta_2, delta_1, dw_x, dw_y, sum(deltas))


def sums_of(scale=1.0, steps=(1, 1, 1)):
    """Return the right deltas, and sums over some of the steps, scaled."""
    right = by_hand()
    deltas = np.array([right.delta_1, right.delta_2, -0.51]) * steps * scale
    dw_x, dw_y = deltas @ X_HAND, deltas @ Y_HAND[:3]
    return right._replace(dw_x=dw_x, dw_y=dw_y, db=deltas.sum())


def behind_the_slope():
    """Return the right deltas, and sums of the total gradients g in their place."""
    sums = by_hand(summed=(1, 1, 1))
    return by_hand()._replace(dw_x=sums.dw_x, dw_y=sums.dw_y, db=sums.db)


def slope_of_the_direct_part_only():
    """Multiply by the slope before the part from the future is added, not after."""
    delta_2 = DIRECT[1] * SLOPES[1] - 0.8 * -0.51
    return with_sums(delta_2, -0.8 * delta_2)


def met_in_reverse():
    """Return the right deltas, and sums in which the last delta meets the first input."""
    right = by_hand()
    turned = with_sums(right.delta_2, delta_1=-0.51, delta_3=right.delta_1)
    return right._replace(dw_x=turned.dw_x, dw_y=turned.dw_y)


def exchanged(first, second):
    """Return the right numbers with two of them in each other's place."""
    right = by_hand()
    return right._replace(**{first: getattr(right, second), second: getattr(right, first)})


def coarse(answer):
    """Return the answer where all of it is right to 0.01, the right numbers elsewhere."""
    return answer if np.abs(np.subtract(answer, by_hand())).max() < 0.012 else by_hand()


def delta_1_follows(answer):
    delta_2 = answer[0]
    return with_sums(delta_2, -0.8 * delta_2 * SLOPES[0])


def sums_follow(answer):
    return with_sums(by_hand().delta_2, answer[1])


BY_HAND = Exercise(
    name="lab-3/by-hand",
    reference=by_hand(),
    tolerance=2e-3,
    note="One pass back gave the gradients of all three weights.",
    mistakes=[
        Mistake(
            "rounded on the way",
            coarse,
            "All five numbers are within 0.01 of the right ones, but not all are right to three "
            "decimals. Carry four digits through every step, and round at the end.",
        ),
        Mistake(
            "no slope",
            by_hand(carried=(1, 1, 1), summed=(1, 1, 1)),
            "The slope of tanh is missing everywhere: these deltas are total gradients g. A delta "
            "is g times 1 - y^2 of its own step, as in delta_3 = -1 * 0.51.",
        ),
        Mistake(
            "no slope after step 3",
            by_hand(carried=(1, 1, SLOPES[2]), summed=(1, 1, SLOPES[2])),
            "The slope of tanh is missing at steps 2 and 1. Every step back goes through one "
            "tanh: multiply g_2 by 1 - y_2^2 and g_1 by 1 - y_1^2.",
        ),
        Mistake(
            "slope missing in the sums",
            behind_the_slope(),
            "The deltas are right, and the sums were made with the total gradients g instead. The "
            "weights act on a, before the tanh, so their gradients are sums of deltas.",
        ),
        Mistake(
            "slope missing in the recursion",
            by_hand(carried=(1, 1, 1)),
            "The recursion carries g from step to step where it should carry delta: the way from "
            "step t + 1 back to step t goes through the tanh of step t + 1 as well.",
        ),
        Mistake(
            "slope of the next step",
            by_hand(
                carried=(SLOPES[1], SLOPES[2], SLOPES[2]), summed=(SLOPES[1], SLOPES[2], SLOPES[2])
            ),
            "The slopes are those of the step after: g_2 goes with 1 - y_2^2 and g_1 with "
            "1 - y_1^2.",
        ),
        Mistake(
            "slope of the step before",
            by_hand(carried=(1, *SLOPES[::2]), summed=(1, *SLOPES[::2])),
            "The slopes are those of the step before: g_2 goes with 1 - y_2^2 and g_1 with "
            "1 - y_1^2.",
        ),
        Mistake(
            "slope of the direct part only",
            slope_of_the_direct_part_only(),
            "The slope was applied to what the loss says directly, before the part from the "
            "future was added. Add first: delta_2 is all of g_2 times 1 - y_2^2.",
        ),
        Mistake(
            "w_x for w_y",
            by_hand(w_y=0.5),
            "The deltas came back through w_x = 0.5. The wire from one step to the next is w_y, "
            "-0.8.",
        ),
        Mistake(
            "w_y left out",
            by_hand(w_y=1.0),
            "The deltas came back as they are. On the way from one step to the one before they "
            "are multiplied by w_y: g_2 = 1 - 0.8 * delta_3.",
        ),
        Mistake(
            "sign of w_y",
            by_hand(w_y=0.8),
            "The sign of w_y got lost: w_y is -0.8, so delta_3 = -0.51 comes back to y_2 as "
            "+0.408.",
        ),
        Mistake(
            "direct gradient at the last step only",
            by_hand(direct=(0.0, 0.0, -1.0)),
            "The direct gradient at y_2 is missing. The loss looks at y_2 too, so g_2 is 1 plus "
            "what comes from the future.",
        ),
        Mistake(
            "no future",
            by_hand(w_y=0.0),
            "Nothing comes from the future: each delta holds only what the loss says directly. "
            "g_2 also has w_y times delta_3, and g_1 has w_y times delta_2.",
        ),
        Mistake(
            "nothing at step 1",
            with_sums(by_hand().delta_2, 0.0),
            "delta_1 is not zero. The loss does not look at y_1, but y_1 acts on y_2: g_1 is w_y "
            "times delta_2.",
        ),
        Mistake(
            "step 3 not counted",
            sums_of(steps=(1, 1, 0)),
            "The deltas are right, and the three gradients leave out the last step. delta_3 = "
            "-0.51 belongs to the sums too.",
        ),
        Mistake(
            "met in reverse",
            met_in_reverse(),
            "The deltas are right, and in the sums they meet the inputs and outputs in reverse "
            "order. delta_1 goes with x_1 and y_0, delta_3 with x_3 and y_2.",
        ),
        Mistake(
            "deltas exchanged",
            exchanged("delta_1", "delta_2"),
            "All the numbers are right; delta_1 and delta_2 stand in each other's place.",
        ),
        Mistake(
            "gradients exchanged",
            exchanged("dw_x", "dw_y"),
            "All the numbers are right; dw_x and dw_y stand in each other's place.",
        ),
        Mistake(
            "last step only",
            sums_of(steps=(0, 0, 1)),
            "The deltas are right, and the three gradients count the last step only. Each weight "
            "is used at every step, and its gradient is the sum over all three.",
        ),
        Mistake(
            "mean",
            sums_of(scale=1 / 3),
            "The deltas are right, and the gradients are means over the three steps. They are "
            "sums: every copy of the weight moves the loss.",
        ),
        Mistake(
            "sign",
            sums_of(scale=-1.0),
            "The three gradients have the wrong sign. The minus of gradient descent belongs to "
            "the update, not to the gradient.",
        ),
        Mistake(
            "y_t in place of y_{t-1}",
            with_sums(*by_hand()[:2], y_prev=Y_HAND[1:]),
            "dw_y pairs each delta with the output of its own step. w_y multiplied the output one "
            "step earlier: delta_3 goes with y_2, delta_2 with y_1 and delta_1 with y_0 = 0.",
        ),
        Mistake(
            "delta_2 carried on",
            delta_1_follows,
            "delta_2 is not right. Everything else follows from it as it should, so step 2 is the "
            "one to look at: write down its direct part, its part from the future and its slope.",
        ),
        Mistake(
            "delta_1 carried on",
            sums_follow,
            "delta_2 is right and delta_1 is not. The gradients follow from the deltas as they "
            "should, so step 1 is the one to look at: g_1 is w_y times delta_2, and its slope is "
            "1 - y_1^2.",
        ),
    ],
)
