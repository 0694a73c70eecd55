"""unrolled.plots: drawn where told, in the book's colours, the same every time."""

import base64
import inspect
import io
import itertools
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from refusals import refused

matplotlib.use("agg")
import matplotlib.pyplot as plt
from PIL import Image

import unrolled
from unrolled import plots
from unrolled.evidence import Band
from unrolled.palette import PALETTE
from unrolled.plots import STYLE

HOURS = np.arange("2018-06-01T00", "2018-06-03T00", dtype="datetime64[h]")
WAVE = np.sin(np.arange(48) / 4)

# one typical call of every plot; a new plot function needs a line here
CALLS = {
    "lines": lambda ax=None: plots.lines(
        {"input x": WAVE[:9], "output y": WAVE[3:12]},
        colors={"input x": "input"},
        ylabel="x",
        ax=ax,
    ),
    "forecast_window": lambda ax=None: plots.forecast_window(
        HOURS,
        400 * WAVE + 1000,
        {"naive": (300 * WAVE + 900, "baseline"), "network": (390 * WAVE + 1010, "forecast")},
        ylabel="vehicles an hour",
        ax=ax,
    ),
    "window": lambda ax=None: plots.window(
        WAVE[:40],
        WAVE[40:],
        {"naive": (np.full(8, WAVE[39]), "baseline"), "network": (WAVE[40:] + 0.1, "forecast")},
        ax=ax,
    ),
    "errors": lambda ax=None: plots.errors(
        {"naive": (578, "baseline"), "network": ([190.0, 187, 201], "forecast")},
        xlabel="MAE, vehicles an hour",
        reference=120,
        ax=ax,
    ),
    "scaling": lambda ax=None: plots.scaling(
        [10, 100, 1000],
        {"loop": [1e-3, 1e-2, 1e-1], "matrix product": [2e-4, 1e-3, 9e-3]},
        xlabel="units",
        colors={"loop": "baseline"},
        ax=ax,
    ),
    "bands": lambda ax=None: plots.bands(
        {
            "simple cell": {20: Band(0.99, 0.01, 0.97, 1.0, 5), 100: Band(0.6, 0.1, 0.5, 0.7, 5)},
            "LSTM": {20: Band(1.0, 0.0, 1.0, 1.0, 5), 100: Band(0.8, 0.05, 0.75, 0.9, 5)},
        },
        colors={"LSTM": "gradient"},
        xlabel="lag k",
        ylabel="share of right answers",
        log=True,
        ax=ax,
    ),
    "budgets": lambda ax=None: plots.budgets(
        {
            "dense": {
                1.7: Band(0.0022, 1e-5, 0.0021, 0.0023, 5),
                9.0: Band(0.0016, 0, 0.0016, 0.0017, 5),
            },
            "LSTM": {
                31.0: Band(0.0015, 1e-5, 0.0014, 0.0016, 5),
                174.0: Band(0.0012, 0, 0.0011, 0.0013, 5),
            },
        },
        colors={"dense": "input"},
        references={"least squares": 0.0029},
        ax=ax,
    ),
    "gradient_norms": lambda ax=None: plots.gradient_norms(
        {
            "small weights": 0.5 ** np.arange(30),
            "large weights": np.array([[1.1], [1.2]]) ** np.arange(30),
        },
        floor=1e-6,
        ax=ax,
    ),
    "known_steps": lambda ax=None: plots.known_steps(
        {"JFK": np.arange(30) % 7 > 1, "all": np.arange(30) != 11}, ax=ax
    ),
}
every_plot = pytest.mark.parametrize("plot", CALLS)


@pytest.fixture(autouse=True)
def book_style():
    """Draw in the book's style, and leave matplotlib as it was."""
    with matplotlib.rc_context():
        plots.use_book_style()
        yield
    plt.close("all")


def label_boxes(ax):
    """Return {text: bounding box in pixels} of the names written at the ends of curves."""
    ax.figure.canvas.draw()
    return {text.get_text(): text.get_window_extent() for text in ax.texts}


def overlapping(boxes):
    return [
        (a, b)
        for (a, one), (b, other) in itertools.combinations(boxes.items(), 2)
        if one.overlaps(other)
    ]


def letters(figure):
    """Return the size in points of every text that a figure shows."""
    figure.draw_without_rendering()
    texts = [text for text in figure.findobj(matplotlib.text.Text) if text.get_visible()]
    return {text.get_text(): text.get_fontsize() for text in texts if text.get_text().strip()}


@pytest.mark.parametrize("name", CALLS)
def test_letters_are_legible_on_a_telephone(name):
    """Ten pixels, where it shows a figure 380 pixels wide."""
    with plt.rc_context(STYLE):
        figure = CALLS[name]().figure
        scale = 380 / (72 * figure.get_figwidth())
        small = {text: scale * size for text, size in letters(figure).items() if scale * size < 10}
        exponents = [text for text in letters(figure) if "10^" in text]
        plt.close(figure)
    assert small == {} and exponents == []  # an exponent has seven tenths of the size


def test_no_name_of_an_axis_is_cut_where_its_numbers_grow_longer():
    """The ticks that the first layout made room for, -0.8, gave way to longer ones, -0.75."""
    with plt.rc_context(STYLE):
        spring = [-0.55, -0.67, -0.66, -0.38, -0.05, 0.43, 0.33]
        autumn = [0.46, 0.55, 0.51, 0.16, -0.24, -0.67, -0.49]
        ax = plots.lines({"spring": spring, "autumn": autumn}, ylabel="output $y_t$")
        plots.figure_svg(ax.figure)
        ax.figure.draw_without_rendering()  # at its own resolution, not that of the file
        assert ax.yaxis.label.get_window_extent().x0 > 0
        plt.close(ax.figure)


