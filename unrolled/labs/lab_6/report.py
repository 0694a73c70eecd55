"""Exercise report of lab 6: reference, inputs, known mistakes and their diagnoses."""

import copy
from dataclasses import dataclass, field
from functools import wraps

import numpy as np

from unrolled._expect import expect
from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw


@dataclass(frozen=True)
class Repeat:
    """Repeat the last season, `weight` of it, bent by tanh where `bent`."""

    season: int
    weight: float = 1.0
    bent: bool = False

    def __call__(self, past, horizon):
        known = _known(past, self.season)
        made = self.weight * known[-self.season :][np.arange(horizon) % self.season]
        return np.tanh(made) if self.bent else made


@dataclass(frozen=True)
class Level:
    """Forecast `weight` of the mean of all that is known, plus `shift`."""

    weight: float
    shift: float = 0.0

    def __call__(self, past, horizon):
        return np.full(horizon, self.weight * _known(past, 1).mean() + self.shift)


def _known(past, least):
    past = np.asarray(past, float)
    wanted = f"have shape (time,) and at least {least} values"
    expect(past.ndim == 1 and len(past) >= least, "past", wanted, f"shape {past.shape}")
    return past


@dataclass
class Judge:
    """Knows the counts of the test as they were corrected later, and answers once."""

    truth: np.ndarray = field(repr=False)  # (windows, horizon)
    calls: int = 0

    def __call__(self, forecast, baseline):
        self.calls += 1
        once = "be called once in all, with both forecasts: the test set is used up"
        expect(self.calls == 1, "judge", once, f"call {self.calls}")
        for name, given in [("forecast", forecast), ("baseline", baseline)]:
            given = np.asarray(given, float)
            wanted = f"have shape (windows, horizon), {self.truth.shape}"
            expect(given.shape == self.truth.shape, name, wanted, f"shape {given.shape}")
        errors = [float(np.abs(self.truth - made).mean()) for made in (forecast, baseline)]
        return errors[0], errors[1]

    def __repr__(self):
        return f"<a judge of {len(self.truth)} windows>"


def report(series, validation_start, test_start, horizon, candidates, judge):
    return by()(series, validation_start, test_start, horizon, candidates, judge)


def of_training(s, v, t, row):
    return s[:v]


def complete(start, end, horizon):
    """Return the first row of each window: side by side, complete, inside the part."""
    return range(start, end - horizon + 1, horizon)


def absolute(difference):
    return np.mean(np.abs(difference))


def lowest(validation, others):
    return int(np.argmin(validation))


def entries(chosen, validation, test, baseline):
    return {
        "chosen": chosen,
        "validation": validation[chosen],
        "test": test,
        "baseline": baseline,
        "skill": 1 - test / baseline,
    }


