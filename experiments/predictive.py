"""The right intervals: the distribution of ten steps given a window of the generated series.

How it is sampled stands in experiments/_predictive.py. Every seed draws 1,000 series of its own;
together they are the 20,000 fresh series on which learnt intervals are judged. Walks that start at
a fit to the window give the intervals, and walks that start at the numbers that the series was
made of are run beside them for the first five seeds: both have to tell the same.
"""

import time

import numpy as np

from experiments._forecasting import N_STEPS
from experiments._predictive import (
    AHEAD,
    COUNT,
    HORIZON,
    KEPT,
    WALKS,
    fresh,
    sampled,
    samples,
    signal,
    spread_ratio,
    summary,
)

ABOUT = "90 % intervals of the ten steps after a window, from the posterior: coverage and width."
CONSTANTS = {"n_steps": N_STEPS, "horizon": HORIZON, "walks": WALKS, "kept": KEPT}
SETTINGS = [{"series": COUNT}]
SEEDS = range(20)
CLAIMS = [{"series": COUNT}]
METRIC, SLACK = "coverage", 0.005
COMPARED = 5  # seeds of which walks from the true numbers are run


def run(settings, seed):
    """Sample 1,000 windows; see the package for the interface."""
    start = time.process_time()
    found = sampled(seed)
    low, high = found["quantiles"][..., 0], found["quantiles"][..., -1]
    hit = (found["target"] >= low) & (found["target"] <= high)
    width, off = high - low, (found["target"] - found["mean"]) ** 2
    together = np.abs(found["target"] - (low + high) / 2) / (width / 2)
    scores = {
        "coverage": float(hit.mean()),
        "width": float(width.mean()),
        "mse": float(off.mean()),
        "joint": float(hit.all(axis=1).mean()),
        "joint_expected": float(found["inside"].mean()),
        "together": float((together.max(axis=1) <= found["factor"]).mean()),
        "factor": float(found["factor"].mean()),
        "width_narrowest": float(np.quantile(width, 0.05)),
        "width_widest": float(np.quantile(width, 0.95)),
        "lost": int(found["lost"]),
        "accepted": float(found["accepted"]),
        "rhat": float(np.nanmax(found["rhat"])),
        "draws": float(np.nanmin(found["draws"])),
    }
    if seed < COMPARED:
        scores |= other_walks(seed, found)
    for k in range(HORIZON):
        scores[f"coverage_{k + 1}"] = float(hit[:, k].mean())
        scores[f"width_{k + 1}"] = float(width[:, k].mean())
        scores[f"spread_{k + 1}"] = float(found["spread"][:, k].mean())
        scores[f"mse_{k + 1}"] = float(off[:, k].mean())
    return scores | {"parameters": 0, "seconds": time.process_time() - start}


def other_walks(seed, found):
    """Return how far walks from the true numbers tell the same as those that started blindly."""
    series = fresh(COUNT, seed)
    rng = np.random.default_rng([seed, 2])
    numbers, _ = samples(series.values[:, :N_STEPS], rng, series.numbers)
    other = summary(numbers, rng)
    ends = other["quantiles"][..., [0, -1]] - found["quantiles"][..., [0, -1]]
    return {
        "width_other": float((other["quantiles"][..., -1] - other["quantiles"][..., 0]).mean()),
        "ends_apart": float(np.abs(ends).mean()),
        "rhat_other": float(spread_ratio(signal(numbers, AHEAD[-1:])[..., 0]).max()),
    }
