"""A file of one's own: what is refused, with which words, and what is mended, with which count."""

import gzip
import re

import numpy as np
import pytest

from unrolled.evidence import block_bootstrap
from unrolled.own_series import (
    MENDS,
    _far_off,
    load_csv,
    packaged_csv,
    two_origins,
    verdict,
    write_forecast,
)

HOUR = np.timedelta64(1, "h")
STAMPS = np.arange("2020-03-01", "2020-03-07", HOUR, dtype="datetime64[h]")
VALUES = 100 + (np.arange(len(STAMPS)) * 37) % 61
ROWS = [f"{str(t).replace('T', ' ')}:00,{v}" for t, v in zip(STAMPS, VALUES, strict=True)]


def text(rows=ROWS, names="time,value", sep=","):
    return "\n".join([names, *rows]).replace(",", sep) + "\n"


def changed(at, row):
    return [*ROWS[:at], row, *ROWS[at + 1 :]]


def with_values(values):
    return [f"{row.split(',')[0]},{v}" for row, v in zip(ROWS, values, strict=True)]


def with_stamps(stamps):
    return [f"{t},{row.split(',')[1]}" for t, row in zip(stamps, ROWS, strict=True)]


@pytest.fixture
def load(tmp_path):
    def load(content, time="time", value="value", step=HOUR, mend=()):
        path = tmp_path / "own.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_csv(path, time, value, step, mend)

    return load


def test_a_clean_file_is_what_it_was(load):
    own = load(text())
    assert (own.time == STAMPS).all() and own.time.dtype == "M8[h]"
    assert (own.values == VALUES).all()
    assert f"{len(ROWS)} rows = {len(ROWS)} on the grid" in own.log


DAYS = np.arange("2020-01-01", "2020-05-24", dtype="datetime64[D]").astype(object)
TWO_TIMES = [f"{row.split(',')[0]},{row.split(',')[0]}" for row in ROWS]
GERMAN = with_values([f"{v // 10},{v % 10}" for v in VALUES])
WEATHER = "AEMET;estación\nfrío"
# name: (the file, other arguments, how the sentence begins, words in it)
HOPELESS = {
    "empty": ("", {}, "path must", ["hold a line of names", "got 0 rows"]),
    "20 rows": (text(ROWS[:20]), {}, "path must", ["at least 100 rows", "got 20 rows"]),
    "a workbook": (b"PK\x03\x04" + b"x" * 999, {}, "path must", ["save a workbook as CSV"]),
    "binary": (b"\x00\x01" * 500, {}, "path must", ["be a text file"]),
    "unknown separators": (
        text(sep="~"), {}, "path must", ["separate its columns by comma, semicolon, tab, bar"]),
    "one column": ("value\n" + "1\n" * 120, {}, "path must", ["name them in line 1"]),
    "a longer row": (
        text(changed(50, ROWS[50] + ",7,8")), {}, "path must", ["Expected 2 fields in line 52"]),
    "rows longer than names": (
        text([row + "," for row in ROWS]), {}, "path must", ["have a name for every column"]),
    "wrong column": (
        text(), {"value": "price"}, "value must", ["one of 'time', 'value'", "got 'price'"]),
    "wrong time column": (text(), {"time": "date"}, "time must", ["one of 'time', 'value'"]),
    "no line of names": (
        "\n".join(ROWS), {}, "time must", ["one of '2020-03-01 00:00', '100'"]),
    "time as value": (text(), {"value": "time"}, "value must", ["of ['value']"]),
    "two columns of time": (
        text(TWO_TIMES), {}, "value must", ["name a column of numbers", "'2020-03-01 00:00'"]),
    "text for numbers": (
        text(with_values(["calm"] * len(ROWS))), {}, "value must",
        ["no number in 144 of 144", "'calm'"]),
    "all missing": (text(with_values(["NaN"] * len(ROWS))), {}, "value must", ["is empty"]),
    "constant": (text(with_values([5] * len(ROWS))), {}, "value must", ["5 everywhere"]),
    "no time that can be read": (
        text(with_stamps([f"hour {i}" for i in range(len(ROWS))])), {}, "time must",
        ["2020-12-31 18:00", '"day first"', "'hour 0'"]),
    "one time": (text(with_stamps(["2020-03-01"] * len(ROWS))), {}, "time must", ["varies"]),
    "another step": (
        text(), {"step": np.timedelta64(1, "D")}, "step must",
        ['np.timedelta64(1, "h")', "most rows are 1 hours apart"]),
    "a step in words": (text(), {"step": "1 h"}, "step must", ["timedelta64", "'1 h'"]),
    "an unknown choice": (
        text(), {"mend": ("repair",)}, "mend must", ["hold choices of MENDS", "'repair'"]),
    "a word said to be real": (
        text(), {"mend": ("much is real",)}, "mend must", ["name numbers that are real"]),
    "date and hour in a form of their own": (
        text([r.replace(" ", ",").replace(":", ".") for r in ROWS], "day,hour,value"),
        {"time": ("day", "hour")}, "time must", ["got 'day + hour'", '"time as %d.%m.%Y %H:%M"']),
    "a choice not in a list": (text(), {"mend": "sort"}, "mend must", ["be a list"]),
    "no zone": (
        text(), {"mend": ("local time in Atlantis",)}, "mend must", ["Europe/Berlin"]),
}  # fmt: skip


