"""Time series: the generator of the book, packaged data, and windows cut from them."""

import csv
import gzip
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from unrolled._expect import expect, expect_batch, expect_count


def generate_time_series(batch_size, n_steps, rng):
    r"""Generate two sine waves plus noise, a different pair for every series.

    .. math::

        x(\tau) = 0.5 \sin\bigl((\tau - o_1)(10 f_1 + 10)\bigr)
                + 0.2 \sin\bigl((\tau - o_2)(20 f_2 + 20)\bigr)
                + 0.1\,(u(\tau) - 0.5)

    with :math:`\tau` from 0 to 1 in `n_steps` steps, and :math:`f_1, f_2, o_1, o_2` per
    series and :math:`u` per step drawn uniformly from [0, 1).

    Parameters
    ----------
    batch_size, n_steps : int
    rng : numpy.random.Generator
        A ``RandomState`` is accepted too: ``RandomState(42)`` gives the very series of
        Géron (2019), chapter 15, because the draws come in the same order.

    Returns
    -------
    ndarray of shape (batch_size, n_steps, 1), float32
        The noise alone has variance 0.01 / 12: no forecast can have a lower mean squared error.

    Raises
    ------
    ValueError
        If a size is not a whole number of at least 1, or `rng` cannot draw.
    """
    batch_size = expect_count(batch_size, "batch_size")
    n_steps = expect_count(n_steps, "n_steps")
    drawing = isinstance(rng, (np.random.Generator, np.random.RandomState))
    expect(drawing, "rng", "be a numpy.random.Generator", repr(rng))
    freq1, freq2, offsets1, offsets2 = rng.random((4, batch_size, 1))
    time = np.linspace(0, 1, n_steps)
    series = 0.5 * np.sin((time - offsets1) * (freq1 * 10 + 10))
    series += 0.2 * np.sin((time - offsets2) * (freq2 * 20 + 20))
    series += 0.1 * (rng.random((batch_size, n_steps)) - 0.5)
    return series[..., np.newaxis].astype(np.float32)


def recall_task(batch_size, lag, rng, noisy=False):
    r"""Generate sequences whose first step says what has to be answered at the last.

    The first channel holds a bit, :math:`\pm 1`, at step 1 and zero at the `lag` steps after it.
    The second is a distractor: silent, or standard normal noise at every step.

    Parameters
    ----------
    batch_size : int
    lag : int
        Steps between the bit and the answer; 1 or more.
    rng : numpy.random.Generator
    noisy : bool, default False

    Returns
    -------
    X : ndarray of shape (batch_size, lag + 1, 2), float32
    bit : ndarray of shape (batch_size,), float32
        1 where the first step was +1, 0 where it was -1.

    Raises
    ------
    ValueError
        If a size is not a whole number of at least 1, or `rng` cannot draw.

    Notes
    -----
    A small relative of the latching problem of Bengio, Simard & Frasconi (1994).
    """
    batch_size, lag = expect_count(batch_size, "batch_size"), expect_count(lag, "lag")
    drawing = isinstance(rng, np.random.Generator)
    expect(drawing, "rng", "be a numpy.random.Generator", repr(rng))
    bit = rng.integers(2, size=batch_size).astype(np.float32)
    X = np.zeros((batch_size, lag + 1, 2), np.float32)
    X[:, 0, 0] = 2 * bit - 1
    if noisy:
        X[:, :, 1] = rng.normal(size=(batch_size, lag + 1))
    return X, bit


class Traffic(NamedTuple):
    """Hourly westbound traffic on I-94 between Minneapolis and St Paul, 2017-01 to 2018-09."""

    time: np.ndarray  # (hours,) datetime64[h], local time, one entry for every hour
    volume: np.ndarray  # (hours,) vehicles per hour; NaN where the counter was silent
    temperature: np.ndarray  # (hours,) degrees Celsius; NaN where missing


