"""Exercise least-squares of lab 4: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw


def as_rows(X):
    return X.reshape(len(X), -1)


def with_ones(rows):
    return np.column_stack([rows, np.ones(len(rows))])


def solve(rows, target):
    return np.linalg.lstsq(rows, target, rcond=None)[0]


def least_squares(X, target, train, test):
    return fitted(X, target, train, test)


def fitted(X, target, fit_on, predict_for, rows=as_rows, ones=with_ones, ones_for=with_ones):
    W = solve(ones(rows(X[fit_on])), target[fit_on])
    return ones_for(rows(X[predict_for])) @ W


def fitted_on(choose, predict_for=lambda train, test: test):
    """Return the task fitted on the windows that `choose(train, test)` names."""
    return lambda X, target, train, test: fitted(
        X, target, choose(train, test), predict_for(train, test)
    )


def with_parts(**changed):
    """Return the task with part of the fit changed."""
    return lambda X, target, train, test: fitted(X, target, train, test, **changed)


def centred(X_mean, target_mean, X_mean_test=None):
    """Return a fit of centred windows; the means are functions of (values, train, test)."""

    def run(X, target, train, test):
        rows = as_rows(X)
        mean, mean_t = X_mean(rows, train, test), target_mean(target, train, test)
        W = solve(rows[train] - mean, target[train] - mean_t)
        mean = (X_mean_test or X_mean)(rows, train, test)
        return (rows[test] - mean) @ W + mean_t

    return run


def of_train(values, train, test):
    return values[train].mean(axis=0)


def of_test(values, train, test):
    return values[test].mean(axis=0)


def of_all(values, train, test):
    return values.mean(axis=0)


def nothing(values, train, test):
    return 0.0


def intercept_forgotten(X, target, train, test):
    W = solve(with_ones(as_rows(X[train])), target[train])
    return as_rows(X[test]) @ W[:-1]


def coefficients(X, target, train, test):
    return solve(with_ones(as_rows(X[train])), target[train])


def not_unpacked(X, target, train, test):
    W = np.linalg.lstsq(with_ones(as_rows(X[train])), target[train], rcond=None)
    return with_ones(as_rows(X[test])) @ W


def first_target(X, target, train, test):
    W = solve(with_ones(as_rows(X[train])), target[train][:, 0])
    return with_ones(as_rows(X[test])) @ W


def one_for_all_steps(as_forecast):
    """Return the task with the same weights for every step ahead: those of the steps' mean."""

    def run(X, target, train, test):
        made = least_squares(X, target.mean(axis=1, keepdims=True), train, test)
        return as_forecast(made, target.shape[1])

    return run


def raveled(X, target, train, test):
    return with_ones(as_rows(X[test])) @ solve(with_ones(as_rows(X[train])), target[train].ravel())


def ridge(size, intercept_too):
    """Return the task with a penalty of this size on the weights, or on the intercept as well."""

    def run(X, target, train, test):
        A = with_ones(as_rows(X))
        penalty = size * np.eye(A.shape[1])
        penalty[-1, -1] *= intercept_too
        return A[test] @ np.linalg.solve(
            A[train].T @ A[train] + penalty, A[train].T @ target[train]
        )

    return run


def not_flattened(X, target, train, test):
    return X[test] @ solve(X[train], target[train])


def transposed_target(X, target, train, test):
    return with_ones(as_rows(X[test])) @ solve(with_ones(as_rows(X[train])), target[train].T)


def without_ones(rows):
    return rows


def standardised_by_itself(X, target, train, test):
    """Return the task with the windows of each part scaled by their own mean and deviation."""
    A, B = (
        (rows - rows.mean(axis=0)) / rows.std(axis=0)
        for rows in (as_rows(X[train]), as_rows(X[test]))
    )
    return with_ones(B) @ solve(with_ones(A), target[train])


def mean_of_targets(X, target, train, test):
    return np.repeat(target[train].mean(axis=0, keepdims=True), len(test), axis=0)


def dealt_out_anew(X):
    """Lay the windows side by side as reshape does when the axes come in the wrong order."""
    return X.reshape(-1, len(X)).T


def scattered_rows(X, target, train, test):
    rows = with_ones(dealt_out_anew(X))
    return rows[test] @ solve(rows[train], target[train])


# Which windows are taken for those of a part: (numbers, how many windows there are).
COUNTED = {
    "as many from the start": lambda part, n: np.arange(len(part)),
    "up to its last": lambda part, n: np.arange(part[-1] + 1),
    "all up to its last but one": lambda part, n: np.arange(part[-1]),
    "from first to last": lambda part, n: np.arange(part[0], part[-1] + 1),
    "without its last": lambda part, n: part[:-1],
    "from first to last but one": lambda part, n: np.arange(part[0], part[-1]),
    "as many from the end": lambda part, n: np.arange(n - len(part), n),
    "from its first to the end": lambda part, n: np.arange(part[0], n),
    "as they are": lambda part, n: part,
}
FOR_TRAIN = [*list(COUNTED)[:6], "as they are"]
FOR_TEST = list(COUNTED)[3:]


