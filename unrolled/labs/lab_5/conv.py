"""Exercise conv of lab 5: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake
from unrolled.labs._trials import draw, draw_whole, single


def conv(X, kernel, b, stride, dilation):
    return by()(X, kernel, b, stride, dilation)


def in_front(zeros, time, stride):
    return zeros, 0


def from_the_first(count, stride, zeros):
    return np.arange(0, count, stride)


def by(
    around=in_front, zeros=lambda width, dilation: (width - 1) * dilation, places=from_the_first
):
    """Return the layer with other zeros around the sequence, or other places for its outputs.

    `around` divides the zeros into those before and those behind; `places` picks the outputs from
    `count` that could be computed one by one.
    """

    def run(X, kernel, b, stride, dilation):
        width, n = len(kernel), zeros(len(kernel), dilation)
        before, behind = around(n, X.shape[1], stride)
        padded = np.pad(X, ((0, 0), (before, behind), (0, 0)))
        starts = places(padded.shape[1] - (width - 1) * dilation, stride, n)
        return b + sum(padded[:, starts + i * dilation] @ kernel[i] for i in range(width))

    return run


def given(change):
    """Return the layer given changed (X, kernel, b, stride, dilation)."""
    return lambda *args: conv(*change(*args))


def result(change):
    return lambda *args: change(conv(*args), *args)


def same(zeros, time, stride):
    """Divide the zeros as Keras' padding="same" does with a stride of 1."""
    return zeros // 2, zeros - zeros // 2


