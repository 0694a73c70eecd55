"""The book's colours, defined once: plots, diagrams, explorables and the stylesheet read them here.

Each role has a light and a dark value. They descend from the Okabe-Ito palette (colour-blind
safe), darkened or lightened until text in that colour reaches a contrast of 4.5 to 1 on its ground.
"""

from typing import NamedTuple

from unrolled._expect import expect, shown


class Shade(NamedTuple):
    """One colour on a light ground and the same role on a dark ground."""

    light: str
    dark: str


PALETTE = {
    "paper": Shade("#ffffff", "#14181e"),  # the ground
    "ink": Shade("#22262b", "#e4e7eb"),  # text, and the target of a forecast
    "muted": Shade("#5c6470", "#a3abb7"),  # axes, notes
    "line": Shade("#d9dde3", "#39404b"),  # grid, hairlines
    "input": Shade("#0072b2", "#5bb5ea"),
    "output": Shade("#b95000", "#f2994a"),  # output and state
    "gradient": Shade("#893474", "#e29bc9"),
    "forecast": Shade("#007a5a", "#3fc79c"),
    "baseline": Shade("#6a7280", "#98a1ae"),
}


def css_variables():
    """Return the palette as a stylesheet: ``--u-input`` and so on, by theme."""
    light = "".join(f"--u-{role}:{shade.light};" for role, shade in PALETTE.items())
    dark = "".join(f"--u-{role}:{shade.dark};" for role, shade in PALETTE.items())
    return f":root{{{light}}}\nhtml[data-theme=dark]{{{dark}}}\n"


def svg_style(selectors):
    """Return a style sheet for a standalone SVG that follows its page into the dark theme.

    Parameters
    ----------
    selectors : dict of str to (str, str)
        CSS selector to (property, role), for instance ``{".wire": ("stroke", "ink")}``.

    Raises
    ------
    ValueError
        If a role is not in the palette.

    Notes
    -----
    ``prefers-color-scheme`` inside an SVG shown by ``<img>`` answers with the colour scheme of
    the element that embeds it, so the picture changes with the site's own switch.
    """
    expect(isinstance(selectors, dict), "selectors", "be a dict", shown(selectors))
    for selector, rule in selectors.items():
        pair = isinstance(rule, tuple) and len(rule) == 2 and rule[1] in PALETTE
        roles = f"be (property, role), of the roles {', '.join(PALETTE)}"
        expect(pair, f"selectors[{selector!r}]", roles, shown(rule))
    rules = {"light": "", "dark": ""}
    for theme in rules:
        for selector, (prop, role) in selectors.items():
            rules[theme] += f"{selector}{{{prop}:{getattr(PALETTE[role], theme)}!important}}"
    return f"{rules['light']}@media (prefers-color-scheme:dark){{{rules['dark']}}}"
