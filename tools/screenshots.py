#!/usr/bin/env python3
"""Photograph every page of the built site, for looking through: ``make screenshots``.

A page is taken in full height, in both themes at both widths, and laid out in columns, so that a
chapter fits on two or three sheets under ``_build/screenshots``. Needs Chromium.
"""

import argparse
import io
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import browser
from contents import pages
from serve import SITE

ROOT = Path(__file__).resolve().parents[1]
SHEETS = ROOT / "_build" / "screenshots"
SCALES = {1280: 0.4, 390: 0.8}  # width of the window: how small it is shown
THEMES = ("light", "dark")
WIDE, TALL, GAP, HEAD = 2000, 1600, 16, 32  # a sheet without its head, in its own pixels
PATIENCE = 60_000  # milliseconds for one picture, on a busy machine


def cuts(height, scale):
    """Return where a page is cut into columns, as (top, height) in its own pixels."""
    step = int(TALL / scale)
    return [(top, min(step, height - top)) for top in range(0, height, step)]


def lay_out(columns, title, theme):
    """Yield sheets with the columns side by side under the title."""
    column = columns[0].width + GAP
    each = max(1, (WIDE - GAP) // column)
    ground, ink = ("#fff", "#000") if theme == "light" else ("#000", "#fff")
    for first in range(0, len(columns), each):
        beside = columns[first : first + each]
        sheet = Image.new("RGB", (GAP + column * len(beside), HEAD + TALL + GAP), ground)
        words = f"{title}  {first // each + 1}/{-(-len(columns) // each)}"
        ImageDraw.Draw(sheet).text((GAP, 6), words, ink, ImageFont.load_default(18))
        for number, picture in enumerate(beside):
            sheet.paste(picture, (GAP + number * column, HEAD))
        yield sheet


def photograph(tab, scale):
    """Return the columns of the page that a tab shows, once all of it has loaded."""
    height = tab.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 1500):  # pictures load when they come near
        tab.evaluate(f"scrollTo(0, {top})")
        tab.wait_for_timeout(30)
    tab.evaluate("scrollTo(0, 0)")
    tab.wait_for_timeout(300)
    size = tab.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    pictures = (
        tab.screenshot(
            full_page=True,
            clip={"x": 0, "y": top, "width": size[0], "height": part},
            timeout=PATIENCE,
        )
        for top, part in cuts(size[1], scale)
    )
    return [Image.open(io.BytesIO(picture)) for picture in pictures]


def make_sheets(page, address, folder, widths, themes):
    """Write the sheets of one page; return how many."""
    made = 0
    with browser.launch() as chromium:
        for width in widths:
            for theme in themes:
                scale = SCALES[width]
                tab = open_tab(chromium, width, theme)
                tab.goto(f"{address}/{page}.html", timeout=PATIENCE)
                title = f"{page}, {width} px, {theme}"
                for number, sheet in enumerate(lay_out(photograph(tab, scale), title, theme), 1):
                    name = f"{page.replace('/', '-')}-{width}-{theme}-{number}.png"
                    sheet.save(folder / name)
                    made += 1
                tab.context.close()
    return made


def open_tab(chromium, width, theme):
    """Return a tab of this width whose reader has chosen the theme."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        device_scale_factor=SCALES[width],
        color_scheme=theme,
        reduced_motion="reduce",
    )
    for key in ("mode", "theme"):
        context.add_init_script(f"localStorage.setItem('{key}', '{theme}')")
    return context.new_page()


def main(arguments=None, site=SITE, folder=SHEETS):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("only", nargs="*", help="the beginnings of pages' names; all without")
    parser.add_argument("--width", type=int, choices=SCALES, help="one width instead of both")
    parser.add_argument("--theme", choices=THEMES, help="one theme instead of both")
    options = parser.parse_args(arguments)
    if not browser.chromium():
        sys.exit("Screenshots need Chromium, which is not installed (Debian: apt install chromium)")
    if not (site / "index.html").is_file():
        sys.exit("There is no site here yet: run `make book` first.")
    wanted = [page for page in pages() if page.startswith(tuple(options.only) or "")]
    if not wanted:
        sys.exit(f"No page begins with {' or '.join(options.only)}.")
    folder.mkdir(parents=True, exist_ok=True)
    widths = [options.width] if options.width else list(SCALES)
    themes = [options.theme] if options.theme else THEMES
    print(f"{sum(take(wanted, site, folder, widths, themes))} sheets in {folder}")


def take(wanted, site, folder, widths, themes):
    """Yield the number of each page's sheets, two pages at a time."""
    with browser.served(site) as address:
        job = partial(make_sheets, address=address, folder=folder, widths=widths, themes=themes)
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            for page, made in zip(wanted, pool.map(job, wanted), strict=True):
                print(f"  {page}: {made}", flush=True)
                yield made


if __name__ == "__main__":
    main()
