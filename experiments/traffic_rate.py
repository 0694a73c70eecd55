"""The learning rate of the network of *A first forecast*, chosen on January and February 2018."""

import time

import numpy as np

ABOUT = "A recurrent network reads a day of traffic, is trained on 2017 and judged on two months."
CONSTANTS = {
    "n_steps": 168,  # as on the page, where windows of a week are shared with other forecasters
    "hours": 24,
    "units": 32,
    "epochs": 8,
    "batch_size": 128,
    "judged_from": "2018-01-01",  # what is before is learned from
    "judged_until": "2018-03-01",
}
SETTINGS = [{"learning_rate": rate} for rate in (3e-3, 1e-2, 3e-2, 0.1)]
SEEDS = range(5)
CLAIMS = []  # the page itself trains five networks of this kind, whenever it is built
METRIC, SLACK = "mae", 1.0  # vehicles per hour


def run(settings, seed):
    """Train one network from one seed; see the package for the interface."""
    import keras

    from unrolled.forecast import mae
    from unrolled.series import load_traffic, make_windows
    from unrolled.training import fit, set_seed

    traffic = load_traffic()
    X, target = make_windows(traffic.volume, CONSTANTS["n_steps"], horizon=1)
    hour = traffic.time[CONSTANTS["n_steps"] :]
    complete = np.isfinite(X).all(axis=(1, 2)) & np.isfinite(target[:, 0])
    begin, end = (np.datetime64(CONSTANTS[name]) for name in ("judged_from", "judged_until"))
    learned, judged = complete & (hour < begin), complete & (hour >= begin) & (hour < end)
    mean, sd = target[learned].mean(), target[learned].std()

    def scale(volume):
        return ((volume - mean) / sd).astype("float32")

    windows = scale(X[:, -CONSTANTS["hours"] :])
    set_seed(seed)
    model = keras.Sequential(
        [
            keras.Input((CONSTANTS["hours"], 1)),
            keras.layers.SimpleRNN(CONSTANTS["units"], unroll=True),
            keras.layers.Dense(1),
        ]
    )
    start = time.process_time()  # one thread: what else the machine does, does not count
    history = fit(
        model,
        windows[learned],
        scale(target[learned]),
        epochs=CONSTANTS["epochs"],
        batch_size=CONSTANTS["batch_size"],
        learning_rate=settings["learning_rate"],
    )
    seconds = time.process_time() - start
    forecast = np.asarray(model(windows[judged])) * sd + mean
    return {
        "loss": history["loss"][-1],
        "mae": float(mae(target[judged], forecast)),
        "parameters": model.count_params(),
        "seconds": seconds,
    }
