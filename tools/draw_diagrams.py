"""Draw the book's diagrams: ``python tools/draw_diagrams.py`` writes them under ``_assets/``.

One visual language for every picture. Time runs to the right, data runs upwards. A blue circle is
an input, an orange circle an output, a box a cell; a blue arrow carries an input, an orange
arrow an output, a thick orange arrow an output that comes back at the next step, a dashed
grey arrow something computed and left unused. A small square is one number of a matrix.

The pictures are at most 520 units wide and their smallest letters are 16 units high, so that
on a telephone 390 pixels wide they still read like the text around them.
"""

import json
import math
import re
from html import escape
from itertools import pairwise
from pathlib import Path

from unrolled.palette import svg_style

ASSETS = Path(__file__).resolve().parent.parent / "_assets"

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


# Chapter 1 ---------------------------------------------------------------------------------


def neuron_unrolled():
    """One neuron with its loop, and the same neuron drawn once per step."""
    d = Drawing(
        520,
        338,
        "One recurrent neuron, folded and unrolled",
        "Left: a neuron with input x_t through weight w_x, output y_t, and a loop that brings its "
        "output back through weight w_y. Right: the same neuron at steps 1, 2 and 3; y_0 = 0 "
        "enters at the left, each output goes on to the next step, and every step uses the "
        "same w_x, w_y and b.",
    )
    top, middle, bottom = 68, 150, 236
    d.text(58, 24, "folded", "muted")
    d.text(338, 24, "unrolled through time", "muted")
    d.line([(148, 40), (148, 280)], stroke="line", stroke_width=1.5)

    d.feed("input", 58, bottom, middle, "w_x")
    d.feed("output", 58, middle, top)
    d.loop(58 + CELL[0] / 2, middle)
    d.math(122, middle - 30, "w_y")
    d.node(58, bottom, "x_t", "input")
    d.node(58, top, "y_t", "output")
    d.cell(58, middle)

    columns = (274, 370, 466)
    d.recur(188, columns[0], middle, "w_y", from_node=True)
    d.node(188, middle, "y_0", "output")
    d.math(188, middle + 37, "= 0", size=TEXT)
    for t, x in enumerate(columns, start=1):
        if t > 1:
            d.recur(columns[t - 2], x, middle, "w_y")
        d.feed("input", x, bottom, middle, "w_x")
        d.feed("output", x, middle, top)
        d.node(x, bottom, f"x_{t}", "input")
        d.node(x, top, f"y_{t}", "output")
        d.cell(x, middle)
        d.math(x, bottom + 39, f"t = {t}", "muted", size=18)
    d.sentence(338, 318, "$w_x$, $w_y$ and $b$ are the same at every step")
    return d


def layer_shapes():
    """The shapes in one step of a layer."""
    d = Drawing(
        520,
        368,
        "The shapes in one step of a recurrent layer",
        "X_t, batch by inputs, times W_x, inputs by units, plus Y_{t-1}, batch by units, times "
        "W_y, units by units, plus b, one row of units, gives A_t, batch by units; the activation "
        "makes it Y_t, batch by units. In each product the upper side of the left matrix has the "
        "name of the left side of the right matrix. Drawn for batch 4, 2 inputs and 3 units.",
    )
    batch, inputs, units = 4, 2, 3
    middle, names = 84, 150

    def place(x, rows, columns, role, name, label_side, label_top, side="muted", upper="muted"):
        y = middle - rows * SQUARE / 2
        d.matrix(x, y, rows, columns, role)
        if label_side:
            d.beside(x, y, rows, label_side, side)
        d.above(x, y, columns, label_top, upper)
        d.math(x + columns * SQUARE / 2, names, name)

    place(40, batch, inputs, "input", "X_t", "batch", "inputs", upper="input")
    d.text(94, middle, "·", size=26)
    place(132, inputs, units, "input", "W_x", "inputs", "units", side="input")
    d.text(207, middle, "+", size=22)
    place(246, batch, units, "output", "Y_{t-1}", "batch", "units", upper="output")
    d.text(318, middle, "·", size=26)
    place(354, units, units, "output", "W_y", "units", "units", side="output")
    d.text(428, middle, "+", size=22)
    place(444, 1, units, "baseline", "b", None, "units")

    middle, names = 252, 318
    d.text(132, middle, "=", size=22)
    place(180, batch, units, "muted", "A_t", "batch", "units")
    d.arrow("plain", (252, middle), (304, middle))
    d.math(277, middle - 18, "φ")
    place(346, batch, units, "output", "Y_t", "batch", "units")
    d.text(260, 350, "drawn for batch 4, 2 inputs, 3 units", "muted")
    return d