def test_every_plot_is_tested():
    public = {
        name
        for name, function in inspect.getmembers(plots, inspect.isfunction)
        if function.__module__ == plots.__name__
        and not name.startswith("_")
        and "ax" in inspect.signature(function).parameters
    }
    assert public == set(CALLS), "tests/test_plots.py: add the new plot to CALLS"


class TestAxes:
    @every_plot
    def test_new_axes_are_returned(self, plot):
        ax = CALLS[plot]()
        assert isinstance(ax, plt.Axes)
        assert plt.get_fignums() == [ax.figure.number] and ax.has_data()

    @every_plot
    def test_given_axes_are_drawn_on_and_no_others(self, plot):
        _, (left, right) = plt.subplots(ncols=2)
        assert CALLS[plot](ax=right) is right
        assert len(plt.get_fignums()) == 1 and right.has_data()
        assert not left.has_data() and not left.texts

    @every_plot
    def test_default_of_ax_is_none(self, plot):
        assert inspect.signature(getattr(plots, plot)).parameters["ax"].default is None


class TestSvg:
    @every_plot
    def test_same_drawing_same_text(self, plot):
        first, second = (plots.figure_svg(CALLS[plot]().figure) for _ in range(2))
        assert first == second

    def test_same_figure_shown_twice_is_the_same(self):
        figure = CALLS["lines"]().figure
        assert plots.figure_svg(figure) == plots.figure_svg(figure)

    def test_same_text_in_another_process(self):
        code = (
            "import numpy as np; from unrolled import plots; plots.use_book_style();"
            "ax = plots.lines({'y': np.arange(5) ** 2, 'x': np.arange(5)}, xlabel='t');"
            "print(plots.figure_svg(ax.figure), end='')"
        )
        ax = plots.lines({"y": np.arange(5) ** 2, "x": np.arange(5)}, xlabel="t")
        environment = {
            "PYTHONPATH": str(Path(unrolled.__file__).parent.parent),
            "PYTHONHASHSEED": "7",
            "MPLBACKEND": "agg",
        }
        run = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert run.stdout == plots.figure_svg(ax.figure)

    @every_plot
    def test_well_formed_and_without_a_date(self, plot):
        text = plots.figure_svg(CALLS[plot]().figure)
        root = ET.fromstring(text)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert not re.search(r"<dc:date>|Matplotlib v|\d{4}-\d\d-\d\dT", text)

    @every_plot
    def test_only_colours_of_the_palette(self, plot):
        text = plots.figure_svg(CALLS[plot]().figure)
        body = re.sub(r"<style>.*?</style>", "", text, count=1, flags=re.DOTALL)
        painted = set(re.findall(r"(?:fill|stroke)(?:: ?|=\")([^;\"]+)", body))
        light = {shade.light for shade in PALETTE.values()}
        assert len(painted & light) >= 4
        assert painted - light <= {"none"}

    @every_plot
    def test_no_text_is_left_black(self, plot):
        root = ET.fromstring(plots.figure_svg(CALLS[plot]().figure))
        texts = [g for g in root.findall(".//{*}g") if re.fullmatch(r"text_\d+", g.get("id", ""))]
        assert len(texts) > 4
        for text in texts:
            styles = " ".join(g.get("style", "") for g in text.iter())
            assert "fill: #" in styles  # matplotlib writes no fill for black

    @every_plot
    def test_every_colour_has_its_dark_counterpart(self, plot):
        text = plots.figure_svg(CALLS[plot]().figure)
        (style,) = re.findall(r"<style>(\[.*?)</style>", text)
        _, dark = style.split("@media (prefers-color-scheme:dark)")
        for shade in PALETTE.values():
            for prop in ("fill", "stroke"):
                rule = f'[style*="{prop}: {shade.light}"]{{{prop}:{shade.dark}!important}}'
                assert rule in dark

    def test_style_is_put_inside_the_svg_element(self):
        root = ET.fromstring(plots.figure_svg(CALLS["lines"]().figure))
        assert root[0].tag.endswith("style") and "prefers-color-scheme" in root[0].text


