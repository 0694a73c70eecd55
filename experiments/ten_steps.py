"""Ten steps ahead on the published series: chapter 8 and the scoreboard."""

import numpy as np

from experiments._forecasting import (
    N_STEPS,
    VALIDATION,
    published_series,
    settings,
    squared_errors,
    train_on,
    training_series,
    untrained,
)

ABOUT = "Networks read 50 steps of two sine waves and noise and forecast the next ten."
CONSTANTS = {"n_steps": N_STEPS, "horizon": 10, "validation": 2000}
# Strategies: "at once" has ten outputs after the window, "every step" ten after every step of it,
# and "iterated" one, which is appended to the window ten times.
SETTINGS = [
    # As published: Keras' own constant rate, or the 0.01 that the book sets, and batches of 32.
    settings("linear network", 1e-3, "constant", 32, strategy="at once", series=7000, epochs=20),
    settings("RNN 20-20", 1e-2, "constant", 32, strategy="every step", series=7000, epochs=20),
    settings("LSTM 20-20", 1e-3, "constant", 32, strategy="every step", series=7000, epochs=20),
    # The schedule at the published batch size: which of the two makes the difference?
    settings("RNN 20-20", 1e-2, batch_size=32, strategy="every step", series=7000, epochs=20),
    *(
        settings(model, rate, strategy=strategy, series=7000, epochs=20)
        for model, rate, strategy in [
            ("one neuron", 5e-2, "iterated"),
            ("RNN 20-20-1", 5e-3, "iterated"),
            ("RNN 20-20", 1e-2, "iterated"),
            ("RNN 20-20", 1e-2, "at once"),
            ("RNN 20-20", 1e-2, "every step"),
            ("RNN 20-20", 2e-2, "at once"),
            ("RNN 20-20", 2e-2, "every step"),
            ("LSTM 20-20", 1e-2, "at once"),
            ("LSTM 20-20", 1e-2, "every step"),
        ]
    ),
    *(
        settings(model, 3e-3, batch_size=b, strategy=strategy, series=series, epochs=epochs)
        for model, b, strategy, series, epochs in [
            ("residual MLP", 128, "iterated", 7000, 50),
            ("residual MLP", 128, "at once", 7000, 50),
            ("residual MLP", 256, "at once", 70_000, 15),
            ("small residual MLP", 64, "at once", 7000, 20),
        ]
    ),
]
SEEDS = range(5)
CLAIMS = [
    # A row of the scoreboard
    {"model": "small residual MLP"},
    # "Every step" comes after "at once", with simple cells
    {"model": "RNN 20-20", "strategy": "every step", "learning_rate": 2e-2},
    # and with LSTM cells. The MLP is the row that earlier editions took for the best.
    {"model": "residual MLP", "strategy": "at once", "series": 7000},
    {"model": "LSTM 20-20", "strategy": "at once"},
]
METRIC, SLACK = "mse", 2e-5  # a hundredth of the smallest errors


def run(settings, seed):
    """Train one network from one seed; see the package for the interface."""
    import keras

    from unrolled.forecast import mse
    from unrolled.series import sequence_targets

    weights_by_epoch = []
    watch = None
    if settings["schedule"] == "constant":  # there epochs differ; the schedule ends at its last
        watch = keras.callbacks.LambdaCallback(
            on_epoch_end=lambda *_: weights_by_epoch.append(model.get_weights())
        )
    series, strategy = training_series(settings["series"], seed, horizon=10), settings["strategy"]
    model = untrained(settings, seed)
    seconds = train_on(model, settings, series, settings["epochs"], watch)
    validation = published_series(horizon=10)[VALIDATION]

    def error(series):
        return float(squared_errors(model, strategy, series).mean())

    by_step = squared_errors(model, strategy, validation).mean(axis=0)
    scores = {"parameters": model.count_params(), "seconds": seconds}
    scores |= {"mse": error(validation), "mse_train": error(series[:2000])}
    scores |= {f"step_{k}": float(e) for k, e in enumerate(by_step, start=1)}
    if strategy == "every step":  # how the ten-step error falls as more of the series has been read
        X, truth = sequence_targets(validation, N_STEPS, 10)
        outputs = np.asarray(model(X))
        read = (1, 2, 5, 10, 20, 30, 40, 50)
        scores |= {f"read_{t}": mse(truth[:, t - 1], outputs[:, t - 1]) for t in read}
    for epoch, weights in list(enumerate(weights_by_epoch, start=1))[-5:]:
        model.set_weights(weights)
        scores |= {f"epoch_{epoch}": error(validation)}
    return scores
