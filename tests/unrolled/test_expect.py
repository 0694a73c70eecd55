"""unrolled._expect: what is let through, in which dtype, and the one sentence that refuses."""

import numpy as np
import pytest

from unrolled._expect import (
    as_float,
    expect,
    expect_activation,
    expect_batch,
    expect_count,
    expect_finite,
    expect_flag,
    expect_number,
    expect_positive,
    expect_real,
    expect_rng,
    expect_text,
    shown,
)
from unrolled.layers import TANH

RAGGED = [[1, 2], [3]]
NAN = float("nan")


def test_a_sentence_names_argument_expectation_and_value():
    expect(True, "x", "be true", "nothing")
    with pytest.raises(ValueError) as error:
        expect(False, "x", "be even", 3)
    assert str(error.value) == "x must be even, got 3"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "None"),
        ("a\n  b", r"'a\n b'"),
        (np.float32(0.5), "0.5"),
        (np.int64(3), "3"),
        (np.array(2.5), "2.5"),
        (np.ones((2, 3)), "an array of shape (2, 3)"),
        (np.zeros(0), "an array of shape (0,)"),
        (np.timedelta64(2, "h"), "2 hours"),
        (np.datetime64("2018-07-04"), "2018-07-04"),
        (list(range(99)), "[0, 1, 2, 3, 4, 5, ...]"),
    ],
    ids=str,
)
def test_a_value_is_quoted_in_a_short_line(value, text):
    assert str(shown(value)) == text


ACCEPTED = {
    "count": (lambda: expect_count(np.int16(3), "x"), 3),
    "number": (lambda: expect_number(2, "x", "be", lambda v: v == 2), 2.0),
    "number in an array": (lambda: expect_number(np.array(2.5), "x", "be", lambda v: True), 2.5),
    "positive": (lambda: expect_positive(np.float32(0.5), "x"), 0.5),
    "flag": (lambda: expect_flag(True, "x"), True),
    "NumPy's flag": (lambda: expect_flag(np.bool_(True), "x"), True),
    "flag down": (lambda: expect_flag(False, "x"), False),
    "text": (lambda: expect_text("abc", "x"), "abc"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_right_is_returned(name):
    call, expected = ACCEPTED[name]
    ours = call()
    assert ours == expected and type(ours) is type(expected)


REFUSED = {
    "count of zero": (lambda: expect_count(0, "x"), "be a whole number of at least 1", "0"),
    "count True": (lambda: expect_count(True, "x"), "be a whole number of at least 1", "True"),
    "duration for a count": (
        lambda: expect_count(np.timedelta64(3, "h"), "x"),
        "be a whole number of at least 1", "3 hours"),
    "positive zero": (lambda: expect_positive(0, "x"), "be positive and finite", "0"),
    "positive infinity": (lambda: expect_positive(np.inf, "x"), "be positive and finite", "inf"),
    "positive NaN": (lambda: expect_positive(NAN, "x"), "be positive and finite", "nan"),
    "positive True": (lambda: expect_positive(True, "x"), "be positive and finite", "True"),
    "positive text": (lambda: expect_positive("1", "x"), "be positive and finite", "'1'"),
    "positive 1j": (lambda: expect_positive(1j, "x"), "be positive and finite", "1j"),
    "flag 1": (lambda: expect_flag(1, "x"), "be True or False", "1"),
    "text 1": (lambda: expect_text(1, "x"), "be a string", "1"),
    "NaN in text": (lambda: expect_finite("a", "x"), "hold numbers, in one array", "'a'"),
    "unequal rows": (
        lambda: expect_real(RAGGED, "x"), "hold numbers, in one array", "[[1, 2], [3]]"),
    "None": (lambda: expect_real(None, "x"), "hold numbers, in one array", "None"),
    "nothing of objects": (
        lambda: expect_real(np.empty(0, object), "x"),
        "hold numbers, in one array", "dtype object"),
    "a list of text": (lambda: expect_real(["a"], "x"), "hold numbers, in one array", "dtype <U1"),
    "truth values": (
        lambda: expect_real([True], "x", kinds="iuf"), "hold numbers, in one array", "dtype bool"),
    "no batch": (
        lambda: expect_batch([[1]], "x", "1"), "have shape (batch, time, 1)", "shape (1, 1)"),
    "no inputs": (
        lambda: expect_batch(np.ones((1, 2, 0)), "x"),
        "hold at least one input", "shape (1, 2, 0)"),
    "NaN": (
        lambda: expect_finite([1, NAN, np.inf], "x"),
        "be finite everywhere", "2 NaN or infinite of 3 values"),
    "NaN and a hint": (
        lambda: expect_finite([NAN], "x", " (so)"),
        "be finite everywhere (so)", "1 NaN or infinite of 1 values"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_refused_in_these_words(name):
    call, expected, given = REFUSED[name]
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value) == f"x must {expected}, got {given}"


def test_numbers_too_long_for_a_float_are_refused():
    with pytest.raises(ValueError, match="x must be positive and finite, got 1000000"):
        expect_positive(10**400, "x")
    with pytest.raises(ValueError, match="x must be a number, got "):
        expect_number(10**400, "x", "be a number", lambda value: True)


@pytest.mark.parametrize("parts", [("phi",), ("slope",), ()], ids=str)
def test_an_activation_has_a_function_and_a_slope(parts):
    half = type("Half", (), {part: staticmethod(abs) for part in parts})
    with pytest.raises(ValueError, match=r"^activation must be an Activation such as TANH, got "):
        expect_activation(half)
    assert expect_activation(TANH) is TANH


def test_generators_and_what_else_may_draw():
    rng, legacy = np.random.default_rng(0), np.random.RandomState(0)
    assert expect_rng(rng) is rng and expect_rng(legacy, np.random.RandomState) is legacy
    for wrong in (0, legacy, np.random):
        with pytest.raises(ValueError, match=r"^rng must be a numpy.random.Generator, got "):
            expect_rng(wrong)


@pytest.mark.parametrize("dtype", ["?", "i1", "u1", "i4", "u8", "e", "f", "d"])
def test_whole_numbers_become_float64_and_floats_stay(dtype):
    a = np.array([0, 1, 1]).astype(dtype)
    expected = a.dtype if a.dtype.kind == "f" else np.dtype(float)
    for read in (as_float, lambda a: expect_finite(a, "x")):
        assert read(a).dtype == expected and np.array_equal(read(a), [0, 1, 1])
    assert expect_real(a, "x") is a
