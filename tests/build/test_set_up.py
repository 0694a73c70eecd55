"""tools/set_up.py: what is set up again, and what is refused."""

import json
import os
import shutil
import subprocess
import sys
import time

import pytest

import set_up

LOCK = "numpy==2.4.6 \\\n    --hash=sha256:0\nuv==0.9.0 \\\n"


def light_environment():
    """Make an environment in a tenth of a second: its pip is a name."""
    shutil.rmtree(set_up.VENV, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(set_up.VENV)], check=True)
    (pip,) = set_up.VENV.glob("lib/python*/site-packages")
    (pip / "pip.py").touch()


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A folder with a lock, where installing is recorded instead of done."""
    place(tmp_path, monkeypatch)
    monkeypatch.setattr(sys, "argv", ["set_up.py"])
    monkeypatch.setattr(set_up, "make_environment", light_environment)
    (tmp_path / "requirements.lock").write_text(LOCK)
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    commands = []
    monkeypatch.setattr(set_up, "run", lambda *words: commands.append(" ".join(map(str, words))))
    return tmp_path, commands


def place(folder, monkeypatch):
    """Have set_up believe that it lies in `folder`."""
    monkeypatch.setattr(set_up, "ROOT", folder)
    monkeypatch.setattr(set_up, "VENV", folder / ".venv")
    monkeypatch.setattr(set_up, "READY", folder / ".venv" / ".ready.json")
    monkeypatch.setattr(set_up.python, "__defaults__", (folder / ".venv",))


def test_first_time_everything_is_installed_from_the_lock_with_hashes(clone):
    _, commands = clone
    set_up.main()
    pip, sync, helper = commands
    assert pip.endswith("uv==0.9.0")
    assert " sync " in sync and "--require-hashes" in sync and "--compile-bytecode" in sync
    assert helper.endswith("-e .") and "--no-deps" in helper
    assert set_up.recorded()["python"] == set_up.version()


def test_an_environment_that_was_made_is_usable(clone, monkeypatch):
    monkeypatch.undo()
    place(clone[0], monkeypatch)
    assert not set_up.usable()
    set_up.make_environment()
    assert set_up.usable()
    (pip,) = set_up.VENV.glob("lib/python*/site-packages/pip")
    shutil.rmtree(pip)
    assert not set_up.usable()


def test_what_is_set_up_is_left_alone_and_quickly(clone):
    _, commands = clone
    set_up.main()
    commands.clear()
    start = time.perf_counter()
    set_up.main()
    assert not commands and time.perf_counter() - start < 0.5


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_is_installed_into_the_same_environment(clone, name):
    folder, commands = clone
    set_up.main()
    (folder / ".venv" / "kept").touch()
    (folder / name).write_text((folder / name).read_text() + "# more\n")
    commands.clear()
    set_up.main()
    assert len(commands) == 3 and (folder / ".venv" / "kept").exists()


def test_an_interrupted_set_up_is_made_again(clone):
    folder, commands = clone
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").symlink_to(sys.executable)  # no pip, no pyvenv.cfg
    (folder / ".venv" / "half").touch()
    set_up.main()
    assert len(commands) == 3 and not (folder / ".venv" / "half").exists()


def test_a_moved_folder_is_set_up_again_and_says_so(clone, monkeypatch, capsys):
    folder, commands = clone
    set_up.main()
    elsewhere = folder.parent / "a folder elsewhere é"
    folder.rename(elsewhere)
    place(elsewhere, monkeypatch)
    commands.clear()
    set_up.main()
    assert "folder was moved" in capsys.readouterr().out
    assert len(commands) == 3 and set_up.recorded()["folder"] == str(elsewhere)


def test_another_python_is_refused_where_it_was_asked_for(clone, monkeypatch):
    set_up.main()
    record = set_up.recorded() | {"python": "3.13.1"}
    set_up.READY.write_text(json.dumps(record))
    set_up.main()  # whatever python3 happens to be, the environment stays
    monkeypatch.setattr(sys, "argv", ["set_up.py", "--insist"])
    with pytest.raises(SystemExit, match=r"(?s)made with Python 3\.13\.1.*make distclean"):
        set_up.main()


@pytest.mark.parametrize("info", [(3, 10, 4), (3, 14, 0)])
def test_a_python_that_cannot_serve_is_named(clone, monkeypatch, info):
    monkeypatch.setattr(sys, "version_info", info)
    monkeypatch.setattr(set_up.version, "__defaults__", (info,))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11, 3\.12 or 3\.13, and .* is 3\.1"):
        set_up.main()


def test_a_failing_step_stops_with_a_sentence(root):
    code = "import set_up, sys; set_up.run(sys.executable, '-c', 'raise SystemExit(3)')"
    env = os.environ | {"PYTHONPATH": str(root / "tools")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    assert done.returncode == 1
    assert done.stderr.startswith("The set-up failed at: ") and "Traceback" not in done.stderr
