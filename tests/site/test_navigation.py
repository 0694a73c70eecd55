"""Finding the way: cards, folds, previews, the reader's place, and the keyboard."""

import html
import re

import pytest
from playwright.sync_api import expect

from book import PAGES

pytestmark = [pytest.mark.site, pytest.mark.browser]
GRADIENTS = "chapters/05-unstable-gradients"
BPTT = "chapters/04-backpropagation-through-time"
CARDS = {  # chapter: number and time of the lab that practises it
    "chapters/01": "lab 1, 60–90 min",
    "chapters/02": "lab 1, 60–90 min",
    "chapters/03": "lab 2, 60–75 min",
    "chapters/04": "lab 3, 75–90 min",
    "chapters/05": "lab 3, 75–90 min",
    "chapters/06": "lab 4, 90–120 min",
    "chapters/08": "lab 4, 90–120 min",
    "chapters/09": "lab 5, about two hours",
    "chapters/10": "lab 5, about two hours",
    "chapters/11": "lab 6, about two hours",
    "chapters/12": "lab 6, about two hours",
    "chapters/13": "lab 7, a little under three hours",
    "chapters/14": "lab 7, a little under three hours",
    "chapters/15": "lab 7, a little under three hours",
}


@pytest.fixture
def visit(chromium, server):
    """Open a page; what it says to the console as an error fails the test."""
    contexts, errors = [], []

    def open_page(name, width=1280, address=server, **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}/{name}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


# Cards ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [page for page in PAGES if page.startswith("chapters/")])
def test_a_chapter_ends_with_its_lab_and_what_comes_next(site, name):
    text = (site / f"{name}.html").read_text(encoding="utf-8")
    links = re.findall(r'<p class="onward-title"><a [^>]*href="([^"]*)">(.*?)</a>', text)
    cards = [(target, html.unescape(words)) for target, words in links]
    labs = [card for card in cards if card[1].startswith("Now build it: ")]
    expected = CARDS.get(name[:11])
    assert [w for _, w in labs] == ([f"Now build it: {expected}"] if expected else []), (
        f"{name}: the card of its lab; one of a new chapter or lab is to be added to CARDS"
    )
    for lab, said in labs:
        number = re.search(r"lab (\d)", said)[1]
        assert lab.startswith(f"../labs/lab-{number}-")
    passed = {lab.removeprefix("../") for lab, _ in labs}
    later = (f"{page}.html" for page in PAGES[PAGES.index(name) + 1 :])
    follows = next(page for page in later if page not in passed)
    if not follows.startswith(("chapters/", "labs/")):
        assert cards == labs  # the last chapter
        return
    (target, words) = cards[-1]
    assert cards == [*labs, (target, words)]
    assert target == follows.removeprefix("chapters/").replace("labs/", "../labs/")
    assert words.startswith("Next: ")


def test_pages_before_and_after_are_named_and_right(site):
    for before, name, after in zip(PAGES, PAGES[1:], PAGES[2:], strict=False):
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        for side, other in (("left-prev", before), ("right-next", after)):
            target = re.search(rf'class="{side}"\s+href="([^"]*)"', text)[1]
            assert (site / name).parent.joinpath(target).resolve() == site / f"{other}.html"


@pytest.mark.parametrize("name", [BPTT, "chapters/10-convolutions", "chapters/14-how-sure"])
def test_their_titles_wrap_on_a_telephone(visit, name):
    page = visit(f"{name}.html", width=390)
    for title in page.locator(".prev-next-title").all():
        box = title.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
        assert title.evaluate("title => title.scrollWidth <= title.clientWidth + 1")


# Folds ---------------------------------------------------------------------------------------

IS_OPEN = "fold => fold.open"


def solution(page):
    return page.locator("details.solution").first


