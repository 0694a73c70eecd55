"""The book's figures: one function per kind, one visual language.

Every function takes ``ax=None`` and returns the Axes. Colour carries meaning, and never alone:
input blue, output orange, gradient purple, forecast green, baseline grey, target black; lines
are named where they end. Figures are SVG and change with the page's light or dark theme.
"""

import io

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

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
    "axes.titlesize": 11.5,
    "axes.titlelocation": "left",
    "axes.labelsize": 11,
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
    "font.size": 11,
    "lines.linewidth": 1.8,
    "lines.markersize": 5,
    "lines.solid_capstyle": "round",
    "svg.fonttype": "path",  # the same letters on every machine
    "svg.hashsalt": "unrolled",  # the same ids in every run
}


def use_book_style():
    """Draw every figure of this session in the book's style, as SVG with a light and a dark theme.

    Changes matplotlib's defaults; inside a notebook it also replaces PNG by SVG.
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
    shell.display_formatter.formatters["image/svg+xml"].for_type(Figure, figure_svg)


def figure_svg(figure):
    """Return the figure as SVG text that follows the reader's theme.

    Colours of the palette are found by their light value and overridden by a style sheet.
    """
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    selectors = {}
    for role, shade in PALETTE.items():
        for prop in ("fill", "stroke"):
            selectors[f'[style*="{prop}: {shade.light}"]'] = (prop, role)
    head, tag, rest = buffer.getvalue().partition("<svg ")
    attributes, bracket, body = rest.partition(">")
    style = f"\n<style>{svg_style(selectors)}</style>"
    return f"{head}{tag}{attributes}{bracket}{style}{body}"


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
    """
    ax = _axes(ax)
    colors = colors or {}
    markers = "os^Dv"
    ends = []
    for marker, (name, curve) in zip(markers * len(curves), curves.items(), strict=False):
        steps = np.arange(1, len(curve) + 1) if x is None else np.asarray(x)
        color = COLORS[colors.get(name, "output")]
        few = len(curve) <= 40
        ax.plot(steps, curve, color=color, marker=marker if few else None, label=name)
        ends.append((float(curve[-1]), name, color))
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if labels == "legend":
        ax.legend(frameon=False)
    else:
        _label_ends(ax, steps[-1], ends)
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
    """
    ax = _axes(ax)
    time = np.asarray(time)
    ax.plot(time, target, color=COLORS["ink"], linewidth=1.4, label="observed")
    ends = [(float(target[-1]), "observed", COLORS["ink"])]
    dashes = {"baseline": (0, (1.5, 1.5)), "forecast": "-"}
    for name, (values, role) in forecasts.items():
        ax.plot(time, values, color=COLORS[role], linestyle=dashes[role], linewidth=1.8, label=name)
        ends.append((float(values[-1]), name, COLORS[role]))
    if np.issubdtype(time.dtype, np.datetime64):
        ax.xaxis.set_major_locator(mdates.DayLocator())
        ax.xaxis.set_major_formatter(mdates.DateFormatter("%a %d"))
    _label_ends(ax, time[-1], ends)
    ax.set(xlabel=xlabel, ylabel=ylabel)
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
    """
    ax = _axes(ax, (5.8, 0.46 * len(results) + 0.8))
    largest = max(float(np.max(values)) for values, _ in results.values())
    for row, (values, role) in enumerate(results.values()):
        values = np.atleast_1d(np.asarray(values, dtype=float))
        color, mean = COLORS[role], values.mean()
        ax.plot([0, mean], [row, row], color=color, linewidth=7, solid_capstyle="butt")
        if len(values) > 1:
            ax.plot(values, np.full(len(values), row), "o", color=COLORS["ink"], markersize=3.5)
        at = max(mean, values.max()) + 0.015 * largest
        ax.text(at, row, _figures(mean), va="center", color=COLORS["ink"])
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
    """
    milliseconds = {name: 1e3 * np.asarray(values) for name, values in seconds.items()}
    ax = lines(
        milliseconds,
        x=sizes,
        colors=colors,
        xlabel=xlabel,
        ylabel="milliseconds",
        labels="end",
        ax=ax,
    )
    ax.set(xscale="log", yscale="log")
    ax.set_xticks(sizes, [f"{size:,}" for size in sizes])
    ax.yaxis.set_major_formatter("{x:g}")
    ax.minorticks_off()
    return ax


def _axes(ax, figsize=None):
    return plt.subplots(figsize=figsize)[1] if ax is None else ax


def _figures(value):
    """Return three significant figures: 187, 0.0171."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _label_ends(ax, x, ends):
    """Write each name right of its curve's end, moved apart where they would overlap."""
    ax.figure.canvas.draw()
    to_pixel = ax.transData.transform
    gap = 1.25 * plt.rcParams["font.size"] * ax.figure.dpi / 72
    x = ax.convert_xunits(x)
    ends = sorted(ends, key=lambda end: end[0])
    heights = [to_pixel((x, y))[1] for y, _, _ in ends]
    placed = list(heights)
    for i in range(1, len(placed)):
        placed[i] = max(placed[i], placed[i - 1] + gap)
    shift = (np.mean(placed) - np.mean(heights)) if len(placed) else 0
    for (y, name, color), height, at in zip(ends, heights, placed, strict=True):
        up = (at - shift - height) * 72 / ax.figure.dpi
        ax.annotate(
            name, (x, y), (8, up), textcoords="offset points", color=color, va="center",
            annotation_clip=False,
        )  # fmt: skip
