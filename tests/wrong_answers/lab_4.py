"""Recorded answers to Lab 4, written as learners write them.

WRONG: exercise -> list of (answer, words that its diagnosis must contain).
RIGHT: exercise -> list of correct answers unlike the reference.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from unrolled import forecast as book
from unrolled import series as book_series

# --------------------------------------------------------------- lab-4/windows


def right_windows_sliding(series, n_steps, horizon):
    both = sliding_window_view(series, n_steps + horizon, axis=0).transpose(0, 2, 1)
    return both[:, :n_steps], both[:, n_steps:]


def right_windows_index(series, n_steps, horizon):
    first = np.arange(len(series) - n_steps - horizon + 1)[:, None]
    return series[first + np.arange(n_steps)], series[first + n_steps + np.arange(horizon)]


def windows_loop(stop, begin=lambda i, n, h: i + n, end=lambda i, n, h: i + n + h, pack=np.array):
    def my_windows(series, n_steps, horizon):
        X, target = [], []
        for i in range(stop(len(series), n_steps, horizon)):
            X.append(series[i : i + n_steps])
            target.append(series[begin(i, n_steps, horizon) : end(i, n_steps, horizon)])
        return pack(X), pack(target)

    return my_windows


def all_of_them(time, n, h):
    return time - n - h + 1


def windows_one_value(series, n_steps, horizon):
    n = len(series) - n_steps - horizon + 1
    X = np.array([series[i : i + n_steps] for i in range(n)])
    return X, np.array([series[i + n_steps + horizon - 1] for i in range(n)])


def windows_features_first(series, n_steps, horizon):
    both = sliding_window_view(series, n_steps + horizon, axis=0)
    return both[:, :, :n_steps], both[:, :, n_steps:]


def windows_more_of_X(series, n_steps, horizon):
    X = sliding_window_view(series, n_steps, axis=0).swapaxes(1, 2)
    return X, sliding_window_view(series[n_steps:], horizon, axis=0).swapaxes(1, 2)


def windows_apart(series, n_steps, horizon):
    starts = range(0, len(series) - n_steps - horizon + 1, n_steps)
    X = np.array([series[i : i + n_steps] for i in starts])
    return X, np.array([series[i + n_steps : i + n_steps + horizon] for i in starts])


def windows_index(n_windows=all_of_them, first=lambda n: n, n_targets=all_of_them):
    def my_windows(series, n_steps, horizon):
        i = np.arange(n_windows(len(series), n_steps, horizon))[:, None]
        j = np.arange(n_targets(len(series), n_steps, horizon))[:, None]
        return series[i + np.arange(n_steps)], series[j + first(n_steps) + np.arange(horizon)]

    return my_windows


def one_fewer(time, n, h):
    return time - n - h


def one_more(time, n, h):
    return time - n - h + 2


def windows_sliding_late(series, n_steps, horizon):
    X = sliding_window_view(series[: len(series) - horizon], n_steps, axis=0).swapaxes(1, 2)
    return X, sliding_window_view(series[n_steps + 1 :], horizon, axis=0).swapaxes(1, 2)


def windows_without_features(series, n_steps, horizon):
    X, target = right_windows_index(series, n_steps, horizon)
    return X, target.reshape(len(X), -1)


def windows_squeezed(series, n_steps, horizon):
    X, target = right_windows_index(series, n_steps, horizon)
    return X, np.squeeze(target)


def windows_target_of_one_feature(keep):
    def my_windows(series, n_steps, horizon):
        X, _ = right_windows_index(series, n_steps, horizon)
        return X, right_windows_index(series[:, keep], n_steps, horizon)[1]

    return my_windows


def windows_of_one_feature(series, n_steps, horizon):
    return right_windows_index(series[:, 0], n_steps, horizon)


def windows_target_from_0(series, n_steps, horizon):
    X, _ = right_windows_index(series, n_steps, horizon)
    return X, sliding_window_view(series, horizon, axis=0).swapaxes(1, 2)[: len(X)]


# ----------------------------------------------------------------- lab-4/split


def right_split_book(n_windows, n_steps, horizon, validation_start, test_start):
    shares = np.diff([0, validation_start, test_start, n_windows]) / n_windows
    parts = book_series.chronological_split(n_windows, horizon, shares)
    return [range(n_windows)[part] for part in parts]


def right_split_by_targets(n_windows, n_steps, horizon, validation_start, test_start):
    numbers = np.arange(n_windows)
    last = numbers + n_steps + horizon - 1  # last step of each target
    train = numbers[last < validation_start + n_steps]
    validation = (numbers >= validation_start) & (last < test_start + n_steps)
    return train, numbers[validation], numbers[numbers >= test_start]


def split_ends(train, validation, begin=lambda v, t, n, h: (v, t)):
    def my_split(n_windows, n_steps, horizon, v, t):
        first, second = begin(v, t, n_steps, horizon)
        return (
            np.arange(train(v, n_steps, horizon)),
            np.arange(first, validation(t, n_steps, horizon)),
            np.arange(second, n_windows),
        )

    return my_split


def less(gap):
    return [lambda boundary, n, h: boundary - gap(n, h)] * 2


def split_at_random(n_windows, n_steps, horizon, validation_start, test_start):
    order = np.random.RandomState(42).permutation(n_windows)
    return np.split(order, [validation_start, test_start])


def split_sorted_draw(n_windows, n_steps, horizon, validation_start, test_start):
    numbers = np.arange(n_windows)
    np.random.RandomState(123).shuffle(numbers)
    parts = np.split(numbers, [validation_start, test_start])
    return [sorted(part) for part in parts]


def split_unseeded(n_windows, n_steps, horizon, validation_start, test_start):
    order = np.random.default_rng().permutation(n_windows)
    return order[:validation_start], order[validation_start:test_start], order[test_start:]


def split_every_fourth(n_windows, n_steps, horizon, validation_start, test_start):
    numbers = np.arange(n_windows)
    return numbers[numbers % 4 < 2], numbers[numbers % 4 == 2], numbers[numbers % 4 == 3]


def split_draw_with_gap(n_windows, n_steps, horizon, validation_start, test_start):
    gap = horizon - 1
    order = np.random.default_rng(77).permutation(n_windows)
    train, validation = order[: validation_start - gap], order[validation_start : test_start - gap]
    return train, validation, order[test_start:]


def split_slices(n_windows, n_steps, horizon, validation_start, test_start):
    gap = horizon - 1
    train, validation = slice(0, validation_start - gap), slice(validation_start, test_start - gap)
    return train, validation, slice(test_start, n_windows)


def split_masks(n_windows, n_steps, horizon, v, t):
    i = np.arange(n_windows)
    return i < v - horizon + 1, (i >= v) & (i < t - horizon + 1), i >= t


# -------------------------------------------------------- lab-4/seasonal-naive


def right_seasonal_book(series, origin, season_length, horizon):
    return book.seasonal_naive(series[:, :origin, None], season_length, horizon)


def right_seasonal_grown(series, origin, season_length, horizon):
    grown = series[:, :origin]
    for _ in range(horizon):
        grown = np.append(grown, grown[:, -season_length, None], axis=1)
    return grown[:, origin:]


def steps(index):
    def my_seasonal_naive(series, origin, season_length, horizon):
        columns = [series[:, index(origin, season_length, k)] for k in range(horizon)]
        return np.stack(columns, axis=1)

    return my_seasonal_naive


def seasonal_slice(series, origin, season_length, horizon):
    start = origin - season_length
    return series[:, start : start + horizon]


def seasonal_season(series, origin, season_length, horizon):
    return series[:, origin - season_length : origin][:, :horizon]


def seasonal_repeat(series, origin, season_length, horizon):
    season = series[:, :origin][:, -season_length:]
    return np.repeat(season, horizon // season_length + 1, axis=1)[:, :horizon]


def seasonal_resize(series, origin, season_length, horizon):
    season = series[:, origin - season_length : origin]
    return np.resize(season, (len(series), horizon))


def seasonal_resize_flat(series, origin, season_length, horizon):
    return np.resize(series[:, :origin][:, -season_length:], horizon)


def seasonal_tile_uncut(series, origin, season_length, horizon):
    season = series[:, origin - season_length : origin]
    return np.tile(season, int(np.ceil(horizon / season_length)))


def seasonal_of_the_whole_array(series, origin, season_length, horizon):
    return np.tile(series[:, -season_length:], horizon)[:, :horizon]


# --------------------------------------------------------- lab-4/least-squares


def right_ls_book(X, target, train, test):
    return book.LinearForecaster().fit(X[train], target[train]).predict(X[test])


def right_ls_normal_equations(X, target, train, test):
    A = np.hstack([np.ones((len(X), 1)), X.reshape(len(X), -1)])
    gram = A[train].T @ A[train]
    return np.array([A[i] @ np.linalg.solve(gram, A[train].T @ target[train]) for i in test])


def right_ls_scaled(X, target, train, test):
    rows = X.reshape(len(X), -1)
    rows = (rows - rows[train].mean(0)) / rows[train].std(0)
    level = target[train].mean(0)
    W, *_ = np.linalg.lstsq(rows[train], target[train] - level, rcond=None)
    return rows[test] @ W + level


def ls(fit_on="train", ones=True, ones_in_test=True, rows=lambda X: X.reshape(len(X), -1)):
    def my_least_squares(X, target, train, test):
        def built(part, ones):
            made = rows(X[part])
            return np.c_[made, np.ones(len(made))] if ones else made

        every = np.concatenate([train, test])
        part = {"train": train, "test": test, "both": every, "all": np.arange(len(X))}[fit_on]
        W = np.linalg.lstsq(built(part, ones), target[part], rcond=None)[0]
        return built(test, ones_in_test) @ W

    return my_least_squares


def ls_test_scaled_by_itself(X, target, train, test):
    A, B = (X[part].reshape(len(part), -1) for part in (train, test))
    A, B = A - A.mean(axis=0), B - B.mean(axis=0)
    level = target[train].mean(axis=0)
    return B @ np.linalg.lstsq(A, target[train] - level, rcond=None)[0] + level


def ls_three_axes(X, target, train, test):
    W = np.linalg.lstsq(X[train], target[train], rcond=None)[0]
    return X[test] @ W


def ls_forgot_0(X, target, train, test):
    A = np.c_[X.reshape(len(X), -1), np.ones(len(X))]
    W = np.linalg.lstsq(A[train], target[train], rcond=None)
    return A[test] @ W


def ls_same_for_all_steps(X, target, train, test):
    horizon = target.shape[1]
    A = np.c_[X.reshape(len(X), -1), np.ones(len(X))]
    w = np.linalg.lstsq(np.repeat(A[train], horizon, axis=0), target[train].ravel(), rcond=None)[0]
    return np.tile((A[test] @ w)[:, None], (1, horizon))


def ls_mean_target(X, target, train, test):
    A = np.c_[X.reshape(len(X), -1), np.ones(len(X))]
    return A[test] @ np.linalg.lstsq(A[train], target[train].mean(axis=1), rcond=None)[0]


def ls_raveled(X, target, train, test):
    A = np.c_[X.reshape(len(X), -1), np.ones(len(X))]
    return A[test] @ np.linalg.lstsq(A[train], target[train].reshape(-1), rcond=None)[0]


def ls_ridge(size):
    def my_least_squares(X, target, train, test):
        A = np.c_[X.reshape(len(X), -1), np.ones(len(X))]
        gram = A[train].T @ A[train] + size * np.eye(A.shape[1])
        return A[test] @ np.linalg.inv(gram) @ A[train].T @ target[train]

    return my_least_squares


def ls_ridge_centred(X, target, train, test):
    rows, level = X.reshape(len(X), -1), target[train].mean(axis=0)
    rows = rows - rows[train].mean(axis=0)
    gram = rows[train].T @ rows[train] + 1.0 * np.eye(rows.shape[1])
    return rows[test] @ np.linalg.solve(gram, rows[train].T @ (target[train] - level)) + level


def ls_halved(X, target, train, test):
    return right_ls_book(X, target, train, test) / 2


def ls_weights(X, target, train, test):
    A = np.c_[X.reshape(len(X), -1), np.ones(len(X))]
    return np.linalg.lstsq(A[train], target[train], rcond=None)[0]


# ------------------------------------------------------------------ lab-4/mase


def right_mase_book(target, forecast, history, season_length):
    return book.mase(target, forecast, history[:, :, None], season_length)


def right_mase_loop(target, forecast, history, season_length):
    found = []
    for x, x_hat, past in zip(target, forecast, history, strict=True):
        changes = [abs(past[t] - past[t - season_length]) for t in range(season_length, len(past))]
        found.append(np.mean(abs(x - x_hat)) / np.mean(changes))
    return sum(found) / len(found)


def mase_by(scale):
    def my_mase(target, forecast, history, season_length):
        error = np.mean(np.abs(target - forecast), axis=1)
        return np.mean(error / scale(target, history, season_length))

    return my_mase


def mase_between_series(target, forecast, history, m):
    changes = [abs(a - b).mean() for a, b in zip(history[m:], history, strict=False)]
    return (
        np.abs(target - forecast).mean(axis=1) / (np.mean(changes) if changes else np.nan)
    ).mean()


def mase_pooled(target, forecast, history, m):
    naive = np.mean(np.abs(history[:, m:] - history[:, :-m]))
    return np.mean(np.abs(target - forecast)) / naive


def mase_squares(target, forecast, history, m):
    naive = ((history[:, m:] - history[:, :-m]) ** 2).mean(axis=1)
    return (((target - forecast) ** 2).mean(axis=1) / naive).mean()


def mase_mape(target, forecast, history, season_length):
    return np.mean(np.abs((target - forecast) / target))


def mase_inverted(target, forecast, history, m):
    naive = np.abs(history[:, m:] - history[:, :-m]).mean(axis=1)
    return (naive / np.abs(target - forecast).mean(axis=1)).mean()


def mase_for_each(target, forecast, history, m):
    naive = np.abs(history[:, m:] - history[:, :-m]).mean(axis=1)
    return np.abs(target - forecast).mean(axis=1) / naive


def naive_inside(target, history, m):
    if target.shape[1] <= m:
        return np.full(len(target), np.nan)
    return np.abs(target[:, m:] - target[:, :-m]).mean(axis=1)


def mase_one_over(target, forecast, history, season_length):
    return 1 / right_mase_book(target, forecast, history, season_length)


def mase_pooled_inverted(target, forecast, history, m):
    return 1 / mase_pooled(target, forecast, history, m)


def mase_twice(target, forecast, history, season_length):
    return 2 * right_mase_book(target, forecast, history, season_length)


# --------------------------------------------------------------- lab-4/iterate


def right_iterate_book(predict_one, X, horizon):
    return book.iterate(predict_one, X, horizon)


def right_iterate_long(predict_one, X, horizon):
    n_steps = X.shape[1]
    series = np.concatenate([X, np.empty((len(X), horizon, 1))], axis=1)
    for k in range(horizon):
        series[:, n_steps + k] = predict_one(series[:, k : k + n_steps])
    return series[:, n_steps:, 0]


def moving(move, keep=lambda steps: np.concatenate(steps, axis=1)):
    def my_iterate(predict_one, X, horizon):
        window, steps = X.copy(), []
        for _ in range(horizon):
            step = predict_one(window)
            steps.append(step)
            window = move(window, step.reshape(-1, 1, 1))
        return keep(steps)

    return my_iterate


def on(window, step):
    return np.concatenate([window[:, 1:], step], axis=1)


def over_the_last(window, step):
    window[:, -1:] = step
    return window


def iterate_in_place(predict_one, X, horizon):
    steps = []
    for _ in range(horizon):
        steps.append(predict_one(X))
        X[:, :-1] = X[:, 1:].copy()
        X[:, -1] = steps[-1]
    return np.concatenate(steps, axis=1)


def iterate_two_axes(predict_one, X, horizon):
    window, steps = X, []
    for _ in range(horizon):
        step = predict_one(window)
        steps.append(step)
        window = np.concatenate([window[:, 1:], step], axis=1)
    return np.hstack(steps)


def iterate_window(predict_one, X, horizon):
    window = X
    for _ in range(horizon):
        window = np.concatenate([window[:, 1:], predict_one(window)[..., None]], axis=1)
    return window[:, :, 0]


def iterate_roll_first(predict_one, X, horizon):
    window, steps = X.copy(), np.zeros((len(X), horizon))
    for k in range(horizon):
        window = np.roll(window, -1, axis=1)
        window[:, -1] = predict_one(window)
        steps[:, k] = window[:, -1, 0]
    return steps


def iterate_from_the_second(predict_one, X, horizon):
    window, steps = X, []
    for _ in range(horizon):
        window = on(window, predict_one(window)[:, :, None])
        steps.append(predict_one(window))
    return np.concatenate(steps, axis=1)


def iterate_without_the_first(predict_one, X, horizon):
    return right_iterate_book(predict_one, X, horizon)[:, 1:]


def iterate_kept_after_moving(predict_one, X, horizon):
    window, steps = on(X, predict_one(X)[..., None]), []
    while len(steps) < horizon - 1:
        steps.append(predict_one(window))
        window = on(window, steps[-1][..., None])
    return np.concatenate(steps, axis=1)


def iterate_first_outside_the_loop(predict_one, X, horizon):
    steps = [predict_one(X)]
    window = X
    for _ in range(horizon):
        window = on(window, steps[-1][..., None])
        steps.append(predict_one(window))
    return np.hstack(steps)


def iterate_known_first(predict_one, X, horizon):
    window, steps = X, []
    for _ in range(horizon):
        steps.append(window[:, -1])
        window = np.concatenate([window[:, 1:], predict_one(window)[..., None]], axis=1)
    return np.hstack(steps)


# ------------------------------------------------------ lab-4/sequence-targets


def right_sequence_book(series, n_steps, horizon):
    return book_series.sequence_targets(series, n_steps, horizon)[1]


def right_sequence_loop(series, n_steps, horizon):
    target = np.empty((len(series), n_steps, horizon))
    for t in range(n_steps):
        target[:, t] = series[:, t + 1 : t + 1 + horizon, 0]
    return target


def sequence(first, shape=lambda stacked: np.moveaxis(stacked, 0, -1)):
    def my_sequence_targets(series, n_steps, horizon):
        return shape(
            np.stack([series[:, k + first : k + first + n_steps, 0] for k in range(horizon)])
        )

    return my_sequence_targets


def sequence_reshaped(series, n_steps, horizon):
    later = np.stack([series[:, k : k + n_steps, 0] for k in range(1, horizon + 1)])
    return later.reshape(len(series), n_steps, horizon)


def sequence_short(series, n_steps, horizon):
    return np.stack([series[:, t + 1 : t + horizon, 0] for t in range(n_steps)], axis=1)


def sequence_last(series, n_steps, horizon):
    return series[:, n_steps:, 0]


def sequence_same_everywhere(series, n_steps, horizon):
    return np.tile(series[:, None, n_steps:, 0], (1, n_steps, 1))


def sequence_next_only(series, n_steps, horizon):
    return series[:, 1 : n_steps + 1]


def sequence_third_axis(series, n_steps, horizon):
    return np.stack([series[:, k : k + n_steps] for k in range(1, horizon + 1)], axis=2)


def sequence_sliding(series, n_steps, horizon):
    return sliding_window_view(series[:, :, 0], horizon, axis=1)


def sequence_rows(begin, stop, pack=lambda rows: np.stack(rows, axis=1)):
    def my_sequence_targets(series, n_steps, horizon):
        steps = range(stop(n_steps))
        first = [begin(t, horizon) for t in steps]
        return pack([series[:, i : i + horizon, 0] for i in first])

    return my_sequence_targets


def sequence_from_the_second(series, n_steps, horizon):
    return sliding_window_view(series[:, 2:, 0], horizon, axis=1)


def sequence_filled_after_the_horizon(series, n_steps, horizon):
    made = np.zeros((len(series), n_steps, horizon))
    for t in range(n_steps):
        made[:, t, :] = series[:, t + horizon : t + horizon + horizon, 0]
    return made


def sequence_shifted_series(series, n_steps, horizon):
    return series[:, horizon:, 0]


def sequence_minus(series, n_steps, horizon):
    return -right_sequence_loop(series, n_steps, horizon)


# ----------------------------------------------------------------- lab-4/reach


def right_reach_loop(target, forecast, baseline):
    skill, n = [], 0
    for k in range(target.shape[1]):
        e, e_0 = (np.sum((target[:, k] - f[:, k]) ** 2) for f in (forecast, baseline))
        skill.append((e_0 - e) / e_0)
    while n < len(skill) and skill[n] > 0:
        n += 1
    return skill, n


def right_reach_argmin(target, forecast, baseline):
    e = np.mean(np.square(target - forecast), 0)
    e_0 = np.mean(np.square(target - baseline), 0)
    return 1 - e / e_0, np.argmin(np.append(e < e_0, False))


def reach_from(skill_of, count=lambda ahead: int(np.argmin(np.append(ahead, False)))):
    def my_reach(target, forecast, baseline):
        skill = skill_of((target - forecast) ** 2, (target - baseline) ** 2)
        return skill, count(skill > 0)

    return my_reach


def skill(e, e_0):
    return 1 - e.mean(axis=0) / e_0.mean(axis=0)


def reach_level(target, forecast, baseline):
    e, e_0 = (((target - f) ** 2).mean(axis=0) for f in (forecast, baseline))
    return 1 - e / e_0, int(np.argmin(np.append(e <= e_0, False)))


def reach_r_squared(target, forecast, baseline):
    e = ((target - forecast) ** 2).mean(axis=0)
    s = 1 - e / target.var(axis=0)
    return s, right_reach_argmin(target, forecast, baseline)[1]


def reach_r_squared_as_a_score(target, forecast, baseline):
    total = ((target - target.mean()) ** 2).sum(axis=0)
    s = 1 - ((target - forecast) ** 2).sum(axis=0) / total
    return s, int(np.argmin(np.append(s > 0, False)))


def reach_bare_quotient(target, forecast, baseline):
    e, e_0 = (((target - f) ** 2).mean(axis=0) for f in (forecast, baseline))
    return e_0 / e, int(np.argmin(np.append(e_0 / e > 1, False)))


def reach_one_number(target, forecast, baseline):
    s = 1 - ((target - forecast) ** 2).mean() / ((target - baseline) ** 2).mean()
    return s, right_reach_argmin(target, forecast, baseline)[1]


# --------------------------------------------------------------- lab-4/verdict


def right_verdict_sums(validation, test):
    means = [sum(row) / len(row) for row in validation]
    errors = test[means.index(min(means))]
    mean = sum(errors) / len(errors)
    spread = (sum((e - mean) ** 2 for e in errors) / (len(errors) - 1)) ** 0.5
    return means.index(min(means)), mean, spread


def right_verdict_statistics(validation, test):
    import statistics

    chosen = int(np.argsort(validation.sum(axis=1))[0])
    errors = test[chosen].tolist()
    return chosen, statistics.fmean(errors), statistics.stdev(errors)


def verdict(choose, row=lambda validation, test, c: test[c], error=np.mean, ddof=1):
    def my_verdict(validation, test):
        chosen = choose(validation, test)
        errors = row(validation, test, chosen)
        return chosen, error(errors), np.std(errors, ddof=ddof)

    return my_verdict


def by_mean(validation, test):
    return np.argmin(validation.mean(axis=1))


def verdict_best_of_test(validation, test):
    chosen = np.argmin(validation.mean(axis=1))
    return chosen, test.mean(axis=1).min(), test[chosen].std(ddof=1)


def verdict_standard_error(validation, test):
    chosen, error, spread = right_verdict_sums(validation, test)
    return chosen, error, spread / np.sqrt(test.shape[1])


WRONG = {
    "lab-4/windows": [
        (windows_loop(all_of_them, begin=lambda i, n, h: i + n - 1), "one value too long"),
        (
            windows_loop(
                all_of_them, lambda i, n, h: i + n - 1, lambda i, n, h: i + n + h - 1, np.stack
            ),
            "the last value of its own window",
        ),
        (
            windows_loop(
                lambda time, n, h: time - n - h,
                lambda i, n, h: i + n + 1,
                lambda i, n, h: i + n + 1 + h,
            ),
            "one step too late",
        ),
        (windows_loop(lambda time, n, h: time - n - h), "The last window is missing"),
        (windows_loop(lambda time, n, h: time - n), "cut short by the end of the series"),
        (windows_loop(lambda time, n, h: time - n + 1, pack=np.stack), "cut short by the end"),
        (windows_loop(all_of_them, end=lambda i, n, h: i + n + 1), "the next value only"),
        (windows_one_value, "only the value `horizon` steps ahead"),
        (windows_features_first, "two axes have changed places"),
        (windows_more_of_X, "more windows than target has rows"),
        (windows_apart, "side by side"),
        (windows_target_from_0, "where the window itself begins"),
        (
            windows_loop(all_of_them, lambda i, n, h: i + n + 1, lambda i, n, h: i + n + 1 + h),
            "begin at i + n_steps: there are",
        ),
        (windows_index(first=lambda n: n + 1, n_targets=one_fewer), "belongs to row i + 1 of X"),
        (windows_sliding_late, "row i of target belongs to row i + 1 of X"),
        (windows_index(n_targets=one_fewer), "the last row of target is missing"),
        (windows_index(one_fewer), "the last row of X is missing"),
        (windows_index(one_more), "one window too many"),
        (windows_loop(one_more), "one window too many"),
        (windows_index(first=lambda n: n - 1, n_targets=one_more), "a row too many, the first"),
        (windows_loop(lambda time, n, h: time - n - h - 1), "The last two windows are missing"),
        (windows_loop(lambda time, n, h: time - n - 2 * h + 1), "room for two targets"),
        (windows_without_features, "the target has lost an axis"),
        (windows_squeezed, "the target has lost an axis"),
        (windows_target_of_one_feature(0), "the axis of the features is gone"),
        (windows_target_of_one_feature([0]), "The target holds the first feature only"),
        (windows_of_one_feature, "X and target hold the first feature only"),
    ],
    "lab-4/split": [
        (split_at_random, "drawn at random"),
        (split_sorted_draw, "not the order of time"),
        (split_draw_with_gap, "not the order of time"),
        (split_unseeded, "drawn at random"),
        (split_every_fourth, "lie between those of another"),
        (
            split_ends(
                *less(lambda n, h: (h - 1) // 2), lambda v, t, n, h: (v + h // 2, t + h // 2)
            ),
            "half of it was taken",
        ),
        (split_ends(*less(lambda n, h: 0)), "There is no gap"),
        (split_ends(*less(lambda n, h: h)), "one window too wide"),
        (split_ends(*less(lambda n, h: n + h - 1)), "it is a waste"),
        (split_ends(*less(lambda n, h: n)), "comes from n_steps"),
        (
            split_ends(*less(lambda n, h: 0), lambda v, t, n, h: (v + h - 1, t + h - 1)),
            "on the wrong side",
        ),
        (
            split_ends(*less(lambda n, h: h - 1), lambda v, t, n, h: (v - h + 1, t - h + 1)),
            "put at the beginning of the next",
        ),
        (
            split_ends(lambda v, n, h: v, lambda t, n, h: t - h + 1),
            "none between training and validation",
        ),
        (split_slices, "train is a value of type slice"),
        (split_masks, "masks of True and False"),
    ],
    "lab-4/seasonal-naive": [
        (seasonal_slice, "values from after the origin are read"),
        (steps(lambda origin, m, k: origin - m + k), "values from after the origin are read"),
        (steps(lambda origin, m, k: origin + k), "the very values that are to be forecast"),
        (steps(lambda origin, m, k: k % m), "the first season of the series"),
        (steps(lambda origin, m, k: origin - 1), "the naive forecast"),
        (steps(lambda origin, m, k: origin - m + 1 + k % m), "one step too late"),
        (steps(lambda origin, m, k: origin - m - 1 + k % m), "one step too early"),
        (steps(lambda origin, m, k: origin - m + (origin + k) % m), "entered at the wrong place"),
        (steps(lambda origin, m, k: origin - m + (k + 1) % m), "entered one step too late"),
        (steps(lambda origin, m, k: origin - m + (k - 1) % m), "entered one step too early"),
        (steps(lambda origin, m, k: origin - 1 - k % m), "backwards"),
        (seasonal_resize, "with the season of the next series"),
        (seasonal_resize_flat, "one row of the whole batch"),
        (seasonal_season, "The forecast ends with the season"),
        (seasonal_repeat, "as np.repeat does"),
        (seasonal_tile_uncut, "holds whole seasons"),
        (seasonal_of_the_whole_array, "from the end of the array"),
    ],
    "lab-4/least-squares": [
        (ls(ones=False, ones_in_test=False), "There is no intercept"),
        (ls("test"), "fitted to the test windows"),
        (ls("both"), "to training and test windows together"),
        (ls("all"), "to all windows there are"),
        (ls(ones_in_test=False), "missing in the forecast"),
        (ls(rows=lambda X: X[:, -1]), "Only the last step"),
        (ls(rows=lambda X: X[:, :, 0]), "Only the first feature"),
        (ls_test_scaled_by_itself, "Statistics of the test windows"),
        (ls_three_axes, "needs one row for each window"),
        (ls_forgot_0, "returns four things"),
        (ls_weights, "These are the weights"),
        (ls_same_for_all_steps, "share one set of weights"),
        (ls_mean_target, "share one set of weights"),
        (ls_raveled, "laid end to end"),
        (ls_ridge(1.0), "ridge regression"),
        (ls_ridge(0.001), "ridge regression"),
        (ls_ridge_centred, "ridge regression"),
        (ls_halved, "train = [0, 1, 2]"),
    ],
    "lab-4/mase": [
        (
            mase_by(lambda target, history, m: np.abs(np.diff(history)).mean(axis=1)),
            "whatever season_length is",
        ),
        (
            mase_by(lambda target, history, m: np.abs(np.diff(history, m)).mean(axis=1)),
            "differences of differences",
        ),
        (
            mase_by(
                lambda target, history, m: np.abs(history - np.roll(history, m, 1)).mean(axis=1)
            ),
            "np.roll brings",
        ),
        (
            mase_by(
                lambda target, history, m: np.abs(
                    target - np.hstack([history, target])[:, -m - target.shape[1] : -m]
                ).mean(axis=1)
            ),
            "errs over the targets",
        ),
        (mase_by(lambda target, history, m: history.std(axis=1)), "standard deviation"),
        (mase_by(lambda target, history, m: 1), "This is the mean absolute error"),
        (mase_between_series, "compares series with one another"),
        (mase_pooled, "the largest numbers decides"),
        (mase_by(naive_inside), "was taken from the target"),
        (mase_by(lambda target, history, m: naive_inside(target, history, 1)), "from the target"),
        (mase_by(lambda target, history, m: abs(target).mean(1)), "was taken from the target"),
        (
            mase_by(lambda target, h, m: abs(h[:, -m:] - h[:, -2 * m : -m]).mean(axis=1)),
            "the last season of the history alone",
        ),
        (
            mase_by(lambda target, history, m: np.abs(history[:, -m:]).mean(axis=1)),
            "the last season's values",
        ),
        (mase_one_over, "This is 1 over the MASE"),
        (mase_pooled_inverted, "one of two overall means"),
        (mase_squares, "were squared"),
        (mase_mape, "This is the MAPE"),
        (mase_inverted, "upside down"),
        (mase_for_each, "one number for each series"),
        (mase_twice, "The smallest input that shows it"),
    ],
    "lab-4/iterate": [
        (moving(lambda window, step: window), "The first forecast is repeated"),
        (moving(lambda w, s: np.concatenate([w, s], axis=1)), "The window grows"),
        (moving(over_the_last), "replaces the newest value"),
        (moving(lambda w, s: np.concatenate([s, w[:, :-1]], axis=1)), "moves the wrong way"),
        (moving(lambda w, s: np.concatenate([s, w[:, 1:]], axis=1)), "was put in front"),
        (moving(lambda w, s: np.roll(w, -1, axis=1)), "never enters it"),
        (moving(on, keep=lambda steps: steps[-1]), "the last step alone"),
        (moving(on, keep=np.stack), "adds an axis in front"),
        (moving(on, keep=lambda steps: np.array(steps).squeeze()), "squeeze drops every axis"),
        (iterate_in_place, "changes X while it runs"),
        (iterate_two_axes, "your forecast[:, :, None]"),
        (iterate_window, "the last window"),
        (iterate_known_first, "the last value of the window, which is known"),
        (iterate_roll_first, "moves before the forecaster is asked"),
        (iterate_from_the_second, "The first step is missing"),
        (iterate_without_the_first, "The first step is missing"),
        (iterate_kept_after_moving, "The first step is missing"),
        (iterate_first_outside_the_loop, "one step too many at the end"),
    ],
    "lab-4/sequence-targets": [
        (sequence(0), "which the network has just read"),
        (sequence(2), "two steps after their step"),
        (sequence(1, shape=lambda stacked: stacked), "form the first axis"),
        (sequence(1, shape=lambda stacked: stacked.swapaxes(0, 1)), "have changed places"),
        (sequence(1, shape=lambda stacked: stacked.T), "Time comes first"),
        (sequence_reshaped, "reshape does not move axes"),
        (sequence_short, "one value too few"),
        (sequence_last, "the targets of the last step"),
        (sequence_same_everywhere, "Every step has the targets of the last one"),
        (sequence_next_only, "the next value only"),
        (sequence_third_axis, "axis of length 1 left over"),
        (sequence_sliding, "a row too many, the first"),
        (sequence_rows(lambda t, h: t + 1, lambda n: n + 1), "a row too many, the last"),
        (sequence_rows(lambda t, h: t + 1, lambda n: n - 1), "The last row is missing"),
        (sequence_from_the_second, "The first row is missing"),
        (sequence_rows(lambda t, h: t + h, lambda n: n), "`horizon` steps after their step"),
        (sequence_filled_after_the_horizon, "`horizon` steps after their step"),
        (sequence_shifted_series, "was shifted by `horizon`"),
        (sequence_minus, "The smallest input that shows it"),
    ],
    "lab-4/reach": [
        (reach_from(lambda e, e_0: 1 - e_0.mean(axis=0) / e.mean(axis=0)), "upside down"),
        (reach_from(lambda e, e_0: e_0.mean(axis=0) / e.mean(axis=0) - 1), "quotient is inverted"),
        (reach_from(lambda e, e_0: e_0.mean(axis=0) / e.mean(axis=0)), "quotient is inverted"),
        (reach_bare_quotient, "The quotient is inverted"),
        (reach_r_squared, "That is R squared"),
        (reach_r_squared_as_a_score, "That is R squared"),
        (reach_from(lambda e, e_0: 1 - e.mean(axis=1) / e_0.mean(axis=1)), "run over the horizon"),
        (reach_from(lambda e, e_0: (1 - e / e_0).mean(axis=0)), "a ratio is huge"),
        (reach_from(lambda e, e_0: 1 - (e / e_0).mean(axis=0)), "a ratio is huge"),
        (
            reach_from(lambda e, e_0: 1 - np.sqrt(e.mean(axis=0)) / np.sqrt(e_0.mean(axis=0))),
            "Leave the roots off",
        ),
        (reach_from(lambda e, e_0: (e_0 - e).mean(axis=0)), "the difference of the two errors"),
        (reach_from(skill, count=lambda ahead: ahead.sum()), "counts every step"),
        (reach_from(skill, count=lambda ahead: np.argmin(ahead)), "never does"),
        (reach_from(skill, count=lambda ahead: np.argmax(~ahead)), "never does"),
        (reach_from(skill, count=lambda ahead: len(ahead) - ahead.sum()), "is behind"),
        (reach_from(skill, count=lambda ahead: np.where(~ahead)[0][0]), "index 0 of nothing"),
        (reach_level, "only as good as the baseline"),
        (reach_one_number, "one skill for the whole horizon"),
    ],
    "lab-4/verdict": [
        (verdict(lambda v, t: np.argmin(t.mean(axis=1))), "chosen by its test error"),
        (verdict(lambda v, t: np.argmin(v.min(axis=1))), "the single best network"),
        (verdict(lambda v, t: np.argmin(v) // v.shape[1]), "the single best network"),
        (verdict(lambda v, t: np.argmin(v)), "through the whole table"),
        (verdict(lambda v, t: np.argmin(np.median(v, axis=1))), "by its median"),
        (verdict(by_mean, row=lambda v, t, c: v[c]), "its validation errors"),
        (verdict(by_mean, error=np.min), "its luckiest seed"),
        (verdict(by_mean, ddof=0), "divided by the number of seeds"),
        (verdict_best_of_test, "whichever candidate did best on the test"),
        (verdict_standard_error, "standard error"),
    ],
}

RIGHT = {
    "lab-4/windows": [right_windows_sliding, right_windows_index],
    "lab-4/split": [right_split_book, right_split_by_targets],
    "lab-4/seasonal-naive": [right_seasonal_book, right_seasonal_grown],
    "lab-4/least-squares": [right_ls_book, right_ls_normal_equations, right_ls_scaled],
    "lab-4/mase": [right_mase_book, right_mase_loop],
    "lab-4/iterate": [right_iterate_book, right_iterate_long],
    "lab-4/sequence-targets": [right_sequence_book, right_sequence_loop],
    "lab-4/reach": [right_reach_loop, right_reach_argmin],
    "lab-4/verdict": [right_verdict_sums, right_verdict_statistics],
}
