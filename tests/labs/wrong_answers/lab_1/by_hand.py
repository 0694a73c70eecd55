"""Recorded answers to lab-1/by-hand, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_1._shared import right_step_einsum

BOTH_CLOSE = "y_2 and y_3 are right to about two decimals"
Y_2_CLOSE = "y_3 is right, and y_2 is right to about two decimals"
Y_3_CLOSE = "y_2 is right, and y_3 is right to about two decimals"

WRONG = [
    ((0.800, -0.380), "without memory"),
    ((0.80, -0.38), "without memory"),
    ((0.800, -0.680), "one step too old"),
    ((0.800, -0.778), "y_3 follows from it"),  # memory missing at step 2 alone
    ((0.516, -0.722), "The bias is missing"),
    ((0.52, -0.72), "The bias is missing"),
    ((0.670, -0.936), "No tanh was taken"),
    ((0.620, -0.896), "No tanh was taken"),
    ((0.551, -0.714), "what came back at the next step was the sum"),
    ((0.585, -0.680), "you fed y_1 back once more"),
    ((0.59, -0.68), "you fed y_1 back once more"),
    ((0.910, 0.317), "sign of w_y"),
    ((0.585, 0.131), "sign of x_3"),
    ((0.585, 0.701), "y_3 has the wrong sign"),
    ((0.169, 0.746), "one step late"),
    ((0.670, -0.868), "these are their sums"),
    ((0.67, -0.87), "these are their sums"),
    ((0.670, -0.700), "In place of y_2 this is its sum"),
    ((0.585, -0.868), "In place of y_3 this is its sum"),
    ((-0.843, 0.445), "The two weights have changed places"),
    ((-0.700, 0.585), "y_2 and y_3 have changed places"),
    ((0.662, 0.283), "the logistic function"),
    ((0.793, -1.679), "These are tangents"),
    ((0.59, -0.70), Y_2_CLOSE),
    ((0.58, -0.70), Y_2_CLOSE),
    ((0.584, -0.700), Y_2_CLOSE),  # from y_1 = 0.54
    ((0.586, -0.700), Y_2_CLOSE),
    ((0.585, -0.70 - 0.003), Y_3_CLOSE),
    ((0.585, -0.699), Y_3_CLOSE),
    ((0.59, -0.703), BOTH_CLOSE),
    ((0.59, 0.38), "y_2 is right to about two decimals"),
    ((0.3, -0.705), "y_3 is right to about two decimals"),
    ((0.63, -0.717), "y_3 follows from it"),
    ((0.63, -0.72), "y_3 follows from it"),
    ((0.575, -0.700), "y_2 is not right. Right already: y_3."),
    ((0.585, -0.5), "y_3 is not right. Right already: y_2."),
    ((0.3, -0.700), "y_2 is not right. Right already: y_3."),
    ((0.585,), "must hold 2 things: y_2, y_3"),
    ((0.585, -0.700, 0.0), "must hold 2 things: y_2, y_3"),
    ((np.nan, -0.700), "y_2 is not right"),
    (("0.585", "-0.700"), "type str"),
    (right_step_einsum, "asks for values"),
]

RIGHT = [
    (0.585, -0.700),
    [0.5852, -0.7005],
    np.array([0.585, -0.7]),
    (np.tanh(1 - 0.8 * np.tanh(0.6) + 0.1), np.float32(-0.70044)),
    (0.585, -0.7004),  # y_2 carried on with three decimals
]
