"""Lab 6, forecast something real: one module for each exercise, in the order of the page."""

from unrolled.labs.lab_6.fill import FILL
from unrolled.labs.lab_6.grid import GRID
from unrolled.labs.lab_6.known_ahead import KNOWN_AHEAD
from unrolled.labs.lab_6.report import REPORT
from unrolled.labs.lab_6.scale import SCALE
from unrolled.labs.lab_6.skill import SKILL
from unrolled.labs.lab_6.split import SPLIT

EXERCISES = [
    GRID,
    FILL,
    KNOWN_AHEAD,
    SPLIT,
    SCALE,
    SKILL,
    REPORT,
]
