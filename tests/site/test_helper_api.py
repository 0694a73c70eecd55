"""The reference of the helper on the site: everything public is there, with what belongs to it."""

import re

import pytest

from helper_pages import MODULES, documented

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def pages(site):
    return "".join(p.read_text("utf-8") for p in sorted(site.glob("reference/helper-*.html")))


@pytest.mark.parametrize("name", MODULES)
def test_every_public_name_is_described_once_with_its_example(pages, name):
    for key in documented(name):
        assert pages.count(f'id="{name}.{key}"') == 1, key
        described = pages.partition(f'id="{name}.{key}"')[2].partition('<dt class="sig ')[0]
        assert "Examples</p>" in described and "&gt;&gt;&gt;" in described, key


def test_nothing_of_this_machine_is_shown(pages, root):
    assert str(root) not in pages
    assert not re.search(r"&lt;function|0x[0-9a-f]{6}", pages)
    assert "Alias for field number" not in pages
