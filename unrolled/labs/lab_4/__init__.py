"""Lab 4, beat the baselines: one module for each exercise, in the order of the page."""

from unrolled.labs.lab_4.iterate import ITERATE
from unrolled.labs.lab_4.least_squares import LEAST_SQUARES
from unrolled.labs.lab_4.mase import MASE
from unrolled.labs.lab_4.reach import REACH
from unrolled.labs.lab_4.seasonal_naive import SEASONAL_NAIVE
from unrolled.labs.lab_4.sequence_targets import SEQUENCE_TARGETS
from unrolled.labs.lab_4.split import SPLIT
from unrolled.labs.lab_4.verdict import VERDICT
from unrolled.labs.lab_4.windows import WINDOWS

EXERCISES = [
    WINDOWS,
    SPLIT,
    SEASONAL_NAIVE,
    LEAST_SQUARES,
    MASE,
    ITERATE,
    SEQUENCE_TARGETS,
    REACH,
    VERDICT,
]
