"""The numbers that a page claims, and whether its own execution bears them out.

A number is *supported* if, within its own rounding, a cell of the page prints or glues it, the
cell's code says it, its figure shows it (read back from the stored SVG), or an equation of the page
comes to it. The nearer the better: a caption or an alt text is held to its own cell first, and an
alt text that says where a curve begins, ends, crosses or stands at a step is held to that place.
"""

import ast
import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import nbformat
import numpy as np
import yaml

from equations import equations, value_of
from figure_data import panels

NUMBER = re.compile(
    r"(?<![\w.^_{\-−‑])(?P<sign>[-−+]|minus )?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?"
    r"(?P<power>e[-−+]?\d+)?(?![\w^]|[,.]\d)(?P<percent> ?%| percent)?"
)
COUNTS = "two three four five six seven eight nine ten eleven twelve".split()
WORDS = dict(zip(COUNTS, range(2, 13), strict=True)) | {"sixteen": 16, "twenty": 20, "fifty": 50}
WORD = re.compile(rf"(?<![-\w])(?:{'|'.join(WORDS)})(?![-\w])", re.I)
ABOUT = re.compile(r"\b(?:about|around|nearly|near|almost|some|roughly|over)\s+\S*$", re.I)
CITED = re.compile(r"\b(?:chapters?|sections?|lab|part|keras)\s+\S*$", re.I)


class Number(NamedTuple):
    """A number as a sentence writes it."""

    text: str
    value: float
    within: float  # half a unit of its last digit
    digits: int  # significant ones
    at: int  # where in the text

    @property
    def decimal(self):
        return "." in self.text or "e" in self.text

    @property
    def precise(self):
        """Whether it would hardly be right by chance: three digits, or four behind the point."""
        return self.digits > 2 or len(self.text.partition(".")[2]) > 3

    @property
    def percent(self):
        return self.text.endswith(("%", "percent"))

    def is_(self, *values):
        """Tell whether one of some computed values rounds to this number."""
        values = np.asarray(values, dtype=float)
        off = np.abs(values - self.value)
        if self.percent:
            off = np.minimum(off, np.abs(100 * values - self.value))
        return bool((off <= self.within * (1 + 1e-6)).any())


def numbers(text, words=False):
    """Return the numbers in a text; with `words`, also two, three, four …"""
    found = []
    for match in NUMBER.finditer(text):
        before = text[: match.start()]
        if CITED.search(before):
            continue
        whole, decimals = match["whole"].replace(",", ""), (match["decimals"] or ".")[1:]
        power = int((match["power"] or "e0")[1:].replace("−", "-"))
        sign = -1 if (match["sign"] or "+")[0] in "-−m" else 1
        unit = 10.0 ** (power - len(decimals))
        if not decimals and not power and ABOUT.search(before):
            unit *= 10 ** (len(whole) - len(whole.rstrip("0")))
        value = sign * float(f"{whole}.{decimals or 0}") * 10.0**power
        digits = len((whole + decimals).lstrip("0"))
        found.append(Number(match[0].strip(), value, unit / 2, digits, match.start()))
    for match in WORD.finditer(text) if words else ():
        found.append(Number(match[0], WORDS[match[0].lower()], 0.5, 1, match.start()))
    return sorted(found, key=lambda number: number.at)


def plain(text):
    """Return a text without markup: no roles, code or link targets; powers of ten as 1e-6."""
    text = re.sub(r"\{[\w:-]+\}`[^`]*`|`[^`]*`", " ", text)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    text = re.sub(r"\\[,;:! ]", "", text)
    text = re.sub(r"(\d) ?\\cdot ?10\^\{?(-?\d+)\}?", r"\1e\2", text)
    text = re.sub(r"10\^\{?(-?\d+)\}?", r"1e\1", text)
    return text.replace("\\%", "%").replace("$", " ")


def sentences(text):
    return re.split(r"(?<=[.;:])\s+", " ".join(plain(text).split()))


