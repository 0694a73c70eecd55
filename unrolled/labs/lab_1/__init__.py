"""Lab 1, build a recurrent layer: one module for each exercise, in the order of the page."""

from unrolled.labs.lab_1.by_hand import BY_HAND
from unrolled.labs.lab_1.count import COUNT
from unrolled.labs.lab_1.layer import LAYER
from unrolled.labs.lab_1.one_matrix import ONE_MATRIX
from unrolled.labs.lab_1.resume import RESUME
from unrolled.labs.lab_1.stack import STACK
from unrolled.labs.lab_1.step import STEP

EXERCISES = [BY_HAND, STEP, LAYER, ONE_MATRIX, COUNT, RESUME, STACK]
