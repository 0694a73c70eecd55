"""Pages without JavaScript, and pages opened from a disk: nothing dead, nothing wrong."""

import io

import pytest
from PIL import Image

from book import PAGES

pytestmark = [pytest.mark.site, pytest.mark.browser]
CHAPTER = "chapters/09-long-memory"
SOME = ("index", CHAPTER, "labs/lab-1-build-a-recurrent-layer", "search", "404")
ALL = [
    pytest.param(name, marks=() if name in SOME else pytest.mark.exhaustive)
    for name in [*PAGES, "search", "404", "genindex"]
]
# What may be pressed and does something without a script.
WORKS = ".dropdown > button, form button[type=submit]"


@pytest.fixture
def visit(chromium, server):
    """Open a page without JavaScript on a system that prefers dark."""
    contexts = []

    def open_page(name, width):
        contexts.append(
            chromium.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark",
                java_script_enabled=False,
            )
        )
        page = contexts[-1].new_page()
        page.goto(f"{server}/{name}.html")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("width", [390, 1280])
def test_no_button_is_dead_and_nothing_runs_off_the_screen(visit, name, width):
    page = visit(name, width)
    dead = f"""() => [...document.querySelectorAll("button, [onclick], [role=button]")]
        .filter((e) => e.checkVisibility({{ visibilityProperty: true }}) && !e.matches("{WORKS}"))
        .map((e) => e.outerHTML.slice(0, 90))"""
    assert page.evaluate(dead) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_the_contents_lead_on(visit, server, width):
    page = visit(CHAPTER, width)
    link = page.locator("#pst-primary-sidebar a[href*='10-convolutions']").first
    to_contents = page.get_by_role("link", name="Contents", exact=True)
    assert to_contents.is_visible() is (width < 960)
    if width < 960:
        to_contents.click()
        top = page.locator("#pst-primary-sidebar").bounding_box()["y"]
        assert 0 <= top < 900  # it was far below
        # to the last entry: nothing is cut off
        last = page.locator("#pst-primary-sidebar a").last
        box, sidebar = last.bounding_box(), page.locator("#pst-primary-sidebar").bounding_box()
        assert box["y"] + box["height"] <= sidebar["y"] + sidebar["height"]
    link.click()
    assert page.url == f"{server}/chapters/10-convolutions.html"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_download_menu_opens(visit, width):
    page = visit(CHAPTER, width)
    notebook = page.locator(".dropdown-menu .btn-download-notebook")
    assert not notebook.is_visible()
    page.locator(".dropdown > button").first.focus()
    assert notebook.is_visible()
    box = notebook.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width


def shares(picture):
    """Return which shares of a picture are as dark as ink and as light as paper."""
    counts = Image.open(io.BytesIO(picture)).convert("L").histogram()
    return sum(counts[:120]) / sum(counts), sum(counts[240:]) / sum(counts)


def test_the_logo_and_the_figures_are_dark_on_white(visit):
    page = visit(CHAPTER, 1280)
    assert page.locator(".logo__image:visible").count() == 1
    ink, paper = shares(page.locator(".logo__image:visible").screenshot())
    assert ink > 0.05 and paper > 0.6
    ink, paper = shares(page.locator("article figure img").first.screenshot())
    assert ink > 0.002 and paper > 0.6


def test_a_figure_to_push_is_a_picture_that_says_why(visit):
    page = visit(CHAPTER, 390)
    figure = page.locator("u-gates")
    assert figure.locator("img").is_visible()
    told = figure.locator("p").text_content()
    assert told == "A still picture: the figure that you can push needs JavaScript."


def test_at_a_file_the_figure_says_what_it_needs_and_nothing_fails(chromium, site):
    page = chromium.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((site / f"{CHAPTER}.html").as_uri())
    figure = page.locator("u-gates")
    figure.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    assert figure.locator("img").is_visible() and figure.locator("p").is_visible()
    told = figure.locator("p").text_content()
    assert "not start this figure from a file" in told and "python -m http.server" in told
    assert errors == []
    page.close()


def test_on_a_served_page_the_sentence_goes_when_the_figure_starts(chromium, server):
    page = chromium.new_page()
    page.goto(f"{server}/{CHAPTER}.html")
    page.locator("u-gates").scroll_into_view_if_needed()
    page.locator("u-gates[data-ready]").wait_for()
    assert page.get_by_text("A still picture").count() == 0
    page.close()
