"""What a stored figure shows, read back from matplotlib's SVG: its words, and curves in data units.

The position of a point is stored to a millionth of a typographic point, so values come back to five
digits or more. Matplotlib leaves out points that lie on a straight line to a tenth of a pixel.
"""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

SVG = "{http://www.w3.org/2000/svg}"
ALMOST = 2e-3  # of an axis' range: how straight a scale has to be
FROM_BASELINE = 4.1787  # points from the middle of a tick label to its baseline, at size 11


class Curve(NamedTuple):
    """Points in data units, x None where an axis has no numbers; dots are not connected."""

    x: np.ndarray | None
    y: np.ndarray
    dots: bool


@dataclass
class Panel:
    """One pair of axes."""

    words: list = field(default_factory=list)  # annotations, legends, labels, categories
    curves: list = field(default_factory=list)
    bands: list = field(default_factory=list)  # outlines of filled areas


def panels(svg):
    """Return the panels of a figure."""
    # the letters are drawn as paths; what they say stands in comments
    svg = re.sub(r"<!--\s*(.*?)\s*-->", lambda m: f"<note>{_escape(m[1])}</note>", svg, flags=re.S)
    root = ET.fromstring(re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>", "", svg, flags=re.S))
    return [_panel(g) for g in root.iter(f"{SVG}g") if re.match(r"axes_\d+$", g.get("id", ""))]


def _panel(axes):
    panel, scales = Panel(), {}
    for group in axes.findall(f"{SVG}g"):
        kind = group.get("id", "")
        if kind.startswith("matplotlib.axis"):
            which = "xy"[len(scales)]
            ticks = [t for t in group if t.get("id", "").startswith(f"{which}tick")]
            scales[which] = _scale(ticks, which)
            if scales[which] is None:
                panel.words += [word for tick in ticks for word in _words(tick)]
            panel.words += [word for g in group if g not in ticks for word in _words(g)]
        elif kind.startswith("line2d"):
            points, dots = _line(group)
            if len(points):
                panel.curves.append(_curve(points, scales, dots))
        elif "ollection" in kind:
            outline = _outline(group)
            if len(outline):
                panel.bands.append(_curve(outline, scales, False))
        elif not kind.startswith("patch"):
            panel.words += _words(group)
    return panel


def _curve(points, scales, dots):
    x, y = (
        scales[axis](values) if scales.get(axis) else None
        for axis, values in zip("xy", points.T, strict=True)
    )
    # bars: their length is along x and y has no numbers
    return Curve(None, x, dots) if y is None and x is not None else Curve(x, y, dots)


def _line(group):
    path = group.find(f"{SVG}path")
    if path is not None:
        return _vertices(path.get("d")), False
    uses = [(float(u.get("x")), float(u.get("y"))) for u in group.iter(f"{SVG}use")]
    return np.array(uses).reshape(-1, 2), True


def _outline(group):
    path = next(group.iter(f"{SVG}path"), None)
    if path is None:
        return np.empty((0, 2))
    use = next(group.iter(f"{SVG}use"), None)
    shift = (0, 0) if use is None else (float(use.get("x", 0)), float(use.get("y", 0)))
    return _vertices(path.get("d")) + shift


def _vertices(path):
    found = re.findall(r"[MLCQ]([^MLCQZz]*)", path)
    return np.array([[float(v) for v in numbers.split()[-2:]] for numbers in found]).reshape(-1, 2)


def _scale(ticks, which):
    """Return the function from position to value of an axis, linear or logarithmic, or None."""
    pairs = [(_position(t, which), _value(w)) for t in ticks for w in _words(t)]
    at, values = np.array([p for p in pairs if None not in p], dtype=float).reshape(-1, 2).T
    if len(at) < 2 or np.ptp(values) == 0:
        return None
    positive = (values > 0).all()
    powers = positive and len(at) == 2 and np.log10(values.max() / values.min()) % 1 == 0
    if not powers and _straight(at, values):
        line = np.polyfit(at, values, 1)
        return lambda position: np.polyval(line, position)
    if positive and _straight(at, np.log(values)):
        line = np.polyfit(at, np.log(values), 1)
        return lambda position: np.exp(np.polyval(line, position))
    return None


def _straight(at, values):
    off = np.polyval(np.polyfit(at, values, 1), at) - values
    return np.abs(off).max() < ALMOST * np.ptp(values)


def _position(tick, which):
    for use in tick.iter(f"{SVG}use"):
        if use.get(which):
            return float(use.get(which))
    for path in tick.iter(f"{SVG}path"):  # the line of the grid
        if "clip-path" in path.attrib:
            return _vertices(path.get("d"))[0, "xy".index(which)]
    for group in tick.iter(f"{SVG}g"):
        match = re.match(r"translate\(\S+ ([-\d.]+)\)", group.get("transform", ""))
        if match and which == "y":
            return float(match[1]) - FROM_BASELINE
    return None


def _value(label):
    label = label.strip().replace("−", "-").replace(",", "")
    label = re.sub(r"^\$\\mathdefault\{(.*)\}\$$", r"\1", label)
    label = re.sub(r"^(-?)10\^\{(-?\d+)\}$", r"\g<1>1e\2", label)
    try:
        return float(label)
    except ValueError:
        return None


def _words(group):
    return [note.text or "" for note in group.iter(f"{SVG}note")]


def _escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")
