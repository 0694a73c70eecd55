"""What the experiments with the I-94 traffic share: inputs, windows, parts, networks and rivals.

Every missing hour among the inputs is filled by what was known at the time: its volume by that of
the same hour a week before, its temperature by the last one. Only counted hours are forecast.
"""

import functools
import time
from typing import NamedTuple

import numpy as np

N_STEPS, WEEK = 24, 168  # hours that a window holds, and those of a week
ORIGINS = {  # the first hour that is judged, and the first that is not any more
    "2017-09": ("2017-09-01", "2017-12-01"),
    "2017-12": ("2017-12-01", "2018-03-01"),
    "2018-01": ("2018-01-01", "2018-03-01"),  # on which the configuration was chosen
    "2018-03": ("2018-03-01", "2018-06-01"),
    "2018-06": ("2018-06-01", "2018-10-01"),  # the test, for traffic_final alone
    # for intervals, which are calibrated on the first months and judged on the rest
    "2018-01 on": ("2018-01-01", "2018-06-01"),
    "2018-03 on": ("2018-03-01", "2018-10-01"),  # for traffic_intervals_final alone
}
INPUTS = ("own", "own+temperature", "own+calendar", "all")
CALENDAR = 33  # its columns
BACK = {"last week": 168, "yesterday": 24, "last hour": 0}  # hours; 0 repeats the last value
CLOCK = ("own+calendar", "all")  # those with the calendar


class Hours(NamedTuple):
    """The traffic up to some hour, and its calendar: one row an hour."""

    time: np.ndarray  # (hours,) datetime64[h]
    counted: np.ndarray  # (hours,) vehicles; NaN where missing
    volume: np.ndarray  # (hours,) vehicles, filled by what was known
    celsius: np.ndarray  # (hours,) filled likewise
    calendar: np.ndarray  # (hours, 33)
    off: np.ndarray  # (hours,) whether the day is off


class Windows(NamedTuple):
    """Windows of one period: what is read, scaled, and what is forecast, in vehicles an hour."""

    X: np.ndarray  # (windows, 24 + horizon - 1, features)
    target: np.ndarray  # (windows, horizon); NaN where nothing was counted
    first: np.ndarray  # (windows,) index of the first hour to come


class Scale(NamedTuple):
    """Mean and standard deviation of the counted volumes and the temperatures learned from."""

    volume: tuple
    celsius: tuple


def fill_from_last_week(volume):
    """Return the hours with every missing one replaced by the same hour a week before."""
    filled = np.array(volume, dtype=float)
    if np.isnan(filled[:WEEK]).any():
        raise ValueError("volume must be known throughout its first week, got missing hours in it")
    for t in np.flatnonzero(np.isnan(filled)):  # in order: a filled hour may fill a later one
        filled[t] = filled[t - WEEK]
    return filled


def clock(stamps):
    """Return the hour of the day of each stamp, 0 to 23."""
    return stamps.astype("datetime64[h]").astype(int) % 24


@functools.cache
def hours_until(end):
    """Return all hours before a date; what comes later is not even held in memory."""
    from unrolled.gaps import forward_fill
    from unrolled.series import calendar_inputs, load_traffic, load_traffic_days

    traffic, days = load_traffic(), load_traffic_days()
    there = traffic.time < np.datetime64(end)
    stamps, counted = traffic.time[there], traffic.volume[there]
    off = days.day[(days.holiday != "") & (days.holiday != "State Fair")]
    return Hours(
        stamps,
        counted,
        fill_from_last_week(counted),
        forward_fill(traffic.temperature[there]),
        np.concatenate([calendar_inputs(stamps, day_off=off), np.eye(24)[clock(stamps)]], axis=1),
        np.isin(stamps.astype("datetime64[D]"), off),
    )


def scale_of(hours, learned):
    """Return the scale of the hours learned from."""
    parts = hours.counted[learned], hours.celsius[learned]
    return Scale(*((float(np.nanmean(part)), float(np.nanstd(part))) for part in parts))


