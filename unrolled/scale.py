r"""Maps that bring a series into reach of a network, each with the map that puts a forecast back.

A `Scale` is three functions. ``window(X)`` maps windows of shape (batch, time, inputs);
``target(target, X)`` maps what followed them, (batch, horizon); and ``inverse(forecast, X)`` puts
a forecast of the mapped target back into the series' own unit, given the windows it was made from.
For all windows, ``inverse(target(y, X), X)`` is y.

`X` is an argument of all three because the level of a window may be the window's own.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from unrolled._expect import (
    as_float,
    expect,
    expect_batch,
    expect_count,
    expect_flag,
    expect_number,
    expect_real,
    shown,
)


class Scale(NamedTuple):
    """A map of windows and targets, and its inverse for forecasts; `compose` joins several.

    Examples
    --------
    >>> import numpy as np
    >>> X, target = np.array([[[1.0], [3.0]]]), np.array([[4.0]])
    >>> scale = per_window()
    >>> scale.inverse(scale.target(target, X), X)
    array([[4.]])
    """

    window: Callable  #: X (batch, time, inputs) -> Z, in which time may be shorter
    target: Callable  #: target (batch, horizon), X -> the same in the map's unit
    inverse: Callable  #: forecast (batch, horizon) in the map's unit, X -> in the series' unit


def standard(series, column=0):
    r"""Subtract the mean of the training rows, divide by their standard deviation.

    .. math:: z_t = \frac{x_t - \bar x}{s}, \qquad s^2 = \operatorname{mean}\,(x_t - \bar x)^2

    Parameters
    ----------
    series : ndarray of shape (time,) or (time, inputs)
        The *training* rows, and no others: from a scaler that has seen the test part, a forecast
        knows its level. NaN is left out.
    column : int, default 0
        Which input the target is.

    Returns
    -------
    Scale

    Raises
    ------
    ValueError
        If a column of the series holds no number, is infinite, or is constant.

    Examples
    --------
    >>> import numpy as np
    >>> scale = standard(np.array([1.0, 3.0, 5.0]))  # mean 3, deviation 1.63
    >>> X = np.array([[[3.0], [5.0]]])
    >>> scale.window(X)[0, :, 0].round(2)
    array([0.  , 1.22])
    >>> scale.inverse(np.array([[0.0]]), X)
    array([[3.]])
    """
    series = as_float(expect_real(series, "series", kinds="iuf"))
    wanted = "have shape (time,) or (time, inputs), not empty"
    expect(series.ndim in (1, 2) and series.size > 0, "series", wanted, f"shape {series.shape}")
    rows = series.reshape(len(series), -1)
    expect(not np.isinf(rows).any(), "series", "be finite or NaN", "an infinite value")
    empty = np.isnan(rows).all(axis=0)
    expect(not empty.any(), "series", "hold a number in every column", f"none in {_which(empty)}")
    mean, sd = np.nanmean(rows, axis=0), np.nanstd(rows, axis=0)
    flat = sd <= 1e-12 * np.abs(mean)
    expect(not flat.any(), "series", "vary in every column", f"a constant one, {_which(flat)}")
    column = _expect_column(column, len(mean))

    def window(X):
        X = _windows(X, len(mean))
        return (X - mean.astype(X.dtype)) / sd.astype(X.dtype)

    level, spread = float(mean[column]), float(sd[column])
    return Scale(
        window,
        lambda target, X: (_rows(target, X, "target") - level) / spread,
        lambda forecast, X: _rows(forecast, X, "forecast") * spread + level,
    )


def log(offset=0.0, column=0):
    r"""Take logarithms: :math:`z_t = \ln(x_t + o)`, so that equal shares become equal steps.

    The inverse, :math:`e^z - o`, of a mean of logarithms is a *median* where the distribution of
    the logarithm is symmetric, and lies below the mean.

    Parameters
    ----------
    offset : float, default 0
        o, in the series' unit. 1 for counts that may be 0.
    column : int, default 0
        Which input the target is.

    Returns
    -------
    Scale

    Raises
    ------
    ValueError
        From the map, if a value plus the offset is not above 0; NaN stays NaN.

    Examples
    --------
    >>> import numpy as np
    >>> scale, X = log(), np.array([[[1.0], [10.0], [100.0]]])
    >>> scale.window(X)[0, :, 0].round(2)
    array([0.  , 2.3 , 4.61])
    >>> scale.inverse(np.array([[np.log(1000.0)]]), X).round(6)
    array([[1000.]])
    """
    offset = expect_number(offset, "offset", "be finite", np.isfinite)
    column = expect_count(column, "column", least=0)

    def logarithm(values, name):
        low = np.nanmin(values, initial=np.inf)
        wanted = f"be above {0.0 - offset:g} everywhere, as its logarithm is taken"
        expect(low + offset > 0, name, wanted, f"a value of {low:g}")
        return np.log(values + offset)

    def window(X):
        X = _windows(X)
        _expect_column(column, X.shape[2])
        return logarithm(X, "X")

    return Scale(
        window,
        lambda target, X: logarithm(_rows(target, X, "target"), "target"),
        lambda forecast, X: np.exp(_rows(forecast, X, "forecast")) - offset,
    )


def per_window(level="mean", spread=False, column=0):
    r"""Measure every window from a level of its own, :math:`z_t = (x_t - \ell) / s`.

    A series that moves is then seen where it stands, and what the network learns is how it goes on
    from there. A window shows only its own past, so this leaks nothing.

    Parameters
    ----------
    level : {"mean", "last"}, default "mean"
        What :math:`\ell` is: the mean of the window, or its last value.
    spread : bool, default False
        Whether s is the window's standard deviation; otherwise it is 1. A constant window has
        none, and is divided by 1.
    column : int, default 0
        Which input the target is.

    Returns
    -------
    Scale

    Raises
    ------
    ValueError
        If `level` is neither of the two.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[[1.0], [3.0]], [[101.0], [103.0]]])  # the same shape on two levels
    >>> per_window().window(X)[:, :, 0]
    array([[-1.,  1.],
           [-1.,  1.]])
    >>> per_window("last").inverse(np.array([[2.0], [2.0]]), X)
    array([[  5.],
           [105.]])
    """
    known = isinstance(level, str) and level in ("mean", "last")
    expect(known, "level", 'be "mean" or "last"', shown(level))
    spread, column = expect_flag(spread, "spread"), expect_count(column, "column", least=0)

    def measures(X):
        X = _windows(X)
        _expect_column(column, X.shape[2])
        zero = X.mean(axis=1, keepdims=True) if level == "mean" else X[:, -1:]
        sd = X.std(axis=1, keepdims=True) if spread else np.ones_like(zero)
        # of a constant window rounding may leave a little, which is no spread
        some = sd > 1e-6 * np.abs(X).max(axis=1, keepdims=True)
        return X, zero, np.where(some, sd, sd.dtype.type(1))

    def window(X):
        X, zero, sd = measures(X)
        return (X - zero) / sd

    def target(target, X):
        _, zero, sd = measures(X)
        return (_rows(target, X, "target") - zero[:, :, column]) / sd[:, :, column]

    def inverse(forecast, X):
        _, zero, sd = measures(X)
        return _rows(forecast, X, "forecast") * sd[:, :, column] + zero[:, :, column]

    return Scale(window, target, inverse)


def difference(lag=1, column=0):
    r"""Take the change from `lag` steps before: :math:`z_t = x_t - x_{t-m}`.

    The window loses its first m steps. A forecast of changes is summed up from the last values of
    the window, :math:`\hat x_{T+k} = \hat z_{T+k} + \hat x_{T+k-m}`, with :math:`\hat x_t = x_t`
    for :math:`t \le T`; so an error in one step stays in all later ones.

    Parameters
    ----------
    lag : int, default 1
        m, in steps: 1 takes out a level that drifts, a season's length a season.
    column : int, default 0
        Which input the target is.

    Returns
    -------
    Scale

    Raises
    ------
    ValueError
        From the map, if a window is not longer than the lag.

    Examples
    --------
    >>> import numpy as np
    >>> scale, X = difference(), np.array([[[1.0], [4.0], [9.0]]])
    >>> scale.window(X)[0, :, 0]
    array([3., 5.])
    >>> scale.inverse(np.array([[7.0, 9.0]]), X)
    array([[16., 25.]])
    """
    lag, column = expect_count(lag, "lag"), expect_count(column, "column", least=0)

    def known(X):
        X = _windows(X)
        _expect_column(column, X.shape[2])
        wanted = f"have more than lag = {lag} steps"
        expect(X.shape[1] > lag, "X", wanted, f"shape {X.shape}")
        return X

    def window(X):
        X = known(X)
        return X[:, lag:] - X[:, :-lag]

    def target(target, X):
        path = np.concatenate([known(X)[:, -lag:, column], _rows(target, X, "target")], axis=1)
        return path[:, lag:] - path[:, :-lag]

    def inverse(forecast, X):
        changes = _rows(forecast, X, "forecast")
        path = np.concatenate([known(X)[:, -lag:, column], changes], axis=1)
        for k in range(lag, path.shape[1]):
            path[:, k] += path[:, k - lag]
        return path[:, lag:]

    return Scale(window, target, inverse)


def compose(*scales):
    """Return one map that applies several, the first first; its inverse undoes the last first.

    Parameters
    ----------
    *scales : Scale
        At least one. A `standard` in it is fitted to what the maps before it make of the series.

    Returns
    -------
    Scale

    Raises
    ------
    ValueError
        If none is given, or one is no Scale.

    Examples
    --------
    >>> import numpy as np
    >>> scale, X = compose(log(), difference()), np.array([[[1.0], [2.0], [4.0]]])
    >>> scale.window(X)[0, :, 0].round(3)
    array([0.693, 0.693])
    >>> scale.inverse(np.log([[2.0, 2.0]]), X).round(6)
    array([[ 8., 16.]])
    """
    for scale in scales:
        expect(isinstance(scale, Scale), "scales", "be maps of unrolled.scale", shown(scale))
    expect(scales, "scales", "hold at least one map", "none")

    def stages(X):
        """Return the windows as each of the maps finds them."""
        seen = [X]
        for scale in scales[:-1]:
            seen.append(scale.window(seen[-1]))
        return list(zip(scales, seen, strict=True))

    def window(X):
        for scale in scales:
            X = scale.window(X)
        return X

    def target(target, X):
        for scale, seen in stages(X):
            target = scale.target(target, seen)
        return target

    def inverse(forecast, X):
        for scale, seen in reversed(stages(X)):
            forecast = scale.inverse(forecast, seen)
        return forecast

    return Scale(window, target, inverse)


def _windows(X, inputs=None):
    """Return `X` as a batch of windows of floats."""
    X = as_float(expect_batch(X, width=inputs or "inputs"))
    fits = inputs in (None, X.shape[2])
    expect(fits, "X", f"have shape (batch, time, {inputs})", f"shape {X.shape}")
    return X


def _rows(values, X, name):
    """Return a target or a forecast with a row for each window."""
    values = as_float(expect_real(values, name, kinds="iuf"))
    rows = len(_windows(X))
    fits = values.ndim == 2 and len(values) == rows and values.shape[1] > 0
    expect(fits, name, f"have shape ({rows}, horizon)", f"shape {values.shape}")
    return values


def _expect_column(column, inputs):
    column = expect_count(column, "column", least=0)
    expect(column < inputs, "column", f"be below {inputs}, the number of inputs", column)
    return column


def _which(columns):
    """Name columns."""
    return "column " + ", ".join(map(str, np.flatnonzero(columns)))
