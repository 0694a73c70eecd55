"""On paper: a page printed from the site, and the book as one PDF."""

import io
import re

import pikepdf
import pypdf
import pytest

import make_pdf
from book import PAGES, ROOT, TOC
from contents import parts

pytestmark = [pytest.mark.site]
CHAPTER = "chapters/09-long-memory"
LUMINANCE = """() => {
    const light = (css) => {
        const [r, g, b, alpha = 1] = css.match(/[\\d.]+/g).map(Number);
        return alpha === 0 ? null : (0.299 * r + 0.587 * g + 0.114 * b) / 255;
    };
    const shown = [...document.querySelectorAll("body, article *")]
        .filter((e) => e.checkVisibility() && !e.closest("svg"));
    const written = (node) => node.nodeType === 3 && node.data.trim();
    const text = shown.filter((e) => [...e.childNodes].some(written));
    return {
        lightest: Math.max(...text.map((e) => light(getComputedStyle(e).color))),
        darkest: Math.min(...shown.map((e) => light(getComputedStyle(e).backgroundColor) ?? 1)),
        scheme: getComputedStyle(document.querySelector("article figure img")).colorScheme,
    };
}"""


@pytest.fixture
def page(chromium, server):
    """A chapter that a reader in dark mode prints."""
    context = chromium.new_context(viewport={"width": 794, "height": 1123}, color_scheme="dark")
    context.add_init_script("localStorage.setItem('mode', 'dark')")
    page = context.new_page()
    page.goto(f"{server}/{CHAPTER}.html")
    page.locator("u-gates").scroll_into_view_if_needed()
    page.locator("u-gates[data-ready]").wait_for()
    yield page
    context.close()


def on_paper(page):
    """Show a page as it is printed, once its script has put the theme away."""
    page.emulate_media(media="print")
    page.wait_for_function("document.documentElement.dataset.theme !== 'dark'")


@pytest.mark.browser
class TestAPage:
    def test_dark_letters_on_white_whatever_the_mode(self, page):
        before = page.evaluate(LUMINANCE)
        assert before["darkest"] < 0.2 and "dark" in before["scheme"]
        on_paper(page)
        printed = page.evaluate(LUMINANCE)
        assert printed["lightest"] < 0.52  # the palette's lighter grey reaches 4.5 to 1 on white
        assert printed["darkest"] == 1 and "dark" not in printed["scheme"]
        page.emulate_media(media="screen")
        page.wait_for_function("document.documentElement.dataset.theme === 'dark'")

    def test_nothing_of_the_screen_is_printed(self, page):
        on_paper(page)
        of_screen = (
            ".bd-sidebar", ".bd-header-article", ".prev-next-footer", ".onward", "button", "dialog",
            "input", ".headerlink", "#jb-print-docs-body", ".bd-footer-content",
        )  # fmt: skip
        for selector in of_screen:
            assert page.locator(f"{selector}:visible").count() == 0, selector
        assert page.locator("article h1:visible").count() == 1

    def test_folds_are_open_with_and_without_scripts(self, page, chromium, server):
        without = chromium.new_context(java_script_enabled=False)
        other = without.new_page()
        other.goto(f"{server}/{CHAPTER}.html")
        for each in (page, other):
            on_paper(each)
            hidden = """() => [...document.querySelectorAll(".cell details > *, .folded > *")]
                .filter((e) => !e.checkVisibility({ contentVisibilityAuto: true })
                    || !e.getBoundingClientRect().height).length"""
            assert each.locator("article details:not([open])").count() > 20
            assert each.evaluate(hidden) == 0
            assert each.locator("summary p.expanded:visible").count() == 0
        without.close()

    def test_what_must_stay_whole_may_not_be_cut(self, page):
        on_paper(page)
        rule = """(selector) => [...document.querySelectorAll(selector)]
            .map((e) => getComputedStyle(e).breakInside)"""
        for selector in ("article figure", ".u-explorable", "div.math", "article tr"):
            assert set(page.evaluate(rule, selector)) == {"avoid"}, selector
        tall = """() => [...document.querySelectorAll("article figure")]
            .map((e) => e.getBoundingClientRect().height)"""
        assert max(page.evaluate(tall)) < 257 * 96 / 25.4  # what a page of A4 has room for
        wide = """() => [...document.querySelectorAll("article pre, article table, article math")]
            .filter((e) => e.scrollWidth > e.clientWidth + 1 && e.localName !== "math"
                || e.getBoundingClientRect().right > innerWidth)
            .map((e) => e.outerHTML.slice(0, 80))"""
        page.set_viewport_size({"width": 627, "height": 900})  # A4 without its margins
        assert page.evaluate(wide) == []


