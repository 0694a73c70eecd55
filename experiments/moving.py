"""One small recurrent network on three series that move, prepared in many ways: chapter 13.

Every run trains 32 recurrent units and a dense layer by Adam at one constant rate, without clipping
and without validation. Windows, epochs and batches are chosen once for each series, which comes to
1,500 updates on traffic, 1,875 on the drift and 1,560 on CO2; none of this was tuned. Within a
series, what changes is the map that the windows and the targets go through, and that the forecast
comes back by, and the seed.
"""

import functools
import time
from typing import NamedTuple

import numpy as np

ABOUT = "A SimpleRNN on traffic, a slow drift and CO2, raw and through maps with an inverse."
CONSTANTS = {
    "units": 32,
    "learning_rate": 5e-3,  # constant
    "traffic_judged": ["2018-03-01", "2018-06-01"],  # what is before is learned from
    "co2_judged": ["1990-01-01", "2002-01-01"],
    "drift_steps": 20_000,  # the last fifth is judged
}
PREPARATIONS = {
    "traffic": (
        *("none", "inputs only", "target only", "standard", "mean", "last"),
        *("change", "change, standard", "log change, standard"),
    ),
    "drift": ("none", "standard", "mean", "last", "change, standard"),
    "co2": (
        *("none", "standard", "mean", "last", "change, standard", "log change, standard"),
        *("year's change, standard", "rule, standard", "rule, last"),
    ),
}
SETTINGS = [
    {"series": series, "preparation": preparation}
    for series, preparations in PREPARATIONS.items()
    for preparation in preparations
]
SEEDS = range(5)  # of the network; the drift itself is drawn anew with each
CLAIMS = [{"series": "drift", "preparation": "last"}]
METRIC, SLACK = "ratio", 0.01  # of the mean absolute errors, to that of the naive forecast
N_STEPS = {"traffic": 24, "drift": 20, "co2": 60}
HORIZON = {"traffic": 1, "drift": 1, "co2": 26}
RECIPE = {  # epochs and batch
    "traffic": (20, 128),
    "drift": (15, 128),
    "co2": (40, 32),
}
YEAR = 52  # weeks
HARMONICS = 4
SLOPE = 1e-5  # of the drift, a step


class Part(NamedTuple):
    """Windows to learn from or to judge by, what follows them, and the index of its first step."""

    X: np.ndarray
    target: np.ndarray
    first: np.ndarray


def slow_drift(n_steps, rng, level=10.0, slope=SLOPE):
    """Return a level that rises by `slope` a step, and an AR(1) process around it."""
    noise = 0.001 * rng.normal(size=n_steps)
    x = np.zeros(n_steps)
    for t in range(1, n_steps):
        x[t] = 0.99 * x[t - 1] + noise[t]
    return level + slope * np.arange(n_steps) + x


