"""unrolled.series: the generator, the packaged traffic counts, and windows."""

import datetime
import gzip
import math
from pathlib import Path

import numpy as np
import pytest

import unrolled
from refusals import refused
from unrolled.series import (
    calendar_inputs,
    chronological_split,
    complete_windows,
    generate_time_series,
    load_air_quality,
    load_airports,
    load_co2,
    load_traffic,
    load_traffic_days,
    load_traffic_rows,
    make_windows,
    recall_task,
    regular_grid,
    sequence_targets,
)

DATA = Path(unrolled.__file__).parent / "data"


def legacy(seed):
    return np.random.RandomState(seed)


def modern(seed):
    return np.random.default_rng(seed)


def plain_series(batch_size, n_steps, rng):
    """Return the generator's formula as nested lists, one number drawn at a time."""
    f1, f2, o1, o2 = ([rng.random() for _ in range(batch_size)] for _ in range(4))
    batch = []
    for i in range(batch_size):
        batch.append([])
        for step in range(n_steps):
            tau = step / (n_steps - 1) if n_steps > 1 else 0.0
            x = 0.5 * math.sin((tau - o1[i]) * (10 * f1[i] + 10))
            x += 0.2 * math.sin((tau - o2[i]) * (20 * f2[i] + 20))
            x += 0.1 * (rng.random() - 0.5)
            batch[i].append([x])
    return batch


class FixedWaves(np.random.RandomState):
    """Draws the same waves for every series; the noise stays random, unless it is fixed, too."""

    waves = 0.3, 0.8, 0.2, 0.6  # f1, f2, o1, o2

    def __init__(self, seed, noise=None):
        super().__init__(seed)
        self.noise = noise

    def random(self, size=None):
        if len(size) == 3:
            return np.multiply.outer(self.waves, np.ones(size[1:]))
        return super().random(size) if self.noise is None else np.full(size, self.noise)


class TestGenerator:
    @pytest.mark.parametrize(("batch_size", "n_steps"), [(3, 5), (5, 3), (1, 50), (4, 1), (4, 4)])
    @pytest.mark.parametrize("rng", [legacy, modern])
    def test_series_are_the_formula(self, batch_size, n_steps, rng):
        series = generate_time_series(batch_size, n_steps, rng(7))
        expected = plain_series(batch_size, n_steps, rng(7))
        np.testing.assert_allclose(series, expected, rtol=0, atol=1e-7)

    @pytest.mark.parametrize(
        ("steps", "published"),
        [(1, "0.02021"), (10, "0.2570")],  # Géron (2019), chapter 15, stored outputs
    )
    def test_naive_errors_are_the_published_ones(self, steps, published):
        series = generate_time_series(10_000, 50 + steps, legacy(42))[7000:9000, :, 0].astype(float)
        error = np.mean((series[:, 50:] - series[:, 49:50]) ** 2)
        assert f"{error:.{len(published) - 2}f}" == published

    def test_waves_alone(self):
        series = generate_time_series(2, 9, FixedWaves(0, noise=0.5))
        tau = np.arange(9) / 8
        waves = 0.5 * np.sin(13 * (tau - 0.2)) + 0.2 * np.sin(36 * (tau - 0.6))
        np.testing.assert_allclose(series[..., 0], [waves, waves], rtol=0, atol=1e-7)

    def test_noise_is_uniform_with_the_stated_variance(self):
        series = generate_time_series(4000, 25, FixedWaves(1))[..., 0].astype(float)
        clean = generate_time_series(1, 25, FixedWaves(1, noise=0.5))[..., 0]
        noise = series - clean
        assert noise.var() == pytest.approx(0.01 / 12, rel=0.02)
        assert noise.mean() == pytest.approx(0, abs=5e-4)
        assert -0.0501 < noise.min() < -0.0499 and 0.0499 < noise.max() < 0.0501
        steps = noise[:, 1:] * noise[:, :-1]  # independent from step to step
        assert steps.mean() == pytest.approx(0, abs=0.02 * 0.01 / 12)

    def test_seed_decides(self):
        first = generate_time_series(3, 7, modern(1))
        assert np.array_equal(first, generate_time_series(3, 7, modern(1)))
        assert not np.isclose(first, generate_time_series(3, 7, modern(2))).any()

    def test_series_of_one_call_differ_and_calls_go_on(self):
        rng = modern(3)
        first, second = generate_time_series(2, 7, rng), generate_time_series(2, 7, rng)
        assert len(np.unique(np.concatenate([first, second]), axis=0)) == 4

    def test_shape_dtype_and_range(self):
        series = generate_time_series(200, 11, modern(4))
        assert (series.shape, series.dtype) == ((200, 11, 1), np.float32)
        assert 0.6 < np.abs(series).max() <= 0.75

    def test_global_generator_is_left_alone(self):
        before = np.random.get_state()[1].copy()  # noqa: NPY002
        generate_time_series(2, 3, modern(5))
        assert np.array_equal(np.random.get_state()[1], before)  # noqa: NPY002


class TestRecallTask:
    @pytest.mark.parametrize("noisy", [False, True])
    def test_the_first_step_holds_the_answer(self, noisy):
        X, bit = recall_task(300, 7, modern(1), noisy=noisy)
        assert (X.shape, bit.shape) == ((300, 8, 2), (300,))
        assert X.dtype == bit.dtype == np.float32
        assert X[:, 0, 0].tolist() == [1.0 if b else -1.0 for b in bit]
        assert set(bit) == {0, 1} and bit.mean() == pytest.approx(0.5, abs=0.1)
        assert not X[:, 1:, 0].any()

    def test_the_distractor_is_silent_or_standard_normal(self):
        silent, noisy = (recall_task(400, 9, modern(2), noisy=n)[0][..., 1] for n in (False, True))
        assert not silent.any()
        assert noisy.mean() == pytest.approx(0, abs=0.05)
        assert noisy.std() == pytest.approx(1, abs=0.05)
        assert (noisy.std(axis=0) > 0.8).all()  # at the first step and the last, too

    def test_the_distractor_is_silent_by_default(self):
        assert not recall_task(40, 9, modern(2))[0][..., 1].any()

    def test_seed_decides(self):
        first, again, other = (recall_task(50, 3, modern(seed), True) for seed in (3, 3, 4))
        assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
        assert not np.array_equal(first[1], other[1])


@pytest.fixture(scope="module")
def traffic():
    return load_traffic()


