"""The search page: each question has the right section on top, and costs nothing until asked."""

import gzip
import json
from urllib.parse import quote

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

import browser
from book import PAGES, ROOT

pytestmark = pytest.mark.site
WORDS = ROOT / "_ext" / "search_words.yml"
BPTT, GRADIENTS = "chapters/04-backpropagation-through-time", "chapters/05-unstable-gradients"
STEPS, PROBLEM = "chapters/07-one-step-ahead", "chapters/06-the-forecasting-problem"
CELLS, SEQUENCES = "chapters/02-memory-cells", "chapters/03-input-output-sequences"
LONG, API = "chapters/09-long-memory", "reference/keras-rnn-api"
# Read in the book: where somebody who asks this is helped first.
RIGHT = {
    "backpropagation": (BPTT, ""),
    "BPTT": (BPTT, "backpropagation-through-time-in-fifteen-lines"),
    "truncated": (BPTT, "cutting-it-short-gives-another-gradient"),
    "GradientTape": (BPTT, "the-same-gradient-from-gradienttape"),
    "vanishing gradient": (GRADIENTS, "a-gradient-comes-back-through-one-matrix-per-step"),
    "exploding gradient": (GRADIENTS, "a-long-product-makes-cliffs-in-the-loss"),
    "gradient clipping": (
        GRADIENTS,
        "clipping-by-norm-keeps-the-direction-clipping-by-value-does-not",
    ),
    "layer normalization": (GRADIENTS, "layer-normalisation-takes-the-size-out-of-the-step"),
    "nan loss": (GRADIENTS, "training-has-failed-which-failure-is-it"),
    "hidden state": (CELLS, "a-cell-is-one-step-and-a-layer-is-the-loop-around-it"),
    "what is a hidden state?": (CELLS, "a-cell-is-one-step-and-a-layer-is-the-loop-around-it"),
    "stateful": (CELLS, "the-state-is-not-a-weight"),
    "batch size": (CELLS, "another-batch-size-is-another-model"),
    "teacher forcing": (SEQUENCES, "a-sequence-in-another-out"),
    "encoder decoder": (SEQUENCES, "a-sequence-in-another-out"),
    "masking": (SEQUENCES, "names-of-unequal-length"),
    "return_sequences": (API, "return-sequences"),
    "return_state": (API, "return-state"),
    "dropout": (API, "dropout-and-recurrent-dropout"),
    "batch_input_shape": ("reference/notation", "what-older-code-writes"),
    "data leakage": (PROBLEM, "five-ways-to-a-smaller-error-and-no-better-forecast"),
    "seasonal naive": (PROBLEM, "the-forecast-that-costs-nothing"),
    "train test split": (PROBLEM, "the-split-decides-what-an-error-means"),
    "overfitting": (STEPS, "more-is-not-always-better"),
    "learning rate": (STEPS, "the-learning-rate-is-worth-a-layer"),
    "early stopping": (STEPS, "early-stopping-and-why-not-with-a-schedule"),
    "multi-step": ("chapters/08-several-steps-ahead", "three-strategies"),
    "LSTM": (LONG, "the-lstm-three-doors-around-a-sum"),
    "GRU": (LONG, "the-gru-one-door-for-keeping-and-for-letting-in"),
    "Conv1D": ("chapters/10-convolutions", "a-window-that-slides"),
    "receptive field": ("chapters/10-convolutions", "dilation-the-same-card-with-wider-gaps"),
    "missing values": ("chapters/12-filling-gaps", ""),
    "how to scale": ("chapters/13-series-that-move", "which-map-for-which-series"),
    "prediction interval": ("chapters/14-how-sure", "from-nine-errors-to-an-interval"),
    "save model": (
        "chapters/15-forecast-tomorrow",
        "store-everything-that-the-forecast-needs",
    ),
    "forecast my own csv": ("labs/project-your-own-series", "the-cell-to-change"),
}


@pytest.fixture(scope="module")
def fragments(site):
    """What the index holds of each section, by its address."""
    found = {}
    for path in (site / "pagefind" / "fragment").iterdir():
        text = gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd").decode()
        fragment = json.loads(text)
        found[fragment["meta"]["url"]] = fragment
    return found


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.asked = []
    opened.set_default_timeout(15_000)
    opened.on("request", lambda request: opened.asked.append(request.url))
    yield opened
    context.close()


def look_for(page, address, query):
    """Ask, and return the addresses of the results, without what lights words up."""
    page.goto(f"{address}/search.html?q={quote(query)}")
    page.wait_for_selector("#search-results ol > li > a")
    hrefs = page.eval_on_selector_all(
        "#search-results ol > li > a", "all => all.map((a) => a.getAttribute('href'))"
    )
    return [href.partition("?")[0] + "".join(href.partition("#")[1:]) for href in hrefs]


def has(site, address):
    """Tell whether the site has this page and section."""
    name, _, anchor = address.partition("#")
    path = site / name
    return path.is_file() and (not anchor or f'id="{anchor}"' in path.read_text("utf-8"))


