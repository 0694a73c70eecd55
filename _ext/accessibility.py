"""Mend what the theme's HTML leaves open, page by page, when the site has been written.

axe-core finds these (tests/test_book_browser.py): the sidebar is no landmark, and docutils gives
bibliography entries a role that a `div` may not have. What only shows in the browser, a formula
wider than a telephone, is mended by ``_assets/book.js``.
"""

from pathlib import Path

SIDEBAR = '<div id="pst-primary-sidebar"'
REPAIRS = {
    SIDEBAR: f'{SIDEBAR} role="region" aria-label="Table of contents"',
    ' role="doc-biblioentry"': "",
    '<div role="list" class="citation-list">': '<div class="citation-list">',
}


def mend(html):
    """Return the page's HTML with every repair made."""
    for fault, repair in REPAIRS.items():
        html = html.replace(fault, repair)
    return html


def mend_site(app, exception):
    """Mend every page of the site."""
    if exception is not None:
        return
    for path in Path(app.outdir).rglob("*.html"):
        path.write_text(mend(path.read_text(encoding="utf-8")), encoding="utf-8")


def setup(app):
    app.connect("build-finished", mend_site)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
