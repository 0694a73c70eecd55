"""unrolled.forecast: baselines and errors against plain Python, closed forms and properties."""

import math
import statistics
import warnings

import numpy as np
import pytest

from refusals import refused
from unrolled.forecast import (
    LinearForecaster,
    TwoSinesForecaster,
    _solve,
    conformal_quantile,
    coverage,
    crps_from_quantiles,
    iterate,
    mae,
    mape,
    mase,
    mse,
    naive,
    pinball,
    rolling_origin,
    seasonal_naive,
    skill,
)
from unrolled.series import generate_time_series, make_windows


def windows(batch=4, time=7, features=1, seed=0):
    return np.random.default_rng([seed, batch, time]).normal(size=(batch, time, features))


class TestNaive:
    @pytest.mark.parametrize("horizon", [1, 2, 5])
    def test_last_value_is_repeated(self, horizon):
        X = windows()
        forecast = naive(X, horizon)
        assert forecast.tolist() == [[window[-1][0]] * horizon for window in X.tolist()]

    def test_one_step_is_the_default(self):
        assert naive(windows()).shape == (4, 1)
        assert seasonal_naive(windows(), 3).shape == (4, 1)

    @pytest.mark.parametrize("horizon", [1, 2, 3, 4, 9])
    @pytest.mark.parametrize("season_length", [1, 2, 3, 6, 7])
    def test_last_season_is_repeated(self, season_length, horizon):
        X = windows()
        expected = []
        for window in X[:, :, 0].tolist():
            known = list(window)
            for _ in range(horizon):  # a value one season back: observed, or forecast by then
                known.append(known[-season_length])
            expected.append(known[len(window) :])
        assert seasonal_naive(X, season_length, horizon).tolist() == expected

    def test_a_perfect_season_is_forecast_perfectly(self):
        week = np.array([3.0, 1, 4, 1, 5, 9, 2])
        X, target = make_windows(np.tile(week, 6), 9, 16)
        assert np.array_equal(seasonal_naive(X, 7, 16), target)

    def test_only_the_last_season_is_read(self):
        X = windows()
        forecast = seasonal_naive(X, 3, 3)
        for step in range(7):
            changed = X.copy()
            changed[:, step] += 1
            moved = (seasonal_naive(changed, 3, 3) != forecast).any(axis=0)
            assert moved.tolist() == [step == 4, step == 5, step == 6]

    @pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
    def test_dtype_is_kept(self, dtype):
        X = np.arange(12).reshape(2, 6, 1).astype(dtype)
        assert seasonal_naive(X, 4, 5).dtype == naive(X).dtype == dtype

    def test_lists_are_read_and_windows_left_as_they_were(self):
        assert seasonal_naive([[[1], [2], [3]]], 2, 3).tolist() == [[2, 3, 2]]
        X = windows()
        before = X.copy()
        seasonal_naive(X, 3, 2)[:] = 0
        naive(X)[:] = 0
        assert np.array_equal(X, before)

    def test_a_missing_value_is_repeated_as_missing(self):
        X = windows()
        X[1, -2] = np.nan
        assert np.isnan(seasonal_naive(X, 2, 3)).tolist() == [
            [i == 1, False, i == 1] for i in range(4)
        ]


def normal_equations(X, target, l2=0.0):
    """Return (coef, intercept) from the closed form, the column of ones not penalised."""
    rows = np.column_stack([np.ones(len(X)), X.reshape(len(X), -1)])
    penalty = l2 * np.eye(rows.shape[1])
    penalty[0, 0] = 0
    solution = np.linalg.solve(rows.T @ rows + penalty, rows.T @ target)
    return solution[1:], solution[0]


def objective(W, b, X, target, l2):
    """Return what LinearForecaster says it minimises, summed in plain Python."""
    total = l2 * sum(w * w for row in W.tolist() for w in row)
    for x, t in zip(X.reshape(len(X), -1).tolist(), target.tolist(), strict=True):
        for k in range(len(t)):
            forecast = b[k] + sum(x[j] * W[j, k] for j in range(len(x)))
            total += (forecast - t[k]) ** 2
    return total


