"""Recorded answers to lab-6/skill, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.forecast import seasonal_naive
from wrong_answers.lab_6._shared import SHAPE, SHOWN, result


def right_skill_loop(series, origins, forecast, seasons):
    horizon, errors, own = forecast.shape[1], [], 0.0
    for i, origin in enumerate(origins):
        own += sum(abs(series[origin + 1 + k] - forecast[i, k]) for k in range(horizon))
    for m in seasons:
        total = 0.0
        for origin in origins:
            season = series[origin - m + 1 : origin + 1]
            for k in range(horizon):
                total += abs(series[origin + 1 + k] - season[k % m])
        errors.append(total / forecast.size)
    return errors, 1 - own / forecast.size / min(errors)


def right_skill_tile(series, origins, forecast, seasons):
    h = forecast.shape[1]
    target = np.array([series[o + 1 : o + 1 + h] for o in origins])
    errors = []
    for m in seasons:
        naive = [np.tile(series[: o + 1][-m:], h // m + 1)[:h] for o in origins]
        errors.append(np.abs(target - naive).mean())
    best = sorted(errors)[0]
    return np.array(errors), (best - np.abs(target - forecast).mean()) / best


def right_skill_book(series, origins, forecast, seasons):
    h = forecast.shape[1]
    target = np.stack([series[o + 1 : o + 1 + h] for o in origins])
    errors = np.zeros(len(seasons))
    for i, m in enumerate(seasons):
        known = np.stack([series[o + 1 - m : o + 1] for o in origins]).astype(float)
        errors[i] = np.abs(seasonal_naive(known[:, :, None], m, h) - target).mean()
    return errors, 1 - np.abs(forecast - target).mean() / errors.min()


def right_skill_back(series, origins, forecast, seasons):
    """Go back by whole seasons until the value is known."""
    h, errors = forecast.shape[1], []
    for m in seasons:
        off = []
        for o in origins:
            for t in range(o + 1, o + 1 + h):
                back = t - m
                while back > o:
                    back -= m
                off.append(abs(series[t] - series[back]))
        errors.append(sum(off) / len(off))
    steps = origins[:, None] + np.arange(1, h + 1)
    return errors, 1 - np.mean(np.abs(series[steps] - forecast)) / np.min(errors)


def right_skill_stretched(series, origins, forecast, seasons):
    """Write the naive forecast behind what is known, one value at a time."""
    h, naive = forecast.shape[1], []
    for m in seasons:
        rows = []
        for o in origins.tolist():
            made = list(series[: o + 1])
            for _ in range(h):
                made.append(made[-m])
            rows.append(made[o + 1 :])
        naive.append(rows)
    target = np.array([series[o + 1 : o + 1 + h] for o in origins])
    off = np.abs(target - np.array([*naive, forecast])).mean(axis=(1, 2))
    return off[:-1], 1 - off[-1] / off[:-1].min()


def skill_of(naive=None, loss=None, formula=None, target=None):
    """Return an answer with one thing done otherwise; `naive` gives one baseline's forecast."""
    naive = naive or repeat_season
    loss = loss or (lambda d: np.abs(d).mean())
    formula = formula or (lambda own, errors: 1 - own / min(errors))
    target = target or (lambda s, o, h: s[o + 1 : o + 1 + h])

    def my_skill(series, origins, forecast, seasons):
        h = forecast.shape[1]
        truth = np.array([target(series, o, h) for o in origins])
        errors = []
        for m in seasons:
            made = np.array([naive(series, o, m, h) for o in origins])
            errors.append(loss(truth - made))
        return np.array(errors), formula(loss(truth - forecast), np.array(errors))

    return my_skill


def repeat_season(s, o, m, h):
    season = s[o - m + 1 : o + 1]
    return [season[k % m] for k in range(h)]


def season_before(s, o, m, h):
    return [s[o + 1 + k - m] for k in range(h)]


def one_late(s, o, m, h):
    return [s[o - m + k % m] for k in range(h)]


def one_early(s, o, m, h):
    return [s[o + 2 - m + k % m] for k in range(h)]


def one_value(s, o, m, h):
    return np.full(h, s[o + 1 - m])


def last_value(s, o, m, h):
    return np.full(h, s[o])


