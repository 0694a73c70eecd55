"""Which 90 % intervals of tomorrow's traffic: chosen on March to May 2018.

The network is that of traffic_ahead, 24 hours ahead with the calendar, trained on what came before
2018, with three outputs. January and February 2018 calibrate, March to May judge. The way with the
lowest mean interval score over five seeds is the one that traffic_intervals_final judges; that rule
was written down before any of this was run. An adaptive way starts at 10 % and moves by its rate
whenever the outcome of an hour becomes known, which is k hours after the forecast for the k-th of
the 24; a rolling one is calibrated anew every hour by the last eight weeks of known outcomes.
"""

import functools

import numpy as np

from experiments._traffic import Windows, clock, fitted, parts, scores
from experiments.intervals import ENDS, LEVELS, OUTPUTS, deviation, pinball_loss
from experiments.traffic_ahead import CONSTANTS as CHOSEN

ABOUT = "90 % intervals of the traffic of the next 24 hours by 17 ways, March to May 2018."
CONSTANTS = CHOSEN | {"inputs": "own+calendar", "horizon": 24, "level": 0.9}
WAYS = {  # and the output that they are made of
    "residual quantiles": "number",
    "residual quantiles by hour": "number",
    "split conformal": "number",
    "quantile heads": "quantiles",
    "heads, calibrated": "quantiles",
    "heads, calibrated by hour": "quantiles",
    "heads, adaptive 0.001": "quantiles",
    "heads, adaptive 0.005": "quantiles",
    "heads, adaptive 0.02": "quantiles",
    "heads, rolling": "quantiles",
    "normal": "normal",
    "normal, calibrated": "normal",
    "normal, calibrated by hour": "normal",
    "normal, adaptive 0.001": "normal",
    "normal, adaptive 0.005": "normal",
    "normal, adaptive 0.02": "normal",
    "normal, rolling": "normal",
}
PERIOD, JUDGED = "2018-01 on", "2018-03-01"
SETTINGS = [{"way": way} for way in WAYS]
SEEDS = range(5)
CLAIMS = [{"way": "heads, calibrated"}]
METRIC, SLACK = "coverage", 0.01
ROLL = 8 * 168  # hours that a rolling calibration looks back


def normal_loss(target, output):
    """Return minus the logarithm of a normal density, less a constant; on the scale of 1."""
    from keras import ops

    sd = deviation(output[:, :, 1])
    return ops.mean(ops.log(sd) + 0.5 * ((target - output[:, :, 0]) / sd) ** 2)


LOSSES = {"number": "mae", "quantiles": pinball_loss, "normal": normal_loss}


@functools.lru_cache(maxsize=4)
def trained(period, output, seed):
    """Return hours, windows, and what a network puts out for them in vehicles; and about it."""
    hours, scale, learn, judge = parts(period, CONSTANTS["inputs"], CONSTANTS["horizon"])
    model, _, seconds = fitted(scale, learn, seed, CONSTANTS, OUTPUTS[output], LOSSES[output])
    about = {"parameters": model.count_params(), "seconds": seconds}
    put = model.predict(judge.X, batch_size=1024, verbose=0)
    if output == "normal":
        sd = np.asarray(deviation(put[:, :, 1])).astype(float) * scale.volume[1]
        mean = put[:, :, 0] * scale.volume[1] + scale.volume[0]
        return hours, judge, np.stack([mean, sd], axis=-1), about
    if output == "quantiles":
        about["crossed"] = float((np.diff(put, axis=-1) < 0).any(axis=-1).mean())
        put = np.sort(put, axis=-1)
    return hours, judge, put.astype(float) * scale.volume[1] + scale.volume[0], about


def split(hours, judge, date):
    """Return which windows calibrate and which are judged; none has an outcome in both."""
    begin = int(np.searchsorted(hours.time, np.datetime64(date)))
    return judge.first + judge.target.shape[1] <= begin, judge.first >= begin


def by_step(scores, level):
    """Return the conformal quantile of scores, at every step ahead: (windows, horizon)."""
    from unrolled.forecast import conformal_quantile

    columns = (column[np.isfinite(column)] for column in scores.T)
    return np.array([conformal_quantile(column, level) for column in columns])


def adaptive(before, after, rate, level):
    """Return the quantile of scores that each window gets by adaptive conformal inference.

    Scores of the calibration, `before`, are (m, horizon), and those to be judged, `after`, are
    (n, horizon) in the order of time, an hour apart. The miss rate that is aimed at at step k moves
    by ``rate * (1 - level - miss)`` when the outcome of a window k + 1 hours earlier is known.
    """
    n, horizon = after.shape
    found = np.empty((n, horizon))
    for k in range(horizon):
        ranked = np.sort(before[np.isfinite(before[:, k]), k])
        aim = 1 - level
        for t in range(n):
            j = t - k - 1  # the latest window whose outcome is known
            if j >= 0 and np.isfinite(after[j, k]):
                aim += rate * (1 - level - (after[j, k] > found[j, k]))
            rank = int(np.ceil((len(ranked) + 1) * (1 - aim)))
            found[t, k] = ranked[min(max(rank, 1), len(ranked)) - 1]
    return found