class TestTraffic:
    def test_every_hour_once(self, traffic):
        hours = np.arange("2017-01-01T00", "2018-10-01T00", dtype="datetime64[h]")
        assert traffic.time.dtype == hours.dtype and np.array_equal(traffic.time, hours)
        assert len(hours) == len(traffic.volume) == len(traffic.temperature) == 15_312

    def test_missing_hours(self, traffic):
        assert np.isnan(traffic.volume).sum() == 66
        for day in ("2017-03-12", "2018-03-11"):  # 2 o'clock does not exist: clocks go forward
            (row,) = np.flatnonzero(traffic.time == np.datetime64(f"{day}T02"))
            assert np.isnan(traffic.volume[row]) and np.isnan(traffic.temperature[row])
            around = traffic.volume[[row - 1, row + 1]]
            assert np.isfinite(around).all()

    def test_values_are_plausible(self, traffic):
        volume = traffic.volume[~np.isnan(traffic.volume)]
        assert (volume >= 0).all() and volume.max() < 8000  # four lanes carry about 2,000 each
        assert np.array_equal(volume, volume.round())
        temperature = traffic.temperature[~np.isnan(traffic.temperature)]
        assert -40 < temperature.min() < -20 and 30 < temperature.max() < 42
        assert len(temperature) > 15_000

    def test_days_and_seasons_are_where_they_belong(self, traffic):
        hour = traffic.time.astype(int) % 24
        weekend = (traffic.time.astype("datetime64[D]").astype(int) + 3) % 7 >= 5
        month = traffic.time.astype("datetime64[M]").astype(int) % 12 + 1

        def mean(values, where):
            return np.nanmean(values[where])

        assert mean(traffic.volume, hour == 3) < 500 < 5000 < mean(traffic.volume, hour == 16)
        rush = hour == 7
        assert mean(traffic.volume, rush & ~weekend) > 3 * mean(traffic.volume, rush & weekend)
        assert mean(traffic.temperature, month == 1) < -3
        assert mean(traffic.temperature, month == 7) > 20

    def test_file_is_read_as_it_stands(self, traffic):
        with gzip.open(DATA / "i94_traffic_hourly.csv.gz", "rt") as text:
            head, *rows = text.read().splitlines()
        assert head == "time,volume,temp_c"
        for i in range(0, len(rows), 97):
            time, volume, temperature = rows[i].split(",")
            assert str(traffic.time[i]) == time.replace(" ", "T").removesuffix(":00")
            for cell, value in ((volume, traffic.volume[i]), (temperature, traffic.temperature[i])):
                assert (np.isnan(value) and not cell) or float(cell) == value


def read_plainly(name):
    """Return the rows of a packaged file as dicts of text, by another way than the loaders."""
    data = (DATA / name).read_bytes()
    head, *lines = (gzip.decompress(data) if name.endswith(".gz") else data).decode().split()
    return [dict(zip(head.split(","), line.split(","), strict=True)) for line in lines]


def as_cells(values):
    """Return numbers as a file has them: empty where missing, whole ones without a point."""
    return ["" if math.isnan(v) else f"{v:g}" for v in values]


def stretches(missing):
    """Return the lengths of the runs of True."""
    return [len(run) for run in "".join("x" if m else " " for m in missing).split()]


def row_of(time, stamp):
    (row,) = np.flatnonzero(time == np.datetime64(stamp))
    return row


@pytest.fixture(scope="module")
def rows():
    return load_traffic_rows()


@pytest.fixture(scope="module")
def air():
    return load_air_quality()


@pytest.fixture(scope="module")
def airports():
    return load_airports()


@pytest.fixture(scope="module")
def carbon():
    return load_co2()


class TestTrafficRows:
    """The excerpt as it stands in its source: its faults are what it is for."""

    def test_hours_are_absent_and_come_again(self, rows):
        hours = np.arange("2014-01-13T00", "2014-02-10T00", dtype="datetime64[h]")
        assert rows.time.dtype == hours.dtype and {len(column) for column in rows} == {717}
        found, times = np.unique(rows.time, return_counts=True)
        assert np.isin(found, hours).all() and len(hours) == 672
        assert (len(found), (times > 1).sum(), (times - 1).sum()) == (651, 51, 66)
        assert found[[0, -1]].tolist() == hours[[0, -1]].tolist()
        assert (np.diff(rows.time).astype(int) >= 0).all()

    def test_the_sensor_was_silent_at_ten_rows(self, rows):
        silent = rows.time[rows.kelvin == 0]
        nights = [f"2014-01-31T{h:02}" for h in (3, 4, 5, 6)]
        nights += [f"2014-02-02T{h:02}" for h in range(3, 9)]
        assert silent.astype(str).tolist() == nights
        others = rows.kelvin[rows.kelvin > 0]
        assert 240 < others.min() and others.max() < 280 and others.dtype == float

    def test_repeats_count_the_same_vehicles(self, rows):
        keys = list(zip(rows.time.tolist(), rows.volume.tolist(), strict=True))
        assert len(set(keys)) == len(set(rows.time.tolist()))
        kinds = set(zip(keys, rows.weather.tolist(), strict=True))
        assert len(kinds) == 714  # three rows say of their hour what another has said

    def test_first_and_last_row(self, rows):
        assert [column[0] for column in rows[1:]] == [453, 274.47, "light rain", ""]
        assert [column[-1] for column in rows[1:]] == [3111, 251.77, "sky is clear", ""]
        assert not any(np.isnan(column).any() for column in (rows.volume, rows.kelvin))

    def test_a_holiday_is_marked_at_hour_0(self, rows):
        named = rows.holiday != ""
        assert rows.time[named].astype(str).tolist() == ["2014-01-20T00"]
        assert rows.holiday[named].tolist() == ["Martin Luther King Jr Day"]

    def test_a_grid_refuses_them_until_one_row_of_each_hour_is_kept(self, rows):
        hour = np.timedelta64(1, "h")
        with refused("time", "once", "66 doubled of 717"):
            regular_grid(rows.time, rows.volume, hour)
        time, first = np.unique(rows.time, return_index=True)
        grid = regular_grid(time, rows.volume[first], hour)
        assert len(grid.time) == 672 and np.isnan(grid.values).sum() == 21
        with refused("time", "once", "66 doubled of 717"):
            make_windows(rows.volume, 24, time=rows.time)
        with refused("time", "regular_grid", "21 absent among 651 stamps, the first 2014-01-13T18"):
            make_windows(rows.volume[first], 24, time=time)