class TestLinearForecaster:
    @pytest.mark.parametrize("l2", [0.0, 0.1, 25.0])
    @pytest.mark.parametrize(("time", "features", "horizon"), [(5, 1, 1), (3, 2, 4), (1, 3, 2)])
    def test_closed_form(self, l2, time, features, horizon):
        rng = np.random.default_rng(1)
        X = rng.normal(2.0, 1.5, size=(40, time, features))
        target = rng.normal(-3.0, 1.0, size=(40, horizon))
        forecaster = LinearForecaster(l2).fit(X, target)
        coef, intercept = normal_equations(X, target, l2)
        np.testing.assert_allclose(forecaster.coef_, coef, rtol=0, atol=1e-10)
        np.testing.assert_allclose(forecaster.intercept_, intercept, rtol=0, atol=1e-10)
        new = rng.normal(size=(6, time, features))
        expected = new.reshape(6, -1) @ coef + intercept
        np.testing.assert_allclose(forecaster.predict(new), expected, rtol=0, atol=1e-9)

    @pytest.mark.parametrize("l2", [0.0, 3.0])
    def test_every_small_change_of_the_weights_is_worse(self, l2):
        rng = np.random.default_rng(2)
        X, target = rng.normal(1.0, 1.0, size=(12, 2, 2)), rng.normal(size=(12, 3))
        fitted = LinearForecaster(l2).fit(X, target)
        best = objective(fitted.coef_, fitted.intercept_, X, target, l2)
        for _ in range(20):
            dW, db = 1e-3 * rng.normal(size=(4, 3)), 1e-3 * rng.normal(size=3)
            for sign in (1, -1):
                W, b = fitted.coef_ + sign * dW, fitted.intercept_ + sign * db
                assert objective(W, b, X, target, l2) > best

    def test_autoregression_is_recovered(self):
        X = windows(batch=9, time=2)
        target = 1.5 + 0.6 * X[:, 1] - 0.3 * X[:, 0]  # x_t = 1.5 + 0.6 x_{t-1} - 0.3 x_{t-2}
        forecaster = LinearForecaster().fit(X, target)
        np.testing.assert_allclose(forecaster.coef_, [[-0.3], [0.6]], rtol=0, atol=1e-12)
        np.testing.assert_allclose(forecaster.intercept_, [1.5], rtol=0, atol=1e-12)

    def test_a_sine_is_forecast_though_its_windows_are_singular(self):
        # x_t = 2 cos(w) x_{t-1} - x_{t-2}: the columns of longer windows depend on one another
        X, target = make_windows(5 + np.sin(0.3 * np.arange(60)), 8, 4)
        forecaster = LinearForecaster().fit(X[:30], target[:30])
        np.testing.assert_allclose(forecaster.predict(X[30:]), target[30:], rtol=0, atol=1e-9)

    def test_the_intercept_is_not_penalised(self):
        X, target = windows(batch=20, time=3), windows(batch=20, time=2, seed=1)[..., 0]
        near, far = LinearForecaster(4.0).fit(X, target), LinearForecaster(4.0).fit(X, target + 1e4)
        np.testing.assert_allclose(far.coef_, near.coef_, rtol=0, atol=1e-9)
        np.testing.assert_allclose(far.intercept_ - near.intercept_, 1e4, rtol=0, atol=1e-7)
        shrunk = LinearForecaster(1e12).fit(X, target)
        forecast = shrunk.predict(windows(batch=3, time=3, seed=2))
        np.testing.assert_allclose(forecast, [target.mean(axis=0)] * 3, rtol=0, atol=1e-8)

    def test_more_penalty_smaller_weights(self):
        X, target = windows(batch=20, time=3), windows(batch=20, time=2, seed=1)[..., 0]
        sizes = [np.linalg.norm(LinearForecaster(l2).fit(X, target).coef_) for l2 in (0, 1, 9, 99)]
        assert sizes == sorted(sizes, reverse=True) and sizes[3] < 0.5 * sizes[0]

    def test_order_of_the_windows_does_not_matter(self):
        X, target = windows(batch=20, time=3), windows(batch=20, time=2, seed=1)[..., 0]
        order = np.random.default_rng(3).permutation(20)
        forecaster = LinearForecaster().fit(X, target)
        shuffled = LinearForecaster().fit(X[order], target[order])
        np.testing.assert_allclose(shuffled.coef_, forecaster.coef_, rtol=0, atol=1e-12)
        np.testing.assert_allclose(
            forecaster.predict(X[order]), forecaster.predict(X)[order], rtol=0, atol=1e-12
        )

    def test_fitting_returns_itself_and_leaves_its_arguments(self):
        X, target = windows(batch=20, time=3), windows(batch=20, time=2, seed=1)[..., 0]
        before = X.copy(), target.copy()
        forecaster = LinearForecaster(2.0)
        assert forecaster.fit(X, target) is forecaster
        forecaster.predict(X)
        assert np.array_equal(X, before[0]) and np.array_equal(target, before[1])

    def test_fitting_again_forgets(self):
        X, target = windows(batch=20, time=3), windows(batch=20, time=2, seed=1)[..., 0]
        again = LinearForecaster().fit(windows(batch=9, time=5), target[:9]).fit(X, target)
        assert np.array_equal(again.coef_, LinearForecaster().fit(X, target).coef_)

    @pytest.mark.parametrize("dtype", [np.float32, np.int64, np.uint8])
    def test_computes_in_float64_whatever_it_is_given(self, dtype):
        rng = np.random.default_rng(4)
        X = rng.integers(0, 200, size=(30, 3, 1)).astype(dtype)
        target = rng.integers(0, 200, size=(30, 2)).astype(dtype)
        forecaster = LinearForecaster().fit(X, target)
        exact = LinearForecaster().fit(X.astype(float), target.astype(float))
        assert forecaster.coef_.dtype == forecaster.predict(X).dtype == float
        assert np.array_equal(forecaster.coef_, exact.coef_)

    def test_read_only_windows_of_a_long_series(self):
        series = np.random.default_rng(5).normal(size=(80, 2))
        X, target = make_windows(series, 4, 3)
        forecaster = LinearForecaster().fit(X, target[:, :, 1])
        coef, _ = normal_equations(X, target[:, :, 1])
        np.testing.assert_allclose(forecaster.coef_, coef, rtol=0, atol=1e-10)


class TestOnTheGenerator:
    """The book's own task: 7,000 series to fit, 2,000 to validate, 50 steps seen."""

    @pytest.mark.parametrize(
        ("horizon", "expected", "published"),
        [(1, 0.0029, 0.00417), (10, 0.0155, 0.0187)],  # published: a linear network, trained
    )
    def test_least_squares_is_the_converged_linear_baseline(self, horizon, expected, published):
        rng = np.random.RandomState(42)  # the published series
        series = generate_time_series(10_000, 50 + horizon, rng)
        X, target = series[:, :50], series[:, 50:, 0]
        forecast = LinearForecaster().fit(X[:7000], target[:7000]).predict(X[7000:9000])
        error = mse(target[7000:9000], forecast)
        assert error == pytest.approx(expected, rel=0.03)
        assert 0.01 / 12 < error < published < mse(target[7000:9000], naive(X[7000:9000], horizon))


def two_waves(batch, n_steps, horizon, noise=0.0, seed=0):
    """Return windows, targets and per-step frequencies of series of the generator's form."""
    rng = np.random.default_rng([seed, batch, n_steps])
    omega = rng.uniform([10, 20], [20, 40], size=(batch, 2)) / (n_steps + horizon - 1)
    phase = rng.uniform(0, 7, size=(batch, 2))
    amplitude = rng.uniform([0.4, 0.15], [0.6, 0.25], size=(batch, 2))
    t = np.arange(n_steps + horizon)
    waves = amplitude[..., None] * np.sin(omega[..., None] * t + phase[..., None])
    x = waves.sum(axis=1) + noise * rng.uniform(-1, 1, size=(batch, len(t)))
    return x[:, :n_steps, None], x[:, n_steps:], omega


