"""Every public name of the reference has an example, and every example gives what it says."""

import ast
import doctest
import importlib
import re
from pathlib import Path

import pytest

from book import ROOT

PAGES = sorted((ROOT / "reference").glob("helper-*.md"))
LISTED = re.compile(r"^\.\. automodule:: (unrolled\.\w+)$", re.M)
MODULES = sorted({name for page in PAGES for name in LISTED.findall(page.read_text("utf-8"))})
SLOW = {"unrolled.training"}  # imports Keras and trains
INTERNAL = {"palette", "scoreboard", "speed"}  # what draws and lists the site itself


def parts(module):
    """Return the modules that define a module's public names: those of a package are hidden."""
    names = getattr(module, "__all__", None)
    own = {getattr(module, name).__module__ for name in names} if names else {module.__name__}
    return [importlib.import_module(name) for name in sorted(own)]


def public(module):
    """Return the public functions and classes that a module defines, with their docstrings."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    kinds = ast.FunctionDef, ast.ClassDef
    return {n.name: ast.get_docstring(n) or "" for n in tree.body if isinstance(n, kinds)}


def documented(name):
    """Return what the page shows of a module: docstrings by name."""
    module = importlib.import_module(name)
    found = {key: text for part in parts(module) for key, text in public(part).items()}
    shown = getattr(module, "__all__", [key for key in found if not key.startswith("_")])
    return {key: found[key] for key in shown}


def modules():
    return [pytest.param(m, marks=[pytest.mark.slow] * (m in SLOW)) for m in MODULES]


def test_the_pages_show_every_module_that_readers_import():
    files = (ROOT / "unrolled").glob("[a-z]*.py")
    there = {f"unrolled.{path.stem}" for path in files if path.stem not in INTERNAL}
    assert set(MODULES) == there | {"unrolled.labs"}


@pytest.mark.parametrize("name", modules())
def test_every_public_name_has_an_example(name):
    lacking = [key for key, text in documented(name).items() if "\nExamples\n----" not in text]
    assert documented(name) and not lacking


@pytest.mark.parametrize("name", modules())
def test_the_examples_give_what_they_say(name, monkeypatch):
    plt = pytest.importorskip("matplotlib.pyplot")
    plt.switch_backend("agg")
    monkeypatch.delenv("UNROLLED_GRADING", raising=False)
    with plt.rc_context():
        results = [doctest.testmod(part) for part in parts(importlib.import_module(name))]
    assert sum(result.attempted for result in results) > 0
    assert [result.failed for result in results] == [0] * len(results)
    assert not plt.get_fignums()
