"""Exercise windows of lab 4: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole, single


class Windows(NamedTuple):
    """Windows cut from one series, and what follows each of them."""

    X: np.ndarray  # (windows, n_steps, features)
    target: np.ndarray  # (windows, horizon, features)


def windows(series, n_steps, horizon, lead=0, first=0, left_out=0, every=1, pack=np.stack):
    """Cut windows; the target begins `lead` steps after the step that follows the window."""
    starts = range(first, len(series) - n_steps - horizon + 1 - left_out, every)
    ends = [i + n_steps for i in starts]
    return Windows(
        pack([series[end - n_steps : end] for end in ends]),
        pack([series[end + lead : end + lead + horizon] for end in ends]),
    )


def windows_task(series, n_steps, horizon):
    return windows(series, n_steps, horizon)


def cut(**changed):
    """Return the task with part of the cutting changed."""
    return lambda series, n_steps, horizon: windows(series, n_steps, horizon, **changed)


def cut_by(change):
    """Return the task with other options, a function of (n_steps, horizon)."""
    return lambda series, n_steps, horizon: windows(
        series, n_steps, horizon, **change(n_steps, horizon)
    )


def made_of(change):
    """Return the task with its result changed: a function of (X, target, n_steps, horizon)."""
    return lambda series, n_steps, horizon: change(
        *windows(series, n_steps, horizon), n_steps, horizon
    )


def longer(before, after):
    """Return the task with targets that are longer in front or behind."""

    def run(series, n_steps, horizon):
        X, _ = windows(series, n_steps, horizon)
        ends = n_steps + np.arange(len(X))
        targets = [series[end - before : end + horizon + after] for end in ends]
        return Windows(X, np.stack(targets))

    return run


def windows_to_the_end(left_out):
    """Return the task with windows whose targets lie beyond the series; the targets are right."""

    def run(series, n_steps, horizon):
        stop = len(series) - n_steps + 1 - left_out
        X = np.stack([series[i : i + n_steps] for i in range(stop)])
        return Windows(X, windows(series, n_steps, horizon).target)

    return run


def one_more_window(series, n_steps, horizon):
    """Return one window too many; the targets are right."""
    right = windows(series, n_steps, horizon)
    end = len(right.X) + n_steps
    return Windows(np.concatenate([right.X, series[None, end - n_steps : end]]), right.target)


def one_more_target(series, n_steps, horizon):
    """Return a target too many, in front: it begins with the first window's last value."""
    X, target = windows(series, n_steps, horizon)
    return Windows(X, np.concatenate([series[None, n_steps - 1 : n_steps - 1 + horizon], target]))


def target_at_start(series, n_steps, horizon):
    X, _ = windows(series, n_steps, horizon)
    return Windows(X, np.stack([series[i : i + horizon] for i in range(len(X))]))


def windows_trials(rng):
    """Yield series from which at least two windows can be cut."""
    cases = [(4, 2, 1, 1), (5, 2, 2, 1), (6, 3, 1, 2), (7, 2, 3, 1), (8, 3, 2, 3), (9, 2, 4, 2)]
    for time, n_steps, horizon, features in [*cases, (10, 4, 3, 2), (13, 5, 2, 1)]:
        yield draw(rng, time, features), n_steps, horizon
    yield single(draw(rng, 9, 2)), 3, 2


def windows_further(rng):
    """Yield whole numbers, windows of a single step, and room for one window only."""
    yield draw_whole(rng, 7, 2), 3, 2
    yield draw(rng, 6, 2), 1, 3
    yield draw(rng, 7, 2), 4, 3


INSIDE = (
    "The target begins with the last value of its own window. Whoever reads the window has read "
    "the answer: window i ends at step i + n_steps - 1, and its target begins at i + n_steps."
)
TOO_LATE = (
    "The target begins one step too late: the value right after the window is in neither. In a "
    "slice the end is left out already, so the target begins where the window's slice ends, at "
    "i + n_steps."
)
RAGGED = (
    "The pieces differ in length, and an array needs rows of one length. A slice that reaches "
    "beyond the series is cut short without an error, as the last targets are where they have no "
    "room. A target begins at i + n_steps, and a window needs room for all `horizon` values of "
    "it: there are time - n_steps - horizon + 1 windows."
)
ONE_TOO_MANY = (
    "There is one window too many: the target of the last one ends beyond the series. Window 0 "
    "and its target take up n_steps + horizon values, and each further window one more, so there "
    "are time - n_steps - horizon + 1."
)
LATE_AND_SHORT = (
    "The target begins one step too late: row i of target belongs to row i + 1 of X, and so the "
    "last row of X has none. It begins where the window's slice ends, at i + n_steps."
)
NO_FEATURES = (
    "X is right, and the target has lost an axis. It keeps the features, even if there is only "
    "one: shape (windows, horizon, features), as the slice of `series` has it."
)
MORE_WINDOWS = (
    "X has more windows than target has rows: the last ones have no complete target inside the "
    "series. Leave them out, so that row i of X and row i of target belong together."
)
ONE_STEP = (
    "The target holds the next value only, whatever `horizon` is. It holds the `horizon` values "
    "after the window: a slice of that length."
)
FAR_END = (
    "The target holds only the value `horizon` steps ahead. All the values up to there are asked "
    "for, from the first after the window on."
)

