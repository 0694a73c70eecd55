"""What the experiments of Part III share: series, networks, and how they are trained."""

import hashlib
import json
import time
from pathlib import Path

import numpy as np

from experiments._record import replace_arrays

N_STEPS = 50
# The parts of Géron (2019), chapter 15. Everything is chosen and compared on the validation series.
# The last 1,000 series, for tests there, were looked at by earlier editions of this book and are
# spent: experiments/final_test.py has others.
TRAIN, VALIDATION = slice(0, 7000), slice(7000, 9000)
# Hidden recurrent layers, the last of which hands on its last output; and whether Dense follows.
RECURRENT = {
    "one neuron": ("SimpleRNN", (1,), False),
    "RNN 20-20-1": ("SimpleRNN", (20, 20, 1), False),
    "RNN 20": ("SimpleRNN", (20,), True),
    "RNN 20-20": ("SimpleRNN", (20, 20), True),
    "RNN 20-20-20": ("SimpleRNN", (20, 20, 20), True),
    "LSTM 20-20": ("LSTM", (20, 20), True),
    "GRU 20-20": ("GRU", (20, 20), True),
    "Conv1D + GRU": ("GRU", (20, 20), True),
}
STRIDED = {"Conv1D + GRU": (20, 4, 2)}  # before them: channels, values read, steps to the next
DENSE = {"dense 100": 100}  # units of one hidden layer
# Nine layers that read two values each, so far apart, behind a first that reads four: the last
# output depends on 4 + (1 + 2 + 4 + 8 + 16) + (1 + 2 + 4 + 8) = 50 values, the whole window.
FIRST, DILATIONS, CHANNELS = 4, (1, 2, 4, 8, 16, 1, 2, 4, 8), 32
WAVENETS = {  # and what is left out
    "WaveNet": None,
    "WaveNet without gates": "gates",
    "WaveNet without skips": "skips",
    "WaveNet without residuals": "residuals",
    "WaveNet without dilation": "dilation",
}
RESIDUAL = {"residual MLP": (256, 2), "small residual MLP": (128, 2)}  # width, blocks


# Weights of recorded runs, so that an ensemble need not train its members anew. Nothing is lost
# with them: whoever does not find them trains.
WEIGHTS = Path(__file__).resolve().parents[1] / "_build" / "weights"


def published_series(horizon):
    """Return the 10,000 series of the published comparison, `horizon` steps longer than a window.

    The draws start afresh for every horizon, so the series of one step and of ten differ.
    """
    from unrolled.series import generate_time_series

    return generate_time_series(10_000, N_STEPS + horizon, np.random.RandomState(42))


def training_series(count, seed, horizon):
    """Return the published training series, or as many others as are asked for, anew by seed."""
    from unrolled.series import generate_time_series

    if count == TRAIN.stop:
        return published_series(horizon)[TRAIN]
    return generate_time_series(count, N_STEPS + horizon, np.random.default_rng([seed, count]))


def residual_mlp(width, blocks, horizon):
    """Return a network that adds corrections, block by block, to a linear map of the window."""
    import keras
    from keras import layers

    window = keras.Input((N_STEPS, 1))
    x = layers.Dense(width)(layers.Flatten()(window))
    for _ in range(blocks):
        correction = layers.Dense(width, activation="gelu")(layers.LayerNormalization()(x))
        x = x + layers.Dense(width)(correction)
    return keras.Model(window, layers.Dense(horizon)(layers.LayerNormalization()(x)))


def wavenet(horizon, without=None):
    """Return a WaveNet with a linear output, or what is left of it without one of its parts.

    Only the last output is used, so nothing is padded: every layer is shorter than the one before
    by what it reaches back, until one step is left.
    """
    import keras
    from keras import layers, ops

    window, skips = keras.Input((N_STEPS, 1)), []
    x = layers.Conv1D(CHANNELS, FIRST)(window)
    for dilation in [1] * len(DILATIONS) if without == "dilation" else DILATIONS:
        if without == "gates":
            z = layers.Conv1D(CHANNELS, 2, dilation_rate=dilation, activation="tanh")(x)
        else:
            a = layers.Conv1D(2 * CHANNELS, 2, dilation_rate=dilation)(x)
            z = ops.tanh(a[..., :CHANNELS]) * ops.sigmoid(a[..., CHANNELS:])
        skips.append(layers.Dense(CHANNELS)(z[:, -1]))
        y = layers.Dense(CHANNELS)(z)
        x = y if without == "residuals" else x[:, dilation:] + y
    found = x[:, -1] if without == "skips" else layers.add(skips)
    hidden = layers.Dense(CHANNELS, activation="relu")(ops.relu(found))
    return keras.Model(window, layers.Dense(horizon)(hidden))


