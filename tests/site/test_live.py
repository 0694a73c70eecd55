"""Cells that run on the site itself: the labs in a browser, beside what the build printed.

The pieces are those of `make live`, or are fetched once from package registries; without them the
tests are skipped, and say why.
"""

import base64
import gzip
import importlib
import io
import json
import re
import time
import zipfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

import browser
import fetch_pyodide
import live
from book import ROOT
from file_locks import lock
from serve import Handler
from unrolled.labs import exercises

pytestmark = [pytest.mark.site, pytest.mark.browser]

LABS = [f"labs/{path.stem}" for path in sorted((ROOT / "labs").glob("*.md"))]
LABS = [name for name in LABS if live.is_live(name, (ROOT / f"{name}.md").read_text("utf-8"))]
LAB_1 = "labs/lab-1-build-a-recurrent-layer"
CHAPTERS = [f"chapters/{path.stem}" for path in sorted((ROOT / "chapters").glob("*.md"))]
TEXTS = {name: (ROOT / f"{name}.md").read_text("utf-8") for name in [*LABS, *CHAPTERS]}
TEXTS = {name: text for name, text in TEXTS.items() if live.is_live(name, text)}
CHAPTERS = [name for name in CHAPTERS if name in TEXTS]
CHAPTER_1 = "chapters/01-recurrent-neurons"
CHAPTER_4 = "chapters/04-backpropagation-through-time"


@pytest.fixture(scope="session")
def pyodide():
    """The folder with Pyodide, fetched once for all sessions."""
    folder = ROOT / "_build" / "pyodide"
    if fetch_pyodide.complete(folder):
        return folder
    folder = ROOT / "_build" / "pyodide-for-tests"
    folder.parent.mkdir(exist_ok=True)
    with (folder.parent / ".pyodide.lock").open("w") as file:
        lock(file)
        try:
            fetch_pyodide.fetch(folder, registries=True)
        except fetch_pyodide.Unavailable as problem:
            pytest.skip(f"Pyodide cannot be had here: {problem}")
    return folder


class Overlay(Handler):
    """The built site, with the pieces laid over it where it was built without them."""

    live, facts = None, {}

    def translate_path(self, path):
        plain = path.partition("?")[0]
        if plain.startswith("/_static/live/"):
            laid = self.live / plain.removeprefix("/_static/live/")
            if laid.is_file():
                return str(laid)
        return super().translate_path(path)

    def do_GET(self):
        name = self.path.partition("?")[0].removeprefix("/").removesuffix(".html")
        if name not in TEXTS:
            return super().do_GET()
        page = with_loader(f"{self.directory}/{name}.html", name, self.facts).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


def with_loader(path, name, facts):
    """Return the text of a lab's page, with the loader's tags where the build left them out."""
    page = Path(path).read_text(encoding="utf-8")
    if "data-live" in page:
        return page
    values = " ".join(
        f'{key}="{value}"' for key, value in live.attributes(name, TEXTS[name], facts).items()
    )
    tags = '<link rel="stylesheet" href="../_static/live/live.css" />'
    tags += f'<script type="module" src="../_static/live/loader.js" {values}></script>'
    return page.replace("</head>", f"{tags}</head>", 1)


@pytest.fixture(scope="session")
def address(site, pyodide, tmp_path_factory):
    """Where the site is served, able to run its labs."""
    folder = tmp_path_factory.mktemp("live")
    overlay = type("Laid", (Overlay,), {"live": folder, "facts": live.lay(pyodide, TEXTS, folder)})
    with browser.served(site, overlay) as server:
        yield server


