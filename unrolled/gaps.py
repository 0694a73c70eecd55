"""Gaps in a series: fill them, count their steps, hide what is known to judge a filling by."""

import numpy as np

from unrolled._expect import expect, expect_count, expect_float, expect_real, expect_rng, shown


def forward_fill(series):
    r"""Repeat the last known value in every gap: :math:`\hat x_t = x_{t'}`, the latest t' ≤ t.

    Nothing after a step is read, so it may be done to the inputs of a forecast.

    Parameters
    ----------
    series : ndarray of shape (time,) or (time, features)
        NaN where a value is missing.

    Returns
    -------
    ndarray of the same shape
        NaN before the first known value; whole numbers become float64.

    Raises
    ------
    ValueError
        If the series has another rank or no step, or a value is infinite.

    Examples
    --------
    >>> import numpy as np
    >>> forward_fill(np.array([np.nan, 3.0, np.nan, np.nan, 6.0]))
    array([nan,  3.,  3.,  3.,  6.])
    """
    series = _series(series)
    last = _last_known(series)
    return np.take_along_axis(series, np.maximum(last, 0), axis=0)  # before: the first, a NaN


def interpolate(series):
    r"""Draw a straight line over every gap, from the value before it to the value after it.

    .. math:: \hat x_t = x_a + \frac{t - a}{b - a}\,(x_b - x_a)

    with a and b the nearest known steps before and after t. At both ends of the series, where one
    of them does not exist, the other value is repeated. It reads the future of every gap.

    Parameters
    ----------
    series : ndarray of shape (time,) or (time, features)
        NaN where a value is missing.

    Returns
    -------
    ndarray of the same shape
        NaN nowhere; whole numbers become float64.

    Raises
    ------
    ValueError
        As `forward_fill`, or if a column holds no known value.

    Examples
    --------
    >>> import numpy as np
    >>> interpolate(np.array([np.nan, 3.0, np.nan, np.nan, 6.0]))
    array([3., 3., 4., 5., 6.])
    """
    series = _series(series)
    columns = series.reshape(len(series), -1).T
    t, filled = np.arange(len(series)), np.empty_like(columns)
    for row, column in zip(filled, columns, strict=True):
        known = ~np.isnan(column)
        expect(known.any(), "series", "hold a known value in every column", "one without any")
        row[:] = np.where(known, column, np.interp(t, t[known], column[known]))
    return filled.T.reshape(series.shape)


def steps_since_known(series):
    r"""Count the steps since a value was last known: 0 where it is, then 1, 2, 3 …

    .. math:: \delta_t = 0 \text{ if } x_t \text{ is known, else } \delta_{t-1} + 1,
        \quad \delta_0 = 0

    Parameters
    ----------
    series : ndarray of shape (time,) or (time, features)
        NaN where a value is missing.

    Returns
    -------
    ndarray of the same shape, int
        Before the first known value the steps since the series began, the first one counted.

    Raises
    ------
    ValueError
        As `forward_fill`.

    Notes
    -----
    With the mask, one of the two descriptions of missing values that Che et al. (2018) give to
    their network; they call it the time interval.

    Examples
    --------
    >>> import numpy as np
    >>> steps_since_known(np.array([np.nan, 3.0, np.nan, np.nan, 6.0]))
    array([1, 0, 1, 2, 0])
    """
    last = _last_known(_series(series))
    steps = np.arange(len(last)).reshape(-1, *[1] * (last.ndim - 1))
    return steps - last


def hide_stretches(known, lengths, *, margin, rng):
    """Choose stretches of known values to be hidden, so that a filling of them can be judged.

    Each lies between two known values, so that the gap it makes is as long as it says, begins and
    ends with a known value, and is `margin` steps or more from every other one. Within it values
    may be missing already: they cannot be judged.

    Parameters
    ----------
    known : ndarray of shape (time,), bool
        Where there is a value, and one that may be hidden.
    lengths : sequence of int
        Steps of each stretch.
    margin : int
        Fewest steps between two stretches, at least 1.
    rng : numpy.random.Generator

    Returns
    -------
    list of slice
        A stretch for each of the `lengths`, in their order.

    Raises
    ------
    ValueError
        If `known` is no row of truth values, a length or `margin` is no positive whole number, or
        no place is left for a stretch: the longest ones are placed first.

    Examples
    --------
    >>> import numpy as np
    >>> known = np.ones(9, dtype=bool)
    >>> hide_stretches(known, [2, 3], margin=2, rng=np.random.default_rng(0))
    [slice(1, 3, None), slice(5, 8, None)]
    """
    known = expect_real(known, "known", kinds="b")
    expect(known.ndim == 1, "known", "have shape (time,)", f"shape {known.shape}")
    expect(np.iterable(lengths), "lengths", "be a list of lengths", shown(lengths))
    lengths = [expect_count(length, "lengths") for length in lengths]
    expect(len(lengths) > 0, "lengths", "hold at least one length", "none")
    margin, rng = expect_count(margin, "margin"), expect_rng(rng)
    free = np.ones(len(known), dtype=bool)
    stretches = [None] * len(lengths)
    for row in sorted(range(len(lengths)), key=lambda row: -lengths[row]):
        starts = _starts(known, free, lengths[row])
        left = f"no place of {lengths[row]} steps among {len(known)}"
        expect(len(starts) > 0, "lengths", "leave a place for every stretch", left)
        start = int(rng.choice(starts))
        stretches[row] = slice(start, start + lengths[row])
        free[max(0, start - margin) : start + lengths[row] + margin] = False
    return stretches


def _starts(known, free, length):
    """Return where a stretch may begin: free all along, known at both ends and beside them."""
    start = np.arange(1, len(known) - length)
    taken = np.concatenate([[0], np.cumsum(~free)])
    fits = taken[start + length] == taken[start]
    for step in (start - 1, start, start + length - 1, start + length):
        fits &= known[step]
    return start[fits]


def _series(series):
    """Return a series as floats: (time,) or (time, features), finite or NaN."""
    series = expect_float(series, "series")
    shape = f"shape {series.shape}"
    wanted = "have shape (time,) or (time, features), not empty"
    expect(series.ndim in (1, 2) and series.size > 0, "series", wanted, shape)
    infinite = int(np.isinf(series).sum())
    expect(infinite == 0, "series", "be finite or NaN", f"{infinite} infinite values")
    return series


def _last_known(series):
    """Return the latest step with a known value, up to each step; -1 where there is none."""
    steps = np.arange(len(series)).reshape(-1, *[1] * (series.ndim - 1))
    return np.maximum.accumulate(np.where(np.isnan(series), -1, steps), axis=0)
