"""The inputs of the checks: the reference answers all of them, and they are the same every time."""

import numpy as np
import pytest

from unrolled.labs import exercises
from unrolled.labs._answers import leaves

FUNCTIONS = {name: e for name, e in exercises().items() if callable(e.reference)}
WITH_GAPS = ("lab-6/grid", "lab-6/scale")  # NaN belongs to the right result
INFINITE = ("lab-7/conformal",)  # where too few errors are known
every_function = pytest.mark.parametrize("exercise", FUNCTIONS.values(), ids=FUNCTIONS)


def inputs(exercise):
    """Return every input of an exercise, in the order in which they are tried."""
    return [
        trial
        for make in (exercise.trials, exercise.also)
        for trial in make(np.random.default_rng(1))
    ]


def numbers(value):
    """Return the numbers of a result or of the arguments as flat arrays."""
    parts = [part for _, part in leaves(value if isinstance(value, tuple) else (value,))]
    return [np.ravel(part) for part in parts if not callable(part)]


@every_function
def test_reference_answers_every_input_with_finite_numbers(exercise):
    for trial in inputs(exercise):
        for part in numbers(exercise.reference(*trial)):
            missing = np.isnan(part) & (exercise.name in WITH_GAPS)
            endless = np.isinf(part) & (exercise.name in INFINITE)
            assert (np.isfinite(part) | missing | endless).all()


@every_function
def test_inputs_are_the_same_every_time(exercise):
    for trial, again in zip(inputs(exercise), inputs(exercise), strict=True):
        for part, other in zip(numbers(trial), numbers(again), strict=True):
            np.testing.assert_array_equal(part, other)


@every_function
def test_reference_leaves_its_arguments_alone(exercise):
    for trial, again in zip(inputs(exercise), inputs(exercise), strict=True):
        exercise.reference(*trial)
        for part, other in zip(numbers(trial), numbers(again), strict=True):
            np.testing.assert_array_equal(part, other)
