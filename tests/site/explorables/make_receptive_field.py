"""Write receptive-field-golden.json: which inputs move which output of the helper's convolutions.

``python tests/site/explorables/make_receptive_field.py`` rewrites the file. Nothing here knows a
formula: every input is changed by itself, and the outputs that move have read it.
"""

import json
from pathlib import Path

import numpy as np

from unrolled.layers import conv1d_forward

GOLDEN = Path(__file__).with_name("receptive-field-golden.json")
N_INPUTS = 32
PADDING = {"causal": "causal", "centred": "same", "none": "valid"}

# Each row: width, depth, growth of the dilation, stride of the first layer, padding. The first is
# the explorable's own starting point.
SETTINGS = [
    (2, 4, 2, 1, "causal"),
    (2, 4, 1, 1, "causal"),
    (2, 2, 4, 1, "causal"),
    (3, 3, 3, 1, "causal"),
    (3, 1, 1, 2, "none"),
    (4, 1, 1, 2, "none"),
    (3, 2, 2, 1, "centred"),
    (4, 2, 2, 1, "centred"),
    (2, 3, 3, 1, "centred"),
    (5, 2, 2, 3, "centred"),
    (4, 2, 3, 2, "centred"),
    (3, 2, 2, 3, "causal"),
    (3, 3, 2, 2, "none"),
    (1, 3, 2, 2, "causal"),
]


def make_reads(width, depth, growth, stride, padding):
    """Return, for every output, the inputs (from 1) that move it."""
    rng = np.random.default_rng(0)
    base = rng.normal(size=(N_INPUTS, 1))
    Y = np.concatenate([base[None], base + np.eye(N_INPUTS)[..., None]])
    for layer in range(depth):
        kernel = rng.uniform(0.5, 1.5, size=(width, 1, 1))  # of one sign: nothing cancels
        first = stride if layer == 0 else 1
        Y = conv1d_forward(Y, kernel, np.zeros(1), first, growth**layer, PADDING[padding])
    moved = np.abs(Y[1:, :, 0] - Y[0, :, 0]) > 1e-9  # (inputs, outputs)
    return [(np.flatnonzero(column) + 1).tolist() for column in moved.T]


def make_golden():
    """Return every setting with what its outputs read."""
    names = ("width", "depth", "growth", "stride", "padding")
    return [
        {**dict(zip(names, setting, strict=True)), "reads": make_reads(*setting)}
        for setting in SETTINGS
    ]


if __name__ == "__main__":
    rows = ",\n".join(json.dumps(case) for case in make_golden())
    GOLDEN.write_text(f"[\n{rows}\n]\n", encoding="utf-8")
