"""tools/page_inputs.py: a page runs again when something that it uses changes, and only then."""

import subprocess
import sys

import pytest

from book import PAGES_WITH_CODE, ROOT
from page_inputs import code_of, fingerprint, inputs

PAGE = """\
# A page

```{code-cell} ipython3
---
tags: [hide-input]
---
%matplotlib inline
from unrolled import layers
def later():
    from unrolled.evidence import load
    return load("recall")
```

```python
import unrolled.plots  # not a cell
```
"""


@pytest.fixture
def root(tmp_path):
    files = {
        "unrolled/__init__.py": "",
        "unrolled/layers.py": "from unrolled._expect import expect",
        "unrolled/_expect.py": "import numpy",
        "unrolled/plots.py": "from . import palette",
        "unrolled/palette.py": "",
        "unrolled/evidence.py": "def published(): return open('errors.csv')",
        "unrolled/labs/__init__.py": "from unrolled.labs._find import find",
        "unrolled/labs/_find.py": "import importlib\nfind = importlib.import_module",
        "unrolled/labs/lab_1.py": "MESSAGE = 'not yet'",
        "unrolled/data/errors.csv": "1",
        "unrolled/data/other.csv": "2",
        "results/recall.json": "{}",
        "results/names.json": "{}",
        "requirements.lock": "numpy==2.4.6",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def used(root, page):
    return {path.relative_to(root).as_posix() for path in inputs(root, page)}


def test_code_is_that_of_the_cells_without_options_and_magics():
    assert code_of(PAGE).splitlines()[:2] == ["pass", "from unrolled import layers"]
    assert "plots" not in code_of(PAGE)
    assert code_of("```{code-cell} ipython3\n:tags: [a]\n:other: b\nx = 1\n```\n") == "x = 1"


def test_modules_and_files_that_a_page_uses(root):
    assert used(root, PAGE) == {
        "requirements.lock", "results/recall.json", "unrolled/__init__.py", "unrolled/_expect.py",
        "unrolled/data/errors.csv", "unrolled/evidence.py", "unrolled/layers.py",
    }  # fmt: skip


def test_relative_imports_are_followed(root):
    page = "```{code-cell} ipython3\nimport unrolled.plots\n```\n"
    assert {"unrolled/plots.py", "unrolled/palette.py"} <= used(root, page)


def test_modules_imported_by_a_name_made_at_run_time_count(root):
    page = "```{code-cell} ipython3\nfrom unrolled.labs import find\n```\n"
    assert "unrolled/labs/lab_1.py" in used(root, page)
    assert "unrolled/labs/lab_1.py" not in used(root, PAGE)


@pytest.mark.parametrize(
    ("changed", "runs_again"),
    [
        ("unrolled/layers.py", True), ("unrolled/_expect.py", True), ("results/recall.json", True),
        ("unrolled/data/errors.csv", True), ("requirements.lock", True),
        ("unrolled/plots.py", False), ("unrolled/labs/lab_1.py", False),
        ("results/names.json", False), ("unrolled/data/other.csv", False),
    ],
)  # fmt: skip
def test_fingerprint_changes_with_what_the_page_uses_and_with_nothing_else(
    root, changed, runs_again
):
    before = fingerprint(root, PAGE)
    assert fingerprint(root, PAGE) == before
    (root / changed).write_text("'another text'")
    assert (fingerprint(root, PAGE) != before) is runs_again


def test_prose_does_not_count_and_code_does(root):
    before = fingerprint(root, PAGE)
    assert fingerprint(root, PAGE.replace("# A page", "# A better page")) == before
    assert fingerprint(root, PAGE.replace('load("recall")', 'load("recall")[1:]')) != before


@pytest.mark.parametrize("name", ["unrolled/.layers.py.swp", "unrolled/__pycache__/layers.pyc"])
def test_swap_files_and_bytecode_do_not_count(root, name):
    before = fingerprint(root, PAGE)
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("left by an editor")
    assert fingerprint(root, PAGE) == before


def test_a_results_file_in_the_making_does_not_count(root):
    """Recording writes `recall.1234.tmp` and renames it, often, while a book may be built."""
    before = fingerprint(root, PAGE)
    (root / "results" / "recall.1234.tmp").write_text("half of a record")
    assert fingerprint(root, PAGE) == before
    (root / "results" / "recall-errors.npz").write_text("what no page names")
    assert fingerprint(root, PAGE) == before


WATCH = """\
import sys
opened = set()
sys.addaudithook(lambda event, args: event == "open" and opened.add(str(args[0])))
from unrolled.evidence import load, load_published
from unrolled.series import load_traffic
import unrolled.text
{call}
print("\\n".join(sorted(opened)))
"""


@pytest.mark.parametrize(
    "call",
    ["load_traffic()", "load_published(1)", "load('recall')", "unrolled.text.load_names()",
     "unrolled.text.load_date_reader()"],
)  # fmt: skip
def test_every_file_that_a_loader_opens_is_named(call):
    code = WATCH.format(call=call)
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    folders = (str(ROOT / "unrolled" / "data"), str(ROOT / "results"))
    opened = {line for line in run.stdout.splitlines() if line.startswith(folders)}
    page = f"```{{code-cell}} ipython3\n{code}\n```\n"
    assert opened and opened <= {str(path) for path in inputs(ROOT, page)}


@pytest.mark.parametrize("path", PAGES_WITH_CODE, ids=lambda path: path.stem)
def test_every_page_of_the_book_is_understood(path):
    found = used(ROOT, path.read_text(encoding="utf-8"))
    assert {"requirements.lock", "unrolled/__init__.py"} <= found
    checks = path.parent.name == "labs" or path.stem == "teaching"
    assert checks or "unrolled/labs/_check.py" not in found
