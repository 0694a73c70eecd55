"""A recurrent layer that reads both ways fills gaps, at the airports and over Mauna Loa."""

import time

import numpy as np

ABOUT = "A network fills stretches that were hidden from it, in training as well, and is judged."
LENGTHS = {"pressure": (1, 6, 24, 72), "temperature": (1, 6, 24, 72), "co2": (1, 4, 12, 26)}
CONSTANTS = {
    "counts": [24, 20, 16, 12],  # stretches to judge by, of each length, the shortest first;
    "judged_layout": 1,  # the seed of where they lie,
    "chosen_layout": 0,  # and of half as many to choose by, in places that those leave free
    "units": 32,  # in each direction
    "windows": 6400,
    "epochs": 3,
    "batch_size": 64,
    "learning_rate": 0.02,  # on the stretches to choose by better than 0.01, one seed of each
}
MARGIN = {"pressure": 12, "temperature": 12, "co2": 4}  # fewest steps between two stretches
STEPS = {"pressure": 120, "temperature": 120, "co2": 78}  # of a window, a gap somewhere in it
# What the network reads of its own series, and what it reads of others and answers, is of the size
# of 1 in these units: hPa, degrees Celsius, parts per million.
UNITS = {"pressure": (5.0, 1.0), "temperature": (5.0, 1.0), "co2": (2.0, 0.5)}
SETTINGS = [
    {"set": name, "hidden": hidden, "network": "both ways"}
    for name, hidden in (
        ("pressure", "alone"),
        ("temperature", "alone"),
        ("co2", "alone"),
        ("pressure", "together"),
        ("temperature", "together"),
    )
]
SEEDS = range(5)
CLAIMS = []  # the page itself trains the network of "co2", whenever it is built
METRIC, SLACK = "mae", 0.005


def load_set(name):
    """Return a set as (steps, columns), of which the first is to be filled, and its calendar."""
    from unrolled.series import load_airports, load_co2

    if name == "co2":
        carbon = load_co2()
        values, turns = carbon.co2[:, None], (carbon.time - carbon.time[0]).astype(int) / 365.25
    else:
        airports = load_airports()
        values, turns = getattr(airports, name), airports.time.astype(int) / 24
    angle = 2 * np.pi * turns
    return values, np.stack([np.sin(angle), np.cos(angle)], axis=1)


