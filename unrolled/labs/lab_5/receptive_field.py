"""Exercise receptive-field of lab 5: reference, inputs, known mistakes and their diagnoses."""

import numpy as np

from unrolled.labs._exercise import Exercise, Mistake


def receptive_field(layers):
    return by()(layers)


def by(
    reach=lambda width, dilation, apart: (width - 1) * dilation * apart,
    apart=lambda apart, width, dilation, stride: apart * stride,
    first=1,
    order=lambda layers: layers,
):
    """Return the task with another share of a layer, or another distance between its inputs."""

    def run(layers):
        field, distance = first, 1
        for width, dilation, stride in order(layers):
            field += reach(width, dilation, distance)
            distance = apart(distance, width, dilation, stride)
        return field

    return run


def own_stride(layers):
    """Multiply a layer's own stride in before its share is added."""
    field, apart = 1, 1
    for width, dilation, stride in layers:
        apart *= stride
        field += (width - 1) * dilation * apart
    return field


def from_above(step):
    """Go from the last output down, with another step from a layer's outputs to its inputs."""

    def run(layers):
        field = 1
        for layer in reversed(layers):
            field = step(field, *layer)
        return field

    return run


def whole(change):
    """Return the task by a formula on the arrays of widths, dilations and strides."""

    def run(layers):
        return int(change(*np.array(layers).T))

    return run


def added_strides(layers):
    return by(apart=lambda apart, width, dilation, stride: apart + stride - 1)(layers)


def layer(*numbers):
    """Return layers of (width, dilation, stride)."""
    return list(zip(*[iter(numbers)] * 3, strict=True))


def field_trials(rng):
    """Return single layers, stacks with dilations, with strides, and with both, not in order."""
    stacks = [(1, 1, 1), (3, 1, 1), (2, 3, 1), (3, 1, 2), (4, 2, 3)]
    stacks += [(2, 1, 1, 2, 1, 1), (3, 1, 1, 5, 1, 1), (2, 1, 1, 2, 2, 1), (2, 3, 1, 4, 2, 1)]
    stacks += [(3, 1, 2, 2, 1, 1), (4, 1, 2, 3, 1, 3), (2, 2, 3, 3, 4, 1), (5, 3, 1, 2, 2, 4)]
    stacks += [(2, 1, 1, 2, 2, 1, 2, 4, 1, 2, 8, 1), (4, 1, 2, 2, 1, 1, 2, 2, 1, 2, 4, 1)]
    stacks += [
        (3, 2, 2, 4, 1, 3, 2, 3, 2),
        (2, 5, 3, 1, 4, 2, 6, 1, 4),
        (7, 1, 1, 3, 2, 2, 3, 3, 5),
    ]
    stacks += [(2, 1, 1, 2, 4, 1), (4, 1, 3, 4, 1, 3, 4, 1, 3)]
    return [(layer(*stack),) for stack in stacks]


