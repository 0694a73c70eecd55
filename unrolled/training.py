"""Training with Keras: one seed for everything, one recipe for every model of the book."""

import logging
import random
import sys
import warnings
from numbers import Integral

import keras
import numpy as np

from unrolled._expect import (
    NO_NUMBERS,
    expect,
    expect_count,
    expect_finite,
    expect_number,
    expect_positive,
    shown,
)


def _is_no_false_alarm(record):
    """Tell apart TensorFlow's warning of retracing where it is about Keras' own functions.

    Keras makes a new one for every model that is trained or asked to predict, so that five models
    in a loop look to TensorFlow like one function traced five times. Of yours it may still warn.
    """
    message = record.getMessage()
    return not ("triggered tf.function retracing" in message and "TensorFlowTrainer" in message)


logging.getLogger("tensorflow").addFilter(_is_no_false_alarm)


def set_seed(seed):
    """Seed Python, NumPy and Keras, and ask TensorFlow for the same sums in the same order.

    Parameters
    ----------
    seed : int
        From 0 to 2**32 - 1. Models built and trained after the call repeat exactly on the same
        machine.

    Raises
    ------
    ValueError
        If `seed` is no such number: without one nothing would repeat.

    Examples
    --------
    >>> import keras
    >>> set_seed(1)
    >>> first = keras.random.normal((2,))
    >>> set_seed(1)
    >>> bool((keras.random.normal((2,)) == first).numpy().all())
    True
    """
    whole = isinstance(seed, Integral) and not isinstance(seed, NO_NUMBERS)
    expect(
        whole and 0 <= seed < 2**32, "seed", "be a whole number from 0 to 2**32 - 1", shown(seed)
    )
    seed = int(seed)
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

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
    >>> rate = warmup_cosine(n_steps=100, learning_rate=0.01)
    >>> [round(float(rate(update)), 4) for update in (0, 10, 55, 100)]
    [0.001, 0.01, 0.005, 0.0]
    """
    n_steps, learning_rate = (
        expect_count(n_steps, "n_steps"),
        expect_positive(learning_rate, "learning_rate"),
    )
    share = "be a share between 0 and 1"
    warmup = expect_number(warmup, "warmup", share, lambda value: 0 <= value <= 1)
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
    callbacks=(),
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
        Largest global norm of the gradient; None does not clip.
    callbacks
        As in ``keras.Model.fit``.

    Returns
    -------
    dict of str to list of float
        ``loss``, ``val_loss`` … one value per epoch.

    Raises
    ------
    ValueError
        If arrays differ in length, or hold NaN (one NaN makes every weight NaN), or a setting is
        out of its range.

    Warns
    -----
    UserWarning
        If a numeric target is far from mean 0 and deviation 1: see `FAR`.

    Notes
    -----
    A progress bar moves where somebody can watch it: at a terminal and in a live notebook, never
    in redirected output or in a notebook that a program executes.

    Examples
    --------
    >>> import keras
    >>> import numpy as np
    >>> set_seed(0)
    >>> X = np.random.default_rng(0).normal(size=(64, 5, 1))
    >>> model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(1)])
    >>> history = fit(model, X, X[:, -1], epochs=2)
    >>> len(history["loss"]), history["loss"][1] < history["loss"][0]
    (2, True)
    """
    expect(callable(getattr(model, "fit", None)) and callable(getattr(model, "compile", None)),
           "model", "be a Keras model", shown(model))  # fmt: skip
    X, target = _examples(X, target, "X", "target")
    validation = _expect_validation(validation, X, target)
    epochs, batch_size = expect_count(epochs, "epochs"), expect_count(batch_size, "batch_size")
    n_updates = epochs * -(-len(X) // batch_size)
    schedule = warmup_cosine(n_updates, learning_rate)
    if clip_norm is not None:
        clip_norm = expect_positive(clip_norm, "clip_norm")
    expect(loss is not None, "loss", "be a loss, as in Model.compile", "None")
    for name, given, keras_name in [
        ("metrics", metrics, "compile"),
        ("callbacks", callbacks, "fit"),
    ]:
        listed = isinstance(given, (list, tuple))
        expect(listed, name, f"be a list, as in Model.{keras_name}", shown(given))
    _warn_of_scale(target, loss)
    model.compile(
        optimizer=keras.optimizers.Adam(schedule, global_clipnorm=clip_norm),
        loss=loss,
        metrics=list(metrics),
        jit_compile=False,  # XLA would not keep the order of sums that set_seed asks for
        steps_per_execution=8,  # the same updates, fewer returns to Python: helps small models
    )
    history = model.fit(
        X,
        target,
        epochs=epochs,
        batch_size=batch_size,
        validation_data=validation,
        verbose=int(_is_watched()),
        callbacks=list(callbacks),
    )
    return history.history


def _examples(X, target, X_name, target_name):
    """Return inputs and targets as finite arrays of the same length."""
    X, target = expect_finite(X, X_name), expect_finite(target, target_name)
    expect(X.ndim > 0, X_name, "have rows", shown(X))
    rows = f"{len(target)} rows" if target.ndim else shown(target)
    fits = target.ndim > 0 and len(X) == len(target) > 0
    expect(fits, target_name, f"hold {len(X)} rows, as {X_name}, and at least one", rows)
    return X, target


def _expect_validation(validation, X, target):
    """Return `validation` as given, if it is None or a pair that fits the training data."""
    if validation is None:
        return None
    pair = isinstance(validation, (tuple, list)) and len(validation) == 2
    expect(pair, "validation", "be a pair (X, target)", shown(validation))
    names = "validation[0]", "validation[1]"
    for part, seen, name in zip(_examples(*validation, *names), (X, target), names, strict=True):
        wanted = f"have {seen.ndim} axes, as in training"
        expect(part.ndim == seen.ndim, name, wanted, f"shape {part.shape}")
    return validation


# A new network puts out numbers of about the size of 1, and Adam moves each of its weights by about
# the learning rate an update: a level or a spread of tens is out of reach, and training ends at one
# constant forecast. Measured with this recipe, 20 units and 320 updates, on a noisy sine of which
# a network on unit scale explains 0.83: mean 10 leaves 0.63 and mean 20 nothing; spread 10 leaves
# 0.79 and 30 leaves 0.44; a level of 10 spreads leaves 0.6 and of 100 nothing. A small spread
# around zero is borne longer: a thousandth leaves 0.77, a ten-thousandth 0.47.
FAR = 10
SMALL = 1e-3
NUMERIC_LOSSES = (
    "squared",
    "absolute",
    "huber",
    "cosh",
    "mse",
    "mae",
    "mape",
    "pinball",
    "quantile",
)


def _warn_of_scale(target, loss):
    """Warn of a target that the recipe cannot reach: beginners get one constant and no word."""
    name = loss if isinstance(loss, str) else getattr(loss, "name", getattr(loss, "__name__", ""))
    if not any(part in name.lower() for part in NUMERIC_LOSSES):
        return  # classes, counts and shares are no quantities to be scaled
    mean, sd = float(target.mean(dtype=float)), float(target.std(dtype=float))
    if abs(mean) > FAR or sd > FAR or abs(mean) > FAR * sd or 0 < sd < SMALL:
        warnings.warn(
            f"target has mean {mean:.3g} and standard deviation {sd:.3g}; this recipe learns "
            "quantities near mean 0 and deviation 1, and far from it often ends at one constant "
            "forecast. Scale by the training data, (target - mean) / sd, the inputs alike, and "
            "turn the forecasts back, forecast * sd + mean.",
            UserWarning,
            stacklevel=3,
        )


def _is_watched():
    """Tell whether somebody can see a bar move: at a terminal, or in front of a live notebook.

    A notebook is live if its front end could answer ``input()``. JupyterLab and its relatives say
    so in every request; nbclient, and with it nbconvert, jupyter-cache and the book's build, and
    nbval say that nobody is there.
    """
    ipython = sys.modules.get("IPython")
    kernel = getattr(ipython and ipython.get_ipython(), "kernel", None)
    if kernel is not None:
        request = getattr(kernel, "get_parent", dict)()
        return bool(request.get("content", {}).get("allow_stdin"))
    return bool(sys.stdout and sys.stdout.isatty())
