"""Draw the still picture of the circle of gradients and its ellipses."""

import math

from tools.diagrams._drawing import Drawing


def jacobian_still(rho=0.9, s=2.0, shown=(1, 2), steps=50):
    """What the explorable "Product of Jacobians" shows of [[0.9, 2], [0, 0.9]]."""
    d = Drawing(
        520,
        300,
        "A circle of gradients becomes an ellipse",
        "Left, a dashed circle of length 1 and the long, thin ellipses that it has become one and "
        "two steps back; the gradient seen from unit 2 points along the longest. Right, its length "
        "on a logarithmic axis: it rises to 7.8 nine steps back and falls below 1 from 44 on, "
        "while the power of the spectral radius falls along a straight line from the start.",
    )

    def power(k, x, y):
        """The k-th power of [[rho, s], [0, rho]], applied."""
        return rho**k * x + k * s * rho ** (k - 1) * y, rho**k * y

    middle, scale = (112, 132), 26

    def at(point):
        return middle[0] + scale * point[0], middle[1] - scale * point[1]

    angles = [2 * math.pi * i / 72 for i in range(73)]
    circle = [(math.cos(angle), math.sin(angle)) for angle in angles]
    d.line([(6, middle[1]), (218, middle[1])])
    d.line([(middle[0], 26), (middle[0], 238)])
    d.line([at(point) for point in circle], "muted", 1.5, stroke_dasharray="4 3")
    for k in shown:
        width, opacity = (2, None) if k == shown[-1] else (2, 0.5)
        points = [at(power(k, *point)) for point in circle]
        d.line(points, "gradient", width, stroke_opacity=opacity)
    tip = at(power(shown[-1], 0, 1))
    d.line([middle, tip], "gradient", 3)
    d.add("circle", fill="gradient", cx=tip[0], cy=tip[1], r=5)
    d.text(112, 262, "2 steps back")

    def across(k):
        return 288 + 168 * k / steps

    def up(length):
        return 40 + 55 * (1 - math.log10(length))

    for length in (10, 1, 0.1, 0.01):
        d.line([(288, up(length)), (456, up(length))])
        d.text(280, up(length), f"{length:g}", "muted", anchor="end")
    lengths = [math.hypot(*power(k, 0, 1)) for k in range(steps + 1)]
    d.line([(across(k), up(rho**k)) for k in (0, steps)], "baseline", 2, stroke_dasharray="2 4")
    d.line([(across(k), up(v)) for k, v in enumerate(lengths)], "gradient", 3)
    d.add("circle", fill="gradient", cx=across(2), cy=up(lengths[2]), r=5)
    d.text(462, up(lengths[-1]), "length", "gradient", anchor="start")
    d.text(462, up(rho**steps), "ρ alone", "muted", anchor="start")
    for k in (0, 25, 50):
        d.text(across(k), 238, str(k), "muted")
    d.text(across(25), 262, "steps back", "muted")
    return d
