"""What a first visit to chapter 1 loads: how much, in how many requests, and why each of them.

Cold, 1280 by 800, unscrolled, from a server that compresses text as a host does.
"""

import base64
import gzip
import re
from collections import Counter

import pytest
from fontTools.ttLib import TTFont

import browser
from book import PAGES
from serve import Handler

pytestmark = pytest.mark.site
CHAPTER = "chapters/01-recurrent-neurons.html"
LIMIT = 250_000  # bytes; it was 229,835; before, in 42 requests, it was 1,215,000
TEXT = (".html", ".css", ".js", ".mjs", ".svg", ".json")
# Every script and stylesheet of chapter 1. Pictures and text fonts are counted, not named.
WHY = {
    "_static/site.css": "the theme's stylesheets and ours that every page shares, icons included",
    "_static/site.js": "the same for scripts: menus, theme switch, copy button, folding, contents",
    "_static/explorables/explorables.css": "the page has an explorable",
    "_static/explorables/neuron.css": "it is this one",
    "_static/explorables/loader.js": "fetches it when it comes near",
    "_static/tables.js": "the page has tables, which a telephone shows in another way",
    "_static/predict.js": "the page has boxes to predict at",
}
# Where the site was built after `make live`, besides: the buttons. The rest waits for a click.
BUTTONS = {f"_static/live/{name}" for name in ("live.css", "loader.js", "button.js")}


