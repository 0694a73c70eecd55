"""Runs in the browser: executes one cell the way a notebook does, and hands on what it shows.

The value of this file is the last expression: the function that the worker calls.
"""

import ast
import importlib
import io
import linecache
import logging
import os
import symtable
import sys
import time
import traceback
import types

import __main__
import unrolled

os.environ["MPLBACKEND"] = "agg"
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # else it tells of its cache
LONGEST = 100_000  # characters that one cell may print; a loop that prints would fill the memory
EVERY = 0.1  # seconds between two messages to the page
ABSENT = {"keras", "tensorflow", "torch", "jax", "unrolled.training", "IPython", "subprocess"}
PLOTS = "unrolled.plots"
DEFINED = {}  # what each cell has defined, by its number: the objects by their names


class Screen:
    """Passes on what a cell prints, in pieces worth a message, in the order of printing."""

    def __init__(self, show):
        self.show, self.kind, self.pieces = show, "stdout", []
        self.left, self.last = LONGEST, time.monotonic()

    def write(self, kind, text):
        if kind != self.kind:
            self.flush()
        self.kind, text = kind, text[: self.left]
        self.pieces.append(text)
        if self.left and len(text) == self.left:
            self.pieces.append("\n... and more, which is not shown.\n")
        self.left -= len(text)
        if time.monotonic() - self.last > EVERY:
            self.flush()

    def flush(self):
        text, self.pieces, self.last = "".join(self.pieces), [], time.monotonic()
        if text:
            self.show(self.kind, text)


class Stream(io.TextIOBase):
    """A file to print into."""

    encoding = "utf-8"

    def __init__(self, screen, kind):
        self.screen, self.kind = screen, kind

    def writable(self):
        return True

    def write(self, text):
        self.screen.write(self.kind, text)
        return len(text)


class Absent:
    """Stands for what a page cannot load, so that a cell of imports runs; any use says so."""

    def __init__(self, name):
        self._name = name

    def _refuse(self, *values, **named):
        raise ImportError(f"{self._name} does not run on this page; it does in the notebook")

    __call__ = __mro_entries__ = __getitem__ = __iter__ = _refuse

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        self._refuse()


class Later(types.ModuleType):
    """Stands for the book's plots until a cell draws, because matplotlib takes a while to load."""

    use_book_style = staticmethod(lambda: None)  # a cell that draws sees to it

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(plots(), name)


def plots():
    """Return the book's plots themselves."""
    if isinstance(sys.modules[PLOTS], Later):
        later = sys.modules.pop(PLOTS)
        try:
            unrolled.plots = importlib.import_module(PLOTS)
        except ImportError:
            sys.modules[PLOTS] = unrolled.plots = later
            raise
    return sys.modules[PLOTS]


sys.modules[PLOTS] = unrolled.plots = Later(PLOTS)


def leave_out(node):
    """Tell whether a statement imports what a page cannot load; if so, bind what stands for it."""
    if not isinstance(node, (ast.Import, ast.ImportFrom)):
        return False
    start = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    full = {alias: start + alias.name for alias in node.names}
    lacks = [
        any(f"{name}.".startswith(f"{absent}.") for absent in ABSENT) for name in full.values()
    ]
    if not all(lacks):
        return False
    for alias, name in full.items():
        top = alias.name if start else alias.name.partition(".")[0]
        __main__.__dict__[alias.asname or top] = Absent(name)
    return True


def skips(source):
    """Tell whether a cell is for Jupyter alone, such as one that installs."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    return bool(lines) and all(line.startswith(("%", "!", "#")) for line in lines)


def compiled(source, file):
    """Return the statements of a cell, and its last line where that is a value to show."""
    tree, last = ast.parse(source, file), None
    tree.body = [node for node in tree.body if not leave_out(node)]
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";"):
        last = compile(ast.Expression(tree.body.pop().value), file, "eval")
    return compile(tree, file, "exec"), last


def shown(value):
    """Return a value as a notebook shows it, or an empty text."""
    if value is None or hasattr(value, "_ipython_display_"):
        return ""
    return repr(value)


def report(error):
    """Return an error with the lines of the page's own cells that led to it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith("cell ")]
    head = ["Traceback (most recent call last):\n", *traceback.format_list(own)] if own else []
    return "".join([*head, *traceback.format_exception_only(error)]).replace(
        'File "cell', 'In "cell'
    )


def draw(show):
    """Hand on the figures that a cell has drawn, in the book's style."""
    if "matplotlib.pyplot" not in sys.modules:
        return
    from matplotlib import pyplot

    for number in pyplot.get_fignums():
        show("figure", plots().figure_svg(pyplot.figure(number)))
    pyplot.close("all")


def assigned(source, file):
    """Return what a cell has defined by now, by name."""
    symbols = symtable.symtable(source, file, "exec").get_symbols()
    names = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
    return {name: __main__.__dict__[name] for name in names & __main__.__dict__.keys()}


def take_back(number):
    """Remove what a cell had defined that now ends with an error, so that nothing uses it."""
    for name, value in DEFINED.pop(number, {}).items():
        if __main__.__dict__.get(name) is value:
            del __main__.__dict__[name]


def run_cell(source, number, show, drawing):
    """Execute a cell in the page's one namespace; return whether it came to its end."""
    if skips(source):
        show("stdout", "This cell is for Jupyter. On this page all it needs is there.\n")
        return True
    file, screen = f"cell {number}", Screen(show)
    linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file
    usual = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Stream(screen, "stdout"), Stream(screen, "stderr")
    try:
        if drawing:
            plots().use_book_style()
        statements, last = compiled(source, file)
        exec(statements, __main__.__dict__)
        text = shown(eval(last, __main__.__dict__)) if last else ""
        screen.flush()
        if text:
            show("result", text)
        draw(show)
        DEFINED[number] = assigned(source, file)
        return True
    except BaseException as error:  # sys.exit() too
        screen.flush()
        take_back(number)
        show("error", report(error))
        return False
    finally:
        screen.flush()
        sys.stdout, sys.stderr = usual


run_cell  # noqa: B018
