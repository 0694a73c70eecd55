"""What the experiments on intervals rest on: the sampler, and calibrations that look back only."""

import numpy as np
import pytest

from experiments import _predictive, intervals, traffic_intervals, traffic_intervals_final
from experiments._predictive import BOUND, PAST, TIME, fresh, prior, samples, signal, slopes
from experiments.traffic_intervals import adaptive, rolling
from unrolled.series import generate_time_series


class TestPosterior:
    def test_numbers_are_those_of_the_generator(self):
        series = fresh(40, 3)
        drawn = generate_time_series(40, len(TIME), np.random.default_rng([3, 40]))
        np.testing.assert_array_equal(series.values, drawn[:, :, 0].astype(float))
        assert np.abs(series.values - signal(series.numbers, TIME)).max() <= BOUND
        assert (prior(series.numbers) > 0).all()

    def test_slopes_are_differences(self):
        numbers = fresh(3, 0).numbers
        for i in range(4):
            step = np.zeros(4)
            step[i] = 1e-6
            rise = signal(numbers + step, PAST) - signal(numbers - step, PAST)
            np.testing.assert_allclose(slopes(numbers, PAST)[..., i], rise / 2e-6, atol=1e-7)

    def test_prior_counts_the_offsets_that_give_a_phase(self):
        rng = np.random.default_rng(0)
        f, o = rng.random((2, 400_000))
        omega = 10 * f + 10
        phase = omega * o % (2 * np.pi)
        # as many in a cell of frequency and phase as the density says; second wave held fixed
        near = (omega > 14.0) & (omega < 14.4)
        other = near & (phase > 0.8) & (phase < 1.2)
        for phi in (0.5, 3.0, 5.5):
            there = near & (phase > phi) & (phase < phi + 0.4)
            numbers = np.array([14.2, phi + 0.2, 30.0, 1.0])
            beside = np.array([14.2, 1.0, 30.0, 1.0])
            wanted = prior(numbers) / prior(beside)
            assert there.sum() / other.sum() == pytest.approx(wanted, rel=0.1)
        assert prior(np.array([9.9, 1, 30, 1])) == 0 == prior(np.array([12, 1, 41, 1]))

    def test_walks_from_a_fit_and_from_the_truth_tell_the_same(self, monkeypatch):
        monkeypatch.setattr(_predictive, "KEPT", 800)
        series = fresh(6, 1)
        windows = series.values[:, : len(PAST)]
        blind, report = samples(windows, np.random.default_rng(0))
        told, _ = samples(windows, np.random.default_rng(1), series.numbers)
        assert report["lost"] == 0 and 0.5 < report["accepted"] <= 1
        for numbers in (blind, told):
            off = windows[:, None, None] - signal(numbers, PAST)
            assert np.abs(off).max() <= BOUND
        ends = [signal(n, TIME[-1:])[..., 0].reshape(6, -1) for n in (blind, told)]
        sd = ends[0].std(axis=1)
        assert (np.abs(ends[0].mean(axis=1) - ends[1].mean(axis=1)) < 0.35 * sd).all()
        np.testing.assert_allclose(sd, ends[1].std(axis=1), rtol=0.3)

    def test_a_uniform_set_is_sampled_evenly(self):
        """On a box, hit-and-run draws each number evenly, and R-hat and effective draws say so."""
        rng = np.random.default_rng(0)
        even = rng.random((50, 8, 400))
        assert _predictive.spread_ratio(even).max() < 1.03
        assert np.median(_predictive.effective(even)) == pytest.approx(3200, rel=0.2)
        stuck = even + np.arange(8)[:, None]
        assert _predictive.spread_ratio(stuck).min() > 3


class TestLookingBack:
    rng = np.random.default_rng(0)
    before, after = rng.exponential(size=(300, 3)), 2 * rng.exponential(size=(200, 3))

    @pytest.mark.parametrize(
        "ways", [lambda b, a: adaptive(b, a, 0.02, 0.9), lambda b, a: rolling(b, a, 0.9)]
    )
    def test_no_outcome_is_used_before_it_is_known(self, ways):
        found = ways(self.before, self.after)
        for t in (1, 50, 120):
            for k in range(3):
                changed = self.after.copy()
                changed[max(t - k, 0) :, k] = 1e6  # known k + 1 steps later, or later still
                np.testing.assert_array_equal(ways(self.before, changed)[t, k], found[t, k])
                changed[max(t - k - 1, 0), k] = 1e6
        changed = self.after.copy()
        changed[:20] = 1e6
        assert (ways(self.before, changed)[30] > found[30]).any()

    def test_adaptive_by_hand(self):
        before = np.arange(1.0, 100)[:, None]  # 99 scores: the rank is 100 (1 - aim)
        after = np.array([[200.0], [0.0], [0.0]])
        # a miss at the first: the aim falls by 0.1 * 0.9 to 0.01; then a hit: up by 0.01
        np.testing.assert_allclose(adaptive(before, after, 0.1, 0.9)[:, 0], [90, 99, 98])

    def test_rolling_by_hand(self):
        before = np.arange(1.0, 20)[:, None]  # the rank is 18 of 19, 19 of 20, 20 of 21
        np.testing.assert_allclose(rolling(before, np.full((3, 1), 50.0), 0.9)[:, 0], [18, 19, 50])

    def test_a_missing_outcome_changes_nothing(self):
        after = self.after.copy()
        after[5] = np.nan
        found = adaptive(self.before, after, 0.02, 0.9)
        np.testing.assert_array_equal(found[6, 0], found[5, 0])


def test_judged_windows_share_no_outcome_with_those_that_calibrate():
    for module in (traffic_intervals, traffic_intervals_final):
        period, date = module.PERIOD, module.JUDGED
        constants = traffic_intervals.CONSTANTS
        hours, _, learn, judge = traffic_intervals.parts(period, constants["inputs"], 24)
        before, after = traffic_intervals.split(hours, judge, date)
        assert hours.time[judge.first[before] + 23].max() < np.datetime64(date)
        assert hours.time[judge.first[after]].min() >= np.datetime64(date)
        assert learn.first.max() + 23 < judge.first.min()


def test_losses_are_those_of_the_page():
    rng = np.random.default_rng(0)
    target, output = rng.normal(size=(4, 10)), rng.normal(size=(4, 10, 5))
    error = target[..., None] - output
    levels = np.array(intervals.LEVELS)
    wanted = np.mean(2 * np.maximum(levels * error, (levels - 1) * error))
    arrays = target.astype("float32"), output.astype("float32")
    assert float(intervals.pinball_loss(*arrays)) == pytest.approx(wanted, rel=1e-5)
    sd = np.log1p(np.exp(output[..., 1] - 3)) + 1e-3
    wanted = np.mean(np.log(sd) + 0.5 * ((target - output[..., 0]) / sd) ** 2)
    assert float(intervals.normal_loss(*arrays)) == pytest.approx(wanted, rel=1e-5)
