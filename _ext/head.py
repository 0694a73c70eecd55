"""What a page says of itself to search engines, to a chat that unfolds a link, and at its foot.

Every page gets a description. The rest needs addresses, which only a published site has: the
publish workflow sets ``UNROLLED_SITE`` (where the pages are) and ``UNROLLED_REPOSITORY`` (where
their sources are). With the first come canonical links, a card with a picture for each page,
``sitemap.xml`` and ``robots.txt``; with the second, links to edit a page and to report an error.
``404.html`` is served in place of any missing page at any depth, so that its addresses begin at the
site's root where that is known. A local build names no address.
"""

import os
import re
import subprocess
from datetime import UTC, date, datetime
from html import escape
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit
from xml.sax.saxutils import escape as escape_xml

from docutils import nodes
from sphinx.util.nodes import clean_astext

from repository import source_links

PICTURE = (1200, 630)  # what Open Graph asks for
LENGTH = 160  # what search engines show of a description
OBJECT = "\ufffc"  # stands for what is no text
NOT_TEXT = (nodes.math, nodes.math_block, nodes.raw, nodes.image)
# What was once elsewhere, from the old address to the new one. A section of a page that is still
# there (page#section) is handed on by that page itself.
MOVED = {
    "index#a-first-forecast": "chapters/00-a-first-forecast",
    "index#first-forecast": "chapters/00-a-first-forecast",
}
STUB = """<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>{title}</title>
    <link rel="canonical" href="{address}" />
    <meta name="robots" content="noindex" />
    <meta http-equiv="refresh" content="0; url={url}" />
  </head>
  <body><p>This page has moved: <a href="{url}">{title}</a>.</p></body>
</html>
"""
NOT_FOUND = """<section id="not-found">
<h1>There is no such page</h1>
<p>The address may be mistyped, or the page may have moved. Search the book, or find the page
below.</p>
<form action="search.html" method="get" role="search">
<input type="search" class="form-control" name="q" aria-label="Search this book"
 placeholder="Search this book" />
</form>
<p><a href="index.html">The landing page</a> says what the book is about.</p>
{map}
</section>"""


def site_address():
    """Return the site's address with a slash at the end; empty where it is unknown."""
    address = os.environ.get("UNROLLED_SITE", "").rstrip("/")
    return f"{address}/" if address else ""


def sentences_of(paragraph):
    """Return the sentences of a paragraph that hold no formula, as plain text."""
    text = paragraph.deepcopy()
    for node in list(text.findall(lambda node: isinstance(node, NOT_TEXT))):
        node.parent.replace(node, nodes.Text(OBJECT))
    plain = " ".join(text.astext().split())
    # a full stop and a capital or a formula; not "e.g. Keras" or "Fig. 3"
    parts = re.split(rf"(?<=[\w)][\w)][.?]) (?=[A-Z“{OBJECT}])", plain)
    return [part for part in parts if OBJECT not in part and not part.endswith(":")]


def description(doctree):
    """Return at most 160 characters that begin a page: whole sentences where they fit."""
    paragraphs = doctree.findall(nodes.paragraph)
    open_text = [text for text in paragraphs if isinstance(text.parent, nodes.section)]
    return fitted([sentence for text in open_text[:4] for sentence in sentences_of(text)])


def fitted(sentences):
    """Return as many sentences as fit; the first is cut at a word when it is too long."""
    text = ""
    for sentence in sentences:
        longer = f"{text} {sentence}".strip()
        if len(longer) > LENGTH:
            break
        text = longer
    if text or not sentences:
        return text
    return sentences[0][: LENGTH - 1].rpartition(" ")[0].rstrip(",;: ") + "…"


def tags(title, text, address, picture):
    """Return the tags of a page's head. `address` and `picture` are empty where unknown."""
    named = {"description": text} if text else {}
    properties = {"og:type": "article", "og:site_name": "Unrolled", "og:title": title}
    if text:
        properties["og:description"] = text
    if address:
        named["twitter:card"] = "summary_large_image"
        properties |= {"og:url": address, "og:image": picture, "og:image:alt": title}
        properties |= {"og:image:width": PICTURE[0], "og:image:height": PICTURE[1]}
    lines = [f'<meta name="{key}" content="{escape(value)}" />' for key, value in named.items()]
    lines += [
        f'<meta property="{key}" content="{escape(str(value))}" />'
        for key, value in properties.items()
    ]
    return "\n    ".join(lines)


def edition(folder):
    """Return the book's version, and the day of its last change where that is known."""
    number = version("unrolled")
    day = last_change(folder)
    return f"Edition {number}, {day.day} {day:%B %Y}." if day else f"Edition {number}."


def last_change(folder):
    """Return the date of SOURCE_DATE_EPOCH or of the last commit; None without either."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if seconds:
        return datetime.fromtimestamp(int(seconds), UTC).date()
    if not (Path(folder) / ".git").exists():
        return None
    command = ["git", "-C", str(folder), "log", "-1", "--format=%cs"]
    try:
        return date.fromisoformat(subprocess.check_output(command, text=True).strip())
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


def foot(pagename):
    """Return the links to a page's source, where the site is published."""
    repository = os.environ.get("UNROLLED_REPOSITORY", "").rstrip("/")
    if not repository:
        return ""
    branch = os.environ.get("UNROLLED_BRANCH", "main")
    links = {link["label"]: link["url"] for link in source_links(repository, branch, pagename)}
    edit = f'<a href="{escape(links["source-edit"])}">Edit this page</a>'
    report = f'<a href="{escape(links["source-issue"])}">Report an error on it</a>'
    return f'<p class="page-source">{edit} · {report}</p>'


