r"""Forecasters that every network has to beat, and the errors they are compared by.

A univariate window batch ``X`` is (batch, time, 1); a forecast of it is (batch, horizon).
"""

import warnings
from typing import NamedTuple

import numpy as np

from unrolled._expect import (
    as_float,
    expect,
    expect_batch,
    expect_count,
    expect_finite,
    expect_number,
    shown,
)

COMPLETE = " (leave incomplete rows out for all alike: series.complete_windows finds the others)"


def naive(X, horizon=1):
    r"""Repeat the last value of each window: :math:`\hat x_{T+k} = x_T`.

    Parameters
    ----------
    X : ndarray of shape (batch, time, 1)
    horizon : int, default 1

    Returns
    -------
    forecast : ndarray of shape (batch, horizon)
        In the dtype of `X`.

    Raises
    ------
    ValueError
        If `X` is not a batch of univariate windows.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[[1.0], [3.0], [2.0]]])
    >>> naive(X, horizon=2)
    array([[2., 2.]])
    """
    return seasonal_naive(X, 1, horizon)


def seasonal_naive(X, season_length, horizon=1):
    r"""Repeat the last season of each window: :math:`\hat x_{T+k} = x_{T+k-m}`, in rounds of m.

    Only the window is read: past the first season of the horizon the forecast repeats itself,
    it never looks at a value that was not yet known. A NaN in the last season is repeated, too,
    and the metrics will refuse it: leave such windows out, for every forecaster alike
    (`unrolled.series.complete_windows` finds the others), or fill the gap from *earlier* seasons
    before the windows are cut.

    Parameters
    ----------
    X : ndarray of shape (batch, time, 1)
    season_length : int
        m, in steps; at most the window's length.
    horizon : int, default 1

    Returns
    -------
    forecast : ndarray of shape (batch, horizon)
        In the dtype of `X`: nothing is computed.

    Raises
    ------
    ValueError
        If `X` is not a batch of univariate windows, or shorter than a season.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.arange(6.0).reshape(1, 6, 1)
    >>> seasonal_naive(X, season_length=3, horizon=4)
    array([[3., 4., 5., 3.]])
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
    exactly: there is no learning rate, and nothing is left to converge. Where there are no more
    windows than weights, it goes through every target and its errors on new windows say so;
    `fit` then gives a ``UserWarning``, unless a penalty `l2` keeps the weights small.

    Parameters
    ----------
    l2 : float, default 0.0
        :math:`\lambda`; the intercept b is not penalised.

    Raises
    ------
    ValueError
        If `l2` is negative or not finite; from `fit` and `predict` if shapes do not fit or a value
        is NaN or infinite.

    Attributes
    ----------
    coef_ : ndarray of shape (time * features, horizon)
    intercept_ : ndarray of shape (horizon,)

    Examples
    --------
    >>> import numpy as np
    >>> from unrolled.series import make_windows
    >>> X, target = make_windows(np.sin(np.arange(40.0)), n_steps=3)
    >>> forecaster = LinearForecaster().fit(X[:20], target[:20])
    >>> np.allclose(forecaster.predict(X[20:]), target[20:])  # a sine obeys a linear equation
    True
    >>> forecaster.coef_.shape, forecaster.intercept_.shape
    ((3, 1), (1,))
    """

    def __init__(self, l2=0.0):
        self.l2 = expect_number(l2, "l2", "be finite and at least 0", lambda v: 0 <= v < np.inf)

    def fit(self, X, target):
        """Fit to windows X (batch, time, features) and target (batch, horizon); return self."""
        rows = self._rows(X)
        target = expect_finite(target, "target", COMPLETE).astype(float)
        fits = target.ndim == 2 and len(target) == len(rows) and target.size > 0
        expect(fits, "target", f"have shape ({len(rows)}, horizon)", f"shape {target.shape}")
        self._warn_of_interpolation(*rows.shape)
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

    def _warn_of_interpolation(self, n_windows, n_weights):
        if self.l2 == 0 and n_windows <= n_weights + 1:
            warnings.warn(
                f"{n_windows} windows cannot determine {n_weights} weights and an intercept: the "
                "fit goes through every target and says nothing about new windows. Take more "
                "windows, shorter ones, or a penalty (l2 > 0).",
                UserWarning,
                stacklevel=3,
            )

    @staticmethod
    def _rows(X):
        X = expect_finite(expect_batch(X, width="features"), "X", COMPLETE).astype(float)
        return X.reshape(len(X), -1)


