"""unrolled.scale: maps of windows and targets, and their way back."""

import math
import statistics

import numpy as np
import pytest

from unrolled import scale

STEPS, HORIZON = 9, 5


def windows(seed, batch=4, inputs=3):
    """Return windows and targets above 0, of sizes that have nothing in common."""
    rng = np.random.default_rng(seed)
    X = rng.gamma(2.0, 30.0, size=(batch, STEPS, inputs)) + 1
    return X, rng.gamma(2.0, 30.0, size=(batch, HORIZON)) + 1


def maps(column):
    """Return every map, and some of several."""
    training = np.random.default_rng(3).gamma(2.0, 30.0, size=(40, 3))
    logs = scale.standard(np.log(training + 2), column)
    return {
        "standard": scale.standard(training, column),
        "log": scale.log(2.5, column),
        "mean": scale.per_window(column=column),
        "last": scale.per_window("last", column=column),
        "mean and spread": scale.per_window(spread=True, column=column),
        "last and spread": scale.per_window("last", spread=True, column=column),
        "difference": scale.difference(column=column),
        "season": scale.difference(4, column),
        "log, standard": scale.compose(scale.log(2, column), logs),
        "log, difference": scale.compose(scale.log(column=column), scale.difference(1, column)),
        "season, change, level": scale.compose(
            scale.difference(3, column),
            scale.difference(1, column),
            scale.per_window("last", True, column),
        ),
    }


@pytest.mark.parametrize("name", maps(0))
@pytest.mark.parametrize("column", [0, 2])
class TestEveryMap:
    def test_the_inverse_puts_a_target_back(self, name, column):
        X, target = windows(5)
        made = maps(column)[name]
        mapped = made.target(target, X)
        assert mapped.shape == target.shape and np.abs(mapped - target).max() > 0.5
        np.testing.assert_allclose(made.inverse(mapped, X), target, rtol=1e-11)
        forecast = np.random.default_rng(6).normal(size=target.shape)
        np.testing.assert_allclose(made.target(made.inverse(forecast, X), X), forecast, atol=1e-10)

    def test_windows_stand_for_themselves(self, name, column):
        X, target = windows(8)
        made, order = maps(column)[name], [2, 0, 3, 1]
        np.testing.assert_allclose(made.window(X[order]), made.window(X)[order], rtol=1e-12)
        mapped = made.target(target[order], X[order])
        np.testing.assert_allclose(mapped, made.target(target, X)[order], rtol=1e-12)

    def test_nothing_given_is_changed_and_single_precision_stays(self, name, column):
        X, target = windows(9)
        kept = X.copy(), target.copy()
        made = maps(column)[name]
        made.inverse(made.target(target, X), X)
        np.testing.assert_array_equal(X, kept[0])
        np.testing.assert_array_equal(target, kept[1])
        small = X.astype("float32"), target.astype("float32")
        assert made.window(small[0]).dtype == np.float32
        assert made.target(small[1], small[0]).dtype == np.float32
        assert made.inverse(small[1] / 100, small[0]).dtype == np.float32

    @pytest.mark.parametrize("bad", [np.ones((3, HORIZON)), np.ones(4), np.ones((4, 0)), "text"])
    def test_refuses_targets_that_do_not_fit_the_windows(self, name, column, bad):
        X, _ = windows(1)
        for way in (maps(column)[name].target, maps(column)[name].inverse):
            with pytest.raises(ValueError, match=r"(target|forecast) must"):
                way(bad, X)