def same_strided(X, kernel, b, stride, dilation):
    """Pad on both sides as Keras does, with as many zeros as a stride leaves necessary."""
    reach, time = (len(kernel) - 1) * dilation + 1, X.shape[1]
    zeros = max((-(-time // stride) - 1) * stride + reach - time, 0)
    return by(around=same, zeros=lambda width, dilation: zeros)(X, kernel, b, stride, dilation)


def without_channels(X, kernel, b, stride, dilation):
    """Multiply the sum of the inputs by the sum of each place's weights."""
    return conv(
        X.sum(axis=2, keepdims=True), kernel.sum(axis=1, keepdims=True), b, stride, dilation
    )


def bias_at_every_place(X, kernel, b, stride, dilation):
    return conv(X, kernel, len(kernel) * b, stride, dilation)


def stride_first(X, kernel, b, stride, dilation):
    return conv(X[:, ::stride], kernel, b, 1, dilation)


def repeated_first(X, kernel, b, stride, dilation):
    """Pad with the first value instead of zeros."""
    n = (len(kernel) - 1) * dilation
    whole = np.concatenate([np.repeat(X[:, :1], n, axis=1), X], axis=1)
    return conv(whole, kernel, b, 1, dilation)[:, n::stride]


def around_the_corner(X, kernel, b, stride, dilation):
    """Read the end of the sequence where there is nothing before its beginning."""
    shifts = [(len(kernel) - 1 - i) * dilation for i in range(len(kernel))]
    places = np.arange(0, X.shape[1], stride)
    rolled = (X[:, (places - shift) % X.shape[1]] for shift in shifts)
    return b + sum(part @ V for part, V in zip(rolled, kernel, strict=True))


def mean_of_places(X, kernel, b, stride, dilation):
    return (conv(X, kernel, b, stride, dilation) - b) / len(kernel) + b


# (batch, time, inputs, filters, width, stride, dilation)
SIZES = [(1, 2, 1, 1, 1, 1, 1), (1, 3, 1, 1, 2, 1, 1), (1, 4, 1, 1, 2, 2, 1), (1, 4, 1, 1, 2, 1, 2)]
SIZES += [(1, 5, 1, 1, 3, 1, 1), (1, 5, 1, 1, 3, 2, 1), (1, 4, 2, 1, 2, 1, 1)]
SIZES += [(1, 4, 1, 2, 2, 1, 1), (2, 5, 2, 2, 2, 1, 1), (3, 6, 2, 4, 3, 2, 1)]
SIZES += [
    (2, 7, 3, 2, 3, 1, 2),
    (2, 9, 2, 3, 3, 3, 2),
    (3, 8, 2, 2, 4, 2, 3),
    (4, 3, 2, 3, 2, 2, 4),
]
SIZES += [(2, 10, 1, 3, 2, 4, 3), (3, 3, 3, 3, 3, 1, 1), (2, 4, 3, 2, 4, 1, 1)]


def conv_trials(rng):
    """Yield strides and dilations apart and together."""
    for size in SIZES:
        yield conv_trial(rng, *size)
    *args, stride, dilation = conv_trial(rng, 3, 7, 2, 3, 3, 2, 2)
    yield *single(tuple(args)), stride, dilation


def conv_trial(rng, batch, time, inputs, filters, width, stride, dilation):
    X, kernel = draw(rng, batch, time, inputs), draw(rng, width, inputs, filters)
    if time > 5:  # not to be worked by hand, nor to be rounded without loss
        X = X + np.round(rng.uniform(-0.05, 0.05, size=X.shape), 3)
    return X, kernel, draw(rng, filters), stride, dilation


def conv_whole(rng):
    """Yield a series of whole numbers."""
    for batch, time, inputs, filters, width, stride, dilation in [
        (1, 4, 1, 1, 2, 1, 1), (2, 7, 2, 2, 3, 2, 2),
    ]:  # fmt: skip
        _, kernel, b, *steps = conv_trial(rng, 1, time, inputs, filters, width, stride, dilation)
        kernel += np.round(rng.uniform(-0.05, 0.05, size=kernel.shape), 3)  # no sum is whole
        yield draw_whole(rng, batch, time, inputs), kernel, b, *steps


CONV = Exercise(
    name="lab-5/conv",
    reference=conv,
    trials=conv_trials,
    also=conv_whole,
    note="No output waited for another, and none of them has read what comes after it.",
    mistakes=[
        Mistake(
            "turned round",
            given(lambda X, kernel, b, s, d: (X, kernel[::-1], b, s, d)),
            "The kernel is turned round: its first place meets the latest input. Here kernel[-1] "
            "meets the latest of the inputs that an output reads, kernel[0] the earliest.",
        ),
        Mistake(
            "padded on both sides",
            by(around=same),
            "The zeros are divided between both sides, so that an output reads what comes after "
            "it. All of them belong in front.",
        ),
        Mistake(
            "padded on both sides, as Keras does with a stride",
            same_strided,
            "The zeros are divided between both sides, so that an output reads what comes after "
            "it. All of them belong in front.",
        ),
        Mistake(
            "padded behind",
            by(around=lambda zeros, time, stride: (0, zeros)),
            "The zeros stand behind the sequence, so that every output reads what comes after it "
            "and none what came before. They belong in front.",
        ),
        Mistake(
            "not padded",
            by(around=lambda zeros, time, stride: (0, 0)),
            "The first outputs are missing: the first one here has (width - 1) * dilation steps "
            "before it. With as many zeros in front, step 0 has an output too; begin with that.",
        ),
        Mistake(
            "dilation forgotten in the padding",
            by(zeros=lambda width, dilation: width - 1),
            "There are width - 1 zeros in front. With a dilation the first place of the kernel "
            "lies (width - 1) * dilation steps before the last, and as many zeros are needed.",
        ),
        Mistake(
            "one zero too many",
            by(zeros=lambda width, dilation: width * dilation),
            "There are width * dilation zeros in front. The last place of the kernel meets the "
            "step itself, so the first lies (width - 1) * dilation before it.",
        ),
        Mistake(
            "dilation ignored",
            given(lambda X, kernel, b, s, d: (X, kernel, b, s, 1)),
            "The dilation has no influence: neighbouring places of the kernel read neighbouring "
            "inputs. They are `dilation` steps apart.",
        ),
        Mistake(
            "dilation of holes",
            given(lambda X, kernel, b, s, d: (X, kernel, b, s, d + 1)),
            "There are `dilation` steps *between* two inputs that are read. They lie `dilation` "
            "steps apart, so a dilation of 1 leaves no hole.",
        ),
        Mistake(
            "stride ignored",
            given(lambda X, kernel, b, s, d: (X, kernel, b, 1, d)),
            "The stride has no influence: every output is there. Keep the first and every "
            "stride-th after it.",
        ),
        Mistake(
            "stride and dilation exchanged",
            given(lambda X, kernel, b, s, d: (X, kernel, b, d, s)),
            "Stride and dilation have changed places. The stride lies between two outputs, the "
            "dilation between two inputs of one output.",
        ),
        Mistake(
            "stride before the kernel",
            stride_first,
            "Between two inputs that an output reads lie `stride` times too many steps. Was the "
            "stride applied to the inputs? It picks outputs, and each of them reads the series as "
            "it is.",
        ),
        Mistake(
            "stride from its end",
            by(places=lambda count, stride, zeros: np.arange(stride - 1, count, stride)),
            "The first output stands at step stride - 1, counted from 0. The first that is kept is "
            "that of step 0.",
        ),
        Mistake(
            "stride towards the last",
            by(places=lambda count, stride, zeros: np.arange((count - 1) % stride, count, stride)),
            "The outputs were picked so that the last step is among them. They begin with the "
            "first step's, and where the stride does not fit the last steps have none.",
        ),
        Mistake(
            "outputs rounded down",
            by(places=lambda count, stride, zeros: stride * np.arange(count // stride)),
            "An output is missing where the stride does not divide the number of steps. Steps 0, "
            "stride, 2 * stride and so on have one, as long as they are steps of the series.",
        ),
        Mistake(
            "last output missing",
            by(places=lambda count, stride, zeros: np.arange(0, count - 1, stride)),
            "The last step is never reached. The step after the last is where the range ends.",
        ),
        Mistake(
            "no bias",
            given(lambda X, kernel, b, s, d: (X, kernel, 0 * b, s, d)),
            "The bias is missing: every filter has one.",
        ),
        Mistake(
            "bias at every place",
            bias_at_every_place,
            "The bias was added once for every place of the kernel. A filter has one bias, added "
            "once.",
        ),
        Mistake(
            "inputs added up",
            without_channels,
            "Inputs and weights were added up over the inputs before they were multiplied. At each "
            "place every input has a weight of its own: X[:, t] @ kernel[i].",
        ),
        Mistake(
            "mean of the places",
            mean_of_places,
            "The products were averaged over the places of the kernel. They are added up.",
        ),
        Mistake(
            "first value repeated",
            repeated_first,
            "In front stands the first value, repeated. The padding is zeros.",
        ),
        Mistake(
            "around the corner",
            around_the_corner,
            "Where nothing comes before, the end of the sequence is read: np.roll, or a negative "
            "index, leads around the corner. In front of the sequence stand zeros.",
        ),
        Mistake(
            "latest place only",
            given(lambda X, kernel, b, s, d: (X, kernel[-1:], b, s, d)),
            "Only the last place of the kernel is used, which makes a dense layer for each step.",
        ),
        Mistake(
            "last place left out",
            given(lambda X, kernel, b, s, d: (
                X, kernel * (np.arange(len(kernel)) < len(kernel) - 1)[:, None, None], b, s, d)),
            "The last place of the kernel is left out. It meets the step of the output itself.",
        ),
        Mistake(
            "first place left out",
            given(lambda X, kernel, b, s, d: (
                X, kernel * (np.arange(len(kernel)) > 0)[:, None, None], b, s, d)),
            "The first place of the kernel is left out, or always meets a zero.",
        ),
        Mistake(
            "one step late",
            by(around=lambda zeros, time, stride: (zeros + 1, -0),
               places=lambda count, stride, zeros: np.arange(0, count - 1, stride)),
            "Every output reads what belongs to the output one step earlier. The last place of the "
            "kernel meets the step of the output itself.",
        ),
        Mistake(
            "tanh",
            result(lambda Y, *args: np.tanh(Y)),
            "The sums went through tanh. This layer has no activation.",
        ),
        Mistake(
            "relu",
            result(lambda Y, *args: np.maximum(Y, 0)),
            "Negative sums were set to zero. This layer has no activation.",
        ),
        Mistake(
            "filters first",
            result(lambda Y, *args: Y.swapaxes(1, 2)),
            "The numbers are right, and the last two axes have changed places: the result has "
            "shape (batch, outputs, filters).",
        ),
        Mistake(
            "time first",
            result(lambda Y, *args: Y.swapaxes(0, 1)),
            "The numbers are right, and time comes first: the result has shape (batch, outputs, "
            "filters). np.stack(outputs, axis=1) puts it in second place.",
        ),
        Mistake(
            "kept whole",
            result(lambda Y, X, *args: Y.astype(X.dtype)),
            "Where X holds whole numbers, so does the result, and its decimals are lost. An array "
            "made like another takes over its type: make it with np.zeros(shape), or give it "
            "dtype=float.",
        ),
    ],
)  # fmt: skip
