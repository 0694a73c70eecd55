"""The chosen 90 % intervals of tomorrow's traffic on June to September 2018, once.

Training ends with February 2018, March to May calibrate, and the way was chosen on those three
months, by networks of the year before: see experiments/traffic_intervals.py. This file was
committed before it was run. Beside the chosen way stand residual quantiles, and a few others to
compare with. Chapter 11 judged other forecasts on the same months.
"""

import numpy as np

from experiments import traffic_intervals
from experiments._traffic import scores

ABOUT = "The chosen 90 % intervals of the traffic and others beside them, June to September 2018."
CONSTANTS = traffic_intervals.CONSTANTS
PERIOD, JUDGED = "2018-03 on", "2018-06-01"
CHOSEN = "normal, calibrated"
WAYS = (
    CHOSEN,
    "residual quantiles",
    "residual quantiles by hour",
    "quantile heads",
    "heads, calibrated",
    "normal",
    "normal, adaptive 0.001",
)
SETTINGS = [{"way": way} for way in WAYS]
SEEDS = range(5)
CLAIMS = []  # judged once: the same ways are retrained with traffic_intervals
METRIC, SLACK = "coverage", 0.01
SHOWN = np.datetime64("2018-07-01T00"), np.datetime64("2018-07-08T00")  # days whose ends are kept


def run(settings, seed):
    """Judge one way; see the package for the interface.

    ``inside`` says of every window and step, one after the other, whether the outcome was in its
    interval; ``width`` by step and by hour are means over counted hours. ``low``, ``high`` and
    ``middle`` are those of the week of the 4th of July, forecast each midnight.
    """
    found, more = traffic_intervals.judged(settings["way"], PERIOD, JUDGED, seed)
    errors = scores(more["hours"], more["judge"], more["centre"])
    begin, end = (np.searchsorted(more["time"][:, 0], date) for date in SHOWN)
    hour = more["time"].astype("datetime64[h]").astype(int) % 24
    low, high = more["ends"]
    width = np.where(np.isfinite(more["judge"].target), more["width"], np.nan)
    return found | {
        "mae": errors["mae"],
        "absolute": errors["absolute"],
        "inside": more["inside"].ravel().tolist(),
        "width_by_step": np.nanmean(width, axis=0).tolist(),
        "width_by_hour": [float(np.nanmean(width[hour == h])) for h in range(24)],
        "low": low[begin:end:24].ravel().tolist(),
        "high": high[begin:end:24].ravel().tolist(),
        "middle": more["centre"][begin:end:24].ravel().tolist(),
    }
