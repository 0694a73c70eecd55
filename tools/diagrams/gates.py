"""Draw the still picture of the explorable "Gates by hand"."""

import math

from tools.diagrams._drawing import Drawing

N_STEPS = 51


def normals(seed, count):
    """Return the explorable's noise: Park and Miller's generator, Box and Muller's map."""
    values = []
    for _ in range(count):
        pair = []
        for _ in range(2):
            seed = seed * 16807 % 2147483647
            pair.append(seed / 2147483647)
        values.append(math.sqrt(-2 * math.log(pair[0])) * math.cos(2 * math.pi * pair[1]))
    return values


def gates_still(b_f=1.0, b_i=0.0, b_o=0.0):
    """What the explorable "Gates by hand" shows before anybody touches it."""
    d = Drawing(
        520,
        432,
        "An LSTM's cell forgets a bit in a noisy stretch",
        "A bit comes at step 1 and noise at the 50 steps after it, and the input gate lets half of "
        "the noise in. The cell state follows the noise; what is left of the bit falls to nothing "
        "within some ten steps. The gradient of the last output falls from step 51 back to step 1 "
        "along a straight line on a logarithmic axis.",
    )
    f, i, o = (1 / (1 + math.exp(-b)) for b in (b_f, b_i, b_o))
    candidate = [math.tanh(x) for x in (1.0, *normals(1, N_STEPS - 1))]
    c = [candidate[0]]
    for new in candidate[1:]:
        c.append(f * c[-1] + i * new)
    left = [candidate[0] * f**k for k in range(N_STEPS)]
    last = o * (1 - math.tanh(c[-1]) ** 2)
    gradient = [last * f ** (N_STEPS - 1 - k) for k in range(N_STEPS)]

    def across(k):
        return 72 + k * 8.74

    def panel(top, height, title, marks):
        d.text(66, top - 14, title, "muted", anchor="start")
        for share, words in marks:
            y = top + height * (1 - share)
            d.line([(66, y), (514, y)])
            d.text(60, y, words, "muted", anchor="end")
        return lambda share: top + height * (1 - share)

    def along(values, up):
        return [(across(k), up(v)) for k, v in enumerate(values)]

    ends = [(0, "−1"), (0.5, "0"), (1, "1")]
    door = panel(32, 80, "input, and what is let in (filled)", ends)
    for k, new in enumerate(candidate):
        for share, paint in ((1, {"stroke": "input"}), (i if k else 1, {"fill": "input"})):
            y = sorted((door(0.5), door((share * new + 1) / 2)))
            d.rectangle(across(k) - 3, y[0], 6, y[1] - y[0], **paint)
    limit = 2
    cell = panel(148, 110, "in the cell", [(0, f"−{limit}"), (0.5, "0"), (1, f"{limit}")])
    for values, role, width, dashes in ((left, "ink", 2, "6 4"), (c, "output", 3, None)):
        points = along(values, lambda v: cell((v / limit + 1) / 2))
        d.line(points, stroke=role, stroke_width=width, stroke_dasharray=dashes)
    marks = [(0, "1e−12"), (0.5, "1e−6"), (1, "1")]
    back = panel(296, 66, "gradient of the last output, by step", marks)
    points = along(gradient, lambda v: back(1 + math.log10(v) / 12))
    d.line(points, stroke="gradient", stroke_width=2.5)
    for t in (1, 10, 20, 30, 40, N_STEPS):
        d.text(across(t - 1), 384, str(t), "muted")
    for x, role, width, dashes, words in (
        (66, "output", 3, None, "cell state"),
        (214, "ink", 2, "6 4", "left of the bit"),
    ):
        d.line([(x, 414), (x + 34, 414)], role, width, stroke_dasharray=dashes)
        d.text(x + 42, 414, words, anchor="start")
    return d
