"""Draw one block of a WaveNet."""

from tools.diagrams._drawing import Drawing


def gated_block():
    """From the input of a block up to the input of the next, with the way out to the right."""
    d = Drawing(
        470,
        436,
        "One block of a WaveNet",
        "The input x goes up into two dilated convolutions, one followed by tanh and one by a "
        "sigmoid. Their outputs are multiplied and give z. From z one way leads up through a "
        "linear map to a sum, another to the right through a linear map of its own to the output "
        "of the network. A wire from x goes past all of this, straight into the sum.",
    )
    middle, filters, gate, past, out = 210, 150, 270, 44, 380
    x, conv, squash, product, z, linear, total = 398, 330, 268, 208, 158, 112, 52

    def box(at, row, words, width=98, role="output"):
        corner = {"x": at - width / 2, "y": row - 17, "width": width, "height": 34}
        d.rectangle(**corner, radius=8, fill="paper")
        d.rectangle(**corner, radius=8, fill=role, stroke="ink", fill_opacity=0.13, stroke_width=2)
        d.text(at, row, words)

    def sign(at, row, words):
        d.add("circle", fill="paper", stroke="ink", cx=at, cy=row, r=14, stroke_width=2)
        d.text(at, row, words, size=18)

    d.line([(past, x), (past, total)], "output", 3.6)
    d.line([(past - 1.8, x), (gate, x)], "output", 2.2)
    d.arrow("recurrence", (past - 1.8, total), (middle - 16, total))
    for at, words in ((filters, "tanh"), (gate, "sigmoid")):
        d.arrow("output", (at, x), (at, conv + 19))
        box(at, conv, "dilated")
        d.arrow("output", (at, conv - 18), (at, squash + 19))
        box(at, squash, words)
        side = -1 if at < middle else 1
        d.arrow(
            "output", (at, squash - 18), (at, product), (middle + side * 16, product)
        )  # fmt: skip
    sign(middle, product, "⊙")
    d.arrow("output", (middle, product - 15), (middle, linear + 19))
    d.math(middle - 16, z, "z", "output")
    d.arrow("output", (middle, z), (out - 50, z))
    box(out, z, "linear", 96)
    d.arrow("output", (out, z - 18), (out, total + 24))
    d.text(out, total + 8, "to the output", "muted")
    box(middle, linear, "linear", 96)
    d.arrow("output", (middle, linear - 18), (middle, total + 16))
    sign(middle, total, "+")
    d.arrow("output", (middle, total - 15), (middle, 12))
    d.text(middle + 12, 16, "to the next block", "muted", anchor="start")
    d.arrow("output", (middle, 432), (middle, x + 2))
    d.math(middle - 18, 420, "x", "output")
    d.text(out, z + 38, "skip", "muted")
    d.text(past + 12, (x + total) / 2, "residual", "muted", anchor="start")
    return d
