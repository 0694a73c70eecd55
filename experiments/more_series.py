"""What ten times as many series buy, ten steps ahead: chapter 8."""

from experiments._forecasting import N_STEPS
from experiments.learning_curves import condition, run

__all__ = ["run"]

ABOUT = "Three networks are trained on 70,000 series for up to about five minutes."
CONSTANTS = {"n_steps": N_STEPS, "validation": 2000}
COUNT = 70_000
SETTINGS = [
    condition(model, "at once", epochs, COUNT)
    for model, budgets in [
        ("dense 100", (50, 400)),
        ("residual MLP", (10, 75)),
        ("LSTM 20-20", (5, 25)),
    ]
    for epochs in budgets
]
SEEDS = range(5)
CLAIMS = []  # all take longer than a check may
METRIC, SLACK = "mse", 2e-5
