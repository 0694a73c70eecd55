"""Write the book's traffic files from the public CSV: ``python -m tools.data.make_traffic PATH``.

PATH is ``Metro_Interstate_Traffic_Volume.csv`` (or ``.csv.gz``) of the UCI Machine Learning
Repository, https://doi.org/10.24432/C5X60B. ``unrolled/data/PROVENANCE.md`` says where else the
same bytes can be had. A file of another hash is refused unless ``--any`` is given.
"""

import argparse
import csv
import gzip
import hashlib
import io
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parents[2] / "unrolled" / "data"
SHA256 = "749c90d720360a4215bb15345526073c079ba4cc95e3fa558796d083f85fce9e"  # of the CSV, unpacked
FIRST, LAST = datetime(2017, 1, 1, 0), datetime(2018, 9, 30, 23)
ZERO_CELSIUS = 273.15


class Hour(NamedTuple):
    """One row of the source: what was counted in an hour, in vehicles, at how many kelvin."""

    time: datetime
    volume: int
    kelvin: float
    holiday: str


def read(raw):
    """Return the rows of the source as Hours, in its order, repeats and all."""
    rows = csv.DictReader(io.StringIO(raw.decode("utf-8")))
    return [
        Hour(
            time=datetime.fromisoformat(row["date_time"]),
            volume=int(row["traffic_volume"]),
            kelvin=float(row["temp"]),
            holiday="" if row["holiday"] in ("None", "") else row["holiday"],
        )
        for row in rows
    ]


def once(hours):
    """Return {time: Hour} with each hour once, as the source says it first.

    The source repeats an hour for every kind of weather in it. A repeat that counts other
    vehicles would be no repeat, so it is refused.
    """
    kept = {}
    for hour in hours:
        first = kept.setdefault(hour.time, hour)
        if first.volume != hour.volume:
            volumes = f"{first.volume} and {hour.volume}"
            raise ValueError(f"an hour must have one volume, got {volumes} for {hour.time}")
    return kept


def celsius(kelvin):
    """Return a temperature in degrees Celsius, or "" for the 0 K of a silent sensor."""
    return f"{kelvin - ZERO_CELSIUS:.1f}" if kelvin > 0 else ""


def grid(first, last):
    """Yield every hour from `first` to `last`."""
    while first <= last:
        yield first
        first += timedelta(hours=1)


def hourly(hours):
    """Return (time, volume, temperature) for every hour, empty where the source has no row."""
    rows = []
    for time in grid(FIRST, LAST):
        hour = hours.get(time)
        known = (hour.volume, celsius(hour.kelvin)) if hour else ("", "")
        rows.append((f"{time:%Y-%m-%d %H:%M}", *known))
    return rows


def holidays(hours):
    """Return (day, name) for every day that the source names, which it does at hour 0."""
    named = [hour for hour in hours.values() if hour.holiday and FIRST <= hour.time <= LAST]
    return [(f"{hour.time:%Y-%m-%d}", hour.holiday) for hour in named]


def table(header, rows):
    """Return rows as the text of a CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def make(raw):
    """Return the texts of both files, by name, from the bytes of the source."""
    hours = once(read(raw))
    return {
        "i94_traffic_hourly.csv": table(("time", "volume", "temp_c"), hourly(hours)),
        "i94_holidays.csv": table(("date", "holiday"), holidays(hours)),
    }


def packed(text):
    """Return a text compressed, the same bytes every time."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as packing:
        packing.write(text.encode("utf-8"))
    return out.getvalue()


def main():
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--any", action="store_true", help="accept a file of another hash")
    options = parser.parse_args()
    raw = options.path.read_bytes()
    raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    found = hashlib.sha256(raw).hexdigest()
    if found != SHA256 and not options.any:
        return f"{options.path} is not the file that the book was made from: its sha256 is {found}"
    texts = make(raw)
    (DATA / "i94_traffic_hourly.csv.gz").write_bytes(packed(texts["i94_traffic_hourly.csv"]))
    (DATA / "i94_holidays.csv").write_text(texts["i94_holidays.csv"], encoding="utf-8")
    return None


if __name__ == "__main__":
    sys.exit(main())
