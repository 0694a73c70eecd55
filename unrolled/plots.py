"""The book's figures: one function per kind, one visual language.

Every function takes ``ax=None`` and returns the Axes. Nothing to draw, a curve of another length
or a colour outside the palette is refused with a ``ValueError`` that names it. Colour carries
meaning, and never alone: input blue, output orange, gradient purple, forecast green, baseline
grey, target black; lines are named where they end. Figures are SVG and change with the page's
light or dark theme.
"""

import base64
import io

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator
from PIL import Image

from unrolled._expect import (
    expect,
    expect_finite,
    expect_flag,
    expect_float,
    expect_number,
    expect_real,
    shown,
)
from unrolled._tables import three_figures
from unrolled.palette import PALETTE, svg_style

COLORS = {role: shade.light for role, shade in PALETTE.items()}

STYLE = {
    "figure.figsize": (5.8, 2.9),
    "figure.facecolor": COLORS["paper"],
    "figure.constrained_layout.use": True,
    "savefig.facecolor": COLORS["paper"],
    "axes.facecolor": "none",
    "axes.edgecolor": COLORS["muted"],
    "axes.labelcolor": COLORS["ink"],
    "axes.titlecolor": COLORS["ink"],
    "axes.titlesize": 12.5,
    "axes.titlelocation": "left",
    "axes.labelsize": 12,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": COLORS["line"],
    "grid.linewidth": 0.7,
    "text.color": COLORS["ink"],
    "xtick.color": COLORS["muted"],
    "ytick.color": COLORS["muted"],
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "font.size": 12,  # 10.9 pixels where a telephone shows a figure 380 pixels wide
    "lines.linewidth": 1.8,
    "lines.markersize": 5,
    "lines.solid_capstyle": "round",
    "svg.fonttype": "path",  # the same letters on every machine
    "svg.hashsalt": "unrolled",  # the same ids in every run
}


def use_book_style():
    """Draw every figure of this session in the book's style, as SVG with a light and a dark theme.

    Changes matplotlib's defaults. Inside a notebook a figure becomes an SVG, and beside it a PNG,
    which is shown where the notebook is not trusted: a copy of it on another computer.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> use_book_style()
    >>> plt.rcParams["axes.spines.top"]
    False
    """
    plt.rcParams.update(STYLE)
    try:
        from IPython import get_ipython
        from matplotlib_inline.backend_inline import set_matplotlib_formats
    except ImportError:
        return
    shell = get_ipython()
    if shell is None or not hasattr(shell, "kernel"):
        return
    shell.run_line_magic("matplotlib", "inline")  # now, or later it would undo the next line
    set_matplotlib_formats("svg")
    formatters = shell.display_formatter.formatters
    formatters["image/svg+xml"].for_type(Figure, figure_svg)
    formatters["image/png"].for_type(Figure, _png_of_notebook)


def figure_svg(figure):
    """Return the figure as SVG text that follows the reader's theme.

    Colours of the palette are found by their light value and overridden by a style sheet.

    Parameters
    ----------
    figure : matplotlib.figure.Figure

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If it is no figure.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> ax = lines({"y": [0.0, 1.0, 0.5]})
    >>> svg = figure_svg(ax.figure)
    >>> svg.startswith("<?xml"), "prefers-color-scheme" in svg
    (True, True)
    >>> plt.close()
    """
    expect(isinstance(figure, Figure), "figure", "be a matplotlib Figure", shown(figure))
    buffer = io.StringIO()
    _lay_out(figure)
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    selectors = {}
    for role, shade in PALETTE.items():
        for prop in ("fill", "stroke"):
            selectors[f'[style*="{prop}: {shade.light}"]'] = (prop, role)
    head, tag, rest = buffer.getvalue().partition("<svg ")
    attributes, bracket, body = rest.partition(">")
    style = f"\n<style>{svg_style(selectors)}</style>"
    return f"{head}{tag}{attributes}{bracket}{style}{body}"