# -- reading a page ------------------------------------------------------------------------------


@dataclass
class Cell:
    """A code cell with what it put out when the book was built."""

    line: int
    section: int
    options: dict
    source: str
    printed: list = field(default_factory=list)  # values in text outputs, tables and glue
    panels: list = field(default_factory=list)

    @property
    def caption(self):
        return self.options.get("mystnb", {}).get("figure", {}).get("caption", "")

    @property
    def alt(self):
        return self.options.get("mystnb", {}).get("image", {}).get("alt", "")

    @property
    def varies(self):
        """Whether it measures: on another day it shows other numbers, which bear out none."""
        return "nbval-ignore-output" in self.options.get("tags", [])

    @cached_property
    def said(self):
        """What the cell prints, and the numbers of its code."""
        return [*([] if self.varies else self.printed), *written(self.source)]

    @cached_property
    def drawn(self):
        return drawn(self.panels, seeds=True)


@dataclass
class Drawing:
    """A figure that no cell draws, a table or an example: its own words are its data."""

    line: int
    section: int
    caption: str
    alt: str
    words: str

    @cached_property
    def said(self):
        return [n.value for n in numbers(plain(self.words), words=True)]


class Prose(NamedTuple):
    """A paragraph: a block of lines without a blank one."""

    line: int
    section: int
    text: str

    @property
    def worked_out(self):
        """The numbers of its equations that hold."""
        sides = [side for *both, holds in equations(self.text) if holds for side in both]
        return [v for s in sides for v in (value_of(s)[0], *(n.value for n in numbers(plain(s))))]


def written(source):
    """Return the numbers in code, what its arithmetic comes to, and how many a slice holds."""
    try:
        return [value for node in ast.walk(ast.parse(source)) for value in _written(node)]
    except SyntaxError:  # a magic
        return []


def _written(node):
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return [n.value for n in numbers(node.value)]
        return [node.value] if type(node.value) in (int, float) else []
    if isinstance(node, ast.Slice | ast.Call):  # how many slice(7000, 9000) holds
        ends = [node.lower, node.upper] if isinstance(node, ast.Slice) else node.args
        ends = [getattr(end, "value", None) for end in ends]
        sliced = isinstance(node, ast.Slice) or ast.unparse(node.func) in RANGES
        return [ends[1] - ends[0]] if sliced and [*map(type, ends)] == [int, int] else []
    if isinstance(node, ast.BinOp | ast.UnaryOp):
        parts = [part for part in ast.walk(node) if isinstance(part, ast.expr)]
        if all(isinstance(part, ast.Constant | ast.BinOp | ast.UnaryOp) for part in parts):
            value = value_of(ast.unparse(node))[0]
            return [] if value is None else [value]
    return []


RANGES = {"slice", "range", "np.arange"}
FENCE = re.compile(r"^(?P<fence>`{3,}|:{3,})(?:\{(?P<name>[\w:-]+)\})?\s*(?P<argument>.*)$")
HELD = {"code-cell", "figure", "explorable", "table", "example"}
OPTION = re.compile(r":([\w-]+):\s*(.*)$")


