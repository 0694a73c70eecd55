"""The explorables: their numerics against NumPy, their directive, and one in a browser."""

import gzip
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from matplotlib.image import imread
from sphinx.testing.util import SphinxTestApp

import browser
from book import ROOT, need
from unrolled.palette import PALETTE, css_variables

sys.path.insert(0, str(ROOT / "_ext"))
from explorable import without_comments

ASSETS = ROOT / "_assets" / "explorables"
FIXTURES = Path(__file__).parent / "explorables"


# Numerics ------------------------------------------------------------------------------------


def test_javascript_repeats_numpy():
    node = need("Node", "node")
    files = [str(path) for path in FIXTURES.glob("*.test.mjs")]
    done = subprocess.run([node, "--test", *files], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def script(name):
    """Import one of the scripts that write what the JavaScript is compared with."""
    spec = importlib.util.spec_from_file_location(name, FIXTURES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_golden_file_is_what_the_helper_answers_now():
    module = script("make_neuron")
    now = module.make_golden()
    stored = json.loads(module.GOLDEN.read_text(encoding="utf-8"))

    def settings(golden):
        return [{k: v for k, v in case.items() if k != "y"} for case in golden["cases"]]

    assert settings(stored) == settings(now)
    assert stored["signals"].keys() == now["signals"].keys()
    # The last digit of tanh differs between processors.
    for name, x in now["signals"].items():
        np.testing.assert_allclose(stored["signals"][name], x, rtol=1e-13, atol=1e-13)
    for before, after in zip(stored["cases"], now["cases"], strict=True):
        np.testing.assert_allclose(before["y"], after["y"], rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("name", ["make_ledger", "make_jacobian"])
def test_golden_gradients_are_what_the_helper_answers_now(name):
    module = script(name)
    stored = json.loads(module.GOLDEN.read_text(encoding="utf-8"))
    for before, after in zip(stored, module.make_golden(), strict=True):
        assert before.keys() == after.keys()
        for key in before:
            if isinstance(before[key], str):
                assert before[key] == after[key]
            elif isinstance(before[key], dict):
                assert before[key] == pytest.approx(after[key], rel=1e-13, abs=1e-13)
            else:
                # The square root of a difference that should be zero keeps half the digits.
                far = 1e-7 if key in ("rho", "departure") else 1e-13
                scale = max(1, np.abs(before[key]).max())
                np.testing.assert_allclose(before[key], after[key], rtol=1e-9, atol=far * scale)


def test_duel_shows_the_series_and_the_least_squares_of_now():
    duel = script("make_duel")
    stored, now = duel.read_data(), duel.make_data()
    assert stored.keys() == now.keys()
    for name, values in now.items():
        assert stored[name].shape == values.shape
        # Half a thousandth, and a little for sums that differ between processors.
        assert np.abs(stored[name] - values).max() < 0.5e-3 + 1e-6, name
    assert duel.DATA.read_text(encoding="utf-8") == duel.write_data(stored)


def test_duel_golden_file_is_what_numpy_answers_now():
    duel = script("make_duel")
    stored = json.loads(duel.GOLDEN.read_text(encoding="utf-8"))
    for before, after in zip(stored, duel.make_golden(), strict=True):
        assert before["sliders"] == after["sliders"]
        for kind in ("forecasts", "errors"):
            assert before[kind].keys() == after[kind].keys()
            for name in before[kind]:
                np.testing.assert_allclose(
                    before[kind][name], after[kind][name], rtol=1e-13, atol=1e-13
                )


NAMES = ["neuron", "duel", "ledger", "jacobian"]


@pytest.mark.parametrize("name", NAMES)
def test_explorable_is_light(name):
    """What its page loads of the book's own code, as it is served."""
    own = sorted(path.name for path in ASSETS.glob(f"{name}[-.]*") if path.suffix != ".svg")
    assert {f"{name}.js", f"{name}.css", f"{name}-core.js"} <= {*own}
    sizes = {}
    for file in ["loader.js", "dom.js", "explorables.css", *own]:
        served = without_comments((ASSETS / file).read_text(encoding="utf-8"))
        sizes[file] = len(gzip.compress(served.encode(), mtime=0))
    assert sum(sizes.values()) < 10 * 1024, sizes


def test_comments_stay_at_home():
    code = "// one\nconst a = 'http://b'; // stays\n/** Two\n * lines. */\n  // three\nb();\n"
    assert without_comments(code) == "const a = 'http://b'; // stays\nb();\n"
    for path in ASSETS.glob("*.js"):
        source = path.read_text(encoding="utf-8")
        kept = [
            line for line in source.splitlines() if not line.lstrip().startswith(("//", "/*", "*"))
        ]
        assert without_comments(source).split() == " ".join(kept).split(), path.name


# Directive -----------------------------------------------------------------------------------

PAGE = """
One page
========

.. explorable:: neuron
   :name: one-neuron
   :fallback: /neuron.svg
   :alt: A pulse "fades".
   :start: w_y=0.5 activation=identity

   Push the *weights*.

See :numref:`one-neuron` and :doc:`plain`.

.. toctree::

   plain
"""


def build(tmp_path, page=PAGE, builder="html"):
    """Build a project of two pages; return (folder of the output, warnings)."""
    source = tmp_path / "source"
    source.mkdir(exist_ok=True)
    (source / "conf.py").write_text(
        f"import sys; sys.path.insert(0, {str(ROOT / '_ext')!r})\n"
        f"extensions = ['explorable']\nhtml_static_path = [{str(ROOT / '_assets')!r}]\n"
        "numfig = True\n"
    )
    (source / "index.rst").write_text(page)
    (source / "plain.rst").write_text("Plain\n=====\n\nNothing to push.\n")
    shutil.copy(ASSETS / "neuron.svg", source)
    warnings = StringIO()
    app = SphinxTestApp(builder, srcdir=source, builddir=tmp_path / "out", warning=warnings)
    try:
        app.build(force_all=True)
        return Path(app.outdir), warnings.getvalue()
    finally:
        app.cleanup()


def test_directive_writes_the_element_around_its_still_picture(tmp_path):
    out, warnings = build(tmp_path)
    html = (out / "index.html").read_text(encoding="utf-8")
    assert not warnings
    figure = re.search(r"<figure.*?</figure>", html, re.DOTALL).group()
    assert 'id="one-neuron"' in figure
    assert re.search(
        r'<u-neuron data-explorable w_y="0.5" activation="identity">\s*'
        r'<img alt="A pulse &quot;fades&quot;." src="_images/neuron.svg" />\s*'
        r"<p>A still picture: [^<]*</p></u-neuron>",
        figure,
    ), figure
    assert "Push the <em>weights</em>." in figure
    assert "See <a" in html and "Fig. 1" in html
    served = (out / "_static" / "explorables" / "neuron.js").read_text(encoding="utf-8")
    assert served == without_comments((ASSETS / "neuron.js").read_text(encoding="utf-8"))


def test_assets_are_linked_where_they_are_needed_and_nowhere_else(tmp_path):
    out, _ = build(tmp_path)
    with_one = (out / "index.html").read_text(encoding="utf-8")
    without = (out / "plain.html").read_text(encoding="utf-8")
    assert re.search(r'<script type="module" src="_static/explorables/loader.js', with_one)
    for sheet in ("explorables", "neuron"):
        assert re.search(rf'<link[^>]*href="_static/explorables/{sheet}.css', with_one)
    assert "duel.css" not in with_one
    assert "explorables/" not in without


def test_other_builders_keep_picture_and_caption(tmp_path):
    out, warnings = build(tmp_path, builder="text")
    text = (out / "index.txt").read_text(encoding="utf-8")
    assert not warnings
    assert "[image: A pulse" in text and "Push the *weights*." in text
    assert "u-neuron" not in text and "still picture" not in text


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('   :alt: A pulse "fades".\n', "", "explorable needs :alt:"),
        ("   :fallback: /neuron.svg\n", "", "explorable needs :fallback:"),
        ("w_y=0.5", "w_y", "expected words like name=value, got 'w_y'"),
        ("   Push", "   * A list.\n\n   Push", "explorable takes one paragraph"),
    ],
)
def test_bad_directive_is_an_error(tmp_path, before, after, message):
    assert before in PAGE
    _, warnings = build(tmp_path, PAGE.replace(before, after))
    assert "ERROR" in warnings and message in warnings


# Browser -------------------------------------------------------------------------------------

SITE = """<!doctype html>
<html lang="en" data-theme="{theme}"><head><meta charset="utf-8"><title>Test</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style>{css} body {{ margin: 16px; background: var(--u-paper); color: var(--u-ink); }}</style>
<link rel="stylesheet" href="explorables/explorables.css">
<link rel="stylesheet" href="explorables/{name}.css">
<script type="module" src="explorables/loader.js"></script></head><body>
<main><h1>Test</h1>{space}<u-{name} data-explorable {start}>
<img src="explorables/{name}.svg" alt="What it shows"><p>A still picture.</p></u-{name}></main>
</body></html>
"""

STILL = """<!doctype html>
<html lang="en" style="color-scheme: {theme}"><title>Still</title><link rel="icon" href="data:,">
<img src="explorables/neuron.svg" alt="A pulse fades"></html>
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ASSETS, folder / "explorables")
    space = '<div style="height: 4000px"></div>'
    start = 'w_y="1.2" activation="identity" shuffled'
    pages = {"far": {"name": "neuron", "space": space, "start": start, "theme": "light"}}
    for name in NAMES:
        for theme, file in (("light", name), ("dark", f"{name}-dark")):
            pages[file] = {"name": name, "space": "", "start": "", "theme": theme}
    for name, values in pages.items():
        page = SITE.format(css=css_variables(), **values)
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    for theme in ("light", "dark"):
        (folder / f"{theme}.html").write_text(STILL.format(theme=theme), encoding="utf-8")
    with browser.served(folder) as address:
        yield address


@pytest.fixture
def open_page(chromium, site):
    """Return a function that opens a page; fail if the page complains."""
    complaints, contexts = [], []

    def open_(name="neuron", **options):
        options = {"viewport": {"width": 390, "height": 800}, **options}
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{site}/{name}.html")
        live = name.removesuffix("-dark") in NAMES
        if live and options.get("java_script_enabled", True):
            page.locator("[data-ready]").wait_for()
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.browser
def test_keyboard_moves_the_weights_and_the_words_follow(open_page):
    page = open_page()
    figure = page.locator("u-neuron[data-ready]")
    status, sums = figure.locator(".u-status"), figure.locator(".u-sums")
    assert status.text_content() == "The pulse at step 3 has fallen to half after 4 steps."
    expected = "y5 = tanh(1.00 · 0.000 + 0.90 · 0.595 + 0.00) = 0.490"
    page.wait_for_function(
        "text => document.querySelector('.u-sums').textContent === text", arg=expected
    )
    weight = figure.get_by_role("slider", name="recurrent weight")
    weight.focus()
    for _ in range(2):  # 0.90 to 1.50, by a tenth of the range
        page.keyboard.press("PageUp")
    page.wait_for_function("document.querySelector('.u-status').textContent.includes('latched')")
    assert status.text_content().endswith("has latched at 0.86.")
    assert "1.50 · " in sums.text_content()
    assert weight.get_attribute("aria-valuetext") == "1.50"

    figure.get_by_role("slider", name="step t").focus()
    page.keyboard.press("Home")
    page.wait_for_function("document.querySelector('.u-sums').textContent.startsWith('y1 ')")
    assert "1.50 · 0.000" in sums.text_content()  # y_0 = 0


@pytest.mark.browser
def test_examples_choices_and_table(open_page):
    page = open_page()
    figure = page.locator("u-neuron[data-ready]")
    figure.get_by_role("button", name="explode").click()
    page.wait_for_function("document.querySelector('.u-status').textContent.includes('bound')")
    figure.get_by_label("input signal").select_option("sine")
    figure.get_by_label("activation").select_option("tanh")
    figure.get_by_label("shuffle").check()
    page.wait_for_function("document.querySelector('.u-status').textContent.includes('another')")
    assert figure.locator("tbody tr").count() == 0  # built when opened
    figure.locator("summary").click()
    figure.locator("tbody tr").nth(23).wait_for()
    assert figure.locator("tbody tr").count() == 24


@pytest.mark.browser
def test_status_waits_for_quiet(open_page):
    page = open_page()
    figure = page.locator("u-neuron[data-ready]")
    page.evaluate("""() => {
        window.spoken = 0;
        const watch = new MutationObserver(() => window.spoken++);
        watch.observe(document.querySelector('.u-status'), {childList: true});
    }""")
    figure.get_by_role("slider", name="recurrent weight").focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(700)
    assert page.evaluate("window.spoken") == 1


@pytest.mark.browser
def test_the_mouse_previews_a_step_and_a_click_picks_it(open_page):
    page = open_page()
    plot = page.locator("u-neuron[data-ready] svg").first
    sums = "document.querySelector('.u-sums').textContent.startsWith('{}')"
    box = plot.bounding_box()
    last = box["x"] + box["width"] - 20, box["y"] + 100
    page.mouse.move(*last)
    page.wait_for_function(sums.format("y24"))
    page.mouse.move(box["x"], box["y"] - 20)
    page.wait_for_function(sums.format("y5"))
    page.mouse.click(*last)
    page.mouse.move(box["x"], box["y"] - 20)
    page.wait_for_timeout(200)
    assert page.evaluate(sums.format("y24"))
    assert plot.evaluate("node => getComputedStyle(node).touchAction") == "pan-y"


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390])
def test_a_finger_finds_the_sliders_wide_and_scrolls_past_them(open_page, width):
    page = open_page(viewport={"width": width, "height": 500}, has_touch=True)
    weight = page.get_by_role("slider", name="recurrent weight")
    box = weight.bounding_box()
    assert box["width"] > 0.7 * width
    weight.scroll_into_view_if_needed()
    box = weight.bounding_box()
    x, y = box["x"] + 0.2 * box["width"], box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    down = {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    touch.send("Input.dispatchTouchEvent", down)
    for far in range(10, 200, 10):
        move = {"type": "touchMove", "touchPoints": [{"x": x, "y": y - far}]}
        touch.send("Input.dispatchTouchEvent", move)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") > 50
    assert weight.input_value() == "0.9"


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("theme", ["", "-dark"])
def test_axe_has_nothing_to_say(open_page, name, theme):
    page = open_page(name + theme, viewport={"width": 390, "height": 800})
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in found] == []


# For each: a slider, and the middle of its travel in parts of its width.
MAIN = {
    "neuron": "recurrent weight",
    "duel": "step 10",
    "ledger": "steps taken back",
    "jacobian": "departure",
}


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_a_key_and_a_drag_change_the_sentence(open_page, name):
    page = open_page(name)
    status = page.locator("[data-ready] .u-status")
    slider = page.get_by_role("slider", name=MAIN[name], exact=False).first
    changed = "words => document.querySelector('.u-status').textContent !== words"
    words = status.text_content()
    for _ in range(8):
        slider.press("ArrowRight")
    page.wait_for_function(changed, arg=words)
    words = status.text_content()
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.5 * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.05 * box["width"], y, steps=5)
    page.mouse.up()
    page.wait_for_function(changed, arg=words)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("name", NAMES)
def test_fits_and_is_legible(open_page, name, width):
    page = open_page(name, viewport={"width": width, "height": 800})
    figure = page.locator("[data-ready]")
    if name == "duel":
        figure.get_by_role("button", name="Reveal").click()
    if name != "ledger":  # which is a table
        figure.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    # Two tables are wider than the narrowest screen and scroll within their frame.
    counted = "*:not(.u-scroll *)" if width == 320 and name in ("ledger", "jacobian") else "*"
    beyond = figure.evaluate(
        """(node, counted) => {
        const right = node.getBoundingClientRect().right;
        return [...node.querySelectorAll(counted)]
            .filter(n => n.getBoundingClientRect().right > right + 0.5).map(n => n.outerHTML);
    }""",
        counted,
    )
    assert beyond == []
    sizes = figure.evaluate("""node => [...node.querySelectorAll('*')]
        .filter(n => [...n.childNodes].some(c => c.nodeType === 3 && c.textContent.trim()))
        .map(n => parseFloat(getComputedStyle(n).fontSize))""")
    assert min(sizes) >= 11
    small = figure.evaluate("""node => [...node.querySelectorAll('input, select, button, summary')]
        .filter(n => n.getClientRects().length)
        .map(n => n.getBoundingClientRect()).filter(r => r.height < 24 || r.width < 24).length""")
    assert small == 0


@pytest.mark.browser
def test_a_duel_by_keyboard(open_page):
    page = open_page("duel")
    figure, press = page.locator("u-duel[data-ready]"), page.keyboard.press
    status, reveal = figure.locator(".u-status"), figure.get_by_role("button", name="Reveal")
    sliders = {k: figure.get_by_role("slider", name=f"step {k}", exact=True) for k in (1, 5, 10)}
    assert status.text_content().endswith("which is the naive forecast.")
    for key in ("ArrowRight", "ArrowLeft"):  # there and back
        sliders[5].press(key)
        page.wait_for_timeout(450)
        naive = status.text_content().endswith("which is the naive forecast.")
        assert naive == (key == "ArrowLeft")
    gap = status.bounding_box()["y"] - reveal.bounding_box()["y"]
    assert gap < 50
    for k, presses in ((1, 3), (5, 35), (10, 45)):  # up, as the series will go
        if k == 1:
            sliders[1].focus()
        else:
            press("Tab")
        for _ in range(presses):
            press("ArrowRight")
    assert sliders[5].get_attribute("aria-valuetext") == "0.35"
    page.wait_for_function("document.querySelector('.u-status').textContent.includes(' 0.35 at')")
    figure.locator("summary").click()
    assert figure.locator("tbody tr").last.locator("td").nth(1).text_content() == "hidden"
    assert "least squares" not in figure.text_content()  # nothing is given away

    height = figure.bounding_box()["height"]
    reveal.focus()
    press("Enter")
    assert ": you beat naive and least squares" in status.text_content()
    assert sliders[1].is_disabled() and reveal.is_disabled()
    figure.get_by_text("noise floor").wait_for()  # drawn with the next frame
    assert "hidden" not in figure.locator("tbody").text_content()
    assert figure.locator(".u-legend").text_content().endswith("noise floor 0.00083")

    press("Enter")  # "Next series" has the focus now
    assert status.text_content().startswith("Series 2 of 8;")
    press("ArrowLeft")  # and then the first slider
    page.wait_for_function("!document.querySelector('.u-status').textContent.includes('naive')")
    reveal.click()
    assert "After 2 series: you 0." in status.text_content()
    assert "You beat naive " in status.text_content()
    assert figure.bounding_box()["height"] == height  # nothing below has moved
    assert page.evaluate("document.getAnimations().length") == 0  # reduced motion or not


@pytest.mark.browser
@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_a_knot_is_dragged_in_the_picture(open_page, by):
    page = open_page("duel", has_touch=True)
    step_10 = page.get_by_role("slider", name="step 10")
    box = page.locator(".u-hold").last.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = float(step_10.input_value())
    if by == "mouse":
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, y - 60, steps=6)
        page.mouse.up()
    else:
        touch = page.context.new_cdp_session(page)
        for kind, places in (
            ("touchStart", [y]),
            ("touchMove", range(round(y), round(y) - 61, -10)),
        ):
            for place in places:
                points = [{"x": x, "y": place}]
                touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(200)
    moved = float(step_10.input_value()) - before  # 60 of 200 pixels, which are 1.7
    assert 0.45 < moved < 0.57
    assert page.evaluate("scrollY") == 0


@pytest.mark.browser
def test_the_last_series_starts_the_score_again(open_page):
    page = open_page("duel")
    figure = page.locator("u-duel[data-ready]")
    status, next_ = figure.locator(".u-status"), figure.locator("button").nth(1)
    for _ in range(8):
        figure.get_by_role("button", name="Reveal").click()
        words, label = status.text_content(), next_.text_content()
        next_.click()
    assert label == "Start again" and next_.text_content() == "Next series"
    # Untouched, the reader is the naive forecast.
    you, naive = re.search(r"After 8 series: you ([\d.]+), naive ([\d.]+),", words).groups()
    assert you == naive
    assert status.text_content().startswith("Series 1 of 8;")
    figure.get_by_role("button", name="Reveal").click()
    assert "After" not in status.text_content()


@pytest.mark.browser
def test_loaded_only_near_the_viewport_and_starts_as_told(open_page):
    page = open_page("far")
    fetched = "performance.getEntriesByType('resource').map(r => r.name).join(' ')"
    page.wait_for_load_state("networkidle")
    assert "loader.js" in page.evaluate(fetched)
    assert "neuron.js" not in page.evaluate(fetched)
    figure = page.locator("u-neuron")
    figure.scroll_into_view_if_needed()
    page.locator("u-neuron[data-ready]").wait_for()
    assert "neuron.js" in page.evaluate(fetched)
    assert figure.get_by_role("slider", name="recurrent weight").input_value() == "1.2"
    assert figure.get_by_label("activation").input_value() == "identity"
    assert figure.get_by_label("shuffle").is_checked()


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_without_javascript_the_still_picture_remains(open_page, name):
    page = open_page(name, java_script_enabled=False)
    assert page.get_by_role("img", name="What it shows").is_visible()
    assert page.get_by_text("A still picture.").is_visible()


@pytest.mark.browser
def test_ghost_active_example_reset_and_goals(open_page):
    page = open_page()
    figure = page.locator("u-neuron[data-ready]")
    fade, reset = (figure.get_by_role("button", name=name) for name in ("fade", "reset"))
    ghost = "document.querySelector('.u-ghost').getAttribute('points')"
    assert page.evaluate(ghost) == ""
    page.wait_for_timeout(700)
    fade.click()
    page.wait_for_function(f"{ghost} !== ''")
    assert fade.get_attribute("aria-pressed") == "true"
    weight = figure.get_by_role("slider", name="recurrent weight")
    for _ in range(3):  # 0.93
        weight.press("ArrowRight")
    found = "document.querySelector('.u-explorable').textContent.includes('✓ {}')"
    page.wait_for_function(found.format("a half"))
    assert fade.get_attribute("aria-pressed") == "false"
    # A drag that passes by the other answer has not found it.
    figure.get_by_label("activation").select_option("tanh")
    weight.evaluate("""node => ['1.01', '1.3'].forEach((value, i) => {
        node.value = value;
        node.dispatchEvent(new Event('input', {bubbles: true}));
        if (i) node.dispatchEvent(new Event('change', {bubbles: true}));
    })""")
    page.wait_for_timeout(100)
    assert not page.evaluate(found.format("the smallest"))
    weight.fill("1.01")
    page.wait_for_function(found.format("the smallest"))
    reset.click()
    assert weight.input_value() == "0.9"


@pytest.mark.browser
def test_a_ledger_filled_by_hand(open_page):
    page = open_page("ledger")
    figure, press = page.locator("u-ledger[data-ready]"), page.keyboard.press
    status = figure.locator(".u-status")

    def type_(text):
        page.keyboard.type(text)
        press("Tab")

    cells = figure.locator(".u-cell")
    assert cells.count() == 5
    cells.first.focus()
    type_("-0.744")  # 0.8 g: the slope forgotten
    assert "hand on δ" in status.text_content()
    assert cells.first.get_attribute("aria-invalid") == "true"
    cells.first.fill("")
    cells.first.focus()
    for text in ("-0.741", "-0.741", "-.522", "0", "-0.398"):
        type_(text)
    # The row is right: the step is taken, and the next row has the focus.
    page.wait_for_function("document.activeElement.ariaLabel?.startsWith('step 1')")
    page.wait_for_function("document.querySelector('.u-status').textContent.startsWith('Step 2')")
    assert status.text_content().startswith(
        "Step 2 adds −0.398 to the gradient of w_y, so far −0.901."
    )
    figure.get_by_role("button", name="Take this step").click()
    page.wait_for_function("document.querySelector('.u-status').textContent.startsWith('All 3')")
    foot = figure.locator("tfoot").inner_text()
    assert foot.split() == "sum −1.623 0.575 −0.901 nudge −1.623 ✓ 0.575 ✓ −0.901 ✓".split()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 760, 1280])
def test_the_ledger_shows_what_its_cells_need_and_keeps_its_height(open_page, width):
    page = open_page("ledger", viewport={"width": width, "height": 800})
    figure = page.locator("u-ledger[data-ready]")
    row = figure.locator("tbody tr").nth(1)
    names = row.locator("td").evaluate_all("cells => cells.map(c => c.dataset.name)")
    assert names[:2] == ["input", "output before"]
    assert row.locator("td").nth(0).text_content() == "0"
    assert row.locator("td").nth(1).text_content() == "0.762"  # tanh(0.5 · 2)
    boxes = [cell.bounding_box() for cell in row.locator(".u-cell").all()]
    assert min(box["width"] for box in boxes) >= 54
    assert min(box["height"] for box in boxes) >= (40 if width == 390 else 28)
    row.locator(".u-cell").first.fill("-0.7408")
    assert row.locator(".u-cell").first.evaluate("n => n.scrollWidth <= n.clientWidth")

    height = figure.bounding_box()["height"]
    take = figure.get_by_role("button", name="Take this step")
    for slip in ("none", "last loss only", "hands on g, not δ"):
        figure.get_by_label("planted slip").select_option(slip)
        page.wait_for_timeout(450)
        assert figure.bounding_box()["height"] == height
    figure.get_by_label("planted slip").select_option("none")
    for _ in range(2):
        assert take.is_enabled()
        take.click()
    page.wait_for_timeout(450)
    assert take.is_disabled()
    assert figure.bounding_box()["height"] == height


@pytest.mark.browser
def test_losses_steps_and_slips_of_the_ledger(open_page):
    page = open_page("ledger")
    figure = page.locator("u-ledger[data-ready]")
    says = "words => document.querySelector('.u-status').textContent.includes(words)"
    figure.get_by_label("planted slip").select_option("last step only")
    page.wait_for_function(says, arg="the sum for w_y is −0.503, but nudging it gives −0.901")
    assert "−0.901 ✗" in figure.locator("tfoot").inner_text()
    figure.get_by_label("planted slip").select_option("none")
    figure.get_by_role("button", name="Every output").click()
    assert figure.get_by_label("y1").is_checked()
    for _ in range(2):
        figure.get_by_role("button", name="Take this step").click()
    page.wait_for_function(says, arg="sum, −0.854, and the nudge row agrees")
    assert "0.155" in figure.locator("tbody tr").first.inner_text()
    figure.get_by_role("slider", name="steps", exact=True).fill("8")
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 8")
    assert figure.get_by_role("slider", name="steps taken back").get_attribute("max") == "8"


@pytest.mark.browser
def test_circle_direction_and_table(open_page):
    page = open_page("jacobian", viewport={"width": 1280, "height": 800})
    figure = page.locator("u-jacobian[data-ready]")
    says = "words => document.querySelector('.u-status').textContent.includes(words)"
    assert "ρ = 0.90, σ = 2.35." in figure.locator(".u-status").text_content()
    circle, curves = figure.locator("svg").nth(0), figure.locator("svg").nth(1)
    box = circle.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(middle[0] + 60, middle[1])
    page.wait_for_function(says, arg="Seen from unit 1")
    figure.get_by_role("button", name="symmetric").click()
    page.wait_for_function(says, arg="normal: σ = ρ")
    box = curves.bounding_box()
    page.mouse.click(box["x"] + box["width"] - 63, box["y"] + 60)
    page.wait_for_function(says, arg="50 steps back")
    figure.get_by_label("activation").select_option("tanh")
    strength = figure.get_by_role("slider", name="strength of")
    assert strength.is_enabled()
    # A turning pair has one size: the other slider stands still, and nothing moves.
    height, second = figure.bounding_box()["height"], figure.get_by_role("slider", name="second")
    figure.get_by_label("activation").select_option("linear")
    figure.get_by_role("button", name="rotation").click()
    page.wait_for_function(says, arg="ρ = 1.00, σ = 1.00.")
    assert second.is_disabled() and strength.is_disabled()
    assert figure.bounding_box()["height"] == height

    # The axis goes as far as the curve, and says so where it does not.
    settings = {"eigenvalue": "1.5", "departure": "3", "turn": "0", "direction": "90"}
    for name, value in settings.items():
        figure.get_by_role("slider", name=name, exact=True).fill(value)
    page.wait_for_function(says, arg="3.2e9 long")
    top = curves.locator("polyline.u-chosen").evaluate(
        "n => Math.min(...n.getAttribute('points').split(' ').map(p => +p.split(',')[1]))"
    )
    ticks = dict(
        curves.locator("text[text-anchor=end]").evaluate_all(
            "nodes => nodes.map(n => [n.textContent, +n.getAttribute('y') - 4])"
        )
    )
    assert top < ticks["1e9"]
    figure.get_by_role("slider", name="eigenvalue", exact=True).fill("0")
    figure.get_by_role("slider", name="second", exact=False).fill("0.1")
    page.wait_for_function("document.querySelector('.u-pair').textContent.includes('≤1e−12')")
    inside = curves.locator("text[class*=name]").evaluate_all(
        "nodes => nodes.map(n => +n.getAttribute('y'))"
    )
    assert max(inside) < 220 - 20 and len({*inside}) == 3
    figure.locator("summary").click()
    figure.locator("tbody tr").nth(50).wait_for()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_still_picture_follows_the_page_not_the_system(open_page, theme):
    system = {"light": "dark", "dark": "light"}[theme]
    page = open_page(theme, color_scheme=system, viewport={"width": 800, "height": 600})
    corner = imread(BytesIO(page.get_by_role("img").screenshot()))[20, 5, :3]
    colour = "#" + "".join(f"{round(float(part) * 255):02x}" for part in corner)
    assert colour == getattr(PALETTE["paper"], theme)


# Receptive field, gates by hand, train it here ---------------------------------------------------

LATER = ["receptive-field", "gates", "train"]
LATER_PAGE = """<!doctype html>
<html lang="en" data-theme="{theme}"><head><meta charset="utf-8"><title>Test</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style>{css} body {{ margin: 16px; background: var(--u-paper); color: var(--u-ink); }}</style>
<link rel="stylesheet" href="explorables/explorables.css">
<link rel="stylesheet" href="explorables/{name}.css">
<script type="module" src="explorables/loader.js"></script></head><body><main><h1>Test</h1>
<u-{name} data-explorable><img src="explorables/{name}.svg" alt="What it shows"></u-{name}>
</main></body></html>
"""
SAYS = "words => document.querySelector('.u-status').textContent.includes(words)"


def assert_alike(before, after, allowed):
    """Compare two structures of dicts, lists, words and numbers."""
    if isinstance(before, dict):
        assert before.keys() == after.keys()
        for key in before:
            assert_alike(before[key], after[key], allowed)
    elif isinstance(before, list) and before and isinstance(before[0], dict | list):
        for one, other in zip(before, after, strict=True):
            assert_alike(one, other, allowed)
    elif isinstance(before, str):
        assert before == after
    else:
        np.testing.assert_allclose(before, after, rtol=allowed, atol=allowed)


@pytest.fixture(scope="module")
def later(tmp_path_factory):
    folder = tmp_path_factory.mktemp("later")
    shutil.copytree(ASSETS, folder / "explorables")
    for name in LATER:
        for theme in ("light", "dark"):
            page = LATER_PAGE.format(name=name, theme=theme, css=css_variables())
            (folder / f"{name}-{theme}.html").write_text(page, encoding="utf-8")
    with browser.served(folder) as address:
        yield address


class TestLaterExplorables:
    """The three that came third: what holds for each of them, then one by one."""

    # A gradient is a long sum, whose order differs between linear algebra libraries.
    @pytest.mark.parametrize(
        ("name", "allowed"),
        [("make_receptive_field", 0), ("make_gates", 1e-13), ("make_train", 1e-7)],
    )
    def test_golden_file_is_what_numpy_answers_now(self, name, allowed):
        module = script(name)
        stored = json.loads(module.GOLDEN.read_text(encoding="utf-8"))
        assert_alike(stored, module.make_golden(), allowed)

    @pytest.mark.parametrize("name", LATER)
    def test_is_light(self, name):
        """As it is served; what trains is fetched when a reader has it train."""
        own = sorted(path.name for path in ASSETS.glob(f"{name}[-.]*") if path.suffix != ".svg")
        sizes = {}
        for file in ["loader.js", "dom.js", "explorables.css", *own]:
            text = without_comments((ASSETS / file).read_text(encoding="utf-8"))
            sizes[file] = len(gzip.compress(text.encode(), mtime=0))
        trains = [sizes.pop(f"train-{part}.js") for part in ("core", "worker") if name == "train"]
        assert sum(sizes.values()) < 10 * 1024, sizes
        assert sum(trains) < 3 * 1024, trains

    @pytest.fixture
    def visit(self, chromium, later):
        """Return a function that opens an explorable; fail if the page complains."""
        complaints, contexts = [], []

        def open_(name, theme="light", width=390, **options):
            viewport = {"width": width, "height": 800}
            contexts.append(chromium.new_context(viewport=viewport, **options))
            page = contexts[-1].new_page()
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(f"{later}/{name}-{theme}.html")
            if options.get("java_script_enabled", True):
                page.locator("[data-ready]").wait_for()
            return page

        yield open_
        for context in contexts:
            context.close()
        assert complaints == []

    @pytest.mark.browser
    @pytest.mark.parametrize("theme", ["light", "dark"])
    @pytest.mark.parametrize("name", LATER)
    def test_axe_finds_nothing(self, visit, name, theme):
        page = visit(name, theme)
        page.locator("summary").click()
        found = Axe().run(page).response["violations"]
        assert [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in found] == []

    @pytest.mark.browser
    @pytest.mark.parametrize("width", [320, 390, 1280, 1920])
    @pytest.mark.parametrize("name", LATER)
    def test_fits_and_is_legible(self, visit, name, width):
        page = visit(name, width=width)
        figure = page.locator("[data-ready]")
        figure.locator("summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") == width
        beyond = figure.evaluate("""node => {
            const right = node.getBoundingClientRect().right;
            return [...node.querySelectorAll(':not(table, table *)')]
                .filter(n => n.getBoundingClientRect().right > right + 0.5).map(n => n.outerHTML);
        }""")
        assert beyond == []
        cut = figure.evaluate("""node => [...node.querySelectorAll('.u-explorable > svg text')]
            .filter(n => n.getBBox().x < 0).map(n => n.textContent)""")
        assert cut == []
        small = figure.evaluate("""node => [...node.querySelectorAll('input, select, button')]
            .map(n => n.getBoundingClientRect())
            .filter(r => r.height < 24 || r.width < 24).length""")
        assert small == 0
        plot = figure.locator(".u-explorable > svg")
        assert plot.evaluate("node => getComputedStyle(node).touchAction") == "pan-y"

    @pytest.mark.browser
    @pytest.mark.parametrize("name", LATER)
    def test_without_javascript_picture_and_words_remain(self, visit, name):
        page = visit(name, java_script_enabled=False)
        assert page.get_by_role("img", name="What it shows").is_visible()

    @pytest.mark.browser
    @pytest.mark.parametrize(
        ("name", "slider", "key", "words"),
        [
            ("receptive-field", "dilation grows by", "ArrowLeft", "5 inputs: 28 to 32"),
            ("gates", "forget gate", "End", "98 % of it is left"),
            ("train", "units", "ArrowRight", "11 units, 155 weights"),
        ],
    )
    def test_a_key_changes_the_sentence(self, visit, name, slider, key, words):
        page = visit(name)
        page.get_by_role("slider", name=slider).focus()
        page.keyboard.press(key)
        page.wait_for_function(SAYS, arg=words)

    @pytest.mark.browser
    @pytest.mark.parametrize(
        ("name", "slider"),
        [("receptive-field", "kernel width"), ("gates", "forget gate"), ("train", "units")],
    )
    def test_a_drag_changes_the_sentence(self, visit, name, slider):
        page = visit(name)
        before = page.locator(".u-status").text_content()
        control = page.get_by_role("slider", name=slider)
        control.scroll_into_view_if_needed()
        box = control.bounding_box()
        y = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + box["width"] / 2, y)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] - 2, y, steps=6)
        page.mouse.up()
        page.wait_for_function(
            "before => document.querySelector('.u-status').textContent !== before", arg=before
        )

    @pytest.mark.browser
    def test_a_press_picks_an_output_and_a_passing_mouse_does_not(self, visit):
        page = visit("receptive-field")
        box = page.locator(".u-explorable > svg").bounding_box()
        gap = (box["width"] - 28) / 32

        def over(step):
            page.mouse.move(box["x"] + 14 + (step - 0.5) * gap, box["y"] + 60)

        over(8)
        page.wait_for_timeout(600)
        assert page.locator(".u-status").text_content().startswith("Output 32 of 32")
        over(20)
        page.mouse.down()
        over(24)
        page.mouse.up()
        page.wait_for_function(SAYS, arg="Output 24 of 32 reads 16 inputs: 9 to 24.")
        assert page.get_by_role("slider", name="output").input_value() == "24"

    @pytest.mark.browser
    @pytest.mark.parametrize("width", [390, 760])
    @pytest.mark.parametrize("name", ["receptive-field", "gates"])
    def test_examples_keep_the_height(self, visit, name, width):
        page = visit(name, width=width)
        figure, heights = page.locator("[data-ready]"), set()
        for example in figure.locator(".u-buttons button").all():
            example.click()
            page.wait_for_timeout(450)
            heights.add(figure.bounding_box()["height"])
        assert len(heights) == 1

    @pytest.mark.browser
    def test_the_layers_names_are_clear_of_the_paths(self, visit):
        page = visit("receptive-field")
        scrub = page.get_by_role("slider", name="output")
        for output in ("1", "4", "12", "20", "32"):
            scrub.fill(output)
            page.wait_for_timeout(100)
            meets = page.evaluate("""() => {
                const box = node => node.getBoundingClientRect();
                const names = [...document.querySelectorAll('svg .u-tick')]
                    .filter(node => node.textContent.startsWith('layer')).map(box);
                const paths = [...document.querySelectorAll('svg line, svg .u-ring')].map(box);
                return names.filter(a => paths.some(b => a.left < b.right && b.left < a.right
                    && a.top < b.bottom && b.top < a.bottom)).length;
            }""")
            assert meets == 0, output

    @pytest.mark.browser
    def test_the_example_that_is_set_is_marked(self, visit):
        page = visit("receptive-field")
        pressed = page.locator("button[aria-pressed=true]")
        assert pressed.all_text_contents() == ["doubling"]
        page.get_by_role("button", name="strided").click()
        page.wait_for_function(SAYS, arg="No output reads the newest input.")
        assert pressed.all_text_contents() == ["strided"]
        page.get_by_role("slider", name="kernel width").press("ArrowRight")
        page.wait_for_function(SAYS, arg="Output 15 of 15, at step 32,")
        assert pressed.count() == 0
        assert page.get_by_role("slider", name="output").get_attribute("max") == "15"

    @pytest.mark.browser
    def test_gates_step_by_step_and_in_other_noise(self, visit):
        page = visit("gates")
        sums = page.locator(".u-sums").nth(1)
        page.get_by_role("slider", name="step t").press("Home")
        page.wait_for_function(
            "document.querySelectorAll('.u-sums')[1].textContent.startsWith('c1 ')"
        )
        first = "c1 = 0.7311 · 0.000 + 1.000 · 0.762 = 0.762"  # tanh(1)
        assert sums.text_content() == f"{first} (the bit, let in by hand)"
        page.get_by_role("button", name="hold").click()
        page.wait_for_function(SAYS, arg="right here, and in 100 of 100 draws")
        page.locator("summary").click()
        row = page.locator("tbody tr").nth(1)
        before = row.text_content()
        page.get_by_role("button", name="other noise").click()
        page.wait_for_function(
            "before => document.querySelectorAll('tbody tr')[1].textContent !== before", arg=before
        )

    @pytest.mark.browser
    def test_training_pauses_steps_and_leaves_dots(self, visit):
        page = visit("train")
        fetched = "performance.getEntriesByType('resource').map(r => r.name).join(' ')"
        assert "train-worker" not in page.evaluate(fetched)
        train, one = (page.get_by_role("button", name=n) for n in ("Train", "One update"))
        one.click()
        page.wait_for_function(SAYS, arg="Seed 1, update 1 of 1100: not judged yet.")
        one.click()
        page.wait_for_function(SAYS, arg="update 2 of 1100")
        units = page.get_by_role("slider", name="units")
        page.get_by_role("button", name="Go on").click()
        assert units.is_disabled()  # a change would throw the run away
        page.get_by_role("button", name="Pause").click()
        assert units.is_enabled()
        page.get_by_role("button", name="Go on").wait_for()
        page.get_by_role("slider", name="units").press("Home")  # one neuron is quick
        page.wait_for_function(SAYS, arg="1 unit, 5 weights")
        assert page.locator(".u-status").text_content().endswith("unfinished run was dropped.")
        page.get_by_label("peak rate").select_option("0.02")
        train.click()
        page.wait_for_function(SAYS, arg="One run is one draw")
        # The error that the chapter has for one neuron.
        assert page.locator(".u-status").text_content().startswith("This run ended at 0.0109")
        page.get_by_role("button", name="Five seeds").click()
        page.wait_for_function(SAYS, arg="Run 2 of 5 has ended. 3 runs")
        page.wait_for_function(SAYS, arg="6 runs of this setting: 0.01")
        assert "more seeds would hardly change that" in page.locator(".u-status").text_content()
        page.locator("summary").click()
        rows = page.locator("tbody tr")
        assert rows.first.text_content() == "naive0.0202"
        assert rows.nth(1).text_content() == "least squares0.00293"
        assert rows.count() == 9
        page.get_by_role("button", name="Clear").click()
        page.wait_for_function(SAYS, arg="not trained yet")
        page.wait_for_function("document.querySelectorAll('tbody tr').length === 3")
