"""Draw backpropagation through time."""

from tools.diagrams._drawing import CELL, NODE, Drawing


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
