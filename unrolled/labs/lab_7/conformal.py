"""Exercise conformal of lab 7: reference, inputs, known mistakes and their diagnoses."""

import math

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw_whole


def conformal(errors, level):
    return by()(errors, level)


def rank_of(n, p):
    return math.ceil((n + 1) * p - 1e-9)


def known(column):
    return column[~np.isnan(column)]


def beyond(scores):
    return np.inf


def by(score=np.abs, rank=rank_of, kept=known, too_few=beyond, order=np.sort):
    """Return the task with other scores, another rank, or another answer where n is too small."""

    def run(errors, level):
        reach = []
        for column in score(np.asarray(errors, float)).T:
            scores = order(kept(column))
            k = rank(len(scores), level)
            reach.append(scores[k - 1] if 1 <= k <= len(scores) else too_few(scores))
        return np.array(reach)

    return run


def quantile(method, share=lambda n, p: p):
    """Return the task by NumPy's quantile of the known scores."""

    def run(errors, level):
        columns = [known(column) for column in np.abs(errors).T]
        return np.array(
            [np.quantile(c, min(1, share(len(c), level)), method=method) for c in columns]
        )

    return run


def corrected(n, p):
    return rank_of(n, p) / n


def infinite_where_few(rule):
    """Return a rule's answer, and infinity where no score is large enough."""

    def run(errors, level):
        right = conformal(errors, level)
        return np.where(np.isinf(right), np.inf, rule(errors, level))

    return run


def all_steps(errors, level):
    scores = np.sort(known(np.abs(errors).ravel()))
    k = rank_of(len(scores), level)
    return np.full(errors.shape[1], scores[k - 1] if k <= len(scores) else np.inf)


def whole_rows(errors, level):
    return conformal(errors[~np.isnan(errors).any(axis=1)], level)


def rows_counted(errors, level):
    """Count missing errors among the scores, and sort them to the end."""
    scores = np.sort(np.abs(errors), axis=0)
    k = rank_of(len(errors), level)
    return scores[k - 1] if k <= len(errors) else np.full(errors.shape[1], np.inf)


def rows_counted_and_clipped(errors, level):
    k = min(rank_of(len(errors), level), len(errors))
    return np.sort(np.abs(errors), axis=0)[k - 1]


def length_ranked(reach):
    """Take the rank of all rows among the known errors of a step."""

    def run(errors, level):
        k = rank_of(len(errors), level)
        columns = [np.sort(known(column)) for column in np.abs(np.asarray(errors, float)).T]
        return np.array([reach(scores, k, len(errors)) for scores in columns])

    return run


def not_asked(order=np.sort):
    """Take the k-th score without asking whether there is one."""

    def run(errors, level):
        columns = [order(known(column)) for column in np.abs(errors).T]
        return np.array([scores[rank_of(len(scores), level) - 1] for scores in columns])

    return run


def all_columns_at_once(answer):
    """Take the k-th row of each column of the sorted scores, and replace it afterwards."""

    def run(errors, level):
        scores, n = np.sort(np.abs(errors), axis=0), (~np.isnan(errors)).sum(axis=0)
        k = np.ceil((n + 1) * level - 1e-9).astype(int)
        return answer(scores[k - 1, np.arange(len(n))], k <= n)

    return run


def all_rows_not_asked(errors, level):
    return np.sort(np.abs(errors), axis=0)[rank_of(len(errors), level) - 1]


def too_few_for_all(errors, level):
    right = conformal(errors, level)
    return np.full(right.shape, np.inf) if np.isinf(right).any() else right


def by_window(errors, level):
    return conformal(errors.T, level)


def spread(errors, level):
    """Return the half-width that a normal distribution would have at 90 percent."""
    return 1.645 * np.nanstd(errors, axis=0)


def of_mean(errors, level):
    return np.nanmean(np.abs(errors), axis=0)


TOO_SMALL = (
    "Where n is too small, k is larger than n and no score reaches far enough: the honest answer "
    "is infinite. "
)
COUNTED = "Missing errors were counted among the n, or sorted to the end, where NaN stands. "
INTERPOLATED = (
    "This is a quantile of the n scores, with an interpolation between two of them. The rank "
    "counts the new score, too: the k-th smallest, k = ceil((n + 1) p), and nothing between."
)


LENGTH = (
    "Missing errors were left out of the ranking and yet counted in n, which is the number of all "
    "windows: the rank is too large for what is left. The n of a step is the number of its known "
    "errors."
)
TOO_FAR = (
    "k is larger than n where a step has too few known errors, and then there is no k-th score. "
    "Return np.inf there; ask before taking the score: an index is looked up even where np.where "
    "would drop it."
)


