"""The pages of the labs, taken apart: their code cells, and which exercise each belongs to."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
LABS = sorted(path.stem for path in (ROOT / "unrolled/labs").glob("lab_*"))


class Cell(NamedTuple):
    source: str
    exercise: str  # label of the last exercise-start before it
    solution: str  # label of the solution it stands in, or ""


TOKEN = re.compile(
    r"^`{3,}\{exercise-start\}.*\n:label: (?P<exercise>\S+)"
    r"|^`{3,}\{solution-start\} (?P<solution>\S+)"
    r"|^`{3,}(?P<end>\{solution-end\})"
    r"|^```\{code-cell\}.*\n(?P<code>[\s\S]*?)^```$",
    re.MULTILINE,
)


def page(lab):
    """Return the text of a lab's page."""
    (path,) = (ROOT / "labs").glob(f"{lab.replace('_', '-')}-*.md")
    return path.read_text(encoding="utf-8")


def cells(text):
    """Return the code cells of a page in order."""
    exercise, solution, found = "", "", []
    for token in TOKEN.finditer(text):
        exercise = token["exercise"] or exercise
        solution = "" if token["end"] else token["solution"] or solution
        if token["code"] is not None:
            found.append(Cell(token["code"], exercise, solution))
    return found


def execute(sources, namespace, filename="cell"):
    for source in sources:
        exec(compile(source, filename, "exec"), namespace)


def flat(text):
    """Return a text on one line."""
    return " ".join(text.split())
