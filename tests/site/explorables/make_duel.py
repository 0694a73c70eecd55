"""Write the forecast duel's data, and what NumPy computes from them, for the JavaScript to repeat.

``python tests/site/explorables/make_duel.py`` rewrites both files. The series are validation
series of chapter 8, the forecasts those of its least squares. Of 50 x 10 coefficients the page
would use nothing but these few forecasts, so the forecasts are sent. Both are rounded to three
decimals and kept as whole numbers of thousandths, which are shorter. Of the chapter's LSTM the
record keeps the root of the mean squared error on every series, and no forecasts.
"""

import json
from pathlib import Path

import numpy as np

from unrolled.evidence import load, where
from unrolled.forecast import LinearForecaster, mse, naive
from unrolled.series import generate_time_series

DATA = Path(__file__).parents[3] / "_assets" / "explorables" / "duel-data.js"
GOLDEN = Path(__file__).with_name("duel-golden.json")
N_STEPS, HORIZON, N_ROUNDS = 50, 10, 8
KNOTS = np.array([0, 1, 5, 10])  # steps ahead: the last value, and the reader's three


def make_data():
    """Return some validation series (rounds, steps) and their forecasts (rounds, horizon)."""
    series = generate_time_series(10_000, N_STEPS + HORIZON, np.random.RandomState(42))
    X, target = series[:, :N_STEPS], series[:, N_STEPS:, 0]
    fitted = LinearForecaster().fit(X[:7000], target[:7000])
    chosen = 7000 + np.random.default_rng(0).choice(2000, N_ROUNDS, replace=False)
    runs = load("learning_curves", errors=True)
    lstm = where(runs, model="LSTM 20-20", strategy="at once", epochs=50, seed=0)[0]
    return {
        "series": series[chosen, :, 0],
        "leastSquares": fitted.predict(X[chosen]),
        "network": lstm["errors"][chosen - 7000],
    }


def write_data(data):
    """Return the JavaScript module as text, a row to a line."""
    parts = ["// Written by tests/site/explorables/make_duel.py: whole numbers of thousandths.\n"]
    for name, values in data.items():
        rows = np.rint(values * 1e3).astype(int).tolist()
        text = json.dumps(rows, separators=(",", ":")).replace("],[", "],\n[")
        parts.append(f"export const {name} = {text};\n")
    return "".join(parts)


def read_data():
    """Return the arrays of the stored module."""
    declarations = DATA.read_text(encoding="utf-8").split("export const ")[1:]
    pairs = (declaration.rstrip("; \n").split(" = ") for declaration in declarations)
    return {name: np.array(json.loads(rows)) / 1e3 for name, rows in pairs}


def natural_spline(values):
    """Return the natural cubic spline through the knots at 1, 2, … 10 steps ahead.

    Unknown are the four coefficients of each of its three pieces.
    """
    equations, right = np.zeros((12, 12)), np.zeros(12)

    def powers(x, derivative=0):
        p = np.polynomial.Polynomial
        return np.array(
            [p.basis(k).deriv(derivative)(x) if k >= derivative else 0 for k in range(4)]
        )

    row = 0
    for piece in range(3):  # through both of its ends
        for end in (piece, piece + 1):
            equations[row, 4 * piece : 4 * piece + 4] = powers(KNOTS[end])
            right[row] = values[end]
            row += 1
    for inner in (1, 2):  # slope and curvature go on
        for derivative in (1, 2):
            both = powers(KNOTS[inner], derivative)
            equations[row, 4 * inner - 4 : 4 * inner + 4] = [*both, *-both]
            row += 1
    equations[10, :4] = powers(KNOTS[0], 2)  # no curvature at the ends
    equations[11, 8:] = powers(KNOTS[3], 2)
    pieces = np.linalg.solve(equations, right).reshape(3, 4)
    ahead = np.arange(1, HORIZON + 1)
    return np.array([powers(k) @ pieces[np.searchsorted(KNOTS, k) - 1] for k in ahead])


def make_golden():
    """Return the forecasts and errors of all series, for some settings of the sliders."""
    data = read_data()
    X, target = data["series"][:, :N_STEPS, None], data["series"][:, N_STEPS:]
    sliders = np.random.default_rng(0).uniform(-0.8, 0.8, (N_ROUNDS, 3)).round(2)
    forecasts = {
        "you": np.array([natural_spline([x[-1, 0], *s]) for x, s in zip(X, sliders, strict=True)]),
        "naive": naive(X, HORIZON),
        "least squares": data["leastSquares"],
    }
    return [
        {
            "sliders": sliders[i].tolist(),
            "forecasts": {name: f[i].tolist() for name, f in forecasts.items()},
            "errors": {
                **{name: mse(target[i], f[i]) for name, f in forecasts.items()},
                "network": data["network"][i] ** 2,
            },
        }
        for i in range(N_ROUNDS)
    ]


if __name__ == "__main__":
    DATA.write_text(write_data(make_data()), encoding="utf-8")
    GOLDEN.write_text(json.dumps(make_golden(), indent=1) + "\n", encoding="utf-8")
