"""Draw the arrays of a layer and their shapes."""

from tools.diagrams._drawing import SQUARE, Drawing


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
