"""What decided the network of traffic_ahead: trained on 2017, judged on two months.

Before, some 35 settings of such networks were tried on the same two months, nearly all by one seed:
windows of 12, 24 and 48 hours, unrolled or read on by the same layer; the hour on a circle or in 24
columns; a correction to last week or the volume itself; one hidden layer or two, of 32 to 128
units; dropout; squared or absolute errors; 5 to 40 epochs; batches of 64 to 256. Here those that
mattered most are trained again, by one seed, each one step away from what was chosen.
"""

from experiments._traffic import CALENDAR, parts, scores, train_network

ABOUT = "The network of traffic_ahead and others a step away from it, judged on two months."
CONSTANTS = {"inputs": "own+calendar", "hidden": 64, "batch_size": 128}
CHOSEN = {"clock": "24 columns", "epochs": 10, "learning_rate": 5e-3, "units": 32}
AWAY = (
    {},
    {"clock": "circle"},  # without the 24 columns
    {"epochs": 5},
    {"epochs": 20},
    {"learning_rate": 2e-3},
    {"learning_rate": 1e-2},
    {"units": 16},
)
SETTINGS = [CHOSEN | away | {"horizon": horizon} for horizon in (1, 24) for away in AWAY]
SEEDS = (0,)  # as in the trials
CLAIMS = []  # of one seed; what was chosen is retrained with traffic_ahead
METRIC, SLACK = "mae", 2.0  # vehicles an hour


def run(settings, seed):
    """Judge one network; see the package for the interface."""
    hours, scale, learn, judge = parts("2018-01", CONSTANTS["inputs"], settings["horizon"])
    if settings["clock"] == "circle":
        kept = learn.X.shape[2] - CALENDAR + 9
        learn, judge = (windows._replace(X=windows.X[:, :, :kept]) for windows in (learn, judge))
    volume, about = train_network(scale, learn, judge, seed, CONSTANTS | settings)
    found = scores(hours, judge, volume)
    return {name: found[name] for name in ("mae", "mae_off")} | about