def counted(fit_on, predict_for):
    """Return the task with other windows than those that `train` and `test` name."""
    return lambda X, target, train, test: fitted(
        X, target, COUNTED[fit_on](train, len(X)), COUNTED[predict_for](test, len(X))
    )


def least_squares_trials(rng):
    """Yield windows of a series with a level of its own; both parts determine a fit.

    There are windows before the first part and after the last. In the last trials the test comes
    first, and then lies amid the training windows.
    """
    sizes = [(1, 1, 1), (1, 1, 2), (2, 1, 1), (1, 2, 1), (2, 1, 3), (3, 1, 2), (2, 2, 2), (3, 2, 4)]
    for n_steps, features, horizon in sizes:
        unknown = n_steps * features + 1
        by_hand = unknown == 2  # few windows of one value, to be fitted on paper
        n_train, n_test = (3, 2) if by_hand else (unknown + 3, unknown + 2)
        train = 1 + np.arange(n_train)
        test = train[-1] + horizon + np.arange(n_test)
        yield least_squares_trial(rng, n_steps, features, horizon, train, test)
    yield least_squares_trial(rng, 2, 1, 2, np.arange(8, 14), np.arange(2, 7))
    around = np.r_[1:5, 12:16]
    yield least_squares_trial(rng, 2, 2, 2, around, np.arange(5, 11))
    yield least_squares_trial(rng, 1, 2, 3, np.arange(2, 14, 2), np.array([16, 19, 15, 18, 21]))


def least_squares_trial(rng, n_steps, features, horizon, train, test, after=2):
    """Draw windows, and targets near a line; so many windows come after the last part."""
    n = max(train.max(), test.max()) + 1 + after
    X = draw(rng, n, n_steps, features) + 0.5
    target = as_rows(X) @ draw(rng, n_steps * features, horizon) + 2 + 0.3 * draw(rng, n, horizon)
    return X, np.round(target, 1), train, test


def least_squares_further(rng):
    """Yield parts that begin and end with the windows, as whole numbers and single precision."""
    parts = np.arange(8), np.arange(10, 16)
    X, target, *parts = least_squares_trial(rng, 2, 2, 2, *parts, after=0)
    yield np.round(10 * X).astype(int), np.round(target).astype(int), *parts
    yield X.astype(np.float32), target.astype(np.float32), *parts


TEST_STATISTICS = (
    "Statistics of the test windows went into the forecast: the mean that was subtracted from "
    "them is their own. When the first of them is forecast the later ones are not known. Subtract "
    "the mean of the training windows from both."
)
ALL_STATISTICS = (
    "The means that were subtracted are those of all windows, the test among them. That is a "
    "leak, if a small one: take the means of the training windows, and keep them for the test."
)
ONES_MISSING = (
    "The rows of the fit have one column more than those of the forecast, which is what happens "
    "when the ones are there in the fit only. Build the rows of both parts in the same way."
)

COUNTED_OFF = (
    "The fit is one of least squares, but other windows were used than those that `train` and "
    "`test` name. They are numbers, and need not begin at 0, nor end where the windows end, nor be "
    "without gaps: X[train], target[train] and X[test] take exactly these windows."
)
SHARED = (
    "All steps ahead share one set of weights, which fits the mean of their targets. Each step has "
    "weights and an intercept of its own: np.linalg.lstsq takes all the columns of `target` at "
    "once and gives a column of weights for each."
)
RIDGE = (
    "This is ridge regression: a penalty draws the weights towards zero. It can be a good idea, "
    "but it has a size to be chosen. Asked for are the weights with the smallest squared error on "
    "the training windows: np.linalg.lstsq without additions."
)

