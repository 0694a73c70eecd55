"""Turn MyST Markdown into the plain Markdown that any notebook viewer shows.

A directive becomes what a reader sees of it: an admonition a block quotation, a figure its image
(carried inside the notebook), a role its text, with the numbers the built site gives to
figures and equations. What is plain already stays as it was written. Whatever is not known
here is an error that names page and line, so that nothing leaks.
"""

import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from textwrap import dedent
from urllib.parse import unquote

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pybtex.database import parse_file

import pictures
from myst_tokens import block_parser, inline_spans, is_closed, label_end, read_directive


class PageError(Exception):
    """A page that cannot become a notebook; says which, where and why."""


TITLED = re.compile(r"^(?P<text>.+?)\s*<(?P<target>[^<>]*)>$", re.S)
SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")
HTML_TARGET = re.compile(r"\b(?:src|href)\s*=\s*[\"']?([^\"'\s>]+)", re.I)
FOOTNOTE = re.compile(r"^([\s>]*)\[\^([^\]]+)\]:")
MARKUP = re.compile(r"[\\`*\[\]<>$]|(?<![^\W_])_|_(?![^\W_])")
GATES = ("solution-start", "solution-end")
FIGURES = ("figure", "explorable")
# What every viewer shows as it stands; what stands inside is looked at by itself.
PLAIN_BLOCKS = {"paragraph", "heading", "blockquote", "bullet_list", "ordered_list", "list_item"}
PLAIN_BLOCKS |= {"code_block", "hr", "amsmath", "table", "thead", "tbody", "tr", "th", "td"}
UNSEEN = {"myst_target": "(", "myst_line_comment": "%", "myst_block_break": "+"}
PLAIN_INLINE = {"text", "newline", "escape", "backticks", "emphasis", "entity"}


@dataclass
class Piece:
    """A stretch of plain Markdown that becomes a cell, and the gate that opens it."""

    text: str = ""
    gate: str = ""
    exercise: str = ""  # which one a solution answers: "Exercise 5.3"


class Book:
    """What the built book knows of itself: numbers, titles, values glued, publications cited."""

    def __init__(self, source):
        self.source = Path(source)
        path = self.source / "_build" / "references.json"  # written by _ext/references.py
        known = json.loads(path.read_text(encoding="utf-8"))
        self.titles, self.sections = known["pages"], known["sections"]
        self.equations, self.numbers = known["equations"], known["numbers"]
        self.kept = self.source / "_build" / ".pictures"  # made by an earlier build
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


