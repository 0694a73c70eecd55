"""Write the air quality file from the public CSV: ``python -m tools.data.make_air_quality PATH``.

PATH is the file of the data set *Beijing PM2.5* in the UCI Machine Learning Repository,
https://doi.org/10.24432/C5JS49. ``unrolled/data/PROVENANCE.md`` says where else the same bytes can
be had. A file of another hash is refused unless ``--any`` is given.
"""

import csv
import io
import math
import sys
from collections import Counter

import numpy as np

from tools.data.source import run, table

SHA256 = "4127f868775e31b3956522adc0ec75af8937dde6a3896e8beed3a376c6d27f1c"
HOURS = 6  # in a row of the book's file
OBSERVED = 4  # of them, or the mean of the PM2.5 is left empty
HEADER = ("time", "pm25", "dewp", "temp", "pres", "wind_cum", "wind_dir")


def mean(rows, column):
    """Return the mean of a column that is nowhere missing, summed exactly."""
    return math.fsum(float(row[column]) for row in rows) / len(rows)


def pm25(rows):
    """Return the rounded mean of the observed hours, or "" where too few were observed."""
    seen = [float(row["pm2.5"]) for row in rows if row["pm2.5"] != "NA"]
    return f"{np.mean(seen):.0f}" if len(seen) >= OBSERVED else ""


def direction(rows):
    """Return the most frequent wind direction; of several, the first in the order of their codes.

    Capitals come first, so that a tie with "cv", calm or varying, is decided against it.
    """
    counts = Counter(row["cbwd"] for row in rows)
    return min(counts, key=lambda code: (-counts[code], code))


def summary(rows):
    """Return one row of the book's file from six hours of the source."""
    year, month, day, hour = (int(rows[0][name]) for name in ("year", "month", "day", "hour"))
    return (
        f"{year}-{month:02}-{day:02}T{hour:02}",
        pm25(rows),
        f"{mean(rows, 'DEWP'):.1f}",
        f"{mean(rows, 'TEMP'):.1f}",
        f"{mean(rows, 'PRES'):.0f}",
        f"{np.round(mean(rows, 'Iws'), 1):.1f}",
        direction(rows),
    )


def make(raw):
    """Return the text of the file, by name, from the bytes of the source.

    The source has a row for every hour, and the first is at midnight: six rows are a quarter of a
    day.
    """
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8"))))
    if [row["hour"] for row in rows] != [str(i % 24) for i in range(len(rows))]:
        raise ValueError("the source must have a row for every hour, from midnight on")
    parts = (rows[i : i + HOURS] for i in range(0, len(rows), HOURS))
    return {"beijing_pm25_6h.csv.gz": table(HEADER, map(summary, parts))}


if __name__ == "__main__":
    sys.exit(run(make, SHA256, __doc__.splitlines()[0]))