class TestLines:
    def test_steps_count_from_one(self):
        ax = plots.lines({"y": [3, 1, 4, 1]})
        (line,) = ax.lines
        assert line.get_xdata().tolist() == [1, 2, 3, 4]
        assert line.get_ydata().tolist() == [3, 1, 4, 1]
        assert ax.get_xlabel() == "step t"

    def test_given_steps_and_labels(self):
        ax = plots.lines({"y": [3, 1]}, x=[10, 20], xlabel="day", ylabel="MSE")
        assert ax.lines[0].get_xdata().tolist() == [10, 20]
        assert (ax.get_xlabel(), ax.get_ylabel()) == ("day", "MSE")

    def test_colours_are_the_roles(self):
        ax = plots.lines({"a": [1, 2], "b": [2, 1]}, colors={"b": "gradient"})
        roles = [PALETTE[role].light for role in ("output", "gradient")]
        assert [line.get_color() for line in ax.lines] == roles
        assert {text.get_text(): text.get_color() for text in ax.texts} == dict(
            zip("ab", roles, strict=True)
        )

    def test_colour_is_never_alone(self):
        ax = plots.lines({name: np.arange(5) for name in "abcde"})
        assert len({line.get_marker() for line in ax.lines}) == 5

    def test_long_curves_have_no_markers(self):
        ax = plots.lines({"short": np.arange(40), "long": np.arange(41)})
        assert [line.get_marker() for line in ax.lines] == ["o", "None"]

    def test_legend_instead_of_ends(self):
        ax = plots.lines({"a": [1, 2], "b": [2, 1]}, labels="legend")
        assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a", "b"]
        assert not ax.texts

    @pytest.mark.parametrize("spread", [0.0, 0.01, 0.05, 1.0])
    def test_names_at_the_ends_do_not_overlap(self, spread):
        curves = {f"unit {k}": np.linspace(0, spread * k, 12) for k in range(6)}
        curves["far"] = np.linspace(0, 5, 12)
        boxes = label_boxes(plots.lines(curves, ylabel="y"))
        assert len(boxes) == 7 and not overlapping(boxes)

    def test_names_stay_in_the_order_of_the_ends(self):
        ends = {"c": 0.02, "a": 0.0, "d": 3.0, "b": 0.01}
        boxes = label_boxes(plots.lines({name: [0, end] for name, end in ends.items()}))
        assert sorted(boxes, key=lambda name: boxes[name].y0) == ["a", "b", "c", "d"]

    def test_a_name_with_room_stands_at_its_end(self):
        ax = plots.lines({"low": [0, 1], "high": [0, 9]})
        for name, end in (("low", 1), ("high", 9)):
            box = label_boxes(ax)[name]
            x, y = ax.transData.transform((2, end))
            assert abs((box.y0 + box.y1) / 2 - y) < 3 and 0 < box.x0 - x < 20

    def test_names_are_inside_the_figure(self):
        ax = plots.lines({"a rather long name": [0, 1], "short": [0, 9]})
        for box in label_boxes(ax).values():
            assert box.x1 <= ax.figure.bbox.x1 and box.y1 <= ax.figure.bbox.y1

    def test_a_crowd_leaves_the_other_names_where_they_are(self):
        curves = {f"unit {k}": [0, 0.01 * k] for k in range(4)}
        ax = plots.lines(curves | {"far": [0, 9]})
        box = label_boxes(ax)["far"]
        assert abs((box.y0 + box.y1) / 2 - ax.transData.transform((2, 9))[1]) < 3

    def test_a_shorter_curve_is_named_where_it_ends(self):
        ax = plots.lines({"short": [0, 1, 2], "long": np.zeros(9)})
        assert label_boxes(ax)["short"].x0 < ax.transData.transform((5, 0))[0]


class TestForecastWindow:
    def test_target_and_forecasts(self):
        ax = CALLS["forecast_window"]()
        roles = {"observed": "ink", "naive": "baseline", "network": "forecast"}
        colors = {line.get_label(): line.get_color() for line in ax.lines}
        assert colors == {name: PALETTE[role].light for name, role in roles.items()}
        dashed = [line.get_label() for line in ax.lines if line.is_dashed()]
        assert dashed == ["naive"]  # not by colour alone
        assert np.array_equal(ax.lines[2].get_ydata(), 390 * WAVE + 1010)
        assert ax.get_ylabel() == "vehicles an hour"

    def test_every_curve_stands_at_its_time_and_is_named(self):
        time = np.arange(48) + 100
        ax = plots.forecast_window(
            time, WAVE, {"f": (2 * WAVE, "forecast")}, xlabel="hour", ylabel="y"
        )
        for line, values in zip(ax.lines, (WAVE, 2 * WAVE), strict=True):
            assert np.array_equal(line.get_xdata(), time)
            assert np.array_equal(line.get_ydata(), values)
        assert (ax.get_xlabel(), ax.get_ylabel()) == ("hour", "y")
        assert {text.get_text() for text in ax.texts} == {"observed", "f"}
        bare = plots.forecast_window(time, WAVE, {})
        assert (bare.get_xlabel(), bare.get_ylabel()) == ("", "")

    def test_days_are_written_as_days(self):
        ax = CALLS["forecast_window"]()
        ax.figure.canvas.draw()
        written = [tick.get_text() for tick in ax.get_xticklabels()]
        assert [text[:6] for text in written[:2]] == ["Fri 01", "Sat 02"]

    def test_numbers_as_time(self):
        ax = plots.forecast_window(np.arange(5), WAVE[:5], {"f": (WAVE[1:6], "forecast")})
        assert ax.lines[0].get_xdata().tolist() == [0, 1, 2, 3, 4]

    def test_names_do_not_overlap(self):
        close = {f"model {k}": (WAVE + 0.001 * k, "forecast") for k in range(4)}
        for time in (HOURS, np.arange(48)):
            boxes = label_boxes(plots.forecast_window(time, WAVE, close))
            assert len(boxes) == 5 and not overlapping(boxes)