def _png_of_notebook(figure):
    """Return the figure as PNG in base64, and the size at which a notebook shows it.

    Two pixels for one of the screen. In 64 colours it takes a third of the bytes, and nobody sees
    the difference.
    """
    _lay_out(figure)
    drawn, reduced = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png", dpi=192)
    image = Image.open(drawn).convert("RGB")
    image.quantize(64, dither=Image.Dither.NONE).save(reduced, "PNG")
    size = {"width": image.width // 2, "height": image.height // 2}
    return base64.b64encode(reduced.getvalue()).decode("ascii"), size


def _lay_out(figure):
    """Find the places of everything, once: each further layout would move it by a hair.

    Once there is room for the ticks they are kept: others, with longer numbers, would need more.
    """
    figure.draw_without_rendering()
    for axis in (axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)):
        axis.set_major_locator(FixedLocator(axis.get_majorticklocs()))
    figure.draw_without_rendering()
    figure.set_layout_engine("none")


def lines(curves, *, colors=None, x=None, xlabel="step t", ylabel="", labels="end", ax=None):
    """Draw named curves over time and write each name where its curve ends.

    Parameters
    ----------
    curves : dict of str to ndarray of shape (time,)
        In drawing order.
    colors : dict of str to str, optional
        Role in the palette by curve; ``"output"`` by default.
    x : ndarray of shape (time,), optional
        Steps 1, 2, 3 … by default, as the text counts.
    xlabel, ylabel : str
    labels : {"end", "legend"}, default "end"
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, lengths differ, or a colour is none of the palette.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> ax = lines({"input": [0.0, 1.0], "output": [0.0, 0.5]}, colors={"input": "input"})
    >>> [line.get_label() for line in ax.lines]
    ['input', 'output']
    >>> ax.lines[0].get_color() == COLORS["input"]
    True
    >>> plt.close()
    """
    curves = _curves(curves, "curves")
    colors = _colors(colors, curves)
    _expect_role(labels, "labels", ("end", "legend"))
    if x is not None:
        x = _along(x, "x")
        _expect_lengths(curves, "curves", len(x), "x")
    ax = _axes(ax)
    markers = "os^Dv"
    ends = []
    for marker, (name, curve) in zip(markers * len(curves), curves.items(), strict=False):
        steps = np.arange(1, len(curve) + 1) if x is None else x
        color = COLORS[colors.get(name, "output")]
        few = len(curve) <= 40
        ax.plot(steps, curve, color=color, marker=marker if few else None, label=name)
        ends.append((*_end(steps, curve), name, color))
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if labels == "legend":
        ax.legend(frameon=False)
    else:
        _label_ends(ax, ends)
    return ax


def forecast_window(time, target, forecasts, *, xlabel="", ylabel="", ax=None):
    """Draw a stretch of the target with one or more forecasts of it.

    Parameters
    ----------
    time : ndarray of shape (time,)
        Numbers or ``datetime64``.
    target : ndarray of shape (time,)
    forecasts : dict of str to (ndarray of shape (time,), str)
        Name to values and role in the palette (``"forecast"`` or ``"baseline"``).
    xlabel, ylabel : str
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, lengths differ, or a colour is none of the palette.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import numpy as np
    >>> forecasts = {"naive": ([2.0, 2.0, 2.0], "baseline")}
    >>> ax = forecast_window(np.arange(3), [2.0, 3.0, 4.0], forecasts, ylabel="cars")
    >>> [line.get_label() for line in ax.lines]
    ['observed', 'naive']
    >>> plt.close()
    """
    time, target = _along(time, "time"), _curve(target, "target")
    expect(len(target) == len(time), "target", f"have {len(time)} values, as time", len(target))
    forecasts = _forecasts(forecasts, len(time), "time")
    ax = _axes(ax)
    ax.plot(time, target, color=COLORS["ink"], linewidth=1.4, label="observed")
    ends = [(*_end(time, target), "observed", COLORS["ink"])]
    dashes = {"baseline": (0, (1.5, 1.5)), "forecast": "-"}
    for name, (values, role) in forecasts.items():
        ax.plot(time, values, color=COLORS[role], linestyle=dashes[role], linewidth=1.8, label=name)
        ends.append((*_end(time, values), name, COLORS[role]))
    if np.issubdtype(time.dtype, np.datetime64):
        ax.xaxis.set_major_locator(mdates.DayLocator())
        ax.xaxis.set_major_formatter(mdates.DateFormatter("%a %d"))
    ax.set(xlabel=xlabel, ylabel=ylabel)
    _label_ends(ax, ends)
    return ax


