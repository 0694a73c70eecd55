"""Names and dates are what their tables say, and a batch of letters can be read back."""

import datetime
import json

import numpy as np
import pytest

from refusals import refused
from unrolled.text import (
    DATA,
    encode,
    format_date,
    generate_dates,
    load_date_reader,
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
        ("d''MM ''y", "en", "4'07 '2018"),
    ],
)
def test_a_day_in_four_patterns(pattern, language, expected):
    assert format_date(np.datetime64("2018-07-04"), TABLE[language], pattern) == expected


def test_first_and_last_day_and_the_time_of_day():
    table = {length: list("abcdefghijkl") for length in ("MMMM", "MMM", "EEEE", "EEE")}
    for day, written in (
        ("0001-01-01", "1.1.1 a"),
        ("9999-12-31", "31.12.9999 e"),
        (np.datetime64("2018-07-04T23:59"), "4.7.2018 c"),
        (datetime.date(2018, 7, 5), "5.7.2018 d"),
    ):
        assert format_date(day, table, "d.M.y EEE") == written
    one = generate_dates(3, np.random.default_rng(0), first="2020-02-29", last="2020-02-29")
    assert set(one.iso) == {"2020-02-29"}


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


@pytest.mark.parametrize("share", [0.0, 0.19, 0.81, 1.0])
def test_split_refuses_an_empty_side(share):
    with pytest.raises(ValueError, match="test_share must leave entities on both sides"):
        split_by_entity(["a", "b", "a"], share, seed=0)


def test_entities_may_be_numbers():
    assert split_by_entity([7, 8, 7, 8], 0.5, seed=0).sum() == 2


@pytest.mark.parametrize(("share", "n_test"), [(0.34, 1), (0.5, 2), (0.66, 2)])
def test_split_may_leave_one_entity_on_a_side(share, n_test):
    entity = np.array(["a", "b", "a", "c"])
    test = split_by_entity(entity, share, seed=0)
    assert len(set(entity[test])) == n_test and set(entity[test]) | set(entity[~test]) == {*"abc"}


def test_all_seven_patterns_are_drawn():
    pattern_of = {}
    for language, table in TABLE.items():
        for day in np.arange("1969-12-01", "1969-12-08", dtype="datetime64[D]"):
            for i, pattern in enumerate(table["patterns"]):
                pattern_of.setdefault((language, format_date(day, table, pattern)), i)
    week = {"first": "1969-12-01", "last": "1969-12-07"}
    dates = generate_dates(4000, np.random.default_rng(6), **week)
    drawn = [pattern_of[key] for key in zip(dates.language, dates.text, strict=True)]
    assert set(dates.iso) == {f"1969-12-0{day}" for day in range(1, 8)}
    counts = np.bincount(drawn, minlength=7)
    assert len(counts) == 7 and counts.min() > 400  # 571 each; standard deviation 22


def test_the_default_years_are_a_century():
    iso = generate_dates(5000, np.random.default_rng(7)).iso
    years = [int(day[:4]) for day in iso]
    assert min(years) == 1950 and max(years) == 2049


def test_the_packaged_date_reader_reads():
    """The stored weights are those of the wiring, and not another file's."""
    weights = load_date_reader()
    assert {w.dtype for w in weights} == {np.dtype(np.float32)}
    with np.load(DATA / "date_reader.npz") as stored:
        assert len(weights) == len(stored.files)
        for ours, name in zip(weights, stored.files, strict=True):
            assert np.array_equal(ours, stored[name].astype(np.float32))
    shapes = [w.shape for w in weights]
    assert len({shape[-1] for shape in shapes}) > 1 and all(np.isfinite(w).all() for w in weights)
    assert 1e4 < sum(w.size for w in weights) < 1e6


def test_same_seed_same_dates():
    one = generate_dates(9, np.random.default_rng(2))
    two = generate_dates(9, np.random.default_rng(2))
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


def test_encode_pads_at_the_end_and_can_be_read_back():
    codes = encode(["abba", "c", ""], "cab", n_steps=5)
    assert codes.tolist() == [[2, 3, 3, 2, 0], [1, 0, 0, 0, 0], [0] * 5]
    assert encode(["ab", "c"], "abc").shape == (2, 2)
    assert encode(["c"], "abc").tolist() == [[3]]
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


