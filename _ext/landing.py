"""The landing page: what it promises, three ways in, a map of the course, an excerpt of results.

``index.md`` places the four with the directive ``landing``. They are written when the page is:
the map from the table of contents and the pages' titles, the numbers of the moving picture by the
helper's own recurrence, the excerpt from the recorded runs. None of it can go stale.
"""

import os
from html import escape
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from repository import launch_links
from unrolled.evidence import band, load, where
from unrolled.layers import RNNParams, rnn_forward

FIRST = "chapters/00-a-first-forecast"
NEURON = "chapters/01-recurrent-neurons"
EXAMPLE = "chapters/04-backpropagation-through-time"
LAB = "labs/lab-1-build-a-recurrent-layer"
PULSE = (1.0, 0.0, 0.0, 0.0)
W_X, W_Y = 1.0, 0.9


class landing(nodes.General, nodes.Element):
    """One part of the landing page, by name."""


class Landing(SphinxDirective):
    """Place a part of the landing page; `PARTS` has their names."""

    required_arguments = 1

    def run(self):
        self.env.note_reread()  # titles and results may change where this page does not
        part = directives.choice(self.arguments[0], sorted(PARTS))
        return [landing(part=part)]


# -- the moving picture ----------------------------------------------------------------------------


def outputs(pulse=PULSE):
    """Return what one neuron answers to a pulse, by the helper's recurrence."""
    params = RNNParams(np.full((1, 1), W_X), np.full((1, 1), W_Y), np.zeros(1))
    return rnn_forward(np.reshape(pulse, (1, -1, 1)), params)[0, :, 0]


def arrow(kind, x1, y1, x2, y2):
    """Return a straight arrow."""
    length = np.hypot(x2 - x1, y2 - y1)
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    bx, by = x2 - 9 * dx, y2 - 9 * dy
    head = f"{x2:g},{y2:g} {bx - 4 * dy:g},{by + 4 * dx:g} {bx + 4 * dy:g},{by - 4 * dx:g}"
    line = f'<path class="l-{kind}" d="M{x1:g},{y1:g}L{bx:g},{by:g}"/>'
    return f'{line}<polygon class="l-{kind}" points="{head}"/>'


def cell(x, t, x_t, y_t, glow):
    """Return a neuron with its input below and its output above."""
    return (
        f"{arrow('x', x, 217, x, 178)}{arrow('y', x, 124, x, 85)}"
        f'<rect class="l-ground" x="{x - 26}" y="126" width="52" height="50" rx="10"/>'
        f'<rect class="l-cell" x="{x - 26}" y="126" width="52" height="50" rx="10" '
        f'style="--glow:{glow:.2f}"/><text x="{x}" y="156" class="l-phi">tanh</text>'
        f'<circle class="l-x" cx="{x}" cy="240" r="22"/>'
        f'<circle class="l-y" cx="{x}" cy="62" r="22"/>'
        f'<text x="{x}" y="245" class="l-in">{x_t}</text>'
        f'<text x="{x}" y="67" class="l-out">{y_t}</text>'
        f'<text x="{x}" y="288" class="l-t">{t}</text>'
    )


def picture():
    """Return the neuron and its copies in time as an SVG that moves by its stylesheet alone."""
    y = outputs()
    symbols = [f'{name}<tspan dy="4">t</tspan>' for name in "xy"]
    parts = [
        '<path class="l-y l-loop" d="M76,142C124,118 124,186 84,163"/>'
        '<polygon class="l-y" points="77,160 88,159 84,167.5"/>',
        cell(50, "folded", *symbols, 0.12),
        *(copy(k, PULSE[k], y[k]) for k in range(len(y))),
        '<g class="l-copy" style="--k:4;--from:-378px">',
        arrow("y", 456, 151, 479, 151) + "</g>",
        '<circle class="l-pulse" cx="176" cy="240" r="6"/>',
    ]
    said = ", ".join(f"{value:.2f}" for value in y)
    return (
        '<svg viewBox="0 0 482 296" role="img" aria-label="One recurrent neuron with a loop, and '
        "beside it the same neuron unrolled over four steps. The input is 1 at the first step "
        f'and 0 after it; the outputs are {said}.">{"".join(parts)}</svg>'
    )


def copy(k, x_t, y_t):
    """Return one copy of the neuron, with the arrow by which the state enters it."""
    x = 176 + 84 * k
    enters = arrow("y", x - 58, 151, x - 28, 151) if k else ""
    return (
        f'<g class="l-copy" style="--k:{k};--from:{50 - x}px">{enters}'
        f"{cell(x, f'step {k + 1}', f'{x_t:g}', f'{y_t:.2f}', y_t)}"
        f'<circle class="l-dot" cx="{x}" cy="151" r="6"/></g>'
    )


