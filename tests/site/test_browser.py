"""The built site in a browser: accessibility, width, requests, both themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from book import PAGES

pytestmark = [pytest.mark.site, pytest.mark.browser]


@pytest.fixture
def visit(chromium, server):
    """Open a page at a width and in a theme, scrolled through once so that all has loaded."""
    contexts = []

    def open_page(name, width, theme):
        context = chromium.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        for key in ("mode", "theme"):
            context.add_init_script(f"localStorage.setItem('{key}', '{theme}')")
        page = context.new_page()
        page.requests, page.errors = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(f"{server}/{name}.html")
        page.wait_for_load_state("networkidle")
        height = page.evaluate("document.documentElement.scrollHeight")
        for y in range(0, height, 800):
            page.evaluate(f"window.scrollTo(0, {y})")
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()


def looks():
    """Return every page at every width in every theme; most of it is left to `make test-all`.

    In `make test` each page is seen once, in the four looks by turns.
    """
    ways = [(390, "light"), (1280, "dark"), (1280, "light"), (390, "dark")]
    return [
        pytest.param(name, *way, marks=() if turn == number % 4 else pytest.mark.exhaustive)
        for number, name in enumerate(PAGES)
        for turn, way in enumerate(ways)
    ]


def violations(page, leave_out=()):
    """Return what axe-core finds, each fault with the first elements that have it."""
    context = {"exclude": [[selector] for selector in leave_out]} if leave_out else None
    found = Axe().run(page, context=context).response["violations"]
    return [(v["id"], v["help"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found]


@pytest.mark.parametrize(("name", "width", "theme"), looks())
def test_page(visit, server, name, width, theme):
    page = visit(name, width, theme)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert page.errors == []
    local = (server, "data:", "blob:")
    assert [url for url in page.requests if not url.startswith(local)] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # Most elements of a page are spans of code and parts of formulas, all alike: see below.
    assert violations(page, leave_out=(".highlight", "math")) == []
    out_of_reach = """(selector) => [...document.querySelectorAll(selector)]
        .filter((e) => e.scrollWidth > e.clientWidth && e.tabIndex < 0).length"""
    assert page.evaluate(out_of_reach, ".highlight pre") == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_code_and_mathematics(visit, theme):
    """What `test_page` leaves out, once for each theme: contrast above all."""
    assert violations(visit("chapters/02-memory-cells", 1280, theme)) == []


def test_figures_follow_the_theme(visit):
    """An SVG in an <img> takes the page's colour scheme, so one file serves both themes."""
    name = "chapters/01-recurrent-neurons"
    shots = {}
    for theme in ("light", "dark"):
        page = visit(name, 1280, theme)
        shots[theme] = page.locator("article figure img").first.screenshot()
    assert shots["light"] != shots["dark"]


@pytest.mark.parametrize(
    ("name", "explorable"),
    [
        ("chapters/01-recurrent-neurons", "neuron"),
        ("chapters/04-backpropagation-through-time", "ledger"),
        ("chapters/05-unstable-gradients", "jacobian"),
        ("chapters/07-one-step-ahead", "train"),
        ("chapters/08-several-steps-ahead", "duel"),
        ("chapters/09-long-memory", "gates"),
        ("chapters/10-convolutions", "receptive-field"),
    ],
)
def test_an_explorable_comes_to_life_on_its_page(visit, name, explorable):
    page = visit(name, 390, "light")
    page.locator(f"u-{explorable}").scroll_into_view_if_needed()  # it is loaded near the viewport
    figure = page.locator(f"figure u-{explorable}[data-ready]")
    figure.wait_for()
    assert figure.locator(".u-status").text_content()
    # Its own stylesheet has come too, and the picture and the first control share a screen.
    sheets = "[...document.styleSheets].map(s => s.href ?? '').join(' ')"
    assert f"explorables/{explorable}.css" in page.evaluate(sheets)
    top = figure.locator("svg").first.bounding_box()
    control = figure.locator("input").first.bounding_box()
    assert control["y"] + control["height"] - top["y"] < 800
    assert page.errors == []