def load_traffic():
    """Load the packaged I-94 traffic counts.

    Returns
    -------
    Traffic
        15,312 hours, of which 66 are missing and hold NaN.

    Notes
    -----
    Hogue, J. (2019), *Metro Interstate Traffic Volume*, UCI Machine Learning Repository,
    CC BY 4.0, https://doi.org/10.24432/C5X60B, cut to whole hours; changes are listed in
    ``unrolled/data/PROVENANCE.md``.
    """
    path = files("unrolled") / "data" / "i94_traffic_hourly.csv.gz"
    with path.open("rb") as raw, gzip.open(raw, "rt", encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    hours = [row["time"].replace(" ", "T") for row in rows]
    return Traffic(
        time=np.array(hours, dtype="datetime64[h]"),
        volume=np.array([float(row["volume"] or "nan") for row in rows]),
        temperature=np.array([float(row["temp_c"] or "nan") for row in rows]),
    )


class TrafficDays(NamedTuple):
    """The same traffic, one row a day."""

    day: np.ndarray  # (days,) datetime64[D]
    weekday: np.ndarray  # (days,) int, 0 is Monday
    holiday: np.ndarray  # (days,) str, empty on most days
    volume: np.ndarray  # (days, 24) vehicles per hour; NaN where the counter was silent


def load_traffic_days():
    """Load the I-94 traffic counts day by day, with the holidays that the source names.

    Returns
    -------
    TrafficDays
        638 days, 18 of them with a name. "State Fair", one of the names, is no day off.

    Notes
    -----
    Source and licence as for `load_traffic`.
    """
    traffic = load_traffic()
    day = traffic.time[::24].astype("datetime64[D]")
    path = files("unrolled") / "data" / "i94_holidays.csv"
    with path.open(encoding="utf-8") as text:
        named = {row["date"]: row["holiday"] for row in csv.DictReader(text)}
    return TrafficDays(
        day=day,
        weekday=(day.astype(int) + 3) % 7,  # 1970-01-01 was a Thursday
        holiday=np.array([named.get(str(date), "") for date in day]),
        volume=traffic.volume.reshape(-1, 24),
    )


def make_windows(series, n_steps, horizon=1):
    """Cut a series into overlapping windows, each with the values that follow it.

    Window ``i`` holds steps ``i … i + n_steps - 1``, its target steps ``i + n_steps …
    i + n_steps + horizon - 1``: a window never holds its own target.

    Parameters
    ----------
    series : ndarray of shape (time,) or (time, features)
        May hold NaN where values are missing; the windows then do, too.
    n_steps : int
        Length of a window.
    horizon : int, default 1
        How many steps to forecast.

    Returns
    -------
    X : ndarray of shape (windows, n_steps, features)
        ``features`` is 1 for a series of shape (time,).
    target : ndarray of shape (windows, horizon) or (windows, horizon, features)
        As the series has it. ``windows = time - n_steps - horizon + 1``. Both are read-only views.

    Raises
    ------
    ValueError
        If the series has another rank, or is shorter than one window and its target.
    """
    series = np.asarray(series)
    n_steps, horizon = expect_count(n_steps, "n_steps"), expect_count(horizon, "horizon")
    shape = f"shape {series.shape}"
    expect(series.ndim in (1, 2), "series", "have shape (time,) or (time, features)", shape)
    need = n_steps + horizon
    expect(len(series) >= need, "series", f"have at least n_steps + horizon = {need} steps", shape)
    both = np.lib.stride_tricks.sliding_window_view(series, need, axis=0)
    both = both.swapaxes(1, 2) if series.ndim == 2 else both  # time before features
    X, target = both[:, :n_steps], both[:, n_steps:]
    return (X if series.ndim == 2 else X[..., np.newaxis]), target


def sequence_targets(series, n_steps, horizon=1):
    """Cut whole series into inputs and, at every step, the values that follow that step.

    ``target[:, t, k]`` is ``series[:, t + 1 + k]``: what a network that reads step ``t`` should say
    of the `horizon` steps after it. Targets of early steps are inputs of later ones, which is no
    leak as long as the network reads from left to right only.

    Parameters
    ----------
    series : ndarray of shape (batch, n_steps + horizon, 1)
    n_steps : int
        How many steps the network reads.
    horizon : int, default 1

    Returns
    -------
    X : ndarray of shape (batch, n_steps, 1)
    target : ndarray of shape (batch, n_steps, horizon)
        A read-only view; its last step is the target of the whole window.

    Raises
    ------
    ValueError
        If the series have another shape, or another length than ``n_steps + horizon``.
    """
    series = expect_batch(series, "series", width="1")
    n_steps, horizon = expect_count(n_steps, "n_steps"), expect_count(horizon, "horizon")
    wanted, given = f"(batch, {n_steps + horizon}, 1)", f"shape {series.shape}"
    expect(series.shape[1:] == (n_steps + horizon, 1), "series", f"have shape {wanted}", given)
    ahead = np.lib.stride_tricks.sliding_window_view(series[:, 1:, 0], horizon, axis=1)
    return series[:, :n_steps], ahead


class Split(NamedTuple):
    """Which windows are for what, in the order of time."""

    train: slice
    validation: slice
    test: slice


def chronological_split(n_windows, horizon=1, shares=(0.7, 0.2, 0.1)):
    """Split windows cut from one series, in time order, so that no target is in two parts.

    The targets of neighbouring windows overlap by ``horizon - 1`` steps. So many windows are left
    out before each boundary. Their inputs may overlap: the past is known when a forecast is made.

    Parameters
    ----------
    n_windows : int
        As many as `make_windows` has cut.
    horizon : int, default 1
        Length of their targets.
    shares : tuple of 3 floats, default (0.7, 0.2, 0.1)
        Training, validation and test; they sum to 1.

    Returns
    -------
    Split
        Three slices, for the windows, their targets and their times alike.

    Raises
    ------
    ValueError
        If the shares do not sum to 1, or a part would be empty.
    """
    n_windows, horizon = expect_count(n_windows, "n_windows"), expect_count(horizon, "horizon")
    shares = np.asarray(shares, dtype=float)
    good = shares.shape == (3,) and (shares > 0).all() and abs(shares.sum() - 1) < 1e-9
    expect(good, "shares", "be three positive numbers that sum to 1", shares.tolist())
    first, second = np.round(np.cumsum(shares)[:2] * n_windows).astype(int).tolist()
    gap = horizon - 1
    split = Split(slice(0, first - gap), slice(first, second - gap), slice(second, n_windows))
    smallest = min(part.stop - part.start for part in split)
    expect(smallest > 0, "n_windows", "leave a window in every part", n_windows)
    return split
