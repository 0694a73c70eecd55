"""What the experiments of Part III share: series, networks, and how they are trained."""

import time

import numpy as np

N_STEPS = 50
# The parts of Géron (2019), chapter 15. Everything is chosen and compared on the validation series.
TRAIN, VALIDATION, TEST = slice(0, 7000), slice(7000, 9000), slice(9000, 10_000)
# Hidden recurrent layers, the last of which hands on its last output; and whether Dense follows.
RECURRENT = {
    "one neuron": ("SimpleRNN", (1,), False),
    "RNN 20-20-1": ("SimpleRNN", (20, 20, 1), False),
    "RNN 20": ("SimpleRNN", (20,), True),
    "RNN 20-20": ("SimpleRNN", (20, 20), True),
    "RNN 20-20-20": ("SimpleRNN", (20, 20, 20), True),
    "LSTM 20-20": ("LSTM", (20, 20), True),
}
RESIDUAL = {"residual MLP": (256, 2), "small residual MLP": (128, 2)}  # width, blocks


def published_series(horizon):
    """Return the 10,000 series of the published comparison, `horizon` steps longer than a window.

    The draws start afresh for every horizon, so the series of one step and of ten differ.
    """
    from unrolled.series import generate_time_series

    return generate_time_series(10_000, N_STEPS + horizon, np.random.RandomState(42))


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


def network(model, horizon, every_step=False):
    """Return an untrained network by its name in the tables of the book."""
    import keras
    from keras import layers

    if model in RESIDUAL:
        return residual_mlp(*RESIDUAL[model], horizon)
    stack = [keras.Input((N_STEPS, 1))]
    if model == "linear network":
        return keras.Sequential([*stack, layers.Flatten(), layers.Dense(horizon)])
    cell, sizes, dense = RECURRENT[model]
    for depth, units in enumerate(sizes, start=1):
        sequence = depth < len(sizes) or every_step
        layer = getattr(layers, cell)(units, return_sequences=sequence, unroll=True)
        stack.append(layer)
    return keras.Sequential([*stack, layers.Dense(horizon)] if dense else stack)


def train(model, X, target, settings, epochs, after_epoch=None):
    """Train by the settings' schedule, rate and batch size; return the seconds it took.

    `after_epoch` is called after every epoch at a constant rate, where epochs differ; the
    schedule is made to end at its last.
    """
    import keras

    from unrolled.training import fit

    start = time.perf_counter()
    rate, batch_size = settings["learning_rate"], settings["batch_size"]
    if settings["schedule"] == "cosine":
        fit(model, X, target, epochs=epochs, learning_rate=rate, batch_size=batch_size)
    else:
        model.compile(optimizer=keras.optimizers.Adam(rate), loss="mse")
        callbacks = (
            [keras.callbacks.LambdaCallback(on_epoch_end=after_epoch)] if after_epoch else []
        )
        model.fit(X, target, epochs=epochs, batch_size=batch_size, verbose=0, callbacks=callbacks)
    return time.perf_counter() - start


def settings(model, learning_rate, schedule="cosine", batch_size=64, **more):
    """Return one condition."""
    return {
        "model": model,
        "learning_rate": learning_rate,
        "schedule": schedule,
        "batch_size": batch_size,
        **more,
    }