def test_a_solution_opens_for_who_was_sent_there(visit, server):
    page = visit(f"{GRADIENTS}.html")
    fold = solution(page)
    assert not fold.evaluate(IS_OPEN)
    assert fold.locator("summary a").count() == 0
    id_ = fold.get_attribute("id")
    page.evaluate("id => { location.hash = id }", id_)
    page.wait_for_function("document.querySelector('details.solution').open")
    assert (
        page.evaluate(
            "id => Math.abs(document.getElementById(id).getBoundingClientRect().top)", id_
        )
        < 300
    )
    fold.locator("summary").click()
    assert not fold.evaluate(IS_OPEN)
    page.evaluate("location.hash = 'summary'")
    page.go_back()
    page.wait_for_function("document.querySelector('details.solution').open")
    again = visit(f"{GRADIENTS}.html#{id_}")
    assert solution(again).evaluate(IS_OPEN)


def test_a_link_to_what_lies_in_a_fold_opens_it_each_time(visit):
    page = visit(f"{GRADIENTS}.html")
    fold = solution(page)
    page.evaluate("""() => {
        document.querySelector('details.solution p').id = 'within';
        const link = document.createElement('a');
        link.href = '#within';
        link.textContent = 'see the solution';
        document.querySelector('article h1').after(link);
    }""")
    for _ in range(2):
        page.get_by_role("link", name="see the solution").click()
        page.wait_for_function("document.querySelector('details.solution').open")
        fold.evaluate("fold => { fold.open = false }")


def test_folds_open_without_javascript_and_by_key(visit):
    page = visit(f"{GRADIENTS}.html", java_script_enabled=False)
    title = solution(page).locator("summary")
    inside = solution(page).locator("p").first
    assert not inside.is_visible()
    title.press("Enter")
    expect(inside).to_be_visible()


def test_everything_is_open_on_paper(visit):
    page = visit(f"{GRADIENTS}.html")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert solution(page).evaluate(IS_OPEN)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not solution(page).evaluate(IS_OPEN)


# Previews ------------------------------------------------------------------------------------

PREVIEWS = {
    "a term": (BPTT, "a[href$='#term-epoch']", "epoch", "dd"),
    "a figure": (BPTT, "a[href$='html#fig-unrolled']", "Fig. 1.3", "figure img"),
    "an equation": ("chapters/15-forecast-tomorrow", "a[href$='#equation-conformal-rank']",
                    "(14.", "div.math"),
    "a citation": (GRADIENTS, "a[href$='bibliography.html#id12']", "Yoshua Bengio", ".citation"),
    "an exercise": (BPTT, "a[href$='#lab-3-check']", "Exercise", ".admonition"),
    "a chapter": (GRADIENTS, "a.internal[href='04-backpropagation-through-time.html']",
                  "Where does a weight’s gradient come from", "h1"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "link", "words", "holds"), PREVIEWS.values(), ids=PREVIEWS)
def test_a_link_shows_what_it_leads_to(visit, name, link, words, holds):
    page = visit(f"{name}.html")
    card, link = page.locator("#preview"), page.locator(f"article {link}").first
    assert not card.is_visible()
    link.hover()
    expect(card).to_be_visible()
    assert words in card.text_content()
    part = card.locator(holds)
    assert part.count() or card.evaluate(f"card => Boolean(card.querySelector('{holds}'))")
    assert link.get_attribute("aria-describedby") == "preview"
    assert card.locator("a, button, [id]").count() == 0
    for image in card.locator("img").all():
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)")
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert link.get_attribute("aria-describedby") is None


def test_the_keyboard_shows_and_closes_a_preview(visit):
    page = visit(f"{BPTT}.html")
    card = page.locator("#preview")
    page.keyboard.press("Tab")
    term = page.locator("article a[href$='#term-epoch']").first
    term.focus()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert term.evaluate("term => term === document.activeElement")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(card).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#term-epoch")


