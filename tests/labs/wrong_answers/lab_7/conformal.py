"""Recorded answers to lab-7/conformal, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import math

import numpy as np

from wrong_answers.lab_7._shared import SHAPE, SHOWN, result


def right_conformal_loop(errors, level):
    reach = []
    for step in range(errors.shape[1]):
        scores = sorted(abs(e) for e in errors[:, step].tolist() if not math.isnan(e))
        k = math.ceil(round((len(scores) + 1) * level, 9))
        reach.append(scores[k - 1] if k <= len(scores) else math.inf)
    return reach


def right_conformal_beyond(errors, level):
    """Put infinity behind the sorted scores; NaN is sorted behind that."""
    n = np.sum(~np.isnan(errors), axis=0)
    k = np.ceil((n + 1) * level - 1e-12).astype(int)
    beyond = np.full((1, errors.shape[1]), np.inf)
    scores = np.sort(np.concatenate([np.abs(errors), beyond]), axis=0)
    return np.take_along_axis(scores, k[None] - 1, axis=0)[0]


def right_conformal_infinite(errors, level):
    """Let what is missing be infinitely far off, and count the known."""
    scores = np.sort(np.where(np.isnan(errors), np.inf, np.abs(errors)), axis=0)
    scores = np.vstack([scores, np.full(errors.shape[1], np.inf)])
    known = np.isfinite(errors).sum(axis=0)
    return np.array([scores[math.ceil((n + 1) * level - 1e-9) - 1, h] for h, n in enumerate(known)])


def right_conformal_quantile(errors, level):
    made = []
    for column in np.abs(errors).T:
        scores = column[np.isfinite(column)]
        share = np.ceil((len(scores) + 1) * level - 1e-9) / len(scores)
        made.append(np.inf if share > 1 else np.quantile(scores, share, method="inverted_cdf"))
    return np.array(made)


def right_conformal_count(errors, level):
    """Find the smallest score that enough of the others keep within."""
    made = []
    for column in np.abs(errors).T:
        scores = column[~np.isnan(column)]
        wanted = (len(scores) + 1) * level - 1e-9
        enough = [s for s in scores if (scores <= s).sum() >= wanted]
        made.append(min(enough, default=np.inf))
    return np.array(made)


def conformal_of(rank=lambda n, p: math.ceil((n + 1) * p - 1e-9), score=np.abs, sort=np.sort,
                 few=lambda scores: np.inf, keep=lambda c: c[~np.isnan(c)]):  # fmt: skip
    """Return an answer with one thing done otherwise."""

    def my_conformal(errors, level):
        reach = []
        for step in range(errors.shape[1]):
            scores = sort(keep(score(errors[:, step])))
            k = rank(len(scores), level)
            reach.append(scores[k - 1] if 0 < k <= len(scores) else few(scores))
        return np.array(reach)

    return my_conformal


def conformal_numpy(errors, level):
    return np.nanquantile(np.abs(errors), level, axis=0)


def conformal_numpy_plain(errors, level):
    return np.quantile(np.abs(errors), level, axis=0)


def conformal_numpy_corrected(errors, level):
    reach = []
    for column in np.abs(errors).T:
        scores = column[~np.isnan(column)]
        n = len(scores)
        reach.append(np.quantile(scores, min(1, math.ceil((n + 1) * level - 1e-9) / n)))
    return np.array(reach)


def conformal_numpy_infinite(errors, level):
    made = conformal_numpy_corrected(errors, level)
    n = (~np.isnan(errors)).sum(axis=0)
    return np.where(np.ceil((n + 1) * level - 1e-9) > n, np.inf, made)


def conformal_numpy_higher(errors, level):
    columns = [c[~np.isnan(c)] for c in np.abs(errors).T]
    return [np.quantile(c, level, method="higher") for c in columns]


def conformal_higher_corrected(errors, level):
    made = []
    for c in np.abs(errors).T:
        c = c[~np.isnan(c)]
        q = math.ceil((len(c) + 1) * level - 1e-9) / len(c)
        made.append(np.quantile(c, q, method="higher") if q <= 1 else np.inf)
    return np.array(made)


def conformal_flat(errors, level):
    scores = np.sort(np.abs(errors[~np.isnan(errors)]))
    k = math.ceil((len(scores) + 1) * level - 1e-9)
    reach = scores[k - 1] if k <= len(scores) else np.inf
    return np.repeat(reach, errors.shape[1])


def conformal_one_number(errors, level):
    return conformal_flat(errors, level)[0]


def conformal_rows(errors, level):
    whole = errors[[not np.isnan(row).any() for row in errors]]
    return right_conformal_loop(whole, level)


def conformal_all_rows(errors, level):
    n = len(errors)
    k = math.ceil((n + 1) * level - 1e-9)
    if k > n:
        return np.full(errors.shape[1], np.inf)
    return np.sort(np.abs(errors), axis=0)[k - 1]


def conformal_all_rows_clipped(errors, level):
    k = int(np.ceil((len(errors) + 1) * level))
    return np.sort(np.abs(errors), axis=0)[:k][-1]


def conformal_no_infinity(errors, level):
    reach = []
    for column in np.abs(errors).T:
        scores = np.sort(column[~np.isnan(column)])
        reach.append(scores[math.ceil((len(scores) + 1) * level - 1e-9) - 1])
    return np.array(reach)


def conformal_length(errors, level):
    """Rank the known errors, and count all rows."""
    n = len(errors)
    k = int(np.ceil((n + 1) * level - 1e-9))
    reach = []
    for column in np.abs(errors).T:
        scores = np.sort(column[~np.isnan(column)])
        reach.append(scores[k - 1] if k <= n else np.inf)
    return np.array(reach)


def conformal_length_of(few):
    """Rank the known errors, count all rows, and answer somehow where k is too far."""

    def my_conformal(errors, level):
        k = math.ceil((len(errors) + 1) * level - 1e-9)
        columns = [np.sort(c[~np.isnan(c)]) for c in np.abs(errors).T]
        return np.array([c[k - 1] if k <= len(c) else few(c) for c in columns])

    return my_conformal


def conformal_columns(errors, level):
    """Take the k-th score of all columns in one go."""
    scores = np.sort(np.abs(errors), axis=0)
    n = np.sum(~np.isnan(errors), axis=0)
    k = np.ceil((n + 1) * level - 1e-9).astype(int)
    return scores[k - 1, np.arange(errors.shape[1])]


def conformal_columns_late(errors, level):
    n = np.sum(~np.isnan(errors), axis=0)
    k = np.ceil((n + 1) * level - 1e-9).astype(int)
    return np.where(k > n, np.inf, conformal_columns(errors, level))


def conformal_no_infinity_list(errors, level):
    reach = []
    for column in errors.T.tolist():
        scores = sorted(abs(e) for e in column if e == e)
        reach.append(scores[math.ceil((len(scores) + 1) * level - 1e-9) - 1])
    return reach


def conformal_all_rows_bare(errors, level):
    k = math.ceil((len(errors) + 1) * level - 1e-9)
    return np.sort(np.abs(errors), axis=0)[k - 1]


def conformal_any_infinite(errors, level):
    made = np.array(right_conformal_loop(errors, level))
    if np.isinf(made).any():
        return np.full(len(made), np.inf)
    return made


def conformal_two_ends(errors, level):
    low = conformal_of(lambda n, p: max(1, math.floor((n + 1) * (1 - p) / 2)), lambda e: e)
    high = conformal_of(lambda n, p: math.ceil((n + 1) * (1 + p) / 2), lambda e: e)
    return low(errors, level), high(errors, level)


def conformal_normal(errors, level):
    return 1.645 * np.nanstd(errors, axis=0)


def conformal_sorts(errors, level):
    made = right_conformal_loop(errors, level)
    errors.sort(axis=0)
    return made


WRONG = [
    (conformal_of(lambda n, p: math.ceil(n * p - 1e-9)), "The rank was taken of n."),
    (conformal_of(lambda n, p: max(1, int(n * p))), "taken of n, and rounded down"),
    (conformal_of(lambda n, p: int((n + 1) * p + 1e-9)), "The rank was rounded down"),
    (conformal_of(lambda n, p: round((n + 1) * p)), "to the nearest whole number"),
    (conformal_of(lambda n, p: int((n + 1) * p + 1e-9) + 1), "where (n + 1) p is a whole"),
    (conformal_of(lambda n, p: math.ceil((n + 1) * p - 1e-9) + 1), "has the index k - 1"),
    (conformal_of(lambda n, p: math.ceil((n + 1) * p - 1e-9) - 1), "one too far down"),
    (conformal_of(lambda n, p: math.ceil((n - 1) * p - 1e-9)), "The rank was taken of n - 1"),
    (conformal_of(lambda n, p: math.ceil((n + 2) * p - 1e-9)), SHOWN),
    (conformal_of(few=lambda s: s[-1]), "The largest score was taken instead"),
    (conformal_of(few=lambda s: np.nan), "NaN says that nothing is known"),
    (conformal_of(few=lambda s: 0.0), "the opposite"),
    (conformal_of(few=lambda s: 2 * s[-1]), SHOWN),
    (conformal_numpy, "an interpolation between two"),
    (conformal_numpy_plain, SHOWN),
    (conformal_numpy_corrected, "The correction to k / n is right"),
    (conformal_numpy_infinite, "still interpolates"),
    (conformal_numpy_higher, "n - 1 gaps"),
    (conformal_higher_corrected, "above the k-th"),
    (conformal_of(score=lambda e: e), "The errors kept their signs"),
    (conformal_of(score=lambda e: -e), "The errors kept a sign"),
    (conformal_of(score=lambda e: e**2), "The errors were squared"),
    (conformal_of(sort=lambda s: np.sort(s)[::-1]), "from the largest"),
    (conformal_of(sort=lambda s: s), "were not sorted"),
    (conformal_of(lambda n, p: math.ceil((n + 1) * (1 - p) - 1e-9)), "that of 1 - p"),
    (conformal_of(lambda n, p: math.ceil((n + 1) * (1 + p) / 2 - 1e-9)), "of (1 + p) / 2"),
    (conformal_flat, "were ranked together"),
    (conformal_one_number, SHAPE),
    (lambda errors, level: right_conformal_loop(errors.T, level), "ranked along the steps"),
    (conformal_rows, "was left out for all steps"),
    (conformal_all_rows, "Missing errors were counted"),
    (conformal_all_rows_clipped, "known errors. And: Where n is too small"),
    (conformal_of(keep=np.nan_to_num), "as though the forecast had been exact"),
    (conformal_no_infinity, "k is larger than n where a step has too few"),
    (conformal_no_infinity_list, "k is larger than n where a step has too few"),
    (conformal_columns, "k is larger than n where a step has too few"),
    (conformal_columns_late, "Return np.inf there; ask before"),
    (conformal_all_rows_bare, "Missing errors were counted"),
    (conformal_length, "and yet counted in n"),
    (conformal_length_of(lambda c: np.inf), "and yet counted in n"),
    (conformal_length_of(lambda c: c[-1]), "and yet counted in n"),
    (conformal_any_infinite, "made the others infinite"),
    (conformal_two_ends, SHAPE),
    (conformal_normal, "1.645 standard deviations"),
    (conformal_sorts, "changes errors while it runs"),
    (lambda errors, level: np.nanmean(np.abs(errors), axis=0), "This is the mean absolute error"),
    (result(right_conformal_loop, lambda r: 2 * np.array(r)), "the whole width"),
    (result(right_conformal_loop, lambda r: np.array(r)[:, None]), SHAPE),
]

RIGHT = [
    right_conformal_loop,
    right_conformal_beyond,
    right_conformal_infinite,
    right_conformal_quantile,
    right_conformal_count,
    conformal_of(),
]
