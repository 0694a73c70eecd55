"""tests/book.py: a missing browser is skipped over, or fails where it is required."""

from fnmatch import fnmatch

import pytest

from book import ROOT, need


@pytest.mark.parametrize("value", [None, "", "0", "no", "False"])
def test_missing_program_is_skipped(value, monkeypatch):
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)
    if value is not None:
        monkeypatch.setenv("REQUIRE_BROWSER", value)
    with pytest.raises(pytest.skip.Exception, match="Netscape is not installed"):
        need("Netscape", "netscape", "navigator")


@pytest.mark.parametrize("value", ["1", "yes", "true"])
def test_missing_program_fails_where_it_is_required(value, monkeypatch):
    monkeypatch.setenv("REQUIRE_BROWSER", value)
    with pytest.raises(pytest.fail.Exception, match="Netscape is not installed"):
        need("Netscape", "netscape")


def test_first_program_that_is_there_is_taken():
    assert need("a shell", "no-such-shell", "sh").endswith("/sh")


def test_no_folder_of_tests_is_passed_over(request):
    """Pytest leaves out folders named build, among others, unless it is told otherwise."""
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    left_out = request.config.getini("norecursedirs")
    names = {part for folder in folders for part in folder.relative_to(ROOT).parts}
    assert len(folders) >= 4
    assert not [name for name in names for pattern in left_out if fnmatch(name, pattern)]
