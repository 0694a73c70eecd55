#!/usr/bin/env python3
"""Print the built book as one PDF: ``make pdf``. Needs Chromium, and takes about a minute.

The articles of all pages are put into one document (``tools/pdf/assemble.js``), which Chromium
prints twice: the first print tells on which page everything begins, the second has these numbers
in its contents. Then the site gets the file and the links to it.
"""

import argparse
import io
import os
import re
import sys
import time
from html import escape
from pathlib import Path
from string import Template

import pikepdf
import yaml

import browser
from contents import pages, parts
from serve import SITE

ROOT = Path(__file__).resolve().parents[1]
PIECES = ROOT / "tools" / "pdf"
NAME = "unrolled.pdf"
LARGEST = 25_000_000  # bytes, for an e-mail and a telephone
PATIENCE = 300_000  # milliseconds for one print
MARK = re.compile(r"<!-- pdf -->(?:<p class=\"book-pdf\">.*?</p>)?", re.DOTALL)


class Fault(Exception):
    """The book cannot be printed as it is."""


def citation(root):
    """Return (title, authors, abstract) as the book is to be cited."""
    cited = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    return cited["title"], [*map(author, cited["authors"])], " ".join(cited["abstract"].split())


def author(cited):
    """Return an author's name, a person's or a group's."""
    return cited.get("name") or f"{cited['given-names']} {cited['family-names']}"


def frame(root, site):
    """Return the document without its articles: cover, and empty contents."""
    title, authors, _ = citation(root)
    name, _, subtitle = title.partition(": ")
    text = Template((PIECES / "book.html").read_text(encoding="utf-8"))
    return text.substitute(
        title=escape(title),
        name=escape(name),
        subtitle=escape(subtitle),
        authors=escape(", ".join(authors)),
        address=f'<br><a href="{escape(site)}">{escape(site)}</a>' if site else "",
        style=(PIECES / "book.css").read_text(encoding="utf-8"),
    )


def assemble(tab, address, contents, root, site):
    """Open the document in a tab and bring the articles in."""
    where = f"{address}/book-on-paper.html"
    tab.route(where, lambda route: route.fulfill(body=frame(root, site), content_type="text/html"))
    tab.goto(where)
    script = (PIECES / "assemble.js").read_text(encoding="utf-8")
    told = tab.evaluate(script, {"parts": contents, "root": pages(root)[0], "site": site})
    for kind, found in (
        ("links lead nowhere", told["dead"]),
        ("pictures are blank", told["blank"]),
    ):
        if found:
            raise Fault(f"{len(found)} {kind}: {', '.join(found[:5])}")


def printed(tab, tagged=True):
    """Print what a tab shows; return the PDF's bytes. Without tags it takes half the time."""
    tab.set_default_timeout(PATIENCE)
    return tab.pdf(prefer_css_page_size=True, outline=tagged, tagged=tagged)


def begins(pdf):
    """Return the number of the page on which each link target stands."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        numbers = {page.objgen: number for number, page in enumerate(opened.pages, 1)}
        targets = opened.Root.Dests.items()
        return {name.removeprefix("/"): numbers[place[0].objgen] for name, place in targets}


FILL = """(numbers) => {
    for (const place of document.querySelectorAll("#contents .page-number")) {
        place.textContent = numbers[place.dataset.of] ?? "";
    }
}"""


def print_book(tab):
    """Return the PDF of the assembled document, its contents numbered."""
    numbers = begins(printed(tab, tagged=False))
    for _ in range(2):  # the numbers could move what they number
        tab.evaluate(FILL, numbers)
        pdf = printed(tab)
        before, numbers = numbers, begins(pdf)
        if numbers == before:
            return pdf
    raise Fault("the page numbers of the contents do not come to rest")


def finish(pdf, path, root):
    """Write the file, packed, with its metadata; viewers open it with its bookmarks."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        with opened.open_metadata() as about:
            about["dc:title"], about["dc:creator"], about["dc:description"] = citation(root)
        opened.Root.PageMode = pikepdf.Name.UseOutlines
        opened.Root.ViewerPreferences.DisplayDocTitle = True
        opened.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        count = len(opened.pages)
    if path.stat().st_size > LARGEST:
        size = path.stat().st_size / 1e6
        path.unlink()
        raise Fault(f"the PDF has {size:.0f} MB, more than {LARGEST / 1e6:.0f}")
    return count


def link(site, path, count):
    """Put a link to the PDF into every page of the site that has a place for it."""
    size = f"{count} pages, {path.stat().st_size / 1e6:.0f} MB"
    linked = 0
    for page in sorted(site.rglob("*.html")):
        html = page.read_text(encoding="utf-8")
        root = re.search(r'data-content_root="([^"]*)"', html)
        if root and MARK.search(html):
            url = f"{root[1]}{path.relative_to(site).as_posix()}"
            told = f'<p class="book-pdf"><a href="{url}">The book as PDF</a> ({size})</p>'
            page.write_text(MARK.sub(f"<!-- pdf -->{told}", html), encoding="utf-8")
            linked += 1
    return linked


def make_pdf(site, root, path):
    """Print the site's pages into a file; return how many pages that has."""
    address_of_site = os.environ.get("UNROLLED_SITE", "").rstrip("/")
    address_of_site += "/" if address_of_site else ""
    with browser.served(site) as address, browser.launch() as chromium:
        tab = chromium.new_page(viewport={"width": 794, "height": 1123})
        assemble(tab, address, parts(root), root, address_of_site)
        pdf = print_book(tab)
    return finish(pdf, path, root)


def main(arguments=None, site=SITE):
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args(arguments)
    if not browser.chromium():
        sys.exit("The PDF needs Chromium, which is not installed (Debian: apt install chromium).")
    if not (site / ".complete").is_file():
        sys.exit("There is no whole site here yet: run `make book` first.")
    start = time.perf_counter()
    try:
        count = make_pdf(site, ROOT, site / NAME)
    except Fault as fault:
        sys.exit(f"No PDF was made: {fault}")
    linked = link(site, site / NAME, count)
    size = (site / NAME).stat().st_size / 1e6
    print(f"{site / NAME}: {count} pages, {size:.1f} MB, {time.perf_counter() - start:.0f} s")
    print(f"  linked from {linked} pages of the site")


if __name__ == "__main__":
    main()
