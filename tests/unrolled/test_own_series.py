"""A file of one's own: what is refused, with which words, and what is mended, with which count."""

import gzip
import re

import numpy as np
import pytest

from unrolled._csv_values import exact, far_off
from unrolled.evidence import block_bootstrap
from unrolled.own_series import (
    MENDS,
    load_csv,
    packaged_csv,
    season_advice,
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
        {"time": ("day", "hour")}, "time must", ["got 'day + hour'", '"time as %Y-%m-%d %H.%M"']),
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
FIRST_DAY, LAST_DAY = STAMPS[0].astype("M8[D]"), STAMPS[-1].astype("M8[D]")
DATES, CLOCK = STAMPS.astype("M8[D]"), STAMPS.astype(int) % 24
FROM_1 = [f"{d},{h + 1},{v}" for d, h, v in zip(DATES, CLOCK, VALUES, strict=True)]
EPOCH = STAMPS.astype("M8[s]").astype(int)
LARGE = VALUES + 0.5
LARGE[7] = 59_647_123.25
GROUPED = [f"{v * 9:,}".replace(",", ".") for v in VALUES]
MINUTES = np.arange("2020-03-01T00:36", "2020-03-06T00:24", dtype="M8[m]")
BY_MINUTE = [f"{t},{i % 7}" for i, t in enumerate(MINUTES)]
HALF = np.arange("2020-10-23T00", "2020-10-26T00", np.timedelta64(30, "m"), "M8[m]")
HALVES = [*HALF[:102], *HALF[100:]][: len(ROWS)]  # 02:00 and 02:30 twice
STATIONS = [f"{r},{s}" for r in ROWS for s in ("north", "south")]
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
    "hours from 1": (
        text(FROM_1, "day,hr,value"), {"time": ("day", "hr")}, ("hour 1 is midnight",),
        ["6 stamps are of hour 24", '"hour 24 is midnight" or "hour 1 is midnight"'],
        "'hr' holds whole hours, from 1 to 24"),
    "hours to 24": (
        text(FROM_1, "day,hr,value"), {"time": ("day", "hr")}, ("hour 24 is midnight",),
        ["6 stamps are of hour 24"], "6 stamps are of hour 24: hour 24 is midnight"),
    "seconds": (
        text(with_stamps(EPOCH)), {}, ("time as seconds since 1970",),
        ['"time as seconds since 1970"'], "times are UTC"),
    "a large code": (
        text(with_values(LARGE)), {}, ("59647123.25 is missing",),
        ['say "59647123.25 is missing"'], "1 cell is 59647123.25: missing"),
    "German thousands": (
        text(with_values(GROUPED)), {}, ("thousands point",),
        ['"thousands point" or "decimal point"', "points have three digits after it"],
        "cells: thousands point"),
    "three decimals": (
        text(with_values(GROUPED)), {}, ("decimal point",),
        ['"thousands point" or "decimal point"'], ": decimal point"),
    "unfinished ends, left out": (
        text(BY_MINUTE), {"mend": ("mean of each step",)},
        ("mean of each step", "leave out unfinished ends"),
        ["first step has 24 and the last step has 24 of the usual 60 rows"],
        "+ 48 in unfinished steps"),
    "unfinished ends, kept": (
        text(BY_MINUTE), {"mend": ("mean of each step",)},
        ("mean of each step", "keep unfinished ends"), ["of the usual 60 rows"],
        "2 steps have fewer values than the usual 60, the fewest 24"),
    "half hours in autumn": (
        text(with_stamps(HALVES)), {"step": np.timedelta64(30, "m")},
        ("local time in Europe/Berlin",),
        ['mend must name "local time in <zone>" or "sort"', "2020-10-25T02"], "times are UTC"),
    "absent rows for nothing": (
        text(ROWS[:30] + ROWS[33:]), {}, ("absent rows are 0",),
        ['"absent rows are gaps" or "absent rows are 0"'],
        "no row for 3 of 144 steps: absent rows are 0"),
    "two stations": (
        text(STATIONS, "time,value,site"), {}, ("only site = south",),
        ['name one series, such as "only site = north"', "144 of 288 rows repeat a time",
         "2 series, north, south"],
        "288 rows = 144 on the grid + 144 not of site = south"),
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
    own = load(content, **arguments | {"mend": mend})
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
    assert np.isnan(own.values[7]) and "1 cell is marked as missing in the file: 1 NA" in own.log
    own = load(text(), mend=("sort",))
    assert "nothing to do for: sort" in own.log


