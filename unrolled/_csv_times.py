"""The cells of time columns as stamps on a regular grid; what only you can decide is asked for."""

import numpy as np

from unrolled._csv_choices import counted, first
from unrolled._expect import expect

ORDERS = {"day first": r"\3-\2-\1", "month first": r"\3-\1-\2"}
SECONDS = {"seconds since 1970": "s", "milliseconds since 1970": "ms"}
FORMATS = (
    "%Y-%m-%d %H.%M", "%Y-%m-%d %H.%M.%S", "%d.%m.%Y %H.%M", "%d.%m.%Y %H.%M.%S",
    "%d/%m/%Y %H.%M.%S", "%m/%d/%Y %H.%M.%S", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %I:%M:%S %p",
    "%d.%m.%y", "%d.%m.%y %H:%M", "%d.%m.%y %H.%M", "%d/%m/%y", "%m/%d/%y", "%d/%m/%y %H:%M",
    "%m/%d/%y %H:%M", "%Y.%m.%d", "%Y.%m.%d %H:%M", "%Y:%m:%d %H:%M", "%d-%b-%Y", "%d-%b-%Y %H:%M",
    "%d %b %Y", "%d %b %Y %H:%M", "%d-%b-%y", "%b %d, %Y", "%B %d, %Y", "%b %Y", "%B %Y",
    "%b-%Y", "%b-%y", "%YM%m", "%Y %b", "%m/%Y", "%m.%Y", "%Y%m%d%H%M", "%Y%m%d%H", "%Y%m",
    "%Y%m%d:%H%M", "%d%b%Y:%H:%M:%S", *SECONDS,
)  # fmt: skip
HOUR_24 = r"^(\d+[-/.]?\d+[-/.]?\d+[ T])24([:0]*)$"
WAYS = (*ORDERS, *(f"time as {form}" for form in FORMATS))


def joined(columns, choices):
    """Return one cell of text for each row, of one column of time or of several."""
    whole = [c.str.fullmatch(r"\d{1,4}(?:\.0)?").all() for c in columns]
    parts = [
        c.str.replace(".0", "", regex=False) if w else c
        for c, w in zip(columns, whole, strict=True)
    ]
    name = " + ".join(c.name for c in columns)
    stamps, rest = parts[0], list(zip(parts[1:], whole[1:], strict=True))
    if all(whole[:2]) and len(parts) > 1 and stamps.str.fullmatch(r"\d{4}").all():
        while rest and rest[0][1] and stamps.iloc[0].count("-") < 2:
            stamps = stamps + "-" + rest.pop(0)[0].str.zfill(2)
        choices.log.append(f"{name}: a column each for years and what follows")
    for at, (part, numbers) in enumerate(rest):
        if numbers and at == 0:
            part = _hours(part, alone=len(rest) == 1, choices=choices)
        elif numbers and rest[at - 1][1]:
            stamps, part = stamps + ":" + part.str.zfill(2), None
        stamps = stamps if part is None else stamps + " " + part
    return stamps.str.strip().rename(name)


def _hours(part, alone, choices):
    """Return a column of whole numbers as hours, or as hours and minutes without a mark."""
    most = part.astype(int).max()
    if alone and most > 24:
        choices.log.append(f"{part.name!r} holds hours and minutes, such as {part.iloc[-1]}")
        return part.str.zfill(4).str.replace(r"(\d\d)$", r":\1", regex=True)
    if alone:
        least = part.astype(int).min()
        choices.log.append(f"{part.name!r} holds whole hours, from {least} to {most}")
        return part.str.zfill(2) + ":00"
    return part.str.zfill(2)


