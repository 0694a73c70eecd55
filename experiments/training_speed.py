"""How long the networks of the learning curves train: seconds an epoch and before the first.

Record it alone, on a machine with nothing else to do: ``make evidence ONLY=training_speed``.
"""

import time

import numpy as np

from experiments import learning_curves
from experiments._forecasting import (
    N_STEPS,
    TRAIN,
    VALIDATION,
    published_series,
    squared_errors,
    train_on,
    untrained,
)

ABOUT = "Networks are trained for a few epochs of 7,000 series, one at a time on an idle machine."
CONSTANTS = {"epochs": 6, "n_steps": N_STEPS, "series": TRAIN.stop}
SETTINGS = [
    {k: v for k, v in condition.items() if k not in ("epochs", "series")}
    for condition in learning_curves.SETTINGS
    if condition["epochs"] == 20
]
SEEDS = range(3)
CLAIMS = []  # seconds are not to be had again on another machine; what is checked is the error
METRIC, SLACK = "mse", 2e-4


def run(settings, seed):
    """Train one network for a few epochs; see the package for the interface."""
    import keras

    series = published_series(settings["horizon"])
    ends = []
    watch = keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: ends.append(time.perf_counter()))
    model = untrained(settings, seed)
    seconds = train_on(model, settings, series[TRAIN], CONSTANTS["epochs"], watch)
    epoch = float(np.median(np.diff(ends)))
    squares = squared_errors(model, settings["strategy"], series[VALIDATION])
    return {
        "mse": float(squares.mean()),
        "parameters": model.count_params(),
        "seconds": seconds,
        "seconds_per_epoch": epoch,
        "seconds_before": seconds - CONSTANTS["epochs"] * epoch,
    }
