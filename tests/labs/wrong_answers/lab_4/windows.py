"""Recorded answers to lab-4/windows, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def right_windows_sliding(series, n_steps, horizon):
    both = sliding_window_view(series, n_steps + horizon, axis=0).transpose(0, 2, 1)
    return both[:, :n_steps], both[:, n_steps:]


def right_windows_index(series, n_steps, horizon):
    first = np.arange(len(series) - n_steps - horizon + 1)[:, None]
    return series[first + np.arange(n_steps)], series[first + n_steps + np.arange(horizon)]


def right_windows_lists(series, n_steps, horizon):
    X, target = [], []
    for i in range(len(series) - n_steps - horizon + 1):
        X.append([list(row) for row in series[i : i + n_steps]])
        target.append(series[i + n_steps :][:horizon].tolist())
    return [X, target]


def right_windows_strided(series, n_steps, horizon):
    def cut(first, length):
        rows = len(series) - n_steps - horizon + 1
        step, across = series.strides
        shape = rows, length, series.shape[1]
        return as_strided(series[first:], shape, (step, step, across), writeable=False)

    return cut(0, n_steps), cut(n_steps, horizon)


def right_windows_columns(series, n_steps, horizon):
    n = len(series) - n_steps - horizon + 1
    columns = np.stack([series[k : k + n] for k in range(n_steps + horizon)], axis=1)
    return columns[:, :-horizon], columns[:, -horizon:]


def right_windows_filled(series, n_steps, horizon):
    n, features = len(series) - n_steps - horizon + 1, series.shape[1]
    X, target = np.zeros((n, n_steps, features)), np.empty((n, horizon, features))
    for end in range(n_steps, len(series) - horizon + 1):
        X[end - n_steps] = series[end - n_steps : end]
        target[end - n_steps] = series[end : end + horizon]
    return X, target


def right_windows_single(series, n_steps, horizon):
    return right_windows_index(series.astype(np.float32), n_steps, horizon)


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


def windows_made_of(change):
    def my_windows(series, n_steps, horizon):
        return change(*right_windows_index(series, n_steps, horizon))

    return my_windows


def windows_exchanged(series, n_steps, horizon):
    return right_windows_index(series, horizon, n_steps)


def windows_growing(series, n_steps, horizon):
    """Begin with windows that are still shorter."""
    ends = range(1, len(series) - horizon + 1)
    X = np.stack([series[max(0, end - n_steps) : end] for end in ends])
    return X, np.stack([series[end : end + horizon] for end in ends])


def windows_last_unfilled(series, n_steps, horizon):
    n, features = len(series) - n_steps - horizon + 1, series.shape[1]
    X, target = np.empty((n, n_steps, features)), np.empty((n, horizon, features))
    for i in range(n - 1):
        X[i], target[i] = series[i : i + n_steps], series[i + n_steps : i + n_steps + horizon]
    return X, target


def windows_unfilled(series, n_steps, horizon):
    n, features = len(series) - n_steps - horizon + 1, series.shape[1]
    return np.empty((n, n_steps, features)), np.empty((n, horizon, features))


def windows_scaled(series, n_steps, horizon):
    scaled = (series - series.mean(axis=0)) / series.std(axis=0)
    return right_windows_index(scaled, n_steps, horizon)


def windows_wrapped(series, n_steps, horizon):
    i = np.arange(len(series))[:, None]
    both = series[(i + np.arange(n_steps + horizon)) % len(series)]
    return both[:, :n_steps], both[:, n_steps:]


def windows_together(series, n_steps, horizon):
    return np.concatenate(right_windows_index(series, n_steps, horizon), axis=1)


WRONG = [
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
    (windows_loop(lambda time, n, h: time - n), "reaches beyond the series is cut short"),
    (
        windows_loop(lambda time, n, h: time - n + 1, pack=np.stack),
        "reaches beyond the series is cut short",
    ),
    (windows_loop(all_of_them, end=lambda i, n, h: i + n + 1), "the next value only"),
    (windows_one_value, "only the value `horizon` steps ahead"),
    (windows_features_first, "two axes have changed places"),
    (windows_more_of_X, "more windows than target has rows"),
    (windows_apart, "side by side"),
    (windows_target_from_0, "where the window itself begins"),
    (
        windows_loop(all_of_them, lambda i, n, h: i + n + 1, lambda i, n, h: i + n + 1 + h),
        "A target begins at i + n_steps",
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
    (windows_exchanged, "n_steps and horizon have changed places"),
    (windows_growing, "The pieces differ in length"),
    (windows_last_unfilled, ""),
    (windows_unfilled, ""),
    (windows_scaled, "the right shape, but not the right numbers"),
    (windows_wrapped, "the shape expected is"),
    (windows_together, "must hold 2 things"),
    (windows_made_of(lambda X, t: (X[::-1], t[::-1])), "The windows stand in reverse order"),
    (windows_made_of(lambda X, t: (X, t[:, ::-1])), "each target stand in reverse order"),
    (windows_made_of(lambda X, t: (X[:, ::-1], t)), "X has the right shape, but"),
    (windows_made_of(lambda X, t: (X, t - X[:, -1:])), "target has the right shape, but"),
    (windows_made_of(lambda X, t: (X - X.mean(axis=1, keepdims=True), t)), "X has the right"),
    (windows_made_of(lambda X, t: (X, t.mean(axis=1))), "target has shape"),
    (windows_made_of(lambda X, t: (X.astype(int), t)), "holds whole numbers"),
    (windows_made_of(lambda X, t: (X[:, 1:], t)), "X has shape"),
    (windows_made_of(lambda X, t: {"X": X, "target": t}), "must hold 2 things"),
    (
        windows_loop(
            lambda time, n, h: time - n - 2 * h + 1,
            lambda i, n, h: i + n + h,
            lambda i, n, h: i + n + 2 * h,
        ),
        "`horizon` steps too late",
    ),
    (windows_loop(all_of_them, lambda i, n, h: i + h, lambda i, n, h: i + 2 * h), "target has"),
]

RIGHT = [
    right_windows_sliding,
    right_windows_index,
    right_windows_lists,
    right_windows_strided,
    right_windows_columns,
    right_windows_filled,
    right_windows_single,
]