def read_page(path, notebook=None):
    """Return the cells, drawings and paragraphs of a MyST page, in order.

    `notebook` is the page as the book's build executed it; without one, cells have no outputs.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    items, paragraph, section = [], [], 0
    at = lines.index("---", 1) + 1 if lines[:1] == ["---"] else 0
    while at < len(lines):
        line, fence = lines[at], FENCE.match(lines[at])
        name = fence and (fence["name"] or ("example" if fence["argument"] else None))
        if name in HELD or line.startswith("#") or not line.strip() or name == "admonition":
            if paragraph:
                items.append(Prose(at, section, "\n".join(paragraph)))
            paragraph = [fence["argument"]] if name == "admonition" else []
        if name in HELD:
            end = lines.index(fence["fence"], at + 1)
            held = _held(name, fence["argument"], lines[at + 1 : end], path.parent)
            items += [kind(at + 1, section, *rest) for kind, *rest in held]
            at = end
        elif line.startswith("#"):
            section += 1
            items.append(Prose(at + 1, section, line))
        elif line.strip() and not fence and not OPTION.match(line):
            paragraph.append(line)
        at += 1
    items.append(Prose(at, section, "\n".join(paragraph)))
    if notebook is not None:
        _add_outputs([item for item in items if isinstance(item, Cell)], notebook)
    return items


def _held(name, argument, body, folder):
    """Yield what a fenced block holds."""
    if name == "example":
        yield Drawing, "", "", "\n".join(body)
        return
    options = {}
    if body[:1] == ["---"]:
        end = body.index("---", 1)
        options, body = yaml.safe_load("\n".join(body[1:end])), body[end + 1 :]
    options |= dict(match.groups() for row in body if (match := OPTION.match(row)))
    text = "\n".join(row for row in body if not OPTION.match(row)).strip()
    if name == "code-cell":
        yield Cell, options, text
    elif name == "table":
        yield Drawing, argument, "", text
        yield Prose, text
    else:
        source = options.get("fallback", argument)
        source = Path(__file__).parents[1] / source[1:] if source[0] == "/" else folder / source
        words = " ".join(re.findall(r">([^<>]+)</t", source.read_text(encoding="utf-8")))
        if name == "explorable":  # the settings of its buttons
            words += source.with_name(f"{argument}.js").read_text(encoding="utf-8")
        yield Drawing, text, options["alt"], words


def _plain(source):
    """Return the code of a notebook's cell without the line that names a folded solution."""
    return re.sub(r"\A# Solution to Exercise .*\n", "", source).strip()


def _add_outputs(cells, notebook):
    """Give the cells of a page what the same cells of the built notebook put out."""
    built = [c for c in nbformat.read(notebook, as_version=4).cells if c.cell_type == "code"]
    at = 0
    for cell in cells:
        while at < len(built) and _plain(built[at].source) != cell.source:
            at += 1
        if at == len(built):
            raise LookupError(f"the notebook lacks the cell at line {cell.line}: run `make book`")
        for output in built[at].outputs:
            data = dict(output.get("data", {}))
            if svg := data.pop("image/svg+xml", None):
                cell.panels += panels("".join(svg))
                data.pop("text/plain", None)
            for text in ("".join(output.get("text", "")), *map("".join, data.values())):
                for number in numbers(text.replace("‑", "-").replace("\xa0", " ")):
                    cell.printed += [number.value, *([number.value / 100] * number.percent)]
        at += 1


# -- what a figure shows -------------------------------------------------------------------------


def drawn(panels, seeds=False):
    """Return the values that a figure shows without measuring: words, ends, turns and counts.

    With `seeds`, also the lowest and the highest dot of each bar.
    """
    values = []
    for panel in panels:
        values += [n.value for word in panel.words for n in numbers(plain(word))]
        lines = [curve for curve in panel.curves if not curve.dots]
        bars = [c for c in lines if c.x is None and len(c.y) == 2 and np.ptp(c.y) > 0]
        values += [len(lines), len(bars), len(panel.curves)]
        for curve in panel.curves:
            keep = _telling(curve)
            if curve.dots and bars:
                keep = [curve.y.argmin(), curve.y.argmax()] if seeds else []
            values += [len(curve.y), *curve.y[keep]]
            values += [] if curve.x is None else [*curve.x[keep], np.ptp(curve.x)]
        for band in (band for band in panel.bands if band.x is not None):
            last = band.y[band.x == band.x.max()]
            values += [*band.y[band.x == band.x.min()], *last, band.y.min(), band.y.max()]
            if last.min() > 0:  # orders of magnitude
                values.append(np.log10(last.max() / last.min()))
    return values