@pytest.mark.parametrize("name", HOPELESS)
def test_hopeless_files_get_one_sentence_that_says_what_to_do(load, name):
    content, arguments, begins, words = HOPELESS[name]
    with pytest.raises(ValueError) as refused:
        load(content, **arguments)
    said = str(refused.value)
    assert said.startswith(begins) and "\n" not in said
    assert all(word in said for word in words), said


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ValueError, match=r"path must be a file .*got '.*nowhere\.csv'"):
        load_csv(tmp_path / "nowhere.csv", "time", "value", HOUR)
    with pytest.raises(ValueError, match="path must be a file"):
        load_csv(tmp_path, "time", "value", HOUR)


OFTEN = VALUES.astype(object)
OFTEN[[5, 50, 51]] = -9999
FLAG = VALUES.astype(object)
FLAG[[3, 99]] = "err"
FIVE = STAMPS.astype("datetime64[m]") + np.timedelta64(5, "m") * (np.arange(len(STAMPS)) % 7 == 3)
US_DATES = [f"{t.item():%m/%d/%Y %H:%M}" for t in STAMPS]
DAY_MONTH = [f"{t.item().day}.{t.item().month}.{t.item():%Y %H:%M}" for t in STAMPS]
OFFSETS = [f"{t}:00+0{1 + (i > 70)}:00" for i, t in enumerate(STAMPS)]
BERLIN = np.arange("2020-10-23", "2020-10-29", HOUR, dtype="datetime64[h]")
AUTUMN = np.sort(np.append(BERLIN, np.datetime64("2020-10-25T02")))[: len(STAMPS)]
DOUBLED = [*ROWS[:11], "2020-03-01 10:00,150", *ROWS[11:]]
EQUAL = ROWS[:11] + [ROWS[10]] * 2 + ROWS[11:]
# name: (the file, arguments, the choices that mend it, what the refusal says, what the log says)
MENDABLE = {
    "unsorted": (
        text(ROWS[:40] + ROWS[60:] + ROWS[40:60]), {}, ("sort",),
        ["1 row is earlier", "in row 125"], "1 row is earlier"),
    "newest first": (
        text(ROWS[::-1]), {}, ("sort",), ["143 rows are earlier"], "143 rows are earlier"),
    "equal rows": (
        text(EQUAL), {}, ("equal rows once",), ["2 rows repeat a stamp and its value"],
        "146 rows = 144 on the grid + 2 that repeat a stamp"),
    "doubled, the first": (
        text(DOUBLED), {}, ("first of doubled",), ["1 row repeats a stamp with another"],
        "145 rows = 144 on the grid + 1 that repeat a stamp"),
    "doubled, the last": (
        text(DOUBLED), {}, ("last of doubled",), ['"mean of doubled"'], "another value"),
    "doubled, the mean": (
        text(DOUBLED), {}, ("mean of doubled",), ['"last of doubled"'], "another value"),
    "a code": (
        text(with_values(OFTEN)), {}, ("-9999 is missing",), ["-9999 stands in 3 of 144 rows"],
        "3 cells are -9999: missing"),
    "no code": (
        text(with_values(OFTEN)), {}, ("-9999 is real",), ['"-9999 is real"'], "from -9999"),
    "a word": (
        text(with_values(FLAG)), {}, ("err is missing",), 
        ["no number in 2 of 144 cells", "'err' in row 4"],
        "2 cells are err: missing"),
    "absent rows": (
        text(ROWS[:30] + ROWS[33:]), {}, ("absent rows are gaps",),
        ["no row for 3 of 144 steps"], "no row for 3 of 144 steps"),
    "stamps between": (
        text(with_stamps(FIVE)), {}, ("stamps to the nearest step",),
        ["21 stamps lie between", "2020-03-01T03:05"], "21 stamps lie between"),
    "two rows a step": (
        text(), {"step": np.timedelta64(2, "h")}, ("mean of each step",), [],
        "144 rows = 72 on the grid + 72 that share their step"),
    "decimal comma": (
        text(GERMAN, sep=",").replace(",", ";", 1).replace("00,", "00;"), {},
        ("decimal comma",), ['"decimal comma"', "'10,0'"], "144 cells: decimal comma"),
    "thousands": (
        text([r.replace(",", '\t"1,') + '"' for r in ROWS], "time\tvalue", ","), {},
        ("thousands comma",), ['"thousands comma" or "decimal comma"'],
        "144 cells: thousands comma"),
    "thousands in German": (
        text([r.replace(",", ";1.") + "|5" for r in ROWS], "time;value").replace("|", ","), {},
        ("thousands point", "decimal comma"), ['"thousands point" and "decimal comma"'],
        "144 cells: thousands point"),
    "American dates": (
        text(with_stamps(US_DATES)), {}, ("month first",), ['"month first"', "'03/01/2020 00:00'"],
        "144 dates: month first"),
    "European dates": (
        text(with_stamps(DAY_MONTH)), {}, ("day first",), ["'1.3.2020 00:00'"],
        "144 dates: day first"),
    "a format of its own": (
        text(with_stamps([f"{t.item():%d.%m.%y %H.%M}" for t in STAMPS])), {},
        ("time as %d.%m.%y %H.%M",), ['"time as'], "144 on the grid"),
    "offsets": (
        text(with_stamps(OFFSETS)), {}, ("stamps to UTC", "equal rows once", "first of doubled"),
        ["144 stamps have an offset from UTC"], "144 stamps have an offset"),
    "autumn": (
        text(with_stamps(AUTUMN)), {}, ("local time in Europe/Berlin",),
        ['"local time in <zone>"'], "the later of its hour in 1 row"),
    "a sum at the end": (
        text([*ROWS, "sum,99"]), {}, ("leave out rows without a time",),
        ["in 1 of 145 rows", "'sum'"], "145 rows = 144 on the grid + 1 without a time"),
    "explanations": (
        "# from a friend\n" + text(), {}, ("# lines are comments",), ["1 line begins with #"],
        "1 line begins with #"),
}  # fmt: skip


