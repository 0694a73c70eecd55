"""`python -m unrolled.labs grade`: thirty submissions, right, wrong, blank and hostile."""

import csv
import json

import numpy as np
import pytest

import lab_pages
from unrolled.labs import _grade, exercises
from unrolled.labs._grade import Limits, grade, labs_of, size, submissions, suspicious, table
from unrolled.labs._results import Failure, Line, Outcome, TimeUp, Unreadable
from unrolled.labs._submission import plain
from unrolled.labs._wire import BadMessage, decode, decode_outcome, encode, encode_outcome
from unrolled.layers import RNNParams

LABS = ("lab_1", "lab_2", "lab_3", "lab_4", "lab_5", "lab_6")
PAGES = {lab: lab_pages.cells(lab_pages.page(lab)) for lab in LABS}
ONE = PAGES["lab_1"]
TEACHER = [cell.source for cell in ONE]
BEFORE = [cell.source for cell in ONE if not cell.exercise]  # imports
PATCH = """
import unrolled.labs._check as c
import unrolled.labs as labs
import numpy as np
c.judge = c._verdict = lambda *a: ("passed", "right")
labs.check = lambda name, answer: print(f"{name}: passed.")
np.allclose = lambda *a, **k: True
def my_step(x_t, y_prev, params):
    return 0 * x_t
check("lab-1/step", my_step)
"""
TALK = """
check("lab-1/by-hand", ...)
line = next(c.cell_contents for c in check.__closure__ if hasattr(c.cell_contents, "say"))
line.say(check="lab-1/step", kind="value", given={"tuple": [1.0], "of": ["os", "system"]})
line.say(status="passed", text="passed")
"""


def notebook(path, sources):
    cells = [{"cell_type": "code", "source": source.splitlines(True)} for source in sources]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")


def after(sources, number, code):
    return [*sources[:number], code, *sources[number:]]


# by learner: the notebook, then how each exercise of its lab ends: 1, 0 or -
ALL, NONE = "1111111", "-------"
HOSTILE = {
    "ends-the-process": (after(TEACHER, 8, "import os\nos._exit(0)"), "11-----"),
    "sys-exit": (after(TEACHER, 8, "import sys\nsys.exit(3)"), ALL),
    "loops": (after(TEACHER, 8, "while True:\n    pass"), "11-----"),
    "loops-deaf": (after(TEACHER, 8, "while True:\n    try:\n        while True:\n"
                         "            pass\n    except BaseException:\n        pass"), "11-----"),
    "floods-a-file": (after(TEACHER, 8, "with open('x', 'wb') as f:\n    while True:\n"
                            "        f.write(bytes(10**6))"), ALL),
    "floods-a-folder": (after(TEACHER, 8, "for i in range(10**6):\n    with open(f'x{i}', 'wb')"
                              " as f:\n        f.write(bytes(10**6))"), "11-----"),
    "takes-memory": (after(TEACHER, 8, "x = [0] * 10**10"), ALL),
    "starts-others": (after(TEACHER, 8, "import subprocess, sys, os\nfor _ in range(3):\n"
                            "    subprocess.Popen([sys.executable, '-c', 'while 1: pass'])\n"
                            "os._exit(1)"), "11-----"),
    "forges": ([*BEFORE, "def check(*a): print('lab-1/step: passed.')", "check('lab-1/step', 1)"],
               NONE),
    "rewrites-the-checks": ([*BEFORE, PATCH], "-0-----"),
    "rewrites-its-copy": ([*BEFORE, "import unrolled.labs as u, pathlib\n"
                           "for p in pathlib.Path(u.__file__).parent.rglob('*.py'):\n"
                           "    p.write_text('')", "check('lab-1/layer', 1)"], "--0----"),
    "speaks-for-itself": ([*BEFORE, TALK], "-0-----"),
    "sends-rubbish": ([*BEFORE, "line = next(c.cell_contents for c in check.__closure__ if "
                       "hasattr(c.cell_contents, 'say'))\nline.out.write('[' * 10**5 + '\\n')",
                       "check('lab-1/step', 1)"], NONE),
    "raises": (after(TEACHER, 8, "1 / 0"), ALL),
    "looks-it-up": ([*BEFORE, "from unrolled.labs import find\n"
                     "check('lab-1/step', find('lab-1/step').reference)"], "-1-----"),
    "magic": (after(TEACHER, 4, "%pip install nothing\n!rm -rf work\n"), ALL),
}  # fmt: skip


