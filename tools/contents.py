"""The table of contents, as the tools read it."""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]


def read(root=ROOT):
    """Return the table of contents as it is written."""
    return yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))


def parts(root=ROOT):
    """Return (caption, [(page, depth), ...]) of every part; labs stand one deeper than chapters."""
    return [(part["caption"], list(_entries(part["chapters"]))) for part in read(root)["parts"]]


def _entries(chapters, depth=0):
    for chapter in chapters:
        yield chapter["file"], depth
        yield from _entries(chapter.get("sections", ()), depth + 1)


def pages(root=ROOT):
    """Return every page in reading order, the landing page first."""
    toc = read(root)
    below = (entry for part in toc.get("parts", []) for entry in _entries(part["chapters"]))
    return [toc["root"], *(page for page, _ in below)]