def held(s, o, m, h):
    return [s[o + 1 - m + min(k, m - 1)] for k in range(h)]


def backwards(s, o, m, h):
    return [s[o - k % m] for k in range(h)]


def first_season(s, o, m, h):
    return [s[k % m] for k in range(h)]


def wrong_phase(s, o, m, h):
    return [s[o - m + (k + 1) % m] for k in range(h)]


def season_mean(s, o, m, h):
    return np.full(h, s[o - m + 1 : o + 1].mean())


def overall_mean(s, o, m, h):
    return np.full(h, s.mean())


def season_tail(s, o, m, h):
    """Take the last `h` values, however long the season is."""
    return s[o + 1 - h : o + 1]


def parts(series, origins, forecast, seasons):
    """Return errors of every window and step: those of the forecast, those of each baseline."""
    h = forecast.shape[1]
    truth = np.array([series[o + 1 : o + 1 + h] for o in origins])
    naive = [[repeat_season(series, o, m, h) for o in origins] for m in seasons]
    return np.abs(truth - forecast), np.abs(truth - np.array(naive))


def by_window(axis):
    def my_skill(*args):
        own, naive = parts(*args)
        errors = naive.mean(axis=(1, 2))
        best = naive[errors.argmin()]
        return errors, np.mean(1 - own.mean(axis=axis) / best.mean(axis=axis))

    return my_skill


def best_each(axis):
    def my_skill(*args):
        own, naive = parts(*args)
        best = naive.mean(axis=axis).min(axis=0).mean()
        return naive.mean(axis=(1, 2)), 1 - own.mean() / best

    return my_skill


def best_hour(*args):
    own, naive = parts(*args)
    return naive.mean(axis=(1, 2)), 1 - own.mean() / naive.min(axis=0).mean()


def some(windows=slice(None), steps=slice(None)):
    def my_skill(*args):
        own, naive = parts(*args)
        errors = naive[:, windows, steps].mean(axis=(1, 2))
        return errors, 1 - own[windows, steps].mean() / errors.min()

    return my_skill


def by_step(*args):
    own, naive = parts(*args)
    errors = naive.mean(axis=1)
    return errors, 1 - own.mean(axis=0) / errors.min(axis=0)


def in_history(series, origins, forecast, seasons):
    own, _ = parts(series, origins, forecast, seasons)
    errors = [np.mean(np.abs(np.diff([series[:-m], series[m:]], axis=0))) for m in seasons]
    return errors, 1 - own.mean() / min(errors)


def relative(*args):
    series, origins, forecast, _ = args
    own, naive = parts(*args)
    truth = np.abs([series[o + 1 : o + 1 + forecast.shape[1]] for o in origins])
    errors = (naive / truth).mean(axis=(1, 2))
    return errors, 1 - (own / truth).mean() / errors.min()


def changes_forecast(series, origins, forecast, seasons):
    right = right_skill_loop(series, origins, forecast, seasons)
    forecast -= forecast.mean()
    return right


def sorts_seasons(series, origins, forecast, seasons):
    seasons.sort()
    return right_skill_loop(series, origins, forecast, seasons)


def added_up(*args):
    """Let the errors of the baselines run on from season to season."""
    own, naive = parts(*args)
    errors = np.cumsum(naive.mean(axis=(1, 2)))
    return errors, 1 - own.mean() / errors.min()


def formula(rule):
    return skill_of(formula=rule)


def squared(d):
    return (d**2).mean()


def root(d):
    return (d**2).mean() ** 0.5


PEEKS = "reads values that it is meant to forecast"