class TestWindow:
    def test_target_and_forecasts_stand_behind_the_window(self):
        ax = CALLS["window"]()
        steps = {line.get_label(): line.get_xdata().tolist() for line in ax.lines}
        assert steps.pop("window") == list(range(1, 41))
        assert list(steps) == ["target", "naive", "network"]
        assert all(values == list(range(41, 49)) for values in steps.values())
        assert np.array_equal(ax.lines[3].get_ydata(), WAVE[40:] + 0.1)

    def test_colours_are_the_roles_and_never_alone(self):
        ax = CALLS["window"]()
        roles = ["input", "ink", "baseline", "forecast"]
        assert [line.get_color() for line in ax.lines] == [PALETTE[r].light for r in roles]
        several = {f"model {k}": (WAVE[40:] + k, "forecast") for k in range(3)}
        marks = [line.get_marker() for line in plots.window(WAVE[:40], WAVE[40:], several).lines]
        assert len(set(marks)) == 5

    def test_axes_reach_from_the_window_to_the_last_target(self):
        ax = plots.window(WAVE[:40], WAVE[40:])
        assert ax.get_xlim() == (0, 48.5)
        assert (ax.get_xlabel(), ax.get_ylabel()) == ("step $t$", "value $x_t$")
        assert plots.window(WAVE[:40], WAVE[40:], ylabel="y").get_ylabel() == "y"

    @pytest.mark.parametrize(("role", "marks"), [("baseline", "xs+Dx"), ("forecast", "^v<>^")])
    def test_targets_and_forecasts_are_dots_told_apart(self, role, marks):
        five = {f"model {k}": (WAVE[40:] + k, role) for k in range(5)}
        ax = plots.window(WAVE[:40], WAVE[40:], five)
        window, target, *models = ax.lines
        assert window.get_linestyle() == "-" and target.get_marker() == "o"
        assert {line.get_linestyle() for line in (target, *models)} == {"None"}
        assert "".join(line.get_marker() for line in models) == marks
        legend = [text.get_text() for text in ax.get_legend().get_texts()]
        assert legend == ["window", "target", *five]

    def test_the_legend_stands_above_the_axes(self):
        ax = CALLS["window"]()
        ax.figure.canvas.draw()
        assert ax.get_legend().get_window_extent().y0 >= ax.get_window_extent().y1 - 1
        assert abs(ax.get_legend().get_window_extent().x0 - ax.get_window_extent().x0) < 20

    def test_what_is_ahead_is_shaded(self):
        (shade,) = plots.window(WAVE[:40], WAVE[40:]).patches
        assert (shade.get_x(), shade.get_width()) == (40.5, 8)


class TestErrors:
    def test_bars_end_at_the_means_and_dots_are_the_seeds(self):
        ax = CALLS["errors"]()
        single, mean, seeds, reference = (line.get_xdata() for line in ax.lines)
        assert list(single) == [0, 578]
        assert list(mean) == [0, pytest.approx(np.mean([190, 187, 201]))]
        assert list(seeds) == [190, 187, 201] and list(reference) == [120, 120]

    def test_rows_are_named_from_the_top(self):
        ax = CALLS["errors"]()
        assert [tick.get_text() for tick in ax.get_yticklabels()] == ["naive", "network"]
        bottom, top = ax.get_ylim()
        assert bottom > top
        assert ax.get_xlim()[0] == 0  # a bar that starts elsewhere lies

    def test_rows_fill_the_axes_and_bars_begin_at_zero(self):
        ax = plots.errors({"a": ([2.0, 4], "forecast"), "b": (5, "baseline")}, xlabel="MAE")
        assert ax.get_xlabel() == "MAE"
        assert ax.get_xlim() == (0, pytest.approx(5.6)) and ax.get_ylim() == (1.5, -0.5)
        bar, dots, other = ax.lines
        assert bar.get_xydata().tolist() == [[0, 0], [3, 0]]
        assert dots.get_xydata().tolist() == [[2, 0], [4, 0]] and dots.get_marker() == "o"
        assert other.get_xydata().tolist() == [[0, 1], [5, 1]]
        assert [text.get_position() for text in ax.texts] == [
            (pytest.approx(4.075), 0), (pytest.approx(5.075), 1)
        ]  # fmt: skip
        assert {text.get_va() for text in ax.texts} == {"center"}
        assert not ax.spines["left"].get_visible()
        assert not any(line.get_visible() for line in ax.get_xgridlines())

    def test_the_reference_is_a_dotted_hairline(self):
        line = CALLS["errors"]().lines[-1]
        assert line.get_linestyle() == ":" and line.get_linewidth() < 1

    def test_large_numbers_are_written_out(self):
        results = {"a": (1234.4, "baseline"), "b": (99.95, "baseline"), "c": (100.4, "ink")}
        ax = plots.errors(results, xlabel="MAE")
        assert [text.get_text() for text in ax.texts] == ["1234", "100", "100"]

    def test_three_figures(self):
        ax = plots.errors(
            {"a": (578.4, "baseline"), "b": (0.01714, "forecast"), "c": (2.0, "forecast")},
            xlabel="MAE",
        )
        assert [text.get_text() for text in ax.texts] == ["578", "0.0171", "2.00"]

    def test_numbers_stay_clear_of_the_dots(self):
        ax = plots.errors({"a": ([1.0, 5.0], "forecast"), "b": (4, "baseline")}, xlabel="MAE")
        assert ax.texts[0].get_position()[0] > 5

    def test_more_rows_taller_figure(self):
        few, many = (
            plots.errors({str(k): (1.0 + k, "forecast") for k in range(n)}, xlabel="MAE").figure
            for n in (2, 9)
        )
        assert many.get_figheight() - few.get_figheight() == pytest.approx(7 * 0.46)


class TestScaling:
    def test_milliseconds_on_logarithmic_axes(self):
        ax = CALLS["scaling"]()
        assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
        np.testing.assert_allclose(ax.lines[0].get_ydata(), [1, 10, 100])
        assert ax.get_ylabel() == "milliseconds"
        assert [tick.get_text() for tick in ax.get_xticklabels()] == ["10", "100", "1,000"]

    def test_names_do_not_overlap(self):
        # room enough on a linear axis, none on a logarithmic one
        seconds = {"one": [1e-3, 0.9], "two": [2e-3, 1.0], "three": [1e-3, 1.1]}
        boxes = label_boxes(plots.scaling([1, 100], seconds, xlabel="steps"))
        assert not overlapping(boxes)

    def test_a_name_with_room_stands_at_its_end(self):
        seconds = {"slow": [1e-3, 1.0], "quick": [1e-4, 1e-2], "quicker": [1e-5, 1e-4]}
        ax = plots.scaling([1, 100], seconds, xlabel="steps")
        for name, box in label_boxes(ax).items():
            _, y = ax.transData.transform((100, 1e3 * seconds[name][-1]))
            assert abs((box.y0 + box.y1) / 2 - y) < 5