class TestTwoSines:
    def test_waves_without_noise_are_continued(self):
        X, target, _ = two_waves(60, 50, 10)
        forecast = TwoSinesForecaster(60).predict(X, 10)
        assert forecast.shape == (60, 10)
        errors = np.abs(forecast - target).max(axis=1)
        assert np.median(errors) < 0.01 and np.quantile(errors, 0.9) < 0.05

    def test_ten_steps_begin_with_the_one_step(self):
        X, _, _ = two_waves(5, 50, 10, noise=0.05)
        one, ten = (TwoSinesForecaster(60).predict(X, horizon) for horizon in (1, 10))
        np.testing.assert_allclose(ten[:, :1], one, atol=1e-9)

    def test_frequencies_without_noise_are_found(self):
        X, _, omega = two_waves(60, 50, 10)
        found, _ = TwoSinesForecaster(60)._fit(X[..., 0])
        assert np.median(np.abs(found - omega)) < 1e-3

    @pytest.mark.parametrize("ends", [(10.02, 20.04), (19.98, 39.96)])
    def test_frequencies_at_the_ends_of_the_range_are_found(self, ends):
        omega, t = np.array(ends) / 59, np.arange(60)
        series = 0.5 * np.sin(omega[0] * t) + 0.2 * np.sin(omega[1] * t + 1)
        found, _ = TwoSinesForecaster(60)._fit(series[None, :50])
        np.testing.assert_allclose(found[0], omega, rtol=1e-3)

    def test_fit_is_as_good_as_a_dense_search(self):
        X, _, _ = two_waves(8, 40, 5, noise=0.05, seed=3)
        x, t = X[..., 0], np.arange(40)
        omega, amplitudes = TwoSinesForecaster(45)._fit(x)
        for row in range(len(x)):
            angle = omega[row] * t[:, None]
            fitted = np.concatenate([np.sin(angle), np.cos(angle)], axis=1) @ amplitudes[row]
            best = np.inf
            for slow in np.linspace(10, 20, 41) / 44:
                for fast in np.linspace(20, 40, 81) / 44:
                    B = np.stack([f(w * t) for w in (slow, fast) for f in (np.sin, np.cos)], axis=1)
                    coefficients = np.linalg.lstsq(B, x[row], rcond=None)[0]
                    best = min(best, np.sum((x[row] - B @ coefficients) ** 2))
            assert np.sum((x[row] - fitted) ** 2) < 1.05 * best

    def test_published_series_come_close_to_the_noise(self):
        for horizon, expected in ((1, 0.00104), (10, 0.00117)):
            series = generate_time_series(10_000, 50 + horizon, np.random.RandomState(42))
            X, target = series[7000:7500, :50], series[7000:7500, 50:, 0]
            error = mse(target, TwoSinesForecaster(50 + horizon).predict(X, horizon))
            assert 0.01 / 12 < error == pytest.approx(expected, rel=0.1)

    def test_one_step_is_the_default_and_six_steps_are_enough(self):
        X, _, _ = two_waves(4, 6, 1)
        assert TwoSinesForecaster(7).predict(X).shape == (4, 1)

    def test_settings_are_kept_and_used(self):
        TwoSinesForecaster(2)  # the shortest
        forecaster = TwoSinesForecaster(60)
        assert (forecaster.n_grid, forecaster.n_updates) == (16, 8)
        np.testing.assert_allclose(forecaster.ranges * 59, [[10, 20], [20, 40]], rtol=1e-14)
        noise = np.random.default_rng(2).normal(size=(40, 50))
        coarse = TwoSinesForecaster(60, n_grid=2)
        slow, fast = (coarse._search(noise, np.arange(50)) * 59).T
        assert set(slow.round(9)) == {10, 20} and set(fast.round(9)) == {20, 40}

    def test_frequencies_never_leave_their_ranges(self):
        noise = np.random.default_rng(3).normal(size=(40, 50))
        omega = TwoSinesForecaster(60)._fit(noise)[0] * 59
        assert (omega >= np.array([10, 20]) - 1e-9).all()
        assert (omega <= np.array([20, 40]) + 1e-9).all()

    def test_the_ridge_shrinks(self):
        rng = np.random.default_rng(4)
        B, x = rng.normal(size=(3, 9, 4)), rng.normal(size=(3, 9))
        ridge = (0.1**2 / 12) / (0.5**2 / 2)
        for row in range(3):
            gram = B[row].T @ B[row] + ridge * np.eye(4)
            expected = np.linalg.solve(gram, B[row].T @ x[row])
            np.testing.assert_allclose(_solve(B, x)[row], expected, rtol=1e-10)

    def test_rows_do_not_mix(self):
        X, _, _ = two_waves(7, 30, 3, noise=0.05)
        forecast = TwoSinesForecaster(33).predict(X, 3)
        order = np.random.default_rng(1).permutation(7)
        shuffled = TwoSinesForecaster(33).predict(X[order], 3)
        np.testing.assert_allclose(shuffled, forecast[order], atol=1e-8)

    def test_a_silent_window_is_forecast_as_silence(self):
        forecast = TwoSinesForecaster(60).predict(np.zeros((2, 50, 1)), 10)
        np.testing.assert_allclose(forecast, np.zeros((2, 10)))


class TestFewerWindowsThanWeights:
    @pytest.mark.parametrize(("n_windows", "n_weights"), [(13, 24), (4, 4), (5, 4), (2, 1)])
    def test_interpolation_is_not_silent(self, n_windows, n_weights):
        X, target = windows(n_windows, n_weights), windows(n_windows, 2)[..., 0]
        counts = f"{n_windows} windows cannot determine {n_weights} weights"
        with pytest.warns(UserWarning, match=counts) as seen:
            fitted = LinearForecaster().fit(X, target)
        np.testing.assert_allclose(fitted.predict(X), target, atol=1e-9)  # it did interpolate
        (said,) = (str(warning.message) for warning in seen)
        assert "says nothing about new windows" in said
        assert said.endswith("Take more windows, shorter ones, or a penalty (l2 > 0).")

    def test_the_warning_points_at_the_caller(self):
        with pytest.warns(UserWarning) as seen:
            LinearForecaster().fit(windows(3, 3), windows(3, 2)[..., 0])
        assert seen[0].filename == __file__

    def test_one_window_may_be_fitted_with_a_penalty(self):
        assert LinearForecaster(1.0).fit(np.ones((1, 2, 1)), [[3.0]]).predict([[[1], [1]]]) == 3

    @pytest.mark.parametrize(("n_windows", "l2"), [(6, 0.0), (13, 1e-6), (2, 1.0)])
    def test_nothing_is_said_of_enough_windows_or_a_penalty(self, n_windows, l2):
        X, target = windows(n_windows, 4), windows(n_windows, 2)[..., 0]
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            LinearForecaster(l2).fit(X, target)


