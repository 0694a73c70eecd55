"""ETS, ARIMA with harmonics, boosted trees and ridge beside networks: two series, five origins.

Everybody learns from all values before an origin, anew for each, and forecasts from every step
of what follows: of traffic, a month, one hour and 24 hours ahead, January to May 2018; of CO2, two
years, 52 weeks ahead, 1992 to 2001. Settings are those of the smallest error in
`classical_choice`. The network of the traffic is the one of `traffic_ahead`.
"""

import functools
import time

import numpy as np

from experiments._rivals import RIVALS, TASKS, absolute_errors, carbon_network, traffic_network
from experiments.classical_choice import STEPS, VARIANTS

ABOUT = "Classical forecasters and a network each, on traffic and CO2 from five origins."
CONSTANTS = {"origins": 5}
# The smallest errors of classical_choice; a test compares.
BEST = {
    ("I-94", 1, "linear"): "lags 24, penalty 1.0",
    ("I-94", 1, "ETS"): "season 168, trend none, seasons 0",
    ("I-94", 1, "ARIMA"): "pairs (83, 11), order (3, 1)",
    ("I-94", 1, "trees"): "iterations 300, leaves 15, every 1",
    ("I-94", 24, "linear"): "lags 24, penalty 1.0",
    ("I-94", 24, "ETS"): "season 168, trend none, seasons 4",
    ("I-94", 24, "ARIMA"): "pairs (83, 11), order (3, 1)",
    ("I-94", 24, "trees"): "iterations 300, leaves 31, every 1",
    ("CO2", 52, "linear"): "lags 52, penalty 0.1, pairs 3",
    ("CO2", 52, "ETS"): "season 52, trend additive, seasons 5",
    ("CO2", 52, "ARIMA"): "pairs (4, 0), order (2, 1)",
    ("CO2", 52, "trees"): "iterations 50, leaves 15, every 5",
    ("CO2", 52, "GRU"): "epochs 60, learning_rate 0.005",
}
CHOSEN = {key: VARIANTS[key[0], key[2]][name] for key, name in BEST.items()}
MODELS = ("naive", "seasonal naive", "linear", "ETS", "ARIMA", "trees", "GRU")
SETTINGS = [
    {"series": series, "steps": steps, "rival": rival}
    for series, horizons in STEPS.items()
    for steps in horizons
    for rival in MODELS
]
SEEDS = range(5)  # rivals without a seed repeat themselves
CLAIMS = []  # needs the extra "classical"; the network of the traffic is retrained in traffic_ahead
METRIC, SLACK = "mae", 1.0


def run(settings, seed):
    """Judge one forecaster from five origins; see the package for the interface."""
    without = settings["rival"] != "GRU"  # a seed: judged once, and the same for all
    return dict(judged(*(settings[name] for name in ("series", "steps", "rival")), without or seed))


@functools.cache
def judged(series, steps, rival, seed):
    """Return what `run` does."""
    task, options = TASKS[series](steps), CHOSEN.get((series, steps, rival), {})
    errors, sizes, start = [], [], time.process_time()
    for origin in task.origins:
        if rival == "GRU":
            train = traffic_network if series == "I-94" else carbon_network
            forecasts, size, *_ = train(task, origin, steps, seed, **options)
        else:
            forecasts, size, *_ = RIVALS[rival](task, origin, steps, **options)
        errors.append(absolute_errors(task, origin, forecasts))
        sizes.append(size)
    seconds = time.process_time() - start
    counted = [np.isfinite(part).any(axis=1) for part in errors]
    absolute = [np.full(len(part), np.nan) for part in errors]
    for by_step, part, good in zip(absolute, errors, counted, strict=True):
        by_step[good] = np.nanmean(part[good], axis=1)
    return {
        "mae": float(np.mean([np.nanmean(part) for part in errors])),
        **{f"mae_{k}": float(np.nanmean(part)) for k, part in enumerate(errors, start=1)},
        "mae_last": float(np.mean([np.nanmean(part[:, -1]) for part in errors])),
        "absolute": np.concatenate(absolute).tolist(),
        "parameters": int(max(sizes)),
        "seconds": seconds,
    }
