"""Error against budget, for every network of chapters 7 and 8: one step and ten steps ahead."""

import numpy as np

from experiments._forecasting import (
    N_STEPS,
    TRAIN,
    VALIDATION,
    keep,
    published_series,
    settings,
    squared_errors,
    train_on,
    training_series,
    untrained,
)

ABOUT = "Networks are trained for 5 to 150 epochs, each time by a schedule that ends at the last."
CONSTANTS = {"n_steps": N_STEPS, "validation": 2000}
EPOCHS = (5, 20, 50, 150)
# The best of five rates after 20 epochs, one step ahead, ten at once, and ten at every step:
# experiments/rates.py. One that is iterated is trained one step ahead.
RATES = {
    "linear network": (5e-2, 5e-2),
    "dense 100": (2e-2, 5e-2),
    "residual MLP": (1e-3, 2e-2),
    "RNN 20-20": (2e-2, 2e-2, 2e-2),
    "LSTM 20-20": (5e-2, 5e-2, 5e-2),
    "GRU 20-20": (5e-2, 5e-2),
}
WHICH = {"one step": 0, "iterated": 0, "at once": 1, "every step": 2}
# No training takes longer than 150 seconds, which leaves LSTM and GRU with 50 epochs. At the rate
# above an RNN and an LSTM went astray in 150, as the first seeds showed, which stay in the record;
# so the RNN has a calmer one there, which was not chosen from others. One step ahead the residual
# MLP is worse after 150 epochs than after 50, by overfitting; the linear network is done after 20.
LONG, CALM = 150, 1e-2
RECURRENT = ("RNN 20-20",)
LONGEST = [("dense 100", "one step"), ("dense 100", "at once"), ("residual MLP", "at once")]


def condition(model, strategy, epochs, series=TRAIN.stop):
    """Return one condition; the strategy of one step ahead is called "one step"."""
    horizon = 1 if strategy == "one step" else 10
    calm = epochs == LONG and model in RECURRENT
    rate = CALM if calm else RATES[model][WHICH[strategy]]
    return settings(model, rate, horizon=horizon, strategy=strategy, epochs=epochs, series=series)


SETTINGS = [
    condition(model, strategy, epochs)
    for epochs in EPOCHS
    for strategy in ("one step", "at once")
    for model in RATES
    if epochs < LONG or (model, strategy) in LONGEST
]
SETTINGS += [
    condition(model, strategy, epochs)
    for epochs in EPOCHS
    for strategy in ("iterated", "every step")
    for model in ("RNN 20-20", "LSTM 20-20")
    if epochs < LONG
]
SETTINGS += [
    condition(model, strategy, LONG) for strategy in ("at once", "one step") for model in RECURRENT
]
SEEDS = range(5)
CLAIMS = [
    # At a small budget the dense network is ahead of the recurrent ones (chapters 7 and 8) ...
    {"model": "dense 100", "strategy": "one step", "epochs": 20},
    {"model": "RNN 20-20", "strategy": "at once", "epochs": 20},
    # ... and stays where it is.
    {"model": "dense 100", "strategy": "one step", "epochs": 150},
]
METRIC, SLACK = "mse", 2e-5


def run(settings, seed):
    """Train one network from one seed; see the package for the interface."""
    series = training_series(settings["series"], seed, settings["horizon"])
    model = untrained(settings, seed)
    seconds = train_on(model, settings, series, settings["epochs"])
    keep(model, settings, seed)
    validation = published_series(settings["horizon"])[VALIDATION]
    squares = squared_errors(model, settings["strategy"], validation)
    inside = squared_errors(model, settings["strategy"], series[:2000])
    scores = {
        "mse": float(squares.mean()),
        "mse_train": float(inside.mean()),
        "parameters": model.count_params(),
        "seconds": seconds,
        "errors": np.sqrt(squares.mean(axis=1)).tolist(),
    }
    if settings["horizon"] > 1:
        scores |= {f"step_{k}": float(e) for k, e in enumerate(squares.mean(axis=0), start=1)}
    return scores
