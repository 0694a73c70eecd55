"""Say at the end of each chapter what to do now: the lab that practises it, and what comes next.

Which lab practises a chapter stands in ``_ext/practice.py``, what comes next in ``_toc.yml``, how
long a lab takes in the lab's own opening, and a chapter's question is its first paragraph.
"""

import re

from docutils import nodes
from sphinx.errors import SphinxError
from sphinx_exercise.nodes import is_exercise_node

from practice import PRACTICE

TAKES = re.compile(r"\btakes (?:between )?([^.;,]*? (?:minutes|hours))\b")


class NoCard(SphinxError):
    """A card that lacks something."""

    category = "Cards"


def deal(app, doctree, page):
    """Put the cards at the end of a chapter."""
    if app.builder.format != "html" or not page.startswith("chapters/"):
        return
    labs = labs_of(app.env, page)
    cards = [build_card(app, page, lab, labels) for lab, labels in labs.items()]
    if follows := next_page(list(app.env.collect_relations()), page, labs):
        cards.append(next_card(app, page, follows))
    chapter = next(doctree.findall(nodes.section))
    chapter += nodes.container("", *cards, classes=["onward"])


def labs_of(env, page):
    """Return {lab: labels of its exercises that practise the page}, in the order of the page."""
    registry, labs = getattr(env, "sphinx_exercise_registry", {}), {}
    for label in (label for labels in PRACTICE.get(page, {}).values() for label in labels):
        labs.setdefault(registry[label]["docname"], []).append(label)
    return labs


def next_page(order, page, labs):
    """Return the page that follows on this one and its labs in `order`, if it is no reference."""
    later = order[order.index(page) + 1 :]
    follows = next((p for p in later if p not in labs), "")
    return follows if follows.startswith(("chapters/", "labs/")) else None


def build_card(app, page, lab, labels):
    """Return the card of a lab: its number, its time, and how much of it is about the page."""
    doctree = app.env.get_doctree(lab)
    number, title = re.fullmatch(r"Lab (\d+): (.*)", app.env.titles[lab].astext()).groups()
    head = link(app, page, lab, f"Now build it: lab {number}, {time_of(doctree.astext(), lab)}")
    total = sum(1 for _ in doctree.findall(is_exercise_node))
    return card(head, f"{title}. {share(len(labels), total)} this chapter.")


def share(number, total):
    """Return how many of a lab's exercises practise."""
    if number == total:
        return f"All of its {total} exercises practise"
    return f"{number} of its {total} exercises {'practises' if number == 1 else 'practise'}"


def time_of(text, lab):
    """Return what a lab says it takes: ``75–90 min`` or ``about two hours``."""
    found = TAKES.search(" ".join(text.split()))
    if not found:
        raise NoCard(
            f"{lab} does not say how long it takes: its introduction needs a sentence such as "
            "'It takes between 60 and 90 minutes.'"
        )
    return re.sub(r"(\d+) and (\d+) minutes", "\\1\N{EN DASH}\\2 min", found[1])


def next_card(app, page, follows):
    """Return the card of the page that comes next: its title, and the question it opens with."""
    title = app.env.titles[follows].astext()
    number = app.env.toc_secnumbers.get(follows, {}).get("", ())
    is_chapter = follows.startswith("chapters/")
    name = f"chapter {number[0]}, {title}" if is_chapter and number else title
    paragraph = next(app.env.get_doctree(follows).findall(nodes.paragraph))
    return card(link(app, page, follows, f"Next: {name}"), paragraph.astext())


def link(app, page, target, text):
    uri = app.builder.get_relative_uri(page, target)
    return nodes.reference("", text, refuri=uri, internal=True)


def card(head, words):
    title = nodes.paragraph("", "", head, classes=["onward-title"])
    return nodes.container("", title, nodes.paragraph("", words), classes=["onward-card"])


def setup(app):
    app.connect("doctree-resolved", deal)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
