"""Exercise pad of lab 2: reference, inputs, known mistakes and their diagnoses."""

from typing import NamedTuple

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole
from unrolled.labs.lab_2._shared import after


class Padded(NamedTuple):
    """Sequences of several lengths in one array, and which of its steps are real."""

    X: np.ndarray  # (batch, time, inputs)
    mask: np.ndarray  # (batch, time), True where a step is real


def pad(sequences, value, at_end, n_steps=max, kept=slice, dtype=float):
    time = n_steps(len(sequence) for sequence in sequences)
    X = np.full((len(sequences), time, sequences[0].shape[1]), value, dtype)
    for row, sequence in zip(X, sequences, strict=True):
        steps = min(len(sequence), time)
        row[slice(0, steps) if at_end else slice(time - steps, time)] = sequence[kept(steps)]
    mask = after([len(sequence) for sequence in sequences], time)
    return Padded(X, mask if at_end else mask[:, ::-1])


def pad_task(sequences, value, at_end):
    return pad(sequences, value, at_end)


def pad_trials(rng):
    """Yield lists of sequences; some real steps hold the padding value, in part or throughout."""
    cases = [([1, 2], 1, -2.0), ([3, 1], 1, 0.0), ([1, 3], 2, 9.0), ([2, 4, 1], 3, -2.0)]
    for at_end in (True, False):
        for lengths, inputs, value in [*cases, ([3, 2, 3, 1], 2, 0.5)]:
            yield [draw(rng, length, inputs) for length in lengths], value, at_end
        for value in (0.0, 0.7):
            sequences = [np.full((2, 2), value), draw(rng, 3, 2), draw(rng, 1, 2)]
            sequences[1][1] = [value, -0.3]
            yield sequences, value, at_end


def pad_also(rng):
    """Yield a single sequence, equal lengths, whole numbers to fill with and to begin with."""
    for at_end in (True, False):
        yield [draw(rng, 2, 3)], -1.0, at_end
        yield [draw(rng, 2, 1), draw(rng, 2, 1)], -1.0, at_end
        yield [draw(rng, 1, 2), draw(rng, 2, 2)], 0, at_end
        yield [draw_whole(rng, 2, 2), draw(rng, 1, 2), draw(rng, 3, 2)], -1.0, at_end


def with_mask(change):
    """Return the right X with a mask made otherwise from (X, mask, value)."""

    def variant(sequences, value, at_end):
        X, mask = pad(sequences, value, at_end)
        return Padded(X, change(X, mask, value))

    return variant


def pad_by_repeating(sequences, value, at_end):
    X, mask = pad(sequences, value, at_end)
    for row, real, sequence in zip(X, mask, sequences, strict=True):
        row[~real] = sequence[-1 if at_end else 0]
    return Padded(X, mask)


def in_order(lengths):
    """Return the variant that sorts the sequences by their lengths, times -1 for falling ones."""
    return lambda s, v, e: pad(sorted(s, key=lambda sequence: lengths * len(sequence)), v, e)


CUT = (
    "The sequences are cut to the length of the shortest, and what they held beyond it is lost. "
    "Padding makes the short ones longer: the time axis is as long as the longest."
)
FROM_VALUES = (
    "The mask was found by looking for the padding value in X. A real step may hold that value "
    "too, as some do in this check; the lengths of the sequences say which steps are real."
)
SORTED = (
    "The sequences were sorted by their lengths, so the rows are no longer in the order of the "
    "list."
)
PER_STEP = (
    "The mask has an axis too many, for the inputs. It says of a step as a whole whether it is "
    "real: one entry per step, shape (batch, time)."
)

