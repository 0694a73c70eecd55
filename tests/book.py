"""Where the book's parts are: read in one place, for all tests."""

import os
import shutil
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))


def entries(chapters):
    """Yield the pages of a table of contents, a lab after the chapter it stands under."""
    for chapter in chapters:
        yield chapter["file"]
        yield from entries(chapter.get("sections", []))


# In reading order.
PAGES = [TOC["root"], *(page for part in TOC["parts"] for page in entries(part["chapters"]))]
# Pages whose cells are gated and become notebooks. Some reference pages are text only.
PAGES_WITH_CODE = sorted(
    page
    for pattern in ("index.md", "chapters/*.md", "labs/*.md", "reference/*.md")
    for page in ROOT.glob(pattern)
    if "{code-cell}" in page.read_text(encoding="utf-8")
)


def browser_required():
    """Tell whether a missing browser or Node is a failure: REQUIRE_BROWSER set, and not to no."""
    return os.environ.get("REQUIRE_BROWSER", "").lower() not in ("", "0", "no", "false")


def need(program, *names):
    """Return the path of a program; skip the test without it, unless it is required."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        (pytest.fail if browser_required() else pytest.skip)(f"{program} is not installed")
    return found