def test_a_preview_can_be_pointed_at_and_goes_with_the_pointer(visit):
    page = visit(f"{BPTT}.html")
    card = page.locator("#preview")
    page.locator("article a[href$='html#fig-unrolled']").first.hover()
    expect(card).to_be_visible()
    card.hover()
    page.wait_for_timeout(500)
    assert card.is_visible()
    page.mouse.move(2, 450)
    expect(card).to_be_hidden()


def test_a_finger_follows_the_link(visit):
    page = visit(f"{BPTT}.html", width=390, has_touch=True, is_mobile=True)
    page.locator("article a[href$='#term-epoch']").first.tap()
    page.wait_for_url("**/glossary.html#term-epoch")
    assert not page.locator("#preview").is_visible()


def test_from_a_file_links_stay_links(visit, site):
    page = visit(f"{BPTT}.html", address=site.as_uri())
    page.locator("article a[href$='#term-epoch']").first.hover()
    page.wait_for_timeout(600)
    assert not page.locator("#preview").is_visible()
    page.locator("article a:not(.headerlink)[href='#equation-bptt-scalar']").first.hover()
    expect(page.locator("#preview")).to_be_visible()  # of the page itself


# The reader's place --------------------------------------------------------------------------


def test_the_place_is_remembered_offered_and_forgotten(visit, server):
    page = visit(f"{BPTT}.html")
    page.goto(f"{server}/index.html")
    line = page.locator("#continue")
    assert not line.is_visible()  # a look at a chapter's first lines is no place
    page.goto(f"{server}/{BPTT}.html")
    page.locator("#three-steps-backwards-by-hand").evaluate("s => s.scrollIntoView()")
    page.wait_for_timeout(700)
    page.goto(f"{server}/index.html")
    expect(line).to_be_visible()
    link = line.get_by_role("link")
    assert link.text_content() == "chapter 4, Three steps backwards, by hand"
    link.click()
    page.wait_for_url(f"**/{BPTT}.html#three-steps-backwards-by-hand")
    page.goto(f"{server}/{BPTT}.html")
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") == 0  # nothing moves by itself
    page.goto(f"{server}/index.html")
    line.get_by_role("button", name="Forget my place").click()
    assert not line.is_visible()
    page.reload()
    assert not line.is_visible()


# The keyboard --------------------------------------------------------------------------------

WHERE = """() => {
    const at = document.activeElement;
    if (at.closest('.skip-link')) return 'skip link';
    if (at.closest('[class*=search]')) return 'search';
    if (at.closest('.bd-links')) return 'sidebar';
    if (at.closest('article')) return 'article';
    return 'other';
}"""


def test_the_keyboard_goes_from_the_top_to_the_article(visit):
    page = visit(f"{BPTT}.html")
    order = []
    for _ in range(120):
        page.keyboard.press("Tab")
        order.append(page.evaluate(WHERE))
        if order[-1] == "article":
            break
    met = [where for where in dict.fromkeys(order) if where != "other"]
    assert met == ["skip link", "search", "sidebar", "article"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", [BPTT, "index", "labs/lab-3-backpropagate-by-hand"])
def test_where_the_keyboard_is_can_be_seen(visit, name, theme):
    page = visit(f"{name}.html", color_scheme=theme)
    page.keyboard.press("Tab")  # what is focused from now on is focused by key
    unseen = page.evaluate("""() => {
        const seen = (node) => {
            const style = getComputedStyle(node);
            return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
                || style.boxShadow !== 'none';
        };
        const all = 'a[href], button, summary, input, textarea, select, [tabindex="0"]';
        return [...document.querySelectorAll(all)]
            .filter((node) => node.checkVisibility({visibilityProperty: true}) && !node.disabled)
            .filter((node) => {
                node.focus();
                // the mark of a summary in the sidebar is round its arrow
                return document.activeElement === node && ![node, ...node.children].some(seen);
            })
            .map((node) => node.outerHTML.slice(0, 120));
    }""")
    assert unseen == []
