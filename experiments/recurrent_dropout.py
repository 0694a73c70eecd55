"""What recurrent dropout does for an LSTM that has few windows to learn from: chapter 9."""

import time

import numpy as np

ABOUT = "An LSTM learns from few windows to forecast the next value, with recurrent dropout."
CONSTANTS = {
    "n_steps": 50,
    "horizon": 1,
    "units": 32,
    "validation": 2000,
    "batch_size": 32,
    "learning_rate": 1e-2,
}
# every training sees 30,000 windows, some of them many times
SETTINGS = [
    {"windows": windows, "epochs": 30_000 // windows, "recurrent_dropout": share}
    for windows in (100, 1000)
    for share in (0.0, 0.1, 0.3)
]
SEEDS = range(5)
# with 1,000 windows dropout does harm; with 100, where it helps, a training takes twice as long
CLAIMS = [{"windows": 1000, "recurrent_dropout": 0.0}, {"windows": 1000, "recurrent_dropout": 0.1}]
METRIC, SLACK = "mse", 1e-4


def run(settings, seed):
    """Train one network from one seed; see the package for the interface."""
    from unrolled.forecast import mse
    from unrolled.series import generate_time_series
    from unrolled.training import fit, set_seed

    import keras  # isort: skip  # after unrolled, which quietens TensorFlow

    set_seed(seed)
    windows, steps = settings["windows"], CONSTANTS["n_steps"]
    rng = np.random.default_rng(seed)
    series = generate_time_series(windows, steps + 1, rng)
    fresh = generate_time_series(CONSTANTS["validation"], steps + 1, np.random.default_rng(100))
    layer = keras.layers.LSTM(CONSTANTS["units"], recurrent_dropout=settings["recurrent_dropout"])
    model = keras.Sequential([keras.Input((steps, 1)), layer, keras.layers.Dense(1)])
    start = time.process_time()
    fit(
        model,
        series[:, :steps],
        series[:, steps],
        epochs=settings["epochs"],
        batch_size=CONSTANTS["batch_size"],
        learning_rate=CONSTANTS["learning_rate"],
    )
    seconds = time.process_time() - start
    return {
        "mse": mse(fresh[:, steps], np.asarray(model(fresh[:, :steps]))),
        "mse_train": mse(series[:, steps], np.asarray(model(series[:, :steps]))),
        "parameters": model.count_params(),
        "seconds": seconds,
    }