# -- the parts -------------------------------------------------------------------------------------


class Book(NamedTuple):
    """What the parts ask the builder: addresses, titles, what is published and what runs."""

    link: callable
    env: object
    live: dict
    megabytes: str

    def a(self, page, text=None, kind=""):
        """Return a link to a page, by default with its title."""
        text = escape(self.env.titles[page].astext()) if text is None else text
        kind = f' class="{kind}"' if kind else ""
        return f'<a{kind} href="{self.link(page)}">{text}</a>'


def hero(book):
    """Return the promise, for whom it is, the buttons and the picture."""
    runs = "Run it, nothing to install" if book.live or repository() else "Run it"
    return f"""<div class="landing-hero"><div class="landing-promise">
<p class="landing-subtitle">Recurrent networks from the neuron to the forecast</p>
<p class="landing-lead">Build recurrent networks from nothing, see what they remember and how they
learn, and find out with evidence where they beat a simple forecast and where they do not.</p>
<p class="landing-for">For programmers and students who know Python and NumPy and have trained one
feed-forward model in Keras.</p>
<p class="landing-buttons">{book.a(FIRST, "Start reading", "landing-first")}
<a href="#run">{runs}</a> <a href="#work">Work on your machine</a></p></div>
<figure class="landing-picture">{picture()}
<figcaption>One neuron, unrolled in time: a pulse enters once and is remembered for a while.
<button type="button" class="landing-again" hidden>Play again</button></figcaption>
</figure></div>"""


def repository():
    """Return the address of the repository, known only where the site is published."""
    return os.environ.get("UNROLLED_REPOSITORY", "").rstrip("/")


def ways(book):
    """Return the three ways in, each with what it takes."""
    return f"""<div class="landing-ways">
<section id="read"><h3>Read</h3><p>{book.a(FIRST)} takes a quarter of an hour: a real road, five
small networks, and a rule that needs no network and wins. Or begin with
{book.a(NEURON, "one neuron")} and build from the ground up.</p>
<p>Pages need no kernel; many figures have sliders.</p>
<!-- pdf --></section>
<section id="run"><h3>Run</h3>{running(book)}</section>
<section id="work"><h3>Work</h3><p>Clone the repository and type <code>make work</code>. It builds
the book and lays its notebooks into <code>work/</code>, where nothing overwrites your answers; open
them with <code>.venv/bin/jupyter lab work</code>.</p><p>A lab asks for code, checks it on the spot,
and names the slip when there is one.</p></section></div>"""


def running(book):
    """Say how to run cells without installing anything, as far as that is so on this copy."""
    said = []
    if book.live:
        said.append(
            "<strong>In the page.</strong> In the labs, and in most chapters under the cells that "
            "need NumPy alone, <em>Run</em> executes the code on the page, in your browser: "
            f"nothing to install, about {book.megabytes} MB to load once. "
            f"Try {book.a(NEURON)} or {book.a(LAB)}."
        )
    title = book.env.titles[EXAMPLE].astext()
    if repository():
        environment = os.environ.get("UNROLLED_ENVIRONMENT_BRANCH", "environment")
        notebooks = os.environ.get("UNROLLED_NOTEBOOK_BRANCH", "notebooks")
        links = launch_links(repository(), environment, notebooks, EXAMPLE)
        links = " or ".join(f'<a href="{escape(b["url"])}">{b["text"]}</a>' for b in links)
        said.append(
            "<strong>On another machine.</strong> The rocket in a page's header opens it in Binder "
            f"or Colab, nothing to install: try chapter {_number(book, EXAMPLE)}, "
            f"{escape(title)}, in {links}."
        )
    else:
        said.append(
            "<strong>As a notebook.</strong> Every page with code has a download link under its "
            f"title: chapter {_number(book, EXAMPLE)} is {book.a(EXAMPLE)}. A published copy of "
            "the book opens it in Binder or Colab, with nothing to install; this copy was built "
            "without an address to open."
        )
    return "".join(f"<p>{sentence}</p>" for sentence in said)


def _number(book, page):
    numbers = book.env.toc_secnumbers.get(page, {}).get("", ())
    return ".".join(map(str, numbers))


def course_map(book):
    """Return the parts as copies of a cell, with what enters each: its chapters and labs."""
    toc = yaml.safe_load((Path(book.env.srcdir) / "_toc.yml").read_text(encoding="utf-8"))
    first, *parts, reference = toc["parts"]
    columns = "".join(_part(book, part) for part in parts)
    others = " · ".join(book.a(entry["file"]) for entry in reference["chapters"])
    begin = "".join(_chapter(book, chapter) for chapter in first["chapters"])
    return f"""<nav class="landing-map" aria-label="Map of the course">
<div class="landing-begin"><p class="landing-part-name">{escape(first["caption"])}</p>
<ul>{begin}</ul></div><ol>{columns}</ol>
<p class="landing-reference"><strong>{escape(reference["caption"])}</strong> {others}</p></nav>"""


