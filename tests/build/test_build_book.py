"""tools/build_book.py: when the execution cache is emptied."""

import pytest

import build_book


@pytest.fixture
def repository(tmp_path):
    for name in ("unrolled/layers.py", "unrolled/data/traffic.csv", "results/a.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "requirements.lock").write_text("numpy==2.4.6")
    return tmp_path


@pytest.mark.parametrize(
    "changed",
    ["unrolled/layers.py", "unrolled/data/traffic.csv", "results/a.json", "requirements.lock"],
)
def test_fingerprint_sees_every_input(repository, changed):
    before = build_book.fingerprint(repository)
    assert build_book.fingerprint(repository) == before
    (repository / changed).write_text("something else")
    assert build_book.fingerprint(repository) != before


def test_fingerprint_sees_new_and_renamed_files_but_not_bytecode(repository):
    before = build_book.fingerprint(repository)
    cache = repository / "unrolled" / "__pycache__" / "layers.pyc"
    cache.parent.mkdir()
    cache.write_text("compiled")
    assert build_book.fingerprint(repository) == before
    (repository / "results" / "a.json").rename(repository / "results" / "b.json")
    assert build_book.fingerprint(repository) != before


def test_cache_is_kept_while_nothing_changes_and_emptied_otherwise(tmp_path, capsys):
    cache = tmp_path / ".jupyter_cache"
    build_book.drop_stale_cache(tmp_path, "first")
    cache.mkdir()
    build_book.drop_stale_cache(tmp_path, "first")
    assert cache.exists()
    build_book.drop_stale_cache(tmp_path, "second")
    assert not cache.exists()
    assert "executed anew" in capsys.readouterr().out


def test_cache_of_unknown_origin_is_not_trusted(tmp_path):
    (tmp_path / ".jupyter_cache").mkdir()
    build_book.drop_stale_cache(tmp_path, "first")
    assert not (tmp_path / ".jupyter_cache").exists()
