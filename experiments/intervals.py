"""Learnt 90 % intervals of ten steps, on the series whose right intervals `predictive` records.

One LSTM for each of three outputs: a number for every step, five quantiles, or the mean and the
deviation of a normal distribution. All are trained on the 7,000 published series. Intervals from
residuals are set by the 2,000 validation series, and calibrated ones by 20,000 drawn for it.
"Spread of seeds" is no run of its own: the five networks are the same every time, and its seed is
which fifth of the fresh series they are judged on. A rate of 0.05 is that of the book for the first
output; of 0.01, 0.02 and 0.05, tried for 8 epochs from one seed, it was the best for the others.
Nothing else was tried. The short trainings are there to make the network's own error larger.
"""

import functools
import time

import numpy as np

from experiments._forecasting import (
    N_STEPS,
    VALIDATION,
    keep,
    kept,
    published_series,
    training_series,
)
from experiments._predictive import HORIZON, LEVELS, given

ABOUT = "90 % intervals by seven ways and of three networks, on 20,000 fresh series, five seeds."
CONSTANTS = {
    "units": 20,
    "learning_rate": 5e-2,
    "batch_size": 64,
    "calibration": 20_000,
    "calibration_seed": 20_261_127,
    "level": 0.9,
}
LONG, SHORT = 20, 5  # epochs
OUTPUTS = {"number": 1, "quantiles": len(LEVELS), "normal": 2}  # numbers put out for every step
WAYS = {  # and the output that they are made of
    "residual quantiles": "number",
    "split conformal": "number",
    "spread of seeds": "number",
    "quantile heads": "quantiles",
    "heads, calibrated": "quantiles",
    "normal": "normal",
    "normal, calibrated": "normal",
}
SETTINGS = [{"way": way, "epochs": LONG} for way in WAYS]
SETTINGS += [{"way": way, "epochs": SHORT} for way in ("split conformal", "heads, calibrated")]
SEEDS = range(5)
CLAIMS = []  # every run needs what `predictive` knows of all 20,000 series, minutes of sampling
METRIC, SLACK = "coverage", 0.005
FRESH = range(20)  # seeds of experiments/predictive.py
ENDS = np.array([-1.0, 1.0]) * 1.6448536  # of 90 % of a normal distribution
QUARTILE = 0.6744898


def pinball_loss(target, quantiles):
    """Return the mean pinball loss of the five levels: (batch, 10) and (batch, 10, 5)."""
    from keras import ops

    error, levels = target[:, :, None] - quantiles, ops.convert_to_tensor(LEVELS, "float32")
    return ops.mean(2 * ops.maximum(levels * error, (levels - 1) * error))


def deviation(output):
    """Return a positive number for any, about 0.05 for 0."""
    from keras import ops

    return ops.softplus(output - 3.0) + 1e-3


def normal_loss(target, output):
    """Return minus the logarithm of a normal density, less a constant."""
    from keras import ops

    sd = deviation(output[:, :, 1])
    return ops.mean(ops.log(sd) + 0.5 * ((target - output[:, :, 0]) / sd) ** 2)


LOSSES = {"number": "mse", "quantiles": pinball_loss, "normal": normal_loss}


def network(output):
    """Return an untrained network; it puts out (batch, 10), or (batch, 10, numbers)."""
    import keras
    from keras import layers

    size = OUTPUTS[output]
    stack = [
        keras.Input((N_STEPS, 1)),
        layers.LSTM(CONSTANTS["units"], return_sequences=True, unroll=True),
        layers.LSTM(CONSTANTS["units"], unroll=True),
        layers.Dense(HORIZON * size),
    ]
    return keras.Sequential(stack + [layers.Reshape((HORIZON, size))] * (size > 1))


@functools.cache
def series(part):
    """Return windows and what followed them: of a named part, or all fresh ones."""
    from unrolled.series import generate_time_series

    if part == "train":
        values = training_series(7000, 0, HORIZON)
    elif part == "validation":
        values = published_series(HORIZON)[VALIDATION]
    elif part == "calibration":
        rng = np.random.default_rng(CONSTANTS["calibration_seed"])
        values = generate_time_series(CONSTANTS["calibration"], N_STEPS + HORIZON, rng)
    else:
        from experiments._predictive import COUNT, fresh

        values = np.concatenate([fresh(COUNT, seed).values for seed in FRESH])
        values = values[..., None].astype("float32")
    return values[:, :N_STEPS], values[:, N_STEPS:, 0]


@functools.cache
def truth():
    """Return what `given` knows of all fresh series, one array for each name."""
    found = [given(seed) for seed in FRESH]
    names = ("target", "mean", "quantiles", "paths")
    return {name: np.concatenate([one[name] for one in found]) for name in names}


@functools.lru_cache(maxsize=12)
def trained(output, epochs, seed):
    """Return what a network puts out for validation, calibration and fresh series, and about it."""
    from unrolled.training import fit, set_seed

    set_seed(seed)
    model = network(output)
    name = {"experiment": "intervals", "output": output, "epochs": epochs} | CONSTANTS
    start = time.process_time()
    if not kept(model, name, seed):
        fit(
            model,
            *series("train"),
            epochs=epochs,
            learning_rate=CONSTANTS["learning_rate"],
            batch_size=CONSTANTS["batch_size"],
            loss=LOSSES[output],
        )
        keep(model, name, seed)
    about = {"parameters": model.count_params(), "seconds": time.process_time() - start}
    found = {}
    for part in ("validation", "calibration", "fresh"):
        put = model.predict(series(part)[0], batch_size=2000, verbose=0)
        if output == "normal":
            sd = np.asarray(deviation(put[:, :, 1]))
            put = np.stack([put[:, :, 0], sd], axis=-1)
        found[part] = put.astype(float)
    return found, about


