"""Tell the reader, under each title, how long the page takes: to read, to work through, to run.

The first figure is the bare words of what stands open, captions included. The second adds what a
reader does who works through the page: reads its cells and runs them, follows its formulas, and
answers its predictions before looking. Exercises and everything folded come on top. The rates are
round numbers that came to 90 minutes for a chapter that took a reader without prior knowledge 100.
Run time is what the page's cells took when they were executed.
"""

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector

WORDS_A_MINUTE = 200
CODE_LINES_A_MINUTE = 8
MINUTES_A_FORMULA = 0.5
MINUTES_A_PREDICTION = 2
NOT_PROSE = nodes.literal_block | nodes.math | nodes.math_block | nodes.raw
FOLDED = {"dropdown", "tag_hide-input", "tag_hide-cell", "tag_remove-input", "tag_remove-cell"}


def count_words(doctree):
    """Count the words of paragraphs, list items, captions and titles that are not folded."""
    texts = (node for node in doctree.findall(nodes.Text) if _is_prose(node))
    return sum(len(text.astext().split()) for text in texts)


def minutes_of_work(doctree):
    """Return the minutes that cells, formulas and predictions take, beside the words."""
    cells = [b for b in doctree.findall(nodes.literal_block) if "cell_input" in _classes(b)]
    lines = [line for cell in filter(_is_open, cells) for line in cell.astext().splitlines()]
    formulas = list(filter(_is_open, doctree.findall(nodes.math_block)))
    return (
        sum(bool(line.strip()) for line in lines) / CODE_LINES_A_MINUTE
        + len(formulas) * MINUTES_A_FORMULA
        + count_predictions(doctree) * MINUTES_A_PREDICTION
    )


def count_predictions(doctree):
    boxes = doctree.findall(nodes.admonition)
    return sum("admonition-predict" in box["classes"] for box in boxes)


def facts(words, work, predictions, run_seconds):
    """Return the line: ``21 min read · about 80 min with its cells · runs in 9 s``."""
    parts = [f"{max(1, round(words / WORDS_A_MINUTE))} min read"]
    if run_seconds is not None:
        whole = 5 * max(1, round((words / WORDS_A_MINUTE + work) / 5))
        also = "cells and predictions" if predictions else "cells"
        parts += [f"about {whole} min with its {also}", f"runs in {max(1, round(run_seconds))} s"]
    return " · ".join(parts)


def report(app, doctree):
    """Remember this page's facts."""
    page = app.env.docname
    executed = NbMetadataCollector.get_exec_data(app.env, page)
    seconds = executed["runtime"] if executed else None
    if not hasattr(app.env, "page_facts"):
        app.env.page_facts = {}
    app.env.page_facts[page] = facts(
        count_words(doctree), minutes_of_work(doctree), count_predictions(doctree), seconds
    )


def show(app, pagename, templatename, context, doctree):
    """Put the facts and the notebook's download link under the page's title."""
    line = getattr(app.env, "page_facts", {}).get(pagename)
    if not line or "</h1>" not in context.get("body", ""):
        return
    if NbMetadataCollector.get_exec_data(app.env, pagename):
        url = context["pathto"](f"notebooks/{pagename}.ipynb", 1)
        link = f'<a href="{url}" download>download notebook</a>'
        line += f'<span class="on-screen"> · {link}</span>'
    title, end, rest = context["body"].partition("</h1>")
    context["body"] = f'{title}{end}\n<p class="page-facts">{line}</p>{rest}'


def _is_prose(node):
    if _classes(node) & {"dropdown", "cell_input"}:
        return False
    return not any(isinstance(above, NOT_PROSE) for above in _upwards(node))


def _is_open(node):
    return not _classes(node) & FOLDED


def _classes(node):
    elements = (above for above in _upwards(node) if isinstance(above, nodes.Element))
    return {name for element in elements for name in element.get("classes", [])}


def _upwards(node):
    while node is not None:
        yield node
        node = node.parent


def setup(app):
    app.connect("doctree-read", report)
    app.connect("html-page-context", show, priority=700)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
