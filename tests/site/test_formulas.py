"""Formulas on the built site: whole at every width, without a script, in the site's own font."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

import math_font
from book import PAGES

pytestmark = pytest.mark.site
MATH = re.compile(r"<math.*?</math>", re.S)
INVISIBLE = set("\u2061\u2062\u2063\u2064\u00a0")

# Every formula that is not wholly within the column and within all that clips what is inside.
CLIPPED = """() => {
    const article = document.querySelector("article");
    for (const box of article.querySelectorAll("details")) box.open = true;
    const style = getComputedStyle(article), column = article.getBoundingClientRect();
    const left = column.left + parseFloat(style.paddingLeft);
    const right = column.right - parseFloat(style.paddingRight);
    const outside = (r, from, to) => r.left < from - 1 || r.right > to + 1;
    const fault = (math) => {
        const r = math.getBoundingClientRect();
        if (!(r.width > 0 && r.height > 0)) return "not shown";
        if (outside(r, left, right)) return "leaves the column";
        if (math.scrollWidth > math.clientWidth + 1) return "wider than its box";
        for (let box = math.parentElement; box !== article; box = box.parentElement) {
            const b = box.getBoundingClientRect();
            if (getComputedStyle(box).overflowX !== "visible" && outside(r, b.left, b.right))
                return "cut off";
        }
    };
    return [...article.querySelectorAll("math")]
        .map((math) => [fault(math), math.textContent.slice(0, 60)])
        .filter(([found]) => found);
}"""


def with_formulas(site):
    """Return the pages that hold a formula."""
    text = {name: (site / f"{name}.html").read_text(encoding="utf-8") for name in PAGES}
    return [name for name in PAGES if "<math" in text[name]]


def clipped(page, server, names):
    """Return what is clipped on each page that has it."""
    found = {}
    for name in names:
        page.goto(f"{server}/{name}.html")
        page.evaluate("document.fonts.ready.then(() => 1)")
        found[name] = page.evaluate(CLIPPED)
    return {name: formulas for name, formulas in found.items() if formulas}


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_formula_is_clipped(chromium, server, site, width, scripts):
    viewport = {"width": width, "height": 900}
    context = chromium.new_context(viewport=viewport, java_script_enabled=scripts)
    asked = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    try:
        assert clipped(page, server, with_formulas(site)) == {}
    finally:
        context.close()
    assert not [url for url in asked if "mathjax" in url.lower()]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_shows_tex_or_loads_mathjax(site, name):
    text = (site / f"{name}.html").read_text(encoding="utf-8")
    prose = re.sub(r"<(pre|script|code)\b.*?</\1>", "", text, flags=re.S)
    assert not re.search(r"\\\(|\\\[|\\[a-z]+\{", prose)
    assert "mathjax" not in text.lower()


def characters(math):
    """Return the characters of a formula as the browser shows them: single letters in italics."""
    tree = ElementTree.fromstring(unescape(math.replace("&lt;", "‹").replace("&amp;", "")))
    for element in tree.iter():
        text = element.text or ""
        if element.tag == "mi" and len(text) == 1 and element.get("mathvariant") != "normal":
            text = italic(text)
        yield from text.replace("‹", "<")


def italic(letter):
    """Return the italic form that MathML takes for a variable."""
    if letter == "h":
        return "ℎ"
    for first, last, start in (("A", "Z", 0x1D434), ("a", "z", 0x1D44E), ("Α", "Ω", 0x1D6E2)):
        if first <= letter <= last:
            return chr(start + ord(letter) - ord(first))
    if "α" <= letter <= "ω":
        return chr(0x1D6FC + ord(letter) - ord("α"))
    return {"∂": "𝜕", "ϵ": "𝜖", "ϑ": "𝜗", "ϕ": "𝜙", "ϱ": "𝜚", "ϖ": "𝜛"}.get(letter, letter)


def test_the_font_has_every_character(site):
    """Nothing may come from another font: what is missing goes into EXTRA of tools/math_font.py."""
    used = {
        character
        for path in site.rglob("*.html")
        for math in MATH.findall(path.read_text(encoding="utf-8"))
        for character in characters(math)
    }
    assert len(used) > 80
    assert {c for c in used - INVISIBLE if ord(c) not in math_font.CHARACTERS} == set()


def test_the_font_is_what_its_script_writes(site):
    pytest.importorskip("brotli")  # the lock leaves it out
    font = TTFont(site / "_static" / "fonts" / math_font.FONT.name)
    unassigned = {0x1D455, 0x3A2}  # holes in the ranges
    assert set(font.getBestCmap()) == math_font.CHARACTERS - unassigned
    assert "MATH" in font
