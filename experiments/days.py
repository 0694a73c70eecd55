"""Weekday and holiday to a day of traffic: chapter 3, vector to sequence and teacher forcing."""

import time

import numpy as np

ABOUT = "A decoder is given a weekday and whether it is a holiday, and draws 24 hours of traffic."
CONSTANTS = {
    "units": 32,
    "epochs": 60,
    "batch_size": 64,
    "judged_from": "2018-03-01",  # what is before is learned from
    "judged_until": "2018-06-01",
}
# How the vector enters: at every step, as the first state, or at every step with the hour before.
# Each with its best rate of `days_rate`; units, epochs and batches were given.
RATES = {"repeated": 8e-2, "first state": 8e-2, "fed the hour before": 4e-2}
SETTINGS = [{"wiring": wiring, "learning_rate": rate} for wiring, rate in RATES.items()]
SEEDS = range(5)
# The wirings are level, and the hour before, where the network has to write it itself, neither
# helps nor harms (chapter 3). What differs least from seed to seed comes first.
CLAIMS = [{"wiring": wiring} for wiring in ("fed the hour before", "first state", "repeated")]
METRIC, SLACK = "mae", 1.0  # vehicles per hour


def decoder(wiring, units):
    """Return the network of one wiring."""
    import keras

    layers = keras.layers
    if wiring == "fed the hour before":
        inputs = keras.Input((24, 9))
        hours = layers.GRU(units, return_sequences=True)(inputs)
    else:
        inputs = keras.Input((8,))
        if wiring == "repeated":
            hours = layers.GRU(units, return_sequences=True)(layers.RepeatVector(24)(inputs))
        else:
            state = layers.Dense(units, activation="tanh")(inputs)
            nothing = layers.RepeatVector(24)(0 * inputs[:, :1])
            hours = layers.GRU(units, return_sequences=True)(nothing, initial_state=state)
    return keras.Model(inputs, layers.Dense(1)(hours))


def run(settings, seed):
    """Train one decoder from one seed; see the package for the interface."""
    return train(settings, seed, CONSTANTS)


def train(settings, seed, constants):
    """Train and judge one decoder under these constants; return its metrics."""
    from unrolled.series import load_traffic_days
    from unrolled.training import fit, set_seed

    days = load_traffic_days()
    day_off = (days.holiday != "") & (days.holiday != "State Fair")
    vector = np.column_stack([np.eye(7)[days.weekday], day_off]).astype("float32")
    complete = np.isfinite(days.volume).all(axis=1)
    begin, end = (np.datetime64(constants[name]) for name in ("judged_from", "judged_until"))
    learned = complete & (days.day < begin)
    judged = complete & (days.day >= begin) & (days.day < end)
    mean, sd = days.volume[learned].mean(), days.volume[learned].std()
    hours = ((days.volume - mean) / sd).astype("float32")[..., np.newaxis]

    inputs = vector
    forced = settings["wiring"] == "fed the hour before"
    if forced:
        before = np.concatenate([np.zeros_like(hours[:, :1]), hours[:, :-1]], axis=1)
        inputs = np.concatenate([np.repeat(vector[:, np.newaxis], 24, axis=1), before], axis=2)

    set_seed(seed)
    model = decoder(settings["wiring"], constants["units"])
    start = time.process_time()  # one thread: what else the machine does, does not count
    history = fit(
        model,
        inputs[learned],
        hours[learned],
        epochs=constants["epochs"],
        batch_size=constants["batch_size"],
        learning_rate=settings["learning_rate"],
        loss="mae",
    )
    seconds = time.process_time() - start

    def error(output):
        return float(np.abs(np.asarray(output) - hours[judged]).mean() * sd)

    results = {"loss": history["loss"][-1], "parameters": model.count_params(), "seconds": seconds}
    if not forced:
        return results | {"mae": error(model(inputs[judged]))}
    own = inputs[judged].copy()
    own[:, :, 8] = 0
    for hour in range(23):  # each hour's own output becomes the next hour's input
        own[:, hour + 1, 8] = np.asarray(model(own))[:, hour, 0]
    return results | {"mae": error(model(own)), "mae_forced": error(model(inputs[judged]))}
