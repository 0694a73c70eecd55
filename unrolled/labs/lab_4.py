"""Lab 4, beat the baselines: references, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled._expect import expect
from unrolled.labs import Exercise, Mistake
from unrolled.labs._trials import draw, single

# --------------------------------------------------------------- lab-4/windows


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
    "The last targets are cut short by the end of the series, and an array needs rows of one "
    "length. A window also needs room for the `horizon` values right after it, which begin at "
    "i + n_steps: there are time - n_steps - horizon + 1 windows."
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
            "order of the result",
            made_of(lambda X, t, n, h: (t, X)),
            "X and target come back in the wrong order: return X, target.",
        ),
    ],
)


# ----------------------------------------------------------------- lab-4/split


class Parts(NamedTuple):
    """The numbers of the windows for training, validation and test."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray


def split(n_windows, n_steps, horizon, validation_start, test_start):
    gap = horizon - 1
    return between(
        (0, validation_start - gap), (validation_start, test_start - gap), (test_start, n_windows)
    )


def between(*ends):
    """Return the three parts from the ends of each."""
    return Parts(*(np.arange(*pair) for pair in ends))


def gap_of(width, before_validation=True, before_test=True):
    """Return the task with another width, a function of (n_steps, horizon)."""

    def run(n_windows, n_steps, horizon, v, t):
        w = width(n_steps, horizon)
        return between((0, v - w * before_validation), (v, t - w * before_test), (t, n_windows))

    return run


def beginning_late(and_ending_early):
    """Return the task with the gap after each boundary, and perhaps before it as well."""

    def run(n_windows, n_steps, horizon, v, t):
        w = horizon - 1
        early = w * and_ending_early
        return between((0, v - early), (v + w, t - early), (t + w, n_windows))

    return run


def gap_shared(before):
    """Return the task with `before(gap)` windows left out before a boundary, the rest after it."""

    def run(n_windows, n_steps, horizon, v, t):
        early = before(horizon - 1)
        late = horizon - 1 - early
        return between((0, v - early), (v + late, t - early), (t + late, n_windows))

    return run


def handed_on(n_windows, n_steps, horizon, v, t):
    w = horizon - 1
    return between((0, v - w), (v - w, t - w), (t - w, n_windows))


def test_cut_short(*args):
    right = split(*args)
    return right._replace(test=right.test[: len(right.test) - args[2] + 1])


def scattered(parts):
    """Return the parts if windows of one lie between those of another, in any order."""
    train, validation, test = (np.sort(part) for part in parts)
    inside = [(np.diff(part) > 1).any() for part in (train, validation, test)]
    expect(any(inside), "parts", "be scattered", "parts without gaps")
    return tuple(parts)


def as_masks(*args):
    return Parts(*(np.isin(np.arange(args[0]), part) for part in split(*args)))


def as_steps(n_windows, n_steps, *rest):
    return Parts(*(part + n_steps for part in split(n_windows, n_steps, *rest)))


def split_trials(rng):
    """Yield (n_windows, n_steps, horizon, validation_start, test_start); every part stays full."""
    yield from [(9, 2, 1, 5, 7), (12, 3, 2, 6, 9), (20, 2, 3, 9, 15), (30, 4, 2, 16, 23)]
    yield from [(48, 5, 6, 20, 35), (70, 8, 3, 41, 59), (90, 3, 7, 50, 71), (60, 6, 1, 30, 45)]


RANDOM = (
    "The windows were drawn at random, or in some other way that is not the order of time: windows "
    "of one part lie between those of another. Neighbouring windows are nearly the same, so each "
    "test window then has near copies of itself in the training part, often with parts of its "
    "target. "
    "Split in time: the earliest windows for training, the latest for the test."
)

HALVED = (
    "The gap is wide enough in all, but half of it was taken from the part after the boundary. "
    "Validation and test begin at the windows given; the part before a boundary ends "
    "horizon - 1 windows early."
)

