"""Write neuron-golden.json: what the helper's layer answers, for the JavaScript to repeat.

``python tests/site/explorables/make_neuron.py`` rewrites the file.
"""

import json
from pathlib import Path

import numpy as np

from unrolled.layers import IDENTITY, TANH, RNNParams, rnn_forward

GOLDEN = Path(__file__).with_name("neuron-golden.json")
ACTIVATIONS = {"tanh": TANH, "identity": IDENTITY}
N_STEPS = 24

# Each row: w_x, w_y, b, activation. The first is the explorable's own starting point.
SETTINGS = [
    (1.0, 0.9, 0.0, "tanh"),
    (1.0, 0.9, 0.0, "identity"),
    (0.7, 0.0, -0.3, "tanh"),
    (1.0, 1.5, 0.0, "tanh"),
    (1.0, 1.2, 0.0, "identity"),
    (-1.3, -0.9, 0.2, "identity"),
    (2.0, -1.5, 0.45, "tanh"),
]


def make_signals():
    """Return the explorable's input signals and one of random numbers."""
    t = np.arange(1, N_STEPS + 1)
    return {
        "pulse": np.where(t == 3, 1.0, 0.0),
        "step": np.where(t >= 3, 1.0, 0.0),
        "square wave": np.where((t - 1) // 4 % 2, -1.0, 1.0),
        "sine": np.sin(2 * np.pi * t / 12),
        "random": np.random.default_rng(0).normal(size=N_STEPS),
    }


def make_golden():
    """Return the signals and, for each setting and signal, the outputs."""
    signals = make_signals()
    cases = []
    for w_x, w_y, b, activation in SETTINGS:
        params = RNNParams(np.array([[w_x]]), np.array([[w_y]]), np.array([b]))
        X = np.stack(list(signals.values()))[..., np.newaxis]
        Y = rnn_forward(X, params, activation=ACTIVATIONS[activation])
        for signal, y in zip(signals, Y[..., 0].tolist(), strict=True):
            case = {"w_x": w_x, "w_y": w_y, "b": b, "activation": activation}
            cases.append({**case, "signal": signal, "y": y})
    return {"signals": {name: x.tolist() for name, x in signals.items()}, "cases": cases}


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(make_golden(), indent=1) + "\n", encoding="utf-8")