def crossings(quantiles):
    """Return the share of forecasts of which some quantile lies below one of a lower level."""
    return float((np.diff(quantiles, axis=-1) < 0).any(axis=-1).mean())


def intervals(way, epochs, seed):
    """Return ends (20,000, 10), the centre, five quantiles or None, and more to be recorded."""
    from unrolled.forecast import conformal_quantile

    found, about = trained(WAYS[way], epochs, seed)
    fresh = found["fresh"]
    known = {part: series(part)[1].astype(float) for part in ("validation", "calibration")}
    if way == "residual quantiles":
        error = known["validation"] - found["validation"]
        levels = np.quantile(error, LEVELS, axis=0)  # (5, 10)
        quantiles = fresh[..., None] + levels.T
        return quantiles[..., 0], quantiles[..., -1], fresh, quantiles, about
    if way == "split conformal":
        half = conformal_quantile(
            np.abs(known["calibration"] - found["calibration"]), CONSTANTS["level"]
        )
        return fresh - half, fresh + half, fresh, None, about
    if way == "spread of seeds":
        members = np.stack([trained("number", epochs, k)[0]["fresh"] for k in SEEDS])
        middle, sd = members.mean(axis=0), members.std(axis=0, ddof=1)
        low, high = members.min(axis=0), members.max(axis=0)
        part = slice(4000 * seed, 4000 * (seed + 1))
        truth_there = series("fresh")[1][part]
        off = np.abs(truth_there - middle[part])
        about = about | {
            "coverage_normal": float((off <= ENDS[1] * sd[part]).mean()),
            "width_normal": float((2 * ENDS[1] * sd[part]).mean()),
        }
        return low[part], high[part], middle[part], None, about
    if WAYS[way] == "quantiles":
        about = about | {"crossed": crossings(fresh)}
        ordered = {part: np.sort(found[part], axis=-1) for part in ("calibration", "fresh")}
        ends = {part: (put[..., 0], put[..., -1]) for part, put in ordered.items()}
        centre, quantiles = ordered["fresh"][..., 2], ordered["fresh"]
        scale = {part: 1.0 for part in ends}
    else:
        ends = {
            part: (put[..., 0] + ENDS[0] * put[..., 1], put[..., 0] + ENDS[1] * put[..., 1])
            for part, put in found.items()
        }
        z = np.array([ENDS[0], -QUARTILE, 0, QUARTILE, ENDS[1]])
        centre, quantiles = fresh[..., 0], fresh[..., :1] + fresh[..., 1:] * z
        scale = {part: put[..., 1] for part, put in found.items()}
    low, high = ends["fresh"]
    if not way.endswith("calibrated"):
        return low, high, centre, quantiles, about
    below, above = ends["calibration"]
    target = known["calibration"]
    scores = np.maximum(below - target, target - above) / scale["calibration"]
    more = conformal_quantile(scores, CONSTANTS["level"]) * scale["fresh"]
    return low - more, high + more, centre, None, about


def run(settings, seed):
    """Judge one way of one seed; see the package for the interface."""
    from unrolled.forecast import crps_from_quantiles

    way = settings["way"]
    low, high, centre, quantiles, about = intervals(way, settings["epochs"], seed)
    right = truth()
    if way == "spread of seeds":
        right = {name: array[4000 * seed : 4000 * (seed + 1)] for name, array in right.items()}
    target = right["target"]
    inside, width = (target >= low) & (target <= high), high - low
    right_width = right["quantiles"][..., -1] - right["quantiles"][..., 0]
    off = np.maximum(low - target, 0) + np.maximum(target - high, 0)
    own = (centre - right["mean"]) ** 2
    scores = about | {
        "coverage": float(inside.mean()),
        "width": float(width.mean()),
        "ratio": float(width.mean() / right_width.mean()),
        "interval_score": float((width + 20 * off).mean()),
        "joint": float(inside.all(axis=1).mean()),
        "mse": float(((target - centre) ** 2).mean()),
        "own": float(own.mean()),
    }
    if quantiles is not None:
        scores["crps"] = crps_from_quantiles(target, quantiles, LEVELS)
        scores["crps_right"] = crps_from_quantiles(target, right["quantiles"], LEVELS)
    for k in range(HORIZON):
        scores[f"coverage_{k + 1}"] = float(inside[:, k].mean())
        scores[f"width_{k + 1}"] = float(width[:, k].mean())
        scores[f"ratio_{k + 1}"] = float(width[:, k].mean() / right_width[:, k].mean())
        scores[f"own_{k + 1}"] = float(own[:, k].mean())
    if way == "split conformal":
        scores |= explained(centre - right["mean"], right, seed)
    return scores


def explained(own, right, seed):
    """Return the width that three ways of making up a residual give, by step ahead.

    An outcome drawn given the window, less the right mean, needs an interval of width ``noise``,
    if it may not depend on the window. From that the network's own error is taken away: that of the
    same window, ``added``, or that of another, ``shuffled``.
    """
    noise = right["paths"] - right["mean"][:, None]  # (20,000, 20, 10)
    other = own[np.random.default_rng(seed).permutation(len(own))]
    found = {}
    for name, error in (("noise", 0 * own), ("added", own), ("shuffled", other)):
        half = np.quantile(np.abs(noise - error[:, None]), 0.9, axis=(0, 1))
        found |= {f"{name}_{k + 1}": float(2 * half[k]) for k in range(HORIZON)}
    return found
