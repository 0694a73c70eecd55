"""unrolled.palette: contrast, colour blindness, and the style sheets made from the roles."""

import itertools
import re

import numpy as np
import pytest

from unrolled.palette import PALETTE, css_variables, svg_style

THEMES = ("light", "dark")
TEXT = [role for role in PALETTE if role not in ("paper", "line")]
DATA = [role for role in TEXT if role != "muted"]  # "muted" is axes and notes, never a curve

# What a dichromat sees, on linear RGB: Machado, Oliveira & Fernandes (2009), severity 1
VISION = {
    "full": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(color):
    """Return linear RGB from #rrggbb (sRGB, IEC 61966-2-1)."""
    c = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(color, ground):
    """Return WCAG 2 contrast, from 1 to 21."""
    low, high = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (color, ground))
    return (high + 0.05) / (low + 0.05)


def lab(color, vision):
    """Return CIE L*a*b* of a colour as seen with this vision."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = to_xyz @ np.clip(VISION[vision] @ linear(color), 0, 1) / [0.9505, 1, 1.089]
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(a, b, vision):
    """Return the CIE 1976 colour difference; about 2.3 is just noticeable side by side."""
    return float(np.linalg.norm(lab(a, vision) - lab(b, vision)))


every_theme = pytest.mark.parametrize("theme", THEMES)


def test_the_measures_themselves():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert distance("#123456", "#123456", "full") == 0
    assert distance("#ffffff", "#000000", "protanopia") == pytest.approx(100, abs=0.1)
    red, green = "#c05040", "#7d7540"  # a classic trap: far apart, and nearly one to a protanope
    assert distance(red, green, "full") > 3 * distance(red, green, "deuteranopia")


def test_roles_and_colours_are_well_formed():
    assert {"paper", "ink", "muted", "line", "input", "output", "gradient"} <= set(PALETTE)
    assert {"forecast", "baseline"} <= set(PALETTE)
    for theme in THEMES:
        colors = [getattr(shade, theme) for shade in PALETTE.values()]
        assert all(re.fullmatch("#[0-9a-f]{6}", color) for color in colors)
        assert len(set(colors)) == len(colors)  # figures find a role by its colour


@every_theme
@pytest.mark.parametrize("role", TEXT)
def test_text_is_legible_on_paper(role, theme):
    paper = getattr(PALETTE["paper"], theme)
    assert contrast(getattr(PALETTE[role], theme), paper) >= 4.5


@every_theme
def test_grid_is_seen_and_stays_behind(theme):
    paper, line = (getattr(PALETTE[role], theme) for role in ("paper", "line"))
    assert 1.2 < contrast(line, paper) < 2


@every_theme
@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("pair", list(itertools.combinations(DATA, 2)), ids="-".join)
def test_curves_are_told_apart_by_every_reader(pair, vision, theme):
    a, b = (getattr(PALETTE[role], theme) for role in pair)
    assert distance(a, b, vision) > 8


class TestStyleSheets:
    def test_variables_hold_every_role_in_both_themes(self):
        sheet = css_variables()
        light, dark = re.fullmatch(
            r":root\{(.*)\}\nhtml\[data-theme=dark\]\{(.*)\}\n", sheet
        ).groups()
        for theme, rules in (("light", light), ("dark", dark)):
            expected = {f"--u-{role}": getattr(shade, theme) for role, shade in PALETTE.items()}
            assert dict(rule.split(":") for rule in rules.rstrip(";").split(";")) == expected

    def test_svg_style_changes_every_selector_with_the_theme(self):
        style = svg_style({".wire": ("stroke", "ink"), ".dot": ("fill", "input")})
        light, dark = style.split("@media (prefers-color-scheme:dark)")
        for theme, rules in (("light", light), ("dark", dark.removeprefix("{").removesuffix("}"))):
            ink, blue = getattr(PALETTE["ink"], theme), getattr(PALETTE["input"], theme)
            assert rules == f".wire{{stroke:{ink}!important}}.dot{{fill:{blue}!important}}"

    @pytest.mark.parametrize(
        ("selectors", "argument", "given"),
        [
            ({".wire": ("stroke", "red")}, "selectors['.wire']", "('stroke', 'red')"),
            ({".wire": "ink"}, "selectors['.wire']", "'ink'"),
            (None, "selectors", "None"),
        ],
        ids=str,
    )
    def test_bad_input_is_refused_by_name(self, selectors, argument, given):
        with pytest.raises(ValueError) as error:
            svg_style(selectors)
        wanted, _, got = str(error.value).partition(", got ")
        assert wanted.startswith(f"{argument} must ") and got == given