def layouts(name, known):
    """Return the stretches to judge by and those to choose by, no two of which meet."""
    from unrolled.gaps import hide_stretches

    found, free = {}, known
    for which, share in (("judged", 1), ("chosen", 2)):
        rng = np.random.default_rng(CONSTANTS[f"{which}_layout"])
        counts = [count // share for count in CONSTANTS["counts"]]
        lengths = np.repeat(LENGTHS[name], counts).tolist()
        found[which] = hide_stretches(free, lengths, margin=MARGIN[name], rng=rng)
        free = free & ~covered(len(known), found[which], MARGIN[name])
    return found


def covered(n_steps, stretches, margin=0):
    """Return which steps lie in one of the stretches, or within a margin of it."""
    inside = np.zeros(n_steps, dtype=bool)
    for stretch in stretches:
        inside[max(0, stretch.start - margin) : stretch.stop + margin] = True
    return inside


def read(values, calendar, gap, units):
    """Return what the network reads of one window, and the straight line over its gap.

    `values` is (steps, columns) with NaN where a value is missing or hidden, `gap` a slice of it.
    The level of the window's own series is taken off, and of its neighbours' the line: what is left
    is small, and does not depend on the day. A missing value is 0, and the mask says so.
    """
    from unrolled.gaps import interpolate

    line = interpolate(values[:, 0])
    level = (line[gap.start - 1] + line[gap.stop]) / 2
    own = (values[:, :1] - level) / units[0]
    others = (values[:, 1:] - line[:, None]) / units[1]
    inputs = np.concatenate([own, others], axis=1)
    known = np.isfinite(inputs)
    columns = [np.where(known, inputs, 0), known, calendar]
    return np.concatenate(columns, axis=1), line


def practice(values, calendar, settings, rng):
    """Return windows in which a stretch was hidden, and what the network should say there.

    Targets are (windows, steps, 2): how far the value is from the line, and its weight, which is 0
    wherever nothing was hidden or the value was missing before.
    """
    name = settings["set"]
    n_steps, margin, unit = STEPS[name], MARGIN[name], UNITS[name][1]
    X, target = [], []
    while len(X) < CONSTANTS["windows"]:
        length = int(rng.choice(LENGTHS[name]))
        start = int(rng.integers(len(values) - n_steps))
        first = int(rng.integers(margin, n_steps - length - margin + 1))
        gap = slice(first, first + length)
        window = values[start : start + n_steps].copy()
        truth = window[:, 0].copy()
        if not np.isfinite(truth[[gap.start - 1, gap.start, gap.stop - 1, gap.stop]]).all():
            continue
        window[gap, : None if settings["hidden"] == "together" else 1] = np.nan
        inputs, line = read(window, calendar[start : start + n_steps], gap, UNITS[name])
        weight = np.zeros(n_steps)
        weight[gap] = np.isfinite(truth[gap])
        off = np.where(weight > 0, truth - line, 0) / unit
        X.append(inputs)
        target.append(np.stack([off, weight / weight.sum()], axis=1))
    return np.array(X, dtype=np.float32), np.array(target, dtype=np.float32)


def build(inputs, n_steps):
    """Return a network that says at every step how far the value is from the line."""
    import keras

    units = CONSTANTS["units"]
    window = keras.Input((n_steps, inputs))
    layer = keras.layers.GRU(units, return_sequences=True)
    y = keras.layers.Bidirectional(layer)(window)
    return keras.Model(window, keras.layers.Dense(1)(y))


def hidden_error(target, answer):
    """Return the mean absolute error of each window, by the weights in the second column."""
    import keras

    error = keras.ops.abs(target[..., :1] - answer)
    return keras.ops.sum(target[..., 1:] * error, axis=(1, 2))


def fill(model, values, calendar, settings, stretches):
    """Return the values with every stretch filled, each by a window around it."""
    name = settings["set"]
    n_steps, unit = STEPS[name], UNITS[name][1]
    X, lines, starts = [], [], []
    for s in stretches:
        start = (s.start + s.stop - n_steps) // 2
        start = min(max(start, 0), len(values) - n_steps)
        here, gap = slice(start, start + n_steps), slice(s.start - start, s.stop - start)
        inputs, line = read(values[here], calendar[here], gap, UNITS[name])
        X.append(inputs)
        lines.append(line)
        starts.append(start)
    answers = np.asarray(model(np.array(X, dtype=np.float32)))[:, :, 0]
    filled = values[:, 0].copy()
    for s, start, line, answer in zip(stretches, starts, lines, answers, strict=True):
        filled[s] = (line + unit * answer)[s.start - start : s.stop - start]
    return filled


def run(settings, seed, judge="judged"):
    """Train once from one seed; see the package for the interface."""
    from unrolled.training import fit, set_seed

    name = settings["set"]
    values, calendar = load_set(name)
    stretches = layouts(name, np.isfinite(values[:, 0]))
    hidden = covered(len(values), [*stretches["judged"], *stretches["chosen"]])
    seen, truth = values.copy(), values[:, 0]
    seen[hidden, : None if settings["hidden"] == "together" else 1] = np.nan
    start = time.process_time()  # one thread: what else the machine does, does not count
    X, target = practice(seen, calendar, settings, np.random.default_rng(seed))
    set_seed(seed)
    model = build(X.shape[2], STEPS[name])
    recipe = {key: CONSTANTS[key] for key in ("epochs", "batch_size", "learning_rate")}
    history = fit(model, X, target, loss=hidden_error, **recipe)
    seconds = time.process_time() - start
    judged = stretches[judge]
    filled = fill(model, seen, calendar, settings, judged)
    absolute = [float(np.nanmean(np.abs(truth[s] - filled[s]))) for s in judged]
    lengths = np.array([s.stop - s.start for s in judged])
    scores = {}
    for rank, length in enumerate(LENGTHS[name], start=1):
        errors = np.concatenate(
            [np.abs(truth[s] - filled[s]) for s in judged if s.stop - s.start == length]
        )
        scores[f"mae_{rank}"] = float(np.nanmean(errors))
    return scores | {
        "mae": float(np.mean(list(scores.values()))),
        "loss": float(history["loss"][-1]),
        "hidden_steps": int(lengths.sum()),
        "first_steps": int(sum(s.start for s in judged)),  # tells one layout from another
        "parameters": model.count_params(),
        "seconds": seconds,
        "absolute": absolute,
    }
