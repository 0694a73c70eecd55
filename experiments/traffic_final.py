"""The committed forecasters of chapter 11 on June to September 2018, once.

Everything was chosen before, on January and February 2018, and this file committed before it was
run. Earlier editions of the book looked at these months, through other forecasters.
"""

from experiments._traffic import forecast
from experiments.traffic_ahead import CONSTANTS as CHOSEN

ABOUT = "The chosen network, its linear rivals and the naive forecasts on the test months, once."
CONSTANTS = dict(CHOSEN)
FORECASTERS = [(model, "own") for model in ("last week", "yesterday", "last hour")]
FORECASTERS += [(model, "own+calendar") for model in ("linear", "linear by clock", "GRU")]
SETTINGS = [
    {"model": model, "inputs": inputs, "horizon": horizon}
    for horizon in (1, 24)
    for model, inputs in FORECASTERS
]
SEEDS = range(5)  # forecasters without a seed repeat themselves
CLAIMS = []  # judged once: the same networks are retrained with traffic_ahead
METRIC, SLACK = "mae", 1.0  # vehicles an hour


def run(settings, seed):
    """Judge one forecaster; see the package for the interface."""
    return forecast(settings, "2018-06", seed, CONSTANTS)
