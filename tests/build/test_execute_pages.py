"""tools/execute_pages.py: what is executed again, and who has the machine to himself."""

import threading
import time
from types import SimpleNamespace

import nbformat
import pytest

import execute_pages
import file_locks
from execute_pages import Pages, Quiet, measures

PAGE = """\
---
kernelspec: {{display_name: Python 3, language: python, name: python3}}
---
# {title}

```{{code-cell}} ipython3
print({title!r})
```
"""


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book of two pages beside a package; nothing is executed."""
    monkeypatch.setattr(execute_pages, "ROOT", tmp_path)
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: a\nparts:\n- chapters:\n  - file: b\n  - file: c\n"
    )
    for name in "ab":
        (tmp_path / f"{name}.md").write_text(PAGE.format(title=name))
    (tmp_path / "c.md").write_text("# Text only\n")
    (tmp_path / "_build").mkdir()
    return tmp_path


def keep_all(book, seconds=(1.0, 2.0)):
    pages = Pages(book)
    for (page, path, notebook, stamp), took in zip(pages.stale(), seconds, strict=True):
        pages.keep(page, path, notebook, stamp, took)


def stale(book):
    return [page for page, *_ in Pages(book).stale()]


def test_pages_with_code_are_executed_once(book):
    assert stale(book) == ["a", "b"]
    keep_all(book)
    assert stale(book) == []


def test_a_page_whose_prose_changes_is_kept(book):
    keep_all(book)
    (book / "a.md").write_text(PAGE.format(title="a").replace("# a", "# Another title"))
    assert stale(book) == []


def test_a_page_whose_code_changes_runs_again_and_the_other_does_not(book):
    keep_all(book)
    (book / "b.md").write_text(PAGE.format(title="other"))
    assert stale(book) == ["b"]


def test_what_was_made_from_other_inputs_leaves_the_cache(book):
    keep_all(book)
    (book / "requirements.lock").write_text("numpy==3")
    pages = Pages(book)
    assert [page for page, *_ in pages.stale()] == ["b", "a"]  # the slower one first
    assert not pages.cache.list_cache_records()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": {"inputs": "of old"}}'])
def test_a_cache_of_unknown_origin_is_not_trusted(book, text):
    keep_all(book)
    (book / "_build" / execute_pages.STAMPS).write_text(text)
    assert set(stale(book)) == {"a", "b"}


@pytest.mark.parametrize(
    ("source", "tags", "alone"),
    [
        ("x = 1", [], False),
        ("t = time.perf_counter()", [], True),
        ("print(f'{fastest(f):.1f} ms')", ["nbval-ignore-output"], True),
        ("x = 1", ["hide-input"], False),
    ],
)
def test_cells_that_measure_are_known(source, tags, alone):
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": tags})
    assert measures(cell) is alone


@pytest.mark.skipif(not file_locks.AVAILABLE, reason="no file locks on this system")
class TestQuiet:
    def test_cells_share_the_machine_and_one_that_measures_has_it_alone(self, tmp_path):
        running, seen, guard = set(), [], threading.Lock()

        def cells(name, alone):
            quiet = Quiet(tmp_path)
            for _ in range(8):
                quiet.enter(alone)
                with guard:
                    running.add(name)
                    seen.append(set(running))
                time.sleep(0.003)
                with guard:
                    running.remove(name)
                quiet.leave()

        threads = [
            threading.Thread(target=cells, args=(name, name == "timer"))
            for name in ("one", "two", "timer")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert len(seen) == 24  # and nobody waits for ever
        assert all(len(there) == 1 for there in seen if "timer" in there)
        assert any(len(there) == 2 for there in seen)

    def test_leaving_twice_or_without_entering_does_no_harm(self, tmp_path):
        quiet = Quiet(tmp_path)
        quiet.leave()
        quiet.enter(alone=True)
        quiet.leave()
        quiet.leave()
        quiet.enter(alone=True)
        quiet.leave()


PROBE = """\
import fcntl

with open({path!r}, "w") as machine:
    for how in (fcntl.LOCK_SH, fcntl.LOCK_EX):
        try:
            fcntl.flock(machine, how | fcntl.LOCK_NB)
            print("free", end=" ")
        except BlockingIOError:
            print("taken", end=" ")
"""


@pytest.mark.slow
@pytest.mark.skipif(not file_locks.AVAILABLE, reason="no file locks on this system")
def test_a_cell_holds_its_lock_until_it_has_run(tmp_path, monkeypatch):
    """Whether others may have the machine, together and alone, as the cells find it."""
    monkeypatch.setattr(execute_pages.tempfile, "gettempdir", lambda: str(tmp_path))
    probe = PROBE.format(path=str(Quiet().paths[1]))
    sources = [probe, probe + "# time.perf_counter()\n", "1 / 0"]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells)
    result = execute_pages.execute(tmp_path / "page.md", notebook, 60)
    assert [cell.outputs[0].text for cell in cells[:2]] == ["free taken ", "taken taken "]
    assert "ZeroDivisionError" in result.exc_string
    quiet = Quiet()
    quiet.enter(alone=True)  # and a failure gives it back
    quiet.leave()


def test_a_cell_has_the_time_that_the_configuration_gives_it(book, monkeypatch):
    given = []

    def note(path, notebook, timeout):
        given.append(timeout)
        return SimpleNamespace(err=None, time=0.0)

    monkeypatch.setattr(execute_pages, "execute", note)
    monkeypatch.setattr(Pages, "keep", lambda *_: None)
    (book / "_config.yml").write_text("execute:\n  timeout: 7  # seconds\n")
    assert execute_pages.execute_pages(book, workers=1) == 0
    assert given == [7, 7]
