"""A WaveNet without each of its parts: chapter 10."""

from experiments import convolutions, learning_curves
from experiments._forecasting import WAVENETS

ABOUT = "A WaveNet without gates, skips, residuals or dilation is trained for 20 epochs."
CONSTANTS = convolutions.CONSTANTS
# What lacks a part may want another rate than the whole: the two that were best for that.
RATES = (1e-2, 2e-2)
SETTINGS = [
    convolutions.condition(model, 20, rate)
    for model in WAVENETS
    if model != "WaveNet"
    for rate in RATES
]
SEEDS = range(2)  # sixteen trainings of a minute
CLAIMS = []  # each takes longer than the check has
METRIC, SLACK = learning_curves.METRIC, learning_curves.SLACK
run = learning_curves.run