class TwoSinesForecaster:
    r"""Fit the generator's own form to every window, and follow the fitted waves.

    The model is :math:`x_t = \sum_{i=1}^{2} a_i \sin(\omega_i t) + b_i \cos(\omega_i t)`. For given
    frequencies the four amplitudes are a least-squares fit (variable projection, Golub & Pereyra
    1973), so only the two frequencies are searched: on a grid first, then by Gauss-Newton steps.
    It is told the form of the series and the range of the frequencies, which no other forecaster
    of the book is: it marks how low an error can practically get.

    Parameters
    ----------
    n_steps : int
        Steps that the series were generated with, window and future together. It sets how far
        apart two steps are: :math:`1 / (\mathrm{n\_steps} - 1)` on the generator's time axis.
    n_grid : int, default 16
        Frequencies tried for each wave.
    n_updates : int, default 8
        Gauss-Newton steps.

    Raises
    ------
    ValueError
        If a number is not whole or too small; from `predict` if a window is shorter than six steps
        or a value is NaN or infinite.

    Examples
    --------
    >>> import numpy as np
    >>> from unrolled.series import generate_time_series
    >>> series = generate_time_series(100, 51, np.random.default_rng(0))
    >>> X, target = series[:, :50], series[:, 50]
    >>> forecast = TwoSinesForecaster(n_steps=51).predict(X)
    >>> mse(target, forecast) < mse(target, naive(X)) / 10
    True
    """

    def __init__(self, n_steps, n_grid=16, n_updates=8):
        expect(expect_count(n_steps, "n_steps") > 1, "n_steps", "be at least 2", n_steps)
        step = 1 / (n_steps - 1)
        self.ranges = np.array([[10, 20], [20, 40]]) * step  # of the two frequencies, per step
        self.n_grid = expect_count(n_grid, "n_grid")
        self.n_updates = expect_count(n_updates, "n_updates")

    def predict(self, X, horizon=1):
        """Return the forecast of windows X (batch, time, 1), shape (batch, horizon)."""
        x = expect_finite(_univariate(X), "X", COMPLETE)[:, :, 0].astype(float)
        expect(x.shape[1] >= 6, "X", "have at least 6 steps to fit 6 numbers", x.shape[1])
        omega, amplitudes = self._fit(x)
        ahead = x.shape[1] + np.arange(expect_count(horizon, "horizon"))
        return _product(_waves(omega, ahead), amplitudes)

    def _fit(self, x):
        """Return both frequencies (batch, 2) and the four amplitudes (batch, 4) of every window."""
        t = np.arange(x.shape[1])
        omega = self._search(x, t)
        amplitudes = _solve(_waves(omega, t), x)
        for _ in range(self.n_updates):
            B, slopes = _waves(omega, t), _wave_slopes(omega, amplitudes, t)
            change = _solve(np.concatenate([B, slopes], axis=2), x - _product(B, amplitudes))
            omega = np.clip(omega + change[:, 4:], *self.ranges.T)
            amplitudes = _solve(_waves(omega, t), x)
        return omega, amplitudes

    def _search(self, x, t):
        """Return the pair of grid frequencies that explains most of each window."""
        slow, fast = (np.linspace(*ends, self.n_grid) for ends in self.ranges)
        grid = np.stack(np.meshgrid(slow, fast), axis=-1).reshape(-1, 2)
        best, omega = np.full(len(x), -np.inf), np.empty((len(x), 2))
        for pair, Q in zip(grid, np.linalg.qr(_waves(grid, t))[0], strict=True):
            explained = ((x @ Q) ** 2).sum(axis=1)
            better = explained > best
            best[better], omega[better] = explained[better], pair
        return omega


# Noise variance over the variance of the larger amplitudes: the prior a Bayesian would put on them.
# It matters where the two frequencies all but coincide and the fit would be singular.
RIDGE = (0.01 / 12) / (0.5**2 / 2)


def _waves(omega, t):
    """Return sin and cos of both frequencies as columns, shape (batch, time, 4)."""
    angle = omega[:, None, :] * t[:, None]
    return np.concatenate([np.sin(angle), np.cos(angle)], axis=2)


def _wave_slopes(omega, amplitudes, t):
    """Return the derivative of the waves by each frequency, shape (batch, time, 2)."""
    angle = omega[:, None, :] * t[:, None]
    a, b = amplitudes[:, None, :2], amplitudes[:, None, 2:]
    return t[:, None] * (a * np.cos(angle) - b * np.sin(angle))


