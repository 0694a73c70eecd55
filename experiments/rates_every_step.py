"""Which learning rate a recurrent network has that is trained at every step: chapter 8."""

from experiments import rates
from experiments._forecasting import settings

ABOUT = "Two recurrent networks are trained at every step for 20 epochs at each of five rates."
CONSTANTS = rates.CONSTANTS
SETTINGS = [
    settings(model, rate, horizon=10, strategy="every step")
    for model in ("RNN 20-20", "LSTM 20-20")
    for rate in rates.RATES
]
SEEDS = rates.SEEDS
CLAIMS = []  # they choose a rate, and no chapter says more of them
METRIC, SLACK = "mse", 1e-4
run = rates.trained