def _telling(curve):
    """Return the points that a reader of a curve notices: its ends and where it turns."""
    if curve.dots or len(curve.y) <= 3:
        return np.arange(len(curve.y))
    slope = np.sign(np.diff(curve.y))
    turns = np.flatnonzero(slope[:-1] * slope[1:] < 0) + 1
    turns = turns if len(turns) <= 8 else []  # more of them is noise
    return np.unique([0, len(curve.y) - 1, curve.y.argmin(), curve.y.argmax(), *turns]).astype(int)


def stands_at(value, place, panels):
    """Tell whether a curve of a figure has some value at a place."""
    for curve in (curve for panel in panels for curve in panel.curves if not curve.dots):
        if curve.x is not None and curve.x[0] - 1e-6 <= place.value <= curve.x[-1] + 1e-6:
            if value.is_(np.interp(place.value, curve.x, curve.y)):
                return True
    return False


# How alt texts speak of curves. A number in one of these positions is held to it.
ENDS = re.compile(r"\b(?:ends|ending)\b[^.;:,]{0,20}$")
STARTS = re.compile(r"\b(?:starts|begins|start together)\b[^.;:,]{0,20}$")
LIMIT = re.compile(r"\b(?:below|above|under|over|less than|more than|between)\s+$")
PLACE = re.compile(r"^[^\d.;:,]{0,12}\b(?:at|by|near|after|on|until)\b(?: about)?(?: \w+)? $")
SPAN = re.compile(r"\b(?:against|over)\b[^.;:]*? (?P<first>[\d.,]+) to (?P<last>[\d.,]*\d)")
COUNT = re.compile(r"\bover (?P<last>\d+) (?!of)\w+")
SEEDS = re.compile(r"\b(?:dots?|seeds?)\b")
CROSSES = re.compile(r"below (?P<level>\S+) (?P<how>after|from) \w+ (?P<last>\d+)")


def reread(sentence, panels):
    """Look at numbers in the positions above; return (borne out, contradicted) by the figure."""
    curves = [c for panel in panels for c in panel.curves if not c.dots and len(c.y) > 2]
    claimed, right, wrong = numbers(sentence), [], []
    for number in claimed:
        before = sentence[: number.at]
        for pattern, place in ((STARTS, 0), (ENDS, -1)):
            if pattern.search(before) and not LIMIT.search(before):
                wrong += [] if number.is_(*(c.y[place] for c in curves)) else [number]
    for value, place in pairwise(claimed):
        said_at = PLACE.search(sentence[value.at + len(value.text) : place.at])
        if value.decimal and not place.decimal and said_at:
            if not LIMIT.search(sentence[: value.at]) and not stands_at(value, place, panels):
                wrong.append(value)
    curves = [c for c in curves if c.x is not None]
    for pattern, fits in ((SPAN, _spans), (COUNT, _spans), (CROSSES, _crosses)):
        for match in pattern.finditer(sentence) if curves else ():
            held = [n for n in claimed if n.at in (match.start(1), match.start("last"))]
            if any(fits(curve, match) for curve in curves):
                right += held
            else:
                wrong += held[-1:]
    return right, wrong


def _spans(curve, match):
    """Tell whether a curve runs from one number to another, or over so many steps."""
    first, last = (_only(match.groupdict().get(name)) for name in ("first", "last"))
    start = curve.x[0] if first is None else first.value
    length = curve.x[-1] - curve.x[0] + (start > 0.5)
    return abs(curve.x[0] - start) < 0.5 and last.is_(curve.x[-1], length)


def _crosses(curve, match):
    """Tell whether a curve is below a level for good after, or from, a place."""
    above = np.flatnonzero(curve.y >= _only(match["level"]).value)
    if not len(above) or above[-1] + 1 == len(curve.y):
        return False
    return _only(match["last"]).is_(curve.x[above[-1] + (match["how"] == "from")])


def _only(text):
    return numbers(text)[0] if text else None


# -- the verdict ---------------------------------------------------------------------------------


class Finding(NamedTuple):
    """A number that nothing supports, or an equation that does not hold."""

    line: int
    where: str
    number: str
    sentence: str


