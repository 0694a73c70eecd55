"""Exercise grid of lab 6: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole


def grid(time, values, step):
    return by()(time, values, step)


def first_row(values):
    return values[0]


# In which order the stamps are written, which matters where one falls into another's place.
ORDERS = {
    "as listed": dict.fromkeys,
    "sorted": sorted,
    "reversed": lambda time: dict.fromkeys(reversed(time)),
}


def by(keep=first_row, fill=lambda made: made, start=np.min, end=np.max, place=None,
       order=dict.fromkeys):  # fmt: skip
    """Return the task: `keep` chooses among rows of one stamp, `fill` fills what is absent."""

    def run(time, values, step):
        first, last = start(time), end(time)
        made = np.full((last - first) // step + 1, np.nan)
        for stamp in order(time.tolist()):
            at = (stamp - first) // step if place is None else place(stamp, first, step)
            made[at] = keep(np.asarray(values, float)[time == stamp])
        return fill(made)

    return run


def put(value):
    return lambda made: np.where(np.isnan(made), value, made)


def forward(made):
    known = ~np.isnan(made)
    return made[np.maximum.accumulate(np.where(known, np.arange(len(made)), 0))]


def between(made):
    known = np.flatnonzero(~np.isnan(made))
    return np.interp(np.arange(len(made)), known, made[known])


def mean_put(made):
    return np.where(np.isnan(made), np.nanmean(made), made)


def dropped(values):
    return values[0] if len(values) == 1 else np.nan


def compact(time, values, step):
    return np.asarray(values, float)[np.unique(time, return_index=True)[1]]


def as_listed(time, values, step):
    """Return the first row of each stamp in the order of the list, without the absent ones."""
    return np.asarray(values, float)[np.sort(np.unique(time, return_index=True)[1])]


def every_row(time, values, step):
    return np.asarray(values, float)[np.argsort(time, kind="stable")]


def gap_once(time, values, step):
    """Return one NaN for each gap, however long it is."""
    stamps, rows = np.unique(time, return_index=True)
    kept = np.asarray(values, float)[rows]
    return np.insert(kept, np.flatnonzero(np.diff(stamps) > step) + 1, np.nan)


def by_rows(time, values, step):
    """Put row i of the list at place i of a grid of the right length."""
    n = (time.max() - time.min()) // step + 1
    made = np.full(n, np.nan)
    kept = every_row(time, values, step)[:n]
    made[: len(kept)] = kept
    return made


def stamps_of(time, step):
    return np.arange(time.min(), time.max() + 1, step)


# (steps, step, rows listed in order, stamps that come again, stamps that are absent)
CASES = [
    (3, 1, True, 0, 1),
    (3, 1, True, 1, 0),
    (3, 1, False, 0, 0),
    (4, 2, True, 0, 1),
    (6, 1, True, 1, 2),
    (7, 3, False, 2, 2),
    (9, 6, False, 3, 3),
    (12, 1, False, 4, 4),
    (10, 2, True, 3, 4),
]


def grid_trials(rng):
    """Yield rows with faults; no stamp that comes again has two equal values."""
    for case in CASES:
        yield grid_trial(rng, *case)


def grid_trial(rng, steps, step, in_order, again, absent, values=draw):
    """Draw rows whose first and last stamps are there, the last listed early if not in order."""
    first = int(rng.integers(3, 9)) * step + int(rng.integers(step))
    gone = 1 + rng.choice(steps - 2, size=absent, replace=False)
    if absent > 2:
        gone[:2] = (3, 4) if steps > 6 else (1, 2)  # one gap is longer than a step
        gone = np.unique(gone)
    kept = np.setdiff1d(np.arange(steps), gone)
    listed = np.concatenate([kept, *[rng.choice(kept, size=again, replace=False)] * (again > 0)])
    if again > 1:
        listed = np.append(listed, listed[-1])  # one comes three times
    listed = np.sort(listed) if in_order else rng.permutation(listed)
    if not in_order:
        ends = [i for i in listed if i in (0, steps - 1)]
        amid = [i for i in listed if i not in (0, steps - 1)]
        half = (len(amid) + 1) // 2
        listed = np.array([*amid[:half], *sorted(ends, reverse=True), *amid[half:]])
    while True:
        given = values(rng, len(listed))
        if len(set(zip(listed.tolist(), given.tolist(), strict=True))) == len(listed):
            break
    return first + step * listed, given, step


def grid_further(rng):
    """Yield a single row, no fault at all, single precision, and whole numbers."""
    yield np.array([7]), draw(rng, 1), 2
    yield 5 + np.arange(4), draw(rng, 4), 1
    time, values, step = grid_trial(rng, 6, 2, False, 1, 2)
    yield time, values.astype(np.float32), step
    yield grid_trial(rng, 7, 3, False, 1, 2, values=draw_whole)


def again_message(which):
    return (
        f"Where a stamp comes more than once, {which}. The one that is listed first counts; "
        "np.unique(time, return_index=True) gives the row of each stamp's first appearance."
    )


FILLED = (
    "An absent step has been given a number, {}. Nobody measured it, and whoever is handed the "
    "grid can no longer tell. Leave NaN there: np.full(n, np.nan) to begin with."
)
UNSORTED = (
    "The grid is laid out from the {} in the list, and the rows need not be in the order of time. "
    "It runs from the earliest stamp to the latest, time.min() to time.max()."
)

GRID = Exercise(
    name="lab-6/grid",
    reference=grid,
    trials=grid_trials,
    also=grid_further,
    note="One place for every step, and NaN where nobody counted.",
    mistakes=[
        *(
            Mistake(f"{name} of a stamp", by(keep=keep), again_message(said))
            for name, keep, said in [
                (
                    "last",
                    lambda v: v[-1],
                    "the row listed last wins, as it does in grid[place] = values and in a dict",
                ),
                ("mean", np.mean, "the mean of its rows was taken"),
                ("median", np.median, "the median of its rows was taken"),
                ("sum", np.sum, "its rows were added up"),
                ("maximum", np.max, "the largest of its rows was taken"),
                ("minimum", np.min, "the smallest of its rows was taken"),
                ("second", lambda v: v[min(1, len(v) - 1)], "the second of its rows was taken"),
                ("none", dropped, "all of its rows were thrown away"),
            ]
        ),
        *(
            Mistake(f"filled with {name}", by(fill=fill), FILLED.format(said))
            for name, fill, said in [
                ("0", put(0.0), "0"),
                ("-1", put(-1.0), "-1"),
                ("1", put(1.0), "1"),
                ("a code", put(-9999.0), "a code such as -9999"),
                ("the value before", forward, "that of the step before"),
                (
                    "the value after",
                    lambda made: forward(made[::-1])[::-1],
                    "that of the step after",
                ),
                ("a straight line", between, "from a straight line across the gap"),
                ("the mean", mean_put, "the mean of the others"),
            ]
        ),
        *(
            Mistake(
                f"filled with 0, {name} of a stamp",
                by(fill=put(0.0), keep=keep),
                FILLED.format("0") + " And where a stamp comes more than once, the row that is "
                "listed first counts.",
            )
            for name, keep in [("last", lambda v: v[-1]), ("sum", np.sum), ("mean", np.mean)]
        ),
        Mistake(
            "absent steps left out",
            compact,
            "The absent steps are left out, and everything after a gap has moved forward. That is "
            "how the rows came. Give every step a place, and put NaN where a row is absent.",
        ),
        Mistake(
            "absent steps left out, unsorted",
            as_listed,
            "The absent steps are left out, and the rows stand as they were listed. Give every "
            "step from the earliest stamp to the latest a place, and put NaN where a row is "
            "absent.",
        ),
        Mistake(
            "every row",
            every_row,
            "The rows were sorted and nothing else. A stamp that comes again has one place, and a "
            "step that is absent has one too.",
        ),
        Mistake(
            "one NaN for a gap",
            gap_once,
            "Each gap has one NaN, however long it is. A gap of three steps needs three places: "
            "the place of a stamp is (stamp - first) // step.",
        ),
        Mistake(
            "rows for places",
            by_rows,
            "The grid has the right length, and the rows were put into it one after the other. "
            "The place of a row is told by its stamp: (stamp - first) // step.",
        ),
        *(
            Mistake(f"{name}, {order}", by(order=ORDERS[order], **ends), UNSORTED.format(said))
            for order in ORDERS
            for name, ends, said in [
                ("from the first row", {"start": lambda time: time[0]}, "first stamp"),
                ("to the last row", {"end": lambda time: time[-1]}, "last stamp"),
                (
                    "from the first row to the last",
                    {"start": lambda time: time[0], "end": lambda time: time[-1]},
                    "first stamp to the last",
                ),
            ]
        ),
        Mistake(
            "every unit",
            lambda time, values, step: grid(time, values, 1),
            "The grid has a place for every unit of time, whatever `step` is. Rows are `step` "
            "apart: the place of a stamp is (stamp - first) // step.",
        ),
        Mistake(
            "from time 0",
            lambda time, values, step: by(
                start=lambda t: 0, place=lambda stamp, first, step: stamp // step
            )(time, values, step),
            "The grid begins at time 0. It begins at the earliest stamp, so place 0 belongs to "
            "time.min().",
        ),
        Mistake(
            "last step lost",
            lambda *args: grid(*args)[:-1],
            "The last step is missing. From the earliest stamp to the latest, both counted, there "
            "are (last - first) // step + 1 steps.",
        ),
        Mistake(
            "one step more",
            lambda *args: np.append(grid(*args), np.nan),
            "There is one step too many at the end. From the earliest stamp to the latest, both "
            "counted, there are (last - first) // step + 1 steps.",
        ),
        Mistake(
            "one place too far",
            by(end=lambda time: time.max() + 0, place=lambda s, f, step: (s - f) // step + 1),
            "A stamp was put one place too far, and the last one found none. The earliest stamp "
            "has place 0.",
        ),
        Mistake(
            "backwards",
            lambda *args: grid(*args)[::-1],
            "The grid runs backwards. It begins with the earliest stamp.",
        ),
        Mistake(
            "the places",
            lambda time, values, step: (time - time.min()) // step,
            "These are the places of the rows. Put the values there, into an array of NaN.",
        ),
        Mistake(
            "the stamps",
            lambda time, values, step: stamps_of(time, step),
            "These are the stamps of the grid. Asked for are the values at these stamps, NaN where "
            "a row is absent.",
        ),
        Mistake(
            "stamps and values",
            lambda time, values, step: (stamps_of(time, step), grid(time, values, step)),
            "These are the stamps of the grid and the values. Return the values alone.",
        ),
        Mistake(
            "which are known",
            lambda *args: ~np.isnan(grid(*args)),
            "This says which steps are known. Asked for are the values, NaN where a row is absent.",
        ),
        Mistake(
            "which are absent",
            lambda *args: np.isnan(grid(*args)),
            "This says which steps are absent. Asked for are the values, NaN where a row is "
            "absent.",
        ),
        Mistake(
            "decimals cut",
            lambda *args: np.trunc(grid(*args)),
            "The decimals are lost on the way. np.full(n, np.nan) makes an array that keeps them.",
        ),
    ],
)