def cut(hours, scale, inputs, horizon, first):
    """Cut a window for every hour in `first`, the first to come, with what is known beforehand.

    Step t holds the volume of hour t and what is known of hour t + 1: its volume a week ago and,
    with the calendar, its kind of day and time of day, as a point on a circle and as one of 24
    columns. A step whose hour is still to come has no volume and no temperature: it holds 0.
    """
    volume = (hours.volume - scale.volume[0]) / scale.volume[1]
    celsius = (hours.celsius - scale.celsius[0]) / scale.celsius[1]
    step = first[:, None] + np.arange(-N_STEPS, horizon - 1)
    past = np.broadcast_to(np.arange(step.shape[1]) < N_STEPS, step.shape)
    read = [np.where(past, volume[step], 0), volume[step + 1 - WEEK]]
    if inputs in ("own+temperature", "all"):
        read.append(np.where(past, celsius[step], 0))
    X = np.stack(read, axis=-1)
    if inputs in CLOCK:
        X = np.concatenate([X, hours.calendar[step + 1]], axis=-1)
    target = hours.counted[first[:, None] + np.arange(horizon)]
    return Windows(X.astype("float32"), target, first)


def parts(origin, inputs, horizon):
    """Return hours, scale, and the windows to learn from and to judge by at one origin.

    Only windows whose hours to come were all counted are learned from. Those that are judged have
    all of their hours to come within the period, and those that were not counted do not count.
    """
    begin, end = (np.datetime64(date) for date in ORIGINS[origin])
    hours = hours_until(str(end))
    split = int(np.searchsorted(hours.time, begin))
    scale = scale_of(hours, slice(split))
    first = np.arange(WEEK + N_STEPS, split - horizon + 1)
    complete = np.isfinite(hours.counted[first[:, None] + np.arange(horizon)]).all(axis=1)
    judged = np.arange(split, len(hours.time) - horizon + 1)
    learn, judge = (
        cut(hours, scale, inputs, horizon, chosen) for chosen in (first[complete], judged)
    )
    return hours, scale, learn, judge


def scores(hours, windows, forecast):
    """Return the absolute errors of forecasts in vehicles an hour, in several arrangements."""
    begin = windows.first[0]
    error = np.abs(windows.target - forecast)  # NaN where nothing was counted
    ahead = windows.first[:, None] + np.arange(error.shape[1])
    hour = clock(hours.time[ahead])
    absolute = np.full(len(hours.time) - begin, np.nan)
    counted = np.isfinite(error).any(axis=1)
    absolute[windows.first[counted] - begin] = np.nanmean(error[counted], axis=1)
    result = {
        "mae": float(np.nanmean(error)),
        "absolute": absolute.tolist(),
        "by_hour": [float(np.nanmean(error[hour == h])) for h in range(24)],
        "by_step": np.nanmean(error, axis=0).tolist(),
    }
    off = hours.off[ahead]
    return result | {"mae_off": float(np.nanmean(error[off]))}


def network(shape, horizon, units, hidden, numbers=1):
    """Return a network: a GRU reads the past, a hidden layer joins it with each hour to come.

    It puts out (batch, horizon), or, with several numbers an hour, (batch, horizon, numbers).
    """
    import keras
    from keras import layers, ops

    X = keras.Input(shape)
    state = layers.GRU(units)(X[:, :N_STEPS])
    ahead = X[:, -horizon:]
    parts = [layers.RepeatVector(horizon)(state), ahead]
    if horizon > 1:  # which of the hours to come it is
        parts.append(ops.ones_like(ahead[:, :, :1]) * ops.eye(horizon)[None])
    joined = layers.Dense(hidden, activation="relu")(layers.Concatenate()(parts))
    out = (horizon,) if numbers == 1 else (horizon, numbers)
    return keras.Model(X, layers.Reshape(out)(layers.Dense(numbers)(joined)))


def scaled(volume, scale):
    """Return volumes in units of their scale."""
    return ((volume - scale.volume[0]) / scale.volume[1]).astype("float32")