class Lab:
    """A page of a lab in the browser, as a learner uses it."""

    def __init__(self, page):
        self.page, self.requests, self.errors = page, [], []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda m: m.type == "error" and self.errors.append(m.text))
        page.on("dialog", lambda dialog: dialog.accept())

    def cell(self, number):
        return self.page.locator("main .cell").nth(number - 1)

    def button(self, number, name):
        return self.cell(number).get_by_role("button", name=name, include_hidden=True)

    def sources(self):
        return self.page.locator("main .cell .cell_input pre").all_text_contents()

    def find(self, text):
        """Return the number of the first cell whose code in the book begins so."""
        starts = [source.startswith(text) for source in self.sources()]
        return starts.index(True) + 1

    def write(self, number, text):
        area = self.cell(number).locator("textarea")
        if not area.count():
            self.button(number, "Edit cell").click()
        area.fill(text)

    def press(self, number):
        """Press Run or Check; solutions are folded, so not with the mouse."""
        self.button(number, re.compile("^(Run|Check) cell")).evaluate("button => button.click()")

    def status(self, number):
        return self.cell(number).locator(".live-status")

    def wait(self, number, words, seconds=60):
        self.page.wait_for_function(
            """([number, words]) => document.querySelectorAll("main .cell")[number - 1]
                .querySelector(".live-status")?.textContent.match(words)""",
            arg=[number, words], timeout=1000 * seconds,
        )  # fmt: skip
        return self.status(number).text_content()

    def run(self, number):
        """Run a cell to its end; return what it shows."""
        self.press(number)
        self.wait(number, "^(Done|An error)")
        return self.shown(number)

    def shown(self, number):
        return "".join(self.cell(number).locator(".live-output pre").all_text_contents())

    def book_shows(self, number):
        pre = self.cell(number).locator(".cell_output:not(.live-output *) pre")
        return "".join(pre.all_text_contents())


@pytest.fixture
def visit(chromium, address):
    """Open a lab."""
    contexts = []

    def open_lab(name=LAB_1, width=1280, theme="light", clock=False):
        context = chromium.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        for key in ("mode", "theme"):
            context.add_init_script(f"localStorage.setItem('{key}', '{theme}')")
        page = context.new_page()
        if clock:
            page.clock.install()
        lab = Lab(page)
        page.goto(f"{address}/{name}.html")
        page.wait_for_selector(".live-bar")
        return lab

    yield open_lab
    for context in contexts:
        context.close()


def one_or_all():
    """Lab 1 in `make test`, the others in `make test-all`."""
    return [pytest.param(n, marks=() if n == LAB_1 else pytest.mark.exhaustive) for n in LABS]


# What runs is what the build ran ---------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", one_or_all())
def test_every_cell_prints_what_the_build_printed(visit, name):
    lab = visit(name)
    count = len(lab.sources())
    book = [lab.book_shows(number) for number in range(1, count + 1)]
    shown = [lab.run(number) for number in range(1, count + 1)]
    assert shown == book
    assert sum(": passed." in text for text in shown) == len(exercises_of(name))
    assert lab.errors == []


def one_or_all_chapters():
    """Chapter 1 in `make test`, the others in `make test-all`."""
    return [
        pytest.param(n, marks=() if n == CHAPTER_1 else pytest.mark.exhaustive) for n in CHAPTERS
    ]


def differing(lab, name, numbers):
    """Run cells in an order; return those that show something else than the book."""
    others, took, cells = [], [], live.cells_of(name, TEXTS[name])
    for number in numbers:
        begin = time.perf_counter()
        shown, book = lab.run(number), lab.book_shows(number)
        took.append((round(time.perf_counter() - begin, 2), number))
        drawn = lab.cell(number).locator(".live-output img").count()
        figures = lab.cell(number).locator(".cell_output:not(.live-output *) img").count()
        same = shown.rstrip() == book.rstrip() or cells[number - 1].varies  # the site strips an end
        if not same or drawn != figures:
            others.append([number, shown, book, drawn, figures])
    print(f"{name}: {len(took)} cells, the first {took[0][0]} s, slowest", sorted(took[1:])[-4:])
    return others


