"""Recorded answers to lab-4/reach, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

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
]

RIGHT = [right_reach_loop, right_reach_argmin]
