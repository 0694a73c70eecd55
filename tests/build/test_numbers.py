"""Every number in a caption, an alt text or the prose is executed, or excused here for a reason."""

import inspect
import math
from typing import NamedTuple

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest

from book import PAGES, ROOT
from equations import equations
from figure_data import panels
from page_numbers import numbers, read_page, unsupported, written
from unrolled import plots
from unrolled.evidence import load, where
from unrolled.series import load_traffic, load_traffic_days
from unrolled.text import load_names


class Excuse(NamedTuple):
    """Numbers of a page that no output holds: why, and what each comes to if that can be said."""

    page: str
    reason: str
    numbers: dict


def error(model, rate):
    """Mean error of a network of chapter 7, by the book's recipe."""
    runs = where(load("one_step"), model=model, learning_rate=rate, schedule="cosine")
    return np.mean([run["mse"] for run in runs])


SLOPES = [1 - y**2 for y in (math.tanh(0.8 * math.tanh(1)), -0.0650)]
LAYER_20 = 20 * (1 + 20 + 1)
FLOOR = inspect.signature(plots.gradient_norms).parameters["floor"].default
TOUCH = math.sqrt(1 - 1 / 1.5)
EXCUSES = [
    Excuse("index", "the name of a licence", {"4.0": None}),
    Excuse("chapters/01-recurrent-neurons", "the still picture's pulse", {"0.76": math.tanh(1)}),
    Excuse("chapters/02-memory-cells", "half-lives by the formula on the page",
           {"ten": math.log(0.9) / math.log(0.99), "0.69": math.log(2), "0.9993": 0.5**0.001}),
    Excuse("chapters/02-memory-cells", "the latch that is touched, by the formula in the text",
           {"0.577": TOUCH, "0.21": 1.5 * TOUCH - math.atanh(TOUCH)}),
    Excuse("chapters/02-memory-cells", "how many trainings were recorded",
           {"180": len(where(load("recall"), cell="SimpleRNN"))}),
    Excuse("chapters/02-memory-cells", "a full turn", {"360": None}),
    Excuse("chapters/03-input-output-sequences", "dates that were not held out",
           {"12,600": 14_000 - 1_409}),
    Excuse("chapters/04-backpropagation-through-time", "the savings account, by hand",
           {"115.76": 100 * 1.05**3, "110.25": 100 * 1.05**2, "1.10": 1.05**2,
            "3.31": 3 * 1.05**2, "315": 100 * (1.05**2 + 1.05 + 1)}),
    Excuse("chapters/04-backpropagation-through-time", "the three steps, by hand",
           {"0.7045": SLOPES[0], "0.9958": SLOPES[1], "0.018": 0.982 * (1 - 0.982)}),
    Excuse("chapters/04-backpropagation-through-time", "weights of 20 units; outputs of a batch",
           {"440": LAYER_20, "880": 2 * LAYER_20, "22,000": 50 * LAYER_20, "1600": 32 * 50}),
    Excuse("chapters/05-unstable-gradients", "a sheet of A4", {"297": None}),
    Excuse("chapters/05-unstable-gradients", "powers, by hand",
           {"0.81": 0.9**2, "0.125": 0.5**3, "0.36": 0.98**50}),
    Excuse("chapters/05-unstable-gradients", "where the plot ends a curve", {"1e-12": FLOOR}),
    Excuse("chapters/05-unstable-gradients", "numbers in the 2,000 sequences of 21 steps",
           {"84,000": 2000 * 21 * 2}),
    Excuse("chapters/06-the-forecasting-problem", "10 and 20 radians in turns",
           {"1.6": 10 / (2 * math.pi), "3.2": 20 / (2 * math.pi)}),
    Excuse("chapters/06-the-forecasting-problem", "between windows 690 and 700, which are printed",
           {"691": 690 + 1, "699": 700 - 1}),
    Excuse("chapters/07-one-step-ahead", "what tanh cannot reach; amplitudes and noise",
           {"1.2": None, "0.75": 0.5 + 0.2 + 0.05}),
    Excuse("chapters/07-one-step-ahead", "a third layer, from the record",
           {"0.00014": error("RNN 20-20", 5e-3) - error("RNN 20-20-20", 5e-3)}),
    Excuse("chapters/07-one-step-ahead", "weights and batches, counted",
           {"2,601": 50 * 50 + 50 + 50 + 1,
            "120": 6000 / 50}),
    Excuse("chapters/08-several-steps-ahead", "settings of the recorded runs",
           {"Ten": None}),
    Excuse("chapters/08-several-steps-ahead", "amplitudes and noise", {"0.75": 0.5 + 0.2 + 0.05}),
    Excuse("chapters/08-several-steps-ahead", "of the paper that is cited", {"170": None}),
    Excuse("chapters/10-convolutions", "of the paper that is cited", {"16,000": None, "512": 2**9}),
    Excuse("chapters/10-convolutions", "a field, by the formula in the text",
           {"128": 1 + sum(2**i for i in range(7))}),
    Excuse("chapters/10-convolutions", "hours of a week", {"168": 7 * 24}),
    Excuse("chapters/12-filling-gaps", "a question's own number", {"500": None}),
    Excuse("chapters/14-how-sure", "an example; a deviation of 2",
           {"1,500": None, "5,600": None, "0.69": math.log(2)}),
    Excuse("labs/lab-1-build-a-recurrent-layer", "a question's own numbers", {"100": None}),
    Excuse("labs/lab-3-backpropagate-by-hand", "by hand",
           {"-0.51": -(1 - 0.7**2), "−0.298": -0.51 * 0.585, "1.5": 0.75 * 2}),
    Excuse("labs/lab-4-beat-the-baselines", "from the published errors above",
           {"30 %": 1 - 0.00291 / 0.00417}),
    Excuse("labs/lab-4-beat-the-baselines", "minutes and an example; a week of hours",
           {"120": None, "168": 7 * 24}),
    Excuse("labs/project-your-own-series", "codes in other people's files",
           {"−9999": None, "−999": None}),
    Excuse("reference/data", "test_the_data_page_counts_the_data; the licence",
           {"4,906": None, "4.0": None}),
    Excuse("reference/glossary", "of Table 1 of the paper that is cited",
           {"8,192": None, "1.2 percent": 24.84 - 23.60}),
    Excuse("reference/teaching", "a licence; minutes that lab 4 says", {"4.0": None, "120": None}),
    Excuse("reference/scoreboard", "a thousandth of 2.41", {"0.00241": 2.41 / 1000}),
    Excuse("reference/scoreboard", "of the notebook's version before May 2021", {"0.2228": None}),
]  # fmt: skip