def conformal_trials(rng):
    """Yield (errors, level): exact ranks and rounded ones, steps with too few errors.

    No product (n + 1) p comes out above a whole number that it should equal, as 100 * 0.55 does:
    the formula is accepted as the page gives it, with or without a guard against that.
    """
    for n, horizon, level, gone in [
        (1, 1, 0.5, []),
        (3, 1, 0.5, []),
        (3, 1, 0.9, []),
        (4, 2, 0.7, []),
        (5, 3, 0.6, [(1, 1), (4, 1)]),
        (7, 3, 0.75, [(0, 2)]),
        (9, 2, 0.8, [(2, 0), (3, 0), (7, 0), (5, 1)]),
        (9, 4, 0.85, [(0, 1), (1, 1), (2, 1), (3, 1), (8, 2)]),
        (12, 5, 0.3, [(3, 0), (4, 0), (11, 3), (0, 4), (6, 4), (7, 4)]),
        (14, 3, 0.9, [(0, 0), (5, 0), (6, 0), (7, 0), (8, 0), (9, 0), (13, 1)]),
    ]:
        yield conformal_trial(rng, n, horizon, gone), level


def conformal_trial(rng, n, horizon, gone=()):
    """Draw errors of which no two are of the same size, larger at later steps."""
    steps = 1 + np.arange(horizon)
    size = np.stack([rng.permutation(n) + 1.0 for _ in steps], axis=1)
    errors = rng.choice([-1, 1], size=(n, horizon)) * (size + 0.3 * steps) / 10
    if n > 2:
        errors[0] = -np.abs(errors[0])
        errors[1] = np.abs(errors[1])
    errors = np.round(errors, 2)
    for row, step in gone:
        errors[row, step] = np.nan
    return errors


def conformal_further(rng):
    """Yield whole numbers with ties, and single precision."""
    yield draw_whole(rng, 9, 3), 0.75
    yield conformal_trial(rng, 7, 2).astype(np.float32), 0.75