WRONG = [
    (skill_of(season_before), PEEKS),
    (skill_of(season_before, formula=lambda own, e: 1 - own / e[0]), "And: The skill is held"),
    (skill_of(season_before, formula=lambda own, e: 1 - own / max(e)), "which is the easiest"),
    (skill_of(season_before, formula=lambda own, e: own / min(e)), "And: This is the ratio"),
    (skill_of(season_before, squared), "And: The errors are mean *squared*"),
    (skill_of(season_before, root), "And: The errors are roots"),
    (skill_of(one_late), "are one step late"),
    (skill_of(one_early), "are one step early"),
    (skill_of(one_value), "repeats a single value"),
    (skill_of(last_value), "repeats the last known value, whatever"),
    (skill_of(held), "repeats its last value"),
    (skill_of(backwards), "run back through"),
    (skill_of(first_season), "the first season of the series"),
    (skill_of(wrong_phase), "in the wrong phase"),
    (skill_of(season_mean), SHOWN),
    (skill_of(overall_mean), SHOWN),
    (skill_of(season_tail), SHOWN),
    (skill_of(loss=squared), "mean *squared* errors"),
    (skill_of(loss=root), "roots of mean squared"),
    (skill_of(loss=np.mean), "keep their signs"),
    (skill_of(loss=lambda d: abs(d.mean())), "taken of the mean"),
    (skill_of(loss=lambda d: np.abs(d).sum()), "The errors are sums"),
    (skill_of(loss=lambda d: np.median(np.abs(d))), "The errors are medians"),
    (skill_of(loss=lambda d: np.abs(d).max()), "the largest of all"),
    (skill_of(loss=squared, formula=lambda own, e: 1 - own / e[0]), "And: The skill is held"),
    (skill_of(loss=squared, formula=lambda own, e: own / e.min()), "And: This is the ratio"),
    (formula(lambda own, e: 1 - own / e[0]), "against the first baseline"),
    (formula(lambda own, e: 1 - own / e[-1]), "against the last baseline"),
    (formula(lambda own, e: 1 - own / e.max()), "against the worst baseline"),
    (formula(lambda own, e: 1 - own / e.mean()), "the mean of the baselines"),
    (formula(lambda own, e: np.mean(1 - own / e)), SHOWN),
    (formula(lambda own, e: 1 - own / e), "the skill against each baseline"),
    (formula(lambda own, e: own / e.min()), "*small* for a good forecast"),
    (formula(lambda own, e: 1 - e.min() / own), "upside down"),
    (formula(lambda own, e: e.min() - own), "in the unit of the series"),
    (formula(lambda own, e: own - e.min()), SHOWN),
    (formula(lambda own, e: e.min() / own - 1), "divided by the error of the forecast"),
    (formula(lambda own, e: own / e.min() - 1), "The sign is wrong"),
    (formula(lambda own, e: 100 * (1 - own / e.min())), "in percent"),
    (formula(lambda own, e: max(1 - own / e.min(), 0)), "never below 0"),
    (formula(lambda own, e: abs(1 - own / e.min())), "never negative"),
    (formula(lambda own, e: own < e.min()), "whether the forecast is better"),
    (formula(lambda own, e: own), "This is the error of the forecast"),
    (formula(lambda own, e: 1 - (own / e.min()) ** 2), "Right already: errors"),
    (formula(lambda own, e: 1 - own / (own + e.min())), "Right already: errors"),
    (skill_of(target=lambda s, o, h: s[o : o + h]), "begin with the origin"),
    (skill_of(target=lambda s, o, h: s[o + 2 : o + 2 + h]), SHOWN),
    (by_window(0), "worked out for each window"),
    (by_window(1), "worked out for each window"),
    (best_each(1), "is best in each window"),
    (best_each(2), "is best in each window"),
    (best_hour, SHOWN),
    (by_step, SHAPE),
    (in_history, "as MASE takes them"),
    (relative, SHOWN),
    (added_up, SHOWN),
    (some(steps=slice(1)), "Only the first step ahead"),
    (some(steps=slice(-1, None)), "Only the last step ahead"),
    (some(windows=slice(1)), "Only the first window"),
    (changes_forecast, "changes forecast while it runs"),
    (sorts_seasons, "changes seasons while it runs"),
    (result(right_skill_loop, lambda r: (min(r[0]), r[1])), "`errors` is the lowest error"),
    (result(right_skill_loop, lambda r: (sorted(r[0]), r[1])), "`errors` is sorted"),
    (result(right_skill_loop, lambda r: (np.argmin(r[0]), r[1])), "says which baseline"),
    (result(right_skill_loop, lambda r: r[::-1]), "`errors` first, then `skill`"),
    (result(right_skill_loop, lambda r: r[1]), "`errors` is missing"),
    (result(right_skill_loop, lambda r: r[0]), SHAPE),
]

RIGHT = [
    right_skill_loop,
    right_skill_tile,
    right_skill_book,
    right_skill_back,
    right_skill_stretched,
    skill_of(),
]
