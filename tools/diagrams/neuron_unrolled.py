"""Draw one neuron folded and unrolled through time."""

from tools.diagrams._drawing import CELL, TEXT, Drawing


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
