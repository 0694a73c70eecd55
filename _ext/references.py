"""Write down what the book's references resolve to, for the notebooks made from its pages.

A notebook has no Sphinx: "Fig. 3" has to be written out. ``_build/references.json`` holds the
titles of pages and sections and the numbers of figures, tables and equations.
"""

import json
from pathlib import Path

NAMES = {"figure": "Fig.", "table": "Table", "code-block": "Listing"}


def collect(env):
    """Return titles and numbers of everything that can be referred to."""
    numbers = {}
    for kinds in env.toc_fignumbers.values():
        for kind, ids in kinds.items():
            name = NAMES.get(kind, kind.capitalize())
            numbers |= {i: f"{name} {'.'.join(map(str, number))}" for i, number in ids.items()}
    labels = env.domaindata["std"]["labels"]
    return {
        "pages": {name: title.astext() for name, title in env.titles.items()},
        "sections": {label: str(title) for label, (_, _, title) in labels.items()},
        "equations": {
            label: str(number) for label, (_, number) in env.domaindata["math"]["objects"].items()
        },
        "numbers": numbers,
    }


def write(app, exception):
    """Write the file when the build has succeeded."""
    if exception is None:
        path = Path(app.outdir).parent / "references.json"
        path.write_text(json.dumps(collect(app.env), indent=1), encoding="utf-8")


def setup(app):
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
