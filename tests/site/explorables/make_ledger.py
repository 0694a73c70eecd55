"""Write ledger-golden.json: the helper's gradients, for the JavaScript to repeat.

``python tests/site/explorables/make_ledger.py`` rewrites the file.
"""

import json
from itertools import product
from pathlib import Path

import numpy as np

from unrolled.bptt import output_gradients, rnn_backward
from unrolled.layers import RNNParams, rnn_forward

GOLDEN = Path(__file__).with_name("ledger-golden.json")

# The neuron of chapter 4; after its three steps the ledger's own.
PARAMS = RNNParams(np.array([[0.5]]), np.array([[0.8]]), np.array([0.0]))
INPUTS = [2, 0, -1, -1, 1, 0, 2, -1]
TARGETS = [0.5, 0.5, 0.4, 0.5, -0.5, -0.5, 0.5, 0.5]


def make_case(looked):
    """Return outputs, total gradients and the weights' gradients for one choice of losses."""
    steps = len(looked)
    X = np.array(INPUTS[:steps], dtype=float)[None, :, None]
    Y = rnn_forward(X, PARAMS)
    error = Y - np.array(TARGETS[:steps])[None, :, None]
    dY = 2 * error * np.array(looked)[None, :, None]
    grads = rnn_backward(X, Y, dY, PARAMS)
    return {
        "looked": list(looked),
        "y": Y.ravel().tolist(),
        "g": output_gradients(Y, dY, PARAMS).ravel().tolist(),
        "sums": {name.lower(): float(grad.item()) for name, grad in grads._asdict().items()},
    }


def make_golden():
    """Return every choice of losses over three steps, and three choices over more."""
    choices = [*product([False, True], repeat=3)]
    for steps in range(4, 9):
        last = [t == steps for t in range(1, steps + 1)]
        choices += [last, [True] * steps, [t % 2 == 0 for t in range(steps)]]
    return [make_case(looked) for looked in choices]


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(make_golden(), indent=1) + "\n", encoding="utf-8")
