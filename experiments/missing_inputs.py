"""Forecasts of an hour's traffic from a day in which hours are missing, handled in ten ways."""

import time

import numpy as np

ABOUT = "A network forecasts the next hour from 24 hours of which some were hidden, and is judged."
CONSTANTS = {
    "n_steps": 24,
    "units": 32,
    "epochs": 8,
    "batch_size": 128,
    "learning_rate": 0.01,
    "layout": 0,  # the seed of where hours were hidden
    "lengths": [1, 3, 8, 24],  # of hidden stretches, as many of each
    "judged_from": "2018-03-01",  # what is before is learned from
    "judged_until": "2018-06-01",
}
WAYS = (
    "complete windows",  # learns from those only; forecasts others after forward fill
    "no vehicles",  # a missing count is 0 vehicles
    "mean",
    "mean, mask",
    "forward fill",
    "forward fill, mask",
    "mask, time since",  # forward fill, mask, and hours since the last count
    "decay",  # from the last count to the mean, at a rate that is learned; mask, and hours since
    "last week",  # the count of the same hour a week before, or forward fill
    "last week, mask",
)
SETTINGS = [{"way": way, "hidden": hidden} for hidden in (0.3, 0.1) for way in WAYS]
SEEDS = range(5)
CLAIMS = [
    # A mask beside the values pays, whatever stands in the holes (chapter 12).
    {"way": "mean, mask", "hidden": 0.3},
]
METRIC, SLACK = "mae", 1.0  # vehicles per hour
WEEK = 168


def hide(volume, share):
    """Return the series without a share of its hours, in stretches of the lengths above."""
    from unrolled.gaps import hide_stretches

    lengths = CONSTANTS["lengths"]
    count = round(share * len(volume) / sum(lengths))
    rng = np.random.default_rng(CONSTANTS["layout"])
    seen = volume.copy()
    known = np.isfinite(volume)
    for stretch in hide_stretches(known, np.repeat(lengths, count).tolist(), margin=1, rng=rng):
        seen[stretch] = np.nan
    return seen


def fill(seen, way, mean):
    """Return the series without gaps. Nothing after an hour is read for it."""
    from unrolled.gaps import forward_fill

    filled = seen.copy()
    if way.startswith("last week"):
        before = np.concatenate([np.full(WEEK, np.nan), seen[:-WEEK]])
        filled = np.where(np.isnan(seen), before, seen)
    if way == "no vehicles":
        filled = np.where(np.isnan(seen), 0.0, seen)
    elif way in ("mean", "mean, mask"):
        filled = np.where(np.isnan(seen), mean, seen)
    filled = forward_fill(filled)
    return np.where(np.isnan(filled), mean, filled)


def build(n_steps, inputs, way):
    """Return a network of one recurrent layer, for "decay" behind the inputs of GRU-D."""
    import keras

    window = keras.Input((n_steps, inputs))
    x = window
    if way == "decay":  # columns: forward filled, known, hours since, calendar
        keep = keras.layers.Dense(1, activation="relu", name="rate")(x[:, :, 2:3])
        keep = keras.ops.exp(-keep)
        value = x[:, :, 1:2] * x[:, :, :1] + (1 - x[:, :, 1:2]) * keep * x[:, :, :1]
        x = keras.layers.Concatenate()([value, x[:, :, 1:]])
    y = keras.layers.GRU(CONSTANTS["units"])(x)
    return keras.Model(window, keras.layers.Dense(1)(y))


def prepare(hidden, way):
    """Return inputs, targets, the hour of each target, which windows are whole, and the scale."""
    from unrolled.gaps import steps_since_known
    from unrolled.series import (
        calendar_inputs,
        complete_windows,
        load_traffic,
        load_traffic_days,
        make_windows,
    )

    traffic, days = load_traffic(), load_traffic_days()
    begin, end = (np.datetime64(CONSTANTS[name]) for name in ("judged_from", "judged_until"))
    kept = traffic.time < end
    hours, volume = traffic.time[kept], traffic.volume[kept]
    seen = hide(volume, hidden)
    mean, sd = np.nanmean(seen[hours < begin]), np.nanstd(seen[hours < begin])
    off = days.day[(days.holiday != "") & (days.holiday != "State Fair")]
    known = np.isfinite(seen).astype(float)
    columns = [(fill(seen, way, mean) - mean) / sd]
    if "mask" in way or way == "decay":
        columns.append(known)
    if way in ("mask, time since", "decay"):
        columns.append(steps_since_known(seen) / 24)
    coming = calendar_inputs(hours + np.timedelta64(1, "h"), day_off=off)  # known in advance
    inputs = np.column_stack([*columns, coming]).astype(np.float32)
    X, _ = make_windows(inputs, CONSTANTS["n_steps"])
    windows, _ = make_windows(seen, CONSTANTS["n_steps"])
    target = volume[CONSTANTS["n_steps"] :]
    was_seen = np.isfinite(seen[CONSTANTS["n_steps"] :])
    return X, target, was_seen, hours[CONSTANTS["n_steps"] :], complete_windows(windows), (mean, sd)


def run(settings, seed):
    """Train one network from one seed; see the package for the interface."""
    from unrolled.training import fit, set_seed

    way = settings["way"]
    X, target, was_seen, hours, whole, (mean, sd) = prepare(settings["hidden"], way)
    begin = np.datetime64(CONSTANTS["judged_from"])
    learned = (hours < begin) & was_seen & (whole if way == "complete windows" else True)
    judged = (hours >= begin) & np.isfinite(target)  # those that were hidden, too: we know them
    set_seed(seed)
    model = build(CONSTANTS["n_steps"], X.shape[2], way)
    start = time.process_time()  # one thread: what else the machine does, does not count
    history = fit(
        model,
        X[learned],
        ((target[learned] - mean) / sd).astype(np.float32)[:, None],
        epochs=CONSTANTS["epochs"],
        batch_size=CONSTANTS["batch_size"],
        learning_rate=CONSTANTS["learning_rate"],
    )
    seconds = time.process_time() - start
    error = np.full(len(target), np.nan)
    error[judged] = np.abs(target[judged] - (np.asarray(model(X[judged]))[:, 0] * sd + mean))
    touched = judged & ~whole
    blind = judged & ~np.concatenate([[True], was_seen[:-1]])  # the hour before is missing
    return {
        "mae": float(error[judged].mean()),
        "mae_whole": float(error[judged & whole].mean()),
        "mae_touched": float(error[touched].mean()),
        "mae_blind": float(error[blind].mean()),
        "learned": int(learned.sum()),
        "judged": int(judged.sum()),
        "touched": int(touched.sum()),
        "blind": int(blind.sum()),
        "loss": float(history["loss"][-1]),
        "parameters": model.count_params(),
        "seconds": seconds,
        "absolute": [float(e) for e in error[hours >= begin]],
    }
