"""The visual language of the diagrams: what every picture is drawn with.

One visual language for every picture. Time runs to the right, data runs upwards. A blue circle is
an input, an orange circle an output, a box a cell; a blue arrow carries an input, an orange
arrow an output, a thick orange arrow an output that comes back at the next step, a dashed
grey arrow something computed and left unused. A small square is one number of a matrix.

The pictures are at most 520 units wide and their smallest letters are 16 units high, so that
on a telephone 390 pixels wide they still read like the text around them.
"""

import math
import re
from html import escape
from pathlib import Path

from unrolled.palette import svg_style

ASSETS = Path(__file__).resolve().parents[2] / "_assets"

TEXT, VARIABLE, SUBSCRIPT = 16, 21, 15  # font sizes
NODE = 21  # radius of an input or an output
CELL = (54, 48)  # width and height of a cell
SQUARE = 20  # one number of a matrix

FONTS = (
    'text{font-family:"Segoe UI","Helvetica Neue",Arial,sans-serif}'
    '.variable{font-family:"STIX Two Text","Times New Roman",serif;font-style:italic}'
    ".upright{font-style:normal}"
    '.code{font-family:"SF Mono",Consolas,"Liberation Mono",monospace}'
)

# What an arrow means: its colour, its width, its dashes.
ARROWS = {
    "input": ("input", 2.2, None),
    "output": ("output", 2.2, None),
    "recurrence": ("output", 3.6, None),
    "gradient": ("gradient", 2.2, "7 4"),
    "forecast": ("forecast", 2.2, None),
    "unused": ("baseline", 1.8, "4 4"),
    "plain": ("muted", 2.2, None),
}


def number(value):
    """Write a coordinate without needless digits, the same on every machine."""
    return f"{round(value, 2) + 0:g}"  # + 0 turns -0 into 0


def element(tag, content="", **attributes):
    """Write one SVG element; ``font_size=16`` becomes ``font-size="16"``, None is left out."""
    words = [tag]
    for name, value in attributes.items():
        if value is not None:
            value = number(value) if isinstance(value, int | float) else escape(value)
            words.append(f'{name.rstrip("_").replace("_", "-")}="{value}"')
    opening = " ".join(words)
    return f"<{opening}>{content}</{tag}>" if content else f"<{opening}/>"


def typeset(formula, size=VARIABLE):
    """Turn ``y_{t-1} = 0`` into tspans: letters italic, subscripts lowered, the rest upright."""
    parts = re.findall(r"([A-Za-zφŷ])(?:_(\{[^}]+\}|\w))?|([^A-Za-zφŷ]+)", formula)
    return "".join(
        words_span(other) if other else variable_span(letter, subscript.strip("{}"), size)
        for letter, subscript, other in parts
    )


def words_span(words):
    """Write upright text within a formula."""
    return element("tspan", escape(words.replace("-", "−")), class_="upright")


def variable_span(letter, subscript, size):
    """Write one variable; an empty span with a negative dy climbs back from its subscript."""
    if not subscript:
        return element("tspan", letter)
    drop = round(size * 0.24, 1)
    lowered = element(
        "tspan",
        subscript.replace("-", "−"),
        dy=drop,
        dx=1,
        font_size=SUBSCRIPT,
        class_=None if subscript[0].isalpha() else "upright",
    )
    # A zero-width space carries the shift: an empty tspan would be ignored.
    return element("tspan", letter) + lowered + element("tspan", "\u200b", dy=-drop)


