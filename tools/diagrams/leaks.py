"""Draw the five leaks, each beside the honest procedure."""

from tools.diagrams._drawing import Drawing

LEFT, SIDE, PITCH = 78, 28, 38


def pair(name, description, rows, height):
    """Begin a picture of two rows, the leak above and the honest procedure below."""
    d = Drawing(520, height, f"{name}: wrong and right", description)
    for words, y in zip(("leak", "honest"), rows, strict=True):
        d.text(12, y, words, anchor="start")
    return d


def square(d, t, y, role, pitch=PITCH, side=SIDE):
    """Add the square of a step: known, asked for, or neither."""
    style = {"fill": role, "fill_opacity": 0.2} if role else {"stroke_dasharray": "4 4"}
    x = LEFT + pitch * (t - 1)
    d.rectangle(
        x, y - side / 2, side, side, radius=4, stroke=role or "baseline", stroke_width=1.6, **style
    )
    if role == "forecast":
        d.text(x + side / 2, y, "?", "forecast", size=20 if side == SIDE else 16)


def frame(d, first, last, y):
    """Frame the steps that are read."""
    x, width = LEFT + PITCH * (first - 1) - 5, PITCH * (last - first) + SIDE + 10
    d.rectangle(x, y - SIDE / 2 - 5, width, SIDE + 10, radius=8, stroke="ink", stroke_width=1.6)


def middle(t):
    return LEFT + PITCH * (t - 1) + SIDE / 2


def bracket(d, first, end, y):
    """Span what a statistic is made of, from x to x."""
    points = [(first, y + 8), (first, y), (end, y), (end, y + 8)]
    d.line(points, stroke="ink", stroke_width=1.6)


def number_steps(d, last, y):
    """Write the steps under the lower row."""
    for t in range(1, last + 1):
        d.text(middle(t), y, str(t), "muted")
    d.math(LEFT - 16, y, "t", "muted", size=18, anchor="end")


def leak_window():
    """Frame the target itself, or only what came before it."""
    rows = (28, 84)
    d = pair(
        "The target in the window",
        "Six steps of a series; step 6 is asked for. Leak: the window that is read runs from step "
        "2 to step 6 and holds the answer. Honest: it runs from step 1 to step 5.",
        rows,
        136,
    )
    notes = ("the answer is read", "read, then asked")
    for y, first, note in zip(rows, (2, 1), notes, strict=True):
        for t in range(1, 7):
            square(d, t, y, "input" if t < 6 else "forecast")
        frame(d, first, first + 4, y)
        d.text(middle(6) + 36, y, note, "muted", anchor="start")
    number_steps(d, 6, 122)
    return d


def leak_split():
    """Deal windows out at random, or cut once in time with a gap."""
    rows, pitch, side, test = (44, 98), 28, 22, (4, 8, 13)
    d = pair(
        "A random split of overlapping windows",
        "Fifteen overlapping windows in the order of time, one square each. Leak: three test "
        "windows lie scattered among training windows, and arrows lead from the training windows "
        "on both sides into each. Honest: ten training windows, a gap of two, then three test "
        "windows.",
        rows,
        140,
    )

    def centre(t):
        return LEFT + pitch * (t - 1) + side / 2

    for t in range(1, 16):
        square(d, t, rows[0], "forecast" if t in test else "input", pitch, side)
        role = "input" if t <= 10 else "forecast" if t > 12 else None
        square(d, t, rows[1], role, pitch, side)
    top = rows[0] - side / 2 - 2
    for t in test:
        for neighbour, shift in ((t - 1, -5), (t + 1, 5)):
            start, end = centre(neighbour), centre(t) + shift
            path = [(start, top), (start, top - 14), (end, top - 14), (end, top)]
            d.arrow("plain", *path)
    for first, last, words in ((1, 10, "training"), (11, 12, "gap"), (13, 15, "test")):
        d.text((centre(first) + centre(last)) / 2, rows[1] + 28, words, "muted")
    return d


def leak_statistic():
    """Take mean and deviation over everything, or over the training part."""
    rows, known, steps = (58, 134), 7, 11
    d = pair(
        "A statistic that has seen the future",
        "Seven training steps and four test steps of a series. Leak: the bracket of the mean and "
        "the deviation spans all eleven. Honest: it spans the seven training steps.",
        rows,
        180,
    )
    for y, last in zip(rows, (steps, known), strict=True):
        for t in range(1, steps + 1):
            square(d, t, y, "input" if t <= known else "forecast")
        top, end = y - SIDE / 2 - 12, middle(last) + SIDE / 2
        bracket(d, LEFT, end, top)
        d.text((LEFT + end) / 2, top - 14, "mean and deviation of these")
    for first, last, words in ((1, known, "training"), (known + 1, steps, "test")):
        d.text((middle(first) + middle(last)) / 2, rows[1] + 30, words, "muted")
    return d


def leak_choice():
    """Choose by the test part, or by the validation part."""
    rows, width, gap = (72, 162), 136, 10
    d = pair(
        "Choosing by the test score",
        "Three parts of the data: training, validation and test. Leak: the forecaster is fitted on "
        "the first, and both chosen and reported on the test part. Honest: fitted on the training "
        "part, chosen on the validation part, reported on the test part.",
        rows,
        190,
    )
    parts = {"training": "input", "validation": "input", "test": "forecast"}
    leak, honest = (["fit"], [], ["choose", "report"]), (["fit"], ["choose"], ["report"])
    for y, uses in zip(rows, (leak, honest), strict=True):
        for i, ((part, role), acts) in enumerate(zip(parts.items(), uses, strict=True)):
            x = LEFT + i * (width + gap)
            box = {"x": x, "y": y - 16, "width": width, "height": 32, "radius": 5}
            d.rectangle(**box, stroke=role, stroke_width=1.6, fill=role, fill_opacity=0.2)
            d.text(x + width / 2, y, part)
            for j, act in enumerate(acts):
                at = x + width / 2 + 68 * (j - (len(acts) - 1) / 2)
                d.text(at, y - 52, act, "muted")
                d.arrow("plain", (at, y - 41), (at, y - 18))
    return d


def leak_feature():
    """Average around the last known step, or up to it."""
    rows = (54, 110)
    d = pair(
        "A feature that looks ahead",
        "Eight steps of a series; the origin of the forecast is step 5. An average is computed for "
        "step 5. Leak: it is taken of steps 3 to 7, two of which lie beyond the origin. Honest: it "
        "is taken of steps 1 to 5.",
        rows,
        162,
    )
    notes = ("averages 3–7", "averages 1–5")
    for y, first, note in zip(rows, (3, 1), notes, strict=True):
        for t in range(1, 9):
            square(d, t, y, "input" if t < 6 else "forecast" if t == 6 else None)
        frame(d, first, first + 4, y)
        d.text(middle(8) + 24, y, note, "muted", anchor="start")
    x = middle(5) + PITCH / 2
    d.line([(x, 24), (x, 136)], stroke="ink", stroke_width=1.6, stroke_dasharray="2 4")
    d.text(x, 13, "origin")
    number_steps(d, 8, 148)
    return d