class TestIterate:
    def test_whole_numbers_are_not_cut_off(self):
        halved = iterate(lambda X: X[:, -1] / 2, np.array([[[5], [7]]]), 3)
        assert halved.tolist() == [[3.5, 1.75, 0.875]]
        for dtype in (np.int8, np.uint8, np.int64, bool):
            counts = np.array([[[1], [1], [1]]]).astype(dtype)
            mean = iterate(lambda X: X.mean(axis=1) / 4, counts, 3)
            np.testing.assert_allclose(mean, [[0.25, 0.1875, 0.11979167]], rtol=1e-6)

    def test_a_forecaster_that_rounds_gives_floats(self):
        forecast = iterate(lambda X: np.round(X[:, -1]).astype(int), windows(), 2)
        assert forecast.dtype == float

    def test_equals_the_loop(self):
        rng = np.random.default_rng(4)
        w, X = rng.normal(size=5) / 3, windows(batch=3, time=5)
        expected = []
        for window in X[:, :, 0].tolist():
            known = list(window)
            for _ in range(7):
                known.append(sum(a * b for a, b in zip(w, known[-5:], strict=True)))
            expected.append(known[5:])
        forecast = iterate(lambda X: X[:, :, 0] @ w[:, None], X, 7)
        np.testing.assert_allclose(forecast, expected, rtol=1e-12)

    def test_naive_iterated_is_naive(self):
        X = windows()
        np.testing.assert_array_equal(iterate(naive, X, 4), naive(X, 4))

    def test_windows_keep_shape_and_dtype_and_the_caller_his_array(self):
        seen, X = [], windows().astype(np.float32)
        before = X.copy()

        def predict_one(window):
            seen.append((window.shape, window.dtype))
            return window[:, -1].astype(float) + 1

        iterate(predict_one, X, 3)
        assert seen == [((4, 7, 1), np.float32)] * 3
        assert np.array_equal(X, before)

    def test_every_forecast_is_fed_back_at_the_newest_step(self):
        X = windows(batch=1, time=3)
        seen = []
        iterate(lambda w: (seen.append(w[0, :, 0].tolist()), w[:, 0] + 10)[1], X, 3)
        a, b, c = X[0, :, 0].tolist()
        assert seen == [[a, b, c], [b, c, a + 10], [c, a + 10, b + 10]]


class TestErrors:
    target, forecast = np.array([[1.0, 2.0], [4.0, 0.0]]), np.array([[2.0, 2.0], [1.0, -2.0]])

    def test_by_hand(self):
        assert mse(self.target, self.forecast) == (1 + 0 + 9 + 4) / 4
        assert mae(self.target, self.forecast) == (1 + 0 + 3 + 2) / 4

    @pytest.mark.parametrize(("error", "power"), [(mse, 2), (mae, 1)])
    def test_properties(self, error, power):
        rng = np.random.default_rng(6)
        target, forecast = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
        value = error(target, forecast)
        assert type(value) is float and value > 0
        assert error(target, target) == 0
        assert error(forecast, target) == pytest.approx(value)
        assert error(target[::-1], forecast[::-1]) == pytest.approx(value)
        assert error(-3 * target, -3 * forecast) == pytest.approx(3**power * value)
        assert error(target.ravel(), forecast.ravel()) == pytest.approx(value)

    def test_small_whole_numbers_do_not_wrap_around(self):
        target, forecast = np.array([1], np.uint8), np.array([3], np.uint8)
        assert (mse(target, forecast), mae(target, forecast)) == (4, 2)

    def test_float32_is_averaged_in_float64(self):
        target, forecast = np.full(1000, 0.1, np.float32), np.zeros(1000, np.float32)
        assert mae(target, forecast) == pytest.approx(float(np.float32(0.1)), rel=1e-12)
        assert mse(target, forecast) == pytest.approx(float(np.float32(0.1)) ** 2, rel=1e-12)

    def test_lists_and_single_numbers_are_read(self):
        assert mse([1, 2], [1, 4]) == 2 and mae(3, 5.5) == 2.5


