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


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_page(visit, server, name, width, theme):
    page = visit(name, width, theme)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert page.errors == []
    local = (server, "data:", "blob:")
    assert [url for url in page.requests if not url.startswith(local)] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    told = [(v["id"], v["help"], [n["html"][:160] for n in v["nodes"][:3]]) for v in violations]
    assert told == []


def test_figures_follow_the_theme(visit):
    """An SVG in an <img> takes the page's colour scheme, so one file serves both themes."""
    name = "chapters/01-recurrent-neurons"
    shots = {}
    for theme in ("light", "dark"):
        page = visit(name, 1280, theme)
        shots[theme] = page.locator("article figure img").first.screenshot()
    assert shots["light"] != shots["dark"]


def test_mathematics_is_set(visit):
    page = visit("chapters/01-recurrent-neurons", 1280, "light")
    page.wait_for_selector("mjx-container")
    assert page.locator("mjx-merror").count() == 0