@pytest.mark.slow
@pytest.mark.parametrize("name", one_or_all_chapters())
def test_every_cell_of_a_chapter_that_runs_prints_what_the_build_printed(visit, name):
    lab, cells = visit(name), live.cells_of(name, TEXTS[name])
    assert [s.rstrip("\n") for s in lab.sources()] == [cell.source for cell in cells]
    running = [n for n, cell in enumerate(cells, 1) if cell.runs]
    assert differing(lab, name, running) == []
    assert lab.errors == []


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("name", CHAPTERS)
def test_a_cell_that_is_pressed_first_brings_all_that_it_needs(visit, name):
    """From the last to the first: in the book's order, the cells before have run already."""
    lab, cells = visit(name), live.cells_of(name, TEXTS[name])
    running = [n for n, cell in enumerate(cells, 1) if cell.runs]
    assert differing(lab, name, running[::-1]) == []
    assert lab.errors == []


def exercises_of(name):
    lab = "-".join(name.removeprefix("labs/").split("-")[:2])
    return {n: e for n, e in exercises().items() if n.startswith(f"{lab}/")}


def records(name):
    return importlib.import_module(f"wrong_answers.{name.replace('/', '.').replace('-', '_')}")


JUDGE = """
import base64, contextlib, importlib, io, json, sys, zipfile
packed = base64.b64decode("{packed}")
zipfile.ZipFile(io.BytesIO(packed)).extractall("/answers")
sys.path.append("/answers")
from unrolled.labs import check
tried, others, ear = 0, [], io.StringIO()
for name in {names}:
    module = importlib.import_module(f"wrong_answers.{{name.replace('/', '.').replace('-', '_')}}")
    for answer, words in module.WRONG:
        if "{endless}" not in words:  # which only a system with an alarm can say
            tried += 1
            with contextlib.redirect_stdout(ear), contextlib.redirect_stderr(ear):
                said = check(name, answer).text
            if not said.startswith(f"{{name}}: not yet.") or words not in " ".join(said.split()):
                others.append([answer.__name__ if callable(answer) else repr(answer), words, said])
print(json.dumps([tried, others]))
"""


def packed_answers():
    """Return the recorded answers as a zip in base64."""
    folder, buffer = ROOT / "tests" / "labs", io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in (folder / "wrong_answers").rglob("*.py"):
            archive.write(path, path.relative_to(folder))
    return base64.b64encode(buffer.getvalue()).decode()


@pytest.mark.slow
@pytest.mark.parametrize("name", one_or_all())
def test_recorded_wrong_answers_get_the_same_diagnosis(visit, name):
    lab, names = visit(name), list(exercises_of(name))
    endless = "did not come to an end"
    code = JUDGE.format(packed=packed_answers(), names=names, endless=endless)
    lab.write(1, code)
    tried, others = json.loads(lab.run(1))
    assert others == []
    assert tried == sum(endless not in words for n in names for _, words in records(n).WRONG)
    assert tried >= 6 * len(names)


def seconds_to_answer(lab):
    """Return what the first answer took, with all that is loaded for it, and what the next took."""
    check = lab.find('check("lab-1/by-hand"')
    lab.write(check - 1, "y_2 = 0.585\ny_3 = -0.7")
    times = [time.perf_counter()]
    assert ": passed." in lab.run(check)  # with the import and the answer above it
    times.append(time.perf_counter())
    lab.write(check - 1, "y_2 = 0.585\ny_3 = 0.7")
    lab.press(check)
    lab.page.wait_for_function(
        """number => document.querySelectorAll("main .cell")[number - 1]
            .querySelector(".live-output").textContent.includes("not yet")""",
        arg=check,
    )
    times.append(time.perf_counter())
    return times[1] - times[0], times[2] - times[1]


