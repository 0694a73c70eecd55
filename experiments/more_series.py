"""Ten times the series, for one minute and for five: chapter 8."""

from experiments import learning_curves
from experiments.learning_curves import condition

ABOUT = "Networks trained at once on 70,000 series, other ones for every seed."
CONSTANTS = learning_curves.CONSTANTS
# As many epochs as fit into about one minute and about five, at the rates of 7,000 series.
EPOCHS = {"residual MLP": (11, 60), "LSTM 20-20": (4, 22)}
SETTINGS = [
    condition(model, "at once", count, 70_000) for model, pair in EPOCHS.items() for count in pair
]
SEEDS = range(3)  # twelve minutes of training each
CLAIMS = []  # even the shortest takes longer than the check has
METRIC, SLACK = learning_curves.METRIC, learning_curves.SLACK
run = learning_curves.run