def dilated_stack(horizon):
    """Return nine dilated convolutions in a row, all of whose last outputs are used."""
    import keras
    from keras import layers

    stack = [keras.Input((N_STEPS, 1)), layers.Conv1D(CHANNELS, FIRST, activation="relu")]
    for dilation in DILATIONS:
        stack.append(layers.Conv1D(CHANNELS, 2, dilation_rate=dilation, activation="relu"))
    return keras.Sequential([*stack, layers.Flatten(), layers.Dense(horizon)])


def network(model, horizon, every_step=False):
    """Return an untrained network by its name in the tables of the book."""
    import keras
    from keras import layers

    if model in WAVENETS:
        return wavenet(horizon, WAVENETS[model])
    if model in RESIDUAL:
        return residual_mlp(*RESIDUAL[model], horizon)
    if model == "dilated convolutions":
        return dilated_stack(horizon)
    stack = [keras.Input((N_STEPS, 1))]
    if model == "linear network":
        return keras.Sequential([*stack, layers.Flatten(), layers.Dense(horizon)])
    if model in DENSE:
        hidden = layers.Dense(DENSE[model], activation="tanh")
        return keras.Sequential([*stack, layers.Flatten(), hidden, layers.Dense(horizon)])
    if model in STRIDED:
        stack.append(layers.Conv1D(*STRIDED[model]))
    cell, sizes, dense = RECURRENT[model]
    for depth, units in enumerate(sizes, start=1):
        sequence = depth < len(sizes) or every_step
        layer = getattr(layers, cell)(units, return_sequences=sequence, unroll=True)
        stack.append(layer)
    return keras.Sequential([*stack, layers.Dense(horizon)] if dense else stack)


def train(model, X, target, settings, epochs, watch=None):
    """Train by the settings' schedule, rate and batch size; return the seconds it took.

    `watch` is a Keras callback.
    """
    import keras

    from unrolled.training import fit

    start = time.perf_counter()
    rate, batch_size = settings["learning_rate"], settings["batch_size"]
    callbacks = [watch] if watch else []
    if settings["schedule"] == "cosine":
        fit(
            model,
            X,
            target,
            epochs=epochs,
            learning_rate=rate,
            batch_size=batch_size,
            callbacks=callbacks,
        )
    else:
        model.compile(optimizer=keras.optimizers.Adam(rate), loss="mse")
        model.fit(X, target, epochs=epochs, batch_size=batch_size, verbose=0, callbacks=callbacks)
    return time.perf_counter() - start


def untrained(settings, seed):
    """Return the network of a condition, started from a seed.

    Its strategy decides what it puts out: "one step" and "iterated" one value after the window, "at
    once" ten, and "every step" ten after every step of it.
    """
    from unrolled.training import set_seed

    strategy = settings["strategy"]
    set_seed(seed)
    ahead = 1 if strategy in ("one step", "iterated") else 10
    return network(settings["model"], ahead, strategy == "every step")


def train_on(model, settings, series, epochs, watch=None):
    """Train the network of a condition on series; return the seconds it took, as `train`."""
    from unrolled.series import sequence_targets

    ahead = model.output_shape[-1]
    X, target = sequence_targets(series[:, : N_STEPS + ahead], N_STEPS, ahead)
    wanted = target if settings["strategy"] == "every step" else target[:, -1]
    return train(model, X, wanted, settings, epochs, watch)


def squared_errors(model, strategy, series):
    """Return the squared error of every series and step ahead, shape (series, horizon)."""
    truth = series[:, N_STEPS:, 0].astype(float)
    return (truth - forecast(model, strategy, series[:, :N_STEPS], truth.shape[1])) ** 2


def forecast(model, strategy, X, horizon):
    """Return what a trained network forecasts, shape (series, horizon)."""
    from unrolled.forecast import iterate

    if strategy == "iterated":
        return np.asarray(iterate(model, X, horizon=horizon))
    output = np.asarray(model(X))
    return output[:, -1] if strategy == "every step" else output


def settings(model, learning_rate, schedule="cosine", batch_size=64, **more):
    """Return one condition."""
    return {
        "model": model,
        "learning_rate": learning_rate,
        "schedule": schedule,
        "batch_size": batch_size,
        **more,
    }


def weights_file(settings, seed):
    """Return where the weights of a run are kept."""
    name = hashlib.sha256(json.dumps([settings, seed], sort_keys=True).encode()).hexdigest()[:16]
    return WEIGHTS / f"{name}.npz"


def keep(model, settings, seed):
    """Keep a trained model's weights."""
    weights = {f"{number:03}": array for number, array in enumerate(model.get_weights())}
    replace_arrays(weights_file(settings, seed), weights)


def kept(model, settings, seed):
    """Give the model the weights of a run, if they were kept; say whether they were."""
    path = weights_file(settings, seed)
    if not path.is_file():
        return False
    with np.load(path) as arrays:
        model.set_weights(list(arrays.values()))
    return True
