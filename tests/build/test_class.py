"""tools/make_class: what a teacher hands out, and nbgrader's four steps where it is installed."""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

import lab_pages
import make_class
from book import ROOT
from first_cell import first_cell
from unrolled.labs import _grade, exercises

LABS = {lab.replace("_", "-"): lab_pages.cells(lab_pages.page(lab)) for lab in lab_pages.LABS}


def notebook(sources):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [v4.new_code_cell(source.strip()) for source in sources]
    return v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def editions(lab):
    """A lab's code as learner's and as teacher's notebook."""
    learner = [cell.source for cell in LABS[lab] if not cell.solution]
    return notebook(learner), notebook([cell.source for cell in LABS[lab]])


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    """The folder that `make class` makes from built notebooks."""
    build = tmp_path_factory.mktemp("build")
    for lab in LABS:
        for edition, made in zip(("labs", "teacher/labs"), editions(lab), strict=True):
            (build / "notebooks" / edition).mkdir(parents=True, exist_ok=True)
            nbformat.write(made, build / "notebooks" / edition / f"{lab}-title.ipynb")
    nbformat.write(notebook(["1"]), build / "notebooks" / "labs" / "project.ipynb")
    (build / "class").mkdir()
    (build / "class" / "of-last-term.txt").touch()
    return make_class.make_class(build, make_class.build_wheel)


class TestWhatIsHandedOut:
    def test_three_editions_a_wheel_and_a_page_for_the_teacher(self, handed_out):
        for folder, more in {"learner": 1, "teacher": 0, "nbgrader/source": 0}.items():
            made = list((handed_out / folder).rglob("*.ipynb"))
            assert len(made) == len(LABS) + more  # the project is the learner's alone
        text = (handed_out / "README.md").read_text(encoding="utf-8")
        for word in ("python -m unrolled.labs grade", "*not* isolated", "envkernel", "nbgitpuller"):
            assert word in text
        assert not (handed_out / "of-last-term.txt").exists()

    def test_the_wheel_holds_checks_and_data(self, handed_out):
        (wheel,) = handed_out.glob("unrolled-*.whl")
        names = set(zipfile.ZipFile(wheel).namelist())
        assert {"unrolled/labs/__main__.py", "unrolled/data/i94_traffic.csv.gz"} & names
        assert any(name.startswith("unrolled/labs/lab_1/") for name in names)

    def test_the_page_for_the_teacher_names_the_wheel(self, handed_out):
        (wheel,) = handed_out.glob("unrolled-*.whl")
        text = (handed_out / "README.md").read_text(encoding="utf-8")
        assert wheel.name in text and "WHEEL" not in text

    def test_solutions_that_the_wheel_refuses_are_told(self, handed_out, tmp_path):
        assert make_class.unsolved(handed_out) == []
        shutil.copytree(handed_out / "teacher", tmp_path / "teacher")
        lab = tmp_path / "teacher" / "lab-1-title.ipynb"
        text = lab.read_text(encoding="utf-8")
        lab.write_text(text.replace("x_t @ W_x + y_prev @ W_y", "x_t @ W_x - y_prev @ W_y"))
        assert "lab-1/step" in make_class.unsolved(tmp_path)

    def test_links_into_the_rest_of_the_book_become_words(self):
        text = "See [chapter 6](../chapters/06-x.ipynb), [lab 1](lab-1-x.ipynb)."
        made = v4.new_notebook(
            cells=[v4.new_markdown_cell(text), v4.new_code_cell("[a](../chapters/b)")]
        )
        cells = make_class.alone(made).cells
        assert cells[0].source == "See chapter 6, [lab 1](lab-1-x.ipynb)."
        assert cells[1].source == "[a](../chapters/b)"

    def test_the_first_cell_speaks_of_the_wheel(self):
        made = make_class.alone(v4.new_notebook(cells=[v4.new_code_cell(first_cell(""))]))
        with pytest.raises(ModuleNotFoundError, match=r"install the file unrolled-….whl that came"):
            exec(made.cells[0].source.replace('find_spec("unrolled")', 'find_spec("unrold")'), {})

    def test_without_a_build_nothing_is_made(self, tmp_path):
        with pytest.raises(FileNotFoundError, match="run `make book` first"):
            make_class.make_class(tmp_path, print)

    def test_no_path_of_this_machine(self, handed_out):
        for path in handed_out.rglob("*"):
            if path.suffix in (".ipynb", ".md", ".py"):
                assert str(ROOT) not in path.read_text(encoding="utf-8")


