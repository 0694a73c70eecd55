"""Recorded answers to lab-1/by-hand, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_1._shared import right_step_einsum

WRONG = [
    ((0.800, -0.380), "without memory"),
    ((0.516, -0.722), "The bias is missing"),
    ((0.670, -0.936), "These are the sums"),
    ((0.551, -0.714), "what came back at the next step was the sum"),
    ((0.585, -0.680), "you fed y_1 back once more"),
    ((0.910, 0.317), "sign of w_y"),
    ((0.169, 0.746), "one step late"),
    ((0.59, -0.70), "given to two decimals"),
    ((0.58, -0.70), "given to two decimals"),
    ((0.670, -0.868), "these are their sums"),
    ((-0.843, 0.445), "The two weights have changed places"),
    ((0.63, -0.717), "y_3 follows from it"),
    ((0.585, 0.701), "y_3 is not right. Right already: y_2."),
    ((0.585,), "must hold 2 things: y_2, y_3"),
    (("0.585", "-0.700"), "type str"),
    (right_step_einsum, "asks for values"),
]

RIGHT = [(0.585, -0.700), [0.5852, -0.7005], np.array([0.585, -0.7])]
