"""One network for the temperature of three airports, or one for each.

Windows are cut from one airport's series at a time and scaled by that series' own hours, so that
none mixes two. Each is read, and forecast, as it differs from its own mean: otherwise what is
learned in summer says nothing of autumn (eight degrees of error, in a trial). A missing hour is
filled by the last known and not forecast. All networks are of the same size. That for three makes
as many updates as each of the other three: a third of what they make together. Nothing was tuned.
"""

import time

import numpy as np

from experiments._traffic import clock, flat, ridge

ABOUT = "Forecasters of three airports' temperature a day ahead, one for all or one for each."
CONSTANTS = {
    "n_steps": 48,
    "hours_ahead": 24,
    "units": 32,
    "updates": 400,
    "batch_size": 64,
    "learning_rate": 5e-3,
    "l2": 1.0,
    "judged_from": "2013-09-01",
}
FORECASTERS = (
    "one each",
    "one for three",
    "linear each",
    "linear for three",
    "yesterday",
    "last hour",
)
SETTINGS = [
    {"forecaster": forecaster, "learned_from": learned_from}
    for learned_from in ("2013-01-01", "2013-07-25")  # eight months, or 38 days
    for forecaster in FORECASTERS
]
SEEDS = range(5)  # forecasters without a seed repeat themselves
CLAIMS = [{"forecaster": "one for three", "learned_from": "2013-07-25"}]
METRIC, SLACK = "mae", 0.05  # degrees Celsius


def windows(column, learned_from):
    """Cut a series: its deviation; windows, targets and levels to learn from and to judge by."""
    from unrolled.gaps import forward_fill
    from unrolled.series import load_airports

    airports, n_steps, ahead = load_airports(), CONSTANTS["n_steps"], CONSTANTS["hours_ahead"]
    known = airports.temperature[:, column]
    filled = forward_fill(known)
    dates = np.datetime64(learned_from), np.datetime64(CONSTANTS["judged_from"])
    begin, split = (int(np.searchsorted(airports.time, date)) for date in dates)
    mean, sd = filled[begin:split].mean(), filled[begin:split].std()
    angle = 2 * np.pi * clock(airports.time) / 24
    read = np.stack([(filled - mean) / sd, np.sin(angle), np.cos(angle)], axis=1)

    def cut(first):
        X = read[first[:, None] + np.arange(-n_steps, 0)]
        level = X[:, :, 0].mean(axis=1, keepdims=True)
        X[:, :, 0] -= level
        return X.astype("float32"), known[first[:, None] + np.arange(ahead)], level * sd + mean

    learn = np.arange(begin + n_steps, split - ahead + 1)
    complete = np.isfinite(known[learn[:, None] + np.arange(ahead)]).all(axis=1)
    return sd, cut(learn[complete]), cut(np.arange(split, len(known) - ahead + 1))


def train(X, target, seed):
    """Train one network; return its forecaster, the number of its weights and the seconds."""
    import keras

    from unrolled.training import fit, set_seed

    set_seed(seed)
    updates, batch_size = CONSTANTS["updates"], CONSTANTS["batch_size"]
    drawn = np.random.default_rng(seed).permuted(np.resize(np.arange(len(X)), updates * batch_size))
    layers = [keras.layers.GRU(CONSTANTS["units"]), keras.layers.Dense(target.shape[1])]
    model = keras.Sequential([keras.Input(X.shape[1:]), *layers])
    start = time.process_time()  # one thread: what else the machine does, does not count
    rate = CONSTANTS["learning_rate"]
    # One epoch of windows drawn for all updates: their number does not depend on how many there are
    fit(model, X[drawn], target[drawn], epochs=1, batch_size=batch_size, learning_rate=rate,
        loss="mae")  # fmt: skip
    seconds = time.process_time() - start
    return lambda X: model.predict(X, batch_size=1024, verbose=0), model.count_params(), seconds


def line(X, target):
    """Fit one linear map; return its forecaster, the number of its weights and the seconds."""
    start = time.process_time()
    weights, constant = ridge(flat(X), target, CONSTANTS["l2"])
    seconds = time.process_time() - start
    size = int(weights.size + constant.size)
    return lambda X: flat(X) @ weights + constant, size, seconds


def fitted(forecaster, examples, seed):
    """Return one forecaster for every airport, the number of their weights and the seconds."""
    if forecaster in ("yesterday", "last hour"):
        back = -CONSTANTS["hours_ahead"] if forecaster == "yesterday" else -1
        ahead = CONSTANTS["hours_ahead"]
        naive = lambda X: np.broadcast_to(X[:, back:, 0], (len(X), ahead))  # noqa: E731
        return [naive] * 3, 0, 0.0
    make = line if forecaster.startswith("linear") else None
    make = make or (lambda X, target: train(X, target.astype("float32"), seed))
    if forecaster.endswith("each"):
        made = [make(X, target) for X, target in examples]
    else:  # windows of three series side by side, each of one series
        made = [make(*(np.concatenate(part) for part in zip(*examples, strict=True)))]
    predict, size, seconds = zip(*made, strict=True)
    return list(predict) * (3 // len(made)), sum(size), sum(seconds)


def run(settings, seed):
    """Judge forecasters of three airports; see the package for the interface."""
    cuts = [windows(column, settings["learned_from"]) for column in range(3)]
    examples = [(X, (target - level) / sd) for sd, (X, target, level), _ in cuts]
    predictors, size, seconds = fitted(settings["forecaster"], examples, seed)
    errors = []
    for predict, (sd, _, (X, truth, level)) in zip(predictors, cuts, strict=True):
        errors.append(np.abs(truth - (predict(X) * sd + level)))  # NaN where nothing was observed
    errors = np.array(errors)  # (3, windows, hours ahead)
    names = ("mae_JFK", "mae_LGA", "mae_EWR")
    return {
        "mae": float(np.nanmean(errors)),
        **{name: float(np.nanmean(one)) for name, one in zip(names, errors, strict=True)},
        "absolute": np.nanmean(errors, axis=(0, 2)).tolist(),
        "by_step": np.nanmean(errors, axis=(0, 1)).tolist(),
        "parameters": size,
        "seconds": seconds,
    }
