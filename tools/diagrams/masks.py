"""Draw forecasting and imputation as masks."""

from tools.diagrams._drawing import Drawing


def masks():
    """One array of two variables, and what three tasks know of it and ask for."""
    d = Drawing(
        520,
        340,
        "Forecasting and imputation: one array, two masks",
        "The same array of two variables, traffic and temperature, and eight steps, three times. "
        "Forecasting, one variable: traffic is known at steps 1 to 5 and asked for at 6 to 8. "
        "Forecasting, two variables: temperature is known at steps 1 to 5 as well. "
        "Imputation: all is known but traffic at step 5, which is asked for.",
    )
    left, side, pitch = 172, 30, 39
    steps, past, ahead = range(1, 9), range(1, 6), range(6, 9)
    hole = [t for t in steps if t != 5]
    tasks = [
        ("forecasting, one variable", past, [], ahead),
        ("forecasting, two variables", past, past, ahead),
        ("imputation", hole, steps, [5]),
    ]

    def square(t, y, is_known, is_asked):
        role = "input" if is_known else "forecast" if is_asked else None
        fill = {"fill": role, "fill_opacity": 0.2} if role else {"stroke_dasharray": "4 4"}
        corner = {"x": left + pitch * (t - 1), "y": y, "width": side, "height": side}
        d.rectangle(**corner, radius=4, stroke=role or "baseline", stroke_width=1.6, **fill)
        if is_asked:
            d.text(corner["x"] + side / 2, y + side / 2, "?", "forecast", size=20)

    for row, (name, traffic, temperature, asked) in enumerate(tasks):
        top = 36 + 102 * row
        d.text(left, top - 15, name, anchor="start")
        for y, variable in ((top, "traffic"), (top + 35, "temperature")):
            d.text(left - 14, y + side / 2, variable, "muted", anchor="end")
        for t in steps:
            square(t, top, t in traffic, t in asked)
            square(t, top + 35, t in temperature, False)
    for t in steps:
        d.text(left + pitch * (t - 1) + side / 2, 322, str(t), "muted")
    d.math(left - 14, 322, "t", "muted", size=18, anchor="end")
    return d