def window(x, target, forecasts=None, *, ylabel="value $x_t$", ax=None):
    """Draw one window, the values that follow it, and forecasts of them.

    Parameters
    ----------
    x : ndarray of shape (n_steps,)
    target : ndarray of shape (horizon,)
    forecasts : dict of str to (ndarray of shape (horizon,), str), optional
        Name to values and role in the palette (``"forecast"`` or ``"baseline"``).
    ylabel : str
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, lengths differ, or a colour is none of the palette.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> ax = window([1.0, 2.0, 3.0], [4.0], {"naive": ([3.0], "baseline")})
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['window', 'target', 'naive']
    >>> ax.lines[1].get_xdata()  # the target comes after the three steps of the window
    array([4])
    >>> plt.close()
    """
    x, target = _curve(x, "x"), _curve(target, "target")
    forecasts = _forecasts({} if forecasts is None else forecasts, len(target), "target")
    ax = _axes(ax)
    n_steps, horizon = len(x), len(target)
    ahead = n_steps + np.arange(1, horizon + 1)
    ax.axvspan(n_steps + 0.5, ahead[-1] + 0.5, color=COLORS["line"], alpha=0.45, linewidth=0)
    ax.plot(np.arange(1, n_steps + 1), x, color=COLORS["input"], label="window")
    dots = {"linestyle": "none", "markersize": 4.5}
    ax.plot(ahead, target, "o", color=COLORS["ink"], label="target", **dots)
    roles = [role for _, role in forecasts.values()]
    for row, (name, (values, role)) in enumerate(forecasts.items()):
        mark = {"forecast": "^v<>", "baseline": "xs+D"}[role][roles[:row].count(role) % 4]
        ax.plot(ahead, values, mark, color=COLORS[role], label=name, **dots)
    ax.set(xlabel="step $t$", ylabel=ylabel, xlim=(0, ahead[-1] + 0.5))
    narrow = {"handlelength": 1.2, "handletextpad": 0.4, "columnspacing": 1.2, "borderpad": 0}
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=5, frameon=False, **narrow)
    return ax


def errors(results, *, xlabel, reference=None, ax=None):
    """Draw one row per model: a dot per seed and a bar at their mean.

    Parameters
    ----------
    results : dict of str to (float or sequence of float, str)
        Name to error, or errors of several seeds, and role in the palette.
    xlabel : str
        The metric and its unit.
    reference : float, optional
        A vertical hairline, such as the noise floor.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, lengths differ, or a colour is none of the palette.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> results = {"naive": (4.0, "baseline"), "RNN": ([2.0, 2.2], "forecast")}
    >>> ax = errors(results, xlabel="mean absolute error")
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['naive', 'RNN']
    >>> [text.get_text() for text in ax.texts]
    ['4.00', '2.10']
    >>> plt.close()
    """
    rows = {name: _errors(result, f"results[{name!r}]") for name, result in _named(results)}
    if reference is not None:
        reference = expect_number(reference, "reference", "be finite", np.isfinite)
    ax = _axes(ax, (5.8, 0.46 * len(rows) + 0.8))
    largest = max(values.max() for values, _ in rows.values()) or 1.0
    for row, (values, role) in enumerate(rows.values()):
        color, mean = COLORS[role], values.mean()
        ax.plot([0, mean], [row, row], color=color, linewidth=7, solid_capstyle="butt")
        if len(values) > 1:
            ax.plot(values, np.full(len(values), row), "o", color=COLORS["ink"], markersize=3.5)
        at = max(mean, values.max()) + 0.015 * largest
        ax.text(at, row, three_figures(mean), va="center", color=COLORS["ink"])
    if reference is not None:
        ax.axvline(reference, color=COLORS["ink"], linewidth=0.8, linestyle=":")
    ax.set_yticks(range(len(results)), results)
    ax.tick_params(axis="y", labelcolor=COLORS["ink"])
    ax.set(xlabel=xlabel, xlim=(0, 1.12 * largest), ylim=(len(results) - 0.5, -0.5))
    ax.grid(False)
    ax.spines["left"].set_visible(False)
    return ax