def one_matrix():
    """Both products of a layer as one."""
    d = Drawing(
        520,
        216,
        "Two products written as one",
        "X_t and Y_{t-1} stand side by side, batch by inputs plus units; W_x stands on top of "
        "W_y, inputs plus units by units. Their product plus b, through the activation, is "
        "Y_t, batch by units.",
    )
    batch, inputs, units = 4, 2, 3
    both, middle, names = inputs + units, 106, 176

    left, y = 38, middle - batch * SQUARE / 2
    d.matrix(left, y, batch, inputs, "input")
    d.matrix(left + inputs * SQUARE, y, batch, units, "output")
    d.beside(left, y, batch, "batch")
    d.above(left, y, both, "inputs + units", "ink")
    d.math(left + inputs * SQUARE / 2, names, "X_t")
    d.math(left + (inputs + units / 2) * SQUARE + 4, names, "Y_{t-1}")

    d.text(155, middle, "·", size=26)
    left, y = 196, middle - both * SQUARE / 2
    d.matrix(left, y, inputs, units, "input")
    d.matrix(left, y + inputs * SQUARE, units, units, "output")
    d.beside(left, y, both, "inputs + units", "ink")
    d.above(left, y, units, "units")
    d.math(left + units * SQUARE + 6, y + inputs * SQUARE / 2, "W_x", anchor="start")
    d.math(left + units * SQUARE + 6, y + (inputs + units / 2) * SQUARE, "W_y", anchor="start")

    d.text(306, middle, "+", size=22)
    d.matrix(324, middle - SQUARE / 2, 1, units, "baseline")
    d.above(324, middle - SQUARE / 2, units, "units")
    d.math(324 + units * SQUARE / 2, names, "b")

    d.arrow("plain", (394, middle), (432, middle))
    d.math(411, middle - 18, "φ")
    left, y = 442, middle - batch * SQUARE / 2
    d.matrix(left, y, batch, units, "output")
    d.above(left, y, units, "units")
    d.math(left + units * SQUARE / 2, names, "Y_t")
    return d


def stack():
    """Two layers over three steps."""
    d = Drawing(
        520,
        360,
        "Two recurrent layers over three steps",
        "The inputs x_1 to x_3 feed the lower layer. With return_sequences=True its output at "
        "every step feeds the upper layer. Of the upper layer only the output of the last "
        "step, y_3, is used.",
    )
    out, upper, lower, bottom = 44, 124, 216, 302
    columns = (232, 340, 448)
    for x, t in zip(columns, (1, 2, 3), strict=True):
        if t > 1:
            d.recur(columns[t - 2], x, upper)
            d.recur(columns[t - 2], x, lower)
        d.feed("input", x, bottom, lower)
        d.arrow("output", (x, lower - CELL[1] / 2 - 2), (x, upper + CELL[1] / 2 + 2))
        if t < 3:
            d.arrow("unused", (x, upper - CELL[1] / 2 - 2), (x, out + NODE + 2))
        else:
            d.feed("output", x, upper, out)
            d.node(x, out, "y_3", "output")
        d.cell(x, upper)
        d.cell(x, lower)
        d.node(x, bottom, f"x_{t}", "input")
        d.math(x, bottom + 38, f"t = {t}", "muted", size=18)
    d.text((columns[0] + columns[1]) / 2, out, "unused", "muted")
    d.text(18, upper - 10, "layer 2", anchor="start")
    d.text(18, upper + 12, "last output only", "muted", anchor="start")
    d.text(18, lower - 10, "layer 1", anchor="start")
    d.text(18, lower + 12, "return_sequences", "muted", anchor="start", code=True)
    d.text(18, lower + 32, "=True", "muted", anchor="start", code=True)
    return d


# Chapter 3 ---------------------------------------------------------------------------------

TOP, MIDDLE, BOTTOM = 40, 118, 196


def wiring(columns, title, description, height=248):
    """Return a drawing of a row of cells, joined by the recurrence."""
    d = Drawing(520, height, title, description)
    for before, x in pairwise(columns):
        d.recur(before, x, MIDDLE)
    for x in columns:
        d.cell(x, MIDDLE)
    return d


