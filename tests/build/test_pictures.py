"""tools/pictures.py: drawings and plots as PNG, the same on every machine."""

import io

import numpy as np
import pytest
from PIL import Image

import pictures
from book import ROOT
from unrolled.palette import PALETTE

DRAWINGS = sorted((ROOT / "_assets").glob("*/*.svg"))
TEXT = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20">{}</svg>'


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def colour(role, theme):
    return tuple(bytes.fromhex(getattr(PALETTE[role], theme)[1:]))


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_has_the_light_colours_and_twice_the_pixels(path):
    svg = path.read_text(encoding="utf-8")
    picture = pictures.picture(svg)
    seen = pixels(picture.data)
    assert seen.shape[:2] == (2 * picture.height, 2 * picture.width)
    assert f'width="{picture.width}"' in svg
    assert tuple(seen[0, 0]) == colour("paper", "light")
    exact = pixels(pictures.rendered(svg))
    assert abs(seen - exact).mean() < 1  # of 255: fewer colours, and nobody sees it


@pytest.mark.parametrize(
    "style", ["", 'font-family="Arial,sans-serif"', 'font-family="serif" font-style="italic"']
)
def test_letters_are_drawn_without_fonts_of_the_machine(style):
    empty = pixels(pictures.rendered(TEXT.format("")))
    lettered = pixels(pictures.rendered(TEXT.format(f'<text y="16" {style}>φ = W₀ x</text>')))
    assert (empty != lettered).mean() > 0.05


def test_the_fonts_are_there():
    assert all(path.endswith(".ttf") and open(path, "rb").read(4) for path in pictures.font_files())


def test_a_picture_is_made_once(tmp_path, monkeypatch):
    svg = TEXT.format('<rect width="9" height="9"/>')
    first = pictures.picture(svg, tmp_path / "kept")
    monkeypatch.setattr(pictures, "rendered", None)  # would raise
    assert pictures.picture(svg, tmp_path / "kept") == first
    with pytest.raises(TypeError):
        pictures.picture(svg + " ", tmp_path / "kept")


def test_points_are_measured_as_on_a_screen():
    """matplotlib writes its sizes in points, 72 to the inch."""
    svg = TEXT.format("").replace('width="60" height="20"', 'width="72pt" height="36pt"')
    assert pictures.picture(svg)[1:] == (96, 48)
