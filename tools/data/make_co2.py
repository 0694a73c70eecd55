"""Write the carbon dioxide file from the public CSV: ``python -m tools.data.make_co2 PATH``.

PATH is ``co2.csv`` of statsmodels. ``unrolled/data/PROVENANCE.md`` says where the same bytes can be
had. A file of another hash is refused unless ``--any`` is given.
"""

import csv
import io
import sys
from datetime import datetime

from tools.data.source import run, table

SHA256 = "16695fa2786e53414e5a6b54767a3fdf5de99cfbc68617f69d1362d92776a92f"


def make(raw):
    """Return the text of the file, by name, from the bytes of the source."""
    rows = csv.DictReader(io.StringIO(raw.decode("utf-8")))
    weeks = [(datetime.strptime(row["date"], "%Y%m%d").date(), row["co2"]) for row in rows]
    return {"co2_mauna_loa_weekly.csv": table(("date", "co2"), weeks)}


if __name__ == "__main__":
    sys.exit(run(make, SHA256, __doc__.splitlines()[0]))
