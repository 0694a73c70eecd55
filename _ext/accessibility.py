"""Mend what the theme's HTML leaves open, page by page, when the site has been written.

axe-core finds these (tests/site/test_browser.py): the sidebar is no landmark, the arrow that folds
its entries has no name, and docutils gives bibliography entries a role that a `div` may not have.

A repair that finds nothing to repair fails the build: the theme has changed, and whoever renews it
has to look whether the fault is gone or only looks different.
"""

from pathlib import Path
from typing import NamedTuple

from sphinx.errors import SphinxError


class Repair(NamedTuple):
    """What to replace by what, and where it has to be found."""

    fault: str
    repair: str
    where: str  # "every page", "the bibliography" and so on: see `places`


SIDEBAR = '<div id="pst-primary-sidebar"'
FOLD = '<summary><span class="toctree-toggle"'
REPAIRS = (
    Repair(SIDEBAR, f'{SIDEBAR} role="region" aria-label="Table of contents"', "every page"),
    Repair(
        FOLD,
        FOLD.replace(">", ' aria-label="Show or hide what stands under this chapter">', 1),
        "pages with a folded menu",
    ),
    Repair(' role="doc-biblioentry"', "", "the bibliography"),
    Repair(
        '<div role="list" class="citation-list">',
        '<div class="citation-list">',
        "the bibliography",
    ),
    # every exercise and every solution of a page gets the same id
    Repair(' id="exercise-content"', "", "pages with exercises"),
)


class UnknownTheme(SphinxError):
    """A fault that used to be in the theme's HTML was not found."""

    category = "Accessibility"


def mend(html):
    """Return the page's HTML with every repair made."""
    for repair in REPAIRS:
        html = html.replace(repair.fault, repair.repair)
    return html


def places(env):
    """Return the pages on which each kind of fault has to be found, by what Sphinx knows."""
    nested = any(env.toctree_includes.get(page) for page in env.found_docs - {env.config.root_doc})
    cited = {citation.bibliography_key.docname for citation in env.get_domain("cite").citations}
    return {
        "every page": set(env.found_docs),
        "pages with a folded menu": set(env.found_docs) if nested else set(),
        "the bibliography": cited,
        "pages with exercises": _with_solutions(env),
    }


def _with_solutions(env):
    """Return the pages that hold an exercise and a solution."""
    entries = getattr(env, "sphinx_exercise_registry", {}).values()
    pages = {kind: set() for kind in ("exercise", "solution")}
    for entry in entries:
        pages[entry["type"].partition("-")[0]].add(entry["docname"])
    return pages["exercise"] & pages["solution"]


def not_found(pages, where):
    """Return a sentence for every repair that finds nothing on a page where it has to.

    `pages` holds the HTML by name, `where` what `places` returns.
    """
    return [
        f"{name}.html has no {repair.fault!r}"
        for repair in REPAIRS
        for name in sorted(where[repair.where])
        if repair.fault not in pages.get(name, "")
    ]


def mend_site(app, exception):
    """Mend every page of the site; other builders, as that which checks links, write none."""
    if exception is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir)
    pages = {
        path.relative_to(folder).with_suffix("").as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.html")
    }
    if faults := not_found(pages, places(app.env)):
        told = "\n  ".join(faults[:5])
        raise UnknownTheme(f"the theme has changed; look at _ext/accessibility.py:\n  {told}")
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(mend(html), encoding="utf-8")


def setup(app):
    app.connect("build-finished", mend_site)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