def zeros(lab):
    """A lab's solutions, the last of which is replaced by one that answers with a number."""
    last = [cell for cell in PAGES[lab] if cell.solution][-1].solution
    kept = [cell.source for cell in PAGES[lab] if cell.solution != last]
    name = [e.name for e in exercises().values() if e.name.startswith(lab.replace("_", "-"))][-1]
    return [*kept, f"check({name!r}, lambda *a: 0.5)"]


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    expected = {}
    for lab in LABS:
        count = sum(name.startswith(lab.replace("_", "-")) for name in exercises())
        starters = [cell.source for cell in PAGES[lab] if not cell.solution]
        given = {"right": ([c.source for c in PAGES[lab]], "1" * count),
                 "blank": (starters, "-" * count)}  # fmt: skip
        if lab in ("lab_2", "lab_5"):
            given["wrong"] = zeros(lab), "1" * (count - 1) + "0"
        for kind, (sources, signs) in given.items():
            notebook(folder / f"{kind}-{lab}" / "handed-in.ipynb", sources)
            expected[f"{kind}-{lab}"] = signs
    for learner, (sources, signs) in HOSTILE.items():
        notebook(folder / f"{learner}.ipynb", sources)
        expected[learner] = signs
    (folder / "torn.ipynb").write_text('{"cells": [', encoding="utf-8")
    expected["torn"] = ""
    return folder, expected


@pytest.fixture(scope="module")
def marked(classroom):
    limits = Limits(seconds=25, disk=20 * _grade.MIB)
    return {one.learner: one for one in grade(classroom[0], limits=limits, workers=4)}


def signs(one):
    return "".join(_grade.SIGNS[verdict.status] for verdict in one.verdicts.values())