def parts(env):
    """Yield the parts of the book in order: caption, and the pages under it with their titles."""
    for toctree in env.tocs[env.config.root_doc].findall(lambda node: node.tagname == "toctree"):
        pages = [page for _, page in toctree["entries"]]
        yield toctree.get("caption") or "", [(page, title_of(env, page)) for page in pages]


def title_of(env, page):
    return clean_astext(env.titles[page]) if page in env.titles else page


def part_of(env, page):
    """Return the caption of the part in which a page stands; empty for the landing page."""
    above = {below: over for over, pages in env.toctree_includes.items() for below in pages}
    while above.get(page, env.config.root_doc) != env.config.root_doc:
        page = above[page]
    captions = {name: caption for caption, pages in parts(env) for name, _ in pages}
    return captions.get(page, "")


def map_of(env):
    """Return the parts and their pages as lists of links from the site's root."""
    lists = []
    for caption, pages in parts(env):
        items = "".join(f'<li><a href="{quote(p)}.html">{escape(t)}</a></li>' for p, t in pages)
        lists.append(f"<h2>{escape(caption)}</h2>\n<ul>{items}</ul>")
    return "\n".join(lists)


def from_root(html, address):
    """Return a page's HTML with every relative address beginning at the root of the site."""
    root = urlsplit(address).path or "/"

    def absolute(found):
        return f'{found[1]}"{urljoin(root, found[2])}"'

    return re.sub(
        r'\b((?:href|src|action|data-content_root)=)"(?![a-z]+:|#|/)([^"]*)"', absolute, html
    )


def describe(app, pagename, templatename, context, doctree):
    """Fill in a page's head and foot."""
    if doctree is not None and pagename in app.env.found_docs:
        title = title_of(app.env, pagename)
        given = re.search(r'name="description" content="([^"]*)"', context.get("metatags", ""))
        text = "" if given else description(doctree) or f"{title}, a page of the course Unrolled."
        address = site_address()
        picture = f"{address}_static/link-pictures/{quote(pagename)}.png"
        page = address and urljoin(address, f"{quote(pagename)}.html")
        head = tags(title, text, page, picture)
        context["metatags"] = f"{context.get('metatags', '')}\n    {head}{hand_on(pagename)}"
    if pagename == "404":
        context["pageurl"] = None  # what is served in place of many addresses has none
    own = foot(pagename) if pagename in app.env.found_docs else ""
    told = f'<p class="edition">{edition(app.srcdir)}</p><!-- pdf -->'
    context["theme_extra_footer"] = own + context.get("theme_extra_footer", "") + told


def hand_on(pagename):
    """Return a script that leads on from sections of this page that have moved to another."""
    own = {old.partition("#")[2]: f"{new}.html" for old, new in MOVED.items()
           if old.startswith(f"{pagename}#")}  # fmt: skip
    up = "../" * pagename.count("/")
    return "".join(
        f'\n    <script>if (location.hash === "#{old}") location.replace("{up}{new}")</script>'
        for old, new in own.items()
    )


def pages_beside(app):
    """Yield the page that is shown where there is none."""
    if app.builder.name == "html":
        body = NOT_FOUND.format(map=map_of(app.env))
        yield "404", {"title": "There is no such page", "body": body}, "page.html"


def write_beside(app, exception):
    """Write stubs, cards, sitemap and robots.txt, and turn the addresses of ``404.html``."""
    if exception is not None or app.builder.name != "html":
        return
    folder, address = Path(app.outdir), site_address()
    for old, new in MOVED.items():
        if "#" not in old and new in app.env.found_docs:
            write_stub(folder, old, new, title_of(app.env, new), address)
    if not address:
        return
    missing = folder / "404.html"
    missing.write_text(from_root(missing.read_text("utf-8"), address), encoding="utf-8")
    pages = sorted(app.env.found_docs)
    (folder / "sitemap.xml").write_text(sitemap(pages, address), encoding="utf-8")
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {address}sitemap.xml\n"
    (folder / "robots.txt").write_text(robots, encoding="utf-8")
    from link_pictures import card  # Matplotlib takes seconds to load

    for page in pages:
        drawn = card(
            title_of(app.env, page), part_of(app.env, page), folder.parent / "link-pictures"
        )
        target = folder / "_static" / "link-pictures" / f"{page}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(drawn.read_bytes())


def write_stub(folder, old, new, title, address):
    """Write a page at an old address that leads to the new one."""
    path = folder / f"{old}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    url = "../" * old.count("/") + f"{quote(new)}.html"
    address = urljoin(address, f"{quote(new)}.html") if address else url
    path.write_text(STUB.format(title=escape(title), url=url, address=address), encoding="utf-8")


def sitemap(pages, address):
    """Return a sitemap that lists these pages."""
    urls = "".join(
        f"<url><loc>{escape_xml(urljoin(address, quote(page) + '.html'))}</loc></url>\n"
        for page in pages
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{space}">\n{urls}</urlset>\n'


def set_address(app, config):
    """Tell Sphinx the site's address: it writes the canonical links."""
    config.html_baseurl = site_address()


def setup(app):
    app.connect("config-inited", set_address)
    app.connect("html-page-context", describe, priority=800)
    app.connect("html-collect-pages", pages_beside)
    # after _ext/theme.py, which joins what 404.html loads
    app.connect("build-finished", write_beside, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
