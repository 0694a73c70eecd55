"""Exercise coverage of lab 7: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw


class Judged(NamedTuple):
    """How often the target was in the interval, and how wide the interval was, by step."""

    covered: np.ndarray
    width: np.ndarray


def coverage(target, low, high):
    return by()(target, low, high)


def ends_included(target, low, high):
    return (low <= target) & (target <= high)


def known_only(values, known):
    """Return the mean over the windows whose target is known, for each step."""
    return np.where(known, values, 0).sum(axis=0) / known.sum(axis=0)


def by(inside=ends_included, share=known_only, size=np.subtract, mean=known_only,
       known=lambda target: ~np.isnan(target)):  # fmt: skip
    """Return the task with another rule for hits, another width, or other means."""

    def run(target, low, high):
        target = np.asarray(target, float)
        there = known(target)
        return Judged(share(inside(target, low, high), there), mean(size(high, low), there))

    return run


def all_windows(values, known):
    return np.mean(values, axis=0)


def whole_rows(target):
    there = ~np.isnan(target)
    return np.broadcast_to(there.all(axis=1, keepdims=True), target.shape)


def over(axis):
    """Return a mean over the known places along another axis."""
    return lambda values, known: np.where(known, values, 0).sum(axis=axis) / known.sum(axis=axis)


def missing_hit(values, known):
    return np.mean(values | ~known, axis=0)


def missing_hit_over_known(values, known):
    return (values | ~known).sum(axis=0) / known.sum(axis=0)


def overall(values, known):
    return np.full(known.shape[1], np.mean(values[known]))


def medians(values, known):
    return np.array([np.median(v[k]) for v, k in zip(values.T, known.T, strict=True)])


def largest(values, known):
    return np.where(known, values, 0).max(axis=0)


def summed(values, known):
    return np.where(known, values, 0).sum(axis=0)


def hits_width(target, low, high):
    """Take the width of those intervals alone that hold their target."""
    right, inside = coverage(target, low, high), ends_included(target, low, high)
    return right._replace(width=known_only(high - low, inside))


def changed(**rules):
    """Return the task with a part of the right result replaced."""
    return lambda *args: coverage(*args)._replace(
        **{part: rule(coverage(*args)) for part, rule in rules.items()}
    )


BOTH = {"share": all_windows, "mean": all_windows}
MISSES = (
    "Missing targets were counted as misses: a comparison with NaN is false. Nobody knows whether "
    "they would have been: divide by the number of known targets of each step."
)
WIDTH_OF_ALL = (
    "`width` is the mean over all windows, those with a missing target among them. Both numbers "
    "are to be about the same intervals: leave them out here, too."
)


HITS = (
    "Missing targets were counted as hits: they are neither below the interval nor above it. Leave "
    "them out, and divide by the number of known targets of each step."
)
HITS_OVER_KNOWN = (
    "Missing targets were counted as hits and then left out of the number that the hits are "
    "divided by, so a share can be larger than 1. Leave them out of both."
)


def coverage_trials(rng):
    """Yield (target, low, high): targets on either end, gaps at other steps, unequal sizes."""
    for size in [
        (2, 1, []),
        (3, 1, [(1, 0)]),
        (3, 2, []),
        (4, 2, [(0, 0), (2, 1), (3, 1)]),
        (5, 3, [(0, 0), (1, 0), (4, 2)]),
        (4, 5, [(1, 0), (1, 2), (2, 2), (0, 4)]),
        (7, 4, [(0, 1), (3, 1), (5, 1), (6, 3), (2, 3)]),
        (9, 2, [(0, 0), (8, 0), (4, 1)]),
    ]:
        yield coverage_trial(rng, *size)


def coverage_trial(rng, batch, horizon, gone):
    """Draw intervals of unequal width, and targets within, outside and on the ends."""
    low = draw(rng, batch, horizon)
    width = np.round(rng.uniform(0.3, 2.5, size=(batch, horizon)), 1)
    high = np.round(low + width, 1)
    place = np.resize([0, 1, 2, 3, 4], batch * horizon).reshape(horizon, batch).T
    place = ((place + rng.integers(0, 5, size=horizon)) % 5).astype(np.intp)  # 32 bits in browsers
    middle = np.round(low + 0.1 + 0.5 * (width - 0.2), 2)
    target = np.choose(place, [low, high, middle, np.round(low - 0.4, 1), np.round(high + 0.3, 1)])
    for row, step in gone:
        target[row, step] = np.nan
    return target, low, high


def coverage_further(rng):
    """Yield whole numbers, intervals of no width, and single precision."""
    low = rng.integers(-3, 3, size=(5, 2))
    yield low + rng.integers(-1, 4, size=(5, 2)), low, low + rng.integers(1, 4, size=(5, 2))
    target, low, _ = coverage_trial(rng, 4, 3, [(0, 1)])
    yield target, low, low.copy()
    yield tuple(part.astype(np.float32) for part in coverage_trial(rng, 5, 2, []))


COVERAGE = Exercise(
    name="lab-7/coverage",
    reference=coverage,
    trials=coverage_trials,
    also=coverage_further,
    note="How often and how wide, step by step, about the same intervals.",
    mistakes=[
        Mistake("missing is a miss", by(share=all_windows), MISSES),
        Mistake("missing is a miss, width of all", by(**BOTH), f"{MISSES} And {WIDTH_OF_ALL}"),
        Mistake("width of all", by(mean=all_windows), WIDTH_OF_ALL),
        Mistake("missing is a hit", by(share=missing_hit), HITS),
        Mistake(
            "missing is a hit, width of all",
            by(share=missing_hit, mean=all_windows),
            f"{HITS} And {WIDTH_OF_ALL}",
        ),
        Mistake(
            "missing is a hit, over the known", by(share=missing_hit_over_known), HITS_OVER_KNOWN
        ),
        Mistake(
            "missing is a hit, over the known, width of all",
            by(share=missing_hit_over_known, mean=all_windows),
            f"{HITS_OVER_KNOWN} And {WIDTH_OF_ALL}",
        ),
        Mistake(
            "whole rows",
            by(known=whole_rows),
            "A window in which any target is missing was left out for all steps. Each step has "
            "gaps of its own: leave out those alone.",
        ),
        Mistake(
            "gaps as 0",
            lambda target, low, high: coverage(np.nan_to_num(target), low, high),
            "Missing targets were taken for 0, which some intervals hold and others do not. Leave "
            "them out.",
        ),
        Mistake(
            "NaN",
            lambda target, low, high: coverage(target, low, high)._replace(
                width=np.mean(high - low + 0 * target, axis=0)
            ),
            "A single missing target has made the width of its step NaN. Leave it out.",
        ),
        Mistake(
            "strict",
            by(inside=lambda x, low, high: (low < x) & (x < high)),
            "A target on an end of its interval was counted as a miss. The ends belong to it: <= "
            "on both sides.",
        ),
        Mistake(
            "strict below",
            by(inside=lambda x, low, high: (low < x) & (x <= high)),
            "A target on the lower end of its interval was counted as a miss. Both ends belong to "
            "it.",
        ),
        Mistake(
            "strict above",
            by(inside=lambda x, low, high: (low <= x) & (x < high)),
            "A target on the upper end of its interval was counted as a miss. Both ends belong to "
            "it.",
        ),
        Mistake(
            "upper end only",
            by(inside=lambda x, low, high: x <= high),
            "Only the upper end was looked at. A target below the lower end is a miss, too.",
        ),
        Mistake(
            "lower end only",
            by(inside=lambda x, low, high: x >= low),
            "Only the lower end was looked at. A target above the upper end is a miss, too.",
        ),
        Mistake(
            "either",
            by(inside=lambda x, low, high: (low <= x) | (x <= high)),
            "A target was counted that keeps to either end, which every number does. It has to "
            "keep to both: &.",
        ),
        Mistake(
            "misses",
            changed(covered=lambda right: 1 - right.covered),
            "`covered` is the share of misses. Asked for is the share of hits.",
        ),
        Mistake(
            "percent",
            changed(covered=lambda right: 100 * right.covered),
            "`covered` is in percent. Asked for is a share between 0 and 1.",
        ),
        Mistake(
            "counted",
            by(share=summed),
            "`covered` is a number of hits. Divide it by the number of known targets of the step.",
        ),
        Mistake(
            "overall",
            by(share=overall, mean=overall),
            "One mean was taken over all steps. It hides that near steps can be covered too often "
            "and far ones too rarely: one number for each step.",
        ),
        Mistake(
            "overall, one number",
            by(share=over(None), mean=over(None)),
            "One mean was taken over all windows and steps. It hides that near steps can be "
            "covered too often and far ones too rarely: one number for each step.",
        ),
        Mistake(
            "by window",
            by(share=over(1), mean=over(1)),
            "The means were taken over the steps of each window. Take them over the windows, for "
            "each step: axis=0.",
        ),
        Mistake(
            "overall width",
            by(mean=overall),
            "`width` is one mean over all steps. Each step has its own: axis=0.",
        ),
        Mistake(
            "half",
            changed(width=lambda right: right.width / 2),
            "`width` is half of the interval. Asked for is the whole, from end to end.",
        ),
        Mistake(
            "negative",
            by(size=lambda high, low: low - high),
            "`width` is negative: subtract the lower end from the upper one.",
        ),
        Mistake(
            "squared",
            by(size=lambda high, low: (high - low) ** 2),
            "`width` is a mean of squares. Asked for is the mean of the plain widths.",
        ),
        Mistake("median", by(mean=medians), "`width` is a median. Asked for is the mean."),
        Mistake(
            "widest",
            by(mean=largest),
            "`width` is that of the widest interval. Asked for is the mean.",
        ),
        Mistake(
            "summed width",
            by(mean=summed),
            "`width` is a sum. Asked for is the mean over the windows with a known target.",
        ),
        Mistake(
            "hits only",
            hits_width,
            "`width` is the mean over the intervals that hold their target. The others were wide, "
            "too: take all whose target is known.",
        ),
        Mistake(
            "exchanged",
            lambda *args: coverage(*args)[::-1],
            "The two results are in the wrong order: `covered` first, then `width`.",
        ),
    ],
)
