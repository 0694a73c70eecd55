"""tools/screenshots: sheets that show all of a page."""

import pytest
from PIL import Image

import screenshots

pytestmark = [pytest.mark.site]


def test_a_page_is_cut_into_columns_that_leave_nothing_out():
    assert screenshots.cuts(9000, 0.4) == [(0, 4000), (4000, 4000), (8000, 1000)]
    assert screenshots.cuts(100, 0.8) == [(0, 100)]


def test_sheets_hold_as_many_columns_as_fit():
    columns = [Image.new("RGB", (512, 1600), (200, 0, number)) for number in range(4)]
    sheets = list(screenshots.lay_out(columns, "chapters/x, 1280 px, light", "light"))
    assert [sheet.size for sheet in sheets] == [(1600, 1648), (544, 1648)]
    assert [sheets[0].getpixel((16 + 528 * n, 32)) for n in range(3)] == [
        (200, 0, n) for n in range(3)
    ]
    assert sheets[1].getpixel((16, 32)) == (200, 0, 3)
    assert sheets[0].crop((0, 0, 400, 32)).getextrema()[0][0] < 100  # the title is written


def test_without_chromium_it_says_so(monkeypatch, site, tmp_path):
    monkeypatch.setattr(screenshots.browser, "chromium", lambda: None)
    with pytest.raises(SystemExit, match="need Chromium"):
        screenshots.main([], site, tmp_path)


def test_an_unknown_page_is_named(monkeypatch, site, tmp_path):
    monkeypatch.setattr(screenshots.browser, "chromium", lambda: "/bin/true")
    with pytest.raises(SystemExit, match="No page begins with chapters/99"):
        screenshots.main(["chapters/99"], site, tmp_path)


@pytest.mark.browser
def test_a_page_is_photographed(chromium, server, tmp_path):
    tab = screenshots.open_tab(chromium, 390, "dark")
    tab.goto(f"{server}/reference/notation.html")
    height = tab.evaluate("document.documentElement.scrollHeight")
    columns = screenshots.photograph(tab, 0.8)
    tab.context.close()
    assert {column.width for column in columns} == {312}
    assert abs(sum(column.height for column in columns) - 0.8 * height) < 60
    assert sum(columns[0].getpixel((5, 400))[:3]) < 200  # dark
