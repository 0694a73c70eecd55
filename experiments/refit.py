"""How often to train again: the 24 hours to come on the I-94, forecast every hour for 39 weeks.

Every policy starts from what was known on 1 September 2017 and forecasts until May 2018; whenever
it is due, it learns from all hours counted so far. "scratch" is the recipe of traffic_ahead, from
new weights and the same seed. "warm" goes on from the old weights at a fifth of the peak rate: each
week one epoch over everything so far, each day one over the last four weeks. Inputs are scaled by
what was known at the start, for all alike. The lines are fitted from scratch, which costs them
little. Nothing was tuned; the months from June on are not read. The number of parameters is absent
from the runs: networks and lines have the shapes of those in traffic_ahead, which records it, and a
refit does not change it.

On the road "narrowed" every count from 8 January 2018 on is multiplied by 0.6, as if a part of the
road had been closed that morning; all start from what was known the night before.
"""

import time

import numpy as np

from experiments._traffic import (
    BACK,
    clock,
    cut,
    fill_from_last_week,
    fit_by_clock,
    fitted,
    hours_until,
    scale_of,
    scaled,
)

ABOUT = "Forecasters of the traffic a day ahead, refitted never, each 4 weeks, week or day."
CONSTANTS = {
    "hours_ahead": 24,
    "units": 32,
    "hidden": 64,
    "epochs": 10,
    "batch_size": 128,
    "learning_rate": 5e-3,
    "warm_rate": 1e-3,
    "warm_days": 28,  # that a daily refit reads
    "l2": 1.0,
    "narrowed_to": 0.6,
}
ROADS = {  # the first day that is judged, and the first that is not any more
    "as counted": ("2017-09-01", "2018-06-01"),
    "narrowed": ("2018-01-08", "2018-04-02"),
}
EVERY = {"never": None, "4 weeks": 28, "week": 7, "day": 1}  # days
FORECASTERS = [
    ("yesterday", "never"),
    ("last week", "never"),
    *(("linear by clock", policy) for policy in EVERY),
    ("GRU", "never"),
    ("GRU", "week, warm"),
    ("GRU", "4 weeks, scratch"),
    ("GRU", "day, warm"),
]
SETTINGS = [
    {"road": road, "model": model, "policy": policy}
    for model, policy in FORECASTERS
    for road in ROADS
]
SEEDS = range(5)  # forecasters without a seed repeat themselves
CLAIMS = [
    {"road": "as counted", "model": "GRU", "policy": "never"},
    {"road": "narrowed", "model": "GRU", "policy": "week, warm"},
]
METRIC, SLACK = "mae", 2.0  # vehicles an hour


class Refitted:
    """The network; `fit` trains it from new weights, `go_on` from those it has."""

    def __init__(self, scale, seed):
        self.scale, self.seed = scale, seed

    def fit(self, learn):
        import keras

        self.model, _, _ = fitted(self.scale, learn, self.seed, CONSTANTS)
        steady = keras.optimizers.Adam(CONSTANTS["warm_rate"], global_clipnorm=1.0)
        self.model.compile(optimizer=steady, loss="mae")

    def go_on(self, learn):
        target = scaled(learn.target, self.scale)
        self.model.fit(learn.X, target, batch_size=CONSTANTS["batch_size"], verbose=0)

    def predict(self, judge):
        output = np.concatenate(
            [
                np.asarray(self.model(judge.X[start : start + 1024], training=False))
                for start in range(0, len(judge.X), 1024)
            ]
        )
        return output * self.scale.volume[1] + self.scale.volume[0]


def road_of(name):
    """Return the hours of a road and the index of the first that is judged."""
    begin, end = ROADS[name]
    hours = hours_until(end)
    split = int(np.searchsorted(hours.time, np.datetime64(begin)))
    if name == "narrowed":
        counted = hours.counted.copy()
        counted[split:] *= CONSTANTS["narrowed_to"]
        hours = hours._replace(counted=counted, volume=fill_from_last_week(counted))
    return hours, split


def part(windows, chosen):
    """Return some of the windows."""
    return type(windows)(*(array[chosen] for array in windows))


def dues(split, last, every):
    """Return the first hour of every period between two fits."""
    return [split] if every is None else list(range(split, last + 1, 24 * every))


def forecasts(settings, seed, hours, split, scale, windows):
    """Return the forecasts of all judged windows, the seconds of the first fit and of refits."""
    model, (policy, _, how) = settings["model"], settings["policy"].partition(", ")
    judged, horizon = windows.first >= split, CONSTANTS["hours_ahead"]
    if model in BACK:
        back = windows.first[judged][:, None] + np.arange(horizon) - BACK[model]
        return hours.volume[back], [0.0]
    complete = np.isfinite(windows.target).all(axis=1)
    begins = dues(split, int(windows.first[-1]), EVERY[policy])
    volume, seconds, one = [], [], Refitted(scale, seed)
    for begin, end in zip(begins, [*begins[1:], len(hours.time)], strict=True):
        known = complete & (windows.first + horizon <= begin)
        judge = part(windows, (windows.first >= begin) & (windows.first < end))
        start = time.process_time()  # one thread: what else the machine does, does not count
        if model == "linear by clock":
            output, _ = fit_by_clock(hours, scale, part(windows, known), judge, CONSTANTS["l2"])
            volume.append(output * scale.volume[1] + scale.volume[0])
        elif how == "warm" and seconds:
            if policy == "day":
                known &= windows.first >= begin - 24 * CONSTANTS["warm_days"]
            one.go_on(part(windows, known))
        else:
            one.fit(part(windows, known))
        seconds.append(time.process_time() - start)
        if model == "GRU":
            volume.append(one.predict(judge))
    return np.concatenate(volume), seconds


def run(settings, seed):
    """Judge one policy; see the package for the interface."""
    hours, split = road_of(settings["road"])
    scale, horizon = scale_of(hours, slice(split)), CONSTANTS["hours_ahead"]
    first = np.arange(192, len(hours.time) - horizon + 1)
    windows = cut(hours, scale, "own+calendar", horizon, first)
    volume, seconds = forecasts(settings, seed, hours, split, scale, windows)
    judge = part(windows, first >= split)
    error = np.abs(judge.target - volume)  # NaN where nothing was counted
    day = (judge.first - split) // 24
    daily = [np.nanmean(error[day == d]) if np.isfinite(error[day == d]).any() else np.nan
             for d in range(day[-1] + 1)]  # fmt: skip
    off = hours.off[judge.first[:, None] + np.arange(horizon)]
    return {
        "mae": float(np.nanmean(error)),
        "mae_off": float(np.nanmean(error[off])),
        "absolute": [float(value) for value in daily],
        "first_hour": int(clock(hours.time[judge.first[:1]])[0]),
        "fits": len(seconds),
        "seconds_refits": float(sum(seconds[1:])),
        "seconds": float(sum(seconds)),
    }