PAD = Exercise(
    name="lab-2/pad",
    reference=pad_task,
    trials=pad_trials,
    also=pad_also,
    note="The mask came from the lengths, so a real step may hold any value.",
    mistakes=[
        Mistake(
            "mask inverted",
            with_mask(lambda X, mask, value: ~mask),
            "X is right and the mask is inverted: it says True where there is padding. True marks "
            "a real step, here as in Keras.",
        ),
        Mistake("cut", lambda s, v, e: pad(s, v, e, min), CUT),
        Mistake(
            "cut, ends kept", lambda s, v, e: pad(s, v, e, min, lambda n: slice(-n, None)), CUT
        ),
        Mistake(
            "wrong end",
            lambda s, v, e: pad(s, v, not e),
            "The padding is at the wrong end. With at_end=True it comes after the sequence, with "
            "at_end=False before it.",
        ),
        Mistake(
            "always at the end",
            lambda s, v, e: pad(s, v, True),
            "at_end=True comes out right. With at_end=False the padding belongs before the "
            "sequence, so that every sequence ends at the last step.",
        ),
        Mistake(
            "always at the start",
            lambda s, v, e: pad(s, v, False),
            "at_end=False comes out right. With at_end=True the padding belongs after the "
            "sequence, so that every sequence begins at the first step.",
        ),
        Mistake(
            "mask at the wrong end",
            with_mask(lambda X, mask, value: mask[:, ::-1]),
            "X is right, but the mask has its padding at the other end.",
        ),
        Mistake(
            "mask always at the end",
            lambda s, v, e: Padded(pad(s, v, e).X, pad(s, v, True).mask),
            "X is right both ways, but the mask has its padding at the end even where at_end is "
            "False.",
        ),
        Mistake(
            "mask per input",
            with_mask(lambda X, mask, value: np.repeat(mask[..., None], X.shape[2], axis=2)),
            PER_STEP,
        ),
        Mistake(
            "mask with an axis too many", with_mask(lambda X, mask, v: mask[..., None]), PER_STEP
        ),
        Mistake("mask from single values", with_mask(lambda X, mask, value: value != X), PER_STEP),
        Mistake(
            "mask from values", with_mask(lambda X, mask, value: (value != X).any(2)), FROM_VALUES
        ),
        Mistake(
            "mask from all values",
            with_mask(lambda X, mask, value: (value != X).all(2)),
            FROM_VALUES,
        ),
        Mistake(
            "mask from the first input",
            with_mask(lambda X, mask, value: value != X[:, :, 0]),
            FROM_VALUES,
        ),
        Mistake(
            "lengths for a mask",
            with_mask(lambda X, mask, value: mask.sum(axis=1)),
            "These are the lengths. The mask has an entry for every step, shape (batch, time): "
            "compare np.arange(time) with each length.",
        ),
        Mistake(
            "everything real",
            with_mask(lambda X, mask, value: np.ones_like(mask)),
            "The mask is True everywhere, so nothing tells the padding from real steps.",
        ),
        Mistake(
            "X at the wrong end",
            lambda s, v, e: Padded(pad(s, v, not e).X, pad(s, v, e).mask),
            "The mask is right, but X has its padding at the other end.",
        ),
        Mistake("sorted, rising", in_order(1), SORTED),
        Mistake("sorted, falling", in_order(-1), SORTED),
        Mistake(
            "one step too many",
            lambda s, v, e: pad(s, v, e, lambda lengths: max(lengths) + 1),
            "There is one step too many. The time axis is as long as the longest sequence.",
        ),
        Mistake(
            "inputs before time",
            lambda s, v, e: Padded(pad(s, v, e).X.swapaxes(1, 2), pad(s, v, e).mask),
            "The last two axes of X are in the wrong order: this is (batch, inputs, time). Time "
            "comes second.",
        ),
        Mistake(
            "type of the value",
            lambda s, v, e: pad(s, v, e, dtype=None),
            "Where `value` is a whole number, the sequences lose their decimals: np.full makes an "
            "array of the type of the number it is given. Add dtype=float.",
        ),
        Mistake(
            "type of the first sequence",
            lambda s, v, e: pad(s, v, e, dtype=s[0].dtype),
            "Where the first sequence holds whole numbers, the others lose their decimals: the "
            "array took over its type. Give it dtype=float.",
        ),
        Mistake(
            "padded with zeros",
            lambda s, v, e: pad(s, 0.0, e),
            "The padding holds zeros. Fill it with `value`.",
        ),
        Mistake(
            "last step repeated",
            pad_by_repeating,
            "The padding repeats a step of the sequence. Fill it with `value`.",
        ),
        Mistake(
            "mask first",
            lambda s, v, e: Padded(*reversed(pad(s, v, e))),
            "X and mask come back in the wrong order: return X, mask.",
        ),
        Mistake(
            "time-major",
            lambda s, v, e: Padded(*(part.swapaxes(0, 1) for part in pad(s, v, e))),
            "The axes are in the wrong order: this is (time, batch, inputs). Sequences come "
            "first, one in each row.",
        ),
        Mistake(
            "not padded",
            lambda s, v, e: Padded(np.array(s), np.ones((len(s), len(s[0])), bool)),
            "NumPy cannot make one array of rows of several lengths. Make the full array first, "
            "np.full((batch, time, inputs), value, dtype=float), and copy each sequence into its "
            "row.",
        ),
    ],
)