class TestAgainstPlainPython:
    def test_standard(self):
        rows = [[3.0, 10.0], [float("nan"), 14.0], [5.0, 12.0], [10.0, 30.0]]
        first = [3.0, 5.0, 10.0]
        made = scale.standard(np.array(rows))
        X = np.array([[[4.0, 11.0], [9.0, 50.0]]])
        mean, sd = statistics.mean(first), statistics.pstdev(first)
        second = [row[1] for row in rows]
        wanted = [
            [(a - mean) / sd, (b - statistics.mean(second)) / statistics.pstdev(second)]
            for a, b in X[0].tolist()
        ]
        np.testing.assert_allclose(made.window(X)[0], wanted)
        np.testing.assert_allclose(made.inverse(np.array([[2.0]]), X), [[2 * sd + mean]])

    def test_a_series_of_one_column(self):
        made = scale.standard(np.array([1, 2, 3, 6]))
        assert made.target([[3, 10]], np.zeros((1, 2, 1))).tolist() == [
            [0, pytest.approx(7 / math.sqrt(3.5))]
        ]

    def test_logarithm(self):
        X = np.array([[[0.0], [np.nan], [math.e - 1]]])
        np.testing.assert_allclose(scale.log(1).window(X)[0, :, 0], [0, np.nan, 1])
        assert scale.log(1).inverse([[1.0]], X)[0, 0] == pytest.approx(math.e - 1)

    @pytest.mark.parametrize(("level", "zero"), [("mean", 4.0), ("last", 6.0)])
    def test_levels(self, level, zero):
        X = np.array([[[1.0, 70.0], [5.0, 80.0], [6.0, 60.0]]])
        sd = math.sqrt((9 + 1 + 4) / 3)
        plain, wide = scale.per_window(level), scale.per_window(level, spread=True)
        assert plain.window(X)[0, :, 0].tolist() == [1 - zero, 5 - zero, 6 - zero]
        np.testing.assert_allclose(wide.target([[8.0]], X), [[(8 - zero) / sd]])

    def test_a_constant_window_is_divided_by_one(self):
        X = np.full((2, 7, 1), 0.1)
        X[1, :, 0] = 0
        for level in ("mean", "last"):
            made = scale.per_window(level, spread=True)
            np.testing.assert_allclose(made.target([[0.3], [0.3]], X), [[0.2], [0.3]])

    def test_differences(self):
        X = np.array([[[1.0], [4.0], [9.0], [16.0]]])
        assert scale.difference().window(X)[0, :, 0].tolist() == [3, 5, 7]
        assert scale.difference(3).window(X)[0, :, 0].tolist() == [15]
        # of period 2: 9 and 16 go on, each from itself
        back = scale.difference(2).inverse([[1.0, 10.0, 100.0, 1000.0]], X)
        assert back.tolist() == [[10, 26, 110, 1026]]
        assert scale.difference(2).target(back, X).tolist() == [[1, 10, 100, 1000]]

    def test_several_are_undone_in_the_other_order(self):
        X = np.array([[[1.0], [2.0], [4.0]]])
        growth = scale.compose(scale.log(), scale.difference())
        np.testing.assert_allclose(growth.window(X)[0, :, 0], [math.log(2)] * 2)
        doubling = growth.inverse(np.full((1, 3), math.log(2)), X)
        np.testing.assert_allclose(doubling, [[8, 16, 32]])


class TestProperties:
    @pytest.mark.parametrize(
        "name", ["standard", "log", "difference", "season", "log, standard", "log, difference"]
    )
    @pytest.mark.parametrize("column", [0, 2])
    def test_a_target_is_mapped_as_the_window_goes_on(self, name, column):
        X = np.concatenate([windows(7)[0], windows(13)[0]], axis=1)
        made, early = maps(column)[name], X[:, :-HORIZON]
        went_on = made.window(X)[:, -HORIZON:, column]
        mapped = made.target(X[:, -HORIZON:, column], early)
        np.testing.assert_allclose(mapped, went_on, atol=1e-10)

    def test_a_level_of_its_own_is_blind_to_where_the_series_stands(self):
        X, target = windows(11)
        for name in ("mean", "last", "difference", "season"):
            made = maps(0)[name]
            np.testing.assert_allclose(made.window(X + 500), made.window(X), atol=1e-10)
            forecast = np.random.default_rng(1).normal(size=target.shape)
            moved = made.inverse(forecast, X + 500)
            np.testing.assert_allclose(moved, made.inverse(forecast, X) + 500)
        made = maps(0)["mean and spread"]
        np.testing.assert_allclose(made.window(7 * X + 500), made.window(X), atol=1e-10)

    def test_zero_change_is_the_naive_forecast(self):
        X, _ = windows(12)
        nothing = np.zeros((4, HORIZON))
        flat = scale.difference(column=1).inverse(nothing, X)
        np.testing.assert_allclose(flat, np.repeat(X[:, -1:, 1], HORIZON, axis=1))
        season = scale.difference(3, column=1).inverse(nothing, X)
        np.testing.assert_allclose(season, X[:, -3:, 1][:, [0, 1, 2, 0, 1]])


class TestRefusals:
    @pytest.mark.parametrize(
        ("series", "says"),
        [
            (np.ones(5), "vary in every column, got a constant one, column 0"),
            (
                np.array([[1.0, np.nan], [2.0, np.nan]]),
                "number in every column, got none in column 1",
            ),
            (np.array([1.0, np.inf]), "finite or NaN"),
            (np.zeros((2, 2, 2)), "shape"),
            (np.array([]), "not empty"),
            (["a", "b"], "numbers"),
            (np.array([1e9, 1e9 + 1e-7, 1e9]), "constant"),
        ],
    )
    def test_standard(self, series, says):
        with pytest.raises(ValueError, match=f"series must .*{says}"):
            scale.standard(series)

    def test_other_widths_and_columns(self):
        X, _ = windows(2)
        with pytest.raises(ValueError, match=r"X must have shape \(batch, time, 2\)"):
            scale.standard(np.arange(8.0).reshape(4, 2) ** 2).window(X)
        with pytest.raises(ValueError, match="column must be below 2, the number of inputs, got 2"):
            scale.standard(np.arange(8.0).reshape(4, 2) ** 2, column=2)
        for made in (scale.log(column=3), scale.per_window(column=3), scale.difference(column=3)):
            with pytest.raises(ValueError, match="column must be below 3"):
                made.window(X)
        for make in (scale.log, scale.per_window, scale.difference):
            with pytest.raises(ValueError, match="column must"):
                make(column=-1)

    def test_values_that_have_no_logarithm(self):
        X, target = windows(2)
        with pytest.raises(ValueError, match=r"X must be above -1 everywhere.* got a value of -1"):
            scale.log(1).window(-X / X)
        with pytest.raises(ValueError, match="target must be above 0"):
            scale.log().target(0 * target, X)
        with pytest.raises(ValueError, match="offset"):
            scale.log(np.inf)

    def test_options(self):
        with pytest.raises(ValueError, match='level must be "mean" or "last", got \'first\''):
            scale.per_window("first")
        with pytest.raises(ValueError, match="spread"):
            scale.per_window(spread="yes")
        with pytest.raises(ValueError, match="lag"):
            scale.difference(0)
        with pytest.raises(ValueError, match="X must have more than lag = 9 steps"):
            scale.difference(9).window(windows(2)[0])
        with pytest.raises(ValueError, match="scales must hold at least one map"):
            scale.compose()
        with pytest.raises(ValueError, match="scales must be maps"):
            scale.compose(scale.log(), np.log)


