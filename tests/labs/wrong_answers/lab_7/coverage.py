"""Recorded answers to lab-7/coverage, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_7._shared import SHAPE, SHOWN, result


def right_coverage_loop(target, low, high):
    covered, width = [], []
    for h in range(target.shape[1]):
        hits, wide = 0, []
        for x, a, b in zip(target[:, h], low[:, h], high[:, h], strict=True):
            if x != x:  # NaN
                continue
            hits += a <= x <= b
            wide.append(b - a)
        covered.append(hits / len(wide))
        width.append(sum(wide) / len(wide))
    return covered, width


def right_coverage_nan(target, low, high):
    """Carry NaN along and leave it out of both means."""
    gap = np.isnan(target)
    hit = np.where(gap, np.nan, (target >= low) & (target <= high))
    return np.nanmean(hit, axis=0), np.nanmean(np.where(gap, np.nan, high - low), axis=0)


def right_coverage_masked(target, low, high):
    known = np.ma.masked_invalid(np.asarray(target, float))
    inside = (known >= low) & (known <= high)
    width = np.ma.array(high - low, mask=np.ma.getmaskarray(known))
    return inside.mean(axis=0).data, width.mean(axis=0).data


def right_coverage_average(target, low, high):
    known = (~np.isnan(target)).astype(float)
    hit = np.clip(target, low, high) == target
    values = np.stack([hit, high - low])
    return np.average(values, axis=1, weights=np.broadcast_to(known, values.shape))


def right_coverage_columns(target, low, high):
    made = []
    for x, a, b in zip(target.T, low.T, high.T, strict=True):
        known = ~np.isnan(x)
        x, a, b = x[known], a[known], b[known]
        made.append((np.mean((x >= a) & (x <= b)), np.mean(b - a)))
    return np.array(made).T


def known_mean(values, known):
    return np.where(known, values, 0).sum(axis=0) / known.sum(axis=0)


def plain_mean(values, known):
    return values.mean(axis=0)


def coverage_of(hit=lambda x, a, b: (a <= x) & (x <= b), share=known_mean, mean=known_mean,
                wide=lambda a, b: b - a, known=lambda x: ~np.isnan(x)):  # fmt: skip
    """Return an answer with one thing done otherwise."""

    def my_coverage(target, low, high):
        there = known(target)
        return share(hit(target, low, high), there), mean(wide(low, high), there)

    return my_coverage


def all_known(x):
    return np.repeat((~np.isnan(x)).all(axis=1)[:, None], x.shape[1], axis=1)


def one_mean(values, known):
    return values[known].mean()


def one_mean_repeated(values, known):
    return np.repeat(values[known].mean(), values.shape[1])


def window_mean(values, known):
    return np.where(known, values, 0).sum(axis=1) / known.sum(axis=1)


def column_medians(values, known):
    return [np.median(values[known[:, h], h]) for h in range(values.shape[1])]


def coverage_hits_width(target, low, high):
    covered, _ = right_coverage_loop(target, low, high)
    hit = (low <= target) & (target <= high)
    with np.errstate(all="ignore"):
        return covered, known_mean(high - low, hit)


def coverage_missing_hits(target, low, high):
    miss = (target < low) | (target > high)
    return 1 - miss.mean(axis=0), right_coverage_loop(target, low, high)[1]


def coverage_missing_hits_width(target, low, high):
    miss = (target < low) | (target > high)
    return 1 - miss.mean(axis=0), (high - low).mean(axis=0)


def hits_of_all(values, known):
    return (values | ~known).sum(axis=0) / known.sum(axis=0)


def coverage_nan_width(target, low, high):
    covered, _ = right_coverage_loop(target, low, high)
    return covered, np.where(np.isnan(target), np.nan, high - low).mean(axis=0)


def coverage_zero(target, low, high):
    return right_coverage_loop(np.nan_to_num(target), low, high)


def coverage_fills(target, low, high):
    made = right_coverage_loop(target, low, high)
    target[np.isnan(target)] = 0
    return made


def coverage_whole(target, low, high):
    """Divide whole numbers by whole numbers, without a remainder."""
    known = ~np.isnan(target)
    hits = ((low <= target) & (target <= high)).sum(axis=0)
    return hits // known.sum(axis=0), known_mean(high - low, known)


WRONG = [
    (coverage_of(share=plain_mean), "counted as misses"),
    (coverage_of(share=plain_mean, mean=plain_mean), "And `width` is the mean over all windows"),
    (coverage_of(mean=plain_mean), "`width` is the mean over all windows"),
    (coverage_missing_hits, "counted as hits"),
    (coverage_missing_hits_width, "And `width` is the mean over all windows"),
    (coverage_of(share=hits_of_all), "can be larger than 1"),
    (coverage_of(share=hits_of_all, mean=plain_mean), "out of both. And `width`"),
    (coverage_of(known=all_known), "was left out for all steps"),
    (coverage_zero, "were taken for 0"),
    (coverage_nan_width, "made the width of its step NaN"),
    (coverage_of(lambda x, a, b: (a < x) & (x < b)), "an end of its interval"),
    (coverage_of(lambda x, a, b: (a < x) & (x <= b)), "the lower end of its interval"),
    (coverage_of(lambda x, a, b: (a <= x) & (x < b)), "the upper end of its interval"),
    (coverage_of(lambda x, a, b: x <= b), "Only the upper end"),
    (coverage_of(lambda x, a, b: x >= a), "Only the lower end"),
    (coverage_of(lambda x, a, b: (a <= x) | (x <= b)), "which every number does"),
    (coverage_of(lambda x, a, b: (x < a) | (x > b)), "the share of misses"),
    (coverage_of(lambda x, a, b: a <= x <= b), "An error stopped"),
    (coverage_of(share=one_mean, mean=one_mean), "over all windows and steps"),
    (coverage_of(share=one_mean_repeated, mean=one_mean_repeated), "One mean was taken over all"),
    (coverage_of(share=one_mean), SHAPE),
    (coverage_of(mean=one_mean_repeated), "one mean over all steps"),
    (coverage_of(share=window_mean, mean=window_mean), "over the steps of each window"),
    (coverage_of(mean=column_medians), "`width` is a median"),
    (coverage_of(wide=lambda a, b: (b - a) / 2), "half of the interval"),
    (coverage_of(wide=lambda a, b: a - b), "`width` is negative"),
    (coverage_of(wide=lambda a, b: (b - a) ** 2), "a mean of squares"),
    (coverage_of(wide=lambda a, b: b), SHOWN),
    (coverage_of(share=lambda v, k: v.sum(axis=0)), "a number of hits"),
    (coverage_of(mean=lambda v, k: (v * k).sum(axis=0)), "`width` is a sum"),
    (coverage_of(mean=lambda v, k: (v * k).max(axis=0)), "of the widest interval"),
    (coverage_hits_width, "the intervals that hold their target"),
    (coverage_fills, "changes target while it runs"),
    (coverage_whole, "so the decimals are lost"),
    (result(right_coverage_columns, lambda r: (100 * r[0], r[1])), "is in percent"),
    (result(right_coverage_columns, lambda r: r[::-1]), "`covered` first, then"),
    (result(right_coverage_columns, lambda r: r[0]), SHAPE),
    (result(right_coverage_columns, lambda r: r.mean(axis=1)), SHAPE),
]

RIGHT = [
    right_coverage_loop,
    right_coverage_nan,
    right_coverage_masked,
    right_coverage_average,
    right_coverage_columns,
    coverage_of(),
]