def spots(reader, number):
    """Return (height from below, text) of the lines of one page, in points."""
    found = []

    def note(text, page, line, *_):
        if text.strip():
            found.append((line[4] * page[1] + line[5] * page[3] + page[5], text.strip()))

    reader.pages[number].extract_text(visitor_text=note)
    return found


@pytest.fixture(scope="module")
def reader(chromium, server):
    """One chapter, printed as `make pdf` prints all."""
    tab = chromium.new_page()
    some = [("Part IV — Long memory", [(CHAPTER, 0)])]
    make_pdf.assemble(tab, server, some, ROOT, "https://example.org/")
    pdf = make_pdf.printed(tab)
    tab.close()
    return pypdf.PdfReader(io.BytesIO(pdf))


@pytest.mark.browser
class TestAChapter:
    def test_it_is_all_there(self, reader):
        text = " ".join(page.extract_text() for page in reader.pages)
        assert 35 < len(reader.pages) < 75
        words = (
            "What must a cell do to keep something for a hundred steps?",
            "Helper code", "Where to read more", "Solution to Exercise", "import keras",
        )  # fmt: skip
        for part in words:
            assert re.sub(r"\s", "", part) in re.sub(r"\s", "", text), part
        assert "Hide the" not in text and "Play again" not in text

    def test_links_lead_within_the_document_or_out_of_it(self, reader):
        begins = set(reader.named_destinations)
        inside, outside = set(), set()
        for page in reader.pages:
            for note in page.get("/Annots", []):
                note = note.get_object()
                if note.get("/Subtype") != "/Link":
                    continue
                if "/Dest" in note:
                    inside.add(str(note["/Dest"]))
                else:
                    outside.add(note["/A"]["/URI"])
        assert len(inside) > 8 and {name.lstrip("/") for name in inside} <= {
            name.lstrip("/") for name in begins
        }
        # other chapters are not in this document, and the site is where it says
        assert any(url.startswith("https://example.org/chapters/05-") for url in outside)
        assert not any("127.0.0.1" in url for url in outside)

    def test_pages_are_numbered_and_say_where_they_belong(self, reader):
        for number in (12, 20):
            lines = spots(reader, number)
            assert min(lines)[1] == str(number + 1)
            assert max(lines)[1].startswith("9. Long memory")

    def test_no_heading_stands_last_on_a_page(self, reader, chromium, server):
        tab = chromium.new_page()
        tab.goto(f"{server}/{CHAPTER}.html")
        heads = tab.locator("article :is(h2, h3)").all_text_contents()
        heads = {re.sub(r"\s", "", head.rstrip("#")) for head in heads}
        tab.close()
        labels = {"Figurecode", "Helpercode", "Code"}
        for number in range(len(reader.pages)):
            lines = sorted(spots(reader, number))[1:]  # without the page's number
            last = re.sub(r"\s", "", "".join(t for y, t in lines if y < lines[0][0] + 2))
            assert last not in heads | labels, number + 1


def test_without_chromium_or_a_book_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(make_pdf.browser, "chromium", lambda: None)
    with pytest.raises(SystemExit, match="needs Chromium, which is not installed"):
        make_pdf.main([], tmp_path)
    monkeypatch.setattr(make_pdf.browser, "chromium", lambda: "/bin/true")
    with pytest.raises(SystemExit, match="run `make book` first"):
        make_pdf.main([], tmp_path)


