"""A smoke run in Firefox: an explorable, the menus and formulas work in another engine, too.

Firefox is driven by WebDriver BiDi, which it speaks by itself; playwright brings a Firefox of its
own, which is not to be had everywhere. Skipped where Firefox is not installed.
"""

import itertools
import json
import shutil
import subprocess

import pytest

pytestmark = [pytest.mark.site, pytest.mark.browser]
LISTENS = "WebDriver BiDi listening on "


class Firefox:
    """One page of a headless Firefox."""

    def __init__(self, socket):
        self.socket, self.ids = socket, itertools.count(1)
        self.ask("session.new", capabilities={})
        self.context = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method, **params):
        """Send a command and return its result; events in between are passed over."""
        number = next(self.ids)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self.socket.recv())).get("id") != number:
            pass
        assert answer["type"] == "success", answer
        return answer["result"]

    def open(self, url, width):
        viewport = {"width": width, "height": 900}
        self.ask("browsingContext.setViewport", context=self.context, viewport=viewport)
        self.ask("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def run(self, code):
        """Return what an expression gives, once it is there if it is a promise: text or number."""
        target = {"context": self.context}
        given = self.ask("script.evaluate", expression=code, target=target, awaitPromise=True)
        assert given["type"] == "success", given
        return given["result"].get("value")

    def until(self, condition):
        """Wait in the page until a condition holds; fail after ten seconds."""
        waiting = f"""new Promise((done) => {{
            const end = Date.now() + 10000;
            const look = () => {{
                const holds = Boolean({condition});
                if (holds || Date.now() > end) done(holds); else setTimeout(look, 50);
            }};
            look();
        }})"""
        assert self.run(waiting), condition

    def press(self, key):
        keys = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        actions = [{"type": "key", "id": "keyboard", "actions": keys}]
        self.ask("input.performActions", context=self.context, actions=actions)


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if path is None:
        pytest.skip("Firefox is not installed")
    websocket = pytest.importorskip("websocket")
    profile = tmp_path_factory.mktemp("firefox")
    command = [path, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        (line,) = itertools.islice((x for x in process.stderr if LISTENS in x), 1)
        address = line.partition(LISTENS)[2].strip()
        socket = websocket.create_connection(f"{address}/session", timeout=60, suppress_origin=True)
        yield Firefox(socket)
        socket.close()
    finally:
        process.kill()
        process.wait()


STATUS = "document.querySelector('u-neuron .u-status').textContent"
ARROW_RIGHT = "\ue014"


def test_an_explorable_follows_the_keyboard(firefox, server):
    firefox.open(f"{server}/chapters/01-recurrent-neurons.html", 1280)
    firefox.run("document.querySelector('u-neuron').scrollIntoView()")
    firefox.until("document.querySelector('u-neuron[data-ready]')")
    before = firefox.run(STATUS)
    firefox.run("document.querySelectorAll('u-neuron input[type=range]')[1].focus()")
    for _ in range(20):
        firefox.press(ARROW_RIGHT)
    firefox.until(f"{STATUS} !== {json.dumps(before)}")


@pytest.mark.parametrize("side", ["primary", "secondary"])
def test_the_menus_open_on_a_telephone(firefox, server, side):
    firefox.open(f"{server}/chapters/01-recurrent-neurons.html", 390)
    firefox.run(f"""[...document.querySelectorAll('.{side}-toggle')]
        .find((button) => button.getClientRects().length).click()""")
    firefox.until("document.querySelector('dialog[open]')")


def test_formulas_are_set(firefox, server):
    """A fraction is as high as two lines; without MathML its parts would stand in one."""
    firefox.open(f"{server}/chapters/04-backpropagation-through-time.html", 1280)
    lines = """Math.min(...[...document.querySelectorAll('.formula mfrac')].map((fraction) =>
        fraction.getBoundingClientRect().height / parseFloat(getComputedStyle(fraction).fontSize)
    ))"""
    assert 1.8 < firefox.run(lines) < 4
    assert firefox.run("[...document.querySelectorAll('math')].every((m) => m.offsetWidth !== 0)")
    firefox.run("document.fonts.ready.then(() => 1)")
    assert firefox.run("document.fonts.check('18px \"STIX Two Math\"')")
