"""A series of your own: a CSV file read with every doubt refused or mended by name, and a verdict.

`load_csv` drops, fills and guesses nothing by itself. What can be mended in one way only if
somebody says which is refused with a sentence that names the choices; the choice that is made is
counted in the log. pandas, which reads the file and its dates, is imported where it is needed.
"""

import gzip
import io
import re
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

import numpy as np

from unrolled._expect import (
    expect,
    expect_count,
    expect_finite,
    expect_float,
    expect_number,
    expect_real,
    expect_text,
    shown,
)
from unrolled.evidence import block_bootstrap
from unrolled.forecast import rolling_origin
from unrolled.series import DATA, regular_grid

MENDS = {
    "# lines are comments": "lines that begin with # are left out",
    "decimal comma": "1,5 is one and a half",
    "thousands comma": "1,500 is fifteen hundred",
    "thousands point": "1.500 is fifteen hundred; with a decimal comma",
    "thousands space": "1 500 is fifteen hundred",
    "<cell> is missing": "such as -9999 is missing: this code or word is no measurement",
    "<cell> is real": "such as 0 is real: a value far from all others is a measurement",
    "day first": "31/12/2020 is the last day of the year",
    "month first": "12/31/2020 is the last day of the year",
    "time as <format>": "such as time as %d.%m.%y %H.%M.%S, in the codes of strptime",
    "stamps to UTC": "stamps with an offset such as +02:00 become UTC",
    "local time in <zone>": "such as local time in Europe/Berlin: summer time becomes UTC",
    "leave out rows without a time": "rows whose time cannot be read, such as a sum at the end",
    "sort": "rows are put in the order of time",
    "stamps to the nearest step": "stamps between two steps are moved to the nearer one",
    "mean of each step": "all rows of a step become their mean",
    "equal rows once": "rows with the same stamp and the same value count once",
    "first of doubled": "of rows with one stamp and several values the first counts",
    "last of doubled": "the last counts, as in a file where corrections follow",
    "mean of doubled": "their mean counts",
    "absent rows are gaps": "a step without a row becomes a missing value",
}
LEAST_ROWS = 100
MISSING = ("", "na", "n/a", "nan", "null", "none", "-", "--", ".", "?")  # said by the file itself
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


class Series(NamedTuple):
    """A regular series, and what was found and done on the way to it."""

    time: np.ndarray  # (steps,) datetime64, one step apart
    values: np.ndarray  # (steps,) float; NaN where a value is missing or a row was absent
    log: tuple  # of str: a sentence for each thing that was found, with its count


class _Choices:
    """The mends that were named: asked for where one is needed, and told what they did."""

    def __init__(self, mend):
        expect(isinstance(mend, (tuple, list)), "mend", "be a list of choices", shown(mend))
        self.mend = tuple(expect_text(choice, "mend") for choice in mend)
        patterns = [re.sub("<.+>", "(.+)", re.escape(name)) for name in MENDS]
        self.known = {c: [re.fullmatch(p, c) for p in patterns] for c in self.mend}
        for choice, found in self.known.items():
            near = " or ".join(get_close_matches(choice, MENDS, 3, 0))
            expect(any(found), "mend", f"hold choices of MENDS, such as {near}", shown(choice))
        self.used, self.log, self.left_out = set(), [], {}

    def of(self, pattern):
        """Return what stands for <…> in the choices of a pattern."""
        found = [(c, m[list(MENDS).index(pattern)]) for c, m in self.known.items()]
        self.used |= {choice for choice, match in found if match}
        return [match[1] for _, match in found if match]

    def take(self, *names):
        """Return the first of the names that was chosen, or None."""
        chosen = [name for name in names if name in self.mend]
        self.used |= set(chosen)
        return chosen[0] if chosen else None

    def need(self, count, finding, *names):
        """Refuse `count` things that were found unless one of the names was chosen; note them."""
        if not count:
            return None
        chosen = self.take(*names)
        wanted = " or ".join(f'"{name}"' for name in names)
        given = self.mend or "no choice"
        expect(chosen, "mend", f"name {wanted}, as {finding}", given)
        self.log.append(f"{finding}: {chosen}")
        return chosen

    def account(self, rows, placed):
        """Note where all rows have gone; it is an error of this module if one is lost."""
        parts = {"on the grid": placed} | {k: n for k, n in self.left_out.items() if n}
        assert sum(parts.values()) == rows, parts
        terms = " + ".join(f"{n:,} {name}" for name, n in parts.items())
        self.log.append(f"{rows:,} rows = {terms}")

    def finish(self):
        idle = [choice for choice in self.mend if choice not in self.used]
        return tuple(self.log + [f"nothing to do for: {choice}" for choice in idle])


