r"""Forecasters that every network has to beat, and the errors they are compared by.

A univariate window batch ``X`` is (batch, time, 1); a forecast of it is (batch, horizon).
"""

import numpy as np

from unrolled._expect import expect, expect_batch, expect_count, expect_finite


def naive(X, horizon=1):
    r"""Repeat the last value of each window: :math:`\hat x_{T+k} = x_T`.

    Parameters
    ----------
    X : ndarray of shape (batch, time, 1)
    horizon : int, default 1

    Returns
    -------
    forecast : ndarray of shape (batch, horizon)

    Raises
    ------
    ValueError
        If `X` is not a batch of univariate windows.
    """
    return seasonal_naive(X, 1, horizon)


def seasonal_naive(X, season_length, horizon=1):
    r"""Repeat the last season of each window: :math:`\hat x_{T+k} = x_{T+k-m}`, in rounds of m.

    Only the window is read: past the first season of the horizon the forecast repeats itself,
    it never looks at a value that was not yet known.

    Parameters
    ----------
    X : ndarray of shape (batch, time, 1)
    season_length : int
        m, in steps; at most the window's length.
    horizon : int, default 1

    Returns
    -------
    forecast : ndarray of shape (batch, horizon)

    Raises
    ------
    ValueError
        If `X` is not a batch of univariate windows, or shorter than a season.
    """
    X = _univariate(X)
    season_length = expect_count(season_length, "season_length")
    n_steps = X.shape[1]
    longest = f"be at most the window's {n_steps} steps"
    expect(season_length <= n_steps, "season_length", longest, season_length)
    season = X[:, n_steps - season_length :, 0]
    return season[:, np.arange(expect_count(horizon, "horizon")) % season_length]


class LinearForecaster:
    r"""Least-squares regression of the next values on the whole window.

    Minimises :math:`\sum_i \lVert W^\top x_i + b - t_i \rVert^2 + \lambda \lVert W \rVert^2`
    exactly: there is no learning rate, and nothing is left to converge.

    Parameters
    ----------
    l2 : float, default 0.0
        :math:`\lambda`; the intercept b is not penalised.

    Attributes
    ----------
    coef_ : ndarray of shape (time * features, horizon)
    intercept_ : ndarray of shape (horizon,)
    """

    def __init__(self, l2=0.0):
        expect(0 <= l2 < np.inf, "l2", "be finite and at least 0", l2)
        self.l2 = l2

    def fit(self, X, target):
        """Fit to windows X (batch, time, features) and target (batch, horizon); return self."""
        rows = self._rows(X)
        target = expect_finite(target, "target").astype(float)
        fits = target.ndim == 2 and len(target) == len(rows)
        expect(fits, "target", f"have shape ({len(rows)}, horizon)", f"shape {target.shape}")
        row_mean, target_mean = rows.mean(axis=0), target.mean(axis=0)
        centred = rows - row_mean
        if self.l2:  # ridge regression is least squares with sqrt(l2) * I stacked below
            penalty = np.sqrt(self.l2) * np.eye(rows.shape[1])
            centred = np.vstack([centred, penalty])
            target = np.vstack([target - target_mean, np.zeros((len(penalty), target.shape[1]))])
        else:
            target = target - target_mean
        self.coef_ = np.linalg.lstsq(centred, target, rcond=None)[0]
        self.intercept_ = target_mean - row_mean @ self.coef_
        return self

    def predict(self, X):
        """Return the forecast, shape (batch, horizon)."""
        expect(hasattr(self, "coef_"), "forecaster", "be fitted first", "no fit")
        rows = self._rows(X)
        width = len(self.coef_)
        expect(rows.shape[1] == width, "X", f"hold {width} values a window", rows.shape[1])
        return rows @ self.coef_ + self.intercept_

    @staticmethod
    def _rows(X):
        X = expect_finite(expect_batch(X, width="features"), "X").astype(float)
        return X.reshape(len(X), -1)


def mse(target, forecast):
    """Mean squared error over everything; in the square of the series' unit."""
    return float(np.mean(_errors(target, forecast) ** 2))


def mae(target, forecast):
    """Mean absolute error over everything; in the series' own unit."""
    return float(np.mean(np.abs(_errors(target, forecast))))


def _errors(target, forecast):
    """Return target - forecast, refusing shapes that would broadcast and values not finite."""
    target, forecast = expect_finite(target, "target"), expect_finite(forecast, "forecast")
    # (n,) against (n, 1) would broadcast to n * n errors and a plausible, wrong number
    same = forecast.shape == target.shape and target.size > 0
    expect(same, "forecast", f"have target's shape {target.shape}, not empty", forecast.shape)
    return target.astype(float) - forecast.astype(float)


def _univariate(X):
    X = expect_batch(X, width="1")
    expect(X.shape[2] == 1, "X", "have shape (batch, time, 1)", f"shape {X.shape}")
    return X
