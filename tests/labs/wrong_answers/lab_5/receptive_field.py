"""Recorded answers to lab-5/receptive-field, written as learners write them.

WRONG: (answer, words that its diagnosis must contain). RIGHT: correct answers unlike the reference.
"""

import math

import numpy as np

from unrolled.layers import conv1d_forward
from wrong_answers.lab_5._shared import SHOWN


def right_field_from_above(layers):
    needed = 1
    for width, dilation, stride in reversed(layers):
        needed = (needed - 1) * stride + (width - 1) * dilation + 1
    return needed


def right_field_sum(layers):
    strides = [stride for _, _, stride in layers]
    return 1 + sum(
        (width - 1) * dilation * math.prod(strides[:n])
        for n, (width, dilation, _) in enumerate(layers)
    )


def right_field_arrays(layers):
    k, d, s = np.array(layers, dtype=float).T
    return (1 + ((k - 1) * d * np.cumprod(np.append(1, s))[:-1]).sum(),)[0]


def right_field_recursive(layers):
    if not layers:
        return 1
    *below, (width, dilation, _) = layers
    return right_field_recursive(below) + (width - 1) * dilation * math.prod(s for *_, s in below)


def right_field_sets(layers):
    """Follow the last output down and note which steps it comes from."""
    read = {0}
    for width, dilation, stride in layers[::-1]:
        read = {t * stride + i * dilation for t in read for i in range(width)}
    return max(read) - min(read) + 1


def right_field_perturbed(layers):
    """Send an impulse from every step through the layers, and see which ones reach one output."""
    steps = right_field_from_above(layers)  # as many as give one output
    for extra in (0, 1):
        Y = np.eye(steps + extra)[:, :, None]
        for width, dilation, stride in layers:
            kernel = np.ones((width, 1, 1))
            Y = conv1d_forward(Y, kernel, np.zeros(1), stride, dilation, padding="valid")
        moved = np.flatnonzero(Y[:, 0, 0])
    return moved[-1] - moved[0] + 1


def right_field_ends(layers):
    first, last, apart = 0, 0, 1
    for width, dilation, stride in layers:
        first -= (width - 1) * dilation * apart
        apart *= stride
    return np.int64(last - first + 1)


def field(
    share=lambda k, d, apart: (k - 1) * d * apart, grow=lambda apart, k, d, s: apart * s, start=1
):
    """Return an answer with another share of each layer, or other distances."""

    def my_receptive_field(layers):
        total, apart = start, 1
        for k, d, s in layers:
            total += share(k, d, apart)
            apart = grow(apart, k, d, s)
        return total

    return my_receptive_field  # fmt: skip


def arrays(rule):
    return lambda layers: rule(*(np.array(part) for part in zip(*layers, strict=True)))


def field_own_stride(layers):
    total, apart = 1, 1
    for k, d, s in layers:
        apart = apart * s
        total = total + (k - 1) * d * apart
    return total


def field_above(rule):
    def my_receptive_field(layers):
        n = 1
        for layer in layers[::-1]:
            n = rule(n, *layer)
        return n

    return my_receptive_field


def field_layer_names_mixed(layers):
    return field()([(k, s, d) for k, d, s in layers])


def field_popped(layers):
    total = 1
    while layers:
        width, dilation, stride = layers.pop()
        total = (total - 1) * stride + (width - 1) * dilation + 1
    return total


def field_reversed_in_place(layers):
    layers.reverse()
    total = 1
    for width, dilation, stride in layers:
        total = (total - 1) * stride + (width - 1) * dilation + 1
    return total


def field_inputs_noticed(layers):
    """Count the steps that are read, without the holes between them."""
    read = {0}
    for width, dilation, stride in layers[::-1]:
        read = {t * stride + i * dilation for t in read for i in range(width)}
    return len(read)


