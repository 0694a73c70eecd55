"""Write gates-golden.json: what the helper's LSTM answers with gates that are set by hand.

``python tests/site/explorables/make_gates.py`` rewrites the file. The unit has no recurrent
weights; a second input marks step 1 and opens the input gate there, whatever its bias.
"""

import json
from pathlib import Path

import numpy as np

from tools.diagrams.gates import N_STEPS, normals
from unrolled.bptt import lstm_state_gradients
from unrolled.layers import LSTMParams, lstm_forward

GOLDEN = Path(__file__).with_name("gates-golden.json")
N_STRETCHES = 1000

# Each row: the biases of forget, input and output gate. The first is the explorable's own start.
SETTINGS = [
    (1.0, 0.0, 0.0),
    (3.9, 0.0, 0.0),
    (8.0, 8.0, 8.0),
    (8.0, -8.0, 8.0),
    (8.0, -8.0, -8.0),
    (-2.5, 1.3, 0.7),
]


def make_inputs():
    """Return the inputs of all stretches (stretches, steps): the bit, then its noise."""
    noise = np.reshape(normals(1, N_STRETCHES * (N_STEPS - 1)), (N_STRETCHES, N_STEPS - 1))
    return np.concatenate([np.ones((N_STRETCHES, 1)), noise], axis=1)


def run_lstm(x, b_f, b_i, b_o):
    """Return y, c and the gradient of the last output at every c, each (stretches, steps)."""
    params = LSTMParams(
        W_x=np.array([[0.0, 0.0, 1.0, 0.0], [40.0 - b_i, 0.0, 0.0, 0.0]]),
        W_y=np.zeros((1, 4)),
        b=np.array([b_i, b_f, 0.0, b_o]),
    )
    marker = np.zeros_like(x)
    marker[:, 0] = 1
    X = np.stack([x, marker], axis=2)
    Y, C = lstm_forward(X, params)
    dY = np.zeros_like(Y)
    dY[:, -1] = 1
    _, G_C = lstm_state_gradients(X, Y, C, dY, params)
    return Y[..., 0], C[..., 0], G_C[..., 0]


def make_golden():
    """Return the first stretch in full, and how often the sign is right over all of them."""
    x = make_inputs()
    turned = np.concatenate([x[:, :1], -x[:, 1:]], axis=1)
    cases = []
    for setting in SETTINGS:
        y, c, gradient = run_lstm(x, *setting)
        both = np.concatenate([c[:, -1], run_lstm(turned, *setting)[1][:, -1]])
        numbers = {"y": y[0], "c": c[0], "gradient": gradient[0]}
        cases.append(
            {
                **dict(zip(("b_f", "b_i", "b_o"), setting, strict=True)),
                "right": float(np.mean(both > 0)),
                **{name: values.tolist() for name, values in numbers.items()},
            }
        )
    return {"x": x[0].tolist(), "last": x[-1].tolist(), "cases": cases}


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(make_golden(), indent=1) + "\n", encoding="utf-8")