class TestAirQuality:
    def test_four_rows_a_day_for_five_years(self, air):
        steps = np.arange("2010-01-01T00", "2015-01-01T00", 6, dtype="datetime64[h]")
        assert np.array_equal(air.time, steps) and air.time.dtype == steps.dtype
        assert {len(column) for column in air} == {(5 * 365 + 1) * 4}

    def test_what_is_missing(self, air):
        gaps = stretches(np.isnan(air.pm25))
        assert (sum(gaps), len(gaps), max(gaps)) == (332, 58, 39)
        assert np.isnan(air.pm25[:4]).all() and air.pm25[4] == 144  # the first day is missing
        assert not any(np.isnan(column).any() for column in air[2:6])

    def test_known_rows(self, air):
        expected = [10, -22, -2.8, 1034, 239.2, "NW"]
        assert [column[-1] for column in air[1:]] == expected
        worst = int(np.nanargmax(air.pm25))
        assert (str(air.time[worst]), air.pm25[worst]) == ("2013-01-12T18", 834)

    def test_values_are_plausible(self, air):
        known = air.pm25[~np.isnan(air.pm25)]
        assert known.min() >= 0 and np.array_equal(known, known.round())
        assert (air.dew_point <= air.temperature + 0.05).all()
        july = air.time.astype("datetime64[M]").astype(int) % 12 == 6
        assert air.temperature[july].mean() > 25 and air.pressure[july].mean() < 1005
        assert (air.cumulated_wind > 0).all()
        assert sorted(set(air.wind_direction.tolist())) == ["NE", "NW", "SE", "cv"]
        assert air.wind_direction.flags.owndata and air.wind_direction.dtype == "<U2"

    def test_file_is_read_as_it_stands(self, air):
        rows = read_plainly("beijing_pm25_6h.csv.gz")
        names = ("pm25", "dewp", "temp", "pres", "wind_cum")
        for values, name in zip(air[1:6], names, strict=True):
            assert as_cells(values) == [row[name].removesuffix(".0") for row in rows]
        assert air.wind_direction.tolist() == [row["wind_dir"] for row in rows]


class TestAirports:
    def test_every_hour_once(self, airports):
        hours = np.arange("2013-01-01T06", "2013-12-31T00", dtype="datetime64[h]")
        assert np.array_equal(airports.time, hours) and airports.time.dtype == hours.dtype
        assert airports.airport.tolist() == ["JFK", "LGA", "EWR"]
        assert {values.shape for values in airports[2:]} == {(8730, 3)}

    def test_what_is_missing(self, airports):
        counts = {name: np.isnan(values).sum(axis=0).tolist()
                  for name, values in airports._asdict().items() if values.ndim == 2}  # fmt: skip
        assert counts == {
            "temperature": [24, 24, 28],
            "dew_point": [24, 24, 28],
            "pressure": [855, 987, 962],
            "wind_speed": [27, 24, 29],
        }
        missing = np.isnan(airports.pressure)
        gaps = stretches(missing[:, 0])
        assert (len(gaps), max(gaps)) == (463, 9) and missing.all(axis=1).sum() == 290

    def test_known_rows(self, airports):
        first = [values[0].tolist() for values in airports[2:]]
        assert first == [[3.9, 4.4, 3.9], [-3.3] * 3, [1012.6, 1011.9, 1012.0], [5.7, 6.2, 4.6]]
        last = [values[-1].tolist() for values in airports[2:]]
        expected = [[-1.1, -1.7, -1.7], [-12.2, -11.7, -11.1], [1020.9, 1020.9, 1021.1]]
        assert last == [*expected, [8.2, 8.2, 6.7]]

    def test_the_impossible_wind_is_missing(self, airports):
        row = row_of(airports.time, "2013-02-12T08")
        assert np.isnan(airports.wind_speed[row]).tolist() == [False, False, True]
        assert np.isfinite(airports.temperature[row]).all()
        assert np.nanmax(airports.wind_speed) < 20

    def test_neighbours_resemble_one_another(self, airports):
        """An airport's columns belong together: neighbours differ little, by night and by day."""
        for values, most in zip(airports[2:], (2, 2, 1, 2), strict=True):
            for i, j in ((0, 1), (1, 2), (2, 0)):
                assert np.nanmean(np.abs(values[:, i] - values[:, j])) < most
        assert np.nanmax(airports.dew_point - airports.temperature) <= 0.05

    def test_the_clock_is_utc(self, airports):
        """The warmest hour of a summer day is about 3 p.m. in New York, 19 hours UTC."""
        summer = (airports.time >= np.datetime64("2013-06-01")) & (
            airports.time < np.datetime64("2013-09-01"))  # fmt: skip
        hour = airports.time.astype(int) % 24
        means = [np.nanmean(airports.temperature[summer & (hour == h)]) for h in range(24)]
        assert np.argmax(means) in (18, 19, 20) and np.argmin(means) in (9, 10, 11)

    def test_file_is_read_as_it_stands(self, airports):
        rows = read_plainly("nyc_weather_2013_hourly.csv.gz")
        names = ("temp_c", "dewp_c", "pressure_hpa", "wind_ms")
        for values, name in zip(airports[2:], names, strict=True):
            for column, airport in zip(values.T, airports.airport, strict=True):
                cells = [row[f"{airport.lower()}_{name}"] for row in rows]
                assert as_cells(column) == [cell.removesuffix(".0") for cell in cells]


class TestCarbonDioxide:
    def test_every_saturday(self, carbon):
        weeks = np.arange("1958-03-29", "2002-01-05", 7, dtype="datetime64[D]")
        assert np.array_equal(carbon.time, weeks) and carbon.time.dtype == weeks.dtype
        assert len(carbon.co2) == 2284 and ((carbon.time.astype(int) + 3) % 7 == 5).all()

    def test_what_is_missing(self, carbon):
        gaps = stretches(np.isnan(carbon.co2))
        assert (sum(gaps), len(gaps), max(gaps)) == (59, 22, 18)
        assert np.isnan(carbon.co2[row_of(carbon.time, "1958-05-10")])

    def test_known_weeks_and_the_rise(self, carbon):
        assert carbon.co2[[0, 1, -1]].tolist() == [316.1, 317.3, 371.5]
        year = carbon.time.astype("datetime64[Y]").astype(int) + 1970
        by_year = [np.nanmean(carbon.co2[year == y]) for y in range(1959, 2002)]
        assert (np.diff(by_year) > 0).sum() == 41 and by_year[-1] - by_year[0] > 50
        month = carbon.time.astype("datetime64[M]").astype(int) % 12 + 1
        may, october = (np.nanmean(carbon.co2[month == m]) for m in (5, 10))
        assert 4 < may - october < 8  # the breath of the northern summer

    def test_file_is_read_as_it_stands(self, carbon):
        rows = read_plainly("co2_mauna_loa_weekly.csv")
        assert carbon.time.astype(str).tolist() == [row["date"] for row in rows]
        assert as_cells(carbon.co2) == [row["co2"].removesuffix(".0") for row in rows]