TABLE_EN = TABLE["en"]
REFUSALS = {
    "texts in one string": (lambda: encode("abc", "abc"), "texts", "a list", "'abc'"),
    "no texts": (lambda: encode([], "abc"), "texts", "at least one", "[]"),
    "empty texts": (lambda: encode(["", ""], "abc"), "texts", "a letter", "['', '']"),
    "a number": (lambda: encode(["a", 3], "abc"), "texts", "strings", "3"),
    "rows of texts": (lambda: encode(np.array([["a"]]), "abc"), "texts", "a list", "(1, 1)"),
    "letter twice": (lambda: encode(["a"], "abca"), "alphabet", "once", "'a' again"),
    "letters twice": (lambda: encode(["a"], "abcab"), "alphabet", "once", "'ab' again"),
    "no alphabet": (lambda: encode(["a"], None), "alphabet", "string", "None"),
    "alphabet in a list": (lambda: encode(["a"], ["a"]), "alphabet", "string", "['a']"),
    "no steps": (lambda: encode(["a"], "abc", 0), "n_steps", "at least 1", "0"),
    "too long": (lambda: encode(["abc"], "abc", 2), "texts", "at most 2 letters", "one of 3"),
    "other letters": (lambda: encode(["azbx"], "ab"), "texts", "of the alphabet", "'xz'"),
    "one entity": (
        lambda: split_by_entity(["a"], 0.5, 0), "test_share", "both sides", "0.5 of 1"),
    "no dates": (
        lambda: generate_dates(0, np.random.default_rng(0)), "n_dates", "at least 1", "0"),
    "last before first": (
        lambda: generate_dates(1, np.random.default_rng(0), first="2020-01-02", last="2020-01-01"),
        "last", "be 2020-01-02 or later", "2020-01-01"),
    "a small number as a day": (
        lambda: generate_dates(3, np.random.default_rng(0), first=3), "first", "1950", "3"),
    "no entities": (lambda: split_by_entity([], 0.5, 0), "entity", "not empty", "(0,)"),
    "entity of rank 2": (lambda: split_by_entity([["a"]], 0.5, 0), "entity", "names", "(1, 1)"),
    "entities in rows": (
        lambda: split_by_entity([["a"], ["b", "c"]], 0.5, 0), "entity", "(names,)", "()"),
    "entity of objects": (lambda: split_by_entity(["a", None], 0.5, 0), "entity", "text", "obj"),
    "share of text": (lambda: split_by_entity(["a", "b"], "half", 0), "test_share", "1", "'half'"),
    "share above 1": (lambda: split_by_entity(["a", "b"], 1.5, 0), "test_share", "0 and 1", "1.5"),
    "share NaN": (lambda: split_by_entity(["a", "b"], np.nan, 0), "test_share", "0 and 1", "nan"),
    "no seed": (lambda: split_by_entity(["a", "b"], 0.5, None), "seed", "whole", "None"),
    "negative seed": (lambda: split_by_entity(["a", "b"], 0.5, -1), "seed", "at least 0", "-1"),
    "seed for rng": (lambda: generate_dates(3, 0), "rng", "Generator", "0"),
    "no day": (
        lambda: generate_dates(3, np.random.default_rng(0), first="May"),
        "first", "a day such as", "'May'"),
    "a number as a day": (
        lambda: generate_dates(3, np.random.default_rng(0), last=20491231), "last", "1950", "2049"),
    "day of text": (lambda: format_date("now and then", TABLE_EN, "d"), "day", "1950", "now"),
    "no table": (lambda: format_date("2018-07-04", {}, "d"), "table", "names under MMMM", "{}"),
    "no pattern": (lambda: format_date("2018-07-04", TABLE_EN, None), "pattern", "string", "None"),
    "unknown field": (
        lambda: format_date("2018-07-04", TABLE_EN, "d.MMMMM.yy"),
        "pattern", "d, dd, MMMM", "MMMMM, yy"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_bad_input_is_refused_by_name(name):
    call, argument, expected, given = REFUSALS[name]
    with refused(argument, expected, given):
        call()


def test_the_tables_are_what_the_tool_writes():
    pytest.importorskip("babel")
    from tools.data import make_babel_data as tool

    assert set(TABLE) == set(tool.DATE_LANGUAGES)
    for language in ("en", "hu"):  # Babel's tables change with its version: a sample must not
        assert tool.date_table(language)["MMMM"] == TABLE[language]["MMMM"]
