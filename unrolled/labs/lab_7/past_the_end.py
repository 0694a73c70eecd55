"""Exercise past-the-end of lab 7: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole


class Dated(NamedTuple):
    """The stamps that are forecast, and the forecast in units."""

    stamps: np.ndarray
    in_units: np.ndarray


def past_the_end(time, step, forecast, mean, sd):
    return by()(time, step, forecast, mean, sd)


def on(time, step, k):
    return np.max(time) + k * step


def put_back(forecast, mean, sd):
    return forecast * sd + mean


def by(stamps=on, back=put_back, first=1):
    """Return the task with other stamps, or a forecast put back otherwise."""

    def run(time, step, forecast, mean, sd):
        k = first + np.arange(len(forecast))
        return Dated(stamps(time, step, k), back(forecast, mean, sd))

    return run


def in_unit_of_time(time, step, k):
    """Add the number that the step holds, in whatever unit the stamps are."""
    return np.max(time) + k * step.astype(int)


def by_rows(time, step, k):
    return np.min(time) + (len(time) - 1 + k) * step


STAMPS = {
    "as many rows": (
        by_rows,
        "The stamps were counted from the first one by the number of rows. Rows can be absent, so "
        "that number says nothing: go on from the latest stamp.",
    ),
    "last row": (
        lambda time, step, k: time[-1] + k * step,
        "The stamps go on from the row that is listed last. A file can list the newest row first: "
        "the latest stamp is time.max().",
    ),
    "first row": (
        lambda time, step, k: time[0] + k * step,
        "The stamps go on from the row that is listed first. The latest stamp is time.max().",
    ),
    "earliest": (
        lambda time, step, k: np.min(time) + k * step,
        "The stamps go on from the earliest stamp. The forecast begins after the latest.",
    ),
    "last two rows": (
        lambda time, step, k: np.max(time) + k * (time[-1] - time[-2]),
        "The step was taken from the last two rows. A row can be absent between them, and the file "
        "can list the newest first: take the step that is given.",
    ),
    "first two rows": (
        lambda time, step, k: np.max(time) + k * (time[1] - time[0]),
        "The step was taken from the first two rows. A row can be absent between them, and the "
        "file can list the newest first: take the step that is given.",
    ),
    "last two stamps": (
        lambda time, step, k: np.max(time) + k * np.diff(np.sort(time)[-2:])[0],
        "The step was taken from the two latest stamps. A row can be absent between them: take the "
        "step that is given.",
    ),
    "first two stamps": (
        lambda time, step, k: np.max(time) + k * np.diff(np.sort(time)[:2])[0],
        "The step was taken from the two earliest stamps. A row can be absent between them: take "
        "the step that is given.",
    ),
    "one unit": (
        lambda time, step, k: np.max(time) + k,
        "The stamps are one apart in their own unit, whatever the step is: a whole number added to "
        "a stamp counts that unit. Add multiples of `step`.",
    ),
    "unit of time": (
        in_unit_of_time,
        "The number of the step was taken without its unit, so that a week became a day, or an "
        "hour a minute. NumPy knows the unit: add multiples of `step` itself.",
    ),
    "days": (
        lambda time, step, k: np.max(time) + k * np.timedelta64(1, "D"),
        "The stamps are a day apart. Add multiples of `step`.",
    ),
    "hours": (
        lambda time, step, k: np.max(time) + k * np.timedelta64(1, "h"),
        "The stamps are an hour apart. Add multiples of `step`.",
    ),
    "cut to days": (
        lambda time, step, k: (np.max(time) + k * step).astype("datetime64[D]"),
        "The hours were cut off the stamps. They belong to them.",
    ),
    "from the day": (
        lambda time, step, k: np.max(time).astype("datetime64[D]") + k * step,
        "The hour was cut off the latest stamp before the steps were added.",
    ),
    "the last one only": (
        lambda time, step, k: np.max(time) + 0 * k * step + len(k) * step,
        "All stamps are the last one. Step k ahead lies k steps after the latest stamp.",
    ),
    "the next one only": (
        lambda time, step, k: np.max(time) + 0 * k * step + step,
        "All stamps are the next one. Step k ahead lies k steps after the latest stamp.",
    ),
    "back": (
        lambda time, step, k: np.max(time) - k * step,
        "The stamps go back from the latest one. Tomorrow lies after it.",
    ),
    "reversed": (
        lambda time, step, k: (np.max(time) + k * step)[::-1],
        "The stamps are in reverse. The first value of the forecast is that of the next step.",
    ),
}
BACK = {
    "without the mean": (
        lambda f, mean, sd: f * sd,
        "`in_units` lacks the mean. Multiply by the standard deviation, then add the mean.",
    ),
    "without the standard deviation": (
        lambda f, mean, sd: f + mean,
        "`in_units` lacks the standard deviation: multiply by it, then add the mean.",
    ),
    "mean first": (
        lambda f, mean, sd: (f + mean) * sd,
        "`in_units` undoes the two steps in the wrong order: multiply, then add.",
    ),
    "scaled again": (
        lambda f, mean, sd: (f - mean) / sd,
        "`in_units` is scaled once more. Multiply, then add.",
    ),
    "exchanged numbers": (
        lambda f, mean, sd: f * mean + sd,
        "In `in_units` mean and standard deviation have changed places.",
    ),
    "its own": (
        lambda f, mean, sd: (f - f.mean()) / f.std() * sd + mean,
        "The forecast was standardised by itself before it was put back. It is in scaled units "
        "already: multiply, then add.",
    ),
    "summed": (
        lambda f, mean, sd: np.cumsum(f) * sd + mean,
        "The forecast was summed up. It holds scaled values, not changes: multiply, then add.",
    ),
    "reversed": (
        lambda f, mean, sd: put_back(f, mean, sd)[::-1],
        "`in_units` is in reverse. It keeps the order of the forecast.",
    ),
    "not at all": (
        lambda f, mean, sd: f,
        "`in_units` is the forecast as it came, in scaled units: multiply, then add.",
    ),
}
FROM_THE_LAST = (
    "The first stamp is that of the latest row, whose value is known. The first step that is "
    "forecast comes one step later: k begins with 1."
)


def past_trials(rng):
    """Yield series in hours, days, weeks and minutes: rows absent, the newest listed first."""
    for start, rows, step, horizon in [
        ("2018-12-31T22", [0, 1], (1, "h"), 1),
        ("2024-02-27", [0, 1], (1, "D"), 2),
        ("2018-09-30T06", [0, 1, 2], (6, "h"), 3),
        ("2001-12-15", [0, 1, 2], (7, "D"), 2),
        ("2001-12-15", [0, 2, 3], (1, "W"), 3),
        ("2020-02-28T12:15", [0, 1, 4], (15, "m"), 4),
        ("2019-10-27T01", [4, 3, 2, 0], (3, "h"), 2),
        ("1999-12-24", [5, 4, 1, 0], (2, "D"), 4),
        ("2021-06-01T05", [2, 5, 0, 3], (12, "h"), 5),
    ]:
        yield past_trial(rng, start, rows, step, horizon)


def past_trial(rng, start, rows, step, horizon):
    step = np.timedelta64(*step)
    time = np.datetime64(start) + np.array(rows) * step
    while True:
        mean, sd = (float(part) for part in np.round(3 * draw(rng, 2), 1))
        if abs(mean) > 0.5 and abs(abs(sd) - 1) > 0.3 and abs(mean - abs(sd)) > 0.3:
            return time, step, draw(rng, horizon), mean, abs(sd)


def past_further(rng):
    """Yield a whole forecast, a single row, and single precision."""
    yield (
        *past_trial(rng, "2022-03-01T00", [0, 1, 2], (4, "h"), 3)[:2],
        draw_whole(rng, 3),
        2.5,
        1.5,
    )
    yield past_trial(rng, "2022-03-01", [0], (1, "W"), 2)
    time, step, forecast, mean, sd = past_trial(rng, "2022-03-01T23", [0, 1], (2, "h"), 3)
    yield time, step, forecast.astype(np.float32), mean, sd


PAST_THE_END = Exercise(
    name="lab-7/past-the-end",
    reference=past_the_end,
    trials=past_trials,
    also=past_further,
    note="The first step that nobody has seen has a date, and its forecast a unit.",
    mistakes=[
        Mistake("from the latest row", by(first=0), FROM_THE_LAST),
        Mistake(
            "one late",
            by(first=2),
            "The stamps begin two steps after the latest row. The next step is the first one.",
        ),
        *(Mistake(f"stamps: {name}", by(rule), said) for name, (rule, said) in STAMPS.items()),
        *(
            Mistake(
                f"stamps: {name}, from the last", by(STAMPS[name][0], first=0),
                f"{STAMPS[name][1]} And k begins with 1: the latest row is known.",
            )
            for name in ("last row", "one unit", "days", "hours", "last two rows", "unit of time")
        ),
        *(Mistake(f"back: {name}", by(back=rule), said) for name, (rule, said) in BACK.items()),
        *(
            Mistake(
                f"from the latest row; back: {name}", by(back=BACK[name][0], first=0),
                f"{FROM_THE_LAST} And {BACK[name][1]}",
            )
            for name in ("not at all", "without the mean")
        ),
        Mistake(
            "exchanged",
            lambda *args: past_the_end(*args)[::-1],
            "The two results are in the wrong order: `stamps` first, then `in_units`.",
        ),
    ],
)  # fmt: skip