def plain_windows(series, n_steps, horizon):
    X, target = [], []
    for start in range(len(series) - n_steps - horizon + 1):
        X.append([series[start + k] for k in range(n_steps)])
        target.append([series[start + n_steps + k] for k in range(horizon)])
    return X, target


class TestWindows:
    @pytest.mark.parametrize(("n_steps", "horizon"), [(1, 1), (3, 1), (1, 4), (3, 2), (5, 6)])
    @pytest.mark.parametrize("features", [None, 1, 3])
    def test_windows_are_those_of_the_loop(self, n_steps, horizon, features):
        shape = (11,) if features is None else (11, features)
        series = np.random.default_rng(1).normal(size=shape)
        X, target = make_windows(series, n_steps, horizon)
        X_plain, target_plain = plain_windows(series.tolist(), n_steps, horizon)
        if features is None:
            X_plain = [[[value] for value in window] for window in X_plain]
        assert X.tolist() == X_plain and target.tolist() == target_plain
        assert X.shape == (12 - n_steps - horizon, n_steps, features or 1)

    @pytest.mark.parametrize("horizon", [1, 3])
    def test_a_window_ends_right_before_its_target(self, horizon):
        X, target = make_windows(np.arange(20), 6, horizon)
        assert X.max(axis=(1, 2)).tolist() == (target.min(axis=1) - 1).tolist()
        for window, values in zip(X, target, strict=True):
            assert not set(window.ravel()) & set(values)

    def test_one_step_is_the_default(self):
        assert make_windows(np.arange(9.0), 4)[1].shape == (5, 1)

    def test_shortest_series_gives_one_window(self):
        X, target = make_windows([1, 2, 3, 4, 5], 3, 2)
        assert (X.tolist(), target.tolist()) == ([[[1], [2], [3]]], [[4, 5]])

    @pytest.mark.parametrize("shape", [(9,), (9, 2)])
    def test_windows_are_read_only_views(self, shape):
        series = np.zeros(shape, np.float32)
        for part in make_windows(series, 3, 2):
            assert np.shares_memory(part, series) and part.dtype == series.dtype
            assert not part.flags.writeable
            with pytest.raises(ValueError, match="read-only"):
                part[0, 0] = 1
        series[0] = 7  # the series itself may still be changed

    def test_missing_values_pass_through(self):
        series = np.arange(8.0)
        series[4] = np.nan
        X, target = make_windows(series, 2)
        assert np.isnan(X[:, :, 0]).tolist() == [[i + k == 4 for k in range(2)] for i in range(6)]
        assert np.isnan(target[:, 0]).tolist() == [i + 2 == 4 for i in range(6)]

    def test_later_values_change_later_windows_only(self):
        series = np.random.default_rng(2).normal(size=12)
        X, target = (part.copy() for part in make_windows(series, 4, 2))
        series[9] += 1
        X_new, target_new = make_windows(series, 4, 2)
        assert np.flatnonzero((X_new != X).any(axis=(1, 2))).tolist() == [6]
        assert np.flatnonzero((target_new != target).any(axis=1)).tolist() == [4, 5]


HOURS = np.arange("2018-03-10T00", "2018-03-12T00", dtype="datetime64[h]")
MONTHS = np.arange("2017-01", "2019-01", dtype="datetime64[M]")
COUNT = np.arange(48.0)


def without(a, *rows):
    return np.delete(a, rows, axis=0)


