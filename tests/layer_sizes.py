"""The sizes at which recurrent layers and their gradients are tested."""

import pytest

# (batch, time, inputs, units): unequal, with a 1 at every place, and once all equal
SIZES = [
    (2, 3, 4, 5),
    (5, 4, 3, 2),
    (1, 7, 2, 3),
    (3, 1, 2, 4),
    (4, 6, 1, 3),
    (3, 5, 2, 1),
    (1, 1, 1, 1),
    (3, 3, 3, 3),
]

every_size = pytest.mark.parametrize("sizes", SIZES, ids=str)
