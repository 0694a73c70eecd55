"""Draw the stack of dilated causal convolutions."""

from tools.diagrams._drawing import Drawing


def dilated(dilations=(1, 2, 4, 8), steps=16):
    """Layers over time, and everything that the last output depends on."""
    rows = len(dilations) + 1
    left, pitch, gap, top = 88, 27, 66, 34
    d = Drawing(
        left + steps * pitch - 2,
        top + gap * (rows - 1) + 62,
        "A stack of dilated causal convolutions",
        "Sixteen inputs at the bottom and four layers above, which read two values 1, 2, 4 and 8 "
        "steps apart. From the last output of the uppermost layer lines lead down to two outputs "
        "of the layer below, from these to four, then eight, then all sixteen inputs. No line "
        "leads down to the right.",
    )
    used = [{steps - 1}]  # from the top layer down
    for reach in reversed(dilations):
        used.append(used[-1] | {t - reach for t in used[-1] if t >= reach})
    used = used[::-1]  # of the inputs first

    def place(row, t):
        return left + t * pitch, top + gap * (rows - 1 - row)

    for needed in (False, True):  # what is needed is drawn over what is not
        for row, reach in enumerate(dilations, start=1):
            for t in range(steps):
                if (t in used[row]) != needed:
                    continue
                for before in (t - reach, t):
                    if before >= 0:
                        role, width = ("output", 2.2) if needed else ("line", 1.2)
                        d.line([place(row - 1, before), place(row, t)], role, width)
    for row in range(rows):
        for t in range(steps):
            x, y = place(row, t)
            role = "output" if row else "input"
            strong = t in used[row]
            d.add("circle", fill="paper", cx=x, cy=y, r=8)
            d.add(
                "circle", fill=role, stroke=role if strong else "line", cx=x, cy=y, r=8,
                fill_opacity=0.35 if strong else 0.06, stroke_width=2 if strong else 1.4,
            )  # fmt: skip
    d.text(8, place(0, 0)[1], "inputs", "input", anchor="start")
    for row, reach in enumerate(dilations, start=1):
        d.text(8, place(row, 0)[1], f"d = {reach}", "output", anchor="start")
    for t in (0, steps - 1):
        d.math(place(0, t)[0], place(0, t)[1] + 34, f"x_{{{t + 1}}}", "input")
    return d
