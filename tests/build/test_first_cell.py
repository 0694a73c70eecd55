"""The first cell of a notebook: what it does where, with a stand-in for pip and on Colab's like."""

import importlib.util
import json
import os
import subprocess
import sys
import venv
from types import SimpleNamespace

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

from book import ROOT
from first_cell import first_cell

ADDRESS = "git+https://example.org/owner/book@notebooks"
FOLDER = ROOT / "_build" / "notebooks"
LABS = sorted(FOLDER.glob("labs/lab-*.ipynb")) + sorted(FOLDER.glob("teacher/labs/*.ipynb"))


@pytest.fixture
def reader(tmp_path, monkeypatch):
    """Somebody who opens a notebook alone in a folder, without the helper."""
    folder = tmp_path / "downloads" / "chapters"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("COLAB_RELEASE_TAG", raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "path", list(sys.path))
    shell = InteractiveShell()
    installed = []
    shell.register_magic_function(installed.append, "line", "pip")  # the stand-in

    def run(requirement=ADDRESS, numpy_alone=False):
        result = shell.run_cell(first_cell(requirement, numpy_alone))
        return installed, result.error_in_exec

    return SimpleNamespace(run=run, folder=folder, monkeypatch=monkeypatch)


def test_where_the_helper_is_nothing_happens(reader):
    found = SimpleNamespace(origin="somewhere/unrolled/__init__.py")
    reader.monkeypatch.setattr(importlib.util, "find_spec", lambda name: found)
    before = list(sys.path)
    assert reader.run() == ([], None)
    assert reader.run(requirement="") == ([], None)
    assert sys.path == before


@pytest.mark.parametrize("colab", [True, False])
def test_beside_the_notebooks_it_is_found(reader, colab):
    """A copy of the folder of notebooks, as Binder pulls it, needs no installation."""
    helper = reader.folder.parent / "unrolled"
    helper.mkdir()
    (helper / "layers.py").write_text("")
    if colab:
        reader.monkeypatch.setenv("COLAB_RELEASE_TAG", "release")
    assert reader.run() == ([], None)
    assert sys.path[-1] == str(reader.folder.parent)


def test_a_folder_that_has_only_the_name_is_not_taken_for_it(reader):
    (reader.folder.parent / "unrolled").mkdir()  # for instance the clone itself
    namespace = SimpleNamespace(origin=None)
    reader.monkeypatch.setattr(importlib.util, "find_spec", lambda name: namespace)
    _, error = reader.run()
    assert isinstance(error, ModuleNotFoundError)


def test_colab_gets_the_helper_and_nothing_else(reader):
    reader.monkeypatch.setenv("COLAB_RELEASE_TAG", "release")
    installed, error = reader.run()
    assert error is None
    (line,) = installed
    assert line.split() == ["install", "--quiet", "--no-deps", f'"{ADDRESS}"']


def test_elsewhere_it_says_what_to_install_and_from_where(reader):
    installed, error = reader.run()
    assert installed == [] and isinstance(error, ModuleNotFoundError)
    assert f'%pip install "{ADDRESS}"' in str(error)
    assert "TensorFlow" in str(error)


def test_a_lab_needs_numpy_alone_and_says_so(reader):
    _, error = reader.run(numpy_alone=True)
    assert f'%pip install --no-deps "{ADDRESS}"' in str(error)
    assert "NumPy and nothing else" in str(error) and "TensorFlow" not in str(error)


@pytest.mark.parametrize("colab", [True, False])
def test_without_an_address_it_names_nothing_to_install(reader, colab):
    """A package of that name on the index would be a stranger's."""
    if colab:
        reader.monkeypatch.setenv("COLAB_RELEASE_TAG", "release")
    installed, error = reader.run(requirement="")
    assert installed == [] and isinstance(error, ModuleNotFoundError)
    assert "no public address" in str(error)
    assert "pip" not in first_cell("") and "install" not in first_cell("").lower()


@pytest.mark.parametrize("requirement", ['a"b', "a\nb", "{a}", "a\\b", "$a"])
def test_an_address_that_could_be_code_is_refused(requirement):
    with pytest.raises(ValueError, match="plain address"):
        first_cell(requirement)


@pytest.mark.site
def test_a_local_build_names_no_package():
    if os.environ.get("UNROLLED_REQUIREMENT"):
        pytest.skip("this build knows an address")
    for path in sorted(FOLDER.rglob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        first = next(cell for cell in notebook.cells if cell.cell_type == "code")
        assert first.source == first_cell("") and first.outputs == []
        assert not any("pip install" in cell.source for cell in notebook.cells)


BLOCK = """
import sys
for name in ("tensorflow", "keras", "matplotlib", "IPython"):
    sys.modules[name] = None  # importing it raises
"""


@pytest.mark.site
@pytest.mark.parametrize("path", LABS, ids=lambda path: str(path.relative_to(FOLDER)))
def test_labs_run_with_numpy_alone(path):
    notebook = nbformat.read(path, as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    code = BLOCK + "\n".join(cells)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


# What Colab had in 2025, and what its kernel needs to run a notebook.
COLAB = ("tensorflow==2.19.0", "keras==3.10.0", "numpy==2.0.2", "ipython==7.34.0")
COLAB += ("matplotlib==3.10.0", "ipykernel==6.17.1")
RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=600, kernel_name="python3", resources={}).execute()
nbformat.write(notebook, sys.argv[2])
"""


@pytest.fixture(scope="module")
def colab(tmp_path_factory):
    """An environment like Colab's, with nothing of ours; large, so `make test-all` makes it."""
    home = tmp_path_factory.mktemp("colab")
    venv.create(home / "env", with_pip=True)
    python = home / "env" / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, *COLAB, "nbclient", "nbformat"], check=True)
    return SimpleNamespace(python=python, home=home)


def versions(python):
    listed = [python, "-m", "pip", "list", "--format=json", "--disable-pip-version-check"]
    found = json.loads(subprocess.run(listed, capture_output=True, text=True, check=True).stdout)
    return {package["name"]: package["version"] for package in found}


@pytest.mark.site
@pytest.mark.exhaustive
def test_notebooks_run_on_colab_and_leave_it_as_it_was(colab):
    """The package comes from this clone, in place of the repository's address."""
    before = versions(colab.python)
    assert "unrolled" not in before
    env = {**os.environ, "COLAB_RELEASE_TAG": "release", "TF_CPP_MIN_LOG_LEVEL": "3"}
    env |= {"PYTHONPATH": "", "JUPYTER_PATH": str(colab.home / "env" / "share" / "jupyter")}
    chapters = ("00-a-first-forecast", "01-recurrent-neurons", "05-unstable-gradients")
    names = (f"chapters/{chapter}" for chapter in chapters)
    for name in (*names, "labs/lab-4-beat-the-baselines"):
        notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
        first = next(cell for cell in notebook.cells if cell.cell_type == "code")
        first.source = first_cell(str(ROOT), numpy_alone=name.startswith("labs"))
        path = colab.home / "notebook.ipynb"
        nbformat.write(notebook, path)
        command = [colab.python, "-c", RUN, path, colab.home / "executed.ipynb"]
        done = subprocess.run(command, env=env, cwd=colab.home, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
    after = versions(colab.python)
    assert after.pop("unrolled")
    assert after == before
