"""What each classical rival of chapter 11 was tried with, before the first origin that judges.

Traffic is judged on November and December 2017, learned from all before; CO2 on two years, the
last of which ends where the first origin begins. The smallest error is what `classical` takes.
"""

import itertools
import time

import numpy as np

from experiments._rivals import RIVALS, TASKS, absolute_errors, carbon_network

ABOUT = "Classical forecasters and a network with several settings, on months that judge nothing."
CONSTANTS = {"choice": "before the first origin"}
STEPS = {"I-94": (1, 24), "CO2": (52,)}


def named(**choices):
    """Return every combination of choices under a name that says what it is."""
    combinations = itertools.product(*choices.values())
    found = (dict(zip(choices, values, strict=True)) for values in combinations)
    return {", ".join(f"{key} {value}" for key, value in one.items()): one for one in found}


VARIANTS = {
    ("I-94", "linear"): named(lags=[24, 48], penalty=[1.0, 10.0, 100.0]),
    ("I-94", "ETS"): named(season=[168], trend=["none"], seasons=[4, 8, 16, 0])
    | named(season=[168], trend=["damped"], seasons=[8])
    | named(season=[24], trend=["none"], seasons=[0]),
    ("I-94", "ARIMA"): named(
        pairs=[(10, 8), (30, 11), (60, 11), (83, 11)], order=[(1, 0), (2, 1), (3, 1)]
    ),
    ("I-94", "trees"): named(iterations=[100, 300], leaves=[15, 31, 63], every=[1]),
    ("CO2", "linear"): named(lags=[52, 104], penalty=[0.1, 1.0, 10.0], pairs=[3]),
    ("CO2", "ETS"): named(season=[52], trend=["additive", "damped"], seasons=[5, 10, 20, 0]),
    ("CO2", "ARIMA"): named(pairs=[(2, 0), (3, 0), (4, 0)], order=[(1, 1), (2, 1), (3, 1)]),
    ("CO2", "trees"): named(iterations=[50, 100, 300], leaves=[7, 15], every=[5]),
    ("CO2", "GRU"): named(epochs=[20, 60], learning_rate=[2e-3, 5e-3]),
}
SETTINGS = [
    {"series": series, "steps": steps, "rival": rival, "variant": variant}
    for (series, rival), variants in VARIANTS.items()
    for steps in STEPS[series]
    for variant in variants
]
SEEDS = range(1)  # only the network of CO2 has any
CLAIMS = []  # nothing is claimed of what was tried
METRIC, SLACK = "relative", 0.01  # of the seasonal naive forecast's error


def run(settings, seed):
    """Judge one rival with one setting; see the package for the interface."""
    series, steps, rival = (settings[name] for name in ("series", "steps", "rival"))
    task, options = TASKS[series](steps), VARIANTS[series, rival][settings["variant"]]
    start = time.process_time()
    if rival == "GRU":
        forecasts, *_ = carbon_network(task, task.choice, steps, seed, **options)
    else:
        forecasts, *_ = RIVALS[rival](task, task.choice, steps, **options)
    seconds = time.process_time() - start
    easy, _ = RIVALS["seasonal naive"](task, task.choice, steps)
    mae, easy = (
        float(np.nanmean(absolute_errors(task, task.choice, f))) for f in (forecasts, easy)
    )
    return {"mae": mae, "relative": mae / easy, "parameters": 0, "seconds": seconds}
