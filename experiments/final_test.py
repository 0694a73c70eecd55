"""The finalists of chapters 7 and 8 on series that nobody has looked at, once."""

import numpy as np

from experiments._forecasting import N_STEPS, VALIDATION, kept, published_series
from experiments.learning_curves import forecast, trained, training_series, untrained

ABOUT = "Five seeds of every finalist, and their mean forecast, on 10,000 fresh series."
# The seed was fixed, and this file committed, before any of the learning curves was recorded.
CONSTANTS = {"fresh": 10_000, "fresh_seed": 20_261_126, "members": 5}
SETTINGS = []
SEEDS = (0,)  # of the first member
CLAIMS = []
METRIC, SLACK = "mse", 2e-5


def fresh_series(horizon):
    """Return the test series, shape (10,000, 50 + horizon, 1)."""
    from unrolled.series import generate_time_series

    rng = np.random.default_rng([CONSTANTS["fresh_seed"], horizon])
    return generate_time_series(CONSTANTS["fresh"], N_STEPS + horizon, rng)


def run(settings, seed):
    """Judge one finalist; see the package for the interface."""
    sets = {
        "validation": published_series(settings["horizon"])[VALIDATION],
        "fresh": fresh_series(settings["horizon"]),
    }
    forecasts = {name: [] for name in sets}
    seconds = 0.0
    for member in range(seed, seed + CONSTANTS["members"]):
        model = untrained(settings)
        if not kept(model, settings, member):
            series = training_series(settings, member)
            model, took = trained(settings, member, series)
            seconds += took
        for name, judged in sets.items():
            X = judged[:, :N_STEPS]
            forecasts[name].append(forecast(model, settings["strategy"], X, settings["horizon"]))
    scores = {"parameters": model.count_params(), "seconds": seconds}
    for name, judged in sets.items():
        truth = judged[:, N_STEPS:, 0].astype(float)
        members = [np.mean((truth - one) ** 2, axis=1) for one in forecasts[name]]
        together = np.mean((truth - np.mean(forecasts[name], axis=0)) ** 2, axis=1)
        errors = [float(one.mean()) for one in members]
        label = "mse" if name == "fresh" else name
        scores |= {
            label: float(np.mean(errors)),
            f"{label}_low": min(errors),
            f"{label}_high": max(errors),
            f"{label}_together": float(together.mean()),
        }
        if name == "fresh":
            scores["errors"] = np.sqrt(np.mean(members, axis=0)).tolist()
            scores["errors_together"] = np.sqrt(together).tolist()
    return scores