def scaling(sizes, seconds, *, xlabel, colors=None, ax=None):
    """Draw running time against size on two logarithmic axes.

    Parameters
    ----------
    sizes : sequence of int
    seconds : dict of str to sequence of float
        One curve per way of computing.
    xlabel : str
    colors : dict of str to str, optional
        Role in the palette by curve; ``"output"`` by default.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, lengths differ, or a colour is none of the palette.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> ax = scaling([10, 100], {"NumPy": [0.001, 0.02]}, xlabel="units")
    >>> ax.get_xscale(), ax.get_yscale()
    ('log', 'log')
    >>> ax.lines[0].get_ydata()  # milliseconds
    array([ 1., 20.])
    >>> plt.close()
    """
    sizes = _along(sizes, "sizes")
    expect(sizes.dtype.kind in "iuf" and (sizes > 0).all(), "sizes", "be positive", shown(sizes))
    seconds = _curves(seconds, "seconds")
    _expect_lengths(seconds, "seconds", len(sizes), "sizes")
    milliseconds = {name: 1e3 * values for name, values in seconds.items()}
    ax = _axes(ax)
    ax.set(xscale="log", yscale="log")  # first: names are placed where the ends then are
    ax = lines(
        milliseconds,
        x=sizes,
        colors=colors,
        xlabel=xlabel,
        ylabel="milliseconds",
        labels="end",
        ax=ax,
    )
    ax.set_xticks(sizes, [f"{size:,}" for size in sizes])
    ax.yaxis.set_major_formatter("{x:g}")
    ax.minorticks_off()
    return ax


def _axes(ax, figsize=None):
    if ax is None:
        return plt.subplots(figsize=figsize)[1]
    expect(isinstance(ax, plt.Axes), "ax", "be matplotlib Axes", shown(ax))
    return ax


def _named(results, name="results"):
    """Return the items of a dict with something in it."""
    expect(isinstance(results, dict), name, "be a dict by name", shown(results))
    expect(len(results) > 0, name, "hold at least one entry", shown(results))
    return results.items()


def _along(x, name):
    """Return what runs along the horizontal axis: (time,), numbers or dates, not empty."""
    x = expect_real(x, name, kinds="biufM")
    expect(x.ndim == 1 and x.size > 0, name, "have shape (time,), not empty", f"shape {x.shape}")
    return x


def _curve(values, name):
    """Return a curve as floats: (time,), with at least one value that can be drawn."""
    values = expect_float(values, name)
    shape = f"shape {values.shape}"
    expect(values.ndim == 1 and values.size > 0, name, "have shape (time,), not empty", shape)
    expect(np.isfinite(values).any(), name, "hold a finite value", f"none of {values.size}")
    return values


def _curves(curves, name):
    return {key: _curve(curve, f"{name}[{key!r}]") for key, curve in _named(curves, name)}


def _expect_lengths(curves, name, length, axis):
    for key, curve in curves.items():
        wanted = f"have {length} values, as {axis}"
        expect(len(curve) == length, f"{name}[{key!r}]", wanted, len(curve))


def _colors(colors, curves):
    """Return the role of each curve that has one, refusing roles outside the palette."""
    colors = {} if colors is None else colors
    expect(isinstance(colors, dict), "colors", "be a dict of roles by name", shown(colors))
    for name, role in colors.items():
        _expect_role(role, f"colors[{name!r}]", COLORS)
        expect(name in curves, "colors", f"name curves: {', '.join(map(str, curves))}", repr(name))
    return colors


def _expect_role(role, name, roles):
    expect(isinstance(role, str) and role in roles, name, f"be one of {', '.join(roles)}",
           shown(role))  # fmt: skip


def _with_role(entry, name):
    """Return (values, role) of an entry that is such a pair."""
    pair = isinstance(entry, (tuple, list)) and len(entry) == 2 and isinstance(entry[1], str)
    expect(pair, name, "be a pair of values and role", shown(entry))
    return entry


def _forecasts(forecasts, length, axis):
    """Return forecasts as {name: (curve, role)}, each of this length."""
    expect(isinstance(forecasts, dict), "forecasts", "be a dict by name", shown(forecasts))
    found = {}
    for key, entry in forecasts.items():
        name = f"forecasts[{key!r}]"
        values, role = _with_role(entry, name)
        _expect_role(role, name, ("forecast", "baseline"))
        found[key] = _curve(values, name), role
    _expect_lengths({key: curve for key, (curve, _) in found.items()}, "forecasts", length, axis)
    return found


def _errors(result, name):
    """Return the errors of one row, finite and not negative, and its role."""
    values, role = _with_role(result, name)
    values = np.atleast_1d(expect_finite(values, name)).astype(float)
    good = values.ndim == 1 and values.size > 0 and (values >= 0).all()
    expect(good, name, "hold errors of at least 0: bars begin there", shown(result[0]))
    _expect_role(role, name, COLORS)
    return values, role


def _end(x, curve):
    """Return where a curve ends: its last finite value."""
    last = np.flatnonzero(np.isfinite(curve))[-1]
    return x[last], float(curve[last])