def rolling(before, after, level):
    """Return the quantile of the last `ROLL` scores whose outcomes are known, by window."""
    both = np.concatenate([before, after])
    n, horizon = after.shape
    # between the last that calibrates and the first that is judged lie windows with a foot in both
    found = np.empty((n, horizon))
    for k in range(horizon):
        for t in range(n):
            end = len(before) + max(t - k, 0)
            seen = both[max(0, end - ROLL) : end, k]
            seen = np.sort(seen[np.isfinite(seen)])
            rank = int(np.ceil((len(seen) + 1) * level))
            found[t, k] = seen[min(rank, len(seen)) - 1]
    return found


def intervals(way, period, date, seed):
    """Return hours, judged windows, low, high, centre, and what else is to be recorded."""
    hours, windows, put, about = trained(period, WAYS[way], seed)
    before, after = split(hours, windows, date)
    judge = Windows(*(part[after] for part in windows))
    target, level = windows.target, CONSTANTS["level"]
    ahead = clock(hours.time[windows.first[:, None] + np.arange(target.shape[1])])
    if WAYS[way] == "number":
        error = target - put
        if way == "split conformal":
            half = by_step(np.abs(error[before]), level)
            ends = put[after] - half, put[after] + half
        elif way == "residual quantiles":
            low, high = np.nanquantile(error[before], [LEVELS[0], LEVELS[-1]], axis=0)
            ends = put[after] + low, put[after] + high
        else:
            table = np.array(
                [
                    np.nanquantile(error[before][ahead[before] == h], [LEVELS[0], LEVELS[-1]])
                    for h in range(24)
                ]
            )
            ends = tuple(put[after] + table[ahead[after], side] for side in (0, 1))
        return hours, judge, *ends, put[after], about
    if WAYS[way] == "normal":
        low, high = (put[..., 0] + end * put[..., 1] for end in ENDS)
        unit, centre = put[..., 1], put[..., 0]
    else:
        low, high, unit, centre = put[..., 0], put[..., -1], np.ones(target.shape), put[..., 2]
    score = np.maximum(low - target, target - high) / unit
    if way in ("normal", "quantile heads"):
        more = 0
    elif way.endswith("by hour"):
        pooled = [score[before][ahead[before] == h] for h in range(24)]
        table = np.array([by_step(column[:, None], level)[0] for column in pooled])
        more = table[ahead[after]]
    elif "adaptive" in way:
        more = adaptive(score[before], score[after], float(way.split()[-1]), level)
    elif way.endswith("rolling"):
        more = rolling(score[before], score[after], level)
    else:
        more = by_step(score[before], level)
    more = more * unit[after]
    low, high = low[after] - more, high[after] + more
    middle = (low + high) / 2  # where calibration would turn an interval inside out
    return hours, judge, np.minimum(low, middle), np.maximum(high, middle), centre[after], about


def judged(way, period, date, seed):
    """Return scalar scores of one way, and whether each outcome was inside (NaN: not counted)."""
    hours, judge, low, high, centre, about = intervals(way, period, date, seed)
    target = judge.target
    known = np.isfinite(target)
    width = high - low
    inside = np.where(known, (target >= low) & (target <= high), np.nan)
    off = np.maximum(low - target, 0) + np.maximum(target - high, 0)
    hour = hours.time[judge.first[:, None] + np.arange(target.shape[1])]
    off_day = hours.off[judge.first[:, None] + np.arange(target.shape[1])]
    steps = np.nanmean(inside, axis=0)
    found = {
        "coverage": float(np.nanmean(inside)),
        "width": float(np.mean(width[known])),
        "interval_score": float(np.nanmean(width + 20 * off)),
        "lowest": float(steps.min()),
        "highest": float(steps.max()),
        "coverage_off": float(np.nanmean(inside[off_day])),
        "width_off": float(np.mean(width[known & off_day])),
        "joint": float((inside[known.all(axis=1)] == 1).all(axis=1).mean()),
    }
    more = {"inside": inside, "width": width, "ends": (low, high), "centre": centre, "time": hour}
    return found | about, more | {"hours": hours, "judge": judge}


def run(settings, seed):
    """Judge one way on the months of the choice; see the package for the interface."""
    found, more = judged(settings["way"], PERIOD, JUDGED, seed)
    return found | {"mae": scores(more["hours"], more["judge"], more["centre"])["mae"]}
