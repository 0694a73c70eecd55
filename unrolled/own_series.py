"""A series of your own: a CSV file read with every doubt refused or mended by name, and a verdict.

`load_csv` drops, fills and guesses nothing by itself. What can be mended in one way only if
somebody says which is refused with a sentence that names the choices; the choice that is made is
counted in the log. pandas, which reads the file and its dates, is imported where it is needed.
"""

import gzip
import io
from pathlib import Path
from typing import NamedTuple

import numpy as np

from unrolled import _csv_times, _csv_values
from unrolled._csv_choices import MENDS as MENDS
from unrolled._csv_choices import Choices, coarse, counted
from unrolled._expect import (
    expect,
    expect_count,
    expect_finite,
    expect_flag,
    expect_float,
    expect_number,
    expect_real,
    expect_text,
    shown,
)
from unrolled.evidence import block_bootstrap
from unrolled.forecast import rolling_origin
from unrolled.series import DATA, regular_grid

LEAST_ROWS = 100
LEAST_BLOCKS, FEW_BLOCKS = 10, 20  # for an interval at all, and for one without a warning
LEAST_SEASONS = 10
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


class Series(NamedTuple):
    """A regular series, and what was found and done on the way to it.

    Examples
    --------
    >>> import numpy as np
    >>> column, step = "traffic_volume (vehicles per hour)", np.timedelta64(1, "h")
    >>> mend = ("equal rows once", "absent rows are gaps")
    >>> own = load_csv(packaged_csv(), "date_time", column, step, mend)
    >>> print(own.time[0], own.values[0], own.utc)
    2014-01-06T00 477.0 False
    >>> print(own.log[-1])
    2,016 steps, 2014-01-06T00 to 2014-03-30T23, 38 of them without a value
    """

    time: np.ndarray  #: (steps,) datetime64, one step apart
    values: np.ndarray  #: (steps,) float; NaN where a value is missing or a row was absent
    log: tuple  #: of str, a sentence for each thing that was found, with its count
    utc: bool  #: whether the file or a choice says that the times are UTC


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

    Examples
    --------
    >>> import numpy as np
    >>> column = "traffic_volume (vehicles per hour)"
    >>> asked = (packaged_csv(), "date_time", column, np.timedelta64(1, "h"))
    >>> try:
    ...     load_csv(*asked)
    ... except ValueError as refusal:
    ...     print(str(refusal)[:70])
    mend must name "equal rows once", as 76 rows repeat a stamp and its va
    >>> own = load_csv(*asked, mend=("equal rows once", "absent rows are gaps"))
    >>> len(own.values), int(np.isnan(own.values).sum())
    (2016, 38)
    """
    choices = Choices(mend)
    good = isinstance(step, np.timedelta64) and not np.isnat(step) and step > np.timedelta64(0)
    expect(good, "step", "be a positive timedelta64", shown(step))
    table = _table(_lines(_text(path, choices), choices), choices)
    names, rows = _names(table, time, value), len(table)
    choices.log.append(f"{rows:,} rows below the names; column {value!r}")
    table = _not_empty(table, choices)
    table = _one_series(table, names, value, choices)
    written = _csv_times.joined([table[name] for name in names], choices)
    stamps, timed = _csv_times.read_times(written, choices)
    _expect_one_series(table[timed], stamps, names, value, choices)
    values = _csv_values.numbers(table[value][timed], choices)
    stamps, values = _csv_times.in_order(stamps, values, choices)
    stamps, values = _csv_times.on_steps(stamps, values, step, choices)
    stamps, values = _csv_times.once(stamps, values, step, choices)
    grid = regular_grid(stamps, values, step)
    there = np.isin(grid.time, stamps)
    absent = int((~there).sum())
    found = f"there is no row for {absent:,} of {len(grid.time):,} steps"
    chosen = choices.need(absent, found, "absent rows are gaps", "absent rows are 0")
    values = np.where(there | (chosen != "absent rows are 0"), grid.values, 0)
    choices.account(rows, len(stamps))
    gaps = int(np.isnan(values).sum())
    assert len(stamps) + absent == len(values) and np.isnan(grid.values[~there]).all()
    axis = coarse(grid.time)
    span = f"{axis[0]} to {axis[-1]}"
    choices.log.append(f"{len(axis):,} steps, {span}, {gaps:,} of them without a value")
    return Series(axis, values, choices.finish(), choices.utc)


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
    found = f"{counted(sum(comments), 'line begins', 'lines begin')} with #"
    choices.need(sum(comments), found, "# lines are comments")
    lines = [line for line, comment in zip(lines, comments, strict=True) if not comment]
    least = f"hold a line of names and at least {LEAST_ROWS} rows to learn from and to judge by"
    expect(len(lines) > LEAST_ROWS, "path", least, f"{max(0, len(lines) - 1)} rows")
    return lines


def _table(lines, choices):
    """Return a table of text with every row of the file."""
    import pandas as pd

    choices.separator = _separator(lines)
    try:
        table = pd.read_csv(io.StringIO("\n".join(lines)), sep=choices.separator, dtype=str,
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


def _names(table, time, value):
    """Return the names of the columns of time; refuse names that are not in the table."""
    several = isinstance(time, (list, tuple)) and len(time) > 0
    names = list(time) if several else [time]
    for argument, name in [*(("time", name) for name in names), ("value", value)]:
        known = isinstance(name, str) and name in table
        columns = f"name a column, one of {', '.join(map(repr, list(table)[:9]))}"
        expect(known, argument, columns + " …" * (len(table.columns) > 9), shown(name))
    other = [name for name in table if name not in names]
    expect(value not in names, "value", f"name another column than time, of {other[:9]}", value)
    return names


def _not_empty(table, choices):
    """Return the rows that have a cell; note the others, in which there is nothing to lose."""
    empty = (table == "").all(axis=1)
    if empty.any():
        choices.log.append(f"{counted(empty.sum(), 'row has', 'rows have')} no cell at all")
    choices.left_out["without a cell"] = int(empty.sum())
    return table[~empty]


def _one_series(table, names, value, choices):
    """Return the rows of the series that a choice names, all where none does."""
    for choice in choices.of("only <column> = <cell>"):
        column, _, cell = choice.partition(" = ")
        columns = [name for name in table if name not in (*names, value)]
        known = column in table
        expect(known, "mend", f"name a column in only …, one of {columns[:9]}", repr(column))
        mine = table[column] == cell
        there = f"name a cell of {column!r} with {LEAST_ROWS} rows or more, such as "
        there += ", ".join(map(repr, table[column].value_counts().index[:5]))
        expect(mine.sum() >= LEAST_ROWS, "mend", there, f"{cell!r} with {mine.sum():,} rows")
        choices.left_out[f"not of {choice}"] = int((~mine).sum())
        choices.log.append(f"{mine.sum():,} of {len(mine):,} rows: only {choice}")
        table = table[mine]
    return table


def _expect_one_series(table, stamps, names, value, choices):
    """Refuse stamps that repeat all over the file if a column tells the repeats apart."""
    import pandas as pd

    rows, repeats = len(stamps), len(stamps) - len(np.unique(stamps))
    told = choices.take("mean of each step", "first of doubled", "last of doubled",
                        "mean of doubled")  # fmt: skip
    if repeats < 0.2 * rows or told:
        return
    others = {}
    for name in table:
        kinds = table[name].nunique()
        if name in (*names, value) or not 2 <= kinds <= min(100, rows // 5):
            continue
        again = pd.DataFrame({"time": stamps, "kind": table[name].to_numpy()}).duplicated().sum()
        if again <= 0.05 * repeats:
            others[name] = kinds
    if not others:
        return
    name = min(others, key=others.get)
    kinds = table[name].value_counts(sort=False)
    found = f"{repeats:,} of {rows:,} rows repeat a time"
    hours = kinds.index.str.fullmatch(r"\d{1,2}(:00)*").all() and others[name] in (12, 24)
    both = f"name {(*names, name)}, date and hour, as {found} and {name!r} tells them apart"
    expect(not hours, "time", both, shown(names[0]))
    shown_kinds = ", ".join(kinds.index[:4]) + ", …" * (len(kinds) > 4)
    one = f'name one series, such as "only {name} = {kinds.idxmax()}", as {found}'
    found = f"{one} and column {name!r} tells them apart: {len(kinds)} series, {shown_kinds}"
    expect(False, "mend", found, choices.given)


def packaged_csv():
    """Return the path of the packaged file: twelve weeks of a traffic counter, faults and all.

    Examples
    --------
    >>> packaged_csv().name
    'i94_traffic_2014.csv'
    >>> packaged_csv().open().readline().strip()
    'date_time,traffic_volume (vehicles per hour),temp (K)'
    """
    return Path(str(DATA / "i94_traffic_2014.csv"))


class Part(NamedTuple):
    """Windows to learn from, and later ones to judge by, by their numbers.

    Examples
    --------
    >>> import numpy as np
    >>> part = two_origins(np.ones(200, dtype=bool), horizon=3)[0]
    >>> len(part.learn), len(part.judge)
    (118, 40)
    """

    learn: np.ndarray  #: (windows,) int
    judge: np.ndarray  #: (windows,) int


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
        If fewer than 50 windows are left to learn from, or fewer than 20 to judge by in a part, 9
        of them with targets that are known by its end. The sentence says how many rows are lacking.

    Examples
    --------
    >>> import numpy as np
    >>> for learn, judge in two_origins(np.ones(200, dtype=bool), horizon=3):
    ...     print(learn[[0, -1]], judge[[0, -1]])
    [  0 117] [120 159]
    [  0 157] [160 199]
    """
    complete = expect_real(complete, "complete", kinds="b")
    row = complete.ndim == 1 and complete.size > 0
    expect(row, "complete", "be a row of truth values", f"shape {complete.shape}")
    horizon, n = expect_count(horizon, "horizon"), len(complete)
    first = expect_number(first, "first", "be a share between 0 and 1", lambda s: 0 < s < 1)
    parts = _divided(complete, horizon, first)
    if parts is None:
        most = 50 * (n + horizon + 100)
        more = (k for k in range(1, most) if _divided(_longer(complete, k), horizon, first))
        lacking = next(more, most)
        wanted = "leave 50 windows to learn from and 20 to judge by at each of two origins: "
        wanted += f"make WINDOW, SEASON and HORIZON together {counted(lacking, 'step', 'steps')} "
        wanted += f"shorter, or the file {counted(lacking, 'row', 'rows')} longer"
        expect(False, "complete", wanted, f"{int(complete.sum()):,} of {n:,} windows")
    return parts


