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


def right_ls_pinv(X, target, train, test):
    ones = np.ones((len(X), 1), dtype=X.dtype)
    A = np.hstack([ones, X.reshape(len(X), -1)])
    return A[test] @ (np.linalg.pinv(A[train]) @ target[train])


def right_ls_step_by_step(X, target, train, test):
    A = np.c_[X.reshape(len(X), -1), np.ones(len(X))]
    steps = [np.linalg.lstsq(A[train], target[train, k])[0] for k in range(target.shape[1])]
    return np.stack([A[test] @ w for w in steps], axis=1)


def right_ls_lists(X, target, train, test):
    rows = [[*window.ravel(), 1.0] for window in X]
    W, *_ = np.linalg.lstsq([rows[i] for i in train], [target[i] for i in train], rcond=None)
    return [
        [sum(x * w for x, w in zip(rows[i], column, strict=True)) for column in W.T] for i in test
    ]


def right_ls_qr(X, target, train, test):
    A = np.column_stack([X.transpose(0, 2, 1).reshape(len(X), -1), 7 * np.ones(len(X))])
    Q, R = np.linalg.qr(A[train])
    return A[test] @ np.linalg.solve(R, Q.T @ target[train])


def right_ls_changes(X, target, train, test):
    """Forecast the change from the last value, which has the same best line."""
    last = X[:, -1, :1]
    A = np.c_[X.reshape(len(X), -1), np.ones(len(X))]
    W = np.linalg.lstsq(A[train], (target - last)[train], rcond=None)[0]
    return last[test] + A[test] @ W


def right_ls_single(X, target, train, test):
    return right_ls_step_by_step(X, target, train, test).astype(np.float32)


def ls_windows(fit_on, predict_for=lambda train, test, n: test):
    def my_least_squares(X, target, train, test):
        A = np.c_[X.reshape(len(X), -1), np.ones(len(X))]
        fit, predict = (f(train, test, len(X)) for f in (fit_on, predict_for))
        return A[predict] @ np.linalg.lstsq(A[fit], target[fit], rcond=None)[0]

    return my_least_squares


def train_itself(train, test, n):
    return train


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


def ls_standardised_apart(X, target, train, test):
    A, B = (X[part].reshape(len(part), -1) for part in (train, test))
    A, B = ((rows - rows.mean(0)) / rows.std(0) for rows in (A, B))
    level = target[train].mean(axis=0)
    return B @ np.linalg.lstsq(A, target[train] - level, rcond=None)[0] + level


def ls_train_missing(of_rows, of_target):
    def my_least_squares(X, target, train, test):
        A = np.c_[X.reshape(len(X), -1), np.ones(len(X))]
        rows, targets = A[train] if of_rows else A, target[train] if of_target else target
        return A[test] @ np.linalg.lstsq(rows, targets, rcond=None)[0]

    return my_least_squares


def ls_transposed(X, target, train, test):
    A = np.c_[X.reshape(len(X), -1), np.ones(len(X))]
    return A[test] @ np.linalg.lstsq(A[train], target[train].T, rcond=None)[0]


def ls_targets_with_an_axis(X, target, train, test):
    A = np.c_[X.reshape(len(X), -1), np.ones(len(X))]
    return A[test] @ np.linalg.lstsq(A[train], target[train][:, :, None], rcond=None)[0]


def ls_dealt_out(X, target, train, test):
    A = np.c_[X.reshape(-1, len(X)).T, np.ones(len(X))]
    return A[test] @ np.linalg.lstsq(A[train], target[train], rcond=None)[0]


def ls_mean_of_targets(X, target, train, test):
    return np.ones((len(test), 1)) * target[train].mean(axis=0)


def ls_naive(X, target, train, test):
    return np.repeat(X[test, -1, :1], target.shape[1], axis=1)


def ls_zeros_for_ones(X, target, train, test):
    A = np.c_[X.reshape(len(X), -1), np.zeros(len(X))]
    return A[test] @ np.linalg.lstsq(A[train], target[train], rcond=None)[0]


def ls_squares_too(X, target, train, test):
    rows = X.reshape(len(X), -1)
    A = np.c_[rows, rows**2, np.ones(len(X))]
    return A[test] @ np.linalg.lstsq(A[train], target[train], rcond=None)[0]


def ls_last_unfilled(X, target, train, test):
    made = np.empty((len(test), target.shape[1]))
    made[:-1] = right_ls_pinv(X, target, train, test)[:-1]
    return made


