"""Exercise by-hand of lab 1: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake


class ThreeSteps(NamedTuple):
    """The outputs of one neuron after its first step, which the page works out."""

    y_2: float
    y_3: float


def by_hand(x=(2.0, -1.0), w_x=0.5, w_y=-0.8, b=0.1, y_1=0.537, phi=np.tanh):
    y_2 = phi(w_x * x[0] + w_y * y_1 + b)
    return ThreeSteps(y_2, phi(w_x * x[1] + w_y * y_2 + b))


def by_hand_from_sums():
    a_2 = 0.5 * 2.0 - 0.8 * 0.6 + 0.1
    return ThreeSteps(np.tanh(a_2), np.tanh(0.5 * -1.0 - 0.8 * a_2 + 0.1))


def two_decimals(y_2):
    return Mistake(
        "two decimals",
        ThreeSteps(y_2, -0.70),
        "Close. These are given to two decimals; give three, and carry at least three from step "
        "to step.",
    )


BY_HAND = Exercise(
    name="lab-1/by-hand",
    reference=by_hand(),
    tolerance=1e-3,
    note="Inputs in another order would have left other outputs: this neuron notices order.",
    mistakes=[
        Mistake(
            "no memory",
            by_hand(w_y=0.0),
            "These are the outputs of a neuron without memory: the term with w_y is missing. At "
            "step 2 the previous output is y_1 = 0.537, no longer 0.",
        ),
        Mistake(
            "no bias",
            by_hand(b=0.0),
            "The bias is missing. b = 0.1 is added at every step, not at the first one only.",
        ),
        Mistake(
            "no tanh",
            by_hand(phi=lambda a: a),
            "These are the sums a_2 and a_3. An output is the tanh of its sum, and the output is "
            "what comes back at the next step.",
        ),
        Mistake(
            "tanh on the way out only",
            by_hand_from_sums(),
            "The tanh was applied, but what came back at the next step was the sum a, from before "
            "the tanh. The neuron hears its own output y.",
        ),
        Mistake(
            "first output forever",
            by_hand()._replace(y_3=np.tanh(0.5 * -1.0 - 0.8 * 0.537 + 0.1)),
            "y_2 is right. At step 3 you fed y_1 back once more; the output one step earlier is "
            "now y_2.",
        ),
        Mistake(
            "sign of w_y",
            by_hand(w_y=0.8),
            "The sign of w_y got lost: w_y is -0.8, so a positive output holds the next one down.",
        ),
        Mistake(
            "late inputs",
            by_hand(x=(1.0, 2.0)),
            "The inputs are one step late: step 2 reads x_2 = 2 and step 3 reads x_3 = -1.",
        ),
        Mistake(
            "sums handed in",
            ThreeSteps(*np.arctanh(by_hand())),
            "Your steps are right, and these are their sums. Hand in the outputs: y_2 and y_3 "
            "are the tanh of the two sums.",
        ),
        Mistake(
            "weights swapped",
            by_hand(w_x=-0.8, w_y=0.5),
            "The two weights have changed places: w_x = 0.5 goes with the input x, and w_y = -0.8 "
            "with the previous output.",
        ),
        two_decimals(0.59),
        two_decimals(0.58),
        Mistake(
            "y_2 carried on",
            lambda y: ThreeSteps(y[0], np.tanh(0.5 * -1.0 - 0.8 * y[0] + 0.1)),
            "y_2 is not right. y_3 follows from it as it should, so step 2 is the one to look at: "
            "write down its three terms one by one.",
        ),
    ],
)
