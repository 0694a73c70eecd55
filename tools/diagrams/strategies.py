"""Draw the strategies for several steps."""

from tools.diagrams._drawing import Drawing


def strategies(known=4, ahead=3):
    """Three ways to several steps ahead, a strip of squares per call of the network."""
    d = Drawing(
        520,
        452,
        "Three strategies for several steps ahead",
        "Four known values, three to come. Iterated: three calls, each reads the last four values, "
        "and each answer becomes an input of the next call. At once: one call reads the four "
        "values and gives three answers. At every step: after each of the four values the network "
        "gives three answers; those after the last value are the forecast, the others only train.",
    )
    pitch, side, left, notes = 40, 30, 24, 324

    def square(row, t, role):
        corner = {"x": left + (t - 1) * pitch, "y": row - side / 2, "width": side, "height": side}
        style = {} if role else {"stroke_dasharray": "4 4"}
        fill = {"fill": role, "fill_opacity": 0.2} if role else {}
        d.rectangle(
            **corner, radius=4, stroke=role or "baseline", stroke_width=1.6, **fill, **style
        )

    def strip(row, inputs, answers, note, role="forecast"):
        first, last = min(inputs), max(inputs)
        d.rectangle(
            left + (first - 1) * pitch - 5, row - side / 2 - 5,
            (last - first) * pitch + side + 10, side + 10,
            radius=8, stroke="ink", stroke_width=1.6,
        )  # fmt: skip
        for t in inputs:
            square(row, t, "input" if t <= known else "forecast")
        for t in answers:
            square(row, t, role)
        d.text(notes, row, note, "muted", anchor="start")

    def heading(y, words):
        d.text(left - 5, y, words, anchor="start")

    heading(22, "iterated")
    for call in range(ahead):
        row = 60 + 48 * call
        if call:  # the answer comes down and is read
            x = left + (known + call - 1) * pitch + side / 2
            d.arrow("forecast", (x, row - 48 + side / 2), (x, row - side / 2 - 4))
        inputs = range(1 + call, known + call + 1)
        strip(row, inputs, [known + call + 1], f"call {call + 1}, one answer")
    heading(200, "at once")
    strip(238, range(1, known + 1), range(known + 1, known + ahead + 1), "one call, all answers")
    heading(282, "at every step")
    for read in range(2, known + 1):
        row = 320 + 45 * (read - 2)
        answers, last = range(read + 1, read + ahead + 1), read == known
        note = f"after {read} values: {'used' if last else 'trains'}"
        strip(row, range(1, read + 1), answers, note, "forecast" if last else None)
    return d
