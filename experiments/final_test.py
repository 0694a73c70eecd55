"""The finalists of chapters 7 and 8 on series that nobody has looked at, once."""

import time

import numpy as np

from experiments._forecasting import (
    N_STEPS,
    TRAIN,
    VALIDATION,
    forecast,
    kept,
    published_series,
    settings,
    train_on,
    training_series,
    untrained,
)
from experiments.learning_curves import condition

ABOUT = "Five seeds of every finalist, and their mean forecast, on 10,000 fresh series."
# The seed was fixed, and this file committed, before any of the learning curves was recorded.
CONSTANTS = {"fresh": 10_000, "fresh_seed": 20_261_126, "members": 5}
# Every network at the budget that was its best on validation when three of its five seeds were
# recorded, and two that need no training. By five seeds the GRU's best budget one step ahead is 20.
FINALISTS = {
    "one step": {
        "dense 100": 150,
        "residual MLP": 50,
        "RNN 20-20": 50,
        "LSTM 20-20": 50,
        "GRU 20-20": 50,
    },
    "at once": {
        "dense 100": 150,
        "residual MLP": 150,
        "RNN 20-20": 50,
        "LSTM 20-20": 50,
        "GRU 20-20": 50,
    },
}
UNTRAINED = ("least squares", "two fitted waves")
SETTINGS = [
    condition(model, strategy, epochs)
    for strategy, finalists in FINALISTS.items()
    for model, epochs in finalists.items()
]
SETTINGS += [
    settings(model, 0.0, "none", 0, horizon=horizon, strategy=strategy, epochs=0, series=TRAIN.stop)
    for strategy, horizon in (("one step", 1), ("at once", 10))
    for model in UNTRAINED
]
SEEDS = (0,)  # of the first member
CLAIMS = []  # five trainings of minutes; those of the members are checked with learning_curves
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
    start = time.perf_counter()
    if settings["model"] in UNTRAINED:
        members = [settled(settings)]
    else:
        members = [member(settings, seed + k) for k in range(CONSTANTS["members"])]
    scores = {"parameters": members[0][1]}
    for name, judged in sets.items():
        truth = judged[:, N_STEPS:, 0].astype(float)
        forecasts = [predict(judged[:, :N_STEPS]) for predict, _ in members]
        each = [np.mean((truth - one) ** 2, axis=1) for one in forecasts]
        together = np.mean((truth - np.mean(forecasts, axis=0)) ** 2, axis=1)
        errors = [float(one.mean()) for one in each]
        label = "mse" if name == "fresh" else name
        scores |= {
            label: float(np.mean(errors)),
            f"{label}_low": min(errors),
            f"{label}_high": max(errors),
            f"{label}_together": float(together.mean()),
        }
        if name == "fresh":
            scores["errors"] = np.sqrt(np.mean(each, axis=0)).tolist()
            scores["errors_together"] = np.sqrt(together).tolist()
    # Of judging alone, where the members' weights were kept
    return scores | {"seconds": time.perf_counter() - start}


def settled(settings):
    """Return the function and the number of weights of a forecaster that has no seeds."""
    from unrolled.forecast import LinearForecaster, TwoSinesForecaster

    horizon = settings["horizon"]
    if settings["model"] == "least squares":
        series = published_series(horizon)[TRAIN]
        line = LinearForecaster().fit(series[:, :N_STEPS], series[:, N_STEPS:, 0])
        return line.predict, (N_STEPS + 1) * horizon
    waves = TwoSinesForecaster(N_STEPS + horizon)
    return lambda X: waves.predict(X, horizon), 0


def member(settings, seed):
    """Return the function and the number of weights of a network that was trained from a seed."""
    model, horizon = untrained(settings, seed), settings["horizon"]
    if not kept(model, settings, seed):
        series = training_series(settings["series"], seed, horizon)
        train_on(model, settings, series, settings["epochs"])
    return lambda X: forecast(model, settings["strategy"], X, horizon), model.count_params()
