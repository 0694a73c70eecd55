"""Recorded answers to lab-3/by-hand, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

WRONG = [
    ((1.8, -1.44, 3.16, 0.382, -0.64), "missing everywhere"),
    ((1.408, -1.126, 2.2, 0.458, -0.228), "missing at steps 2 and 1"),
    ((0.926, -0.527, 3.075, 0.171, -0.333), "with the total gradients g instead"),
    ((0.389, 0.222, 1.51, -0.089, 0.101), "sign of w_y"),
    ((0.268, -0.153, 0.894, -0.154, -0.394), "The direct gradient at y_2 is missing"),
    ((0.926, -0.527, 0.51, -0.298, -0.51), "count the last step only"),
    ((0.926, -0.527, 0.612, 0.066, -0.037), "means over the three steps"),
    ((0.926, -0.527, 1.835, 0.616, -0.111), "output of its own step"),
    ((0.8, -0.455, 1.655, 0.131, -0.165), "delta_2 is not right"),
    ((0.926, -0.527, 1.835, 0.199, 0.5), "db is not right"),
]

RIGHT = [
    (0.926, -0.527, 1.835, 0.199, -0.111),
    [0.9261, -0.5273, 1.835, 0.199, -0.111],
]
