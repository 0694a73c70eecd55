"""An edition: its version and its day are the same wherever they stand."""

import re

import pytest
import yaml

import release
from book import ROOT

PROJECT = '[project]\nname = "unrolled"\nversion = "{}"\n'
CITATION = 'version: {}\ndate-released: "{}"\n'
CHANGELOG = (
    "# Changelog\n\n## {} ({})\n\n- New things.\n- Others.\n\n## 0.9.0 (2026-01-02)\n\n- Old.\n"
)


@pytest.fixture
def edition(tmp_path):
    def write(project="1.2.0", cited="1.2.0", logged="1.2.0", day="2026-12-01", on="2026-12-01"):
        (tmp_path / "pyproject.toml").write_text(PROJECT.format(project))
        (tmp_path / "CITATION.cff").write_text(CITATION.format(cited, on))
        (tmp_path / "CHANGELOG.md").write_text(CHANGELOG.format(logged, day))
        return tmp_path

    return write


def test_an_edition_in_order(edition):
    root = edition()
    assert release.disagreements(root, "v1.2.0") == []
    assert release.notes(root) == "- New things.\n- Others."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"project": "1.1.0"}, "pyproject.toml names 1.1.0, not 1.2.0"),
        ({"cited": "1.1.0"}, "CITATION.cff names 1.1.0, not 1.2.0"),
        ({"logged": "0.9.1"}, "CHANGELOG.md names 0.9.1, not 1.2.0"),
        ({"day": "unreleased"}, "CHANGELOG.md gives unreleased, CITATION.cff 2026-12-01"),
    ],
)
def test_what_disagrees_is_named(edition, change, said):
    assert release.disagreements(edition(**change), "v1.2.0") == [said]


def test_today_the_repository_is_consistent_but_for_the_day():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    told = release.disagreements(ROOT, f"v{citation['version']}")
    assert [t for t in told if not re.search(r"gives unreleased", t)] == []