def read_times(stamps, choices):
    """Return the time of every row that has one, as UTC or as written, and where these rows are."""
    import pandas as pd

    written = stamps.str.strip().str.replace(r"([ T])(\d)(?=:|$)", r"\g<1>0\2", regex=True)
    midnight = written.str.contains(HOUR_24.replace("(", "(?:"), regex=True)
    found = f"{counted(midnight.sum(), 'stamp is', 'stamps are')} of hour 24"
    hour = choices.need(int(midnight.sum()), found, "hour 24 is midnight", "hour 1 is midnight")
    written = written.str.replace(HOUR_24, r"\g<1>00\2", regex=True)
    order = choices.take(*ORDERS)
    offset = written.str.contains(r":\d\d.*(?:[+-]\d\d:?\d\d)$", regex=True)
    found = f"{counted(offset.sum(), 'stamp has', 'stamps have')} an offset from UTC"
    choices.need(int(offset.sum()), found, "stamps to UTC")
    named = choices.of("time as <format>")
    times = parsed(written, f"time as {named[0]}" if named else order)
    if order:
        changed = (_iso(written, order) != written).sum()
        choices.log.append(f"{counted(changed, 'date', 'dates')}: {order}")
    choices.utc = bool(offset.any() or written.str.endswith("Z").any() or set(named) & set(SECONDS))
    times += pd.to_timedelta(midnight.astype(int), unit="D")
    if hour == "hour 1 is midnight":
        times -= np.timedelta64(1, "h")
    bad = times.isna().to_numpy()
    _expect_times(stamps, written, bad, choices)
    kept = _from_local(times[~bad].reset_index(drop=True), choices)
    if choices.utc:
        choices.log.append("times are UTC")
    return kept.to_numpy().astype("datetime64[us]"), ~bad


def parsed(written, way=None):
    """Return text as time, in the way of a choice; NaT where it is none."""
    import pandas as pd

    form = (way or "").removeprefix("time as ")
    if form in SECONDS:
        count = pd.to_numeric(written, errors="coerce")
        return pd.to_datetime(count, unit=SECONDS[form], errors="coerce").astype("datetime64[us]")
    text = _iso(written, way) if way in ORDERS else written
    form = form if form and way not in ORDERS else "ISO8601"
    try:
        times = pd.to_datetime(text, format=form, errors="coerce", utc=True)
    except ValueError as error:
        given = f"{form!r}: {' '.join(str(error).split())}"
        expect(False, "mend", "name a format in the codes of strptime", given)
    return times.dt.tz_localize(None)


def _iso(stamps, order):
    """Return stamps such as 31/12/2020 as 2020-12-31, by what comes first."""
    padded = stamps.str.replace(r"^(\d)([/.-])", r"0\1\2", regex=True)
    padded = padded.str.replace(r"^(\d\d[/.-])(\d)([/.-])", r"\g<1>0\2\3", regex=True)
    return padded.str.replace(r"^(\d\d)[/.-](\d\d)[/.-](\d{4})", ORDERS[order], regex=True)