def seq_to_seq():
    """An output at every step."""
    columns = (80, 200, 320, 440)
    d = wiring(
        columns,
        "Sequence to sequence",
        "Four steps: each has an input and an output, and hands its output on.",
    )
    for t, x in enumerate(columns, start=1):
        d.feed("input", x, BOTTOM, MIDDLE)
        d.feed("output", x, MIDDLE, TOP)
        d.node(x, BOTTOM, f"x_{t}", "input")
        d.node(x, TOP, f"y_{t}", "output")
        d.math(x, BOTTOM + 36, f"t = {t}", "muted", size=18)
    return d


def seq_to_vec():
    """The last output only."""
    columns = (80, 200, 320, 440)
    d = wiring(
        columns,
        "Sequence to vector",
        "Four steps: each has an input; the outputs of the first three are left unused, "
        "the last one, y_4, is the result.",
    )
    for t, x in enumerate(columns, start=1):
        d.feed("input", x, BOTTOM, MIDDLE)
        d.node(x, BOTTOM, f"x_{t}", "input")
        d.math(x, BOTTOM + 36, f"t = {t}", "muted", size=18)
        d.feed("output" if t == 4 else "unused", x, MIDDLE, TOP)
    d.node(columns[-1], TOP, "y_4", "output")
    d.text(columns[1], TOP, "unused", "muted")
    return d


def vec_to_seq():
    """One input, given again at every step."""
    columns = (80, 200, 320, 440)
    d = wiring(
        columns,
        "Vector to sequence",
        "One input vector x is given to each of four steps; every step has an output.",
        262,
    )
    bus = 178
    d.line([(columns[0], bus), (columns[-1], bus)], stroke="input", stroke_width=2.2)
    d.line([(260, 206), (260, bus)], stroke="input", stroke_width=2.2)
    for t, x in enumerate(columns, start=1):
        d.arrow("input", (x, bus), (x, MIDDLE + CELL[1] / 2 + 2))
        d.feed("output", x, MIDDLE, TOP)
        d.node(x, TOP, f"y_{t}", "output")
    d.node(260, 226, "x", "input")
    d.text(292, 226, "the same at every step", "muted", anchor="start")
    return d


def encoder_decoder():
    """A sequence to a vector, and the vector to a sequence."""
    columns = (52, 132, 212, 308, 388, 468)
    d = Drawing(
        520,
        248,
        "Encoder and decoder",
        "Three encoder steps read x_1 to x_3 and give nothing out; the last state goes on to three "
        "decoder steps, which give y_1 to y_3.",
    )
    for first, words in ((0, "encoder"), (3, "decoder")):
        left, right = columns[first] - 40, columns[first + 2] + 40
        d.rectangle(left, MIDDLE - 38, right - left, 76, radius=12, fill="muted", fill_opacity=0.1)
        d.text((left + right) / 2, (TOP if first == 0 else BOTTOM), words, "muted")
    for before, x in pairwise(columns):
        d.recur(before, x, MIDDLE)
    for i, x in enumerate(columns):
        if i < 3:
            d.feed("input", x, BOTTOM, MIDDLE)
            d.node(x, BOTTOM, f"x_{i + 1}", "input")
        else:
            d.feed("output", x, MIDDLE, TOP)
            d.node(x, TOP, f"y_{i - 2}", "output")
        d.cell(x, MIDDLE)
    return d


def seq_to_seq_delayed(delay=2):
    """An output at every step, each about an earlier step."""
    columns = (52, 156, 260, 364, 468)
    d = wiring(
        columns,
        "Sequence to sequence, delayed by two steps",
        "Five steps, each with an input. The outputs of the first two steps are left unused; the "
        "third step gives y_1, the fourth y_2 and the fifth y_3.",
    )
    for t, x in enumerate(columns, start=1):
        d.feed("input", x, BOTTOM, MIDDLE)
        d.node(x, BOTTOM, f"x_{t}", "input")
        d.math(x, BOTTOM + 36, f"t = {t}", "muted", size=18)
        d.feed("output" if t > delay else "unused", x, MIDDLE, TOP)
        if t > delay:
            d.node(x, TOP, f"y_{t - delay}", "output")
    d.text((columns[0] + columns[1]) / 2, TOP, "unused", "muted")
    return d


def vec_to_seq_state():
    """One input, given once, as the state before the first step."""
    columns = (212, 300, 388, 476)
    d = wiring(
        columns,
        "Vector to sequence, the vector as the first state",
        "One input vector x passes through a dense layer and becomes the state before the first of "
        "four steps, which receive nothing else; every step has an output.",
        196,
    )
    d.arrow("input", (32 + NODE + 2, MIDDLE), (80, MIDDLE))
    d.node(32, MIDDLE, "x", "input")
    d.rectangle(82, MIDDLE - 17, 58, 34, radius=6, fill="paper", stroke="ink", stroke_width=2)
    d.text(111, MIDDLE, "Dense", "ink")
    d.arrow("recurrence", (142, MIDDLE), (columns[0] - CELL[0] / 2 - 2, MIDDLE))
    d.text(111, MIDDLE + 40, "the state before step 1", "muted")
    for t, x in enumerate(columns, start=1):
        d.feed("output", x, MIDDLE, TOP)
        d.node(x, TOP, f"y_{t}", "output")
    return d


