#!/usr/bin/env python3
"""Write the subset of STIX Two Math in which browsers show the book's formulas.

Needs fonttools and brotli, which the lock leaves out, and the font, which ziamath brings along::

    uv run --no-project --with fonttools --with brotli --with ziamath tools/math_font.py

The subset holds more than the formulas use today; ``tests/site/test_formulas.py`` tells when one
uses a character that it lacks. Add it to EXTRA then and run this again.
"""

import argparse
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset

FONT = Path(__file__).parents[1] / "_assets" / "fonts" / "stix-two-math.woff2"
ASCII = [*range(0x20, 0x7F)]
ITALIC = [0x210E, *range(0x1D434, 0x1D468)]  # h has its place among the letterlike symbols
GREEK = [*range(0x391, 0x3AA), *range(0x3B1, 0x3CA), 0x3D1, 0x3D5, 0x3F1, 0x3F5]
GREEK_ITALIC = [*range(0x1D6E2, 0x1D71C)]
EXTRA = [ord(character) for character in "ℓ∂∇∞√∫∑∏±×·−∗∘∈∉≈≠≡≤≥≲≪≫→←↦⟼⊙⊤⋅⋯⋮⋱…′″ˆ˜¯‾^~‖∣⌈⌉⌊⌋⏞⏟ℝℕ𝔼"]
CHARACTERS = {*ASCII, *ITALIC, *GREEK, *GREEK_ITALIC, *EXTRA}
PRIMES = [0x2032, 0x2033]


def source():
    """Return where ziamath keeps the whole font."""
    return Path(find_spec("ziamath").submodule_search_locations[0], "fonts/STIXTwoMath-Regular.ttf")


def lower_primes(font):
    """Give the primes their form for superscripts; in Chromium, the other hangs far too high."""
    characters = font.getBestCmap()
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        lookups = record.Feature.LookupListIndex if record.FeatureTag == "ssty" else []
        for rule in (rule for i in lookups for rule in table.LookupList.Lookup[i].SubTable):
            rule = getattr(rule, "ExtSubTable", rule)
            for prime in (p for p in PRIMES if characters[p] in rule.alternates):
                characters[prime] = rule.alternates[characters[prime]][0]
                for subtable in (t for t in font["cmap"].tables if t.isUnicode()):
                    subtable.cmap[prime] = characters[prime]


def write(path, characters):
    """Write the characters of the font at `path`, with what stretches them."""
    options = subset.Options(flavor="woff2", hinting=False, layout_features=[])
    options.name_IDs = [0, 3, 5, 6, 7, 13, 14]  # whose it is and under which licence
    font = subset.load_font(str(path), options)
    lower_primes(font)
    # The index of y stands as low as that of x: in TeX, no letter pushes its index down.
    font["MATH"].table.MathConstants.SubscriptBaselineDropMin.Value = 0
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    subset.save_font(font, str(FONT), options)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("font", nargs="?", type=Path, help="the whole font (ziamath's)")
    write(parser.parse_args().font or source(), CHARACTERS)
    print(f"{FONT.name}: {FONT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
