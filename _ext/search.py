"""An index of the book's sections for Pagefind, written beside the site.

Sphinx's own search names pages, and a page here is 30,000 pixels high. So every section becomes a
record of its own, with its own address, and every entry of the glossary too. What is folded away,
solutions above all, and what cells print stays out; of code only the names are kept.
``_ext/search_words.yml`` gives sections the words that readers look for and the text does not use.

``_assets/search.js`` asks the index from ``search.html``. Where Pagefind is not installed no index
is written, and the page turns to Sphinx's search.
"""

import re
import subprocess
import sys
import unicodedata
from html import escape
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import yaml
from docutils import nodes
from sphinx import addnodes
from sphinx.errors import SphinxError
from sphinx.util import logging

logger = logging.getLogger(__name__)
WORDS = Path(__file__).with_name("search_words.yml")
TEMPLATES = Path(__file__).with_name("templates")
UNREAD = (  # neither prose nor code
    nodes.title | nodes.raw | nodes.math_block | nodes.image | nodes.Invisible
    | nodes.system_message | addnodes.glossary | addnodes.toctree
)  # fmt: skip
FOLDED = {"dropdown", "folded", "solution", "cell_output", "tag_hide-cell", "tag_remove-cell"}
ASIDE_WEIGHT = 0.4  # what is looked up or worked at, beside what explains
ASIDES = {"Check yourself", "Exercises", "Where to read more", "What you have now", "Bibliography"}


# What Pagefind brings for other ways to use it, and nobody asks for.
UNUSED = ("pagefind-*.js", "pagefind-*.css", "wasm.unknown.pagefind")


class UnknownSection(SphinxError):
    """Words were given to a section that is not there."""

    category = "Search"


class Record(NamedTuple):
    """One section as the index knows it."""

    page: str  # as Sphinx names it
    anchor: str  # empty for the top of the page
    title: str
    prose: str
    code: str
    weight: float

    @property
    def address(self):
        return f"{self.page}.html" + (f"#{self.anchor}" if self.anchor else "")


def spoken(tex):
    r"""Return a formula of the text as characters: ``ρ^k`` for ``\rho^k``."""
    bare = re.sub(r"\\(mathrm|text|operatorname|mathbf|left|right|[,;!:])", "", tex)
    greek = re.sub(r"\\(?:var)?([a-z]+)", lambda name: letter(name[1]), bare)
    return " ".join(re.sub(r"[{}\\]", "", greek).split())


def letter(name):
    """Return a Greek letter by its name, and any other name as it is."""
    try:
        return unicodedata.lookup(f"GREEK SMALL LETTER {name}")
    except KeyError:
        return name


def titled(node):
    """Tell whether this is a section as readers see it; exercises hold some without a title."""
    return isinstance(node, nodes.section) and isinstance(node.next_node(), nodes.title)


def read(node, prose, code):
    """Add what stands under `node` to the lists `prose` and `code`, but for sections in it."""
    if isinstance(node, UNREAD) or titled(node) or FOLDED & set(node.get("classes", [])):
        return
    if isinstance(node, nodes.literal_block):
        code.append(node.astext())
    elif isinstance(node, nodes.TextElement):
        prose.append(plain(node))
    else:
        for child in node.children:
            if isinstance(child, nodes.Element):
                read(child, prose, code)


def plain(node):
    """Return the text of a paragraph, formulas as characters."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, nodes.math):
        return spoken(node.astext())
    if isinstance(node, nodes.raw | nodes.image | nodes.Invisible):
        return ""
    return "".join(map(plain, node.children))


def section_record(page, section, top):
    """Return the record of one section; that of the page's own title leads to its top."""
    prose, code = [], []
    for child in section.children:
        if isinstance(child, nodes.Element):
            read(child, prose, code)
    title = plain(section.next_node(nodes.title))
    weight = ASIDE_WEIGHT if title in ASIDES else 1
    anchor = "" if top else section["ids"][0]
    return Record(page, anchor, title, "\n".join(prose), "\n".join(code), weight)


