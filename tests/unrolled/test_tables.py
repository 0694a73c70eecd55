"""unrolled._tables: rows by hand, as Markdown and in columns; numbers cut short."""

import pytest

from unrolled._tables import columns, keep_together, markdown, significant, three_figures

ROWS = [["cell", "batch × units", "NumPy"], ["a b", "3", "12.5"], ["LSTM", "128 × 20", "–"]]


def test_markdown_by_hand():
    assert markdown(ROWS).splitlines() == [
        "| cell | batch × units | NumPy |",
        "| :-- | --: | --: |",
        "| a b | 3 | 12.5 |",
        "| LSTM | 128 × 20 | – |",
    ]


def test_columns_by_hand():
    assert columns(ROWS).splitlines() == [
        "cell  batch × units  NumPy",
        "a b               3   12.5",
        "LSTM       128 × 20      –",
    ]


def test_any_columns_are_flush_left():
    assert markdown(ROWS, left=[2]).splitlines()[1] == "| --: | --: | :-- |"
    assert markdown(ROWS, left=[]).splitlines()[1] == "| --: | --: | --: |"
    assert columns(ROWS, left=(0, 1)).splitlines()[1:] == [
        "a b   3               12.5",
        "LSTM  128 × 20           –",
    ]
    assert columns([["a", "bcd"], ["ef", "g"]], left=[1]) == " a  bcd\nef  g  "


def test_one_column_and_a_head_alone():
    assert markdown([["error"]]) == "| error |\n| :-- |"
    assert columns([["error"], ["{}"]]) == "error\n{}   "


def test_rows_of_another_length_are_refused():
    with pytest.raises(ValueError, match="zip"):
        columns([["a", "b"], ["c"]])


def test_a_line_breaks_after_a_comma_and_a_space_only():
    kept = keep_together("RNN 20-20, at once, 7,000 series")
    assert kept == "RNN\u00a020\u201120, at\u00a0once, 7,000\u00a0series"


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [(0.4839, 3, "0.484"), (9.996, 3, "10.0"), (105.2, 3, "105"), (1234.0, 3, "1230"),
     (0.0961, 2, "0.096"), (1.0, 2, "1.0"), (0.996, 2, "1.0"), (12.4, 2, "12"), (0.5, 3, "0.500")],
)  # fmt: skip
def test_significant_digits(value, digits, shown):
    assert significant(value, digits) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1234.4, "1234"), (187.4, "187"), (100.4, "100"), (99.94, "99.9"), (-150.7, "-151"),
     (99.97, "100"), (0.5, "0.500"), (0.0028, "0.00280"), (0.01712, "0.0171"), (0.0, "0")],
)  # fmt: skip
def test_three_figures(value, shown):
    assert three_figures(value) == shown