class TestWindowsWithTime:
    @pytest.mark.parametrize(
        "time",
        [
            HOURS,
            HOURS.astype("datetime64[ns]"),
            np.arange(48),
            np.arange(48) * 24,
            1.7e9 + np.arange(48) * 0.1,
            np.arange(48, dtype=np.uint8),
            np.arange("2010-01", "2014-01", dtype="datetime64[M]"),
            np.arange("2010-01", "2014-01", dtype="datetime64[M]").astype("datetime64[D]"),
            np.arange("1950", "1998", dtype="datetime64[Y]").astype("datetime64[s]"),
        ],
        ids=lambda time: str(time.dtype),
    )
    def test_a_regular_series_gives_the_same_windows(self, time):
        for series in (COUNT, np.stack([COUNT, -COUNT], axis=1)):
            expected = make_windows(series, 5, 2)
            for ours, plain in zip(make_windows(series, 5, 2, time=time), expected, strict=True):
                assert np.array_equal(ours, plain) and np.shares_memory(ours, series)

    def test_two_stamps_and_a_list(self):
        assert make_windows([1.0, 2.0], 1, 1, time=HOURS[:2])[1].tolist() == [[2]]
        assert make_windows([1.0, 2, 4], 1, 1, time=[0, 2, 4])[1].tolist() == [[2], [4]]

    def refused(self, series, time):
        with pytest.raises(ValueError) as error:
            make_windows(series, 5, 2, time=time)
        wanted, _, got = str(error.value).partition(", got ")
        assert wanted.startswith("time must ")
        return wanted, got

    def test_absent_rows(self):
        gone = (26, 30, 31)  # 2 o'clock on the day when clocks go forward, and two more
        wanted, got = self.refused(without(COUNT, *gone), without(HOURS, *gone))
        assert "1 hours" in wanted and "regular_grid" in wanted
        assert got == "3 absent among 45 stamps, the first 2018-03-11T02"

    def test_absent_numbers_and_months(self):
        _, got = self.refused(without(COUNT, 7), without(np.arange(48) * 10, 7))
        assert got == "1 absent among 47 stamps, the first 70"
        days = without(MONTHS, 3).astype("datetime64[D]")
        _, got = self.refused(COUNT[:23], days)
        assert got == "1 absent among 23 stamps, the first 2017-04"

    def test_doubled_stamps(self):
        time = HOURS.copy()
        time[[20, 21, 31]] = time[[19, 19, 30]]
        wanted, got = self.refused(COUNT, time)
        assert "once" in wanted and got == "3 doubled of 48 stamps, the first 2018-03-10T19"

    def test_newest_first(self):
        wanted, got = self.refused(COUNT, HOURS[::-1])
        assert "argsort" in wanted
        assert got == "47 unsorted of 48 stamps, the first 2018-03-11T22"

    def test_one_row_out_of_order(self):
        time = HOURS.copy()
        time[[5, 6]] = time[[6, 5]]
        _, got = self.refused(COUNT, time)
        assert got == "1 unsorted of 48 stamps, the first 2018-03-10T05"

    def test_uneven_steps(self):
        time = HOURS.astype("datetime64[m]")
        time[9] += np.timedelta64(20, "m")
        _, got = self.refused(COUNT, time)
        assert got == "2 unevenly spaced of 48 stamps, the first 2018-03-10T09:20"
        _, got = self.refused(COUNT, np.cumsum(np.arange(48) % 3 + 1.0))
        assert "uneven" in got

    @pytest.mark.parametrize(
        ("time", "step", "given"),
        [
            ([0, 1, 3], 1, "1 absent among 3 stamps, the first 2"),
            ([0, 1, 3, 5], 2, "1 unevenly spaced of 4 stamps, the first 1"),
            ([0, 1, 2, 4, 6, 8], 2, "2 unevenly spaced of 6 stamps, the first 1"),
            ([0, 1, 2, 3, 5, 7, 9], 1, "3 absent among 7 stamps, the first 4"),
        ],
        ids=str,
    )
    def test_the_step_is_the_middle_one_the_lower_of_two(self, time, step, given):
        with pytest.raises(ValueError) as error:
            make_windows(np.arange(len(time)), 1, time=time)
        wanted, _, got = str(error.value).partition(", got ")
        assert f"rise by one step, here {step}, from row to row" in wanted and got == given

    def test_missing_stamps(self):
        time = HOURS.copy()
        time[[7, 9]] = "NaT"
        assert self.refused(COUNT, time)[1] == "2 missing of 48, the first in row 7"
        stamps = np.arange(48.0)
        stamps[3] = np.nan
        assert self.refused(COUNT, stamps)[1] == "1 missing of 48, the first in row 3"

    def test_what_is_no_time(self):
        assert self.refused(COUNT, HOURS[1:]) == (
            "time must have shape (48,), a stamp for every row of series", "shape (47,)"
        )  # fmt: skip
        wanted, got = self.refused(COUNT, HOURS.astype(str))
        assert "dtype='datetime64[s]'" in wanted and "<U" in got
        for time, given in ((HOURS.astype(object), "object"), (COUNT > 3, "bool"), ("x", "'x'")):
            assert given in self.refused(COUNT, time)[1]


class TestWindowsOfWhatIsNoNumber:
    class Table:
        """What a DataFrame of a date and a number gives NumPy."""

        def __array__(self, dtype=None, copy=None):
            rows = [["2018-03-10", 1.5], ["2018-03-11", 2.5], ["2018-03-12", 0.5]]
            return np.array(rows, dtype=object)

    @pytest.mark.parametrize(
        ("series", "given"),
        [
            (np.array(["1", "2", "3", "4"]), "dtype <U1"),
            (np.array([1.0, None, 2.0]), "dtype object"),
            (Table(), "dtype object"),
            (np.array([True, False, True]), "dtype bool"),
            (HOURS, "dtype datetime64[h]"),
            (np.diff(HOURS), "dtype timedelta64[h]"),
            (np.ones(5, complex), "dtype complex128"),
            ([[1, 2], [3]], "[[1, 2], [3]]"),
            ("1 2 3", "'1 2 3'"),
            (None, "None"),
        ],
        ids=lambda value: value if isinstance(value, str) else type(value).__name__,
    )
    def test_is_refused_at_once(self, series, given):
        with pytest.raises(ValueError) as error:
            make_windows(series, 1)
        assert str(error.value) == f"series must hold numbers, in one array, got {given}"


