"""tools/file_locks.py: who is kept out, who is let in, and a system without such locks."""

import pytest

import file_locks
from file_locks import lock


@pytest.fixture
def two(tmp_path):
    """The same file, opened twice."""
    path = tmp_path / "file.lock"
    with path.open("w") as one, path.open("w") as other:
        yield one, other


@pytest.mark.skipif(not file_locks.AVAILABLE, reason="no file locks on this system")
class TestLock:
    @pytest.mark.parametrize(
        ("first", "second", "let_in"),
        [(False, False, False), (False, True, False), (True, False, False), (True, True, True)],
    )
    def test_only_shared_locks_go_together(self, two, first, second, let_in):
        assert lock(two[0], shared=first, wait=False)
        assert lock(two[1], shared=second, wait=False) is let_in

    def test_closing_the_file_gives_the_lock_back(self, two):
        assert lock(two[0])
        two[0].close()
        assert lock(two[1], wait=False)


def test_without_locks_nobody_is_kept_out(two, monkeypatch):
    monkeypatch.setattr(file_locks, "AVAILABLE", False)
    monkeypatch.setattr(file_locks, "fcntl", None)
    assert lock(two[0]) and lock(two[1], wait=False)