@pytest.mark.parametrize("name", MENDABLE)
def test_mendable_files_are_refused_without_the_choice_and_counted_with_it(load, name):
    content, arguments, mend, words, log = MENDABLE[name]
    with pytest.raises(ValueError) as refused:
        load(content, **arguments)
    said = str(refused.value)
    assert said.startswith(("mend must", "time must", "step must")) and "\n" not in said
    assert all(word in said for word in words), said
    own = load(content, **arguments, mend=mend)
    assert any(log in line for line in own.log), own.log
    assert not any("nothing to do" in line for line in own.log) or name == "offsets"
    assert (np.diff(own.time) == np.diff(own.time)[0]).all()


def test_what_was_mended_is_right(load):
    assert (load(MENDABLE["newest first"][0], mend=("sort",)).values == VALUES).all()
    for which, value in (("first", VALUES[10]), ("last", 150), ("mean", (VALUES[10] + 150) / 2)):
        own = load(text(DOUBLED), mend=(f"{which} of doubled",))
        assert own.values[10] == value and (own.values[11:] == VALUES[11:]).all()
    own = load(text(with_values(OFTEN)), mend=("-9999 is missing",))
    assert np.isnan(own.values[[5, 50, 51]]).all() and np.isnan(own.values).sum() == 3
    own = load(text(ROWS[:30] + ROWS[33:]), mend=("absent rows are gaps",))
    assert np.isnan(own.values[30:33]).all() and own.values[33] == VALUES[33]
    own = load(text(), step=np.timedelta64(2, "h"), mend=("mean of each step",))
    assert (own.values == VALUES.reshape(-1, 2).mean(axis=1)).all()
    own = load(MENDABLE["decimal comma"][0], mend=("decimal comma",))
    assert own.values == pytest.approx(VALUES / 10)
    own = load(MENDABLE["thousands in German"][0], mend=("thousands point", "decimal comma"))
    assert own.values == pytest.approx(1000 + VALUES + 0.5)
    for name in ("American dates", "European dates"):
        assert (load(MENDABLE[name][0], mend=MENDABLE[name][2]).time == STAMPS).all()


