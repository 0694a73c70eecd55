"""Recorded answers to lab-4/windows, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


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
]

RIGHT = [right_windows_sliding, right_windows_index]