LEAST_SQUARES = Exercise(
    name="lab-4/least-squares",
    reference=least_squares,
    trials=least_squares_trials,
    also=least_squares_further,
    note="The best straight line through the training windows, with nothing left to converge.",
    mistakes=[
        Mistake(
            "no intercept",
            with_parts(ones=without_ones, ones_for=without_ones),
            "There is no intercept: a window of zeros would always be answered with zero. Add a "
            "column of ones to the rows, in the fit and in the forecast.",
        ),
        Mistake(
            "fitted on the test",
            fitted_on(lambda train, test: test),
            "The weights were fitted to the test windows and then judged on them. Fit on `train` "
            "alone; the targets of the test are for the comparison afterwards.",
        ),
        Mistake(
            "fitted on everything",
            fitted_on(lambda train, test: np.r_[train, test]),
            "The weights were fitted to training and test windows together, so each test window "
            "has helped to forecast itself. Fit on `train` alone.",
        ),
        Mistake(
            "fitted on all windows",
            lambda X, target, train, test: fitted(X, target, slice(None), test),
            "The weights were fitted to all windows there are, the test included, so each test "
            "window has helped to forecast itself. Fit on X[train] and target[train].",
        ),
        Mistake("test centred by itself", centred(of_train, of_train, of_test), TEST_STATISTICS),
        Mistake("test standardised by itself", standardised_by_itself, TEST_STATISTICS),
        Mistake("all centred together", centred(of_all, of_all), ALL_STATISTICS),
        Mistake(
            "target centred alone",
            centred(nothing, of_train),
            "The mean was subtracted from the targets and added again, and the windows were left "
            "as they are. That is not the same as an intercept: centre both, or add a column of "
            "ones.",
        ),
        Mistake(
            "windows centred alone",
            centred(of_train, nothing),
            "The windows were centred and the forecast has no level: add the mean of the training "
            "targets to it, or leave the centring and give the rows a column of ones.",
        ),
        Mistake(
            "intercept left out of the forecast",
            intercept_forgotten,
            "The fit has an intercept and the forecast leaves it out. Add the weights of the "
            "column of ones, or give the test rows such a column too.",
        ),
        Mistake("ones missing", with_parts(ones_for=without_ones), ONES_MISSING),
        Mistake(
            "forecast of the training windows",
            fitted_on(lambda train, test: train, lambda train, test: train),
            "The fit is right, and this is its forecast for the training windows. Asked for is "
            "the forecast for X[test].",
        ),
        Mistake(
            "forecast of everything",
            lambda X, target, train, test: fitted(X, target, train, slice(None)),
            "The fit is right, and this is its forecast for all windows. Asked for is the "
            "forecast for X[test].",
        ),
        *(
            Mistake(
                f"fit {fit_on}, forecast {predict_for}", counted(fit_on, predict_for), COUNTED_OFF
            )
            for fit_on in FOR_TRAIN
            for predict_for in FOR_TEST
            if {fit_on, predict_for} != {"as they are"}
        ),
        Mistake(
            "mean of the targets",
            mean_of_targets,
            "This is the mean of the training targets, whatever the window holds. The forecast is "
            "linear in all values of the window, with an intercept.",
        ),
        *(
            Mistake(
                f"dealt out anew, {name}",
                variant,
                "The rows mix values of different windows: reshape reads an array on in memory, "
                "and a transpose does not put that right. X.reshape(len(X), -1) makes one row of "
                "each window.",
            )
            for name, variant in [
                ("all at once", scattered_rows),
                ("by parts", with_parts(rows=dealt_out_anew)),
            ]
        ),
        Mistake(
            "the targets",
            lambda X, target, train, test: target[test],
            "These are the targets themselves. The forecast may read X[test], never target[test].",
        ),
        Mistake(
            "last step only",
            with_parts(rows=lambda X: X[:, -1]),
            "Only the last step of each window was used. Every step and feature is a column of "
            "its own: X.reshape(len(X), -1).",
        ),
        Mistake(
            "first feature only",
            with_parts(rows=lambda X: X[:, :, 0]),
            "Only the first feature was used. Every step and feature is a column of its own: "
            "X.reshape(len(X), -1).",
        ),
        Mistake(
            "mean of the window",
            with_parts(rows=lambda X: X.mean(axis=1)),
            "Each window was replaced by its mean over time. Every step is a column of its own: "
            "X.reshape(len(X), -1).",
        ),
        Mistake(
            "coefficients",
            coefficients,
            "These are the weights of the fit. Multiply the rows of the test windows by them.",
        ),
        Mistake(
            "lstsq not unpacked",
            not_unpacked,
            "np.linalg.lstsq returns four things, and the weights are the first of them: "
            "np.linalg.lstsq(...)[0].",
        ),
        *(
            Mistake(
                f"first step ahead only, {name}",
                variant,
                "Only the first step ahead is forecast. np.linalg.lstsq takes all the columns of "
                "`target` at once and gives a column of weights for each.",
            )
            for name, variant in [
                ("no axis", first_target),
                ("one column", lambda *args: first_target(*args)[:, None]),
            ]
        ),
        *(
            Mistake(f"one set of weights, {name}", one_for_all_steps(as_forecast), SHARED)
            for name, as_forecast in [
                ("repeated", lambda made, h: np.repeat(made, h, axis=1)),
                ("one column", lambda made, h: made),
                ("one row", lambda made, h: made[:, 0]),
            ]
        ),
        Mistake(
            "raveled",
            raveled,
            "The targets were laid end to end, and no longer have one row for each window. Leave "
            "`target` as it is: np.linalg.lstsq gives a column of weights for each of its columns.",
        ),
        *(
            Mistake(f"ridge {size}, intercept {intercept}", ridge(size, intercept), RIDGE)
            for size in (1e-4, 1e-3, 0.01, 0.1, 1.0, 10.0)
            for intercept in (True, False)
        ),
        Mistake(
            "not flattened",
            not_flattened,
            "np.linalg.lstsq was given an array with three axes, and takes two: one row for each "
            "window. Lay the steps and features of X side by side, X.reshape(len(X), -1); `target` "
            "has two axes already.",
        ),
        Mistake(
            "target transposed",
            transposed_target,
            "np.linalg.lstsq was given more rows than targets, or fewer. Each training window has "
            "one row in both: take [train] of the rows and of `target`, and transpose neither.",
        ),
        Mistake(
            "forecast transposed",
            lambda *args: least_squares(*args).T,
            "The numbers are right and the axes are not: one row for each test window, "
            "(windows, horizon).",
        ),
    ],
)
