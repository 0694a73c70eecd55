"""Tell the reader, under each title, how long the page takes to read and to run.

Reading time counts the words of the prose at 200 a minute. Run time is what the page's cells took
when they were executed.
"""

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector

WORDS_A_MINUTE = 200


def count_words(doctree):
    """Count the words of paragraphs, list items, captions and titles, not those of code."""
    texts = (node for node in doctree.findall(nodes.Text) if not _in_code(node))
    return sum(len(text.astext().split()) for text in texts)


def facts(words, run_seconds):
    """Return the line under the title, for instance ``14 min read · runs in 9 s``."""
    line = f"{max(1, round(words / WORDS_A_MINUTE))} min read"
    if run_seconds is None:
        return line
    return f"{line} · runs in {max(1, round(run_seconds))} s"


def report(app, doctree):
    """Remember this page's facts."""
    page = app.env.docname
    executed = NbMetadataCollector.get_exec_data(app.env, page)
    seconds = executed and executed["runtime"]
    if not hasattr(app.env, "page_facts"):
        app.env.page_facts = {}
    app.env.page_facts[page] = facts(count_words(doctree), seconds)


def show(app, pagename, templatename, context, doctree):
    """Put the facts and the notebook's download link under the page's title."""
    line = getattr(app.env, "page_facts", {}).get(pagename)
    if not line or "</h1>" not in context.get("body", ""):
        return
    if NbMetadataCollector.get_exec_data(app.env, pagename):
        url = context["pathto"](f"notebooks/{pagename}.ipynb", 1)
        line += f' · <a href="{url}" download>download notebook</a>'
    title, end, rest = context["body"].partition("</h1>")
    context["body"] = f'{title}{end}\n<p class="page-facts">{line}</p>{rest}'


def _in_code(node):
    while node is not None:
        if isinstance(node, nodes.literal_block | nodes.math | nodes.math_block | nodes.raw):
            return True
        if "cell_input" in node.get("classes", []) if isinstance(node, nodes.Element) else False:
            return True
        node = node.parent
    return False


def setup(app):
    app.connect("doctree-read", report)
    app.connect("html-page-context", show, priority=700)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