SPLIT = Exercise(
    name="lab-4/split",
    reference=split,
    trials=split_trials,
    note="No target has a value in two parts, and no window was given up that could be kept.",
    mistakes=[
        Mistake(
            "no gap",
            gap_of(lambda n, h: 0),
            "There is no gap. The last training windows have targets that reach into those of the "
            "first validation windows: two neighbours share horizon - 1 values. Leave so many "
            "windows out before each boundary.",
        ),
        Mistake(
            "gap of horizon",
            gap_of(lambda n, h: h),
            "The gap is one window too wide. Targets of windows that lie `horizon` apart touch "
            "without sharing a value, so horizon - 1 windows are enough; with a horizon of 1 "
            "nothing has to be left out.",
        ),
        Mistake(
            "history forbidden",
            gap_of(lambda n, h: n + h - 1),
            "The gap also keeps the *inputs* apart. That is no leak, it is a waste of n_steps "
            "windows at each boundary: when a forecast is made, the past is known, whichever "
            "part it was used in. Only targets must not be shared.",
        ),
        Mistake(
            "history forbidden, targets too",
            gap_of(lambda n, h: n + h),
            "The gap is a whole window and its target wide. Inputs may overlap, since the past is "
            "known when a forecast is made; only targets must not be shared, and for this "
            "horizon - 1 windows are enough.",
        ),
        *(
            Mistake(
                f"gap of {name}",
                gap_of(width),
                "The width of the gap comes from n_steps, the length of the inputs. Inputs may "
                "overlap; it is the targets that must not, and they are `horizon` long.",
            )
            for name, width in [("n_steps", lambda n, h: n), ("n_steps - 1", lambda n, h: n - 1)]
        ),
        Mistake(
            "gap of 1",
            gap_of(lambda n, h: 1),
            "One window is left out at each boundary, whatever the horizon. How many targets "
            "reach across depends on how long they are: horizon - 1.",
        ),
        Mistake(
            "gap before the test only",
            gap_of(lambda n, h: h - 1, before_validation=False),
            "There is a gap before the test, and none between training and validation. A model "
            "chosen on values it was trained on is chosen for its memory: leave horizon - 1 "
            "windows out there as well.",
        ),
        Mistake(
            "gap before validation only",
            gap_of(lambda n, h: h - 1, before_test=False),
            "There is a gap before validation, and none before the test. Leave horizon - 1 "
            "windows out there as well.",
        ),
        Mistake(
            "gap after the boundary",
            beginning_late(False),
            "The gap is wide enough and on the wrong side: validation and test begin late. They "
            "begin at the windows given, and the part before a boundary ends early.",
        ),
        Mistake(
            "gap on both sides",
            beginning_late(True),
            "Windows are left out on both sides of each boundary. One side is enough: end the "
            "part before it horizon - 1 windows early.",
        ),
        Mistake(
            "handed on",
            handed_on,
            "The windows taken from the end of one part were put at the beginning of the next, "
            "where their targets overlap with those of their neighbours again. They belong to no "
            "part: validation and test begin at the windows given.",
        ),
        Mistake(
            "test cut short",
            test_cut_short,
            "The test part has lost its last windows. Nothing comes after it that they could "
            "overlap with: it goes on to window n_windows - 1.",
        ),
        Mistake(
            "one too many",
            gap_of(lambda n, h: h - 2),
            "Training and validation end one window too late, and share one value with what "
            "follows. In np.arange(start, stop) the stop is left out already, so it is the "
            "boundary less horizon - 1.",
        ),
        *(
            Mistake(f"gap halved, {name}", gap_shared(before), HALVED)
            for name, before in [("rounded down", lambda w: w // 2), ("up", lambda w: w - w // 2)]
        ),
        Mistake(
            "masks",
            as_masks,
            "These are masks of True and False. Return the numbers of the windows: "
            "np.flatnonzero(mask), or np.arange from the first to the last.",
        ),
        Mistake(
            "steps for windows",
            as_steps,
            "These are time steps, at which the targets begin. Everything here is counted in "
            "windows, and window 0 is the first.",
        ),
        Mistake(
            "sizes",
            lambda *args: tuple(len(part) for part in split(*args)),
            "These are the sizes of the parts. Return the numbers of the windows in each: "
            "np.arange(first, last + 1).",
        ),
        Mistake(
            "first and last",
            lambda *args: tuple((part[0], part[-1] + 1) for part in split(*args)),
            "These are the ends of each part. Return the numbers of all its windows: np.arange "
            "makes them from the ends.",
        ),
        Mistake("drawn at random", scattered, RANDOM, of_result=True),
    ],
)


# -------------------------------------------------------- lab-4/seasonal-naive


def seasonal_naive(series, origin, season_length, horizon):
    return series[:, origin - season_length + np.arange(horizon) % season_length]


def values_at(steps):
    """Return the forecast that takes the values at `steps(origin, season_length, k, horizon)`."""

    def run(series, origin, season_length, horizon):
        return series[:, steps(origin, season_length, np.arange(horizon), horizon)]

    return run


def season_made(change):
    """Return the forecast made by `change(season, season_length, horizon)`."""

    def run(series, origin, season_length, horizon):
        season = series[:, origin - season_length : origin]
        return change(season, season_length, horizon)

    return run


def rounds(season_length, horizon):
    """Return how many seasons it takes to cover the horizon."""
    return -(-horizon // season_length)


def constant(part):
    """Return the mean of a part of the known values, repeated."""

    def run(series, origin, season_length, horizon):
        mean = part(series[:, :origin], season_length).mean(axis=1, keepdims=True)
        return np.repeat(mean, horizon, axis=1)

    return run


def seasonal_trials(rng):
    """Yield series that go on after the forecast; two seasons and a step of them are known."""
    cases = [(1, 8, 5, 2, 1), (1, 9, 5, 2, 3), (1, 6, 3, 1, 2), (1, 11, 7, 3, 2), (2, 10, 5, 2, 4)]
    cases += [(2, 14, 7, 3, 5), (3, 16, 8, 3, 7), (2, 21, 9, 4, 10), (4, 12, 6, 2, 3)]
    for batch, time, origin, season_length, horizon in cases:
        yield draw(rng, batch, time), origin, season_length, horizon
    yield single(draw(rng, 3, 15)), 7, 3, 4


ROUNDS = [
    ("as many as it takes", rounds),
    ("one more than fit", lambda m, h: h // m + 1),
    ("one a step", lambda m, h: h),
]
REPEATED = (
    "Each value of the season is repeated before the next one comes, as np.repeat does. The "
    "season as a whole is repeated: np.tile, or an index with k % season_length."
)
NOT_CUT = (
    "The season is repeated often enough, and the result was not cut: it holds whole seasons. "
    "Keep the first `horizon` steps."
)

SEASONAL_NAIVE = Exercise(
    name="lab-4/seasonal-naive",
    reference=seasonal_naive,
    trials=seasonal_trials,
    note="However far the horizon reaches, only values from before the origin were used.",
    mistakes=[
        Mistake(
            "actual values in between",
            values_at(lambda origin, m, k, h: origin - m + k),
            "The first season of the forecast is right. After it, values from after the origin "
            "are read, one season before the step that is forecast, and at the origin nobody "
            "knows them yet. Repeat the last known season instead.",
        ),
        Mistake(
            "the values themselves",
            values_at(lambda origin, m, k, h: origin + k),
            "These are the very values that are to be forecast. They are in `series` for the "
            "comparison afterwards; a forecast may read the steps before `origin` only.",
        ),
        Mistake(
            "first season",
            values_at(lambda origin, m, k, h: k % m),
            "This repeats the first season of the series. Take the last one that is known: the "
            "season_length values before `origin`.",
        ),
        Mistake(
            "end of the series",
            lambda series, origin, m, h: series[:, -m:][:, np.arange(h) % m],
            "The season was taken from the end of the array, which lies after the origin. Only "
            "the steps before `origin` are known: cut series[:, :origin] first.",
        ),
        Mistake(
            "one early",
            values_at(lambda origin, m, k, h: origin - 1 - m + k % m),
            "The season ends one step too early: the last known value, at step origin - 1, is "
            "left out. It begins at origin - season_length.",
        ),
        Mistake(
            "one late",
            values_at(lambda origin, m, k, h: origin + 1 - m + k % m),
            "The season was taken one step too late and ends with the value at `origin`, which "
            "is the first one to be forecast. It begins at origin - season_length.",
        ),
        Mistake(
            "last value",
            values_at(lambda origin, m, k, h: origin - 1 + 0 * k),
            "This is the naive forecast, the last value repeated. The seasonal one repeats the "
            "last season, season_length values in their order.",
        ),
        Mistake(
            "one value of the season",
            values_at(lambda origin, m, k, h: origin - m + 0 * k),
            "The value one season before the first step is repeated at all steps. Each step has "
            "its own: move along the season with k.",
        ),
        Mistake(
            "stuck at the season's end",
            values_at(lambda origin, m, k, h: origin - m + np.minimum(k, m - 1)),
            "After the first season the forecast stays at its last value. Begin the season again: "
            "k % season_length.",
        ),
        Mistake(
            "two seasons ago",
            values_at(lambda origin, m, k, h: origin - 2 * m + k % m),
            "This is the season before the last. Take the latest that is known.",
        ),
        Mistake(
            "phase of the series",
            values_at(lambda origin, m, k, h: origin - m + (origin + k) % m),
            "The values of the last season are all there, but it is entered at the wrong place: "
            "(origin + k) % season_length counts from the start of the series. The first "
            "forecast is the season's first value, so count from there: k % season_length.",
        ),
        *(
            Mistake(
                f"entered {where}",
                values_at(lambda origin, m, k, h, by=by: origin - m + (k + by) % m),
                "The values of the last season are all there, but it is entered one step too "
                f"{where}. The first forecast is the season's first value: k counts from 0, and "
                "k % season_length is the place in the season.",
            )
            for where, by in [("late", 1), ("early", -1)]
        ),
        Mistake(
            "backwards",
            values_at(lambda origin, m, k, h: origin - 1 - k % m),
            "The season runs backwards. It keeps its order: the first forecast is the value "
            "season_length steps before.",
        ),
        Mistake(
            "horizon for season",
            values_at(lambda origin, m, k, h: origin - h + k),
            "The last `horizon` values are repeated, whatever the season. Go back season_length "
            "steps.",
        ),
        *(
            Mistake(
                f"np.repeat, {name}",
                season_made(lambda s, m, h, n=n: np.repeat(s, n(m, h), axis=1)[:, :h]),
                REPEATED,
            )
            for name, n in ROUNDS[:2]
        ),
        Mistake(
            "mean of the season",
            constant(lambda known, m: known[:, -m:]),
            "This is the mean of the last season at every step. A seasonal forecast keeps the "
            "season's shape.",
        ),
        Mistake(
            "mean of everything",
            constant(lambda known, m: known),
            "This is the mean of all known values at every step. Repeat the last season.",
        ),
        Mistake(
            "one season long",
            season_made(lambda s, m, h: s[:, :h]),
            "The forecast ends with the season, and the horizon is longer. Begin the season again "
            "until there are `horizon` values.",
        ),
        Mistake(
            "the season as it is",
            season_made(lambda s, m, h: s),
            "This is the season itself, whatever `horizon` is. Repeat it where the horizon is "
            "longer and cut it where it is shorter.",
        ),
        *(
            Mistake(
                f"not cut, {name}",
                season_made(lambda s, m, h, n=n: np.tile(s, (1, n(m, h)))),
                NOT_CUT,
            )
            for name, n in ROUNDS
        ),
        Mistake(
            "np.resize",
            season_made(lambda s, m, h: np.resize(s, (len(s), h))),
            "np.resize reads the whole array on from row to row, so a row that is too short is "
            "filled with the season of the next series. That is right for a single series only. "
            "Repeat along time: np.tile, or an index with k % season_length.",
        ),
        Mistake(
            "np.resize, one row",
            season_made(lambda s, m, h: np.resize(s, h)),
            "np.resize has made one row of the whole batch. There is one row for each series, "
            "shape (batch, horizon): np.tile along time, or an index with k % season_length.",
        ),
        Mistake(
            "tiled downwards",
            season_made(lambda s, m, h: np.tile(s, (rounds(m, h), 1))[:, :h]),
            "The season was repeated along the batch, which makes new rows. Repeat it along time: "
            "np.tile(season, (1, n)).",
        ),
        Mistake(
            "time-major",
            lambda *args: seasonal_naive(*args).T,
            "The numbers are right and the axes are not: this is (horizon, batch). One row for "
            "each series.",
        ),
    ],
)


# --------------------------------------------------------- lab-4/least-squares


def as_rows(X):
    return X.reshape(len(X), -1)


def with_ones(rows):
    return np.column_stack([rows, np.ones(len(rows))])


def solve(rows, target):
    return np.linalg.lstsq(rows, target, rcond=None)[0]


def least_squares(X, target, train, test):
    return fitted(X, target, train, test)


def fitted(X, target, fit_on, predict_for, rows=as_rows, ones=with_ones, ones_for=with_ones):
    W = solve(ones(rows(X[fit_on])), target[fit_on])
    return ones_for(rows(X[predict_for])) @ W


def fitted_on(choose, predict_for=lambda train, test: test):
    """Return the task fitted on the windows that `choose(train, test)` names."""
    return lambda X, target, train, test: fitted(
        X, target, choose(train, test), predict_for(train, test)
    )


def with_parts(**changed):
    """Return the task with part of the fit changed."""
    return lambda X, target, train, test: fitted(X, target, train, test, **changed)


def centred(X_mean, target_mean, X_mean_test=None):
    """Return a fit of centred windows; the means are functions of (values, train, test)."""

    def run(X, target, train, test):
        rows = as_rows(X)
        mean, mean_t = X_mean(rows, train, test), target_mean(target, train, test)
        W = solve(rows[train] - mean, target[train] - mean_t)
        mean = (X_mean_test or X_mean)(rows, train, test)
        return (rows[test] - mean) @ W + mean_t

    return run


def of_train(values, train, test):
    return values[train].mean(axis=0)


def of_test(values, train, test):
    return values[test].mean(axis=0)


def of_all(values, train, test):
    return values.mean(axis=0)


def nothing(values, train, test):
    return 0.0


def intercept_forgotten(X, target, train, test):
    W = solve(with_ones(as_rows(X[train])), target[train])
    return as_rows(X[test]) @ W[:-1]


def coefficients(X, target, train, test):
    return solve(with_ones(as_rows(X[train])), target[train])


def not_unpacked(X, target, train, test):
    W = np.linalg.lstsq(with_ones(as_rows(X[train])), target[train], rcond=None)
    return with_ones(as_rows(X[test])) @ W


def first_target(X, target, train, test):
    W = solve(with_ones(as_rows(X[train])), target[train][:, 0])
    return with_ones(as_rows(X[test])) @ W


def one_for_all_steps(as_forecast):
    """Return the task with the same weights for every step ahead: those of the steps' mean."""

    def run(X, target, train, test):
        made = least_squares(X, target.mean(axis=1, keepdims=True), train, test)
        return as_forecast(made, target.shape[1])

    return run


def raveled(X, target, train, test):
    return with_ones(as_rows(X[test])) @ solve(with_ones(as_rows(X[train])), target[train].ravel())


def ridge(size, intercept_too):
    """Return the task with a penalty of this size on the weights, or on the intercept as well."""

    def run(X, target, train, test):
        A = with_ones(as_rows(X))
        penalty = size * np.eye(A.shape[1])
        penalty[-1, -1] *= intercept_too
        return A[test] @ np.linalg.solve(
            A[train].T @ A[train] + penalty, A[train].T @ target[train]
        )

    return run


def not_flattened(X, target, train, test):
    return X[test] @ solve(X[train], target[train])


def transposed_target(X, target, train, test):
    return with_ones(as_rows(X[test])) @ solve(with_ones(as_rows(X[train])), target[train].T)


def without_ones(rows):
    return rows


def least_squares_trials(rng):
    """Yield windows of a series with a level of its own; both parts determine a fit."""
    sizes = [(1, 1, 1), (1, 1, 2), (2, 1, 1), (1, 2, 1), (2, 1, 3), (3, 1, 2), (2, 2, 2), (3, 2, 4)]
    for n_steps, features, horizon in sizes:
        unknown = n_steps * features + 1
        by_hand = unknown == 2  # few windows of one value, to be fitted on paper
        n_train, n_test = (3, 2) if by_hand else (unknown + 3, unknown + 2)
        n = n_train + (horizon - 1) + n_test
        X = draw(rng, n, n_steps, features) + 0.5
        target = as_rows(X) @ draw(rng, unknown - 1, horizon) + 2 + 0.3 * draw(rng, n, horizon)
        yield X, np.round(target, 1), np.arange(n_train), np.arange(n - n_test, n)


TEST_STATISTICS = (
    "Statistics of the test windows went into the forecast: the mean that was subtracted from "
    "them is their own. When the first of them is forecast the later ones are not known. Subtract "
    "the mean of the training windows from both."
)
ALL_STATISTICS = (
    "The means that were subtracted are those of all windows, the test among them. That is a "
    "leak, if a small one: take the means of the training windows, and keep them for the test."
)
ONES_MISSING = (
    "The column of ones is there in the fit and missing in the forecast, so the shapes do not "
    "fit. Build the rows of both parts in the same way."
)

SHARED = (
    "All steps ahead share one set of weights, which fits the mean of their targets. Each step has "
    "weights and an intercept of its own: np.linalg.lstsq takes all the columns of `target` at "
    "once and gives a column of weights for each."
)
RIDGE = (
    "This is ridge regression: a penalty draws the weights towards zero. It can be a good idea, "
    "but it has a size to be chosen. Asked for are the weights with the smallest squared error on "
    "the training windows: np.linalg.lstsq without additions."
)

LEAST_SQUARES = Exercise(
    name="lab-4/least-squares",
    reference=least_squares,
    trials=least_squares_trials,
    note="The best straight line through the training windows, with nothing left to converge.",
    mistakes=[
        Mistake(
            "no intercept",
            with_parts(ones=without_ones, ones_for=without_ones),
            "There is no intercept: a window of zeros would always be answered with zero. Add a "
            "column of ones to the rows, in the fit and in the forecast.",
        ),
        Mistake(
            "fitted on the test",
            fitted_on(lambda train, test: test),
            "The weights were fitted to the test windows and then judged on them. Fit on `train` "
            "alone; the targets of the test are for the comparison afterwards.",
        ),
        Mistake(
            "fitted on everything",
            fitted_on(lambda train, test: np.r_[train, test]),
            "The weights were fitted to training and test windows together, so each test window "
            "has helped to forecast itself. Fit on `train` alone.",
        ),
        Mistake(
            "fitted on all windows",
            lambda X, target, train, test: fitted(X, target, slice(None), test),
            "The weights were fitted to all windows there are, the test included, so each test "
            "window has helped to forecast itself. Fit on X[train] and target[train].",
        ),
        Mistake("test centred by itself", centred(of_train, of_train, of_test), TEST_STATISTICS),
        Mistake("all centred together", centred(of_all, of_all), ALL_STATISTICS),
        Mistake(
            "target centred alone",
            centred(nothing, of_train),
            "The mean was subtracted from the targets and added again, and the windows were left "
            "as they are. That is not the same as an intercept: centre both, or add a column of "
            "ones.",
        ),
        Mistake(
            "windows centred alone",
            centred(of_train, nothing),
            "The windows were centred and the forecast has no level: add the mean of the training "
            "targets to it, or leave the centring and give the rows a column of ones.",
        ),
        Mistake(
            "intercept left out of the forecast",
            intercept_forgotten,
            "The fit has an intercept and the forecast leaves it out. Add the last row of the "
            "weights, or give the test rows their column of ones.",
        ),
        Mistake("ones missing", with_parts(ones_for=without_ones), ONES_MISSING),
        Mistake(
            "forecast of the training windows",
            fitted_on(lambda train, test: train, lambda train, test: train),
            "The fit is right, and this is its forecast for the training windows. Asked for is "
            "the forecast for X[test].",
        ),
        Mistake(
            "forecast of everything",
            lambda X, target, train, test: fitted(X, target, train, slice(None)),
            "The fit is right, and this is its forecast for all windows. Asked for is the "
            "forecast for X[test].",
        ),
        Mistake(
            "the targets",
            lambda X, target, train, test: target[test],
            "These are the targets themselves. The forecast may read X[test], never target[test].",
        ),
        Mistake(
            "last step only",
            with_parts(rows=lambda X: X[:, -1]),
            "Only the last step of each window was used. Every step and feature is a column of "
            "its own: X.reshape(len(X), -1).",
        ),
        Mistake(
            "first feature only",
            with_parts(rows=lambda X: X[:, :, 0]),
            "Only the first feature was used. Every step and feature is a column of its own: "
            "X.reshape(len(X), -1).",
        ),
        Mistake(
            "mean of the window",
            with_parts(rows=lambda X: X.mean(axis=1)),
            "Each window was replaced by its mean over time. Every step is a column of its own: "
            "X.reshape(len(X), -1).",
        ),
        Mistake(
            "coefficients",
            coefficients,
            "These are the weights of the fit. Multiply the rows of the test windows by them.",
        ),
        Mistake(
            "lstsq not unpacked",
            not_unpacked,
            "np.linalg.lstsq returns four things, and the weights are the first of them: "
            "np.linalg.lstsq(...)[0].",
        ),
        Mistake(
            "first step ahead only",
            first_target,
            "Only the first step ahead is forecast. np.linalg.lstsq takes all the columns of "
            "`target` at once and gives a column of weights for each.",
        ),
        *(
            Mistake(f"one set of weights, {name}", one_for_all_steps(as_forecast), SHARED)
            for name, as_forecast in [
                ("repeated", lambda made, h: np.repeat(made, h, axis=1)),
                ("one column", lambda made, h: made),
                ("one row", lambda made, h: made[:, 0]),
            ]
        ),
        Mistake(
            "raveled",
            raveled,
            "The targets were laid end to end, and no longer have one row for each window. Leave "
            "`target` as it is: np.linalg.lstsq gives a column of weights for each of its columns.",
        ),
        *(
            Mistake(f"ridge {size}, intercept {intercept}", ridge(size, intercept), RIDGE)
            for size in (1e-4, 1e-3, 0.01, 0.1, 1.0, 10.0)
            for intercept in (True, False)
        ),
        Mistake(
            "not flattened",
            not_flattened,
            "np.linalg.lstsq needs one row for each window, and X has three axes. Lay steps and "
            "features side by side: X.reshape(len(X), -1).",
        ),
        Mistake(
            "target transposed",
            transposed_target,
            "The targets were transposed. They have one row for each window already, as "
            "np.linalg.lstsq expects.",
        ),
        Mistake(
            "forecast transposed",
            lambda *args: least_squares(*args).T,
            "The numbers are right and the axes are not: one row for each test window, "
            "(windows, horizon).",
        ),
    ],
)


# ------------------------------------------------------------------ lab-4/mase


def season_errors(history, season_length):
    """Return how far each value is from the one a season before it."""
    return np.abs(history[:, season_length:] - history[:, :-season_length])


def mase(target, forecast, history, season_length):
    errors = np.abs(target - forecast).mean(axis=1)
    return (errors / season_errors(history, season_length).mean(axis=1)).mean()


def scaled_by(scale):
    """Return the task with another scale for each series: (history, season_length, target)."""

    def run(target, forecast, history, season_length):
        errors = np.abs(target - forecast).mean(axis=1)
        return (errors / scale(history, season_length, target)).mean()

    return run


def compared_by(rule):
    """Return the task by `rule(errors, scales)`: signed errors, and the naive ones' sizes."""

    def run(target, forecast, history, season_length):
        return rule(target - forecast, season_errors(history, season_length))

    return run


def own_mean(values):
    return np.abs(values).mean(axis=1)


def around(history, m, target):
    return np.abs(history - np.roll(history, m, axis=1)).mean(axis=1)


def in_test(history, m, target):
    before = np.concatenate([history, target], axis=1)[:, -target.shape[1] - m : -m]
    return np.abs(target - before).mean(axis=1)


def within_target(history, m, target):
    """Return the seasonal naive error inside the targets, NaN where they are too short."""
    changes = season_errors(target, m)
    return changes.mean(axis=1) if changes.size else np.full(len(target), np.nan)


def inverse_of(variant):
    return lambda *args: 1 / variant(*args)


def along_batch(mean):
    """Return the task with differences between series; without any the mean is NaN."""

    def run(target, forecast, history, m):
        changes = np.abs(history[m:] - history[:-m])
        return (own_mean(target - forecast) / (mean(changes) if len(changes) else np.nan)).mean()

    return run


def mase_trials(rng):
    """Yield (batch, horizon, time, season_length)."""
    cases = [(1, 1, 3, 1), (1, 2, 4, 2), (2, 1, 4, 1), (2, 3, 5, 2), (3, 2, 7, 3), (2, 4, 9, 2)]
    for batch, horizon, time, season_length in [*cases, (4, 3, 10, 4), (3, 5, 8, 1)]:
        history = draw(rng, batch, time) * np.arange(1, batch + 1)[:, None]
        target = draw(rng, batch, horizon)
        yield target, np.round(target + draw(rng, batch, horizon), 1), history, season_length


BETWEEN_SERIES = (
    "history[m:] - history[:-m] runs along the first axis, the batch, and compares series with "
    "one another. Time is the second axis: history[:, m:] - history[:, :-m]."
)

IN_TARGET = (
    "The scale was taken from the target. Nobody knows it when the forecast is made, and it holds "
    "few values. The scale comes from the history alone: "
    "|history[t] - history[t - season_length]|."
)

MASE = Exercise(
    name="lab-4/mase",
    reference=mase,
    trials=mase_trials,
    note="It has no unit, and every series was measured by its own history.",
    mistakes=[
        Mistake(
            "scale from the test",
            scaled_by(in_test),
            "The scale is what the naive forecast errs over the targets. It comes from the "
            "history alone, which is known when the forecast is made and holds more values: "
            "|history[t] - history[t - season_length]|.",
        ),
        Mistake(
            "scale from both",
            scaled_by(
                lambda h, m, t: season_errors(np.concatenate([h, t], axis=1), m).mean(axis=1)
            ),
            "The targets were joined to the history before the scale was taken. Take it from the "
            "history alone.",
        ),
        *(
            Mistake(f"scale inside the target, {name}", scaled_by(scale), IN_TARGET)
            for name, scale in [
                ("seasonal", within_target),
                ("naive", lambda h, m, t: within_target(h, 1, t)),
            ]
        ),
        *(
            Mistake(f"scale as the target's {name}", scaled_by(scale), IN_TARGET)
            for name, scale in [
                ("level", lambda h, m, t: own_mean(t)),
                (
                    "spread",
                    lambda h, m, t: t.std(axis=1) if t.shape[1] > 1 else np.full(len(t), np.nan),
                ),
            ]
        ),
        Mistake(
            "scale from the last season",
            scaled_by(lambda h, m, t: season_errors(h, m)[:, -m:].mean(axis=1)),
            "The scale comes from the last season of the history alone, so a single odd day can "
            "make it large or small. Take the mean over all the history has: "
            "history[:, m:] - history[:, :-m].",
        ),
        Mistake(
            "scale as the last season's level",
            scaled_by(lambda h, m, t: own_mean(h[:, -m:])),
            "The scale is the mean size of the last season's values. It should be the mean size of "
            "the changes from season to season, over the whole history.",
        ),
        Mistake(
            "season ignored",
            scaled_by(lambda h, m, t: season_errors(h, 1).mean(axis=1)),
            "The scale compares each value with the one before it, whatever season_length is. "
            "Compare with the one a season before.",
        ),
        Mistake(
            "np.diff, n times",
            scaled_by(lambda h, m, t: np.abs(np.diff(h, n=m, axis=1)).mean(axis=1)),
            "np.diff(history, n) takes differences of differences, n times over. Asked for is one "
            "difference over season_length steps: history[:, m:] - history[:, :-m].",
        ),
        Mistake(
            "rolled",
            scaled_by(around),
            "np.roll brings the last values round to the front, where they meet the first. Leave "
            "the first season out: history[:, m:] - history[:, :-m].",
        ),
        Mistake(
            "divided by the whole length",
            scaled_by(lambda h, m, t: season_errors(h, m).sum(axis=1) / h.shape[1]),
            "The differences were added up and divided by the length of the history. There are "
            "only time - season_length of them: take their mean.",
        ),
        Mistake(
            "scale without absolute values",
            scaled_by(lambda h, m, t: np.abs((h[:, m:] - h[:, :-m]).mean(axis=1))),
            "In the scale, rises and falls were averaged before their sizes were taken, and "
            "cancel. Take np.abs of each difference first, then the mean.",
        ),
        Mistake(
            "scale as a standard deviation",
            scaled_by(lambda h, m, t: h.std(axis=1)),
            "The scale is the standard deviation of the history, which says how widely it spreads "
            "and not how hard it is to forecast. Use the errors of the seasonal naive forecast.",
        ),
        Mistake(
            "scale as the level",
            scaled_by(lambda h, m, t: own_mean(h)),
            "The scale is the mean size of the history's values. It should be the mean size of "
            "their changes over a season.",
        ),
        Mistake(
            "one scale for all",
            compared_by(lambda e, s: np.abs(e).mean() / s.mean()),
            "The errors of all series were averaged before they were divided, so the series with "
            "the largest numbers decides. Divide each series' error by its own scale, then "
            "average.",
        ),
        Mistake(
            "not averaged",
            compared_by(lambda e, s: own_mean(e) / own_mean(s)),
            "This is one number for each series, and each is right. The result is their mean.",
        ),
        Mistake(
            "nothing averaged over the horizon",
            compared_by(lambda e, s: np.abs(e) / own_mean(s)[:, None]),
            "These are the scaled errors one by one. Take their mean over everything.",
        ),
        Mistake(
            "sum",
            compared_by(lambda e, s: (own_mean(e) / own_mean(s)).sum()),
            "The scaled errors of the series were added up. Take their mean, or more series would "
            "make it worse.",
        ),
        Mistake(
            "not scaled",
            compared_by(lambda e, s: np.abs(e).mean()),
            "This is the mean absolute error, in the unit of the series. Divide each series' "
            "error by what the seasonal naive forecast errs in its history.",
        ),
        Mistake("between series", along_batch(np.mean), BETWEEN_SERIES),
        Mistake("between series, by row", along_batch(own_mean), BETWEEN_SERIES),
        Mistake(
            "percent",
            lambda target, forecast, history, m: np.abs((target - forecast) / target).mean(),
            "This is the MAPE: each error as a share of its target. Where a target is near zero "
            "it becomes huge and means nothing. Divide by the scale of the history instead.",
        ),
        Mistake(
            "squares",
            compared_by(lambda e, s: ((e**2).mean(axis=1) / (s**2).mean(axis=1)).mean()),
            "Errors and scale were squared. The A of MASE is for absolute.",
        ),
        Mistake(
            "root of squares",
            compared_by(lambda e, s: np.sqrt((e**2).mean(axis=1) / (s**2).mean(axis=1)).mean()),
            "These are root mean squares on both sides, which is the RMSSE. The A of MASE is for "
            "absolute.",
        ),
        Mistake(
            "errors without absolute values",
            compared_by(lambda e, s: np.abs(e.mean(axis=1) / own_mean(s)).mean()),
            "The errors were averaged before their sizes were taken, so that too high and too low "
            "cancel. Take np.abs of each error first.",
        ),
        Mistake(
            "signed",
            compared_by(lambda e, s: (e.mean(axis=1) / own_mean(s)).mean()),
            "The errors have kept their signs, so that too high and too low cancel. Take np.abs "
            "of each error first.",
        ),
        Mistake(
            "upside down",
            compared_by(lambda e, s: (own_mean(s) / own_mean(e)).mean()),
            "The fraction is upside down: the scale was divided by the error, and a better "
            "forecast gets a larger number.",
        ),
        Mistake(
            "inverse",
            inverse_of(mase),
            "This is 1 over the MASE, and a better forecast gets a larger number. Leave the "
            "inverse off: the forecast's error stands above, the scale below.",
        ),
        Mistake(
            "inverse, one scale for all",
            compared_by(lambda e, s: s.mean() / np.abs(e).mean()),
            "The fraction is upside down, and it is one of two overall means, in which the series "
            "with the largest numbers decides. Divide each series' error by its own scale, then "
            "average.",
        ),
        Mistake(
            "skill",
            compared_by(lambda e, s: 1 - (own_mean(e) / own_mean(s)).mean()),
            "This is 1 less the MASE, a kind of skill. The MASE is the ratio itself, and small is "
            "good.",
        ),
    ],
)


# --------------------------------------------------------------- lab-4/iterate


class OneStep(NamedTuple):
    """A linear one-step forecaster of windows (batch, time, 1)."""

    weights: np.ndarray  # (time,)
    level: float

    def __call__(self, X):
        wanted = f"have shape (batch, {len(self.weights)}, 1)"
        fits = getattr(X, "ndim", 0) == 3 and X.shape[1:] == (len(self.weights), 1)
        expect(fits, "window", wanted, f"shape {np.shape(X)}")
        return X[:, :, 0] @ self.weights[:, None] + self.level


def iterate(predict_one, X, horizon):
    return iterated(predict_one, X, horizon)


def shift(window, step):
    return np.concatenate([window[:, 1:], step[:, :, None]], axis=1)


def iterated(predict_one, X, horizon, update=shift):
    """Iterate; `update(window, step)` makes the next window."""
    window, steps = X, []
    for _ in range(horizon):
        steps.append(predict_one(window))
        window = update(window, steps[-1])
    return np.concatenate(steps, axis=1)


def updated(update):
    """Return the task with another next window."""
    return lambda predict_one, X, horizon: iterated(predict_one, X, horizon, update)


def result(change):
    """Return the task with its result changed."""
    return lambda predict_one, X, horizon: change(iterate(predict_one, X, horizon), X)


def last_replaced(window, step):
    return np.concatenate([window[:, :-1], step[:, :, None]], axis=1)


def repeated(predict_one, X, horizon):
    return np.repeat(predict_one(X), horizon, axis=1)


def stacked(axis):
    """Return the task with the steps stacked along a new axis."""

    def run(predict_one, X, horizon):
        steps = np.split(iterate(predict_one, X, horizon), horizon, axis=1)
        return np.stack(steps, axis=axis)

    return run


def first_again(predict_one, X, horizon):
    first = predict_one(X)
    return iterated(predict_one, X, horizon, lambda window, step: shift(window, first))


def with_the_last_value(predict_one, X, horizon):
    return np.concatenate([X[:, -1], iterate(predict_one, X, horizon)[:, :-1]], axis=1)


def rolled_before_asking(predict_one, X, horizon):
    window, steps = X.copy(), []
    for _ in range(horizon):
        window = np.roll(window, -1, axis=1)
        steps.append(predict_one(window))
        window[:, -1] = steps[-1]
    return np.concatenate(steps, axis=1)


def moved_before_asking(predict_one, X, horizon):
    window, steps = X, []
    for _ in range(horizon):
        window = shift(window, window[:, -1])
        steps.append(predict_one(window))
        window = np.concatenate([window[:, :-1], steps[-1][:, :, None]], axis=1)
    return np.concatenate(steps, axis=1)


def later(predict_one, X, horizon):
    return iterate(predict_one, X, horizon + 1)[:, 1:]


def one_short(predict_one, X, horizon):
    return iterate(predict_one, shift(X, predict_one(X)), horizon - 1)


def straight_on(predict_one, X, horizon):
    change = predict_one(X) - X[:, -1]
    return X[:, -1] + change * np.arange(1, horizon + 1)


def iterate_trials(rng):
    """Yield (batch, time, horizon), the horizon shorter and longer than the window."""
    cases = [(1, 2, 1), (1, 2, 2), (1, 2, 3), (2, 3, 2), (1, 3, 4), (3, 2, 4), (2, 4, 3), (4, 3, 5)]
    for batch, time, horizon in [*cases, (3, 5, 8)]:
        yield OneStep(draw(rng, time), float(draw(rng))), draw(rng, batch, time, 1), horizon


GROWING = (
    "The window grows: each forecast is appended and nothing is dropped, and the forecaster takes "
    "windows of one length only. Drop the oldest value, window[:, 1:]."
)

TOO_SOON = (
    "The window moves before the forecaster is asked, so the first question is about a window "
    "whose last place holds no new value yet. Ask first, with X as it is; then drop the oldest "
    "value and put the forecast at the end."
)

ITERATE = Exercise(
    name="lab-4/iterate",
    reference=iterate,
    trials=iterate_trials,
    note="From the second step on the forecaster read its own words, and nothing from the future.",
    mistakes=[
        Mistake(
            "same forecast repeated",
            repeated,
            "The first forecast is repeated: every step reads the same window. After each step "
            "the window moves on, with the new forecast at its end.",
        ),
        Mistake(
            "window grows",
            updated(lambda w, s: np.concatenate([w, s[:, :, None]], axis=1)),
            GROWING,
        ),
        Mistake(
            "last value replaced",
            updated(last_replaced),
            "Each forecast replaces the newest value of the window, and the others stay where "
            "they are. It is the oldest that goes: window[:, 1:], then the forecast.",
        ),
        Mistake(
            "forecast put in front",
            updated(lambda w, s: np.concatenate([s[:, :, None], w[:, 1:]], axis=1)),
            "The forecast was put in front, in the place of the oldest value. The newest value "
            "stands at the end of a window.",
        ),
        Mistake(
            "shifted the wrong way",
            updated(lambda w, s: np.concatenate([s[:, :, None], w[:, :-1]], axis=1)),
            "The window moves the wrong way: the forecast enters in front and the newest value is "
            "dropped. Drop the oldest, window[:, 1:], and append at the end.",
        ),
        Mistake(
            "rolled",
            updated(lambda w, s: np.roll(w, -1, axis=1)),
            "The window is rolled and the forecast never enters it: the oldest value comes round "
            "to the end. Write the forecast there.",
        ),
        Mistake("rolled before asking", rolled_before_asking, TOO_SOON),
        Mistake("moved before asking", moved_before_asking, TOO_SOON),
        Mistake(
            "zero at the end",
            updated(lambda w, s: shift(w, 0 * s)),
            "The window moves on with a zero at its end. The forecast belongs there.",
        ),
        Mistake(
            "last value again",
            updated(lambda w, s: shift(w, w[:, -1])),
            "The window moves on with its own last value repeated at the end. The forecast "
            "belongs there.",
        ),
        Mistake(
            "first forecast again",
            first_again,
            "The window moves on, and it is always the first forecast that is appended. Append "
            "the one just made.",
        ),
        Mistake(
            "mean over the batch",
            updated(lambda w, s: shift(w, np.full_like(s, s.mean()))),
            "All rows append the same number, the mean of their forecasts. Rows are separate: "
            "each appends its own.",
        ),
        Mistake(
            "first row's forecast",
            updated(lambda w, s: shift(w, np.full_like(s, s[0, 0]))),
            "All rows append the forecast of the first row. Each appends its own.",
        ),
        Mistake(
            "no axis",
            updated(lambda w, s: np.concatenate([w[:, 1:], s], axis=1)),
            "The window has three axes and the forecast has two, (batch, 1). Give it the third "
            "before they are joined: your forecast[:, :, None].",
        ),
        Mistake(
            "same change carried on",
            straight_on,
            "One forecast was made, and its change carried on along a straight line. Ask the "
            "forecaster again at each step, with a window that has moved on.",
        ),
        Mistake(
            "last value first",
            with_the_last_value,
            "The result begins with the last value of the window, which is known. Keep the "
            "forecast of each step, from the first on.",
        ),
        *(
            Mistake(
                f"first step skipped, {name}",
                variant,
                "The first step is missing: the result begins with the second forecast. Keep each "
                "forecast as soon as it is made, before the window moves on.",
            )
            for name, variant in [
                ("one more at the end", later),
                ("one short", result(lambda forecast, X: forecast[:, 1:])),
                ("one short, in a list", one_short),
            ]
        ),
        Mistake(
            "one step too many",
            lambda predict_one, X, horizon: iterate(predict_one, X, horizon + 1),
            "There is one step too many at the end. The forecaster is asked `horizon` times, the "
            "first time about the window as it was given.",
        ),
        Mistake(
            "last step only",
            result(lambda forecast, X: forecast[:, -1:]),
            "This is the last step alone. Keep the forecast of every step.",
        ),
        Mistake(
            "window instead of the forecasts",
            lambda predict_one, X, horizon: np.concatenate(
                [X[:, :, 0], iterate(predict_one, X, horizon)], axis=1
            )[:, -X.shape[1] :],
            "This is the last window, which holds known values where the horizon is short and "
            "has lost forecasts where it is long. Keep the forecasts in a list of their own.",
        ),
        Mistake(
            "third axis kept",
            result(lambda forecast, X: forecast[:, :, None]),
            "The numbers are right, with an axis of length 1 left over. The result has shape "
            "(batch, horizon).",
        ),
        Mistake(
            "stacked along a new axis",
            stacked(0),
            "Each forecast has shape (batch, 1) already, and np.stack adds an axis in front. "
            "np.concatenate(steps, axis=1) puts them side by side.",
        ),
        Mistake(
            "squeezed",
            result(lambda forecast, X: forecast.T[:, :, None].squeeze()),
            "The steps stand in front, as np.array(steps) puts them, and squeeze drops every axis "
            "of length 1, that of a batch with one row as well. np.concatenate(steps, axis=1) "
            "needs neither.",
        ),
        Mistake(
            "time-major",
            result(lambda forecast, X: forecast.T),
            "The numbers are right and the axes are not: this is (horizon, batch). One row for "
            "each window.",
        ),
        Mistake(
            "backwards",
            result(lambda forecast, X: forecast[:, ::-1]),
            "The steps stand in reverse order. The first forecast comes first.",
        ),
    ],
)


# ------------------------------------------------------ lab-4/sequence-targets


def sequence_targets(series, n_steps, horizon):
    return np.stack([series[:, k + 1 : k + 1 + n_steps, 0] for k in range(horizon)], axis=2)


def from_step(first):
    """Return the task with targets that begin `first` steps after each step."""
    return lambda series, n_steps, horizon: np.stack(
        [series[:, k + first : k + first + n_steps, 0] for k in range(horizon)], axis=2
    )


def retold(change):
    """Return the task with its result changed."""
    return lambda *args: change(sequence_targets(*args))


def reshaped(series, n_steps, horizon):
    found = [series[:, k + 1 : k + 1 + n_steps, 0] for k in range(horizon)]
    return np.stack(found).reshape(len(series), n_steps, horizon)


def reshaped_rows(series, n_steps, horizon):
    return sequence_targets(series, n_steps, horizon).swapaxes(1, 2).reshape(-1, n_steps, horizon)


def row_in_front(series, n_steps, horizon):
    """Return the targets with a row too many: what follows the step before the first."""
    every = [series[:, t : t + horizon, 0] for t in range(n_steps + 1)]
    return np.stack(every, axis=1)


def row_behind(pack):
    """Return the targets with a row too many at the end, which the series cuts short."""
    return lambda series, n_steps, horizon: pack(
        [series[:, t + 1 : t + 1 + horizon, 0] for t in range(n_steps + 1)]
    )


def after_the_horizon(series, n_steps, horizon):
    return np.stack([series[:, t + horizon : t + 2 * horizon, 0] for t in range(n_steps)], axis=1)


def written_after_the_horizon(series, n_steps, horizon):
    target = np.empty((len(series), n_steps, horizon))
    for t in range(n_steps):
        target[:, t] = series[:, t + horizon : t + 2 * horizon, 0]
    return target


def sequence_trials(rng):
    """Yield (batch, n_steps, horizon)."""
    cases = [(1, 2, 1), (1, 2, 2), (1, 3, 2), (2, 3, 1), (2, 2, 3), (3, 4, 2), (2, 3, 5), (4, 5, 3)]
    for batch, n_steps, horizon in cases:
        yield draw(rng, batch, n_steps + horizon, 1), n_steps, horizon
    yield single(draw(rng, 2, 7, 1)), 4, 3


ONE_AHEAD = (
    "Each step has the next value only, whatever `horizon` is. It has the `horizon` values that "
    "follow it."
)

SEQUENCE_TARGETS = Exercise(
    name="lab-4/sequence-targets",
    reference=sequence_targets,
    trials=sequence_trials,
    note="Every step is asked about the `horizon` values after it, and about nothing it has read.",
    mistakes=[
        Mistake(
            "own step included",
            from_step(0),
            "The target of a step begins with the value of that step, which the network has just "
            "read and needs only to copy. Begin one step later: target[:, t, k] is "
            "series[:, t + 1 + k].",
        ),
        Mistake(
            "one late",
            from_step(2),
            "The targets begin two steps after their step, and at the end of the series one value "
            "is missing, so the pieces differ in length. target[:, t, k] is series[:, t + 1 + k].",
        ),
        Mistake(
            "own step in front",
            lambda series, n_steps, horizon: np.concatenate(
                [series[:, :n_steps], sequence_targets(series, n_steps, horizon)], axis=2
            ),
            "Each step has one value too many: its own, which the network has just read, stands "
            "in front. Begin one step later: series[:, t + 1 : t + 1 + horizon].",
        ),
        Mistake(
            "one short",
            retold(lambda target: target[:, :, :-1]),
            "Each step has one value too few. A slice leaves its end out already: "
            "series[:, t + 1 : t + 1 + horizon].",
        ),
        Mistake(
            "last step only",
            retold(lambda target: target[:, -1]),
            "These are the targets of the last step. Every step has its own: shape "
            "(batch, n_steps, horizon).",
        ),
        Mistake(
            "last step's targets everywhere",
            retold(lambda target: np.repeat(target[:, -1:], target.shape[1], axis=1)),
            "Every step has the targets of the last one, the values after the whole window. Step "
            "t is asked about the steps right after it: target[:, t, k] is series[:, t + 1 + k].",
        ),
        Mistake(
            "last row lost",
            retold(lambda target: target[:, :-1]),
            "The last row is missing: the step n_steps - 1, the last one the network reads, has "
            "targets too. They are the values after the whole window.",
        ),
        Mistake(
            "first row lost",
            retold(lambda target: target[:, 1:]),
            "The first row is missing. Steps count from 0, and step 0 is asked about the values "
            "from series[:, 1] on.",
        ),
        Mistake(
            "a row too many in front",
            row_in_front,
            "There is a row too many, the first: it begins with series[:, 0], before any step has "
            "been read. The row of step 0 begins with series[:, 1], and there are n_steps rows.",
        ),
        *(
            Mistake(
                f"a row too many behind, {name}",
                row_behind(pack),
                "There is a row too many, the last: its values end beyond the series. There are "
                "n_steps rows, one for each step that the network reads.",
            )
            for name, pack in [
                ("np.stack", lambda rows: np.stack(rows, axis=1)),
                ("np.array", lambda rows: np.array(rows).swapaxes(0, 1)),
            ]
        ),
        *(
            Mistake(
                f"shifted by the horizon, {variant.__name__}",
                variant,
                "The targets begin `horizon` steps after their step, and at the end the series has "
                "too few values for that. They begin right after the step, whatever `horizon` is: "
                "target[:, t, k] is series[:, t + 1 + k].",
            )
            for variant in (after_the_horizon, written_after_the_horizon)
        ),
        Mistake(
            "axes swapped",
            retold(lambda target: target.swapaxes(1, 2)),
            "The numbers are right, and the last two axes have changed places: this is "
            "(batch, horizon, n_steps). Stack along the last axis.",
        ),
        Mistake(
            "reshaped",
            reshaped,
            "The shape is right and the numbers were dealt out anew: reshape does not move axes, "
            "it reads the array on in memory. Stack along the last axis, or use np.moveaxis.",
        ),
        Mistake(
            "reshaped in each row",
            reshaped_rows,
            "The shape is right and the numbers of each series were dealt out anew: reshape does "
            "not exchange axes. Use swapaxes(1, 2), or stack along the last axis.",
        ),
        Mistake("next value only", retold(lambda target: target[:, :, :1]), ONE_AHEAD),
        Mistake("next value only, no axis", retold(lambda target: target[:, :, 0]), ONE_AHEAD),
        Mistake(
            "far end only",
            retold(lambda target: target[:, :, -1:]),
            "Each step has only the value `horizon` steps ahead. All the values up to there are "
            "asked for.",
        ),
        Mistake(
            "far end only, no axis",
            retold(lambda target: target[:, :, -1]),
            "The series was shifted by `horizon`, so each step has only the value that far ahead. "
            "All the values up to there are asked for: (batch, n_steps, horizon).",
        ),
        Mistake(
            "backwards",
            retold(lambda target: target[:, :, ::-1]),
            "Each step has its values in reverse order, the farthest first. The nearest comes "
            "first.",
        ),
        Mistake(
            "values before the step",
            lambda series, n_steps, horizon: np.stack(
                [np.roll(series[:, :, 0], k + 1, axis=1)[:, :n_steps] for k in range(horizon)],
                axis=2,
            ),
            "The series moved the wrong way: each step is asked about the values before it. "
            "np.roll by a positive number brings the past forward; take slices that begin at "
            "k + 1 instead.",
        ),
        Mistake(
            "axis left over",
            retold(lambda target: target[..., None]),
            "The numbers are right, with an axis of length 1 left over. Take series[:, :, 0] "
            "first.",
        ),
        Mistake(
            "time-major",
            retold(lambda target: target.swapaxes(0, 1)),
            "Time comes first here. The series are the rows: (batch, n_steps, horizon).",
        ),
        Mistake(
            "steps stacked in front",
            retold(lambda target: np.moveaxis(target, 2, 0)),
            "The numbers are right, and the steps ahead form the first axis, as np.stack puts "
            "them. They belong last: np.stack(..., axis=-1).",
        ),
    ],
)


# ----------------------------------------------------------------- lab-4/reach


class Reach(NamedTuple):
    """How a forecast compares with a baseline, step by step, and how far it stays ahead."""

    skill: np.ndarray  # (horizon,)
    reach: int


def squares(target, forecast):
    return (target - forecast) ** 2


def leading(ahead):
    """Count the steps before the first at which a forecast is not ahead."""
    return int(np.cumprod(ahead).sum())


def reach(target, forecast, baseline):
    return skill_by(lambda e, e0: 1 - e.mean(axis=0) / e0.mean(axis=0))(target, forecast, baseline)


def skill_by(rule, error=squares, follows=True):
    """Return the task by `rule(errors, baseline_errors)`; the reach follows from its sign."""

    def run(target, forecast, baseline):
        skill = rule(error(target, forecast), error(target, baseline))
        if not follows:
            return Reach(skill, reach(target, forecast, baseline).reach)
        return Reach(skill, leading(np.atleast_1d(skill) > 0))

    return run


def reach_by(rule):
    """Return the task with another count, made from the right skill."""

    def run(target, forecast, baseline):
        right = reach(target, forecast, baseline)
        return right._replace(reach=int(rule(right.skill > 0)))

    return run


def r_squared(variance, follows):
    """Return the task with `variance(target)` in the place of the baseline's error."""

    def run(target, forecast, baseline):
        e, divisor = squares(target, forecast), variance(target)
        with np.errstate(divide="ignore"):  # targets that happen to be equal
            skill = 1 - (e.mean(axis=0) if np.ndim(divisor) else e.mean()) / divisor
        if not follows:
            return Reach(skill, reach(target, forecast, baseline).reach)
        return Reach(skill, leading(np.atleast_1d(skill) > 0))

    return run


VARIANCES = {
    "each step": lambda target: target.var(axis=0),
    "each step, ddof=1": lambda target: target.var(axis=0, ddof=1),
    "around the overall mean": lambda target: squares(target, target.mean()).mean(axis=0),
    "around each series' mean": lambda target: squares(
        target, target.mean(axis=1, keepdims=True)
    ).mean(axis=0),
    "over all": lambda target: target.var(),
}


def running(e):
    """Return the mean error up to each step."""
    return e.mean(axis=0).cumsum() / np.arange(1, e.shape[1] + 1)


# At which steps the forecast of each trial is ahead.
AHEAD = ["1", "10", "0", "11", "1101", "110", "01", "1110", "10110", "111", "0011", "111011"]


def reach_trials(rng):
    """Yield forecasts that are ahead where `AHEAD` says so, by a margin."""
    for i, pattern in enumerate(AHEAD):
        batch, ahead = 2 + i % 3, np.array([digit == "1" for digit in pattern])
        size = batch, len(ahead)
        while True:
            target, off, off_0 = (draw(rng, *size) for _ in range(3))
            found = reach(target, target + off, target + off_0)
            if ((found.skill > 0) == ahead).all() and (np.abs(found.skill) > 0.1).all():
                break
        yield target, np.round(target + off, 1), np.round(target + off_0, 1)
    # As good as the baseline at the third step and better elsewhere; in eighths, which are exact.
    target = np.array([[1.0, 2.0, 0.0, 3.0], [2.0, 0.0, 1.0, -1.0]])
    off = np.round(8 * draw(rng, 2, 4)) / 8
    yield target, target + off, target + off * [2, -3, -1, 2]


R_SQUARED = (
    "The error was divided by the variance of the targets. That is R squared, a comparison with "
    "the mean of values nobody knew. Divide by the baseline's error."
)

REACH = Exercise(
    name="lab-4/reach",
    reference=reach,
    trials=reach_trials,
    note="One number for each step shows what one number for all of them hides.",
    mistakes=[
        Mistake(
            "ratio",
            skill_by(lambda e, e0: e.mean(axis=0) / e0.mean(axis=0), follows=False),
            "This is the ratio of the two errors, of which small is good. The skill is 1 less the "
            "ratio: the share of the baseline's error that the forecast does away with.",
        ),
        Mistake(
            "upside down",
            skill_by(lambda e, e0: 1 - e0.mean(axis=0) / e.mean(axis=0)),
            "The fraction is upside down, or forecast and baseline have changed places: the "
            "forecast's error is divided by the baseline's.",
        ),
        *(
            Mistake(
                f"quotient inverted, {name}",
                skill_by(rule, follows=follows),
                "The quotient is inverted: the baseline's error was divided by the forecast's, and "
                "that grows without limit as the forecast gets better. Divide the forecast's error "
                "by the baseline's: 1 - e / e0.",
            )
            for name, rule, follows in [
                ("1 less, reach right", lambda e, e0: 1 - e0.mean(axis=0) / e.mean(axis=0), False),
                ("less 1", lambda e, e0: e0.mean(axis=0) / e.mean(axis=0) - 1, True),
                ("bare", lambda e, e0: e0.mean(axis=0) / e.mean(axis=0), True),
                ("bare, reach right", lambda e, e0: e0.mean(axis=0) / e.mean(axis=0), False),
            ]
        ),
        Mistake(
            "sign",
            skill_by(lambda e, e0: e.mean(axis=0) / e0.mean(axis=0) - 1, follows=False),
            "The skill has the wrong sign: above 0 the forecast should be better than the "
            "baseline. It is 1 - e / e0.",
        ),
        Mistake(
            "difference",
            skill_by(lambda e, e0: e0.mean(axis=0) - e.mean(axis=0)),
            "This is the difference of the two errors, in the square of the series' unit. Divide "
            "it by the baseline's error.",
        ),
        Mistake(
            "absolute",
            skill_by(
                lambda e, e0: 1 - e.mean(axis=0) / e0.mean(axis=0),
                error=lambda target, forecast: np.abs(target - forecast),
            ),
            "These are mean absolute errors. Here the skill is one of mean squared errors.",
        ),
        Mistake(
            "root",
            skill_by(lambda e, e0: 1 - np.sqrt(e.mean(axis=0) / e0.mean(axis=0))),
            "These are roots of the mean squared errors. Leave the roots off.",
        ),
        Mistake(
            "for each series",
            skill_by(lambda e, e0: 1 - e.mean(axis=1) / e0.mean(axis=1)),
            "The means run over the horizon, so there is one skill for each series. Average over "
            "the series, axis=0, and keep the steps.",
        ),
        Mistake(
            "mean of the ratios",
            skill_by(lambda e, e0: (1 - e / e0).mean(axis=0)),
            "Each error was divided by the baseline's at the same place, and the ratios averaged. "
            "Where the baseline happens to be nearly right a ratio is huge. Average both errors "
            "over the series first, then divide.",
        ),
        Mistake(
            "one for all steps",
            skill_by(lambda e, e0: 1 - e.mean() / e0.mean(), follows=False),
            "This is one skill for the whole horizon. Average over the series only, axis=0, so "
            "that one is left for each step.",
        ),
        Mistake(
            "up to each step",
            skill_by(lambda e, e0: 1 - running(e) / running(e0)),
            "These are the skills *up to* each step, in which a good first step hides bad later "
            "ones. Each step stands for itself.",
        ),
        Mistake(
            "divided by the whole baseline",
            skill_by(lambda e, e0: 1 - e.mean(axis=0) / e0.mean()),
            "Each step's error was divided by the baseline's error over all steps. The baseline "
            "gets worse with the horizon too: compare step with step.",
        ),
        *(
            Mistake(f"R squared, {name}", r_squared(variance, follows), R_SQUARED)
            for name, variance in VARIANCES.items()
            for follows in (True, False)
        ),
        Mistake(
            "percent",
            skill_by(lambda e, e0: 100 * (1 - e.mean(axis=0) / e0.mean(axis=0))),
            "The skill is in percent. Leave the factor of 100 off.",
        ),
        Mistake(
            "all steps counted",
            reach_by(np.sum),
            "The skill is right. The reach counts every step at which the forecast is ahead, also "
            "those after it has fallen behind once. Count up to the first step at which it is not.",
        ),
        Mistake(
            "level counted as ahead",
            lambda *args: Reach(skill := reach(*args).skill, leading(skill >= 0)),
            "The skill is right. The reach counts a step at which the forecast is only as good as "
            "the baseline. Count the steps whose skill is above 0.",
        ),
        Mistake(
            "argmax",
            reach_by(lambda ahead: np.argmax(~ahead)),
            "The skill is right, and the reach too where the forecast falls behind. Where it "
            "never does, np.argmax finds no True and answers 0; the reach is then the whole "
            "horizon.",
        ),
        Mistake(
            "first of none",
            reach_by(lambda ahead: np.flatnonzero(~ahead)[0]),
            "The skill is right, and the reach too where the forecast falls behind. Where it "
            "never does there is no first step behind to be named, and index 0 of nothing is an "
            "error; the reach is then the whole horizon.",
        ),
        Mistake(
            "first step behind",
            reach_by(lambda ahead: leading(ahead) + 1),
            "The skill is right. The reach is one too large: it names the first step at which the "
            "forecast is behind. Count the steps before it.",
        ),
        Mistake(
            "last index",
            reach_by(lambda ahead: leading(ahead) - 1),
            "The skill is right. The reach is one too small: it is the index, counted from 0, of "
            "the last step ahead. Count the steps.",
        ),
        Mistake(
            "last step ahead",
            reach_by(lambda ahead: max(np.flatnonzero(ahead) + 1, default=0)),
            "The skill is right. The reach names the last step at which the forecast is ahead, "
            "whatever came before it. Stop at the first at which it is not.",
        ),
        Mistake(
            "counted from behind",
            reach_by(lambda ahead: (~ahead).sum()),
            "The skill is right. The reach counts the steps at which the forecast is behind. "
            "Count those before the first of them.",
        ),
        Mistake(
            "order of the result",
            lambda *args: tuple(reversed(reach(*args))),
            "Skill and reach come back in the wrong order: return skill, reach.",
        ),
    ],
)


# --------------------------------------------------------------- lab-4/verdict


class Verdict(NamedTuple):
    """The candidate to use, and what its networks err on the test."""

    chosen: int
    error: float
    spread: float


def verdict(validation, test):
    return chosen_by(lambda validation, test: validation.mean(axis=1).argmin())(validation, test)


def chosen_by(rule):
    """Return the task with a choice made by `rule(validation, test)`."""
    return lambda validation, test: reported(rule(validation, test), test)


def reported(chosen, errors):
    row = errors[chosen]
    return Verdict(int(chosen), row.mean(), row.std(ddof=1))


def with_numbers(**parts):
    """Return the task with other numbers: functions of (chosen, validation, test)."""

    def run(validation, test):
        right = verdict(validation, test)
        made = {name: rule(right.chosen, validation, test) for name, rule in parts.items()}
        return right._replace(**made)

    return run


# Other ways to choose, each of which goes wrong in some of the trials.
CHOICES = {
    "test": lambda validation, test: test.mean(axis=1).argmin(),
    "best seed": lambda validation, test: validation.min(axis=1).argmin(),
    "worst seed": lambda validation, test: validation.max(axis=1).argmin(),
    "median": lambda validation, test: np.median(validation, axis=1).argmin(),
    "both": lambda validation, test: (validation + test).mean(axis=1).argmin(),
}


def verdict_trials(rng):
    """Yield (candidates, seeds), so drawn that one of the other ways to choose goes wrong."""
    sizes = [(2, 3), (2, 3), (3, 2), (3, 4), (4, 3), (2, 5), (5, 4), (4, 5), (5, 3), (3, 5)]
    for size, choose in zip(sizes, [*CHOICES.values()] * 2, strict=True):
        while True:
            errors = np.round(0.5 + rng.random((size[0], 1)) + 0.8 * rng.random((2, *size)), 2)
            means = np.sort(errors.mean(axis=2), axis=1)
            apart = (np.diff(means, axis=1) > 0.02).all()
            if apart and choose(*errors) != verdict(*errors).chosen:
                break
        yield tuple(errors)


VERDICT = Exercise(
    name="lab-4/verdict",
    reference=verdict,
    trials=verdict_trials,
    note="The test was read once, after the choice, so it could not flatter what was chosen.",
    mistakes=[
        Mistake(
            "chosen on the test",
            chosen_by(CHOICES["test"]),
            "The candidate was chosen by its test error. The test then helped to pick its own "
            "winner, and the number reported is too good. Choose by `validation`.",
        ),
        Mistake(
            "chosen on both",
            chosen_by(CHOICES["both"]),
            "Validation and test errors were added up for the choice. The test must have no say "
            "in it: choose by `validation` alone.",
        ),
        Mistake(
            "best seed on validation",
            chosen_by(CHOICES["best seed"]),
            "The candidate with the single best network was chosen. One lucky start proves "
            "nothing: compare the means over the seeds.",
        ),
        Mistake(
            "best worst seed",
            chosen_by(CHOICES["worst seed"]),
            "The candidate was chosen by its worst seed. That is cautious and not what is asked: "
            "compare the means over the seeds.",
        ),
        Mistake(
            "flat index",
            chosen_by(lambda validation, test: validation.argmin()),
            "np.argmin without an axis counts through the whole table, so its answer is no row. "
            "Take the mean over the seeds first: validation.mean(axis=1).argmin().",
        ),
        Mistake(
            "best seed on the test",
            chosen_by(lambda validation, test: test.min(axis=1).argmin()),
            "The candidate was chosen by its luckiest test error. The test must have no say in "
            "the choice, and one lucky start proves nothing: compare the means of `validation`.",
        ),
        Mistake(
            "median",
            chosen_by(CHOICES["median"]),
            "The candidate was chosen by its median. Compare the means over the seeds.",
        ),
        Mistake(
            "largest error",
            chosen_by(lambda validation, test: validation.mean(axis=1).argmax()),
            "This is the candidate with the largest error. Errors should be small: argmin.",
        ),
        Mistake(
            "validation reported",
            lambda validation, test: reported(verdict(validation, test).chosen, validation),
            "The choice is right, and the numbers are its validation errors. They helped to "
            "choose it and are too good for that reason. Report its test errors.",
        ),
        Mistake(
            "validation error reported",
            with_numbers(error=lambda c, v, t: v[c].mean()),
            "The choice is right, and the error is its validation error, which helped to choose "
            "it and is too good for that reason. Report the mean of its test errors.",
        ),
        Mistake(
            "validation spread",
            with_numbers(spread=lambda c, v, t: v[c].std(ddof=1)),
            "Choice and error are right. The spread is that of the validation errors; it belongs "
            "to the error beside it, so take it over the test errors.",
        ),
        Mistake(
            "best test seed",
            with_numbers(error=lambda c, v, t: t[c].min()),
            "The choice is right, and the error is that of its luckiest seed on the test. Nobody "
            "can know which that is before the test. Report the mean over the seeds.",
        ),
        Mistake(
            "test error of the best validation seed",
            with_numbers(error=lambda c, v, t: t[c, v[c].argmin()]),
            "The error is that of one network, the one that was best on validation. That is "
            "honest about this network; asked for is what to expect of the candidate, the mean "
            "over its seeds.",
        ),
        Mistake(
            "smallest mean on the test",
            with_numbers(error=lambda c, v, t: t.mean(axis=1).min()),
            "The choice is right, and the error belongs to whichever candidate did best on the "
            "test. Report the error of the chosen one: test[chosen].",
        ),
        Mistake(
            "smallest test error of all",
            with_numbers(error=lambda c, v, t: t.min()),
            "The choice is right, and the error is the smallest in the whole table of test "
            "errors. Report the mean over the seeds of the chosen one: test[chosen].",
        ),
        Mistake(
            "mean of all candidates",
            with_numbers(error=lambda c, v, t: t.mean()),
            "The error is the mean over all candidates. Report that of the chosen one: "
            "test[chosen].",
        ),
        Mistake(
            "spread of the whole population",
            with_numbers(spread=lambda c, v, t: t[c].std()),
            "Choice and error are right. The spread was divided by the number of seeds, which "
            "makes it too small for so few of them: std(ddof=1).",
        ),
        Mistake(
            "standard error",
            with_numbers(spread=lambda c, v, t: t[c].std(ddof=1) / np.sqrt(t.shape[1])),
            "Choice and error are right. The spread is the standard error of the mean, which "
            "shrinks with every seed. Asked for is how far single networks lie apart: the sample "
            "standard deviation itself.",
        ),
        Mistake(
            "variance",
            with_numbers(spread=lambda c, v, t: t[c].var(ddof=1)),
            "Choice and error are right. The spread is the variance; take its root.",
        ),
        Mistake(
            "range",
            with_numbers(spread=lambda c, v, t: np.ptp(t[c])),
            "Choice and error are right. The spread is the distance from the best seed to the "
            "worst. Asked for is the sample standard deviation.",
        ),
        Mistake(
            "spread of everything",
            with_numbers(spread=lambda c, v, t: t.std(ddof=1)),
            "Choice and error are right. The spread is that of all test errors of all candidates. "
            "Take it over the seeds of the chosen one.",
        ),
        Mistake(
            "seeds chosen",
            lambda validation, test: reported(validation.mean(axis=0).argmin(), test.T),
            "The means run over the candidates, so a seed was chosen and not a candidate. Each "
            "row is a candidate: average along axis 1.",
        ),
        Mistake(
            "counted from 1",
            with_numbers(chosen=lambda c, v, t: c + 1),
            "Error and spread are right. The candidate was counted from 1; rows count from 0.",
        ),
    ],
)


EXERCISES = [
    WINDOWS,
    SPLIT,
    SEASONAL_NAIVE,
    LEAST_SQUARES,
    MASE,
    ITERATE,
    SEQUENCE_TARGETS,
    REACH,
    VERDICT,
]
