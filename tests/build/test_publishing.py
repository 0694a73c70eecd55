"""What is published beside the site: two branches, and the links that open them."""

import importlib.metadata
import subprocess
import sys
import zipfile
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import branches
from book import PAGES_WITH_CODE, ROOT
from repository import binder_link, launch_links, set_buttons, source_links

REPOSITORY = "https://github.com/owner/book"
REQUIREMENT = '"git+https://github.com/owner/book@notebooks"'


@pytest.fixture(scope="module")
def folder(tmp_path_factory, site):
    """Both branches, laid out."""
    folder = tmp_path_factory.mktemp("branches")
    branches.lay_notebooks(ROOT, folder / "notebooks", "[the book](address)", REQUIREMENT)
    branches.lay_environment(ROOT, folder / "environment", "[the book](address)", "notebooks")
    return folder


@pytest.mark.site
class TestNotebooksBranch:
    def test_it_holds_every_learners_notebook_and_no_solutions(self, folder):
        found = {p.relative_to(folder / "notebooks") for p in folder.rglob("*.ipynb")}
        assert found == {p.relative_to(ROOT).with_suffix(".ipynb") for p in PAGES_WITH_CODE}

    def test_nothing_compiled_is_committed(self, folder):
        assert not [p for p in folder.rglob("*") if "__pycache__" in p.parts or p.suffix == ".pyc"]
        assert "__pycache__/" in (folder / "notebooks" / ".gitignore").read_text()

    def test_its_readme_is_its_own(self, folder):
        text = (folder / "notebooks" / "README.md").read_text(encoding="utf-8")
        assert f"pip install {REQUIREMENT}" in text and "[the book](address)" in text
        assert "{" not in text and "`make" not in text and "make " not in text.split("```")[1]

    def test_pip_can_install_the_helper_from_it(self, folder, tmp_path):
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
        command += ["--no-build-isolation", "--wheel-dir", tmp_path, folder / "notebooks"]
        subprocess.run(command, check=True)
        (wheel,) = tmp_path.glob("unrolled-*.whl")
        names = set(zipfile.ZipFile(wheel).namelist())
        for needed in ("unrolled/layers.py", "unrolled/data/PROVENANCE.md"):
            assert needed in names
        results = {p.name for p in (ROOT / "results").glob("*.json")}
        assert {f"unrolled/results/{name}" for name in results} <= names


def pins():
    (pip,) = (d["pip"] for d in branches.environment(ROOT)["dependencies"] if isinstance(d, dict))
    return [Requirement(line) for line in pip]


class TestEnvironmentBranch:
    def test_every_version_is_fixed(self):
        for requirement in pins():
            (specifier,) = requirement.specifier
            assert specifier.operator == "==" and requirement.url is None

    def test_it_holds_what_a_reader_needs_and_not_what_builds_the_book(self):
        names = {canonicalize_name(requirement.name) for requirement in pins()}
        assert {"numpy", "matplotlib", "keras", "tensorflow-cpu", "jupyterlab"} <= names
        assert {"nbgitpuller", "ipykernel"} <= names
        assert not {"jupyter-book", "sphinx", "playwright", "ruff", "unrolled"} & names

    def test_nothing_that_they_need_in_turn_is_missing(self):
        names = {canonicalize_name(requirement.name) for requirement in pins()}
        for name in names - {"nbgitpuller"}:
            try:
                wanted = importlib.metadata.requires(name) or []
            except importlib.metadata.PackageNotFoundError:
                continue  # for another platform
            for requirement in map(Requirement, wanted):
                if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                    assert canonicalize_name(requirement.name) in names, (name, requirement)

    @pytest.mark.site
    def test_it_changes_with_versions_only(self, folder):
        files = {path.name: path.read_text() for path in (folder / "environment").iterdir()}
        assert set(files) == {"environment.yml", "README.md"}
        assert yaml.safe_load(files["environment.yml"]) == branches.environment(ROOT)
        assert "{" not in files["README.md"] and "`notebooks`" in files["README.md"]

    def test_a_lock_is_followed_to_the_end_and_by_platform(self):
        entry = "{} \\\n    --hash=sha256:0\n    # via{}\n"
        lock = "# made by uv\n" + "".join(
            entry.format(line, parents)
            for line, parents in (
                ("a==1", " book"),
                ("b==2 ; sys_platform == 'win32'", "\n    #   A\n    #   d"),
                ("b==3 ; sys_platform != 'win32'", " A"),
                ("c-x==4", " b"),
                ("d==5", " book"),
            )
        )
        lines = branches.needed(branches.locked(lock), ["A>=1"])
        assert [line.split(" ;")[0] for line in lines] == ["a==1", "b==2", "b==3", "c-x==4"]
        assert lines[1] == "b==2 ; sys_platform == 'win32'"


