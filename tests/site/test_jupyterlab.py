"""Notebooks in JupyterLab: downloads that it does not trust, and what a visitor of Binder gets."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import branches
from book import ROOT
from repository import binder_link

pytestmark = [pytest.mark.site, pytest.mark.browser]
FOLDER = ROOT / "_build" / "notebooks"
OPENED = [
    "chapters/03-input-output-sequences.ipynb",  # the one with the most pictures
    pytest.param("chapters/05-unstable-gradients.ipynb", marks=pytest.mark.exhaustive),
    pytest.param("chapters/08-several-steps-ahead.ipynb", marks=pytest.mark.exhaustive),
]
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # every cell, not only those in sight
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url, process, seconds=60):
    """Wait until a server answers."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        try:
            return urllib.request.urlopen(url)
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"no answer from {url} within {seconds} s")


@contextlib.contextmanager
def running(python, home, folder, env, token=""):
    """The address of a JupyterLab that knows nothing: no settings, no trusted notebook."""
    for name, settings in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))
    folders = {
        "HOME": home,
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
    }
    port = free_port()
    command = [python, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += [f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}"]
    env = {**env, **{name: str(path) for name, path in folders.items()}}
    log = (home / "log").open("w")
    with subprocess.Popen(command, env=env, stdout=log, stderr=log, cwd=home) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(f"{url}/api", process)
            yield url
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def jupyterlab(tmp_path_factory):
    """The address of the JupyterLab of the lock, over a folder of downloads."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(FOLDER, home / "downloads")
    with running(sys.executable, home, home / "downloads", os.environ) as url:
        yield url


@pytest.fixture
def opened(chromium, jupyterlab, request):
    """A notebook, in a page that shows all of its cells, and as a file."""
    name = request.param
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{jupyterlab}/lab/tree/{name}?reset")
    notebook = nbformat.read(FOLDER / name, as_version=4)
    texts = sum(cell.cell_type == "markdown" for cell in notebook.cells)
    done = f"document.querySelectorAll('.jp-Notebook .jp-RenderedMarkdown').length >= {texts}"
    page.wait_for_function(done, timeout=60_000)
    page.wait_for_load_state("networkidle")
    yield page, notebook, f"{jupyterlab}/api/contents/{name}"
    context.close()


def pictures(notebook):
    """Count the pictures in the text and in the outputs of a notebook."""
    plots = [
        o for c in notebook.cells for o in c.get("outputs", []) if "image/png" in o.get("data", {})
    ]
    texts = (c.source for c in notebook.cells if c.cell_type == "markdown")
    return sum(text.count("<img ") for text in texts), len(plots)


@pytest.mark.parametrize("opened", OPENED, indirect=True)
def test_everything_is_shown(opened):
    page, notebook, contents = opened
    seen = json.load(urllib.request.urlopen(contents))["content"]["cells"]
    assert not any(c["metadata"]["trusted"] for c in seen if c["cell_type"] == "code")
    in_text, in_outputs = pictures(notebook)
    assert in_text and in_outputs
    for where, expected in (("MarkdownOutput", in_text), ("OutputArea-output", in_outputs)):
        images = page.locator(f".jp-Notebook .jp-{where} img")
        assert images.count() == expected
        shown = images.evaluate_all("all => all.map(i => [i.complete, i.naturalWidth, i.width])")
        assert all(complete and natural > 500 for complete, natural, _ in shown)
        assert all(400 < width <= 700 for *_, width in shown), shown
    assert page.locator(".jp-Notebook :text('<Figure size')").count() == 0
    assert page.locator(".jp-Notebook :text('Cannot render')").count() == 0
    for folds, placeholder in (("source_hidden", "Input"), ("outputs_hidden", "Output")):
        folded = sum(c.metadata.get("jupyter", {}).get(folds, False) for c in notebook.cells)
        assert page.locator(f".jp-Notebook .jp-{placeholder}Placeholder").count() == folded > 0
    page.wait_for_selector(".jp-Notebook mjx-container")
    assert page.locator(".jp-Notebook mjx-merror").count() == 0


TOKEN = "a-visitors-token"
VISITED = [
    "chapters/04-backpropagation-through-time.ipynb",  # which the landing page names for Binder
    "chapters/07-one-step-ahead.ipynb",  # the traffic of a road, and Keras
    "labs/lab-4-beat-the-baselines.ipynb",
]
PROMPTS = "[...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt')]"
PROMPTS += ".map(prompt => prompt.textContent.trim())"


def commit(folder, branch):
    """Make a repository of a folder, with one commit on one branch."""
    git = ["git", "-C", folder, "-c", "user.name=a", "-c", "user.email=a@b"]
    for arguments in (["init", "--quiet"], ["checkout", "--quiet", "-b", branch], ["add", "."]):
        subprocess.run([*git, *arguments], check=True)
    subprocess.run([*git, "commit", "--quiet", "-m", "made"], check=True)


@pytest.fixture(scope="module")
def binder(tmp_path_factory):
    """What Binder makes: an environment with what its file lists and no more."""
    made = tmp_path_factory.mktemp("binder")
    branches.lay_notebooks(ROOT, made / "notebooks", "[the book](address)", "book")
    book = (made / "notebooks").rename(made / "book")
    commit(book, "notebooks")
    branches.lay_environment(ROOT, made / "environment", "[the book](address)", "notebooks")
    listed = yaml.safe_load((made / "environment" / "environment.yml").read_text())
    (wanted,) = (part["pip"] for part in listed["dependencies"] if isinstance(part, dict))
    venv.create(made / "env", with_pip=True)
    python = made / "env" / "bin" / "python"
    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", *wanted], check=True)
    found = json.loads(subprocess.check_output([*pip, "list", "--format=json"]))
    names = {canonicalize_name(Requirement(line).name) for line in wanted}
    extra = {canonicalize_name(package["name"]) for package in found} - names
    assert extra <= {"pip", "setuptools", "wheel"}  # nothing came without its version fixed
    return SimpleNamespace(python=python, repository=book.as_uri())


@pytest.fixture
def visitor(binder, tmp_path):
    """The address of the JupyterLab that Binder starts for one visitor, and its empty home."""
    path = f"{binder.python.parent}{os.pathsep}{os.environ['PATH']}"
    env = {"PATH": path, "LANG": "C.UTF-8"}
    with running(binder.python, tmp_path, tmp_path, env, TOKEN) as url:
        yield SimpleNamespace(url=url, home=tmp_path)


def said(cell):
    """Return what a cell has printed and shown, but for the pixels."""
    streams, shown = {}, []
    for output in cell.outputs:
        if output.output_type == "stream":
            streams[output.name] = streams.get(output.name, "") + output.text
        else:
            data = output.get("data", {})
            texts = {kind: text for kind, text in data.items() if kind.startswith("text/")}
            shown.append((output.output_type, sorted(data), texts))
    return streams, shown


def choose(page, menu, command):
    """Choose an entry of JupyterLab's menu bar."""
    page.locator(".lm-MenuBar-item").get_by_text(menu, exact=True).click()
    page.locator(f".lm-Menu-item[data-command='{command}']").click()


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", VISITED)
def test_a_visitor_of_binder_runs_all(chromium, binder, visitor, name):
    """As the button of the page does it: nbgitpuller fetches the branch and opens the notebook."""
    button = urlsplit(binder_link(binder.repository, "environment", "notebooks", name))
    (start,) = parse_qs(button.query)["urlpath"]
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{visitor.url}/{start}&token={TOKEN}")
    page.wait_for_url(f"**/lab/tree/book/{name}", timeout=120_000)
    recorded = nbformat.read(FOLDER / name, as_version=4)
    code = [cell for cell in recorded.cells if cell.cell_type == "code"]
    page.wait_for_function(f"{PROMPTS}.length === {len(code)}", timeout=60_000)

    choose(page, "View", "notebook:show-all-cell-code")  # folded, it would not show when it has run
    choose(page, "View", "notebook:show-all-cell-outputs")
    choose(page, "Run", "runmenu:run-all")
    page.wait_for_function(f"{PROMPTS}.includes('[*]:')", timeout=60_000)
    page.wait_for_function(f"!{PROMPTS}.includes('[*]:')", timeout=600_000)
    assert page.evaluate(PROMPTS) == [f"[{k}]:" for k in range(1, len(code) + 1)]

    images = page.locator(".jp-Notebook .jp-OutputArea-output img")
    _, plots = pictures(recorded)
    assert images.count() == plots and (plots or name.startswith("labs"))
    widths = images.evaluate_all("all => all.map(i => i.complete && i.naturalWidth)")
    assert all(widths), widths

    page.keyboard.press("Control+s")
    page.wait_for_function("!document.querySelector('.jp-mod-dirty')")
    saved = nbformat.read(visitor.home / "book" / name, as_version=4)
    context.close()
    executed = [cell for cell in saved.cells if cell.cell_type == "code"]
    for cell, before in zip(executed, code, strict=True):
        assert cell.source == before.source
        assert not any(o.output_type == "error" for o in cell.outputs), cell.source
        if "nbval-ignore-output" not in cell.metadata.get("tags", []):
            assert said(cell) == said(before), cell.source
