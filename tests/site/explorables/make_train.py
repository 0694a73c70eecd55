"""Write train-golden.json: what NumPy and the helper answer, for the trainer in the page to repeat.

``python tests/site/explorables/make_train.py`` rewrites the file. Series, split and network are
those of chapter 7, and so are the forecaster's gradient and the schedule.
"""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

from unrolled.bptt import Adam, clip_by_global_norm, output_gradients, rnn_backward
from unrolled.forecast import LinearForecaster, mse, naive
from unrolled.layers import RNNParams, init_rnn_params, rnn_forward
from unrolled.series import generate_time_series

GOLDEN = Path(__file__).with_name("train-golden.json")
ROWS = [0, 3, 17, 4000, 6999, 8999, 5]
RATES = (0.01, 0.02, 0.005)


class Forecaster(NamedTuple):
    W_x: np.ndarray
    W_y: np.ndarray
    b: np.ndarray
    W_out: np.ndarray
    b_out: np.ndarray


def gradients(net, X, target):
    """Return the loss, its gradient and the summed length of dL/dy_t at every step."""
    params = RNNParams(*net[:3])
    Y = rnn_forward(X, params)
    wrong = Y[:, -1] @ net.W_out + net.b_out - target
    d_forecast = 2 * wrong / len(X)
    dY = np.zeros_like(Y)
    dY[:, -1] = d_forecast @ net.W_out.T
    grads = rnn_backward(X, Y, dY, params)
    profile = np.linalg.norm(output_gradients(Y, dY, params), axis=2).sum(axis=0)
    grads = Forecaster(*grads, Y[:, -1].T @ d_forecast, d_forecast.sum(axis=0))
    return np.mean(wrong**2), grads, profile


def scheduled_rates(n_updates, peak, warmup=0.1):
    """Return the rates of chapter 7's schedule."""
    n = np.arange(n_updates)
    n_warm = max(1, int(warmup * n_updates))
    rising = peak / n_warm + (peak - peak / n_warm) * n / n_warm
    done = (n - n_warm) / max(1, n_updates - n_warm)
    return np.where(n < n_warm, rising, peak * (1 + np.cos(np.pi * done)) / 2)


def flat(net):
    return np.concatenate([np.ravel(weights) for weights in net]).tolist()


def make_golden():
    """Return the lines of the picture, a few updates of a small network, and the schedule."""
    series = generate_time_series(10_000, 51, np.random.RandomState(42))
    X, target = series[:, :50], series[:, 50]
    linear = LinearForecaster().fit(X[:7000], target[:7000])
    validation = slice(7000, 9000)

    rng = np.random.default_rng(5)
    params = init_rnn_params(inputs=1, units=3, rng=rng)
    net = Forecaster(*params, rng.normal(size=(3, 1)), rng.normal(size=1))
    net = net._replace(b=rng.normal(size=3), W_y=2 * net.W_y)  # long enough to be clipped
    optimiser, updates = Adam(), []
    some, goal = X[ROWS].astype(float), target[ROWS].astype(float)
    for rate in RATES:
        loss, grads, profile = gradients(net, some, goal)
        before, optimiser.learning_rate = net, rate
        clipped, norm = clip_by_global_norm(grads, 1.0)
        net = optimiser.update(net, clipped)
        updates.append(
            {
                "rate": rate,
                "weights": flat(before),
                "loss": float(loss),
                "grads": flat(grads),
                "norm": float(norm),
                "profile": profile.tolist(),
                "after": flat(net),
            }
        )
    forecasts = {"naive": naive(X[validation]), "least squares": linear.predict(X[validation])}
    lines = {name: mse(target[validation], f) for name, f in forecasts.items()}
    return {
        "first": series[0, :, 0].tolist(),
        "last": series[8999, :, 0].tolist(),
        "lines": {name: float(error) for name, error in lines.items()},
        "rows": ROWS,
        "updates": updates,
        "rates": scheduled_rates(1100, 0.01)[::50].tolist(),
    }


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(make_golden(), indent=1) + "\n", encoding="utf-8")
