"""How the site looks: its fonts, the width of its lines, what need not be scrolled."""

import re

import pytest

from book import PAGES, ROOT
from page_characters import LATIN, characters

pytestmark = [pytest.mark.site]

# No font of the book has these; the reader's own system has.
FALL_BACK = {"text": set("→⌈⌉√≤"), "code": set("₂→√")}
CHAPTERS = ("01-recurrent-neurons", "04-backpropagation-through-time", "08-several-steps-ahead")


def has(css, families):
    """Return the characters that the `@font-face` rules of some families claim to have."""
    found = set()
    for family, style, codes in re.findall(
        r'font-family: "([^"]+)"; font-style: (\w+);.*?unicode-range: ([^;]+);', css, re.S
    ):
        if family in families and style == "normal":
            for code in codes.split(", "):
                ends = [int(end, 16) for end in code.removeprefix("U+").split("-")]
                found |= set(map(chr, range(ends[0], ends[-1] + 1)))
    return found


def test_every_character_has_a_font(site):
    css = (ROOT / "_assets" / "fonts.css").read_text(encoding="utf-8")
    used = characters(site)
    beyond = {"text": has(css, ("Source Serif 4",)), "code": has(css, ("JetBrains Mono",))}
    for kind, of_fonts in beyond.items():
        known = LATIN | FALL_BACK[kind] | {"\n", "\t", "\r"}
        listed = {c for c in of_fonts if not 0x2000 <= ord(c) < 0x2C00}
        assert used[kind] - known - listed == set(), f"run tools/fonts.py ({kind})"


def test_fonts_are_light_and_licensed(site):
    fonts = site / "_static" / "fonts"
    text = ("source-", "jetbrains-")
    sizes = [f.stat().st_size for f in fonts.glob("*.woff2") if f.name.startswith(text)]
    assert 60_000 < sum(sizes) <= 130_000
    for family in ("source-serif-4", "source-sans-3", "jetbrains-mono"):
        licence = (fonts / f"{family}-LICENSE.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE" in licence.upper()


@pytest.fixture
def visit(chromium, server):
    """Open a page at a width, its fonts loaded."""
    contexts = []

    def open_page(name, width):
        contexts.append(chromium.new_context(viewport={"width": width, "height": 900}))
        page = contexts[-1].new_page()
        page.goto(f"{server}/{name}.html")
        page.evaluate("document.fonts.ready.then(() => 1)")
        return page

    yield open_page
    for context in contexts:
        context.close()


PER_LINE = """() => [...document.querySelectorAll("article section > p")].filter(p =>
    p.textContent.length > 250 && !p.querySelector("code, .math, math, mjx-container"))
    .map(p => p.textContent.length /
        Math.round(p.clientHeight / parseFloat(getComputedStyle(p).lineHeight)))"""


@pytest.mark.browser
@pytest.mark.parametrize("name", CHAPTERS)
def test_lines_are_of_a_width_to_read(visit, name):
    lines = visit(f"chapters/{name}", 1280).evaluate(PER_LINE)
    # The last line of a paragraph is short, so the mean is a little below that of full lines.
    assert len(lines) >= 3 and 58 <= sum(lines) / len(lines) <= 72


@pytest.mark.browser
def test_three_voices(visit):
    page = visit("chapters/01-recurrent-neurons", 1280)
    style = """(selector) => {
        const c = getComputedStyle(document.querySelector(selector));
        const family = c.fontFamily.split(",")[0].replaceAll('"', "");
        return [family, parseFloat(c.fontSize), Number(c.fontWeight)];
    }"""
    assert page.evaluate(style, "article section section > p") == ["Source Serif 4", 18, 400]
    assert page.evaluate(style, "article h1") == ["Source Sans 3", 36, 700]
    assert page.evaluate(style, "article h2") == ["Source Sans 3", 26, 700]
    assert page.evaluate(style, "article h3") == ["Source Sans 3", 20, 600]
    assert page.evaluate(style, ".cell_input pre")[0] == "JetBrains Mono"
    loaded = "[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)"
    loaded = {family.strip('"') for family in page.evaluate(loaded)}
    assert {"Source Serif 4", "Source Sans 3", "JetBrains Mono"} <= loaded


TOO_WIDE = """(selector) => [...document.querySelectorAll(selector)]
    .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.slice(0, 60))"""


@pytest.mark.browser
@pytest.mark.parametrize("name", [page for page in PAGES if "/" in page])
def test_code_messages_and_tables_need_no_scrolling(visit, name):
    page = visit(name, 390)
    assert (
        page.evaluate(TOO_WIDE, ".cell_input pre, .output:not(.columns) > .highlight > pre") == []
    )
    # what is too wide all the same scrolls with a shadow, and the keyboard can get there
    left = "article .pst-scrollable-table-container:not([tabindex])"
    assert page.evaluate(TOO_WIDE, left) == []
    small = "[...document.querySelectorAll('.cell_input pre')].map(p => getComputedStyle(p)."
    assert all(size == "11.5px" for size in page.evaluate(small + "fontSize)"))


FIRST_LINES = """() => [...document.querySelectorAll(".output.stream pre")].map(pre => {
    const text = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT).nextNode();
    const range = document.createRange();
    range.setStart(text, 0); range.setEnd(text, 1);
    const edge = pre.getBoundingClientRect().left + parseFloat(getComputedStyle(pre).paddingLeft);
    return Math.round(range.getBoundingClientRect().left - edge);
})"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_printed_lines_begin_at_the_edge_and_tables_have_no_grey(visit, width):
    page = visit("chapters/04-backpropagation-through-time", width)
    left = page.evaluate(FIRST_LINES)
    assert len(left) > 5 and set(left) == {0}
    grey = "[...document.querySelectorAll('tr')].map(r => getComputedStyle(r).backgroundColor)"
    assert set(page.evaluate(grey)) == {"rgba(0, 0, 0, 0)"}


CITED = """() => [...new Map(
    [...document.querySelectorAll("section > p .bibtex-citation a")].map((a) => [a.href, a.title])
).values()]"""
BESIDE = """() => [...document.querySelectorAll(".margin-note")].map((note) => {
    const [n, p] = [note, note.nextElementSibling].map((e) => e.getBoundingClientRect());
    return [n.left - p.right, n.right - note.parentElement.getBoundingClientRect().right];
})"""
COVERED = """() => {
    const boxes = [...document.querySelectorAll("article :is(section > p, figure, pre, table)")]
        .filter((e) => e.checkVisibility()).map((e) => e.getBoundingClientRect());
    const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return [...document.querySelectorAll(".margin-note")].map((n) => n.getBoundingClientRect())
        .filter((n) => boxes.some((b) => over(n, b))).length;
}"""


@pytest.mark.browser
def test_what_is_cited_stands_in_the_margin_where_there_is_room(visit):
    page = visit("chapters/05-unstable-gradients", 1440)
    cited = page.evaluate(CITED)
    assert len(cited) > 5
    assert page.locator(".margin-note p").all_inner_texts() == cited
    for gap, over in page.evaluate(BESIDE):
        assert gap > 8 and over <= 1
    assert page.evaluate(COVERED) == 0
    page = visit("chapters/05-unstable-gradients", 1280)
    assert not page.locator(".margin-note").first.is_visible()
