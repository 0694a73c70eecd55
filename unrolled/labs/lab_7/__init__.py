"""Lab 7, ready for tomorrow: one module for each exercise, in the order of the page."""

from unrolled.labs.lab_7.conformal import CONFORMAL
from unrolled.labs.lab_7.coverage import COVERAGE
from unrolled.labs.lab_7.difference import DIFFERENCE
from unrolled.labs.lab_7.global_windows import GLOBAL_WINDOWS
from unrolled.labs.lab_7.integrate import INTEGRATE
from unrolled.labs.lab_7.past_the_end import PAST_THE_END
from unrolled.labs.lab_7.pinball import PINBALL
from unrolled.labs.lab_7.scale import SCALE
from unrolled.labs.lab_7.state import STATE

EXERCISES = [
    SCALE,
    DIFFERENCE,
    INTEGRATE,
    GLOBAL_WINDOWS,
    PINBALL,
    CONFORMAL,
    COVERAGE,
    PAST_THE_END,
    STATE,
]