def test_the_site_links_to_the_pdf_only_once_it_is_there(tmp_path, site):
    marked = "<!-- pdf -->"
    for name in ("index", CHAPTER):
        html = make_pdf.MARK.sub(marked, (site / f"{name}.html").read_text("utf-8"))
        assert "unrolled.pdf" not in html and html.count(marked) == 1 + (name == "index")
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    (tmp_path / "unrolled.pdf").write_bytes(b"0" * 3_400_000)
    for _ in range(2):  # a second time changes nothing
        assert make_pdf.link(tmp_path, tmp_path / "unrolled.pdf", 12) == 2
        index = (tmp_path / "index.html").read_text("utf-8")
        chapter = (tmp_path / f"{CHAPTER}.html").read_text("utf-8")
        assert index.count('<a href="./unrolled.pdf">The book as PDF</a> (12 pages, 3 MB)') == 2
        assert chapter.count('<a href="../unrolled.pdf">The book as PDF</a>') == 1


def test_a_site_without_the_file_has_no_link(site):
    if not (site / "unrolled.pdf").is_file():
        assert [n for n in PAGES if "unrolled.pdf" in (site / f"{n}.html").read_text("utf-8")] == []


def test_the_cover_says_which_edition_by_whom_and_what_one_may():
    html = make_pdf.frame(ROOT, "https://example.org/")
    for part in ("<h1", "Unrolled</h1>", "Recurrent Networks from the Neuron to the Forecast",
                 "The Unrolled authors", "CC BY 4.0", 'href="https://example.org/"'):  # fmt: skip
        assert part in html
    assert "example.org" not in make_pdf.frame(ROOT, "")


@pytest.fixture(scope="module")
def path(chromium, server, tmp_path_factory):
    """The whole book, as `make pdf` makes it."""
    path = tmp_path_factory.mktemp("pdf") / "book.pdf"
    tab = chromium.new_page()
    make_pdf.assemble(tab, server, parts(), ROOT, "")  # refuses links that lead nowhere
    pdf = make_pdf.print_book(tab)
    tab.close()
    make_pdf.finish(pdf, path, ROOT)
    return path


@pytest.mark.browser
@pytest.mark.exhaustive
class TestTheBook:
    def test_size_cover_and_facts(self, path):
        assert 5e6 < path.stat().st_size <= 25e6
        reader = pypdf.PdfReader(path)
        assert 500 < len(reader.pages) < 1000
        cover = reader.pages[0].extract_text()
        assert "Unrolled" in cover and "The Unrolled authors" in cover and "Edition 0." in cover
        facts = reader.metadata
        assert facts.title == "Unrolled: Recurrent Networks from the Neuron to the Forecast"
        assert facts.author == "The Unrolled authors"

    def test_contents_name_the_page_on_which_each_begins(self, path):
        reader = pypdf.PdfReader(path)
        listed = "\n".join(reader.pages[n].extract_text() for n in (1, 2)).split("\n")
        begins = make_pdf.begins(path.read_bytes())
        for page in PAGES:
            number = begins[page.replace("/", "-")]
            assert any(line.split()[-1:] == [str(number)] for line in listed), (page, number)
        order = [begins[page.replace("/", "-")] for page in PAGES]
        assert order == sorted(set(order))

    def test_bookmarks_hold_parts_chapters_and_sections(self, path):
        with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
            top = [item.title for item in outline.root]
            captions = [part["caption"] for part in TOC["parts"]]
            assert [title for title in top if title in captions] == captions
            (part,) = (i for i in outline.root if i.title.startswith("Part II — "))
            assert [c.title[:2] for c in part.children] == ["4.", "5."]
            chapter = part.children[1]
            assert len(chapter.children) > 8
            assert any(c.title.startswith("Lab 3") for c in chapter.children)

    def test_every_link_within_it_has_its_target(self, path):
        with pikepdf.open(path) as pdf:
            known = set(pdf.Root.Dests.keys())
            links = [
                str(note.Dest)
                for page in pdf.pages
                for note in page.get("/Annots", [])
                if "/Dest" in note
            ]
            assert len(links) > 1000 and set(links) <= known
