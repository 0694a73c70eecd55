"""Write what is folded, solutions above all, as ``<details>``, which every browser knows.

A browser opens a ``<details>`` by itself where a search within the page finds something in it, and
without JavaScript; the theme's own buttons do neither. The title of a solution was a link to its
exercise, so that a click on it led away from what it was to open: here it is words.
"""

from docutils import nodes


class folded(nodes.General, nodes.Element):
    """Content under a title that opens and closes it."""


class summary(nodes.General, nodes.TextElement):
    """The title of what is folded."""


def fold(app, doctree, page):
    """Replace every admonition of the class ``dropdown``."""
    if app.builder.format != "html":
        return
    for node in list(doctree.findall(is_dropdown)):
        title, *content = node.children
        classes = ["folded", *(name for name in node["classes"] if name != "dropdown")]
        fold = folded("", ids=node["ids"], classes=classes)
        fold += [summary("", "", *in_words(title)), *out_of_sections(content)]
        node.parent.replace(node, fold)


def is_dropdown(node):
    return isinstance(node, nodes.Admonition) and "dropdown" in node["classes"]


def in_words(title):
    """Return what a title shows, its links replaced by what they show."""
    for link in list(title.findall(nodes.reference)):
        link.parent.replace(link, link.children)
    return title.children


def out_of_sections(content):
    """Yield what is folded; every solution wraps it in a section, all under one id."""
    for node in content:
        yield from node.children if isinstance(node, nodes.section) else [node]


def visit_folded(self, node):
    self.body.append(self.starttag(node, "details", CLASS="admonition"))


def visit_summary(self, node):
    self.body.append(self.starttag(node, "summary", "", CLASS="admonition-title"))


def depart_folded(self, node):
    self.body.append("</details>\n")


def depart_summary(self, node):
    self.body.append("</summary>\n")


def drop_buttons(app, pagename, templatename, context, doctree):
    """Leave out the theme's script that folds, which has nothing left to fold."""
    for key in ("script_files", "css_files"):
        kept = [f for f in context.get(key, []) if "toggle" not in f"{f} {vars(f)}".lower()]
        context[key] = kept


def setup(app):
    app.add_node(folded, html=(visit_folded, depart_folded))
    app.add_node(summary, html=(visit_summary, depart_summary))
    app.connect("doctree-resolved", fold)
    app.connect("html-page-context", drop_buttons, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