def test_hours_in_a_column_of_their_own(load):
    split = [f"{d},{h},{v}" for d, h, v in zip(DATES, CLOCK, VALUES, strict=True)]
    own = load(text(split, "dteday,hr,cnt"), ("dteday", "hr"), "cnt")
    assert (own.time == STAMPS).all() and "'hr' holds whole hours, from 0 to 23" in own.log
    for mend, shift in (("hour 1 is midnight", 0), ("hour 24 is midnight", 1)):
        own = load(text(FROM_1, "day,hr,value"), ("day", "hr"), mend=(mend,))
        assert (own.time == STAMPS + shift * HOUR).all()
    until = [
        f"{d},{h}{'00' * bool(h > 0)},{v}" for d, h, v in zip(DATES, CLOCK, VALUES, strict=True)
    ]
    assert (load(text(until, "day,hr,value"), ("day", "hr")).time == STAMPS).all()
    apart = [f"{str(d).replace('-0', ',').replace('-', ',')},{h},{v}"
             for d, h, v in zip(DATES, CLOCK, VALUES, strict=True)]  # fmt: skip
    names = ("year", "month", "day", "hour")
    assert (load(text(apart, ",".join([*names, "value"])), names).time == STAMPS).all()
    joined = [f"{d} {h}:00,{v}" for d, h, v in zip(DATES, CLOCK, VALUES, strict=True)]
    assert (load(text(joined)).time == STAMPS).all()


def test_a_date_that_needs_its_hour_is_told_so(load):
    split = [f"{d},{h},{v}" for d, h, v in zip(DATES, CLOCK, VALUES, strict=True)]
    with pytest.raises(ValueError, match=r"time must name \('day', 'hr'\), date and hour, as 138"):
        load(text(split, "day,hr,value"), "day")


@pytest.mark.parametrize("rows", [
    [f"late,{VALUES[i]}" if i % 3 == 0 else row for i, row in enumerate(ROWS)],
    changed(70, "later,100"), ["sum,1"] * 21 + ROWS * 1,
])  # fmt: skip
def test_many_rows_or_one_amidst_are_not_left_out(load, rows):
    for mend in ((), ("leave out rows without a time",)):
        with pytest.raises(ValueError, match=r'mend must name "time as …" with a format, or mend'):
            load(text(rows), mend=mend)


def test_a_format_is_guessed_where_one_fits(load):
    for form in ("%d/%m/%Y %H.%M.%S", "%d-%b-%Y %H:%M", "%Y%m%d%H", "%m/%d/%Y %I:%M %p"):
        shown = text(with_stamps([format(t.item(), form) for t in STAMPS]))
        with pytest.raises(ValueError, match=re.escape(f'"time as {form}"')):
            load(shown)
        assert (load(shown, mend=(f"time as {form}",)).time == STAMPS).all()
    milli = text(with_stamps(EPOCH * 1000))
    with pytest.raises(ValueError, match='"time as milliseconds since 1970"'):
        load(milli)
    own = load(milli, mend=("time as milliseconds since 1970",))
    assert own.utc and (own.time == STAMPS).all()
    with pytest.raises(ValueError, match="mend must name a format in the codes of strptime"):
        load(text(), mend=("time as %Q",))


def test_a_sum_at_the_end_is_spoken_of_before_its_value(load):
    rows = [*ROWS, f"sum,{VALUES.sum() * 1000}"]
    with pytest.raises(ValueError, match="leave out rows without a time"):
        load(text(rows))
    own = load(text(rows), mend=("leave out rows without a time",))
    assert (own.values == VALUES).all()


@pytest.mark.parametrize("number", [59_647_100, 1e9 / 3, -9999, 1e22, 0.1 + 0.2, 1e-7])
def test_what_is_printed_of_a_number_reads_as_the_same(load, number):
    assert float(exact(number)) == number
    values = VALUES * 1e-12 if abs(number) < 1 else VALUES
    content = text(with_values([number, *values[1:]]))
    with pytest.raises(ValueError, match="is missing") as refused:
        load(content)
    named = re.search('"(.*? is missing)"', str(refused.value))[1]
    assert np.isnan(load(content, mend=(named,)).values[0])
    real = load(content, mend=(named.replace("missing", "real"),))
    assert real.values[0] == number


