"""Exercise known-ahead of lab 6: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole


class Windows(NamedTuple):
    """What a network may read at each origin, and what it is to forecast."""

    past: np.ndarray
    coming: np.ndarray
    target: np.ndarray


def known_ahead(measured, calendar, n_steps, horizon):
    return by()(measured, calendar, n_steps, horizon)


def cut(rows, first, length, origins):
    """Return `length` rows of each window; the first is `first` rows from its origin."""
    return np.stack([rows[t + first : t + first + length] for t in origins])


def both(measured, calendar):
    return np.concatenate([measured, calendar], axis=1)


def calendar_first(measured, calendar):
    return np.concatenate([calendar, measured], axis=1)


def measured_alone(measured, calendar):
    return measured


def calendar_alone(measured, calendar):
    return calendar


def by(read=both, ahead=calendar_alone, read_from=None, ahead_from=1, target_from=1, column=0,
       ahead_length=None, origins=None):  # fmt: skip
    """Return the task with other columns or other rows in one of its parts.

    Rows are counted from the origin, the last row that has been measured.
    """

    def run(measured, calendar, n_steps, horizon):
        every = range(n_steps - 1, len(measured) - horizon)
        every = every if origins is None else origins(every)
        first = 1 - n_steps if read_from is None else read_from(n_steps)
        length = horizon if ahead_length is None else ahead_length(n_steps, horizon)
        past = cut(read(measured, calendar), first, n_steps, every)
        coming = cut(ahead(measured, calendar), ahead_from, length, every)
        target = cut(measured, target_from, horizon, every)[:, :, column]
        return Windows(past, coming, target)

    return run


def after_origin(rows):
    """Return how many rows a window reads past its origin, for `read_from`."""
    return lambda n_steps: 1 - n_steps + rows


def more(before=0, after=0):
    """Return the origins less some at the beginning or the end."""
    return lambda every: every[before : len(every) - after]


def steps_apart(measured, calendar, n_steps, horizon):
    """Return windows that begin where the last one ended."""
    apart = by(origins=lambda every: every[:: n_steps + horizon])
    return apart(measured, calendar, n_steps, horizon)


def horizon_apart(measured, calendar, n_steps, horizon):
    return by(origins=lambda every: every[::horizon])(measured, calendar, n_steps, horizon)


def whole_calendar(measured, calendar, n_steps, horizon):
    """Return the calendar of the whole window, past and coming."""
    made = known_ahead(measured, calendar, n_steps, horizon)
    origins = range(n_steps - 1, len(measured) - horizon)
    return made._replace(coming=cut(calendar, 1 - n_steps, n_steps + horizon, origins))


def in_order(*order):
    """Return the task with its parts in another order."""

    def run(*args):
        made = known_ahead(*args)
        return Windows(*(made[i] for i in order))

    return run


def known_trials(rng):
    """Yield (measured, calendar, n_steps, horizon); columns unlike, more or fewer than others."""
    for time, features, known, n_steps, horizon in [
        (4, 1, 1, 2, 1),
        (5, 1, 1, 1, 2),
        (6, 2, 1, 2, 2),
        (7, 1, 2, 3, 1),
        (8, 2, 2, 2, 3),
        (9, 3, 2, 4, 2),
        (10, 2, 3, 3, 3),
        (12, 3, 1, 1, 4),
    ]:
        yield draw(rng, time, features), draw(rng, time, known), n_steps, horizon


def known_further(rng):
    """Yield a single window, whole numbers beside decimals, and single precision."""
    yield draw(rng, 5, 2), draw(rng, 5, 2), 3, 2
    yield draw_whole(rng, 7, 2), draw(rng, 7, 1), 2, 2
    yield draw(rng, 7, 2), draw_whole(rng, 7, 3), 3, 1
    yield draw(rng, 8, 2).astype(np.float32), draw(rng, 8, 2).astype(np.float32), 2, 3


LEAK = (
    "`coming` holds measurements of the hours to be forecast{}. When the forecast is made nobody "
    "has measured them. Only what is known in advance may be read beyond the origin: the calendar."
)
ROWS = {
    "`coming` begins one row early": (
        {"ahead_from": 0},
        "`coming` begins with the calendar of the last row that is read. It begins with the row "
        "after it, as the target does.",
    ),
    "`coming` begins one row late": (
        {"ahead_from": 2, "origins": more(after=1)},
        "`coming` begins one row late. Its first row belongs to the first row of the target.",
    ),
    "`target` begins one row early": (
        {"target_from": 0},
        "The target begins with the last row that is read, so its first value has been read "
        "already. It begins one row later.",
    ),
    "`target` and `coming` early": (
        {"target_from": 0, "ahead_from": 0},
        "The target and `coming` begin with the last row that is read. Both begin one row later: "
        "the first row that is not.",
    ),
    "a gap after the past": (
        {"read_from": after_origin(-1), "origins": more(before=1)},
        "One row lies between those that are read and the target, and belongs to neither. The "
        "target begins right after the last row that is read.",
    ),
    "the past reads on": (
        {"read_from": after_origin(1)},
        "`past` reads one row too far, and its last row holds the first value of the target.",
    ),
}

KNOWN_AHEAD = Exercise(
    name="lab-6/known-ahead",
    reference=known_ahead,
    trials=known_trials,
    also=known_further,
    note="Beyond the origin the network reads a calendar, and no measurement.",
    mistakes=[
        Mistake(
            "measured ahead too",
            by(ahead=both),
            LEAK.format(", beside the calendar"),
        ),
        Mistake(
            "measured ahead too, calendar first",
            by(ahead=calendar_first),
            LEAK.format(", after the calendar"),
        ),
        Mistake(
            "measured ahead alone",
            by(ahead=measured_alone),
            LEAK.format(" in the place of the calendar"),
        ),
        Mistake(
            "other measurements ahead",
            by(ahead=lambda m, c: np.concatenate([m[:, 1:], c], axis=1)),
            LEAK.format(": all but the one that is forecast") + " Tomorrow's temperature is not "
            "known today either; a *forecast* of it would be.",
        ),
        Mistake(
            "other measurements ahead, calendar first",
            by(ahead=lambda m, c: np.concatenate([c, m[:, 1:]], axis=1)),
            LEAK.format(": all but the one that is forecast, after the calendar")
            + " Tomorrow's temperature is not known today either; a *forecast* of it would be.",
        ),
        *(Mistake(name, by(**change), said) for name, (change, said) in ROWS.items()),
        Mistake(
            "past without the calendar",
            by(read=measured_alone),
            "`past` lacks the calendar. Each of its rows holds the measurements and, after them, "
            "the calendar of the same step.",
        ),
        Mistake(
            "past without measurements",
            by(read=calendar_alone),
            "`past` holds the calendar alone. Each of its rows holds the measurements and, after "
            "them, the calendar of the same step.",
        ),
        Mistake(
            "past without what is forecast",
            by(read=lambda m, c: np.concatenate([m[:, 1:], c], axis=1)),
            "`past` lacks the column that is forecast. Its past is known, and the best thing to "
            "forecast it from; only its future must not be read.",
        ),
        Mistake(
            "past of one column",
            by(read=lambda m, c: np.concatenate([m[:, :1], c], axis=1)),
            "Of the measurements `past` holds the first column only. All of them are known up to "
            "the origin.",
        ),
        Mistake(
            "calendar first",
            by(read=calendar_first),
            "The columns of `past` are in the wrong order: the measurements first, then the "
            "calendar.",
        ),
        Mistake(
            "coming of the first column",
            by(ahead=lambda m, c: c[:, :1]),
            "`coming` holds the first column of the calendar only. It holds all of them.",
        ),
        Mistake(
            "coming of one step",
            by(ahead_length=lambda n, h: 1),
            "`coming` holds the first hour only. It has a row for each of the `horizon` steps.",
        ),
        Mistake(
            "coming of n_steps",
            by(ahead_length=lambda n, h: n),
            "`coming` is as long as `past`. It has a row for each of the `horizon` steps.",
        ),
        Mistake(
            "coming of the whole window",
            whole_calendar,
            "`coming` holds the calendar of the whole window. That of the steps that are read is "
            "in `past` already: it begins with the first step of the target.",
        ),
        Mistake(
            "calendar shifted in the past",
            by(read=lambda m, c: both(m, np.roll(c, -1, axis=0))),
            "In `past` the calendar stands one row early: each row holds the calendar of the next "
            "step. That is known, but the task asks for that of the same step.",
        ),
        Mistake(
            "calendar of the coming steps in the past",
            lambda m, c, n_steps, horizon: by(read=lambda m, c: both(m, np.roll(c, -horizon, 0)))(
                m, c, n_steps, horizon
            ),
            "In `past` the calendar stands `horizon` rows early. That is known, and one way to "
            "tell a network what comes; the task asks for that of the same step, because `coming` "
            "tells it here.",
        ),
        *(
            Mistake(
                f"scaled, {name}",
                lambda m, *rest, scaled=scaled: known_ahead(scaled(m), *rest),
                "The measurements were scaled by statistics of all rows, those to be forecast "
                "among them. Nothing is scaled here: that is an exercise of its own.",
            )
            for name, scaled in [
                ("standardised", lambda m: (m - m.mean(axis=0)) / m.std(axis=0)),
                ("centred", lambda m: m - m.mean(axis=0)),
                ("to one", lambda m: (m - m.min(axis=0)) / (m.max(axis=0) - m.min(axis=0))),
            ]
        ),
        Mistake(
            "steps last",
            lambda *args: Windows(
                *(np.moveaxis(part, 1, -1) for part in known_ahead(*args)[:2]),
                known_ahead(*args).target,
            ),
            "The axes of `past` and `coming` are exchanged: steps first, then columns. "
            "sliding_window_view puts the steps last.",
        ),
        Mistake(
            "target of the last column",
            by(column=-1),
            "The target is the last column of `measured`. It is the first.",
        ),
        Mistake(
            "target of all columns",
            by(column=slice(None)),
            "The target holds all columns of `measured`. It is the first alone: "
            "(windows, horizon).",
        ),
        Mistake(
            "target with an axis of one",
            by(column=slice(1)),
            "The target has one axis too many, of length 1. It has shape (windows, horizon).",
        ),
        Mistake(
            "last window lost",
            by(origins=more(after=1)),
            "The last window is missing. The last origin leaves exactly `horizon` rows, so there "
            "are len(measured) - n_steps - horizon + 1 windows.",
        ),
        Mistake(
            "first window lost",
            by(origins=more(before=1)),
            "The first window is missing. It begins with row 0.",
        ),
        Mistake(
            "room for nothing",
            by(origins=lambda every: range(every[0], every[-1] + 2)),
            "The last window has no room for its whole target. Windows end where `horizon` rows "
            "are left.",
        ),
        Mistake(
            "windows apart",
            steps_apart,
            "A window begins where the one before it ended, target and all. Every origin with "
            "enough rows on both sides gives a window: move on by one row.",
        ),
        Mistake(
            "windows a horizon apart",
            horizon_apart,
            "Windows lie `horizon` rows apart. Every origin with enough rows on both sides gives a "
            "window: move on by one row.",
        ),
        Mistake(
            "past as coming",
            in_order(1, 0, 2),
            "`past` and `coming` have changed places.",
        ),
        Mistake(
            "target first",
            in_order(2, 0, 1),
            "The three are in the wrong order: past, coming, target.",
        ),
        Mistake(
            "backwards",
            lambda *args: known_ahead(*args)._replace(past=known_ahead(*args).past[:, ::-1]),
            "`past` runs backwards. Its last row is the last one before the target.",
        ),
        Mistake(
            "flattened",
            lambda *args: Windows(*(part.reshape(len(part), -1) for part in known_ahead(*args))),
            "The windows are flattened to one row each. A recurrent layer reads (windows, steps, "
            "columns).",
        ),
    ],
)