def _longer(complete, k):
    return np.append(complete, np.ones(k, bool))


def _divided(complete, horizon, first):
    """Return the two parts, or None if one is too small to learn from, judge by or calibrate by."""
    n = len(complete)
    start = int(np.round(first * n))
    if n - start < 2 or start < 50 + horizon:
        return None
    rolled = rolling_origin(n, start, -(-(n - start) // 2), horizon)
    parts = [Part(*(np.flatnonzero(complete[s]) + s.start for s in origin)) for origin in rolled]
    for learn, judge in parts:
        if len(learn) < 50 or len(judge) < 20 or (judge <= judge[-1] - (horizon - 1)).sum() < 9:
            return None
    return parts


def season_advice(steps, season, naive_error=None, seasonal_error=None):
    """Say what speaks against a season: a file that holds few of them, and the naive forecast.

    Parameters
    ----------
    steps, season : int
        Steps of the file, and of a season; 1 where there is none.
    naive_error, seasonal_error : float, optional
        Mean absolute errors of the naive and the seasonal naive forecast.

    Returns
    -------
    tuple of str
        A sentence for each thing; none where nothing speaks against the season.

    Raises
    ------
    ValueError
        If a number of steps is not whole, or an error is not finite.

    Examples
    --------
    >>> season_advice(steps=1000, season=24)
    ()
    >>> print(season_advice(steps=100, season=24)[0][:57])
    The file holds 4.2 seasons of 24 steps, and 10 are wanted
    """
    steps, season = expect_count(steps, "steps"), expect_count(season, "season")
    if season == 1:
        return ()
    said, seasons = [], steps / season
    if seasons < LEAST_SEASONS:
        few = f"The file holds {seasons:.1f} seasons of {season:,} steps, and {LEAST_SEASONS} are"
        said.append(f"{few} wanted: try a shorter SEASON, or 1 for none.")
    if naive_error is not None and seasonal_error is not None:
        errors = [expect_number(error, name, "be a number", np.isfinite) for name, error in
                  (("naive_error", naive_error), ("seasonal_error", seasonal_error))]  # fmt: skip
        if errors[0] < errors[1]:
            less = f"{1 - errors[0] / errors[1]:.0%} less than that of a season ago"
            said.append(f"The last value errs by {less}: try SEASON = 1, or another.")
    return tuple(said)


class Verdict(NamedTuple):
    """What a comparison comes to, in one word and in a sentence.

    Examples
    --------
    >>> Verdict("better", "The network is better than the naive forecast.").word
    'better'
    """

    word: str  #: "better", "worse", "not distinguishable" or "not enough"
    sentence: str  #: with the errors and, where there is one, the interval


def verdict(errors, rival_errors, block, *, rival, unit, rng):
    """Say whether a network's errors are smaller than a rival's, as far as the record can tell.

    Parameters
    ----------
    errors, rival_errors : ndarray of shape (steps,)
        Absolute errors of the same forecasts, in the order of time; NaN where none was judged.
    block : int
        Steps in a block of `unrolled.evidence.block_bootstrap`.
    rival : str
        What the rival is called in the sentence.
    unit : str
    rng : numpy.random.Generator

    Returns
    -------
    Verdict
        Better or worse where the interval of the mean difference leaves out zero; not enough where
        the known errors fill fewer than ten blocks, for which no interval is given.

    Raises
    ------
    ValueError
        If shapes differ, a value is NaN in one only, or as `block_bootstrap`.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> rival_errors = rng.uniform(2, 4, size=500)
    >>> said = verdict(rival_errors - 1, rival_errors, 24, rival="naive", unit="cars", rng=rng)
    >>> said.word
    'better'
    >>> print(said.sentence[:36])
    The network is better than naive: it
    """
    errors = expect_float(errors, "errors")
    rival_errors = expect_float(rival_errors, "rival_errors")
    same = errors.shape == rival_errors.shape
    same = same and bool((np.isnan(errors) == np.isnan(rival_errors)).all())
    expect(same, "rival_errors", "be known where errors are", f"shape {rival_errors.shape}")
    rival, unit = expect_text(rival, "rival"), expect_text(unit, "unit")
    block, known = expect_count(block, "block"), ~np.isnan(errors)
    expect(known.any(), "errors", "hold a number", f"{known.sum()} among {known.size}")
    ours, theirs = errors[known].mean(), rival_errors[known].mean()
    blocks = int(known.sum()) // block
    if blocks < LEAST_BLOCKS:
        digits, verb = _digits(theirs / 100), "is" if blocks == 1 else "are"
        few = f"{counted(blocks, 'block', 'blocks')} of {block:,} steps {verb} too few"
        sentence = (
            f"The record is not enough to tell the network from {rival}: it errs by "
            f"{ours:,.{digits}f} {unit} where that errs by {theirs:,.{digits}f}, but "
            f"{few} for an interval, which wants {LEAST_BLOCKS}."
        )
        return Verdict("not enough", sentence)
    mean, low, high = block_bootstrap(errors - rival_errors, block, rng)
    word = "better" if high < 0 else "worse" if low > 0 else "not distinguishable"
    digits = _digits(max(high - low, theirs / 1000))
    said = {
        "better": "The network is better than",
        "worse": "The network is worse than",
        "not distinguishable": "The network cannot be told from",
    }[word]
    rough = f", roughly, as {blocks} blocks are few" if blocks < FEW_BLOCKS else ""
    sentence = (
        f"{said} {rival}: it errs by {ours:,.{digits}f} {unit} where that errs by "
        f"{theirs:,.{digits}f}, and the difference, {mean:+,.{digits}f}, lies between "
        f"{low:+,.{digits}f} and {high:+,.{digits}f} in 95 % of redrawn records{rough}."
    )
    return Verdict(word, sentence)


def _digits(size):
    """Return the decimals that show three figures of a number."""
    return int(np.clip(2 - np.floor(np.log10(max(size, 1e-9))), 0, 9))


def write_forecast(path, time, columns, utc=False):
    """Write a forecast as a CSV file, a row for each step; never over a file that is there.

    Parameters
    ----------
    path : path-like
    time : ndarray of datetime64, shape (horizon,)
    columns : dict of str to ndarray of shape (horizon,)
        Heading, with the unit, to numbers; written with six digits.
    utc : bool, default False
        Whether the column of times is to be headed ``time (UTC)``.

    Raises
    ------
    ValueError
        If there is a file of that name, a length differs, or a number is not finite.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import numpy as np
    >>> time = np.array(["2026-01-01T00", "2026-01-01T01"], dtype="datetime64[h]")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "forecast.csv"
    ...     write_forecast(path, time, {"vehicles per hour": np.array([310.0, 245.5])}, utc=True)
    ...     print(path.read_text(encoding="utf-8"), end="")
    time (UTC),vehicles per hour
    2026-01-01 00,310
    2026-01-01 01,245.5
    """
    import pandas as pd

    expect(isinstance(path, (str, Path)), "path", "be the name of a file", shown(path))
    path = Path(path)
    expect(not path.exists(), "path", "be a new name, for nothing is overwritten", repr(path.name))
    dated = isinstance(time, np.ndarray) and time.dtype.kind == "M" and time.ndim == 1
    expect(dated, "time", "be a row of datetime64", shown(time))
    expect(isinstance(columns, dict), "columns", "be a dict of headings", shown(columns))
    heading = "time (UTC)" if expect_flag(utc, "utc") else "time"
    table = {heading: [str(stamp).replace("T", " ") for stamp in time]}
    for name, numbers in columns.items():
        numbers = expect_finite(numbers, "columns")
        wanted = f"hold {len(time)} numbers each, as time"
        expect(numbers.shape == time.shape, "columns", wanted, f"{name!r} of {numbers.shape}")
        table[str(name)] = [f"{number:.6g}" for number in numbers]
    pd.DataFrame(table).to_csv(path, index=False, lineterminator="\n")
