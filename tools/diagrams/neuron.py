"""Draw the still picture of the neuron explorable."""

import math

from tools.diagrams._drawing import Drawing


def neuron_still(w_x=1.0, w_y=0.9, b=0.0, n_steps=24, pulse_at=3, selected=5):
    """What the explorable "One recurrent neuron" shows before anybody touches it."""
    d = Drawing(
        520,
        340,
        "One recurrent neuron answers a pulse",
        "The input is 1 at step 3 and 0 elsewhere. The output jumps to 0.76 at step 3 and then "
        "fades, because every output is the hyperbolic tangent of 0.9 times the one before.",
    )
    x = [1.0 if t == pulse_at else 0.0 for t in range(1, n_steps + 1)]
    y = [0.0]
    for x_t in x:
        y.append(math.tanh(w_x * x_t + w_y * y[-1] + b))

    def across(t):
        return 58 + (t - 1) * 19.2

    def x_up(value):
        return 84 - 52 * value

    def y_up(value):
        return 262 - 128 * value

    d.rectangle(across(selected) - 9.6, 18, 19.2, 256, radius=4, fill="muted", fill_opacity=0.14)
    for up, values, name, role in ((x_up, (0, 1), "x_t", "input"), (y_up, (0, 1), "y_t", "output")):
        for value in values:
            d.line([(46, up(value)), (512, up(value))], stroke="line", stroke_width=1)
            d.text(38, up(value), str(value), "muted", anchor="end")
        d.math(22, (up(0) + up(1)) / 2, name, role)
    for t, x_t in enumerate(x, start=1):
        if x_t:
            d.rectangle(across(t) - 5.5, x_up(x_t), 11, x_up(0) - x_up(x_t), radius=2, fill="input")
        else:
            d.rectangle(across(t) - 5.5, x_up(0) - 1, 11, 2, fill="input")
    d.line(
        [(across(t), y_up(y[t])) for t in range(1, n_steps + 1)], stroke="output", stroke_width=2
    )
    for t in range(1, n_steps + 1):
        d.add("circle", fill="output", cx=across(t), cy=y_up(y[t]), r=6 if t == selected else 3.6)
    for t in (1, selected, 10, 15, 20, n_steps):
        chosen = t == selected
        d.text(across(t), 286, str(t), "ink" if chosen else "muted")
    d.math(44, 286, "t", "muted", size=18, anchor="end")

    before = f"{w_y:.2f} · {y[selected - 1]:.3f}"
    now = f"{w_x:.2f} · {x[selected - 1]:.3f}"
    d.sentence(286, 322, f"$y_{selected}$ = tanh({now} + {before} + {b:.2f}) = {y[selected]:.3f}")
    return d
