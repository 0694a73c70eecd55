"""Exercise verdict of lab 4: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake


class Verdict(NamedTuple):
    """The candidate to use, and what its networks err on the test."""

    chosen: int
    error: float
    spread: float


def verdict(validation, test):
    return chosen_by(lambda validation, test: validation.mean(axis=1).argmin())(validation, test)


def chosen_by(rule):
    """Return the task with a choice made by `rule(validation, test)`."""
    return lambda validation, test: reported(rule(validation, test), test)


def reported(chosen, errors):
    row = errors[chosen]
    return Verdict(int(chosen), row.mean(), row.std(ddof=1))


def with_numbers(**parts):
    """Return the task with other numbers: functions of (chosen, validation, test)."""

    def run(validation, test):
        right = verdict(validation, test)
        made = {name: rule(right.chosen, validation, test) for name, rule in parts.items()}
        return right._replace(**made)

    return run


# Other ways to choose, each of which goes wrong in some of the trials.
CHOICES = {
    "test": lambda validation, test: test.mean(axis=1).argmin(),
    "best seed": lambda validation, test: validation.min(axis=1).argmin(),
    "worst seed": lambda validation, test: validation.max(axis=1).argmin(),
    "median": lambda validation, test: np.median(validation, axis=1).argmin(),
    "both": lambda validation, test: (validation + test).mean(axis=1).argmin(),
    "product": lambda validation, test: validation.prod(axis=1).argmin(),
    "squares": lambda validation, test: (validation**2).mean(axis=1).argmin(),
    "first seed": lambda validation, test: validation[:, 0].argmin(),
    "mean and spread": lambda validation, test: (
        validation.mean(axis=1) + validation.std(axis=1, ddof=1)
    ).argmin(),
    "wins": lambda validation, test: wins(validation).argmax(),
}


def wins(errors):
    """Count for every candidate the seeds from which it is the best."""
    return np.bincount(errors.argmin(axis=0), minlength=len(errors))


def verdict_trials(rng):
    """Yield (candidates, seeds), so drawn that one of the other ways to choose goes wrong."""
    sizes = [(2, 3), (2, 3), (3, 2), (3, 4), (4, 3), (2, 5), (5, 4), (4, 5), (5, 3), (3, 5)]
    sizes += [(2, 4), (4, 2), (3, 3), (3, 6), (2, 3), (4, 4), (5, 2), (3, 5), (4, 6), (6, 3)]
    for size, choose in zip(sizes, [*CHOICES.values()] * 2, strict=True):
        while True:
            errors = np.round(0.1 + rng.random((size[0], 1)) + 0.8 * rng.random((2, *size)), 2)
            means = np.sort(errors.mean(axis=2), axis=1)
            apart = (means[:, 1] - means[:, 0] > 0.02).all()
            if apart and choose(*errors) != verdict(*errors).chosen:
                break
        yield tuple(errors)


def verdict_further(rng):
    """Yield whole numbers, such as errors in vehicles, and candidates that differ in size."""
    yield np.array([[310, 150, 280], [200, 210, 225]]), np.array([[220, 260, 191], [230, 240, 251]])
    spread = np.array([[1e-3], [30.0], [2e-2], [0.5]]) * (1 + rng.random((2, 4, 3)))
    yield tuple(np.round(spread, 5))
    yield np.array([[0.4, 0.2, 0.5]]), np.array([[0.3, 0.7, 0.4]])  # a single candidate


VERDICT = Exercise(
    name="lab-4/verdict",
    reference=verdict,
    trials=verdict_trials,
    also=verdict_further,
    note="The test was read once, after the choice, so it could not flatter what was chosen.",
    mistakes=[
        Mistake(
            "chosen on the test",
            chosen_by(CHOICES["test"]),
            "The candidate was chosen by its test error. The test then helped to pick its own "
            "winner, and the number reported is too good. Choose by `validation`.",
        ),
        Mistake(
            "chosen on both",
            chosen_by(CHOICES["both"]),
            "Validation and test errors were added up for the choice. The test must have no say "
            "in it: choose by `validation` alone.",
        ),
        Mistake(
            "best seed on validation",
            chosen_by(CHOICES["best seed"]),
            "The candidate with the single best network was chosen. One lucky start proves "
            "nothing: compare the means over the seeds.",
        ),
        Mistake(
            "best worst seed",
            chosen_by(CHOICES["worst seed"]),
            "The candidate was chosen by its worst seed. That is cautious and not what is asked: "
            "compare the means over the seeds.",
        ),
        Mistake(
            "flat index",
            chosen_by(lambda validation, test: validation.argmin()),
            "np.argmin without an axis counts through the whole table, so its answer is no row. "
            "Take the mean over the seeds first: validation.mean(axis=1).argmin().",
        ),
        Mistake(
            "best seed on the test",
            chosen_by(lambda validation, test: test.min(axis=1).argmin()),
            "The candidate was chosen by its luckiest test error. The test must have no say in "
            "the choice, and one lucky start proves nothing: compare the means of `validation`.",
        ),
        Mistake(
            "median",
            chosen_by(CHOICES["median"]),
            "The candidate was chosen by its median. Compare the means over the seeds.",
        ),
        Mistake(
            "first seed",
            chosen_by(CHOICES["first seed"]),
            "The candidate was chosen by its first seed alone. Compare the means over all seeds.",
        ),
        Mistake(
            "geometric mean",
            chosen_by(CHOICES["product"]),
            "The candidate was chosen by the product of its errors, which is small as soon as one "
            "of them is. Compare the means.",
        ),
        Mistake(
            "mean of squares",
            chosen_by(CHOICES["squares"]),
            "The candidate was chosen by the squares of its errors. They are errors already: "
            "compare their means.",
        ),
        Mistake(
            "mean and spread",
            chosen_by(CHOICES["mean and spread"]),
            "The candidate was chosen by mean and spread together. That is cautious and not what "
            "is asked: compare the means alone.",
        ),
        Mistake(
            "most wins",
            chosen_by(CHOICES["wins"]),
            "The candidate was chosen by how many seeds it is the best from, however narrowly. "
            "Compare the means over the seeds.",
        ),
        Mistake(
            "steadiest",
            chosen_by(lambda validation, test: validation.std(axis=1).argmin()),
            "This is the candidate with the smallest spread, which may be steadily bad. Choose by "
            "the mean.",
        ),
        Mistake(
            "largest error",
            chosen_by(lambda validation, test: validation.mean(axis=1).argmax()),
            "This is the candidate with the largest error. Errors should be small: argmin.",
        ),
        Mistake(
            "validation reported",
            lambda validation, test: reported(verdict(validation, test).chosen, validation),
            "The choice is right, and the numbers are its validation errors. They helped to "
            "choose it and are too good for that reason. Report its test errors.",
        ),
        Mistake(
            "validation error reported",
            with_numbers(error=lambda c, v, t: v[c].mean()),
            "The choice is right, and the error is its validation error, which helped to choose "
            "it and is too good for that reason. Report the mean of its test errors.",
        ),
        Mistake(
            "validation spread",
            with_numbers(spread=lambda c, v, t: v[c].std(ddof=1)),
            "Choice and error are right. The spread is that of the validation errors; it belongs "
            "to the error beside it, so take it over the test errors.",
        ),
        Mistake(
            "best test seed",
            with_numbers(error=lambda c, v, t: t[c].min()),
            "The choice is right, and the error is that of its luckiest seed on the test. Nobody "
            "can know which that is before the test. Report the mean over the seeds.",
        ),
        Mistake(
            "test error of the best validation seed",
            with_numbers(error=lambda c, v, t: t[c, v[c].argmin()]),
            "The error is that of one network, the one that was best on validation. That is "
            "honest about this network; asked for is what to expect of the candidate, the mean "
            "over its seeds.",
        ),
        Mistake(
            "smallest mean on the test",
            with_numbers(error=lambda c, v, t: t.mean(axis=1).min()),
            "The choice is right, and the error belongs to whichever candidate did best on the "
            "test. Report the error of the chosen one: test[chosen].",
        ),
        Mistake(
            "smallest test error of all",
            with_numbers(error=lambda c, v, t: t.min()),
            "The choice is right, and the error is the smallest in the whole table of test "
            "errors. Report the mean over the seeds of the chosen one: test[chosen].",
        ),
        Mistake(
            "mean of all candidates",
            with_numbers(error=lambda c, v, t: t.mean()),
            "The error is the mean over all candidates. Report that of the chosen one: "
            "test[chosen].",
        ),
        Mistake(
            "median of the test errors",
            with_numbers(error=lambda c, v, t: np.median(t[c])),
            "The choice is right, and the error is the median over the seeds. Report their mean.",
        ),
        Mistake(
            "worst test seed",
            with_numbers(error=lambda c, v, t: t[c].max()),
            "The choice is right, and the error is that of its worst seed on the test. Report the "
            "mean over the seeds.",
        ),
        Mistake(
            "both errors together",
            with_numbers(error=lambda c, v, t: np.mean([v[c], t[c]])),
            "The choice is right, and the error is a mean of validation and test errors. The "
            "former helped to choose and are too good for that reason: test errors only.",
        ),
        Mistake(
            "both spreads together",
            with_numbers(spread=lambda c, v, t: np.std([v[c], t[c]], ddof=1)),
            "Choice and error are right. The spread is that of validation and test errors "
            "together; take it over the test errors.",
        ),
        Mistake(
            "spread of the means",
            with_numbers(spread=lambda c, v, t: t.mean(axis=1).std(ddof=1)),
            "Choice and error are right. The spread is that of the candidates' means. Take it over "
            "the seeds of the chosen one.",
        ),
        Mistake(
            "spread of the whole population",
            with_numbers(spread=lambda c, v, t: t[c].std()),
            "Choice and error are right. The spread was divided by the number of seeds, which "
            "makes it too small for so few of them: std(ddof=1).",
        ),
        Mistake(
            "standard error",
            with_numbers(spread=lambda c, v, t: t[c].std(ddof=1) / np.sqrt(t.shape[1])),
            "Choice and error are right. The spread is the standard error of the mean, which "
            "shrinks with every seed. Asked for is how far single networks lie apart: the sample "
            "standard deviation itself.",
        ),
        Mistake(
            "variance",
            with_numbers(spread=lambda c, v, t: t[c].var(ddof=1)),
            "Choice and error are right. The spread is the variance; take its root.",
        ),
        Mistake(
            "range",
            with_numbers(spread=lambda c, v, t: np.ptp(t[c])),
            "Choice and error are right. The spread is the distance from the best seed to the "
            "worst. Asked for is the sample standard deviation.",
        ),
        Mistake(
            "spread of everything",
            with_numbers(spread=lambda c, v, t: t.std(ddof=1)),
            "Choice and error are right. The spread is that of all test errors of all candidates. "
            "Take it over the seeds of the chosen one.",
        ),
        Mistake(
            "seeds chosen",
            lambda validation, test: reported(validation.mean(axis=0).argmin(), test.T),
            "The means run over the candidates, so a seed was chosen and not a candidate. Each "
            "row is a candidate: average along axis 1.",
        ),
        Mistake(
            "counted from 1",
            with_numbers(chosen=lambda c, v, t: c + 1),
            "Error and spread are right. The candidate was counted from 1; rows count from 0.",
        ),
    ],
)
