"""Three weeks of traffic to learn from: what dropout, decay, size and stopping do, chapter 11.

Five hundred windows are learned from, to forecast one hour ahead, and the week after them is there
to choose by: 24 ways to train one network. What a choice is worth shows on hours that took no part
in it: the four weeks after that week, and March to May 2018.
"""

import functools
import itertools
import time

import numpy as np

from experiments._traffic import WEEK, hours_until, ridge

ABOUT = "Networks learn from 500 windows of traffic; a week chooses, and other months judge."
CONSTANTS = {
    "windows": 500,
    "n_steps": 24,
    "validation": WEEK,  # hours after the windows, by which training is stopped and a way chosen
    "next": 4 * WEEK,  # hours after these
    "judged_from": "2018-03-01",
    "judged_until": "2018-06-01",
    "epochs": 60,
    "batch_size": 50,
    "learning_rate": 5e-3,
}
CALENDAR = 9  # columns: the hour as a point on a circle, and the kind of day
UNITS, DROPOUT, DECAY = (4, 16, 64), (0.0, 0.3), (0.0, 0.1)
STOPPING = ("last epoch", "best epoch")
PENALTIES = (1.0, 10.0, 100.0, 1000.0)  # of the linear model, chosen by the same week


def condition(model, units=0, dropout=0.0, decay=0.0, stopping="none"):
    """Return one condition; only the network has the four factors."""
    return {
        "model": model,
        "units": units,
        "dropout": dropout,
        "decay": decay,
        "stopping": stopping,
    }


# Both ways of stopping follow one another: they are of one training, which is made once.
SETTINGS = [
    condition("GRU", *factors) for factors in itertools.product(UNITS, DROPOUT, DECAY, STOPPING)
]
SETTINGS += [condition(model) for model in ("linear", "by clock", "last week", "naive")]
SEEDS = range(5)  # which 500 windows, and which weights to start from
# Which three weeks they are makes the seeds differ most; each differs from itself by nothing.
CLAIMS = [{"model": "GRU", "units": 16, "dropout": 0.0, "decay": 0.0, "stopping": "best epoch"}]
METRIC, SLACK = "mae", 5.0  # vehicles per hour


def parts(seed):
    """Return the hours, and which are to be learned from, chosen by, and judged by, in four arrays.

    The three weeks lie anywhere before March 2018, with the five weeks that follow them.
    """
    hours = hours_until(CONSTANTS["judged_until"])
    last = int(np.searchsorted(hours.time, np.datetime64(CONSTANTS["judged_from"])))
    count, *sizes = (CONSTANTS[name] for name in ("windows", "validation", "next"))
    rng = np.random.default_rng([seed, count])
    # the first window reads the hours of a day, each with that of a week before it
    first = WEEK + CONSTANTS["n_steps"]
    begin = int(rng.integers(first, last - count - sum(sizes) - WEEK, endpoint=True))
    counted = np.flatnonzero(np.isfinite(hours.counted))
    learned = counted[counted >= begin][:count]  # 500 that were counted, in however many hours
    cuts = np.cumsum((learned[-1] + 1, *sizes))
    after = [counted[(counted >= a) & (counted < b)] for a, b in itertools.pairwise(cuts)]
    return hours, [learned, *after, counted[counted >= last]]


def scale(hours, learned):
    """Return mean and standard deviation of the volumes learned from."""
    return hours.counted[learned].mean(), hours.counted[learned].std()


def inputs(hours, chosen, mean, sd):
    """Return what a network reads to forecast the `chosen` hours, shape (hours, 24, 11).

    Every step holds an hour's volume and what is known beforehand of the next one: its volume a
    week ago and its calendar, with the hour as a point on a circle.
    """
    volume = (hours.volume - mean) / sd
    step = chosen[:, None] + np.arange(-CONSTANTS["n_steps"], 0)
    known = volume[step], volume[step + 1 - WEEK]
    calendar = hours.calendar[step + 1, :CALENDAR]
    read = np.concatenate([np.stack(known, axis=-1), calendar], axis=-1)
    return read.astype("float32")


def network(units, dropout):
    """Return an untrained network: one recurrent layer, whose last output may be dropped out."""
    import keras

    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((CONSTANTS["n_steps"], 11)),
            layers.GRU(units),
            layers.Dropout(dropout),
            layers.Dense(1),
        ]
    )


