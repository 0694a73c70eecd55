"""The two panels of every page, opened and closed as a reader does it."""

import pytest

pytestmark = [pytest.mark.site, pytest.mark.browser]
PAGE = "chapters/01-recurrent-neurons.html"
CONTENTS = "#pst-primary-sidebar-modal", "a[href*='02-memory-cells']"
ON_THIS_PAGE = (
    "#pst-secondary-sidebar-modal",
    ".nav-link[href='#one-wire-back']",
)


@pytest.fixture
def page(chromium, server, request):
    context = chromium.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    page.goto(f"{server}/{PAGE}")
    page.wait_for_load_state("networkidle")
    yield page
    context.close()


def button(page, side):
    """Return the one button of a kind that a reader can see."""
    return page.locator(f".{side}-toggle").filter(visible=True)


@pytest.mark.parametrize("page", [390, 820], indirect=True)
@pytest.mark.parametrize(("side", "panel"), [("primary", CONTENTS), ("secondary", ON_THIS_PAGE)])
def test_panel_opens_leads_on_and_closes(page, side, panel):
    dialog, link = panel
    assert button(page, side).count() == 1
    button(page, side).click()
    assert page.locator(dialog).is_visible()
    assert page.locator(f"{dialog} {link}").first.is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(dialog).is_visible()
    focused = page.evaluate("document.activeElement.className")
    assert f"{side}-toggle" in focused  # back where the reader was
    button(page, side).press("Enter")
    page.locator(f"{dialog} {link}").first.click()
    goal = "/02-memory-cells.html" if side == "primary" else "#one-wire-back"
    page.wait_for_url(lambda url: url.endswith(goal))
    assert not page.locator(dialog).is_visible()  # it does not cover what was asked for


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_wide_page_folds_its_sidebar_and_shows_its_contents(page):
    sidebar = page.locator("#pst-primary-sidebar")
    entry = page.locator(f"#pst-secondary-sidebar {ON_THIS_PAGE[1]}")
    assert sidebar.is_visible() and entry.is_visible()
    button(page, "primary").click()
    sidebar.wait_for(state="hidden")
    button(page, "primary").click()
    sidebar.wait_for(state="visible")


@pytest.mark.parametrize("page", [390, 820, 1280], indirect=True)
def test_the_other_buttons_of_the_header_answer(page):
    theme = page.evaluate("document.documentElement.dataset.mode")
    page.locator(".theme-switch-button").filter(visible=True).first.click()
    assert page.evaluate("document.documentElement.dataset.mode") != theme
    buttons = ".search-button, .search-button-field"
    page.locator(buttons).filter(visible=True).first.click()
    assert (
        page.locator(".search-button__search-container input, dialog input[name=q]")
        .filter(visible=True)
        .count()
    )
