"""Ten times the series: what the best dense and the best recurrent network make of them.

A generator gives as many as one asks for. Each seed draws its own 70,000, and the budgets go up
to the five minutes that nobody would want to wait longer for.
"""

from experiments import learning_curves
from experiments.learning_curves import condition

ABOUT = "Two networks are trained on 70,000 series, ten steps ahead at once, for up to 5 minutes."
CONSTANTS = learning_curves.CONSTANTS
SERIES = 70_000
# An epoch is ten times as many steps, so the budgets of each are about 15, 60 and 300 seconds.
EPOCHS = {"residual MLP": (3, 12, 70), "LSTM 20-20": (1, 4, 26)}
SETTINGS = [
    condition(model, "at once", epochs, SERIES)
    for model, budgets in EPOCHS.items()
    for epochs in budgets
]
SEEDS = range(3)  # an hour of trainings on one core
CLAIMS = []  # the shortest takes longer than a check may
METRIC, SLACK = learning_curves.METRIC, learning_curves.SLACK
run = learning_curves.run