@pytest.mark.slow
def test_the_first_answer_comes_soon_and_the_next_at_once(visit):
    for last in (False, True):  # the machine may be busy with another test
        first, after = seconds_to_answer(visit())
        print(f"first {first:.1f} s, next {after:.2f} s")
        if last or (first < 10 and after < 0.5):
            break
    assert first < 10 and after < 0.5


# A learner at work -------------------------------------------------------------------------------


@pytest.fixture
def answered(visit):
    """Lab 1, with an answer to its second exercise; the numbers of its starter and its check."""
    lab = visit()
    check = lab.find('check("lab-1/step"')
    lab.write(check - 1, SOLVED)
    return lab, check - 1, check


SOLVED = """\
def my_step(x_t, y_prev, params):
    W_x, W_y, b = params
    return np.tanh(x_t @ W_x + y_prev @ W_y + b)"""


def test_a_check_runs_what_it_needs_and_offers_the_solution(answered):
    lab, starter, check = answered
    assert ": passed." in lab.run(check)
    lab.write(starter, SOLVED.replace("+ b", ""))
    assert ": not yet." in lab.run(check)
    lab.run(check + 1)  # the book's solution, which defines the same name
    assert ": not yet." in lab.run(check)
    lab.write(starter, SOLVED)
    assert ": passed." in lab.run(check)
    solution = lab.page.locator(".solution").nth(1)
    assert not solution.evaluate("solution => solution.open")
    lab.cell(check).get_by_role("button", name="Compare with the book's solution").click()
    assert solution.evaluate("solution => solution.open")
    assert lab.page.evaluate("document.activeElement.textContent").startswith("Solution to")


def test_what_was_written_is_kept_until_it_is_reset(answered):
    lab, starter, _ = answered
    lab.page.reload()
    lab.page.wait_for_selector("textarea")
    assert lab.cell(starter).locator("textarea").input_value() == SOLVED
    assert lab.page.locator("textarea").count() == 1
    lab.button(starter, "Reset cell").click()
    assert lab.page.locator("textarea").count() == 0
    assert "return ..." in lab.cell(starter).locator(".cell_input pre").text_content()
    lab.page.reload()
    lab.page.wait_for_selector(".live-bar")
    assert lab.page.locator("textarea").count() == 0
    assert lab.page.evaluate("Object.keys(localStorage).filter(k => /live/.test(k))") == []


@pytest.mark.exhaustive
def test_the_page_is_reset_whole(answered):
    lab, _, check = answered
    lab.run(check)
    lab.page.get_by_role("button", name="Reset page").click()
    lab.page.wait_for_function("!document.querySelector('textarea')")
    assert lab.shown(check) == ""
    assert lab.cell(check).locator(":scope > .cell_output").is_visible()
    assert "not attempted" in lab.run(check)


def test_an_endless_loop_is_noticed_and_stopped(visit):
    lab = visit(clock=True)
    check = lab.find('check("lab-1/step"')
    lab.write(check - 1, SOLVED.replace("return", "while True:\n        y_prev = x_t\n    return"))
    lab.run(1)
    lab.press(check)
    lab.wait(check, "^Running$")
    lab.page.wait_for_timeout(300)
    lab.page.clock.fast_forward(31_000)
    lab.wait(check, "loop that never ends")
    lab.button(check, "Keep waiting").click()
    lab.page.clock.fast_forward(61_000)
    lab.wait(check, "loop that never ends")
    lab.button(check, "Stop").click()
    assert "press Check to begin anew" in lab.wait(check, "^Stopped.*lost")
    assert lab.page.evaluate("document.activeElement.className") == "live-status"
    lab.write(check - 1, SOLVED)
    assert ": passed." in lab.run(check)  # imports and answer run again
    assert lab.errors == []


