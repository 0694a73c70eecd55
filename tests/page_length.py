"""How long a page is: the words of its text and the lines of code that a reader sees.

Left out is what a reader opens on request (solutions, boxes and cells that are folded) and what is
not read as text: cells, drawings, mathematics, names of links. Captions of a cell belong to it.
"""

import re
from typing import NamedTuple

FENCE = re.compile(r"^(?P<fence>`{3,}|:{3,})(?:\{(?P<name>[\w:-]+)\})?[ ]*(?P<argument>.*)$")
OPTION = re.compile(r"^:[\w-]+:")
TARGET = re.compile(r"^\([\w-]+\)=\s*$")
TITLED = {"admonition", "table", "exercise", "exercise-start"}
READ = {*TITLED, "figure", "explorable", "exercise-end"}
FOLDED_CELL = {"hide-cell", "hide-input", "remove-cell", "remove-input"}


class Length(NamedTuple):
    """What a reader who unfolds nothing reads."""

    words: int
    code_lines: int


def page_length(text):
    """Return the length of a MyST page."""
    prose, code = [], 0
    for kind, lines in _visible(_body(text)):
        if kind == "prose":
            prose += lines
        else:
            code += sum(bool(line.strip()) for line in lines)
    return Length(_count_words("\n".join(prose)), code)


def _body(text):
    lines = text.splitlines()
    return lines[lines.index("---", 1) + 1 :] if lines[:1] == ["---"] else lines


def _visible(lines):
    """Yield ("prose", lines) and ("code", lines) that are not folded."""
    at = 0
    while at < len(lines):
        fence = FENCE.match(lines[at])
        end = _end(lines, at, fence) if fence else at
        inside, name = lines[at + 1 : end], fence and (fence["name"] or "")
        if fence is None:
            yield "prose", [lines[at]]
        elif name == "code-cell":
            options, inside = _split_header(inside)
            if not any(tag in options for tag in FOLDED_CELL):
                yield "code", inside
        elif name in READ and not _is_dropdown(inside):
            yield "prose", [fence["argument"] if name in TITLED else ""]
            yield from _visible(inside)
        at = end + 1


def _end(lines, at, fence):
    """Return where a block ends: at its own fence, a solution behind its closing gate."""
    if fence["name"] == "solution-start":
        return next(i for i in range(at, len(lines)) if "{solution-end}" in lines[i]) + 1
    return next(i for i in range(at + 1, len(lines)) if lines[i].rstrip() == fence["fence"])


def _split_header(lines):
    """Return the options of a cell, in either of the two forms, and its code."""
    if lines[:1] == ["---"]:
        end = lines.index("---", 1)
        return "\n".join(lines[1:end]), lines[end + 1 :]
    count = next((i for i, line in enumerate(lines) if not OPTION.match(line)), len(lines))
    return "\n".join(lines[:count]), lines[count:]


def _is_dropdown(lines):
    return any(OPTION.match(line) and "dropdown" in line for line in lines[:3])


def _count_words(prose):
    """Count what has a letter or a digit, without mathematics, roles' names and link targets."""
    lines = [line for line in prose.splitlines() if not (OPTION.match(line) or TARGET.match(line))]
    prose = re.sub(r"\$\$.*?\$\$(?: ?\([\w-]+\))?", " ", "\n".join(lines), flags=re.S)
    prose = re.sub(r"\$[^$]+\$", " ", prose)
    prose = re.sub(r"\{[\w:-]+\}`([^`]*)`", r"\1", prose)
    prose = re.sub(r"\]\([^)]*\)", "]", prose)
    return sum(bool(re.search(r"[^\W_]", word)) for word in prose.split())