def test_summer_time_becomes_utc(load):
    own = load(MENDABLE["autumn"][0], mend=("local time in Europe/Berlin",))
    assert own.time[0] == np.datetime64("2020-10-22T22") and (own.values == VALUES).all()
    march = np.arange("2020-03-29", "2020-04-04", HOUR, dtype="datetime64[h]")
    with pytest.raises(ValueError, match="1 of them lie in an hour that it skips"):
        load(text(with_stamps(march)), mend=("local time in Europe/Berlin",))


def test_an_equal_row_among_different_ones_is_counted_once(load):
    rows = [*ROWS[:11], ROWS[10], "2020-03-01 10:00,150", *ROWS[11:]]
    own = load(text(rows), mend=("last of doubled",))
    assert own.values[10] == 150
    assert "146 rows = 144 on the grid + 2 that repeat a stamp" in own.log


def test_months_weeks_and_columns_of_date_and_hour(load):
    months = np.arange("2008-01", "2020-01", dtype="datetime64[M]")
    own = load(text(with_stamps(months)), step=np.timedelta64(1, "M"))
    assert own.time.dtype == "M8[M]" and (own.time == months).all()
    full = [f"{month}-01" for month in months]
    assert (load(text(with_stamps(full)), step=np.timedelta64(1, "M")).time == months).all()
    weeks = np.datetime64("2018-01-06") + np.arange(len(ROWS)) * np.timedelta64(7, "D")
    own = load(text(with_stamps(weeks)), step=np.timedelta64(7, "D"))
    assert (own.time == weeks).all()
    split = [row.replace(" ", ",") for row in ROWS]
    assert (load(text(split, "day,hour,value"), ("day", "hour")).time == STAMPS).all()


def test_other_encodings_and_compressed_files(load):
    assert (load(b"\xef\xbb\xbf" + text().encode()).values == VALUES).all()
    assert (load(gzip.compress(text().encode())).values == VALUES).all()
    own = load(text(names="time,caf\u00e9").encode("latin-1"), value="caf\u00e9")
    assert "was read as Windows-1252" in own.log[0]


def test_gaps_that_the_file_marks_need_no_choice(load):
    own = load(text(changed(7, "2020-03-01 07:00,NA")))
    assert np.isnan(own.values[7]) and "1 cell is marked as missing in the file" in own.log
    own = load(text(), mend=("sort",))
    assert "nothing to do for: sort" in own.log


def test_values_far_off_are_found_at_both_ends():
    near = np.linspace(0, 1, 50)
    assert _far_off(near) == []
    assert _far_off(np.append(near, 3)) == [3]
    assert _far_off(np.append(near, [-9999, -8888, 9999])) == [-9999, -8888, 9999]
    assert _far_off(np.array([0, 0, 1, 9])) == []  # of a few values none is far off


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_shuffled_doubled_and_dropped_every_row_is_accounted_for(load, seed):
    rng = np.random.default_rng(seed)
    kept = np.sort(rng.choice(np.arange(1, len(ROWS) - 1), 120, replace=False))
    rows = [ROWS[0], *(ROWS[i] for i in kept), ROWS[-1]]
    rows += [rows[i] for i in rng.integers(len(rows), size=5)]
    order = rng.permutation(len(rows))
    mend = ("sort", "equal rows once", "absent rows are gaps")
    own = load(text([rows[i] for i in order]), mend=mend)
    known = ~np.isnan(own.values)
    assert known.sum() == 122 and (own.values[known] == VALUES[known]).all()
    assert "127 rows = 122 on the grid + 5 that repeat a stamp" in own.log


def test_the_packaged_file_has_the_faults_that_it_is_there_for():
    name = "traffic_volume (vehicles per hour)"
    mend = ("equal rows once", "absent rows are gaps")
    own = load_csv(packaged_csv(), "date_time", name, HOUR, mend)
    assert len(own.time) == 12 * 168 and np.isnan(own.values).sum() == 38
    assert "2,054 rows = 1,978 on the grid + 76 that repeat a stamp" in own.log
    with pytest.raises(
        ValueError, match=r'say "0 is missing" or "0 is real", as 0 stands in 10 of 2,054'
    ):
        load_csv(packaged_csv(), "date_time", "temp (K)", HOUR)