def _part(book, part):
    number, _, name = part["caption"].partition(" — ")
    chapters = "".join(_chapter(book, chapter) for chapter in part["chapters"])
    return (
        f'<li><p class="landing-part-name"><span>{escape(number)}</span> {escape(name)}</p>'
        f"<ul>{chapters}</ul></li>"
    )


def _chapter(book, chapter):
    page, title = chapter["file"], escape(book.env.titles[chapter["file"]].astext())
    number = _number(book, page)
    mark = f'<span class="landing-number">{number}</span> ' if number else ""
    labs = "".join(
        f"<li>{book.a(lab['file'], kind='landing-lab')}</li>" for lab in chapter.get("sections", ())
    )
    return f"<li>{book.a(page, f'{mark}<span>{title}</span>')}</li>{labs}"


# -- the excerpt -----------------------------------------------------------------------------------


class Line(NamedTuple):
    """One forecaster of the excerpt: its name, whether it is a network, its error."""

    name: str
    network: bool
    error: float


def generated_series():
    """Return the errors ten steps ahead on fresh generated series, in thousandths."""
    names = {
        "least squares": ("least squares", False),
        "RNN 20-20": ("simple recurrent network", True),
        "LSTM 20-20": ("LSTM", True),
        "two fitted waves": ("waves, told how the series were made", False),
    }
    runs = where(load("final_test"), horizon=10)
    return [
        Line(*name, 1e3 * band(where(runs, model=model), "mse").mean)
        for model, name in names.items()
    ]


def airports():
    """Return the errors of the next day's temperature at three airports, in degrees."""
    names = {
        "yesterday": ("the same hour yesterday", False),
        "last hour": ("the last hour", False),
        "one each": ("a recurrent network for each", True),
        "linear each": ("a straight line for each", False),
    }
    runs = where(load("airports_together"), learned_from="2013-01-01")
    return [
        Line(*name, band(where(runs, forecaster=model), "mae").mean)
        for model, name in names.items()
    ]


def table(caption, unit, lines):
    """Return a table whose bars are as long as the errors."""
    longest = max(line.error for line in lines)
    rows = "".join(
        f'<tr class="{"landing-network" if line.network else "landing-rule"}">'
        f'<th scope="row">{line.name}</th><td><span class="landing-bar" '
        f'style="--share:{line.error / longest:.3f}"></span>{line.error:.2f}</td></tr>'
        for line in lines
    )
    head = f'<tr><th scope="col">forecaster</th><th scope="col">{unit}</th></tr>'
    return (
        f'<table class="landing-table"><caption>{caption}</caption>'
        f"<thead>{head}</thead><tbody>{rows}</tbody></table>"
    )


def board(book):
    """Return two results side by side: one where networks win, and one where a line does."""
    wins = "<strong>Where a network is worth it.</strong> Generated series, ten steps ahead."
    loses = (
        "<strong>Where it is not.</strong> Temperature at three airports, the next 24 hours: "
        "the straight line is ahead."
    )
    return (
        '<div class="landing-board">'
        f"{table(wins, 'squared error, thousandths', generated_series())}"
        f"{table(loses, 'absolute error, °C', airports())}</div>"
    )


PARTS = {"hero": hero, "ways": ways, "map": course_map, "board": board}


# -- Sphinx ----------------------------------------------------------------------------------------


def visit_html(translator, node):
    builder = translator.builder
    page, app = builder.current_docname, builder.app
    facts = getattr(app, "live_facts", {})
    book = Book(
        lambda to: builder.get_relative_uri(page, to),
        builder.env,
        getattr(app, "live_pages", {}),
        facts.get("data-megabytes", ""),
    )
    translator.body.append(PARTS[node["part"]](book))
    raise nodes.SkipNode


def pass_by(translator, node):
    """Other builders have no landing page."""


def link_assets(app, pagename, templatename, context, doctree):
    """Give the landing page its stylesheet and script, and no reading time."""
    if doctree is None or next(doctree.findall(landing), None) is None:
        return
    app.add_css_file("landing.css")
    app.add_js_file("landing.js", loading_method="defer")
    getattr(app.env, "page_facts", {}).pop(pagename, None)


def setup(app):
    others = {name: (pass_by, pass_by) for name in ("latex", "text", "man", "texinfo")}
    app.add_node(landing, html=(visit_html, pass_by), **others)
    app.add_directive("landing", Landing)
    app.connect("html-page-context", link_assets)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
