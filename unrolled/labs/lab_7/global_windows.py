"""Exercise global-windows of lab 7: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole


class Windows(NamedTuple):
    """Windows of several series, what follows each, and which series each comes from."""

    X: np.ndarray
    target: np.ndarray
    which: np.ndarray


def global_windows(series, n_steps, horizon):
    return by()(series, n_steps, horizon)


def all_starts(length, n_steps, horizon):
    return range(length - n_steps - horizon + 1)


def by(starts=all_starts, cut=lambda series: series, number=lambda i, start: i, shift=0):
    """Return the task with other windows, of other series, or numbered otherwise."""

    def run(series, n_steps, horizon):
        X, target, which = [], [], []
        for i, values in enumerate(cut(series)):
            for start in starts(len(values), n_steps, horizon):
                end = start + n_steps
                X.append(values[start:end])
                target.append(values[end + shift : end + shift + horizon])
                which.append(number(i, start))
        return Windows(np.array(X), np.array(target), np.array(which))

    return run


def joined(series, n_steps, horizon):
    """Cut windows from one long array, and name the series each begins in."""
    made = by()([np.concatenate(series)], n_steps, horizon)
    owner = np.repeat(np.arange(len(series)), [len(values) for values in series])
    return made._replace(which=owner[: len(made.X)])


def joined_by_end(series, n_steps, horizon):
    made = by()([np.concatenate(series)], n_steps, horizon)
    owner = np.repeat(np.arange(len(series)), [len(values) for values in series])
    return made._replace(which=owner[n_steps : n_steps + len(made.X)])


def windows_apart(series, n_steps, horizon):
    """Keep the inputs of each window within a series, and let the targets run into the next."""
    long = np.concatenate(series)
    owner = np.repeat(np.arange(len(series)), [len(values) for values in series])
    n = len(long) - n_steps - horizon + 1
    kept = [s for s in range(n) if owner[s] == owner[s + n_steps - 1]]
    made = by()([long], n_steps, horizon)
    return Windows(made.X[kept], made.target[kept], owner[kept])


def shortest(series):
    return [values[: min(map(len, series))] for values in series]


def kept(series, n_steps, horizon):
    """Number the series anew, those left out not counted."""
    made = global_windows(series, n_steps, horizon)
    return made._replace(which=np.unique(made.which, return_inverse=True)[1].ravel())


def by_start(series, n_steps, horizon):
    """Order the windows by their beginning, not by series."""
    made = by(number=lambda i, start: (start, i))(series, n_steps, horizon)
    order = np.lexsort(made.which.T[::-1])
    return Windows(made.X[order], made.target[order], made.which[order, 1])


def padded(series, n_steps, horizon):
    """Fill short series up with zeros in front."""
    long = max(map(len, series))
    return global_windows(
        [np.concatenate([np.zeros(long - len(v)), v]) for v in series], n_steps, horizon
    )


MIXED = (
    "The series were joined before the windows were cut, so some windows begin in one series and "
    "end in the next. Cut each series by itself, and join the windows."
)


def windows_trials(rng):
    """Yield several series of unequal length; some are too short for any window."""
    for lengths, n_steps, horizon in [
        ((2, 3), 1, 1),
        ((3, 4), 2, 1),
        ((5, 2, 4), 2, 1),
        ((4, 6, 5), 2, 2),
        ((6, 8, 4, 5), 3, 2),
        ((4, 9, 2), 2, 1),
        ((7, 5, 4, 9), 2, 3),
        ((9, 3, 11), 4, 2),
    ]:
        yield [draw(rng, n) for n in lengths], n_steps, horizon


def windows_further(rng):
    """Yield whole numbers, a single series, a first one too short, and single precision."""
    yield [draw_whole(rng, 6), draw_whole(rng, 4)], 3, 1
    yield [draw(rng, 7)], 2, 3
    yield [draw(rng, 2), draw(rng, 5), draw(rng, 1)], 2, 2
    yield [draw(rng, n).astype(np.float32) for n in (5, 7, 4)], 3, 2


GLOBAL_WINDOWS = Exercise(
    name="lab-7/global-windows",
    reference=global_windows,
    trials=windows_trials,
    also=windows_further,
    note="Every window lies within one series, and says within which.",
    mistakes=[
        Mistake("joined", joined, MIXED),
        Mistake("joined, by the end", joined_by_end, MIXED),
        Mistake(
            "joined, one number",
            lambda *args: joined(*args)._replace(which=np.zeros(len(joined(*args).X), int)),
            MIXED,
        ),
        Mistake(
            "targets of the next",
            windows_apart,
            "The inputs of each window lie within one series, and some targets in the next. The "
            "target belongs to the window: both have to fit into the series.",
        ),
        Mistake(
            "last window lost",
            by(starts=lambda n, s, h: range(n - s - h)),
            "The last window of each series is missing. range leaves its end out: + 1.",
        ),
        Mistake(
            "incomplete target",
            by(starts=lambda n, s, h: range(n - s)),
            "The last windows of a series have a target that is cut off. The whole target has to "
            "fit: len(values) - n_steps - horizon + 1 windows.",
        ),
        Mistake(
            "side by side",
            by(starts=lambda n, s, h: range(0, n - s - h + 1, s)),
            "The windows of a series lie side by side. The next begins one row later.",
        ),
        Mistake(
            "targets side by side",
            by(starts=lambda n, s, h: range(0, n - s - h + 1, h)),
            "The windows of a series are `horizon` rows apart. The next begins one row later.",
        ),
        Mistake(
            "nothing shared",
            by(starts=lambda n, s, h: range(0, n - s - h + 1, s + h)),
            "The windows of a series share no value with each other. The next begins one row "
            "later.",
        ),
        Mistake(
            "last of each",
            by(starts=lambda n, s, h: [n - s - h] if n >= s + h else []),
            "There is one window for each series, the last. All are asked for.",
        ),
        Mistake(
            "first of each",
            by(starts=lambda n, s, h: [0] if n >= s + h else []),
            "There is one window for each series, the first. All are asked for.",
        ),
        Mistake(
            "shortest",
            by(cut=shortest),
            "All series were cut to the length of the shortest. Each gives as many windows as fit "
            "into it.",
        ),
        Mistake(
            "as many as the first",
            lambda series, n_steps, horizon: by(
                starts=lambda n, s, h: all_starts(len(series[0]), s, h)
            )(series, n_steps, horizon),
            "Every series was given as many windows as the first. Each has a length of its own.",
        ),
        Mistake(
            "filled up",
            padded,
            "Short series were filled up with zeros in front, which are then read and even "
            "forecast. A series gives the windows that fit into it, and a short one none.",
        ),
        Mistake(
            "only the first series",
            by(cut=lambda series: series[:1]),
            "The windows come from the first series alone.",
        ),
        Mistake(
            "target too early",
            by(shift=-1),
            "The target begins with the last value of the window, which is known. It begins right "
            "after it.",
        ),
        Mistake(
            "target too late",
            by(starts=lambda n, s, h: range(n - s - h), shift=1),
            "A value is left out between window and target. The target begins right after the "
            "window.",
        ),
        Mistake(
            "last step only",
            lambda *args: global_windows(*args)._replace(
                target=global_windows(*args).target[:, -1]
            ),
            "`target` holds the last step alone. All steps of the horizon belong to it.",
        ),
        Mistake(
            "first step only",
            lambda *args: global_windows(*args)._replace(target=global_windows(*args).target[:, 0]),
            "`target` holds the first step alone, one number for each window. It has the shape "
            "(windows, horizon).",
        ),
        Mistake(
            "numbered anew",
            kept,
            "`which` counts only the series that gave a window. One that is too short keeps its "
            "number, or later ones point at the wrong series.",
        ),
        Mistake(
            "counted from 1",
            by(number=lambda i, start: i + 1),
            "`which` counts the series from 1. They are numbered from 0, as in the list.",
        ),
        Mistake(
            "start",
            by(number=lambda i, start: start),
            "`which` holds the row that a window begins with. Asked for is the number of its "
            "series.",
        ),
        Mistake(
            "window number",
            lambda *args: global_windows(*args)._replace(
                which=np.arange(len(global_windows(*args).X))
            ),
            "`which` numbers the windows. Asked for is the number of the series each comes from.",
        ),
        Mistake(
            "how many",
            lambda series, n_steps, horizon: global_windows(series, n_steps, horizon)._replace(
                which=[len(all_starts(len(v), n_steps, horizon)) for v in series]
            ),
            "`which` says how many windows each series gave. Asked for is a number for every "
            "window: that of its series.",
        ),
        Mistake(
            "by row",
            by_start,
            "The windows are ordered by the row they begin with, all series side by side. All "
            "windows of the first series come first, then those of the next.",
        ),
        Mistake(
            "target first",
            lambda *args: tuple(global_windows(*args)[i] for i in (1, 0, 2)),
            "`X` and `target` have changed places.",
        ),
        Mistake(
            "which first",
            lambda *args: tuple(global_windows(*args)[i] for i in (2, 0, 1)),
            "The three results are in the wrong order: `X`, `target`, `which`.",
        ),
    ],
)
