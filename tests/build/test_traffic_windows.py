"""experiments: what the traffic's forecasters are given to read, and to be judged by."""

import numpy as np
import pytest

from experiments import _traffic, airports_together, traffic_ahead, traffic_final
from experiments._traffic import INPUTS, N_STEPS, WEEK, clock, cut, hours_until
from unrolled.gaps import forward_fill

MAY = "2017-05-01"  # some months are enough


@pytest.fixture(scope="module")
def hours():
    return hours_until(MAY)


@pytest.fixture(scope="module")
def scale(hours):
    return _traffic.scale_of(hours, slice(2000))


class TestFilling:
    def test_a_missing_hour_is_that_of_last_week_and_may_fill_another(self):
        volume = np.arange(3.0 * WEEK)
        volume[[WEEK + 5, 2 * WEEK + 5, 2 * WEEK + 7]] = np.nan
        filled = _traffic.fill_from_last_week(volume)
        assert filled[WEEK + 5] == filled[2 * WEEK + 5] == 5
        assert filled[2 * WEEK + 7] == WEEK + 7 and filled[-1] == 3 * WEEK - 1

    def test_the_first_week_has_to_be_known(self):
        volume = np.arange(2.0 * WEEK)
        volume[3] = np.nan
        with pytest.raises(ValueError, match="first week"):
            _traffic.fill_from_last_week(volume)

    def test_the_last_known_value_is_carried_on(self):
        filled = forward_fill(np.array([3.0, np.nan, np.nan, 5.0, np.nan]))
        assert filled.tolist() == [3, 3, 3, 5, 5]

    def test_nothing_after_the_end_is_held(self, hours):
        assert hours.time[-1] == np.datetime64("2017-04-30T23")
        assert np.isnan(hours.counted).sum() == 28 and np.isfinite(hours.volume).all()


class TestWindows:
    @pytest.mark.parametrize("horizon", [1, 24])
    @pytest.mark.parametrize("inputs", INPUTS)
    def test_nothing_is_read_that_is_not_known_yet(self, hours, scale, inputs, horizon):
        first = np.array([2500])
        window = cut(hours, scale, inputs, horizon, first)
        volume, celsius = hours.volume.copy(), hours.celsius.copy()
        volume[2500:], celsius[2500:] = -1, 99
        other = cut(hours._replace(volume=volume, celsius=celsius), scale, inputs, horizon, first)
        np.testing.assert_array_equal(window.X, other.X)
        volume[2499] = -1
        other = cut(hours._replace(volume=volume), scale, inputs, horizon, first)
        assert (window.X != other.X).any()

    def test_every_column_is_where_it_belongs(self, hours, scale):
        window = cut(hours, scale, "all", 24, np.array([2400, 2503]))
        assert window.X.shape == (2, N_STEPS + 23, 3 + _traffic.CALENDAR)
        mean, sd = scale.volume
        one = window.X[1].astype(float)
        expected = hours.volume[2503 - N_STEPS : 2503]
        np.testing.assert_allclose(one[:N_STEPS, 0] * sd + mean, expected, rtol=1e-5)
        assert (one[N_STEPS:, [0, 2]] == 0).all()
        expected = hours.volume[2503 - WEEK : 2503 - WEEK + 24]
        np.testing.assert_allclose(one[-24:, 1] * sd + mean, expected, rtol=1e-4)
        assert one[-24:, -24:].argmax(axis=1).tolist() == clock(hours.time[2503:2527]).tolist()
        np.testing.assert_array_equal(window.target[1], hours.counted[2503:2527])

    def test_learned_windows_end_before_the_judged_begin(self):
        for horizon in (1, 24):
            hours, _, learn, judge = _traffic.parts("2017-09", "own", horizon)
            begin = hours.time[judge.first[0]]
            assert hours.time[learn.first[-1] + horizon - 1] < begin == np.datetime64("2017-09-01")
            assert judge.first[-1] + horizon == len(hours.time)
            assert np.isfinite(learn.target).all() and np.isnan(judge.target).any()

    def test_lines_by_the_clock_read_past_last_week_and_kinds_of_day(self, hours, scale):
        windows = cut(hours, scale, "all", 24, np.array([2400, 2503]))
        rows = _traffic.by_clock(windows.X, 24)
        assert rows.shape == (2, 2 * N_STEPS + 24 + 14)
        assert (rows[:, -14:].sum(axis=1) == 2).all()
        np.testing.assert_array_equal(rows[:, 2 * N_STEPS : -14], windows.X[:, -24:, 1])

    @pytest.mark.filterwarnings("ignore:Mean of empty slice")
    def test_errors_lie_at_their_hours(self, hours, scale):
        windows = cut(hours, scale, "own", 2, np.array([2400, 2401, 2402]))
        forecast = windows.target + np.array([[1, 2], [3, -4], [-5, 6]])
        found = _traffic.scores(hours, windows, forecast)
        assert found["mae"] == 3.5 and found["by_step"] == [3, 4]
        assert found["absolute"][:3] == [1.5, 3.5, 5.5] and np.isnan(found["absolute"][3])
        assert len(found["absolute"]) == len(hours.time) - 2400


def test_the_test_months_are_for_one_experiment():
    assert {settings["origin"] for settings in traffic_ahead.SETTINGS} < set(_traffic.ORIGINS)
    assert all(settings["origin"] < "2018-06" for settings in traffic_ahead.SETTINGS)
    assert traffic_final.CONSTANTS == traffic_ahead.CONSTANTS


def test_windows_of_airports_hold_one_series_each():
    cuts = [airports_together.windows(column, "2013-07-25") for column in range(3)]
    levels = [level for _, _, (*_, level) in cuts]
    (sd, _, (X, truth, level)), own = cuts[1], levels[1]
    back = X[:, -1, 0] * sd + level[:, 0]  # the last hour read, in degrees
    known = np.isfinite(truth[:-1, 0])
    np.testing.assert_allclose(back[1:][known], truth[:-1, 0][known], atol=1e-3)
    assert not np.allclose(own, levels[0]) and not np.allclose(own, levels[2])