class TestRelativeErrors:
    def test_mape_by_hand(self):
        assert mape([2, -4, 10], [1, -5, 10]) == pytest.approx((1 / 2 + 1 / 4 + 0) / 3)
        assert mape([100], [50]) == 0.5 and mape([50], [100]) == 1.0  # it forgives low forecasts

    def test_mase_by_hand(self):
        history = np.array([1.0, 4.0, 2.0, 2.0])  # naive errs by 3, 2, 0
        assert mase([5, 3], [4, 1], history) == pytest.approx(1.5 / (5 / 3))
        assert mase([5, 3], [4, 1], history, season_length=2) == pytest.approx(1.5 / 1.5)

    def test_mase_of_a_batch_scales_every_series_by_itself(self):
        rng = np.random.default_rng(7)
        history = rng.normal(size=(4, 9, 1)) * np.array([1, 10, 100, 1000])[:, None, None]
        target, forecast = rng.normal(size=(2, 4, 3))
        each = [mase(t, f, h[:, 0], 2) for t, f, h in zip(target, forecast, history, strict=True)]
        assert mase(target, forecast, history, 2) == pytest.approx(np.mean(each))

    def test_mase_has_no_unit_and_does_not_read_the_future(self):
        rng = np.random.default_rng(8)
        history, (target, forecast) = rng.normal(size=20), rng.normal(size=(2, 6))
        value = mase(target, forecast, history, 3)
        assert mase(60 * target, 60 * forecast, 60 * history, 3) == pytest.approx(value)
        assert mase(2 * target, target + forecast, history, 3) == pytest.approx(value)

    def test_mase_of_the_naive_forecast_in_the_history_is_one(self):
        x = np.random.default_rng(9).normal(size=40)
        assert mase(x[5:], x[:-5], x, 5) == pytest.approx(1)

    def test_a_nearly_constant_history_is_refused_by_row(self):
        rng = np.random.default_rng(10)
        history = rng.normal(20, 3, size=(273, 24, 1))
        target, forecast = rng.normal(20, 3, size=(2, 273, 2))
        assert 0.1 < mase(target, forecast, history) < 10
        history[17] = 20.0
        history[[40, 41], :, 0] = 20 + 1e-9 * rng.normal(size=(2, 24))
        with pytest.raises(ValueError) as error:
            mase(target, forecast, history)
        wanted, _, got = str(error.value).partition(", got ")
        assert wanted.startswith("history must change") and "leave such rows out" in wanted
        assert got == "a constant one in row 17; 3 of 273 rows hardly change: 17, 40, 41"
        keep = np.delete(np.arange(273), [17, 40, 41])
        assert 0.1 < mase(target[keep], forecast[keep], history[keep]) < 10

    def test_small_changes_of_a_large_value_count(self):
        history = 1000 + 0.01 * np.array([0.0, 1, 0, 1, 0])
        assert mase([1000.01], [1000.0], history) == pytest.approx(1, rel=1e-6)
        with pytest.raises(ValueError, match="one that changes by 1e-09 on average"):
            mase([5.0], [4.0], 1e-9 * np.array([0.0, 1, 0, 1, 0]))
        with pytest.raises(ValueError, match="changes by 1e-09"):  # small beside its own level
            mase([0.0], [1.0], 20 + 1e-9 * np.array([0.0, 1, 0, 1, 0]))
        tiny = 1e-9 * np.array([0.0, 1, 0, 1, 0])  # the unit does not matter
        assert mase([2e-9], [1e-9], tiny) == pytest.approx(1)

    @pytest.mark.parametrize(("n_rows", "end"), [(5, "4"), (6, "4 …"), (9, "4 …")])
    def test_many_flat_rows_are_counted_and_some_named(self, n_rows, end):
        flat, ones = np.ones((n_rows, 5, 1)), np.ones((n_rows, 1))
        with pytest.raises(ValueError) as error:
            mase(ones, ones, flat)
        rows = f"{n_rows} of {n_rows} rows hardly change: 0, 1, 2, 3, {end}"
        assert str(error.value).endswith(rows)

    def test_every_row_is_held_to_its_own_size(self):
        history = np.array([[1e9, 2e9, 1e9], [1e-3, 2e-3, 1e-3]])[..., None]
        target = np.array([[2e9], [2e-3]])
        assert mase(target, target / 2, history) == pytest.approx(1)

    def test_a_series_of_zeros_is_constant_too(self):
        with pytest.raises(ValueError, match="a constant one"):
            mase([0.0], [1.0], np.zeros(5))

    def test_skill_of_small_errors(self):
        assert skill(0.2, 0.5) == 0.6 and skill(0, 0.5) == 1
        assert skill(np.float32(0.25), np.array(0.5)) == 0.5

    def test_skill(self):
        assert skill(0.0, 2.0) == 1 and skill(2.0, 2.0) == 0 and skill(3.0, 2.0) == -0.5
        assert skill(0.5, 2.0) == 0.75


def steps_of(part, horizon):
    """Return the steps that the targets of some windows cover, the first window's first being 0."""
    return {start + k for start in range(*part.indices(10**6)) for k in range(horizon)}


class TestRollingOrigin:
    """Windows stand for the step at which their targets begin, so indices are steps."""

    CASES = (40, 20, 5), (41, 20, 5), (44, 19, 6), (30, 29, 1), (30, 12, 50)

    def test_by_hand(self):
        growing = rolling_origin(12, first=6, step=4, horizon=3)
        assert growing == [(slice(0, 4), slice(6, 10)), (slice(0, 8), slice(10, 12))]
        sliding = rolling_origin(12, 6, 3, horizon=2, gap=1, train_size=3)
        assert sliding == [(slice(1, 4), slice(6, 9)), (slice(4, 7), slice(9, 12))]
        assert rolling_origin(5, 3, 1)[0].train == slice(0, 3)
        assert rolling_origin(5, 3, 1)[-1].test == slice(4, 5)

    @pytest.mark.parametrize(("n_windows", "first", "step"), CASES)
    @pytest.mark.parametrize("horizon", [1, 2, 7])
    @pytest.mark.parametrize("gap", [0, 3])
    @pytest.mark.parametrize("train_size", [None, 1, 3])
    def test_no_training_target_reaches_an_origin(
        self, n_windows, first, step, horizon, gap, train_size
    ):
        for train, test in rolling_origin(n_windows, first, step, horizon, gap, train_size):
            learned, judged = steps_of(train, horizon), steps_of(test, horizon)
            assert max(learned) + gap + 1 == min(judged) == test.start  # as near as it may be
            assert train.start >= 0 and test.stop <= n_windows

    @pytest.mark.parametrize(("n_windows", "first", "step"), CASES)
    def test_every_window_from_the_first_on_is_judged_once(self, n_windows, first, step):
        origins = rolling_origin(n_windows, first, step, horizon=2)
        judged = [i for origin in origins for i in range(n_windows)[origin.test]]
        assert judged == list(range(first, n_windows))
        assert {len(range(*o.test.indices(n_windows))) for o in origins[:-1]} <= {step}

    @pytest.mark.parametrize(("n_windows", "first", "step"), CASES)
    def test_it_grows_or_slides(self, n_windows, first, step):
        growing = rolling_origin(n_windows, first, step, 2)
        sliding = rolling_origin(n_windows, first, step, 2, train_size=4)
        assert {origin.train.start for origin in growing} == {0}
        assert {origin.train.stop - origin.train.start for origin in sliding} == {4}
        for one, other in zip(growing, sliding, strict=True):
            assert one.test == other.test and one.train.stop == other.train.stop

    def test_cut_from_a_series(self):
        """With the windows themselves: values a model has seen all precede those it is judged by.

        And a first origin that is as early as can be.
        """
        X, target = make_windows(np.arange(60), n_steps=6, horizon=4)
        for train, test in rolling_origin(len(X), first=4, step=11, horizon=4):
            assert max(X[train].max(), target[train].max()) < target[test].min()
            assert X[test].min() < target[train].max() + 1 or train.stop == 1

    def test_a_date_gives_the_first_window(self):
        time = np.arange("2018-01-01", "2018-04-01", dtype="datetime64[D]")
        X, target = make_windows(np.arange(90.0), n_steps=14, horizon=7, time=time)
        ahead = time[14 : 14 + len(X)]
        first = np.searchsorted(ahead, np.datetime64("2018-03-01"))
        train, test = rolling_origin(len(X), first, step=7, horizon=7)[0]
        assert time[int(target[test][0, 0])] == np.datetime64("2018-03-01")
        assert time[int(target[train][-1, -1])] == np.datetime64("2018-02-28")

    def test_whole_numbers_of_numpy(self):
        ours = rolling_origin(*np.array([12, 6, 3, 2, 1, 3]))
        assert ours == rolling_origin(12, 6, 3, 2, 1, 3)
        assert all(type(end) is int for o in ours for part in o for end in (part.start, part.stop))


