"""What runs cells on the site: fetched whole and unchanged or not at all, laid out, linked."""

import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile

import pytest
from sphinx.testing.util import SphinxTestApp

import fetch_pyodide
import live
import serve
from book import ROOT

PAGE = """\
# A lab

```{{code-cell}} ipython3
{code}
```
"""


@pytest.fixture
def small(monkeypatch):
    """Pins for files of a few bytes; returns their contents by name."""
    contents = {name: name.encode() for name in (*fetch_pyodide.PINS["core"], "numpy-1.whl")}
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}
    wheel = {"file_name": "numpy-1.whl", "sha256": sums.pop("numpy-1.whl")}
    pins = {"core": sums, "lock": {"packages": {"numpy": wheel}}}
    monkeypatch.setattr(fetch_pyodide, "PINS", pins)
    monkeypatch.setattr(fetch_pyodide, "LOCKED", json.dumps(pins["lock"]))
    monkeypatch.delenv("PYODIDE", raising=False)
    return contents


def fill(folder, contents):
    folder.mkdir()
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return folder


def test_a_folder_is_copied_whole(small, tmp_path, monkeypatch):
    source = fill(tmp_path / "release", small | {"scipy.whl": b"not wanted"})
    monkeypatch.setenv("PYODIDE", str(source))
    goal = tmp_path / "book" / "pyodide"
    fetch_pyodide.fetch(goal)
    assert fetch_pyodide.complete(goal)
    assert {path.name for path in goal.iterdir()} == {*small, fetch_pyodide.LOCK}
    (source / "numpy-1.whl").unlink()
    fetch_pyodide.fetch(goal)  # all there: the source is not asked


@pytest.mark.parametrize("fault", ["changed", "missing"])
def test_another_file_is_refused_and_nothing_left(small, tmp_path, monkeypatch, fault):
    source = fill(tmp_path / "release", small)
    path = source / "pyodide.asm.wasm"
    path.write_bytes(b"something else") if fault == "changed" else path.unlink()
    monkeypatch.setenv("PYODIDE", str(source))
    with pytest.raises(fetch_pyodide.Unavailable, match=r"pyodide\.asm\.wasm"):
        fetch_pyodide.fetch(tmp_path / "book" / "pyodide")
    assert list((tmp_path / "book").iterdir()) == []


def archive(path, contents):
    with tarfile.open(path, "w:bz2") as release:
        for name, data in contents.items():
            info = tarfile.TarInfo(f"pyodide/{name}")
            info.size = len(data)
            release.addfile(info, io.BytesIO(data))
    return path.as_uri()


def test_the_release_is_read_as_it_arrives(small, tmp_path):
    goal = tmp_path / "pyodide"
    goal.mkdir()
    address = archive(tmp_path / "release.tar.bz2", {"a.whl": b"not wanted"} | small)
    fetch_pyodide.from_release(goal, address)
    assert not fetch_pyodide.missing(goal)
    del small["numpy-1.whl"]
    with pytest.raises(fetch_pyodide.Unavailable, match="the release lacks numpy"):
        fetch_pyodide.from_release(goal, archive(tmp_path / "half.tar.bz2", small))
    with pytest.raises(fetch_pyodide.Unavailable, match="cannot be read"):
        fetch_pyodide.from_release(goal, (tmp_path / "none.tar.bz2").as_uri())


def test_a_client_that_is_missing_or_fails_is_named():
    with pytest.raises(fetch_pyodide.Unavailable, match="no-such-client"):
        fetch_pyodide.client(["no-such-client"])
    with pytest.raises(fetch_pyodide.Unavailable, match="failed: no luck"):
        fetch_pyodide.client([sys.executable, "-c", "import sys; sys.exit('no luck')"])


@pytest.mark.exhaustive
def test_the_pins_are_those_of_pyodides_own_lock(tmp_path):
    """Core and lock of the npm package, which the project itself publishes."""
    name = f"pyodide@{fetch_pyodide.VERSION}"
    try:
        fetch_pyodide.client(["npm", "pack", name, "--pack-destination", str(tmp_path)])
    except fetch_pyodide.Unavailable as problem:
        pytest.skip(str(problem))
    (package,) = tmp_path.glob("*.tgz")
    with tarfile.open(package) as files:
        lock = json.load(files.extractfile(f"package/{fetch_pyodide.LOCK}"))
        for name, digest in fetch_pyodide.PINS["core"].items():
            data = files.extractfile(f"package/{name}").read()
            assert hashlib.sha256(data).hexdigest() == digest
    assert fetch_pyodide.PINS["lock"]["info"] == lock["info"]
    for name, pinned in fetch_pyodide.PINS["lock"]["packages"].items():
        assert pinned == lock["packages"][name]
        assert set(pinned["depends"]) <= fetch_pyodide.PINS["lock"]["packages"].keys()


