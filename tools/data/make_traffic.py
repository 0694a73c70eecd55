"""Write the book's traffic files from the public CSV: ``python -m tools.data.make_traffic PATH``.

PATH is ``Metro_Interstate_Traffic_Volume.csv`` (or ``.csv.gz``) of the UCI Machine Learning
Repository, https://doi.org/10.24432/C5X60B. ``unrolled/data/PROVENANCE.md`` says where else the
same bytes can be had. A file of another hash is refused unless ``--any`` is given.
"""

import csv
import io
import sys
from datetime import datetime, timedelta
from typing import NamedTuple

from tools.data.source import run, table

SHA256 = "749c90d720360a4215bb15345526073c079ba4cc95e3fa558796d083f85fce9e"  # of the CSV, unpacked
FIRST, LAST = datetime(2017, 1, 1, 0), datetime(2018, 9, 30, 23)
RAW_DAYS = "2014-01-13", "2014-02-09"  # the last four weeks to show absent, doubled and 0 K rows
OWN_DAYS = "2014-01-06", "2014-03-30"  # twelve weeks: the project's file
OWN_NAMES = {"date_time": "date_time", "traffic_volume": "traffic_volume (vehicles per hour)",
             "temp": "temp (K)"}  # fmt: skip
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


def excerpt(raw):
    """Return four weeks of the source as it stands, under its own header."""
    header, *rows = raw.decode("utf-8").splitlines(keepends=True)
    first, last = RAW_DAYS
    place = header.rstrip("\n").split(",").index("date_time")
    return header + "".join(row for row in rows if first <= row.split(",")[place][:10] <= last)


def own(raw):
    """Return three columns of twelve weeks, row by row as the source has them, without seconds."""
    first, last = OWN_DAYS
    rows = [row | {"date_time": row["date_time"].removesuffix(":00")}
            for row in csv.DictReader(io.StringIO(raw.decode("utf-8")))
            if first <= row["date_time"][:10] <= last]  # fmt: skip
    return table(OWN_NAMES.values(), ([row[name] for name in OWN_NAMES] for row in rows))


def make(raw):
    """Return the texts of the four files, by name, from the bytes of the source."""
    hours = once(read(raw))
    return {
        "i94_traffic_hourly.csv.gz": table(("time", "volume", "temp_c"), hourly(hours)),
        "i94_traffic_raw.csv.gz": excerpt(raw),
        "i94_traffic_2014.csv": own(raw),
        "i94_holidays.csv": table(("date", "holiday"), holidays(hours)),
    }


if __name__ == "__main__":
    sys.exit(run(make, SHA256, __doc__.splitlines()[0]))