def refusals():
    X, target = windows(batch=6, time=3), windows(batch=6, time=2)[..., 0]
    hole, gap = X.copy(), target.copy()
    hole[1, 2], gap[0, 1] = np.nan, np.inf
    fitted = LinearForecaster().fit(X, target)

    def fit(X=X, target=target):
        return lambda: LinearForecaster().fit(X, target)

    # what is called, the argument it must name, what it must expect, what it must quote
    table = {
        "naive, rank 2": (lambda: naive(X[..., 0]), "X", "(batch, time, 1)", "(6, 3)"),
        "naive, two features": (lambda: naive(np.ones((2, 3, 2))), "X", "time, 1)", "(2, 3, 2)"),
        "naive, empty": (lambda: naive(X[:0]), "X", "one sequence", "(0, 3, 1)"),
        "naive, no steps": (lambda: naive(X[:, :0]), "X", "one time step", "(6, 0, 1)"),
        "naive, text": (lambda: naive(X.astype(str)), "X", "numbers", "dtype <U"),
        "naive, no horizon": (lambda: naive(X, 0), "horizon", "at least 1", "0"),
        "naive, horizon 1.0": (lambda: naive(X, 1.0), "horizon", "whole number", "1.0"),
        "season 0": (lambda: seasonal_naive(X, 0), "season_length", "at least 1", "0"),
        "season -1": (lambda: seasonal_naive(X, -1), "season_length", "at least 1", "-1"),
        "season too long": (lambda: seasonal_naive(X, 4), "season_length", "at most", "4"),
        "seasonal, horizon": (lambda: seasonal_naive(X, 2, -2), "horizon", "at least 1", "-2"),
        "negative l2": (lambda: LinearForecaster(-0.1), "l2", "at least 0", "-0.1"),
        "NaN l2": (lambda: LinearForecaster(np.nan), "l2", "at least 0", "nan"),
        "infinite l2": (lambda: LinearForecaster(np.inf), "l2", "finite", "inf"),
        "fit, rank 2": (fit(X[..., 0]), "X", "(batch, time, features)", "(6, 3)"),
        "fit, NaN in X": (fit(hole), "X", "finite", "1 NaN or infinite of 18"),
        "fit, inf in target": (fit(target=gap), "target", "finite", "1 NaN or infinite of 12"),
        "fit, target with inf and what to do": (
            fit(target=gap),
            "target",
            "complete_windows",
            "1 NaN",
        ),
        "fit, flat target": (fit(target=target[:, 0]), "target", "(6, horizon)", "(6,)"),
        "fit, target (n, h, 1)": (fit(target=target[..., None]), "target", "horizon)", "(6, 2, 1)"),
        "fit, fewer targets": (fit(target=target[:5]), "target", "(6, horizon)", "(5, 2)"),
        "fit, one target": (fit(target=target[:1]), "target", "(6, horizon)", "(1, 2)"),
        "predict, unfitted": (lambda: LinearForecaster().predict(X), "forecaster", "fitted", "no"),
        "predict, longer": (lambda: fitted.predict(np.ones((1, 4, 1))), "X", "3 values", "4"),
        "predict, NaN": (lambda: fitted.predict(hole), "X", "finite", "1 NaN or infinite of 18"),
        "predict, one window": (lambda: fitted.predict(X[0]), "X", "(batch, time", "(3, 1)"),
    }
    column = np.ones((6, 1))
    flat, short = np.ones(5), np.arange(3.0)
    two_sines = TwoSinesForecaster(60)
    table |= {
        "iterate, rank 2": (lambda: iterate(naive, X[..., 0], 2), "X", "time, 1)", "(6, 3)"),
        "iterate, horizon": (lambda: iterate(naive, X, 0), "horizon", "at least 1", "0"),
        "iterate, flat": (
            lambda: iterate(lambda w: w[:, -1, 0], X, 2), "predict_one", "(6, 1)", "(6,)"),
        "iterate, wide": (
            lambda: iterate(lambda w: w[:, -2:, 0], X, 2), "predict_one", "(6, 1)", "(6, 2)"),
        "waves, NaN": (lambda: two_sines.predict(hole), "X", "finite", "1 NaN"),
        "waves, short": (lambda: two_sines.predict(X), "X", "6 steps", "3"),
        "waves, horizon": (
            lambda: two_sines.predict(windows(time=9), 0), "horizon", "at least 1", "0"),
        "waves, one step": (lambda: TwoSinesForecaster(1), "n_steps", "at least 2", "1"),
        "waves, steps of text": (lambda: TwoSinesForecaster("60"), "n_steps", "whole", "'60'"),
        "origins, none": (lambda: rolling_origin(9, 9, 1), "first", "less than the 9", "9"),
        "origins, nothing to learn": (
            lambda: rolling_origin(9, 3, 1, 4), "first", "4 windows before it: 1 to learn", "3"),
        "origins, too few to learn": (
            lambda: rolling_origin(90, 12, 1, 3, 2, 9), "first",
            "13 windows before it: 9 to learn from, 2 for the horizon and 2 for the gap", "12"),
        "origins, gap back": (lambda: rolling_origin(9, 5, 1, gap=-1), "gap", "at least 0", "-1"),
        "origins, half a gap": (
            lambda: rolling_origin(9, 5, 1, gap=1.0), "gap", "whole number", "1.0"),
        "origins, wide gap": (
            lambda: rolling_origin(9, 5, 1, gap=9), "first", "10 windows before it", "5"),
        "origins, no step": (lambda: rolling_origin(9, 5, 0), "step", "at least 1", "0"),
        "origins, horizon": (lambda: rolling_origin(9, 5, 1, 0), "horizon", "at least 1", "0"),
        "origins, first": (lambda: rolling_origin(9, 0, 1), "first", "at least 1", "0"),
        "origins, windows": (lambda: rolling_origin(X, 5, 1), "n_windows", "whole", "shape"),
        "origins, size": (
            lambda: rolling_origin(9, 5, 1, train_size=0), "train_size", "at least 1", "0"),
        "waves, no updates": (
            lambda: TwoSinesForecaster(60, n_updates=0), "n_updates", "at least 1", "0"),
        "waves, no grid": (lambda: TwoSinesForecaster(60, n_grid=0), "n_grid", "least 1", "0"),
        "mape, zero": (lambda: mape([0, 1, 0], [1, 1, 1]), "target", "nowhere zero", "2 zeros"),
        "mase, history of rank 2": (
            lambda: mase(column, column, X[..., 0]), "history", "(batch, time, 1)", "(6, 3)"),
        "mase, two features": (
            lambda: mase(column, column, np.ones((6, 3, 2))), "history", "time, 1)", "(6, 3, 2)"),
        "mase, one number": (lambda: mase(1.0, 2.0, X), "history", "1 series", "(6, 3)"),
        "mase, no history": (lambda: mase([1], [2], None), "history", "numbers", "None"),
        "iterate, no function": (
            lambda: iterate("naive", X, 2), "predict_one", "function", "'naive'"),
        "waves, NaN and what to do": (
            lambda: two_sines.predict(hole), "X", "complete_windows", "1 NaN"),
        "mase, NaN and what to do": (
            lambda: mase(column, column, hole), "history", "complete_windows", "1 NaN"),
        "mse, target with NaN": (
            lambda: mse(gap, gap), "target", "complete_windows", "1 NaN"),
        "skill, inf": (lambda: skill(1, np.inf), "baseline_error", "finite", "inf"),
        "iterate, text": (
            lambda: iterate(lambda w: "up", X, 2), "predict_one", "return numbers", "<U2"),
        "mse, text": (lambda: mse(["a"], ["b"]), "target", "numbers", "dtype <U1"),
        "mse, a season with NaN": (
            lambda: mse(column, seasonal_naive(hole, 1)), "forecast", "complete_windows", "1 NaN"),
        "fit, NaN and what to do": (fit(hole), "X", "complete_windows", "1 NaN"),
        "l2 of text": (lambda: LinearForecaster("1"), "l2", "at least 0", "'1'"),
        "fit, no target": (fit(target=target[:, :0]), "target", "(6, horizon)", "(6, 0)"),
        "skill, text": (lambda: skill("1", 2), "error", "at least 0", "'1'"),
        "skill, several": (lambda: skill(column, 2), "error", "at least 0", "shape (6, 1)"),
        "skill, baseline below 0": (lambda: skill(1, -2), "baseline_error", "at least 0", "-2"),
        "mase, flat": (lambda: mase([1], [2], flat), "history", "change", "constant"),
        "mase, short": (lambda: mase([1], [2], short, 3), "history", "more than 3", "(1, 3)"),
        "mase, rows": (
            lambda: mase(column, column, X[:5]), "history", "6 series", "(5, 3)"),
        "mase, season": (lambda: mase([1], [2], short, 0), "season_length", "at least 1", "0"),
        "mase, NaN": (lambda: mase([1], [2], [1, np.nan, 2]), "history", "finite", "1 NaN"),
        "skill, no baseline": (lambda: skill(1.0, 0.0), "baseline_error", "above 0", "0.0"),
        "skill, negative": (lambda: skill(-1.0, 2.0), "error", "at least 0", "-1.0"),
        "skill, NaN": (lambda: skill(1.0, np.nan), "baseline_error", "finite", "nan"),
    }  # fmt: skip
    y = np.arange(1.0, 4.0)
    for error in (mse, mae, mape):
        name = error.__name__
        table |= {
            f"{name}, column": (lambda e=error: e(y, y[:, None]), "forecast", "(3,)", "(3, 1)"),
            f"{name}, row": (lambda e=error: e(y[None], y), "forecast", "(1, 3)", "(3,)"),
            f"{name}, number": (lambda e=error: e(y, 1.0), "forecast", "(3,)", "()"),
            f"{name}, shorter": (lambda e=error: e(y, y[:2]), "forecast", "(3,)", "(2,)"),
            f"{name}, empty": (lambda e=error: e(y[:0], y[:0]), "forecast", "not empty", "(0,)"),
            f"{name}, NaN": (lambda e=error: e([np.nan], [1]), "target", "finite", "1 NaN"),
            f"{name}, inf": (lambda e=error: e([1, 2], [1, np.inf]), "forecast", "finite", "of 2"),
        }
    return table


