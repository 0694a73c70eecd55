"""Set what a citation stands for beside its paragraph, where the window has room for it.

The bibliography has the same, and so has the link's preview: the note saves going there. On
narrower windows and on paper there is none.
"""

import html

from docutils import nodes


def cited(paragraph):
    """Yield (address, full reference) of every citation of a paragraph, in its order."""
    for link in paragraph.findall(nodes.reference):
        if "bibtex-citation" in link.parent.get("classes", ()) and link.get("reftitle"):
            yield link["refuri"], link["reftitle"]


def note(references):
    """Return the HTML of a note. Who listens to the page has the links in the text."""
    told = "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in references)
    return f'<aside class="margin-note" aria-hidden="true">{told}</aside>'


def add_notes(app, doctree, docname):
    """Put a note before every paragraph that cites what the page has not cited before."""
    if app.builder.format != "html":
        return
    known = set()
    for paragraph in list(doctree.findall(nodes.paragraph)):
        if not isinstance(paragraph.parent, nodes.section):
            continue
        new = {address: text for address, text in cited(paragraph) if address not in known}
        if new:
            known |= new.keys()
            place = paragraph.parent.index(paragraph)
            paragraph.parent.insert(place, nodes.raw("", note(new.values()), format="html"))


def setup(app):
    app.connect("doctree-resolved", add_notes, priority=900)  # when citations have become links
    return {"parallel_read_safe": True, "parallel_write_safe": True}