class Page:
    """Converter of one page's Markdown."""

    def __init__(self, book, name, teacher=False):
        self.book, self.name, self.teacher = book, name, teacher
        self.folder = PurePosixPath(name).parent
        self.md, self.env = block_parser(), {}
        self.line = 1  # of the page, where the converter stands
        self.quoted = False  # inside a block quotation

    def fail(self, message):
        raise PageError(f"{self.name}.md:{self.line}: {message}")

    def known(self, mapping, key, kind):
        """Look up what the built book knows, or say what is missing and where."""
        if key not in mapping:
            self.fail(f"no {kind} is known by the name {key!r}")
        return mapping[key]

    def define(self, cells):
        """Read the link definitions of all Markdown cells: any cell of the page may use them."""
        for text in cells:
            self.md.parse(text, self.env)

    def pieces(self, text, line=1):
        """Cut a Markdown cell, which begins on `line`, into the cells it becomes; convert each.

        A solution is cut off at its gates. A figure gets a cell of its own: whoever edits the text
        around it does not meet the picture's bytes.
        """
        lines, done, pieces, gate = text.split("\n"), 0, [], ("", "", None)
        for token in self.md.parse(text, self.env):
            directive = read_directive(token)
            if directive and token.level == 0 and directive.name in (*GATES, *FIGURES):
                first, last = token.map
                pieces.append(self.piece(lines[done:first], line + done, *gate))
                self.line, gate, done = line + first, ("", "", None), last
                if directive.name in GATES:
                    self.check_closed(token, lines)
                    gate = directive.name, directive.argument, line + first
                else:
                    pieces.append(self.piece(lines[first:last], line + first))
        pieces.append(self.piece(lines[done:], line + done, *gate))
        return [piece for piece in pieces if piece.text.strip() or piece.gate]

    def piece(self, lines, line, gate="", label="", at=None):
        """Convert one stretch; `label` names the exercise where a solution opens on line `at`."""
        self.line = at
        opens = gate == "solution-start"
        exercise = self.known(self.book.numbers, label, "exercise") if opens else ""
        return Piece(self.blocks("\n".join(lines), line), gate, exercise)

    # -- blocks ---------------------------------------------------------------------------------

    def blocks(self, text, line):
        """Convert Markdown that begins on `line` of the page."""
        lines, out, done = text.split("\n"), [], 0
        for token, cells in leaves(self.md.parse(text, self.env)):
            first, last = token.map
            self.line = line + first
            new = self.row(lines[first], cells) if cells else self.block(token, lines)
            if new is not None:
                out += lines[done:first] + new
                done = last
        return "\n".join(out + lines[done:])

    def block(self, token, lines):
        """Return the new lines of a block, or None where they stay."""
        name = token.type.removesuffix("_open")
        changing = {"inline": self.paragraph, "fence": self.fence, "colon_fence": self.fence}
        changing |= dict.fromkeys(("math_block", "math_block_label"), self.formula)
        if name in changing:
            return changing[name](token, lines)
        if name in UNSEEN:
            return embedded("", lines, token, UNSEEN[name])
        self.check(name, token, lines)
        return None

    def check(self, name, token, lines):
        """Refuse a block that no viewer, or not every one, shows as the site does."""
        if name == "html_block":
            self.check_html(token.content)
        elif name == "amsmath" and token.meta["numbered"] != "*":
            self.fail("this environment is numbered on the site: use $$ and a label")
        elif name == "footnote_reference":
            self.check_footnote(lines[slice(*token.map)])
        elif name not in PLAIN_BLOCKS:
            self.fail(f"no plain form is known for a {name}")

    def paragraph(self, token, lines):
        """Convert the text of a paragraph or a heading, keeping what its lines begin with."""
        before = lines[slice(*token.map)]
        starts = []
        for old, line in zip(token.content.split("\n"), before, strict=True):
            if (at := line.rfind(old)) < 0:
                self.fail("a line that mixes tabs and spaces")
            starts.append((line[:at], line[at + len(old) :]))
        new = self.inline(token.content).split("\n")
        # fewer lines than before where a role ran over the end of one, and never more
        after = [f"{a}{text}{b}" for (a, b), text in zip(starts, new, strict=False)]
        if note := FOOTNOTE.match(after[0]):  # its mark, and no neighbour in the same paragraph
            after[0] = f"{note[1]}<sup>{note[2]}</sup>{after[0][note.end() :]}"
            after.append(note[1].rstrip())
        return after if after != before else None

    def row(self, line, cells):
        """Convert a row of a table; its bars are set anew where a cell changes."""
        new = [self.inline(cell.content) for cell in cells]
        if new == [cell.content for cell in cells]:
            return None
        at = line.find(cells[0].content) if cells[0].content else -1
        start = re.sub(r"\|\s*$", "", line[:at] if at >= 0 else line.partition("|")[0])
        return [f"{start}| " + " | ".join(text.replace("|", "\\|") for text in new) + " |"]

    def formula(self, token, lines):
        """Convert a displayed formula: its label becomes its number.

        Jupyter takes formulas out of the text before it reads the Markdown, together with the
        ``>`` of a quotation that a formula is broken over: there it has to stand on one line.
        """
        content = dedent(token.content.strip("\n")).rstrip().split("\n")
        if token.type == "math_block_label":
            content.append(f"\\tag{{{self.known(self.book.equations, token.info, 'equation')}}}")
        quoted = self.quoted or ">" in lines[token.map[0]].partition("$$")[0]
        if quoted:
            return embedded(f"$${one_line(content)}$$", lines, token, "$$")
        if token.type == "math_block":
            return None
        return embedded("\n".join(["$$", *content, "$$"]), lines, token, "$$")

    def fence(self, token, lines):
        """Convert a directive; leave plain code as it is."""
        directive = read_directive(token)
        self.check_closed(token, lines)
        if directive is None and token.type == "colon_fence":
            self.fail("a colon fence needs the name of a directive in braces")
        if directive is None:
            return None
        if directive.warnings:
            self.fail(f"{{{directive.name}}}: {directive.warnings[0].msg}")
        start = lines[token.map[0]].partition(token.markup)[0]
        quoted, self.quoted = self.quoted, self.quoted or ">" in start
        text = self.directive(directive, self.line, self.line + 1 + directive.line)
        self.quoted = quoted
        return embedded(text, lines, token, token.markup)

    def directive(self, directive, line, inside):
        """Convert one directive that begins on `line` and its body on line `inside`."""
        name, argument, body = directive.name, directive.argument, directive.body
        if name in ("exercise-end", "tableofcontents"):
            return ""
        if name == "admonition":
            return self.admonition(directive, inside)
        if name in ("exercise", "exercise-start"):
            return f"**{self.exercise(directive)}**\n\n{self.blocks(body, inside)}".rstrip()
        if name == "solution":
            exercise = self.known(self.book.numbers, argument, "exercise")
            return details(f"Solution to {exercise}", self.blocks(body, inside))
        if name in FIGURES:
            return self.figure(directive, inside)
        if name == "math":
            return self.math(directive)
        if name == "table":
            caption = self.caption(self.option(directive, "name"), argument)
            return f"{caption}\n\n{self.blocks(body, inside)}"
        self.line = line
        if name in GATES:
            self.fail(f"{{{name}}} has to stand at the top level of the page")
        return self.fail(f"no plain form is known for the directive {{{name}}}")

    def option(self, directive, name):
        """Return an option that the directive must have."""
        if not directive.options.get(name, "").strip():
            self.fail(f"{{{directive.name}}} needs the option :{name}:")
        return directive.options[name].strip()

    def admonition(self, directive, inside):
        """Convert a box: one that folds stays one that folds, others become quotations."""
        if "dropdown" in directive.options.get("class", ""):
            return details(self.summary(directive.argument), self.blocks(directive.body, inside))
        title = self.inline(directive.argument)
        before, self.quoted = self.quoted, True
        text = self.blocks(directive.body, inside)
        self.quoted = before
        return quotation(f"**{title}**", text)

    def summary(self, title):
        """Return a title as HTML: Markdown does not reach into ``<summary>``."""
        md = MarkdownIt("commonmark").use(dollarmath_plugin)
        md.add_render_rule("math_inline", lambda self, tokens, i, *_: f"${tokens[i].content}$")
        return md.renderInline(self.inline(title))

    def exercise(self, directive):
        """Return an exercise's title with the number that the site shows."""
        if "nonumber" in directive.options:
            number = "Exercise"
        else:
            number = self.known(self.book.numbers, self.option(directive, "label"), "exercise")
        title = self.inline(directive.argument)
        return f"{number}: {title}" if title else number

    def figure(self, directive, inside):
        """Convert a figure, or an explorable to the still picture it stands on."""
        alt = self.option(directive, "alt")
        if directive.name == "figure":
            image = self.image(directive.argument, alt)
            remark = ""
        else:
            image = self.image(self.option(directive, "fallback"), alt)
            remark = " (On the book's website this figure can be moved.)"
        if not directive.body.strip():
            return image
        name = self.option(directive, "name")
        number = self.known(self.book.numbers, name, "figure")
        return f"{image}\n\n**{number}** {self.blocks(directive.body, inside).strip()}{remark}"

    def cell_caption(self, figure, line):
        """Return the caption of a figure that the code cell on `line` draws."""
        self.line = line
        for option in ("name", "caption"):
            if not figure.get(option):
                self.fail(f"the figure of this cell needs a {option}")
        return self.caption(figure["name"], figure["caption"])

    def caption(self, name, text):
        """Return the caption of a figure or a table with the number the site gives it."""
        return f"**{self.known(self.book.numbers, name, 'figure or table')}** {self.inline(text)}"

    def math(self, directive):
        """Convert a displayed formula written as a directive."""
        content = [line for line in (directive.argument, *directive.body.split("\n")) if line]
        if label := directive.options.get("label"):
            content.append(f"\\tag{{{self.known(self.book.equations, label, 'equation')}}}")
        return f"$${one_line(content)}$$" if self.quoted else "\n".join(["$$", *content, "$$"])

    def image(self, target, alt):
        """Return an image as HTML that carries the picture with it.

        An attachment would be shorter, and Colab shows none.
        """
        if not alt.strip():
            self.fail(f"the image {target} has no alt text")
        if SCHEME.match(target):
            self.fail(f"an image from elsewhere cannot travel with the notebook: {target}")
        path = self.book.source / self.within(target)
        if not path.is_file() or path.suffix not in (".svg", ".png"):
            self.fail(f"no image that a notebook can carry: {target}")
        if path.suffix == ".svg":
            picture = pictures.picture(path.read_text(encoding="utf-8"), self.book.kept)
        else:
            picture = pictures.measured(path.read_bytes())
        data = f"data:image/png;base64,{picture.base64}"
        return f'<img alt="{attribute(alt)}" width="{picture.width}" src="{data}">'

    def alt_text(self, markdown):
        """Return the words of an image's Markdown alt text."""
        md = MarkdownIt("commonmark").use(dollarmath_plugin)
        (token,) = md.parseInline(self.inline(markdown))
        return "".join(child.content or " " for child in token.children)

    def within(self, target):
        """Return a target written on this page as a path from the book's root."""
        path = unquote(target.strip())
        return path.strip("/") if path.startswith("/") else normpath(self.folder / path)

    def check_closed(self, token, lines):
        if not is_closed(token, lines):
            self.fail(f"no closing fence for {token.markup}{token.info}")

    def check_html(self, html):
        """Refuse what would lead nowhere from a notebook: HTML is not rewritten."""
        for target in HTML_TARGET.findall(html):
            if not SCHEME.match(target):
                self.fail(f"HTML leads to {target}: write it in Markdown, which can be converted")
        if re.search(r"\{[a-z][\w:-]*\}`", html):
            self.fail("a role inside HTML is not read, on the site neither")

    def check_footnote(self, lines):
        """Refuse a footnote of several blocks, which would fall apart."""
        if "" in [line.strip() for line in "\n".join(lines).rstrip().split("\n")]:
            self.fail("no plain form is known for a footnote of more than one paragraph")

    # -- inline text ----------------------------------------------------------------------------

    def inline(self, text):
        """Convert the roles, links and images of a text, leaving code and mathematics alone."""
        spans = inline_spans(self.md, text, self.env)
        line = self.line
        new = self.rewritten(text, spans, 0, len(text), line)
        self.line = line
        return new

    def rewritten(self, text, spans, start, end, line):
        """Return ``text[start:end]`` with every span in it that has to change replaced."""
        out = []
        for span in spans:
            if start <= span.start and span.end <= end:
                self.line = line + text.count("\n", 0, span.start)
                new = self.span(text, spans, span, line)
                if new is not None:
                    out += [text[start : span.start], new]
                    start = span.end
        return "".join(out) + text[start:end]

    def span(self, text, spans, span, line):
        """Return the new form of one span, or None where it stays."""
        token = next((t for t in span.tokens if t.type != "text"), None)
        if span.rule == "myst_role":
            return self.role(token.meta["name"], token.content)
        if span.rule == "link":
            close = label_end(self.md, text, span, self.env)
            label = self.rewritten(text, spans, span.start + 1, close, line)
            return self.link(label, token.attrs, text[close : span.end])
        if span.rule == "span":
            close = label_end(self.md, text, span, self.env)
            return self.rewritten(text, spans, span.start + 1, close, line)
        if span.rule == "image":
            return self.image(token.attrs["src"], self.alt_text(token.content))
        if span.rule == "math_inline":
            return " ".join(text[span.start : span.end].split("\n"))  # see `formula`
        if span.rule == "attr":
            return ""
        if span.rule == "footnote_ref":
            return f"<sup>{token.meta['label']}</sup>"
        if span.rule == "html_inline":
            self.check_html(token.content)
        elif span.rule == "autolink":
            self.check_scheme(token.attrs["href"])
        elif span.rule not in PLAIN_INLINE:
            self.fail(f"no plain form is known for {text[span.start : span.end]}")
        return None

    def role(self, name, body):
        """Convert one role."""
        titled = TITLED.match(body)
        shown, target = (titled["text"], titled["target"]) if titled else ("", body)
        if name == "eq":
            return f"({self.known(self.book.equations, target, 'equation')})"
        if name == "numref":
            number = self.known(self.book.numbers, target, "number")  # "Fig. 1.2"
            return re.sub(r"%s|\{number\}", number.split()[-1], shown) if shown else number
        if name == "glue:text":
            return literal(self.glued(body))
        if name in ("term", "abbr", "kbd"):
            return literal(shown or body)
        if name == "math":
            return f"${body}$"
        if name in ("cite:p", "cite:t"):
            return literal(self.citation(name, body))
        if name == "ref":
            return literal(shown or self.known(self.book.sections, target, "section"))
        if name == "doc":
            return self.link(literal(shown), {"href": f"{target.removesuffix('.md')}.md"})
        return self.fail(f"no plain form is known for the role {{{name}}}")

    def citation(self, name, keys):
        """Return publications as the text names them: Elman (1990), or (Elman, 1990)."""
        cited = [self.publication(key.strip()) for key in keys.split(",")]
        if name == "cite:t":
            return " and ".join(f"{authors} ({year})" for authors, year in cited)
        return "(" + "; ".join(f"{authors}, {year}" for authors, year in cited) + ")"

    def publication(self, key):
        """Return (authors, year) of a publication, for instance ``("Rum et al.", "1986")``."""
        entry = self.known(self.book.cited, key, "publication")
        if "author" not in entry.persons or "year" not in entry.fields:
            self.fail(f"the publication {key!r} has no author or no year")
        names = [
            " ".join(str(part) for part in person.rich_last_names)  # no braces of BibTeX
            for person in entry.persons["author"]
        ]
        authors = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
        return authors, entry.fields["year"]

    def glued(self, body):
        """Return a glued value as the page shows it: ``name`` or ``name:.3f``."""
        key, _, spec = body.partition(":")
        data = self.known(self.book.glued, key, "glued value").strip("'\"")
        try:
            return format(float(data), spec) if spec else data
        except ValueError:
            return self.fail(f"{key!r} is {data}, which {spec!r} cannot format")

    def link(self, label, attrs, source=""):
        """Point a link between pages to the notebook; keep only the text where there is none.

        `source` is the link as it was written, from its closing bracket on.
        """
        target, title = attrs["href"], attrs.get("title", "")
        if SCHEME.match(target):
            self.check_scheme(target)
            return f"[{label}{source}" if source.startswith("](") else written(label, target, title)
        path, _, anchor = target.partition("#")
        if not path:  # [text](#label)
            return label or literal(self.known(self.book.sections, anchor, "section"))
        page = self.within(path).removesuffix(".md")
        if page not in self.book.titles:
            if not (self.book.source / self.within(path)).is_file():
                self.fail(f"a link that leads nowhere: {target}")
            return label
        label = label or literal(self.book.titles[page])
        if not self.book.is_notebook(page):
            return label
        return written(label, self.way_to(page), title)

    def way_to(self, page):
        """Return the way from this notebook to another page's, from one teacher's to the next."""
        folder = self.folder
        if self.teacher:
            folder = PurePosixPath("teacher") / folder
            is_lab = page.startswith("labs/") and not page.startswith("labs/project")
            page = f"teacher/{page}" if is_lab else page  # the project has one edition
        return f"{relpath(page, folder)}.ipynb"

    def check_scheme(self, target):
        """Refuse addresses that only Sphinx can follow."""
        if SCHEME.match(target)[0] not in ("http:", "https:", "mailto:"):
            self.fail(f"no plain form is known for the address {target}")