@pytest.mark.slow
class TestAClass:
    def test_thirty_submissions_get_their_marks(self, classroom, marked):
        assert len(marked) >= 30
        assert {learner: signs(one) for learner, one in marked.items()} == classroom[1]

    @pytest.mark.parametrize(
        ("learner", "said"),
        [
            ("ends-the-process", "ended its process before the last cell"),
            ("sys-exit", "SystemExit: 3"),
            (
                "loops",
                "seconds, in cell 9: what comes after counts as not attempted",
            ),
            ("loops-deaf", "stopped after 25 seconds"),
            ("floods-a-file", "OSError"),
            ("floods-a-folder", "it wrote more than 20 MiB"),
            ("takes-memory", "MemoryError"),
            ("starts-others", "look at its use of os, subprocess, sys"),
            ("rewrites-the-checks", "unrolled.labs._check"),
            ("speaks-for-itself", "cannot be read"),
            ("sends-rubbish", "cannot be read"),
            ("raises", "an error in cell 9: ZeroDivisionError"),
            ("looks-it-up", ".reference"),
            ("torn", "is no notebook that can be read"),
        ],
    )
    def test_a_teacher_is_told(self, marked, learner, said):
        assert said in " ".join(marked[learner].remarks)

    def test_of_an_honest_one_nothing_is_said(self, marked):
        for learner, one in marked.items():
            if learner.startswith(("right", "blank", "wrong")):
                assert not one.remarks, learner

    def test_what_a_check_said_is_what_a_learner_reads(self, marked):
        assert "Replace the ... in my_step" in marked["blank-lab_1"].verdicts["lab-1/step"].text

    def test_table_and_csv(self, marked, tmp_path):
        text = table(list(marked.values()))
        assert [line.split()[0] for line in text.splitlines() if line.startswith("lab-")] == [
            lab.replace("_", "-") for lab in LABS
        ]
        (row,) = (line for line in text.splitlines() if line.startswith("right-lab_1"))
        assert row.split() == ["right-lab_1", *"1111111", "7", "of", "7"]
        _grade.write_csv(list(marked.values()), tmp_path / "marks.csv")
        with open(tmp_path / "marks.csv", newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        right = [row for row in rows if row["learner"] == "right-lab_1"]
        assert [row["points"] for row in right] == ["1"] * 7
        assert {row["learner"] for row in rows} == set(marked)

    def test_a_forged_output_and_a_check_that_is_gone_are_told(self, tmp_path):
        cells = [cell for cell in ONE if cell.exercise != "lab-1-step"]
        notebook(tmp_path / "ann.ipynb", [c.source for c in cells if not c.solution])
        document = json.loads((tmp_path / "ann.ipynb").read_text(encoding="utf-8"))
        said = ["lab-1/layer: passed. Every", " step\n"]
        document["cells"][0]["outputs"] = [{"output_type": "stream", "text": said}]
        (tmp_path / "ann.ipynb").write_text(json.dumps(document), encoding="utf-8")
        (one,) = grade(tmp_path)
        assert one.remarks == (
            "its stored output says passed, and the answer is not: lab-1/layer",
            "the cells that check lab-1/step are gone",
        )

    def test_only_the_labs_that_were_asked_for(self, tmp_path):
        notebook(tmp_path / "ann" / "lab-1.ipynb", [*TEACHER[:3], "check('lab-1/step', 1)"])
        notebook(tmp_path / "ann" / "lab-2.ipynb", ["check('lab-2/pad', 1)"])
        notebook(tmp_path / "ann" / "project.ipynb", ["1"])
        (one,) = grade(tmp_path, labs=["lab-2"])
        assert {name.partition("/")[0] for name in one.verdicts} == {"lab-2"}
        told = [(m.learner, len(m.verdicts), m.remarks[-1:]) for m in grade(tmp_path)]
        assert [count for _, count, _ in told] == [7, 7, 0]
        assert told[2] == ("ann", 0, ("project.ipynb checks no exercise",))

    def test_what_is_torn_or_missing_is_told_for_one_lab_too(self, tmp_path):
        notebook(tmp_path / "ann.ipynb", ["check('lab-1/step', 1)"])
        (tmp_path / "ben.ipynb").write_text('{"cells": [', encoding="utf-8")
        (tmp_path / "cem").mkdir()
        (tmp_path / "cem" / "answers.docx").touch()
        told = []
        marked = grade(tmp_path, labs=["lab-1"], tell=told.append)
        assert [(m.learner, *m.remarks[:1]) for m in marked[1:]] == [
            ("ben", "is no notebook that can be read, or has no cell"),
            ("cem", "has no notebook in the folder"),
        ]
        assert told == ["1 of 2: ann", "2 of 2: ben"]

    def test_two_notebooks_of_a_lab_are_told_apart(self, tmp_path):
        for name in ("first", "second"):
            notebook(tmp_path / "ben" / f"{name}.ipynb", ["check('lab-1/step', 1)"])
        assert [m.learner for m in grade(tmp_path)] == ["ben (first.ipynb)", "ben (second.ipynb)"]

    def test_a_submission_that_changes_the_package_itself_is_the_last(self, tmp_path, monkeypatch):
        notebook(tmp_path / "ann.ipynb", TEACHER[:3])
        prints = iter(["before", "after"])
        monkeypatch.setattr(_grade, "fingerprint", lambda: next(prints))
        with pytest.raises(RuntimeError, match=r"ann\.ipynb of ann has changed the package"):
            grade(tmp_path, labs=["lab-1"])

    def test_from_the_command_line(self, tmp_path, capsys):
        from unrolled.labs.__main__ import main

        notebook(tmp_path / "ann" / "lab-1.ipynb", TEACHER[:6])
        assert main(["grade", str(tmp_path), "--csv", str(tmp_path / "m.csv")]) == 0
        out, err = capsys.readouterr()
        assert "1 notebook marked" in out and (tmp_path / "m.csv").is_file()
        assert err == "1 of 1: ann\n"
        before = (tmp_path / "m.csv").read_bytes()
        assert main(["grade", str(tmp_path), "--csv", str(tmp_path / "m.csv")]) == 0
        assert "m-2.csv" in capsys.readouterr().out
        assert (tmp_path / "m.csv").read_bytes() == before
        assert main(["grade", str(tmp_path / "nowhere")]) == 1
        assert "found none at" in capsys.readouterr().err


class TestFindingWork:
    def test_learners_are_folders_or_files(self, tmp_path):
        for name in ("ann/lab-1.ipynb", "ann/.ipynb_checkpoints/lab-1.ipynb", "ben.ipynb"):
            notebook(tmp_path / name, ["1"])
        found = [
            (who, path.relative_to(tmp_path).as_posix()) for who, path in submissions(tmp_path)
        ]
        assert found == [("ann", "ann/lab-1.ipynb"), ("ben", "ben.ipynb")]

    def test_labs_are_those_that_are_checked(self, tmp_path):
        notebook(tmp_path / "a.ipynb", ["check('lab-3/clip', f)", 'check("lab-1/step", f)'])
        notebook(tmp_path / "b.ipynb", ["check('lab-99/none', f)"])
        assert labs_of(tmp_path.glob("*.ipynb")) == ["lab-1", "lab-3"]

    def test_nothing_to_mark_is_said(self, tmp_path):
        with pytest.raises(ValueError, match="folder must hold notebooks"):
            grade(tmp_path)
        notebook(tmp_path / "a.ipynb", ["1"])
        with pytest.raises(ValueError, match="notebooks must check an exercise"):
            grade(tmp_path)
        with pytest.raises(ValueError, match="no lab is called lab1: they are lab-1, lab-2"):
            grade(tmp_path, labs=["lab1"])

    def test_size_counts_files_in_folders(self, tmp_path):
        (tmp_path / "deep").mkdir()
        (tmp_path / "deep" / "a").write_bytes(bytes(70))
        (tmp_path / "b").write_bytes(bytes(5))
        assert size(tmp_path) == 75

    def test_magic_keeps_its_indentation(self):
        assert plain("if x:\n    %time y\nz = a % b\n") == "if x:\n    pass\nz = a % b\n"
        assert plain("%%bash\nrm x\n") == ""

    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("import os", "os"),
            ("from subprocess import run", "subprocess.run"),
            ("import unrolled.labs._check", "unrolled.labs._check"),
            ("from unrolled.labs import find, check", "unrolled.labs.find"),
            ("f.reference", ".reference"),
            ("check.__closure__", ".__closure__"),
            ("eval('1')", "eval"),
            ("def check(*a): pass", "a check of its own"),
        ],
    )
    def test_what_no_answer_needs_is_named(self, tmp_path, code, name):
        notebook(tmp_path / "a.ipynb", [code])
        assert suspicious(tmp_path / "a.ipynb") == [f"look at its use of {name}"]


