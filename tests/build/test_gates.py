"""The gates are tested too: a book with one fault of each kind must not pass."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from fill_work import fill

pytestmark = pytest.mark.gates

PAGE = """\
---
jupytext:
  text_representation: {{extension: .md, format_name: myst}}
kernelspec: {{display_name: Python 3, language: python, name: python3}}
---
# A fixture

{prose}

```{{code-cell}} ipython3
{code}
```
"""
GOOD = "print('the answer is', 6 * 7)"
MORE = "\n```{code-cell} ipython3\nprint(1)\n```\n"


@pytest.fixture
def book(tmp_path, root):
    """A book of one page with this book's configuration and extensions."""
    for name in ("_ext", "_assets", "reference"):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "_config.yml", tmp_path)
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    return tmp_path


def write(book, code=GOOD, prose="Nothing is wrong here."):
    (book / "index.md").write_text(PAGE.format(code=code, prose=prose))


def build(book, root):
    command = [sys.executable, str(root / "tools" / "build_book.py"), "--source", str(book)]
    return subprocess.run(command, capture_output=True, text=True, timeout=180)


def nbval(book):
    options = ["--nbval", "--nbval-current-env", "-q", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *options, "index.ipynb"]
    folder = book / "_build" / "notebooks"
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=env, timeout=180)


def assert_refused(book, root, reason, times=1):
    """The build fails, says why and leaves no site; repeated, it does the same."""
    for attempt in range(times):
        result = build(book, root)
        assert result.returncode != 0, f"build {attempt + 1} passed:\n{result.stdout}"
        assert reason in result.stdout, result.stdout
        assert "FAILED" in result.stdout
        assert not (book / "_build" / "html").exists()
        assert not (book / "_build" / "notebooks").exists()


def test_sound_book_builds_and_a_changed_digit_fails_nbval(book, root):
    write(book)
    result = build(book, root)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "WARNING" not in result.stdout
    assert nbval(book).returncode == 0

    path = book / "_build" / "notebooks" / "index.ipynb"
    stored = path.read_text(encoding="utf-8")
    assert stored.count("answer is 42") == 1
    path.write_text(stored.replace("answer is 42", "answer is 43"), encoding="utf-8")
    changed = nbval(book)
    assert changed.returncode == 1
    assert "mismatch" in changed.stdout

    notebook = json.loads(stored)
    assert any(cell.get("outputs") for cell in notebook["cells"])


def test_raising_cell_fails_the_build(book, root):
    write(book, code="raise RuntimeError('a fault on purpose')")
    assert_refused(book, root, "a fault on purpose")


@pytest.mark.exhaustive
def test_stray_stderr_fails_the_build(book, root):
    write(book, code="import sys\nprint(1)\nprint('psst', file=sys.stderr)")
    assert_refused(book, root, "stderr")


def test_dead_reference_fails_the_build(book, root):
    write(book, prose="See {ref}`nowhere`.")
    assert_refused(book, root, "nowhere", times=2)


def test_a_formula_that_cannot_be_set_fails_the_build(book, root):
    write(book, prose=r"A formula: $\frob x$.")
    assert_refused(book, root, r"index: cannot set '\\frob x'")


@pytest.mark.exhaustive
def test_page_without_outputs_gives_no_notebook(book, root):
    write(book, code="x = 1")
    assert_refused(book, root, "no stored outputs")


@pytest.mark.exhaustive
def test_unknown_directive_cannot_leak_into_a_notebook(book, root):
    write(book, prose=":::{tip}\nA directive that the notebooks do not know.\n:::")
    assert_refused(book, root, "no plain form is known")


@pytest.mark.exhaustive
def test_two_builds_at_once_follow_one_another(book, root):
    write(book)
    command = [sys.executable, str(root / "tools" / "build_book.py"), "--source", str(book)]
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    both = [subprocess.Popen(command, **pipe) for _ in range(2)]
    said = [process.communicate(timeout=180)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum("another build works in this folder" in text for text in said) == 1
    assert (book / "_build" / "html" / ".complete").is_file()


def test_interrupted_build_leaves_no_site_and_says_so_in_a_line(book, root):
    begun = book / "begun"
    waits = f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(600)"
    write(book, code=f"{GOOD}\n{waits}")
    command = [sys.executable, str(root / "tools" / "build_book.py"), "--source", str(book)]
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    process = subprocess.Popen(command, start_new_session=True, **pipe)
    while not begun.exists() and process.poll() is None:
        time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does
    said = process.communicate(timeout=120)[0]
    assert process.returncode != 0 and "Stopped." in said and "Traceback" not in said, said
    assert not (book / "_build" / "html").exists()


@pytest.mark.exhaustive
def test_inputs_that_change_while_the_book_is_built_fail_the_build(book, root):
    path = book / "index.md"
    write(book, code=f"{GOOD}\nwith open({str(path)!r}, 'a') as f:\n    f.write({MORE!r})")
    assert_refused(book, root, "changed while the book was built: index")


@pytest.mark.exhaustive
def test_changed_theme_fails_the_build(book, root):
    write(book)
    mended = book / "_ext" / "accessibility.py"
    mended.write_text(mended.read_text().replace("pst-primary-sidebar", "renamed"))
    assert_refused(book, root, "the theme has changed")


@pytest.mark.exhaustive
def test_fault_in_a_notebook_names_page_and_line(book, root):
    write(book, prose="One.\n\n- in a list\n\n  ![](_assets/logo.svg)")
    assert_refused(book, root, "index.md:12: the image _assets/logo.svg has no alt text")


def test_failed_build_removes_the_site_of_an_earlier_success_and_no_work(book, root):
    write(book)
    assert build(book, root).returncode == 0
    fill(book / "_build" / "notebooks", book / "work")
    (answer,) = (book / "work").glob("*.ipynb")
    answer.write_text("my answer")
    write(book, code="raise RuntimeError('a fault on purpose')")
    assert_refused(book, root, "a fault on purpose")
    assert answer.read_text() == "my answer"
