"""Lead from a section to the exercise of a lab that practises it, at the section's end.

The pages themselves do not name the exercises: which section is practised where stands here, in
one table, and a title or a label that is not there any more fails the build.
"""

import re

from docutils import nodes
from sphinx.errors import SphinxError
from sphinx_exercise.nodes import exercise_subtitle

PRACTICE = {  # page: {title of a section: labels of exercises}
    "chapters/01-recurrent-neurons": {
        "One wire back": ["lab-1-by-hand"],
        "From one neuron to a layer": ["lab-1-step"],
        "The layer in nine lines": ["lab-1-layer", "lab-1-stack"],
        "Two matrices or one": ["lab-1-one-matrix"],
        "What the layer learns, counted": ["lab-1-count"],
    },
    "chapters/02-memory-cells": {
        "Resuming from a state equals running through": ["lab-1-resume"],
    },
    "chapters/03-input-output-sequences": {
        "A sequence in, one answer out": ["lab-2-last"],
        "Names of unequal length": ["lab-2-pad", "lab-2-masked-layer", "lab-2-masked-loss"],
        "One vector in, a sequence out": ["lab-2-decode"],
        "A sequence in, another out": ["lab-2-shift"],
        "When the diet changes": ["lab-2-free-run"],
    },
    "chapters/04-backpropagation-through-time": {
        "Three steps backwards, by hand": ["lab-3-by-hand"],
        "The same for a layer, and for a batch": ["lab-3-output-gradients"],
        "Backpropagation through time in fifteen lines": ["lab-3-backward"],
        "A check that a wrong gradient fails": ["lab-3-check"],
        "Cutting it short gives another gradient": ["lab-3-truncate"],
    },
    "chapters/05-unstable-gradients": {
        "Clipping by norm keeps the direction, clipping by value does not": ["lab-3-clip"],
    },
    "chapters/06-the-forecasting-problem": {
        "The forecast that costs nothing": ["lab-4-seasonal-naive"],
        "Converge your baseline": ["lab-4-least-squares"],
        "The split decides what an error means": ["lab-4-split"],
        "The target sits in the window": ["lab-4-windows"],
        "What a metric rewards": ["lab-4-mase"],
    },
    "chapters/08-several-steps-ahead": {
        "Three strategies": ["lab-4-iterate", "lab-4-sequence-targets"],
        "The last step is what counts": ["lab-4-reach"],
        "Which network, for how long?": ["lab-4-verdict"],
    },
    "chapters/09-long-memory": {
        "One step by hand": ["lab-5-lstm-step"],
        "The GRU: one door for keeping and for letting in": ["lab-5-gru-step"],
        "Along the sum a step costs a factor of f": ["lab-5-forget-path"],
        "The bias of the forget gate sets the half-life at the start": ["lab-5-forget-bias"],
    },
    "chapters/10-convolutions": {
        "A window that slides": ["lab-5-conv"],
        "A stride makes the series shorter, and shifts the targets": ["lab-5-alignment"],
        "Padding decides whether a layer looks ahead": ["lab-5-first-peek"],
        "Dilation: the same card with wider gaps": ["lab-5-receptive-field"],
    },
    "chapters/11-many-series": {
        "Before a row is trusted": ["lab-6-grid"],
        "What is known at eleven at night": ["lab-6-known-ahead", "lab-6-scale"],
        "Three forecasts that cost nothing": ["lab-6-skill"],
        "Many springs instead of one": ["lab-6-split"],
        "The summer, once": ["lab-6-report"],
    },
    "chapters/12-filling-gaps": {
        "Forecasts from inputs with holes": ["lab-6-fill"],
    },
    "chapters/13-series-that-move": {
        "A map, and its inverse": ["lab-7-scale", "lab-7-difference", "lab-7-integrate"],
    },
    "chapters/14-how-sure": {
        "From nine errors to an interval": ["lab-7-conformal"],
        "Learning a quantile": ["lab-7-pinball"],
        "Tomorrow's traffic": ["lab-7-coverage"],
    },
    "chapters/15-forecast-tomorrow": {
        "Past the last row": ["lab-7-past-the-end"],
        "One network for many series": ["lab-7-global-windows"],
        "Serving: the state belongs to the customer": ["lab-7-state"],
    },
}


class NothingToPractise(SphinxError):
    """A section or an exercise of the table that the book does not have."""

    category = "Practice"


def lead_on(app, doctree, page):
    """Put the links at the end of the page's own sections, before any that stand under them."""
    table = PRACTICE.get(page)
    if not table or app.builder.name != "html":
        return
    sections = {straight(s[0].astext()): s for s in doctree.findall(nodes.section)}
    for title, labels in table.items():
        if title not in sections:
            raise NothingToPractise(f"{page} has no section {title!r}")
        links = [link(app, page, label) for label in labels]
        sections[title].insert(place(sections[title]), line(links))


def straight(title):
    """Return a title with the apostrophes of its source."""
    return title.replace("’", "'")


def place(section):
    """Return where a section's own text ends: before the first section under it."""
    inner = (i for i, child in enumerate(section) if isinstance(child, nodes.section))
    return next(inner, len(section))


def link(app, page, label):
    """Return a reference to an exercise by its label, under its lab's number and its own title."""
    exercise = getattr(app.env, "sphinx_exercise_registry", {}).get(label)
    if exercise is None:
        raise NothingToPractise(f"there is no exercise {label!r}")
    title = next(exercise["node"].findall(exercise_subtitle)).astext()
    number = re.search(r"lab-(\d+)", label)[1]
    uri = f"{app.builder.get_relative_uri(page, exercise['docname'])}#{label}"
    return nodes.reference("", f"lab {number}, {title}", refuri=uri, internal=True)


def line(links):
    """Return a paragraph with the links, after a word that says what they are for."""
    paragraph = nodes.paragraph("", "Practise: ", classes=["practise"])
    for number, reference in enumerate(links):
        paragraph += [nodes.Text(" · ")] * (number > 0) + [reference]
    return paragraph


def setup(app):
    app.connect("doctree-resolved", lead_on)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