def built(page):
    """The page with what it put out when the book was built; a lab with its solutions."""
    source, folder = ROOT / f"{page}.md", ROOT / "_build" / "notebooks"
    if "{code-cell}" not in source.read_text(encoding="utf-8"):
        return read_page(source)
    teacher = folder / "teacher" / f"{page}.ipynb"
    return read_page(source, teacher if teacher.is_file() else folder / f"{page}.ipynb")


@pytest.mark.site
@pytest.mark.parametrize("page", PAGES)
def test_every_number_of_a_page_is_borne_out(page):
    excused = {number for e in EXCUSES if e.page == page for number in e.numbers}
    found = unsupported(built(page))
    assert [f for f in found if f.where == "equation" or f.number not in excused] == [], (
        "no output of the page holds these: print them in a cell or take them from glue; "
        "for what cannot be an output, EXCUSES above says the reason and what it comes to"
    )
    assert excused - {f.number for f in found} == set(), "excused without need"


@pytest.mark.parametrize("excuse", EXCUSES, ids=lambda excuse: f"{excuse.page}: {excuse.reason}")
def test_excuses_come_to_what_they_say(excuse):
    for text, value in excuse.numbers.items():
        (number,) = numbers(f"some {text}", words=True)
        assert value is None or number.is_(value), text


def test_the_data_page_counts_the_data():
    text = (ROOT / "reference" / "data.md").read_text(encoding="utf-8")
    traffic, days, names = load_traffic(), load_traffic_days(), load_names()
    assert f"returns {len(traffic.time):,} hours" in text
    assert f"The {np.isnan(traffic.volume).sum()} hours without a count" in text
    assert f"the {np.sum(days.holiday != '')} days that the source names as holidays" in text
    assert f"returns {len(names.name):,} names" in text
    assert f"more than {max(map(len, names.name))} characters" in text
    hour = traffic.time.astype("datetime64[h]")
    _, rows = np.unique(hour.astype("datetime64[D]"), return_counts=True)
    assert set(rows) == {24}  # the hour that comes twice in November too
    skipped = np.isin(hour, np.array(["2017-03-12T02", "2018-03-11T02"], hour.dtype))
    assert np.isnan(traffic.volume[skipped]).all() and skipped.sum() == 2