@pytest.mark.parametrize("name", refusals())
def test_bad_input_is_refused_by_name(name):
    call, argument, expected, given = refusals()[name]
    with refused(argument, expected, given):
        call()


def empirical_crps(members, y):
    """Return the score of equally likely members, by its form with expectations."""
    near = np.mean([abs(x - y) for x in members])
    return near - np.mean([abs(a - b) for a in members for b in members]) / 2


class TestQuantiles:
    def test_pinball_equals_its_definition_case_by_case(self):
        rng = np.random.default_rng(4)
        target, forecast = rng.normal(size=(2, 7, 3))
        for p in (0.05, 0.3, 0.9):
            scores = [
                2 * (1 - p) * (q - x) if x < q else 2 * p * (x - q)
                for x, q in zip(target.ravel(), forecast.ravel(), strict=True)
            ]
            assert pinball(target, forecast, p) == pytest.approx(np.mean(scores))
        assert pinball(target, forecast, 0.5) == pytest.approx(mae(target, forecast))

    @pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
    def test_the_true_quantile_has_the_smallest_expected_loss(self, p):
        x = -np.log(np.random.default_rng(5).random(100_000))  # exponential, with quantiles known
        true = -math.log(1 - p)
        tried = np.linspace(0.5, 1.6, 45) * true
        losses = [pinball(x, np.full_like(x, q), p) for q in tried]
        assert tried[np.argmin(losses)] == pytest.approx(true, rel=0.06)

    def test_its_slope_is_how_far_the_share_below_is_from_the_level(self):
        x, q, step = np.random.default_rng(6).normal(size=400), 0.2137, 1e-7
        high, low = (pinball(x, np.full_like(x, q + d), 0.7) for d in (step, -step))
        assert (high - low) / (2 * step) == pytest.approx(2 * (np.mean(x < q) - 0.7), abs=1e-5)

    @pytest.mark.parametrize("level", [0, 1, -0.1, np.nan, "half", True])
    def test_levels_are_shares(self, level):
        with pytest.raises(ValueError, match="level must lie strictly between 0 and 1"):
            pinball(np.ones(3), np.ones(3), level)

    def test_coverage_counts_the_ends(self):
        target = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
        low = np.array([[1.0, 2.1, 0.0], [3.0, 5.5, 6.0]])
        high = np.array([[9.0, 9.0, 2.9], [4.0, 5.6, 6.0]])
        assert coverage(target, low, high) == pytest.approx(3 / 6)
        assert isinstance(coverage(target, low, high), float)
        with pytest.raises(ValueError, match="high must be nowhere below low, got 1 of 6"):
            coverage(target, low, np.where(high == 2.9, -0.1, high))
        with pytest.raises(ValueError, match="shape"):
            coverage(target, low[0], high)

    def test_crps_of_equally_likely_members_is_exact(self):
        rng = np.random.default_rng(8)
        for n in (1, 2, 7):
            members, y = np.sort(rng.normal(size=(5, n)), axis=1), rng.normal(size=5)
            wanted = np.mean([empirical_crps(m, x) for m, x in zip(members, y, strict=True)])
            levels = (np.arange(n) + 0.5) / n
            assert crps_from_quantiles(y, members, levels) == pytest.approx(wanted)

    def test_crps_of_a_normal_distribution(self):
        # Gneiting & Raftery 2007, equation 21
        y = np.array([-1.3, 0.2, 2.5])
        normal = statistics.NormalDist()
        exact = [
            x * (2 * normal.cdf(x) - 1) + 2 * normal.pdf(x) - 1 / math.sqrt(math.pi) for x in y
        ]
        levels = np.concatenate([np.linspace(0.001, 0.3, 300), np.linspace(0.302, 0.999, 350)])
        quantiles = np.array([normal.inv_cdf(p) for p in levels])
        found = crps_from_quantiles(y, np.tile(quantiles, (3, 1)), levels)
        assert found == pytest.approx(np.mean(exact), abs=1e-4)

    def test_uneven_levels_weigh_by_what_is_nearest_to_them(self):
        y, q = np.array([0.4]), np.array([[-1.0, 0.5, 2.0]])
        by_hand = sum(
            w * pinball(y, q[:, k], p)
            for k, (w, p) in enumerate([(0.3, 0.1), (0.4, 0.5), (0.3, 0.9)])
        )
        assert crps_from_quantiles(y, q, [0.1, 0.5, 0.9]) == pytest.approx(by_hand)

    @pytest.mark.parametrize("levels", [[0.5, 0.1], [0, 0.5], [0.5, 1], [0.2, 0.2], 0.5, []])
    def test_levels_that_do_not_rise(self, levels):
        with pytest.raises(ValueError, match="levels must rise"):
            crps_from_quantiles(np.ones(3), np.ones((3, 2)), levels)

    def test_quantiles_have_an_axis_of_levels(self):
        with pytest.raises(ValueError, match=r"quantiles must have .*\(3, 2\), got shape \(2, 3\)"):
            crps_from_quantiles(np.ones(3), np.ones((2, 3)), [0.1, 0.9])