def _label_ends(ax, ends):
    """Write each name right of its curve's end, moved apart where they would overlap."""
    ax.figure.canvas.draw()
    gap = 1.25 * plt.rcParams["font.size"] * ax.figure.dpi / 72
    ends = [(ax.convert_xunits(x), y, name, color) for x, y, name, color in ends]
    ends = sorted(ends, key=lambda end: end[1])
    heights = [ax.transData.transform(end[:2])[1] for end in ends]
    blocks = []  # heights of names that stand close together, each block around its own middle
    for height in heights:
        blocks.append([height])
        while len(blocks) > 1 and _too_close(*blocks[-2:], gap):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    placed = []
    for block in blocks:
        placed.extend(np.mean(block) + gap * (np.arange(len(block)) - (len(block) - 1) / 2))
    for (x, y, name, color), height, at in zip(ends, heights, placed, strict=True):
        up = (at - height) * 72 / ax.figure.dpi
        ax.annotate(
            name, (x, y), (8, up), textcoords="offset points", color=color, va="center",
            annotation_clip=False,
        )  # fmt: skip


def _too_close(lower, upper, gap):
    """Tell whether two blocks of names overlap."""
    return np.mean(upper) - np.mean(lower) < gap * (len(lower) + len(upper)) / 2


def bands(
    results, *, colors=None, dashes=None, xlabel, ylabel="", log=False, labels="end", ax=None
):
    """Draw the mean over seeds as a line, and from the lowest to the highest seed as a band.

    Parameters
    ----------
    results : dict of str to dict of number to Band
        One curve per name, as from ``evidence.band(runs, metric, by=...)``.
    colors : dict of str to str, optional
        Role in the palette by curve; ``"output"`` by default.
    dashes : dict of str to {"-", "--", "-.", ":"}, optional
        Kind of line by curve; solid by default.
    xlabel, ylabel : str
    log : bool, default False
        Logarithmic x axis, with a tick at every value that was measured.
    labels : {"end", "legend"}, default "end"
        Names where the curves end, or, where they end in one place, in a legend beside the axes.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, lengths differ, or a colour is none of the palette.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> from unrolled.evidence import Band
    >>> curve = {5: Band(0.9, 0.1, 0.8, 1.0, 3), 10: Band(0.5, 0.1, 0.4, 0.6, 3)}
    >>> ax = bands({"LSTM": curve}, xlabel="lag", ylabel="accuracy")
    >>> ax.lines[0].get_ydata()
    array([0.9, 0.5])
    >>> plt.close()
    """
    results = {name: _bands(curve, f"results[{name!r}]") for name, curve in _named(results)}
    log = expect_flag(log, "log")
    colors = _colors(colors, results)
    dashes = _dashes(dashes, results)
    _expect_role(labels, "labels", ("end", "legend"))
    ax = _axes(ax)
    if log:
        ax.set_xscale("log")
    lines = _draw_bands(ax, results, colors)
    for line in lines:  # before a legend copies them
        line.set_linestyle(dashes.get(line.get_label(), "-"))
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if log:
        x = lines[-1].get_xdata()
        ax.set_xticks(x, [f"{value:,}" for value in x])
        ax.minorticks_off()
    if labels == "legend":
        ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=3)
    else:
        _label_ends(
            ax, [(*line.get_xydata()[-1], line.get_label(), line.get_color()) for line in lines]
        )
    return ax


def _dashes(dashes, names):
    """Return kinds of line by name; refuse what names no curve, and no kind of line."""
    dashes = {} if dashes is None else dashes
    expect(isinstance(dashes, dict), "dashes", "be a dict of kinds of line by name", shown(dashes))
    for name, dash in dashes.items():
        expect(name in names, "dashes", f"name curves, of {list(names)}", shown(name))
        _expect_role(dash, f"dashes[{name!r}]", ("-", "--", "-.", ":"))
    return dashes


def _draw_bands(ax, results, colors):
    """Draw the curves and their bands; return the lines."""
    lines = []
    for marker, (name, curve) in zip("os^DvP" * len(results), results.items(), strict=False):
        x, color = list(curve), COLORS[colors.get(name, "output")]
        low, mean, high = ([getattr(b, f) for b in curve.values()] for f in ("low", "mean", "high"))
        ax.fill_between(x, low, high, color=color, alpha=0.16, linewidth=0)
        lines += ax.plot(x, mean, color=color, marker=marker, label=name)
    return lines