class TestBands:
    def test_line_is_the_mean_and_the_band_spans_the_seeds(self):
        ax = CALLS["bands"]()
        assert [list(line.get_ydata()) for line in ax.lines] == [[0.99, 0.6], [1.0, 0.8]]
        assert [list(line.get_xdata()) for line in ax.lines] == [[20, 100]] * 2
        simple, _ = (band.get_paths()[0].vertices for band in ax.collections)
        assert {tuple(corner) for corner in simple} == {(20, 0.97), (20, 1), (100, 0.5), (100, 0.7)}
        assert ax.get_xscale() == "log"
        assert [tick.get_text() for tick in ax.get_xticklabels()] == ["20", "100"]

    def test_names_do_not_overlap(self):
        close = {f"cell {k}": {1: Band(0.5 + 0.01 * k, 0, 0.4, 0.6, 5)} for k in range(4)}
        boxes = label_boxes(plots.bands(close, xlabel="lag k"))
        assert len(boxes) == 4 and not overlapping(boxes)

    def test_curves_are_coloured_named_and_told_apart(self):
        two = {name: {1: BAND, 3: BAND} for name in ("a", "b")}
        ax = plots.bands(two, colors={"b": "gradient"}, xlabel="k", ylabel="y")
        assert [line.get_color() for line in ax.lines] == [
            PALETTE[role].light for role in ("output", "gradient")
        ]
        assert [line.get_label() for line in ax.lines] == ["a", "b"]
        five = plots.bands({name: {1: BAND} for name in "abcde"}, xlabel="k")
        assert "".join(line.get_marker() for line in five.lines) == "os^Dv"
        assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_xscale()) == ("k", "y", "linear")
        assert five.get_ylabel() == ""
        assert all(0 < band.get_alpha() < 0.5 for band in ax.collections)

    def test_kinds_of_line_show_in_the_legend(self):
        three = {name: {1: BAND, 3: BAND} for name in ("a", "b", "c")}
        dashes = {"c": ":", "a": "--"}
        ax = plots.bands(three, dashes=dashes, labels="legend", xlabel="k")
        assert [line.get_linestyle() for line in ax.lines] == ["--", "-", ":"]
        shown = ax.get_legend()
        assert [text.get_text() for text in shown.get_texts()] == ["a", "b", "c"]
        assert [handle.get_linestyle() for handle in shown.get_lines()] == ["--", "-", ":"]
        assert not ax.texts
        ax.figure.draw_without_rendering()
        assert shown.get_window_extent().x0 >= ax.get_window_extent().x1

    def test_refusals(self):
        one = {"a": {1: BAND}}
        with pytest.raises(ValueError, match=r"dashes must name curves, of \['a'\], got 'b'"):
            plots.bands(one, dashes={"b": ":"}, xlabel="k")
        with pytest.raises(ValueError, match=r"dashes\['a'\] must be one of .*, got 'dotted'"):
            plots.bands(one, dashes={"a": "dotted"}, xlabel="k")
        with pytest.raises(ValueError, match=r"dashes must be a dict of kinds of line.*got ':'"):
            plots.bands(one, dashes=":", xlabel="k")
        with pytest.raises(ValueError, match="labels must be one of end, legend, got 'left'"):
            plots.bands(one, labels="left", xlabel="k")


BAND = Band(2, 1, 1, 3, 5)


class TestBudgets:
    def test_both_axes_are_logarithmic_with_round_ticks(self):
        ax = CALLS["budgets"]()
        assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
        across = [tick.get_text() for tick in ax.get_xticklabels()]
        assert across == ["3", "10", "30", "100"]
        assert [tick.get_text() for tick in ax.get_yticklabels()] == ["0.0015", "0.002", "0.003"]
        assert len(ax.xaxis.get_minorticklocs()) == len(ax.yaxis.get_minorticklocs()) == 0

    def test_curves_are_means_with_bands_and_references_go_across(self):
        ax = CALLS["budgets"]()
        dense, lstm, reference = ax.lines
        assert list(dense.get_xdata()) == [1.7, 9.0] and list(lstm.get_ydata()) == [0.0015, 0.0012]
        assert [line.get_color() for line in (dense, lstm)] == [
            PALETTE[role].light for role in ("input", "output")
        ]
        assert list(reference.get_ydata()) == [0.0029] * 2 and reference.get_linestyle() == ":"
        assert len(ax.collections) == 2
        assert [text.get_text() for text in ax.texts] == ["least squares"]
        assert {text.get_text() for text in ax.get_legend().get_texts()} == {"dense", "LSTM"}

    def test_names_stand_beside_the_axes_in_the_order_in_which_curves_end(self):
        ends = {"worst": 0.02, "best": 0.0012, "middle": 0.0016}
        ax = plots.budgets(
            {name: {9.0: Band(end, 0, end, end, 5)} for name, end in ends.items()},
            colors={"best": "input"},
        )
        ax.figure.canvas.draw()
        legend = ax.get_legend()
        assert [text.get_text() for text in legend.get_texts()] == ["worst", "middle", "best"]
        assert legend.get_texts()[2].get_color() == PALETTE["input"].light
        markers = [handle.get_marker() for handle in legend.get_lines()]
        assert markers == ["o", "^", "s"]  # as drawn: told apart without colour
        assert legend.get_window_extent().x0 >= ax.get_window_extent().x1

    def test_references_are_named_where_curves_are_not(self):
        """Curves fall from the upper left to the lower right."""
        curve = {1.0: Band(0.01, 0, 0.01, 0.01, 5), 9.0: Band(0.001, 0, 0.001, 0.001, 5)}
        ax = plots.budgets({"net": curve}, references={"high": 0.009, "low": 0.004})
        assert {text.get_text(): text.get_ha() for text in ax.texts} == {
            "high": "right", "low": "left",
        }  # fmt: skip
        left, right = ax.get_window_extent().x0, ax.get_window_extent().x1
        at = {text.get_text(): text.get_window_extent() for text in ax.texts}
        assert left < at["low"].x0 and at["high"].x1 < right

    def test_axes_say_what_they_show_unless_told_otherwise(self):
        ax = CALLS["budgets"]()
        assert (ax.get_xlabel(), ax.get_ylabel()) == ("seconds of training", "mean squared error")


