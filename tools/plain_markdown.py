"""Turn MyST Markdown into the plain Markdown that any notebook viewer shows.

A directive becomes what a reader sees of it: an admonition a block quotation, a figure its image
(carried inside the notebook), a role its text, with the numbers the built site gives to
figures and equations. Whatever is not known here is an error, so that nothing leaks.
"""

import base64
import json
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath

import yaml
from pybtex.database import parse_file


class PageError(Exception):
    """A page that cannot become a notebook; says which and why."""


FENCE = re.compile(r"^(?P<fence>`{3,}|:{3,})\{(?P<name>[\w:-]+)\}\s*(?P<argument>.*)$")
ROLE = re.compile(r"\{(?P<name>[\w:-]+)\}`(?P<body>[^`]+)`")
LINK = re.compile(r"(?<!\!)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")
TARGET = re.compile(r"^\([\w-]+\)=\s*$")
MATH_LABEL = re.compile(r"^\$\$\s*\(([\w-]+)\)\s*$")
TITLED = re.compile(r"^(?P<text>.*?)\s*<(?P<target>[^>]+)>$", re.S)
MIME = {".svg": "image/svg+xml", ".png": "image/png"}


@dataclass
class Piece:
    """A stretch of plain Markdown, the images in it, and the gate that opens it."""

    text: str = ""
    attachments: dict = field(default_factory=dict)
    gate: str = ""


class Book:
    """What the built book knows of itself: numbers, titles, values glued, publications cited."""

    def __init__(self, source):
        self.source = Path(source)
        path = self.source / "_build" / "references.json"  # written by _ext/references.py
        known = json.loads(path.read_text(encoding="utf-8"))
        self.titles, self.sections = known["pages"], known["sections"]
        self.equations, self.numbers = known["equations"], known["numbers"]
        self.glued = {}  # name: value as text, from the outputs of every page
        bibliography = self.source / "reference" / "references.bib"
        self.cited = parse_file(bibliography).entries if bibliography.is_file() else {}

    def collect_glued(self, notebook):
        """Remember what the cells of an executed notebook handed to the prose."""
        for output in (o for cell in notebook.cells for o in cell.get("outputs", [])):
            name = output.get("metadata", {}).get("scrapbook", {}).get("name")
            if name:
                (self.glued[name],) = output["data"].values()

    def is_notebook(self, page):
        path = self.source / f"{page}.md"
        return path.is_file() and "{code-cell}" in path.read_text(encoding="utf-8")

    def citation(self, key):
        """Return (authors, year) of a publication."""
        entry = self.cited[key]
        names = [" ".join(person.last_names) for person in entry.persons["author"]]
        authors = names[0] if len(names) == 1 else f"{names[0]} and {names[1]}"
        if len(names) > 2:
            authors = f"{names[0]} et al."
        return authors, entry.fields["year"]


