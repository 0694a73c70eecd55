"""The built site, as files: alt text, links, weight, nothing from elsewhere."""

import gzip
import html
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag

import pytest

from book import PAGES

pytestmark = pytest.mark.site
VOID = {"img", "br", "hr", "input", "link", "meta", "source", "wbr"}


class Page(HTMLParser):
    """Collects images, links, ids and what the browser loads by itself."""

    def __init__(self, path):
        super().__init__()
        self.images, self.links, self.ids, self.loads = [], [], set(), []
        self.article = 0
        self.text = path.read_text(encoding="utf-8")
        self.feed(self.text)

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if "id" in a:
            self.ids.add(a["id"])
        if tag == "article":
            self.article += 1
        if tag == "img" and self.article:
            self.images.append(a)
        if tag == "a" and "href" in a:
            self.links.append(a["href"])
        if tag in ("img", "script", "iframe", "source") and "src" in a:
            self.loads.append(a["src"])
        if tag == "link" and a.get("rel") in ("stylesheet", "preload", "icon", "prefetch"):
            self.loads.append(a["href"])

    def handle_endtag(self, tag):
        if tag == "article":
            self.article -= 1


@pytest.fixture(scope="session")
def pages(site):
    return {name: Page(site / f"{name}.html") for name in PAGES}


@pytest.fixture(params=PAGES)
def page(request, pages):
    return pages[request.param]


def test_every_image_has_alt_text_that_says_something(page):
    for image in page.images:
        alt = image.get("alt", "")
        assert len(alt) > 40, image
        assert not re.search(r"\.(svg|png)\b|^_images", alt), image


def test_nothing_is_loaded_from_elsewhere(page):
    assert [url for url in page.loads if re.match(r"(https?:)?//", url)] == []


def test_every_internal_link_leads_somewhere(site, pages):
    dead = []
    for name, page in pages.items():
        for href in page.links:
            if re.match(r"[a-z]+:", href):
                continue
            url, fragment = urldefrag(href)
            target = (site / f"{name}.html").parent / unquote(url.split("?")[0]) if url else None
            target = target.resolve() if target else site / f"{name}.html"
            if not target.is_file():
                dead.append((name, href))
            elif fragment and target.suffix == ".html":
                text = target.read_text(encoding="utf-8")
                if f'id="{unquote(fragment)}"' not in text:
                    dead.append((name, href))
    assert dead == []


def test_no_placeholder_address_is_shown(page):
    assert "example/placeholder" not in page.text


def test_no_raw_markup_is_shown(page):
    article = page.text[page.text.index("<article") : page.text.index("</article>")]
    # The helper's docstrings quote a role in code, as what a page has to write.
    code = "pre|code" if 'class="sig-name' in article else "pre"
    visible = re.sub(r"<[^>]+>", "", re.sub(rf"<({code})\b.*?</\1>", "", article, flags=re.S))
    assert not re.search(r"\{[a-z:-]+\}`|:::|^```", visible, re.M)


def test_what_cells_print_fits_the_column(page):
    """On a wide screen; on a narrow one long lines scroll."""
    printed = re.findall(r'<div class="output stream.*?<pre>(.*?)</pre>', page.text, re.S)
    lines = "\n".join(html.unescape(re.sub("<[^>]+>", "", text)) for text in printed).splitlines()
    assert not [line for line in lines if len(line) > 88]


def test_reading_and_run_time_are_told(pages):
    with_code = ("00-a-first-forecast", "01-recurrent-neurons")
    for name in (*(f"chapters/{n}" for n in with_code), "labs/lab-1-build-a-recurrent-layer"):
        told = r"\d+ min read · about \d+ min with its cells.* · runs in \d+ s"
        assert re.search(told, pages[name].text), name
    for name in ("reference/bibliography", "reference/notation"):
        assert re.search(r"page-facts\">\d+ min read<", pages[name].text), name


def test_a_page_weighs_little(site, pages):
    """HTML and figures of one page, compressed as a host would, without the theme."""
    for name, page in pages.items():
        own = [site / f"{name}.html"]
        own += [(own[0].parent / unquote(i["src"])).resolve() for i in page.images]
        weight = sum(len(gzip.compress(path.read_bytes())) for path in own)
        assert weight < 250_000, f"{name}: {weight} bytes"
