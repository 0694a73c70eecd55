"""Every exercise stands in one module, one file of recorded answers and one section of a page."""

import re

from book import ROOT
from unrolled.labs import exercises


def names(folder):
    """Return the names of exercises that the files of a folder stand for."""
    files = (path for path in (ROOT / folder).glob("lab_*/*.py") if not path.stem.startswith("_"))
    return {f"{path.parent.name}/{path.stem}".replace("_", "-") for path in files}


def test_one_module_for_each_exercise():
    assert names("unrolled/labs") == set(exercises())


def test_one_file_of_recorded_answers_for_each_exercise():
    assert names("tests/labs/wrong_answers") == set(exercises())


def test_one_section_of_a_page_for_each_exercise():
    labels = []
    for page in sorted((ROOT / "labs").glob("lab-*.md")):
        found = re.findall(r"^:label: (lab-\d+)-(\S+)$", page.read_text(encoding="utf-8"), re.M)
        assert all(page.stem.startswith(f"{lab}-") for lab, _ in found)
        labels += [f"{lab}/{exercise}" for lab, exercise in found]
    for lab in ("lab-4", "lab-6", "lab-7"):
        labels.remove(f"{lab}/capstone")  # answered by comparison, not by a check
    assert sorted(labels) == sorted(exercises())