def _solve(B, x):
    """Return the least-squares coefficients of every window, shape (batch, columns)."""
    gram = B.swapaxes(1, 2) @ B
    gram += RIDGE * np.eye(B.shape[2])
    return np.linalg.solve(gram, B.swapaxes(1, 2) @ x[:, :, None])[:, :, 0]


def _product(B, coefficients):
    return (B @ coefficients[:, :, None])[:, :, 0]


def iterate(predict_one, X, horizon):
    r"""Forecast many steps with a one-step forecaster, fed with its own forecasts.

    Each forecast is appended to the window and the oldest value dropped, so the window keeps
    its length. No value after the window is ever read.

    Parameters
    ----------
    predict_one : callable
        From windows (batch, time, 1) to forecasts (batch, 1).
    X : ndarray of shape (batch, time, 1)
    horizon : int

    Returns
    -------
    forecast : ndarray of shape (batch, horizon)
        In the dtype of what `predict_one` returns; whole numbers become float64.

    Raises
    ------
    ValueError
        If `X` is not a batch of univariate windows, or `predict_one` returns another shape.

    Notes
    -----
    Windows of whole numbers become float64, so that no forecast is cut off on its way back in.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[[1.0], [2.0], [3.0]]])
    >>> iterate(lambda X: X[:, -1] + 1, X, horizon=4)
    array([[4., 5., 6., 7.]])
    """
    window = as_float(_univariate(X))
    expect(callable(predict_one), "predict_one", "be a function of windows", shown(predict_one))
    batch, steps = len(window), []
    for _ in range(expect_count(horizon, "horizon")):
        step = np.asarray(predict_one(window))
        expect(step.dtype.kind in "biuf", "predict_one", "return numbers", f"dtype {step.dtype}")
        expect(step.shape == (batch, 1), "predict_one", f"return ({batch}, 1)", step.shape)
        steps.append(as_float(step))
        window = np.concatenate([window[:, 1:], step[:, None].astype(window.dtype)], axis=1)
    return np.concatenate(steps, axis=1)


class Origin(NamedTuple):
    """One place from which to look ahead: windows to learn from and windows to judge by.

    Examples
    --------
    >>> rolling_origin(10, first=8, step=2)[0].test
    slice(8, 10, None)
    """

    train: slice  #: windows to learn from
    test: slice  #: windows to judge by


def rolling_origin(n_windows, first, step, horizon=1, gap=0, train_size=None):
    """Split windows cut from one series at several origins: learn before each, judge after it.

    Origins lie at windows `first`, ``first + step``, ``first + 2 * step`` and so on. The `step`
    windows from an origin on are its test, so that every window from `first` on is judged once.
    Its training windows are all that come before, and grow from origin to origin, or the last
    `train_size` of these, and slide. The targets of ``horizon - 1`` windows before an origin reach
    past it, so these are left out, as by `unrolled.series.chronological_split`.

    Whether to refit is up to you: fit to each origin's ``train``, or to the first one's and keep
    that. What is fitted is the scaler, too.

    Parameters
    ----------
    n_windows : int
        As many as `unrolled.series.make_windows` has cut, those with gaps among them: take the
        complete ones of a part, ``X[part][complete[part]]``.
    first : int
        The first window that is judged: for a date, ``np.searchsorted(ahead, date)`` where
        ``ahead`` holds the stamp of the first step that each window forecasts.
    step : int
        Windows from one origin to the next. The last part is shorter where they do not divide.
    horizon : int, default 1
        Length of the windows' targets.
    gap : int, default 0
        Windows left out besides, where a value becomes known so many steps late.
    train_size : int, optional
        Windows to learn from at every origin; without it, all there are.

    Returns
    -------
    list of Origin
        In the order of time: two slices each, for the windows, their targets and times alike.

    Raises
    ------
    ValueError
        If a number is not whole, no window is left to judge, or fewer to learn from at the first
        origin than are asked for.

    Notes
    -----
    Known as rolling-origin evaluation (Tashman 2000) or as cross-validation for time series.

    Examples
    --------
    >>> for train, test in rolling_origin(n_windows=10, first=4, step=3, horizon=2):
    ...     print(f"learn {train.start} to {train.stop - 1}, judge {test.start} to {test.stop - 1}")
    learn 0 to 2, judge 4 to 6
    learn 0 to 5, judge 7 to 9
    """
    n_windows, first = expect_count(n_windows, "n_windows"), expect_count(first, "first")
    step, horizon = expect_count(step, "step"), expect_count(horizon, "horizon")
    size = 1 if train_size is None else expect_count(train_size, "train_size")
    gap = expect_count(gap, "gap", least=0)
    left_out = horizon - 1 + gap
    expect(first < n_windows, "first", f"be less than the {n_windows:,} windows", f"{first:,}")
    parts = f"{size:,} to learn from, {horizon - 1:,} for the horizon and {gap:,} for the gap"
    wanted = f"have {size + left_out:,} windows before it: {parts}"
    expect(first >= size + left_out, "first", wanted, f"{first:,}")
    origins = []
    for origin in range(first, n_windows, step):
        stop = origin - left_out
        train = slice(0 if train_size is None else stop - size, stop)
        origins.append(Origin(train, slice(origin, min(origin + step, n_windows))))
    return origins


