"""Draw the one-matrix form of a layer."""

from tools.diagrams._drawing import SQUARE, Drawing


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