@functools.cache
def series_of(name, seed):
    """Return the stamps of a series, its values, and from where to where it is judged."""
    if name == "drift":
        n = CONSTANTS["drift_steps"]
        values = slow_drift(n, np.random.default_rng(seed))
        return np.arange(n), values, (4 * n // 5, n)
    from unrolled.series import load_co2, load_traffic

    if name == "traffic":
        record = load_traffic()
        stamps, values = record.time, record.volume
    else:
        record = load_co2()
        late = record.time >= np.datetime64("1964-08-15")  # behind a gap of 18 weeks
        stamps, values = record.time[late], record.co2[late].copy()
        for t in np.flatnonzero(np.isnan(values)):  # from the past alone; none from 1990 on
            values[t] = values[t - 1] + values[t - YEAR] - values[t - YEAR - 1]
    limits = np.array(CONSTANTS[f"{name}_judged"], "datetime64[D]")
    begin, end = np.searchsorted(stamps, limits)
    return stamps[:end], values[:end], (int(begin), int(end))


def parts(name, values, split):
    """Return the windows to learn from, whose targets end before the split, and those to judge."""
    from unrolled.series import complete_windows, make_windows

    X, target = make_windows(values, N_STEPS[name], HORIZON[name])
    first = np.arange(len(X)) + N_STEPS[name]
    whole = complete_windows(X, target)
    learn = whole & (first + HORIZON[name] <= split)
    judge = whole & (first >= split)
    return tuple(Part(X[which], target[which], first[which]) for which in (learn, judge))


def rule_of(stamps, values, split):
    """Return a parabola and a yearly wave of four harmonics, fitted to the steps before `split`."""
    years = (stamps - stamps[0]).astype(int) / 365.25
    u = years / years[split]
    turns = 2 * np.pi * np.outer(years, np.arange(1, HARMONICS + 1))
    A = np.column_stack([np.ones(len(u)), u, u**2, np.sin(turns), np.cos(turns)])
    return A @ np.linalg.lstsq(A[:split], values[:split], rcond=None)[0]


def maps(preparation, X):
    """Return the map of a preparation, fitted to the windows learned from."""
    from unrolled import scale

    steps = {
        "mean": [scale.per_window("mean")],
        "last": [scale.per_window("last")],
        "change": [scale.difference()],
        "log change": [scale.log(), scale.difference()],
        "year's change": [scale.difference(YEAR)],
    }
    name, _, ending = preparation.partition(", ")
    if name == "rule":
        name, ending = ending, ""
    found = steps.get(name, [])
    if name != "change" or ending:  # all but the bare change end on unit scale
        seen = scale.compose(*found).window(X) if found else X
        found = [*found, scale.standard(seen.reshape(-1, 1))]
    return scale.compose(*found)


def prepare(preparation, X):
    """Return three functions: of windows, of targets, and of forecasts, back to the series."""
    scale = maps("standard" if preparation in ("none", "inputs only", "target only")
                 else preparation, X)  # fmt: skip
    same_X, same_y = (lambda X: X), (lambda y, X: y)
    window = same_X if preparation in ("none", "target only") else scale.window
    if preparation in ("none", "inputs only"):
        return window, same_y, same_y
    return window, scale.target, scale.inverse


def run(settings, seed):
    """Train one network and judge it; see the package for the interface."""
    import keras

    from unrolled.training import set_seed

    name, preparation = settings["series"], settings["preparation"]
    stamps, values, (split, _) = series_of(name, seed)
    rule = np.zeros(len(values))
    if preparation.startswith("rule"):
        rule = rule_of(stamps, values, split)
    learn, judge = parts(name, values - rule, split)
    window, target, inverse = prepare(preparation, learn.X)
    epochs, batch = RECIPE[name]

    set_seed(seed)
    start = time.process_time()  # one thread: what else the machine does, does not count
    Z, goal = window(learn.X).astype("float32"), target(learn.target, learn.X)
    state = keras.layers.SimpleRNN(CONSTANTS["units"])
    last = keras.layers.Dense(HORIZON[name])
    model = keras.Sequential([keras.Input(Z.shape[1:]), state, last])
    model.compile(
        optimizer=keras.optimizers.Adam(CONSTANTS["learning_rate"]),
        loss="mse",
        jit_compile=False,
        steps_per_execution=8,
    )
    model.fit(Z, goal.astype("float32"), epochs=epochs, batch_size=batch, verbose=0)
    seconds = time.process_time() - start

    def forecast(X):
        return inverse(np.asarray(model(window(X).astype("float32")), dtype=float), X)

    ahead = judge.first[:, None] + np.arange(HORIZON[name])
    truth, said = judge.target + rule[ahead], forecast(judge.X) + rule[ahead]
    naive = truth - (judge.X[:, -1:, 0] + rule[judge.first - 1][:, None])
    error = truth - said
    y = np.asarray(state(window(judge.X).astype("float32")))
    W, b = last.get_weights()
    found = {
        "ratio": float(np.abs(error).mean() / np.abs(naive).mean()),
        "mse_ratio": float((error**2).mean() / (naive**2).mean()),
        "mae": float(np.abs(error).mean()),
        "naive": float(np.abs(naive).mean()),
        "said_mean": float(said.mean()),
        "said_sd": float(said.std(axis=0).mean()),
        "saturated": float((np.abs(y) > 0.99).mean()),
        "reach": float((np.abs(W).sum(axis=0) + np.abs(b)).max()),  # the largest possible output
        "updates": epochs * -(-len(Z) // batch),
        "judged": len(truth),
        "parameters": model.count_params(),
        "seconds": seconds,
    }
    if name == "drift":  # the same network, where it has learned: the windows moved down
        down = SLOPE * (judge.first - learn.first.mean())
        moved = forecast(judge.X - down[:, None, None])
        off = np.abs(judge.target - down[:, None] - moved).mean()
        found["ratio_moved"] = float(off / np.abs(naive).mean())
    return found