CONFORMAL = Exercise(
    name="lab-7/conformal",
    reference=conformal,
    trials=conformal_trials,
    also=conformal_further,
    note="The new error is as likely to take any of n + 1 places among the scores.",
    mistakes=[
        Mistake(
            "n",
            by(rank=lambda n, p: math.ceil(n * p - 1e-9)),
            "The rank was taken of n. The new error takes a place, too: there are n + 1 of them, "
            "k = ceil((n + 1) p).",
        ),
        Mistake(
            "n, clipped",
            by(rank=lambda n, p: max(1, int(n * p))),
            "The rank was taken of n, and rounded down. The new error takes a place, too, and the "
            "share is to be reached: k = ceil((n + 1) p).",
        ),
        Mistake(
            "rounded down",
            by(rank=lambda n, p: math.floor((n + 1) * p + 1e-9)),
            "The rank was rounded down, so that the share is missed by a little. Round up: "
            "k = ceil((n + 1) p).",
        ),
        Mistake(
            "rounded",
            by(rank=lambda n, p: round((n + 1) * p)),
            "The rank was rounded to the nearest whole number, so that the share is missed half "
            "of the time. Round up: k = ceil((n + 1) p).",
        ),
        Mistake(
            "floor + 1",
            by(rank=lambda n, p: math.floor((n + 1) * p + 1e-9) + 1),
            "The rank is one too large where (n + 1) p is a whole number. Rounding up leaves a "
            "whole number as it is.",
        ),
        Mistake(
            "counted from 0",
            by(rank=lambda n, p: rank_of(n, p) + 1),
            "The score is one too far up: the k-th smallest has the index k - 1.",
        ),
        Mistake(
            "n - 1",
            by(rank=lambda n, p: math.ceil((n - 1) * p - 1e-9)),
            "The rank was taken of n - 1. The new error takes a place, too: there are n + 1 of "
            "them, k = ceil((n + 1) p).",
        ),
        Mistake(
            "one too low",
            by(rank=lambda n, p: rank_of(n, p) - 1),
            "The score is one too far down. The k-th smallest has the index k - 1 and not k - 2.",
        ),
        Mistake(
            "largest where too few",
            by(too_few=lambda scores: scores[-1]),
            f"{TOO_SMALL}The largest score was taken instead, which promises more than it keeps.",
        ),
        Mistake(
            "NaN where too few",
            by(too_few=lambda scores: np.nan),
            f"{TOO_SMALL}NaN says that nothing is known; np.inf says how far one would have to go.",
        ),
        Mistake(
            "0 where too few",
            by(too_few=lambda scores: 0.0),
            f"{TOO_SMALL}An interval of width 0 is the opposite.",
        ),
        Mistake("quantile", quantile("linear"), f"{INTERPOLATED} {TOO_SMALL}".rstrip()),
        Mistake(
            "quantile, infinite where few", infinite_where_few(quantile("linear")), INTERPOLATED
        ),
        Mistake(
            "corrected quantile",
            quantile("linear", corrected),
            f"{INTERPOLATED} The correction to k / n is right; np.quantile then still interpolates "
            f"between its own ranks. {TOO_SMALL}".rstrip(),
        ),
        Mistake(
            "corrected quantile, infinite where few",
            infinite_where_few(quantile("linear", corrected)),
            f"{INTERPOLATED} The correction to k / n is right; np.quantile then still interpolates "
            "between its own ranks.",
        ),
        Mistake(
            "higher",
            quantile("higher"),
            "np.quantile with method='higher' counts n - 1 gaps between the scores. The rank that "
            "keeps the promise is k = ceil((n + 1) p), infinite where it is larger than n.",
        ),
        Mistake(
            "corrected, higher",
            infinite_where_few(quantile("higher", corrected)),
            "np.quantile with method='higher' at k / n gives a score above the k-th. Sort the "
            "scores and take the one with index k - 1.",
        ),
        Mistake(
            "signed",
            by(score=lambda errors: errors),
            "The errors kept their signs. How far off a forecast is has none: take absolute values "
            "first.",
        ),
        Mistake(
            "squared",
            by(score=np.square),
            "The errors were squared, and so is the width. Take absolute values.",
        ),
        Mistake(
            "opposite sign",
            by(score=np.negative),
            "The errors kept a sign. How far off a forecast is has none: take absolute values "
            "first.",
        ),
        Mistake(
            "descending",
            by(order=lambda scores: np.sort(scores)[::-1]),
            "The scores were counted from the largest. The k-th *smallest* is asked for.",
        ),
        Mistake(
            "unsorted",
            by(order=lambda scores: scores),
            "The scores were not sorted, so the k-th is one of any size.",
        ),
        Mistake(
            "1 - p",
            by(rank=lambda n, p: rank_of(n, 1 - p)),
            "The rank is that of 1 - p. The level is the share that is to lie *within*.",
        ),
        Mistake(
            "half of the rest",
            by(rank=lambda n, p: rank_of(n, (1 + p) / 2)),
            "The rank is that of (1 + p) / 2, as for one end of an interval between two quantiles. "
            "Absolute errors have one end only, and its share is p.",
        ),
        Mistake(
            "whole width",
            lambda errors, level: 2 * conformal(errors, level),
            "This is the whole width of the interval. Asked for is how far it reaches to either "
            "side.",
        ),
        Mistake(
            "all steps at once",
            all_steps,
            "The errors of all steps were ranked together. Near steps then get intervals that are "
            "too wide and far ones such that are too narrow: each step has a rank of its own.",
        ),
        Mistake(
            "by window",
            by_window,
            "The scores were ranked along the steps, for each window. Rank the windows, for each "
            "step.",
        ),
        Mistake(
            "whole rows",
            whole_rows,
            "A window in which any step is missing was left out for all steps. Each step has its "
            "own n: leave out its own gaps alone.",
        ),
        Mistake(
            "rows counted",
            rows_counted,
            f"{COUNTED}The n of a step is the number of its known errors.",
        ),
        Mistake(
            "rows counted, largest where too few",
            rows_counted_and_clipped,
            f"{COUNTED}The n of a step is the number of its known errors. And: {TOO_SMALL}"
            "The largest score was taken instead.",
        ),
        *(
            Mistake(f"length, {name}", length_ranked(reach), LENGTH)
            for name, reach in [
                ("no such score", lambda s, k, n: s[k - 1] if k <= n else np.inf),
                ("infinite", lambda s, k, n: s[k - 1] if k <= len(s) else np.inf),
                ("clipped", lambda s, k, n: s[min(k, len(s)) - 1] if k <= n else np.inf),
                ("largest", lambda s, k, n: s[min(k, len(s)) - 1]),
                ("not asked", lambda s, k, n: s[k - 1]),
            ]
        ),
        Mistake("not asked", not_asked(), TOO_FAR),
        Mistake("not asked of a list", not_asked(sorted), TOO_FAR),
        Mistake("columns, not asked", all_columns_at_once(lambda reach, enough: reach), TOO_FAR),
        Mistake(
            "columns, asked too late",
            all_columns_at_once(lambda reach, enough: np.where(enough, reach, np.inf)),
            TOO_FAR,
        ),
        Mistake(
            "rows counted, not asked",
            all_rows_not_asked,
            f"{COUNTED}The n of a step is the number of its known errors. And {TOO_FAR}",
        ),
        Mistake(
            "gaps as 0",
            by(kept=np.nan_to_num),
            "Missing errors were counted as 0, as though the forecast had been exact. Leave them "
            "out: the n of a step is the number of its known errors.",
        ),
        Mistake(
            "infinite for all",
            too_few_for_all,
            "One step with too few errors made the others infinite. Each step has its own n.",
        ),
        Mistake(
            "normal",
            spread,
            "This is 1.645 standard deviations, which holds for a normal distribution at one "
            "level. The rank asks for no distribution: the k-th smallest absolute error.",
        ),
        Mistake(
            "mean",
            of_mean,
            "This is the mean absolute error. Asked for is the k-th smallest absolute error.",
        ),
    ],
)