@pytest.mark.exhaustive
def test_stopping_twice_loses_nothing(visit):
    lab = visit()
    starter = lab.find("y_2 = ...")
    lab.write(starter, "while True:\n    pass")
    lab.press(starter)
    lab.wait(starter, "^Running$")
    lab.button(starter, "Stop").dblclick()
    lab.wait(starter, "^Stopped")
    assert lab.cell(starter).locator("textarea").input_value() == "while True:\n    pass"
    lab.press(starter)
    lab.wait(starter, "^Running$")
    place = lab.button(starter, "Reset cell").bounding_box()
    lab.button(starter, "Stop").focus()
    lab.page.keyboard.press("Enter")
    lab.page.keyboard.press("Enter")
    lab.wait(starter, "^Stopped")
    lab.page.wait_for_timeout(300)
    assert lab.status(starter).text_content().startswith("Stopped")  # not begun anew
    assert lab.button(starter, "Reset cell").bounding_box() == place


def test_a_reset_can_be_undone(answered):
    lab, starter, _ = answered
    lab.button(starter, "Reset cell").click()
    assert lab.cell(starter).locator("textarea").count() == 0
    lab.button(starter, "Undo").click()
    assert lab.cell(starter).locator("textarea").input_value() == SOLVED
    lab.page.reload()
    lab.page.wait_for_selector("textarea")
    assert lab.cell(starter).locator("textarea").input_value() == SOLVED


BROKEN = SOLVED.replace("y_prev @ W_y", "(y_prev @ W_y")


def test_a_check_refuses_what_does_not_run(answered):
    lab, starter, check = answered
    assert ": passed." in lab.run(check)
    assert "✓ Passed" in lab.status(check).text_content()
    for _ in range(2):  # the second time, the cell has already run as it is
        lab.write(starter, BROKEN)
        lab.press(check)
        lab.wait(check, "^Not checked: cell")
        assert "SyntaxError" in lab.shown(check) and "passed" not in lab.shown(check)
    lab.write(check + 3, "my_step")  # elsewhere, what it had defined is gone too
    assert "NameError: name 'my_step' is not defined" in lab.run(check + 3)
    lab.write(starter, SOLVED.replace("W_x +", "U_x +"))
    assert "NameError" in lab.run(check)
    lab.write(starter, BROKEN)
    lab.press(check)
    lab.wait(check, "^Not checked: cell")
    assert "SyntaxError" in lab.shown(check) and "NameError" not in lab.shown(check)
    lab.write(starter, SOLVED)
    assert ": passed." in lab.run(check)


def age(lab, number):
    return lab.cell(number).locator(".live-age:visible").all_text_contents()


@pytest.mark.exhaustive
def test_what_is_older_than_the_text_says_so(answered):
    lab, starter, check = answered
    assert not lab.cell(check).locator(":scope > .cell_output").is_visible()  # not attempted
    assert ": passed." in lab.run(check)
    assert age(lab, check) == []
    assert "1 of 7 passed" in lab.page.locator(".live-count").text_content()
    lab.write(starter, SOLVED + "  # changed")
    assert "before your last change" in age(lab, check)[0]
    assert lab.status(check).text_content() == ""
    assert "0 of 7 passed" in lab.page.locator(".live-count").text_content()
    lab.write(starter, SOLVED)
    assert age(lab, check) == []
    lab.button(starter, "Reset cell").click()
    assert "before your last change" in age(lab, check)[0]


@pytest.mark.exhaustive
def test_a_verdict_outlives_a_reload_and_is_in_the_notebook(answered):
    lab, starter, check = answered
    said = lab.run(check)
    lab.page.reload()
    lab.page.wait_for_selector(".live-age:visible")
    assert lab.shown(check) == said
    assert "run again to be sure" in age(lab, check)[0]
    assert not lab.cell(check).locator(":scope > .cell_output").is_visible()
    with lab.page.expect_download() as download:
        lab.page.get_by_role("button", name="Download as notebook").click()
    notebook = json.loads(download.value.path().read_text(encoding="utf-8"))
    cells = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    (found,) = (c for c in cells if "".join(c["source"]).startswith('check("lab-1/step"'))
    assert [(o["name"], "".join(o["text"])) for o in found["outputs"]] == [("stdout", said)]
    lab.write(starter, SOLVED + "\n")
    lab.page.reload()
    lab.page.wait_for_selector("textarea")
    assert lab.shown(check) == ""
    assert not lab.cell(check).locator(":scope > .cell_output").is_visible()


