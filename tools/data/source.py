"""What the scripts that make data files share: a source by its hash, and how files are written."""

import argparse
import csv
import gzip
import hashlib
import io
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "unrolled" / "data"


def table(header, rows):
    """Return rows as the text of a CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def packed(text):
    """Return a text compressed, the same bytes every time."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as packing:
        packing.write(text.encode("utf-8"))
    return out.getvalue()


def write(texts):
    """Write texts into the package's data by their names; those that end in .gz compressed."""
    for name, text in texts.items():
        (DATA / name).write_bytes(packed(text) if name.endswith(".gz") else text.encode("utf-8"))


def run(make, sha256, description):
    """Make the files from the source named on the command line; refuse another than `sha256`.

    Returns what is to be said where it is refused, and None where all went well.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("path", type=Path)
    parser.add_argument("--any", action="store_true", help="accept a file of another hash")
    options = parser.parse_args()
    raw = options.path.read_bytes()
    raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    found = hashlib.sha256(raw).hexdigest()
    if found != sha256 and not options.any:
        return f"{options.path} is not the file that the book was made from: its sha256 is {found}"
    write(make(raw))
    return None
