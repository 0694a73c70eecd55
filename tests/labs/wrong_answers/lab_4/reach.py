"""Recorded answers to lab-4/reach, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

from itertools import takewhile

import numpy as np


def right_reach_loop(target, forecast, baseline):
    skill, n = [], 0
    for k in range(target.shape[1]):
        e, e_0 = (np.sum((target[:, k] - f[:, k]) ** 2) for f in (forecast, baseline))
        skill.append((e_0 - e) / e_0)
    while n < len(skill) and skill[n] > 0:
        n += 1
    return skill, n


def right_reach_argmin(target, forecast, baseline):
    e = np.mean(np.square(target - forecast), 0)
    e_0 = np.mean(np.square(target - baseline), 0)
    return 1 - e / e_0, np.argmin(np.append(e < e_0, False))


def right_reach_lists(target, forecast, baseline):
    skill, reach, ahead = [], 0, True
    for column in zip(*(a.T.tolist() for a in (target, forecast, baseline)), strict=True):
        rows = list(zip(*column, strict=True))
        error = sum((x - x_hat) ** 2 for x, x_hat, _ in rows)
        skill.append(1 - error / sum((x - x_0) ** 2 for x, _, x_0 in rows))
        ahead = ahead and skill[-1] > 0
        reach += ahead
    return [skill, float(reach)]


def right_reach_first_behind(target, forecast, baseline):
    e, e_0 = (
        np.var(target - f, axis=0) + (target - f).mean(axis=0) ** 2 for f in (forecast, baseline)
    )
    behind = np.flatnonzero(1 - e / e_0 <= 0)
    return 1 - e / e_0, behind[0] if len(behind) else target.shape[1]


def right_reach_minimum(target, forecast, baseline):
    skill = (
        1
        - np.linalg.norm(target - forecast, axis=0) ** 2
        / np.linalg.norm(target - baseline, axis=0) ** 2
    )
    skill[np.abs(skill) < 1e-12] = 0  # the roots and squares leave a rest
    return skill, np.sum(np.minimum.accumulate(skill) > 0)


def right_reach_takewhile(target, forecast, baseline):
    e, e_0 = (np.einsum("bh,bh->h", target - f, target - f) for f in (forecast, baseline))
    skill = (e_0 - e) / e_0
    return skill.astype(np.float32), len(list(takewhile(lambda s: s > 0, skill)))


def reach_from(skill_of, count=lambda ahead: int(np.argmin(np.append(ahead, False)))):
    def my_reach(target, forecast, baseline):
        skill = skill_of((target - forecast) ** 2, (target - baseline) ** 2)
        return skill, count(skill > 0)

    return my_reach


def skill(e, e_0):
    return 1 - e.mean(axis=0) / e_0.mean(axis=0)


def reach_level(target, forecast, baseline):
    e, e_0 = (((target - f) ** 2).mean(axis=0) for f in (forecast, baseline))
    return 1 - e / e_0, int(np.argmin(np.append(e <= e_0, False)))


def reach_r_squared(target, forecast, baseline):
    e = ((target - forecast) ** 2).mean(axis=0)
    s = 1 - e / target.var(axis=0)
    return s, right_reach_argmin(target, forecast, baseline)[1]


def reach_r_squared_as_a_score(target, forecast, baseline):
    total = ((target - target.mean()) ** 2).sum(axis=0)
    s = 1 - ((target - forecast) ** 2).sum(axis=0) / total
    return s, int(np.argmin(np.append(s > 0, False)))


def reach_bare_quotient(target, forecast, baseline):
    e, e_0 = (((target - f) ** 2).mean(axis=0) for f in (forecast, baseline))
    return e_0 / e, int(np.argmin(np.append(e_0 / e > 1, False)))


def reach_one_number(target, forecast, baseline):
    s = 1 - ((target - forecast) ** 2).mean() / ((target - baseline) ** 2).mean()
    return s, right_reach_argmin(target, forecast, baseline)[1]


def reach_of(error, compare=skill):
    """Compare by another error, a function of the differences."""

    def my_reach(target, forecast, baseline):
        made = compare(error(target - forecast), error(target - baseline))
        return made, int(np.argmin(np.append(made > 0, False)))

    return my_reach


def reach_against_the_baseline(target, forecast, baseline):
    return right_reach_argmin(baseline, forecast, target)


def reach_exchanged(target, forecast, baseline):
    return right_reach_argmin(target, baseline, forecast)


def reach_up_to_each_step(target, forecast, baseline):
    e, e_0 = (((target - f) ** 2).mean(axis=0).cumsum() for f in (forecast, baseline))
    return 1 - e / e_0, int(np.argmin(np.append(e < e_0, False)))


def reach_whole(target, forecast, baseline):
    made = np.zeros_like(target[0])
    for k in range(target.shape[1]):
        e, e_0 = (((target[:, k] - f[:, k]) ** 2).mean() for f in (forecast, baseline))
        made[k] = 1 - e / e_0
    return made, right_reach_argmin(target, forecast, baseline)[1]


def reach_longest(ahead):
    best = run = 0
    for step in ahead:
        run = run + 1 if step else 0
        best = max(best, run)
    return best


def reach_by_series(target, forecast, baseline):
    ahead = (target - forecast) ** 2 < (target - baseline) ** 2
    return right_reach_argmin(target, forecast, baseline)[0], ahead.cumprod(axis=1).sum(1).mean()


def reach_multiplied(target, forecast, baseline):
    made, _ = right_reach_argmin(target, forecast, baseline)
    return made, np.cumprod(made).sum()


def reach_unfilled(target, forecast, baseline):
    made = np.empty(target.shape[1])
    made[:-1] = right_reach_argmin(target, forecast, baseline)[0][:-1]
    return made, right_reach_argmin(target, forecast, baseline)[1]


WRONG = [
    (reach_from(lambda e, e_0: 1 - e_0.mean(axis=0) / e.mean(axis=0)), "upside down"),
    (reach_from(lambda e, e_0: e_0.mean(axis=0) / e.mean(axis=0) - 1), "quotient is inverted"),
    (reach_from(lambda e, e_0: e_0.mean(axis=0) / e.mean(axis=0)), "quotient is inverted"),
    (reach_bare_quotient, "The quotient is inverted"),
    (reach_r_squared, "That is R squared"),
    (reach_r_squared_as_a_score, "That is R squared"),
    (reach_from(lambda e, e_0: 1 - e.mean(axis=1) / e_0.mean(axis=1)), "run over the horizon"),
    (reach_from(lambda e, e_0: (1 - e / e_0).mean(axis=0)), "a ratio is huge"),
    (reach_from(lambda e, e_0: 1 - (e / e_0).mean(axis=0)), "a ratio is huge"),
    (
        reach_from(lambda e, e_0: 1 - np.sqrt(e.mean(axis=0)) / np.sqrt(e_0.mean(axis=0))),
        "Leave the roots off",
    ),
    (reach_from(lambda e, e_0: (e_0 - e).mean(axis=0)), "the difference of the two errors"),
    (reach_from(skill, count=lambda ahead: ahead.sum()), "counts every step"),
    (reach_from(skill, count=lambda ahead: np.argmin(ahead)), "never does"),
    (reach_from(skill, count=lambda ahead: np.argmax(~ahead)), "never does"),
    (reach_from(skill, count=lambda ahead: len(ahead) - ahead.sum()), "is behind"),
    (reach_from(skill, count=lambda ahead: np.where(~ahead)[0][0]), "index 0 of nothing"),
    (reach_level, "only as good as the baseline"),
    (reach_one_number, "one skill for the whole horizon"),
    (reach_of(np.abs), "mean absolute errors"),
    (reach_of(lambda d: d), "The smallest input that shows it"),
    (reach_of(lambda d: d**4), "The smallest input that shows it"),
    (reach_from(lambda e, e_0: e.mean(axis=0) / e_0.mean(axis=0)), "The smallest input"),
    (
        lambda *args: (1 - right_reach_argmin(*args)[0], right_reach_argmin(*args)[1]),
        "the ratio of the two errors",
    ),
    (
        lambda *args: (-right_reach_argmin(*args)[0], right_reach_argmin(*args)[1]),
        "the wrong sign",
    ),
    (reach_from(lambda e, e_0: 1 - e.mean(axis=0) / e_0.mean()), "over all steps"),
    (reach_from(lambda e, e_0: 1 - e[-1] / e_0[-1]), "The smallest input that shows it"),
    (
        reach_from(lambda e, e_0: 1 - np.median(e, axis=0) / np.median(e_0, axis=0)),
        "The smallest input that shows it",
    ),
    (reach_from(lambda e, e_0: 100 * skill(e, e_0)), "in percent"),
    (reach_from(lambda e, e_0: np.maximum(skill(e, e_0), 0)), "was set to 0"),
    (reach_from(lambda e, e_0: skill(e, e_0).round(1)), "not the right numbers"),
    (reach_against_the_baseline, "The smallest input that shows it"),
    (reach_exchanged, "have changed places"),
    (reach_up_to_each_step, "*up to* each step"),
    (reach_whole, "holds whole numbers"),
    (reach_by_series, "reach is not right"),
    (reach_multiplied, "For the reach the skills themselves were multiplied"),
    (reach_unfilled, ""),
    (reach_from(skill, count=reach_longest), "wherever it begins"),
    (reach_from(skill, count=lambda ahead: int(ahead.cumprod().sum()) + 1), "one too large"),
    (reach_from(skill, count=lambda ahead: int(ahead.cumprod().sum()) - 1), "one too small"),
    (
        reach_from(skill, count=lambda ahead: max(np.flatnonzero(ahead) + 1, default=0)),
        "the last step at which the forecast is ahead",
    ),
    (reach_from(skill, count=lambda ahead: ahead.all() * len(ahead)), "reach is not right"),
    (reach_from(skill, count=lambda ahead: ahead), "reach has shape"),
    (lambda *args: right_reach_argmin(*args)[::-1], "in the wrong order"),
    (lambda *args: right_reach_argmin(*args)[0], "must hold 2 things"),
]

RIGHT = [
    right_reach_loop,
    right_reach_argmin,
    right_reach_lists,
    right_reach_first_behind,
    right_reach_minimum,
    right_reach_takewhile,
]