def mse(target, forecast):
    """Mean squared error over everything; in the square of the series' unit.

    Parameters
    ----------
    target, forecast : ndarray
        In the same shape, whatever it is.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        As all metrics, where shapes differ, nothing is given, or a value is NaN or infinite: a
        metric over what happens to be there compares forecasters on different targets.

    Examples
    --------
    >>> import numpy as np
    >>> mse(np.array([1.0, 2.0]), np.array([1.0, 4.0]))
    2.0
    """
    return float(np.mean(_errors(target, forecast) ** 2))


def mae(target, forecast):
    """Mean absolute error over everything; in the series' own unit.

    Parameters
    ----------
    target, forecast : ndarray
        In the same shape, whatever it is.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        As `mse`.

    Examples
    --------
    >>> import numpy as np
    >>> mae(np.array([1.0, 2.0]), np.array([1.0, 4.0]))
    1.0
    """
    return float(np.mean(np.abs(_errors(target, forecast))))


def mape(target, forecast):
    """Mean absolute error as a share of the target: 0.1 is ten percent.

    Parameters
    ----------
    target, forecast : ndarray
        In the same shape, whatever it is.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        As `mse`; and if a target is zero: the share is then undefined, and near zero it is
        meaningless.

    Examples
    --------
    >>> import numpy as np
    >>> mape(np.array([10.0, 20.0]), np.array([11.0, 20.0]))
    0.05
    """
    errors = _errors(target, forecast)
    zeros = int(np.sum(np.asarray(target) == 0))
    expect(zeros == 0, "target", "be nowhere zero", f"{zeros} zeros")
    return float(np.mean(np.abs(errors / np.asarray(target, dtype=float))))


def mase(target, forecast, history, season_length=1):
    r"""Mean absolute error, in units of what the seasonal naive forecast errs in the history.

    .. math:: \frac{\operatorname{mean} |x - \hat x|}{\operatorname{mean} |x_t - x_{t-m}|}

    The denominator is taken over the history, which the forecast was made from or trained on
    (Hyndman & Koehler 2006). 1 is as good as naive one step ahead; it has no unit.

    Parameters
    ----------
    target, forecast : ndarray
        Of one series, in any shape; or of a batch, with the batch as the first axis.
    history : ndarray of shape (time,) or (batch, time, 1)
        One series; or one for each row of `target`, each of which is then scaled by itself.
    season_length : int, default 1
        m, in steps.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If a history is shorter than a season and a step, or hardly changes from season to season:
        on average by no more than a millionth of the largest value in it and its target.

    Notes
    -----
    The quotient is undefined for a constant history, and for one that is constant but for a
    rounding error it is a number of many digits that drowns all others in the mean. Both are
    refused, by row. What to do: leave those rows out of all three arrays, or scale all windows
    of one series by one history, that of the training period.

    Examples
    --------
    >>> import numpy as np
    >>> history = np.array([1.0, 3.0, 5.0, 7.0])  # the naive forecast errs by 2
    >>> mase(np.array([9.0]), np.array([8.0]), history)
    0.5
    """
    errors = np.abs(_errors(target, forecast))
    m = expect_count(season_length, "season_length")
    history = expect_finite(history, "history", COMPLETE).astype(float)
    batch = history.ndim == 3 and history.shape[2] == 1
    given = f"shape {history.shape}"
    expect(batch or history.ndim == 1, "history", "have shape (time,) or (batch, time, 1)", given)
    history = history[:, :, 0] if batch else history[None]
    rows = errors.shape[0] if batch and errors.ndim else 1
    fits = len(history) == rows and history.shape[1] > m
    wanted = f"hold {rows} series of more than {m} steps"
    expect(fits, "history", wanted, f"shape {history.shape}")
    scale = np.abs(history[:, m:] - history[:, :-m]).mean(axis=1)
    largest = [np.abs(np.reshape(a, (rows, -1))).max(axis=1) for a in (history, target)]
    _expect_changes(scale, np.maximum(*largest), batch)
    return float(np.mean(errors.reshape(rows, -1) / scale[:, None]))


