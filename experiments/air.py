"""Fine dust in Beijing six hours and a day ahead, with and without the weather.

Everything is in logarithms, log(1 + micrograms per cubic metre). A row is known when its six hours
are over: the rows before the first to come are read. A missing value is filled by the last known
one and not forecast. Nothing was tuned; the recipe is near that of traffic_ahead.
"""

import time

import numpy as np

from experiments._traffic import flat, ridge

ABOUT = "Forecasters of Beijing's PM2.5 with and without the weather, two years judged, five seeds."
CONSTANTS = {
    "n_steps": 28,  # a week
    "units": 32,
    "epochs": 12,
    "batch_size": 64,
    "learning_rate": 3e-3,
    "l2": 1.0,
}
FORECASTERS = [("last value", "own"), ("yesterday", "own")]
FORECASTERS += [(model, inputs) for model in ("linear", "GRU") for inputs in ("own", "all")]
SETTINGS = [
    {"model": model, "inputs": inputs, "horizon": horizon, "origin": origin}
    for origin in ("2013", "2014")  # the year that is judged; all before it is learned from
    for horizon in (1, 4)
    for model, inputs in FORECASTERS
    if horizon == 1 or model != "GRU"  # a day ahead, lines and repeated values alone
]
SEEDS = range(5)  # forecasters without a seed repeat themselves
CLAIMS = [  # that the weather helps, or not
    {"model": "GRU", "inputs": "all", "horizon": 1, "origin": "2014"},
    {"model": "GRU", "inputs": "own", "horizon": 1, "origin": "2014"},
]
METRIC, SLACK = "mae", 0.005  # of the logarithm


def columns(inputs):
    """Return the times, the logarithms as observed, and what is read, one column an input."""
    from unrolled.gaps import forward_fill
    from unrolled.series import load_air_quality

    air = load_air_quality()
    log = np.log1p(air.pm25)
    read = [forward_fill(log)]
    if inputs == "all":
        read += [air.dew_point, air.temperature, air.pressure, np.log1p(air.cumulated_wind)]
        read += [air.wind_direction == name for name in np.unique(air.wind_direction)]
    known = np.argmax(np.isfinite(log))  # before the first observed there is nothing to fill with
    return air.time[known:], log[known:], np.stack(read, axis=1)[known:].astype(float)


def parts(settings):
    """Return mean and deviation, and for learning and judging windows and targets."""
    stamps, log, read = columns(settings["inputs"])
    begin = np.datetime64(settings["origin"])
    split, end = (int(np.searchsorted(stamps, year)) for year in (begin, begin + 1))
    mean, sd = read[:split].mean(axis=0), read[:split].std(axis=0)
    read, horizon, n_steps = (read - mean) / sd, settings["horizon"], CONSTANTS["n_steps"]

    def cut(first):
        X = read[first[:, None] + np.arange(-n_steps, 0)]
        return X.astype("float32"), log[first[:, None] + np.arange(horizon)]

    learn = np.arange(n_steps, split - horizon + 1)
    complete = np.isfinite(log[learn[:, None] + np.arange(horizon)]).all(axis=1)
    judge = np.arange(split, end - horizon + 1)
    return (mean[0], sd[0]), cut(learn[complete]), cut(judge)


def train(X, target, seed):
    """Train the network; return it and the seconds that it took."""
    import keras

    from unrolled.training import fit, set_seed

    set_seed(seed)
    layers = [keras.layers.GRU(CONSTANTS["units"]), keras.layers.Dense(target.shape[1])]
    model = keras.Sequential([keras.Input(X.shape[1:]), *layers])
    start = time.process_time()  # one thread: what else the machine does, does not count
    names = ("epochs", "batch_size", "learning_rate")
    fit(model, X, target, loss="mae", **{name: CONSTANTS[name] for name in names})
    return model, time.process_time() - start


def run(settings, seed):
    """Judge one forecaster; see the package for the interface."""
    (mean, sd), (X, target), (X_judged, truth) = parts(settings)
    scaled, horizon, size, seconds = (target - mean) / sd, settings["horizon"], 0, 0.0
    own = X_judged[:, :, 0].astype(float)
    if settings["model"] == "last value":
        output = np.repeat(own[:, -1:], horizon, axis=1)
    elif settings["model"] == "yesterday":
        output = own[:, -4:][:, :horizon]
    elif settings["model"] == "linear":
        start = time.process_time()
        weights, constant = ridge(flat(X), scaled, CONSTANTS["l2"])
        output, size = flat(X_judged) @ weights + constant, weights.size + constant.size
        seconds = time.process_time() - start
    else:
        model, seconds = train(X, scaled.astype("float32"), seed)
        output, size = model.predict(X_judged, batch_size=1024, verbose=0), model.count_params()
    forecast = output * sd + mean
    error = np.abs(truth - forecast)  # NaN where nothing was observed
    observed = np.isfinite(error).any(axis=1)
    absolute = np.full(len(error), np.nan)
    absolute[observed] = np.nanmean(error[observed], axis=1)
    return {
        "mae": float(np.nanmean(error)),
        "mae_ug": float(np.nanmean(np.abs(np.expm1(truth) - np.expm1(forecast)))),
        "absolute": absolute.tolist(),
        "by_step": np.nanmean(error, axis=0).tolist(),
        "parameters": int(size),
        "seconds": seconds,
    }
