"""Draw the still picture of the forecast duel."""

import json
import re

from tools.diagrams._drawing import ASSETS, Drawing, number

MARKS = {  # as the explorable draws them, around a point
    "known": "m-3,0a3,3 0 1,0 6,0a3,3 0 1,0-6,0",
    "naive": "m-4-4h8v8h-8z",
    "least squares": "m0-5.5l5.5,9.5h-11z",
    "truth": "m0-6l5.5,6l-5.5,6l-5.5-6z",
}


def duel_still(chosen=2, n_steps=50):
    """One series of the explorable "Forecast duel" after the reveal, without the reader."""
    d = Drawing(
        520,
        418,
        "Forecast duel: a series, two forecasts and what came",
        "Above, 50 known steps of a wave and the ten steps after them. Below, the same from step "
        "41 on, enlarged. The naive forecast is a flat line at the last known value. The least "
        "squares forecast follows the true values down and up again, a little less far.",
    )
    text = (ASSETS / "explorables" / "duel-data.js").read_text(encoding="utf-8")
    thousandths = dict(re.findall(r"export const (\w+) = ([^;]+);", text))
    x, answer = (
        [value / 1000 for value in json.loads(thousandths[name])[chosen - 1]]
        for name in ("series", "leastSquares")
    )
    lines = {
        "known": ("input", None, 1, x[:n_steps]),
        "naive": ("baseline", "2 4", n_steps, [x[n_steps - 1]] * (len(answer) + 1)),
        "least squares": ("baseline", "8 4", n_steps, [x[n_steps - 1], *answer]),
        "truth": ("ink", None, n_steps, x[n_steps - 1 :]),
    }

    def mark(name, place):
        d.add("path", fill=lines[name][0], d=f"M{place}{MARKS[name]}")

    for first, top, height, zero, ticks in (
        (1, 34, 84, 0, (1, 10, 20, 30, 40, 50, 60)),
        (41, 176, 156, n_steps, (-9, -5, 0, 1, 5, 10)),
    ):

        def across(t, first=first):
            return 50 + (t - first) * 454 / (len(x) - first)

        def up(value, top=top, height=height):
            return top + height * (0.85 - value) / 1.7

        band = across(n_steps + 0.5)
        d.rectangle(band, top, 504 - band, height, fill="muted", fill_opacity=0.14)
        for value in (-0.5, 0, 0.5):
            d.line([(50, up(value)), (504, up(value))])
            d.text(44, up(value), number(value).replace("-", "−"), "muted", anchor="end")
        for tick in ticks:
            words = str(tick).replace("-", "−")
            d.text(across(zero + tick), top + height + 14, words, "muted")
        for name, (role, dashes, start, values) in lines.items():
            points = [(across(t), up(v)) for t, v in enumerate(values, start) if t >= first]
            d.line(points, stroke=role, stroke_width=2, stroke_dasharray=dashes)
            if zero:
                for a, b in points if name == "known" else points[1:]:
                    mark(name, f"{number(a)},{number(b)}")
    d.text(50, 18, "50 known steps, 10 to come", "muted", anchor="start")
    d.text(50, 160, "the end, enlarged: steps ahead", "muted", anchor="start")
    for left, name in ((40, "known"), (150, "naive"), (254, "least squares"), (412, "truth")):
        role, dashes = lines[name][:2]
        d.line([(left, 392), (left + 34, 392)], role, 2, stroke_dasharray=dashes)
        mark(name, f"{left + 17},392")
        d.text(left + 40, 392, name, anchor="start")
    return d
