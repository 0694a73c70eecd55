"""Exercise by-hand of lab 1: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake

TOLERANCE = 3e-4  # passes what rounds to the right third decimal, and not its neighbours
CLOSE = 0.0062  # right to two decimals, rounded or cut off
WHAT_FOLLOWS = "Three are asked for; carry at least three from step to step."


class ThreeSteps(NamedTuple):
    """The outputs of one neuron after its first step, which the page works out."""

    y_2: float
    y_3: float


def by_hand(x=(2.0, -1.0), w_x=0.5, w_y=-0.8, b=0.1, y_1=0.537, phi=np.tanh):
    y_2 = phi(w_x * x[0] + w_y * y_1 + b)
    return ThreeSteps(y_2, phi(w_x * x[1] + w_y * y_2 + b))


def third(y_prev, x_3=-1.0):
    """Return y_3 for another previous output or input."""
    return np.tanh(0.5 * x_3 - 0.8 * y_prev + 0.1)


def sums_fed_back():
    a_2 = 0.5 * 2.0 - 0.8 * 0.6 + 0.1
    return ThreeSteps(np.tanh(a_2), third(a_2))


def logistic(a):
    return 1 / (1 + np.exp(-a))


RIGHT = by_hand()
SUMS = ThreeSteps(*np.arctanh(RIGHT))


def about(y_2, y_3):
    """Recognise these two values in an answer of two decimals or more."""

    def variant(answer):
        recognised = np.allclose(np.array(answer, float), [y_2, y_3], rtol=0, atol=0.0055)
        return answer if recognised else None

    return variant


def standing(given, right):
    """Tell whether a value is right, close or wrong."""
    off = abs(float(given) - right)
    if off <= TOLERANCE * (1 + abs(right)):
        return "right"
    return "close" if off < CLOSE else "wrong"


def decimals(*standings):
    """Recognise answers whose y_2 and y_3 stand like this."""

    def variant(answer):
        return answer if tuple(map(standing, answer, RIGHT)) == standings else None

    return variant


def y_3_follows(answer):
    """Recognise an answer whose y_3 is right for its y_2, and would not be for the right one."""
    y_2, y_3 = map(float, answer)
    follows = abs(y_3 - third(y_2)) < (0.0055 if y_3 == round(y_3, 2) else 0.0015)
    return answer if follows and standing(y_3, RIGHT.y_3) != "right" else None


BY_HAND = Exercise(
    name="lab-1/by-hand",
    reference=RIGHT,
    tolerance=TOLERANCE,
    note="Inputs in another order would have left other outputs: this neuron notices order.",
    mistakes=[
        Mistake(
            "no memory",
            about(*by_hand(w_y=0.0)),
            "These are the outputs of a neuron without memory: the term with w_y is missing or "
            "zero. At step 2 the previous output is y_1 = 0.537, no longer 0.",
        ),
        Mistake(
            "memory two steps old",
            about(by_hand(y_1=0.0).y_2, third(0.537)),
            "The previous output is one step too old: step 2 hears y_0 and step 3 hears y_1. Step "
            "2 hears y_1 = 0.537, and step 3 hears y_2.",
        ),
        Mistake(
            "no bias",
            about(*by_hand(b=0.0)),
            "The bias is missing. b = 0.1 is added at every step, not at the first one only.",
        ),
        *(
            Mistake(
                name,
                about(*by_hand(y_1=y_1, phi=lambda a: a)),
                "No tanh was taken: these are sums, and each was fed back as it is. An output is "
                "the tanh of its sum, and the output is what comes back at the next step.",
            )
            for name, y_1 in [("no tanh", 0.537), ("no tanh from the first step on", 0.6)]
        ),
        Mistake(
            "tanh on the way out only",
            about(*sums_fed_back()),
            "The tanh was applied, but what came back at the next step was the sum a, from before "
            "the tanh. The neuron hears its own output y.",
        ),
        Mistake(
            "first output forever",
            about(RIGHT.y_2, third(0.537)),
            "At step 3 you fed y_1 back once more; the output one step earlier is now y_2.",
        ),
        Mistake(
            "sign of w_y",
            about(*by_hand(w_y=0.8)),
            "The sign of w_y got lost: w_y is -0.8, so a positive output holds the next one down.",
        ),
        Mistake(
            "sign of x_3",
            about(RIGHT.y_2, third(RIGHT.y_2, x_3=1.0)),
            "The sign of x_3 got lost: the third input is -1.",
        ),
        Mistake(
            "sign of y_3",
            about(RIGHT.y_2, -RIGHT.y_3),
            "y_3 has the wrong sign. Its sum is negative, and tanh keeps the sign.",
        ),
        Mistake(
            "late inputs",
            about(*by_hand(x=(1.0, 2.0))),
            "The inputs are one step late: step 2 reads x_2 = 2 and step 3 reads x_3 = -1.",
        ),
        Mistake(
            "sums handed in",
            about(*SUMS),
            "Your steps are right, and these are their sums. Hand in the outputs: y_2 and y_3 "
            "are the tanh of the two sums.",
        ),
        Mistake(
            "second sum handed in",
            about(SUMS.y_2, RIGHT.y_3),
            "In place of y_2 this is its sum. The output is the tanh of it, with which y_3 was "
            "worked out.",
        ),
        Mistake(
            "third sum handed in",
            about(RIGHT.y_2, SUMS.y_3),
            "In place of y_3 this is its sum. The output is the tanh of it.",
        ),
        Mistake(
            "weights swapped",
            about(*by_hand(w_x=-0.8, w_y=0.5)),
            "The two weights have changed places: w_x = 0.5 goes with the input x, and w_y = -0.8 "
            "with the previous output.",
        ),
        Mistake(
            "order",
            about(RIGHT.y_3, RIGHT.y_2),
            "y_2 and y_3 have changed places.",
        ),
        Mistake(
            "logistic",
            about(*by_hand(phi=logistic)),
            "These come from the logistic function 1 / (1 + exp(-a)). This neuron has a tanh.",
        ),
        Mistake(
            "tan",
            about(*by_hand(phi=np.tan)),
            "These are tangents. The tanh, the hyperbolic tangent, is another function and has a "
            "key of its own.",
        ),
        Mistake(
            "both to two decimals",
            decimals("close", "close"),
            f"Close: y_2 and y_3 are right to about two decimals. {WHAT_FOLLOWS}",
        ),
        Mistake(
            "y_2 to two decimals",
            decimals("close", "right"),
            f"Close: y_3 is right, and y_2 is right to about two decimals. {WHAT_FOLLOWS}",
        ),
        Mistake(
            "y_3 to two decimals",
            decimals("right", "close"),
            f"Close: y_2 is right, and y_3 is right to about two decimals. {WHAT_FOLLOWS}",
        ),
        Mistake(
            "y_2 to two decimals, y_3 wrong",
            decimals("close", "wrong"),
            f"y_2 is right to about two decimals. {WHAT_FOLLOWS} y_3 is not right: write down the "
            "three terms of its sum one by one.",
        ),
        Mistake(
            "y_2 carried on",
            y_3_follows,
            "y_2 is not right. y_3 follows from it as it should, so step 2 is the one to look at: "
            "write down its three terms one by one.",
        ),
        Mistake(
            "y_3 to two decimals, y_2 wrong",
            decimals("wrong", "close"),
            f"y_3 is right to about two decimals. {WHAT_FOLLOWS} y_2 is not right: write down the "
            "three terms of its sum one by one.",
        ),
    ],
)
