"""Draw layers on top of one another."""

from tools.diagrams._drawing import CELL, NODE, Drawing


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
