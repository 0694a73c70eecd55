"""unrolled.glue: numbers for the prose, in the form the book's build tool reads."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import unrolled
from unrolled.glue import glue


@pytest.fixture
def shown(monkeypatch):
    """Pretend to be in a notebook; return what glue displays."""
    import IPython
    import IPython.display

    calls = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: object())
    monkeypatch.setattr(IPython.display, "display", lambda data, **more: calls.append((data, more)))
    return calls


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (187.25, "187.25"),
        (3, "3"),
        ("a week", "'a week'"),
        (np.float64(0.5), "0.5"),
        (np.float32(0.25), "0.25"),
        (np.int64(12), "12"),
        (np.array([1.5]), "1.5"),
    ],
    ids=repr,
)
def test_value_is_recorded_under_its_name(shown, value, text):
    assert glue("ch01-mae", value) is None
    ((data, more),) = shown
    assert list(data.values()) == [text]
    assert more["metadata"]["scrapbook"]["name"] == "ch01-mae" and more["raw"] is True


@pytest.mark.parametrize("value", [187.25, 3, "a week"])
def test_same_record_as_the_books_build_tool(shown, monkeypatch, value):
    from myst_nb.ext import glue as theirs

    records = []
    monkeypatch.setattr(theirs, "ipy_display", lambda data, **more: records.append((data, more)))
    # its formatter asks the running shell; outside one the plain text is the repr
    monkeypatch.setattr(
        theirs.IPython.core.formatters,
        "format_display_data",
        lambda variable: ({"text/plain": repr(variable)}, {}),
    )
    theirs.glue("ch01-mae", value, display=False)
    glue("ch01-mae", value)
    assert shown == records


def test_outside_a_notebook_nothing_happens(capsys):
    assert glue("ch01-mae", 3.5) is None
    assert capsys.readouterr() == ("", "")


def test_a_real_shell_displays_no_text(tmp_path):
    code = (
        "from IPython.core.interactiveshell import InteractiveShell as Shell\n"
        "from IPython.utils.capture import capture_output\n"
        "shell = Shell.instance()\n"
        "with capture_output() as seen:\n"
        "    shell.run_cell('from unrolled.glue import glue; glue(\"x\", 2.5)')\n"
        "(output,) = seen.outputs\n"
        "print(output.data, output.metadata['scrapbook']['name'], repr(seen.stdout))\n"
    )
    root = str(Path(unrolled.__file__).parent.parent)
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": root, "HOME": str(tmp_path), "IPYTHONDIR": str(tmp_path / "ipython")},
        check=True,
        capture_output=True,
        text=True,
    )
    record = "{'application/papermill.record/text/plain': '2.5'}"
    assert run.stdout.strip() == f"{record} x ''"


def test_it_runs_where_ipython_is_not_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", None)
    assert glue("ch01-mae", 3.5) is None


@pytest.mark.parametrize(
    ("name", "value", "argument", "given"),
    [
        ("ch01-mae", None, "value", "None"),
        ("ch01-mae", [1, 2], "value", "[1, 2]"),
        ("ch01-mae", np.ones(2), "value", "an array of shape (2,)"),
        ("ch01-mae", {"a": 1}, "value", "{'a': 1}"),
        ("", 3.5, "name", "''"),
        (None, 3.5, "name", "None"),
    ],
    ids=str,
)
def test_bad_input_is_refused_in_a_notebook_and_outside(name, value, argument, given):
    with pytest.raises(ValueError) as error:
        glue(name, value)
    wanted, _, got = str(error.value).partition(", got ")
    assert wanted.startswith(f"{argument} must ") and got == given
