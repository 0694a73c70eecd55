"""The workflows: what starts them, on which commit they work, and that what they call exists."""

import re

import pytest
import yaml

from book import ROOT

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in FOLDER.glob("*.yml")}


def triggers(workflow):
    return WORKFLOWS[workflow][True]  # YAML reads the key `on` as a truth value


def steps(workflow):
    return [step for job in WORKFLOWS[workflow]["jobs"].values() for step in job["steps"]]


def holds(condition, run, repository="ours/book"):
    """Evaluate a job's condition for a finished run of the tests."""
    known = {f"github.event.workflow_run.{key}": value for key, value in run.items()}
    known["github.repository"] = repository
    for name in sorted(known, key=len, reverse=True):
        condition = condition.replace(name, repr(known[name]))
    assert "github." not in condition
    return eval(condition.replace("&&", "and").replace("\n", " "))


PUSHED = {
    "conclusion": "success",
    "event": "push",
    "head_repository.full_name": "ours/book",
}


@pytest.mark.parametrize(
    ("change", "published"),
    [
        ({}, True),
        ({"conclusion": "failure"}, False),
        ({"conclusion": "cancelled"}, False),
        ({"event": "pull_request"}, False),  # a fork's branch may be called main as well
        ({"head_repository.full_name": "theirs/book"}, False),
    ],
)
def test_only_a_push_whose_tests_passed_is_published(change, published):
    (job,) = WORKFLOWS["publish"]["jobs"].values()
    assert holds(job["if"], PUSHED | change) is published


def test_publishing_starts_after_the_tests_and_in_no_other_way():
    assert triggers("publish") == {
        "workflow_run": {"workflows": ["ci"], "types": ["completed"], "branches": ["main"]}
    }
    assert WORKFLOWS["ci"]["name"] == "ci"


def test_what_is_published_is_the_commit_that_was_tested():
    (checkout,) = (s for s in steps("publish") if "checkout" in s.get("uses", ""))
    assert checkout["with"]["ref"] == "${{ github.event.workflow_run.head_sha }}"
    text = (FOLDER / "publish.yml").read_text(encoding="utf-8")
    # these two mean the newest commit of the branch, whatever was tested
    assert not re.search(r"github\.(sha|ref)\b|GITHUB_SHA", text)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_targets_and_files_that_are_called_exist(workflow):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for step in steps(workflow):
        for target in re.findall(r"\bmake ([a-z-]+)", step.get("run", "")):
            assert re.search(rf"^{target}:", makefile, re.M), target
        for path in re.findall(
            r"(?<![\w/])((?:tools|\.ci|\.github)/[\w./-]+)", step.get("run", "")
        ):
            assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_workflow_may_only_do_what_it_needs(workflow):
    """No workflow runs with the default token's rights; who publishes may write, and no other."""
    permissions = WORKFLOWS[workflow]["permissions"]
    writes = {name for name, right in permissions.items() if right == "write"}
    may = {"publish": {"contents", "pages", "id-token"}, "release": {"contents"}}
    assert writes == may.get(workflow, set())


def position(workflow, words):
    """Return where the first step stands that runs these words."""
    return next(n for n, step in enumerate(steps(workflow)) if words in step.get("run", ""))


def test_what_is_published_holds_the_pdf_and_links_to_it():
    made = position("publish", "tools/make_pdf.py")
    (upload,) = (n for n, s in enumerate(steps("publish")) if "pages-artifact" in s.get("uses", ""))
    assert position("publish", "make book") < made < upload
    book, pdf = (steps("publish")[n] for n in (position("publish", "make book"), made))
    assert pdf["env"]["UNROLLED_SITE"] == book["env"]["UNROLLED_SITE"]
    assert "chromium" in steps("publish")[made - 1]["run"]


def test_the_pdf_is_attached_to_a_release_and_lies_in_its_archive():
    pack = steps("release")[position("release", "tools/make_pdf.py")]["run"]
    assert pack.index("make_pdf.py") < pack.index("make_archive.py") < pack.index("unrolled.pdf")
    release = position("release", "gh release create")
    assert "_build/unrolled-*.pdf" in steps("release")[release]["run"]
    # `make book`, and whatever calls it, makes the site anew and without the PDF
    after = steps("release")[position("release", "tools/make_pdf.py") + 1 : release]
    assert not [s for s in after if re.search(r"\bmake (book|test|archive)\b", s.get("run", ""))]
