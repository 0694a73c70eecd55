"""The picture that a chat or a social network shows beside a link to a page.

Each holds the page's title, its part of the book, and the neuron unrolled: drawn by Matplotlib in
the book's colours when the site is published, and kept until its words or this module change.
"""

import hashlib
import io
import textwrap
from functools import cache
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch
from PIL import Image

from head import PICTURE
from unrolled.palette import PALETTE

WIDTH, HEIGHT = PICTURE
COLOURS = 32  # flat colours and their edges: a tenth of the bytes
SERIF = "STIXGeneral"  # comes with Matplotlib, so every machine draws the same


def card(title, part, folder):
    """Return the path of the picture for a page, drawn where it is not there yet."""
    words = "\0".join((title, part, _this_module()))
    path = Path(folder) / f"{hashlib.sha256(words.encode()).hexdigest()[:16]}.png"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(draw(title, part))
    return path


@cache
def _this_module():
    return Path(__file__).read_text(encoding="utf-8") + repr(PALETTE)


def draw(title, part):
    """Return a card as PNG."""
    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=colour("paper"))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, HEIGHT), frame_on=False)
    axes.set_axis_off()
    axes.text(80, 545, "Unrolled", size=30, color=colour("output"), family=SERIF, weight="bold")
    axes.text(1120, 545, part, size=24, color=colour("muted"), family=SERIF, ha="right")
    size, width = (54, 30) if len(title) <= 60 else (44, 38)
    lines = "\n".join(textwrap.wrap(title, width)[:3])
    style = {"size": size, "color": colour("ink"), "family": SERIF, "linespacing": 1.15}
    axes.text(80, 495, lines, va="top", weight="bold", **style)
    for step in range(5):
        draw_step(axes, 115 + 242 * step, last=step == 4)
    written = io.BytesIO()
    FigureCanvasAgg(figure).print_png(written)
    return smaller(written)


def draw_step(axes, x, last):
    """Draw the neuron at one step: its input from below, its output up and on to the next step."""
    y = 165
    arrow(axes, (x, y - 110), (x, y - 34), "input")
    arrow(axes, (x, y + 34), (x, y + 96), "output")
    axes.add_patch(Circle((x, y), 34, facecolor=colour("paper"), edgecolor=colour("ink"), lw=4))
    if not last:
        arrow(axes, (x + 34, y), (x + 242 - 34, y), "output")


def arrow(axes, start, end, role):
    style = {"arrowstyle": "-|>", "mutation_scale": 26, "lw": 4, "shrinkA": 0, "shrinkB": 2}
    axes.add_patch(FancyArrowPatch(start, end, color=colour(role), **style))


def colour(role):
    return PALETTE[role].light


def smaller(png):
    """Return a picture with few colours."""
    picture = Image.open(png).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()
