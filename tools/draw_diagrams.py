"""Draw the book's diagrams: ``python tools/draw_diagrams.py`` writes them under ``_assets/``.

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
    parts = re.findall(r"([A-Za-zφ])(?:_(\{[^}]+\}|\w))?|([^A-Za-zφ]+)", formula)
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


# The explorable's still picture ----------------------------------------------------------------


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


DIAGRAMS = {
    "diagrams/neuron-unrolled.svg": neuron_unrolled,
    "diagrams/layer-shapes.svg": layer_shapes,
    "diagrams/one-matrix.svg": one_matrix,
    "diagrams/stack.svg": stack,
    "diagrams/wiring-seq-to-seq.svg": seq_to_seq,
    "diagrams/wiring-seq-to-vec.svg": seq_to_vec,
    "diagrams/wiring-vec-to-seq.svg": vec_to_seq,
    "diagrams/wiring-encoder-decoder.svg": encoder_decoder,
    "explorables/neuron.svg": neuron_still,
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
