"""Draw what a decoder is fed."""

from tools.diagrams._drawing import CELL, NODE
from tools.diagrams.wiring import BOTTOM, MIDDLE, TOP, wiring


def decoder_feeding(own):
    """The last steps of an encoder and a decoder, fed with the truth or with its own output."""
    columns = (74, 194, 314, 434)
    described = (
        "Below the later ones stands the decoder's own output of the step before, brought down "
        "from above: a wrong output becomes the next input."
        if own
        else "Below the later ones stands the true output of the step before, whatever the decoder "
        "itself has put out."
    )
    d = wiring(
        columns,
        "A decoder fed with its own output" if own else "A decoder fed with the truth",
        "Four decoder steps give ŷ_1 to ŷ_4. The first is fed a start sign. " + described,
    )
    d.arrow("recurrence", (14, MIDDLE), (columns[0] - CELL[0] / 2 - 2, MIDDLE))
    for t, x in enumerate(columns, start=1):
        if t > 1 and own:
            before = columns[t - 2]
            way_down = [(before + NODE + 1, TOP), (x - 52, TOP), (x - 52, MIDDLE - 9)]
            d.line(way_down, stroke="forecast", stroke_width=2.2)  # in two parts: it crosses
            d.line([(x - 52, MIDDLE + 9), (x - 52, BOTTOM)], stroke="forecast", stroke_width=2.2)
            d.arrow("forecast", (x - 52, BOTTOM), (x - NODE - 2, BOTTOM))
        d.feed("forecast" if own and t > 1 else "input", x, BOTTOM, MIDDLE)
        d.feed("forecast", x, MIDDLE, TOP)
        d.node(x, TOP, f"ŷ_{t}", "forecast")
        if t == 1:
            d.node(x, BOTTOM, "^", "input")
            d.text(x, BOTTOM + 37, "start", "muted")
        else:
            d.node(x, BOTTOM, f"{'ŷ' if own else 'y'}_{t - 1}", "forecast" if own else "ink")
    words = "its own output of the step before" if own else "the true output of the step before"
    d.text(columns[2], BOTTOM + 37, words, "muted")
    return d