def ls_to_the_last_but_one(train, test, n):
    return np.arange(train[0], train[-1])


WRONG = [
    (ls(ones=False, ones_in_test=False), "There is no intercept"),
    (ls("test"), "fitted to the test windows"),
    (ls("both"), "to training and test windows together"),
    (ls("all"), "to all windows there are"),
    (ls(ones_in_test=False), "one column more than those of the forecast"),
    (ls(rows=lambda X: X[:, -1]), "Only the last step"),
    (ls(rows=lambda X: X[:, :, 0]), "Only the first feature"),
    (ls_test_scaled_by_itself, "Statistics of the test windows"),
    (ls_three_axes, "was given an array with three axes"),
    (ls_forgot_0, "returns four things"),
    (ls_weights, "These are the weights"),
    (ls_same_for_all_steps, "share one set of weights"),
    (ls_mean_target, "share one set of weights"),
    (ls_raveled, "laid end to end"),
    (ls_ridge(1.0), "ridge regression"),
    (ls_ridge(0.001), "ridge regression"),
    (ls_ridge_centred, "ridge regression"),
    (ls_halved, "train = [1, 2, 3]"),
    (ls_windows(lambda train, test, n: np.arange(len(train))), "other windows were used"),
    (ls_windows(lambda train, test, n: np.arange(train[-1] + 1)), "other windows were used"),
    (ls_windows(lambda train, test, n: np.arange(train[-1])), "other windows were used"),
    (
        ls_windows(lambda train, test, n: np.arange(train[0], train[-1] + 1)),
        "other windows were used",
    ),
    (ls_windows(ls_to_the_last_but_one), "other windows were used"),
    (ls_windows(train_itself, lambda train, test, n: np.arange(n)[-len(test) :]), "other windows"),
    (ls_windows(train_itself, lambda train, test, n: np.arange(test[0], n)), "other windows were"),
    (
        ls_windows(train_itself, lambda train, test, n: np.arange(test[0], test[-1] + 1)),
        "other windows were used",
    ),
    (
        ls_windows(
            lambda train, test, n: np.arange(len(train)),
            lambda train, test, n: np.arange(n - len(test), n),
        ),
        "other windows were used",
    ),
    (ls_windows(train_itself, lambda train, test, n: np.arange(train[-1] + 1, n)), "shape"),
    (ls_windows(train_itself, lambda train, test, n: np.sort(test)), "The smallest input"),
    (ls_windows(train_itself, train_itself), "its forecast for the training windows"),
    (ls_windows(train_itself, lambda train, test, n: slice(None)), "its forecast for all windows"),
    (ls_standardised_apart, "Statistics of the test windows"),
    (ls_train_missing(True, False), "more rows than targets, or fewer"),
    (ls_train_missing(False, True), "more rows than targets, or fewer"),
    (ls_train_missing(False, False), "to all windows there are"),
    (ls_transposed, "more rows than targets, or fewer"),
    (ls_targets_with_an_axis, "three axes"),
    (ls_dealt_out, "mix values of different windows"),
    (ls(rows=lambda X: X.reshape(-1, len(X)).T), "mix values of different windows"),
    (ls(rows=lambda X: X.mean(axis=1)), "replaced by its mean over time"),
    (ls(rows=lambda X: X[:, 0]), "The smallest input that shows it"),
    (ls(rows=lambda X: X[:, :, -1]), "The smallest input that shows it"),
    (ls_mean_of_targets, "the mean of the training targets"),
    (ls_naive, "The smallest input that shows it"),
    (ls_zeros_for_ones, "There is no intercept"),
    (ls_squares_too, "The smallest input that shows it"),
    (ls_last_unfilled, ""),
    (lambda X, target, train, test: target[test], "the targets themselves"),
    (lambda X, target, train, test: right_ls_pinv(X, target, train, test).T, "the axes are not"),
    (lambda X, target, train, test: right_ls_pinv(X, target, train, test)[:, :1], "first step"),
    (lambda X, target, train, test: np.empty((len(test), target.shape[1])), ""),
]

RIGHT = [
    right_ls_book,
    right_ls_normal_equations,
    right_ls_scaled,
    right_ls_pinv,
    right_ls_step_by_step,
    right_ls_lists,
    right_ls_qr,
    right_ls_changes,
    right_ls_single,
]