def test_points_that_can_only_be_decimal_are_not_asked_about(load):
    for shown in ("{:.3f}", "{:.2f}", "{:g}"):
        values = [shown.format(v / 7) for v in VALUES]
        own = load(text(with_values(values)))
        assert own.values == pytest.approx(np.array(values, float))
    own = load(text(with_values(GROUPED)), mend=("thousands point",))
    assert (own.values == VALUES * 9).all()
    assert "points have three digits after it" not in str(own.log)
    thousand = [f"{v * 90:,}".replace(",", ".") for v in VALUES]
    own = load(text(with_values(thousand)))
    assert "each of 144 points have three digits after it, the first '9.000': taken as" in str(
        own.log
    )
    with pytest.raises(ValueError, match='"thousands point" or "decimal point"'):
        load(text(with_values(thousand), sep=";"))  # as written where a comma is decimal
    mixed = text([f"{t};{v}" for t, v in zip(STAMPS, ["912,5", *GROUPED[1:]], strict=True)],
                 "time;value", ";")  # fmt: skip
    mixed = mixed.replace("912;5", "912,5")
    with pytest.raises(ValueError, match='"thousands point" or "decimal point"'):
        load(mixed, mend=("decimal comma",))
    assert load(mixed, mend=("decimal comma", "thousands point")).values[1] == VALUES[1] * 9


def test_unfinished_ends_and_short_steps(load):
    left = load(text(BY_MINUTE), mend=("mean of each step", "leave out unfinished ends"))
    kept = load(text(BY_MINUTE), mend=("mean of each step", "keep unfinished ends"))
    assert len(kept.time) == len(left.time) + 2 and (kept.values[1:-1] == left.values).all()
    assert left.time[0] == np.datetime64("2020-03-01T01")
    whole = BY_MINUTE[24:-24]
    unknown = [f"{row.split(',')[0]},?" if 120 <= i < 180 else row for i, row in enumerate(whole)]
    own = load(text(unknown), mend=("mean of each step",))
    assert np.isnan(own.values).nonzero()[0].tolist() == [2] and "fewer values" not in str(own.log)
    short = load(text(whole[:70] + whole[80:]), mend=("mean of each step",))
    said = "1 step has fewer values than the usual 60, the fewest 50, and their mean counts as any"
    assert said in short.log


def test_summer_time_of_a_file_that_begins_with_its_end(load):
    falling = text(with_stamps(HALVES)[::-1])
    mend = ("local time in Europe/Berlin", "sort")
    own = load(falling, step=np.timedelta64(30, "m"), mend=mend)
    assert own.utc and (own.values == VALUES).all()
    same = with_values([120 if i in (50, 51) else v for i, v in enumerate(VALUES)])
    same = [f"{t},{row.split(',')[1]}" for t, row in zip(AUTUMN, same, strict=True)]
    with pytest.raises(ValueError, match=r'name "local time in <zone>" or "equal rows once"'):
        load(text(same))
    assert not load(text()).utc and load(text(with_stamps([f"{t}:00Z" for t in STAMPS]))).utc


def test_absent_rows_become_0_and_marked_cells_do_not(load):
    rows = changed(50, "2020-03-03 02:00,")
    own = load(text(rows[:30] + rows[33:]), mend=("absent rows are 0",))
    assert (own.values[30:33] == 0).all() and np.isnan(own.values).nonzero()[0].tolist() == [50]


def test_rows_without_any_cell_are_counted(load):
    own = load(text([*ROWS[:9], ",", *ROWS[9:], *[","] * 40, "sum,1"]),
               mend=("leave out rows without a time",))  # fmt: skip
    assert (own.values == VALUES).all() and "41 rows have no cell at all" in own.log
    assert "186 rows = 144 on the grid + 41 without a cell + 1 without a time" in own.log