class TestRegularGrid:
    HOUR = np.timedelta64(1, "h")

    def test_absent_rows_become_nan_and_the_others_stay(self):
        gone = (3, 4, 30)
        grid = regular_grid(without(HOURS, *gone), without(COUNT, *gone), self.HOUR)
        assert np.array_equal(grid.time, HOURS) and grid.time.dtype == HOURS.dtype
        expected = COUNT.copy()
        expected[list(gone)] = np.nan
        assert np.array_equal(grid.values, expected, equal_nan=True)
        assert grid._fields == ("time", "values")
        make_windows(grid.values, 5, time=grid.time)  # now regular

    def test_columns_and_dtypes(self):
        table = np.stack([COUNT, -COUNT], axis=1)
        for dtype, expected in ((np.float32, np.float32), (np.int16, float), (bool, float)):
            values = without(table.astype(dtype), 7)
            grid = regular_grid(without(HOURS, 7), values, self.HOUR)
            assert grid.values.shape == (48, 2) and grid.values.dtype == expected
            assert np.isnan(grid.values).any(axis=1).nonzero()[0].tolist() == [7]
            assert np.array_equal(without(grid.values, 7), values.astype(float))

    def test_missing_values_stay_missing(self):
        values = COUNT.copy()
        values[5] = np.nan
        assert np.isnan(regular_grid(HOURS, values, self.HOUR).values).nonzero()[0].tolist() == [5]

    def test_unsorted_rows_are_sorted(self):
        order = modern(5).permutation(48)[:40]
        grid = regular_grid(HOURS[order], COUNT[order], self.HOUR)
        present = np.isfinite(grid.values)
        assert present.sum() == 40
        hours = (grid.time[present] - HOURS[0]).astype(int)
        assert np.array_equal(grid.values[present], hours)

    @pytest.mark.parametrize("step", [60, 1, 0.25])
    def test_numbers(self, step):
        time = 100 + step * np.array([0, 1, 2, 4, 7])
        grid = regular_grid(time, [1, 2, 3, 4, 5], step)
        np.testing.assert_allclose(grid.time, 100 + step * np.arange(8), rtol=1e-15)
        nan = np.nan
        expected = [1, 2, 3, nan, 4, nan, nan, 5]
        assert np.array_equal(grid.values, expected, equal_nan=True)
        assert grid.time.dtype == time.dtype

    def test_numbers_off_by_a_rounding_error(self):
        time = np.cumsum(np.full(1000, 0.1))
        grid = regular_grid(without(time, 500), np.ones(999), 0.1)
        assert len(grid.time) == 1000 and np.isnan(grid.values).nonzero()[0].tolist() == [500]

    def test_steps_in_other_units(self):
        import datetime

        minutes = np.timedelta64(60, "m")
        for step in (minutes, datetime.timedelta(hours=1), np.timedelta64(3_600_000_000_000, "ns")):
            grid = regular_grid(without(HOURS, 3), without(COUNT, 3), step)
            assert np.array_equal(grid.time, HOURS) and np.isnan(grid.values[3])
        week = regular_grid(HOURS[::24], COUNT[::24], np.timedelta64(1, "D"))
        assert len(week.time) == 2

    def test_months_have_one_step_whatever_their_length(self):
        for time in (MONTHS, MONTHS.astype("datetime64[D]"), MONTHS.astype("datetime64[ns]")):
            grid = regular_grid(without(time, 1), COUNT[:23], np.timedelta64(1, "M"))
            assert np.array_equal(grid.time, MONTHS)
            assert np.isnan(grid.values).nonzero()[0].tolist() == [1]
        years = np.array(["2000", "2003"], "datetime64[Y]")
        assert len(regular_grid(years, [1, 2], np.timedelta64(1, "Y")).time) == 4
        days = regular_grid(MONTHS[:2].astype("datetime64[D]"), [1, 2], np.timedelta64(1, "D"))
        assert len(days.time) == 32 and days.time.dtype == "datetime64[D]"

    def test_one_row(self):
        grid = regular_grid(HOURS[:1], [5], self.HOUR)
        assert np.array_equal(grid.time, HOURS[:1]) and grid.values.tolist() == [5]

    def refused(self, time=HOURS, values=COUNT, step=HOUR):
        with pytest.raises(ValueError) as error:
            regular_grid(time, values, step)
        return str(error.value).partition(", got ")

    def test_doubled_stamps_are_refused_sorted_or_not(self):
        time = HOURS.copy()
        time[[9, 40]] = time[[20, 41]]
        wanted, _, got = self.refused(time)
        assert wanted.startswith("time must hold every stamp once") and "mean" in wanted
        assert got == "2 doubled of 48 stamps, the first 2018-03-10T20"

    def test_stamps_between_the_steps(self):
        wanted, _, got = self.refused(step=np.timedelta64(2, "h"))
        assert wanted.startswith("time must lie on a grid of step 2 hours from 2018-03-10T00")
        assert got == "24 between of 48 stamps, the first 2018-03-10T01"
        wanted, _, got = self.refused(np.arange(48) + 0.4 * (np.arange(48) == 9), COUNT, 1)
        assert got == "1 between of 48 stamps, the first 9.4"

    @pytest.mark.parametrize(
        ("change", "argument", "expected", "given"),
        [
            ({"values": COUNT[1:]}, "time", "(47,), a stamp for every row of values", "(48,)"),
            ({"values": COUNT.astype(str)}, "values", "numbers", "dtype <U"),
            ({"values": COUNT.reshape(2, 4, 6)}, "values", "(rows, features)", "(2, 4, 6)"),
            ({"values": 3.0}, "values", "(rows,)", "()"),
            ({"values": [], "time": []}, "values", "at least one row", "(0,)"),
            ({"time": HOURS.astype(str)}, "time", "datetime64", "dtype <U"),
            ({"time": HOURS.reshape(2, 24)}, "time", "(48,)", "(2, 24)"),
            ({"time": [[1], [2, 3]]}, "time", "datetime64", "[[1], [2, 3]]"),
            ({"time": [*range(47), np.nan], "step": 1}, "time", "for every row", "first in row 47"),
            ({"step": 1}, "step", "timedelta64, as time holds dates", "1"),
            ({"step": None}, "step", "timedelta64", "None"),
            ({"step": np.timedelta64(0, "h")}, "step", "positive", "0"),
            ({"step": np.timedelta64(-1, "h")}, "step", "positive", "-1 hours"),
            ({"step": np.timedelta64("NaT")}, "step", "positive", "NaT"),
            ({"step": np.timedelta64(2)}, "step", "positive", "2"),
            (
                {"step": np.timedelta64(1, "M")},
                "step", "shorter than a month", "1 months, and 48 other of 48 stamps",
            ),
            (
                {"step": np.timedelta64(1, "M"), "values": [1, 2],
                 "time": np.array(["2020-01-01", "2020-02-09"], "datetime64[D]")},
                "step", "shorter than a month", "1 other of 2 stamps, the first 2020-02-09",
            ),
            (
                {"step": np.timedelta64(1, "ns")},
                "step", "at most 100,000,000 rows", "1 nanoseconds: 169,200,000,000,001",
            ),
            (
                {"time": np.arange(48), "step": np.timedelta64(1, "h")},
                "step", "as time holds numbers", "1 hours",
            ),
            ({"time": np.arange(48), "step": 0}, "step", "positive", "0"),
            ({"time": np.arange(48), "step": np.nan}, "step", "finite", "nan"),
            ({"time": np.arange(48), "step": np.inf}, "step", "finite", "inf"),
        ],
    )  # fmt: skip
    def test_bad_input_is_refused_by_name(self, change, argument, expected, given):
        wanted, _, got = self.refused(**change)
        assert wanted.startswith(f"{argument} must ") and expected in wanted
        assert given in got


class TestCompleteWindows:
    def test_equals_the_loop(self):
        rng = modern(4)
        X, target = rng.normal(size=(60, 5, 2)), rng.normal(size=(60, 3))
        X[rng.random(X.shape) < 0.05] = np.nan
        target[rng.random(target.shape) < 0.1] = np.inf
        complete = complete_windows(X, target)
        plain = [
            all(math.isfinite(v) for v in [*x.ravel().tolist(), *t.tolist()])
            for x, t in zip(X, target, strict=True)
        ]
        assert complete.dtype == bool and complete.tolist() == plain and 0 < complete.sum() < 60
        assert np.array_equal(complete_windows(X), np.isfinite(X).all(axis=(1, 2)))
        assert np.array_equal(complete_windows(X, target, target[:, 0]), complete)

    def test_windows_of_a_series_with_a_gap(self):
        series = np.arange(20.0)
        series[9] = np.nan
        X, target = make_windows(series, 4, 2)
        complete = complete_windows(X, target)
        assert complete.nonzero()[0].tolist() == [0, 1, 2, 3, 10, 11, 12, 13, 14]
        assert np.isfinite(X[complete]).all() and np.isfinite(target[complete]).all()

    def test_whole_numbers_are_complete(self):
        assert complete_windows(np.ones((3, 2, 1), int)).tolist() == [True] * 3

    @pytest.mark.parametrize(
        ("arrays", "argument", "given"),
        [
            ((np.ones((3, 2)), np.ones((2, 2))), "others", "(2, 2)"),
            ((np.ones(3), 5.0), "others", "()"),
            ((5.0,), "X", "()"),
            ((np.array(["a"]),), "X", "dtype <U"),
            ((np.ones(3), None), "others", "None"),
        ],
        ids=str,
    )
    def test_bad_input_is_refused_by_name(self, arrays, argument, given):
        with pytest.raises(ValueError) as error:
            complete_windows(*arrays)
        wanted, _, got = str(error.value).partition(", got ")
        assert wanted.startswith(f"{argument} must ") and given in got


