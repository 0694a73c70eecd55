"""Draw the chain that a gradient travels."""

from itertools import pairwise

from tools.diagrams._drawing import NODE, Drawing


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
