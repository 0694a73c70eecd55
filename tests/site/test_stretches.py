"""No reader scrolls past 3,200 pixels of a chapter without a figure, an explorable or a table."""

import pytest

from book import PAGES

pytestmark = [pytest.mark.site, pytest.mark.browser]
LONGEST = 3200  # pixels at 1280 x 800, four screens; what is folded stays folded
CHAPTERS = [page for page in PAGES if page.startswith("chapters/")]
STRETCHES = """() => {
    const article = document.querySelector("article.bd-article").getBoundingClientRect();
    const seen = [...document.querySelectorAll("article.bd-article :is(figure, table, iframe)")]
        .filter((e) => e.checkVisibility({opacityProperty: true, visibilityProperty: true}))
        .filter((e) => e.offsetHeight > 30)
        .map((e) => [e.getBoundingClientRect(), e.id || e.tagName])
        .sort(([a], [b]) => a.top - b.top);
    const found = [];
    let [end, after] = [article.top, "the title"];
    for (const [box, name] of [...seen, [{top: article.bottom, bottom: 0}, "the end"]]) {
        found.push([Math.round(box.top - end), after, name]);
        if (box.bottom > end) [end, after] = [box.bottom, name];
    }
    return found;
}"""


@pytest.fixture(scope="module")
def desk(chromium, server):
    page = chromium.new_context(viewport={"width": 1280, "height": 800}).new_page()

    def stretches(name):
        page.goto(f"{server}/{name}.html")
        page.evaluate("document.fonts.ready.then(() => 1)")
        return page.evaluate(STRETCHES)

    yield stretches
    page.context.close()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_long_stretch_without_a_figure_or_a_table(desk, chapter):
    found = desk(chapter)
    assert len(found) > 1, "the page has no figure, explorable or table at all"
    assert [stretch for stretch in found if stretch[0] > LONGEST] == []
