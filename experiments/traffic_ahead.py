"""Traffic an hour and a day ahead, with and without calendar and temperature, three origins.

The configuration was chosen on January and February 2018, by networks trained on 2017, one step
and 24 hours ahead: see experiments/traffic_choice.py. The judged part of the origin "2017-12"
holds those two months. That of "2018-03" does not; one seed was judged there before the rest, and
nothing was chosen by it. Temperature is read as it was and never of the hours to come. The linear
rivals read what the network reads. Least squares and a fit of absolute errors forecast about
equally well in trials, so that they have the former. The layer is not unrolled: a training takes
half as long so, most of it saved in building it.
"""

from experiments._traffic import CLOCK, INPUTS, forecast

ABOUT = "Forecasters of the hourly traffic, three months each from three origins, five seeds."
CONSTANTS = {
    "n_steps": 24,
    "units": 32,
    "hidden": 64,
    "epochs": 10,
    "batch_size": 128,
    "learning_rate": 5e-3,
    "l2": 1.0,  # of the linear rivals, on scaled inputs
}
FORECASTERS = [(model, "own") for model in ("last week", "yesterday", "last hour")]
FORECASTERS += [("linear", inputs) for inputs in INPUTS]
FORECASTERS += [("linear by clock", inputs) for inputs in CLOCK]
FORECASTERS += [("GRU", inputs) for inputs in INPUTS]
SETTINGS = [
    {"model": model, "inputs": inputs, "horizon": horizon, "origin": origin}
    for origin in ("2018-03", "2017-12", "2017-09")
    for horizon in (1, 24)
    for model, inputs in FORECASTERS
    if origin == "2018-03" or inputs != "own+temperature"
]
SEEDS = range(5)  # forecasters without a seed repeat themselves
CLAIMS = [  # the calendar helps, one step and 24 hours ahead
    {"model": "GRU", "inputs": "own+calendar", "horizon": 1, "origin": "2018-03"},
    {"model": "GRU", "inputs": "own+calendar", "horizon": 24, "origin": "2018-03"},
]
METRIC, SLACK = "mae", 1.0  # vehicles an hour


def run(settings, seed):
    """Judge one forecaster; see the package for the interface."""
    return forecast(settings, settings["origin"], seed, CONSTANTS)
