"""unrolled.gaps: fillings against plain loops, and stretches that are where they may be."""

from itertools import pairwise

import numpy as np
import pytest

from refusals import refused
from unrolled.gaps import forward_fill, hide_stretches, interpolate, steps_since_known

NAN = np.nan
NONE = np.zeros((2, 2), dtype=bool)


def gappy(steps, rng, missing=0.4):
    """Return a series, unlike any other, with gaps and at least two known values."""
    series = rng.normal(size=steps).cumsum() + 7
    series[rng.random(steps) < missing] = NAN
    series[[steps // 3, steps // 2]] = 5.0, -2.0
    return series


def fill_one_by_one(series):
    filled, last = [], NAN
    for value in series:
        last = last if np.isnan(value) else value
        filled.append(last)
    return filled


def line_one_by_one(series):
    known = [t for t, value in enumerate(series) if not np.isnan(value)]
    filled = []
    for t, value in enumerate(series):
        before, after = [a for a in known if a <= t], [b for b in known if b >= t]
        if t in known:
            filled.append(value)
        elif not before or not after:
            filled.append(series[(before or after)[-1 if before else 0]])
        else:
            a, b = before[-1], after[0]
            filled.append(series[a] + (t - a) / (b - a) * (series[b] - series[a]))
    return filled


def since_one_by_one(series):
    counts, count = [], 0
    for value in series:
        count = count + 1 if np.isnan(value) else 0
        counts.append(count)
    return counts


PLAIN = [
    (forward_fill, fill_one_by_one),
    (interpolate, line_one_by_one),
    (steps_since_known, since_one_by_one),
]


@pytest.mark.parametrize(("function", "plain"), PLAIN)
class TestAgainstPlainPython:
    @pytest.mark.parametrize("steps", [5, 23, 60])
    def test_one_series(self, function, plain, steps):
        series = gappy(steps, np.random.default_rng(steps))
        np.testing.assert_allclose(function(series), plain(series), rtol=1e-12)

    def test_columns_are_filled_each_by_itself(self, function, plain):
        rng = np.random.default_rng(3)
        series = np.stack([gappy(31, rng), gappy(31, rng, 0.7)], axis=1)
        expected = np.stack([plain(column) for column in series.T], axis=1)
        np.testing.assert_allclose(function(series), expected, rtol=1e-12)

    def test_nothing_missing_nothing_changed(self, function, plain):
        series = np.array([3.0, 1.0, 2.0])
        expected = [0, 0, 0] if function is steps_since_known else series
        assert np.array_equal(function(series), expected)

    def test_the_input_is_left_alone(self, function, plain):
        series = gappy(9, np.random.default_rng(0))
        before = series.copy()
        function(series)
        assert np.array_equal(series, before, equal_nan=True)

    @pytest.mark.parametrize(
        ("series", "said"),
        [
            (np.zeros((2, 3, 1)), "shape (2, 3, 1)"),
            (np.zeros(0), "shape (0,)"),
            (np.array([1, np.inf, NAN]), "1 infinite values"),
            (["a", "b"], "dtype <U1"),
        ],
    )
    def test_refuses(self, function, plain, series, said):
        with refused("series", "", said):
            function(series)


class TestFillings:
    def test_before_the_first_known_value_forward_fill_knows_nothing(self):
        filled = forward_fill(np.array([NAN, NAN, 4.0, NAN, 7.0]))
        assert np.array_equal(filled, [NAN, NAN, 4, 4, 7], equal_nan=True)

    def test_a_column_without_any_value(self):
        series = np.array([[1.0, NAN], [NAN, NAN]])
        assert np.array_equal(forward_fill(series)[:, 1], [NAN, NAN], equal_nan=True)
        with refused("series", "", "one without any"):
            interpolate(series)

    def test_forward_fill_reads_nothing_after_a_step_and_interpolation_does(self):
        series = gappy(40, np.random.default_rng(5))
        series[20:25] = NAN
        later = series.copy()
        later[25:] += 100
        for function, same in ((forward_fill, True), (steps_since_known, True),
                               (interpolate, False)):  # fmt: skip
            one, other = function(series)[:25], function(later)[:25]
            assert np.array_equal(one, other, equal_nan=True) == same

    def test_a_straight_line_is_filled_exactly(self):
        line = 3.0 - 0.25 * np.arange(30)
        holes = line.copy()
        holes[[4, 5, 6, 17, 20, 21]] = NAN
        np.testing.assert_allclose(interpolate(holes), line, rtol=1e-12)

    def test_backwards_in_time_interpolation_is_the_same(self):
        series = gappy(33, np.random.default_rng(8))
        np.testing.assert_allclose(interpolate(series[::-1])[::-1], interpolate(series), rtol=1e-9)

    @pytest.mark.parametrize("function", [forward_fill, interpolate])
    def test_floats_keep_their_size_and_whole_numbers_become_float64(self, function):
        assert function(np.array([1, NAN, 2], np.float32)).dtype == np.float32
        assert function(np.array([1, 2])).dtype == np.float64


class TestHiding:
    def known(self, steps=400):
        known = np.random.default_rng(11).random(steps) > 0.05
        known[[0, -1]] = True
        return known

    def hide(self, lengths, margin=3, seed=0, known=None):
        known = self.known() if known is None else known
        return hide_stretches(known, lengths, margin=margin, rng=np.random.default_rng(seed))

    def test_lengths_are_in_their_order(self):
        lengths = [1, 20, 4, 1, 7]
        assert [s.stop - s.start for s in self.hide(lengths)] == lengths

    @pytest.mark.parametrize("seed", range(5))
    def test_each_is_between_known_values_and_begins_and_ends_with_one(self, seed):
        known = self.known()
        for stretch in self.hide([1, 2, 9, 30, 1, 14], seed=seed):
            edges = [stretch.start - 1, stretch.start, stretch.stop - 1, stretch.stop]
            assert min(edges) >= 0 and known[edges].all()

    @pytest.mark.parametrize("margin", [1, 5])
    def test_no_two_are_nearer_than_the_margin(self, margin):
        nearest = []
        for seed in range(20):
            found = sorted(self.hide([5] * 25, margin=margin, seed=seed), key=lambda s: s.start)
            nearest += [b.start - a.stop for a, b in pairwise(found)]
        assert min(nearest) == margin

    def test_every_place_is_drawn_alike(self):
        known = np.ones(8, dtype=bool)
        starts = [self.hide([2], known=known, seed=seed)[0].start for seed in range(600)]
        found, counts = np.unique(starts, return_counts=True)
        assert found.tolist() == [1, 2, 3, 4, 5] and counts.min() > 80

    def test_the_seed_decides(self):
        assert self.hide([3, 8]) == self.hide([3, 8]) != self.hide([3, 8], seed=1)

    def test_the_longest_are_placed_first(self):
        # a short one in the middle of twelve would leave no place for six
        known = np.ones(12, dtype=bool)
        for seed in range(10):
            assert len(self.hide([1, 6], margin=1, known=known, seed=seed)) == 2

    def test_refuses(self):
        with refused("known", "", "dtype int64"):
            self.hide([1], known=np.array([1, 0, 1]))
        with refused("known", "", "shape (2, 2)"):
            self.hide([1], known=np.ones((2, 2), dtype=bool))
        with refused("lengths", "", "0"):
            self.hide([2, 0])
        with refused("lengths", "", "none"):
            self.hide([])
        with refused("margin", "", "0"):
            self.hide([2], margin=0)
        with refused("lengths", "", "no place of 9 steps among 10"):
            self.hide([9], known=np.ones(10, dtype=bool))
        with refused("rng", "", "0"):
            hide_stretches(self.known(), [2], margin=1, rng=0)

    @pytest.mark.parametrize(
        ("call", "sentence"),
        [
            (
                lambda: interpolate([[1.0, NAN], [2.0, NAN]]),
                "series must hold a known value in every column, got one without any",
            ),
            (
                lambda: forward_fill(np.zeros((1, 1, 1))),
                "series must have shape (time,) or (time, features), not empty, "
                "got shape (1, 1, 1)",
            ),
            (lambda: forward_fill([np.inf]), "series must be finite or NaN, got 1 infinite values"),
            (
                lambda: hide_stretches(NONE, [1], margin=1, rng=0),
                "known must have shape (time,), got shape (2, 2)",
            ),
            (
                lambda: hide_stretches(NONE[0], 4, margin=1, rng=0),
                "lengths must be a list of lengths, got 4",
            ),
            (
                lambda: hide_stretches(NONE[0], [], margin=1, rng=0),
                "lengths must hold at least one length, got none",
            ),
            (
                lambda: hide_stretches(~NONE[0], [1], margin=1, rng=np.random.default_rng(0)),
                "lengths must leave a place for every stretch, got no place of 1 steps among 2",
            ),
        ],
    )
    def test_what_is_refused_is_named_in_one_sentence(self, call, sentence):
        with pytest.raises(ValueError) as error:
            call()
        assert str(error.value) == sentence

    def test_the_only_place_there_is_is_taken(self):
        assert self.hide([3], margin=1, known=np.ones(5, dtype=bool)) == [slice(1, 4)]

    def test_a_stretch_begins_and_ends_with_a_known_value(self):
        known = np.array([True, True, True, True, False, True, True])
        for seed in range(20):  # of three steps: not 1 to 3, before a gap, nor 2 to 4, into it
            assert self.hide([3], margin=1, known=known, seed=seed) == [slice(3, 6)]

    def test_the_first_steps_stay_free_where_they_are_far_enough(self):
        """A stretch takes what is within its margin, and nothing at the series' other end."""
        known = np.ones(9, dtype=bool)
        hidden = [self.hide([2, 2], margin=1, known=known, seed=seed) for seed in range(60)]
        starts = sorted({tuple(sorted(stretch.start for stretch in pair)) for pair in hidden})
        assert starts == [(1, 4), (1, 5), (1, 6), (2, 5), (2, 6), (3, 6)]


def test_a_series_of_one_value_is_a_series():
    assert interpolate([4.0]).tolist() == forward_fill([4]).tolist() == [4.0]
