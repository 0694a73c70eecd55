"""The choices by which a CSV file may be mended: asked for where one is needed, and counted."""

import re
from difflib import get_close_matches

import numpy as np

from unrolled._expect import expect, expect_text, shown

MENDS = {
    "# lines are comments": "lines that begin with # are left out",
    "only <column> = <cell>": "such as only STATION = A: one series of several in the file",
    "decimal comma": "1,5 is one and a half",
    "decimal point": "1.500 is one and a half, though 850 stands beside it",
    "thousands comma": "1,500 is fifteen hundred",
    "thousands point": "1.500 is fifteen hundred",
    "thousands space": "1 500 is fifteen hundred",
    "<cell> is missing": "such as -9999 is missing: this code or word is no measurement",
    "<cell> is real": "such as 0 is real: a value far from all others is a measurement",
    "day first": "31/12/2020 is the last day of the year",
    "month first": "12/31/2020 is the last day of the year",
    "hour 24 is midnight": "24:00 is the beginning of the next day",
    "hour 1 is midnight": "hours are counted from 1: the first begins at midnight",
    "time as <format>": "such as time as %d.%m.%y %H.%M.%S, in the codes of strptime, or "
    "time as seconds since 1970",
    "stamps to UTC": "stamps with an offset such as +02:00 become UTC",
    "local time in <zone>": "such as local time in Europe/Berlin: summer time becomes UTC",
    "leave out rows without a time": "a few rows at an end of the file, such as a sum",
    "sort": "rows are put in the order of time",
    "stamps to the nearest step": "stamps between two steps are moved to the nearer one",
    "mean of each step": "all rows of a step become their mean",
    "leave out unfinished ends": "a first or last step with fewer rows than usual is left out",
    "keep unfinished ends": "the mean of the rows that there are stands for the step",
    "equal rows once": "rows with the same stamp and the same value count once",
    "first of doubled": "of rows with one stamp and several values the first counts",
    "last of doubled": "the last counts, as in a file where corrections follow",
    "mean of doubled": "their mean counts",
    "absent rows are gaps": "a step without a row becomes a missing value",
    "absent rows are 0": "a step without a row becomes 0: nothing happened",
}


class Choices:
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
        self.utc, self.separator = False, None  # found out on the way

    @property
    def given(self):
        """What a refusal says was given."""
        return self.mend or "no choice"

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
        expect(chosen, "mend", f"name {wanted}, as {finding}", self.given)
        self.log.append(f"{finding}: {chosen}")
        return chosen

    def account(self, rows, placed):
        """Note where all rows have gone; it is an error of this module if one is lost."""
        parts = {"on the grid": placed} | {k: n for k, n in self.left_out.items() if n}
        assert sum(parts.values()) == rows, parts
        terms = " + ".join(f"{n:,} {name}" for name, n in parts.items())
        self.log.append(f"{rows:,} rows = {terms}")

    def finish(self):
        """Return the log, with the choices that had nothing to do."""
        idle = [choice for choice in self.mend if choice not in self.used]
        return tuple(self.log + [f"nothing to do for: {choice}" for choice in idle])


def counted(count, one, many):
    """Return a count with the words for one or for many."""
    return f"{count:,} {one if count == 1 else many}"


def coarse(time):
    """Return stamps in the longest unit that holds them."""
    units = (unit for unit in "MDhms" if (time.astype(f"datetime64[{unit}]") == time).all())
    return time.astype(f"datetime64[{next(units, 'us')}]")


def first(stamps, where):
    """Return the first of the stamps for which `where` holds, as text."""
    return str(coarse(stamps[np.asarray(where)][:1])[0]) if np.any(where) else ""
