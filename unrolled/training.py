"""Training with Keras: one seed for everything, one recipe for every model of the book."""

import random
import sys

import keras
import numpy as np

from unrolled._expect import expect, expect_count, expect_finite


def set_seed(seed):
    """Seed Python, NumPy and Keras, and ask TensorFlow for the same sums in the same order.

    Parameters
    ----------
    seed : int
        Models built and trained after the call repeat exactly on the same machine.
    """
    import tensorflow as tf

    keras.backend.clear_session()  # layer names start from 0 again
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - Keras' data shuffling still draws from it
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


def warmup_cosine(n_steps, learning_rate, warmup=0.1):
    """Return a schedule: linear warm-up to `learning_rate`, then a cosine down to zero.

    Parameters
    ----------
    n_steps : int
        Number of updates in the whole training.
    learning_rate : float
        The peak.
    warmup : float, default 0.1
        Share of the updates spent warming up.

    Returns
    -------
    keras.optimizers.schedules.LearningRateSchedule
    """
    n_warm = max(1, int(warmup * n_steps))
    return keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=learning_rate / n_warm,
        decay_steps=max(1, n_steps - n_warm),
        warmup_target=learning_rate,
        warmup_steps=n_warm,
    )


def fit(
    model,
    X,
    target,
    *,
    epochs,
    learning_rate=3e-3,
    batch_size=64,
    validation=None,
    loss="mse",
    metrics=(),
    clip_norm=1.0,
):
    """Train a Keras model by the book's recipe: Adam, warm-up and cosine, gradients clipped.

    Parameters
    ----------
    model : keras.Model
        Compiled here.
    X, target : ndarray
        Windows and what is to be forecast; the batch is the first axis.
    epochs : int
    learning_rate : float, default 3e-3
        The peak of the schedule.
    batch_size : int, default 64
    validation : tuple (X, target), optional
        Watched, never trained on.
    loss, metrics
        As in ``keras.Model.compile``.
    clip_norm : float, default 1.0
        Largest global norm of the gradient.

    Returns
    -------
    dict of str to list of float
        ``loss``, ``val_loss`` … one value per epoch.

    Raises
    ------
    ValueError
        If X and target differ in length, or hold NaN (one NaN makes every weight NaN).
    """
    X, target = expect_finite(X, "X"), expect_finite(target, "target")
    expect(len(X) == len(target) > 0, "target", f"hold {len(X)} rows, as X", f"{len(target)}")
    epochs, batch_size = expect_count(epochs, "epochs"), expect_count(batch_size, "batch_size")
    n_updates = epochs * -(-len(X) // batch_size)
    schedule = warmup_cosine(n_updates, learning_rate)
    model.compile(
        optimizer=keras.optimizers.Adam(schedule, global_clipnorm=clip_norm),
        loss=loss,
        metrics=list(metrics),
        jit_compile=False,  # XLA would not keep the order of sums that set_seed asks for
        steps_per_execution=8,  # the same updates, fewer returns to Python: helps small models
    )
    bar = 1 if sys.stderr.isatty() else 0  # a progress bar only where someone watches it move
    history = model.fit(
        X, target, epochs=epochs, batch_size=batch_size, validation_data=validation, verbose=bar
    )
    return history.history