class TestConformalQuantile:
    @pytest.mark.parametrize(
        ("n", "level", "rank"),
        [(9, 0.9, 9), (10, 0.9, 10), (19, 0.9, 18), (99, 0.55, 55), (100, 0.9, 91), (7, 0.5, 4)],
    )
    def test_is_the_score_of_this_rank(self, n, level, rank):
        scores = np.random.default_rng(n).permutation(n) + 1.0
        assert conformal_quantile(scores, level) == rank

    def test_too_few_scores_bound_nothing(self):
        assert conformal_quantile(np.arange(8.0), 0.9) == np.inf
        assert conformal_quantile([1.0], 0.5) == 1

    def test_each_step_ahead_by_itself(self):
        scores = np.random.default_rng(2).gamma(2, size=(30, 4))
        found = conformal_quantile(scores, 0.8)
        assert found.shape == (4,)
        for k in range(4):
            assert found[k] == conformal_quantile(scores[:, k], 0.8)

    @pytest.mark.parametrize(("n", "level"), [(9, 0.9), (12, 0.9), (40, 0.75)])
    def test_covers_a_new_score_as_often_as_promised(self, n, level):
        rng, draws = np.random.default_rng(n), 40_000
        scores, new = rng.exponential(size=(n, draws)), rng.exponential(size=draws)
        share = np.mean(new <= conformal_quantile(scores, level))
        exact = math.ceil((n + 1) * level - 1e-9) / (n + 1)
        assert level - 1e-9 <= exact and share == pytest.approx(exact, abs=0.007)

    @pytest.mark.parametrize("scores", [[], np.ones((2, 2, 2)), [1.0, np.nan], 3.0])
    def test_refuses_what_are_no_scores(self, scores):
        with pytest.raises(ValueError, match="scores must"):
            conformal_quantile(scores, 0.9)