def _expect_changes(scale, largest, batch):
    """Refuse a MASE in units of nothing: which rows, and how many."""
    flat = np.flatnonzero(scale <= 1e-6 * largest)
    if len(flat) == 0:
        return
    small = scale[flat[0]]
    given = f"one that changes by {small:.2g} on average" if small else "a constant one"
    if batch:
        rows = ", ".join(map(str, flat[:5])) + (" …" if len(flat) > 5 else "")
        given += f" in row {flat[0]}; {len(flat)} of {len(scale)} rows hardly change: {rows}"
    wanted = (
        "change from season to season by more than a millionth of its values"
        " (leave such rows out of target, forecast and history)"
    )
    expect(False, "history", wanted, given)


def pinball(target, forecast, level):
    r"""Mean pinball loss, or quantile score, of a forecast quantile; in the series' own unit.

    .. math:: Q_p = \operatorname{mean}\; 2 \max\bigl(p\,(x - q),\; (1 - p)\,(q - x)\bigr)

    The smallest expected value is that of the true quantile. At p = 0.5 it is the mean absolute
    error; the factor 2, which many leave out, makes it so (Hyndman & Athanasopoulos, *Forecasting:
    Principles and Practice*, third edition, section 5.9).

    Parameters
    ----------
    target, forecast : ndarray
        x, and the forecast q of its quantile, in the same shape.
    level : float
        p, strictly between 0 and 1.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        As `mse`; and if the level does not lie between 0 and 1.

    Examples
    --------
    >>> import numpy as np
    >>> target = np.array([10.0])
    >>> round(pinball(target, np.array([7.0]), level=0.9), 3)  # too low by 3
    5.4
    >>> round(pinball(target, np.array([13.0]), level=0.9), 3)  # too high by 3
    0.6
    """
    errors = _errors(target, forecast)
    level = _share(level, "level")
    return float(np.mean(2 * np.maximum(level * errors, (level - 1) * errors)))


def coverage(target, low, high):
    """Share of the targets that lie in their interval, the ends included.

    Parameters
    ----------
    target, low, high : ndarray
        In the same shape. For the coverage at each step ahead, give one column at a time.

    Returns
    -------
    float
        Between 0 and 1. It says nothing of how wide the intervals are: report both.

    Raises
    ------
    ValueError
        As `mse`; and if an interval ends before it begins, as crossing quantiles do.

    Examples
    --------
    >>> import numpy as np
    >>> target = np.array([1.0, 2.0, 3.0, 4.0])
    >>> coverage(target, low=target * 0 + 2, high=target * 0 + 4)
    0.75
    """
    below, above = _errors(target, low, "low"), _errors(target, high, "high")
    crossed = int(np.sum(above > below))
    expect(crossed == 0, "high", "be nowhere below low", f"{crossed} of {below.size} that are")
    return float(np.mean((below >= 0) & (above <= 0)))


def crps_from_quantiles(target, quantiles, levels):
    r"""Continuous ranked probability score of a distribution given by its quantiles.

    .. math:: \int_0^1 Q_p\, dp \approx \sum_i w_i\, Q_{p_i}

    with :math:`Q_p` as in `pinball` and :math:`w_i` the length of what is nearer to :math:`p_i`
    than to any other level. For n quantiles at the levels (i − ½)/n it is exactly the score of the
    distribution that puts 1/n on each of them. In the series' own unit; of a single number,
    the mean absolute error.

    Parameters
    ----------
    target : ndarray
    quantiles : ndarray of target's shape and one axis more, (..., levels)
    levels : array_like of shape (levels,)
        Strictly between 0 and 1, rising.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        As `mse`; and if the levels do not rise, or the quantiles do not fit them.

    Examples
    --------
    >>> import numpy as np
    >>> target = np.array([10.0])
    >>> quantiles = np.array([[8.0, 10.0, 12.0]])
    >>> round(crps_from_quantiles(target, quantiles, levels=[1 / 6, 1 / 2, 5 / 6]), 3)
    0.444
    """
    levels = expect_finite(levels, "levels")
    rise = levels.ndim == 1 and levels.size > 0 and bool((np.diff(levels) > 0).all())
    rise = rise and 0 < levels[0] and levels[-1] < 1
    expect(rise, "levels", "rise, strictly between 0 and 1", shown(levels.tolist()))
    target = expect_finite(target, "target", COMPLETE)
    expect(target.size > 0, "target", "not be empty", f"shape {target.shape}")
    quantiles = expect_finite(quantiles, "quantiles", COMPLETE)
    wanted = (*target.shape, len(levels))
    said = f"have target's shape and an axis of levels, {wanted}"
    expect(quantiles.shape == wanted, "quantiles", said, f"shape {quantiles.shape}")
    ends = np.concatenate([[0], (levels[1:] + levels[:-1]) / 2, [1]])
    by_level = zip(np.moveaxis(quantiles, -1, 0), levels, strict=True)
    return float(np.diff(ends) @ [pinball(target, q, p) for q, p in by_level])


