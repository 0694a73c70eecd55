#!/usr/bin/env python3
"""Lay out what a teacher hands to a class, in ``_build/class``: ``make class``.

The labs as notebooks for learners and for teachers, one wheel of the helper package with its data,
a README, and an edition for nbgrader. Nothing in it needs a network once it is installed.
"""

import copy
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from unrolled.labs._check import PASSED
from unrolled.labs._grade import grade

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "_build"
CHECK = re.compile(r'^check\("(lab-\d+)/([\w-]+)", .+\)$', re.MULTILINE)
STUB = "# The answer goes into the cell's first lines; this line can stay."
CONFIG = """\
# What `nbgrader` reads in this folder. NUMPY is all that the labs need, besides the wheel.
import os

c = get_config()
c.CourseDirectory.course_id = "unrolled"
c.ClearSolutions.code_stub = {{"python": "{stub}"}}
c.ExecutePreprocessor.timeout = 120  # seconds; a check stops an endless loop after ten
c.Exchange.root = ""  # set one before you release: nbgrader's documentation says how
os.environ["UNROLLED_GRADING"] = "1"  # a check that does not pass raises, which costs its point
"""


def checked(notebook):
    """Return the index of every cell that is a check and nothing else, by exercise, in order."""
    code = [(i, cell.source) for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    found = [(CHECK.fullmatch(source.strip()), i) for i, source in code]
    return {match[2]: i for match, i in found if match}


def solutions(teacher):
    """Return the code of every solution of a teacher's notebook by exercise, without its check."""
    found = {}
    for cell in teacher.cells:
        last = list(CHECK.finditer(cell.source)) if cell.cell_type == "code" else []
        if last and not CHECK.fullmatch(cell.source.strip()):
            found[last[-1][2]] = cell.source[: last[-1].start()].rstrip()
    return found


def for_nbgrader(learner, teacher):
    """Return the learner's notebook with solutions and graded checks, as nbgrader wants a source.

    A starter cell keeps its lines and gets the solution below them, which nbgrader takes out again;
    the check that follows is worth a point.
    """
    notebook, answers = copy.deepcopy(learner), solutions(teacher)
    for exercise, place in checked(notebook).items():
        check, starter = notebook.cells[place], notebook.cells[place - 1]
        starter.source += f"\n\n### BEGIN SOLUTION\n{answers[exercise]}\n### END SOLUTION"
        mark(starter, f"{exercise}-answer", solution=True)
        mark(check, exercise, grade=True, locked=True, points=1)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def mark(cell, grade_id, *, grade=False, solution=False, locked=False, points=None):
    """Give a cell the metadata of nbgrader, version 3 of its schema."""
    cell.metadata.nbgrader = {
        "grade_id": grade_id, "grade": grade, "solution": solution, "locked": locked,
        "task": False, "schema_version": 3, "cell_type": cell.cell_type,
    } | ({"points": points} if grade else {})  # fmt: skip


LINK = re.compile(r"\[([^\]]+)\]\((?:\.\./)+(?:chapters|reference)/[^)]*\)")
LAY = "or lay the book's folder"  # in the first cell, where the helper is missing
INSTALL = 'install the file unrolled-….whl that came with it,\\n"\n        "' + LAY


def alone(notebook):
    """Return a notebook for a folder that holds a wheel and nothing else of the book.

    Links into the rest of the book become plain text.
    """
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(r"\1", cell.source)
        elif cell.source.startswith("# Makes the book's helper package"):
            cell.source = cell.source.replace(LAY, INSTALL)
    return notebook


def write(notebook, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


def make_class(build, wheel):
    """Fill ``class`` in the folder of a finished build; `wheel` puts the package into a folder."""
    notebooks, out = build / "notebooks", build / "class"
    labs = sorted((notebooks / "labs").glob("*.ipynb"))
    if not labs:
        raise FileNotFoundError("there are no notebooks yet: run `make book` first")
    shutil.rmtree(out, ignore_errors=True)
    for path in labs:
        teacher = notebooks / "teacher" / "labs" / path.name
        for source, folder in [(path, "learner"), (teacher, "teacher")]:
            if source.is_file():  # the project has nothing to solve, and so one edition
                write(alone(nbformat.read(source, as_version=4)), out / folder / path.name)
        if teacher.is_file():
            lab = "-".join(path.stem.split("-")[:2])
            pair = (nbformat.read(source, as_version=4) for source in (path, teacher))
            write(alone(for_nbgrader(*pair)), out / "nbgrader" / "source" / lab / path.name)
    (out / "nbgrader" / "nbgrader_config.py").write_text(CONFIG.format(stub=STUB), encoding="utf-8")
    teaching = notebooks / "reference" / "teaching.ipynb"
    if teaching.is_file():
        write(alone(nbformat.read(teaching, as_version=4)), out / "teaching.ipynb")
    wheel(out)
    (name,) = (path.name for path in out.glob("*.whl"))
    text = (ROOT / "tools" / "class" / "README.md").read_text(encoding="utf-8")
    (out / "README.md").write_text(text.replace("WHEEL", name), encoding="utf-8")
    return out


def unsolved(out):
    """Return what in the teacher's notebooks does not pass the checks that are handed out."""
    marked = grade(out / "teacher")
    return [v.exercise for one in marked for v in one.verdicts.values() if v.status != PASSED]


def build_wheel(folder):
    """Build the helper's wheel into a folder, with what this environment has."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True)


def main():
    try:
        out = make_class(BUILD, build_wheel)
        if left := unsolved(out):
            sys.exit(f"Run `make book` first: its solutions do not pass in {', '.join(left)}")
    except FileNotFoundError as problem:
        sys.exit(f"Nothing was made: {problem}")
    print(f"{out.relative_to(ROOT)}: begin with its README.md")
    for name in ("learner", "teacher", "nbgrader/source"):
        print(f"  {name}: {len(list((out / name).rglob('*.ipynb')))} notebooks")


if __name__ == "__main__":
    main()
