"""Every public name of the reference has an example, and every example gives what it says."""

import doctest
import importlib

import pytest

from book import ROOT
from helper_pages import MODULES, documented, parts

SLOW = {"unrolled.training"}  # imports Keras and trains
INTERNAL = {"palette", "scoreboard", "speed"}  # what draws and lists the site itself


def modules():
    return [pytest.param(m, marks=[pytest.mark.slow] * (m in SLOW)) for m in MODULES]


def test_the_pages_show_every_module_that_readers_import():
    files = (ROOT / "unrolled").glob("[a-z]*.py")
    there = {f"unrolled.{path.stem}" for path in files if path.stem not in INTERNAL}
    assert set(MODULES) == there | {"unrolled.labs"}


@pytest.mark.parametrize("name", modules())
def test_every_public_name_has_an_example(name):
    lacking = [key for key, text in documented(name).items() if "\nExamples\n----" not in text]
    assert documented(name) and not lacking


@pytest.mark.parametrize("name", modules())
def test_the_examples_give_what_they_say(name, monkeypatch):
    plt = pytest.importorskip("matplotlib.pyplot")
    plt.switch_backend("agg")
    monkeypatch.delenv("UNROLLED_GRADING", raising=False)
    with plt.rc_context():
        results = [doctest.testmod(part) for part in parts(importlib.import_module(name))]
    assert sum(result.attempted for result in results) > 0
    assert [result.failed for result in results] == [0] * len(results)
    assert not plt.get_fignums()