def by(fitted=of_training, known=lambda s, row, v, t: s[:row], rows=complete, loss=absolute,
       choose=lowest, in_units=True, judged=None, made=entries, center=np.mean, width=np.std,
       ends=lambda t, n: (t, n)):  # fmt: skip
    """Return the task with one part of the protocol done otherwise."""

    def run(series, v, t, horizon, candidates, judge):
        s = np.asarray(series, float)

        def forecasts(candidate, start, end):
            found = []
            for row in rows(start, end, horizon):
                past = fitted(s, v, t, row)
                mean, sd = center(past), width(past)
                forecast = candidate((known(s, row, v, t) - mean) / sd, horizon)
                found.append(forecast * sd + mean if in_units else forecast)
            return np.array(found)

        def error(candidate, start, end):
            starts = np.array(rows(start, end, horizon))[:, None]
            target = s[starts + np.arange(horizon)]
            if not in_units:
                target = (target - center(s[:v])) / width(s[:v])
            return loss(target - forecasts(candidate, start, end))

        part, n = ends(t, len(s))
        validation = np.array([error(c, v, part) for c in candidates])
        others = {
            "test": lambda: [error(c, t, n) for c in candidates],
            "training": lambda: [error(c, v // 2, v) for c in candidates],
            "both": lambda: [error(c, v, n) for c in candidates],
        }
        chosen = choose(validation, others)
        best, naive = (forecasts(c, t, n) for c in (candidates[chosen], candidates[0]))
        if judged is None:
            test, baseline = judge(best, naive)
        else:
            test, baseline = judged(judge, best, naive, error, candidates, chosen, t, n)
        return made(chosen, validation, test, baseline)

    return run


def by_other(name):
    return lambda validation, others: int(np.argmin(others[name]()))


def changed(**entries_of):
    """Return the right report with other entries, functions of the right one."""

    def run(*args):
        right = report(*args)
        return right | {name: change(right) for name, change in entries_of.items()}

    return run


def own_errors(judge, best, naive, error, candidates, chosen, t, n):
    return error(candidates[chosen], t, n), error(candidates[0], t, n)


def twice(judge, best, naive, *rest):
    return judge(best, best)[0], judge(naive, naive)[0]


def for_all(*args):
    """Ask the judge about every candidate, and choose by its answers."""
    *rest, candidates, judge = args
    made = [by(choose=lambda *_, i=i: i)(*rest, candidates, judge) for i in range(len(candidates))]
    return min(made, key=lambda report: report["test"])


def exchanged(judge, best, naive, *rest):
    baseline, test = judge(naive, best)
    return baseline, test


def reversed_arguments(judge, best, naive, *rest):
    return judge(naive, best)


def any_start(start, end, horizon):
    return range(start, end - horizon + 1)


def validated(rows, *args):
    """Return the validation error of each candidate, in windows that begin at other rows."""
    found = []

    def keep(validation, others):
        found.append(validation)
        return int(np.argmin(validation))

    *rest, _ = args
    by(rows=rows, choose=keep, judged=lambda *_: (1.0, 1.0))(*rest, None)
    return found[0]


def drawn_once(make):
    """Keep the inputs that a generator in a given state leads to: drawing takes many trials."""
    kept = {}

    @wraps(make)
    def run(rng):
        state = str(rng.bit_generator.state)
        if state not in kept:
            kept[state] = list(make(rng))
        return copy.deepcopy(kept[state])  # a judge remembers that it was called

    return run


@drawn_once
def report_trials(rng):
    """Yield series of several levels; the best in validation is not the best everywhere."""
    for n, v, t, horizon, season, count, unit in [
        (12, 6, 9, 1, 2, 2, 1),
        (14, 6, 10, 2, 2, 2, 1),
        (21, 9, 15, 2, 3, 3, 10),
        (27, 12, 20, 3, 2, 3, 1),
        (34, 14, 23, 3, 4, 4, 100),
        (40, 15, 28, 4, 3, 4, 10),
        (37, 16, 27, 2, 5, 5, 1000),
        (45, 18, 32, 5, 4, 5, 1),
        (50, 20, 36, 4, 7, 4, 10),
    ]:
        yield report_trial(rng, n, v, t, horizon, season, count, unit)


def report_trial(rng, n, v, t, horizon, season, count, unit):
    """Draw until the choice is a close matter that other rows would decide otherwise."""
    while True:
        parts = np.repeat([0.0, 1.2, 0.6], [v, t - v, n - t])
        wave = 2 * np.sin(2 * np.pi * np.arange(n) / season) * (season > 2)
        series = np.round((4 + parts + wave + 0.8 * draw(rng, n)) * unit, 1)
        weights = np.round(rng.uniform(0.3, 1.4, size=4), 1).tolist()
        candidates = (
            Repeat(season),
            Repeat(season + 1, weights[0], bent=True),
            Level(weights[1], 0.5),
            Repeat(1, weights[2], bent=True),
            Repeat(season, weights[3], bent=True),
        )[:count]
        starts = np.array(complete(t, n, horizon))[:, None]
        truth = np.round(series[starts + np.arange(horizon)] + 0.4 * unit * draw(
            rng, len(starts), horizon
        ), 1)  # fmt: skip
        args = series, v, t, horizon, candidates
        if telling(args, truth):
            return *args, Judge(truth)


def telling(args, truth):
    """Tell whether the choice differs from what other rows would choose."""
    right = report(*args, Judge(truth))
    if abs(right["skill"]) < 0.05 or right["chosen"] == 0:
        return False
    tested = by(choose=by_other("test"))(*args, Judge(truth))
    return tested["chosen"] != right["chosen"]


@drawn_once
def report_further(rng):
    """Yield whole numbers, and a baseline that is the best."""
    series, *rest, judge = report_trial(rng, 30, 12, 20, 3, 2, 3, 10)
    yield np.round(series).astype(int), *rest, judge
    series, v, t, horizon, candidates, judge = report_trial(rng, 24, 10, 16, 2, 3, 3, 1)
    wave = np.tile([1.0, 4.0, 2.5], 8) + 0.1 * draw(rng, 24)
    truth = wave[np.array(complete(t, 24, horizon))[:, None] + np.arange(horizon)] + 0.3
    yield wave, v, t, horizon, candidates, Judge(truth)


SCALES = {
    "all rows": (
        {"fitted": lambda s, v, t, row: s},
        "The scale was taken from all rows, the test among them. Mean and standard deviation come "
        "from the training rows, series[:validation_start].",
    ),
    "up to the test": (
        {"fitted": lambda s, v, t, row: s[:t]},
        "The scale was taken from the rows before the test, validation among them. The choice is "
        "then made on rows that had a part in it: series[:validation_start].",
    ),
    "at each origin": (
        {"fitted": lambda s, v, t, row: s[:row]},
        "The scale was taken anew at every origin. That is no leak, for it reads the past only; "
        "but the candidates expect one scale, that of the training rows, "
        "series[:validation_start].",
    ),
    "validation": (
        {"fitted": lambda s, v, t, row: s[v:t]},
        "The scale was taken from the validation rows. It comes from the training rows, "
        "series[:validation_start].",
    ),
    "no scale": (
        {"center": lambda past: 0.0, "width": lambda past: 1.0},
        "The candidates were given the series in its own units. They expect it scaled by mean and "
        "standard deviation of the training rows, and their forecasts are put back.",
    ),
    "no mean": (
        {"center": lambda past: 0.0},
        "No mean was subtracted. Scaled, the training rows have mean 0 and standard deviation 1.",
    ),
    "no standard deviation": (
        {"width": lambda past: 1.0},
        "Nothing was divided by the standard deviation. Scaled, the training rows have mean 0 and "
        "standard deviation 1.",
    ),
    "sample standard deviation": (
        {"width": lambda past: np.std(past, ddof=1)},
        "The standard deviation was divided by one less than the number of rows. Asked for is the "
        "plain one, ddof=0.",
    ),
}

READS = {
    "the first target": (
        {"known": lambda s, row, v, t: s[: row + 1]},
        "The candidates read the first row that they are to forecast. What is known before row r "
        "is series[:r].",
    ),
    "one row less": (
        {"known": lambda s, row, v, t: s[: row - 1]},
        "The candidates do not get the last row that is known. What is known before row r is "
        "series[:r].",
    ),
    "all": (
        {"known": lambda s, row, v, t: s},
        "The candidates were given the whole series each time, with what they are to forecast. "
        "What is known before row r is series[:r].",
    ),
    "training rows": (
        {"known": lambda s, row, v, t: s[:v]},
        "The candidates were given the training rows each time. What has happened since is known "
        "too: before row r that is series[:r], in validation and test alike.",
    ),
    "rows before the part": (
        {"known": lambda s, row, v, t: s[:v] if row < t else s[:t]},
        "The candidates were given only what came before the part began. At each window all "
        "earlier rows are known, those of the same part too: series[:r].",
    ),
    "rows of the test without validation": (
        {"known": lambda s, row, v, t: s[:row] if row < t else np.r_[s[:v], s[t:row]]},
        "In the test the validation rows were left out of what the candidates read. They have "
        "happened: series[:r].",
    ),
}

CHOICES = {
    "test": (
        by_other("test"),
        "The candidate was chosen by its errors in the test rows. Its error there is then no "
        "longer what to expect on new data: choose by validation.",
    ),
    "training": (
        by_other("training"),
        "The candidate was chosen by its errors in the training rows. Choose by validation.",
    ),
    "both": (
        by_other("both"),
        "The candidate was chosen by its errors in validation and test together, so the test had a "
        "part in the choice. Choose by validation alone.",
    ),
    "worst": (
        lambda validation, others: int(np.argmax(validation)),
        "The candidate with the *highest* validation error was chosen. Choose the lowest.",
    ),
    "baseline": (
        lambda validation, others: 0,
        "Candidate 0 was chosen whatever its errors. Choose the lowest validation error.",
    ),
    "last": (
        lambda validation, others: len(validation) - 1,
        "The last candidate was chosen whatever its errors. Choose the lowest validation error.",
    ),
    "without the baseline": (
        lambda validation, others: 1 + int(np.argmin(validation[1:])),
        "The baseline took no part in the choice. If nothing is better in validation, an honest "
        "report chooses candidate 0, with a skill of 0.",
    ),
}

REPORT = Exercise(
    name="lab-6/report",
    reference=report,
    trials=report_trials,
    also=report_further,
    note="Chosen on one part, judged once on another, and in the units of the series.",
    mistakes=[
        *(Mistake(f"scale: {name}", by(**c), said) for name, (c, said) in SCALES.items()),
        *(Mistake(f"reads {name}", by(**c), said) for name, (c, said) in READS.items()),
        *(Mistake(f"chosen: {name}", by(choose=c), said) for name, (c, said) in CHOICES.items()),
        *(
            Mistake(
                f"scale: {name}; chosen: {other}",
                by(choose=CHOICES[other][0], **SCALES[name][0]),
                f"{SCALES[name][1]} And: {CHOICES[other][1]}",
            )
            for name in ("all rows", "up to the test")
            for other in ("test", "both", "training")
        ),
        Mistake(
            "in scaled units",
            by(in_units=False),
            "Forecasts and errors are in scaled units. Put the forecasts back before anything is "
            "measured: times the standard deviation, plus the mean.",
        ),
        Mistake(
            "judged in scaled units",
            lambda series, v, t, h, c, judge: by(
                judged=lambda j, best, naive, *rest: j(
                    *((f - np.mean(series[:v])) / np.std(series[:v]) for f in (best, naive))
                )
            )(series, v, t, h, c, judge),
            "The judge was given forecasts in scaled units, and knows counts in the units of the "
            "series. Put the forecasts back: times the standard deviation, plus the mean.",
        ),
        Mistake(
            "validation in scaled units",
            lambda series, v, *rest: (
                lambda right: right | {"validation": right["validation"] / np.std(series[:v])}
            )(report(series, v, *rest)),
            "The validation error is in scaled units. Multiply it by the standard deviation, or "
            "put the forecasts back before they are compared.",
        ),
        Mistake(
            "judged twice",
            by(judged=twice),
            "The judge was called more than once. It takes the forecasts of the chosen candidate "
            "and of the baseline in one call, after the choice: whoever may ask again can try "
            "until the answer pleases.",
        ),
        Mistake(
            "judged for all",
            for_all,
            "The judge was asked about every candidate. Choose by validation first, and ask once, "
            "about the chosen one and the baseline.",
        ),
        Mistake(
            "not judged",
            by(judged=own_errors),
            "The errors of the test were worked out from the series, without the judge. It knows "
            "corrected counts: its two answers are the entries `test` and `baseline`.",
        ),
        Mistake(
            "arguments of the judge exchanged",
            by(judged=reversed_arguments),
            "`test` and `baseline` have changed places: the judge takes the forecast of the chosen "
            "candidate first, then that of candidate 0, and answers in this order.",
        ),
        Mistake(
            "every row an origin",
            by(rows=any_start),
            "A window was forecast from every row. They lie side by side here: the next begins "
            "`horizon` rows later.",
        ),
        Mistake(
            "validation windows overlap",
            lambda *args: (
                report(*args)
                | {"validation": float(validated(any_start, *args)[report(*args)["chosen"]])}
            ),
            "In validation a window was forecast from every row. They lie side by side here: the "
            "next begins `horizon` rows later.",
        ),
        Mistake(
            "last window lost",
            by(rows=lambda a, b, h: range(a, b - h, h)),
            "The last window is missing where it just fits. The last row it may begin with is "
            "end - horizon, and range leaves its end out: + 1.",
        ),
        Mistake(
            "incomplete window",
            by(rows=lambda a, b, h: range(a, b, h)),
            "The last window reaches beyond its part. Only windows that fit into the part are "
            "forecast.",
        ),
        Mistake(
            "one row late",
            by(rows=lambda a, b, h: range(a + 1, b - h + 1, h)),
            "The windows begin one row late. The first row of a part is the first to be forecast.",
        ),
        Mistake(
            "squared",
            by(loss=lambda d: np.mean(d**2)),
            "The validation error is a mean *squared* error, which the choice was made by too. "
            "Asked for is the mean absolute one.",
        ),
        Mistake(
            "root",
            by(loss=lambda d: np.sqrt(np.mean(d**2))),
            "The validation error is the root of a mean squared error. Asked for is the mean "
            "absolute one.",
        ),
        Mistake(
            "signed",
            by(loss=np.mean),
            "The validation errors keep their signs and cancel. Take absolute values first.",
        ),
        Mistake(
            "absolute of the mean",
            by(loss=lambda d: abs(np.mean(d))),
            "The absolute value was taken of the mean, in which errors have cancelled. Take it of "
            "each, and then the mean.",
        ),
        Mistake(
            "summed",
            by(loss=lambda d: np.sum(np.abs(d))),
            "The validation error is a sum. Asked for is the mean over all windows and steps.",
        ),
        Mistake(
            "validation of all",
            by(
                made=lambda chosen, validation, *rest: (
                    entries(chosen, validation, *rest) | {"validation": validation}
                )
            ),
            "`validation` holds the errors of all candidates. Asked for is that of the chosen one.",
        ),
        Mistake(
            "validation of the baseline",
            by(
                made=lambda chosen, validation, *rest: (
                    entries(chosen, validation, *rest) | {"validation": validation[0]}
                )
            ),
            "`validation` is the error of candidate 0. Asked for is that of the chosen one.",
        ),
        Mistake(
            "counted from 1",
            changed(chosen=lambda right: right["chosen"] + 1),
            "The candidates are counted from 1. They count from 0, and candidate 0 is the "
            "baseline.",
        ),
        Mistake(
            "validation for test",
            changed(
                test=lambda right: right["validation"],
                skill=lambda right: 1 - right["validation"] / right["baseline"],
            ),
            "`test` is the validation error, which flatters the candidate that was chosen by it. "
            "The judge's first answer belongs there.",
        ),
        *(
            Mistake(
                f"skill: {name}", changed(skill=rule), f"{said} The skill is 1 - test / baseline."
            )
            for name, rule, said in [
                (
                    "ratio",
                    lambda r: r["test"] / r["baseline"],
                    "The ratio of the errors is *small* for a good forecast.",
                ),
                (
                    "upside down",
                    lambda r: 1 - r["baseline"] / r["test"],
                    "The fraction of the skill is upside down.",
                ),
                (
                    "gain",
                    lambda r: r["baseline"] - r["test"],
                    "The skill is a share, and this is a difference in the unit of the series.",
                ),
                (
                    "by own",
                    lambda r: r["baseline"] / r["test"] - 1,
                    "The gain was divided by the error of the chosen candidate.",
                ),
                ("sign", lambda r: r["test"] / r["baseline"] - 1, "The sign is wrong."),
                ("percent", lambda r: 100 * r["skill"], "The skill is a share, not percent."),
                (
                    "not below 0",
                    lambda r: max(0.0, r["skill"]),
                    "The skill is below 0 where the baseline errs less, and a report says so.",
                ),
                (
                    "absolute",
                    lambda r: abs(r["skill"]),
                    "The skill is below 0 where the baseline errs less, and a report says so.",
                ),
                (
                    "of validation",
                    lambda r: 1 - r["validation"] / r["baseline"],
                    "The skill compares the validation error with a test error.",
                ),
                (
                    "whether",
                    lambda r: r["test"] < r["baseline"],
                    "Asked for is by how much the forecast is better, not whether.",
                ),
            ]
        ),
    ],
)