def load_csv(path, time, value, step, mend=()):
    """Load one column of a CSV file as a regular series; refuse what only you can decide.

    Parameters
    ----------
    path : path-like
        A text file whose first line names the columns; separated by comma, semicolon, tab or bar.
        It may be compressed (``.gz``).
    time : str or sequence of str
        The column of time stamps; several are joined by a space, such as a date and an hour.
    value : str
        The column of numbers.
    step : timedelta64
        From one row to the next, such as ``np.timedelta64(1, "h")``, 7 "D" or 1 "M" for months.
    mend : sequence of str, default ()
        What may be done to the file, out of `MENDS`. A choice that was not needed does no harm.

    Returns
    -------
    Series
        Every row of the file is in it, or is counted in its log.

    Raises
    ------
    ValueError
        If there is no such file or column, fewer than `LEAST_ROWS` rows, no numbers or times, or
        one number only; and if something must be mended and `mend` does not say how. One sentence.
    """
    choices = _Choices(mend)
    good = isinstance(step, np.timedelta64) and not np.isnat(step) and step > np.timedelta64(0)
    expect(good, "step", "be a positive timedelta64", shown(step))
    stamps, cells = _columns(_table(_lines(_text(path, choices), choices)), time, value)
    choices.log.append(f"{len(cells):,} rows below the names; column {value!r}")
    values = _numbers(cells, choices)
    stamps, values = _times(stamps, values, choices)
    stamps, values = _on_steps(*_sorted(stamps, values, choices), step, choices)
    stamps, values = _once(stamps, values, step, choices)
    grid = regular_grid(stamps, values, step)
    absent = len(grid.time) - len(stamps)
    found = f"there is no row for {absent:,} of {len(grid.time):,} steps"
    choices.need(absent, found, "absent rows are gaps")
    choices.account(len(cells), len(stamps))
    gaps = int(np.isnan(grid.values).sum())
    assert gaps == absent + int(np.isnan(values).sum())
    axis = _coarse(grid.time)
    span = f"{axis[0]} to {axis[-1]}"
    choices.log.append(f"{len(axis):,} steps, {span}, {gaps:,} of them without a value")
    return Series(axis, grid.values, choices.finish())


def _coarse(time):
    """Return stamps in the longest unit that holds them."""
    units = (unit for unit in "MDhms" if (time.astype(f"datetime64[{unit}]") == time).all())
    return time.astype(f"datetime64[{next(units, 'us')}]")


def _text(path, choices):
    """Return the text of a file."""
    expect(isinstance(path, (str, Path)), "path", "be the name of a file", shown(path))
    path = Path(path)
    there = f"be a file (this notebook looks in {Path.cwd().name}/)"
    expect(path.is_file(), "path", there, repr(str(path)))
    raw = path.read_bytes()
    raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    wanted = "be a text file: save a workbook as CSV first, and unpack an archive"
    expect(b"\x00" not in raw and raw[:2] != b"PK", "path", wanted, repr(path.name))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        choices.log.append("the text is not UTF-8 and was read as Windows-1252")
        return raw.decode("cp1252", errors="replace")


def _lines(text, choices):
    """Return the line of names and the rows, without comments if that was chosen."""
    lines = text.rstrip().splitlines()
    comments = [line.startswith("#") for line in lines]
    found = f"{_n(sum(comments), 'line begins', 'lines begin')} with #"
    choices.need(sum(comments), found, "# lines are comments")
    lines = [line for line, comment in zip(lines, comments, strict=True) if not comment]
    least = f"hold a line of names and at least {LEAST_ROWS} rows to learn from and to judge by"
    expect(len(lines) > LEAST_ROWS, "path", least, f"{max(0, len(lines) - 1)} rows")
    return lines