def conformal_quantile(scores, level):
    r"""Return the score that a new one stays within with a probability of at least `level`.

    Of n calibration scores it is the k-th smallest, :math:`k = \lceil (n + 1)\, p \rceil`: the
    new score is as likely to take any of the n + 1 places among them. That holds if all n + 1 are
    *exchangeable*, which scores of successive hours are not, and on average over calibration
    sets, not for the one at hand (Vovk, Gammerman & Shafer 2005; Lei et al. 2018).

    Parameters
    ----------
    scores : ndarray of shape (n,) or (n, horizon)
        Such as absolute errors of a validation set that no training has seen; larger is worse.
    level : float
        p, strictly between 0 and 1, such as 0.9.

    Returns
    -------
    float or ndarray of shape (horizon,)
        Infinite where n is too small for any score to do, that is below p / (1 − p).

    Raises
    ------
    ValueError
        If there is no score, one is NaN or infinite, or the level does not lie between 0 and 1.

    Examples
    --------
    >>> import numpy as np
    >>> scores = np.arange(1.0, 20.0)  # nineteen of them
    >>> float(conformal_quantile(scores, level=0.9))
    18.0
    >>> float(conformal_quantile(scores, level=0.99))  # too few to say
    inf
    """
    scores = expect_finite(scores, "scores", COMPLETE)
    fits = scores.ndim in (1, 2) and scores.size > 0
    expect(fits, "scores", "have shape (n,) or (n, horizon), not empty", f"shape {scores.shape}")
    n = len(scores)
    # 100 × 0.55 comes out above 55
    rank = int(np.ceil((n + 1) * _share(level, "level") - 1e-9))
    beyond = np.full((1, *scores.shape[1:]), np.inf)
    return np.concatenate([np.sort(scores, axis=0), beyond])[rank - 1]


def _share(value, name):
    return expect_number(value, name, "lie strictly between 0 and 1", lambda p: 0 < p < 1)


def skill(error, baseline_error):
    r"""Share of the baseline's error that a forecast does away with: :math:`1 - e / e_0`.

    Parameters
    ----------
    error, baseline_error : float
        Of the same metric on the same targets.

    Returns
    -------
    float
        1 is perfect, 0 no better than the baseline, below 0 worse.

    Raises
    ------
    ValueError
        If an error is negative or not finite, or the baseline has none to do away with.

    Examples
    --------
    >>> skill(error=0.5, baseline_error=2.0)
    0.75
    """
    wanted = "be finite and at least 0"
    error, baseline_error = (
        expect_number(value, name, wanted, lambda v: 0 <= v < np.inf)
        for value, name in ((error, "error"), (baseline_error, "baseline_error"))
    )
    expect(baseline_error > 0, "baseline_error", "be above 0", baseline_error)
    return 1 - error / baseline_error


def _errors(target, forecast, name="forecast"):
    """Return target - forecast, refusing shapes that would broadcast and values not finite."""
    target = expect_finite(target, "target", COMPLETE)
    forecast = expect_finite(forecast, name, COMPLETE)
    # (n,) against (n, 1) would broadcast to n * n errors and a plausible, wrong number
    same = forecast.shape == target.shape and target.size > 0
    expect(same, name, f"have target's shape {target.shape}, not empty", forecast.shape)
    return target.astype(float) - forecast.astype(float)


def _univariate(X):
    X = expect_batch(X, width="1")
    expect(X.shape[2] == 1, "X", "have shape (batch, time, 1)", f"shape {X.shape}")
    return X