def test_two_origins_learn_from_what_came_before():
    complete = np.ones(200, bool)
    complete[[3, 125, 190]] = False
    first, second = two_origins(complete, 5)
    assert first.learn[-1] == 115 and first.judge[0] == 120 and second.judge[0] == 160
    assert not {3, 125, 190} & {*first.learn, *first.judge, *second.learn, *second.judge}
    assert len(first.judge) == 39 and len(second.learn) == 154 and second.judge[-1] == 199
    for part in (first, second):
        assert part.learn[-1] + 5 <= part.judge[0]


@pytest.mark.parametrize(
    ("complete", "horizon"),
    [(np.ones(90, bool), 50), (np.zeros(300, bool), 1), (np.arange(300) < 200, 1),
     (np.ones(1, bool), 1)],
)  # fmt: skip
def test_too_few_windows_are_refused_with_what_to_do(complete, horizon):
    with pytest.raises(ValueError, match="take a shorter window, season or horizon"):
        two_origins(complete, horizon)


def test_windows_must_be_marked_by_truth_values():
    for complete in (np.ones(300), np.ones((300, 1), bool)):
        with pytest.raises(ValueError, match="complete must"):
            two_origins(complete, 1)


def said(shift, noise, rival="the naive forecast", unit="kg", steps=200):
    rng = np.random.default_rng(3)
    errors = 10 + noise * rng.normal(size=steps)
    errors[17] = np.nan
    return errors, errors - shift - noise * rng.normal(size=steps), (rival, unit)


@pytest.mark.parametrize(
    ("shift", "noise", "word", "begins"),
    [(-2, 0.1, "better", "The network is better than the naive forecast: it errs by "),
     (2, 0.1, "worse", "The network is worse than the naive forecast: "),
     (0, 1, "not distinguishable", "The network cannot be told from the naive forecast: ")],
)  # fmt: skip
def test_the_verdict_is_that_of_the_interval(shift, noise, word, begins):
    errors, rival_errors, (rival, unit) = said(shift, noise)
    found = verdict(errors, rival_errors, 10, rival=rival, unit=unit, rng=np.random.default_rng(0))
    assert found.word == word and found.sentence.startswith(begins) and " kg " in found.sentence
    mean, low, high = block_bootstrap(errors - rival_errors, 10, np.random.default_rng(0))
    assert (high < 0, low > 0) == (word == "better", word == "worse")
    digits = len(found.sentence.split(" lies")[0].split(".")[-1].rstrip(","))
    assert f"{mean:+.{digits}f}, lies between {low:+.{digits}f}" in found.sentence


def test_the_verdict_wants_the_same_origins_for_both():
    errors, rival_errors, _ = said(0, 1)
    rival_errors[3] = np.nan
    with pytest.raises(ValueError, match="rival_errors must be known where errors are"):
        verdict(errors, rival_errors, 9, rival="a", unit="b", rng=np.random.default_rng(0))


def test_a_forecast_is_written_with_dates_and_never_over_a_file(tmp_path):
    path, time = tmp_path / "ahead.csv", STAMPS[:2]
    write_forecast(path, time, {"naive (kg)": np.array([1, 2.5]), "low": np.array([0.0, 1 / 3])})
    assert path.read_bytes() == (
        b"time,naive (kg),low\n2020-03-01 00,1,0\n2020-03-01 01,2.5,0.333333\n"
    )
    with pytest.raises(ValueError, match=r"path must be a new name.*got 'ahead.csv'"):
        write_forecast(path, time, {"naive (kg)": np.array([1, 2.5])})
    for columns in ({"a": np.array([1.0])}, {"a": np.array([1, np.nan])}, [1, 2]):
        with pytest.raises(ValueError, match="columns must"):
            write_forecast(tmp_path / "other.csv", time, columns)
    with pytest.raises(ValueError, match="time must be a row of datetime64"):
        write_forecast(tmp_path / "other.csv", [1, 2], {})
    assert not (tmp_path / "other.csv").exists()


def test_spaces_between_thousands(load):
    for space in (" ", "\u202f", "'"):
        own = load(text(with_values([f"1{space}{v}.5" for v in VALUES])), mend=("thousands space",))
        assert own.values == pytest.approx(1000 + VALUES + 0.5)
    with pytest.raises(ValueError, match=r"name .thousands space., as .* '1 100.5' in row 1"):
        load(text(with_values([f"1 {v}.5" for v in VALUES])))


def test_every_choice_is_tried_above():
    tried = [choice for case in MENDABLE.values() for choice in case[2]] + ["thousands space"]
    for name in MENDS:
        pattern = re.sub("<.+>", ".+", re.escape(name))
        assert any(re.fullmatch(pattern, choice) for choice in tried), name