SQUARES = np.arange(8.0).reshape(4, 2) ** 2
NEITHER = np.zeros((2, 2), dtype=bool)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda X: scale.standard(np.zeros((2, 3, 1))),
            "series must have shape (time,) or (time, inputs), not empty, got shape (2, 3, 1)",
        ),
        (
            lambda X: scale.standard(NEITHER),
            "series must hold numbers, in one array, got dtype bool",
        ),
        (
            lambda X: scale.standard([1.0, np.inf, 2.0]),
            "series must be finite or NaN, got an infinite value",
        ),
        (
            lambda X: scale.standard([1e12, 1e12]),
            "series must vary in every column, got a constant one, column 0",
        ),
        (
            lambda X: scale.standard([5.0]),
            "series must vary in every column, got a constant one, column 0",
        ),
        (
            lambda X: scale.standard([[1.0, 0], [2, 0]]),
            "series must vary in every column, got a constant one, column 1",
        ),
        (lambda X: scale.log("one"), "offset must be finite, got 'one'"),
        (
            lambda X: scale.log(1).window(-X / X),
            "X must be above -1 everywhere, as its logarithm is taken, got a value of -1",
        ),
        (
            lambda X: scale.log().window(X[0]),
            "X must have shape (batch, time, inputs), got shape (9, 3)",
        ),
        (lambda X: scale.per_window(spread=1), "spread must be True or False, got 1"),
        (lambda X: scale.difference(0), "lag must be a whole number of at least 1, got 0"),
        (
            lambda X: scale.difference(9).window(X),
            "X must have more than lag = 9 steps, got shape (4, 9, 3)",
        ),
        (
            lambda X: scale.compose(scale.log(), 5),
            "scales must be maps of unrolled.scale, got 5",
        ),
        (lambda X: scale.compose(), "scales must hold at least one map, got none"),
        (
            lambda X: scale.standard(SQUARES).window(X),
            "X must have shape (batch, time, 2), got shape (4, 9, 3)",
        ),
        (
            lambda X: scale.standard(SQUARES).window(X[0]),
            "X must have shape (batch, time, 2), got shape (9, 3)",
        ),
        (
            lambda X: scale.log().inverse(X[:3, :2, 0], X),
            "forecast must have shape (4, horizon), got shape (3, 2)",
        ),
        (
            lambda X: scale.log().target(NEITHER, X[:2]),
            "target must hold numbers, in one array, got dtype bool",
        ),
        (
            lambda X: scale.standard(SQUARES, column=1.5),
            "column must be a whole number of at least 0, got 1.5",
        ),
    ],
)
def test_what_is_refused_is_named_in_one_sentence(call, sentence):
    X, _ = windows(0, inputs=3)
    assert X.shape == (4, 9, 3)
    with pytest.raises(ValueError) as error:
        call(X)
    assert str(error.value) == sentence


def test_one_constant_window_does_not_decide_for_the_others():
    """Each window is compared with its own size: beside a large one a small one still varies."""
    small = np.array([1.0, 1.1, 1.2, 1.0])
    X = np.stack([small, 1e9 + 1e8 * small])[..., None]
    Z = scale.per_window(spread=True).window(X)
    np.testing.assert_allclose(Z.std(axis=1), 1, rtol=1e-9)
    # and what rounding leaves of a constant is no spread, whatever the size
    for size in (1e-6, 1.0, 1e6):
        nearly = size * (1 + np.array([0, 1e-12, -1e-12, 0]))[None, :, None]
        assert np.abs(scale.per_window(spread=True).window(nearly)).max() < 1e-11 * size * 10


def test_windows_without_any_number_have_logarithms_without_any():
    X = np.full((2, 4, 1), np.nan)
    assert np.isnan(scale.log().window(X)).all()