class Compressing(Handler):
    """Sends text compressed."""

    def send_head(self):
        path = self.translate_path(self.path.partition("?")[0])
        if not path.endswith(TEXT):
            return super().send_head()
        with open(path, "rb") as file:
            body = gzip.compress(file.read(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None


@pytest.fixture(scope="module")
def loaded(site, chromium):
    """What chapter 1 loads: (kind, name, bytes) of each request."""
    with browser.served(site, Compressing) as server:
        address = f"{server}/"
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        page, requests = context.new_page(), []
        page.on("requestfinished", lambda request: requests.append(request))
        page.goto(address + CHAPTER, wait_until="networkidle")
        yield [
            (r.resource_type, r.url.removeprefix(address), r.sizes()["responseBodySize"])
            for r in requests
        ]
        context.close()


@pytest.mark.browser
def test_the_first_load_is_light(loaded):
    weights = Counter()
    for kind, _, size in loaded:
        weights[kind] += size
    assert weights["document"] > 15_000 and weights["stylesheet"] > 15_000  # it was counted
    assert sum(weights.values()) < LIMIT, weights
    assert weights["stylesheet"] < 50_000 and weights["image"] < 40_000, weights


@pytest.mark.browser
def test_every_request_is_known_and_none_comes_twice(loaded, site):
    names = [name.partition("?")[0] for _, name, _ in loaded]
    assert not [name for name, times in Counter(names).items() if times > 1]
    code = {n for n in names if n.endswith((".js", ".css", ".json"))}
    runs = "data-live" in (site / CHAPTER).read_text("utf-8")
    known = WHY.keys() | BUTTONS if runs else WHY.keys()
    assert code == known


@pytest.mark.browser
def test_pictures_below_wait_and_nothing_moves_when_they_come(chromium, server):
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{server}/{CHAPTER}")
    pictures = page.locator("article img:not(details img, u-neuron img)")
    assert pictures.count() >= 6
    lazy = [pictures.nth(n).get_attribute("loading") for n in range(pictures.count())]
    assert lazy == [None] + ["lazy"] * (len(lazy) - 1)
    for n in range(pictures.count()):
        picture = pictures.nth(n)
        told = picture.evaluate("e => e.getAttribute('width') / e.getAttribute('height')")
        before = picture.bounding_box()
        picture.scroll_into_view_if_needed()
        page.wait_for_function("e => e.complete && e.naturalWidth", arg=picture.element_handle())
        after = picture.bounding_box()
        for side in ("width", "height"):
            assert after[side] == pytest.approx(before[side], abs=1)
        assert told == pytest.approx(after["width"] / after["height"], rel=0.01)
    page.close()


def icon_names(site):
    """Return every icon that a page or a script of ours asks for."""
    texts = [path.read_text("utf-8") for path in site.rglob("*.html")]
    classes = " ".join(re.findall(r'class="([^"]*)"', " ".join(texts)))
    sizes = {"fa-solid", "fa-brands", "fa-regular", "fa-lg"}
    return set(re.findall(r"\bfa-[a-z-]+", classes)) - sizes


def test_every_icon_in_use_is_in_the_font(site, tmp_path):
    css = (site / "_static" / "site.css").read_text("utf-8")
    signs = set()
    for number, data in enumerate(re.findall(r"data:font/woff;base64,([^)\"]+)", css)):
        path = tmp_path / f"{number}.woff"
        path.write_bytes(base64.b64decode(data))
        assert path.stat().st_size < 6_000
        signs |= set(TTFont(path).getBestCmap())
    names = icon_names(site)
    assert len(names) > 10
    for name in names:
        found = re.search(rf"\.{name}:before\b[^{{}}]*\{{content:\"([^\"]+)", css)
        assert ord(found[1]) in signs, name
    assert "fa-solid-900" not in css


def test_what_was_joined_or_is_not_used_is_gone(site):
    static = site / "_static"
    assert not list(static.glob("scripts/*.js")) and not list(static.glob("**/fontawesome*"))
    assert not (static / "vendor").exists() and not (static / "clipboard.min.js").exists()
    for name in PAGES:
        html = (site / f"{name}.html").read_text("utf-8")
        assert "searchindex" not in html and "searchtools" not in html
        assert html.count('name="viewport"') == 1
    assert "searchindex.js" in (site / "search.html").read_text("utf-8")


@pytest.mark.browser
def test_search_finds_from_every_page(chromium, server):
    page = chromium.new_page()
    page.goto(f"{server}/{CHAPTER}")
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input").fill("bakery")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=bakery*")
    page.wait_for_function("document.querySelectorAll('#search-results li').length > 0")
    page.locator("#search-results li a").first.click()
    page.wait_for_selector("article .highlighted")  # and marks what it found
    page.close()


@pytest.mark.browser
def test_the_theme_follows_the_system_before_anything_is_drawn(chromium, server):
    for scheme in ("light", "dark"):
        context = chromium.new_context(color_scheme=scheme)
        page = context.new_page()
        page.route("**/site.js*", lambda route: route.abort())  # the page's own lines suffice
        page.goto(f"{server}/{CHAPTER}")
        page_is = page.evaluate("({...document.documentElement.dataset})")
        assert (page_is["mode"], page_is["theme"]) == ("auto", scheme)
        context.close()


class TestContents:
    """The mark in the contents is where the reader is."""

    pytestmark = pytest.mark.browser

    @pytest.fixture
    def page(self, chromium, server):
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{server}/{CHAPTER}")
        page.wait_for_load_state("networkidle")
        yield page
        page.close()

    @staticmethod
    def marked(page):
        """Return the numbers of the marked entries, once the page has come to rest."""
        page.wait_for_timeout(150)
        return page.evaluate(
            """() => [...document.querySelectorAll('#page-contents a')]
            .flatMap((link, n) => link.matches('.active[aria-current=true]') ? [n] : [])"""
        )

    def test_after_clicks_down_and_up(self, page):
        links = page.locator("#page-contents a")
        for number in (2, 0, links.count() - 1, 1):
            links.nth(number).click()
            assert self.marked(page) == [number]

    def test_while_scrolling_up(self, page):
        page.locator("#page-contents a").nth(3).click()
        page.mouse.move(600, 400)
        page.mouse.wheel(0, -600)  # into the section before, whose heading is out of sight
        heading = "[...document.querySelectorAll('article h2')][2].getBoundingClientRect().top"
        assert page.evaluate(heading) < 0
        assert self.marked(page) == [2]
        page.evaluate("scrollTo(0, 0)")
        assert self.marked(page) == []

    def test_at_an_address_with_a_section(self, chromium, server, page):
        target = page.locator("#page-contents a").nth(5).get_attribute("href")
        page.goto("about:blank")
        page.goto(f"{server}/{CHAPTER}{target}")
        assert self.marked(page) == [5]

    def test_after_back(self, page):
        links = page.locator("#page-contents a")
        links.nth(1).click()
        links.nth(4).click()
        page.go_back()
        assert self.marked(page) == [1]
