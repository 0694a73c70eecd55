"""_ext/theme.py: what it takes out and joins, and that it says when the theme has changed."""

import pytest

from theme import CUTS, MENDS, Change, change, clear, join, script, sheet, sized, used

WORDS = {"kept", "page", "fa-star", "article"}


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".kept{a:b}.gone{a:b}", ".kept{a:b}"),
        (".gone,.kept .page,p{a:b}", ".kept .page,p{a:b}"),
        (".kept.gone{a:b}#gone{a:b}#page{a:b}", "#page{a:b}"),
        ("p:not(.gone){a:b}", "p:not(.gone){a:b}"),
        ("[class*=gone] p{a:b}", "[class*=gone] p{a:b}"),
        ("@media print{.gone{a:b}}@media print{.kept{a:b}}", "@media print{.kept{a:b}}"),
        ("@font-face{font-family:x}", "@font-face{font-family:x}"),
        (".bs-tooltip-auto{a:b}", ".bs-tooltip-auto{a:b}"),  # a script puts the name together
        ("/*! licence */p{a:b}", "/*! licence */p{a:b}"),
    ],
)
def test_only_rules_that_match_nothing_are_left_out(css, left):
    assert used(css, WORDS) == left


def test_a_joined_stylesheet_still_finds_its_pictures(tmp_path):
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "a.css").write_text('@import "../b.css";\np{c:url("../d.svg")}')
    (tmp_path / "b.css").write_text("/* words */i{c:url(e/f.woff2)}b{c:url(data:x)}")
    told = sheet(tmp_path / "styles" / "a.css", tmp_path, WORDS).split()
    assert told == ["i{c:url(e/f.woff2)}b{c:url(data:x)}", "p{c:url(d.svg)}"]


def test_our_scripts_keep_names_and_errors_to_themselves(tmp_path):
    path = tmp_path / "a.js"
    path.write_text("// words\nconst a = 1;\n//# sourceMappingURL=a.js.map\n")
    assert script(path, is_ours=False).split("\n")[-2:] == ["const a = 1;", ";"]
    ours = script(path, is_ours=True)
    assert ours.startswith("try {\nconst a = 1;") and "reportError(error)" in ours
    assert "words" not in ours


@pytest.mark.parametrize("each", [*CUTS, *MENDS], ids=lambda each: each.pattern[:40])
def test_a_fault_that_is_gone_is_told(each):
    _, (told,) = change("<html>", "a", {each.where}, changes=[each])
    assert told == f"a has no {each.pattern}"


def test_a_page_of_another_kind_is_left_alone():
    only = [Change("<b>", "", "every page but the search")]
    assert change("<b>", "search", {"every page"}, only) == ("<b>", [])
    assert change("<b>", "a", {"every page but the search"}, only) == ("", [])


def test_what_all_pages_share_is_joined_and_the_rest_is_deferred(tmp_path):
    static, ours = tmp_path / "_static", tmp_path / "ours"
    static.mkdir()
    for name in ("a.css", "b.css", "a.js", "b.js", "own.js"):
        (static / name).write_text(f"{name[0]}{{}}" if name.endswith("css") else f"{name[0]}();")
    common = '<link rel="stylesheet" href="{0}a.css?v=1" />\n<script src="{0}a.js"></script>\n'
    more = (
        '<link href="{0}b.css" rel="stylesheet">\n<script src="{0}b.js"></script>\n'
        '<script type="module" src="{0}own.js"></script>\n'
    )
    one, two = common.format("_static/"), (common + more).format("../_static/")
    pages = [(tmp_path / "one.html", one), (tmp_path / "in" / "two.html", two)]
    ((_, first), (_, second)), joined = join(pages, static, ours)
    assert [path.name for path in joined] == ["a.css", "a.js"]
    assert (static / "site.css").read_text() == "a{}" and "a();" in (static / "site.js").read_text()
    assert 'href="_static/site.css?v=' in first and "a.css" not in first + second
    assert '<script defer src="../_static/site.js?v=' in second
    assert '<script defer src="../_static/b.js">' in second
    assert '<script type="module" src="../_static/own.js">' in second
    clear(static, joined)
    assert {path.name for path in static.iterdir()} == {
        "site.css", "site.js", "b.css", "b.js", "own.js"
    }  # fmt: skip


def test_pictures_tell_their_size_and_wait(tmp_path):
    (tmp_path / "a.svg").write_text('<svg width="72pt" height="36.2pt" viewBox="0 0 1 1"></svg>')
    (tmp_path / "b.svg").write_text('<svg viewBox="0 0 5 6" width="50" height="60"></svg>')
    page = tmp_path / "page.html"
    html = '<img src="a.svg"><article><img src="a.svg"><img src="b.svg"><img src="c.svg"></article>'
    assert sized(page, html) == (
        '<img src="a.svg"><article><img width="96" height="48" src="a.svg">'
        '<img loading="lazy" width="50" height="60" src="b.svg">'
        '<img loading="lazy" src="c.svg"></article>'
    )