class TestNbgraderSource:
    @pytest.mark.parametrize("lab", LABS)
    def test_each_exercise_has_an_answer_and_a_check_worth_a_point(self, lab):
        made = make_class.for_nbgrader(*editions(lab))
        marked = [cell for cell in made.cells if "nbgrader" in cell.metadata]
        names = [name.partition("/")[2] for name in exercises() if name.startswith(f"{lab}/")]
        assert [cell.metadata.nbgrader.grade_id for cell in marked] == [
            part for name in names for part in (f"{name}-answer", name)
        ]
        for answer, check in zip(marked[::2], marked[1::2], strict=True):
            assert "..." in answer.source.split("### BEGIN SOLUTION")[0]
            assert "check(" not in answer.source and answer.source.endswith("### END SOLUTION")
            assert answer.metadata.nbgrader.solution and not answer.metadata.nbgrader.grade
            assert check.metadata.nbgrader.locked and check.metadata.nbgrader.points == 1
            assert check.source.startswith(f'check("{lab}/')

    @pytest.mark.parametrize("lab", LABS)
    def test_its_answers_pass(self, lab, tmp_path):
        path = tmp_path / "teacher.ipynb"
        nbformat.write(make_class.for_nbgrader(*editions(lab)), path)
        (marked,) = _grade.grade(tmp_path)
        assert {verdict.status for verdict in marked.verdicts.values()} == {"passed"}


HANDED_IN = {"ann": "right", "ben": "blank", "cleo": "one wrong"}


def answers(lab, kind):
    """The learner's edition with the book's answers, with none, or with a wrong first function."""
    made = make_class.for_nbgrader(*editions(lab))
    wrong = kind == "one wrong"
    for cell in made.cells:
        if "### BEGIN SOLUTION" in cell.source:
            start, _, solution = cell.source.partition("### BEGIN SOLUTION\n")
            solution = solution.partition("### END SOLUTION")[0]
            if wrong and "def my_step" in solution:
                solution = solution.replace("+ y_prev", "- y_prev")
            cell.source = start if kind == "blank" else start + solution
    return made


@pytest.mark.slow
class TestNbgrader:
    def test_four_steps_give_the_marks_of_grade(self, handed_out, tmp_path):
        pytest.importorskip("nbgrader", reason="nbgrader is an extra of its own: class")
        course = tmp_path / "course"
        shutil.copytree(handed_out / "nbgrader", course)
        for learner, kind in HANDED_IN.items():
            folder = course / "submitted" / learner / "lab-1"
            folder.mkdir(parents=True)
            nbformat.write(answers("lab-1", kind), folder / "lab-1-title.ipynb")
            (tmp_path / "plain" / learner).mkdir(parents=True)
            shutil.copy(folder / "lab-1-title.ipynb", tmp_path / "plain" / learner)
        quiet = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "IPYTHONDIR": str(tmp_path / "i")}
        programs = str(Path(sys.executable).parent)  # nbgrader calls alembic by its name
        quiet["PATH"] = os.pathsep.join([programs, os.environ["PATH"]])
        for step in ("generate_assignment lab-1", "autograde lab-1", "generate_feedback lab-1",
                     "export"):  # fmt: skip
            done = subprocess.run(
                [sys.executable, "-m", "nbgrader", *step.split()], cwd=course, timeout=300,
                env=os.environ | quiet, capture_output=True, text=True,
            )  # fmt: skip
            assert done.returncode == 0, f"{step}: {done.stderr[-2000:]}"
        with open(course / "grades.csv", newline="", encoding="utf-8") as file:
            scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
        ours = _grade.grade(tmp_path / "plain")
        points = {m.learner: sum(v.status == "passed" for v in m.verdicts.values()) for m in ours}
        assert scores == points == {"ann": 7, "ben": 0, "cleo": 6}
        released = course / "release" / "lab-1" / "lab-1-title.ipynb"
        text = json.dumps(json.loads(released.read_text(encoding="utf-8")))
        assert "SOLUTION" not in text and make_class.STUB in text