class TestGradientNorms:
    def test_axes_names_and_bands(self):
        ax = plots.gradient_norms(
            {
                "short": np.array([1.0, 1e-3, 1e-9]),
                "long": np.array([[2.0, 3, 4, 5], [4, 3, 2, 1]]),
            },
            floor=1e-6,
        )
        assert (ax.get_xlabel(), ax.get_ylabel()) == ("steps back $k$", "gradient norm")
        assert ax.get_xlim() == (0, 3) and ax.get_ylim()[0] >= 1e-6
        short, long = ax.lines
        assert [line.get_label() for line in ax.lines] == ["short", "long"]
        assert short.get_xdata().tolist() == [0, 1] and long.get_xdata().tolist() == [0, 1, 2, 3]
        at = {text.get_text(): text.xy for text in ax.texts}
        assert at["short"] == (1, pytest.approx(1e-3))
        assert at["long"] == (3, pytest.approx(np.sqrt(5)))
        (band,) = ax.collections
        corners = {tuple(corner) for corner in band.get_paths()[0].vertices.round(6)}
        assert {(0, 2), (0, 4), (3, 1), (3, 5)} <= corners

    def test_the_floor_is_a_million_millionth(self):
        (line,) = plots.gradient_norms({"a": 0.1 ** np.arange(20)}).lines
        assert len(line.get_xdata()) == 13

    def test_curves_end_at_the_floor(self):
        ax = CALLS["gradient_norms"]()
        small, large = ax.lines
        np.testing.assert_allclose(small.get_ydata(), 0.5 ** np.arange(20))  # 0.5**20 < 1e-6
        np.testing.assert_allclose(large.get_ydata(), np.sqrt(1.1 * 1.2) ** np.arange(30))
        assert small.get_xdata().tolist() == list(range(20))
        assert ax.get_yscale() == "log"
        assert small.is_dashed() != large.is_dashed()  # both purple: told apart by the dash

    @pytest.mark.parametrize(
        ("norms", "argument", "given"),
        [({}, "norms", "{}"), ({"a": np.full(3, 1e-9)}, "norms['a']", "e-09")],
        ids=["no curve", "below the floor"],
    )
    def test_bad_input_is_refused_by_name(self, norms, argument, given):
        with pytest.raises(ValueError) as error:
            plots.gradient_norms(norms, floor=1e-6)
        wanted, _, got = str(error.value).partition(", got ")
        assert wanted.startswith(f"{argument} must ") and given in got


class TestKnownSteps:
    def bars(self, ax):
        """Return the bars of each row as [(first step, last step)], counted from 1."""
        return [
            [(box[:, 0].min() + 0.5, box[:, 0].max() - 0.5) for box in
             (path.vertices for path in row.get_paths())]
            for row in ax.collections
        ]  # fmt: skip

    def test_a_bar_for_every_stretch_that_is_known(self):
        known = np.array([True, False, True, True, True, False, False, True])
        ax = plots.known_steps({"a": known, "b": ~known, "c": np.zeros(8, bool)})
        expected = [[(1, 1), (3, 5), (8, 8)], [(2, 2), (6, 7)], []]
        assert self.bars(ax) == expected

    def test_the_first_row_is_on_top_and_named(self):
        ax = plots.known_steps({"a": np.ones(4, bool), "b": np.ones(4, bool)}, xlabel="hour")
        heights = [row.get_paths()[0].vertices[:, 1].mean() for row in ax.collections]
        assert heights == pytest.approx([0, 1], abs=0.2) and ax.get_ylim() == (1.5, -0.5)
        assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b"]
        assert ax.get_xlabel() == "hour" and ax.get_xlim() == (0.5, 4.5)

    def test_the_colour_has_a_role(self):
        ax = plots.known_steps({"a": np.ones(4, bool)}, color="forecast")
        expected = matplotlib.colors.to_rgba(plots.COLORS["forecast"])
        assert tuple(ax.collections[0].get_facecolor()[0]) == expected