class Page:
    """Converter of one page's Markdown."""

    def __init__(self, book, name):
        self.book, self.name = book, name
        self.attachments = {}
        self.exercises = 0

    def pieces(self, text):
        """Split a Markdown cell at its solution gates and convert each stretch."""
        pieces, lines, gate = [], [], ""

        def close():
            self.attachments = {}
            converted = self.blocks(lines)
            pieces.append(Piece(converted, self.attachments, gate))

        for block in split_blocks(text.splitlines()):
            match = FENCE.match(block[0])
            if match and match["name"] in ("solution-start", "solution-end"):
                close()
                lines, gate = [], match["name"]
                if gate == "solution-start":
                    lines = ["**Solution**", ""]
            else:
                lines.extend(block)
        close()
        return pieces

    def blocks(self, lines):
        """Convert a list of lines to plain Markdown."""
        out = []
        for block in split_blocks(lines):
            match = FENCE.match(block[0])
            if match:
                out.append(self.directive(match["name"], match["argument"].strip(), block[1:-1]))
            elif block[0].startswith("```"):
                out.append("\n".join(block))
            elif label := MATH_LABEL.match(block[0]):
                out.append(f"\\tag{{{self.book.equations[label[1]]}}}\n$$")
            elif not TARGET.match(block[0]) and not block[0].startswith("%"):
                out.append(self.inline(block[0]))
        return "\n".join(out)

    def directive(self, name, argument, lines):
        """Convert one directive."""
        options, body = split_options(lines)
        if name in ("exercise-end", "glossary", "tableofcontents"):
            return ""
        if name == "admonition" and "dropdown" in str(options.get("class", "")):
            inner = self.blocks(body)
            title = self.inline(argument)
            return f"<details><summary>{title}</summary>\n\n{inner}\n\n</details>\n"
        if name == "admonition":
            return quote(f"**{self.inline(argument)}**\n\n{self.blocks(body)}")
        if name in ("exercise", "exercise-start"):
            self.exercises += 1
            title = f"**Exercise {self.exercises}: {self.inline(argument)}**"
            return f"{title}\n\n{self.blocks(body)}"
        if name == "solution":
            inner = self.blocks(body)
            return f"<details><summary>Solution</summary>\n\n{inner}\n\n</details>\n"
        if name == "figure":
            image = self.image(argument, options["alt"])
            return f"{image}\n\n{self.caption(options.get('name'), self.blocks(body))}\n"
        if name == "explorable":
            image = self.image(options["fallback"], options["alt"])
            caption = self.caption(options.get("name"), self.blocks(body))
            return f"{image}\n\n{caption} (On the book's website this figure can be moved.)\n"
        if name == "math":
            return "$$\n" + "\n".join(body) + "\n$$"
        if name == "table":
            return f"{self.caption(options.get('name'), argument)}\n\n{self.blocks(body)}"
        raise PageError(f"{self.name}: no plain form is known for the directive {{{name}}}")

    def image(self, target, alt):
        """Attach an image to the cell and return the Markdown that shows it."""
        folder = PurePosixPath(self.name).parent
        relative = target.strip("/ ") if target.startswith("/") else normpath(folder / target)
        path = self.book.source / relative
        data = base64.b64encode(path.read_bytes()).decode("ascii")
        self.attachments[path.name] = {MIME[path.suffix]: data}
        return f"![{alt}](attachment:{path.name})"

    def caption(self, name, text):
        """Return the caption of a figure or table with the number the site gives it."""
        number = self.book.numbers.get(name, "")
        return f"**{number}** *{self.inline(text).strip()}*" if number else f"*{text.strip()}*"

    def inline(self, text):
        """Convert the roles and links of a line, leaving code spans alone."""
        text = ROLE.sub(lambda match: self.role(match["name"], match["body"]), text)
        return LINK.sub(self.link, text)

    def role(self, name, body):
        """Convert one role."""
        titled = TITLED.match(body)
        shown, target = (titled["text"], titled["target"]) if titled else ("", body)
        if name == "eq":
            return f"({self.book.equations[target]})"
        if name == "numref":
            number = self.book.numbers[target]  # "Fig. 1.2"
            return shown.replace("%s", number.split()[-1]) if shown else number
        if name == "glue:text":
            return self.glued(body)
        if name in ("term", "abbr", "kbd"):
            return shown or body
        if name == "math":
            return f"${body}$"
        if name in ("cite:p", "cite:t"):
            cited = [self.book.citation(key.strip()) for key in body.split(",")]
            if name == "cite:t":
                return " and ".join(f"{authors} ({year})" for authors, year in cited)
            return "(" + "; ".join(f"{authors}, {year}" for authors, year in cited) + ")"
        if name in ("ref", "doc"):
            return shown or self.title(target)
        raise PageError(f"{self.name}: no plain form is known for the role {{{name}}}")

    def glued(self, body):
        """Return a glued value as the page shows it: ``name`` or ``name:.3f``."""
        key, _, spec = body.partition(":")
        data = self.book.glued[key].strip("'\"")
        return format(float(data), spec) if spec else data

    def title(self, target):
        """Return the title a bare reference shows."""
        if target in self.book.sections:
            return self.book.sections[target]
        page = normpath(PurePosixPath(self.name).parent / target.removesuffix(".md"))
        return self.book.titles[page]

    def link(self, match):
        """Point a link between pages to the notebook; keep only the text where there is none."""
        text, target = match["text"], match["target"]
        if re.match(r"[a-z]+:", target):
            return match[0]
        path, _, anchor = target.partition("#")
        if not path:  # [text](#label)
            return text or self.title(anchor)
        here = PurePosixPath(self.name).parent
        page = normpath(here / path.removesuffix(".md"))
        text = text or self.book.titles[page]
        if not self.book.is_notebook(page):
            return text
        return f"[{text}]({relpath(page, here)}.ipynb)"


def split_blocks(lines):
    """Yield blocks of lines: a fenced block with all that is inside it, or a single line."""
    lines = list(lines)
    start = 0
    while start < len(lines):
        match = re.match(r"^(`{3,}|:{3,})", lines[start])
        end = start + 1
        if match:
            closing = re.compile(rf"^{match[1][0]}{{{len(match[1])},}}\s*$")
            while end < len(lines) and not closing.match(lines[end]):
                end += 1
            end += 1
            if end > len(lines):
                raise PageError(f"no closing fence for: {lines[start]}")
        yield lines[start:end]
        start = end


def split_options(lines):
    """Split a directive's lines into its options and its body."""
    if lines and lines[0].strip() == "---":
        end = lines.index("---", 1)
        return yaml.safe_load("\n".join(lines[1:end])) or {}, lines[end + 1 :]
    options = {}
    while lines and (match := re.match(r"^:([\w-]+):\s*(.*)$", lines[0])):
        options[match[1]] = match[2]
        lines = lines[1:]
    return options, lines


def quote(text):
    """Return text as a Markdown block quotation."""
    lines = text.strip().splitlines()
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n"
