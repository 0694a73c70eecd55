"""Write the book's text data from Babel's locale data: ``python -m tools.data.make_babel_data``.

Readers' notebooks then need no Babel. Babel carries the Unicode CLDR tables; where they come from
and under which licence is said in ``unrolled/data/PROVENANCE.md``.
"""

import csv
import gzip
import io
import json
import re
from pathlib import Path

from babel import Locale

DATA = Path(__file__).resolve().parents[2] / "unrolled" / "data"

NAME_LANGUAGES = ("cs", "de", "en", "es", "fi", "fr", "hu", "it", "pl", "tr")
DATE_LANGUAGES = ("cs", "de", "en", "es", "fr", "hu", "pl", "tr")
LONGEST_NAME = 20


def lower(name, language):
    """Return `name` in lower case as its language has it: Turkish has an i with and one without."""
    return (name.replace("I", "ı").replace("İ", "i") if language == "tr" else name).lower()


def name_rows():
    """Return (name, language, entity) of every name that one language alone uses.

    What two languages call the same says nothing about either, so such names are left out.
    A name that one language uses twice (for a language and its script, often) is kept once: it
    must not be learned from in one role and tested in the other.
    """
    locales = {language: Locale(language) for language in NAME_LANGUAGES}
    rows = []
    for kind in ("territories", "languages", "scripts"):
        tables = {language: getattr(locale, kind) for language, locale in locales.items()}
        for code in sorted(set.intersection(*(set(table) for table in tables.values()))):
            for language, table in tables.items():
                rows.append((lower(table[code], language), language, f"{kind}:{code}"))
    users = {}
    for name, language, _ in rows:
        users.setdefault(name, set()).add(language)
    first = {row[0]: row for row in reversed(rows)}
    return [
        row
        for row in rows
        if first[row[0]] == row and len(users[row[0]]) == 1 and len(row[0]) <= LONGEST_NAME
    ]


def date_table(language):
    """Return the month and weekday names of a language and seven ways to write a date."""
    locale = Locale(language)
    full = locale.date_formats["full"].pattern

    def skeleton(name):  # in a pattern E, EE and EEE all mean the short name of the weekday
        return re.sub("E+", "EEE", locale.datetime_skeletons[name].pattern)

    patterns = [
        full,
        full.replace("MMMM", "MMM"),
        full.replace("EEEE", "EEE"),
        skeleton("yMMMEd"),
        locale.date_formats["long"].pattern,
        skeleton("yMMMd"),
        skeleton("yMEd"),
    ]

    def names(table, length):
        return [str(table["format"][length][i]) for i in sorted(table["format"][length])]

    return {
        "patterns": patterns,
        "MMMM": names(locale.months, "wide"),
        "MMM": names(locale.months, "abbreviated"),
        "EEEE": names(locale.days, "wide"),  # Monday first
        "EEE": names(locale.days, "abbreviated"),
    }


def write_gzip(path, text):
    """Write compressed text, the same bytes every time."""
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed:
        packed.write(text.encode("utf-8"))


def main():
    """Write both files."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("name", "language", "entity"))
    writer.writerows(name_rows())
    write_gzip(DATA / "cldr_names.csv.gz", table.getvalue())
    dates = {language: date_table(language) for language in DATE_LANGUAGES}
    text = json.dumps(dates, ensure_ascii=False, indent=1)
    (DATA / "cldr_dates.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
