"""Draw one step of a gated cell."""

from tools.diagrams._drawing import CELL, Drawing

GATES, FEED = 226, 304  # heights of the boxes and of the wire that feeds them
GATE = 54  # height of one box


def _knot(d, x, y, sign):
    """Add a circle in which two values meet: a product or a sum."""
    d.add("circle", fill="paper", stroke="ink", stroke_width=2, cx=x, cy=y, r=13)
    d.text(x, y, sign, size=20)


def _gate(d, x, y, letter):
    """Add a gate: a box with round ends, which holds a sigmoid."""
    corner = {"x": x - CELL[0] / 2, "y": y - GATE / 2, "width": CELL[0], "height": GATE}
    d.rectangle(**corner, radius=20, fill="paper")
    d.rectangle(**corner, radius=20, fill="input", stroke="ink", fill_opacity=0.13, stroke_width=2)
    d.math(x, y - 9, letter)
    d.text(x, y + 11, "σ")


def _candidate(d, x, y):
    """Add the candidate, a box with corners and a tanh: new content, and no gate."""
    width, height = CELL[0] + 4, GATE
    corner = {"x": x - width / 2, "y": y - height / 2, "width": width, "height": height}
    d.rectangle(**corner, fill="paper")
    d.rectangle(**corner, fill="output", stroke="ink", fill_opacity=0.25, stroke_width=2)
    d.add("text", "c̃", fill="ink", class_="variable", x=x, y=y - 3, font_size=21,
          text_anchor="middle")  # fmt: skip
    d.text(x, y + 14, "tanh")


def lstm_cell():
    """One step of an LSTM, the cell state along the top."""
    d = Drawing(
        520,
        350,
        "One step of an LSTM",
        "The cell state runs along the top from c_{t-1} to c_t. On the way it is multiplied by the "
        "forget gate f, and the product of the input gate i and the candidate is added. A branch "
        "goes through tanh and is multiplied by the output gate o, which gives y_t. The gates are "
        "boxes with round ends and a sigmoid, the candidate is a box with corners and a tanh. All "
        "four are fed from below by x_t and y_{t-1}.",
    )
    top, middle = 62, 134
    f, i, new, o = 104, 192, 272, 424
    add, branch = (i + new) / 2, 330
    d.math(30, top, "c_{t-1}", "output")
    d.math(492, top, "c_t", "output")
    d.arrow("recurrence", (54, top), (472, top))
    d.line([(branch, top), (branch, middle)], stroke="output", stroke_width=2.2)
    d.arrow("output", (branch, middle), (o - 14, middle))
    d.arrow("output", (o + 14, middle), (472, middle))
    d.math(492, middle, "y_t", "output")
    d.rectangle(branch + 6, middle - 17, 54, 34, radius=6, fill="paper", stroke="ink",
                stroke_width=2)  # fmt: skip
    d.text(branch + 33, middle, "tanh")
    d.line([(60, FEED), (o, FEED)], stroke="muted", stroke_width=2.2)
    for x, letter, to in (
        (f, "f", (f, top + 14)),
        (i, "i", (add - 9, middle + 12)),
        (new, "", (add + 9, middle + 12)),
        (o, "o", (o, middle + 14)),
    ):
        d.arrow("plain", (x, FEED), (x, GATES + GATE / 2 + 2))
        d.arrow("plain", (x, GATES - GATE / 2 - 2), to)
        if letter:
            _gate(d, x, GATES, letter)
        else:
            _candidate(d, x, GATES)
    d.arrow("plain", (add, middle - 12), (add, top + 14))
    _knot(d, f, top, "×")
    _knot(d, add, top, "+")
    _knot(d, add, middle, "×")
    _knot(d, o, middle, "×")
    d.text(f - 36, GATES, "keep", "muted", anchor="end")
    d.text(o + 36, GATES, "show", "muted", anchor="start")
    d.text(add, GATES + 46, "let in", "muted")
    d.math(54, FEED + 30, "x_t", "input", anchor="start")
    d.text(84, FEED + 30, "and", "muted", anchor="start")
    d.math(120, FEED + 30, "y_{t-1}", "output", anchor="start")
    d.text(186, FEED + 30, "feed all four", "muted", anchor="start")
    return d