class TestWholeNumbersAndGaps:
    def test_small_whole_numbers_do_not_wrap_around(self):
        ax = plots.scaling([1, 10], {"a": np.array([1, 200], np.uint8)}, xlabel="n")
        assert ax.lines[0].get_ydata().tolist() == [1000, 200_000]

    def test_a_curve_with_a_gap_is_named_at_its_last_value(self):
        gap = WAVE.copy()
        gap[[3, -2, -1]] = np.nan
        for ax, at in (
            (plots.lines({"y": gap}), 46),
            (plots.forecast_window(np.arange(48), WAVE, {"y": (gap, "forecast")}), 45),
        ):
            (name,) = [text for text in ax.texts if text.get_text() == "y"]
            assert name.xy == (at, WAVE[45])

    def test_a_perfect_forecast_has_an_axis(self):
        ax = plots.errors({"a": ([0.0, 0.0], "forecast")}, xlabel="MAE")
        assert ax.get_xlim()[1] > 0


ONE = np.ones(3)
REFUSALS = {
    "no results": (lambda: plots.errors({}, xlabel=""), "results", "at least one", "{}"),
    "results in a list": (lambda: plots.errors([1], xlabel=""), "results", "dict", "[1]"),
    "error without role": (
        lambda: plots.errors({"a": 3.0}, xlabel=""), "results['a']", "pair", "3"),
    "unknown role": (
        lambda: plots.errors({"a": (3.0, "red")}, xlabel=""), "results['a']", "forecast", "'red'"),
    "no seeds": (lambda: plots.errors({"a": ([], "ink")}, xlabel=""), "results['a']", "0", "[]"),
    "a NaN": (
        lambda: plots.errors({"a": ([1, np.nan], "ink")}, xlabel=""),
        "results['a']", "finite", "1"),
    "a negative error": (
        lambda: plots.errors({"a": (-1, "ink")}, xlabel=""), "results['a']", "at least 0", "-1"),
    "reference NaN": (
        lambda: plots.errors({"a": (1, "ink")}, xlabel="", reference=np.nan),
        "reference", "finite", "nan"),
    "no curves": (lambda: plots.lines({}), "curves", "at least one", "{}"),
    "curves in a list": (lambda: plots.lines([ONE]), "curves", "dict", "array"),
    "empty curve": (lambda: plots.lines({"a": []}), "curves['a']", "not empty", "(0,)"),
    "curve of rank 2": (lambda: plots.lines({"a": [[1, 2]]}), "curves['a']", "(time,)", "(1, 2)"),
    "curve of text": (lambda: plots.lines({"a": ["x"]}), "curves['a']", "numbers", "<U1"),
    "curve of NaN": (
        lambda: plots.lines({"a": ONE * np.nan}), "curves['a']", "finite", "none of 3"),
    "other length": (
        lambda: plots.lines({"a": ONE}, x=[1, 2]), "curves['a']", "2 values, as x", "3"),
    "unknown colour": (
        lambda: plots.lines({"a": ONE}, colors={"a": "red"}), "colors['a']", "input", "'red'"),
    "colour of nothing": (
        lambda: plots.lines({"a": ONE}, colors={"b": "input"}), "colors", "name curves: a", "'b'"),
    "labels elsewhere": (
        lambda: plots.lines({"a": ONE}, labels="top"), "labels", "legend", "'top'"),
    "ax a figure": (lambda: plots.lines({"a": ONE}, ax=plt.figure()), "ax", "Axes", "Figure"),
    "target shorter": (
        lambda: plots.forecast_window(HOURS, WAVE[:9], {}), "target", "48 values, as time", "9"),
    "forecast shorter": (
        lambda: plots.forecast_window(HOURS, WAVE, {"f": (WAVE[:9], "forecast")}),
        "forecasts['f']", "48 values, as time", "9"),
    "forecast in ink": (
        lambda: plots.forecast_window(HOURS, WAVE, {"f": (WAVE, "ink")}),
        "forecasts['f']", "forecast, baseline", "'ink'"),
    "time of text": (
        lambda: plots.forecast_window(HOURS.astype(str), WAVE, {}), "time", "numbers", "<U"),
    "target of rank 2": (
        lambda: plots.forecast_window(HOURS, WAVE[:, None], {}), "target", "(time,)", "(48, 1)"),
    "norms of text": (lambda: plots.gradient_norms({"a": ["x"]}), "norms['a']", "numbers", "<U1"),
    "no window": (lambda: plots.window([], ONE), "x", "not empty", "(0,)"),
    "no target": (lambda: plots.window(ONE, None), "target", "numbers", "None"),
    "forecast of another horizon": (
        lambda: plots.window(ONE, ONE, {"f": (WAVE, "forecast")}),
        "forecasts['f']", "3 values, as target", "48"),
    "no sizes": (lambda: plots.scaling([], {"a": []}, xlabel=""), "sizes", "not empty", "(0,)"),
    "size 0": (
        lambda: plots.scaling([0, 1], {"a": [1, 2]}, xlabel=""), "sizes", "positive", "(2,)"),
    "no seconds": (lambda: plots.scaling([1, 2], {}, xlabel=""), "seconds", "at least one", "{}"),
    "seconds missing": (
        lambda: plots.scaling([1, 2], {"a": [1]}, xlabel=""), "seconds['a']", "as sizes", "1"),
    "no bands": (lambda: plots.bands({}, xlabel=""), "results", "at least one", "{}"),
    "empty band": (lambda: plots.bands({"a": {}}, xlabel=""), "results['a']", "at least one", "{}"),
    "numbers for bands": (
        lambda: plots.bands({"a": {1: 2.0}}, xlabel=""), "results['a'][1].low", "finite", "None"),
    "bands by text": (
        lambda: plots.bands({"a": {"one": BAND}}, xlabel=""),
        "results['a']: a key", "number", "one"),
    "log of text": (
        lambda: plots.bands({"a": {1: BAND}}, xlabel="", log="x"), "log", "True or False", "'x'"),
    "no budgets": (lambda: plots.budgets({}), "results", "at least one", "{}"),
    "a budget of nothing": (
        lambda: plots.budgets({"a": {0: BAND}}), "results['a']: a key", "above 0", "0"),
    "an error of nothing": (
        lambda: plots.budgets({"a": {1: Band(1, 1, 0, 2, 5)}}),
        "results['a'][1].low", "above 0", "0"),
    "a reference of nothing": (
        lambda: plots.budgets({"a": {1: BAND}}, references={"b": 0}),
        "references['b']", "above 0", "0"),
    "negative norm": (
        lambda: plots.gradient_norms({"a": [1, -1]}), "norms['a']", "at least 0", "1 negative"),
    "no norms": (lambda: plots.gradient_norms({"a": []}), "norms['a']", "(steps,)", "(1, 0)"),
    "floor 0": (lambda: plots.gradient_norms({"a": ONE}, floor=0), "floor", "positive", "0"),
    "nothing known of": (lambda: plots.known_steps({}), "known", "at least one", "{}"),
    "known numbers": (
        lambda: plots.known_steps({"a": ONE}), "known['a']", "truth values", "dtype"),
    "known for longer": (
        lambda: plots.known_steps({"a": np.ones(3, bool), "b": np.ones(2, bool)}),
        "known['b']", "3 values, as the first", "2"),
    "known in red": (
        lambda: plots.known_steps({"a": np.ones(3, bool)}, color="red"), "color", "input", "'red'"),
    "no figure": (lambda: plots.figure_svg(None), "figure", "matplotlib Figure", "None"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_bad_input_is_refused_by_name(name):
    call, argument, expected, given = REFUSALS[name]
    with refused(argument, expected, given):
        call()


class TestBookStyle:
    def test_figures_are_drawn_in_it(self):
        assert plt.rcParams["svg.hashsalt"] == "unrolled"
        assert plt.rcParams["svg.fonttype"] == "path"
        assert plt.rcParams["text.color"] == PALETTE["ink"].light

    def test_outside_a_notebook_it_only_sets_defaults(self, capsys):
        plots.use_book_style()
        assert capsys.readouterr() == ("", "")


class TestInANotebook:
    """What a notebook stores of a figure: SVG for the theme, PNG for where no SVG is shown."""

    @pytest.fixture
    def shell(self, tmp_path, monkeypatch):
        """A shell that takes itself for a notebook's."""
        shells = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell
        monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
        shell = shells.instance()
        shell.kernel = None  # a notebook's shell has one
        shell.enable_gui = lambda gui=None: None
        yield shell
        shells.clear_instance()
        plt.switch_backend("agg")

    def shown(self, shell, figure):
        return shell.display_formatter.format(figure)

    def test_an_svg_and_beside_it_a_png(self, shell):
        plots.use_book_style()
        data, metadata = self.shown(shell, CALLS["lines"]().figure)
        assert set(data) == {"text/plain", "image/svg+xml", "image/png"}
        assert data["image/svg+xml"] == plots.figure_svg(CALLS["lines"]().figure)
        image = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
        width, height = (round(96 * inches) for inches in STYLE["figure.figsize"])
        assert image.size == pytest.approx((2 * width, 2 * height), abs=2)  # for sharp screens
        assert metadata["image/png"] == {"width": image.width // 2, "height": image.height // 2}

    @pytest.mark.parametrize("plot", ["forecast_window", "gradient_norms"])
    def test_the_png_is_small_and_in_the_colours_of_the_light_theme(self, shell, plot):
        plots.use_book_style()
        figure = CALLS[plot]().figure
        data, _ = self.shown(shell, figure)
        stored = base64.b64decode(data["image/png"])
        figure.savefig(drawn := io.BytesIO(), format="png", dpi=192)
        assert len(stored) < 0.6 * len(drawn.getvalue())
        few, all_ = (np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=float)
                     for png in (stored, drawn.getvalue()))  # fmt: skip
        assert (few[0] == 255).all() and abs(few - all_).mean() < 1
        assert len(np.unique(few.reshape(-1, 3), axis=0)) <= 64

    def test_a_figure_shown_twice_is_the_same(self, shell):
        plots.use_book_style()
        figure = CALLS["errors"]().figure
        assert self.shown(shell, figure) == self.shown(shell, figure)

    def test_a_shell_without_a_kernel_is_left_as_it_is(self, shell):
        del shell.kernel
        plots.use_book_style()
        data, _ = self.shown(shell, CALLS["lines"]().figure)
        assert set(data) == {"text/plain"}

    @pytest.mark.slow
    def test_where_a_program_executes_the_notebook(self, monkeypatch, tmp_path):
        """As nbconvert does, and the book's build."""
        nbclient = pytest.importorskip("nbclient")
        from nbformat import v4

        monkeypatch.setenv("PYTHONPATH", str(Path(unrolled.__file__).parent.parent))
        monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
        code = "from unrolled import plots; plots.use_book_style(); ax = plots.lines({'a': [1, 2]})"
        notebook = v4.new_notebook(cells=[v4.new_code_cell(code)])
        nbclient.NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
        (output,) = notebook.cells[0].outputs
        assert set(output.data) == {"text/plain", "image/svg+xml", "image/png"}
        assert "prefers-color-scheme" in output.data["image/svg+xml"]
        assert output.metadata["image/png"] == {"width": 556, "height": 278}
