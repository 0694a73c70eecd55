"""The cells of a value column as numbers; what can be read in two ways is asked for."""

import re

import numpy as np

from unrolled._csv_choices import counted
from unrolled._expect import expect

MISSING = ("", "na", "n/a", "nan", "null", "none", "-", "--", ".", "?")  # said by the file itself
GROUPED = r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+"


def numbers(cells, choices):
    """Return cells as numbers, NaN where the file or a choice says that one is missing."""
    import pandas as pd

    said = cells.str.lower().isin(MISSING)
    if said.any():
        words = cells[said].replace("", "empty").value_counts()
        found = counted(said.sum(), "cell is", "cells are") + " marked as missing in the file"
        choices.log.append(f"{found}: {', '.join(f'{k} {word}' for word, k in words.items())}")
    plain = _plain(cells, said, choices)
    values = pd.to_numeric(plain.where(~said), errors="coerce").to_numpy(float, na_value=np.nan)
    values = np.where(np.isinf(values), np.nan, values)
    for code in choices.of("<cell> is missing"):
        same = (cells == code) | (values == _number(code, choices))
        match = same.to_numpy() & ~said.to_numpy()
        choices.log.append(f"{counted(match.sum(), 'cell is', 'cells are')} {code}: missing")
        values, said = np.where(match, np.nan, values), said | match
    _expect_numbers(cells, np.isnan(values) & ~said.to_numpy(), choices)
    _expect_believable(values[~np.isnan(values)], cells.name, choices)
    return values


def _number(code, choices):
    """Return the number that a choice speaks of, NaN where it is a word."""
    import pandas as pd

    code = code.replace(",", ".") if "decimal comma" in choices.mend else code
    return pd.to_numeric(code, errors="coerce")


def exact(number):
    """Return a number as text that reads as the very same number."""
    text = f"{number:.15g}"
    return text if float(text) == number else repr(float(number))


def _expect_believable(known, name, choices):
    """Refuse no numbers, a single one, and values far off that no choice speaks of; note others."""
    expect(len(known), "value", "name a column with numbers", f"{name!r}, which is empty")
    constant = f"{name!r}, which is {exact(known[0])} everywhere"
    expect(known.min() < known.max(), "value", "name a column that varies", constant)
    real = [_number(code, choices) for code in choices.of("<cell> is real")]
    expect(not np.isnan(real).any(), "mend", "name numbers that are real", choices.mend)
    for far in sorted(set(far_off(known)) - set(real)):
        code = exact(far)
        count = f"{code} stands in {(known == far).sum():,} of {len(known):,} rows"
        wanted = f'say "{code} is missing" or "{code} is real"'
        away = "farther from the rest than these from one another"
        expect(False, "mend", f"{wanted}, as {count}, {away}", choices.given)
    often, counts = np.unique(known, return_counts=True)
    span = f"values from {exact(known.min())} to {exact(known.max())}"
    frequent = f"{exact(often[counts.argmax()])}, {counts.max()} times"
    choices.log.append(f"{span}; most frequent is {frequent}")


def _plain(cells, said, choices):
    """Return numbers as text in the form of Python, as far as choices say how they are written."""
    _expect_clear_points(cells[~said], choices)
    for name, mark in (("point", "."), ("space", "[ \u00a0\u202f']"), ("comma", ",")):
        if choices.take(f"thousands {name}"):
            between = r"(?<=\d)" + (mark if name == "space" else re.escape(mark)) + r"(?=\d{3})"
            again = cells.str.replace(between, "", regex=True)
            choices.log.append(
                f"{counted((again != cells).sum(), 'cell', 'cells')}: thousands {name}"
            )
            cells = again
    if choices.take("decimal comma"):
        comma = cells.str.contains(",", regex=False)
        choices.log.append(f"{counted(comma.sum(), 'cell', 'cells')}: decimal comma")
        cells = cells.str.replace(",", ".", regex=False)
    return cells


def _expect_clear_points(cells, choices):
    """Ask what a point is where three digits follow each, and others stand without one."""
    comma = cells.str.contains(",", regex=False)
    grouped = cells[cells.str.contains(".", regex=False) & ~comma]
    if not len(grouped) or not grouped.str.fullmatch(GROUPED).all():
        return
    beside = cells[cells.str.fullmatch(r"[-+]?[1-9]\d\d")]  # 850 is 0.850 in no such file
    points = counted(len(grouped), "point has", "points have")
    found = f"each of {points} three digits after it, the first {grouped.iloc[0]!r}"
    if len(beside) or comma.any() or choices.separator == ";":
        found += f", and {beside.iloc[0]!r} has none" if len(beside) else ""
        if not choices.take("thousands point"):
            choices.need(len(grouped), found, "thousands point", "decimal point")
    elif not choices.take("thousands point", "decimal point"):
        choices.log.append(f"{found}: taken as decimals")


def _expect_numbers(cells, bad, choices):
    """Refuse cells that are no numbers; say how they may be meant."""
    if not bad.any():
        return
    at = int(np.argmax(bad))
    cell = cells.iloc[at]
    found = f"there is no number in {bad.sum():,} of {len(bad):,} cells, the first {cell!r} in row"
    found = f"{found} {cells.index[at] + 1:,}"
    ways = {
        r"[-+]?\d{1,3}(\.\d{3})+,\d+": '"thousands point" and "decimal comma"',
        r"[-+]?\d{1,3}(\.\d{3}){2,}": '"thousands point"',
        r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?": '"thousands comma" or "decimal comma"',
        r"[-+]?\d*,\d+": '"decimal comma"',
        r"[-+]?\d{1,3}([ \u00a0\u202f']\d{3})+([.,]\d+)?": '"thousands space"',
    }
    for pattern, names in ways.items():
        expect(not re.fullmatch(pattern, cell), "mend", f"name {names}, as {found}", choices.given)
    few = bad.mean() < 0.5
    expect(few, "value", "name a column of numbers", f"{cells.name!r}: {found}")
    wanted = f'say "{cell} is missing" (or mend the file), as {found}'
    expect(False, "mend", wanted, choices.given)


def far_off(known):
    """Return up to three values at each end that lie farther off than the rest is wide."""
    distinct = np.unique(known)
    for low in range(4):
        for high in range(4):
            rest = distinct[low : len(distinct) - high]
            if low + high == 0 or len(rest) < 10:
                continue
            width = rest[-1] - rest[0]
            below = low == 0 or rest[0] - distinct[low - 1] > width
            if below and (high == 0 or distinct[-high] - rest[-1] > width):
                return [*distinct[:low], *distinct[len(distinct) - high :]]
    return []