@pytest.mark.exhaustive
def test_a_cell_that_had_to_be_stopped_holds_up_no_other(visit):
    lab = visit()
    starter = lab.find("y_2 = ...")
    lab.write(starter, "while True:\n    pass")
    lab.press(starter)
    lab.wait(starter, "^Running$")
    lab.button(starter, "Stop").click()
    lab.wait(starter, "^Stopped")
    check = lab.find('check("lab-1/step"')
    assert "not attempted" in lab.run(check)
    assert "left out" in lab.status(check).text_content()


@pytest.mark.exhaustive
def test_loading_can_be_stopped_and_can_fail(visit):
    lab = visit()
    lab.press(1)
    lab.wait(1, "^Loading Python")
    lab.button(1, "Stop").click()
    lab.wait(1, "^Stopped")
    lab.page.context.route("**/unrolled.zip", lambda route: route.abort())
    lab.press(1)
    lab.wait(1, "could not be loaded.*try again")
    lab.page.context.unroute("**/unrolled.zip")
    lab.write(1, "print(1)")
    assert lab.run(1) == "1\n"


@pytest.mark.exhaustive
def test_errors_show_the_readers_own_lines(visit):
    lab = visit()
    lab.write(1, "def f(x):\n    return x.nothing\n\nf(1)")
    assert lab.run(1) == (
        "Traceback (most recent call last):\n"
        '  In "cell 1", line 4, in <module>\n    f(1)\n'
        '  In "cell 1", line 2, in f\n    return x.nothing\n           ^^^^^^^^^\n'
        "AttributeError: 'int' object has no attribute 'nothing'\n"
    )
    lab.write(1, "x = (1\ny = 2")
    assert "SyntaxError" in lab.run(1)
    lab.write(1, "import sys\nprint('before')\nsys.exit(3)")
    assert lab.run(1).startswith("before\n") and "SystemExit: 3" in lab.shown(1)
    lab.write(1, "input('?')")
    assert "Error" in lab.run(1)
    lab.write(1, "%pip install unrolled")
    assert "is for Jupyter" in lab.run(1)
    lab.write(1, "for i in range(100_000):\n    print(i)")
    assert lab.run(1).endswith("which is not shown.\n")
    lab.write(1, "time = sys = io = ast = run_cell = None")
    assert lab.run(1) == ""
    lab.write(1, "import numpy as np\nnp.arange(3) / 2")
    assert lab.run(1) == "array([0. , 0.5, 1. ])\n"
    assert lab.errors == []


@pytest.mark.exhaustive
def test_a_cell_draws_in_the_books_style(visit):
    lab = visit()
    lab.write(1, "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nprint('drawn')")
    assert lab.run(1).startswith("drawn")
    image = lab.cell(1).locator("img")
    assert "cell 1" in image.get_attribute("alt")
    assert "prefers-color-scheme" in image.get_attribute("src")
    assert image.evaluate("image => image.complete && image.naturalWidth") > 300