def bidirectional():
    """One layer reads forwards, another backwards; each step has both."""
    columns = (146, 248, 350, 452)
    out, backward, forward, bottom = 40, 122, 204, 288
    d = Drawing(
        520,
        340,
        "A bidirectional layer",
        "Four steps. A forward row of cells hands its output to the right, a backward row of other "
        "cells to the left. At every step both read the same input and both give to the output.",
    )
    for before, x in pairwise(columns):
        d.recur(before, x, forward)
        d.arrow("recurrence", (x - CELL[0] / 2 - 2, backward), (before + CELL[0] / 2 + 2, backward))
    aside = CELL[0] / 2 + 13  # an arrow that passes a cell by
    for t, x in enumerate(columns, start=1):
        d.arrow("input", (x, bottom - NODE - 2), (x, forward + CELL[1] / 2 + 2))
        bend = [(x + 14, bottom - 18), (x + aside, bottom - 44), (x + aside, backward + 42)]
        d.arrow("input", *bend, (x + 15, backward + CELL[1] / 2 + 2))
        d.arrow("output", (x, backward - CELL[1] / 2 - 2), (x, out + NODE + 2))
        bend = [(x - 15, forward - CELL[1] / 2 - 2), (x - aside, forward - 42)]
        d.arrow("output", *bend, (x - aside, backward - 38), (x - 15, out + 17))
        d.cell(x, forward)
        d.cell(x, backward)
        d.node(x, bottom, f"x_{t}", "input")
        d.node(x, out, f"y_{t}", "output")
        d.math(x, bottom + 36, f"t = {t}", "muted", size=18)
    for row, words, arrow in ((backward, "backward", "←"), (forward, "forward", "→")):
        d.text(12, row - 10, words, "muted", anchor="start")
        d.text(12, row + 12, arrow, "muted", anchor="start")
    return d


def decoder_feeding(own):
    """The last steps of an encoder and a decoder, fed with the truth or with its own output."""
    columns = (74, 194, 314, 434)
    described = (
        "Below the later ones stands the decoder's own output of the step before, brought down "
        "from above: a wrong output becomes the next input."
        if own
        else "Below the later ones stands the true output of the step before, whatever the decoder "
        "itself has put out."
    )
    d = wiring(
        columns,
        "A decoder fed with its own output" if own else "A decoder fed with the truth",
        "Four decoder steps give ŷ_1 to ŷ_4. The first is fed a start sign. " + described,
    )
    d.arrow("recurrence", (14, MIDDLE), (columns[0] - CELL[0] / 2 - 2, MIDDLE))
    for t, x in enumerate(columns, start=1):
        if t > 1 and own:
            before = columns[t - 2]
            way_down = [(before + NODE + 1, TOP), (x - 52, TOP), (x - 52, MIDDLE - 9)]
            d.line(way_down, stroke="forecast", stroke_width=2.2)  # in two parts: it crosses
            d.line([(x - 52, MIDDLE + 9), (x - 52, BOTTOM)], stroke="forecast", stroke_width=2.2)
            d.arrow("forecast", (x - 52, BOTTOM), (x - NODE - 2, BOTTOM))
        d.feed("forecast" if own and t > 1 else "input", x, BOTTOM, MIDDLE)
        d.feed("forecast", x, MIDDLE, TOP)
        d.node(x, TOP, f"ŷ_{t}", "forecast")
        if t == 1:
            d.node(x, BOTTOM, "^", "input")
            d.text(x, BOTTOM + 37, "start", "muted")
        else:
            d.node(x, BOTTOM, f"{'ŷ' if own else 'y'}_{t - 1}", "forecast" if own else "ink")
    words = "its own output of the step before" if own else "the true output of the step before"
    d.text(columns[2], BOTTOM + 37, words, "muted")
    return d


# Chapter 4 ---------------------------------------------------------------------------------


