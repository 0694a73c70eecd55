"""Recorded answers to lab-5/alignment, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import numpy as np

from unrolled.series import sequence_targets
from wrong_answers.lab_5._shared import SHOWN


def right_alignment_formula(series, n_steps, width, stride, horizon):
    outputs = (n_steps - width) // stride + 1
    last_read, pieces = [], []
    for j in range(outputs):
        end = width + j * stride
        last_read.append(end - 1)
        pieces.append(series[:, end : end + horizon, 0])
    return last_read, np.stack(pieces, axis=1)


def right_alignment_every_step(series, n_steps, width, stride, horizon):
    """Take the rows of `sequence_targets` from number width - 1 on."""
    _, every = sequence_targets(series[:, : n_steps + horizon], n_steps, horizon)
    return np.arange(n_steps)[width - 1 :: stride], every[:, width - 1 :: stride]


def right_alignment_slid(series, n_steps, width, stride, horizon):
    """Slide the window over step numbers and see where it ends."""
    steps = np.lib.stride_tricks.sliding_window_view(np.arange(n_steps), width)[::stride]
    last = steps[:, -1]
    return last, np.stack([series[:, last + k, 0] for k in range(1, horizon + 1)], axis=2)


def right_alignment_while(series, n_steps, width, stride, horizon):
    last_read, target, end = [], [], width
    while end <= n_steps:
        last_read.append(end - 1)
        target.append(series[:, end : end + horizon, 0].tolist())
        end += stride
    return last_read, np.swapaxes(target, 0, 1).tolist()


def right_alignment_perturbed(series, n_steps, width, stride, horizon):
    """Ask a moving average with a stride which outputs move with each input."""
    windows = [range(s, s + width) for s in range(0, n_steps - width + 1, stride)]
    moves = np.array([[s in window for window in windows] for s in range(n_steps)])
    last = n_steps - 1 - moves[::-1].argmax(axis=0)
    target = np.zeros((len(series), len(last), horizon))
    for j, t in enumerate(last):
        target[:, j] = series[:, t + 1 : t + 1 + horizon, 0]
    return last.astype(float), target


def right_alignment_single(series, n_steps, width, stride, horizon):
    last, target = right_alignment_slid(series, n_steps, width, stride, horizon)
    return last.astype(np.int32), target.astype(np.float32)


def ends(find):
    """Return the answer with other steps read last: find(n_steps, width, stride)."""

    def my_alignment(series, n_steps, width, stride, horizon):
        last = np.asarray(find(n_steps, width, stride))
        pieces = [series[:, t + 1 : t + 1 + horizon, 0] for t in last]
        return last, np.stack(pieces, axis=1)

    return my_alignment


def begins(find):
    """Return the right steps, with targets that begin elsewhere: find(last, n, width, stride)."""

    def my_alignment(series, n_steps, width, stride, horizon):
        last = np.arange(width - 1, n_steps, stride)
        first = find(last, n_steps, width, stride) + 0 * last
        return last, np.stack([series[:, t : t + horizon, 0] for t in first], axis=1)

    return my_alignment


def named(change):
    """Return the right targets with other steps: change(last, n_steps, width, stride, horizon)."""

    def my_alignment(series, *args):
        last, target = right_alignment_slid(series, *args)
        return change(last, *args), target

    return my_alignment


def after(change):
    def my_alignment(*args):
        last, target = right_alignment_slid(*args)
        return last, change(target)

    return my_alignment


def alignment_whole_series(series, n_steps, width, stride, horizon):
    last = np.arange(width - 1, series.shape[1] - horizon, stride)
    return last, np.stack([series[:, t + 1 : t + 1 + horizon, 0] for t in last], axis=1)


def alignment_in_the_window(series, n_steps, width, stride, horizon):
    last = np.arange(width - 1, n_steps - horizon + 1, stride)
    pieces = [series[:, t + 1 : t + 1 + horizon, 0] for t in last]
    return last, np.stack(pieces, axis=1) if pieces else np.zeros((len(series), 0, horizon))


def alignment_unfilled(series, n_steps, width, stride, horizon):
    last, right = right_alignment_slid(series, n_steps, width, stride, horizon)
    target = np.empty(right.shape)
    target[:, :, :-1] = right[:, :, :-1]
    return last, target


def alignment_like_series(series, n_steps, width, stride, horizon):
    last, target = right_alignment_slid(series, n_steps, width, stride, horizon)
    series[:, :n_steps] = 0
    return last, target


def alignment_cumulated(series, n_steps, width, stride, horizon):
    last, target = right_alignment_slid(series, n_steps, width, stride, horizon)
    return last, target.cumsum(axis=2)


def alignment_last_only(series, n_steps, width, stride, horizon):
    last, target = right_alignment_slid(series, n_steps, width, stride, horizon)
    return last[-1:], target[:, -1:]


def alignment_first_row(series, *args):
    last, target = right_alignment_slid(series, *args)
    return last, np.repeat(target[:1], len(series), axis=0)


def alignment_strided_targets(series, n_steps, width, stride, horizon):
    last = np.arange(width - 1, n_steps, stride)
    steps = last[:, None] + 1 + stride * np.arange(horizon)
    return last, series[:, np.minimum(steps, series.shape[1] - 1), 0]


WRONG = [
    (ends(lambda n, w, s: s * np.arange((n - w) // s + 1)), "the first steps that the outputs"),
    (ends(lambda n, w, s: np.arange(n)[::s]), "Every stride-th step was taken"),
    (ends(lambda n, w, s: range(s - 1, n, s)), "put at step stride - 1"),
    (ends(lambda n, w, s: np.arange(w, n, s)), "begins one step late"),
    (ends(lambda n, w, s: w + s * np.arange((n - w) // s + 1)), "begins one step late"),
    (ends(lambda n, w, s: np.arange((w - 1) * s, n, s)), "as if the stride were a dilation"),
    (ends(lambda n, w, s: np.arange(w - 1, n, w)), "lie side by side"),
    (ends(lambda n, w, s: np.arange(w - 1, n)), "from width - 1 on"),
    (ends(lambda n, w, s: np.arange(n - 1, w - 2, -s)[::-1]), "counted from the end"),
    (ends(lambda n, w, s: np.arange(n - 1, w - 2, -s)), SHOWN),
    (ends(lambda n, w, s: w - 1 + s * np.arange((n - w) // s)), "The last output is missing"),
    (ends(lambda n, w, s: np.arange(w - 1, n - 1, s)), "has read the newest value, step"),
    (ends(lambda n, w, s: w - 1 + s * np.arange(-(-n // s))), "An error stopped"),
    (ends(lambda n, w, s: w - 1 + s * np.arange(n // s)), "An error stopped"),
    (ends(lambda n, w, s: np.arange(w - 1, n + 1, s)), "An error stopped"),
    (ends(lambda n, w, s: np.arange(w - 1, n, s + 1)), "has shape"),
    (ends(lambda n, w, s: np.arange(w // 2, n - (w - 1) // 2, s)), SHOWN),
    (alignment_in_the_window, "as though their targets had to lie in the window"),
    (alignment_whole_series, "run over all of the series"),
    (named(lambda last, *args: last + 1), "counted from 1"),
    (named(lambda last, n, w, s, h: last - w + 1), "the first step that each output reads"),
    (named(lambda last, n, w, s, h: last + h), "each output's last target"),
    (named(lambda last, *args: np.arange(len(last))), "the numbers of the outputs"),
    (named(lambda last, *args: len(last)), "last_read has shape ()"),
    (named(lambda last, *args: last[-1]), "last_read has shape ()"),
    (named(lambda last, n, *args: last - n), "Right already: target"),
    (named(lambda last, *args: last[:, None]), "last_read has shape"),
    (begins(lambda last, n, w, s: last), "first target is the last value that it has read"),
    (begins(lambda last, n, w, s: np.full(len(last), n)), "the values behind the whole window"),
    (begins(lambda last, n, w, s: s * np.arange(len(last))), "begin where each output begins"),
    (begins(lambda last, n, w, s: s * np.arange(len(last)) + 1), "after the first step that each"),
    (begins(lambda last, n, w, s: np.arange(len(last)) + 1), "those of step j"),
    (begins(lambda last, n, w, s: np.arange(len(last)) + w), SHOWN),
    (begins(lambda last, n, w, s: last - (w - 1) // 2 + 1), "after the middle"),
    (begins(lambda last, n, w, s: np.maximum(last - 1, 0)), SHOWN),
    (begins(lambda last, n, w, s: np.full(len(last), w)), SHOWN),
    (after(lambda target: target[:, :, ::-1]), "stand in reverse order: the first is the one"),
    (after(lambda target: target[:, ::-1]), SHOWN),
    (after(lambda target: target[::-1]), SHOWN),
    (after(lambda target: target.swapaxes(1, 2)), "The last two axes of target"),
    (after(lambda target: target.swapaxes(0, 1)), "In target the outputs come first"),
    (after(lambda target: target[..., None]), "an axis too many"),
    (after(lambda target: target[:, :, 0]), "one value for each output"),
    (after(lambda target: target[:, :, -1:]), "target has shape"),
    (after(lambda target: target.mean(axis=2, keepdims=True)), "target has shape"),
    (after(lambda target: target - target.mean()), "Right already: last_read"),
    (after(lambda target: target.reshape(len(target), -1)), "target has shape"),
    (lambda *args: tuple(part[..., ::-1] if part.ndim == 1 else part[:, ::-1]
                         for part in right_alignment_slid(*args)), "The outputs stand in reverse"),
    (lambda *args: right_alignment_slid(*args)[::-1], "come back in the wrong order"),
    (lambda *args: right_alignment_slid(*args)[1], "Return two things"),
    (lambda *args: right_alignment_slid(*args)[0], "must hold 2 things"),
    (alignment_unfilled, "never written"),
    (alignment_like_series, "changes series while it runs"),
    (alignment_cumulated, "Right already: last_read"),
    (alignment_last_only, "has shape"),
    (alignment_first_row, "Right already: last_read"),
    (alignment_strided_targets, "Right already: last_read"),
    (lambda *args: None, "without a return"),
]  # fmt: skip

RIGHT = [
    right_alignment_formula,
    right_alignment_every_step,
    right_alignment_slid,
    right_alignment_while,
    right_alignment_perturbed,
    right_alignment_single,
]
