"""tools/fill_work.py: a learner's answers outlive everything that make does."""

import subprocess

import pytest

from fill_work import fill


@pytest.fixture
def folders(tmp_path):
    source, work = tmp_path / "_build" / "notebooks", tmp_path / "work"
    for name in ("index", "labs/lab-1", "teacher/labs/lab-1"):
        path = source / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"first edition of {name}")
    return source, work


def files(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.ipynb"))


def test_learners_notebooks_are_laid_and_the_teachers_are_not(folders):
    fill(*folders)
    assert files(folders[1]) == ["index.ipynb", "labs/lab-1.ipynb"]


def test_an_answer_stays_and_nothing_is_laid_twice(folders):
    fill(*folders)
    answer = folders[1] / "labs" / "lab-1.ipynb"
    answer.write_text("my answer")
    assert fill(*folders) == []
    assert answer.read_text() == "my answer" and len(files(folders[1])) == 2


def test_newer_editions_are_laid_beside(folders):
    source, work = folders
    fill(source, work)
    (work / "labs" / "lab-1.ipynb").write_text("my answer")
    for edition in ("second", "third"):
        (source / "labs" / "lab-1.ipynb").write_text(f"{edition} edition")
        fill(source, work)
    assert files(work / "labs") == [
        "lab-1-edition-2.ipynb", "lab-1-edition-3.ipynb", "lab-1.ipynb"
    ]  # fmt: skip
    assert (work / "labs" / "lab-1.ipynb").read_text() == "my answer"
    assert (work / "labs" / "lab-1-edition-3.ipynb").read_text() == "third edition"


def test_what_the_learner_removed_is_not_laid_again(folders):
    fill(*folders)
    (folders[1] / "index.ipynb").unlink()
    assert fill(*folders) == []


def test_a_file_of_the_learners_own_is_not_overwritten(folders):
    (folders[1]).mkdir()
    (folders[1] / "index.ipynb").write_text("mine")
    fill(*folders)
    assert (folders[1] / "index.ipynb").read_text() == "mine"
    assert (folders[1] / "index-edition-2.ipynb").is_file()


def test_no_target_of_make_removes_work_and_git_ignores_it(root):
    for target in ("clean", "distclean", "book", "test", "notebooks"):
        plan = subprocess.run(
            ["make", "--dry-run", target], cwd=root, capture_output=True, text=True, check=True
        ).stdout
        removed = [line for line in plan.splitlines() if "rm -" in line]
        assert not any("work" in line for line in removed), removed
    assert "/work/" in (root / ".gitignore").read_text().splitlines()
