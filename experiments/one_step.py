"""One step ahead on the published series: chapters 6 and 7, and the scoreboard."""

from experiments._forecasting import (
    TRAIN,
    VALIDATION,
    published_series,
    settings,
    squared_errors,
    train_on,
    untrained,
)

ABOUT = "Networks read 50 steps of two sine waves and noise and forecast the next one."
CONSTANTS = {"n_steps": 50, "horizon": 1, "epochs": 20, "train": 7000, "validation": 2000}
SETTINGS = [
    # As published: a constant rate, Keras' own unless the book sets another, and batches of 32.
    settings("linear network", 1e-3, "constant", 32),
    settings("one neuron", 5e-3, "constant", 32),
    settings("RNN 20-20-1", 1e-3, "constant", 32),
    settings("RNN 20-20", 1e-3, "constant", 32),
    # The same rate at twice the batch, then other rates, then a schedule.
    settings("RNN 20-20", 1e-2, "constant"),
    settings("RNN 20-20", 1e-3),
    settings("RNN 20-20", 5e-3),
    settings("RNN 20-20", 1e-2),
    # By the schedule: fewer layers, more layers, other kinds.
    settings("linear network", 1e-2),
    settings("one neuron", 5e-3),
    settings("one neuron", 5e-2),
    settings("RNN 20-20-1", 5e-3),
    settings("RNN 20", 5e-3),
    settings("RNN 20-20-20", 5e-3),
    settings("LSTM 20-20", 1e-2),
    settings("residual MLP", 3e-3, batch_size=128),
    settings("small residual MLP", 3e-3),
]
SEEDS = range(5)
CLAIMS = [
    # The schedule makes a high rate usable, and the rate is worth a layer (chapter 7).
    settings("RNN 20", 5e-3),
    settings("RNN 20-20", 5e-3),
    # A row of the scoreboard, at a rate and a number of epochs that do not suit the others.
    settings("small residual MLP", 3e-3),
    # As published, the two networks are level.
    settings("RNN 20-20", 1e-3, "constant", 32),
    settings("RNN 20-20-1", 1e-3, "constant", 32),
]
METRIC, SLACK = "mse", 2e-5  # a hundredth of the smallest errors


def run(settings, seed):
    """Train one network from one seed; see the package for the interface."""
    settings = settings | {"strategy": "one step"}
    series = published_series(horizon=1)
    model = untrained(settings, seed)
    seconds = train_on(model, settings, series[TRAIN], CONSTANTS["epochs"])

    def error(rows):
        return float(squared_errors(model, "one step", series[rows]).mean())

    return {
        "mse": error(VALIDATION),
        "mse_train": error(slice(0, 2000)),
        "parameters": model.count_params(),
        "seconds": seconds,
    }