def bptt_four_steps():
    """Forward, cost, and the gradients on the same wires backwards."""
    columns, cost, top, middle, bottom = (92, 262, 432), 36, 120, 208, 296
    d = Drawing(
        520,
        368,
        "Backpropagation through time",
        "A network unrolled over three steps. Forwards, inputs go up into the cells, each cell "
        "hands its output to the next, and y_2 and y_3 go up into the cost L. Backwards, dashed, "
        "gradients go from L down through y_3 and y_2 into their cells and from each cell to the "
        "cell before it.",
    )
    aside = 10  # the two directions share a wire, half each
    d.rectangle(columns[1] - 48, cost - 21, 266, 42, radius=9, fill="paper")
    d.rectangle(
        columns[1] - 48, cost - 21, 266, 42, radius=9, fill="muted", fill_opacity=0.1, stroke="ink",
        stroke_width=2,
    )  # fmt: skip
    d.sentence((columns[1] + columns[2]) / 2, cost + 6, "cost $L$")
    for t, x in enumerate(columns, start=1):
        d.feed("input", x, bottom, middle)
        d.arrow("output", (x - aside, middle - 26), (x - aside, top + 21))
        if t > 1:
            before = columns[t - 2]
            d.arrow("recurrence", (before + 29, middle - aside), (x - 29, middle - aside))
            d.arrow("gradient", (x - 29, middle + aside), (before + 29, middle + aside))
            d.arrow("output", (x - aside, top - 21), (x - aside, cost + 23))
            d.arrow("gradient", (x + aside, cost + 23), (x + aside, top - 21))
            d.arrow("gradient", (x + aside, top + 21), (x + aside, middle - 26))
        else:
            d.text(x, top - 36, "not used", "muted")
        d.node(x, bottom, f"x_{t}", "input")
        d.node(x, top, f"y_{t}", "output")
        d.cell(x, middle)
    legend = 346
    d.arrow("recurrence", (92, legend), (146, legend))
    d.text(156, legend, "forward", "output", anchor="start")
    d.arrow("gradient", (326, legend), (272, legend))
    d.text(336, legend, "gradients back", "gradient", anchor="start")
    return d


def bptt_copies():
    """One weight handed out to three steps, and the gradients of its copies handed back."""
    cells, wires, middle, box = (176, 322, 468), (101, 249, 395), 58, 236
    shares = ("0", "-0.398", "-0.503")
    d = Drawing(
        520,
        272,
        "One weight, three copies",
        "A neuron unrolled over three steps from y_0 = 0. On the wire into each step sits a copy "
        "of w_y, taken from one box below. The gradients of the copies, 0, -0.398 and -0.503, come "
        "back to the box and are added up: -0.901.",
    )
    d.node(30, middle, "y_0", "output")
    starts = (30 + NODE, cells[0] + CELL[0] / 2, cells[1] + CELL[0] / 2)
    home = (180, 249, 318)  # where the arrows leave and reach the box
    for start, wire, x, share, at in zip(starts, wires, cells, shares, home, strict=True):
        d.arrow("recurrence", (start + 2, middle), (x - CELL[0] / 2 - 2, middle))
        d.rectangle(wire - 20, middle - 18, 40, 36, radius=6, fill="paper")
        d.rectangle(
            wire - 20, middle - 18, 40, 36, radius=6, fill="muted", fill_opacity=0.1, stroke="ink",
            stroke_width=2, stroke_dasharray="3 3",
        )  # fmt: skip
        d.math(wire, middle, "w_y")
        d.cell(x, middle)
        d.arrow("plain", (at - 8, box - 24), (wire - 8, middle + 20))
        d.arrow("gradient", (wire + 8, middle + 20), (at + 8, box - 24))
        right = wire + (16 if wire > 200 else 44)
        d.text(right, middle + 60, share.replace("-", "−"), "gradient", anchor="start")
    d.rectangle(157, box - 22, 184, 44, radius=9, fill="paper", stroke="ink", stroke_width=2)
    d.math(190, box, "w_y")
    d.text(218, box, "sum −0.901", "gradient", anchor="start")
    return d


# Chapter 5 ---------------------------------------------------------------------------------