def leaves(tokens):
    """Yield (token, cells) for every block token with lines; a row of a table with its cells."""
    row = None
    for token in tokens:
        if token.type == "tr_open":
            row, cells = token, []
        elif token.type == "tr_close":
            yield row, cells
            row = None
        elif row and token.type == "inline":
            cells.append(token)
        elif token.map and not row:
            yield token, None


def embedded(text, lines, token, markup):
    """Return the lines of a converted block, behind the marks of the list or quotation it is in.

    `markup` is what the block begins with. An empty line is added before and after where the
    neighbours would run into it.
    """
    first, last = token.map
    start = lines[first].partition(markup)[0]
    rest = re.sub(r"[^>\s]", " ", start)  # a list's mark stands on the first line only
    new = text.split("\n") if text or start != rest else []
    if text and start == rest and first and lines[first - 1].strip(" >"):
        new.insert(0, "")
    if text and last < len(lines) and lines[last].strip(" >"):
        new.append("")
    return [f"{rest if i else start}{line}".rstrip() for i, line in enumerate(new)]


def one_line(lines):
    """Return a formula on one line."""
    return " ".join(line.strip() for line in lines).strip()


def written(label, target, title):
    """Return a Markdown link."""
    if re.search(r"[()\s]", target):
        target = f"<{target}>"
    quoted = title.replace('"', '\\"')
    return f'[{label}]({target} "{quoted}")' if title else f"[{label}]({target})"


def attribute(text):
    """Return text for an HTML attribute in Markdown: no viewer takes part of it for a formula."""
    return escape(" ".join(text.split())).replace("$", "&#36;").replace("`", "&#96;")


def literal(text):
    """Return text so that Markdown shows it as it stands."""
    return MARKUP.sub(r"\\\g<0>", text)


def details(summary, body):
    """Return text that a reader unfolds."""
    return f"<details><summary>{summary}</summary>\n\n{body.strip()}\n\n</details>"


def quotation(*paragraphs):
    """Return text as a Markdown block quotation."""
    lines = "\n\n".join(paragraphs).strip().splitlines()
    return "\n".join(f"> {line}".rstrip() for line in lines)
