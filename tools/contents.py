"""The table of contents, as the tools read it."""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]


def parts(root=ROOT):
    """Return (caption, [(page, depth), ...]) of every part; labs stand one deeper than chapters."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    return [(part["caption"], list(_entries(part["chapters"], 0))) for part in toc["parts"]]


def _entries(chapters, depth):
    for chapter in chapters:
        yield chapter["file"], depth
        yield from _entries(chapter.get("sections", ()), depth + 1)


def pages(root=ROOT):
    """Return every page in reading order, the landing page first."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    return [toc["root"], *(page for _, entries in parts(root) for page, _ in entries)]
