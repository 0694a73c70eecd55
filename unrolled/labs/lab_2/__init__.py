"""Lab 2, wire the four shapes: one module for each exercise, in the order of the page."""

from unrolled.labs.lab_2.decode import DECODE
from unrolled.labs.lab_2.free_run import FREE_RUN
from unrolled.labs.lab_2.last import LAST
from unrolled.labs.lab_2.masked_layer import MASKED_LAYER
from unrolled.labs.lab_2.masked_loss import MASKED_LOSS
from unrolled.labs.lab_2.pad import PAD
from unrolled.labs.lab_2.shift import SHIFT

EXERCISES = [PAD, MASKED_LAYER, LAST, MASKED_LOSS, DECODE, SHIFT, FREE_RUN]
