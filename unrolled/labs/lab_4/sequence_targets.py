"""Exercise sequence-targets of lab 4: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole, single


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


def sequence_further(rng):
    """Yield whole numbers, a single step to read, and a single step for several series."""
    yield draw_whole(rng, 2, 7, 1), 4, 3
    yield draw(rng, 3, 4, 1), 1, 3
    yield draw(rng, 3, 5, 1), 4, 1


RAGGED = (
    "The pieces differ in length, and an array needs pieces of one length. A slice that reaches "
    "beyond the end of the series is cut short without an error. target[:, t, k] is "
    "series[:, t + 1 + k], for the n_steps steps that are read and for `horizon` values after each."
)
ONE_AHEAD = (
    "Each step has the next value only, whatever `horizon` is. It has the `horizon` values that "
    "follow it."
)

SEQUENCE_TARGETS = Exercise(
    name="lab-4/sequence-targets",
    reference=sequence_targets,
    trials=sequence_trials,
    also=sequence_further,
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
                RAGGED,
            )
            for name, pack in [
                ("np.stack", lambda rows: np.stack(rows, axis=1)),
                ("np.array", lambda rows: np.array(rows).swapaxes(0, 1)),
            ]
        ),
        Mistake(
            "shifted by the horizon",
            written_after_the_horizon,
            "The targets begin `horizon` steps after their step, and at the end the series has "
            "too few values for that. They begin right after the step, whatever `horizon` is: "
            "target[:, t, k] is series[:, t + 1 + k].",
        ),
        Mistake(
            "shifted by the horizon, stacked",
            after_the_horizon,
            "With a horizon of 1 this is right. With a longer one slices reach beyond the end of "
            "the series, where they are cut short without an error, and the pieces differ in "
            "length. target[:, t, k] is series[:, t + 1 + k], whatever `horizon` is.",
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
            "changes",
            lambda series, n_steps, horizon: (
                sequence_targets(series, n_steps, horizon) - series[:, :n_steps]
            ),
            "These are the changes from the step itself to the values after it. The values "
            "themselves are asked for.",
        ),
        Mistake(
            "values before the step",
            lambda series, n_steps, horizon: np.stack(
                [np.roll(series[:, :, 0], k + 1, axis=1)[:, :n_steps] for k in range(horizon)],
                axis=2,
            ),
            "The series moved the wrong way, as np.roll moves it by a positive number: each step "
            "is asked about the values before it. Take slices that begin at k + 1 instead.",
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