class TestIndex:
    def test_every_record_leads_to_a_section(self, site, fragments):
        assert [address for address in fragments if not has(site, address)] == []
        assert {address.partition(".html")[0] for address in fragments} == set(PAGES)

    def test_words_are_given_to_sections_that_exist(self, fragments):
        words = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
        assert [address for address in words if address not in fragments] == []
        assert all(fragments[address]["meta"]["words"] == told for address, told in words.items())

    def test_solutions_and_printed_lines_are_left_out(self, fragments):
        page = (ROOT / "labs/lab-1-build-a-recurrent-layer.md").read_text(encoding="utf-8")
        for told in ("only the outputs travel on", "lab-1/by-hand: passed"):
            assert all(told not in each["content"] for each in fragments.values())
        assert "only the outputs travel on" in page  # in a solution

    def test_formulas_are_spoken(self, fragments):
        content = fragments[f"{GRADIENTS}.html#with-the-matrix-alone-lengths-go-as-a-power-of"]
        assert "\\" not in content["content"]

    def test_only_what_a_search_needs_is_kept(self, site):
        names = {path.name.split(".")[0] for path in (site / "pagefind").iterdir()}
        assert names == {"pagefind", "pagefind-entry", "wasm", "index", "fragment"}

    def test_ours_is_small(self):
        files = [ROOT / "_assets" / name for name in ("search.js", "search.css")]
        assert sum(len(gzip.compress(path.read_bytes())) for path in files) < 3072


@pytest.mark.browser
@pytest.mark.parametrize("query", RIGHT)
def test_the_right_section_is_on_top(page, server, site, query):
    name, anchor = RIGHT[query]
    expected = f"{name}.html" + (f"#{anchor}" if anchor else "")
    assert has(site, expected)
    assert look_for(page, server, query)[0] == expected


@pytest.mark.browser
class TestPage:
    def test_a_search_loads_little_and_other_pages_nothing(self, page, server):
        page.goto(f"{server}/{BPTT}.html", wait_until="networkidle")
        page.goto(f"{server}/search.html", wait_until="networkidle")
        assert not [url for url in page.asked if "/pagefind/" in url or "searchindex" in url]
        loaded = {}
        page.on("response", lambda answer: loaded.update({answer.url: len(answer.body())}))
        look_for(page, server, "backpropagation")
        page.wait_for_load_state("networkidle")
        assert sum(size for url, size in loaded.items() if "/pagefind/" in url) < 330_000
        assert [url for url in page.asked if not url.startswith(server)] == []
        assert not [url for url in page.asked if "searchindex" in url]

    def test_from_the_keyboard_to_the_section(self, page, server):
        page.goto(f"{server}/{LONG}.html")
        page.keyboard.press("Control+k")
        page.locator("#pst-search-dialog input").fill("teacher forcing")
        page.keyboard.press("Enter")
        page.wait_for_selector("#search-results li a")
        assert "found for “teacher forcing”" in page.locator("[role=status]").text_content()
        page.locator(".book-search input").focus()
        focused = "document.activeElement.closest('#search-results li') !== null"
        for _ in range(5):
            page.keyboard.press("Tab")
            if page.evaluate(focused):
                break
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{SEQUENCES}.html#a-sequence-in-another-out")
        heading = page.locator("#a-sequence-in-another-out > h2")
        assert 0 <= heading.bounding_box()["y"] < 450

    def test_as_one_types(self, page, server):
        page.goto(f"{server}/search.html")
        page.locator(".book-search input").type("masking")
        page.wait_for_selector("#search-results li a")
        page.wait_for_url("**/search.html?q=masking")
        first = page.locator("#search-results li").first
        assert first.locator(".search-where").text_content() == "3. Input and output sequences"
        assert page.locator("#search-results mark").first.is_visible()

    def test_labs_are_marked_and_more_can_be_had(self, page, server):
        addresses = look_for(page, server, "LSTM")
        labs = page.locator("#search-results li", has=page.locator("b", has_text="Lab"))
        assert labs.count() == sum(address.startswith("labs/") for address in addresses) > 0
        page.locator(".search-more").click()
        page.wait_for_function("document.querySelectorAll('#search-results li').length === 20")
        number = """[...document.querySelectorAll('#search-results li > a')]
            .indexOf(document.activeElement)"""
        assert page.evaluate(number) == 10

    def test_what_no_section_has(self, page, server):
        look_for(page, server, "teacher zebra")
        assert "No section has all words" in page.locator("[role=status]").text_content()
        page.locator(".book-search input").fill("qwertyzx")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "document.querySelector('[role=status]').textContent.startsWith('Nothing found')"
        )
        assert page.locator("#search-results li").count() == 0

    def test_below_a_path(self, page, site):
        with browser.served(site.parent) as below:
            address = f"{below}/{site.name}"
            look_for(page, address, "GRU")
            page.locator("#search-results li a").first.click()
            page.wait_for_url(f"{address}/{LONG}.html#the-gru*")

    def test_at_a_file_sphinx_answers_and_it_is_said(self, page, site):
        page.goto(f"{(site / 'search.html').as_uri()}?q=bakery")
        page.wait_for_selector("#search-results li a")
        assert "opened as a file" in page.locator(".search-status").text_content()
        assert "bakery" in page.locator(".book-search input").input_value()

    def test_without_an_index_sphinx_answers_and_it_is_said(self, page, server):
        page.route("**/pagefind/**", lambda route: route.fulfill(status=404))
        page.goto(f"{server}/search.html?q=bakery")
        page.wait_for_selector("#search-results li a")
        assert "no index of its sections" in page.locator(".search-status").text_content()

    @pytest.mark.parametrize("theme", ["light", "dark"])
    @pytest.mark.parametrize("width", [390, 1280])
    def test_for_everyone(self, page, server, width, theme):
        page.add_init_script(f"localStorage.setItem('mode', '{theme}')")
        page.set_viewport_size({"width": width, "height": 900})
        look_for(page, server, "forecast my own csv")
        look_for(page, server, "LSTM")
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page).response["violations"]
        assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found] == []