@functools.lru_cache(maxsize=1)
def trained(units, dropout, decay, seed):
    """Train one network; return what it forecasts after the last epoch and after the best, by name.

    The best epoch is the one with the least squared error in the week after the windows. Each comes
    with its number, and both with the count of weights and the seconds.
    """
    import keras

    from unrolled.training import set_seed

    hours, chosen = parts(seed)
    mean, sd = scale(hours, chosen[0])
    read = [inputs(hours, part, mean, sd) for part in chosen]
    learn, choose = (((hours.counted[part] - mean) / sd).astype("float32") for part in chosen[:2])
    set_seed(seed)
    model = network(units, dropout)
    found = {"loss": np.inf}

    def keep_best(epoch, logs):
        if logs["val_loss"] < found["loss"]:
            found.update(loss=logs["val_loss"], epoch=epoch + 1, weights=model.get_weights())

    rate = CONSTANTS["learning_rate"]  # constant: any epoch might have been the last
    adam = keras.optimizers.AdamW(rate, weight_decay=decay, global_clipnorm=1.0)
    model.compile(adam, loss="mse", jit_compile=False, steps_per_execution=10)
    start = time.process_time()  # one thread: what else the machine does, does not count
    model.fit(
        read[0],
        learn,
        validation_data=(read[1], choose),
        epochs=CONSTANTS["epochs"],
        batch_size=CONSTANTS["batch_size"],
        verbose=0,
        callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=keep_best)],
    )
    seconds = time.process_time() - start

    def forecasts():
        return [np.asarray(model(part))[:, 0] * sd + mean for part in read]

    last = forecasts(), CONSTANTS["epochs"]
    model.set_weights(found["weights"])
    best = forecasts(), found["epoch"]
    return {"last epoch": last, "best epoch": best}, model.count_params(), seconds


def of_week(hours, chosen):
    """Return which of the 168 hours of a week each one is; a day off is a Sunday."""
    day = hours.calendar[chosen, 2:CALENDAR].argmax(axis=1)
    return 24 * day + hours.time[chosen].astype(int) % 24


def linear(hours, chosen):
    """Return the forecasts of a ridge regression and the count of its weights.

    It reads a day of hours, the volume a week ago, and which of the 168 hours of a week is coming:
    what the network reads. The penalty is the best of four in the week after.
    """
    mean, sd = scale(hours, chosen[0])
    rows = []
    for part in chosen:
        known = inputs(hours, part, mean, sd)
        rows.append(
            np.hstack([known[:, :, 0], known[:, -1:, 1], np.eye(WEEK)[of_week(hours, part)]])
        )
    tried = {}
    for penalty in PENALTIES:
        weights, constant = ridge(rows[0], hours.counted[chosen[0]], penalty)
        forecasts = [part @ weights + constant for part in rows]
        tried[np.abs(hours.counted[chosen[1]] - forecasts[1]).mean()] = forecasts
    return tried[min(tried)], rows[0].shape[1] + 1


def by_clock(hours, chosen):
    """Return the mean of each hour of Monday to Friday, of Saturday, and of Sunday or a day off."""

    def kind(part):
        day, hour = np.divmod(of_week(hours, part), 24)
        return 24 * np.maximum(day - 4, 0) + hour

    of, target = kind(chosen[0]), hours.counted[chosen[0]]  # three weeks hold every kind
    means = np.array([target[of == k].mean() for k in range(72)])
    return [means[kind(part)] for part in chosen], len(means)


RIVALS = {
    "linear": linear,
    "by clock": by_clock,
    "last week": lambda hours, chosen: ([hours.volume[part - WEEK] for part in chosen], 0),
    "naive": lambda hours, chosen: ([hours.volume[part - 1] for part in chosen], 0),
}


def run(settings, seed):
    """Train or compute one forecaster from one seed; see the package for the interface."""
    hours, chosen = parts(seed)
    if settings["model"] == "GRU":
        factors = (settings[name] for name in ("units", "dropout", "decay"))
        ends, parameters, seconds = trained(*factors, seed)
        forecasts, epochs = ends[settings["stopping"]]
    else:
        start, epochs = time.process_time(), 0
        forecasts, parameters = RIVALS[settings["model"]](hours, chosen)
        seconds = time.process_time() - start
    errors = {
        name: float(np.abs(hours.counted[part] - forecast).mean())
        for name, part, forecast in zip(
            ("mae_train", "mae_validation", "mae_next", "mae"), chosen, forecasts, strict=True
        )
    }
    return errors | {"kept_epoch": epochs, "parameters": parameters, "seconds": seconds}