RECEPTIVE_FIELD = Exercise(
    name="lab-5/receptive-field",
    reference=receptive_field,
    trials=field_trials,
    note="What lies further back does not exist for the last output.",
    mistakes=[
        Mistake(
            "one short",
            by(first=0),
            "The answer is one too small everywhere: this is how many steps *back* the first input "
            "lies. The output's own step is read too.",
        ),
        Mistake(
            "one too many",
            by(first=2),
            "The answer is one too large everywhere. A single layer of width 1 reads one step.",
        ),
        Mistake(
            "width for width - 1",
            by(reach=lambda width, dilation, apart: width * dilation * apart),
            "Every layer adds width * dilation steps here, and one is added at the end. A layer of "
            "width k has k - 1 gaps between its places: it adds (k - 1) * dilation.",
        ),
        Mistake(
            "width for width - 1, from 0",
            by(reach=lambda width, dilation, apart: width * dilation * apart, first=0),
            "Every layer adds width * dilation steps here. A layer of width k has k - 1 gaps "
            "between its places: it adds (k - 1) * dilation to what it is built upon, a single "
            "step at the bottom.",
        ),
        Mistake(
            "reaches added up",
            by(reach=lambda width, dilation, apart: ((width - 1) * dilation + 1) * apart, first=0),
            "The reaches of the layers were added up as they are, each with its own step. A layer "
            "adds (k - 1) * dilation to what it is built upon; the 1 is counted once.",
        ),
        Mistake(
            "reaches and 1 added up",
            by(reach=lambda width, dilation, apart: ((width - 1) * dilation + 1) * apart),
            "The reaches of the layers were added up as they are, each with its own step, and 1 "
            "more. A layer adds (k - 1) * dilation; the 1 is counted once.",
        ),
        Mistake(
            "dilation ignored",
            by(reach=lambda width, dilation, apart: (width - 1) * apart),
            "The dilations have no influence. The places of a kernel lie `dilation` apart.",
        ),
        Mistake(
            "dilation of holes",
            by(reach=lambda width, dilation, apart: (width - 1) * (dilation + 1) * apart),
            "The dilation was taken as the number of steps left out. It is the distance between "
            "two places: with a dilation of 1 nothing is left out.",
        ),
        Mistake(
            "dilation added",
            by(reach=lambda width, dilation, apart: (width - 1 + dilation - 1) * apart),
            "The dilation is added to the width once. Each of the width - 1 gaps is `dilation` "
            "wide.",
        ),
        Mistake(
            "stride ignored",
            by(apart=lambda apart, *layer: 1),
            "The strides have no influence. Behind a layer with a stride of 2 two neighbours lie "
            "two steps of the series apart, and everything above counts double.",
        ),
        Mistake(
            "own stride",
            own_stride,
            "A layer's own stride is counted for the layer itself. It lies between its outputs, "
            "and widens what is read by the layers above.",
        ),
        Mistake(
            "strides added",
            added_strides,
            "The strides were added. One stride on top of another multiplies: behind strides of 2 "
            "and 3 two neighbours lie six steps apart.",
        ),
        Mistake(
            "stride below only",
            by(apart=lambda apart, width, dilation, stride: stride),
            "Only the stride of the layer right below is counted. Those of all layers below are "
            "multiplied.",
        ),
        Mistake(
            "strides and dilations piled up",
            by(apart=lambda apart, width, dilation, stride: apart * stride * dilation),
            "The dilations are multiplied from layer to layer like the strides. A dilation widens "
            "its own layer only: its outputs still come at every step.",
        ),
        Mistake(
            "from the top down",
            by(order=lambda layers: layers[::-1]),
            "The stack was read from the top down. The first in the list is the lowest layer, "
            "which reads the series.",
        ),
        Mistake(
            "from above without the step back",
            from_above(
                lambda field, width, dilation, stride: field * stride + (width - 1) * dilation
            ),
            "The 1 for the output's own step has been multiplied by all the strides. On the way "
            "down, n outputs have n - 1 gaps, each as wide as the stride: (n - 1) * stride + 1. On "
            "the way up the 1 is added at the end.",
        ),
        Mistake(
            "last layer only",
            lambda layers: by()(layers[-1:]),
            "This is the reach of the last layer among its own inputs. They have read further "
            "back themselves.",
        ),
        Mistake(
            "first layer only",
            lambda layers: by()(layers[:1]),
            "This is the reach of the first layer. Those above it read further back.",
        ),
        Mistake(
            "last layer left out",
            lambda layers: by()(layers[:-1]),
            "The last layer is left out.",
        ),
        Mistake(
            "largest",
            whole(lambda k, d, s: ((k - 1) * d + 1).max()),
            "This is the longest reach of one layer. Each layer adds to what it is built upon.",
        ),
        Mistake(
            "product of the reaches",
            whole(lambda k, d, s: ((k - 1) * d + 1).prod()),
            "The reaches of the layers were multiplied. They add up: each layer reads "
            "(k - 1) * dilation further back than the one below.",
        ),
        Mistake(
            "product of the widths",
            whole(lambda k, d, s: k.prod()),
            "The widths were multiplied. That is the field of layers whose dilations double, or "
            "grow just as the widths do, and of no other stack.",
        ),
        Mistake(
            "sum of the widths",
            whole(lambda k, d, s: k.sum()),
            "The widths were added up. A layer adds (k - 1) * dilation to what it is built upon.",
        ),
        Mistake(
            "powers of 2",
            lambda layers: 2 ** len(layers),
            "2 to the number of layers is the field of layers of width 2 whose dilations double, "
            "and of no other stack.",
        ),
        Mistake(
            "all strides for all",
            whole(lambda k, d, s: 1 + ((k - 1) * d).sum() * s.prod()),
            "All strides together widen every layer here. A stride widens only the layers above "
            "it.",
        ),
        Mistake(
            "divided by the stride",
            whole(lambda k, d, s: 1 + ((k - 1) * d // np.cumprod(np.r_[1, s[:-1]])).sum()),
            "The share of a layer is divided by the strides below it. Behind a stride of 2 two "
            "neighbours lie two steps apart, so its share counts double.",
        ),
    ],
)