class TestSequenceTargets:
    @pytest.mark.parametrize(("n_steps", "horizon"), [(1, 1), (4, 1), (1, 3), (5, 3), (3, 6)])
    def test_targets_are_those_of_the_loop(self, n_steps, horizon):
        series = modern(1).normal(size=(4, n_steps + horizon, 1))
        X, target = sequence_targets(series, n_steps, horizon)
        assert X.tolist() == [row[:n_steps] for row in series.tolist()]
        assert target.shape == (4, n_steps, horizon)
        for i in range(4):
            for t in range(n_steps):
                for k in range(horizon):
                    assert target[i, t, k] == series[i, t + 1 + k, 0]

    def test_last_step_is_the_target_of_the_window(self):
        series = modern(2).normal(size=(3, 13, 1))
        X, target = sequence_targets(series, 9, 4)
        for i in range(3):
            window, after = make_windows(series[i, :, 0], 9, 4)
            assert np.array_equal(X[i], window[0]) and np.array_equal(target[i, -1], after[0])

    def test_every_step_has_the_target_of_the_window_that_ends_there(self):
        series = modern(3).normal(size=(2, 12, 1))
        _, target = sequence_targets(series, 8, 4)
        for i in range(2):
            assert np.array_equal(make_windows(series[i, :, 0], 1, 4)[1], target[i])

    def test_one_step_is_the_default_and_memory_is_shared(self):
        series = np.zeros((2, 5, 1), np.float32)
        X, target = sequence_targets(series, 4)
        assert target.shape == (2, 4, 1) and target.dtype == np.float32
        assert np.shares_memory(X, series) and np.shares_memory(target, series)
        assert not target.flags.writeable


class TestChronologicalSplit:
    @pytest.mark.parametrize("horizon", [1, 2, 7])
    @pytest.mark.parametrize("n_windows", [40, 41, 97])
    def test_no_target_is_in_two_parts_and_none_is_wasted(self, n_windows, horizon):
        series = np.arange(n_windows + 5 + horizon - 1)
        _, target = make_windows(series, 5, horizon)
        parts = [set(target[part].ravel()) for part in chronological_split(n_windows, horizon)]
        for earlier, later in ((0, 1), (1, 2)):
            assert max(parts[earlier]) + 1 == min(parts[later])
        assert parts[2] == set(range(min(parts[2]), len(series)))

    def test_parts_have_their_shares_and_the_order_of_time(self):
        split = chronological_split(1000, shares=(0.5, 0.3, 0.2))
        assert split == (slice(0, 500), slice(500, 800), slice(800, 1000))
        assert split._fields == ("train", "validation", "test")
        assert chronological_split(1000, horizon=11).train == slice(0, 690)
        assert chronological_split(1000) == (slice(0, 700), slice(700, 900), slice(900, 1000))

    def test_every_part_has_one_window_at_least(self):
        sizes = [part.stop - part.start for part in chronological_split(3, 1, (0.3, 0.3, 0.4))]
        assert sizes == [1, 1, 1]
        with pytest.raises(ValueError, match="parts of 5, 0 and 1"):
            chronological_split(10, horizon=3)

    def test_inputs_may_reach_back_over_the_boundary(self):
        X, target = make_windows(np.arange(100), 20, 3)
        split = chronological_split(len(X), 3)
        assert X[split.test].min() < target[split.train].max()


