"""Draw the still picture of the ledger of backpropagation through time."""

import math

from tools.diagrams._drawing import NODE, Drawing


def ledger_still(w_x=0.5, w_y=0.8, x=(2, 0, -1), target=0.4):
    """What the explorable "Ledger" shows when all three steps have been taken."""
    d = Drawing(
        520,
        330,
        "Every step adds its term to the gradient",
        "Three outputs in a row; the loss L looks at the third. From it dashed gradients lead back "
        "to step 2 and step 1. Below, bars: step 3 adds -0.503 to the gradient of w_y, step 2 adds "
        "-0.398, step 1 adds 0, and their sum reaches the line at -0.901 that nudging has found.",
    )
    y = [0.0]
    for x_t in x:
        y.append(math.tanh(w_x * x_t + w_y * y[-1]))
    steps = len(x)
    terms, delta = {}, 0.0
    for t in range(steps, 0, -1):
        direct = 2 * (y[t] - target) if t == steps else 0.0
        delta = (direct + w_y * delta) * (1 - y[t] ** 2)
        terms[t] = delta * y[t - 1]
    total = sum(terms.values())

    def across(t):
        return 76 + 122 * t

    def down(value):
        return 140 + 140 * value / total

    chain, reach = 72, NODE + 3
    d.line([(20, down(0)), (500, down(0))], stroke="muted")
    d.line([(20, down(total)), (500, down(total))], "ink", 1.5, stroke_dasharray="2 4")
    d.text(138, down(total) - 13, "nudge")
    d.text(across(0), chain, "sum")
    d.math(across(steps), 18, "L")
    d.arrow("gradient", (across(steps), 28), (across(steps), chain - reach))
    level = 0.0
    for t in range(steps, 0, -1):
        d.node(across(t), chain, f"y_{t}", "output")
        if t > 1:
            before = across(t - 1)
            d.arrow("recurrence", (before + reach, chain - 8), (across(t) - reach, chain - 8))
            d.arrow("gradient", (across(t) - reach, chain + 8), (before + reach, chain + 8))
        top, bottom = down(level), down(level + terms[t])
        d.rectangle(across(t) - 30, top, 60, max(2, bottom - top), fill="gradient")
        label = f"{terms[t]:.3f}".replace("-", "−") if terms[t] else "0"
        d.text(across(t), down(total) + 20, label)
        level += terms[t]
    d.rectangle(across(0) - 30, down(0), 60, 140, stroke="gradient", stroke_width=2)
    d.text(across(0), down(total) + 20, f"{total:.3f}".replace("-", "−"))
    return d
