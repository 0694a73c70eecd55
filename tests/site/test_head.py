"""What pages say of themselves: to search engines, to chats, at their foot; locally and published.

The local site is the one that `make book` has built. The published one is a book of two pages.
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from datetime import date
from types import SimpleNamespace

import pytest
from docutils import nodes
from PIL import Image

from book import PAGES, ROOT
from head import (
    MOVED,
    PICTURE,
    description,
    edition,
    from_root,
    last_change,
    write_beside,
    write_stub,
)

pytestmark = pytest.mark.site
SITE = "https://owner.example/book/"
REPOSITORY = "https://github.com/owner/book"
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
LAUNCH = re.compile(r'href="(https://(?:mybinder\.org|colab\.research\.google\.com)/[^"]*)"')
CHAPTER = """# A chapter & its title

It costs $a^2$ to read. A neuron hears its own past. So it remembers.

## A section

Nothing more.
"""
NOTEBOOK = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# Another

It counts.

```{code-cell} python
print(1 + 1)
```
"""


def head(html):
    """Return what a page's head says, by name or property."""
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html)
    links = re.findall(r'<link rel="(canonical)" href="([^"]*)"', html)
    return dict(found + links)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A small book, built as the publish workflow builds this one."""
    book = tmp_path_factory.mktemp("book")
    for name in ("_ext", "_assets", "reference"):
        shutil.copytree(ROOT / name, book / name)
    shutil.copy(ROOT / "_config.yml", book)
    (book / "chapters").mkdir()
    (book / "index.md").write_text("# Home\n\nHere it begins.\n")
    (book / "chapters" / "one.md").write_text(CHAPTER)
    (book / "chapters" / "two.md").write_text(NOTEBOOK)
    part = "parts:\n- caption: Part I\n  chapters:\n"
    part += "  - file: chapters/one\n  - file: chapters/two\n"
    (book / "_toc.yml").write_text(f"format: jb-book\nroot: index\n{part}")
    env = {"UNROLLED_SITE": SITE.rstrip("/"), "UNROLLED_REPOSITORY": REPOSITORY}
    env |= {"SOURCE_DATE_EPOCH": "1764201600", "UNROLLED_BRANCH": "main"}
    command = [sys.executable, str(ROOT / "tools" / "build_book.py"), "--source", str(book)]
    done = subprocess.run(command, env=os.environ | env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    return book / "_build" / "html"


@pytest.mark.exhaustive
class TestPublished:
    def test_head(self, published):
        said = head((published / "chapters" / "one.html").read_text("utf-8"))
        assert said["description"] == "A neuron hears its own past. So it remembers. Nothing more."
        assert said["canonical"] == said["og:url"] == f"{SITE}chapters/one.html"
        assert said["og:title"] == said["og:image:alt"] == "A chapter &amp; its title"
        assert said["og:description"] == said["description"]
        assert said["twitter:card"] == "summary_large_image"
        assert said["og:image"] == f"{SITE}_static/link-pictures/chapters/one.png"

    def test_every_page_has_a_picture_of_the_size_it_tells(self, published):
        for name in ("index", "chapters/one", "chapters/two"):
            said = head((published / f"{name}.html").read_text("utf-8"))
            data = (published / said["og:image"].removeprefix(SITE)).read_bytes()
            size = (int(said["og:image:width"]), int(said["og:image:height"]))
            assert Image.open(io.BytesIO(data)).size == size == PICTURE
            assert len(data) < 40_000

    def test_sitemap_and_robots(self, published):
        tree = ET.parse(published / "sitemap.xml")
        found = {e.text for e in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
        assert found == {f"{SITE}{name}.html" for name in ("index", "chapters/one", "chapters/two")}
        robots = (published / "robots.txt").read_text().split("\n")
        assert f"Sitemap: {SITE}sitemap.xml" in robots and "Disallow" not in str(robots)

    def test_a_missing_page_leads_on_from_any_depth(self, published):
        html = (published / "404.html").read_text("utf-8")
        addresses = re.findall(r'\b(?:href|src|action)="([^"]*)"', html)
        assert len(addresses) > 8
        for address in addresses:
            outside = address.startswith(("#", "https://"))
            assert outside or address.startswith("/book/"), address
            if address.startswith("/book/"):
                assert (published / address[6:].partition("?")[0].partition("#")[0]).is_file()
        assert '<form action="/book/search.html"' in html
        assert '<a href="/book/chapters/one.html">A chapter &amp; its title</a>' in html
        assert "<h2>Part I</h2>" in html and "canonical" not in head(html)

    def test_foot(self, published):
        html = (published / "chapters" / "one.html").read_text("utf-8")
        foot = html[html.index("extra_footer") :]
        assert f'<a href="{REPOSITORY}/edit/main/chapters/one.md">Edit this page</a>' in foot
        assert f'<a href="{REPOSITORY}/issues/new?template=error.yml&amp;' in foot
        assert f"Edition {VERSION}, 27 November 2025." in foot
        assert "Edit this page" not in (published / "404.html").read_text("utf-8")

    def test_a_page_with_code_opens_in_binder_and_colab(self, published):
        html = (published / "chapters" / "two.html").read_text("utf-8")
        binder, colab = LAUNCH.findall(html)
        assert binder.startswith("https://mybinder.org/v2/gh/owner/book/environment?urlpath=")
        assert "lab%252Ftree%252Fbook%252Fchapters%252Ftwo.ipynb" in binder
        assert colab.endswith("/github/owner/book/blob/notebooks/chapters/two.ipynb")
        for name in ("index", "chapters/one"):
            html = (published / f"{name}.html").read_text("utf-8")
            assert not LAUNCH.search(html) and "launch-buttons" not in html


class TestLocal:
    def test_no_page_has_a_button_that_would_open_nothing(self, site):
        for name in PAGES:
            html = (site / f"{name}.html").read_text("utf-8")
            assert not LAUNCH.search(html) and "launch-buttons" not in html, name
            if "download-notebook" in html:
                assert (site / "notebooks" / f"{name}.ipynb").is_file()

    @pytest.mark.parametrize("name", PAGES)
    def test_every_page_is_described_and_names_no_address(self, site, name):
        html = (site / f"{name}.html").read_text("utf-8")
        said = head(html)
        text = said["description"]
        assert 25 <= len(text) <= 160 and not re.search(r"[$\\{}<>]|:$", text), text
        assert html.count('name="description"') == 1
        assert not {"canonical", "og:url", "og:image", "twitter:card"} & set(said)
        assert "Edit this page" not in html and f"Edition {VERSION}" in html

    def test_no_two_pages_are_described_alike(self, site):
        texts = [head((site / f"{name}.html").read_text("utf-8"))["description"] for name in PAGES]
        assert len(set(texts)) == len(PAGES)

    def test_nothing_is_written_that_needs_an_address(self, site):
        assert not (site / "sitemap.xml").exists() and not (site / "robots.txt").exists()
        assert 'href="index.html"' in (site / "404.html").read_text("utf-8")

    def test_a_missing_page_shows_every_page_of_the_contents(self, site):
        html = (site / "404.html").read_text("utf-8")
        article = html[html.index("<article") : html.index("</article>")]
        within = ("labs/", "reference/helper-")  # led to by the pages that they stand under
        own = [name for name in PAGES[1:] if not name.startswith(within)]
        assert [n for n in own if f'href="{n}.html"' not in article] == []

    @pytest.mark.browser
    @pytest.mark.parametrize("old", sorted(MOVED))
    def test_what_has_moved_is_found(self, chromium, server, old):
        page = chromium.new_page()
        address, _, section = old.partition("#")
        page.goto(f"{server}/{address}.html" + (f"#{section}" if section else ""))
        page.wait_for_url(f"{server}/{MOVED[old]}.html")
        page.close()


class TestParts:
    @staticmethod
    def described(*paragraphs):
        section = nodes.section()
        for text in paragraphs:
            paragraph = nodes.paragraph()
            for number, part in enumerate(text.split("$")):
                paragraph += nodes.math("", part) if number % 2 else nodes.Text(part)
            section += paragraph
        return description(section)

    def test_sentences_with_formulas_are_left_out(self):
        assert self.described("It is $x^2$ here. Two remain. So do I.") == "Two remain. So do I."

    def test_the_next_paragraph_helps(self):
        assert self.described("All of $x$.", "Take this:", "That one.") == "That one."

    def test_whole_sentences_fit(self):
        first, second = "A" * 100 + ".", "B" * 70 + "."
        assert self.described(f"{first} {second}") == first

    def test_a_long_sentence_is_cut_at_a_word(self):
        text = self.described("word " * 60 + "end.")
        assert len(text) <= 160 and re.fullmatch("(word )+word…", text)

    def test_an_abbreviation_does_not_end_a_sentence(self):
        assert self.described("See e.g. a net. $x$ is. Done.") == "See e.g. a net. Done."

    def test_the_day_is_that_of_the_last_commit(self, tmp_path, monkeypatch):
        monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
        assert last_change(tmp_path) is None and edition(tmp_path) == f"Edition {VERSION}."
        git = ["git", "-C", tmp_path, "-c", "user.name=a", "-c", "user.email=a@b"]
        subprocess.run([*git, "init", "--quiet"], check=True)
        assert last_change(tmp_path) is None  # no commit yet
        when = {"GIT_COMMITTER_DATE": "2024-02-03T12:00:00Z"}
        commit = [*git, "commit", "--quiet", "--allow-empty", "-m", "x"]
        subprocess.run(commit, check=True, env=os.environ | when)
        assert last_change(tmp_path) == date(2024, 2, 3)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
        assert edition(tmp_path) == f"Edition {VERSION}, 1 January 1970."

    def test_addresses_begin_at_the_root(self):
        html = '<a href="a/b.html#c"></a><a href="#d"></a><img src="./e.svg"><a href="https://f">'
        assert from_root(html, SITE) == (
            '<a href="/book/a/b.html#c"></a><a href="#d"></a>'
            '<img src="/book/e.svg"><a href="https://f">'
        )

    def test_a_stub_leads_to_the_new_page(self, tmp_path):
        write_stub(tmp_path, "old/page", "new/page", "Title", SITE)
        html = (tmp_path / "old" / "page.html").read_text()
        assert 'content="0; url=../new/page.html"' in html
        assert f'<link rel="canonical" href="{SITE}new/page.html" />' in html

    def test_other_builders_and_failed_builds_write_nothing(self, tmp_path):
        builder = SimpleNamespace(name="linkcheck")
        write_beside(SimpleNamespace(builder=builder, outdir=tmp_path), None)
        builder.name = "html"
        write_beside(SimpleNamespace(builder=builder, outdir=tmp_path), RuntimeError())
        assert list(tmp_path.iterdir()) == []


def test_the_workflow_names_the_address():
    text = (ROOT / ".github" / "workflows" / "publish.yml").read_text()
    assert re.search(r"- run: make book\n +env:\n +UNROLLED_SITE: \$\{\{ steps\.pages\.", text)
    assert "id: pages\n        uses: actions/configure-pages@" in text