def budgets(
    results,
    *,
    colors=None,
    references=None,
    xlabel="seconds of training",
    ylabel="mean squared error",
    ax=None,
):
    """Draw error against seconds, both on logarithmic axes: what every budget buys.

    Parameters
    ----------
    results : dict of str to dict of number to Band
        One curve per forecaster: seconds of training to what its seeds gave.
    colors : dict of str to str, optional
        Role in the palette by curve; ``"output"`` by default.
    references : dict of str to number, optional
        Errors of forecasters that need no training, drawn as dotted lines with their names.
    xlabel, ylabel : str
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, or something is not above 0 and cannot stand on such an axis.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> from unrolled.evidence import Band
    >>> curve = {1.0: Band(0.02, 0.0, 0.02, 0.02, 3), 10.0: Band(0.01, 0.0, 0.01, 0.01, 3)}
    >>> ax = budgets({"LSTM": curve}, references={"naive": 0.03})
    >>> ax.get_xscale(), ax.get_yscale()
    ('log', 'log')
    >>> [text.get_text() for text in ax.texts]
    ['naive']
    >>> plt.close()
    """
    results = {name: _bands(curve, f"results[{name!r}]") for name, curve in _named(results)}
    for name, curve in results.items():
        for seconds, band in curve.items():
            where = f"results[{name!r}]"
            expect_number(seconds, f"{where}: a key", "be above 0", lambda value: value > 0)
            expect_number(band.low, f"{where}[{seconds!r}].low", "be above 0", lambda low: low > 0)
    references = {} if references is None else references
    expect(isinstance(references, dict), "references", "be a dict", shown(references))
    for name, value in references.items():
        expect_number(value, f"references[{name!r}]", "be above 0", lambda value: value > 0)
    colors = _colors(colors, results)
    ax = _axes(ax)
    ax.set(xscale="log", yscale="log", xlabel=xlabel, ylabel=ylabel)
    lines = _draw_bands(ax, results, colors)
    # Curves fall from left to right and cross, so their names stand beside the axes, lowest last.
    lines.sort(key=lambda line: -line.get_ydata()[-1])
    ax.legend(
        handles=lines, loc="center left", bbox_to_anchor=(1, 0.5), frameon=False,
        labelcolor="linecolor",
    )  # fmt: skip
    start = min(line.get_ydata()[0] for line in lines)
    for name, value in references.items():
        ax.axhline(value, color=COLORS["muted"], linestyle=":", linewidth=1.2)
        side, shift = ("left", 2) if value < start / 1.5 else ("right", -2)
        ax.annotate(
            name, (side == "right", value), (shift, 3), xycoords=("axes fraction", "data"), ha=side,
            textcoords="offset points", color=COLORS["muted"],
        )  # fmt: skip
    decades = 10.0 ** np.arange(-6, 6)
    for axis, steps in ((ax.xaxis, (1, 3)), (ax.yaxis, (1, 1.5, 2, 3, 5))):
        low, high = axis.get_view_interval()
        ticks = [tick for tick in np.outer(decades, steps).ravel() if low <= tick <= high]
        axis.set_ticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.minorticks_off()
    return ax


def _bands(curve, name):
    """Return the bands of one curve by number, refusing what is none."""
    for x, band in _named(curve, name):
        expect_number(x, f"{name}: a key", "be a number", np.isfinite)
        for field in ("low", "mean", "high"):
            value = getattr(band, field, None)
            expect_number(value, f"{name}[{x!r}].{field}", "be finite", np.isfinite)
    return curve


