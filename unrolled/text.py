"""Text for recurrent networks: names in ten languages, dates in eight, letters as numbers."""

import csv
import gzip
import json
import re
from importlib.resources import files
from numbers import Integral
from typing import NamedTuple

import numpy as np

from unrolled._expect import (
    NO_NUMBERS,
    expect,
    expect_count,
    expect_number,
    expect_rng,
    expect_text,
    shown,
)

DATA = files("unrolled") / "data"


class Names(NamedTuple):
    """Names of countries, languages and scripts, each used by one language only.

    Examples
    --------
    >>> names = load_names()
    >>> print(names.name[0], names.language[0], names.entity[0])
    svět cs territories:001
    """

    name: np.ndarray  #: (names,) str, lower case
    language: np.ndarray  #: (names,) str such as "sv"
    entity: np.ndarray  #: (names,) str, the thing named, such as ``territories:JP``


def load_names():
    """Load the packaged names of countries, languages and scripts in ten European languages.

    Returns
    -------
    Names
        4,906 names. Those that two languages share are left out.

    Notes
    -----
    From the Unicode CLDR by way of Babel, Unicode Licence v3; how they were chosen is in
    ``tools/data/make_babel_data.py`` and ``unrolled/data/PROVENANCE.md``.

    Examples
    --------
    >>> import numpy as np
    >>> names = load_names()
    >>> len(names.name), len(np.unique(names.language))
    (4906, 10)
    """
    with (
        (DATA / "cldr_names.csv.gz").open("rb") as raw,
        gzip.open(raw, "rt", encoding="utf-8") as f,
    ):
        rows = list(csv.reader(f))[1:]
    return Names(*(np.array(column) for column in zip(*rows, strict=True)))


def split_by_entity(entity, test_share, seed):
    """Draw a test set of whole entities: what names the same thing stays on one side.

    Split name by name, the French name of a country would be learned from and its Spanish
    cousin tested, and the score would partly measure resemblance.

    Parameters
    ----------
    entity : ndarray of shape (names,)
    test_share : float
        Between 0 and 1: the share of the entities that are kept for testing.
    seed : int

    Returns
    -------
    test : ndarray of shape (names,), bool

    Raises
    ------
    ValueError
        If one of the two sides would be empty.

    Examples
    --------
    >>> import numpy as np
    >>> entity = np.array(["JP", "JP", "FR", "FR", "SE", "SE"])
    >>> split_by_entity(entity, test_share=1 / 3, seed=0)
    array([False, False, False, False,  True,  True])
    """
    try:
        entity = np.asarray(entity)
    except ValueError:  # a list of unequal rows
        entity = np.asarray(None)
    shape = f"shape {entity.shape}"
    expect(entity.ndim == 1 and entity.size > 0, "entity", "have shape (names,), not empty", shape)
    expect(entity.dtype.kind in "biuUS", "entity", "hold text or whole numbers",
           f"dtype {entity.dtype}")  # fmt: skip
    share = "be a number between 0 and 1"
    test_share = expect_number(test_share, "test_share", share, lambda value: 0 <= value <= 1)
    whole = isinstance(seed, Integral) and not isinstance(seed, NO_NUMBERS) and seed >= 0
    expect(whole, "seed", "be a whole number of at least 0", shown(seed))
    things = np.unique(entity)
    n_test = round(test_share * len(things))
    sides = "leave entities on both sides"
    expect(0 < n_test < len(things), "test_share", sides, f"{test_share} of {len(things)}")
    drawn = np.random.default_rng(seed).permutation(things)[:n_test]
    return np.isin(entity, drawn)


class Dates(NamedTuple):
    """Dates as people write them, with the same dates in ISO 8601.

    Examples
    --------
    >>> import numpy as np
    >>> dates = generate_dates(2, np.random.default_rng(0))
    >>> print(dates.text[0], "|", dates.iso[0], "|", dates.language[0])
    mer. 24 janvier 2035 | 2035-01-24 | fr
    """

    text: np.ndarray  #: (dates,) str such as "mié, 4 de julio de 2018"
    iso: np.ndarray  #: (dates,) str such as "2018-07-04"
    language: np.ndarray  #: (dates,) str such as "es"


def generate_dates(n_dates, rng, *, first="1950-01-01", last="2049-12-31"):
    """Write random days in random ones of eight languages and seven patterns.

    Parameters
    ----------
    n_dates : int
    rng : numpy.random.Generator
    first, last : str
        The days between which to draw, both included.

    Returns
    -------
    Dates
        Repeats are possible. No text stands for two different days: the one language that
        writes the month first says its weekday where it writes the month as a number.

    Raises
    ------
    ValueError
        If `n_dates` is not a whole number of at least 1, or `last` comes before `first`.

    Examples
    --------
    >>> import numpy as np
    >>> dates = generate_dates(3, np.random.default_rng(1), first="2026-01-01", last="2026-12-31")
    >>> for text, iso in zip(dates.text, dates.iso):
    ...     print(f"{text:28} {iso}")
    22 Haz 2026                  2026-06-22
    po 6. 7. 2026                2026-07-06
    Samstag, 3. Okt. 2026        2026-10-03
    """
    n_dates = expect_count(n_dates, "n_dates")
    expect_rng(rng)
    first, last = _day(first, "first"), _day(last, "last")
    expect(first <= last, "last", f"be {first} or later", last)
    table = json.loads((DATA / "cldr_dates.json").read_text(encoding="utf-8"))
    days = first + rng.integers(int((last - first).astype(int)) + 1, size=n_dates)
    language = rng.choice(sorted(table), size=n_dates)
    pattern = rng.integers(7, size=n_dates)
    text = [
        format_date(day, table[code], table[code]["patterns"][i])
        for day, code, i in zip(days, language, pattern, strict=True)
    ]
    return Dates(np.array(text), np.datetime_as_string(days), language)


