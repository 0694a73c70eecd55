#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["fonttools[woff]>=4.55"]
# ///
"""Cut the text fonts of the site down to what the book uses: ``uv run tools/fonts.py``.

Reads the built site for its characters and three packages of Fontsource, fetched with ``npm pack``,
and writes ``_assets/fonts/``: one file a face and alphabet, their licences, and ``fonts.css``. Run
it after ``make book`` when tests/site/test_look.py finds a character that no font has. It needs npm
and fontTools; the book's own environment has neither, so ``uv run`` brings fontTools along.
"""

import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

from page_characters import LATIN, characters

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "_assets" / "fonts"


class Face(NamedTuple):
    """One style of a family: its package, the weights kept, the OpenType features kept."""

    family: str
    package: str
    version: str
    style: str
    weights: tuple
    features: tuple
    use: str  # "text" or "code": whose characters it has to have


PROSE = ("kern", "mark", "ccmp", "locl", "lnum", "tnum", "pnum", "liga")
TABLES = ("kern", "mark", "ccmp", "locl", "lnum", "tnum")
FACES = (
    Face("Source Serif 4", "source-serif-4", "5.3.1", "normal", (400, 600), PROSE, "text"),
    Face("Source Serif 4", "source-serif-4", "5.3.1", "italic", (400, 400), PROSE, "text"),
    Face("Source Sans 3", "source-sans-3", "5.3.1", "normal", (400, 700), TABLES, "text"),
    Face("Source Sans 3", "source-sans-3", "5.3.1", "italic", (400, 400), TABLES, "text"),
    # Without calt, which makes one sign of !=, and with it a riddle for who types it.
    Face("JetBrains Mono", "jetbrains-mono", "5.3.0", "normal", (400, 700), (), "code"),
)
HYPHEN, UNBROKEN = 0x2D, 0x2011  # the second has no glyph of its own in these fonts
HEAD = "/* Written by tools/fonts.py: the text fonts, each loaded where a page needs it. */\n"
ALPHABETS = ("latin", "latin-ext", "greek")


def fetch(face, folder):
    """Unpack the face's package into `folder`, once; return where its files lie."""
    target = folder / face.package
    if not target.exists():
        name = f"@fontsource-variable/{face.package}@{face.version}"
        command = ["npm", "pack", "--json", "--pack-destination", str(folder), name]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        archive = json.loads(told)[0]["filename"].replace("@", "").replace("/", "-")
        with tarfile.open(folder / archive) as packed:
            packed.extractall(target, filter="data")
    return target / "package"


def cut(source, target, wanted, face):
    """Write those of the `wanted` characters that `source` has; return them."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(source)
    kept = sorted(set(map(ord, wanted)) & set(font.getBestCmap()))
    if not kept:
        return []
    options = subset.Options(layout_features=list(face.features), hinting=False, flavor="woff2")
    options.name_IDs = [0, 1, 2, 13, 14]  # the copyright and the licence stay with the font
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=kept)
    cutter.subset(font)
    low, high = face.weights
    instancer.instantiateVariableFont(font, {"wght": low if low == high else (low, high)}, True)
    if HYPHEN in kept:
        kept.append(UNBROKEN)
        for table in font["cmap"].tables:
            table.cmap[UNBROKEN] = table.cmap[HYPHEN]
    font.flavor = "woff2"
    font.save(target)
    return kept


def rule(face, name, kept):
    """Return the ``@font-face`` for one file."""
    weights = " ".join(map(str, sorted(set(face.weights))))
    codes = ", ".join(f"U+{code:X}" for code in kept)
    # The first file needs no long list: what lies in between has no other font either.
    codes = "U+0-FF, U+152, U+153, U+2000-2BFF" if kept[0] < 0x80 else codes
    return f"""@font-face {{
  font-family: "{face.family}"; font-style: {face.style}; font-weight: {weights};
  font-display: swap;
  src: url("fonts/{name}") format("woff2");
  unicode-range: {codes};
}}
"""


def make(face, package, used):
    """Write the files of one face; return their rules and the characters they have."""
    wanted, rules, has = LATIN | used[face.use], [], set()
    for alphabet in ALPHABETS:
        source = package / "files" / f"{face.package}-{alphabet}-wght-{face.style}.woff2"
        name = f"{face.package}-{face.style}-{alphabet}.woff2"
        kept = cut(source, FONTS / name, wanted - has, face)
        if kept:
            has |= set(map(chr, kept))
            rules.append(rule(face, name, kept))
    return rules, has


def main():
    """Make every face, and say which characters it leaves to the reader's own fonts."""
    used = characters(ROOT / "_build" / "html")
    for old in FONTS.glob("*") if FONTS.is_dir() else ():
        if old.name.startswith(tuple(face.package for face in FACES)):
            old.unlink()  # the font for mathematics, which others make, stays
    FONTS.mkdir(parents=True, exist_ok=True)
    rules = []
    with tempfile.TemporaryDirectory() as folder:
        for face in FACES:
            package = fetch(face, Path(folder))
            shutil.copy(package / "LICENSE", FONTS / f"{face.package}-LICENSE.txt")
            more, has = make(face, package, used)
            rules += more
            lacks = "".join(sorted(used[face.use] - has - set("\n\r\t")))
            print(f"{face.family} {face.style} falls back for: {lacks}")
    (FONTS.parent / "fonts.css").write_text(HEAD + "".join(rules), encoding="utf-8")
    print(f"{sum(path.stat().st_size for path in FONTS.glob('*.woff2')) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
