"""What a page's outputs depend on besides its own cells: the modules and files that it uses.

The execution cache knows a page by its code cells alone. `fingerprint` adds what these cannot show:
the modules of the helper package that the page imports, directly or through other modules, the data
and results files named in any of that code, the lock and the Python version. A page runs again
when its own fingerprint changes, and no other page does.
"""

import ast
import hashlib
import platform
import re
from pathlib import Path

PACKAGE = "unrolled"
FOLDERS = ("unrolled/data", "results")  # files that code opens by name
EVERYWHERE = ("requirements.lock",)
CELL = re.compile(r"^(?P<fence>`{3,})\{code-cell\}.*\n(?P<body>[\s\S]*?)^(?P=fence)\s*$", re.M)
HEADER = re.compile(r"\A(---\n[\s\S]*?^---\n|(:\w.*\n)+)", re.M)


def code_of(markdown):
    """Return the code of a page's cells as one program, without their options and magics."""
    bodies = (HEADER.sub("", match["body"], count=1) for match in CELL.finditer(markdown))
    lines = "\n".join(bodies).splitlines()
    return "\n".join("pass" if re.match(r"\s*[%!]", line) else line for line in lines)


def imports(tree, module=""):
    """Yield the dotted names that a program imports, anywhere in it.

    ``from unrolled import plots`` may name a module or a function: both readings are given.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = module.split(".")[: len(module.split(".")) - node.level] if node.level else []
            name = ".".join([*base, *filter(None, [node.module])])
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


def files_of(root, name):
    """Return the files that make up a module of the package, with the packages it lies in."""
    parts = name.split(".")
    if parts[0] != PACKAGE:
        return []
    above = [root.joinpath(*parts[:n], "__init__.py") for n in range(1, len(parts) + 1)]
    return [path for path in (*above, root.joinpath(*parts).with_suffix(".py")) if path.is_file()]


def parse(path):
    """Return a module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def used_modules(root, tree):
    """Return the files of the package that a program imports, directly or not.

    A module that imports others by a name made at run time counts for all of its folder.
    """
    found, todo = {}, [(tree, "")]
    while todo:
        tree, module = todo.pop()
        paths = [path for name in imports(tree, module) for path in files_of(root, name)]
        text = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        if module and "import_module" in text:
            paths += sorted(root.joinpath(*module.split(".")).parent.rglob("*.py"))
        for path in paths:
            if path not in found:
                found[path] = parse(path)
                todo.append((found[path], ".".join(path.relative_to(root).with_suffix("").parts)))
    return found


def named_files(root, trees):
    """Return the data and results files whose name, or name without its ending, is in the code.

    Not those in the making, ``bench.1234.tmp``, which are there for an instant while evidence is
    recorded, or for ever where that was killed: no page reads them.
    """
    constants = {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    files = (path for folder in FOLDERS for path in sorted((root / folder).glob("*"))
             if path.suffix != ".tmp")  # fmt: skip
    return [path for path in files if {path.name, path.name.partition(".")[0]} & constants]


def inputs(root, markdown):
    """Return every file that the outputs of a page depend on, in a fixed order."""
    tree = ast.parse(code_of(markdown))
    modules = used_modules(root, tree)
    files = [*modules, *named_files(root, [tree, *modules.values()])]
    return sorted({*files, *(root / name for name in EVERYWHERE if (root / name).is_file())})


def fingerprint(root, markdown):
    """Hash a page's code, the contents of everything it depends on, and the Python version."""
    root = Path(root)
    digest = hashlib.sha256(platform.python_version().encode())
    digest.update(code_of(markdown).encode())
    for path in inputs(root, markdown):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