def gradient_chain(kept=0.7):
    """The gradient on its way back: one slope and one matrix per step."""
    columns = (46, 174, 302, 430)
    top, back, ground, tallest = 44, 132, 252, 60
    lengths = [kept**k for k in (3, 2, 1, 0)]
    d = Drawing(
        520,
        318,
        "A gradient handed back through four steps",
        "Above, outputs y_1 to y_4, each handed on to the next, and the loss L after the last. "
        "Below, the gradient comes back from L to g_4, g_3, g_2 and g_1, and each step back "
        "multiplies it by the slope and by W_y. Bars show its length for a matrix that leaves "
        "0.7 of it: 1, 0.7, 0.49 and 0.34.",
    )
    for before, x in pairwise(columns):
        d.arrow("recurrence", (before + NODE + 2, top), (x - NODE - 2, top))
        d.arrow("gradient", (x - NODE - 2, back), (before + NODE + 2, back))
        d.math((before + x) / 2, back - 16, "W_y", "gradient", size=19)
        d.math((before + x) / 2, back + 16, "φ′", "gradient", size=19)
    loss = 497
    d.arrow("output", (columns[-1] + NODE + 2, top), (loss - 10, top))
    d.math(loss + 2, top, "L")
    d.arrow("gradient", (loss, top + 16), (loss, back), (columns[-1] + NODE + 2, back))
    for t, (x, length) in enumerate(zip(columns, lengths, strict=True), start=1):
        d.node(x, top, f"y_{t}", "output")
        d.node(x, back, f"g_{t}", "gradient")
        height = tallest * length
        d.rectangle(x - 13, ground - height, 26, height, radius=3, fill="gradient")
        d.text(x, ground + 15, f"{length:.2g}", "ink")
    d.line([(16, ground), (464, ground)], stroke="line", stroke_width=1.5)
    d.sentence(260, 302, "length of the gradient when $W_y$ keeps 0.7 of it at each step", size=17)
    return d


# Chapter 6 ---------------------------------------------------------------------------------


def masks():
    """One array of two variables, and what three tasks know of it and ask for."""
    d = Drawing(
        520,
        340,
        "Forecasting and imputation: one array, two masks",
        "The same array of two variables, traffic and temperature, and eight steps, three times. "
        "Forecasting, one variable: traffic is known at steps 1 to 5 and asked for at 6 to 8. "
        "Forecasting, two variables: temperature is known at steps 1 to 5 as well. "
        "Imputation: all is known but traffic at step 5, which is asked for.",
    )
    left, side, pitch = 172, 30, 39
    steps, past, ahead = range(1, 9), range(1, 6), range(6, 9)
    hole = [t for t in steps if t != 5]
    tasks = [
        ("forecasting, one variable", past, [], ahead),
        ("forecasting, two variables", past, past, ahead),
        ("imputation", hole, steps, [5]),
    ]

    def square(t, y, is_known, is_asked):
        role = "input" if is_known else "forecast" if is_asked else None
        fill = {"fill": role, "fill_opacity": 0.2} if role else {"stroke_dasharray": "4 4"}
        corner = {"x": left + pitch * (t - 1), "y": y, "width": side, "height": side}
        d.rectangle(**corner, radius=4, stroke=role or "baseline", stroke_width=1.6, **fill)
        if is_asked:
            d.text(corner["x"] + side / 2, y + side / 2, "?", "forecast", size=20)

    for row, (name, traffic, temperature, asked) in enumerate(tasks):
        top = 36 + 102 * row
        d.text(left, top - 15, name, anchor="start")
        for y, variable in ((top, "traffic"), (top + 35, "temperature")):
            d.text(left - 14, y + side / 2, variable, "muted", anchor="end")
        for t in steps:
            square(t, top, t in traffic, t in asked)
            square(t, top + 35, t in temperature, False)
    for t in steps:
        d.text(left + pitch * (t - 1) + side / 2, 322, str(t), "muted")
    d.math(left - 14, 322, "t", "muted", size=18, anchor="end")
    return d


# Chapter 8 ---------------------------------------------------------------------------------


