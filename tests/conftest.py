"""Shared by all tests: where things are, and a browser where there is one."""

import os

import pytest

import browser
from book import ROOT, need
from one_thread import ONE_THREAD

for name, value in ONE_THREAD.items():  # as in `make test`, for who calls pytest directly
    os.environ.setdefault(name, value)


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
    need("Chromium", *browser.CHROMIUM)
    with browser.launch() as started:
        yield started


@pytest.fixture(scope="session")
def server(site):
    """The address at which the built site is served."""
    with browser.served(site) as address:
        yield address
