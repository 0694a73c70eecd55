"""What a code cell is for, read from its code: does it draw, does it only hand on numbers?"""

import ast
import re
from typing import NamedTuple

CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(?P<body>.*?)^```\s*$", re.M | re.S)
TAGS = re.compile(r"^:?tags: \[(?P<tags>[^\]]*)\]", re.M)
FOLDED = {"hide-cell", "hide-input", "remove-cell", "remove-input"}
CANVAS = {"ax", "axes", "figure", "plt"}
NOT_DRAWN = {"use_book_style", "COLORS"}


class Cell(NamedTuple):
    """The tags of a cell, and its code."""

    tags: set
    code: str

    @property
    def is_folded(self):
        """Tell whether a reader has to ask for the code."""
        return bool(self.tags & FOLDED)

    @property
    def name(self):
        """Return the first line of the code, by which a list of exceptions knows the cell."""
        return self.code.strip().splitlines()[0]


def cells(text):
    """Yield the code cells of a MyST page."""
    for match in CELL.finditer(text):
        lines = match["body"].splitlines()
        if lines[:1] == ["---"]:
            end = lines.index("---", 1)
        else:
            end = next(i for i, line in enumerate([*lines, ""]) if not line.startswith(":")) - 1
        header, code = "\n".join(lines[: end + 1]), "\n".join(lines[end + 1 :])
        tags = TAGS.search(header)
        yield Cell({t.strip() for t in tags["tags"].split(",")} if tags else set(), code)


def draws(code):
    """Tell whether code draws: it calls a kind of figure of the book, or what it draws on."""
    return any(
        owner in CANVAS or (owner == "plots" and name not in NOT_DRAWN)
        for owner, name in map(_owner, _calls(code))
    )


def hands_on(code):
    """Tell whether code only hands numbers to the sentences: it neither draws nor prints."""
    called = {_owner(call)[1] for call in _calls(code)}
    return "glue" in called and "print" not in called and not draws(code) and not defined(code)


def defined(code):
    """Return the names of the functions and classes that code defines."""
    kinds = ast.FunctionDef | ast.ClassDef
    return {node.name for node in ast.walk(ast.parse(code)) if isinstance(node, kinds)}


def assigned(code):
    """Return the names that code gives a value to, at the top or in a loop there."""
    stored = {
        node.id
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return stored | defined(code)


def needed(code):
    """Return the names that code takes from cells before it."""
    tree, known, taken = ast.parse(code), set(), set()
    for statement in tree.body:
        names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        bound = {n.id for n in names if isinstance(n.ctx, ast.Store)}
        bound |= {node.arg for node in ast.walk(statement) if isinstance(node, ast.arg)}
        caught = (n for n in ast.walk(statement) if isinstance(n, ast.ExceptHandler))
        bound |= {handler.name for handler in caught if handler.name}
        taken |= {n.id for n in names if isinstance(n.ctx, ast.Load)} - known - bound
        known |= bound | defined(ast.unparse(statement))
    return taken


def _calls(code):
    return [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]


def _owner(call):
    """Return (object, method) of a call: ("plots", "lines"), ("", "glue")."""
    function = call.func
    if isinstance(function, ast.Attribute):
        root = function.value
        while isinstance(root, ast.Attribute | ast.Subscript | ast.Call):
            root = root.func if isinstance(root, ast.Call) else root.value
        return getattr(root, "id", ""), function.attr
    return "", getattr(function, "id", "")