class TestPushing:
    """.github/push-branch against a repository on this disk."""

    @pytest.fixture
    def push(self, tmp_path):
        remote, folder = tmp_path / "remote.git", tmp_path / "folder"
        subprocess.run(["git", "init", "--quiet", "--bare", remote], check=True)
        folder.mkdir()

        def push(**files):
            for path in folder.iterdir():
                path.unlink()
            for name, text in files.items():
                (folder / name).write_text(text)
            command = [ROOT / ".github" / "push-branch", remote, folder, "notebooks", "Made"]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            log = ["git", "-C", remote, "log", "--format=%H", "notebooks"]
            listed = ["git", "-C", remote, "ls-tree", "--name-only", "notebooks"]
            commits = subprocess.run(log, capture_output=True, text=True, check=True).stdout
            names = subprocess.run(listed, capture_output=True, text=True, check=True).stdout
            return done.stdout.strip(), commits.split(), names.split()

        return push

    def test_the_first_push_makes_the_branch(self, push):
        told, commits, names = push(a="1", b="2")
        assert told == "notebooks: pushed" and len(commits) == 1 and names == ["a", "b"]

    def test_nothing_is_pushed_where_nothing_changed(self, push):
        _, before, _ = push(a="1")
        assert push(a="1") == ("notebooks: nothing changed", before, ["a"])

    def test_a_change_is_added_and_what_is_gone_is_removed(self, push):
        _, (first,), _ = push(a="1", b="2")
        told, commits, names = push(a="1", c="3")
        assert told == "notebooks: pushed" and names == ["a", "c"]
        assert commits[1:] == [first]  # the history goes on: copies can follow


class TestLinks:
    def test_binder_starts_the_environment_and_pulls_the_notebook(self):
        """As Binder and then nbgitpuller take the address apart."""
        link = binder_link(REPOSITORY, "environment", "notebooks", "chapters/01-a b.ipynb")
        binder = urlsplit(link)
        assert (binder.netloc, binder.path) == ("mybinder.org", "/v2/gh/owner/book/environment")
        ((start,),) = parse_qs(binder.query, strict_parsing=True).values()
        pull = urlsplit(start)
        assert pull.path == "git-pull"
        assert parse_qs(pull.query, strict_parsing=True) == {
            "repo": [REPOSITORY],
            "branch": ["notebooks"],
            "urlpath": ["lab/tree/book/chapters/01-a b.ipynb"],
        }

    def test_every_separator_inside_is_encoded_twice(self):
        """The form in which nbgitpuller's own generator writes such a link."""
        link = binder_link(REPOSITORY, "environment", "notebooks", "index.ipynb")
        assert link == (
            "https://mybinder.org/v2/gh/owner/book/environment?urlpath=git-pull%3Frepo%3D"
            "https%253A%252F%252Fgithub.com%252Fowner%252Fbook%26urlpath%3D"
            "lab%252Ftree%252Fbook%252Findex.ipynb%26branch%3Dnotebooks"
        )

    def test_colab_opens_the_notebook_on_its_branch(self):
        links = launch_links(REPOSITORY, "environment", "notebooks", "labs/lab-1")
        colab = next(link["url"] for link in links if link["text"] == "Colab")
        path = "/github/owner/book/blob/notebooks/labs/lab-1.ipynb"
        assert colab == f"https://colab.research.google.com{path}"

    def test_an_issue_begins_with_the_page_in_a_form_that_exists(self):
        links = source_links(REPOSITORY, "main", "chapters/01-a")
        issue = next(link["url"] for link in links if link["label"] == "source-issue")
        query = parse_qs(urlsplit(issue).query)
        form = ROOT / ".github" / "ISSUE_TEMPLATE" / query.pop("template")[0]
        fields = {field["id"] for field in yaml.safe_load(form.read_text())["body"]}
        assert query.pop("title") == ["chapters/01-a: "]
        assert query == {"page": ["chapters/01-a"]} and set(query) <= fields


