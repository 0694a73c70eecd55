"""Lab 5, remember longer: one module for each exercise, in the order of the page."""

from unrolled.labs.lab_5.alignment import ALIGNMENT
from unrolled.labs.lab_5.conv import CONV
from unrolled.labs.lab_5.first_peek import FIRST_PEEK
from unrolled.labs.lab_5.forget_bias import FORGET_BIAS
from unrolled.labs.lab_5.forget_path import FORGET_PATH
from unrolled.labs.lab_5.gru_step import GRU_STEP
from unrolled.labs.lab_5.lstm_step import LSTM_STEP
from unrolled.labs.lab_5.receptive_field import RECEPTIVE_FIELD

EXERCISES = [
    LSTM_STEP,
    GRU_STEP,
    FORGET_PATH,
    FORGET_BIAS,
    CONV,
    ALIGNMENT,
    RECEPTIVE_FIELD,
    FIRST_PEEK,
]
