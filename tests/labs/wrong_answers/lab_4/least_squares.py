"""Recorded answers to lab-4/least-squares, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled import forecast as book


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


WRONG = [
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
]

RIGHT = [right_ls_book, right_ls_normal_equations, right_ls_scaled]