PAGES = [str(path.relative_to(ROOT).with_suffix("")) for path in PAGES_WITH_CODE]


def launch_menu(page, is_notebook=True):
    """Return {text: address} of the menu that starts a page elsewhere; None where there is none."""
    context = {"pathto": lambda path, kind: path, "header_buttons": [{"label": "launch-buttons"}]}
    app = SimpleNamespace(env=SimpleNamespace(nb_metadata={page: {"exec_data": is_notebook}}))
    set_buttons(app, page, "page.html", context, doctree=object())
    menus = [b["buttons"] for b in context["header_buttons"] if b["label"] == "launch-buttons"]
    if not menus:
        return None
    (menu,) = menus
    return {button["text"]: button["url"] for button in menu}


class TestLaunchButtons:
    @pytest.fixture
    def published(self, monkeypatch):
        monkeypatch.setenv("UNROLLED_REPOSITORY", f"{REPOSITORY}/")
        for name in ("UNROLLED_ENVIRONMENT_BRANCH", "UNROLLED_NOTEBOOK_BRANCH"):
            monkeypatch.delenv(name, raising=False)

    @pytest.mark.site
    @pytest.mark.parametrize("page", PAGES)
    def test_they_open_this_page_in_the_learners_edition(self, published, folder, page):
        links = launch_menu(page)
        assert list(links) == ["Binder", "Colab"]
        ((start,),) = parse_qs(urlsplit(links["Binder"]).query).values()
        pull = parse_qs(urlsplit(start).query)
        assert pull["branch"] == ["notebooks"] and pull["repo"] == [REPOSITORY]
        opened = pull["urlpath"][0].removeprefix("lab/tree/book/")
        assert opened == urlsplit(links["Colab"]).path.partition("/blob/notebooks/")[2]
        assert opened == f"{page}.ipynb"
        text = (folder / "notebooks" / opened).read_text(encoding="utf-8")
        assert not page.startswith("labs/") or "Solution to Exercise" not in text

    def test_an_edition_opens_its_own_branches(self, published, monkeypatch):
        monkeypatch.setenv("UNROLLED_ENVIRONMENT_BRANCH", "environment-v1")
        monkeypatch.setenv("UNROLLED_NOTEBOOK_BRANCH", "notebooks-v1")
        links = launch_menu("chapters/01-a")
        assert "/environment-v1?" in links["Binder"] and "notebooks-v1" in links["Binder"]
        assert "/blob/notebooks-v1/" in links["Colab"]

    def test_a_page_without_code_has_none(self, published):
        assert launch_menu("reference/notation", is_notebook=False) is None

    @pytest.mark.parametrize("page", ["chapters/01-a", "labs/lab-1"])
    def test_a_build_without_an_address_has_none(self, monkeypatch, page):
        monkeypatch.delenv("UNROLLED_REPOSITORY", raising=False)
        assert launch_menu(page) is None