# The site ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code", "runs"),
    [
        ("labs/lab-9", "import numpy as np\nfrom unrolled.labs import check", True),
        ("labs/lab-9", "%pip install x\nimport numpy as np", True),
        ("labs/lab-9", "import keras", False),
        ("labs/lab-9", "def f():\n    from keras.layers import GRU", False),
        ("labs/lab-9", "from unrolled.training import fit", False),
        ("labs/lab-9", "from unrolled import training", False),
        ("chapters/09", "import numpy as np", False),
    ],
)
def test_pages_that_need_numpy_alone_run(name, code, runs):
    assert live.is_live(name, PAGE.format(code=code)) is runs


def test_a_page_without_cells_does_not_run():
    assert not live.is_live("labs/lab-9", "# A lab\n\nText.")


@pytest.fixture(scope="module")
def helper(tmp_path_factory):
    """The helper's zip for the book's labs."""
    paths = sorted((ROOT / "labs").glob("*.md"))
    texts = {f"labs/{path.stem}": path.read_text(encoding="utf-8") for path in paths}
    path = tmp_path_factory.mktemp("helper") / "unrolled.zip"
    live.write_helper(texts, path)
    again = path.with_name("again.zip")
    live.write_helper(texts, again)
    assert path.read_bytes() == again.read_bytes()
    return path


def test_the_helper_holds_what_the_labs_read_and_little_else(helper):
    names = zipfile.ZipFile(helper).namelist()
    for needed in ("labs/lab_1/step.py", "data/published_errors.csv", "results/ten_steps.json"):
        assert f"unrolled/{needed}" in names
    assert all(name.startswith("unrolled/") and "tests" not in name for name in names)
    assert helper.stat().st_size < 1e6


def test_the_helper_runs_from_where_it_is_unpacked(helper, tmp_path):
    zipfile.ZipFile(helper).extractall(tmp_path)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "import unrolled.evidence, unrolled.series, unrolled.labs\n"
        "assert unrolled.__file__.startswith(sys.path[0])\n"
        "unrolled.evidence.load('ten_steps'), unrolled.evidence.load_published(horizon=1)\n"
        "unrolled.series.load_traffic(), unrolled.labs.exercises()\n"
        "assert not {'matplotlib', 'keras'} & sys.modules.keys()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd="/")
    assert done.returncode == 0, done.stderr


def build(folder):
    """Build a site of two pages, a lab among them; return the texts of both."""
    (folder / "labs").mkdir(parents=True, exist_ok=True)
    (folder / "conf.py").write_text("extensions = ['myst_parser', 'live']\n")
    (folder / "index.md").write_text("# Home\n\n```{toctree}\nlabs/lab-9\n```\n")
    lab = PAGE.format(code="import numpy as np").replace("{code-cell} ipython3", "python")
    (folder / "labs" / "lab-9.md").write_text(f"{lab}\n% {{code-cell}}\n")
    shutil.copytree(ROOT / "_assets" / "live", folder / "static" / "live", dirs_exist_ok=True)
    app = SphinxTestApp(
        srcdir=folder, freshenv=True, confoverrides={"html_static_path": ["static"]}
    )
    app.build()
    texts = [(app.outdir / f"{n}.html").read_text("utf-8") for n in ("index", "labs/lab-9")]
    laid = (app.outdir / "_static" / "live" / "unrolled.zip").is_file()
    app.cleanup()
    return texts, laid


def test_labs_get_the_loader_where_the_pieces_are_and_no_page_else(tmp_path):
    (home, lab), laid = build(tmp_path / "without")
    assert not laid and "live/" not in home + lab
    folder = tmp_path / "with"
    (folder / "_build").mkdir(parents=True)
    pyodide = fill(folder / "_build" / "pyodide", dict.fromkeys([*live.CORE, "numpy-1.whl"], b"x"))
    (pyodide / "pyodide-lock.json").write_text(
        json.dumps({"packages": {"numpy": {"file_name": "numpy-1.whl"}}})
    )
    (home, lab), laid = build(folder)
    assert laid and "live/" not in home
    assert 'data-live="labs/lab-9"' in lab and "live/loader.js" in lab and "live/live.css" in lab
    assert f'data-bytes="{3 + helper_size(folder)}"' in lab


def helper_size(folder):
    (path,) = folder.rglob("unrolled.zip")
    return path.stat().st_size


def test_the_local_server_knows_the_types_that_browsers_insist_on():
    assert serve.Handler.extensions_map[".wasm"] == "application/wasm"
    assert serve.Handler.extensions_map[".mjs"] == "text/javascript"