# -- the gate itself -----------------------------------------------------------------------------

CURVE = np.array([0.11, 0.52, 0.87, 0.79, 0.61, 0.329])
PAGE = """\
---
jupytext: {}
---
# A page

```{code-cell} ipython3
---
mystnb:
  figure: {name: fig-a, caption: "CAPTION"}
  image: {alt: "ALT"}
---
ax = plots.lines(curves)
print(result)
```

PROSE

```{exercise-end}
```
"""
RIGHT = {
    "CAPTION": "It takes 17.3 % of 2,450 windows and 0.046 seconds.",
    "ALT": "One curve over 6 steps. It starts at 0.11, peaks at 0.87 at step 3 and ends at 0.33; it"
    " is below 0.7 from step 5 on.",
    "PROSE": r"The error is 0.0459, a sixth of $0.046 \cdot 6 = 0.276$; $2^{-3} = 0.125$ −1.5.",
}


def svg(draw):
    """Return a figure as the book stores it."""
    with plt.rc_context(plots.STYLE):
        figure = draw().figure
    text = plots.figure_svg(figure)
    plt.close(figure)
    return text


def findings(folder, **changed):
    """Check the page with one of its texts changed; return (where, number) of what is found."""
    text = PAGE
    for place, words in (RIGHT | changed).items():
        text = text.replace(place, words)
    (folder / "page.md").write_text(text, encoding="utf-8")
    figure = svg(lambda: plots.lines({"a": CURVE}))
    outputs = [
        nbformat.v4.new_output("stream", text="windows 2450, share 0.173\nerror 0.04593 -1.5\n"),
        nbformat.v4.new_output("display_data", data={"image/svg+xml": figure, "text/plain": "9.9"}),
    ]
    cell = nbformat.v4.new_code_cell("ax = plots.lines(curves)\nprint(result)", outputs=outputs)
    notebook = folder / "page.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), notebook)
    return [(f.where, f.number) for f in unsupported(read_page(folder / "page.md", notebook))]


def test_a_right_page_passes(tmp_path):
    assert findings(tmp_path) == []


@pytest.mark.parametrize(
    "place, right, wrong, number",
    [
        ("CAPTION", "17.3 %", "17.4 %", "17.4 %"),
        ("CAPTION", "2,450", "2,540", "2,540"),
        ("CAPTION", "0.046", "0.045", "0.045"),
        ("ALT", "ends at 0.33", "ends at 0.34", "0.34"),
        ("ALT", "ends at 0.33", "ends at -0.33", "-0.33"),
        ("ALT", "ends at 0.33", "ends at 0.87", "0.87"),  # the curve has it, elsewhere
        ("ALT", "starts at 0.11", "starts at 0.33", "0.33"),
        ("ALT", "0.87 at step 3", "0.87 at step 4", "0.87"),
        ("ALT", "from step 5 on", "after step 5", "5"),
        ("ALT", "from step 5 on", "from step 4 on", "4"),
        ("ALT", "over 6 steps", "over 7 steps", "7"),
        ("ALT", "One curve", "Two curves", "Two"),
        ("PROSE", "0.0459", "0.0469", "0.0469"),
        ("PROSE", "−1.5", "1.5", "1.5"),
        ("PROSE", "= 0.276", "= 0.267", "0.267"),
        ("PROSE", "= 0.125", "= 0.215", "0.215"),
    ],
)
def test_a_wrong_number_is_found(tmp_path, place, right, wrong, number):
    changed = RIGHT[place].replace(right, wrong)
    assert changed != RIGHT[place]
    assert number in {found for _, found in findings(tmp_path, **{place: changed})}


def test_a_page_that_was_changed_since_the_build_is_refused(tmp_path):
    findings(tmp_path)
    page = tmp_path / "page.md"
    page.write_text(page.read_text(encoding="utf-8").replace("print(result)", "print(other)"))
    with pytest.raises(LookupError, match="line 6"):
        read_page(page, tmp_path / "page.ipynb")