class Drawing:
    """A picture that grows by one shape per call and remembers the colours it used."""

    def __init__(self, width, height, title, description):
        self.size = (width, height)
        self.title, self.description = title, description
        self.shapes = []
        self.paints = set()
        self.rectangle(0, 0, width, height, fill="paper", radius=10)

    # Shapes ------------------------------------------------------------------------------

    def paint(self, fill=None, stroke=None):
        """Return the class names that colour a shape."""
        used = [(prop, role) for prop, role in (("fill", fill), ("stroke", stroke)) if role]
        self.paints.update(used)
        return " ".join(f"{prop}-{role}" for prop, role in used)

    def add(self, tag, content="", fill=None, stroke=None, class_="", **attributes):
        """Add one coloured SVG element."""
        names = f"{class_} {self.paint(fill, stroke)}".strip()
        self.shapes.append(
            element(tag, content, class_=names, **attributes, fill=None if fill else "none")
        )

    def rectangle(self, x, y, width, height, radius=0, **style):
        """Add a rectangle by its upper left corner."""
        self.add("rect", x=x, y=y, width=width, height=height, rx=radius or None, **style)

    def line(self, points, stroke="line", stroke_width=1, **style):
        """Add a line through points."""
        path = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self.add(
            "polyline",
            points=path,
            stroke=stroke,
            stroke_width=stroke_width,
            stroke_linejoin="round",
            **style,
        )

    def text(self, x, y, words, role="ink", size=TEXT, anchor="middle", code=False, **style):
        """Add words, centred on x, y by default."""
        self.add(
            "text",
            escape(words),
            fill=role,
            x=x,
            y=y,
            dy=size * 0.35,
            font_size=size,
            text_anchor=anchor,
            class_="code" if code else "",
            **style,
        )

    def math(self, x, y, formula, role="ink", size=VARIABLE, anchor="middle"):
        """Add a formula such as ``W_x`` or ``y_{t-1}``."""
        self.add(
            "text",
            typeset(formula, size),
            fill=role,
            class_="variable",
            x=x,
            y=y + size * 0.3,
            font_size=size,
            text_anchor=anchor,
        )

    def sentence(self, x, y, words, size=18):
        """Add words with formulas between dollar signs."""
        pieces = words.split("$")
        content = "".join(
            typeset(piece, size) if i % 2 else words_span(piece) for i, piece in enumerate(pieces)
        )
        self.add(
            "text",
            content,
            fill="ink",
            class_="variable",
            x=x,
            y=y,
            font_size=size,
            text_anchor="middle",
        )

    def head(self, x, y, angle, role, width):
        """Add an arrow head whose tip is at x, y."""
        length, spread = 7 + 1.7 * width, 0.42
        corners = [(x, y)]
        for side in (-spread, spread):
            corners.append(
                (x - length * math.cos(angle + side), y - length * math.sin(angle + side))
            )
        self.add(
            "polygon", points=" ".join(f"{number(a)},{number(b)}" for a, b in corners), fill=role
        )

    # The vocabulary ----------------------------------------------------------------------

    def arrow(self, kind, *points):
        """Add an arrow of a kind from `ARROWS` through points."""
        role, width, dashes = ARROWS[kind]
        (x_before, y_before), (x, y) = points[-2:]
        angle = math.atan2(y - y_before, x - x_before)
        stop = (x - 6 * math.cos(angle), y - 6 * math.sin(angle))  # the line ends inside the head
        self.line([*points[:-1], stop], stroke=role, stroke_width=width, stroke_dasharray=dashes)
        self.head(x, y, angle, role, width)

    def loop(self, x, y, reach=46):
        """Add a recurrence that leaves a cell's right side and comes back to it."""
        role, width, _ = ARROWS["recurrence"]
        path = f"M{x},{y - 11}C{x + reach},{y - 34} {x + reach},{y + 34} {x + 7},{y + 13}"
        self.add("path", d=path, stroke=role, stroke_width=width)
        self.head(x + 1, y + 11, math.pi + 0.3, role, width)

    def node(self, x, y, formula, role):
        """Add a circle that holds a value: an input, an output, a forecast."""
        self.add("circle", fill="paper", cx=x, cy=y, r=NODE)
        self.add(
            "circle", fill=role, stroke=role, fill_opacity=0.13, stroke_width=2, cx=x, cy=y, r=NODE
        )
        self.math(x, y, formula, role)

    def cell(self, x, y, formula="φ", role="output"):
        """Add a recurrent cell, centred on x, y."""
        width, height = CELL
        corner = {"x": x - width / 2, "y": y - height / 2, "width": width, "height": height}
        self.rectangle(**corner, radius=9, fill="paper")
        self.rectangle(
            **corner, radius=9, fill=role, stroke="ink", fill_opacity=0.13, stroke_width=2
        )
        self.math(x, y, formula)

    def feed(self, kind, x, y_from, y_to, label=None, gap=2):
        """Add an upward arrow between two rows; row positions are centres of cells or nodes."""
        start = y_from - (NODE if kind == "input" else CELL[1] / 2) - gap
        stop = y_to + (CELL[1] / 2 if kind == "input" else NODE) + gap
        self.arrow(kind, (x, start), (x, stop))
        if label:
            self.math(x + 9, (start + stop) / 2 - 1, label, anchor="start")

    def recur(self, x_from, x_to, y, label=None, from_node=False):
        """Add the arrow that carries an output to the next step."""
        start = x_from + (NODE if from_node else CELL[0] / 2) + 2
        stop = x_to - CELL[0] / 2 - 2
        self.arrow("recurrence", (start, y), (stop, y))
        if label:
            self.math((start + stop) / 2 - 4, y - 21, label)

    def matrix(self, x, y, rows, columns, role):
        """Add a matrix by its upper left corner, one square per number."""
        for i in range(rows):
            for j in range(columns):
                self.rectangle(
                    x + j * SQUARE + 1,
                    y + i * SQUARE + 1,
                    SQUARE - 2,
                    SQUARE - 2,
                    radius=3,
                    fill=role,
                    stroke=role,
                    fill_opacity=0.2,
                    stroke_width=1,
                )

    def above(self, x, y, columns, words, role="muted"):
        """Name the upper side of a matrix."""
        width = 3 if role != "muted" else 1.5
        self.line(
            [(x + 1, y - 6), (x + columns * SQUARE - 1, y - 6)], stroke=role, stroke_width=width
        )
        self.text(x + columns * SQUARE / 2, y - 19, words, role)

    def beside(self, x, y, rows, words, role="muted"):
        """Name the left side of a matrix, the words turned upwards."""
        width, middle = (3 if role != "muted" else 1.5), y + rows * SQUARE / 2
        self.line([(x - 6, y + 1), (x - 6, y + rows * SQUARE - 1)], stroke=role, stroke_width=width)
        self.text(x - 19, middle, words, role, transform=f"rotate(-90 {x - 19:g} {middle:g})")

    # The file ----------------------------------------------------------------------------

    def svg(self):
        """Return the picture as text."""
        width, height = self.size
        colours = svg_style({f".{p}-{role}": (p, role) for p, role in sorted(self.paints)})
        head = (
            element("title", escape(self.title)) + "\n" + element("desc", escape(self.description))
        )
        body = "\n".join([head, element("style", FONTS + colours), *self.shapes])
        scale = 1.15  # beside body text of 16 to 18 pixels
        opening = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width * scale:.0f}" height="{height * scale:.0f}" role="img">'
        )
        return f"{opening}\n{body}\n</svg>\n"
