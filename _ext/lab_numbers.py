"""Count what is numbered in a lab from 1, on the page and wherever it is referred to.

A lab stands under its chapter in the table of contents, and Sphinx counts on from the chapter: its
first exercise would be "Exercise 1.4". In a lab on its own, which is how most learners meet it,
that number means nothing.
"""


def restarted(kinds):
    """Return the numbers of one page, by kind and id, counted from 1 in the order of the page."""
    return {kind: {id_: (n,) for n, id_ in enumerate(ids, 1)} for kind, ids in kinds.items()}


def count_anew(app, env):
    """Replace the numbers of every lab; both the page and references to it read them here."""
    for page, kinds in env.toc_fignumbers.items():
        if page.startswith("labs/"):
            env.toc_fignumbers[page] = restarted(kinds)
    return []  # no further page has to be written


def setup(app):
    app.connect("env-get-updated", count_anew, priority=900)  # after Sphinx has numbered
    return {"parallel_read_safe": True, "parallel_write_safe": True}