def test_one_series_of_several(load):
    content = text(STATIONS, "time,value,site")
    for mend, said in (
        ("only place = south", "name a column in only …, one of .'site'.*got 'place'"),
        ("only site = west", "name a cell of 'site' with 100 rows or more, such as 'north', 'so"),
    ):
        with pytest.raises(ValueError, match=said):
            load(content, mend=(mend,))
    own = load(content, mend=("mean of doubled", "equal rows once"))
    assert (own.values == VALUES).all()  # as somebody wanted it


def test_advice_about_the_season():
    assert season_advice(1000, 7) == season_advice(1000, 7, 3, 2) == season_advice(9, 1, 1, 2) == ()
    assert season_advice(730, 365) == (
        "The file holds 2.0 seasons of 365 steps, and 10 are wanted: try a shorter SEASON, or 1 for"
        " none.",
    )
    (said,) = season_advice(1000, 7, 3.0, 4.0)
    assert said.startswith("The last value errs by 25% less") and "try SEASON = 1" in said


def test_values_far_off_are_found_at_both_ends():
    near = np.linspace(0, 1, 50)
    assert far_off(near) == []
    assert far_off(np.append(near, 3)) == [3]
    assert far_off(np.append(near, [-9999, -8888, 9999])) == [-9999, -8888, 9999]
    assert far_off(np.array([0, 0, 1, 9])) == []  # of a few values none is far off


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
    with pytest.raises(ValueError, match="WINDOW, SEASON and HORIZON together"):
        two_origins(complete, horizon)


@pytest.mark.parametrize(
    ("complete", "horizon"),
    [(np.ones(97, bool), 12), (np.ones(90, bool), 50), (np.zeros(300, bool), 1),
     (np.arange(300) < 200, 1)],
)  # fmt: skip
def test_as_many_rows_as_it_says_are_lacking(complete, horizon):
    with pytest.raises(ValueError, match="shorter, or the file") as refused:
        two_origins(complete, horizon)
    lacking = int(re.search(r"together (\d+) steps? shorter", str(refused.value))[1])
    assert f"or the file {lacking} row" in str(refused.value)
    parts = two_origins(np.append(complete, np.ones(lacking, bool)), horizon)
    assert all((p.judge <= p.judge[-1] - (horizon - 1)).sum() >= 9 for p in parts)
    with pytest.raises(ValueError, match="together 1 step shorter"):
        two_origins(np.append(complete, np.ones(lacking - 1, bool)), horizon)


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
    found = verdict(errors, rival_errors, 9, rival=rival, unit=unit, rng=np.random.default_rng(0))
    assert found.word == word and found.sentence.startswith(begins) and " kg " in found.sentence
    mean, low, high = block_bootstrap(errors - rival_errors, 9, np.random.default_rng(0))
    assert (high < 0, low > 0) == (word == "better", word == "worse")
    digits = len(found.sentence.split(" lies")[0].split(".")[-1].rstrip(","))
    assert f"{mean:+.{digits}f}, lies between {low:+.{digits}f}" in found.sentence


def test_few_blocks_give_no_interval_and_a_few_more_a_rough_one():
    errors, rival_errors, _ = said(-2, 0.1)  # 199 of 200 steps are known
    ask = {"rival": "the naive forecast", "unit": "kg"}
    found = [verdict(errors, rival_errors, block, rng=np.random.default_rng(0), **ask)
             for block in (100, 20, 19, 9)]  # fmt: skip
    assert [v.word for v in found] == ["not enough"] * 2 + ["better"] * 2
    assert "1 block of 100 steps is too few for an interval, which wants 10" in found[0].sentence
    assert "9 blocks of 20 steps" in found[1].sentence and "95 %" not in found[1].sentence
    assert found[2].sentence.endswith("redrawn records, roughly, as 10 blocks are few.")
    assert found[3].sentence.endswith("in 95 % of redrawn records.")
    nothing = np.full(9, np.nan)
    with pytest.raises(ValueError, match="errors must hold a number"):
        verdict(nothing, nothing, 1, rng=np.random.default_rng(0), **ask)


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
    write_forecast(tmp_path / "utc.csv", time, {"naive": np.array([1, 2.5])}, utc=True)
    assert (tmp_path / "utc.csv").read_text().startswith("time (UTC),naive\n2020-03-01 00,1")
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
