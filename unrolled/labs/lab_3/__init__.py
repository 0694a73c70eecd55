"""Lab 3, backpropagate by hand: one module for each exercise, in the order of the page."""

from unrolled.labs.lab_3.backward import BACKWARD
from unrolled.labs.lab_3.by_hand import BY_HAND
from unrolled.labs.lab_3.check import CHECK
from unrolled.labs.lab_3.clip import CLIP
from unrolled.labs.lab_3.output_gradients import OUTPUT_GRADIENTS
from unrolled.labs.lab_3.truncate import TRUNCATE

EXERCISES = [BY_HAND, OUTPUT_GRADIENTS, BACKWARD, CHECK, CLIP, TRUNCATE]
