"""Chromium, for the tools and the tests that need it: where it is, how it starts, what it reads."""

import shutil
import threading
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer

from serve import Handler

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium():
    """Return the path of the browser, or None where none is installed."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@contextmanager
def launch():
    """Start Chromium, and stop it at the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def served(folder, handler=Handler):
    """Serve a folder on this machine; give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
