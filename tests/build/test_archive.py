"""The archive for a room without a network: what it holds, and that its notebooks run from it."""

import json
import os
import subprocess
import sys
import zipfile

import pytest

import lay_edition
import make_archive
from book import PAGES_WITH_CODE, ROOT

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def room(site, tmp_path_factory):
    """The archive of the built book, unpacked far from the repository."""
    folder = tmp_path_factory.mktemp("room")
    path = make_archive.make_archive(ROOT, folder / "unrolled-9.zip")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder / "unrolled-9"


def test_every_page_is_there_to_run_and_to_read(room):
    for page in (path.relative_to(ROOT).with_suffix("") for path in PAGES_WITH_CODE):
        assert (room / "notebooks" / f"{page}.ipynb").is_file(), page
        assert (room / "site" / f"{page}.html").is_file(), page
    assert not list(room.rglob("teacher"))
    assert not list(room.rglob("__pycache__"))
    assert not (room / "site" / "notebooks").exists()


def test_packages_are_named_with_their_versions(room):
    lines = (room / "requirements.txt").read_text("utf-8").splitlines()
    names = {line.partition("==")[0].lower() for line in lines}
    assert {"numpy", "keras", "tensorflow", "matplotlib", "jupyterlab"} <= names
    assert all("==" in line for line in lines)
    assert not names & {"jupyter-book", "sphinx", "pytest", "playwright"}


@pytest.mark.parametrize(
    "page", ["labs/lab-1-build-a-recurrent-layer", "labs/lab-6-forecast-something-real"]
)
def test_a_notebook_runs_where_it_was_unpacked(room, page):
    """With the helper that lies beside it, not with one that is installed."""
    notebook = json.loads((room / "notebooks" / f"{page}.ipynb").read_text("utf-8"))
    code = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    hide = "import sys; sys.meta_path = [f for f in sys.meta_path if 'ditable' not in repr(f)]\n"
    hide += f"sys.path = [p for p in sys.path if p not in ('', {str(ROOT)!r})]\n"
    told = "\nimport unrolled; print(unrolled.__file__)"
    script = hide + code[0] + "\n" + code[1] + told
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    where = (room / "notebooks" / page).parent
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=where, env=clean, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[-1] == str(room / "notebooks" / "unrolled" / "__init__.py")


def test_the_same_build_gives_the_same_archive(site, tmp_path):
    packed = [make_archive.make_archive(ROOT, tmp_path / name) for name in ("a.zip", "b.zip")]
    one, two = (zipfile.ZipFile(path).infolist() for path in packed)
    # the folder is named like the file
    named = [[(e.filename.partition("/")[2], e.CRC, e.date_time) for e in es] for es in (one, two)]
    assert named[0] == named[1]


def test_without_a_book_nothing_is_made(tmp_path):
    with pytest.raises(FileNotFoundError, match="make book"):
        make_archive.make_archive(tmp_path, tmp_path / "a.zip")


def test_the_site_of_an_edition_is_laid_from_its_archive(site, tmp_path):
    make_archive.make_archive(ROOT, tmp_path / "unrolled-1.2.0.zip")
    written = lay_edition.lay_edition(tmp_path, tmp_path / "editions" / "v1.2.0")
    laid = tmp_path / "editions" / "v1.2.0"
    assert written == sum(path.is_file() for path in laid.rglob("*")) > len(PAGES_WITH_CODE)
    assert (laid / "index.html").read_bytes() == (site / "index.html").read_bytes()
    assert not (laid / "requirements.txt").exists()


def test_an_archive_that_leads_out_of_the_folder_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "unrolled-1.zip", "w") as archive:
        archive.writestr("unrolled-1/site/../../out.html", "x")
    with pytest.raises(ValueError, match="leads out"):
        lay_edition.lay_edition(tmp_path, tmp_path / "a" / "b")
