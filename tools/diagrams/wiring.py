"""Draw the wirings of input and output sequences."""

from itertools import pairwise

from tools.diagrams._drawing import CELL, NODE, Drawing

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
