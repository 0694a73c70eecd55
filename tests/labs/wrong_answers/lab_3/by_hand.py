"""Recorded answers to lab-3/by-hand, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

WRONG = [
    ((1.8, -1.44, 3.16, 0.382, -0.64), "missing everywhere"),
    ((1.408, -1.126, 2.2, 0.458, -0.228), "missing at steps 2 and 1"),
    ((0.926, -0.527, 3.075, 0.171, -0.333), "with the total gradients g instead"),
    ((1.184, -1.025, 1.853, 0.337, -0.351), "The recursion carries g"),
    ((0.718, -0.378, 1.568, 0.087, -0.17), "those of the step after"),
    ((1.002, -0.802, 1.712, 0.24, -0.31), "those of the step before"),
    ((1.066, -0.853, 1.789, 0.274, -0.297), "before the part from the future was added"),
    ((0.49, 0.174, 1.664, -0.035, 0.154), "came back through w_x"),
    ((0.322, 0.229, 1.384, -0.125, 0.041), "The deltas came back as they are"),
    ((0.389, 0.222, 1.51, -0.089, 0.101), "sign of w_y"),
    ((0.268, -0.153, 0.894, -0.154, -0.394), "The direct gradient at y_2 is missing"),
    ((0.658, 0.0, 1.826, 0.055, 0.148), "Nothing comes from the future"),
    ((0.926, 0.0, 2.362, 0.199, 0.416), "delta_1 is not zero"),
    ((0.926, -0.527, 0.51, -0.298, -0.51), "count the last step only"),
    ((0.926, -0.527, 1.325, 0.497, 0.399), "leave out the last step"),
    ((0.926, -0.527, 1.87, 0.189, -0.111), "in reverse order"),
    ((0.926, -0.527, 0.612, 0.066, -0.037), "means over the three steps"),
    ((0.926, -0.527, -1.835, -0.199, 0.111), "have the wrong sign"),
    ((0.926, -0.527, 1.835, 0.616, -0.111), "output of its own step"),
    ((-0.527, 0.926, 1.835, 0.199, -0.111), "delta_1 and delta_2 stand in each other's place"),
    ((0.926, -0.527, 0.199, 1.835, -0.111), "dw_x and dw_y stand in each other's place"),
    ((0.93, -0.53, 1.84, 0.2, -0.11), "within 0.01 of the right ones"),
    ((0.93, -0.52, 1.84, 0.2, -0.11), "within 0.01 of the right ones"),
    ((0.8, -0.455, 1.655, 0.131, -0.165), "delta_2 is not right"),
    ((0.926, -0.659, 1.703, 0.199, -0.243), "delta_2 is right and delta_1 is not"),
    ((0.926, -0.527, 1.835, 0.199, 0.5), "db is not right"),
    ((0.926, -0.527, 1.835, 0.199), "must hold 5 things"),
    ((0.926, -0.527, 1.835, 0.199, -0.111, 0.0), "must hold 5 things"),
]

RIGHT = [
    (0.926, -0.527, 1.835, 0.199, -0.111),
    [0.9261, -0.5273, 1.835, 0.199, -0.111],
    np.array([0.926, -0.528, 1.834, 0.199, -0.112]),  # three digits carried
    (0.92546, -0.52683, 1.83347, 0.19892, -0.11075),  # from outputs that were not rounded
    tuple(np.float32([0.926, -0.527, 1.835, 0.199, -0.111])),
]