def unsupported(items):
    """Return what nothing supports in a page, as from `read_page`."""
    judges = {Cell: _of_cell, Drawing: _of_drawing, Prose: _of_prose}
    return [found for i, item in enumerate(items) for found in judges[type(item)](items, i)]


def _of_cell(items, place):
    cell = items[place]
    above = [c for c in items[:place] if isinstance(c, Cell)]
    own = [*cell.said, *drawn(cell.panels)]
    seeds = [*own, *drawn(cell.panels, seeds=True)]
    near = [*seeds, *(v for c in above[-3:] if c.section == cell.section for v in c.said)]
    far = [*near, *(v for c in above for v in c.said)]
    for sentence in sentences(cell.caption):
        for n in numbers(sentence, words=True):
            if not n.is_(*(far if n.precise else near)):
                yield Finding(cell.line, "caption", n.text, sentence)
    for sentence in sentences(cell.alt):
        right, wrong = reread(sentence, cell.panels)
        claimed = numbers(sentence, words=True)
        for n in claimed:
            held = far if n.precise else near
            if cell.panels and n.decimal:
                held = seeds if SEEDS.search(sentence) else own
            borne_out = n in right or n.is_(*held) or _read_off(n, sentence, claimed, cell.panels)
            if n in wrong or not borne_out:
                yield Finding(cell.line, "alt", n.text, sentence)


def _read_off(number, sentence, claimed, panels):
    """Tell whether a number is the value at its neighbour in the sentence, or its place."""
    at = claimed.index(number)
    for value, place in pairwise(claimed):
        phrase = PLACE.search(sentence[value.at + len(value.text) : place.at])
        if number in (value, place) and phrase and stands_at(value, place, panels):
            return True
    for other in (*claimed[max(0, at - 1) : at], *claimed[at + 1 : at + 2]):
        for value, place in ((number, other), (other, number)):
            told = value.decimal or value.precise or number is value
            if told and not place.decimal and stands_at(value, place, panels):
                return True
    return False


def _of_drawing(items, place):
    drawing = items[place]
    known = [*drawing.said, *_near(items, place)]
    for where, text in (("caption", drawing.caption), ("alt", drawing.alt)):
        for sentence in sentences(text):
            for n in numbers(sentence, words=True):
                if not n.is_(*known):
                    yield Finding(drawing.line, where, n.text, sentence)


def _near(items, place):
    """Return what the cells of the section above a place and the next two below it say."""
    above = [c for c in items[:place] if isinstance(c, Cell)]
    below = [c for c in items[place:] if isinstance(c, Cell)][:2]
    above = [c for c in above if c.section == items[place].section]
    return [value for cell in (*above, *below) for value in cell.said]


def _of_prose(items, place):
    prose = items[place]
    for left, right, holds in equations(prose.text):
        if not holds:
            yield Finding(prose.line, "equation", right, f"{left} = {right}")
    claimed = [(n, s) for s in sentences(prose.text) for n in numbers(s) if _telltale(n)]
    if not claimed:
        return
    near, far = [], []
    below = 0
    for i, item in enumerate(items):
        values = item.worked_out if isinstance(item, Prose) else item.said
        shows = isinstance(item, Cell) and not item.varies
        values = [*values, *item.drawn] if shows else values
        below += isinstance(item, Cell) and i > place
        close = i < place or below <= 2 if isinstance(item, Cell) else item.section == prose.section
        far += values if i <= place or not isinstance(item, Prose) else []
        near += values if close and (i <= place or not isinstance(item, Prose)) else []
    for n, sentence in claimed:
        if not n.is_(*(far if n.precise else near)):
            yield Finding(prose.line, "prose", n.text, sentence)


def _telltale(number):
    """Tell whether a number in prose is looked at: a result more often than a setting or a date."""
    if number.decimal or number.percent or "," in number.text:
        return number.digits > 1
    return number.digits > 2 and not 1900 < number.value < 2100
