"""Exercise alignment of lab 5: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole, single


class Alignment(NamedTuple):
    """What each output of a strided layer has read, and what it is to forecast."""

    last_read: np.ndarray  # (outputs,) steps, counted from 0
    target: np.ndarray  # (batch, outputs, horizon)


def alignment(series, n_steps, width, stride, horizon):
    return by()(series, n_steps, width, stride, horizon)


def last_reads(time, n_steps, width, stride, horizon):
    return np.arange(width - 1, n_steps, stride)


def after(last, series, horizon):
    return last + 1


def by(last_reads=last_reads, first=after):
    """Return the task with other steps read last, or other first targets for them."""

    def run(series, n_steps, width, stride, horizon):
        last = last_reads(series.shape[1], n_steps, width, stride, horizon)
        steps = first(last, series, horizon)[:, None] + np.arange(horizon)
        return Alignment(last, series[:, steps, 0])

    return run


def sliced(last_reads):
    """Return the same, one slice for each output: a slice may end early, and a list be empty."""

    def run(series, n_steps, width, stride, horizon):
        last = last_reads(series.shape[1], n_steps, width, stride, horizon)
        pieces = [series[:, t + 1 : t + 1 + horizon, 0] for t in last]
        return Alignment(last, np.stack(pieces, axis=1))

    return run


def twice(name, last_reads, message):
    """Return the mistake in both ways of writing it, by an index array and by slices."""
    return [
        Mistake(name, by(last_reads), message),
        Mistake(f"{name}, sliced", sliced(last_reads), message),
    ]


def targets_of(first):
    """Return the task with the right `last_read` and the targets of other steps."""

    def run(series, n_steps, width, stride, horizon):
        last = last_reads(None, n_steps, width, stride, horizon)
        begin = np.asarray(first(last, n_steps, width, stride, horizon)) + 0 * last
        return Alignment(last, series[:, begin[:, None] + np.arange(horizon), 0])

    return run


def reads(change):
    """Return the task with another `last_read` beside the right targets."""

    def run(*args):
        right = alignment(*args)
        return right._replace(last_read=change(right.last_read, *args[1:]))

    return run


def result(change):
    return lambda *args: change(alignment(*args), *args)


# (batch, n_steps, width, stride, horizon, further steps behind); in some the stride does not fit.
SIZES = [(1, 2, 1, 1, 1, 0), (1, 3, 2, 1, 1, 0), (1, 4, 2, 2, 1, 0), (1, 5, 3, 2, 1, 0)]
SIZES += [(1, 6, 2, 2, 2, 0), (2, 7, 3, 2, 2, 0), (2, 8, 3, 2, 3, 0), (3, 9, 4, 3, 2, 0)]
SIZES += [(2, 10, 4, 2, 5, 0), (2, 11, 2, 4, 3, 2), (3, 12, 5, 3, 4, 1)]
SIZES += [(2, 7, 2, 5, 2, 3), (3, 9, 1, 3, 3, 0), (2, 10, 3, 4, 6, 0), (4, 8, 2, 3, 2, 5)]


def alignment_trials(rng):
    for size in SIZES:
        yield alignment_trial(draw, rng, *size)
    series, *numbers = alignment_trial(draw, rng, 3, 8, 4, 2, 3, 1)
    yield single(series), *numbers


def alignment_trial(draw, rng, batch, n_steps, width, stride, horizon, further):
    series = draw(rng, batch, n_steps + horizon + further, 1)
    return series, n_steps, width, stride, horizon


def alignment_further(rng):
    """Yield a window that the card covers as a whole, and whole numbers."""
    yield alignment_trial(draw, rng, 2, 6, 6, 2, 3, 0)
    yield alignment_trial(draw_whole, rng, 2, 7, 3, 2, 2, 0)


SHIFTED = "An output that is to forecast has to be given the values after the last one it has read"

ALIGNMENT = Exercise(
    name="lab-5/alignment",
    reference=alignment,
    trials=alignment_trials,
    also=alignment_further,
    note="No output is asked for a value that it has read, and none skips one.",
    mistakes=[
        *twice(
            "from step 0",
            lambda time, n, w, s, h: s * np.arange((n - w) // s + 1),
            "These are the first steps that the outputs read, and the targets follow from there. "
            "Output 0 has read steps 0 to width - 1, so its targets begin after step width - 1.",
        ),
        *twice(
            "from step 0, all of them",
            lambda time, n, w, s, h: np.arange(0, n, s),
            "Every stride-th step was taken, from step 0 on. Output 0 has read steps 0 to "
            "width - 1: begin at width - 1.",
        ),
        *twice(
            "stride - 1",
            lambda time, n, w, s, h: np.arange(s - 1, n, s),
            "The first output was put at step stride - 1. Where it ends depends on the width: it "
            "has read steps 0 to width - 1.",
        ),
        *twice(
            "width, as many",
            lambda time, n, w, s, h: w + s * np.arange((n - w) // s + 1),
            "All of it begins one step late. Counted from 0, output 0 has read steps 0 to "
            "width - 1, and its targets begin at step width.",
        ),
        *twice(
            "width",
            lambda time, n, w, s, h: np.arange(w, n, s),
            "All of it begins one step late. Counted from 0, output 0 has read steps 0 to "
            "width - 1, and its targets begin at step width.",
        ),
        Mistake(
            "counted from 1",
            reads(lambda last, *args: last + 1),
            "The targets are right. last_read is counted from 1, or names the first target; "
            "counted from 0, output 0 has read up to step width - 1.",
        ),
        Mistake(
            "first read",
            reads(lambda last, n, width, *args: last - width + 1),
            "The targets are right. last_read names the first step that each output reads. Asked "
            "is the last.",
        ),
        Mistake(
            "last target",
            reads(lambda last, n, w, s, horizon: last + horizon),
            "The targets are right. last_read names each output's last target. Asked is the last "
            "step that it has read.",
        ),
        Mistake(
            "output numbers",
            reads(lambda last, *args: np.arange(len(last))),
            "The targets are right. last_read holds the numbers of the outputs. Asked are steps of "
            "the series.",
        ),
        *twice(
            "dilated",
            lambda time, n, w, s, h: np.arange((w - 1) * s, n, s),
            "Output 0 is said to have read up to step (width - 1) * stride, as if the stride were "
            "a dilation. It reads neighbouring steps, 0 to width - 1.",
        ),
        *twice(
            "side by side",
            lambda time, n, w, s, h: np.arange(w - 1, n, w),
            "The windows lie side by side, as though the card moved on by its width. It moves on "
            "by `stride` steps.",
        ),
        *twice(
            "no stride",
            lambda time, n, w, s, h: np.arange(w - 1, n),
            "Every step from width - 1 on has an output here. The card moves on by `stride`.",
        ),
        *twice(
            "up to the last step",
            lambda time, n, w, s, h: np.arange((n - w) % s + w - 1, n, s),
            "The outputs were counted from the end, so that the last one has read the newest "
            "value. They begin at the start of the window; where the stride does not fit, the "
            "newest values are read by no output.",
        ),
        *twice(
            "one output missing",
            lambda time, n, w, s, h: w - 1 + s * np.arange((n - w) // s),
            "The last output is missing: (n_steps - width) // stride counts the moves of the card, "
            "and there is one output more than moves.",
        ),
        *twice(
            "range ends early",
            lambda time, n, w, s, h: np.arange(w - 1, n - 1, s),
            "An output that has read the newest value, step n_steps - 1, is left out. The range "
            "has to go up to n_steps.",
        ),
        *twice(
            "room for the horizon",
            lambda time, n, w, s, h: np.arange(w - 1, n - h + 1, s),
            "The last outputs are missing, as though their targets had to lie in the window too. "
            "Targets may lie behind it: the series goes on for at least `horizon` steps.",
        ),
        *twice(
            "all of the series",
            lambda time, n, w, s, h: np.arange(w - 1, time - h, s),
            "The layer was run over all of the series. It is given the first n_steps steps of it.",
        ),
        Mistake(
            "own value first",
            targets_of(lambda last, *args: last),
            "last_read is right. Each output's first target is the last value that it has read. "
            "The targets begin one step after it.",
        ),
        Mistake(
            "behind the window",
            targets_of(lambda last, n, *args: n),
            "last_read is right. Every output has the values behind the whole window as targets, "
            "which only the last can forecast one step ahead. Each is to forecast what follows "
            "what it has read.",
        ),
        Mistake(
            "targets of the first steps",
            targets_of(lambda last, n, width, stride, h: stride * np.arange(len(last))),
            "last_read is right. The targets begin where each output begins to read, so that it "
            f"only has to copy them. {SHIFTED}.",
        ),
        Mistake(
            "targets after the first steps",
            targets_of(lambda last, n, width, stride, h: stride * np.arange(len(last)) + 1),
            "last_read is right. The targets begin after the first step that each output reads. "
            f"{SHIFTED}.",
        ),
        Mistake(
            "targets numbered by output",
            targets_of(lambda last, n, *args: np.arange(len(last)) + 1),
            "last_read is right. The targets of output j are those of step j, as if nothing had "
            "been left out between two outputs. Output j has read up to step last_read[j].",
        ),
        Mistake(
            "targets from the middle",
            targets_of(lambda last, n, width, *args: last - (width - 1) // 2 + 1),
            "last_read is right. The targets begin after the middle of what each output reads. "
            f"{SHIFTED}.",
        ),
        Mistake(
            "targets in reverse",
            result(lambda right, *args: right._replace(target=right.target[:, :, ::-1])),
            "last_read is right. The targets of each output stand in reverse order: the first is "
            "the one right after what was read.",
        ),
        Mistake(
            "outputs in reverse",
            result(lambda right, *args: Alignment(right[0][::-1], right[1][:, ::-1])),
            "The outputs stand in reverse order: the first has read the first steps.",
        ),
        Mistake(
            "axes of the targets",
            result(lambda right, *args: right._replace(target=right.target.swapaxes(1, 2))),
            "last_read is right. The last two axes of target have changed places: it has shape "
            "(batch, outputs, horizon).",
        ),
        Mistake(
            "outputs first",
            result(lambda right, *args: right._replace(target=right.target.swapaxes(0, 1))),
            "last_read is right. In target the outputs come first: it has shape (batch, outputs, "
            "horizon). np.stack(pieces, axis=1) puts them in second place.",
        ),
        Mistake(
            "axis kept",
            result(lambda right, *args: right._replace(target=right.target[..., None])),
            "last_read is right. target has an axis too many: take the series' one number at each "
            "step, series[:, step, 0].",
        ),
        Mistake(
            "first target only",
            result(lambda right, *args: right._replace(target=right.target[:, :, 0])),
            "last_read is right. target holds one value for each output. Each is to forecast "
            "`horizon` of them.",
        ),
        Mistake(
            "target only",
            lambda *args: alignment(*args).target,
            "Return two things: last_read, target.",
        ),
        Mistake(
            "order of the result",
            lambda *args: tuple(reversed(alignment(*args))),
            "Both come back in the wrong order: return last_read, target.",
        ),
    ],
)
