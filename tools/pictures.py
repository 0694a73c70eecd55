"""Pictures as a notebook can show them anywhere: PNG, on the palette's light ground.

JupyterLab shows no SVG that is attached to a cell, and none in the outputs of a notebook that it
does not trust, which every downloaded one is. Fonts come from matplotlib, so that the same picture
is made on every machine, with or without fonts of its own.
"""

import base64
import hashlib
import io
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import matplotlib
import numpy as np
import resvg_py
from PIL import Image

from unrolled.palette import PALETTE

ZOOM = 2  # pixels of the picture for one of the screen
COLOURS = 64  # a flat drawing has a dozen, and soft edges between them
FONTS = ("DejaVuSans", "DejaVuSans-Bold", "STIXGeneral", "STIXGeneralItalic", "DejaVuSansMono")
FAMILIES = {
    "font_family": "DejaVu Sans",
    "sans_serif_family": "DejaVu Sans",
    "serif_family": "STIXGeneral",
    "monospace_family": "DejaVu Sans Mono",
}


class Picture(NamedTuple):
    """A PNG and the size at which it is shown, in pixels of the screen."""

    data: bytes
    width: int
    height: int

    @property
    def base64(self):
        return base64.b64encode(self.data).decode("ascii")


def font_files():
    """Return the files of the fonts that the drawings may use."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return [str(folder / f"{name}.ttf") for name in FONTS]


def rendered(svg):
    """Return an SVG as PNG bytes, in the light theme's colours."""
    fonts = font_files() if "<text" in svg else None
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=ZOOM,
        dpi=96,
        background=PALETTE["paper"].light,
        skip_system_fonts=True,
        font_files=fonts,
        **FAMILIES,
    )


def reduced(png):
    """Return a PNG of fewer colours, a third of the size, in which nobody sees the difference.

    Pillow's reduction takes white for 254 of 255; the book's own colours are put back.
    """
    image, out = Image.open(io.BytesIO(png)).convert("RGB"), io.BytesIO()
    method, dither = Image.Quantize.FASTOCTREE, Image.Dither.NONE
    image = image.quantize(COLOURS, method=method, dither=dither)
    colours = np.array(image.getpalette()).reshape(-1, 3)
    for exact in np.array([list(bytes.fromhex(shade.light[1:])) for shade in PALETTE.values()]):
        distance = abs(colours - exact).max(axis=1)
        if distance.min() <= 4:
            colours[distance.argmin()] = exact
    image.putpalette(colours.ravel().tolist())
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def picture(svg, kept=None):
    """Return an SVG as a Picture; the folder `kept` remembers what was made before."""
    made_by = f"{version('resvg-py')} {version('matplotlib')} {version('pillow')} {ZOOM} {COLOURS}"
    key = hashlib.sha256(f"{made_by}\n{svg}".encode()).hexdigest()
    path = kept and kept / f"{key}.png"
    if path and path.is_file():
        return measured(path.read_bytes(), ZOOM)
    png = reduced(rendered(svg))
    if path:
        kept.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png)
    return measured(png, ZOOM)


def measured(png, zoom=1):
    """Return PNG bytes as a Picture."""
    width, height = Image.open(io.BytesIO(png)).size
    return Picture(png, round(width / zoom), round(height / zoom))