def glossary_records(page, doctree):
    """Return a record for every entry of a glossary, under all of its names."""
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            terms = list(item.findall(nodes.term))
            meaning = item.next_node(nodes.definition).children
            prose = "\n".join(plain(part) for part in meaning)
            title = ", ".join(term.astext() for term in terms)
            yield Record(page, terms[0]["ids"][0], title, prose, "", ASIDE_WEIGHT)


def records(page, doctree):
    """Return the records of one page."""
    sections = list(doctree.findall(titled))
    found = [section_record(page, s, top=s is sections[0]) for s in sections]
    return [*found, *glossary_records(page, doctree)]


def kind_of(record):
    """Return under which name a title is indexed; `search.js` weighs titles by it."""
    if record.page.startswith("labs/"):
        return "lab"
    return "aside" if record.weight < 1 else "heading"


def html(record, book_page, words=""):
    """Return a record as the page that Pagefind is given to read; `book_page` is its page's name.

    What is in the metadata is weighed by `search.js`, field by field.
    """
    names = " ".join(dict.fromkeys(re.findall(r"[A-Za-z_]\w\w+", record.code)))
    meta = {"url": record.address, kind_of(record): record.title, "page": book_page}
    meta |= {"words": words, "code": names}
    metas = "".join(
        f'<p data-pagefind-ignore data-pagefind-meta="{key}">{escape(value)}</p>'
        for key, value in meta.items()
        if value
    )
    prose = "".join(f"<p>{escape(line)}</p>" for line in record.prose.splitlines())
    body = f'{metas}<div data-pagefind-weight="{record.weight}">{prose}</div>'
    return f'<html lang="en"><body>{body}</body></html>'


def write_index(pages, folder):
    """Write the index of `pages`, each the HTML of one record, into a folder.

    Pagefind reads files. Its Python interface would do without them, and takes a tenth of a second
    for each record.
    """
    with TemporaryDirectory() as source:
        for number, page in enumerate(pages):
            (Path(source) / f"{number}.html").write_text(page, encoding="utf-8")
        command = [sys.executable, "-m", "pagefind_bin", "--site", source, "--quiet"]
        command += ["--output-path", str(folder), "--force-language", "en"]
        subprocess.run(command, check=True)
    for pattern in UNUSED:
        for path in folder.glob(pattern):
            path.unlink()


# -- within Sphinx ---------------------------------------------------------------------------------


def begin(app):
    app.search_records = {}


def collect(app, doctree, page):
    """Keep a page's records once its references and numbers have been put in."""
    app.search_records[page] = records(page, doctree)


def page_names(app):
    """Return what each page is called in the results: its title, with a chapter's number."""
    names = {}
    for page, title in app.env.titles.items():
        number = app.env.toc_secnumbers.get(page, {}).get("")
        dotted = ".".join(map(str, number or ()))
        names[page] = f"{dotted}. {title.astext()}" if dotted else title.astext()
    return names


def unknown(words, found):
    """Return the addresses in the table of words whose page has no such section."""
    known = {record.address for page in found.values() for record in page}
    pages = {f"{page}.html" for page in found}
    return [place for place in words if place.partition("#")[0] in pages and place not in known]


def finish(app, exception):
    """Write the index into the finished site."""
    if exception is not None or app.builder.name != "html" or not app.search_records:
        return
    words = yaml.safe_load(WORDS.read_text(encoding="utf-8")) or {}
    if lost := unknown(words, app.search_records):
        raise UnknownSection(f"{WORDS.name} names what the book does not have: {', '.join(lost)}")
    if find_spec("pagefind_bin") is None:
        logger.info("pagefind_bin is not installed: the search page uses Sphinx's search")
        return
    names = page_names(app)
    pages = [
        html(record, names[page], words.get(record.address, ""))
        for page, found in app.search_records.items()
        for record in found
    ]
    write_index(pages, Path(app.outdir) / "pagefind")


def dress(app, pagename, templatename, context, doctree):
    """Load the list of results on the search page alone."""
    if pagename == "search":
        app.add_css_file("search.css")
        app.add_js_file("search.js", loading_method="defer")


def setup(app):
    app.connect("config-inited", lambda _, config: config.templates_path.append(str(TEMPLATES)))
    app.connect("builder-inited", begin)
    app.connect("doctree-resolved", collect)
    app.connect("html-page-context", dress)
    app.connect("build-finished", finish, priority=960)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