WINDOWS = Exercise(
    name="lab-4/windows",
    reference=windows_task,
    trials=windows_trials,
    also=windows_further,
    note=(
        "Every window stands beside what follows it, and none holds any of its own target. A "
        "series of 100 steps gives 86 windows of 10 with targets of 5."
    ),
    mistakes=[
        Mistake("target inside the window", cut(lead=-1), INSIDE),
        Mistake("one more window, target inside", cut(lead=-1, left_out=-1), INSIDE),
        Mistake("target one late", cut(lead=1, left_out=1), TOO_LATE),
        Mistake("target one late, cut short", cut(lead=1), RAGGED),
        Mistake("target one late, cut short, array", cut(lead=1, pack=np.array), RAGGED),
        Mistake(
            "target one late, a row fewer",
            made_of(lambda X, t, n, h: Windows(X, t[1:])),
            LATE_AND_SHORT,
        ),
        Mistake(
            "target one longer in front",
            longer(1, 0),
            "The target is one value too long: it begins with the last value of its own window. "
            "It begins at i + n_steps, where the window's slice ends.",
        ),
        Mistake(
            "target one shorter in front",
            longer(-1, 0),
            "The target is one value too short: it leaves out the value right after the window. It "
            "begins at i + n_steps, where the window's slice ends.",
        ),
        Mistake(
            "target one shorter",
            longer(0, -1),
            "The target is one value too short. A slice leaves its end out already: the target is "
            "series[i + n_steps : i + n_steps + horizon].",
        ),
        Mistake(
            "target from the start",
            target_at_start,
            "The target of window i begins at step i, where the window itself begins, so all or "
            "most of it is inside the window. It begins after the window's last step, at "
            "i + n_steps.",
        ),
        Mistake(
            "last window lost",
            cut(left_out=1),
            "The last window is missing. Its target ends with the last value of the series, which "
            "may be used: range(n) stops at n - 1, so n is time - n_steps - horizon + 1.",
        ),
        Mistake(
            "first window lost",
            cut(first=1),
            "The first window is missing. Steps count from 0 in code, and window 0 begins with "
            "series[0].",
        ),
        *(
            Mistake(
                f"last two windows lost, {pack.__name__}",
                cut(left_out=2, pack=pack),
                "The last two windows are missing. The target of the last one ends with the last "
                "value of the series: there are time - n_steps - horizon + 1 windows.",
            )
            for pack in (np.stack, np.array)
        ),
        *(
            Mistake(
                f"room for two targets, {pack.__name__}",
                cut_by(lambda n, h, pack=pack: {"left_out": h, "pack": pack}),
                "The last `horizon` windows are missing: room for two targets was kept at the end. "
                "There are time - n_steps - horizon + 1 windows.",
            )
            for pack in (np.stack, np.array)
        ),
        Mistake(
            "last row of X lost",
            made_of(lambda X, t, n, h: Windows(X[:-1], t)),
            "The target is right, and the last row of X is missing. Row i of X and row i of target "
            "belong together: cut both with the same range.",
        ),
        Mistake(
            "last row of target lost",
            made_of(lambda X, t, n, h: Windows(X, t[:-1])),
            "X is right, and the last row of target is missing. It ends with the last value of "
            "the series.",
        ),
        Mistake(
            "a row of target too many",
            one_more_target,
            "The target has a row too many, the first: it begins with the last value of window 0. "
            "The first target begins at step n_steps.",
        ),
        Mistake("one window too many", one_more_window, ONE_TOO_MANY),
        Mistake("one window too many, cut short", cut(left_out=-1, pack=np.array), ONE_TOO_MANY),
        *(
            Mistake(f"horizon forgotten, {pack.__name__}, {extra}", variant, RAGGED)
            for pack in (np.stack, np.array)
            for extra, variant in [
                ("n - h", cut_by(lambda n, h, p=pack: {"left_out": 1 - h, "pack": p})),
                ("n - h + 1", cut_by(lambda n, h, p=pack: {"left_out": -h, "pack": p})),
            ]
        ),
        Mistake("windows to the end", windows_to_the_end(0), MORE_WINDOWS),
        Mistake("windows to one before the end", windows_to_the_end(1), MORE_WINDOWS),
        Mistake("next value only", made_of(lambda X, t, n, h: Windows(X, t[:, :1])), ONE_STEP),
        Mistake(
            "next value only, no axis", made_of(lambda X, t, n, h: Windows(X, t[:, 0])), ONE_STEP
        ),
        Mistake("far end only", made_of(lambda X, t, n, h: Windows(X, t[:, -1:])), FAR_END),
        Mistake("far end only, no axis", made_of(lambda X, t, n, h: Windows(X, t[:, -1])), FAR_END),
        Mistake(
            "features before time",
            made_of(lambda X, t, n, h: Windows(X.swapaxes(1, 2), t.swapaxes(1, 2))),
            "The values are right and two axes have changed places: this is (windows, features, "
            "time), as np.lib.stride_tricks.sliding_window_view gives it. Bring time before the "
            "features: swapaxes(1, 2).",
        ),
        Mistake(
            "time-major",
            made_of(lambda X, t, n, h: Windows(X.swapaxes(0, 1), t.swapaxes(0, 1))),
            "Time comes first here and the windows second. The windows are the rows of the batch: "
            "stack them along axis 0.",
        ),
        Mistake(
            "flattened",
            made_of(lambda X, t, n, h: Windows(X.reshape(len(X), -1), t.reshape(len(t), -1))),
            "Each window has become one long row in which steps and features are mixed. Keep the "
            "axes: (windows, n_steps, features) and (windows, horizon, features).",
        ),
        Mistake(
            "first feature only",
            made_of(lambda X, t, n, h: Windows(X, t[:, :, 0])),
            "The target holds the first feature only, and the axis of the features is gone. Cut it "
            "from the whole series, with all its features: (windows, horizon, features).",
        ),
        Mistake(
            "first feature only, axis kept",
            made_of(lambda X, t, n, h: Windows(X, t[:, :, :1])),
            "The target holds the first feature only. Cut it from the whole series, with all its "
            "features.",
        ),
        Mistake(
            "first feature only, in both",
            made_of(lambda X, t, n, h: Windows(X[:, :, 0], t[:, :, 0])),
            "X and target hold the first feature only, and the axis of the features is gone. Cut "
            "both from the whole series, with all its features.",
        ),
        Mistake(
            "target flattened",
            made_of(lambda X, t, n, h: Windows(X, t.reshape(len(t), -1))),
            NO_FEATURES,
        ),
        Mistake(
            "target squeezed", made_of(lambda X, t, n, h: Windows(X, t.squeeze())), NO_FEATURES
        ),
        Mistake(
            "side by side",
            cut_by(lambda n, h: {"every": n}),
            "The windows stand side by side: each begins where the one before it ended. One "
            "begins at every step, and neighbours overlap.",
        ),
        Mistake(
            "side by side, target included",
            cut_by(lambda n, h: {"every": n + h}),
            "Each window begins where the target of the one before it ended. One begins at every "
            "step: windows and targets may overlap with those of their neighbours.",
        ),
        Mistake(
            "target in X too",
            made_of(lambda X, t, n, h: Windows(np.concatenate([X, t], axis=1), t)),
            "The windows hold their own targets: they are n_steps + horizon long. Cut them after "
            "n_steps.",
        ),
        Mistake(
            "n_steps and horizon exchanged",
            lambda series, n_steps, horizon: windows(series, horizon, n_steps),
            "n_steps and horizon have changed places: a window holds n_steps values, its target "
            "`horizon`.",
        ),
        Mistake(
            "latest first",
            made_of(lambda X, t, n, h: Windows(X[::-1], t[::-1])),
            "The windows stand in reverse order. Window 0 begins with the first step.",
        ),
        Mistake(
            "target backwards",
            made_of(lambda X, t, n, h: Windows(X, t[:, ::-1])),
            "The values of each target stand in reverse order. They follow the window as they are.",
        ),
        *(
            Mistake(
                f"a gap of horizon, {pack.__name__}",
                cut_by(lambda n, h, pack=pack: {"lead": h, "left_out": h, "pack": pack}),
                "The target begins `horizon` steps too late: as many values after the window are "
                "in neither. It begins where the window's slice ends, at i + n_steps.",
            )
            for pack in (np.stack, np.array)
        ),
        Mistake(
            "order of the result",
            made_of(lambda X, t, n, h: (t, X)),
            "X and target come back in the wrong order: return X, target.",
        ),
    ],
)