def _day(text, name):
    """Return a day of the years 1 to 9999 as ``datetime64[D]``."""
    try:
        day = np.datetime64(None if isinstance(text, (int, np.integer)) else text, "D")
    except (TypeError, ValueError):
        day = np.datetime64("NaT")
    inside = np.datetime64("0001-01-01") <= day <= np.datetime64("9999-12-31")
    expect(inside, name, "be a day such as 1950-01-01", shown(text))
    return day


def format_date(day, table, pattern):
    """Write a ``datetime64[D]`` by a CLDR pattern such as ``EEE, d MMM y``.

    Parameters
    ----------
    day : datetime64 or str
        Of the years 1 to 9999.
    table : dict of str to list of str
        Names of months and of weekdays, Monday first, under ``"MMMM"``, ``"MMM"``, ``"EEEE"`` and
        ``"EEE"``.
    pattern : str
        Of the fields y, M, MM, MMM, MMMM, d, dd, EEE and EEEE; quoted text stands for itself.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If it is another day, table or pattern.

    Examples
    --------
    >>> import calendar
    >>> months, days = list(calendar.month_name)[1:], list(calendar.day_name)
    >>> table = {"MMMM": months, "MMM": months, "EEEE": days, "EEE": days}
    >>> format_date("2026-03-01", table, "EEEE, d MMMM y")
    'Sunday, 1 March 2026'
    """
    day = _day(day, "day")
    names = isinstance(table, dict) and {"MMMM", "MMM", "EEEE", "EEE"} <= set(table)
    expect(names, "table", "hold names under MMMM, MMM, EEEE and EEE", shown(table))
    expect_text(pattern, "pattern")
    year, month, day_of_month = (int(part) for part in str(day).split("-"))
    weekday = int(day.astype(int) + 3) % 7  # 1970-01-01 was a Thursday
    words = {
        "y": str(year),
        "M": str(month),
        "MM": f"{month:02}",
        "d": str(day_of_month),
        "dd": f"{day_of_month:02}",
        **{length: table[length][month - 1] for length in ("MMMM", "MMM")},
        **{length: table[length][weekday] for length in ("EEEE", "EEE")},
    }
    parts = re.findall(r"'([^']*)'|([yMdE]+)|([^'yMdE]+)", pattern)
    unknown = sorted({field for _, field, _ in parts if field and field not in words})
    expect(not unknown, "pattern", f"use {', '.join(words)}", ", ".join(unknown))
    # two quotation marks with nothing between them are one mark (Unicode TR 35)
    return "".join(quoted or other or words.get(field, "'") for quoted, field, other in parts)


def load_date_reader():
    """Load the weights of a trained encoder-decoder for dates, of the wiring built in chapter 3.

    Returns
    -------
    list of ndarray, float32
        For ``model.set_weights``. Seed 0 of the recorded experiment ``dates``, rounded to
        float16 for the package; ``tools/data/train_date_reader.py`` trains it anew.

    Examples
    --------
    >>> weights = load_date_reader()
    >>> len(weights), weights[0].dtype
    (10, dtype('float32'))
    """
    with (DATA / "date_reader.npz").open("rb") as file, np.load(file) as stored:
        return [stored[name].astype(np.float32) for name in stored.files]


def encode(texts, alphabet, n_steps=None):
    """Turn texts into rows of letter numbers, padded with 0 at the end.

    Parameters
    ----------
    texts : sequence of str
    alphabet : str
        Its first letter becomes 1, the next one 2; 0 is left for padding.
    n_steps : int, optional
        Length of the rows; that of the longest text by default.

    Returns
    -------
    ndarray of shape (texts, n_steps), int32

    Raises
    ------
    ValueError
        If a text is longer than `n_steps`, or holds a letter that the alphabet lacks; if there is
        no text, or only empty ones and no `n_steps`; if the alphabet has a letter twice.

    Examples
    --------
    >>> encode(["ab", "bca"], alphabet="abc", n_steps=4)
    array([[1, 2, 0, 0],
           [2, 3, 1, 0]], dtype=int32)
    """
    row = len(getattr(texts, "shape", (0,))) == 1 and hasattr(texts, "__len__")
    several = row and not isinstance(texts, (str, dict)) and len(texts) > 0
    expect(several, "texts", "be a list of at least one string", shown(texts))
    for text in texts:
        expect(isinstance(text, str), "texts", "be a list of strings", f"{shown(text)} in it")
    alphabet = expect_text(alphabet, "alphabet")
    doubled = sorted({letter for letter in alphabet if alphabet.count(letter) > 1})
    expect(not doubled, "alphabet", "have each letter once", f"{''.join(doubled)!r} again")
    longest = max(len(text) for text in texts)
    if n_steps is None:
        expect(longest > 0, "texts", "have a letter, or n_steps be given", shown(texts))
    n_steps = expect_count(longest if n_steps is None else n_steps, "n_steps")
    expect(longest <= n_steps, "texts", f"have at most {n_steps} letters", f"one of {longest}")
    number = {letter: i for i, letter in enumerate(alphabet, start=1)}
    unknown = sorted(set("".join(texts)) - set(number))
    expect(not unknown, "texts", "use letters of the alphabet", repr("".join(unknown)))
    codes = np.zeros((len(texts), n_steps), dtype=np.int32)
    for row, text in zip(codes, texts, strict=True):
        row[: len(text)] = [number[letter] for letter in text]
    return codes