def strategies(known=4, ahead=3):
    """Three ways to several steps ahead, a strip of squares per call of the network."""
    d = Drawing(
        520,
        452,
        "Three strategies for several steps ahead",
        "Four known values, three to come. Iterated: three calls, each reads the last four values, "
        "and each answer becomes an input of the next call. At once: one call reads the four "
        "values and gives three answers. At every step: after each of the four values the network "
        "gives three answers; those after the last value are the forecast, the others only train.",
    )
    pitch, side, left, notes = 40, 30, 24, 324

    def square(row, t, role):
        corner = {"x": left + (t - 1) * pitch, "y": row - side / 2, "width": side, "height": side}
        style = {} if role else {"stroke_dasharray": "4 4"}
        fill = {"fill": role, "fill_opacity": 0.2} if role else {}
        d.rectangle(
            **corner, radius=4, stroke=role or "baseline", stroke_width=1.6, **fill, **style
        )

    def strip(row, inputs, answers, note, role="forecast"):
        first, last = min(inputs), max(inputs)
        d.rectangle(
            left + (first - 1) * pitch - 5, row - side / 2 - 5,
            (last - first) * pitch + side + 10, side + 10,
            radius=8, stroke="ink", stroke_width=1.6,
        )  # fmt: skip
        for t in inputs:
            square(row, t, "input" if t <= known else "forecast")
        for t in answers:
            square(row, t, role)
        d.text(notes, row, note, "muted", anchor="start")

    def heading(y, words):
        d.text(left - 5, y, words, anchor="start")

    heading(22, "iterated")
    for call in range(ahead):
        row = 60 + 48 * call
        if call:  # the answer comes down and is read
            x = left + (known + call - 1) * pitch + side / 2
            d.arrow("forecast", (x, row - 48 + side / 2), (x, row - side / 2 - 4))
        inputs = range(1 + call, known + call + 1)
        strip(row, inputs, [known + call + 1], f"call {call + 1}, one answer")
    heading(200, "at once")
    strip(238, range(1, known + 1), range(known + 1, known + ahead + 1), "one call, all answers")
    heading(282, "at every step")
    for read in range(2, known + 1):
        row = 320 + 45 * (read - 2)
        answers, last = range(read + 1, read + ahead + 1), read == known
        note = f"after {read} values: {'used' if last else 'trains'}"
        strip(row, range(1, read + 1), answers, note, "forecast" if last else None)
    return d


# The explorables' still pictures ----------------------------------------------------------------


def neuron_still(w_x=1.0, w_y=0.9, b=0.0, n_steps=24, pulse_at=3, selected=5):
    """What the explorable "One recurrent neuron" shows before anybody touches it."""
    d = Drawing(
        520,
        340,
        "One recurrent neuron answers a pulse",
        "The input is 1 at step 3 and 0 elsewhere. The output jumps to 0.76 at step 3 and then "
        "fades, because every output is the hyperbolic tangent of 0.9 times the one before.",
    )
    x = [1.0 if t == pulse_at else 0.0 for t in range(1, n_steps + 1)]
    y = [0.0]
    for x_t in x:
        y.append(math.tanh(w_x * x_t + w_y * y[-1] + b))

    def across(t):
        return 58 + (t - 1) * 19.2

    def x_up(value):
        return 84 - 52 * value

    def y_up(value):
        return 262 - 128 * value

    d.rectangle(across(selected) - 9.6, 18, 19.2, 256, radius=4, fill="muted", fill_opacity=0.14)
    for up, values, name, role in ((x_up, (0, 1), "x_t", "input"), (y_up, (0, 1), "y_t", "output")):
        for value in values:
            d.line([(46, up(value)), (512, up(value))], stroke="line", stroke_width=1)
            d.text(38, up(value), str(value), "muted", anchor="end")
        d.math(22, (up(0) + up(1)) / 2, name, role)
    for t, x_t in enumerate(x, start=1):
        if x_t:
            d.rectangle(across(t) - 5.5, x_up(x_t), 11, x_up(0) - x_up(x_t), radius=2, fill="input")
        else:
            d.rectangle(across(t) - 5.5, x_up(0) - 1, 11, 2, fill="input")
    d.line(
        [(across(t), y_up(y[t])) for t in range(1, n_steps + 1)], stroke="output", stroke_width=2
    )
    for t in range(1, n_steps + 1):
        d.add("circle", fill="output", cx=across(t), cy=y_up(y[t]), r=6 if t == selected else 3.6)
    for t in (1, selected, 10, 15, 20, n_steps):
        chosen = t == selected
        d.text(across(t), 286, str(t), "ink" if chosen else "muted")
    d.math(44, 286, "t", "muted", size=18, anchor="end")

    before = f"{w_y:.2f} · {y[selected - 1]:.3f}"
    now = f"{w_x:.2f} · {x[selected - 1]:.3f}"
    d.sentence(286, 322, f"$y_{selected}$ = tanh({now} + {before} + {b:.2f}) = {y[selected]:.3f}")
    return d


MARKS = {  # as the explorable draws them, around a point
    "known": "m-3,0a3,3 0 1,0 6,0a3,3 0 1,0-6,0",
    "naive": "m-4-4h8v8h-8z",
    "least squares": "m0-5.5l5.5,9.5h-11z",
    "truth": "m0-6l5.5,6l-5.5,6l-5.5-6z",
}


