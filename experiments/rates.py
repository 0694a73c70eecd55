"""Which learning rate each network of the learning curves is trained with: chapters 7 and 8."""

from experiments._forecasting import (
    N_STEPS,
    TRAIN,
    VALIDATION,
    published_series,
    settings,
    squared_errors,
    train_on,
    untrained,
)

ABOUT = "Every network of the learning curves is trained for 20 epochs at each of five rates."
CONSTANTS = {"epochs": 20, "n_steps": N_STEPS, "train": 7000, "validation": 2000}
MODELS = ("linear network", "dense 100", "residual MLP", "RNN 20-20", "LSTM 20-20", "GRU 20-20")
RATES = (1e-3, 3e-3, 1e-2, 2e-2, 5e-2)  # the same for all: none is tuned more than another
SETTINGS = [
    settings(model, rate, horizon=horizon)
    for model in MODELS
    for horizon in (1, 10)
    for rate in RATES
]
SEEDS = range(2)
CLAIMS = [{"model": "dense 100", "horizon": 1, "learning_rate": 1e-2}]
METRIC, SLACK = "mse", 1e-4


def run(settings, seed):
    """Train one network from one seed; see the package for the interface."""
    return trained(
        settings | {"strategy": "one step" if settings["horizon"] == 1 else "at once"}, seed
    )


def trained(settings, seed):
    """Train and judge one network."""
    series = published_series(settings["horizon"])
    model = untrained(settings, seed)
    seconds = train_on(model, settings, series[TRAIN], CONSTANTS["epochs"])
    error = squared_errors(model, settings["strategy"], series[VALIDATION]).mean()
    return {"mse": float(error), "parameters": model.count_params(), "seconds": seconds}
