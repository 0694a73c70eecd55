"""What one pass of a recurrent layer takes: the NumPy helper beside Keras, PyTorch and JAX.

``make bench`` measures all of it anew, on a machine with nothing else to do, and shows it.
"""

import functools
import os
import time

import numpy as np

from experiments import _turns
from experiments._ways import by_numpy, installed
from unrolled import layers

ABOUT = "Ways to compute a recurrent layer are timed in turns, each in a process of its own."
CONSTANTS = {"dtype": "float32", "threads": 1, "tolerance": 2e-5, "turns": 15}
WIDTHS = [(32, 50, 1, units) for units in (10, 20, 50, 100, 200)]
SIZES = {  # batch, steps, inputs, units
    "SimpleRNN": [(1, 50, 1, 20), *WIDTHS, (64, 200, 8, 64)],
    "LSTM": [(1, 50, 1, 20), *WIDTHS, (64, 200, 8, 64)],
    "GRU": [(32, 50, 1, 20), (32, 50, 1, 100)],
}
SETTINGS = [
    {"cell": cell, "batch": batch, "steps": steps, "inputs": inputs, "units": units}
    for cell, sizes in SIZES.items()
    for batch, steps, inputs, units in sizes
]
SEEDS = range(1)  # what varies is the machine, over the turns
CLAIMS = []  # milliseconds are not to be had again on another machine
METRIC, SLACK = "numpy_step_ms", 1.0
DRAW = {
    "SimpleRNN": layers.init_rnn_params,
    "LSTM": layers.init_lstm_params,
    "GRU": layers.init_gru_params,
}


def run(settings, seed):
    """Time one layer in every way that is installed; see the package for the interface.

    A *forward* pass computes the outputs at all steps. A training *step* computes them and then,
    from a given gradient at every output, the gradients of all weights; nothing is updated.

    Returns
    -------
    dict
        For every way and pass the median in milliseconds, the range of the middle half of the turns
        as a share of it, and the seconds of the first call, in which TensorFlow and JAX compile.
        For every way how far its outputs and gradients lie from those of the helper in float64, as
        a share of the largest entry. And ``load``, what else the machine had to do at the start.
    """
    begin, load = time.perf_counter(), load_of_machine()
    weights, X, dY = problem(settings, seed)
    exact = by_numpy(settings["cell"], *(in_float64(a) for a in (weights, X, dY)))
    metrics, differences = {"parameters": sum(w.size for w in weights), "load": load}, {}
    there = workers()
    for worker in there.values():
        worker.build(settings["cell"], weights, X, dY)
    for what in ("forward", "step"):
        first = {way: worker.first(what) for way, worker in there.items()}
        reference = exact.read(getattr(exact, what)())
        answers = {way: found.arrays for way, found in first.items()}
        found = _turns.expect_equal(answers, reference, CONSTANTS["tolerance"])
        differences = {way: max(found[way], differences.get(way, 0.0)) for way in found}
        for way, timing in _turns.time_in_turns(there, what, CONSTANTS["turns"]).items():
            metrics[f"{way}_{what}_ms"] = timing.milliseconds
            metrics[f"{way}_{what}_spread"] = timing.spread
            metrics[f"{way}_{what}_first"] = first[way].seconds
    metrics |= {f"{way}_difference": value for way, value in differences.items()}
    return metrics | {"seconds": time.perf_counter() - begin}


def problem(settings, seed):
    """Return weights, inputs and the gradient that arrives at every output, all in float32."""
    rng = np.random.default_rng(seed)
    batch, steps, inputs, units = (settings[n] for n in ("batch", "steps", "inputs", "units"))
    W_x, W_y, b = DRAW[settings["cell"]](inputs, units, rng=rng)
    weights = W_x, W_y, b + rng.normal(scale=0.1, size=b.shape)  # no two biases the same
    X, dY = (rng.normal(size=(batch, steps, width)) for width in (inputs, units))
    return [w.astype(np.float32) for w in weights], X.astype(np.float32), dY.astype(np.float32)


def in_float64(a):
    """Return an array, or a list of arrays, in float64."""
    return [w.astype(float) for w in a] if isinstance(a, list) else a.astype(float)


@functools.cache
def load_of_machine():
    """Return how many processes wanted a core on average, over the minute before the first run."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else -1.0


@functools.cache
def workers():
    """Start the workers once: they serve all runs of a process, and end with it."""
    return _turns.start(installed())