def test_the_keyboard_writes_runs_and_leaves(visit):
    lab = visit()
    lab.button(1, "Edit cell").focus()
    lab.page.keyboard.press("Enter")
    lab.page.wait_for_selector("textarea")
    lab.page.keyboard.press("Control+A")
    lab.page.keyboard.type("for i in range(2):\nprint(i")
    area = lab.cell(1).locator("textarea")
    assert area.input_value() == "for i in range(2):\n    print(i"  # indented after the colon
    lab.page.keyboard.press("Tab")
    assert area.input_value() == "for i in range(2):\n    print(i "  # to the next fourth column
    lab.page.keyboard.press("Backspace")
    lab.page.keyboard.type(")")
    lab.page.keyboard.press("Shift+Tab")
    assert area.input_value() == "for i in range(2):\nprint(i)"
    lab.page.keyboard.press("Shift+Home")
    lab.page.keyboard.press("Tab")
    assert area.input_value() == "for i in range(2):\n    print(i)"
    lab.page.keyboard.press("Control+Enter")
    lab.wait(1, "^Done")
    assert lab.shown(1) == "0\n1\n"
    lab.page.keyboard.press("Escape")
    lab.page.keyboard.press("Tab")
    assert lab.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Run cell 1"


@pytest.mark.exhaustive
def test_an_example_with_prompts_is_pasted_as_code(visit):
    lab = visit()
    lab.write(1, "")
    lab.cell(1).locator("textarea").evaluate(
        """area => {
            const data = new DataTransfer();
            const example = [">>> for i in range(2):", "...     print(i)", "...", "0", "1", ""];
            data.setData("text/plain", example.join("\\n"));
            area.focus();
            area.dispatchEvent(new ClipboardEvent(
                "paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    lab.page.keyboard.press("Shift+Enter")
    lab.wait(1, "^Done")
    assert lab.shown(1) == "0\n1\n"


def test_the_page_says_what_holds_here(visit):
    note = visit().page.locator(".live-note").text_content()
    assert "30 seconds" in note and "no kernel to interrupt" in note and "Shift+Enter" in note


def test_a_click_into_the_code_puts_the_caret_there(visit):
    lab = visit()
    starter = lab.find("y_2 = ...")
    lab.cell(starter).locator(".cell_input pre").get_by_text("y_3").click()
    lab.page.wait_for_selector("textarea")
    place = lab.page.evaluate("document.activeElement.selectionStart")
    assert len("y_2 = ...\n") <= place <= len("y_2 = ...\ny_3")


# The page around it ------------------------------------------------------------------------------


def test_before_the_first_click_the_page_is_as_light_as_before(visit):
    lab = visit()
    lab.page.wait_for_load_state("networkidle")
    own = {url.partition("?")[0].rpartition("/")[2] for url in lab.requests if "/live/" in url}
    assert own == {"loader.js", "button.js", "live.css"}
    sizes = [len(gzip.compress((ROOT / "_assets" / "live" / name).read_bytes())) for name in own]
    assert sum(sizes) < 4000


def test_nothing_leaves_the_browser(visit, address):
    lab = visit()
    assert lab.run(1) == ""
    before = len(lab.requests)
    check = lab.find('check("lab-1/step"')
    lab.write(check - 1, SOLVED)
    assert ": passed." in lab.run(check)
    assert lab.requests[before:] == []
    assert [url for url in lab.requests if not url.startswith((address, "data:", "blob:"))] == []


@pytest.mark.parametrize(
    ("width", "theme"),
    [(390, "light"), pytest.param(1280, "dark", marks=pytest.mark.exhaustive)],
)
def test_a_page_at_work_is_accessible_and_fits(visit, width, theme):
    lab = visit(width=width, theme=theme)
    check = lab.find('check("lab-1/step"')
    lab.write(check - 1, SOLVED)
    lab.run(check)
    lab.write(1, "print('x' * 300)\n1 / 0")
    lab.run(1)
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= width
    heights = lab.page.locator(".live-bar button:visible").evaluate_all(
        "buttons => buttons.map(button => button.getBoundingClientRect().height)"
    )
    assert min(heights) >= 40
    theirs = [["#pst-back-to-top"]]  # fades in while axe looks at it
    found = Axe().run(lab.page, context={"exclude": theirs}).response["violations"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found] == []


def test_the_notebook_holds_what_was_written(answered, site):
    lab, _, _ = answered
    with lab.page.expect_download() as download:
        lab.page.get_by_role("button", name="Download as notebook").click()
    assert download.value.suggested_filename == f"{LAB_1.split('/')[1]}.ipynb"
    notebook = json.loads(download.value.path().read_text(encoding="utf-8"))
    code = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    assert code.count(SOLVED) == 1
    place = code.index(SOLVED)
    assert code[place + 1].startswith('check("lab-1/step"')
    assert not any(source.count("np.tanh") for source in code if source != SOLVED)
    if (site / "notebooks" / f"{LAB_1}.ipynb").is_file():
        assert "importlib" in code[0]  # the cell that sees to the helper
        assert any(c["cell_type"] == "markdown" for c in notebook["cells"])


# A chapter ---------------------------------------------------------------------------------------


def test_a_chapter_has_buttons_where_a_cell_runs_and_says_so(visit):
    lab, cells = visit(CHAPTER_4), live.cells_of(CHAPTER_4, TEXTS[CHAPTER_4])
    bars = [lab.cell(number).locator(".live-bar").count() for number in range(1, len(cells) + 1)]
    assert bars == [int(cell.runs) for cell in cells]
    note = lab.page.locator(".live-quiet").text_content()
    assert "Keras" in note and "no button" in note
    own = {url.partition("?")[0].rpartition("/")[2] for url in lab.requests if "/live/" in url}
    assert own == {"loader.js", "button.js", "live.css"}


def test_a_cell_of_a_chapter_brings_what_it_needs(visit):
    lab = visit(CHAPTER_4)
    last, weights = lab.find("dY = 2 * (y -"), lab.find("y = outputs([0.5]")
    assert lab.run(last) == lab.book_shows(last)
    ran = lab.page.locator(".live-output").evaluate_all("all => all.filter(o => o.ariaBusy).length")
    said = lab.status(last).text_content().partition(", with cells ")[2]
    assert ran - 1 == len(re.findall(r"\d+", said)) < last - 1  # these, and no others
    book = lab.sources()[weights - 1]
    lab.write(weights, book.replace("[0.5]", "[0.6]", 1))
    assert lab.run(last) != lab.book_shows(last)  # what it needs has run again
    lab.page.reload()
    lab.page.wait_for_selector("textarea.live-code")
    assert "[0.6]" in lab.cell(weights).locator("textarea").input_value()
    lab.button(weights, "Reset cell").click()
    assert lab.run(last) == lab.book_shows(last)
    lab.write(weights, "while True:\n    pass")
    lab.press(last)
    lab.wait(last, f"^Running cell {weights}, above, first")
    lab.button(last, "Stop").click()
    assert f"in cell {weights}, above" in lab.wait(last, "^Stopped")  # that one has to be changed
    lab.write(weights, "import keras\nkeras.Model()")
    assert "ImportError: keras does not run on this page" in lab.run(weights)
    assert lab.errors == []


def test_a_cell_runs_on_what_stands_above_it_whatever_ran_since(visit):
    lab = visit(CHAPTER_4)
    first, again = (
        lab.find("X, targets, params = random_case(seed=4)\n"),
        lab.find("def loss(params)"),
    )
    shown = lab.run(first), lab.run(again)
    later = lab.find("X, targets, params = random_case(seed=4)  # the layer again")
    lab.run(later)
    assert (lab.run(first), lab.run(again)) == shown
    assert lab.errors == []


@pytest.mark.parametrize(
    ("width", "theme"),
    [(390, "dark"), pytest.param(1280, "light", marks=pytest.mark.exhaustive)],
)
def test_a_chapter_at_work_is_accessible_and_fits(visit, width, theme):
    lab = visit(CHAPTER_4, width=width, theme=theme)
    drawn = lab.find('curves = {f"k = {k}"')
    lab.run(drawn)
    assert lab.cell(drawn).locator(".live-output img").count() == 1
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(lab.page, context={"include": [[".cell"]]}).response["violations"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found] == []
