"""Predict first: answers are held back when the reader wants that, and never otherwise."""

import pytest

pytestmark = [pytest.mark.site, pytest.mark.browser]
PAGE = "chapters/02-memory-cells.html"
SHOWN = """() => [...document.querySelectorAll('.cell_output')]
    .filter((output) => output.getClientRects().length).length"""


@pytest.fixture
def chapter(chromium, server):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{server}/{PAGE}")
    yield page
    context.close()


def switch(page):
    return page.get_by_role("button", name="predict first")


def test_off_by_default_and_nothing_is_held_back(chapter):
    assert switch(chapter).get_attribute("aria-pressed") == "false"
    assert chapter.locator(".held-back").count() == 0
    assert chapter.locator(".prediction:visible").count() == 0


def test_an_answer_brings_back_what_was_held(chapter):
    before = chapter.evaluate(SHOWN)
    switch(chapter).click()
    assert switch(chapter).get_attribute("aria-pressed") == "true"
    held = chapter.evaluate(SHOWN)
    assert held < before - 3
    box = chapter.locator(".admonition-predict").first
    show = box.get_by_role("button", name="I have an answer: show")
    assert show.is_disabled()
    box.get_by_label("Your answer").fill("half after seven steps")
    show.press("Enter")
    assert chapter.evaluate(SHOWN) > held and not show.is_visible()
    assert box.get_by_label("Your answer").input_value() == "half after seven steps"


def test_the_choice_and_the_answer_are_remembered(chapter):
    switch(chapter).click()
    box = chapter.locator(".admonition-predict").first
    box.get_by_label("Your answer").fill("seven")
    box.get_by_role("button", name="I have an answer").click()
    after = chapter.evaluate(SHOWN)
    chapter.reload()
    assert switch(chapter).get_attribute("aria-pressed") == "true"
    assert chapter.evaluate(SHOWN) == after
    box = chapter.locator(".admonition-predict").first
    assert box.get_by_label("Your answer").input_value() == "seven"
    switch(chapter).click()
    assert chapter.locator(".held-back").count() == 0


def test_who_is_sent_to_a_figure_sees_it(chapter):
    switch(chapter).click()
    held = chapter.locator(".held-back [id], .held-back[id]").first.get_attribute("id")
    chapter.goto(f"{chapter.url.split('#')[0]}#{held}")
    assert chapter.locator(f"#{held}").is_visible()


def test_answers_above_the_first_cell_are_held_back(chapter, server):
    chapter.goto(f"{server}/chapters/01-recurrent-neurons.html")
    switch(chapter).click()
    table = chapter.locator("#tab-by-hand")
    assert not table.is_visible()
    assert not chapter.get_by_text("Look at step 2.").is_visible()
    assert chapter.get_by_text("step by step:").first.is_visible()
    assert chapter.get_by_text("def recurrent_neuron").first.is_visible()
    box = chapter.locator(".admonition-predict").filter(has_text="pencil and paper")
    box.get_by_label("Your answer").fill("0.76, 0.54, -0.07")
    box.get_by_role("button", name="I have an answer").click()
    assert table.is_visible()


def test_a_table_to_fill_in_stays_in_sight(chapter, server):
    chapter.goto(f"{server}/chapters/09-long-memory.html")
    switch(chapter).click()
    box = chapter.locator(".admonition-predict").filter(has_text="Cover the last two columns")
    assert chapter.locator(box.locator("a[href^='#']").first.get_attribute("href")).is_visible()


def test_without_javascript_nothing_is_held_back(chromium, server):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/{PAGE}")
    assert page.get_by_text("predict first").count() == 0
    assert page.locator(".cell_output").first.is_visible()
    context.close()


def test_a_page_without_a_box_has_no_switch(chromium, server):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{server}/reference/glossary.html")
    assert page.locator("script[src*='predict']").count() == 0
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_violation_of_accessibility(chromium, server, theme):
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme=theme)
    page = context.new_page()
    page.goto(f"{server}/{PAGE}")
    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    switch(page).click()
    box = page.locator(".admonition-predict").first
    box.get_by_label("Your answer").fill("seven")
    options = {"include": [[".page-facts"], [".admonition-predict"]]}
    found = Axe().run(page, context=options)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
