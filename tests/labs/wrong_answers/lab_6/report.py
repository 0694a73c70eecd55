"""Recorded answers to lab-6/report, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_6._shared import SHOWN, result


def right_report_loop(series, validation_start, test_start, horizon, candidates, judge):
    mean, sd = series[:validation_start].mean(), series[:validation_start].std()

    def forecast(candidate, start, end):
        rows, row = [], start
        while row + horizon <= end:
            rows.append(candidate((series[:row] - mean) / sd, horizon) * sd + mean)
            row += horizon
        return np.array(rows)

    n = (test_start - validation_start) // horizon
    target = series[validation_start : validation_start + n * horizon].reshape(n, horizon)
    errors = [np.abs(target - forecast(c, validation_start, test_start)).mean() for c in candidates]
    chosen = errors.index(min(errors))
    test, baseline = judge(
        forecast(candidates[chosen], test_start, len(series)),
        forecast(candidates[0], test_start, len(series)),
    )
    return {
        "chosen": chosen,
        "validation": errors[chosen],
        "test": test,
        "baseline": baseline,
        "skill": (baseline - test) / baseline,
    }


def right_report_scaled_errors(series, validation_start, test_start, horizon, candidates, judge):
    """Compare in scaled units, and put the errors back instead of the forecasts."""
    train = np.array(series[:validation_start], float)
    z = (series - train.mean()) / train.std()
    errors = np.zeros(len(candidates))
    for i, candidate in enumerate(candidates):
        off = [
            np.abs(z[r : r + horizon] - candidate(z[:r], horizon))
            for r in range(validation_start, test_start - horizon + 1, horizon)
        ]
        errors[i] = np.mean(off) * train.std()
    best = int(errors.argmin())
    rows = range(test_start, len(z) - horizon + 1, horizon)
    both = [np.stack([candidates[c](z[:r], horizon) for r in rows]) for c in (best, 0)]
    answer = judge(*(made * train.std() + train.mean() for made in both))
    skill = 1 - answer[0] / answer[1]
    return dict(
        skill=skill, baseline=answer[1], test=answer[0], validation=errors[best], chosen=best
    )


def right_report_all_at_once(series, v, t, horizon, candidates, judge):
    """Forecast everything first; which of it is looked at is another matter."""
    mean, sd, made = np.mean(series[:v]), np.std(series[:v]), {}
    for i, candidate in enumerate(candidates):
        for part, start, end in [("validation", v, t), ("test", t, len(series))]:
            rows = np.arange(start, end - horizon + 1, horizon)
            z = [candidate((series[:r] - mean) / sd, horizon) for r in rows]
            made[i, part] = mean + sd * np.array(z)
            if part == "validation":
                target = np.array([series[r : r + horizon] for r in rows])
                made[i, "error"] = float(np.mean(np.abs(made[i, part] - target)))
    chosen = min(range(len(candidates)), key=lambda i: made[i, "error"])
    test, baseline = judge(made[chosen, "test"], made[0, "test"])
    return {"chosen": np.int64(chosen), "validation": made[chosen, "error"], "test": test,
            "baseline": baseline, "skill": 1 - test / baseline}  # fmt: skip


def report_of(train=lambda s, v, t, r: s[:v], known=lambda s, v, t, r: s[:r],
              rows=lambda a, b, h: range(a, b - h + 1, h), loss=lambda d: np.abs(d).mean(),
              choose=lambda e, more: int(np.argmin(e)), ask=lambda judge, f, b, more: judge(f, b),
              back=lambda f, m, s: f * s + m, mean=np.mean, sd=np.std, change=None):  # fmt: skip
    """Return an answer with one thing done otherwise."""

    def my_report(series, validation_start, test_start, horizon, candidates, judge):
        v, t, n = validation_start, test_start, len(series)

        def forecast(candidate, a, b):
            made = []
            for r in rows(a, b, horizon):
                past = train(series, v, t, r)
                m, s = mean(past), sd(past)
                made.append(back(candidate((known(series, v, t, r) - m) / s, horizon), m, s))
            return np.array(made)

        def error(candidate, a, b):
            target = np.array([series[r : r + horizon] for r in rows(a, b, horizon)])
            return loss(target - forecast(candidate, a, b))

        errors = [error(c, v, t) for c in candidates]

        def more(a, b):
            places = {"half": v // 2, "v": v, "t": t, "n": n}
            return [error(c, places[a], places[b]) for c in candidates]

        chosen = choose(errors, more)
        made, naive = forecast(candidates[chosen], t, n), forecast(candidates[0], t, n)
        test, baseline = ask(judge, made, naive, lambda: [more("t", "n")[i] for i in (chosen, 0)])
        report = {"chosen": chosen, "validation": errors[chosen], "test": test,
                  "baseline": baseline, "skill": 1 - test / baseline}  # fmt: skip
        return change(report, errors) if change else report

    return my_report


def entry(**rules):
    """Return an answer whose report has other entries: functions of (report, errors)."""
    return report_of(change=lambda r, e: r | {name: rule(r, e) for name, rule in rules.items()})


def ask_for_each(series, v, t, horizon, candidates, judge):
    """Let the judge say which candidate is best."""
    mean, sd = series[:v].mean(), series[:v].std()
    rows = range(t, len(series) - horizon + 1, horizon)
    made = [[c((series[:r] - mean) / sd, horizon) * sd + mean for r in rows] for c in candidates]
    tests = [judge(np.array(f), np.array(made[0]))[0] for f in made]
    best = int(np.argmin(tests))
    return {"chosen": best, "validation": 0, "test": tests[best], "baseline": tests[0], "skill": 0}


def scales_in_place(series, v, t, horizon, candidates, judge):
    right = right_report_loop(series, v, t, horizon, candidates, judge)
    if series.dtype.kind == "f":
        series -= series[:v].mean()
    return right


def without(name):
    return report_of(change=lambda r, e: {key: value for key, value in r.items() if key != name})


def ask_twice(judge, made, naive, more):
    return judge(made, made)[0], judge(naive, naive)[0]


def ask_flat(judge, made, naive, more):
    return judge(made.ravel(), naive.ravel())


def ask_first(judge, made, naive, more):
    return judge(made[:1], naive[:1])


def ask_both_in_one(judge, made, naive, more):
    return judge(np.array([made, naive]))


def rms(d):
    return np.sqrt((d**2).mean())


def one(values):
    return 1.0


def zero(values):
    return 0.0


TEST = ("t", "n")
ONCE = "be called once in all"

WRONG = [
    (report_of(lambda s, v, t, r: s), "taken from all rows"),
    (report_of(lambda s, v, t, r: s[:t]), "from the rows before the test"),
    (report_of(lambda s, v, t, r: s[:r]), "taken anew at every origin"),
    (report_of(lambda s, v, t, r: s[v:t]), "from the validation rows"),
    (report_of(lambda s, v, t, r: s[t:]), SHOWN),
    (report_of(mean=zero, sd=one), "in its own units"),
    (report_of(mean=zero), "No mean was subtracted"),
    (report_of(sd=one), "Nothing was divided"),
    (report_of(sd=lambda p: p.std(ddof=1)), "ddof=0"),
    (report_of(sd=np.var), SHOWN),
    (report_of(mean=np.median), SHOWN),
    (report_of(mean=np.min, sd=np.ptp), SHOWN),
    (report_of(back=lambda f, m, s: f * s), SHOWN),
    (report_of(back=lambda f, m, s: f), SHOWN),
    (report_of(back=lambda f, m, s: (f + m) * s), SHOWN),
    (report_of(known=lambda s, v, t, r: s[: r + 1]), "read the first row that they are"),
    (report_of(known=lambda s, v, t, r: s[: r - 1]), "do not get the last row"),
    (report_of(known=lambda s, v, t, r: s), "the whole series each time"),
    (report_of(known=lambda s, v, t, r: s[:v]), "the training rows each time"),
    (report_of(known=lambda s, v, t, r: s[:v] if r < t else s[:t]), "before the part began"),
    (report_of(known=lambda s, v, t, r: s[:r] if r < t else np.r_[s[:v], s[t:r]]), "left out of"),
    (report_of(known=lambda s, v, t, r: s[v:r]), "at least"),
    (report_of(known=lambda s, v, t, r: s[t:r]), "at least"),
    (report_of(choose=lambda e, more: int(np.argmin(more(*TEST)))), "its errors in the test rows"),
    (report_of(choose=lambda e, more: int(np.argmin(more("half", "v")))), "in the training rows"),
    (report_of(choose=lambda e, more: int(np.argmin(more("v", "n")))), "had a part in the choice"),
    (report_of(choose=lambda e, more: int(np.argmax(e))), "The candidate with the *highest*"),
    (report_of(choose=lambda e, more: 0), "Candidate 0 was chosen whatever"),
    (report_of(choose=lambda e, more: len(e) - 1), "The last candidate was chosen"),
    (report_of(choose=lambda e, more: 1 + int(np.argmin(e[1:]))), "took no part in the choice"),
    (report_of(choose=lambda e, more: 1), SHOWN),
    (
        report_of(lambda s, v, t, r: s, choose=lambda e, more: int(np.argmin(more(*TEST)))),
        "And: The candidate was chosen by its errors in the test",
    ),
    (
        report_of(lambda s, v, t, r: s[:t], choose=lambda e, more: int(np.argmin(more(*TEST)))),
        "And: The candidate was chosen by its errors in the test",
    ),
    (report_of(rows=lambda a, b, h: range(a, b - h + 1)), "from every row"),
    (report_of(rows=lambda a, b, h: range(a, b - h, h)), "missing where it just fits"),
    (report_of(rows=lambda a, b, h: range(a + 1, b - h + 1, h)), "one row late"),
    (report_of(rows=lambda a, b, h: range(a, b, h)), "reaches beyond its part"),
    (report_of(rows=lambda a, b, h: [a]), "have shape (windows, horizon)"),
    (report_of(rows=lambda a, b, h: [b - h]), "have shape (windows, horizon)"),
    (report_of(loss=lambda d: (d**2).mean()), "a mean *squared* error"),
    (report_of(loss=rms), "the root of a mean squared"),
    (report_of(loss=np.mean), "keep their signs and cancel"),
    (report_of(loss=lambda d: abs(d.mean())), "taken of the mean"),
    (report_of(loss=lambda d: np.abs(d).sum()), "validation error is a sum"),
    (report_of(loss=lambda d: np.median(np.abs(d))), SHOWN),
    (report_of(ask=lambda judge, f, b, more: more()), "without the judge"),
    (report_of(ask=lambda judge, f, b, more: judge(b, f)), "have changed places"),
    (report_of(ask=lambda judge, f, b, more: judge(b, b)), "skill is not right"),
    (report_of(ask=ask_twice), ONCE),
    (report_of(ask=ask_flat), "have shape (windows, horizon)"),
    (report_of(ask=ask_first), "have shape (windows, horizon)"),
    (report_of(ask=ask_both_in_one), "missing 1 required positional"),
    (ask_for_each, ONCE),
    (entry(validation=lambda r, e: np.array(e)), "holds the errors of all candidates"),
    (entry(validation=lambda r, e: e[0]), "is the error of candidate 0"),
    (entry(validation=lambda r, e: np.mean(e)), SHOWN),
    (entry(chosen=lambda r, e: r["chosen"] + 1), "counted from 1"),
    (entry(chosen=lambda r, e: f"candidate {r['chosen']}"), "chosen is a value of type str"),
    (
        entry(
            test=lambda r, e: r["validation"],
            skill=lambda r, e: 1 - r["validation"] / r["baseline"],
        ),
        "flatters the candidate",
    ),
    (entry(skill=lambda r, e: r["test"] / r["baseline"]), "*small* for a good forecast"),
    (entry(skill=lambda r, e: 1 - r["baseline"] / r["test"]), "upside down"),
    (entry(skill=lambda r, e: r["baseline"] - r["test"]), "a difference in the unit"),
    (entry(skill=lambda r, e: r["baseline"] / r["test"] - 1), "divided by the error of the"),
    (entry(skill=lambda r, e: -r["skill"]), "The sign is wrong"),
    (entry(skill=lambda r, e: 100 * r["skill"]), "not percent"),
    (entry(skill=lambda r, e: max(0, r["skill"])), "is below 0 where"),
    (entry(skill=lambda r, e: abs(r["skill"])), "is below 0 where"),
    (entry(skill=lambda r, e: 1 - r["validation"] / r["baseline"]), "with a test error"),
    (entry(skill=lambda r, e: r["skill"] > 0), "not whether"),
    (entry(skill=lambda r, e: 1 - r["validation"] / e[0]), SHOWN),
    (entry(skill=lambda r, e: None), "skill is None"),
    (without("skill"), "must hold 5 things"),
    (without("baseline"), "must hold 5 things"),
    (result(right_report_loop, lambda r: tuple(r.values())), "must hold 5 things"),
    (result(right_report_loop, lambda r: r["test"]), "must hold 5 things"),
    (scales_in_place, "changes series while it runs"),
]

RIGHT = [
    right_report_loop,
    right_report_scaled_errors,
    right_report_all_at_once,
    report_of(),
    report_of(loss=lambda d: np.mean(d * np.sign(d))),
    report_of(ask=lambda judge, f, b, more: judge(b, f)[::-1]),
]
