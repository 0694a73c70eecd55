"""Names and dates are what their tables say, and a batch of letters can be read back."""

import datetime
import json

import numpy as np
import pytest

from unrolled.text import (
    DATA,
    encode,
    format_date,
    generate_dates,
    load_names,
    split_by_entity,
)

TABLE = json.loads((DATA / "cldr_dates.json").read_text(encoding="utf-8"))


def test_names_belong_to_one_language_each():
    names = load_names()
    assert len(names.name) == len(names.language) == len(names.entity) == 4906
    assert len(np.unique(names.name)) == len(names.name)
    assert len(np.unique(names.language)) == 10
    assert max(map(len, names.name)) <= 20
    germany = names.entity == "territories:DE"
    assert {"deutschland", "germany", "saksa"} <= set(names.name[germany])


def test_split_keeps_an_entity_on_one_side():
    entity = np.array(["a", "b", "a", "c", "d", "d", "e"])
    test = split_by_entity(entity, 0.4, seed=3)
    assert not set(entity[test]) & set(entity[~test])
    assert len(set(entity[test])) == 2
    assert np.array_equal(test, split_by_entity(entity, 0.4, seed=3))
    with pytest.raises(ValueError, match="test_share"):
        split_by_entity(entity, 0.01, seed=0)


@pytest.mark.parametrize(
    ("pattern", "language", "expected"),
    [
        ("EEEE, MMMM d, y", "en", "Wednesday, July 4, 2018"),
        ("EEEE, d 'de' MMMM 'de' y", "es", "miércoles, 4 de julio de 2018"),
        ("y. MM. dd., EEE", "hu", "2018. 07. 04., Sze"),
        ("EEE, d.M.y", "de", "Mi., 4.7.2018"),
    ],
)
def test_a_day_in_four_patterns(pattern, language, expected):
    assert format_date(np.datetime64("2018-07-04"), TABLE[language], pattern) == expected


def test_iso_is_the_day_that_the_text_names():
    dates = generate_dates(700, np.random.default_rng(5), first="1969-12-01", last="1970-02-03")
    assert len(set(dates.language)) == 8
    for text, iso, language in zip(*dates, strict=True):
        day = datetime.date.fromisoformat(iso)
        assert datetime.date(1969, 12, 1) <= day <= datetime.date(1970, 2, 3)
        assert str(day.year) in text and str(day.day) in text
        table = TABLE[language]
        for length in ("EEEE", "EEE"):  # a weekday that is written is the right one
            named = [i for i, word in enumerate(table[length]) if word in text.split(",")[0]]
            if len(named) == 1 and length == "EEEE":
                assert named == [day.weekday()]


def test_no_text_stands_for_two_days():
    days = {}
    for day in np.arange("2018-01-01", "2021-01-01", dtype="datetime64[D]"):
        for table in TABLE.values():
            assert len(table["patterns"]) == 7
            for pattern in table["patterns"]:
                assert days.setdefault(format_date(day, table, pattern), day) == day


def test_same_seed_same_dates():
    one = generate_dates(9, np.random.default_rng(2))
    two = generate_dates(9, np.random.default_rng(2))
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


def test_encode_pads_at_the_end_and_can_be_read_back():
    codes = encode(["abba", "c", ""], "cab", n_steps=5)
    assert codes.tolist() == [[2, 3, 3, 2, 0], [1, 0, 0, 0, 0], [0] * 5]
    assert encode(["ab", "c"], "abc").shape == (2, 2)
    back = "".join(" cab"[i] for i in codes[0]).strip()
    assert back == "abba"


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="texts must have at most 2 letters"):
        encode(["abc"], "abc", n_steps=2)
    with pytest.raises(ValueError, match="use letters of the alphabet, got 'xz'"):
        encode(["azbx"], "ab")
    with pytest.raises(ValueError, match="n_dates"):
        generate_dates(0, np.random.default_rng(0))
    with pytest.raises(ValueError, match="last"):
        generate_dates(1, np.random.default_rng(0), first="2020-01-02", last="2020-01-01")


def test_the_tables_are_what_the_tool_writes():
    pytest.importorskip("babel")
    from tools.data import make_babel_data as tool

    assert set(TABLE) == set(tool.DATE_LANGUAGES)
    for language in ("en", "hu"):  # Babel's tables change with its version: a sample must not
        assert tool.date_table(language)["MMMM"] == TABLE[language]["MMMM"]
