"""What the reference of the helper shows: its modules, and their public names with docstrings."""

import ast
import importlib
import re
from pathlib import Path

from book import ROOT

PAGES = sorted((ROOT / "reference").glob("helper-*.md"))
LISTED = re.compile(r"^\.\. automodule:: (unrolled\.\w+)$", re.M)
MODULES = sorted({name for page in PAGES for name in LISTED.findall(page.read_text("utf-8"))})


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
