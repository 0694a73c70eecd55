"""Shared by all tests: where things are, and a browser where there is one."""

import functools
import http.server
import os
import threading

import pytest

from book import ROOT, need
from one_thread import ONE_THREAD

for name, value in ONE_THREAD.items():  # as in `make test`, for who calls pytest directly
    os.environ.setdefault(name, value)

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def root():
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def keras():
    """Keras, imported when a test first asks for it: it takes seconds."""
    import keras

    return keras


@pytest.fixture(scope="session")
def site(root):
    """The built site; `make test` builds it first."""
    html = root / "_build" / "html"
    if not (html / "index.html").is_file():
        pytest.fail("there is no built site: run `make book`")
    return html


@pytest.fixture(scope="session")
def chromium():
    """A browser. Skips where none is installed, unless REQUIRE_BROWSER asks for one."""
    path = need("Chromium", "chromium", "chromium-browser", "google-chrome")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def server(site):
    """The address at which the built site is served."""
    handler = functools.partial(QuietHandler, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as http_server:
        threading.Thread(target=http_server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http_server.server_port}"
        http_server.shutdown()