def fitted(scale, learn, seed, constants, numbers=1, loss="mae"):
    """Return the network, trained from one seed; its losses by epoch; and the seconds it took."""
    from unrolled.training import fit, set_seed

    horizon = learn.target.shape[1]
    set_seed(seed)
    model = network(learn.X.shape[1:], horizon, constants["units"], constants["hidden"], numbers)
    start = time.process_time()  # one thread: what else the machine does, does not count
    history = fit(
        model,
        learn.X,
        scaled(learn.target, scale),
        epochs=constants["epochs"],
        batch_size=constants["batch_size"],
        learning_rate=constants["learning_rate"],
        loss=loss,
    )
    return model, history["loss"], time.process_time() - start


def train_network(scale, learn, judge, seed, constants):
    """Train the network from one seed; return its forecasts and what is said of the training."""
    model, losses, seconds = fitted(scale, learn, seed, constants)
    output = model.predict(judge.X, batch_size=1024, verbose=0)
    about = {"loss": losses[-1], "parameters": model.count_params(), "seconds": seconds}
    return output * scale.volume[1] + scale.volume[0], about


def ridge(rows, targets, penalty):
    """Return weights and constant of a ridge regression; columns on the scale of 1."""
    centre, level = rows.mean(axis=0), targets.mean(axis=0)
    inner = (rows - centre).T @ (rows - centre) + penalty * np.eye(rows.shape[1])
    weights = np.linalg.solve(inner, (rows - centre).T @ (targets - level))
    return weights, level - centre @ weights


def fit_linear(scale, learn, judge, l2):
    """Fit one linear map of everything that the network reads."""
    weights, constant = ridge(flat(learn.X), scaled(learn.target, scale), l2)
    return flat(judge.X) @ weights + constant, weights.size + constant.size


def fit_by_clock(hours, scale, learn, judge, l2):
    """Fit 24 linear maps, one for every hour of the day at which the forecast begins.

    Each reads what the network reads; the calendar is left with the kinds of the days to come.
    """
    horizon, size = learn.target.shape[1], 0
    output = np.empty(judge.target.shape)
    begins = [clock(hours.time[windows.first]) for windows in (learn, judge)]
    reads = [by_clock(windows.X, horizon) for windows in (learn, judge)]
    for hour in range(24):
        now, then = (begin == hour for begin in begins)
        weights, constant = ridge(reads[0][now], scaled(learn.target[now], scale), l2)
        output[then] = reads[1][then] @ weights + constant
        size += weights.size + constant.size
    return output, size


def flat(X):
    """Return what windows hold as rows of numbers, in double precision."""
    return X.reshape(len(X), -1).astype(float)


def by_clock(X, horizon):
    """Return the past, last week's hours to come, and the kinds of the first and last day."""
    own = X.shape[2] - CALENDAR  # columns that are no calendar
    past = [X[:, :N_STEPS, 0]] + [X[:, :N_STEPS, k] for k in range(2, own)]
    days = [X[:, -step, own + 2 : own + 9] for step in sorted({horizon, 1})]
    return np.concatenate([*past, X[:, -horizon:, 1], *days], axis=1).astype(float)


def forecast(settings, origin, seed, constants):
    """Forecast one period with one forecaster; return all of its scores."""
    inputs, horizon, model = (settings[name] for name in ("inputs", "horizon", "model"))
    hours, scale, learn, judge = parts(origin, inputs, horizon)
    if model == "GRU":
        volume, about = train_network(scale, learn, judge, seed, constants)
        return scores(hours, judge, volume) | about
    start = time.process_time()
    if model in BACK:
        ahead = judge.first[:, None] + np.arange(horizon)
        back = (
            ahead - BACK[model] if BACK[model] else np.broadcast_to(ahead[:, :1] - 1, ahead.shape)
        )
        volume, size = hours.volume[back], 0
    else:
        if model == "linear":
            output, size = fit_linear(scale, learn, judge, constants["l2"])
        else:
            output, size = fit_by_clock(hours, scale, learn, judge, constants["l2"])
        volume = output * scale.volume[1] + scale.volume[0]
    about = {"parameters": int(size), "seconds": time.process_time() - start}
    return scores(hours, judge, volume) | about | {"loss": 0.0}
