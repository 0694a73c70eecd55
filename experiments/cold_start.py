"""A new series of which a few days are known: the network of two others, or one of its own.

The three airports of airports_together, each in its turn the new one. It is scaled by its own last
days before September 2013, and judged from then on; a network or a line of its own learns from
these days. That of the others has learned from eight months of both other airports, scaled by their
own, and has never seen the new one. All networks make as many updates. Nothing was tuned.
"""

import numpy as np

from experiments.airports_together import CONSTANTS as OF_AIRPORTS
from experiments.airports_together import line, train, windows

ABOUT = "Forecasters of a new airport's temperature, from two other airports or its own few days."
CONSTANTS = OF_AIRPORTS | {"others_learned_from": "2013-01-01"}
DAYS = {7: "2013-08-25", 38: "2013-07-25"}  # known of the new airport
FORECASTERS = ("network of the others", "own network", "line of the others", "own line")
SETTINGS = [{"forecaster": forecaster, "days": days} for days in DAYS for forecaster in FORECASTERS]
SEEDS = range(5)  # lines repeat themselves
CLAIMS = [{"forecaster": "own network", "days": 7}]
METRIC, SLACK = "mae", 0.05  # degrees Celsius


def run(settings, seed):
    """Judge forecasters of three airports, each new in its turn; see the package."""
    forecaster = settings["forecaster"]
    old = [windows(column, CONSTANTS["others_learned_from"]) for column in range(3)]
    errors, total, size = [], 0.0, 0
    for new in range(3):
        sd, own, (X, truth, level) = windows(new, DAYS[settings["days"]])
        learned = [(sd, own)]
        if "others" in forecaster:
            learned = [old[column][:2] for column in range(3) if column != new]
        read = np.concatenate([part[0] for _, part in learned])
        target = np.concatenate([(part[1] - part[2]) / of for of, part in learned])
        if "network" in forecaster:
            predict, size, seconds = train(read, target.astype("float32"), seed)
        else:
            predict, size, seconds = line(read, target)
        total += seconds
        errors.append(np.abs(truth - (predict(X) * sd + level)))  # NaN where nothing was observed
    errors = np.array(errors)  # (3, windows, hours ahead)
    return {
        "mae": float(np.nanmean(errors)),
        **{f"mae_{name}": float(np.nanmean(e)) for name, e in zip(("JFK", "LGA", "EWR"), errors,
                                                                  strict=True)},
        "absolute": np.nanmean(errors, axis=(0, 2)).tolist(),
        "parameters": size,
        "seconds": total,
    }  # fmt: skip
