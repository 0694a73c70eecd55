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
]

RIGHT = [right_verdict_sums, right_verdict_statistics]