class TestWire:
    @pytest.mark.parametrize(
        "value",
        [
            None, True, 3, -0.5, "text", ..., 2 - 1j,
            (1.0, (2, ...)), [1, [2.5, "a"]], {"a": [1, 2], 3: None},
            np.float32(1.5), np.int64(7), Unreadable("a key", "why", "hint"),
        ],
    )  # fmt: skip
    def test_what_is_sent_arrives(self, value):
        arrived = decode(json.loads(json.dumps(encode(value))))
        assert arrived == value and type(arrived) is type(value)

    @pytest.mark.parametrize(
        "array",
        [np.arange(6.0).reshape(2, 3).T, np.array([np.nan, np.inf]), np.zeros((0, 2), np.int8),
         np.array(["ab", "c"]), np.array("2018-07-04", "M8[h]"), np.array([True, False])],
    )  # fmt: skip
    def test_arrays_keep_dtype_and_shape(self, array):
        arrived = decode(json.loads(json.dumps(encode(array))))
        assert arrived.dtype == array.dtype and arrived.shape == array.shape
        assert np.array_equal(arrived, array, equal_nan=array.dtype.kind == "f")
        arrived[...] = array  # it can be written to

    def test_the_books_own_tuples_keep_their_names(self):
        params = RNNParams(np.ones((1, 2)), np.eye(2), np.zeros(2))
        assert type(decode(encode(params))) is RNNParams

    @pytest.mark.parametrize(
        "data",
        [
            {"tuple": [1], "of": ["os", "system"]},  # arrives as a plain tuple: see below
            {"array": "AAAA", "dtype": "O", "shape": [1], "scalar": False},
            {"array": "AAAA", "dtype": "<f8", "shape": [10**12], "scalar": False},
            {"array": 3, "dtype": "<f8", "shape": [1], "scalar": False},
            {"strange": 1},
            {"dict": 3},
            {"complex": "ab"},
        ],
    )
    def test_what_nobody_honest_sends_does_nothing(self, data):
        if data.get("of"):
            assert decode(data) == (1,)
        else:
            with pytest.raises(BadMessage):
                decode(data)

    def test_outcomes_arrive(self):
        line = Line(3, "return x", "its cell")
        for outcome in (
            Outcome(np.float64(1.5)),
            Outcome(changed="x_t"),
            Outcome(error=Failure(ValueError, "ValueError: x", line)),
            Outcome(error=Failure(TimeUp, "TimeUp", None)),
        ):
            assert decode_outcome(json.loads(json.dumps(encode_outcome(outcome)))) == outcome
        own = type("Strange", (Exception,), {})
        arrived = decode_outcome(encode_outcome(Outcome(error=Failure(own, "Strange: x", None))))
        assert arrived.error == Failure(Exception, "Strange: x", None)
        for data in ({}, {"value": 1, "error": [1], "changed": ""}):
            with pytest.raises(BadMessage):
                decode_outcome(data)