@pytest.mark.parametrize(
    "text, value, within",
    [
        ("0.33", 0.33, 0.005), ("−1,250", -1250, 0.5), ("minus 0.5", -0.5, 0.05),
        ("2e-3", 2e-3, 5e-4), ("about 280", 280, 5), ("+3.0", 3, 0.05), ("some 12,600", 12600, 50),
    ],
)  # fmt: skip
def test_numbers_are_read_with_their_rounding(text, value, within):
    (number,) = numbers(text)
    assert number.value == pytest.approx(value) and number.within == pytest.approx(within)


@pytest.mark.parametrize(
    "text", ["W_1", "y_t-1", "4th", "chapter 12", "x2", "3k", "section 10.2", "Keras 3"]
)
def test_names_are_not_numbers(text):
    assert numbers(text) == []


def test_numbers_of_code():
    found = written("series[7000:9000]; n = 20 * 110; f(-0.5, 'rate 0.01'); range(3, 10)")
    assert {2000, 2200, -0.5, 0.01, 7} <= set(found)


@pytest.mark.parametrize(
    "formula, holds",
    [
        (r"1.5 \cdot 0.263 = 0.39", True), (r"1.5 \cdot 0.263 = 0.38", False),
        (r"\tanh(-0.5) = -0.462", True), (r"\tanh(-0.5) = 0.462", False),
        (r"2^{-25} \approx 3 \cdot 10^{-8}", True), (r"2^{-25} \approx 3 \cdot 10^{-7}", False),
        (r"\ln 0.5 / \ln 0.894 = 6.2", True), (r"\sqrt{0.8} \approx 0.884", False),
        (r"20\,(1 + 20 + 1) = 440", True), (r"20\,(1 + 20) = 440", False),
        (r"y_1 = \tanh 0.6 = 0.537", True), (r"\tfrac12 + 0.9^2 = 1.3", True),
    ],
)  # fmt: skip
def test_equations_are_worked_out(formula, holds):
    ((_, _, found),) = equations(f"so ${formula}$.")
    assert found is holds


def test_a_formula_with_letters_is_left_alone():
    assert list(equations(r"$W_x^\top x = 0.5$ and $a_t = w_y\, y_{t-1} + b$")) == []


# -- figures are read back -----------------------------------------------------------------------


def test_lines_on_linear_axes():
    curves = {"up": CURVE - 0.4, "down": 3 * CURVE[::-1]}
    (panel,) = panels(svg(lambda: plots.lines(curves, ylabel="error")))
    assert {"up", "down", "error"} <= set(panel.words)
    for curve, values in zip(panel.curves, curves.values(), strict=True):
        np.testing.assert_allclose(curve.x, range(1, 7), atol=1e-4)
        np.testing.assert_allclose(curve.y, values, atol=1e-5)


def test_lines_on_logarithmic_axes():
    sizes, seconds = [10, 30, 100, 300, 1000], np.array([2e-5, 7e-5, 1.9e-4, 6e-4, 2.1e-3])
    (panel,) = panels(svg(lambda: plots.scaling(sizes, {"a": seconds}, xlabel="steps")))
    np.testing.assert_allclose(panel.curves[0].x, sizes, rtol=1e-4)
    np.testing.assert_allclose(panel.curves[0].y, 1e3 * seconds, rtol=1e-4)
    norms = {"a": 0.8 ** np.arange(60), "b": 1.05 ** np.arange(60)}
    (panel,) = panels(svg(lambda: plots.gradient_norms(norms)))
    for curve, values in zip(panel.curves, norms.values(), strict=True):
        np.testing.assert_allclose([curve.y[0], curve.y[-1]], values[[0, -1]], rtol=1e-3)


def test_bars_and_dots():
    rows = {"ours": ([0.21, 0.25, 0.23], "forecast"), "naive": (0.4, "baseline")}
    (panel,) = panels(svg(lambda: plots.errors(rows, xlabel="error")))
    ours, dots, naive = panel.curves
    np.testing.assert_allclose(ours.y, [0, 0.23], atol=1e-5)
    np.testing.assert_allclose(dots.y, [0.21, 0.25, 0.23], atol=1e-5)
    np.testing.assert_allclose(naive.y, [0, 0.4], atol=1e-5)
    assert dots.dots and {"ours", "naive", "0.230", "0.400"} <= set(panel.words)