def _fitting(unread):
    """Return the choices that read every one of some cells; after those that read dates, none."""
    some = unread.iloc[:: max(1, len(unread) // 500)]
    digits = some.str.fullmatch(r"\d+(?:\.0+)?").all()
    length = some.str.split(".").str[0].str.len().median() if digits else 0
    if 9 <= length <= 13 and length != 12 and parsed(some, "time as %Y%m%d%H").isna().any():
        return [f"time as {list(SECONDS)[int(length > 11)]}"]
    formats = [way for way in WAYS if way.removeprefix("time as ") not in SECONDS]
    return [way for way in formats if parsed(some, way).notna().all()][:2]


def _expect_times(stamps, written, bad, choices):
    """Refuse cells without a time, but for a few at an end that may be left out."""
    if not bad.any():
        return
    at = int(np.argmax(bad))
    found = f"no time is read in {bad.sum():,} of {len(bad):,} rows, the first {stamps.iloc[at]!r}"
    found += f" in row {stamps.index[at] + 1:,}"
    ends = np.logical_and.accumulate(bad) | np.logical_and.accumulate(bad[::-1])[::-1]
    if (bad == ends).all() and bad.sum() <= max(3, min(20, 0.01 * len(bad))):
        choices.need(int(bad.sum()), found, "leave out rows without a time")
        choices.left_out["without a time"] = int(bad.sum())
        return
    guess = _fitting(written[bad])
    wanted = " or ".join(f'"{way}"' for way in guess)
    if bad.mean() < 0.5:
        wanted = wanted or '"time as …" with a format, or mend the file'
        expect(False, "mend", f"name {wanted}, as {found}", choices.given)
    shape = '"day first", "month first" or "time as %d.%m.%Y %H:%M"'
    wanted = f"name a column of times such as 2020-12-31 18:00, or mend say {wanted or shape}"
    expect(False, "time", wanted, f"{stamps.name!r}: {found}")


def _from_local(times, choices):
    """Return UTC for local time in the zone that was named, if one was."""
    import pandas as pd

    zones = choices.of("local time in <zone>")
    if not zones:
        return times
    falling = (times.diff().dt.total_seconds() < 0).mean() > 0.5
    later = "last" if falling else "first"  # newest first: the row below is the earlier one
    try:
        summer = ~times.duplicated(keep=later).to_numpy()  # an hour that comes twice
        local = times.dt.tz_localize(zones[0], ambiguous=summer, nonexistent="NaT")
    except (KeyError, ValueError, OSError, ModuleNotFoundError):
        expect(False, "mend", "name a time zone such as Europe/Berlin", repr(zones[0]))
    skipped = int(local.isna().sum())
    wanted = f"name the zone of the stamps, as {skipped} of them lie in an hour that it skips"
    expect(skipped == 0, "mend", wanted, repr(zones[0]))
    repeated = int((~summer & ~local.duplicated().to_numpy()).sum())
    second = f"the later of its hour in {counted(repeated, 'row', 'rows')}"
    choices.log.append(f"local time in {zones[0]} became UTC, {second}")
    choices.utc = True
    return pd.Series(local.dt.tz_convert("UTC").dt.tz_localize(None))


def _clock_change(stamps):
    """Say whether all stamps lie in the hours in which summer time ends somewhere."""
    if not len(stamps):
        return False
    days = stamps.astype("datetime64[D]")
    month, weekday = days.astype("datetime64[M]").astype(int) % 12, (days.astype(int) + 3) % 7
    day = (days - days.astype("datetime64[M]")).astype(int) + 1
    dated = ((month == 9) & (day > 24)) | (((month == 10) | (month == 3)) & (day < 8))
    early = stamps.astype("datetime64[h]").astype(int) % 24 < 4
    return bool((dated & early & (weekday == 6)).all())


def in_order(stamps, values, choices):
    """Return rows in the order of time."""
    back = np.append(False, stamps[1:] < stamps[:-1])
    found = (
        counted(back.sum(), "row is", "rows are")
        + " earlier than the row before, the first in row "
    )
    found += f"{np.argmax(back) + 1:,}"
    by = (stamps[:-1] - stamps[1:])[back[1:]]
    change = _clock_change(stamps[back]) and bool((by <= np.timedelta64(1, "h")).all())
    zone = ("local time in <zone>",) if change else ()
    found += f", {first(stamps, back)}, as where summer time ends" if change else ""
    choices.need(int(back.sum()), found, *zone, "sort")
    order = np.argsort(stamps, kind="stable")
    return stamps[order], values[order]


def on_steps(stamps, values, step, choices):
    """Return rows whose stamps all lie on the grid; of all rows of a step the mean, if chosen."""
    months = np.datetime_data(step)[0] in "YM"
    if choices.take("mean of each step"):
        return _step_means(stamps, values, step, "M" if months else "us", choices)
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
    lie = counted(off.sum(), "stamp lies", "stamps lie")
    found = f"{lie} between two steps, the first {first(stamps, off)}"
    choices.need(int(off.sum()), found, "stamps to the nearest step", "mean of each step")
    return on.astype("datetime64[M]") if months else on, values


def _step_means(stamps, values, step, unit, choices):
    """Return the mean of each step; count those with few rows, and ask about unfinished ends."""
    size = step.astype(f"timedelta64[{unit}]").astype(int)
    place = stamps.astype(f"datetime64[{unit}]").astype(int) // size
    rows = np.unique(place, return_counts=True)[1]
    slack = 0.9 if unit == "M" else 1  # months differ in length
    usual, short = int(np.median(rows)), rows < slack * np.quantile(rows, 0.1)
    ends = {"first": short[0], "last": short[-1]}
    few = [
        f"the {end} step has {rows[-(end == 'last')]}" for end, is_short in ends.items() if is_short
    ]
    found = f"{' and '.join(few)} of the usual {usual:,} rows"
    chosen = choices.need(len(few), found, "leave out unfinished ends", "keep unfinished ends")
    if chosen == "leave out unfinished ends":
        places = np.unique(place)
        out = ((place == places[0]) & short[0]) | ((place == places[-1]) & short[-1])
        choices.left_out["in unfinished steps"] = int(out.sum())
        place, values, stamps = place[~out], values[~out], stamps[~out]
    places, rows = np.unique(place, return_counts=True)
    choices.log.append(f"{len(values):,} rows in {len(places):,} steps: mean of each step")
    known = np.bincount(np.searchsorted(places, place), ~np.isnan(values)).astype(int)
    part = (known > 0) & (known < slack * usual)
    if part.any():
        few = (
            counted(part.sum(), "step has", "steps have")
            + f" fewer values than the usual {usual:,}"
        )
        choices.log.append(f"{few}, the fewest {known[part].min()}, and their mean counts as any")
    choices.left_out["that share their step"] = len(values) - len(places)
    return (places * size).astype(f"datetime64[{unit}]"), means(place, values)


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


def means(place, values):
    """Return the mean of the values known at each place, in order; NaN where none is."""
    _, rows = np.unique(place, return_inverse=True)
    known = ~np.isnan(values)
    sums = np.bincount(rows, np.where(known, values, 0))
    counts = np.bincount(rows, known)
    return np.divide(sums, counts, out=np.full(len(sums), np.nan), where=counts > 0)


def once(stamps, values, step, choices):
    """Return one row for each stamp; equal ones and different ones by the choice that was made."""
    starts, at, row, times = np.unique(
        stamps, return_index=True, return_inverse=True, return_counts=True
    )
    same = (values == values[at][row]) | (np.isnan(values) & np.isnan(values[at][row]))
    again = np.arange(len(stamps)) != at[row]
    differs = np.isin(row, row[~same])
    short = step < np.timedelta64(1, "D") if np.datetime_data(step)[0] not in "YM" else False
    summer = short and not choices.utc and _clock_change(starts[times > 1])
    zone = ("local time in <zone>",) if summer else ()
    as_there = ", as where summer time ends" if summer else ""
    equal = int((again & ~differs).sum())
    repeat = counted(equal, "row repeats", "rows repeat")
    repeat += f" a stamp and its value, the first {first(stamps, again & ~differs)}{as_there}"
    choices.need(equal, repeat, *zone, "equal rows once")
    different = int((again & differs).sum())
    choices.left_out["that repeat a stamp"] = equal + different
    found = (
        counted(different, "row repeats", "rows repeat") + " a stamp with another value, the first "
    )
    found += first(stamps, again & differs) + as_there
    doubled = "first of doubled", "last of doubled", "mean of doubled"
    chosen = choices.need(different, found, *zone, *doubled)
    if chosen == "mean of doubled":
        return starts, means(row, values)
    last = len(stamps) - 1 - np.unique(stamps[::-1], return_index=True)[1]
    return starts, values[last if chosen == "last of doubled" else at]
