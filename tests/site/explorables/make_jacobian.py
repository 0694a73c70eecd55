"""Write jacobian-golden.json: products of Jacobians by the helper, for the JavaScript to repeat.

``python tests/site/explorables/make_jacobian.py`` rewrites the file.
"""

import json
from pathlib import Path

import numpy as np

from unrolled.bptt import output_gradients
from unrolled.layers import IDENTITY, TANH, RNNParams, rnn_forward

GOLDEN = Path(__file__).with_name("jacobian-golden.json")
ACTIVATIONS = {"tanh": TANH, "linear": IDENTITY}
N_STEPS = 60
SHOWN = [0, 1, 2, 5, 10, 20, 50]  # steps back that are written down

# Each row: lambda_1, lambda_2, turn, s, activation, strength, direction.
# The first is the explorable's own starting point.
SETTINGS = [
    (0.9, 0.9, 0, 2.0, "linear", 1.0, 90),
    (0.9, 0.9, 0, 2.0, "linear", 1.0, 0),
    (1.0, 0.9, 25, 0.0, "linear", 1.0, 40),
    (0.9, -0.5, 0, 0.0, "linear", 1.0, 30),
    (1.1, 0.9, 35, 0.7, "linear", 1.0, 125),
    (0.9, 0.9, 0, 2.0, "tanh", 0.5, 90),
    (1.5, 0.3, 60, 1.2, "tanh", 0.1, 200),
    (1.5, -1.1, 0, 0.4, "tanh", 2.0, 355),
]


def make_matrix(lambda_1, lambda_2, turn, s):
    """Return W_y with two eigenvalues, or a pair that turns, and a departure from normality s."""
    if turn == 0:
        return np.array([[lambda_1, s], [0.0, lambda_2]])
    eigenvalue = lambda_1 * np.exp(1j * np.deg2rad(turn))
    # The other two entries, b and c: b + c = s, and b c = -(imaginary part)^2.
    b = max(np.roots([1.0, -s, -(eigenvalue.imag**2)]))
    return np.array([[eigenvalue.real, b], [s - b, eigenvalue.real]])


def make_case(lambda_1, lambda_2, turn, s, activation, strength, direction):
    """Return matrix, its sizes, and for some steps back the axes and one gradient's length."""
    W = make_matrix(lambda_1, lambda_2, turn, s)
    t = np.arange(1, N_STEPS + 1)
    X = np.sqrt(2) * np.sin(np.outer(t, [2.4, 1.7]))[None]
    params = RNNParams(strength * np.eye(2), W, np.zeros(2))
    phi = ACTIVATIONS[activation]
    with np.errstate(over="ignore"):
        Y = rnn_forward(X, params, activation=phi)

    def back(angle):
        dY = np.zeros_like(Y)
        dY[0, -1] = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
        return output_gradients(Y, dY, params, phi)[0, ::-1][SHOWN]

    products = np.stack([back(0), back(90)], axis=-1)  # the two columns
    return {
        "lambda_1": lambda_1,
        "lambda_2": lambda_2,
        "turn": turn,
        "s": s,
        "activation": activation,
        "strength": strength,
        "direction": direction,
        "W": W.ravel().tolist(),
        "rho": float(np.abs(np.linalg.eigvals(W)).max()),
        "sigma": float(np.linalg.norm(W, 2)),
        "departure": float(departure(W)),
        "axes": np.linalg.svd(products, compute_uv=False).tolist(),
        "chosen": np.linalg.norm(back(direction), axis=-1).tolist(),
    }


def departure(W):
    """Return Henrici's departure from normality, from the eigenvalues alone."""
    square = (W**2).sum() - (np.abs(np.linalg.eigvals(W)) ** 2).sum()
    return np.sqrt(max(square, 0.0))


def make_golden():
    """Return all cases."""
    return [make_case(*setting) for setting in SETTINGS]


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(make_golden(), indent=1) + "\n", encoding="utf-8")