def duel_still(chosen=2, n_steps=50):
    """One series of the explorable "Forecast duel" after the reveal, without the reader."""
    d = Drawing(
        520,
        418,
        "Forecast duel: a series, two forecasts and what came",
        "Above, 50 known steps of a wave and the ten steps after them. Below, the same from step "
        "41 on, enlarged. The naive forecast is a flat line at the last known value. The least "
        "squares forecast follows the true values down and up again, a little less far.",
    )
    text = (ASSETS / "explorables" / "duel-data.js").read_text(encoding="utf-8")
    thousandths = dict(re.findall(r"export const (\w+) = ([^;]+);", text))
    x, answer = (
        [value / 1000 for value in json.loads(thousandths[name])[chosen - 1]]
        for name in ("series", "leastSquares")
    )
    lines = {
        "known": ("input", None, 1, x[:n_steps]),
        "naive": ("baseline", "2 4", n_steps, [x[n_steps - 1]] * (len(answer) + 1)),
        "least squares": ("baseline", "8 4", n_steps, [x[n_steps - 1], *answer]),
        "truth": ("ink", None, n_steps, x[n_steps - 1 :]),
    }

    def mark(name, place):
        d.add("path", fill=lines[name][0], d=f"M{place}{MARKS[name]}")

    for first, top, height, zero, ticks in (
        (1, 34, 84, 0, (1, 10, 20, 30, 40, 50, 60)),
        (41, 176, 156, n_steps, (-9, -5, 0, 1, 5, 10)),
    ):

        def across(t, first=first):
            return 50 + (t - first) * 454 / (len(x) - first)

        def up(value, top=top, height=height):
            return top + height * (0.85 - value) / 1.7

        band = across(n_steps + 0.5)
        d.rectangle(band, top, 504 - band, height, fill="muted", fill_opacity=0.14)
        for value in (-0.5, 0, 0.5):
            d.line([(50, up(value)), (504, up(value))])
            d.text(44, up(value), number(value).replace("-", "−"), "muted", anchor="end")
        for tick in ticks:
            words = str(tick).replace("-", "−")
            d.text(across(zero + tick), top + height + 14, words, "muted")
        for name, (role, dashes, start, values) in lines.items():
            points = [(across(t), up(v)) for t, v in enumerate(values, start) if t >= first]
            d.line(points, stroke=role, stroke_width=2, stroke_dasharray=dashes)
            if zero:
                for a, b in points if name == "known" else points[1:]:
                    mark(name, f"{number(a)},{number(b)}")
    d.text(50, 18, "50 known steps, 10 to come", "muted", anchor="start")
    d.text(50, 160, "the end, enlarged: steps ahead", "muted", anchor="start")
    for left, name in ((40, "known"), (150, "naive"), (254, "least squares"), (412, "truth")):
        role, dashes = lines[name][:2]
        d.line([(left, 392), (left + 34, 392)], role, 2, stroke_dasharray=dashes)
        mark(name, f"{left + 17},392")
        d.text(left + 40, 392, name, anchor="start")
    return d


DIAGRAMS = {
    "diagrams/neuron-unrolled.svg": neuron_unrolled,
    "diagrams/layer-shapes.svg": layer_shapes,
    "diagrams/one-matrix.svg": one_matrix,
    "diagrams/stack.svg": stack,
    "diagrams/wiring-seq-to-seq.svg": seq_to_seq,
    "diagrams/wiring-seq-to-vec.svg": seq_to_vec,
    "diagrams/wiring-vec-to-seq.svg": vec_to_seq,
    "diagrams/wiring-encoder-decoder.svg": encoder_decoder,
    "diagrams/wiring-seq-to-seq-delayed.svg": seq_to_seq_delayed,
    "diagrams/wiring-vec-to-seq-state.svg": vec_to_seq_state,
    "diagrams/wiring-bidirectional.svg": bidirectional,
    "diagrams/decoder-teacher-forcing.svg": lambda: decoder_feeding(own=False),
    "diagrams/decoder-free-running.svg": lambda: decoder_feeding(own=True),
    "diagrams/bptt-four-steps.svg": bptt_four_steps,
    "diagrams/bptt-copies.svg": bptt_copies,
    "diagrams/gradient-chain.svg": gradient_chain,
    "diagrams/masks.svg": masks,
    "diagrams/strategies.svg": strategies,
    "explorables/neuron.svg": neuron_still,
    "explorables/duel.svg": duel_still,
}


def main():
    """Write every diagram."""
    for name, draw in DIAGRAMS.items():
        path = ASSETS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(draw().svg(), encoding="utf-8")
        print(path.relative_to(ASSETS.parent))


if __name__ == "__main__":
    main()
