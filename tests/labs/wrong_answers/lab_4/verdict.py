"""Recorded answers to lab-4/verdict, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np


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


def right_verdict_sorted(validation, test):
    order = sorted(range(len(validation)), key=lambda c: np.average(validation[c]))
    errors = test[order[0]]
    n = len(errors)
    return order[0], errors.sum() / n, np.sqrt(((errors - errors.mean()) ** 2).sum() / (n - 1))


def right_verdict_all_of_them(validation, test):
    """Work everything out for every candidate, and look up the chosen one."""
    chosen = np.argmin(validation @ np.ones(validation.shape[1]))
    return np.array([chosen, test.mean(axis=1)[chosen], test.std(axis=1, ddof=1)[chosen]])


def right_verdict_loop(validation, test):
    best, chosen = np.inf, None
    for i, row in enumerate(validation.tolist()):
        if sum(row) < best:
            best, chosen = sum(row), i
    return [chosen, np.float32(np.mean(test[chosen])), np.float32(np.cov(test[chosen]) ** 0.5)]


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


def verdict_with(**parts):
    """Return the right verdict with other numbers, functions of (validation, test)."""

    def my_verdict(validation, test):
        chosen, error, spread = right_verdict_sums(validation, test)
        right = {"chosen": chosen, "error": error, "spread": spread}
        rows = validation[chosen], test[chosen]
        return tuple((right | {name: of(*rows) for name, of in parts.items()}).values())

    return my_verdict


def by_wins(validation, test):
    return np.bincount(validation.argmin(axis=0), minlength=len(validation)).argmax()


def verdict_seed(validation, test):
    seed = np.argmin(validation.mean(axis=0))
    return seed, test[:, seed].mean(), test[:, seed].std(ddof=1)


def verdict_counted_from_1(validation, test):
    chosen, error, spread = right_verdict_sums(validation, test)
    return chosen + 1, error, spread


def verdict_best_network(validation, test):
    candidate, seed = np.unravel_index(validation.argmin(), validation.shape)
    return candidate, test[candidate, seed], test[candidate].std(ddof=1)


def verdict_test_of_best_seed(validation, test):
    chosen, _, spread = right_verdict_sums(validation, test)
    return chosen, test[chosen, validation[chosen].argmin()], spread


def verdict_all(validation, test):
    chosen = by_mean(validation, test)
    return chosen, test.mean(), test.std(ddof=1)


WRONG = [
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
    (verdict(lambda v, t: np.argmin((v + t).mean(axis=1))), "were added up for the choice"),
    (verdict(lambda v, t: np.argmin(v.max(axis=1))), "by its worst seed"),
    (verdict(lambda v, t: np.argmin(t.min(axis=1))), "by its luckiest test error"),
    (verdict(lambda v, t: np.argmin(v[:, 0])), "by its first seed alone"),
    (verdict(lambda v, t: np.argmin(v[:, -1])), ""),
    (verdict(lambda v, t: np.argmin(np.log(v).mean(axis=1))), "by the product of its errors"),
    (verdict(lambda v, t: np.argmin(v.mean(axis=1) + v.std(axis=1, ddof=1))), "mean and spread"),
    (verdict(lambda v, t: np.argmin(v.mean(axis=1) - v.std(axis=1, ddof=1))), ""),
    (verdict(lambda v, t: np.argmin(v.std(axis=1))), "the smallest spread"),
    (verdict(lambda v, t: np.argmax(v.mean(axis=1))), "with the largest error"),
    (verdict(by_wins), "how many seeds it is the best from"),
    (verdict(lambda v, t: np.argmin((v**2).mean(axis=1))), "by the squares of its errors"),
    (verdict(lambda v, t: 0), ""),
    (verdict_seed, "a seed was chosen"),
    (verdict_counted_from_1, "counted from 1"),
    (verdict_best_network, ""),
    (verdict_test_of_best_seed, "that was best on validation"),
    (verdict_all, ""),
    (verdict_with(error=lambda v, t: v.mean()), "the error is its validation error"),
    (verdict_with(spread=lambda v, t: v.std(ddof=1)), "that of the validation errors"),
    (verdict_with(error=lambda v, t: np.median(t)), "the median over the seeds"),
    (verdict_with(error=lambda v, t: t.max()), "its worst seed on the test"),
    (verdict_with(error=lambda v, t: t.sum()), "error is not right"),
    (verdict_with(error=lambda v, t: (v.mean() + t.mean()) / 2), "a mean of validation and test"),
    (verdict_with(spread=lambda v, t: np.std(np.r_[v, t], ddof=1)), "validation and test errors"),
    (verdict_with(spread=lambda v, t: t.var(ddof=1)), "the variance"),
    (verdict_with(spread=lambda v, t: np.ptp(t)), "from the best seed to the worst"),
    (verdict_with(spread=lambda v, t: abs(v - t).mean()), "spread is not right"),
    (verdict_with(error=lambda v, t: t), "error has shape"),
    (lambda v, t: right_verdict_sums(v, t)[1:], "must hold 3 things"),
]

RIGHT = [
    right_verdict_sums,
    right_verdict_statistics,
    right_verdict_sorted,
    right_verdict_all_of_them,
    right_verdict_loop,
]