def refusals():
    rng = modern(0)

    def windows(shape, n_steps=3, horizon=2):
        return lambda: make_windows(np.zeros(shape), n_steps, horizon)

    def generate(batch_size=2, n_steps=3, rng=rng):
        return lambda: generate_time_series(batch_size, n_steps, rng)

    def targets(shape=(2, 9, 1), n_steps=7, horizon=2):
        return lambda: sequence_targets(np.zeros(shape), n_steps, horizon)

    def split(n_windows=50, horizon=1, shares=(0.7, 0.2, 0.1)):
        return lambda: chronological_split(n_windows, horizon, shares)

    # what is called, the argument it must name, what it must expect, what it must quote
    return {
        "targets, too long": (targets(horizon=1), "series", "(batch, 8, 1)", "(2, 9, 1)"),
        "targets, too short": (targets(n_steps=8), "series", "(batch, 10, 1)", "(2, 9, 1)"),
        "targets, features": (targets((2, 9, 3)), "series", "(batch, 9, 1)", "(2, 9, 3)"),
        "targets, rank 2": (targets((2, 9)), "series", "(batch, time, 1)", "(2, 9)"),
        "targets, no horizon": (targets(horizon=0), "horizon", "at least 1", "0"),
        "targets, no steps": (targets(n_steps=0), "n_steps", "at least 1", "0"),
        "split, shares": (split(shares=(0.7, 0.2, 0.2)), "shares", "sum to 1", "[0.7, 0.2, 0.2]"),
        "split, two": (split(shares=(0.8, 0.2)), "shares", "three positive", "[0.8, 0.2]"),
        "split, none": (split(shares=(0.9, 0.1, 0.0)), "shares", "three positive", "0.0]"),
        "split, few": (split(n_windows=20, horizon=9), "n_windows", "every part", "20"),
        "split, gap": (
            split(n_windows=20, horizon=9), "n_windows", "horizon of 9 takes a gap of 8", "6, -4"),
        "split, no shares": (split(shares=None), "shares", "hold numbers", "None"),
        "split, shares of text": (split(shares="abc"), "shares", "hold numbers", "'abc'"),
        "split, NaN": (split(shares=(0.7, np.nan, 0.1)), "shares", "three positive", "nan"),
        "split, no windows": (split(n_windows=0), "n_windows", "at least 1", "0"),
        "split, no horizon": (split(horizon=0), "horizon", "at least 1", "0"),
        "no series": (generate(batch_size=0), "batch_size", "at least 1", "0"),
        "negative batch": (generate(batch_size=-3), "batch_size", "at least 1", "-3"),
        "half a series": (generate(batch_size=1.5), "batch_size", "whole number", "1.5"),
        "no steps": (generate(n_steps=0), "n_steps", "at least 1", "0"),
        "steps as text": (generate(n_steps="50"), "n_steps", "whole number", "'50'"),
        "steps True": (generate(n_steps=True), "n_steps", "whole number", "True"),
        "seed for rng": (generate(rng=42), "rng", "numpy.random.Generator", "42"),
        "no rng": (generate(rng=None), "rng", "numpy.random.Generator", "None"),
        "module for rng": (generate(rng=np.random), "rng", "numpy.random.Generator", "module"),
        "nothing to recall": (lambda: recall_task(0, 3, rng), "batch_size", "at least 1", "0"),
        "recall at once": (lambda: recall_task(2, 0, rng), "lag", "at least 1", "0"),
        "recall, noisy": (lambda: recall_task(2, 3, rng, "no"), "noisy", "True or False", "'no'"),
        "recall, seed": (lambda: recall_task(2, 3, 42), "rng", "numpy.random.Generator", "42"),
        "a number": (windows(()), "series", "(time,) or (time, features)", "()"),
        "a batch": (windows((9, 2, 2)), "series", "(time,) or (time, features)", "(9, 2, 2)"),
        "too short": (windows((4,)), "series", "n_steps + horizon = 5", "(4,)"),
        "too short, wide": (windows((4, 9)), "series", "n_steps + horizon = 5", "(4, 9)"),
        "long horizon": (windows((9,), 3, 7), "series", "n_steps + horizon = 10", "(9,)"),
        "empty": (windows((0,)), "series", "n_steps + horizon = 5", "(0,)"),
        "empty windows": (windows((9,), 0), "n_steps", "at least 1", "0"),
        "share of a step": (windows((9,), 0.5), "n_steps", "whole number", "0.5"),
        "no horizon": (windows((9,), 3, 0), "horizon", "at least 1", "0"),
        "horizon back": (windows((9,), 3, -1), "horizon", "at least 1", "-1"),
    }  # fmt: skip


@pytest.mark.parametrize("name", refusals())
def test_bad_input_is_refused_by_name(name):
    call, argument, expected, given = refusals()[name]
    with refused(argument, expected, given):
        call()


@pytest.mark.parametrize("noisy", [False, True])
def test_recall_task_shows_the_bit_once(noisy):
    X, bit = recall_task(300, 7, modern(3), noisy=noisy)
    assert X.shape == (300, 8, 2) and X.dtype == bit.dtype == np.float32
    np.testing.assert_array_equal(X[:, 0, 0], 2 * bit - 1)
    assert not X[:, 1:, 0].any() and 0.4 < bit.mean() < 0.6
    assert X[:, :, 1].any() == noisy
    if noisy:
        assert X[:, :, 1].std() == pytest.approx(1, abs=0.05)
        assert abs(np.corrcoef(X[:, :, 1].mean(axis=1), bit)[0, 1]) < 0.2


def test_recall_task_refuses_what_it_cannot_draw():
    with pytest.raises(ValueError, match="lag"):
        recall_task(3, 0, modern(0))
    with pytest.raises(ValueError, match="batch_size"):
        recall_task(0, 5, modern(0))
    with pytest.raises(ValueError, match="rng"):
        recall_task(3, 5, 42)


def test_traffic_days_are_the_hours_put_in_rows(traffic):
    days = load_traffic_days()
    assert days.volume.shape == (638, 24) and np.isnan(days.volume).sum() == 66
    np.testing.assert_array_equal(days.volume.ravel(), traffic.volume)
    fourth = np.flatnonzero(days.day == np.datetime64("2018-07-04"))[0]
    assert days.weekday[fourth] == 2 and days.weekday.dtype.kind == "i"
    assert days.holiday[fourth] == "Independence Day"
    assert (days.holiday != "").sum() == 18


class TestCalendarInputs:
    def test_equals_what_the_standard_library_says_of_each_hour(self):
        rng = np.random.default_rng(7)
        time = np.datetime64("1999-12-30T05") + rng.integers(0, 200_000, size=60)
        off = {datetime.date(2000, 1, 1), time[3].item().date(), time[11].item().date()}
        found = calendar_inputs(time, day_off=sorted(off))
        assert found.shape == (60, 9) and found.dtype == np.float32
        for row, moment in zip(found, time.tolist(), strict=True):
            angle = math.tau * moment.hour / 24
            weekday = 6 if moment.date() in off else moment.weekday()
            wanted = [math.sin(angle), math.cos(angle), *(float(k == weekday) for k in range(7))]
            np.testing.assert_allclose(row, wanted, atol=1e-7)

    def test_minutes_count_and_days_off_may_be_given_to_the_hour(self):
        half_past = np.array(["2018-07-04T17:30"], "M8[m]")
        (row,) = calendar_inputs(half_past, np.array(["2018-07-04T09"], "M8[h]"))
        np.testing.assert_allclose(
            row[:2], [math.sin(35 / 48 * math.tau), math.cos(35 / 48 * math.tau)]
        )
        assert row[2:].tolist() == [0, 0, 0, 0, 0, 0, 1]

    def test_each_hour_stands_for_itself(self):
        time, order = (
            np.arange("2018-01-01T00", "2018-01-20T07", dtype="M8[h]"),
            np.random.default_rng(1),
        )
        order = order.permutation(len(time))
        np.testing.assert_array_equal(calendar_inputs(time[order]), calendar_inputs(time)[order])
        assert calendar_inputs(time[:0]).shape == (0, 9)

    @pytest.mark.parametrize(
        "time", [[1, 2], "soon", 5, [["2018-01-01"]], np.ones(3), None, [None]]
    )
    def test_refuses_what_are_no_dates(self, time):
        with pytest.raises(ValueError, match="time must"):
            calendar_inputs(time)
        with pytest.raises(ValueError, match="day_off must"):
            calendar_inputs(
                np.array(["2018-07-04T12"], "M8[h]"), np.array(["2018-07-04", "NaT"], "M8[D]")
            )
