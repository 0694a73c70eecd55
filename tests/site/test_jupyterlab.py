"""Downloaded notebooks in the JupyterLab of the lock, which does not trust them: all is shown."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest

from book import ROOT

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


@pytest.fixture(scope="module")
def jupyterlab(tmp_path_factory):
    """The address of a JupyterLab that knows nothing: no settings, no trusted notebook."""
    home = tmp_path_factory.mktemp("lab")
    for name, settings in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))
    shutil.copytree(FOLDER, home / "downloads")
    folders = {
        "HOME": home,
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
    }
    port = free_port()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--IdentityProvider.token=", f"--ServerApp.root_dir={home / 'downloads'}"]
    env = {**os.environ, **{name: str(path) for name, path in folders.items()}}
    log = (home / "log").open("w")
    with subprocess.Popen(command, env=env, stdout=log, stderr=log, cwd=home) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(f"{url}/api", process)
            yield url
        finally:
            process.terminate()


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
