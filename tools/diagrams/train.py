"""Draw the still picture of the explorable "Train it here"."""

import math

from tools.diagrams._drawing import Drawing

# Mean squared errors on the validation series, as the explorable has them.
LINES = {"naive": 0.0202, "least squares": 0.00293, "noise floor": 0.00083}
# After every epoch, for seeds 1 to 5 of the explorable's own settings.
RUNS = (
    (0.00443, 0.00395, 0.00382, 0.00376, 0.00376, 0.00355, 0.00348, 0.00344, 0.00344, 0.00343),
    (0.01204, 0.0045, 0.004, 0.00379, 0.0038, 0.00357, 0.00347, 0.0034, 0.00335, 0.00336),
    (0.00573, 0.00434, 0.0037, 0.00365, 0.00355, 0.0035, 0.00343, 0.00348, 0.00346, 0.00343),
    (0.00632, 0.00498, 0.00393, 0.00361, 0.00374, 0.00349, 0.00343, 0.00345, 0.00341, 0.00343),
    (0.00562, 0.00402, 0.0039, 0.00363, 0.00354, 0.00348, 0.0035, 0.0035, 0.00341, 0.0034),
)
STYLES = {
    "naive": ("baseline", "2 4"),
    "least squares": ("baseline", "8 4"),
    "noise floor": ("ink", None),
}


def train_still():
    """What the explorable "Train it here" shows after five seeds, without the gradient."""
    d = Drawing(
        520,
        376,
        "Five runs of a small recurrent network beside three fixed lines",
        "Validation error against epoch, 1 to 10, for five seeds. All lines fall below the naive "
        "forecast within an epoch and end close together, above least squares and far above the "
        "noise floor. Below, the five ends as dots, to the right of least squares.",
    )

    def up(error):
        return 34 + 190 * (-1.5 - math.log10(error)) / 1.8

    def across(epoch):
        return 66 + (epoch - 1) * 48

    def end(error):
        return 66 + error * 416 / 0.006

    d.text(66, 18, "validation error by epoch", "muted", anchor="start")
    for power in (-2, -3):
        d.line([(66, up(10**power)), (506, up(10**power))])
        d.text(60, up(10**power), f"{10**power:g}", "muted", anchor="end")
    for epoch in (1, 5, 10):
        d.text(across(epoch), 240, str(epoch), "muted")
    for name, error in LINES.items():
        role, dashes = STYLES[name]
        ends = [(66, up(error)), (506, up(error))]
        d.line(ends, stroke=role, stroke_width=2, stroke_dasharray=dashes)
        below = -12 if name == "naive" else 13
        d.text(506, up(error) + below, f"{name} {error:g}", "muted", anchor="end")
    for run in RUNS:
        d.line([(across(e), up(v)) for e, v in enumerate(run, 1)], "forecast", 2)
    d.text(66, 272, "where runs ended", "muted", anchor="start")
    d.line([(66, 340), (506, 340)])
    for tick in (0, 0.002, 0.004, 0.006):
        d.text(end(tick), 356, f"{tick:g}", "muted")
    for name in ("least squares", "noise floor"):
        role, dashes = STYLES[name]
        place = end(LINES[name])
        d.line([(place, 286), (place, 340)], role, 2, stroke_dasharray=dashes)
    for i, run in enumerate(RUNS):
        d.add("circle", fill="forecast", cx=end(run[-1]), cy=331 - 10 * i, r=5)
    return d