WRONG = [
    (field(start=0), "one too small everywhere"),
    (field(start=2), "one too large everywhere"),
    (field(lambda k, d, apart: k * d * apart), "and one is added at the end"),
    (field(lambda k, d, apart: k * d * apart, start=0), "to what it is built upon, a single"),
    (field(lambda k, d, apart: ((k - 1) * d + 1) * apart, start=0), "each with its own step. A"),
    (field(lambda k, d, apart: ((k - 1) * d + 1) * apart), "each with its own step, and 1"),
    (field(lambda k, d, apart: (k - 1) * apart), "The dilations have no influence"),
    (field(lambda k, d, apart: (k - 1) * (d + 1) * apart), "the number of steps left out"),
    (field(lambda k, d, apart: (k - 1) * (d - 1) * apart), SHOWN),
    (field(lambda k, d, apart: (k + d - 2) * apart), "added to the width once"),
    (field(lambda k, d, apart: (k - 1 + d) * apart), SHOWN),
    (field(lambda k, d, apart: (k - 1) ** d * apart), SHOWN),
    (field(lambda k, d, apart: (k - 1) * d), "The strides have no influence"),
    (field(lambda k, d, apart: (k - 1) * d + apart - 1), SHOWN),
    (field(lambda k, d, apart: d * apart), SHOWN),
    (field(grow=lambda apart, k, d, s: apart + s), SHOWN),
    (field(grow=lambda apart, k, d, s: apart + s - 1), "The strides were added"),
    (field(grow=lambda apart, k, d, s: s), "the layer right below is counted"),
    (field(grow=lambda apart, k, d, s: apart * s * d), "multiplied from layer to layer"),
    (field(grow=lambda apart, k, d, s: apart * d), SHOWN),
    (field(grow=lambda apart, k, d, s: max(apart, s)), SHOWN),
    (field(grow=lambda apart, k, d, s: apart * k), SHOWN),
    (field(grow=lambda apart, k, d, s: apart * (s + 1)), SHOWN),
    (field_own_stride, "counted for the layer itself"),
    (lambda layers: field()(layers[::-1]), "read from the top down"),
    (field_above(lambda n, k, d, s: n * s + (k - 1) * d), "multiplied by all the strides"),
    (field_above(lambda n, k, d, s: (n - 1) * s + k * d), SHOWN),
    (field_above(lambda n, k, d, s: (n - 1) * s + (k - 1) * d), SHOWN),
    (field_above(lambda n, k, d, s: (n + (k - 1) * d) * s), SHOWN),
    (field_above(lambda n, k, d, s: n // s + (k - 1) * d), SHOWN),
    (field_above(lambda n, k, d, s: (n - 1 + (k - 1) * d) * s + 1), "for the layer itself"),
    (lambda layers: field()(layers[-1:]), "the reach of the last layer"),
    (lambda layers: field()(layers[:1]), "the reach of the first layer"),
    (lambda layers: field()(layers[:-1]), "The last layer is left out"),
    (lambda layers: field()(layers[1:]), SHOWN),
    (arrays(lambda k, d, s: ((k - 1) * d + 1).max()), "the longest reach of one layer"),
    (arrays(lambda k, d, s: ((k - 1) * d + 1).prod()), "The reaches of the layers were multiplied"),
    (arrays(lambda k, d, s: k.prod()), "The widths were multiplied"),
    (arrays(lambda k, d, s: k.sum()), "The widths were added up"),
    (arrays(lambda k, d, s: (k * d).sum()), SHOWN),
    (arrays(lambda k, d, s: 1 + (k - 1).sum() * d.max()), SHOWN),
    (arrays(lambda k, d, s: 1 + (k[0] - 1) * d.sum()), SHOWN),
    (arrays(lambda k, d, s: 1 + d.sum()), SHOWN),
    (arrays(lambda k, d, s: 1 + ((k - 1) * d).sum() * s.prod()), "All strides together"),
    (arrays(lambda k, d, s: 1 + ((k - 1) * d * s).sum()), SHOWN),
    (
        arrays(lambda k, d, s: 1 + ((k - 1) * d // np.cumprod(np.append(1, s))[:-1]).sum()),
        "divided",
    ),
    (arrays(lambda k, d, s: 1 + ((k - 1) * d * np.cumprod(np.append(1, s[:0:-1]))).sum()), SHOWN),
    (lambda layers: 2 ** len(layers), "2 to the number of layers"),
    (lambda layers: len(layers), SHOWN),
    (field_layer_names_mixed, SHOWN),
    (field_popped, "changes layers while it runs"),
    (field_reversed_in_place, "changes layers while it runs"),
    (field_inputs_noticed, SHOWN),
    (lambda layers: [field()(layers[: n + 1]) for n in range(len(layers))], "has shape"),
    (lambda layers: None, "without a return"),
]

RIGHT = [
    right_field_from_above,
    right_field_sum,
    right_field_arrays,
    right_field_recursive,
    right_field_sets,
    right_field_perturbed,
    right_field_ends,
]
