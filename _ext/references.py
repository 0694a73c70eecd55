"""Write down what the book's references resolve to, for the notebooks made from its pages.

A notebook has no Sphinx: "Fig. 3" has to be written out. ``_build/references.json`` holds the
titles of pages and sections and the numbers of figures, tables and equations.
"""

import json
from pathlib import Path

from docutils.nodes import make_id

NAMES = {"figure": "Fig.", "table": "Table", "code-block": "Listing"}


def collect(env):
    """Return titles and numbers of everything that can be referred to, as the site shows them."""
    numbers, equations = {}, {}
    for kinds in env.toc_fignumbers.values():
        for kind, ids in kinds.items():
            written = {id_: ".".join(map(str, number)) for id_, number in ids.items()}
            if kind == "displaymath":
                equations |= written
            else:
                name = NAMES.get(kind, kind.capitalize())
                numbers |= {id_: f"{name} {number}" for id_, number in written.items()}
    labels = env.domaindata["std"]["labels"]
    titles = {label: str(title) for label, (_, _, title) in labels.items()}
    chapters = {page: ids[""] for page, ids in env.toc_secnumbers.items() if "" in ids}
    return {
        "chapters": {page: ".".join(map(str, number)) for page, number in chapters.items()},
        "pages": {name: title.astext() for name, title in env.titles.items()},
        "sections": titles | exercise_titles(env, numbers),
        "equations": {
            label: equations[make_id(f"equation-{label}")]
            for label in env.domaindata["math"]["objects"]
        },
        "numbers": numbers,
    }


def exercise_titles(env, numbers):
    """Return what a reference to an exercise or a solution shows; Sphinx knows only its kind."""
    nodes = {
        label: entry["node"]
        for label, entry in getattr(env, "sphinx_exercise_registry", {}).items()
    }
    return {
        label: numbers.get(label, node.children[0].astext().strip())
        for label, node in nodes.items()
    }


def write(app, exception):
    """Write the file when the build has succeeded."""
    if exception is None:
        path = Path(app.outdir).parent / "references.json"
        path.write_text(json.dumps(collect(app.env), indent=1), encoding="utf-8")


def setup(app):
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
