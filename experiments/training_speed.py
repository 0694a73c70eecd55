"""How long the networks of the learning curves train: seconds an epoch and before the first.

Record it alone, on a machine with nothing else to do: ``make evidence ONLY=training_speed``.
"""

import time

import numpy as np

from experiments import learning_curves
from experiments._forecasting import N_STEPS, TRAIN, VALIDATION, network, published_series, train

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

    from unrolled.series import sequence_targets
    from unrolled.training import set_seed

    published = published_series(settings["horizon"])
    ahead = 1 if settings["strategy"] in ("one step", "iterated") else 10
    every_step = settings["strategy"] == "every step"
    X, target = sequence_targets(published[TRAIN, : N_STEPS + ahead], N_STEPS, ahead)
    set_seed(seed)
    model = network(settings["model"], ahead, every_step)
    ends = []
    watch = keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: ends.append(time.perf_counter()))
    start = time.perf_counter()
    wanted = target if every_step else target[:, -1]
    train(model, X, wanted, settings, CONSTANTS["epochs"], watch=watch)
    epoch = float(np.median(np.diff(ends)))
    squares = learning_curves.squared_errors(model, settings["strategy"], published[VALIDATION])
    return {
        "mse": float(squares.mean()),
        "parameters": model.count_params(),
        "seconds": ends[-1] - start,
        "seconds_per_epoch": epoch,
        "seconds_before": ends[0] - start - epoch,
    }