def gradient_norms(norms, *, floor=1e-12, xlabel="steps back $k$", ylabel="gradient norm", ax=None):
    """Draw how long a gradient is after each step back, on a logarithmic axis.

    Curves differ by dash and marker, since all are gradients and so all are purple.

    Parameters
    ----------
    norms : dict of str to ndarray of shape (steps,) or (seeds, steps)
        Steps back 0, 1, 2 … Of several seeds the geometric mean is drawn, and a band from the
        lowest to the highest.
    floor : float, default 1e-12
        A curve ends, and has its name, where it falls below this.
    xlabel, ylabel : str
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is no curve, or one has no step at or above the floor.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import numpy as np
    >>> ax = gradient_norms({"vanishes": 0.1 ** np.arange(20.0)})
    >>> ax.lines[0].get_xdata()[-1]  # below the floor nothing is drawn
    np.int64(12)
    >>> plt.close()
    """
    norms = {name: _seeds(values, f"norms[{name!r}]") for name, values in _named(norms, "norms")}
    floor = expect_number(floor, "floor", "be positive and finite", lambda v: 0 < v < np.inf)
    ax, color = _axes(ax), COLORS["gradient"]
    ax.set_yscale("log")
    dashes = ["-", (0, (5, 1.6)), (0, (1.2, 1.4)), (0, (6, 1.5, 1.2, 1.5)), (0, (2.6, 2.6))]
    ends, last = [], max(values.shape[1] for values in norms.values()) - 1
    for row, (name, values) in enumerate(norms.items()):
        logs = np.log(np.maximum(values, floor * 1e-3))
        mean = np.exp(logs.mean(axis=0))
        drawn = np.flatnonzero(mean >= floor)
        expect(len(drawn) > 0, f"norms[{name!r}]", f"reach the floor {floor:g}", mean.max())
        stop = drawn[-1] + 1
        k = np.arange(stop)
        if len(values) > 1:
            low, high = np.exp(logs.min(axis=0)), np.exp(logs.max(axis=0))
            ax.fill_between(k, low[:stop], high[:stop], color=color, alpha=0.16, linewidth=0)
        marks = {"marker": "os^Dv"[row % 5], "markevery": (3 * row % 10, 10)}
        ax.plot(k, mean[:stop], color=color, linestyle=dashes[row % 5], label=name, **marks)
        ends.append((stop - 1, mean[stop - 1], name, color))
    ax.set(xlabel=xlabel, ylabel=ylabel, xlim=(0, last), ylim=(max(floor, ax.get_ylim()[0]), None))
    ax.yaxis.set_major_formatter("{x:g}")  # as Python prints them: exponents would be too small
    ax.minorticks_off()
    _label_ends(ax, [end for end in ends if end[0] == last])
    for stop, value, name, _ in ends:
        if stop < last:
            up = (7, 4)
            ax.annotate(name, (stop, value), up, textcoords="offset points", color=color)
    return ax


def _seeds(values, name):
    """Return norms as (seeds, steps), none of them negative or NaN."""
    values = np.atleast_2d(expect_float(values, name)).astype(float)
    shape = f"shape {values.shape}"
    expect(values.ndim == 2 and values.size > 0, name, "have shape (steps,) or (seeds, steps)",
           shape)  # fmt: skip
    bad = int((~(values >= 0)).sum())
    expect(bad == 0, name, "be at least 0, as a length is", f"{bad} negative or NaN")
    return values


def known_steps(known, *, color="input", xlabel="step t", ax=None):
    """Draw one row for each series: a bar over the steps at which it is known, nothing in its gaps.

    Parameters
    ----------
    known : dict of str to ndarray of shape (time,), bool
        All of one length; the first row is on top.
    color : str, default "input"
        Role in the palette.
    xlabel : str
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, lengths differ, or a colour is none of the palette.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import numpy as np
    >>> ax = known_steps({"JFK": np.array([True, True, False, True])})
    >>> len(ax.collections[0].get_paths())  # bars
    2
    >>> plt.close()
    """
    known = dict(_named(known, "known"))
    _expect_role(color, "color", COLORS)
    rows = {key: _along(row, f"known[{key!r}]") for key, row in known.items()}
    length = len(next(iter(rows.values())))
    _expect_lengths(rows, "known", length, "the first")
    for key, row in rows.items():
        expect(row.dtype == bool, f"known[{key!r}]", "hold truth values", f"dtype {row.dtype}")
    ax = _axes(ax, (5.8, 0.42 * len(rows) + 0.8))
    for at, row in enumerate(rows.values()):
        ends = np.flatnonzero(np.diff(row.astype(int), prepend=0, append=0))
        bars = [(start + 0.5, stop - start) for start, stop in zip(*[iter(ends)] * 2, strict=True)]
        ax.broken_barh(bars, (at - 0.36, 0.72), color=COLORS[color], linewidth=0)
    ax.set_yticks(range(len(rows)), rows)
    ax.tick_params(axis="y", labelcolor=COLORS["ink"])
    ax.set(xlabel=xlabel, xlim=(0.5, length + 0.5), ylim=(len(rows) - 0.5, -0.5))
    ax.grid(False)
    ax.spines["left"].set_visible(False)
    return ax
