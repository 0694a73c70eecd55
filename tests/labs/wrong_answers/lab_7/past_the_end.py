"""Recorded answers to lab-7/past-the-end, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from wrong_answers.lab_7._shared import SHAPE, SHOWN, result


def right_past_loop(time, step, forecast, mean, sd):
    stamp, stamps, units = max(time.tolist()), [], []
    stamp = np.datetime64(stamp)
    for z in forecast.tolist():
        stamp = stamp + step
        stamps.append(stamp)
        units.append(mean + sd * z)
    return stamps, units


def right_past_arange(time, step, forecast, mean, sd):
    first = time.max() + step
    stamps = np.arange(first, first + len(forecast) * step, step)
    return stamps, forecast * sd + mean


def right_past_seconds(time, step, forecast, mean, sd):
    """Count in seconds, and go back to dates at the end."""
    seconds = time.astype("datetime64[s]").astype(int).max()
    ahead = step.astype("timedelta64[s]").astype(int) * np.arange(1, len(forecast) + 1)
    return (seconds + ahead).astype("datetime64[s]"), np.multiply(sd, forecast) + mean


def right_past_sorted(time, step, forecast, mean, sd):
    latest = np.sort(time)[-1]
    stamps = latest + np.cumsum(np.full(len(forecast), step))
    return [stamps, (forecast + mean / sd) * sd]


def past_of(stamps=lambda t, s, k: t.max() + k * s, back=lambda f, m, sd: f * sd + m, first=1):
    """Return an answer with one thing done otherwise."""

    def my_past_the_end(time, step, forecast, mean, sd):
        k = np.arange(first, first + len(forecast))
        return stamps(time, step, k), back(forecast, mean, sd)

    return my_past_the_end


def past_from_last_step(time, step, forecast, mean, sd):
    step = time[-1] - time[-2]
    return time.max() + step * np.arange(1, len(forecast) + 1), forecast * sd + mean


def past_text(time, step, forecast, mean, sd):
    stamps, units = right_past_loop(time, step, forecast, mean, sd)
    return np.array([str(stamp) for stamp in stamps]), units


def past_numbers(time, step, forecast, mean, sd):
    stamps, units = right_past_arange(time, step, forecast, mean, sd)
    return stamps.astype(int), units


def past_with_history(time, step, forecast, mean, sd):
    stamps, units = right_past_arange(time, step, forecast, mean, sd)
    return np.concatenate([time, stamps]), units


def past_sorts(time, step, forecast, mean, sd):
    time.sort()
    k = np.arange(1, len(forecast) + 1)
    return time[-1] + k * step, forecast * sd + mean


def past_unfilled(time, step, forecast, mean, sd):
    stamps = np.empty(len(forecast), time.dtype)
    for k in range(1, len(forecast)):
        stamps[k - 1] = time.max() + k * step
    return stamps, forecast * sd + mean


WRONG = [
    (past_of(first=0), "whose value is known"),
    (past_of(first=2), "two steps after the latest"),
    (past_of(lambda t, s, k: t[-1] + k * s), "listed last"),
    (past_of(lambda t, s, k: t[0] + k * s), "listed first"),
    (past_of(lambda t, s, k: t.min() + k * s), "the earliest stamp"),
    (past_of(lambda t, s, k: t.min() + (len(t) - 1 + k) * s), "by the number of rows"),
    (
        past_of(lambda t, s, k: t.max() + k * (np.sort(t)[-1] - np.sort(t)[-2])),
        "the two latest stamps",
    ),
    (past_from_last_step, "the last two rows"),
    (past_of(lambda t, s, k: t.max() + k * abs(t[1:] - t[:-1]).min()), SHOWN),
    (past_of(lambda t, s, k: t.max() + k * (t[1] - t[0])), "the first two rows"),
    (past_of(lambda t, s, k: t.max() + k), "one apart in their own unit"),
    (past_of(lambda t, s, k: t.max() + k * s.astype(int)), "was taken without its unit"),
    (past_of(lambda t, s, k: t.max() + k * int(s / np.timedelta64(1, "D"))), SHOWN),
    (past_of(lambda t, s, k: t.max() + k * np.timedelta64(1, "D")), "a day apart"),
    (past_of(lambda t, s, k: t.max() + k * np.timedelta64(1, "h")), "an hour apart"),
    (past_of(lambda t, s, k: (t.max() + k * s).astype("M8[D]")), "cut off the stamps"),
    (past_of(lambda t, s, k: t.max().astype("M8[D]") + k * s), "before the steps were added"),
    (past_of(lambda t, s, k: np.repeat(t.max() + s, len(k))), "are the next one"),
    (past_of(lambda t, s, k: np.repeat(t.max() + len(k) * s, len(k))), "are the last one"),
    (past_of(lambda t, s, k: t.max() - k * s), "go back from the latest"),
    (past_of(lambda t, s, k: t.max() + k[::-1] * s), "The stamps are in reverse"),
    (past_of(lambda t, s, k: t[-1] + k * s, first=0), "And k begins with 1"),
    (past_of(lambda t, s, k: t.max() + k, first=0), "And k begins with 1"),
    (past_of(back=lambda f, m, sd: f * sd), "lacks the mean"),
    (past_of(back=lambda f, m, sd: f + m), "lacks the standard deviation"),
    (past_of(back=lambda f, m, sd: (f + m) * sd), "in the wrong order"),
    (past_of(back=lambda f, m, sd: (f - m) / sd), "scaled once more"),
    (past_of(back=lambda f, m, sd: f * m + sd), "have changed places"),
    (past_of(back=lambda f, m, sd: np.cumsum(f) * sd + m), "was summed up"),
    (past_of(back=lambda f, m, sd: (f * sd + m)[::-1]), "`in_units` is in reverse"),
    (past_of(back=lambda f, m, sd: f), "in scaled units: multiply"),
    (past_of(back=lambda f, m, sd: np.round(f * sd + m).astype(int)), "decimals are lost"),
    (past_of(first=0, back=lambda f, m, sd: f), "And `in_units` is the forecast"),
    (past_text, "where dates (datetime64) are expected"),
    (past_numbers, "where dates (datetime64) are expected"),
    (past_with_history, SHAPE),
    (past_sorts, "changes time while it runs"),
    (past_unfilled, "never written"),
    (result(right_past_arange, lambda r: r[::-1]), "`stamps` first, then"),
    (result(right_past_arange, lambda r: r[0]), SHAPE),
]

RIGHT = [right_past_loop, right_past_arange, right_past_seconds, right_past_sorted, past_of()]
