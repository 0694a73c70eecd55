"""The landing page: what is seen first, a map that is the table of contents, numbers that are."""

import gzip
import html
import json
import math
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from book import PAGES, ROOT

pytestmark = pytest.mark.site
MOVING = "document.getAnimations().filter(a => a.effect.getTiming().duration > 0).length"


@pytest.fixture(scope="module")
def text(site):
    page = (site / "index.html").read_text(encoding="utf-8")
    return page[page.index("<article") : page.index("</article>")]


@pytest.fixture
def visit(chromium, server):
    contexts = []

    def open_page(width=1280, height=800, theme="light", **options):
        viewport = {"width": width, "height": height}
        context = chromium.new_context(viewport=viewport, color_scheme=theme, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{server}/index.html")
        return page

    yield open_page
    for context in contexts:
        context.close()


def part_of(text, kind):
    """Return one part of the landing page, up to the next heading."""
    return re.search(rf'<\w+ class="landing-{kind}".*?(?=<h2|\Z)', text, re.S)[0]


def recorded(name, **settings):
    """Return the runs of a results file with these settings; read here, not by the helper."""
    document = json.loads((ROOT / "results" / f"{name}.json").read_text(encoding="utf-8"))
    runs = [{**run, **run["settings"], **run["metrics"]} for run in document["runs"]]
    return [run for run in runs if all(run.get(k) == v for k, v in settings.items())]


def shown(text):
    """Return the errors of the two tables, by the forecaster's name."""
    row = r'<th scope="row">(.*?)</th><td>.*?</span>([\d.]+)</td>'
    return {name: float(error) for name, error in re.findall(row, part_of(text, "board"))}


class TestAsWritten:
    def test_the_map_is_the_table_of_contents(self, text, site):
        links = re.findall(r'<a[^>]* href="([^"]+)\.html">(.*?)</a>', part_of(text, "map"), re.S)
        parts = [page for page in PAGES[1:] if not page.startswith("reference/helper-")]
        parts.insert(parts.index("reference/not-so"), "reference/helper-api")  # its parts under it
        assert [href for href, _ in links] == parts
        for href, label in links:
            title = re.search(r"^# (.*)$", (ROOT / f"{href}.md").read_text("utf-8"), re.M)[1]
            words = html.unescape(re.sub("<[^>]+>", "", label)).split(" ", 1)
            assert title == (words[1] if words[0].isdigit() else " ".join(words))

    def test_the_numbers_of_the_excerpt_are_recorded(self, text):
        errors = shown(text)
        board = [
            ("least squares", "final_test", {"model": "least squares"}, "mse", 1e3),
            ("simple recurrent network", "final_test", {"model": "RNN 20-20"}, "mse", 1e3),
            ("LSTM", "final_test", {"model": "LSTM 20-20"}, "mse", 1e3),
            ("a recurrent network for each", "airports_together", {"forecaster": "one each"},
             "mae", 1),
            ("a straight line for each", "airports_together", {"forecaster": "linear each"},
             "mae", 1),
        ]  # fmt: skip
        for name, file, settings, metric, scale in board:
            also = {"horizon": 10} if file == "final_test" else {"learned_from": "2013-01-01"}
            runs = recorded(file, **settings, **also)
            mean = scale * sum(run[metric] for run in runs) / len(runs)
            assert errors[name] == pytest.approx(mean, abs=0.005), name

    def test_a_line_that_beats_the_network_is_kept(self, text):
        errors = shown(text)
        assert errors["a straight line for each"] < errors["a recurrent network for each"]
        assert errors["LSTM"] < errors["least squares"]

    def test_the_picture_shows_what_the_neuron_answers(self, text):
        y, expected = 0.0, []
        for x in (1, 0, 0, 0):
            y = math.tanh(x + 0.9 * y)
            expected.append(f"{y:.2f}")
        assert re.findall(r'class="l-out">([\d.]+)<', text) == expected
        assert ", ".join(expected) in re.search(r'aria-label="(One recurrent[^"]+)"', text)[1]

    def test_no_button_is_dead(self, text):
        targets = re.findall(r'href="#(\w+)"', part_of(text, "buttons"))
        assert targets == ["run", "work"]
        assert all(f'id="{target}"' in text for target in targets)
        if "mybinder" not in text:
            assert "published copy" in part_of(text, "ways")

    def test_what_runs_in_the_page_is_said_where_it_does(self, text, site):
        pages = {n for n in PAGES if "data-live" in (site / f"{n}.html").read_text("utf-8")}
        said = " ".join(re.sub("<[^>]+>", "", part_of(text, "ways")).split())
        assert ("Run executes the code on the page, in your browser" in said) == bool(pages)
        if pages:  # "in the labs, and in most chapters"
            chapters = [n for n in PAGES if n.startswith("chapters/")]
            assert len(pages.intersection(chapters)) > len(chapters) / 2
            assert {n for n in PAGES if n.startswith("labs/lab-")} <= pages

    def test_it_weighs_little(self, text, site):
        picture = re.search(r'<svg viewBox="0 0 482.*?</svg>', text, re.S)[0]
        names = ("landing.css", "landing.js")
        files = [(site / "_static" / name).read_text(encoding="utf-8") for name in names]
        assert len(gzip.compress("".join([picture, *files]).encode())) < 4096

    def test_only_this_page_loads_it(self, site):
        assert "landing.css" in (site / "index.html").read_text("utf-8")
        assert "landing.css" not in (site / f"{PAGES[1]}.html").read_text("utf-8")

    def test_the_readme_says_the_same(self, text):
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        lead = re.search(r'landing-lead">(.*?)</p>', text, re.S)[1]
        assert " ".join(lead.split()) in " ".join(readme.split())


@pytest.mark.browser
class TestAsSeen:
    @pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
    def test_the_first_screen_has_promise_and_button(self, visit, width, height):
        page = visit(width, height)
        for selector in ("article h1", ".landing-lead", ".landing-for", ".landing-first"):
            box = page.locator(selector).first.bounding_box()
            assert box["y"] >= 0 and box["y"] + box["height"] <= height, selector
        if width == 1280:
            box = page.locator(".landing-picture svg").bounding_box()
            assert box["y"] + box["height"] <= height
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    def test_it_moves_for_less_than_five_seconds_and_again_on_request(self, visit):
        page = visit()
        ends = (
            "Math.max(...document.getAnimations().map(a => a.effect.getComputedTiming().endTime))"
        )
        assert 3000 < page.evaluate(ends) < 5000
        page.evaluate("document.getAnimations().forEach(a => a.finish())")
        page.locator(".landing-again").click()
        states = "document.getAnimations().filter(a => a.playState === 'running').length"
        assert page.evaluate(states) > 10

    @pytest.mark.parametrize("options", [{"reduced_motion": "reduce"},
                                         {"java_script_enabled": False}])  # fmt: skip
    def test_it_is_still_and_complete(self, visit, options):
        page = visit(**options)
        assert page.locator(".landing-again").is_hidden()
        if options.get("java_script_enabled", True):
            assert page.evaluate(MOVING) == 0
        assert page.locator(".l-out").all_text_contents()[1:] == ["0.76", "0.60", "0.49", "0.41"]

    @pytest.mark.parametrize("width", [390, 1280])
    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_accessible(self, visit, width, theme):
        page = visit(width, theme=theme)
        page.evaluate("document.getAnimations().forEach(a => a.finish())")
        found = Axe().run(page).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:160]) for v in found] == []