def _table(lines):
    """Return a table of text with every row of the file."""
    import pandas as pd

    try:
        table = pd.read_csv(io.StringIO("\n".join(lines)), sep=_separator(lines), dtype=str,
                            keep_default_na=False, skip_blank_lines=False)  # fmt: skip
    except pd.errors.ParserError as error:
        given = " ".join(str(error).split())
        expect(False, "path", "hold as many cells in every row as names in the first", given)
    wide = not isinstance(table.index, pd.RangeIndex)
    expect(not wide, "path", "have a name for every column", f"{lines[0][:60]!r}")
    return table.fillna("").map(str.strip).rename(columns=str.strip)


def _separator(lines):
    """Return what stands between cells: what the first line has, and most others as often."""
    first = lines[0]
    kinds = [s for s in SEPARATORS if s in first and s in lines[len(lines) // 2]]
    wanted = f"separate its columns by {', '.join(SEPARATORS.values())}, and name them in line 1"
    expect(kinds, "path", wanted, f"{first[:60]!r}, then {lines[1][:60]!r}")
    return max(kinds, key=first.count)


def _columns(table, time, value):
    """Return the cells of time, joined where there are several columns, and those of values."""
    several = isinstance(time, (list, tuple)) and len(time) > 0
    names = list(time) if several else [time]
    for argument, name in [*(("time", name) for name in names), ("value", value)]:
        known = isinstance(name, str) and name in table
        columns = f"name a column, one of {', '.join(map(repr, list(table)[:9]))}"
        expect(known, argument, columns + " …" * (len(table.columns) > 9), shown(name))
    other = [name for name in table if name not in names]
    expect(value not in names, "value", f"name another column than time, of {other[:9]}", value)
    stamps = table[names[0]]
    for name in names[1:]:
        stamps = stamps + " " + table[name]
    return stamps.rename(" + ".join(names)), table[value]


def _numbers(cells, choices):
    """Return cells as numbers, NaN where the file or a choice says that one is missing."""
    import pandas as pd

    said = cells.str.lower().isin(MISSING)
    if said.any():
        choices.log.append(
            f"{_n(said.sum(), 'cell is', 'cells are')} marked as missing in the file"
        )
    plain = _plain(cells, choices)
    numbers = pd.to_numeric(plain.where(~said), errors="coerce").to_numpy(float, na_value=np.nan)
    numbers = np.where(np.isinf(numbers), np.nan, numbers)
    for code in choices.of("<cell> is missing"):
        number = pd.to_numeric(code, errors="coerce")
        match = ((cells == code) | (numbers == number)).to_numpy() & ~said.to_numpy()
        choices.log.append(f"{_n(match.sum(), 'cell is', 'cells are')} {code}: missing")
        numbers, said = np.where(match, np.nan, numbers), said | match
    _expect_numbers(cells, np.isnan(numbers) & ~said.to_numpy(), choices)
    _expect_believable(numbers[~np.isnan(numbers)], cells.name, choices)
    return numbers


def _expect_believable(known, name, choices):
    """Refuse no numbers, a single one, and values far off that no choice speaks of; note others."""
    import pandas as pd

    expect(len(known), "value", "name a column with numbers", f"{name!r}, which is empty")
    constant = f"{name!r}, which is {known[0]:g} everywhere"
    expect(known.min() < known.max(), "value", "name a column that varies", constant)
    real = [pd.to_numeric(code, errors="coerce") for code in choices.of("<cell> is real")]
    expect(not np.isnan(real).any(), "mend", "name numbers that are real", choices.mend)
    for far in sorted(set(_far_off(known)) - set(real)):
        count = f"{far:g} stands in {(known == far).sum():,} of {len(known):,} rows"
        wanted = f'say "{far:g} is missing" or "{far:g} is real"'
        away = "farther from the rest than these from one another"
        expect(False, "mend", f"{wanted}, as {count}, {away}", choices.mend or "no choice")
    often, counts = np.unique(known, return_counts=True)
    span = f"values from {known.min():g} to {known.max():g}"
    choices.log.append(f"{span}; most frequent is {often[counts.argmax()]:g}, {counts.max()} times")


def _plain(cells, choices):
    """Return numbers as text in the form of Python, as far as choices say how they are written."""
    for name, mark in (("point", "."), ("space", "[ \u00a0\u202f']"), ("comma", ",")):
        if choices.take(f"thousands {name}"):
            between = r"(?<=\d)" + (mark if name == "space" else re.escape(mark)) + r"(?=\d{3})"
            again = cells.str.replace(between, "", regex=True)
            choices.log.append(f"{_n((again != cells).sum(), 'cell', 'cells')}: thousands {name}")
            cells = again
    if choices.take("decimal comma"):
        comma = cells.str.contains(",", regex=False)
        choices.log.append(f"{_n(comma.sum(), 'cell', 'cells')}: decimal comma")
        cells = cells.str.replace(",", ".", regex=False)
    return cells


def _expect_numbers(cells, bad, choices):
    """Refuse cells that are no numbers; say how they may be meant."""
    if not bad.any():
        return
    first = int(np.argmax(bad))
    cell = cells.iloc[first]
    found = f"there is no number in {bad.sum():,} of {len(bad):,} cells, the first {cell!r} in row"
    found = f"{found} {first + 1}"
    ways = {
        r"[-+]?\d{1,3}(\.\d{3})+,\d+": ("thousands point", "decimal comma"),
        r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?": ("thousands comma", "decimal comma"),
        r"[-+]?\d*,\d+": ("decimal comma",),
        r"[-+]?\d{1,3}([ \u00a0\u202f']\d{3})+([.,]\d+)?": ("thousands space",),
    }
    for pattern, names in ways.items():
        if re.fullmatch(pattern, cell):
            said = (" and " if "\\." in pattern[:16] else " or ").join(f'"{n}"' for n in names)
            expect(False, "mend", f"name {said}, as {found}", choices.mend or "no choice")
    few = bad.mean() < 0.5
    expect(few, "value", "name a column of numbers", f"{cells.name!r}: {found}")
    expect(False, "mend", f'say "{cell} is missing" (or mend the file), as {found}',
           choices.mend or "no choice")  # fmt: skip


def _far_off(known):
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


def _times(stamps, values, choices):
    """Return the time of every row as datetime64, and the values of rows that have one."""
    import pandas as pd

    written = _iso(stamps, choices)
    offset = written.str.contains(r":\d\d.*(?:[+-]\d\d:?\d\d)$", regex=True)
    found = f"{_n(offset.sum(), 'stamp has', 'stamps have')} an offset from UTC"
    choices.need(int(offset.sum()), found, "stamps to UTC")
    formats = choices.of("time as <format>")
    form = formats[0] if formats else "ISO8601"
    times = pd.to_datetime(written, format=form, errors="coerce", utc=True).dt.tz_localize(None)
    bad = times.isna().to_numpy()
    first = int(np.argmax(bad))
    found = (
        f"no time is read in {bad.sum():,} of {len(bad):,} rows, the first {stamps.iloc[first]!r}"
    )
    wanted = 'name a column of times such as 2020-12-31 18:00, or mend say "day first", '
    wanted += '"month first" or "time as %d.%m.%Y %H:%M"'
    expect(bad.mean() < 0.5, "time", wanted, f"{stamps.name!r}: {found}")
    choices.need(int(bad.sum()), found, "leave out rows without a time")
    choices.left_out["without a time"] = int(bad.sum())
    kept = times[~bad].reset_index(drop=True)
    kept = _from_local(kept, choices)
    return kept.to_numpy().astype("datetime64[us]"), values[~bad]


def _iso(stamps, choices):
    """Return stamps such as 31/12/2020 as 2020-12-31 where a choice says what comes first."""
    order = {"day first": r"\3-\2-\1", "month first": r"\3-\1-\2"}
    chosen = choices.take(*order)
    if chosen is None:
        return stamps
    padded = stamps.str.replace(r"^(\d)([/.-])", r"0\1\2", regex=True)
    padded = padded.str.replace(r"^(\d\d[/.-])(\d)([/.-])", r"\g<1>0\2\3", regex=True)
    again = padded.str.replace(r"^(\d\d)[/.-](\d\d)[/.-](\d{4})", order[chosen], regex=True)
    again = again.str.replace(r" (\d):", r" 0\1:", regex=True)
    choices.log.append(f"{_n((again != stamps).sum(), 'date', 'dates')}: {chosen}")
    return again


def _from_local(times, choices):
    """Return UTC for local time in the zone that was named, if one was."""
    import pandas as pd

    zones = choices.of("local time in <zone>")
    if not zones:
        return times
    try:
        summer = ~times.duplicated().to_numpy()  # of an hour that comes twice the first is summer
        local = times.dt.tz_localize(zones[0], ambiguous=summer, nonexistent="NaT")
    except (KeyError, ValueError, OSError, ModuleNotFoundError):
        expect(False, "mend", "name a time zone such as Europe/Berlin", repr(zones[0]))
    skipped = int(local.isna().sum())
    wanted = f"name the zone of the stamps, as {skipped} of them lie in an hour that it skips"
    expect(skipped == 0, "mend", wanted, repr(zones[0]))
    repeated = int((~summer & ~local.duplicated().to_numpy()).sum())
    second = f"the later of its hour in {_n(repeated, 'row', 'rows')}"
    choices.log.append(f"local time in {zones[0]} became UTC, {second}")
    return pd.Series(local.dt.tz_convert("UTC").dt.tz_localize(None))


def _sorted(stamps, values, choices):
    """Return rows in the order of time."""
    back = np.append(False, stamps[1:] < stamps[:-1])
    found = _n(back.sum(), "row is", "rows are") + " earlier than the row before, the first in row "
    choices.need(int(back.sum()), f"{found}{np.argmax(back) + 1}", "sort")
    order = np.argsort(stamps, kind="stable")
    return stamps[order], values[order]


def _on_steps(stamps, values, step, choices):
    """Return rows whose stamps all lie on the grid; of all rows of a step the mean, if chosen."""
    months = np.datetime_data(step)[0] in "YM"
    if choices.take("mean of each step"):
        unit = "M" if months else "us"
        start = stamps.astype(f"datetime64[{unit}]")
        size = step.astype(f"timedelta64[{unit}]").astype(int)
        place = start.astype(int) // size
        stamps = (np.unique(place) * size).astype(f"datetime64[{unit}]")
        choices.log.append(f"{len(values):,} rows in {len(stamps):,} steps: mean of each step")
        choices.left_out["that share their step"] = len(values) - len(stamps)
        return stamps, _means(place, values)
    _expect_step(stamps, step, months)
    if months:
        on = stamps.astype("datetime64[M]").astype(stamps.dtype)
    else:
        size = step.astype("timedelta64[us]").astype(int)
        since = stamps.astype(int)
        phases, counts = np.unique(since % size, return_counts=True)
        phase = phases[counts.argmax()]
        on = (np.rint((since - phase) / size).astype(int) * size + phase).astype(stamps.dtype)
    off = on != stamps
    lie = _n(off.sum(), "stamp lies", "stamps lie")
    found = f"{lie} between two steps, the first {_first(stamps, off)}"
    choices.need(int(off.sum()), found, "stamps to the nearest step", "mean of each step")
    return on.astype("datetime64[M]") if months else on, values


def _expect_step(stamps, step, months):
    """Refuse a step that is not the one of most rows."""
    gaps = np.diff(np.unique(stamps))
    expect(len(gaps), "time", "name a column that varies", f"{stamps[0]} in every row")
    usual = np.sort(gaps)[len(gaps) // 2]
    units = {86_400: "D", 3600: "h", 60: "m", 1: "s"}
    size = max(1, int(usual.astype("timedelta64[s]").astype(int)))
    whole, unit = next((size // s, unit) for s, unit in units.items() if size % s == 0)
    given = f"{step}, where most rows are {usual.astype(f'timedelta64[{unit}]')} apart"
    hint = f'be the step of the file, np.timedelta64({whole}, "{unit}")'
    if months:
        near = 28 <= size / 86_400 / step.astype("timedelta64[M]").astype(int) <= 31
    else:
        near = 0.9 < usual / step < 1.1
    expect(near, "step", hint + ' (or mend say "mean of each step" for a longer one)', given)


def _means(place, values):
    """Return the mean of the values known at each place, in order; NaN where none is."""
    _, rows = np.unique(place, return_inverse=True)
    known = ~np.isnan(values)
    sums = np.bincount(rows, np.where(known, values, 0))
    counts = np.bincount(rows, known)
    return np.divide(sums, counts, out=np.full(len(sums), np.nan), where=counts > 0)


def _once(stamps, values, step, choices):
    """Return one row for each stamp; equal ones and different ones by the choice that was made."""
    starts, first, row, times = np.unique(
        stamps, return_index=True, return_inverse=True, return_counts=True
    )
    same = (values == values[first][row]) | (np.isnan(values) & np.isnan(values[first][row]))
    again = np.arange(len(stamps)) != first[row]
    differs = np.isin(row, row[~same])
    equal = int((again & ~differs).sum())
    repeat = _n(equal, "row repeats", "rows repeat")
    repeat += f" a stamp and its value, the first {_first(stamps, again & ~differs)}"
    choices.need(equal, repeat, "equal rows once")
    hours = starts[(times > 1)].astype("datetime64[h]").astype(int) % 24
    summer = bool(len(hours)) and bool((hours < 4).all()) and step < np.timedelta64(1, "D")
    zone = ("local time in <zone>",) if summer else ()
    different = int((again & differs).sum())
    choices.left_out["that repeat a stamp"] = equal + different
    found = _n(different, "row repeats", "rows repeat") + " a stamp with another value, the first "
    found += _first(stamps, again & differs)
    doubled = "first of doubled", "last of doubled", "mean of doubled"
    chosen = choices.need(different, found, *doubled, *zone)
    if chosen == "mean of doubled":
        return starts, _means(row, values)
    last = len(stamps) - 1 - np.unique(stamps[::-1], return_index=True)[1]
    return starts, values[last if chosen == "last of doubled" else first]


def _n(count, one, many):
    """Return a count with the words for one or for many."""
    return f"{count:,} {one if count == 1 else many}"


def _first(stamps, where):
    """Return the first of the stamps for which `where` holds, as text."""
    return str(_coarse(stamps[where][:1])[0]) if where.any() else ""


def packaged_csv():
    """Return the path of the packaged file: twelve weeks of a traffic counter, faults and all."""
    return Path(str(DATA / "i94_traffic_2014.csv"))


class Part(NamedTuple):
    """Windows to learn from, and later ones to judge by, by their numbers."""

    learn: np.ndarray
    judge: np.ndarray


def two_origins(complete, horizon, first=0.6):
    """Divide windows at two origins of time; each part is judged by what was fitted before it.

    The first part serves to calibrate, the second to judge what came of it.

    Parameters
    ----------
    complete : ndarray of shape (windows,), bool
        Which windows may be used, as from `unrolled.series.complete_windows`.
    horizon : int
    first : float, default 0.6
        Share of the windows before the first origin.

    Returns
    -------
    list of two Part

    Raises
    ------
    ValueError
        If fewer than 50 windows are left to learn from, or fewer than 20 to judge by in a part.
    """
    complete = expect_real(complete, "complete", kinds="b")
    row = complete.ndim == 1 and complete.size > 0
    expect(row, "complete", "be a row of truth values", f"shape {complete.shape}")
    horizon, n = expect_count(horizon, "horizon"), len(complete)
    first = expect_number(first, "first", "be a share between 0 and 1", lambda s: 0 < s < 1)
    start = int(np.round(first * n))
    wanted = "leave 50 windows to learn from and 20 to judge by at each of two origins"
    wanted += " (take a shorter window, season or horizon, or a longer record)"
    few = f"{int(complete.sum())} of {n} windows"
    expect(n - start >= 2 and start >= 50 + horizon, "complete", wanted, few)
    rolled = rolling_origin(n, start, -(-(n - start) // 2), horizon)
    parts = [Part(*(np.flatnonzero(complete[s]) + s.start for s in origin)) for origin in rolled]
    enough = all(len(part.learn) >= 50 and len(part.judge) >= 20 for part in parts)
    expect(enough, "complete", wanted, few)
    return parts


class Verdict(NamedTuple):
    """What a comparison comes to, in one word and in a sentence."""

    word: str  # "better", "worse" or "not distinguishable"
    sentence: str


def verdict(errors, rival_errors, block, *, rival, unit, rng):
    """Say whether a network's errors are smaller than a rival's, as far as the record can tell.

    Parameters
    ----------
    errors, rival_errors : ndarray of shape (steps,)
        Absolute errors of the same forecasts, in the order of time; NaN where none was judged.
    block : int
        Steps in a block of `unrolled.evidence.block_bootstrap`; at most half of the steps.
    rival : str
        What the rival is called in the sentence.
    unit : str
    rng : numpy.random.Generator

    Returns
    -------
    Verdict
        Better or worse where the interval of the mean difference leaves out zero.

    Raises
    ------
    ValueError
        If shapes differ, a value is NaN in one only, or as `block_bootstrap`.
    """
    errors = expect_float(errors, "errors")
    rival_errors = expect_float(rival_errors, "rival_errors")
    same = errors.shape == rival_errors.shape
    same = same and bool((np.isnan(errors) == np.isnan(rival_errors)).all())
    expect(same, "rival_errors", "be known where errors are", f"shape {rival_errors.shape}")
    rival, unit = expect_text(rival, "rival"), expect_text(unit, "unit")
    mean, low, high = block_bootstrap(errors - rival_errors, block, rng)
    word = "better" if high < 0 else "worse" if low > 0 else "not distinguishable"
    ours, theirs = np.nanmean(errors), np.nanmean(rival_errors)
    digits = int(np.clip(2 - np.floor(np.log10(max(high - low, theirs / 1000, 1e-9))), 0, 9))
    said = {
        "better": "The network is better than",
        "worse": "The network is worse than",
        "not distinguishable": "The network cannot be told from",
    }[word]
    sentence = (
        f"{said} {rival}: it errs by {ours:,.{digits}f} {unit} where that errs by "
        f"{theirs:,.{digits}f}, and the difference, {mean:+,.{digits}f}, lies between "
        f"{low:+,.{digits}f} and {high:+,.{digits}f} in 95 % of redrawn records."
    )
    return Verdict(word, sentence)


def write_forecast(path, time, columns):
    """Write a forecast as a CSV file, a row for each step; never over a file that is there.

    Parameters
    ----------
    path : path-like
    time : ndarray of datetime64, shape (horizon,)
    columns : dict of str to ndarray of shape (horizon,)
        Heading, with the unit, to numbers; written with six digits.

    Raises
    ------
    ValueError
        If there is a file of that name, a length differs, or a number is not finite.
    """
    import pandas as pd

    expect(isinstance(path, (str, Path)), "path", "be the name of a file", shown(path))
    path = Path(path)
    expect(not path.exists(), "path", "be a new name, for nothing is overwritten", repr(path.name))
    dated = isinstance(time, np.ndarray) and time.dtype.kind == "M" and time.ndim == 1
    expect(dated, "time", "be a row of datetime64", shown(time))
    expect(isinstance(columns, dict), "columns", "be a dict of headings", shown(columns))
    table = {"time": [str(stamp).replace("T", " ") for stamp in time]}
    for name, numbers in columns.items():
        numbers = expect_finite(numbers, "columns")
        wanted = f"hold {len(time)} numbers each, as time"
        expect(numbers.shape == time.shape, "columns", wanted, f"{name!r} of {numbers.shape}")
        table[str(name)] = [f"{number:.6g}" for number in numbers]
    pd.DataFrame(table).to_csv(path, index=False, lineterminator="\n")
